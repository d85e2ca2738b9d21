//! Lines and columns, in the three encodings of editors.
//!
//! LSP: `Position`, `PositionEncodingKind`. Line ends are `\n`, `\r\n` and `\r`, and no others.

use text_size::TextSize;

use crate::text::range::text_size;
use crate::text::{Encoding, LineCol, Text};

impl Text {
    /// The number of lines. A text that ends with a line end has an empty last line.
    pub fn line_count(&self) -> u32 {
        text_size(self.rope.len_lines()).into()
    }

    /// The byte offset of a position. Beyond the end of its line or of the text, it is that end.
    /// Inside a character, it is the start of the character.
    pub fn offset(&self, place: LineCol, encoding: Encoding) -> TextSize {
        let line = place.line as usize;
        if line >= self.rope.len_lines() {
            return self.len();
        }
        let (start, end) = self.line_bytes(line);
        let col = place.col as usize;
        let byte = match encoding {
            Encoding::Utf8 => self.floor(text_size((start + col).min(end))),
            Encoding::Utf16 => {
                let units = |byte| self.rope.char_to_utf16_cu(self.rope.byte_to_char(byte));
                let unit = (units(start) + col).min(units(end));
                self.rope.char_to_byte(self.rope.utf16_cu_to_char(unit))
            }
            Encoding::Utf32 => {
                let chars = |byte| self.rope.byte_to_char(byte);
                self.rope.char_to_byte((chars(start) + col).min(chars(end)))
            }
        };
        text_size(byte)
    }

    /// The position of a byte offset. Inside a line end, it is the end of the line. Inside a
    /// character, it is the start of the character. Beyond the text, it is the end of the text.
    pub fn line_col(&self, offset: TextSize, encoding: Encoding) -> LineCol {
        let byte = usize::from(offset).min(self.rope.len_bytes());
        let (chunk, chunk_start, ..) = self.rope.chunk_at_byte(byte);
        let mut at = chunk.floor_char_boundary(byte - chunk_start);
        // The rope never splits `\r\n` between chunks, so a look at one chunk is enough.
        if chunk[..at].ends_with('\r') && chunk[at..].starts_with('\n') {
            at -= 1;
        }
        let byte = chunk_start + at;
        let line = self.rope.byte_to_line(byte);
        let before = self.rope.byte_slice(self.rope.line_to_byte(line)..byte);
        let col = match encoding {
            Encoding::Utf8 => before.len_bytes(),
            Encoding::Utf16 => before.len_utf16_cu(),
            Encoding::Utf32 => before.len_chars(),
        };
        LineCol { line: text_size(line).into(), col: text_size(col).into() }
    }

    /// The start and end of a line in bytes, without its line end. The line must exist.
    fn line_bytes(&self, line: usize) -> (usize, usize) {
        let start = self.rope.line_to_byte(line);
        let mut end = self.rope.line_to_byte(line + 1);
        if end > start && self.rope.byte(end - 1) == b'\n' {
            end -= 1;
        }
        if end > start && self.rope.byte(end - 1) == b'\r' {
            end -= 1;
        }
        (start, end)
    }
}
