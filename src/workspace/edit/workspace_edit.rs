//! An edit proposed by a feature: changes to texts, new notes and moved text.

use std::collections::BTreeMap;
use std::path::PathBuf;

use text_size::TextRange;

use super::text_edit::{TextEdit, TextMove, applied, are_disjoint};
use crate::text::buffer::Buffer;
use crate::workspace::Workspace;
use crate::workspace::document::{Location, NoteId, Owner};

/// The maximum number of changes in an edit. Nobody can review more, and some editors apply each
/// change separately.
const MAX_EDITS: usize = 20_000;

/// The reason why an edit is refused, as a sentence for the user.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal(pub String);

/// A note that is created.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewNote {
    /// The identity in the workspace after the edit ([`WorkspaceEdit::apply`]).
    pub id: NoteId,
    /// The path.
    pub path: PathBuf,
    /// The complete text.
    pub text: String,
}

/// Changes to the texts of notes, and notes that are created.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WorkspaceEdit {
    notes: BTreeMap<NoteId, Vec<TextEdit>>,
    /// The number of changes in all notes.
    places: usize,
    created: Vec<NewNote>,
    /// The text that the changes move or copy.
    pub(super) moves: Vec<TextMove>,
    /// The ranges removed on purpose, in bytes of the note before the edit.
    pub(super) dropped: Vec<(NoteId, TextRange)>,
}

impl WorkspaceEdit {
    /// Adds a change, unless it changes nothing.
    pub fn push(&mut self, note: NoteId, edit: TextEdit) {
        if !(edit.range.is_empty() && edit.new_text.is_empty()) {
            let edits = self.notes.entry(note).or_default();
            let place = |edit: &TextEdit| (edit.range.start(), edit.range.end());
            let at = edits.partition_point(|known| place(known) <= place(&edit));
            edits.insert(at, edit);
            self.places += 1;
        }
    }

    /// Adds a new note. The returned identity can be used in expectations, and is valid for this
    /// workspace only.
    pub fn create(&mut self, workspace: &Workspace, path: PathBuf, text: String) -> NoteId {
        let id = workspace.documents.upcoming(self.created.len());
        self.created.push(NewNote { id, path, text });
        id
    }

    /// Records that one of the changes inserts text from another place.
    pub fn push_move(&mut self, moved: TextMove) {
        self.moves.push(moved);
    }

    /// Records that a range is removed on purpose, with all its facts. It is in bytes before the
    /// edit.
    pub fn drop_text(&mut self, note: NoteId, range: TextRange) {
        self.dropped.push((note, range));
    }

    /// Returns the new notes in the order of their addition.
    pub fn created(&self) -> impl Iterator<Item = &NewNote> {
        self.created.iter()
    }

    /// Returns whether both edits change the same range. Two insertions at one offset have no
    /// order, so they overlap too.
    pub fn overlaps(&self, other: &Self) -> bool {
        other.notes().any(|(note, edits)| {
            edits.iter().any(|edit| self.of(note).iter().any(|own| meet(own.range, edit.range)))
        })
    }

    /// Adds the changes of another edit, which must not [overlap](Self::overlaps). It creates no
    /// notes.
    pub fn extend(&mut self, other: &Self) {
        for (note, edits) in other.notes() {
            for edit in edits {
                self.push(note, edit.clone());
            }
        }
        self.moves.extend(other.moves.iter().cloned());
        self.dropped.extend(other.dropped.iter().copied());
    }

    /// Returns the changes to each note in the order of their ranges.
    pub fn notes(&self) -> impl Iterator<Item = (NoteId, &[TextEdit])> {
        self.notes.iter().map(|(note, edits)| (*note, edits.as_slice()))
    }

    /// Returns the changes to one note in the order of their ranges.
    pub fn of(&self, note: NoteId) -> &[TextEdit] {
        self.notes.get(&note).map_or(&[], Vec::as_slice)
    }

    /// Refuses an edit that is too large. Features call this while they collect changes.
    ///
    /// # Errors
    ///
    /// Fails if there are more than 20,000 changes.
    pub fn check_size(&self) -> Result<(), Refusal> {
        if self.places > MAX_EDITS {
            return Err(Refusal(format!("This would change more than {MAX_EDITS} places.")));
        }
        Ok(())
    }

    /// Returns whether nothing is changed.
    pub fn is_empty(&self) -> bool {
        self.notes.values().all(Vec::is_empty) && self.created.is_empty()
    }

    /// Returns a copy with only the changes that pass. Moves and new notes are kept.
    #[must_use]
    pub fn filtered(&self, mut pass: impl FnMut(NoteId, &TextEdit) -> bool) -> Self {
        let mut left = self.clone();
        for (note, edits) in &mut left.notes {
            edits.retain(|edit| pass(*note, edit));
        }
        left.notes.retain(|_, edits| !edits.is_empty());
        left.places = left.notes.values().map(Vec::len).sum();
        left
    }

    /// Returns whether the changes of each note do not overlap.
    pub fn is_disjoint(&self) -> bool {
        self.notes.values().all(|edits| are_disjoint(edits))
    }

    /// Returns the workspace after the edit, with all changed notes parsed again. The changes must
    /// be in bounds and must not overlap.
    #[must_use]
    pub fn apply(&self, workspace: &Workspace) -> Workspace {
        let mut after = workspace.clone();
        for (note, edits) in self.notes() {
            if let Some(document) = after.documents.get_mut(note) {
                document.buffer = Some(Buffer::new(&applied(&document.note.text, edits)));
                after.stale.insert(note);
            }
        }
        for new in &self.created {
            after.put(Location::File(new.path.clone()), Owner::Disk, &new.text);
        }
        after.settle();
        after
    }
}

fn meet(a: TextRange, b: TextRange) -> bool {
    a == b || a.intersect(b).is_some_and(|both| !both.is_empty() || a.is_empty() || b.is_empty())
}
