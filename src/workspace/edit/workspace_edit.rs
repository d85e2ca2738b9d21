//! The edit that a feature proposes: changes to texts, notes that are created, text that moves.

use std::collections::BTreeMap;
use std::path::PathBuf;

use text_size::TextRange;

use super::text_edit::{TextEdit, TextMove, applied};
use crate::text::Text;
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
    /// Adds a change; one that changes nothing is left out.
    pub fn push(&mut self, note: NoteId, edit: TextEdit) {
        if !(edit.range.is_empty() && edit.new_text.is_empty()) {
            let edits = self.notes.entry(note).or_default();
            let place = |edit: &TextEdit| (edit.range.start(), edit.range.end());
            let at = edits.partition_point(|known| place(known) <= place(&edit));
            edits.insert(at, edit);
            self.places += 1;
        }
    }

    /// Adds a note. Its identity is valid for this workspace only: expectations can name the note.
    pub fn create(&mut self, workspace: &Workspace, path: PathBuf, text: String) -> NoteId {
        let id = workspace.documents.upcoming(self.created.len());
        self.created.push(NewNote { id, path, text });
        id
    }

    /// Adds that one of the changes takes text from one place to another.
    pub fn push_move(&mut self, moved: TextMove) {
        self.moves.push(moved);
    }

    /// Adds that text is removed with all that is in it.
    pub fn drop_text(&mut self, note: NoteId, range: TextRange) {
        self.dropped.push((note, range));
    }

    /// The notes that are created, in the order in which they were added.
    pub fn created(&self) -> impl Iterator<Item = &NewNote> {
        self.created.iter()
    }

    /// Whether both change the same place. Two insertions at one place have no order, so they
    /// overlap too.
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

    /// The changes to each note, in the order of their places.
    pub fn notes(&self) -> impl Iterator<Item = (NoteId, &[TextEdit])> {
        self.notes.iter().map(|(note, edits)| (*note, edits.as_slice()))
    }

    /// The changes to one note.
    pub fn of(&self, note: NoteId) -> &[TextEdit] {
        self.notes.get(&note).map_or(&[], Vec::as_slice)
    }

    /// Refuses an edit that is too large. Features ask while they collect changes.
    ///
    /// # Errors
    ///
    /// Fails if it changes more places than a person can review.
    pub fn check_size(&self) -> Result<(), Refusal> {
        if self.places > MAX_EDITS {
            return Err(Refusal(format!("This would change more than {MAX_EDITS} places.")));
        }
        Ok(())
    }

    /// Whether nothing is changed.
    pub fn is_empty(&self) -> bool {
        self.notes.values().all(Vec::is_empty) && self.created.is_empty()
    }

    /// A copy with only the changes that pass.
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

    /// The workspace after the edit; changed notes are parsed again. The changes must be in bounds
    /// and must not overlap.
    #[must_use]
    pub fn apply(&self, workspace: &Workspace) -> Workspace {
        let mut after = workspace.clone();
        for (note, edits) in self.notes() {
            if let Some(document) = after.documents.get_mut(note) {
                document.text = Text::new(&applied(&document.text.to_string(), edits));
                after.stale.insert(note);
            }
        }
        for new in &self.created {
            after.put(Location::File(new.path.clone()), Owner::Disk, Text::new(&new.text));
        }
        after.settle();
        after
    }
}

fn meet(a: TextRange, b: TextRange) -> bool {
    a == b || a.intersect(b).is_some_and(|both| !both.is_empty() || a.is_empty() || b.is_empty())
}
