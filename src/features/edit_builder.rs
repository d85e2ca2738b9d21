//! The builder of an edit: it collects changes and their expected effects, and verifies the edit.

use std::path::PathBuf;

use text_size::{TextRange, TextSize};

use crate::workspace::Workspace;
use crate::workspace::document::NoteId;
use crate::workspace::edit::{
    Expect, Failure, MovedText, Refusal, TextEdit, VerifiedEdit, WorkspaceEdit, verify,
};

/// An unfinished edit with its expected effects.
#[derive(Clone, Debug, Default)]
pub(super) struct EditBuilder {
    edit: WorkspaceEdit,
    expects: Vec<Expect>,
}

impl EditBuilder {
    /// Returns a builder with these changes.
    pub(super) fn of(edit: WorkspaceEdit) -> Self {
        Self { edit, expects: Vec::new() }
    }

    /// Returns a builder with other changes and the same expected effects.
    pub(super) fn with_edit(self, edit: WorkspaceEdit) -> Self {
        Self { edit, ..self }
    }

    /// Returns the changes so far.
    pub(super) fn edit(&self) -> &WorkspaceEdit {
        &self.edit
    }

    /// Returns the expected effects of the changes.
    pub(super) fn expects(&self) -> &[Expect] {
        &self.expects
    }

    /// Adds a change.
    pub(super) fn push(&mut self, note: NoteId, change: TextEdit) {
        self.edit.push(note, change);
    }

    /// Adds changes to one note.
    pub(super) fn push_all(&mut self, note: NoteId, changes: impl IntoIterator<Item = TextEdit>) {
        for change in changes {
            self.push(note, change);
        }
    }

    /// Replaces the text of a range.
    pub(super) fn replace(&mut self, note: NoteId, range: TextRange, text: impl Into<String>) {
        self.push(note, TextEdit::certain(range, text));
    }

    /// Inserts text at an offset.
    pub(super) fn insert(&mut self, note: NoteId, at: TextSize, text: impl Into<String>) {
        self.replace(note, TextRange::empty(at), text);
    }

    /// Removes the text of a range.
    pub(super) fn remove(&mut self, note: NoteId, range: TextRange) {
        self.replace(note, range, "");
    }

    /// Creates a note. The returned identity can be used in expectations.
    pub(super) fn create(&mut self, workspace: &Workspace, path: PathBuf, text: String) -> NoteId {
        self.edit.create(workspace, path, text)
    }

    /// Replaces a range by text composed of blocks of notes.
    pub(super) fn replace_moved(&mut self, note: NoteId, range: TextRange, text: MovedText) {
        let text = text.place(&mut self.edit, note, range);
        self.replace(note, range, text);
    }

    /// Creates a note with text composed of blocks of notes.
    pub(super) fn create_moved(
        &mut self,
        workspace: &Workspace,
        path: PathBuf,
        text: MovedText,
    ) -> NoteId {
        let id = self.create(workspace, path, text.text().to_owned());
        text.place(&mut self.edit, id, TextRange::default());
        id
    }

    /// Records that a range is removed on purpose, with all its facts.
    pub(super) fn drop_text(&mut self, note: NoteId, range: TextRange) {
        self.edit.drop_text(note, range);
    }

    /// Adds an expected effect.
    pub(super) fn expect(&mut self, expect: Expect) {
        self.expects.push(expect);
    }

    /// Returns whether both builders change the same range, so that they cannot be joined.
    pub(super) fn overlaps(&self, other: &Self) -> bool {
        self.edit.overlaps(&other.edit)
    }

    /// Adds the changes and expectations of another builder, which must not overlap.
    pub(super) fn extend(&mut self, other: &Self) {
        self.edit.extend(&other.edit);
        self.expects.extend(other.expects.iter().cloned());
    }

    /// Verifies the edit.
    ///
    /// # Errors
    ///
    /// Fails with a sentence for the user if the edit has an unexpected effect.
    pub(super) fn finish(self, workspace: &Workspace) -> Result<VerifiedEdit, Refusal> {
        verify(workspace, self.edit, &self.expects).map_err(|failure| match failure {
            Failure::Refused(refusal) => refusal,
            Failure::Mentions(_) => Refusal(
                "Cannot rename: an existing mention would refer to a different term.".to_owned(),
            ),
        })
    }
}
