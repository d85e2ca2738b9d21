//! The notes with one file name, sorted by the end of their paths.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::note::words::fold;
use crate::workspace::document::{Document, Location, NoteId};
use crate::workspace::folders::Folders;
use crate::workspace::links::path::{without_date, without_extension};

/// The preferred one of several notes, for links from each workspace folder.
#[derive(Clone, Debug, Default)]
pub(in crate::workspace) struct Preferred {
    first: Option<NoteId>,
    /// The first note in each folder.
    by_folder: Arc<HashMap<PathBuf, NoteId>>,
}

impl Preferred {
    /// Returns the choice among documents in the order of preference.
    pub(super) fn new<'d>(
        folders: &Folders,
        documents: impl IntoIterator<Item = &'d Document>,
    ) -> Self {
        let (mut first, mut by_folder) = (None, HashMap::new());
        for document in documents {
            first = first.or(Some(document.id));
            let folder = document.location.path().and_then(|path| folders.of(path));
            if let Some(folder) = folder {
                by_folder.entry(folder.to_path_buf()).or_insert(document.id);
            }
        }
        Self { first, by_folder: Arc::new(by_folder) }
    }

    /// Returns the note for links from a folder: a note of that folder, or else any.
    pub(super) fn from(&self, folder: Option<&Path>) -> Option<NoteId> {
        folder.and_then(|folder| self.by_folder.get(folder).copied()).or(self.first)
    }
}

/// The notes with one folded file name, without extensions.
pub(in crate::workspace) struct SameName {
    /// The folded paths without extensions, reversed.
    paths: Vec<(String, NoteId)>,
    /// The note with the shortest path.
    pub(super) shortest: Preferred,
    /// The first note with a date before this name.
    pub(super) post: Option<NoteId>,
}

impl SameName {
    /// Sorts the documents whose files have this folded name.
    pub(super) fn new(folders: &Folders, documents: &mut [&Document], name: &str) -> Self {
        documents.sort_by_key(by_length);
        let shortest = Preferred::new(folders, documents.iter().copied());
        let documents = || documents.iter().copied();
        let path = |document: &Document| {
            let path = document.location.path()?.to_string_lossy().replace('\\', "/");
            Some((reversed(&fold(&path)), document.id))
        };
        let mut paths: Vec<_> = documents().filter_map(path).collect();
        paths.sort_unstable();
        let is_post = |document: &&Document| {
            let stem = document.location.name();
            without_date(&stem).is_some_and(|slug| fold(slug) == name)
        };
        let post = documents().filter(is_post).min_by_key(|document| &document.location);
        Self { paths, shortest, post: post.map(|it| it.id) }
    }

    /// Returns the notes whose folded paths end with a text, with or without extensions. Notes with
    /// equal paths are in the order of their identities.
    pub(super) fn ending<'s>(&'s self, end: &str) -> impl Iterator<Item = NoteId> + use<'s> {
        let start = reversed(end);
        let first = self.paths.partition_point(|(path, _)| *path < start);
        let found = self.paths[first..].iter();
        found.take_while(move |(path, _)| path.starts_with(&start)).map(|(_, id)| *id)
    }
}

fn reversed(path: &str) -> String {
    without_extension(path).chars().rev().collect()
}

/// Returns the preference of a note: by the number of its folders, then by its path.
///
/// Obsidian also prefers the shortest path.
#[expect(clippy::trivially_copy_pass_by_ref, reason = "what `sort_by_key` passes")]
pub(super) fn by_length<'d>(document: &&'d Document) -> (usize, &'d Location) {
    let length = document.location.path().map_or(usize::MAX, |path| path.components().count());
    (length, &document.location)
}
