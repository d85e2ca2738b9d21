//! Byte offsets of lines, white space and quotes, for LF, CRLF and lone CR.

use std::ops::Range;

use text_size::{TextRange, TextSize};

use super::Syntax;

/// A byte offset as a `TextSize`. `fences::find` excludes texts beyond 4 GiB.
pub(super) fn size(at: usize) -> TextSize {
    TextSize::new(u32::try_from(at).unwrap_or(u32::MAX))
}

/// Byte positions as a text range.
pub(super) fn range(bytes: Range<usize>) -> TextRange {
    TextRange::new(size(bytes.start.min(bytes.end)), size(bytes.end))
}

/// A text range as byte positions.
pub(super) fn bytes(range: TextRange) -> Range<usize> {
    range.start().into()..range.end().into()
}

/// One line of a text.
#[derive(Clone, Copy, Debug)]
pub(super) struct Line {
    pub(super) start: usize,
    /// Before the line break.
    pub(super) end: usize,
    /// After the line break.
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

    /// The number of spaces that the line begins with.
    pub(super) fn indent(self, text: &str) -> usize {
        let line = self.of(text);
        line.len() - line.trim_start_matches(' ').len()
    }

    pub(super) fn is_blank(self, text: &str) -> bool {
        self.of(text).trim().is_empty()
    }

    /// Whether the line has something other than a comment; `#` begins one in YAML and TOML.
    pub(super) fn has_content(self, text: &str) -> bool {
        !self.is_blank(text) && !self.of(text).trim_start().starts_with('#')
    }
}

/// The lines in `range`; a text that ends in a line break has no empty line after it.
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

/// The line of `range` that contains the byte offset `at`. After the last line break, an empty
/// line.
pub(super) fn line_at(text: &str, range: Range<usize>, at: usize) -> Line {
    let end = range.end;
    let empty = Line { start: end, end, next: end };
    lines(text, range).find(|line| at <= line.end || at < line.next).unwrap_or(empty)
}

/// The first character that is neither blank nor in a comment.
pub(super) fn first_shown(text: &str, range: Range<usize>) -> Option<usize> {
    let line = lines(text, range).find(|line| line.has_content(text))?;
    Some(line.end - line.of(text).trim_start().len())
}

/// The offset after the spaces and tabs at the start of `range`.
pub(super) fn after_blanks(text: &str, range: Range<usize>) -> usize {
    range.end - text[range].trim_start_matches([' ', '\t']).len()
}

/// The end of `bytes` without trailing white space.
pub(super) fn trimmed_end(text: &str, bytes: Range<usize>) -> usize {
    bytes.start + text[bytes].trim_end().len()
}

/// The range without blanks and line breaks at both ends.
pub(super) fn trimmed(text: &str, bytes: Range<usize>) -> Range<usize> {
    let end = trimmed_end(text, bytes.clone());
    let shown = text[bytes.start..end].trim_start();
    end - shown.len()..end
}

/// Whether the text at `at` begins with a space, a tab or a line break, or ends there.
pub(super) fn blank_at(text: &str, at: usize) -> bool {
    matches!(text.as_bytes().get(at), None | Some(b' ' | b'\t' | b'\n' | b'\r'))
}

/// The position after the closing quote of the string that begins at the start of `range`.
pub(super) fn quoted_end(text: &str, range: Range<usize>, syntax: Syntax) -> Option<usize> {
    let quote = text.get(range.start..=range.start)?;
    closing_quote(text, range.start + 1..range.end, quote, syntax)
}

/// The position after the quote that closes a string, searched from inside the string.
pub(super) fn closing_quote(
    text: &str,
    range: Range<usize>,
    quote: &str,
    syntax: Syntax,
) -> Option<usize> {
    let bytes = &text.as_bytes()[..range.end];
    let is_doubled = quote == "'" && syntax == Syntax::Yaml;
    let mut at = range.start;
    while at < range.end {
        match bytes[at] {
            b'\\' if quote.starts_with('"') => at += 1,
            _ if !bytes[at..].starts_with(quote.as_bytes()) => {}
            _ if is_doubled && bytes.get(at + 1) == Some(&b'\'') => at += 1,
            _ => return Some(at + quote.len()),
        }
        at += 1;
    }
    None
}

/// The range to mark for a mistake at `at`: visible characters on one line of `within`.
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
