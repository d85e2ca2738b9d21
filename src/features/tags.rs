//! Tags and categories, and their notes.
//!
//! The letter case of tags and categories is ignored. The tag `a/b` belongs to `a`.

use crate::note::front_matter::TagKind;
use crate::workspace::Workspace;
use crate::workspace::document::{Document, NoteId};
use crate::workspace::tag_index::TagIndex;

/// The maximum number of notes to list; others are only counted.
const MAX_SHOWN: usize = 10;

/// A tag or category, as written at the cursor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TagName {
    /// Tag or category.
    pub kind: TagKind,
    /// The name, without `#`.
    pub name: String,
}

/// A tag or category with its notes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TagInfo {
    /// Tag or category.
    pub kind: TagKind,
    /// The name, as written at the cursor.
    pub name: String,
    /// The number of notes with it.
    pub notes: usize,
    /// The first notes by path, with their titles.
    pub shown: Vec<(NoteId, String)>,
}

/// Returns the notes of a tag or category.
pub(super) fn info(workspace: &Workspace, tag: &TagName) -> TagInfo {
    let TagName { kind, name } = tag.clone();
    let notes = notes(workspace, kind, &name);
    let shown = notes.iter().take(MAX_SHOWN).map(|note| (note.id, note.title())).collect();
    TagInfo { kind, name, notes: notes.len(), shown }
}

/// Returns the index of all tags or all categories.
pub(super) fn all(workspace: &Workspace, kind: TagKind) -> &TagIndex {
    match kind {
        TagKind::Tag => &workspace.index().tags,
        TagKind::Category => &workspace.index().categories,
    }
}

/// Returns the notes with a tag or category, by path.
pub(super) fn notes<'w>(workspace: &'w Workspace, kind: TagKind, name: &str) -> Vec<&'w Document> {
    let ids = all(workspace, kind).notes(kind, name).into_iter();
    let mut notes: Vec<_> = ids.filter_map(|id| workspace.document(id)).collect();
    notes.sort_by(|a, b| a.location.cmp(&b.location));
    notes
}
