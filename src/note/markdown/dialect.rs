//! The Markdown that notes are written in, and how the parser is brought to read it.

use std::borrow::Cow;

use pulldown_cmark::{LinkType, Options};

use crate::note::link::LinkKind;
use crate::text::lines;

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
    let mut source = lines::with_line_feeds(text);
    let fences = memchr::memmem::find_iter(text.as_bytes(), ":::").filter(|at| {
        let before = text[..*at].trim_end_matches(' ');
        before.is_empty() || before.ends_with(lines::ENDS)
    });
    for at in fences {
        source.to_mut().replace_range(at..=at, ".");
    }
    source
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
