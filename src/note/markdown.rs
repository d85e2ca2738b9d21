//! Markdown, read once: headings, top-level blocks and running text.
//!
//! With [`blocks`](crate::note::blocks) and [`excerpt`](crate::note::excerpt) the only user of
//! pulldown-cmark. Its metadata options
//! stay off: they match a pair of `---` anywhere and would swallow what stands between two rules,
//! so front matter is cut off before.

use std::borrow::Cow;
use std::ops::Range;

use pulldown_cmark::{Event, LinkType, Options, Parser, Tag, TagEnd};
use text_size::{TextRange, TextSize};

use crate::note::candidates::{Candidates, Gatherer};
use crate::note::heading::{Heading, Opening};
use crate::note::link::{Link, LinkKind, LinkReader};
use crate::note::name::NameReader;
use crate::note::prose::{Join, Segment};
use crate::note::term;

/// The Markdown that notes are written in: CommonMark and what all their tools add to it.
pub(super) const DIALECT: Options = Options::ENABLE_TABLES
    .union(Options::ENABLE_FOOTNOTES)
    .union(Options::ENABLE_STRIKETHROUGH)
    .union(Options::ENABLE_TASKLISTS)
    .union(Options::ENABLE_HEADING_ATTRIBUTES)
    .union(Options::ENABLE_MATH)
    .union(Options::ENABLE_GFM)
    .union(Options::ENABLE_DEFINITION_LIST)
    .union(Options::ENABLE_WIKILINKS);

/// What a note's body is made of.
#[derive(Debug, Default)]
pub(super) struct Markdown {
    /// Headings outside quotes, lists and code, in source order.
    pub(super) headings: Vec<Heading>,
    /// All other blocks that are not inside another one, in source order.
    pub(super) blocks: Vec<Block>,
    /// Running text, wherever it stands, in source order.
    pub(super) prose: Vec<Segment>,
    /// Links and their definitions, in source order.
    pub(super) links: Vec<Link>,
    /// What may declare terms, wherever it stands.
    pub(super) candidates: Candidates,
}

/// A block at the top level of the body, with its line end.
#[derive(Clone, Copy, Debug)]
pub(super) struct Block {
    pub(super) kind: BlockKind,
    pub(super) range: TextRange,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum BlockKind {
    Paragraph,
    /// Nothing but comments.
    Comment,
    /// A comment that gives other names to what the heading above it declares.
    Aliases,
    /// A thematic break.
    Rule,
    /// A list, code, a table, a quote, HTML, …
    Other,
}

/// Reads the body of a note, which begins at `start`.
pub(super) fn read(text: &str, start: TextSize) -> Markdown {
    let base = usize::from(start);
    let mut reader = Reader { text, ..Reader::default() };
    let source = as_the_parser_reads(&text[base..]);
    let events = Parser::new_ext(&source, DIALECT).into_offset_iter();
    for (_, found) in events.reference_definitions().iter() {
        reader.linking.define(text, &found.dest, found.span.start + base..found.span.end + base);
    }
    for (event, range) in events {
        reader.event(event, range.start + base..range.end + base);
    }
    Markdown {
        candidates: reader.gatherer.finish(),
        links: reader.linking.finish(),
        ..reader.markdown
    }
}

/// The same text, byte for byte, but for what the parser does not know: line ends of one carriage
/// return, and the fences of containers (`::: note`), which it takes for definition lists.
pub(super) fn as_the_parser_reads(text: &str) -> Cow<'_, str> {
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

/// The state of the one pass over the events.
#[derive(Default)]
struct Reader<'t> {
    text: &'t str,
    markdown: Markdown,
    /// How many blocks are open around the current event.
    depth: usize,
    /// The heading being read.
    heading: Option<Opening>,
    /// The name being read, and what it names.
    naming: Option<(NameReader, Named)>,
    gatherer: Gatherer,
    linking: LinkReader,
    /// For each open link, whether its text is no running text.
    links: Vec<bool>,
    /// How many open constructs hold text that is no running text.
    silent: usize,
    /// How many of them are images.
    images: usize,
    /// How the next segment continues the one before.
    join: Join,
}

/// What a name that is being read stands for, with its place.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Named {
    Heading,
    /// The bold that a text begins with.
    Lead(Range<usize>),
    /// A title of a definition list.
    Title(Range<usize>),
    /// A cell of a table.
    Cell,
}

