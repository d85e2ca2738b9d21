//! Access to the disk, and its limits.
//!
//! Only regular files up to a maximum size are read, and not through symbolic links. Each access may
//! wait for a slow disk, so the main thread must not access the disk: see [`forbid`].

use std::cell::Cell;
use std::fs;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use crate::workspace::config::file;

/// The maximum size of a note in bytes. A larger note is kept in sync with its editor, but not
/// parsed. Nobody writes 10 MiB of prose, and the parse would delay all other notes.
pub const MAX_NOTE_BYTES: usize = 10 * 1024 * 1024;

/// The maximum size of a front matter schema, in bytes.
const MAX_SCHEMA_BYTES: usize = 256 * 1024;

/// The maximum size of an ignore file, in bytes.
const MAX_IGNORE_BYTES: usize = 256 * 1024;

/// The minimum age of a modification time that identifies a version of a file. File systems store
/// times in steps of up to two seconds, and two changes may have the same time.
const MIN_AGE: Duration = Duration::from_secs(3);

/// Folders without notes, even if no ignore file contains them.
pub(super) const NEVER: [&str; 1] = ["node_modules"];

thread_local! {
    static IS_FORBIDDEN: Cell<bool> = const { Cell::new(false) };
}

/// Runs `work` on this thread without access to the disk. In builds with debug assertions, each
/// access panics, so that tests find an access on the main thread.
pub fn forbid<T>(work: impl FnOnce() -> T) -> T {
    struct Reset(bool);
    impl Drop for Reset {
        fn drop(&mut self) {
            IS_FORBIDDEN.set(self.0);
        }
    }
    let _reset = Reset(IS_FORBIDDEN.replace(true));
    work()
}

/// Marks a place that may wait, for the disk or for other threads.
///
/// # Panics
///
/// In builds with debug assertions, on a thread where this is [forbidden](forbid).
pub fn may_wait(place: &str) {
    debug_assert!(!IS_FORBIDDEN.get(), "{place} on a thread that must not wait");
}

/// The version of a file by its metadata.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stamp {
    modified: SystemTime,
    bytes: u64,
}

/// Returns whether a path has the extension of a note.
pub fn is_note(path: &Path) -> bool {
    path.extension().and_then(|extension| extension.to_str()).is_some_and(|extension| {
        ["md", "markdown", "mdx"].iter().any(|known| extension.eq_ignore_ascii_case(known))
    })
}

/// Returns the stamp of a regular file, or `None` if its modification time is too recent.
pub(super) fn stamp(path: &Path) -> Option<Stamp> {
    may_wait("reading the time of a file");
    let found = fs::symlink_metadata(path).ok().filter(fs::Metadata::is_file)?;
    let modified = found.modified().ok()?;
    let is_old = modified.elapsed().is_ok_and(|age| age >= MIN_AGE);
    is_old.then_some(Stamp { modified, bytes: found.len() })
}

/// Returns the text of a settings file, or `None` if the file does not exist.
///
/// # Errors
///
/// Fails with the reason why the file cannot be read.
pub(super) fn settings_file(path: &Path) -> Option<Result<String, String>> {
    match read_file(path, file::MAX_BYTES) {
        Ok(contents) => Some(Ok(contents)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => None,
        Err(error) => Some(Err(error.to_string())),
    }
}

/// Returns the text of a schema at a path below `folder`.
///
/// # Errors
///
/// Fails if the path contains a symbolic link, or with the reason why the file cannot be read.
pub(super) fn schema_file(folder: &Path, path: &Path) -> Result<String, String> {
    may_wait("reading a schema");
    let mut place = folder.to_path_buf();
    for part in path.parent().into_iter().flat_map(Path::components) {
        place.push(part);
        let is_folder = fs::symlink_metadata(&place).is_ok_and(|found| found.is_dir());
        if !is_folder {
            return Err("there is no such file".to_owned());
        }
    }
    read_file(&folder.join(path), MAX_SCHEMA_BYTES).map_err(|error| error.to_string())
}

/// Returns the text of an ignore file below `folder`. `None` if it cannot be read, or if the path
/// contains a symbolic link.
pub(super) fn ignore_file(folder: &Path, path: &Path) -> Option<String> {
    has(folder, path).then(|| read_file(path, MAX_IGNORE_BYTES).ok()).flatten()
}

/// Returns whether a path exists.
pub(super) fn is_there(path: &Path) -> bool {
    may_wait("looking for a file");
    fs::symlink_metadata(path).is_ok()
}

/// Returns the text of a note.
pub(super) fn note_file(path: &Path) -> io::Result<String> {
    read_file(path, MAX_NOTE_BYTES)
}

/// Returns whether a file or folder exists at a path below `folder`, without a symbolic link in the
/// path.
pub(super) fn has(folder: &Path, path: &Path) -> bool {
    may_wait("looking for a file");
    let is_folder = |found: fs::Metadata| found.is_dir();
    parent_folders(folder, path).all(|above| fs::symlink_metadata(above).is_ok_and(is_folder))
        && fs::symlink_metadata(path).is_ok_and(|found| !found.is_symlink())
}

/// Returns the folders between `folder` and a path below it, from the top down. If one of them is a
/// symbolic link, the path may lead out of `folder`.
fn parent_folders<'p>(folder: &Path, path: &'p Path) -> impl Iterator<Item = &'p Path> {
    let above = path.ancestors().skip(1).take_while(|above| *above != folder);
    above.collect::<Vec<_>>().into_iter().rev()
}

