//! The attributes of HTML elements in a note that are links or targets of links.

use std::ops::Range;

use crate::note::anchor::Anchor;
use crate::note::comment;
use crate::note::link::Link;
use crate::text::range::text_range;

/// An HTML attribute that is an anchor or a link.
pub(super) enum HtmlItem {
    /// An `id` or `name`.
    Anchor(Anchor),
    /// An `href` or `src`.
    Link(Link),
}

/// The elements whose content is code.
const CODE: [&str; 6] = ["code", "kbd", "samp", "var", "tt", "pre"];

/// Returns whether a tag opens code, or `false` if it closes code. `None` for other tags.
pub(super) fn code_tag(tag: &str) -> Option<bool> {
    let inside = tag.strip_prefix('<')?;
    let closing = inside.strip_prefix('/');
    let name = closing.unwrap_or(inside);
    let name = &name[..name.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(name.len())];
    let is_code = CODE.iter().any(|known| name.eq_ignore_ascii_case(known));
    (is_code && !tag.ends_with("/>")).then_some(closing.is_none())
}

/// The anchors and links of the elements in a range of a note, in source order.
pub(super) fn find(text: &str, range: &Range<usize>) -> Vec<HtmlItem> {
    let mut found = Vec::new();
    let mut at = range.start;
    while let Some(open) = text[at..range.end].find('<').map(|open| at + open) {
        let rest = &text[open..range.end];
        if let Some(comment) = comment::HTML.comment_at_start(rest) {
            at = range.end - comment.rest.len();
            continue;
        }
        let name = rest[1..].find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(rest.len() - 1);
        let element = &rest[1..=name];
        at = open + 1 + name;
        if element.starts_with(|c: char| c.is_ascii_alphabetic()) {
            at = attributes(text, at..range.end, |name, value| {
                found.extend(read(text, element, name, value));
            });
        }
    }
    found
}

fn read(text: &str, element: &str, name: &str, value: Range<usize>) -> Option<HtmlItem> {
    let written = &text[value.clone()];
    let is = |known: &str| name.eq_ignore_ascii_case(known);
    let is_link = element.eq_ignore_ascii_case("a");
    if written.is_empty() {
        None
    } else if is("id") || is_link && is("name") {
        Some(HtmlItem::Anchor(Anchor { id: written.to_owned(), range: text_range(&value) }))
    } else if is_link && is("href") || is("src") {
        Some(HtmlItem::Link(Link::of_html(text, value, is("src"))))
    } else {
        None
    }
}

/// Reads the attributes of a tag. Returns the byte offset of its end.
fn attributes(text: &str, range: Range<usize>, mut found: impl FnMut(&str, Range<usize>)) -> usize {
    let mut at = range.start;
    let skip = |at: usize, is_skipped: fn(char) -> bool| {
        let rest = &text[at..range.end];
        at + rest.find(|c| !is_skipped(c)).unwrap_or(rest.len())
    };
    loop {
        at = skip(at, |c| c.is_whitespace() || c == '/');
        let name = at;
        at = skip(at, |c| !c.is_whitespace() && !matches!(c, '=' | '>' | '/' | '"' | '\''));
        if name == at {
            return at;
        }
        let name = &text[name..at];
        let equals = skip(at, char::is_whitespace);
        if !text[equals..range.end].starts_with('=') {
            continue;
        }
        at = skip(equals + 1, char::is_whitespace);
        let quote = text[at..range.end].chars().next().filter(|c| matches!(c, '"' | '\''));
        let value = at + usize::from(quote.is_some());
        let end = match quote {
            Some(quote) => text[value..range.end].find(quote).map(|end| value + end),
            None => Some(skip(value, |c| !c.is_whitespace() && c != '>')),
        };
        let Some(end) = end else { return range.end };
        found(name, value..end);
        at = end + usize::from(quote.is_some());
    }
}

/// Returns a text without HTML tags, on one line.
pub(super) fn without_tags(html: &str) -> String {
    let mut plain = String::new();
    let mut rest = html;
    while let Some((before, after)) = rest.split_once('<') {
        plain.push_str(before);
        match after.split_once('>') {
            Some((tag, after)) if tag.starts_with(|c: char| c == '/' || c.is_alphabetic()) => {
                rest = after;
            }
            _ => {
                plain.push('<');
                rest = after;
            }
        }
    }
    plain.push_str(rest);
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}
