//! The workspace folders of the editor.

use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

use crate::workspace::disk;

/// The workspace folders, as absolute paths. Nothing outside them is ever read or written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Folders {
    /// The canonical paths. No file has two paths below them.
    folders: Arc<[PathBuf]>,
    /// The other paths of the folders, each with the canonical one.
    linked: Arc<[(PathBuf, PathBuf)]>,
}

impl Folders {
    /// Returns the folders as the editor names them, without those that are [too wide](is_too_wide).
    /// A folder inside another one gets a path below it, also if the editor uses a symbolic link
    /// for one of them. Reads the disk to resolve symbolic links.
    pub fn new(mut folders: Vec<PathBuf>) -> Self {
        folders.retain(|it| !is_too_wide(it));
        let real: Vec<_> = folders.iter().map(|folder| disk::real_path(folder)).collect();
        let (mut canonical, mut linked) = (Vec::new(), Vec::new());
        for (named, inner) in folders.iter().zip(&real) {
            // The outermost folder around this one: itself, if there is no other.
            let around = folders.iter().zip(&real).filter_map(|(named, outer)| {
                Some((outer.components().count(), join(named, inner.strip_prefix(outer).ok()?)))
            });
            let own =
                around.min_by_key(|(depth, _)| *depth).map_or_else(|| named.clone(), |it| it.1);
            for other in [named, inner].into_iter().filter(|other| **other != own) {
                linked.push((other.clone(), own.clone()));
            }
            if !canonical.contains(&own) {
                canonical.push(own);
            }
        }
        Self { folders: canonical.into(), linked: linked.into() }
    }

    /// Returns the folders.
    pub fn iter(&self) -> impl Iterator<Item = &Path> {
        self.folders.iter().map(PathBuf::as_path)
    }

    /// Returns the canonical path of a file or folder. Some editors use the path through a symbolic
    /// link and the real path.
    pub fn own(&self, path: PathBuf) -> PathBuf {
        let depth = |folder: &Path| folder.components().count();
        let other = self.linked.iter().filter(|(other, _)| path.starts_with(other));
        let Some((other, own)) = other.max_by_key(|(other, _)| depth(other)) else { return path };
        if self.of(&path).is_some_and(|folder| depth(folder) > depth(other)) {
            return path;
        }
        path.strip_prefix(other).map_or_else(|_| path.clone(), |below| join(own, below))
    }

    /// Returns whether a path is in one of the folders, without access to the disk.
    pub fn contain(&self, path: &Path) -> bool {
        self.of(path).is_some()
    }

    /// Returns the innermost folder that contains a path.
    pub fn of(&self, path: &Path) -> Option<&Path> {
        let inside = self.iter().filter(|folder| is_inside(path, folder));
        inside.max_by_key(|folder| folder.as_os_str().len())
    }
}

/// Returns whether a path is in a folder. A path with `..` may lead outside.
fn is_inside(path: &Path, folder: &Path) -> bool {
    let (bytes, start) =
        (path.as_os_str().as_encoded_bytes(), folder.as_os_str().as_encoded_bytes());
    if memchr::memmem::find(bytes, b"..").is_some()
        && path.components().any(|part| part == Component::ParentDir)
    {
        return false;
    }
    // Comparing bytes is faster than comparing components, and decides for most paths.
    let is_next_separator =
        |rest: &[u8]| rest.first().is_none_or(|byte| std::path::is_separator(char::from(*byte)));
    bytes.strip_prefix(start).is_some_and(is_next_separator) || path.starts_with(folder)
}

/// Joins paths. [`Path::join`] with an empty path would add a slash.
fn join(folder: &Path, below: &Path) -> PathBuf {
    if below == Path::new("") { folder.to_path_buf() } else { folder.join(below) }
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

#[cfg(all(test, unix))]
mod tests;
