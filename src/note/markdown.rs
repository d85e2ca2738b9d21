//! The parse of a note's Markdown in one pass: headings, top-level blocks, running text and links.
//!
//! Only this module and its children, [`blocks`](crate::note::blocks) and
//! [`excerpt`](crate::note::excerpt) use pulldown-cmark. Its metadata options are off, because they match a pair of `---` anywhere and
//! would remove the text between two rules. So front matter is cut off before the parse.

mod dialect;
pub mod html_text;
mod page_shortcode;

use std::borrow::Cow;
use std::ops::Range;

use pulldown_cmark::{BrokenLink, CowStr, Event, LinkType, Parser, Tag, TagEnd};
use text_size::{TextRange, TextSize};

use crate::note::anchor::Anchor;
use crate::note::candidates::{CandidateCollector, Candidates};
use crate::note::comment;
use crate::note::heading::{Heading, Opening};
use crate::note::heading_text::NameReader;
use crate::note::html;
use crate::note::link::{Link, LinkKind, LinkReader};
use crate::note::markdown::dialect::{is_address, link_kind};
use crate::note::marked_reference;
use crate::note::prose::{Join, Segment};
use crate::note::reference::LinkReference;
use crate::note::slug::Anchors;
use crate::text::range::{self, text_range};

pub(super) use self::dialect::DIALECT;
use self::page_shortcode::PageShortcode;
pub(super) use self::page_shortcode::{MAX_SHORTCODE, ParserSource};

/// The parsed parts of a note's body.
#[derive(Debug, Default)]
pub(super) struct Markdown {
    /// Headings outside quotes, lists and code, in source order.
    pub(super) headings: Vec<Heading>,
    /// All other blocks at the top level, in source order.
    pub(super) blocks: Vec<Block>,
    /// Running text at all levels, in source order.
    pub(super) prose: Vec<Segment>,
    /// Links and their definitions, in source order.
    pub(super) links: Vec<Link>,
    /// Uses and definitions of labels, in source order.
    pub(super) references: Vec<LinkReference>,
    /// The anchors of HTML elements, in source order.
    pub(super) anchors: Vec<Anchor>,
    /// HTML: blocks, and tags and comments in running text, in source order.
    pub(super) html: Vec<TextRange>,
    /// Candidates for terms at all levels.
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
    /// Comments only.
    Comment,
    /// A comment that Headword reads: a list of aliases, or a suppression.
    Aliases,
    /// A thematic break.
    Rule,
    /// A paragraph for the tool that renders the note: attributes, a table of contents, …
    Markup,
    /// A paragraph that holds the place of a text still to be written: `TBD`.
    Placeholder,
    List,
    Quote,
    Html,
    /// Code, a table, a footnote, …
    Other,
}

impl BlockKind {
    /// Whether a block of this kind is content of its section.
    pub(super) fn is_content(self) -> bool {
        matches!(self, Self::Paragraph | Self::List | Self::Quote | Self::Html | Self::Other)
    }
}

/// Parses the body of a note, which begins at byte offset `start`.
pub(super) fn read(text: &str, start: TextSize, anchors: Anchors) -> Markdown {
    let base = usize::from(start);
    let ParserSource { text: body, shortcodes } = ParserSource::new(&text[base..]);
    let source = match body {
        Cow::Borrowed(_) => Cow::Borrowed(text),
        Cow::Owned(body) => Cow::Owned(format!("{}{body}", &text[..base])),
    };
    let mut reader = EventReader {
        text,
        source: &source,
        base,
        shortcodes: &shortcodes,
        anchors,
        ..EventReader::default()
    };
    let mut undefined = Vec::new();
    let mut note_undefined = |link: BrokenLink<'_>| -> Option<(CowStr<'_>, CowStr<'_>)> {
        // `[text]` without a definition is text, not a link.
        if link.link_type != LinkType::Shortcut {
            let span = link.span.start + base..link.span.end + base;
            undefined.push(with_brackets(text, link.link_type, span));
        }
        None
    };
    let parser =
        Parser::new_with_broken_link_callback(&source[base..], DIALECT, Some(&mut note_undefined));
    let events = parser.into_offset_iter();
    for (_, found) in events.reference_definitions().iter() {
        let range = found.span.start + base..found.span.end + base;
        reader.markdown.references.extend(LinkReference::definition(text, &range));
        reader.linking.define(&source, &found.dest, range);
    }
    for (event, range) in events {
        reader.event(event, range.start + base..range.end + base);
    }
    let EventReader { mut markdown, candidates, linking, code, .. } = reader;
    let is_text = |range: &&Range<usize>| {
        let before = code.partition_point(|code| code.start <= range.start);
        code[..before].last().is_none_or(|code| code.end < range.end)
    };
    let undefined = undefined.iter().filter(is_text);
    let references = undefined.filter_map(|range| LinkReference::of_link(text, range));
    markdown.references.extend(references);
    markdown.references.sort_by_key(|found| found.range.start());
    let mut links = linking.finish();
    page_shortcode::resolve(text, base, &shortcodes, &mut links);
    links.retain(|it| it.kind != LinkKind::Shortcode || is_text(&&it.range.into()));
    Markdown { candidates: candidates.finish(), links, ..markdown }
}

