//! The layout of a note: nested blocks and the marked spans in them, with their ranges.
//!
//! Only folding and selection ranges need the layout. So it is parsed on demand and not stored.

use pulldown_cmark::{Event, Parser, Tag};
use text_size::TextRange;

use crate::note::comment;
use crate::note::markdown::{DIALECT, ParserSource};
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

/// A block at the top level of a note's body.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct TopBlock {
    /// The kind of the block. `None` for a heading.
    pub kind: Option<SyntaxKind>,
    /// The range in byte offsets, without trailing white space.
    pub range: TextRange,
}

/// The kind of a block or span.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
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
pub fn blocks(note: &Note) -> Vec<SyntaxNode> {
    let text: &str = &note.text;
    let mut found = Vec::new();
    events(note, |event, range| {
        let kind = match event {
            Event::Start(tag) => kind(&tag, &text[range]),
            Event::Code(_) | Event::InlineMath(_) | Event::DisplayMath(_) => Some(SyntaxKind::Span),
            _ => None,
        };
        found.extend(kind.map(|kind| SyntaxNode { kind, range: range::trimmed(text, range) }));
    });
    found.retain(|block| !block.range.is_empty());
    found
}

/// All blocks at the top level of a note's body, in source order. Thematic breaks and definitions of
/// labels are not included.
pub fn top_blocks(note: &Note) -> Vec<TopBlock> {
    let text: &str = &note.text;
    let (mut depth, mut found) = (0, Vec::new());
    events(note, |event, range| match event {
        Event::Start(tag) => {
            let block =
                || TopBlock { kind: kind(&tag, &text[range]), range: range::trimmed(text, range) };
            found.extend((depth == 0).then(block));
            depth += 1;
        }
        Event::End(_) => depth -= 1,
        _ => {}
    });
    found
}

/// Calls a function with all events of the body of a note.
fn events(note: &Note, mut each: impl FnMut(Event<'_>, TextRange)) {
    let text: &str = &note.text;
    let body = note.front_matter.as_ref().map_or_else(|| start(text), |front| front.range.end());
    let base = usize::from(body);
    let source = ParserSource::new(&text[base..]).text;
    for (event, range) in Parser::new_ext(&source, DIALECT).into_offset_iter() {
        each(event, text_range(&(range.start + base..range.end + base)));
    }
}

/// Returns the block with the mark of Obsidian (`^name`) at a range: the block that ends with the
/// mark, or the block before a mark that is alone. An item or a quote is named as a whole.
pub fn named_block(note: &Note, mark: TextRange) -> Option<TextRange> {
    let all = blocks(note);
    let around =
        all.iter().filter(|it| it.kind != SyntaxKind::Span && it.range.contains_range(mark));
    let innermost = around.clone().next_back()?;
    let is_alone = note.text[innermost.range].trim_start_matches('^') == &note.text[mark];
    if is_alone && innermost.kind == SyntaxKind::Paragraph {
        let before = all.iter().filter(|it| it.range.end() <= innermost.range.start());
        // The outermost of the blocks that end last comes first.
        let end = before.clone().map(|it| it.range.end()).max()?;
        return before.clone().find(|it| it.range.end() == end).map(|it| it.range);
    }
    let whole = |kind| around.clone().rev().find(|it| it.kind == kind);
    let found = whole(SyntaxKind::Item).or_else(|| whole(SyntaxKind::Quote)).unwrap_or(innermost);
    Some(found.range)
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

#[cfg(test)]
mod tests {
    use super::named_block;
    use crate::note::{Note, ReadOptions};

    #[test]
    fn a_block_has_its_own_range() {
        let text = "Top. ^a\n\n| x |\n|---|\n| 1 |\n\n^b\n\n- one ^c\n  - below\n- two\n\n  more ^d\n\n\
            > said\n> so ^e\n\n> asked\n\n^f\n\n```\ncode\n```\n\n^g\n\n## Head ^h\n";
        let note = Note::read(text, &ReadOptions::default());
        let shown = note.anchors.iter().map(|it| named_block(&note, it.range));
        let shown: Vec<_> = shown.map(|range| range.map_or("", |range| &text[range])).collect();
        assert_eq!(
            shown,
            [
                "Top. ^a",
                "| x |\n|---|\n| 1 |",
                "- one ^c\n  - below",
                "- two\n\n  more ^d",
                "> said\n> so ^e",
                "> asked",
                "```\ncode\n```",
                "",
            ]
        );
    }
}
