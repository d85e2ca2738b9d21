//! Excerpts of a note that are safe to show outside it.
//!
//! Notes are untrusted, and an editor renders what it gets. So an excerpt must not run or load
//! anything. Links keep their destination only if it is `http`, `https` or `mailto`. HTML and
//! comments are removed. Images become their descriptions. Invisible and bidirectional control
//! characters are removed.
//!
//! The removal of markup may create other markup (`<<b>i>`), and Markdown parsers differ. So the
//! rest is parsed again in each dialect until nothing has to be removed.

use std::ops::Range;

use pulldown_cmark::{BrokenLink, CowStr, Event, LinkType, Options, Parser, Tag, TagEnd};
use text_size::{TextRange, TextSize};

use crate::note::comment;
use crate::note::markdown::{self, DIALECT};
use crate::note::marked_reference;
use crate::note::slug::Anchors;
use crate::text::lines;
use crate::text::range::{self, text_range};
use crate::text::visible::is_bidi_or_invisible;

/// The dialects in which an excerpt must be safe: that of notes, and that of most editors.
const DIALECTS: [Options; 2] =
    [DIALECT, Options::ENABLE_TABLES.union(Options::ENABLE_STRIKETHROUGH)];

/// The most rounds of removal. A text that is still not safe is shown as plain text.
const MAX_ROUNDS: usize = 8;

/// Returns the excerpt as safe Markdown.
pub fn markdown(source: &str) -> String {
    let mut text = readable(source);
    for _ in 0..MAX_ROUNDS {
        let dropped = DIALECTS.iter().flat_map(|dialect| edits(&text, *dialect));
        let dropped = dropped.filter(|range| !range.is_empty()).map(|range| text_range(&range));
        let dropped = range::merged(dropped.collect());
        if dropped.is_empty() {
            return text;
        }
        without(&text, &dropped).trim().clone_into(&mut text);
    }
    escape_all(&plain(&text))
}

/// Returns the excerpt as plain text, for clients that do not render Markdown.
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
                // An entity may be any character.
                out.extend(content.chars().filter(|c| !is_bidi_or_invisible(*c)));
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

/// Whether a character is never markup within one line of a paragraph. Most definitions have only
/// such characters and need no parser.
fn is_never_markup(c: char) -> bool {
    if c.is_ascii() {
        c.is_ascii_alphanumeric() || " ,;.:()/'\"?!-+=#@".contains(c)
    } else {
        c.is_alphanumeric() || matches!(c, '‐'..='—' | '‘'..='”' | '…' | '→')
    }
}

/// Whether the text after an event begins a new line.
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

/// A source with the texts of shortcodes, without `%%` comments and without invisible or bidirectional control characters.
/// Each line ends with `\n`.
fn readable(source: &str) -> String {
    let lines = lines::with_endings(source, "\n");
    let shown = marked_reference::shown(&lines);
    let seen: String = shown.chars().filter(|c| !is_bidi_or_invisible(*c)).collect();
    let seen = seen.trim();
    if !seen.contains("%%") {
        return seen.to_owned();
    }
    let comments =
        comment::in_prose(seen, &markdown::read(seen, 0.into(), Anchors::default()).prose);
    without(seen, &comments).trim().to_owned()
}

/// The events of a source. A link reference without a definition in the excerpt is a link, because
/// the definition may be elsewhere in the note.
fn events(source: &str, dialect: Options) -> impl Iterator<Item = (Event<'_>, Range<usize>)> {
    let resolve = |link: BrokenLink<'_>| {
        matches!(link.link_type, LinkType::Reference | LinkType::Collapsed)
            .then_some((CowStr::Borrowed(""), CowStr::Borrowed("")))
    };
    Parser::new_with_broken_link_callback(source, dialect, Some(resolve)).into_offset_iter()
}

/// A link or image that is open, and the range of its content.
struct OpenSpan {
    range: Range<usize>,
    content: Option<Range<usize>>,
    keeps_markup: bool,
}

/// The ranges to remove.
fn edits(source: &str, dialect: Options) -> Vec<Range<usize>> {
    let mut dropped = unsafe_definitions(source, dialect);
    let mut stack: Vec<OpenSpan> = Vec::new();
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
                    && !dest_url.contains(is_bidi_or_invisible)
                    && !title.contains(is_bidi_or_invisible);
                // The parser does not include the empty brackets after a link.
                let is_collapsed = source[range.end..].starts_with("[]")
                    && matches!(link_type, LinkType::Collapsed | LinkType::CollapsedUnknown);
                let end = range.end + if is_collapsed { 2 } else { 0 };
                stack.push(OpenSpan { range: range.start..end, content: None, keeps_markup });
            }
            Event::Start(Tag::Image { .. }) => {
                stack.push(OpenSpan { range, content: None, keeps_markup: false });
            }
            Event::Html(_) | Event::InlineHtml(_) => dropped.push(range),
            Event::Text(content) if content.contains(is_bidi_or_invisible) => dropped.push(range),
            _ => {}
        }
    }
    dropped
}

