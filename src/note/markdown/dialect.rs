//! The Markdown that notes are written in, and how the parser is brought to read it.

use std::borrow::Cow;

use pulldown_cmark::{LinkType, Options};

use crate::note::link::LinkKind;

/// The Markdown that notes are written in: CommonMark and what all their tools add to it.
pub(in crate::note) const DIALECT: Options = Options::ENABLE_TABLES
    .union(Options::ENABLE_FOOTNOTES)
    .union(Options::ENABLE_STRIKETHROUGH)
    .union(Options::ENABLE_TASKLISTS)
    .union(Options::ENABLE_HEADING_ATTRIBUTES)
    .union(Options::ENABLE_MATH)
    .union(Options::ENABLE_GFM)
    .union(Options::ENABLE_DEFINITION_LIST)
    .union(Options::ENABLE_WIKILINKS);

/// The same text, byte for byte, but for what the parser does not know: line ends of one carriage
/// return, and the fences of containers (`::: note`), which it takes for definition lists.
pub(in crate::note) fn as_the_parser_reads(text: &str) -> Cow<'_, str> {
    let bytes = text.as_bytes();
    let is_lone = |at: &usize| bytes.get(at + 1) != Some(&b'\n');
    let returns = memchr::memchr_iter(b'\r', bytes).filter(is_lone).map(|at| (at, "\n"));
    let fences = memchr::memmem::find_iter(bytes, b":::").filter(|at| {
        let line = bytes[..*at].iter().rev().take_while(|byte| **byte == b' ').count();
        bytes[..at - line].last().is_none_or(|byte| matches!(byte, b'\n' | b'\r'))
    });
    let mut changes: Vec<_> = returns.chain(fences.map(|at| (at, "."))).collect();
    if changes.is_empty() {
        return Cow::Borrowed(text);
    }
    changes.sort_unstable();
    let mut known = String::with_capacity(text.len());
    let mut from = 0;
    for (at, instead) in changes {
        known.push_str(&text[from..at]);
        known.push_str(instead);
        from = at + 1;
    }
    known.push_str(&text[from..]);
    Cow::Owned(known)
}

/// How a link is written.
pub(super) fn link_kind(link_type: LinkType) -> LinkKind {
    match link_type {
        LinkType::Inline => LinkKind::Inline,
        LinkType::WikiLink { .. } => LinkKind::Wiki,
        LinkType::Autolink | LinkType::Email => LinkKind::Address,
        _ => LinkKind::Reference,
    }
}

/// Whether a link's text is its address, and so nothing a person reads as a sentence.
pub(super) fn is_address(link_type: LinkType) -> bool {
    matches!(
        link_type,
        LinkType::Autolink | LinkType::Email | LinkType::WikiLink { has_pothole: false }
    )
}
