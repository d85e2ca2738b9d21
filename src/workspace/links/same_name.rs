//! The notes with one file name, sorted by the end of their paths.

use crate::note::words::fold;
use crate::workspace::document::{Document, Location, NoteId};
use crate::workspace::links::path::{without_date, without_extension};

/// The notes with one folded file name, without extensions.
pub(in crate::workspace) struct SameName {
    /// The folded paths without extensions, reversed.
    paths: Vec<(String, NoteId)>,
    /// The note with the shortest path.
    pub(super) shortest: Option<NoteId>,
    /// The first note with a date before this name.
    pub(super) post: Option<NoteId>,
}

impl SameName {
    /// Sorts the documents whose files have this folded name.
    pub(super) fn new(documents: &[&Document], name: &str) -> Self {
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
        let shortest = documents().min_by_key(by_length);
        Self { paths, shortest: shortest.map(|it| it.id), post: post.map(|it| it.id) }
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
#[expect(clippy::trivially_copy_pass_by_ref, reason = "what `min_by_key` passes")]
pub(super) fn by_length<'d>(document: &&'d Document) -> (usize, &'d Location) {
    let length = document.location.path().map_or(usize::MAX, |path| path.components().count());
    (length, &document.location)
}
