//! Moves of files and folders.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};

use crate::workspace::Workspace;
use crate::workspace::document::{Location, NoteId};
use crate::workspace::folders::Folders;

/// Moved files and folders with their new paths. Only moves inside the workspace folders count.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct FileMoves(Vec<(PathBuf, PathBuf)>);

impl FileMoves {
    /// Returns the moves whose old and new path are in the workspace folders.
    pub fn new(moves: Vec<(PathBuf, PathBuf)>, folders: &Folders) -> Self {
        let is_inside = |(from, to): &(PathBuf, PathBuf)| {
            from != to && folders.contain(from) && folders.contain(to)
        };
        Self(moves.into_iter().filter(is_inside).collect())
    }

    /// Returns an empty list of moves.
    pub fn none() -> &'static Self {
        static NONE: FileMoves = FileMoves(Vec::new());
        &NONE
    }

    /// Returns whether nothing is moved.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Returns the new path of a file, which moves by itself or with its innermost moved folder.
    pub fn of(&self, path: &Path) -> PathBuf {
        let around = self.0.iter().filter(|(from, _)| path.starts_with(from));
        let innermost = around.max_by_key(|(from, _)| from.components().count());
        match innermost {
            Some((from, to)) => match path.strip_prefix(from) {
                Ok(rest) if rest.as_os_str().is_empty() => to.clone(),
                Ok(rest) => to.join(rest),
                Err(_) => path.to_path_buf(),
            },
            None => path.to_path_buf(),
        }
    }

    /// Returns the old and the new name of each renamed file or folder.
    pub fn names(&self) -> impl Iterator<Item = (&str, &str)> {
        fn name(path: &Path) -> Option<&str> {
            path.file_name().and_then(OsStr::to_str)
        }
        let names = self.0.iter().filter_map(|(from, to)| Some((name(from)?, name(to)?)));
        names.filter(|(old, new)| old != new)
    }

    /// Returns the workspace after the moves.
    #[must_use]
    pub fn apply(&self, workspace: &Workspace) -> Workspace {
        let mut after = workspace.clone();
        if self.is_empty() {
            return after;
        }
        let moved: Vec<(NoteId, Location)> = workspace
            .documents()
            .filter_map(|document| {
                let path = document.location.path()?;
                let to = self.of(path);
                (to != path).then_some((document.id, Location::File(to)))
            })
            .collect();
        after.relocate(moved);
        after
    }
}
