//! An excerpt of a note, made fit to be shown away from it.
//!
//! Notes are other people's writing, and an editor renders what it is given: so nothing of an
//! excerpt may run, load or lead anywhere but to the web. Links keep their address only if it is
//! `http`, `https` or `mailto`; HTML and comments are dropped; images become their description;
//! characters that a reader does not see, but that change what others look like, are left out.
//!
//! Taking markup away may bring other markup together (`<<b>i>`), and no two readers of Markdown
//! agree, so what is left is read again in each dialect until there is nothing to take away.

use std::ops::Range;

use pulldown_cmark::{BrokenLink, CowStr, Event, LinkType, Options, Parser, Tag, TagEnd};

use crate::note::markdown::{self, DIALECT};
use crate::note::mask;
use crate::note::slug::Anchors;
use crate::text::visible::is_treacherous;

/// The dialects in which an excerpt must be harmless: that of notes, and that of most editors.
const DIALECTS: [Options; 2] =
    [DIALECT, Options::ENABLE_TABLES.union(Options::ENABLE_STRIKETHROUGH)];

/// What is not harmless after so many rounds is not meant to be: it is shown as plain text.
const MAX_ROUNDS: usize = 8;

/// The excerpt as Markdown.
pub fn markdown(source: &str) -> String {
    let mut text = readable(source);
    for _ in 0..MAX_ROUNDS {
        let dropped = merge(DIALECTS.iter().flat_map(|dialect| edits(&text, *dialect)).collect());
        if dropped.is_empty() {
            return text;
        }
        without(&text, &dropped).trim().clone_into(&mut text);
    }
    escape(&plain(&text))
}

/// The excerpt as text without markup, for where Markdown is not rendered.
pub fn plain(source: &str) -> String {
    if source.chars().all(is_never_markup) {
        return source.trim().to_owned();
    }
    let source = readable(source);
    let mut out = String::with_capacity(source.len());
    for (event, _) in events(&source, DIALECT) {
        let ends_line = is_line_end(&event) && !out.is_empty() && !out.ends_with('\n');
        match event {
            Event::Text(content)
            | Event::Code(content)
            | Event::InlineMath(content)
            | Event::DisplayMath(content) => {
                // An entity may stand for anything.
                out.extend(content.chars().filter(|c| !is_treacherous(*c)));
            }
            Event::SoftBreak | Event::End(TagEnd::TableCell) => out.push(' '),
            Event::InlineHtml(tag) if is_line_break(&tag) => out.push(' '),
            Event::Rule => out.push('\n'),
            _ if ends_line => {
                out.truncate(out.trim_end_matches(' ').len());
                out.push('\n');
            }
            _ => {}
        }
    }
    out.trim().to_owned()
}

/// Whether a character means nothing to any Markdown inside the one line of a paragraph. Most
/// definitions hold no others, and are not worth a parser.
fn is_never_markup(c: char) -> bool {
    if c.is_ascii() {
        c.is_ascii_alphanumeric() || " ,;.:()/'\"?!-+=#@".contains(c)
    } else {
        c.is_alphanumeric() || matches!(c, '‐'..='—' | '‘'..='”' | '…' | '→')
    }
}

/// Whether what follows an event stands on a line of its own.
fn is_line_end(event: &Event<'_>) -> bool {
    matches!(
        event,
        Event::HardBreak
            | Event::End(
                TagEnd::Paragraph
                    | TagEnd::Heading(_)
                    | TagEnd::Item
                    | TagEnd::CodeBlock
                    | TagEnd::TableHead
                    | TagEnd::TableRow
                    | TagEnd::DefinitionListTitle
                    | TagEnd::DefinitionListDefinition
            )
    )
}

/// A source without `%%` comments and treacherous characters, its lines ended alike.
fn readable(source: &str) -> String {
    let lines = source.replace("\r\n", "\n").replace('\r', "\n");
    let seen: String = lines.chars().filter(|c| !is_treacherous(*c)).collect();
    let seen = seen.trim();
    if !seen.contains("%%") {
        return seen.to_owned();
    }
    let comments = mask::comments(seen, &markdown::read(seen, 0.into(), Anchors::default()).prose);
    let comments: Vec<_> = comments.into_iter().map(Range::<usize>::from).collect();
    without(seen, &comments).trim().to_owned()
}

