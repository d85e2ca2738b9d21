//! One text, with a table of its lines.
//!
//! Internally, each position is a byte offset. Only this module converts lines and columns, in the
//! [`Encoding`] of the editor. An invalid position is moved to the nearest valid one. Only this
//! keeps the server in sync with the editor.

pub mod buffer;
mod encoding;
pub mod interval_sweep;
pub mod letters;
mod line_col;
mod line_table;
pub mod lines;
pub mod range;
pub mod visible;

use std::fmt;
use std::ops::Deref;
use std::sync::{Arc, OnceLock};

use text_size::{TextRange, TextSize};

use crate::text::line_table::LineTable;
use crate::text::range::text_size;

pub use crate::text::encoding::Encoding;

/// A text that does not change. Dereferences to its `str`.
///
/// Cloning is cheap: clones share their contents.
#[derive(Clone, Default)]
pub struct Text {
    contents: Arc<str>,
    /// Computed at the first use, since most notes are never shown.
    lines: OnceLock<Arc<LineTable>>,
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

/// A position in a text as a line and a column.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LineCol {
    /// The line, from 0.
    pub line: u32,
    /// The column, from 0, in units of an [`Encoding`].
    pub col: u32,
}

impl Text {
    /// The length in bytes, which is the offset of the end.
    pub fn end(&self) -> TextSize {
        text_size(self.len())
    }

    /// The range of the whole text.
    pub fn range(&self) -> TextRange {
        TextRange::up_to(self.end())
    }

    /// The text in `range`, which is first cut to the text and to whole characters.
    pub fn slice(&self, range: TextRange) -> &str {
        let start = self.floor_char_boundary(range.start().into());
        let end = self.floor_char_boundary(range.end().into());
        &self[start..end.max(start)]
    }
}

impl From<&str> for Text {
    fn from(contents: &str) -> Self {
        Self { contents: contents.into(), lines: OnceLock::new() }
    }
}

impl Deref for Text {
    type Target = str;

    fn deref(&self) -> &str {
        &self.contents
    }
}

impl PartialEq for Text {
    fn eq(&self, other: &Self) -> bool {
        self.contents == other.contents
    }
}

impl Eq for Text {}

impl fmt::Debug for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Text({} bytes)", self.len())
    }
}

#[cfg(test)]
pub(crate) mod tests;
