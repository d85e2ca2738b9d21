//! Links: their texts, destinations and source ranges.
//!
//! The ranges are needed for edits. An edit replaces only the bytes of a fragment or path, and
//! keeps the rest of the link as written.

use std::ops::Range;

use text_size::TextRange;

use crate::note::front_matter::{FrontMatter, Scalar, ValueKind};
use crate::text::range::{self, text_range};

/// A link of a note, or a link definition. All ranges are byte offsets of the note.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// The syntax of the link.
    pub kind: LinkKind,
    /// Whether it embeds its target: `![…](…)`, `![[…]]`.
    pub embeds: bool,
    /// The whole link with its marks.
    pub range: TextRange,
    /// The text of the link. `None` if it shows its destination or nothing.
    pub text: Option<TextRange>,
    /// The destination before the first `#`, without escapes but percent-encoded as written.
    pub path: String,
    /// The part after that `#`.
    pub fragment: Option<String>,
    /// How the page is found, if the path is the argument of a shortcode.
    pub lookup: Option<PageLookup>,
    /// The ranges of the destination. `None` if the destination is in a link definition or has
    /// escapes.
    pub place: Option<LinkParts>,
}

/// The syntax of a link.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LinkKind {
    /// `[text](path#fragment "title")`.
    Inline,
    /// `[text][label]`, `[label][]`, `[label]`.
    Reference,
    /// `[label]: path#fragment`.
    Definition,
    /// `[[path#fragment|text]]`.
    Wiki,
    /// `<https://example.com>`.
    Address,
    /// The value of an attribute: `<a href="path#fragment">`, `<img src="path">`.
    Html,
    /// A shortcode that is not the destination of another link: `{{< ref "path#fragment" >}}`.
    Shortcode,
}

/// How a site generator finds the page that a shortcode names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PageLookup {
    /// From the note, from the content folder, or by name: `ref` and `relref` of Hugo.
    Ref,
    /// From the root of the site: `link` of Jekyll.
    File,
    /// By the name of a post: `post_url` of Jekyll.
    Post,
}

/// The ranges of the parts of a destination, without angle brackets, in byte offsets of the note.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LinkParts {
    /// The part before the first `#`. May be empty.
    pub path: TextRange,
    /// The part after that `#`. `None` without a `#`.
    pub fragment: Option<TextRange>,
}

/// Collects the links of a note from the events of the parser.
#[derive(Default)]
pub(super) struct LinkReader {
    open: Vec<OpenLink>,
    found: Vec<Link>,
}

/// A link whose end has not been read yet.
struct OpenLink {
    kind: LinkKind,
    embeds: bool,
    destination: String,
    range: Range<usize>,
    /// The end of the part of its text that has been read.
    text_end: usize,
}

impl LinkReader {
    /// A link at `range` opens.
    pub(super) fn open(
        &mut self,
        kind: LinkKind,
        embeds: bool,
        destination: &str,
        range: &Range<usize>,
    ) {
        let text_end = range.start + 1 + usize::from(embeds);
        let destination = destination.to_owned();
        self.open.push(OpenLink { kind, embeds, destination, range: range.clone(), text_end });
    }

    /// Content at `range` is read, perhaps in the text of a link.
    pub(super) fn saw(&mut self, range: &Range<usize>) {
        if let Some(open) = self.open.last_mut().filter(|open| range.end < open.range.end) {
            open.text_end = open.text_end.max(range.end);
        }
    }

    /// The innermost open link ends.
    pub(super) fn close(&mut self, text: &str) {
        let Some(open) = self.open.pop() else { return };
        self.saw(&open.range);
        self.found.extend(open.read(text));
    }

    /// Adds the link definition at `range`.
    pub(super) fn define(&mut self, text: &str, destination: &str, range: Range<usize>) {
        let source = &text[range.clone()];
        let label = source.match_indices("]:").find(|(at, _)| !source[..*at].ends_with('\\'));
        let written =
            label.and_then(|(at, _)| destination_at(text, range.start + at + 2..range.end));
        let kind = LinkKind::Definition;
        self.found.push(link(kind, false, &range, None, destination, text, written));
    }

    /// Adds a link that is not Markdown.
    pub(super) fn found(&mut self, link: Link) {
        self.found.push(link);
    }

    /// Returns all links, in source order.
    pub(super) fn finish(mut self) -> Vec<Link> {
        self.found.sort_by_key(|link| link.range.start());
        self.found
    }
}

impl Link {
    /// The link in the value of an HTML attribute.
    pub(super) fn of_html(text: &str, value: Range<usize>, embeds: bool) -> Self {
        link(LinkKind::Html, embeds, &value, None, &text[value.clone()], text, Some(value.clone()))
    }

    /// Whether the destination is a URL with a scheme, such as `https:` or `mailto:`.
    ///
    /// RFC 3986: section 3.1. A single letter is not a scheme but a Windows drive.
    pub fn is_external(&self) -> bool {
        let scheme = self.path.split_once(':').map_or("", |(scheme, _)| scheme);
        let is_scheme = scheme.len() > 1
            && scheme.starts_with(|c: char| c.is_ascii_alphabetic())
            && scheme.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'));
        self.path.starts_with("//")
            || self.kind == LinkKind::Address
            || is_scheme && (self.kind != LinkKind::Wiki || self.path.contains("://"))
    }
}

