//! An excerpt of a note, made fit to be shown away from it.
//!
//! Notes are other people's writing, and an editor renders what it is given: so nothing of an
//! excerpt may run, load or lead anywhere but to the web. Links keep their address only if it is
//! `http`, `https` or `mailto`; HTML is dropped; images become their description.

use std::ops::Range;

use pulldown_cmark::{BrokenLink, CowStr, Event, LinkType, Parser, Tag, TagEnd};

use crate::note::markdown::DIALECT;

/// The excerpt as Markdown.
pub fn markdown(source: &str) -> String {
    let mut out = String::with_capacity(source.len());
    let mut from = 0;
    for dropped in edits(source) {
        out.push_str(&source[from..dropped.start.max(from)]);
        from = dropped.end.max(from);
    }
    out.push_str(&source[from..]);
    out.trim().to_owned()
}

/// The excerpt as text without markup, for where Markdown is not rendered.
pub fn plain(source: &str) -> String {
    let mut out = String::with_capacity(source.len());
    let mut html = 0;
    for event in events(source).map(|(event, _)| event) {
        match event {
            Event::Start(Tag::HtmlBlock) => html += 1,
            Event::End(TagEnd::HtmlBlock) => html -= 1,
            Event::Text(content)
            | Event::Code(content)
            | Event::InlineMath(content)
            | Event::DisplayMath(content)
                if html == 0 =>
            {
                out.push_str(&content);
            }
            Event::SoftBreak => out.push(' '),
            Event::HardBreak => out.push('\n'),
            Event::End(TagEnd::Paragraph | TagEnd::Item | TagEnd::CodeBlock) => out.push('\n'),
            _ => {}
        }
    }
    out.trim().to_owned()
}

/// The events of a source; a link whose definition stands elsewhere in the note counts as one.
fn events(source: &str) -> impl Iterator<Item = (Event<'_>, Range<usize>)> {
    let resolve = |link: BrokenLink<'_>| {
        matches!(link.link_type, LinkType::Reference | LinkType::Collapsed)
            .then_some((CowStr::Borrowed(""), CowStr::Borrowed("")))
    };
    Parser::new_with_broken_link_callback(source, DIALECT, Some(resolve)).into_offset_iter()
}

/// A link or image that is open, and where its content lies.
struct Open {
    range: Range<usize>,
    content: Option<Range<usize>>,
    keeps_markup: bool,
}

/// The ranges to be dropped, in order; none reaches into another.
fn edits(source: &str) -> Vec<Range<usize>> {
    let mut dropped = Vec::new();
    let mut stack: Vec<Open> = Vec::new();
    for (event, range) in events(source) {
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
            Event::Start(Tag::Link { dest_url, .. }) => {
                stack.push(Open { range, content: None, keeps_markup: is_safe(&dest_url) });
            }
            Event::Start(Tag::Image { .. }) => {
                stack.push(Open { range, content: None, keeps_markup: false });
            }
            Event::Html(_) | Event::InlineHtml(_) => dropped.push(range),
            _ => {}
        }
    }
    dropped.sort_by_key(|range| range.start);
    dropped
}

fn is_safe(address: &str) -> bool {
    let scheme = address.split_once(':').map_or("", |(scheme, _)| scheme);
    ["http", "https", "mailto"].iter().any(|safe| scheme.eq_ignore_ascii_case(safe))
}