/// Returns whether a file can be created at a path below `folder`: nothing exists there, and the
/// path contains no symbolic link.
pub(super) fn is_free(folder: &Path, path: &Path) -> bool {
    may_wait("looking for a file");
    let is_folder = |above: &Path| match fs::symlink_metadata(above) {
        Ok(found) => found.is_dir(),
        Err(error) => error.kind() == io::ErrorKind::NotFound,
    };
    parent_folders(folder, path).all(is_folder) && !is_there(path)
}

/// Returns the sorted names in a folder, with a slash after each folder. Links and hidden files are
/// left out, and notes unless they are asked for. At most `limit` entries are read.
pub(super) fn entries(folder: &Path, with_notes: bool, limit: usize) -> Vec<String> {
    may_wait("listing a folder");
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    let name = |entry: fs::DirEntry| {
        let kind = entry.file_type().ok()?;
        let name = entry.file_name();
        if !with_notes && kind.is_file() && is_note(Path::new(&name)) {
            return None;
        }
        let name = name.into_string().ok()?;
        let is_shown = !name.starts_with('.') && !NEVER.contains(&name.as_str());
        match () {
            () if !is_shown => None,
            () if kind.is_dir() => Some(name + "/"),
            () => kind.is_file().then_some(name),
        }
    };
    let mut names: Vec<_> = entries.filter_map(Result::ok).take(limit).filter_map(name).collect();
    names.sort();
    names
}

/// Returns the path of a folder without symbolic links. Parts that do not exist are kept.
pub(super) fn real_path(folder: &Path) -> PathBuf {
    may_wait("resolving a link");
    let known = folder.ancestors().find_map(|above| Some((above, fs::canonicalize(above).ok()?)));
    let below = known.as_ref().and_then(|(above, _)| folder.strip_prefix(above).ok());
    match (&known, below) {
        (Some((_, real)), Some(below)) if below == Path::new("") => real.clone(),
        (Some((_, real)), Some(below)) => real.join(below),
        _ => folder.to_path_buf(),
    }
}

/// Reads a regular file of at most `limit` bytes in UTF-8.
fn read_file(path: &Path, limit: usize) -> io::Result<String> {
    let mut bytes = Vec::new();
    open(path)?.take(limit as u64 + 1).read_to_end(&mut bytes)?;
    if bytes.len() > limit {
        let limit = if limit < 1 << 20 {
            format!("{} KiB", limit >> 10)
        } else {
            format!("{} MiB", limit >> 20)
        };
        return Err(io::Error::other(format!("larger than {limit}")));
    }
    String::from_utf8(bytes).map_err(|_| io::Error::other("not UTF-8"))
}

/// Opens a regular file.
///
/// The type is checked before, since opening a device may have effects. It is checked again
/// afterwards, since the file may have been replaced.
pub(super) fn open(path: &Path) -> io::Result<fs::File> {
    may_wait("opening a file");
    let check = |metadata: fs::Metadata| {
        let is_file = metadata.is_file();
        is_file.then_some(()).ok_or_else(|| io::Error::other("not a regular file"))
    };
    check(fs::symlink_metadata(path)?)?;
    let mut options = fs::File::options();
    #[cfg(unix)]
    {
        use rustix::fs::OFlags;
        use std::os::unix::fs::OpenOptionsExt as _;
        // Do not follow a symbolic link, and do not wait for a FIFO without a writer.
        let flags = OFlags::NOFOLLOW | OFlags::NONBLOCK | OFlags::NOCTTY;
        options.custom_flags(flags.bits().cast_signed());
    }
    let file = options.read(true).open(path)?;
    check(file.metadata()?)?;
    Ok(file)
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::{forbid, is_there};

    #[test]
    #[should_panic(expected = "looking for a file on a thread that must not wait")]
    fn access_to_the_disk_panics_where_it_is_forbidden() {
        forbid(|| is_there(Path::new("/")));
    }

    #[test]
    fn access_is_allowed_again_afterwards() {
        forbid(|| ());
        assert!(is_there(Path::new(".")));
    }
}