impl Reader<'_> {
    fn event(&mut self, event: Event<'_>, range: Range<usize>) {
        self.linking.saw(&range);
        match event {
            Event::Start(tag) => self.start(&tag, range),
            Event::End(tag) => self.end(tag, range.end),
            Event::Text(content) => {
                self.gatherer.stale(range.start);
                self.name_text(&content, &range);
                self.prose(&content, range);
            }
            Event::Code(content) => {
                self.gatherer.stale(range.start);
                let inner = inside_ticks(self.text, &range);
                if let Some((name, _)) = &mut self.naming {
                    name.code(&content, &inner);
                }
                self.cut();
            }
            Event::InlineMath(content) | Event::DisplayMath(content) => {
                self.gatherer.stale(range.start);
                self.name_text(&content, &range);
                self.cut();
            }
            Event::SoftBreak | Event::HardBreak => {
                self.gatherer.break_line();
                self.break_name(range.end);
                self.join = self.join.max(Join::Space);
            }
            Event::Rule => self.block(BlockKind::Rule, &range),
            Event::InlineHtml(tag) => {
                if tag.get(..3).is_some_and(|name| name.eq_ignore_ascii_case("<br")) {
                    self.name_space();
                }
                self.cut();
            }
            Event::FootnoteReference(_) => self.cut(),
            Event::TaskListMarker(_) => self.gatherer.stale(range.start),
            Event::Html(_) => {}
        }
    }

    fn start(&mut self, tag: &Tag<'_>, range: Range<usize>) {
        match tag {
            Tag::Strong => {
                if self.naming.is_none() && self.gatherer.is_lead(range.start) {
                    self.naming = Some((NameReader::default(), Named::Lead(range)));
                }
            }
            Tag::Emphasis | Tag::Strikethrough | Tag::Superscript | Tag::Subscript => {}
            Tag::Link { link_type, dest_url, .. } => {
                self.linking.open(link_kind(*link_type), false, dest_url, &range);
                self.gatherer.stale(range.start);
                let silent = is_address(*link_type);
                self.links.push(silent);
                self.silent += usize::from(silent);
                self.cut();
            }
            Tag::Image { link_type, dest_url, .. } => {
                self.linking.open(link_kind(*link_type), true, dest_url, &range);
                self.gatherer.stale(range.start);
                self.silent += 1;
                self.images += 1;
                self.cut();
            }
            _ => self.start_block(tag, range),
        }
    }

    fn start_block(&mut self, tag: &Tag<'_>, range: Range<usize>) {
        self.gatherer.boundary(range.start);
        if *tag != Tag::Paragraph {
            self.gatherer.clear();
        }
        match tag {
            Tag::Heading { level, id, .. } if self.depth == 0 => {
                let id = id.as_deref().map(str::to_owned);
                self.heading = Some(Opening { level: *level as u8, id, range });
                self.name(Named::Heading);
            }
            Tag::Paragraph => {
                self.block(BlockKind::Paragraph, &range);
                self.gatherer.open_paragraph(&range, self.depth);
            }
            Tag::HtmlBlock => {
                self.block(html_kind(&self.text[range.clone()]), &range);
                self.silent += 1;
            }
            Tag::CodeBlock(_) | Tag::MetadataBlock(_) => {
                self.block(BlockKind::Other, &range);
                self.silent += 1;
            }
            _ => {
                self.block(BlockKind::Other, &range);
                self.start_part(tag, range);
            }
        }
        self.open();
    }

    /// A list, definition list or table, or a part of one.
    fn start_part(&mut self, tag: &Tag<'_>, range: Range<usize>) {
        match tag {
            Tag::List(_) => self.gatherer.open_list(),
            Tag::Item => self.gatherer.open_item(range, self.depth),
            Tag::DefinitionListTitle => self.name(Named::Title(range)),
            Tag::DefinitionListDefinition => self.gatherer.open_definition(&range),
            Tag::Table(_) => self.gatherer.open_table(),
            Tag::TableRow => self.gatherer.open_row(range),
            Tag::TableCell if self.gatherer.open_cell(&range) => self.name(Named::Cell),
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd, end: usize) {
        match tag {
            TagEnd::Strong => return self.end_strong(end),
            TagEnd::Emphasis | TagEnd::Strikethrough | TagEnd::Superscript | TagEnd::Subscript => {
                return;
            }
            TagEnd::Link => {
                self.linking.close(self.text);
                let silent = self.links.pop().unwrap_or_default();
                self.silent -= usize::from(silent);
                return self.cut();
            }
            TagEnd::Image => {
                self.linking.close(self.text);
                self.silent -= 1;
                self.images -= 1;
                return self.cut();
            }
            TagEnd::HtmlBlock | TagEnd::CodeBlock | TagEnd::MetadataBlock(_) => self.silent -= 1,
            _ => {}
        }
        self.gatherer.boundary(end);
        self.gatherer.clear();
        self.end_part(tag);
        self.depth -= 1;
        self.join = Join::Block;
    }

    /// Bold may stand in bold: only the outermost ends a name.
    fn end_strong(&mut self, end: usize) {
        if let Some((name, named)) = self.naming.take() {
            match named {
                Named::Lead(bold) if bold.end == end => self.gatherer.lead(name.finish(), &bold),
                named => self.naming = Some((name, named)),
            }
        }
    }

    /// A block that is named, or has parts that are, ends.
    fn end_part(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::List(_) => self.gatherer.close_list(),
            TagEnd::Item => self.gatherer.close_item(),
            TagEnd::TableHead => self.gatherer.close_head(),
            TagEnd::TableRow => self.gatherer.close_row(),
            TagEnd::Heading(_) if self.depth > 1 => {}
            TagEnd::Heading(_) | TagEnd::DefinitionListTitle | TagEnd::TableCell => {
                let Some((name, named)) = self.naming.take() else { return };
                match named {
                    Named::Heading => {
                        let heading = self.heading.take();
                        let heading = heading.map(|h| h.finish(name.finish(), self.text));
                        self.markdown.headings.extend(heading);
                    }
                    Named::Title(range) => self.gatherer.title(name.finish(), &range),
                    Named::Cell => self.gatherer.cell(name.finish()),
                    Named::Lead(_) => {}
                }
            }
            _ => {}
        }
    }

    /// What follows is a name, until its block ends.
    fn name(&mut self, named: Named) {
        self.naming = Some((NameReader::default(), named));
    }

    /// A block is opened: what follows belongs to it, and continues nothing before it.
    fn open(&mut self) {
        self.depth += 1;
        self.join = Join::Block;
    }

    /// What follows is running text again, but does not continue what stands before.
    fn cut(&mut self) {
        self.join = self.join.max(Join::Cut);
    }

    fn block(&mut self, kind: BlockKind, range: &Range<usize>) {
        if self.depth == 0 {
            self.markdown.blocks.push(Block { kind, range: text_range(range) });
        }
    }

    fn prose(&mut self, content: &str, range: Range<usize>) {
        // An entity, say: what is read is not what is written, so no place in it means anything.
        let verbatim = self.text.get(range.clone()) == Some(content);
        if self.silent > 0 || !verbatim || content.is_empty() {
            return self.cut();
        }
        let in_link = !self.links.is_empty();
        let range = text_range(&range);
        let join = std::mem::replace(&mut self.join, Join::Glued);
        // The parser cuts a text wherever markup might have begun.
        if let Some(last) = self.markdown.prose.last_mut().filter(|last| {
            join == Join::Glued && last.in_link == in_link && last.range.end() == range.start()
        }) {
            last.range = last.range.cover(range);
        } else {
            self.markdown.prose.push(Segment { range, join, in_link });
        }
    }

    fn name_text(&mut self, content: &str, range: &Range<usize>) {
        match &mut self.naming {
            Some((name, _)) if self.images > 0 => name.image_text(content, range),
            Some((name, _)) => name.text(content, range),
            None => {}
        }
    }

    /// Each line of a definition list's title is a title of its own.
    fn break_name(&mut self, end: usize) {
        match &mut self.naming {
            Some((name, Named::Title(range))) => {
                self.gatherer.title(std::mem::take(name).finish(), range);
                *range = end..range.end.max(end);
            }
            _ => self.name_space(),
        }
    }

    fn name_space(&mut self) {
        if let Some((name, _)) = &mut self.naming {
            name.space();
        }
    }
}

