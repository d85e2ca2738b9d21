//! The line table of a text: where lines begin, and how many characters precede a byte.
//!
//! The work of a conversion does not grow with the length of the line.

use crate::text::encoding::Encoding;

/// The number of bytes between two counts. A conversion reads at most so many bytes.
const BLOCK: usize = 1024;

/// The lines of a text, and counts of its characters.
pub(super) struct LineTable {
    /// The byte offset at which each line begins.
    starts: Box<[u32]>,
    /// The counts before each block of [`BLOCK`] bytes.
    blocks: Box<[Count]>,
}

/// A number of characters, in two encodings.
#[derive(Clone, Copy, Default)]
struct Count {
    utf16: u32,
    utf32: u32,
}

impl LineTable {
    pub(super) fn new(text: &str) -> Self {
        let bytes = text.as_bytes();
        let is_end = |at: &usize| bytes[*at] == b'\n' || bytes.get(at + 1) != Some(&b'\n');
        let ends = memchr::memchr2_iter(b'\n', b'\r', bytes).filter(is_end);
        let starts = std::iter::once(0).chain(ends.map(|at| small(at + 1)));
        let mut count = Count::default();
        let counted = (0..=text.len() / BLOCK).map(|block| {
            let before = count;
            let end = block_start(text, block + 1);
            for c in text[block_start(text, block)..end].chars() {
                count.utf16 += small(c.len_utf16());
                count.utf32 += 1;
            }
            before
        });
        Self { blocks: counted.collect(), starts: starts.collect() }
    }

    /// The number of lines.
    pub(super) fn len(&self) -> usize {
        self.starts.len()
    }

    /// The line, from 0, that contains a byte of the text.
    pub(super) fn line_at(&self, byte: usize) -> usize {
        self.starts.partition_point(|start| *start as usize <= byte) - 1
    }

    /// The byte offset at which a line begins. `None` if there is no such line.
    pub(super) fn start(&self, line: usize) -> Option<usize> {
        self.starts.get(line).map(|start| *start as usize)
    }

    /// The number of units before a byte, which must be between two characters.
    pub(super) fn units(&self, text: &str, byte: usize, encoding: Encoding) -> usize {
        if encoding == Encoding::Utf8 {
            return byte;
        }
        let block = byte / BLOCK;
        let inside = text[block_start(text, block)..byte].chars();
        self.blocks[block].units(encoding) + inside.map(|c| width(c, encoding)).sum::<usize>()
    }

    /// The byte after `units` units. Inside a character, it is the start of the character.
    pub(super) fn byte(&self, text: &str, units: usize, encoding: Encoding) -> usize {
        if encoding == Encoding::Utf8 {
            return text.floor_char_boundary(units);
        }
        let block = self.blocks.partition_point(|count| count.units(encoding) <= units) - 1;
        let start = block_start(text, block);
        let mut left = units - self.blocks[block].units(encoding);
        for (at, c) in text[start..].char_indices() {
            if width(c, encoding) > left {
                return start + at;
            }
            left -= width(c, encoding);
        }
        text.len()
    }
}

impl Count {
    /// The units of the characters, in UTF-16 or UTF-32.
    fn units(self, encoding: Encoding) -> usize {
        (if encoding == Encoding::Utf16 { self.utf16 } else { self.utf32 }) as usize
    }
}

/// The units of a character, in UTF-16 or UTF-32.
fn width(c: char, encoding: Encoding) -> usize {
    if encoding == Encoding::Utf16 { c.len_utf16() } else { 1 }
}

/// The byte offset of the first character that begins in a block or after it.
fn block_start(text: &str, block: usize) -> usize {
    text.ceil_char_boundary(block * BLOCK)
}

fn small(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}
