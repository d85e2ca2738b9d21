//! The layout of a note: nested blocks and the marked spans in them, with their ranges.
//!
//! Only folding and selection ranges need the layout. So it is parsed on demand and not stored.

use pulldown_cmark::{Event, Parser, Tag};
use text_size::TextRange;

use crate::note::comment;
use crate::note::markdown::{DIALECT, as_the_parser_reads};
use crate::note::{Note, start};
use crate::text::range::{self, text_range};

/// A block or span of a note.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SyntaxNode {
    /// The kind of the block.
    pub kind: SyntaxKind,
    /// The range in byte offsets, without trailing white space.
    pub range: TextRange,
}

/// The kind of a block or span.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SyntaxKind {
    /// A paragraph, or the text of a definition or a footnote.
    Paragraph,
    /// A list or definition list.
    List,
    /// An item of a list, or a title or definition of a definition list.
    Item,
    /// Fenced or indented code.
    Code,
    /// A table.
    Table,
    /// A row of a table.
    Row,
    /// A cell of a table.
    Cell,
    /// A quote.
    Quote,
    /// HTML other than comments.
    Html,
    /// A comment only.
    Comment,
    /// A footnote.
    Footnote,
    /// A span of inline markup: a link, emphasis, code, math.
    Span,
}

/// All blocks and spans of a note's body except headings. An outer block comes before its content.
pub fn blocks(text: &str, note: &Note) -> Vec<SyntaxNode> {
    let body = note.front_matter.as_ref().map_or_else(|| start(text), |front| front.range.end());
    let base = usize::from(body);
    let source = as_the_parser_reads(&text[base..]);
    let events = Parser::new_ext(&source, DIALECT).into_offset_iter();
    let found = events.filter_map(|(event, range)| {
        let range = range.start + base..range.end + base;
        let kind = match event {
            Event::Start(tag) => kind(&tag, &text[range.clone()])?,
            Event::Code(_) | Event::InlineMath(_) | Event::DisplayMath(_) => SyntaxKind::Span,
            _ => return None,
        };
        Some(SyntaxNode { kind, range: range::trimmed(text, text_range(&range)) })
    });
    found.filter(|block| !block.range.is_empty()).collect()
}

fn kind(tag: &Tag<'_>, written: &str) -> Option<SyntaxKind> {
    Some(match tag {
        Tag::Paragraph => SyntaxKind::Paragraph,
        Tag::List(_) | Tag::DefinitionList => SyntaxKind::List,
        Tag::Item | Tag::DefinitionListTitle | Tag::DefinitionListDefinition => SyntaxKind::Item,
        Tag::CodeBlock(_) => SyntaxKind::Code,
        Tag::Table(_) => SyntaxKind::Table,
        Tag::TableHead | Tag::TableRow => SyntaxKind::Row,
        Tag::TableCell => SyntaxKind::Cell,
        Tag::BlockQuote(_) => SyntaxKind::Quote,
        Tag::HtmlBlock if comment::HTML.comment_at_start(written.trim_start()).is_some() => {
            SyntaxKind::Comment
        }
        Tag::HtmlBlock => SyntaxKind::Html,
        Tag::FootnoteDefinition(_) => SyntaxKind::Footnote,
        Tag::Emphasis
        | Tag::Strong
        | Tag::Strikethrough
        | Tag::Superscript
        | Tag::Subscript
        | Tag::Link { .. }
        | Tag::Image { .. } => SyntaxKind::Span,
        Tag::Heading { .. } | Tag::MetadataBlock(_) => return None,
    })
}
