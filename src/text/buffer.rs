//! Buffer: a text that an editor changes.
//!
//! It has the same lines and columns as a [`Text`](crate::text::Text).

use std::fmt;

use ropey::Rope;

use crate::text::{Change, Encoding, LineCol};

/// A text that is being edited, as a rope.
///
/// Cloning is cheap: clones share their contents until one of them changes.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Buffer {
    rope: Rope,
}

impl Buffer {
    /// Creates a buffer.
    pub fn new(contents: &str) -> Self {
        Self { rope: Rope::from_str(contents) }
    }

    /// The length in bytes.
    pub fn len(&self) -> usize {
        self.rope.len_bytes()
    }

    /// Whether the text is empty.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Applies a change. A range outside the text is clamped. A reversed range is turned around.
    ///
    /// LSP: `TextDocumentContentChangeEvent`. Its `rangeLength` is deprecated and ignored.
    pub fn apply(&mut self, change: &Change, encoding: Encoding) {
        let Some((start, end)) = change.range else {
            *self = Self::new(&change.text);
            return;
        };
        let (start, end) = (self.char(start, encoding), self.char(end, encoding));
        let at = start.min(end);
        self.rope.remove(at..start.max(end));
        self.rope.insert(at, &change.text);
    }

    /// The number of characters before a position. Beyond the end of its line or of the text, it is
    /// that end. Inside a character, it is the start of the character.
    fn char(&self, place: LineCol, encoding: Encoding) -> usize {
        let rope = &self.rope;
        let line = place.line as usize;
        if line >= rope.len_lines() {
            return rope.len_chars();
        }
        let (start, end) = (rope.line_to_char(line), self.line_end(line));
        let col = place.col as usize;
        match encoding {
            Encoding::Utf8 => {
                let bytes = |char| rope.char_to_byte(char);
                rope.byte_to_char((bytes(start) + col).min(bytes(end)))
            }
            Encoding::Utf16 => {
                let units = |char| rope.char_to_utf16_cu(char);
                rope.utf16_cu_to_char((units(start) + col).min(units(end)))
            }
            Encoding::Utf32 => (start + col).min(end),
        }
    }

    /// The number of characters before the line end of a line. The line must exist.
    fn line_end(&self, line: usize) -> usize {
        let start = self.rope.line_to_char(line);
        let mut end = self.rope.line_to_char(line + 1);
        if end > start && self.rope.char(end - 1) == '\n' {
            end -= 1;
        }
        if end > start && self.rope.char(end - 1) == '\r' {
            end -= 1;
        }
        end
    }
}

impl fmt::Display for Buffer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.rope.chunks().try_for_each(|chunk| f.write_str(chunk))
    }
}

impl fmt::Debug for Buffer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Buffer({} bytes)", self.len())
    }
}
