//! Lines of a text: their starts and ends in bytes, and line ends.
//!
//! LSP: only `\n`, `\r\n` and `\r` end a line.

use std::borrow::Cow;

use text_size::{TextRange, TextSize};

/// The characters that end lines.
pub const ENDS: [char; 2] = ['\n', '\r'];

/// The byte offset at which the line at `offset` begins.
pub fn start(text: &str, offset: TextSize) -> TextSize {
    let before = &text[..usize::from(offset)];
    TextSize::of(&before[..before.rfind(ENDS).map_or(0, |end| end + 1)])
}

/// The byte offset of the end of the line at `offset`, before its line end.
pub fn end(text: &str, offset: TextSize) -> TextSize {
    let after = &text[usize::from(offset)..];
    offset + TextSize::of(&after[..after.find(ENDS).unwrap_or(after.len())])
}

/// The byte offset at which the line after that at `offset` begins, or else the end of the text.
pub fn next(text: &str, offset: TextSize) -> TextSize {
    let end = end(text, offset);
    let rest = &text[usize::from(end)..];
    let width = if rest.starts_with("\r\n") { 2 } else { rest.len().min(1) };
    end + TextSize::of(&rest[..width])
}

/// The byte offset at which the line after `range` begins, or else the end of the text. A range
/// may include its line end.
pub fn after(text: &str, range: TextRange) -> TextSize {
    if text[range].ends_with(ENDS) { range.end() } else { next(text, range.end()) }
}

/// The range of the line at `offset`, without its line end.
pub fn around(text: &str, offset: TextSize) -> TextRange {
    TextRange::new(start(text, offset), end(text, offset))
}

/// The range of the line at `offset`, with its line end.
pub fn whole(text: &str, offset: TextSize) -> TextRange {
    TextRange::new(start(text, offset), next(text, offset))
}

/// The line end of `text`, for new lines in it. `\n` if it has no `\r\n`.
pub fn ending(text: &str) -> &'static str {
    if text.contains("\r\n") { "\r\n" } else { "\n" }
}

/// Replaces all line ends by `ending`.
pub fn with_endings(text: &str, ending: &str) -> String {
    text.replace("\r\n", "\n").replace('\r', "\n").replace('\n', ending)
}

/// Replaces each lone `\r` by `\n`. All byte offsets remain the same.
///
/// pulldown-cmark and TOML do not read a lone `\r` as a line end.
pub fn with_line_feeds(text: &str) -> Cow<'_, str> {
    let bytes = text.as_bytes();
    let is_lone = |at: &usize| bytes.get(at + 1) != Some(&b'\n');
    let mut changed = String::new();
    let mut from = 0;
    for at in memchr::memchr_iter(b'\r', bytes).filter(is_lone) {
        changed.push_str(&text[from..at]);
        changed.push('\n');
        from = at + 1;
    }
    if from == 0 {
        return Cow::Borrowed(text);
    }
    changed.push_str(&text[from..]);
    Cow::Owned(changed)
}

#[cfg(test)]
mod tests {
    use text_size::TextSize;

    use super::{after, around, next, with_endings, with_line_feeds};

    #[test]
    fn each_line_end_ends_a_line() {
        let text = "a\nb\r\nc\rd";
        let mut lines = Vec::new();
        let mut at = TextSize::new(0);
        while at < TextSize::of(text) {
            lines.push(&text[around(text, at)]);
            at = next(text, at);
        }
        assert_eq!(lines, ["a", "b", "c", "d"]);
        assert_eq!(next(text, at), at);
    }

    #[test]
    fn line_of_its_own_end_is_the_line_before_it() {
        assert_eq!(&"ab\ncd"[around("ab\ncd", 2.into())], "ab");
        assert_eq!(&"ab\ncd"[around("ab\ncd", 3.into())], "cd");
        assert!(around("ab\n", 3.into()).is_empty());
    }

    #[test]
    fn line_after_a_range_begins_after_one_line_end() {
        let after = |text, start: u32, end: u32| {
            u32::from(after(text, text_size::TextRange::new(start.into(), end.into())))
        };
        assert_eq!(after("ab\ncd\nef", 0, 2), 3);
        assert_eq!(after("ab\ncd\nef", 0, 3), 3);
        assert_eq!(after("ab\r\ncd", 1, 2), 4);
        assert_eq!(after("ab", 0, 2), 2);
    }

    #[test]
    fn only_lone_carriage_returns_become_line_feeds() {
        assert_eq!(with_line_feeds("a\rb\r\nc\r"), "a\nb\r\nc\n");
        assert_eq!(with_endings("a\rb\r\nc\n", "\r\n"), "a\r\nb\r\nc\r\n");
    }
}