/// The ranges of link definitions without a safe destination. They are not visible, but other text
/// of the excerpt could become a link to their destination.
fn unsafe_definitions(source: &str, dialect: Options) -> Vec<Range<usize>> {
    let parser = Parser::new_ext(source, dialect);
    let definitions = parser.reference_definitions().iter();
    definitions
        .filter(|(_, definition)| !is_safe(&definition.dest))
        .map(|(_, definition)| definition.span.clone())
        .collect()
}

/// Returns whether an address leads to the web or to mail.
pub fn is_safe(address: &str) -> bool {
    let scheme = address.split_once(':').map_or("", |(scheme, _)| scheme);
    ["http", "https", "mailto"].iter().any(|safe| scheme.eq_ignore_ascii_case(safe))
}

/// Removes ranges, which are sorted and disjoint, from a text. A line break becomes a space.
fn without(text: &str, ranges: &[TextRange]) -> String {
    let mut out = String::with_capacity(text.len());
    let mut from = TextSize::new(0);
    for range in ranges {
        out.push_str(&text[TextRange::new(from, range.start())]);
        if is_line_break(&text[*range]) {
            out.push(' ');
        }
        from = range.end();
    }
    out.push_str(&text[from.into()..]);
    out
}

fn is_line_break(tag: &str) -> bool {
    tag.get(..3).is_some_and(|name| name.eq_ignore_ascii_case("<br"))
}

/// Escapes all punctuation, so that a text is safe in every dialect.
fn escape_all(text: &str) -> String {
    let mut out = String::with_capacity(text.len() * 2);
    for c in text.chars() {
        if c.is_ascii_punctuation() {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

/// Returns Markdown that renders as this text within a line. Only markup is escaped, because some
/// editors show the source. Control characters become spaces; bidirectional ones are removed.
pub fn escape(text: &str) -> String {
    let is_pair = |mark: char| text.matches(mark).nth(1).is_some();
    let (is_struck, is_math, is_comment) = (is_pair('~'), is_pair('$'), text.contains("%%"));
    let is_markup = |c: char| match c {
        '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '&' => true,
        '~' => is_struck,
        '$' => is_math,
        '%' => is_comment,
        _ => false,
    };
    let mut escaped = String::with_capacity(text.len());
    let chars = text.chars().map(|c| if c.is_control() { ' ' } else { c });
    for c in chars.filter(|c| !is_bidi_or_invisible(*c)) {
        if is_markup(c) {
            escaped.push('\\');
        }
        escaped.push(c);
    }
    escaped
}

/// As [`escape`], for a text at the start of a line, where `# `, `- ` and `1. ` are markup.
pub fn escape_line(text: &str) -> String {
    let text = escape(text.trim_start());
    let number = text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let opens_block = match text[number..].chars().next() {
        Some('.' | ')') => number > 0,
        Some('#' | '>' | '-' | '+' | '=' | '|' | ':' | '~') => number == 0,
        _ => false,
    };
    let (number, rest) = text.split_at(number);
    if opens_block { format!("{number}\\{rest}") } else { text }
}

/// Returns the destination of a link, and the title after it, as safe Markdown. A web address is a
/// link, another destination is code.
pub fn destination(written: &str) -> String {
    let written: String = written.chars().filter(|c| !is_bidi_or_invisible(*c)).collect();
    let in_brackets = written.strip_prefix('<').and_then(|rest| rest.split_once('>'));
    let end = written.find(char::is_whitespace).unwrap_or(written.len());
    let (address, title) = in_brackets.unwrap_or_else(|| written.split_at(end));
    let title = escape(title);
    let is_plain = !address.contains(|c: char| c.is_whitespace() || "<>`".contains(c));
    if is_safe(address) && is_plain {
        format!("<{address}>{title}")
    } else if address.is_empty() || address.contains(['`', '\n', '\r']) {
        format!("{}{title}", escape_line(address))
    } else {
        format!("`{address}`{title}")
    }
}

#[cfg(test)]
mod tests;
