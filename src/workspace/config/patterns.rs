//! Patterns for files, in the syntax of `.gitignore`.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use ignore::gitignore::{Gitignore, GitignoreBuilder};

/// Patterns as they were written, and put together.
#[derive(Clone, Debug)]
pub struct Patterns {
    lines: Vec<String>,
    /// The folder that they start from, if it is always the same.
    root: Option<PathBuf>,
    built: Arc<Gitignore>,
}

impl Patterns {
    /// Puts patterns together that start from the folder `root`, or from that of each note. One
    /// that cannot be read is left out; its number, from 0, and its error are handed over.
    pub(super) fn new(
        lines: Vec<String>,
        root: Option<&Path>,
        mut bad: impl FnMut(usize, String),
    ) -> Self {
        let mut builder = GitignoreBuilder::new("");
        for (number, line) in lines.iter().enumerate() {
            if let Err(error) = builder.add_line(None, line) {
                bad(number, error.to_string());
            }
        }
        let built = builder.build().unwrap_or_else(|_| Gitignore::empty());
        Self { lines, root: root.map(Path::to_path_buf), built: Arc::new(built) }
    }

    /// The patterns as they were written.
    pub fn lines(&self) -> &[String] {
        &self.lines
    }

    /// Whether a file in a folder is meant, by its path from there. A path outside every folder is
    /// known by its name alone.
    pub(super) fn match_file(&self, path: &Path, folder: Option<&Path>) -> bool {
        let folder = self.root.as_deref().or(folder);
        let path = folder.and_then(|folder| path.strip_prefix(folder).ok()).unwrap_or(path);
        let path =
            if path.is_absolute() { Path::new(path.file_name().unwrap_or_default()) } else { path };
        self.built.matched_path_or_any_parents(path, false).is_ignore()
    }
}

impl PartialEq for Patterns {
    fn eq(&self, other: &Self) -> bool {
        self.lines == other.lines && self.root == other.root
    }
}
