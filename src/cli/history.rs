//! The notes of earlier commits, read with the program `git`.
//!
//! This is the only part that starts a program, and only `stats --since` uses it. The commands only
//! read objects: they run no hook, filter, pager or signature check, and fetch nothing.

use std::collections::HashMap;
use std::io::{self, BufRead as _, BufReader, Read as _, Write as _};
use std::path::{Path, PathBuf};
#[expect(clippy::disallowed_types, reason = "only `stats --since` runs git, see SECURITY.md")]
use std::process::Command;
use std::process::Stdio;
use std::thread;

use crate::workspace::{MAX_NOTE_BYTES, is_note};

/// The notes of a commit.
pub(super) struct Revision {
    /// The day of the commit, as `2026-01-31`.
    pub(super) date: String,
    /// The hash of the commit.
    pub(super) commit: String,
    /// The paths of its notes with their texts.
    pub(super) notes: Vec<(PathBuf, String)>,
}

/// A note in the tree of a commit.
struct TreeNote {
    path: PathBuf,
    object: String,
}

/// Returns the notes of some commits since a date, the oldest first: the last commit before that
/// date, the first one and the last one after it, and others between them, at most `most`.
///
/// Fails if `git` is missing, or if a folder is not in a repository. Folders of several repositories
/// get the commits of the first one.
pub(super) fn revisions<'f>(
    folders: impl Iterator<Item = &'f Path>,
    since: &str,
    most: usize,
) -> io::Result<Vec<Revision>> {
    let mut places = Vec::new();
    for folder in folders {
        let prefix = text(&run(folder, &["rev-parse", "--show-prefix"])?);
        places.push((folder, prefix.trim_end_matches(['\n', '\r']).to_owned()));
    }
    let Some((top, _)) = places.first() else { return Ok(Vec::new()) };
    let commits = sample(commits(top, since)?, most);
    let mut trees = Vec::new();
    for (commit, _) in &commits {
        trees.push(tree(top, commit, &places)?);
    }
    let objects: Vec<_> = trees.iter().flatten().map(|note| note.object.clone()).collect();
    let texts = texts(top, objects)?;
    let revision = |((commit, date), tree): ((String, String), Vec<TreeNote>)| {
        let notes = tree.into_iter();
        let notes = notes.filter_map(|it| Some((it.path, texts.get(&it.object)?.clone())));
        Revision { date, commit, notes: notes.collect() }
    };
    Ok(commits.into_iter().zip(trees).map(revision).collect())
}

/// Returns the commits with their days, the oldest first.
fn commits(top: &Path, since: &str) -> io::Result<Vec<(String, String)>> {
    let list = |arguments: &[&str]| -> io::Result<Vec<(String, String)>> {
        let format = ["rev-list", "--first-parent", "--no-commit-header", "--format=%H %cs"];
        let out = text(&run(top, &[&format[..], arguments, &["HEAD", "--"]].concat())?);
        let commit = |line: &str| line.split_once(' ').map(|(a, b)| (a.to_owned(), b.to_owned()));
        Ok(out.lines().filter_map(commit).collect())
    };
    let mut found = list(&[&format!("--since={since}")])?;
    found.extend(list(&["--max-count=1", &format!("--before={since}")])?);
    found.reverse();
    Ok(found)
}

/// Returns the first and the last item, and others at equal distances between them.
fn sample<T>(all: Vec<T>, most: usize) -> Vec<T> {
    let last = all.len().saturating_sub(1);
    if last < most {
        return all;
    }
    let kept: Vec<_> = (0..most).map(|nth| nth * last / (most - 1)).collect();
    let all = all.into_iter().enumerate();
    all.filter(|(index, _)| kept.contains(index)).map(|(_, it)| it).collect()
}