impl OpenLink {
    fn read(self, text: &str) -> Option<Link> {
        let kind = self.kind;
        if kind == LinkKind::Wiki {
            return self.read_wiki(text);
        }
        if kind == LinkKind::Address {
            let written = self.range.start + 1..self.range.end.checked_sub(1)?;
            let written = Some(written);
            return Some(link(kind, false, &self.range, None, &self.destination, text, written));
        }
        let shown = self.range.start + 1 + usize::from(self.embeds)..self.text_end;
        let written = (kind == LinkKind::Inline).then(|| {
            let opening = text[self.text_end..self.range.end].find("](")?;
            destination_at(text, self.text_end + opening + 2..self.range.end)
        });
        let (embeds, destination) = (self.embeds, &self.destination);
        Some(link(kind, embeds, &self.range, Some(&shown), destination, text, written.flatten()))
    }

    fn read_wiki(self, text: &str) -> Option<Link> {
        let inside =
            self.range.start + 2 + usize::from(self.embeds)..self.range.end.checked_sub(2)?;
        let source = text.get(inside.clone())?;
        let bar = source.find('|');
        // In a table, the bar has a backslash before it.
        let written = source[..bar.unwrap_or(source.len())].trim_end_matches('\\');
        let shown = bar.map(|bar| inside.start + bar + 1..inside.end);
        let written = text_range(&(inside.start..inside.start + written.len()));
        let written = Range::from(range::trimmed(text, written));
        let destination = &text[written.clone()];
        let kind = LinkKind::Wiki;
        Some(link(kind, self.embeds, &self.range, shown.as_ref(), destination, text, Some(written)))
    }
}

/// The wiki links in the texts of front matter, in source order.
pub(super) fn in_front_matter(text: &str, front: &FrontMatter) -> Vec<Link> {
    let mut found = Vec::new();
    let mut rest: Vec<_> = front.entries.iter().map(|entry| &entry.value).collect();
    while let Some(value) = rest.pop() {
        match &value.kind {
            ValueKind::List(items) => rest.extend(items),
            ValueKind::Map(entries) => rest.extend(entries.iter().map(|entry| &entry.value)),
            ValueKind::Scalar(scalar) => found.extend(in_scalar(text, scalar)),
            ValueKind::Null => {}
        }
    }
    found.sort_by_key(|link: &Link| link.range.start());
    found
}

fn in_scalar<'t>(text: &'t str, scalar: &Scalar) -> impl Iterator<Item = Link> + 't {
    let start = usize::from(scalar.text_range.start());
    let source = &text[scalar.text_range];
    source.match_indices("[[").filter_map(move |(at, open)| {
        let inside = &source[at + open.len()..];
        let length =
            inside.find(['[', ']', '\n']).filter(|end| inside[*end..].starts_with("]]"))?;
        let embeds = source[..at].ends_with('!');
        let from = start + at - usize::from(embeds);
        let range = from..start + at + open.len() + length + "]]".len();
        let kind = LinkKind::Wiki;
        let link = OpenLink { kind, embeds, destination: String::new(), range, text_end: 0 };
        // A quote or escape in it may mean another character.
        link.read_wiki(text).filter(|link| !link.path.contains(['\\', '"', '\'']))
    })
}

/// Builds a link. The destination has ranges only if it equals its source.
fn link(
    kind: LinkKind,
    embeds: bool,
    range: &Range<usize>,
    shown: Option<&Range<usize>>,
    destination: &str,
    text: &str,
    written: Option<Range<usize>>,
) -> Link {
    let (path, fragment) = match destination.split_once('#') {
        Some((path, fragment)) => (path, Some(fragment.to_owned())),
        None => (destination, None),
    };
    let place = written.filter(|written| text[written.clone()] == *destination).map(|written| {
        let path = written.start..written.start + path.len();
        let fragment = fragment.is_some().then(|| text_range(&(path.end + 1..written.end)));
        LinkParts { path: text_range(&path), fragment }
    });
    Link {
        kind,
        embeds,
        range: text_range(range),
        text: shown.map(text_range),
        path: path.to_owned(),
        fragment,
        lookup: None,
        place,
    }
}

/// The range of the destination at the beginning of `range`, without its angle brackets.
///
/// `CommonMark`: section 6.3, link destination.
fn destination_at(text: &str, range: Range<usize>) -> Option<Range<usize>> {
    let source = text.get(range.clone())?;
    let start = range.start + source.len() - source.trim_start().len();
    let source = &text[start..range.end];
    if let Some(inside) = source.strip_prefix('<') {
        let end = inside.match_indices('>').find(|(at, _)| !inside[..*at].ends_with('\\'))?.0;
        return Some(start + 1..start + 1 + end);
    }
    let (mut depth, mut escaped) = (0_u32, false);
    for (at, byte) in source.bytes().enumerate() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = true,
            b'(' => depth += 1,
            b')' if depth == 0 => return Some(start..start + at),
            b')' => depth -= 1,
            _ if byte.is_ascii_whitespace() => return Some(start..start + at),
            _ => {}
        }
    }
    Some(start..range.end)
}

#[cfg(test)]
mod tests;