/// The state of the pass over the events of the parser.
#[derive(Default)]
struct EventReader<'t> {
    text: &'t str,
    /// The text as the parser reads it, with the same byte offsets.
    source: &'t str,
    /// The byte offset at which the body begins.
    base: usize,
    /// The shortcodes that the parser does not read, from the start of the body.
    shortcodes: &'t [PageShortcode],
    anchors: Anchors,
    markdown: Markdown,
    /// The number of open blocks around the current event.
    depth: usize,
    /// The heading that is being read.
    heading: Option<Opening>,
    /// The name that is being read, and its owner.
    naming: Option<(NameReader, Named)>,
    candidates: CandidateCollector,
    linking: LinkReader,
    /// For each open link, whether its text is excluded from running text.
    links: Vec<bool>,
    /// The number of open constructs whose text is not running text.
    silent: usize,
    /// The start of the HTML code that is open, such as `<code>`, and the ranges of closed ones.
    open_code: Option<usize>,
    code: Vec<Range<usize>>,
    /// The number of open images, which `silent` includes.
    images: usize,
    /// How the next segment continues the previous one.
    join: Join,
}

/// The owner of a name that is being read, with its range.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Named {
    Heading,
    /// Bold at the beginning of a text.
    Lead(Range<usize>),
    /// A title of a definition list.
    Title(Range<usize>),
    /// A cell of a table.
    Cell,
}

impl<'t> EventReader<'t> {
    fn event(&mut self, event: Event<'_>, range: Range<usize>) {
        self.linking.saw(&range);
        match event {
            Event::Start(tag) => self.start(&tag, range),
            Event::End(tag) => self.end(tag, range.end),
            Event::Text(content) => {
                self.candidates.content(range.start);
                let content = self.written(&content, &range);
                self.name_text(content, &range);
                self.prose(content, range);
            }
            Event::Code(content) => {
                self.candidates.content(range.start);
                let inner = inside_ticks(self.text, &range);
                if let Some((name, _)) = &mut self.naming {
                    name.code(&content, &inner);
                }
                self.cut();
                for part in marked_reference::in_role(self.text, &range, inner) {
                    let join = std::mem::replace(&mut self.join, Join::Cut);
                    let segment = Segment { range: text_range(&part), join, in_link: true };
                    self.markdown.prose.extend((self.silent == 0).then_some(segment));
                }
            }
            Event::InlineMath(content) | Event::DisplayMath(content) => {
                self.candidates.content(range.start);
                self.name_text(&content, &range);
                self.cut();
            }
            Event::SoftBreak | Event::HardBreak => {
                self.candidates.break_line();
                self.break_name(range.end);
                self.join = self.join.max(Join::Space);
            }
            Event::Rule => self.block(BlockKind::Rule, &range),
            Event::InlineHtml(tag) => {
                self.markdown.html.push(text_range(&range));
                if tag.get(..3).is_some_and(|name| name.eq_ignore_ascii_case("<br")) {
                    self.name_space();
                }
                self.html(&range);
                self.html_code(&range);
                self.cut();
            }
            Event::FootnoteReference(_) => {
                self.markdown
                    .references
                    .extend(LinkReference::of_footnote(self.text, &range, false));
                self.cut();
            }
            Event::TaskListMarker(_) => self.candidates.content(range.start),
            Event::Html(_) => {}
        }
    }

