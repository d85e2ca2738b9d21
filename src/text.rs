//! One text: a rope that an editor's changes keep in step with its buffer.
//!
//! Inside, every place is a byte offset. Lines and columns are translated here and nowhere else,
//! in whatever [`Encoding`] the editor counts columns. A place that does not exist is moved to the
//! nearest one that does: of all ways to treat a bad position this is the only one that keeps
//! server and editor together.

pub mod interval_sweep;
mod line_col;
pub mod lines;
pub mod range;
pub mod visible;

use std::borrow::Cow;
use std::fmt;

use ropey::Rope;
use text_size::{TextRange, TextSize};

use crate::text::range::text_size;

/// A text of known length in bytes, with its lines.
///
/// Cloning is cheap: clones share their contents until one of them changes.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Text {
    rope: Rope,
}

/// One change to a text, as an editor reports it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// What is replaced, as start and end in the editor's encoding; the whole text if absent.
    pub range: Option<(LineCol, LineCol)>,
    /// What stands there afterwards.
    pub text: String,
}

/// The unit that columns are counted in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Encoding {
    /// Bytes.
    Utf8,
    /// UTF-16 code units: what LSP means where nothing else was agreed on.
    #[default]
    Utf16,
    /// Unicode scalar values.
    Utf32,
}

/// A place as an editor names it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LineCol {
    /// The line, from 0.
    pub line: u32,
    /// The column, from 0, in units of an [`Encoding`].
    pub col: u32,
}

impl Text {
    /// A text with the given contents.
    pub fn new(contents: &str) -> Self {
        Self { rope: Rope::from_str(contents) }
    }

    /// The length in bytes.
    pub fn len(&self) -> TextSize {
        text_size(self.rope.len_bytes())
    }

    /// Whether there is nothing in it.
    pub fn is_empty(&self) -> bool {
        self.rope.len_bytes() == 0
    }

    /// What stands in `range`, cut to the text and to whole characters.
    pub fn slice(&self, range: TextRange) -> Cow<'_, str> {
        let start = self.floor(range.start());
        let end = self.floor(range.end()).max(start);
        // Most of what is asked for lies in one piece of the rope, and that is quickly told.
        let (chunk, base, _, _) = self.rope.chunk_at_byte(start);
        match chunk.get(start - base..end - base) {
            Some(part) => part.into(),
            None => self.rope.byte_slice(start..end).into(),
        }
    }

    /// Applies one change; a range outside the text is clamped, a reversed one is turned round.
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

    /// `offset` cut to the text and moved back to the start of the character it lies in.
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
