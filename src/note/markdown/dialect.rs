//! The Markdown dialect of notes, and the adaptation of the parser to it.

use std::borrow::Cow;

use pulldown_cmark::{LinkType, Options};

use crate::note::link::LinkKind;
use crate::text::lines;

/// The Markdown dialect of notes: CommonMark and the common extensions of the tools.
pub(in crate::note) const DIALECT: Options = Options::ENABLE_TABLES
    .union(Options::ENABLE_FOOTNOTES)
    .union(Options::ENABLE_STRIKETHROUGH)
    .union(Options::ENABLE_TASKLISTS)
    .union(Options::ENABLE_HEADING_ATTRIBUTES)
    .union(Options::ENABLE_MATH)
    .union(Options::ENABLE_GFM)
    .union(Options::ENABLE_DEFINITION_LIST)
    .union(Options::ENABLE_WIKILINKS);

/// Adapts a text to the parser, without a change of byte offsets.
///
/// The parser does not know line ends of one carriage return. It would parse the fences of
/// containers (`::: note`) as definition lists.
pub(super) fn as_the_parser_reads(text: &str) -> Cow<'_, str> {
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

/// The syntax of a link.
pub(super) fn link_kind(link_type: LinkType) -> LinkKind {
    match link_type {
        LinkType::Inline => LinkKind::Inline,
        LinkType::WikiLink { .. } => LinkKind::Wiki,
        LinkType::Autolink | LinkType::Email => LinkKind::Address,
        _ => LinkKind::Reference,
    }
}

/// Whether the text of a link is its URL, and so not running text.
pub(super) fn is_address(link_type: LinkType) -> bool {
    matches!(
        link_type,
        LinkType::Autolink | LinkType::Email | LinkType::WikiLink { has_pothole: false }
    )
}