/// The content of a code span without its backticks and the spaces beside them.
fn inside_ticks(text: &str, span: &Range<usize>) -> Range<usize> {
    let written = &text[span.clone()];
    let ticks = written.len() - written.trim_start_matches('`').len();
    let content = written[ticks..].trim_end_matches('`');
    let start = span.start + ticks + (content.len() - content.trim_start().len());
    start..start + content.trim().len()
}

/// How a link is written; none for a bare address.
fn link_kind(link_type: LinkType) -> Option<LinkKind> {
    match link_type {
        LinkType::Inline => Some(LinkKind::Inline),
        LinkType::WikiLink { .. } => Some(LinkKind::Wiki),
        LinkType::Autolink | LinkType::Email => None,
        _ => Some(LinkKind::Reference),
    }
}

/// Whether a link's text is its address, and so nothing a person reads as a sentence.
fn is_address(link_type: LinkType) -> bool {
    matches!(
        link_type,
        LinkType::Autolink | LinkType::Email | LinkType::WikiLink { has_pothole: false }
    )
}

/// What an HTML block is: a comment left open runs to the end.
fn html_kind(html: &str) -> BlockKind {
    let mut rest = html.trim();
    let mut kind = if rest.is_empty() { BlockKind::Comment } else { BlockKind::Aliases };
    while let Some(comment) = rest.strip_prefix("<!--") {
        let (comment, after) = comment.split_once("-->").unwrap_or((comment, ""));
        if term::comment::names(comment).is_none() {
            kind = BlockKind::Comment;
        }
        rest = after.trim_start();
    }
    if rest.is_empty() { kind } else { BlockKind::Other }
}

/// A range of the parser as a range of a note: notes are far smaller than 4 GiB.
pub(super) fn text_range(range: &Range<usize>) -> TextRange {
    let size = |at: usize| TextSize::new(u32::try_from(at).unwrap_or(u32::MAX));
    TextRange::new(size(range.start), size(range.end))
}
