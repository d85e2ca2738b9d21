//! The workspace folders of the editor.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::workspace::disk;

/// The workspace folders, as absolute paths. Nothing outside them is ever read or written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Folders {
    folders: Arc<[PathBuf]>,
    /// The real path of each folder that is named through a symbolic link, and that name.
    linked: Arc<[(PathBuf, PathBuf)]>,
}

impl Folders {
    /// Returns the folders as the editor names them, without those that are [too wide](is_too_wide).
    /// Reads the disk to resolve symbolic links.
    pub fn new(folders: Vec<PathBuf>) -> Self {
        let folders: Arc<[_]> = folders.into_iter().filter(|it| !is_too_wide(it)).collect();
        let real = |folder: &PathBuf| Some((disk::real_path(folder)?, folder.clone()));
        let linked = folders.iter().filter_map(real).collect();
        Self { folders, linked }
    }

    /// Returns the folders.
    pub fn iter(&self) -> impl Iterator<Item = &Path> {
        self.folders.iter().map(PathBuf::as_path)
    }

    /// Returns the canonical path of a file or folder. A path below the real path of a linked
    /// folder becomes a path below the link, since some editors use both.
    pub fn own(&self, path: PathBuf) -> PathBuf {
        let below = |(real, folder): &(PathBuf, PathBuf)| {
            let below = path.strip_prefix(real).ok()?;
            // Joining an empty path would add a slash.
            Some(if below == Path::new("") { folder.clone() } else { folder.join(below) })
        };
        if self.linked.is_empty() || self.contain(&path) {
            return path;
        }
        self.linked.iter().find_map(below).unwrap_or(path)
    }

    /// Returns whether a path is in one of the folders, without access to the disk.
    pub fn contain(&self, path: &Path) -> bool {
        self.of(path).is_some()
    }

    /// Returns the innermost folder that contains a path.
    pub fn of(&self, path: &Path) -> Option<&Path> {
        let plain = !path.components().any(|part| part == std::path::Component::ParentDir);
        self.iter()
            .filter(|folder| plain && path.starts_with(folder))
            .max_by_key(|folder| folder.components().count())
    }
}

/// The folders as the editor names them; see [`Folders::new`].
impl From<Vec<PathBuf>> for Folders {
    fn from(folders: Vec<PathBuf>) -> Self {
        Self::new(folders)
    }
}

/// Returns whether a folder is the root or a home folder. Editors send these if no project is open,
/// and a scan would take minutes.
pub fn is_too_wide(folder: &Path) -> bool {
    let home = std::env::home_dir().filter(|home| !home.as_os_str().is_empty());
    folder.parent().is_none() || home.is_some_and(|home| home.starts_with(folder))
}
