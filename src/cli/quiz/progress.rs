//! The progress of a quiz: the grades of each card, in a file of the user.
//!
//! The file is in the user's data folder and never in the notes. It has only the grades; the
//! schedule is computed from them. It is replaced as a whole after each grade, so a quiz that is
//! stopped at any moment keeps what was graded.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use etcetera::BaseStrategy as _;
use serde::{Deserialize, Serialize};
use tempfile::NamedTempFile;

use crate::cli::notes::display;
use crate::cli::quiz::schedule::{Memory, Review};

/// The version of the file's format.
const VERSION: u32 = 1;

/// The content of the file.
#[derive(Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct ProgressFile {
    version: u32,
    /// The reviews of each card by its `guid`, the oldest first.
    cards: BTreeMap<String, Vec<Review>>,
}

/// The grades of all cards.
#[derive(Debug)]
pub(super) struct CardProgress {
    path: PathBuf,
    content: ProgressFile,
}

/// Returns the path of the file in the user's data folder.
pub(super) fn default_path() -> io::Result<PathBuf> {
    let folders = etcetera::base_strategy::choose_native_strategy();
    let folders = folders.map_err(|error| {
        let problem = format!("no folder for data of the user: {error}. Name a file: --progress");
        io::Error::new(io::ErrorKind::NotFound, problem)
    })?;
    Ok(folders.data_dir().join("headword").join("quiz.json"))
}

impl CardProgress {
    /// Reads the file. Without a file, no card has grades.
    ///
    /// # Errors
    ///
    /// Fails if the file is unreadable or is not a progress file. It is not changed then.
    pub(super) fn read(path: PathBuf) -> io::Result<Self> {
        // The file itself is replaced, not a link to it.
        let path = fs::canonicalize(&path).unwrap_or(path);
        Ok(Self { content: read(&path)?, path })
    }

    /// Returns what the grades of a card say about it.
    pub(super) fn memory(&self, guid: &str) -> Memory {
        Memory::new(self.content.cards.get(guid).map_or(&[], Vec::as_slice))
    }

    /// Adds a grade and writes the file. Grades that another quiz wrote in the meantime are kept.
    ///
    /// # Errors
    ///
    /// Fails like [`CardProgress::read`], or if the file cannot be written.
    pub(super) fn add(&mut self, guid: &str, review: Review) -> io::Result<()> {
        let folder = self.path.parent().ok_or(io::ErrorKind::NotFound)?;
        fs::create_dir_all(folder).map_err(|error| at(folder, &error))?;
        let _locked = lock(&self.path.with_extension("lock"))?;
        let mut content = read(&self.path)?;
        content.version = VERSION;
        content.cards.entry(guid.to_owned()).or_default().push(review);
        write(&self.path, folder, &content).map_err(|error| at(&self.path, &error))?;
        self.content = content;
        Ok(())
    }
}

fn read(path: &Path) -> io::Result<ProgressFile> {
    let text = match fs::read_to_string(path) {
        Ok(text) => text,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(ProgressFile::default()),
        Err(error) => return Err(at(path, &error)),
    };
    let damaged = |problem: &dyn std::fmt::Display| {
        let path = display(path);
        let line = format!(
            "{path}: not a progress file of `headword quiz`: {problem}. It was not changed. \
             Repair it, or move it away to begin again."
        );
        io::Error::new(io::ErrorKind::InvalidData, line)
    };
    let content: ProgressFile = serde_json::from_str(&text).map_err(|error| damaged(&error))?;
    match content.version {
        VERSION => Ok(content),
        other => Err(damaged(&format!("version {other} is unknown"))),
    }
}

/// Waits until no other quiz writes.
fn lock(path: &Path) -> io::Result<File> {
    let file = File::options().create(true).truncate(false).write(true).open(path);
    let file = file.map_err(|error| at(path, &error))?;
    match file.lock() {
        // Some file systems have no locks.
        Err(error) if error.kind() != io::ErrorKind::Unsupported => Err(at(path, &error)),
        _ => Ok(file),
    }
}

/// Replaces the file: a reader gets the complete old or new content, even after a crash.
fn write(path: &Path, folder: &Path, content: &ProgressFile) -> io::Result<()> {
    let mut file = NamedTempFile::with_prefix_in(".quiz-", folder)?;
    serde_json::to_writer(&mut file, content)?;
    file.write_all(b"\n")?;
    file.as_file().sync_all()?;
    file.persist(path)?;
    Ok(())
}

fn at(path: &Path, error: &io::Error) -> io::Error {
    io::Error::new(error.kind(), format!("{}: {error}", display(path)))
}

#[cfg(test)]
mod tests {
    use std::fs;

    use chrono::DateTime;
    use tempfile::TempDir;

    use super::CardProgress;
    use crate::cli::quiz::schedule::{Grade, Review};

    const REVIEW: Review = Review { at: DateTime::UNIX_EPOCH, grade: Grade::Easy };

    #[test]
    fn grades_are_kept_also_those_of_another_quiz() {
        let folder = TempDir::new().unwrap();
        let path = folder.path().join("deep/quiz.json");
        let mut one = CardProgress::read(path.clone()).unwrap();
        let mut other = CardProgress::read(path.clone()).unwrap();
        one.add("a", REVIEW).unwrap();
        other.add("b", REVIEW).unwrap();
        one.add("a", REVIEW).unwrap();
        let written = fs::read_to_string(&path).unwrap();
        let review = r#"{"at":"1970-01-01T00:00:00Z","grade":"easy"}"#;
        let expected =
            format!("{{\"version\":1,\"cards\":{{\"a\":[{review},{review}],\"b\":[{review}]}}}}\n");
        assert_eq!(written, expected);
        let read = CardProgress::read(path).unwrap();
        assert_eq!(read.content, one.content);
        let names: Vec<_> = fs::read_dir(folder.path().join("deep")).unwrap().collect();
        assert_eq!(names.len(), 2, "the file and its lock: {names:?}");
    }

    #[test]
    fn a_damaged_file_is_an_error_and_stays_as_it_is() {
        let folder = TempDir::new().unwrap();
        let path = folder.path().join("quiz.json");
        for text in ["", "{\"version\":1,\"cards\":{\"a\":[{", "[]", "{\"version\":2,\"cards\":{}}"]
        {
            let mut progress = CardProgress::read(path.clone()).unwrap();
            fs::write(&path, text).unwrap();
            let error = CardProgress::read(path.clone()).unwrap_err().to_string();
            assert!(error.contains("not a progress file of `headword quiz`"), "{error}");
            assert!(progress.add("a", REVIEW).is_err());
            assert_eq!(fs::read_to_string(&path).unwrap(), text);
            fs::remove_file(&path).unwrap();
        }
    }

    #[cfg(unix)]
    #[test]
    fn a_link_to_the_file_stays_a_link() {
        let folder = TempDir::new().unwrap();
        let (link, path) = (folder.path().join("link.json"), folder.path().join("quiz.json"));
        CardProgress::read(path.clone()).unwrap().add("a", REVIEW).unwrap();
        std::os::unix::fs::symlink(&path, &link).unwrap();
        CardProgress::read(link.clone()).unwrap().add("b", REVIEW).unwrap();
        assert!(link.is_symlink());
        assert_eq!(CardProgress::read(path).unwrap().content.cards.len(), 2);
    }
}
