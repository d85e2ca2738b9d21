//! One text: a rope to which the changes of an editor are applied.
//!
//! Internally, each position is a byte offset. Only this module converts lines and columns, in the
//! [`Encoding`] of the editor. An invalid position is moved to the nearest valid one. Only this
//! keeps the server in sync with the editor.

pub mod interval_sweep;
pub mod letters;
mod line_col;
pub mod lines;
pub mod range;
pub mod visible;

use std::borrow::Cow;
use std::fmt;

use ropey::Rope;
use text_size::{TextRange, TextSize};

use crate::text::range::text_size;

/// A text with an index of its lines.
///
/// Cloning is cheap: clones share their contents until one of them changes.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Text {
    rope: Rope,
}

/// One change to a text, as an editor reports it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// The start and end of the replaced text, in the encoding of the editor. `None` replaces the
    /// whole text.
    pub range: Option<(LineCol, LineCol)>,
    /// The new text.
    pub text: String,
}

/// The unit of columns.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Encoding {
    /// Bytes.
    Utf8,
    /// UTF-16 code units, the default of LSP.
    #[default]
    Utf16,
    /// Unicode scalar values.
    Utf32,
}

/// A position in a text as a line and a column.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LineCol {
    /// The line, from 0.
    pub line: u32,
    /// The column, from 0, in units of an [`Encoding`].
    pub col: u32,
}

impl Text {
    /// Creates a text.
    pub fn new(contents: &str) -> Self {
        Self { rope: Rope::from_str(contents) }
    }

    /// The length in bytes.
    pub fn len(&self) -> TextSize {
        text_size(self.rope.len_bytes())
    }

    /// Whether the text is empty.
    pub fn is_empty(&self) -> bool {
        self.rope.len_bytes() == 0
    }

    /// The text in `range`, which is first cut to the text and to whole characters.
    pub fn slice(&self, range: TextRange) -> Cow<'_, str> {
        let start = self.floor(range.start());
        let end = self.floor(range.end()).max(start);
        // Most ranges are inside one chunk of the rope, and then no copy is needed.
        let (chunk, base, _, _) = self.rope.chunk_at_byte(start);
        match chunk.get(start - base..end - base) {
            Some(part) => part.into(),
            None => self.rope.byte_slice(start..end).into(),
        }
    }

    /// Applies a change. A range outside the text is clamped. A reversed range is turned around.
    ///
    /// LSP: `TextDocumentContentChangeEvent`. Its `rangeLength` is deprecated and ignored.
    pub fn apply(&mut self, change: &Change, encoding: Encoding) {
        let Some((start, end)) = change.range else {
            *self = Self::new(&change.text);
            return;
        };
        let (start, end) = (self.offset(start, encoding), self.offset(end, encoding));
        let chars = self.rope.byte_to_char(start.min(end).into())
            ..self.rope.byte_to_char(start.max(end).into());
        let at = chars.start;
        self.rope.remove(chars);
        self.rope.insert(at, &change.text);
    }

    /// Cuts `offset` to the text, and moves it back to the start of its character.
    fn floor(&self, offset: TextSize) -> usize {
        let byte = usize::from(offset).min(self.rope.len_bytes());
        let (chunk, base, _, _) = self.rope.chunk_at_byte(byte);
        base + chunk.floor_char_boundary(byte - base)
    }
}

impl From<&str> for Text {
    fn from(contents: &str) -> Self {
        Self::new(contents)
    }
}

impl fmt::Display for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.rope.chunks().try_for_each(|chunk| f.write_str(chunk))
    }
}

impl fmt::Debug for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Text({} bytes)", self.rope.len_bytes())
    }
}

#[cfg(test)]
pub(crate) mod tests;
