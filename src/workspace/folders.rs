//! The folders that the editor has open.

use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The workspace folders, as absolute paths. Nothing outside them is ever read or written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Folders(Arc<[PathBuf]>);

impl Folders {
    /// Takes the folders of the editor as they are, without those that are too wide to be meant.
    pub fn new(folders: Vec<PathBuf>) -> Self {
        Self(folders.into_iter().filter(|folder| !is_too_wide(folder)).collect())
    }

    /// The folders.
    pub fn iter(&self) -> impl Iterator<Item = &Path> {
        self.0.iter().map(PathBuf::as_path)
    }

    /// Whether a path lies in one of the folders, by its name alone.
    pub fn contain(&self, path: &Path) -> bool {
        self.of(path).is_some()
    }

    /// The innermost folder that a path lies in.
    pub fn of(&self, path: &Path) -> Option<&Path> {
        let plain = !path.components().any(|part| part == std::path::Component::ParentDir);
        self.iter()
            .filter(|folder| plain && path.starts_with(folder))
            .max_by_key(|folder| folder.components().count())
    }
}

/// Whether a folder is the root or a home folder. Editors send these where no project is open;
/// reading all notes below them would take minutes and is never what was asked for.
pub fn is_too_wide(folder: &Path) -> bool {
    let home = std::env::home_dir().filter(|home| !home.as_os_str().is_empty());
    folder.parent().is_none() || home.is_some_and(|home| home.starts_with(folder))
}
