//! Changes to the text of a note, and text that moves from one position to another.

use text_size::{TextRange, TextSize};

use crate::workspace::document::NoteId;

/// One change to the text of a note.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TextEdit {
    /// What is replaced, in bytes of the text before the edit.
    pub range: TextRange,
    /// The replacement.
    pub new_text: String,
    /// How sure it is that this is meant.
    pub group: Group,
}

impl TextEdit {
    /// A change that is needed: without it something would break.
    pub fn certain(range: TextRange, new_text: impl Into<String>) -> Self {
        Self { range, new_text: new_text.into(), group: Group::Certain }
    }
}

/// How sure it is that a change is meant, from the surest to the least sure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Group {
    /// A declaration, or a link to it: without this change something would break.
    Certain,
    /// A mention, just as the name is declared but for its case.
    Likely,
    /// A mention in another number than the name.
    Inflected,
    /// A mention whose spelling the new name cannot carry, so that changing the name back would
    /// not bring it back.
    Lossy,
    /// A mention that may mean another term.
    Ambiguous,
}

impl Group {
    /// Whether a person should look at the change before it is made.
    pub fn needs_confirmation(self) -> bool {
        self > Self::Likely
    }
}

/// A block of text that is at another place after the edit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TextMove {
    /// The note that it comes from.
    pub from: NoteId,
    /// Where it is there before the edit.
    pub range: TextRange,
    /// What is changed in it, in bytes of the note that it comes from.
    pub changes: Vec<TextEdit>,
    /// The note that it goes to, which may be created by the edit.
    pub to: NoteId,
    /// The range of the [`TextEdit`] of that note that brings it; empty in a created note.
    pub at: TextRange,
    /// How many bytes after the start of the new text of that edit it begins.
    pub inside: TextSize,
    /// Whether the text also stays where it is.
    pub is_copy: bool,
}

/// A range of bytes as one of a note. Notes are far smaller than 4 GiB.
pub fn range(bytes: std::ops::Range<usize>) -> TextRange {
    let size = |at: usize| TextSize::new(u32::try_from(at).unwrap_or(u32::MAX));
    TextRange::new(size(bytes.start), size(bytes.end))
}

/// A text with changes made, which are sorted and disjoint.
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