    /// The text of an event as it is written, also if a shortcode is in it.
    fn written<'c>(&self, content: &'c str, range: &Range<usize>) -> &'c str
    where
        't: 'c,
    {
        let in_body = range.start - self.base..range.end - self.base;
        let is_read = page_shortcode::overlaps(self.shortcodes, &in_body);
        if is_read && content.len() == range.len() { &self.text[range.clone()] } else { content }
    }

    fn start(&mut self, tag: &Tag<'_>, range: Range<usize>) {
        match tag {
            Tag::Strong => {
                if self.naming.is_none() && self.candidates.open_bold(range.start) {
                    self.naming = Some((NameReader::default(), Named::Lead(range)));
                }
            }
            Tag::Emphasis | Tag::Strikethrough | Tag::Superscript | Tag::Subscript => {}
            Tag::Link { link_type, dest_url, .. } => {
                self.link(*link_type, false, dest_url, &range);
                self.candidates.open_link(range.start);
                let silent = is_address(*link_type);
                self.links.push(silent);
                self.silent += usize::from(silent);
                self.cut();
            }
            Tag::Image { link_type, dest_url, .. } => {
                self.link(*link_type, true, dest_url, &range);
                self.candidates.content(range.start);
                self.silent += 1;
                self.images += 1;
                self.cut();
            }
            _ => self.start_block(tag, range),
        }
    }

    fn start_block(&mut self, tag: &Tag<'_>, range: Range<usize>) {
        self.candidates.end_text(range.start);
        if *tag != Tag::Paragraph {
            self.candidates.clear();
        }
        match tag {
            Tag::Heading { level, id, .. } if self.depth == 0 => {
                let id = id.as_deref().map(str::to_owned);
                self.heading = Some(Opening { level: *level as u8, id, range });
                self.name(Named::Heading);
            }
            Tag::Paragraph => {
                self.block(BlockKind::Paragraph, &range);
                self.candidates.open_paragraph(&range, self.depth);
            }
            Tag::HtmlBlock => {
                self.markdown.html.push(text_range(&range));
                self.block(html_kind(&self.text[range.clone()]), &range);
                self.html(&range);
                self.silent += 1;
            }
            Tag::CodeBlock(_) | Tag::MetadataBlock(_) => {
                self.block(BlockKind::Other, &range);
                self.silent += 1;
            }
            _ => {
                let kind = match tag {
                    Tag::List(_) => BlockKind::List,
                    Tag::BlockQuote(_) => BlockKind::Quote,
                    _ => BlockKind::Other,
                };
                self.block(kind, &range);
                self.start_part(tag, range);
            }
        }
        self.open();
    }

    /// A list, definition list or table, or a part of one, begins.
    fn start_part(&mut self, tag: &Tag<'_>, range: Range<usize>) {
        match tag {
            Tag::List(_) => self.candidates.open_list(),
            Tag::Item => self.candidates.open_item(range, self.depth),
            Tag::FootnoteDefinition(_) => {
                self.markdown
                    .references
                    .extend(LinkReference::of_footnote(self.text, &range, true));
            }
            Tag::DefinitionListTitle => self.name(Named::Title(range)),
            Tag::DefinitionListDefinition => self.candidates.open_definition(&range),
            Tag::Table(_) => self.candidates.open_table(),
            Tag::TableRow => self.candidates.open_row(range),
            Tag::TableCell if self.candidates.open_cell(&range) => self.name(Named::Cell),
            _ => {}
        }
    }

    fn link(&mut self, link_type: LinkType, embeds: bool, dest: &str, range: &Range<usize>) {
        let kind = link_kind(link_type);
        let range = with_brackets(self.text, link_type, range.clone());
        if kind == LinkKind::Reference {
            self.markdown.references.extend(LinkReference::of_link(self.text, &range));
        }
        self.linking.open(kind, embeds, dest, &range);
    }

    fn html(&mut self, range: &Range<usize>) {
        for found in html::find(self.source, range) {
            match found {
                html::HtmlItem::Anchor(anchor) => self.markdown.anchors.push(anchor),
                html::HtmlItem::Link(link) => self.linking.found(link),
            }
        }
    }

    /// Reads a tag that opens or closes code in running text.
    fn html_code(&mut self, tag: &Range<usize>) {
        match html::code_tag(&self.text[tag.clone()]) {
            Some(true) => self.open_code = self.open_code.or(Some(tag.start)),
            Some(false) => self.close_code(tag.end),
            None => {}
        }
    }

    /// The open HTML code ends, at the latest with its block.
    fn close_code(&mut self, end: usize) {
        self.code.extend(self.open_code.take().map(|start| start..end));
    }

    fn end(&mut self, tag: TagEnd, end: usize) {
        match tag {
            TagEnd::Strong => return self.end_strong(end),
            TagEnd::Emphasis | TagEnd::Strikethrough | TagEnd::Superscript | TagEnd::Subscript => {
                return;
            }
            TagEnd::Link => {
                self.linking.close(self.source);
                let silent = self.links.pop().unwrap_or_default();
                self.silent -= usize::from(silent);
                return self.cut();
            }
            TagEnd::Image => {
                self.linking.close(self.source);
                self.silent -= 1;
                self.images -= 1;
                return self.cut();
            }
            TagEnd::HtmlBlock | TagEnd::CodeBlock | TagEnd::MetadataBlock(_) => self.silent -= 1,
            _ => {}
        }
        self.close_code(end);
        self.candidates.end_text(end);
        self.candidates.clear();
        self.end_part(tag);
        self.depth -= 1;
        self.join = Join::Block;
    }

    /// Bold ends. Bold may be nested, and only the outermost ends a name.
    fn end_strong(&mut self, end: usize) {
        if let Some((name, named)) = self.naming.take() {
            match named {
                Named::Lead(bold) if bold.end == end => self.candidates.lead(name.finish(), &bold),
                named => self.naming = Some((name, named)),
            }
        }
    }

    /// A list, definition list or table, or a part of one, ends.
    fn end_part(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::List(_) => self.candidates.close_list(),
            TagEnd::Item => self.candidates.close_item(),
            TagEnd::TableHead => self.candidates.close_head(),
            TagEnd::TableRow => self.candidates.close_row(),
            TagEnd::Heading(_) if self.depth > 1 => {}
            TagEnd::Heading(_) | TagEnd::DefinitionListTitle | TagEnd::TableCell => {
                let Some((name, named)) = self.naming.take() else { return };
                match named {
                    Named::Heading => {
                        let heading = self.heading.take();
                        let heading =
                            heading.map(|it| it.finish(name.finish(), self.text, self.anchors));
                        self.markdown.headings.extend(heading);
                    }
                    Named::Title(range) => self.candidates.title(name.finish(), &range),
                    Named::Cell => self.candidates.cell(name.finish()),
                    Named::Lead(_) => {}
                }
            }
            _ => {}
        }
    }

    /// A name begins. It extends to the end of its block.
    fn name(&mut self, named: Named) {
        self.naming = Some((NameReader::default(), named));
    }

    /// A block opens. The text after it continues no earlier segment.
    fn open(&mut self) {
        self.depth += 1;
        self.join = Join::Block;
    }

    /// Makes sure that no phrase continues from the text before to the text after this place.
    fn cut(&mut self) {
        self.join = self.join.max(Join::Cut);
    }

    fn block(&mut self, kind: BlockKind, range: &Range<usize>) {
        if self.depth == 0 {
            self.markdown.blocks.push(Block { kind, range: text_range(range) });
        }
    }

    fn prose(&mut self, content: &str, range: Range<usize>) {
        // Text that differs from its source, such as an entity, has no usable offsets.
        let source = self.text.get(range.clone());
        if source == Some("&nbsp;") {
            self.join = self.join.max(Join::Space);
            return;
        }
        let verbatim = source == Some(content) || source == Some("&amp;");
        if self.silent > 0 || self.open_code.is_some() || !verbatim || content.is_empty() {
            return self.cut();
        }
        let in_link = !self.links.is_empty();
        let range = text_range(&range);
        let join = std::mem::replace(&mut self.join, Join::Glued);
        // The parser splits text where markup might have begun.
        if let Some(last) = self.markdown.prose.last_mut().filter(|last| {
            let gap = self.text.get(last.range.end().into()..range.start().into());
            // In a word, an escaped underscore is a letter.
            let is_escape = gap == Some("\\")
                && content.starts_with('_')
                && self.text[last.range].ends_with(char::is_alphanumeric);
            join == Join::Glued && last.in_link == in_link && (gap == Some("") || is_escape)
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

    /// A line ends. Each line of a definition list's title is a separate title.
    fn break_name(&mut self, end: usize) {
        match &mut self.naming {
            Some((name, Named::Title(range))) => {
                self.candidates.title(std::mem::take(name).finish(), range);
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

/// The range of the content of a code span, without its backticks and the spaces beside them.
fn inside_ticks(text: &str, span: &Range<usize>) -> Range<usize> {
    let written = &text[span.clone()];
    let ticks = written.len() - written.trim_start_matches('`').len();
    let end = span.start + written.trim_end_matches('`').len();
    let inside = text_range(&(span.start + ticks..end.max(span.start + ticks)));
    range::trimmed(text, inside).into()
}

/// The range of a link with the empty brackets after it, which the parser does not include.
fn with_brackets(text: &str, link_type: LinkType, range: Range<usize>) -> Range<usize> {
    let is_open = link_type == LinkType::Collapsed && text[range.end..].starts_with("[]");
    range.start..range.end + if is_open { 2 } else { 0 }
}

/// The kind of an HTML block. A comment without a closing mark extends to the end.
fn html_kind(html: &str) -> BlockKind {
    let mut rest = html.trim();
    let mut kind = if rest.is_empty() { BlockKind::Comment } else { BlockKind::Aliases };
    while let Some(comment) = comment::HTML.comment_at_start(rest) {
        if !comment::is_for_us(comment.inside) {
            kind = BlockKind::Comment;
        }
        rest = comment.rest.trim_start();
    }
    if rest.is_empty() { kind } else { BlockKind::Html }
}
