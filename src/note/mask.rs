//! What looks like running text to Markdown, but is not: addresses, shortcodes, `%%` comments.
//!
//! Shortcodes are those of Hugo and Liquid (`{{< … >}}`, `{% … %}`); comments between `%%` are
//! Obsidian's.

use memchr::memmem;
use text_size::{TextRange, TextSize};

use crate::note::markdown::{BlockKind, Markdown, text_range};
use crate::note::prose::{Join, Segment};

/// No real shortcode is longer; beyond it an opening mark is taken for text.
const MAX_SHORTCODE: usize = 2_000;

/// Takes out of the prose what is none, and makes blocks in `%%` comments comments.
pub(super) fn hide(text: &str, markdown: &mut Markdown) {
    let comments = comments(text, markdown);
    if !comments.is_empty() {
        let inside = |range: TextRange| {
            let after = comments.partition_point(|comment| comment.start() <= range.start());
            after > 0 && comments[after - 1].contains_range(range)
        };
        markdown.headings.retain(|heading| !inside(heading.line(text)));
        for block in &mut markdown.blocks {
            let written = text[block.range].trim_end();
            if inside(TextRange::at(block.range.start(), TextSize::of(written))) {
                block.kind = BlockKind::Comment;
            }
        }
    }
    let mut hidden = comments;
    hidden.extend(shortcodes(text, "{{", "}}"));
    hidden.extend(shortcodes(text, "{%", "%}"));
    hidden.extend(addresses(text));
    if !hidden.is_empty() {
        hidden.sort_by_key(|range| (range.start(), range.end()));
        markdown.prose = subtract(&markdown.prose, &hidden);
    }
}

/// The ranges between pairs of `%%` in running text. A pair that reaches over blocks is a comment
/// only if its first mark opens a line.
fn comments(text: &str, markdown: &Markdown) -> Vec<TextRange> {
    if memmem::find(text.as_bytes(), b"%%").is_none() {
        return Vec::new();
    }
    let mut marks = Vec::new();
    for (block, segments) in crate::note::prose::blocks(&markdown.prose).enumerate() {
        for segment in segments {
            let base = usize::from(segment.range.start());
            let found = memmem::find_iter(text[segment.range].as_bytes(), b"%%");
            marks.extend(found.map(|at| (block, base + at)));
        }
    }
    let mut comments = Vec::new();
    let mut marks = marks.into_iter().peekable();
    while let Some((block, start)) = marks.next() {
        if let Some((_, end)) =
            marks.next_if(|(other, _)| *other == block || opens_line(text, start))
        {
            comments.push(text_range(&(start..end + 2)));
        }
    }
    comments
}

fn opens_line(text: &str, at: usize) -> bool {
    text[..at].trim_end_matches([' ', '\t']).ends_with(['\n', '\r'])
}

fn shortcodes(text: &str, open: &str, close: &str) -> Vec<TextRange> {
    let mut found = Vec::new();
    let mut next = 0;
    for start in memmem::find_iter(text.as_bytes(), open) {
        let limit = (start + MAX_SHORTCODE).min(text.len());
        let Some(length) = memmem::find(&text.as_bytes()[start..limit], close.as_bytes()) else {
            continue;
        };
        if start >= next {
            next = start + length + close.len();
            found.push(text_range(&(start..next)));
        }
    }
    found
}

/// Addresses that are written out: `https://…`, `www.…`, `name@host`.
fn addresses(text: &str) -> Vec<TextRange> {
    let bytes = text.as_bytes();
    let schemes = memmem::find_iter(bytes, "://").filter_map(|at| {
        let scheme =
            bytes[..at].iter().rev().take_while(|byte| byte.is_ascii_alphanumeric()).count();
        (scheme > 0).then(|| at - scheme)
    });
    let hosts = memmem::find_iter(bytes, "www.")
        .filter(|at| !text[..*at].ends_with(|c: char| c.is_alphanumeric() || c == '/'));
    let mut found = up_to_white_space(text, schemes);
    found.extend(up_to_white_space(text, hosts));
    let is_name = |byte: &&u8| byte.is_ascii_alphanumeric() || b"._%+-".contains(byte);
    for at in memchr::memchr_iter(b'@', bytes) {
        let before = bytes[..at].iter().rev().take_while(is_name).count();
        let after = bytes[at + 1..].iter().take_while(is_name).count();
        if before > 0 && after > 0 {
            found.push(text_range(&(at - before..at + 1 + after)));
        }
    }
    found
}

/// From each start to the end of the address; a start inside the one before is part of that.
fn up_to_white_space(text: &str, starts: impl Iterator<Item = usize>) -> Vec<TextRange> {
    let mut found = Vec::new();
    let mut next = 0;
    for start in starts {
        if start >= next {
            next = text[start..].find(ends_address).map_or(text.len(), |length| start + length);
            found.push(text_range(&(start..next)));
        }
    }
    found
}

fn ends_address(c: char) -> bool {
    c.is_whitespace() || matches!(c, '<' | '>' | '"' | '`' | '）' | '」' | '。')
}

/// What is left of the segments outside the hidden ranges, which are sorted by their start.
fn subtract(prose: &[Segment], hidden: &[TextRange]) -> Vec<Segment> {
    let mut left = Vec::with_capacity(prose.len());
    let mut next = 0;
    for segment in prose {
        while hidden.get(next).is_some_and(|range| range.end() <= segment.range.start()) {
            next += 1;
        }
        let (mut at, mut join) = (segment.range.start(), segment.join);
        for range in hidden[next..].iter().take_while(|r| r.start() < segment.range.end()) {
            if range.start() > at {
                left.push(Segment { range: TextRange::new(at, range.start()), join, ..*segment });
            }
            if range.end() > at {
                at = range.end();
                join = join.max(Join::Cut);
            }
        }
        if at < segment.range.end() {
            left.push(Segment { range: TextRange::new(at, segment.range.end()), join, ..*segment });
        }
    }
    left
}
