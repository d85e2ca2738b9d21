//! Lines and columns, in the three encodings of editors.
//!
//! LSP: `Position`, `PositionEncodingKind`. Line ends are `\n`, `\r\n` and `\r`, and no others.

use std::sync::Arc;

use text_size::TextSize;

use crate::text::line_table::LineTable;
use crate::text::range::text_size;
use crate::text::{Encoding, LineCol, Text, lines};

impl Text {
    /// The number of lines. A text that ends with a line end has an empty last line.
    pub fn line_count(&self) -> u32 {
        text_size(self.table().len()).into()
    }

    /// The byte offset of a position. Beyond the end of its line or of the text, it is that end.
    /// Inside a character, it is the start of the character.
    pub fn offset(&self, place: LineCol, encoding: Encoding) -> TextSize {
        let (table, line) = (self.table(), place.line as usize);
        let Some(start) = table.start(line) else { return self.end() };
        let next = table.start(line + 1).unwrap_or(self.len());
        let end = start + without_end(&self[start..next]).len();
        let units = |byte| table.units(self, byte, encoding);
        let unit = (units(start) + place.col as usize).min(units(end));
        text_size(table.byte(self, unit, encoding))
    }

    /// The position of a byte offset. Inside a line end, it is the end of the line. Inside a
    /// character, it is the start of the character. Beyond the text, it is the end of the text.
    pub fn line_col(&self, offset: TextSize, encoding: Encoding) -> LineCol {
        let mut byte = self.floor_char_boundary(offset.into());
        if self[..byte].ends_with('\r') && self[byte..].starts_with('\n') {
            byte -= 1;
        }
        let table = self.table();
        let line = table.line_at(byte);
        let start = table.start(line).unwrap_or_default();
        let col = table.units(self, byte, encoding) - table.units(self, start, encoding);
        LineCol { line: text_size(line).into(), col: text_size(col).into() }
    }

    fn table(&self) -> &LineTable {
        self.lines.get_or_init(|| Arc::new(LineTable::new(self)))
    }
}

/// Returns a line without its line end.
fn without_end(line: &str) -> &str {
    line.strip_suffix("\r\n").or_else(|| line.strip_suffix(lines::ENDS)).unwrap_or(line)
}
