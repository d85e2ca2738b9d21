//! What a note is laid out of: blocks in blocks, and the marked spans in them, with their places.
//!
//! Only what shows a note as it is laid out asks for this (folding, selecting), so it is read when
//! it is asked for and not kept.

use std::ops::Range;

use pulldown_cmark::{Event, Parser, Tag};
use text_size::TextRange;

use crate::note::markdown::{DIALECT, as_the_parser_reads, text_range};
use crate::note::{Note, start};

/// A part of a note's layout.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Block {
    /// What it is.
    pub kind: BlockKind,
    /// From its first character to its last one that is no blank.
    pub range: TextRange,
}

/// What a part of a note's layout is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BlockKind {
    /// A paragraph, or the text of a definition or a footnote.
    Paragraph,
    /// A list, of definitions too.
    List,
    /// An item of a list, or a title or text in one of definitions.
    Item,
    /// Code between fences or indented.
    Code,
    /// A table.
    Table,
    /// A row of one.
    Row,
    /// A cell of one.
    Cell,
    /// A quote.
    Quote,
    /// HTML, but for comments.
    Html,
    /// Nothing but a comment.
    Comment,
    /// A footnote.
    Footnote,
    /// A marked span in a text: a link, emphasis, code, math.
    Span,
}

/// All parts of a note's body but for headings, each before those in it.
pub fn blocks(text: &str, note: &Note) -> Vec<Block> {
    let body = note.front_matter.as_ref().map_or_else(|| start(text), |front| front.range.end());
    let base = usize::from(body);
    let source = as_the_parser_reads(&text[base..]);
    let events = Parser::new_ext(&source, DIALECT).into_offset_iter();
    let found = events.filter_map(|(event, range)| {
        let range = range.start + base..range.end + base;
        let kind = match event {
            Event::Start(tag) => kind(&tag, &text[range.clone()])?,
            Event::Code(_) | Event::InlineMath(_) | Event::DisplayMath(_) => BlockKind::Span,
            _ => return None,
        };
        Some(Block { kind, range: text_range(&trimmed(text, range)) })
    });
    found.filter(|block| !block.range.is_empty()).collect()
}

fn kind(tag: &Tag<'_>, written: &str) -> Option<BlockKind> {
    Some(match tag {
        Tag::Paragraph => BlockKind::Paragraph,
        Tag::List(_) | Tag::DefinitionList => BlockKind::List,
        Tag::Item | Tag::DefinitionListTitle | Tag::DefinitionListDefinition => BlockKind::Item,
        Tag::CodeBlock(_) => BlockKind::Code,
        Tag::Table(_) => BlockKind::Table,
        Tag::TableHead | Tag::TableRow => BlockKind::Row,
        Tag::TableCell => BlockKind::Cell,
        Tag::BlockQuote(_) => BlockKind::Quote,
        Tag::HtmlBlock if written.trim_start().starts_with("<!--") => BlockKind::Comment,
        Tag::HtmlBlock => BlockKind::Html,
        Tag::FootnoteDefinition(_) => BlockKind::Footnote,
        Tag::Emphasis
        | Tag::Strong
        | Tag::Strikethrough
        | Tag::Superscript
        | Tag::Subscript
        | Tag::Link { .. }
        | Tag::Image { .. } => BlockKind::Span,
        Tag::Heading { .. } | Tag::MetadataBlock(_) => return None,
    })
}

fn trimmed(text: &str, range: Range<usize>) -> Range<usize> {
    let written = &text[range.clone()];
    let lead = written.len() - written.trim_start().len();
    let start = range.start + lead;
    start..(range.start + written.trim_end().len()).max(start)
}