/// The events of a source; a link whose definition stands elsewhere in the note counts as one.
fn events(source: &str, dialect: Options) -> impl Iterator<Item = (Event<'_>, Range<usize>)> {
    let resolve = |link: BrokenLink<'_>| {
        matches!(link.link_type, LinkType::Reference | LinkType::Collapsed)
            .then_some((CowStr::Borrowed(""), CowStr::Borrowed("")))
    };
    Parser::new_with_broken_link_callback(source, dialect, Some(resolve)).into_offset_iter()
}

/// A link or image that is open, and where its content lies.
struct Open {
    range: Range<usize>,
    content: Option<Range<usize>>,
    keeps_markup: bool,
}

/// The ranges that must not be shown.
fn edits(source: &str, dialect: Options) -> Vec<Range<usize>> {
    let mut dropped = unsafe_definitions(source, dialect);
    let mut stack: Vec<Open> = Vec::new();
    for (event, range) in events(source, dialect) {
        if let Event::End(TagEnd::Link | TagEnd::Image) = event {
            if let Some(open) = stack.pop().filter(|open| !open.keeps_markup) {
                let content = open.content.unwrap_or(open.range.end..open.range.end);
                dropped.extend([open.range.start..content.start, content.end..open.range.end]);
            }
            continue;
        }
        if let Some(open) = stack.last_mut() {
            let start = open.content.as_ref().map_or(range.start, |content| content.start);
            open.content = Some(start..range.end);
        }
        match event {
            Event::Start(Tag::Link { link_type, dest_url, title, .. }) => {
                let keeps_markup = (link_type == LinkType::Email || is_safe(&dest_url))
                    && !dest_url.contains(is_treacherous)
                    && !title.contains(is_treacherous);
                // The parser counts the brackets behind a link not to it.
                let is_collapsed = source[range.end..].starts_with("[]")
                    && matches!(link_type, LinkType::Collapsed | LinkType::CollapsedUnknown);
                let end = range.end + if is_collapsed { 2 } else { 0 };
                stack.push(Open { range: range.start..end, content: None, keeps_markup });
            }
            Event::Start(Tag::Image { .. }) => {
                stack.push(Open { range, content: None, keeps_markup: false });
            }
            Event::Html(_) | Event::InlineHtml(_) => dropped.push(range),
            Event::Text(content) if content.contains(is_treacherous) => dropped.push(range),
            _ => {}
        }
    }
    dropped
}

/// Link definitions draw nothing, but they would lend their address to what is shown beside them.
fn unsafe_definitions(source: &str, dialect: Options) -> Vec<Range<usize>> {
    let parser = Parser::new_ext(source, dialect);
    let definitions = parser.reference_definitions().iter();
    definitions
        .filter(|(_, definition)| !is_safe(&definition.dest))
        .map(|(_, definition)| definition.span.clone())
        .collect()
}

fn is_safe(address: &str) -> bool {
    let scheme = address.split_once(':').map_or("", |(scheme, _)| scheme);
    ["http", "https", "mailto"].iter().any(|safe| scheme.eq_ignore_ascii_case(safe))
}

/// The same ranges, sorted, disjoint and none of them empty.
fn merge(mut ranges: Vec<Range<usize>>) -> Vec<Range<usize>> {
    ranges.retain(|range| !range.is_empty());
    ranges.sort_by_key(|range| (range.start, range.end));
    ranges.dedup_by(|range, before| {
        let touches = range.start <= before.end;
        if touches {
            before.end = before.end.max(range.end);
        }
        touches
    });
    ranges
}

/// A text without these ranges, which are sorted and disjoint. A line break becomes a space.
fn without(text: &str, ranges: &[Range<usize>]) -> String {
    let mut out = String::with_capacity(text.len());
    let mut from = 0;
    for range in ranges {
        out.push_str(&text[from..range.start]);
        if is_line_break(&text[range.clone()]) {
            out.push(' ');
        }
        from = range.end;
    }
    out.push_str(&text[from..]);
    out
}

fn is_line_break(tag: &str) -> bool {
    tag.get(..3).is_some_and(|name| name.eq_ignore_ascii_case("<br"))
}

/// Markdown that reads as this text.
fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len() * 2);
    for c in text.chars() {
        if c.is_ascii_punctuation() {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

#[cfg(test)]
mod tests;
