//! Tags and categories: what is asked of the one under the cursor.
//!
//! Tags are the same in any letter case, and `a/b` belongs to `a`; categories are the same in any
//! letter case.

use text_size::TextRange;

use crate::features::FilePosition;
use crate::features::references::{Reference, ReferenceKind};
use crate::features::symbol::{Symbol, symbol_at};
use crate::note::front_matter::TagKind;
use crate::workspace::Workspace;
use crate::workspace::document::{Document, NoteId};
use crate::workspace::labels::{Labels, in_note};

/// More notes than these are only counted.
const MAX_SHOWN: usize = 10;

/// A tag or category, as it is written where it was asked about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// Which of the two it is.
    pub kind: TagKind,
    /// Its name, without `#`.
    pub name: String,
}

/// A tag or category, and the notes that have it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LabelInfo {
    /// Which of the two it is.
    pub kind: TagKind,
    /// As it is written where it was asked about.
    pub name: String,
    /// How many notes have it.
    pub notes: usize,
    /// The first of them, by their paths, with their titles.
    pub shown: Vec<(NoteId, String)>,
}

/// The tag or category at a position, and where it stands: an inline tag with its `#`.
pub fn label_at(workspace: &Workspace, position: FilePosition) -> Option<(Label, TextRange)> {
    let (symbol, range) = symbol_at(workspace, position)?;
    let (kind, name) = match symbol {
        Symbol::Tag(name) => (TagKind::Tag, name),
        Symbol::Category(name) => (TagKind::Category, name),
        _ => return None,
    };
    Some((Label { kind, name }, range))
}

/// All places that mean a label: those in the note `from` first, then the rest by their paths,
/// each from top to bottom.
pub(super) fn references(workspace: &Workspace, label: &Label, from: NoteId) -> Vec<Reference> {
    let mut notes = notes(workspace, label.kind, &label.name);
    notes.sort_by_key(|document| document.id != from);
    let places = notes.iter().flat_map(|document| {
        in_note(&document.note, label.kind, &label.name).map(|found| (document.id, found.range))
    });
    let kind = ReferenceKind::Label;
    places.map(|(note, range)| Reference { note, range, kind }).collect()
}

/// What there is to say about a label.
pub(super) fn info(workspace: &Workspace, kind: TagKind, name: String) -> LabelInfo {
    let notes = notes(workspace, kind, &name);
    let shown = notes.iter().take(MAX_SHOWN).map(|note| (note.id, note.title())).collect();
    LabelInfo { kind, name, notes: notes.len(), shown }
}

/// The labels of a kind in all notes.
pub(super) fn all(workspace: &Workspace, kind: TagKind) -> &Labels {
    match kind {
        TagKind::Tag => &workspace.index().tags,
        TagKind::Category => &workspace.index().categories,
    }
}

/// The notes that have a label, by their paths.
pub(super) fn notes<'w>(workspace: &'w Workspace, kind: TagKind, name: &str) -> Vec<&'w Document> {
    let ids = all(workspace, kind).notes(kind, name).into_iter();
    let mut notes: Vec<_> = ids.filter_map(|id| workspace.document(id)).collect();
    notes.sort_by(|a, b| a.location.cmp(&b.location));
    notes
}
