//! New text composed of blocks of notes.

use text_size::{TextRange, TextSize};

use super::text_edit::{TextEdit, TextMove, applied};
use super::workspace_edit::WorkspaceEdit;
use crate::workspace::document::{Document, NoteId};

/// A text that is composed of blocks of notes and of new text.
#[derive(Clone, Debug, Default)]
pub struct MovedText {
    text: String,
    blocks: Vec<TextMove>,
}

impl MovedText {
    /// Adds new text.
    pub fn write(&mut self, text: &str) {
        self.text.push_str(text);
    }

    /// Adds a moved block with changes inside it. Their ranges are in bytes of `document`, in
    /// order.
    pub fn take(&mut self, document: &Document, range: TextRange, changes: Vec<TextEdit>) {
        self.add(document, range, changes, false);
    }

    /// Adds a copied block with changes inside it. Their ranges are in bytes of `document`, in
    /// order.
    pub fn copy(&mut self, document: &Document, range: TextRange, changes: Vec<TextEdit>) {
        self.add(document, range, changes, true);
    }

    fn add(
        &mut self,
        document: &Document,
        range: TextRange,
        changes: Vec<TextEdit>,
        is_copy: bool,
    ) {
        let inside = TextSize::of(&self.text);
        self.text.push_str(&changed(document.note.text.slice(range), range.start(), &changes));
        let (from, at) = (document.id, TextRange::default());
        self.blocks.push(TextMove { from, range, changes, to: from, at, inside, is_copy });
    }

    /// Returns the text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Adds the moves of the blocks to an edit, and returns the text. The caller inserts it in the
    /// note `to` with a change of the range `at`.
    pub fn place(self, edit: &mut WorkspaceEdit, to: NoteId, at: TextRange) -> String {
        for block in self.blocks {
            edit.push_move(TextMove { to, at, ..block });
        }
        self.text
    }
}

/// Returns a text with changes made. The text begins at the offset `start` of its note.
pub fn changed(text: &str, start: TextSize, changes: &[TextEdit]) -> String {
    let shifted: Vec<_> =
        changes.iter().map(|it| TextEdit { range: it.range - start, ..it.clone() }).collect();
    applied(text, &shifted)
}
