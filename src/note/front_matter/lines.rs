//! Lines as byte positions, for LF, CRLF and lone CR alike.

use std::ops::Range;

/// One line of a text.
#[derive(Clone, Copy, Debug)]
pub(super) struct Line {
    pub(super) start: usize,
    /// Before the line break.
    pub(super) end: usize,
    /// Behind the line break.
    pub(super) next: usize,
}

impl Line {
    /// The line without its line break.
    pub(super) fn range(self) -> Range<usize> {
        self.start..self.end
    }

    /// The text of the line, without its line break.
    pub(super) fn of(self, text: &str) -> &str {
        &text[self.range()]
    }

    /// How many spaces the line begins with.
    pub(super) fn indent(self, text: &str) -> usize {
        let line = self.of(text);
        line.len() - line.trim_start_matches(' ').len()
    }

    /// Whether there is nothing on the line that can be seen.
    pub(super) fn is_blank(self, text: &str) -> bool {
        self.of(text).trim().is_empty()
    }

    /// Whether the first thing on the line is `#`, a comment in YAML and TOML.
    pub(super) fn is_comment(self, text: &str) -> bool {
        self.of(text).trim_start().starts_with('#')
    }
}

/// The lines in `range`; a text that ends in a line break has no empty line behind it.
pub(super) fn lines(text: &str, range: Range<usize>) -> impl Iterator<Item = Line> {
    let mut start = range.start;
    std::iter::from_fn(move || {
        if start >= range.end {
            return None;
        }
        let rest = &text.as_bytes()[start..range.end];
        let len = rest.iter().position(|byte| matches!(byte, b'\n' | b'\r'));
        let end = start + len.unwrap_or(rest.len());
        let next = match text.as_bytes()[end..range.end] {
            [] => end,
            [b'\r', b'\n', ..] => end + 2,
            _ => end + 1,
        };
        let line = Line { start, end, next };
        start = next;
        Some(line)
    })
}

/// The line that holds the position `at` of `range`; behind the last line break, an empty one.
pub(super) fn line_at(text: &str, range: Range<usize>, at: usize) -> Line {
    let end = range.end;
    let empty = Line { start: end, end, next: end };
    lines(text, range).find(|line| at <= line.end || at < line.next).unwrap_or(empty)
}

/// Where `bytes` ends if blanks and line breaks at its end are left out.
pub(super) fn trimmed_end(text: &str, bytes: Range<usize>) -> usize {
    bytes.start + text[bytes].trim_end().len()
}

/// Whether the text at `at` begins with a space, a tab or a line break, or ends there.
pub(super) fn blank_at(text: &str, at: usize) -> bool {
    matches!(text.as_bytes().get(at), None | Some(b' ' | b'\t' | b'\n' | b'\r'))
}

/// What to mark for a mistake at `at`: something that can be seen, on one line of `within`.
pub(super) fn mark(text: &str, within: Range<usize>, at: Range<usize>) -> Range<usize> {
    let shown = trimmed_end(text, within.clone());
    let start = text.floor_char_boundary(at.start.clamp(within.start, shown));
    let line = line_at(text, within.start..shown, start);
    let start = start.min(line.end);
    match text[start..line.end].chars().next() {
        Some(c) if !c.is_whitespace() => {
            start..text.ceil_char_boundary(at.end.clamp(start + c.len_utf8(), line.end))
        }
        _ => {
            let end = trimmed_end(text, line.range());
            (line.start + line.indent(text)).min(end)..end
        }
    }
}