/// Returns the notes of a commit in some folders, each with its path in the repository.
fn tree(top: &Path, commit: &str, places: &[(&Path, String)]) -> io::Result<Vec<TreeNote>> {
    let out = run(top, &["ls-tree", "-r", "-z", "--full-tree", commit])?;
    let note = |line: &[u8]| {
        // `100644 blob <hash>\t<path>`; a link has the mode 120000.
        let line = std::str::from_utf8(line).ok()?;
        let (head, path) = line.split_once('\t')?;
        let object = head.strip_prefix("100").and_then(|head| head.split(' ').nth(2))?;
        let is_hidden = path.split('/').any(|part| part.starts_with('.') || part == "node_modules");
        let own =
            |(folder, prefix): &(&Path, String)| Some(folder.join(path.strip_prefix(prefix)?));
        let path = places.iter().find_map(own).filter(|path| !is_hidden && is_note(path))?;
        Some(TreeNote { path, object: object.to_owned() })
    };
    Ok(out.split(|byte| *byte == 0).filter_map(note).collect())
}

/// Returns the texts of objects. Objects that are too long or not UTF-8 have none.
fn texts(top: &Path, mut objects: Vec<String>) -> io::Result<HashMap<String, String>> {
    objects.sort();
    objects.dedup();
    let mut process = git(top, &["cat-file", "--batch"]).stdin(Stdio::piped()).spawn()?;
    let (input, output) = (process.stdin.take(), process.stdout.take());
    let (Some(mut input), Some(output)) = (input, output) else { return Ok(HashMap::new()) };
    let mut found = HashMap::new();
    thread::scope(|scope| -> io::Result<()> {
        let asked = &objects;
        scope.spawn(move || {
            // A failure shows when the answer is missing.
            asked.iter().all(|object| writeln!(input, "{object}").is_ok())
        });
        let mut output = BufReader::new(output);
        for object in &objects {
            let mut head = String::new();
            output.read_line(&mut head)?;
            // `<hash> blob <size>`, or `<hash> missing`.
            let Some(size) = head.trim_end().rsplit(' ').next().and_then(|it| it.parse().ok())
            else {
                continue;
            };
            let mut bytes = Vec::new();
            let content = (&mut output).take(size).read_to_end(&mut bytes)?;
            output.read_exact(&mut [0])?;
            if content <= MAX_NOTE_BYTES
                && let Ok(text) = String::from_utf8(bytes)
            {
                found.insert(object.clone(), text);
            }
        }
        Ok(())
    })?;
    process.wait()?;
    Ok(found)
}

/// Runs git in a folder and returns its output.
fn run(folder: &Path, arguments: &[&str]) -> io::Result<Vec<u8>> {
    let out = git(folder, arguments).stdin(Stdio::null()).output().map_err(|error| {
        io::Error::new(error.kind(), format!("`--since` needs the program git: {error}"))
    })?;
    if out.status.success() {
        return Ok(out.stdout);
    }
    let reason = String::from_utf8_lossy(&out.stderr).trim().to_owned();
    Err(io::Error::other(format!("git {}: {reason}", arguments[0])))
}

/// Returns git with settings that override those of the repository, so that it starts nothing and
/// fetches nothing.
#[expect(clippy::disallowed_types, reason = "only `stats --since` runs git, see SECURITY.md")]
fn git(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new("git");
    command
        .args(["--no-pager", "--no-optional-locks", "--no-replace-objects"])
        .args(["-c", "core.fsmonitor=false", "-c", "core.hooksPath=/dev/null"])
        .args(["-c", "protocol.allow=never"])
        .args(arguments)
        .current_dir(folder)
        .env("GIT_NO_LAZY_FETCH", "1")
        .env("GIT_TERMINAL_PROMPT", "0")
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    command
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use super::sample;

    #[test]
    fn a_sample_has_the_first_and_the_last() {
        assert_eq!(sample((0..4).collect(), 5), [0, 1, 2, 3]);
        assert_eq!(sample((0..5).collect(), 5), [0, 1, 2, 3, 4]);
        assert_eq!(sample((0..101).collect(), 5), [0, 25, 50, 75, 100]);
        assert!(sample(Vec::<u8>::new(), 5).is_empty());
    }
}
