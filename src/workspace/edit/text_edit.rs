//! Changes to the text of a note, and text that moves from one position to another.

use text_size::{TextRange, TextSize};

use crate::workspace::document::NoteId;

/// One change to the text of a note.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TextEdit {
    /// The replaced range, in bytes of the text before the edit.
    pub range: TextRange,
    /// The replacement.
    pub new_text: String,
    /// The certainty that the change is intended.
    pub group: Group,
}

impl TextEdit {
    /// Returns a change in the group [`Group::Certain`].
    pub fn certain(range: TextRange, new_text: impl Into<String>) -> Self {
        Self { range, new_text: new_text.into(), group: Group::Certain }
    }
}

/// The certainty that a change is intended, from certain to doubtful.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Group {
    /// A declaration, or a link to it: without this change something would break.
    Certain,
    /// A mention that differs from the declared name only in its case.
    Likely,
    /// A declaration of the name in another note, which may mean another term.
    OtherNote,
    /// A mention in another number than the name.
    Inflected,
    /// A mention whose spelling does not apply to the new name, so that renaming back does not
    /// restore it.
    Lossy,
    /// A mention in another form than the name, in a language whose forms are recognized but not
    /// made.
    OtherForm,
    /// A mention that may mean another term.
    Ambiguous,
}

impl Group {
    /// Returns whether the user should confirm the change.
    pub fn needs_confirmation(self) -> bool {
        self > Self::Likely
    }
}

/// A block of text that is at another place after the edit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TextMove {
    /// The source note.
    pub from: NoteId,
    /// The range in the source note before the edit.
    pub range: TextRange,
    /// The changes inside the block, in bytes of the source note.
    pub changes: Vec<TextEdit>,
    /// The target note, which the edit may create.
    pub to: NoteId,
    /// The range of the [`TextEdit`] of the target note that inserts it; empty in a created note.
    pub at: TextRange,
    /// The offset of the block in the new text of this edit, in bytes.
    pub inside: TextSize,
    /// Whether the block is copied, not moved.
    pub is_copy: bool,
}

/// Converts a range of bytes in a note. Notes are far smaller than 4 GiB, so the offsets fit.
pub fn range(bytes: std::ops::Range<usize>) -> TextRange {
    let size = |at: usize| TextSize::new(u32::try_from(at).unwrap_or(u32::MAX));
    TextRange::new(size(bytes.start), size(bytes.end))
}

/// Returns whether changes are in order and do not overlap.
pub(super) fn are_disjoint(edits: &[TextEdit]) -> bool {
    edits
        .windows(2)
        .all(|pair| pair[0].range.end() <= pair[1].range.start() && pair[0].range != pair[1].range)
}

/// Returns a text with changes made. They must be in order and disjoint.
pub fn applied(text: &str, edits: &[TextEdit]) -> String {
    let mut out = String::with_capacity(text.len());
    let mut from = TextSize::new(0);
    for edit in edits {
        out.push_str(&text[TextRange::new(from, edit.range.start())]);
        out.push_str(&edit.new_text);
        from = edit.range.end();
    }
    out.push_str(&text[from.into()..]);
    out
}
