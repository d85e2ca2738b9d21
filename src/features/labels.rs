//! Tags and categories, and the notes that have them.
//!
//! Letter case does not matter. The tag `a/b` belongs to `a`.

use crate::note::front_matter::TagKind;
use crate::workspace::Workspace;
use crate::workspace::document::{Document, NoteId};
use crate::workspace::labels::Labels;

/// At most this many notes are listed; the others are counted.
const MAX_SHOWN: usize = 10;

/// A tag or category, as written at the cursor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// Tag or category.
    pub kind: TagKind,
    /// Its name as written, without `#`.
    pub name: String,
}

/// A tag or category, and the notes that have it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LabelInfo {
    /// Tag or category.
    pub kind: TagKind,
    /// Its name as written, without `#`.
    pub name: String,
    /// The number of notes that have it.
    pub notes: usize,
    /// The first of these notes, by path, with their titles.
    pub shown: Vec<(NoteId, String)>,
}

/// The notes that have a tag or category.
pub(super) fn info(workspace: &Workspace, label: &Label) -> LabelInfo {
    let Label { kind, name } = label.clone();
    let notes = notes(workspace, kind, &name);
    let shown = notes.iter().take(MAX_SHOWN).map(|note| (note.id, note.title())).collect();
    LabelInfo { kind, name, notes: notes.len(), shown }
}

/// All tags or all categories of the workspace.
pub(super) fn all(workspace: &Workspace, kind: TagKind) -> &Labels {
    match kind {
        TagKind::Tag => &workspace.index().tags,
        TagKind::Category => &workspace.index().categories,
    }
}

/// The notes that have a tag or category, by path.
pub(super) fn notes<'w>(workspace: &'w Workspace, kind: TagKind, name: &str) -> Vec<&'w Document> {
    let ids = all(workspace, kind).notes(kind, name).into_iter();
    let mut notes: Vec<_> = ids.filter_map(|id| workspace.document(id)).collect();
    notes.sort_by(|a, b| a.location.cmp(&b.location));
    notes
}
