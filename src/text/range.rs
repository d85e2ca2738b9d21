//! Byte ranges of a text: conversion, ranges of substrings, trimmed and merged ranges.

use std::ops::Range;

use text_size::{TextRange, TextSize};

/// A length in bytes as a `TextSize`. Saturates at 4 GiB, which no text reaches because of the
/// limits of the protocol.
pub fn text_size(bytes: usize) -> TextSize {
    TextSize::new(u32::try_from(bytes).unwrap_or(u32::MAX))
}

/// A range of bytes as a `TextRange`. Its start must not be after its end.
pub fn text_range(bytes: &Range<usize>) -> TextRange {
    TextRange::new(text_size(bytes.start), text_size(bytes.end))
}

/// The range of `part` in `whole`, in bytes. `None` if `part` is not a slice of `whole`.
pub fn of(part: &str, whole: &str) -> Option<TextRange> {
    let start = part.as_ptr().addr().checked_sub(whole.as_ptr().addr())?;
    let range = start..start + part.len();
    (range.end <= whole.len()).then(|| text_range(&range))
}

/// A range of `text` without the white space at its ends. A blank range becomes an empty one at
/// its end.
pub fn trimmed(text: &str, range: TextRange) -> TextRange {
    let written = text[range].trim_start();
    TextRange::at(range.end() - TextSize::of(written), TextSize::of(written.trim_end()))
}

/// Merges ranges that overlap or touch. Returns them sorted.
pub fn merged(mut ranges: Vec<TextRange>) -> Vec<TextRange> {
    ranges.sort_by_key(|range| (range.start(), range.end()));
    ranges.dedup_by(|range, before| {
        let touches = range.start() <= before.end();
        if touches {
            *before = before.cover(*range);
        }
        touches
    });
    ranges
}

#[cfg(test)]
mod tests {
    use super::{merged, of, text_range, trimmed};

    #[test]
    fn part_is_found_by_its_place_not_by_its_content() {
        let whole = "aa aa";
        assert_eq!(of(&whole[3..], whole), Some(text_range(&(3..5))));
        assert_eq!(of(&whole[5..], whole), Some(text_range(&(5..5))));
        assert_eq!(of(whole, &whole[1..]), None);
        assert_eq!(of(whole, &whole[..2]), None);
    }

    #[test]
    fn trimmed_range_has_no_white_space_at_its_ends() {
        let text = "a \u{3000}b c\r\n d";
        assert_eq!(&text[trimmed(text, text_range(&(1..10)))], "b c");
        assert_eq!(trimmed(text, text_range(&(1..5))), text_range(&(5..5)));
    }

    #[test]
    fn ranges_that_touch_are_merged() {
        let ranges = [4..6, 0..2, 2..3, 5..5, 9..9].map(|range| text_range(&range));
        assert_eq!(merged(ranges.to_vec()), [0..3, 4..6, 9..9].map(|range| text_range(&range)));
    }
}
