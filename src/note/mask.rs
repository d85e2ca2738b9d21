//! Removal of URLs, shortcodes, comments and marks of highlights from running text. To Markdown,
//! they are text.
//!
//! The shortcodes are those of Hugo and Liquid (`{{< … >}}`, `{% … %}`). Comments between `%%` are
//! Obsidian's, those between `{/*` and `*/}` MDX's. Marks count only in running text, because a mark in code is an example.

use std::ops::Range;

use text_size::TextRange;

use crate::note::comment;
use crate::note::highlight;
use crate::note::markdown::{BlockKind, MAX_SHORTCODE, Markdown};
use crate::note::marked_reference;
use crate::note::prose::{self, Join, Segment};
use crate::text::range::{self, text_range};

/// Removes these parts from the running text, and marks blocks in comments as comments.
pub(super) fn hide(text: &str, markdown: &mut Markdown) {
    let comments = comment::in_prose(text, &markdown.prose);
    if !comments.is_empty() {
        markdown.headings.retain(|heading| !is_hidden(text, heading.line(text), &comments));
        for block in &mut markdown.blocks {
            if is_hidden(text, block.range, &comments) {
                let comment = comment::at_start(text[block.range].trim());
                let is_for_us = comment.is_some_and(|it| comment::is_for_us(it.inside));
                block.kind = if is_for_us { BlockKind::Aliases } else { BlockKind::Comment };
            }
        }
    }
    let mut hidden = comments;
    let mut named = Vec::new();
    for shortcode in shortcodes(text, &markdown.prose, "{{", "}}") {
        let name = marked_reference::in_shortcode(&text[shortcode]);
        let start = usize::from(shortcode.start());
        let name = name.map(|name| text_range(&(start + name.start..start + name.end)));
        let before = name.map_or(shortcode.end(), TextRange::start);
        hidden.push(TextRange::new(shortcode.start(), before));
        hidden.extend(name.map(|name| TextRange::new(name.end(), shortcode.end())));
        named.extend(name);
    }
    hidden.extend(shortcodes(text, &markdown.prose, "{%", "%}"));
    hidden.extend(addresses(text, &markdown.prose));
    if !hidden.is_empty() {
        markdown.prose = subtract(&markdown.prose, &range::merged(hidden), Join::Cut);
    }
    if !named.is_empty() {
        for segment in &mut markdown.prose {
            segment.in_link |= marked_reference::contains(&named, segment.range.start());
        }
    }
    let marks = highlight::marks(text, &markdown.prose);
    if !marks.is_empty() {
        markdown.prose = subtract(&markdown.prose, &marks, Join::Glued);
    }
}

/// Whether a range has only comments and white space. `comments` are sorted and disjoint.
fn is_hidden(text: &str, range: TextRange, comments: &[TextRange]) -> bool {
    let first = comments.partition_point(|comment| comment.end() <= range.start());
    let mut at = range.start();
    for comment in comments[first..].iter().take_while(|c| c.start() < range.end()) {
        if comment.start() > at && !is_blank(text, TextRange::new(at, comment.start())) {
            return false;
        }
        at = comment.end();
    }
    at > range.start() && (at >= range.end() || is_blank(text, TextRange::new(at, range.end())))
}

fn is_blank(text: &str, range: TextRange) -> bool {
    text[range].trim().is_empty()
}

fn shortcodes(text: &str, prose: &[Segment], open: &str, close: &str) -> Vec<TextRange> {
    let mut found = Vec::new();
    let mut next = 0;
    let mut closing = prose::find(text, prose, close).map(|(_, at)| at).peekable();
    for (_, start) in prose::find(text, prose, open) {
        while closing.next_if(|end| *end < start + open.len()).is_some() {}
        let Some(end) = closing.peek().map(|end| end + close.len()) else { break };
        if start >= next && end - start <= MAX_SHORTCODE {
            found.push(text_range(&(start..end)));
            next = end;
        }
    }
    found
}

/// The ranges of URLs and email addresses: `https://…`, `www.…`, `name@host`.
fn addresses(text: &str, prose: &[Segment]) -> Vec<TextRange> {
    let schemes = prose::find(text, prose, "://").filter_map(|(segment, at)| {
        let before = &text[prose[segment].range.start().into()..at];
        let scheme = before.bytes().rev().take_while(u8::is_ascii_alphanumeric).count();
        (scheme > 0).then(|| (segment, at - scheme))
    });
    let hosts = prose::find(text, prose, "www.").filter(|(segment, at)| {
        let before = &text[prose[*segment].range.start().into()..*at];
        !before.ends_with(|c: char| c.is_alphanumeric() || c == '/')
    });
    let mut starts: Vec<_> = schemes.chain(hosts).collect();
    starts.sort_unstable();
    let mut found = mail(text, prose);
    let mut next = 0;
    for (segment, start) in starts {
        if start < next {
            continue;
        }
        let rest = &text[start..prose[segment].range.end().into()];
        next = start + rest.find(ends_address).unwrap_or(rest.len());
        found.push(text_range(&(start..next)));
    }
    found
}

fn mail(text: &str, prose: &[Segment]) -> Vec<TextRange> {
    let is_name = |byte: &u8| byte.is_ascii_alphanumeric() || b"._%+-".contains(byte);
    let address = |(segment, at): (usize, usize)| {
        let range: Range<usize> = prose[segment].range.into();
        let before = text[range.start..at].bytes().rev().take_while(is_name).count();
        let after = text[at + 1..range.end].bytes().take_while(is_name).count();
        (before > 0 && after > 0).then(|| text_range(&(at - before..at + 1 + after)))
    };
    prose::find(text, prose, "@").filter_map(address).collect()
}

/// Whether a character ends an address: white space, brackets and quotes, and the punctuation of
/// scripts without spaces.
fn ends_address(c: char) -> bool {
    c.is_whitespace()
        || matches!(c, '<' | '>' | '"' | '`' | '|')
        || matches!(c, '\u{3001}'..='\u{3003}' | '\u{3008}'..='\u{3011}' | '\u{3014}'..='\u{301b}')
        || matches!(c, '！' | '（' | '）' | '，' | '．' | '：' | '；' | '？' | '“' | '”')
}

/// The parts of segments outside the hidden ranges, which are sorted and disjoint. `gap` is how a
/// part continues the one before a hidden range.
fn subtract(prose: &[Segment], hidden: &[TextRange], gap: Join) -> Vec<Segment> {
    let mut left = Vec::with_capacity(prose.len());
    let mut next = 0;
    // The join of the removed segments, which the next remaining segment inherits.
    let mut taken = Join::Glued;
    for segment in prose {
        while hidden.get(next).is_some_and(|range| range.end() <= segment.range.start()) {
            next += 1;
        }
        let mut at = segment.range.start();
        let mut join = segment.join.max(taken);
        taken = Join::Glued;
        for range in hidden[next..].iter().take_while(|r| r.start() < segment.range.end()) {
            if range.start() > at {
                left.push(Segment { range: TextRange::new(at, range.start()), join, ..*segment });
                join = gap;
            }
            at = range.end();
            join = join.max(gap);
        }
        if at < segment.range.end() {
            left.push(Segment { range: TextRange::new(at, segment.range.end()), join, ..*segment });
        } else {
            taken = join;
        }
    }
    left
}
