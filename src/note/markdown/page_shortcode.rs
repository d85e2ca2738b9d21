//! Links of site generators to pages: `{{< ref "page.md#part" >}}` and `relref` of Hugo,
//! `{% link page.md %}` and `{% post_url 2026-01-31-name %}` of Jekyll. They are in running text or
//! are the destination of a link.
//!
//! To Markdown they are text with spaces and quotes, which no destination can contain. So the parser
//! reads a number in their place, of the same length. Its links then get the path in the shortcode.

use std::borrow::Cow;
use std::ops::Range;

use memchr::memmem;
use pulldown_cmark::{Event, Parser, Tag};

use super::dialect::{DIALECT, as_the_parser_reads};
use crate::note::comment;
use crate::note::html;
use crate::note::link::{Link, LinkKind, LinkParts, PageLookup};
use crate::text::range::text_range;

/// The most bytes of a shortcode. Real ones are shorter. Without a closing mark within this limit,
/// an opening mark is text.
pub(in crate::note) const MAX_SHORTCODE: usize = 2_000;

/// The most shortcodes of a note that are links. Their numbers fit into the shortest shortcode,
/// `{%link x%}`, and so every byte offset stays.
const MAX_SHORTCODES: usize = 100_000;

/// A shortcode that names a page. All ranges are byte offsets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::note) struct PageShortcode {
    lookup: PageLookup,
    /// The shortcode, with the outputs before it that are part of the address: `{{ site.baseurl }}`.
    range: Range<usize>,
    path: Range<usize>,
    fragment: Option<Range<usize>>,
}

/// A text as the parser reads it, with the same byte offsets.
pub(in crate::note) struct ParserSource<'t> {
    pub(in crate::note) text: Cow<'t, str>,
    /// The shortcodes that are replaced in it, in source order.
    pub(in crate::note) shortcodes: Vec<PageShortcode>,
}

impl<'t> ParserSource<'t> {
    /// Adapts a text to the parser. Shortcodes in code and comments stay.
    pub(in crate::note) fn new(text: &'t str) -> Self {
        let mut shortcodes = all(text);
        let mut source = as_the_parser_reads(text);
        if shortcodes.is_empty() {
            return Self { text: source, shortcodes };
        }
        let code = code(&source);
        let mut from = 0;
        shortcodes.retain(|shortcode| {
            from += code[from..].partition_point(|code| code.end <= shortcode.range.start);
            code.get(from).is_none_or(|code| code.start > shortcode.range.start)
        });
        shortcodes.truncate(MAX_SHORTCODES);
        for (number, shortcode) in shortcodes.iter().enumerate() {
            let width = shortcode.range.len() - "{{}}".len();
            let number = format!("{{{{{number:0width$}}}}}");
            source.to_mut().replace_range(shortcode.range.clone(), &number);
        }
        Self { text: source, shortcodes }
    }
}

/// Returns whether a range has a part of a shortcode.
pub(in crate::note) fn overlaps(shortcodes: &[PageShortcode], range: &Range<usize>) -> bool {
    let first = shortcodes.partition_point(|shortcode| shortcode.range.end <= range.start);
    shortcodes.get(first).is_some_and(|shortcode| shortcode.range.start < range.end)
}

/// Gives the links with a shortcode its path, and adds the shortcodes that are not a destination.
/// `text` begins at byte offset 0 of the note, and the ranges of the shortcodes at `base`.
pub(in crate::note) fn resolve(
    text: &str,
    base: usize,
    shortcodes: &[PageShortcode],
    links: &mut Vec<Link>,
) {
    if shortcodes.is_empty() {
        return;
    }
    let mut is_used = vec![false; shortcodes.len()];
    for link in &mut *links {
        if let Some(number) = number(&link.path, shortcodes) {
            is_used[number] = true;
            shortcodes[number].set(text, base, link);
        } else if let Some(place) = link.place {
            text[place.path].clone_into(&mut link.path);
        }
    }
    let alone = shortcodes.iter().zip(is_used).filter(|(_, is_used)| !is_used);
    links.extend(alone.map(|(shortcode, _)| shortcode.alone(text, base)));
    links.sort_by_key(|link| link.range.start());
}

/// Returns the index of the shortcode whose number ends a path.
fn number(path: &str, shortcodes: &[PageShortcode]) -> Option<usize> {
    let digits = path.strip_suffix("}}")?.rsplit_once("{{")?.1;
    let number: usize = digits.parse().ok()?;
    let shortcode = shortcodes.get(number)?;
    (shortcode.range.len() == digits.len() + "{{}}".len()).then_some(number)
}

impl PageShortcode {
    fn set(&self, text: &str, base: usize, link: &mut Link) {
        let at = |range: &Range<usize>| text_range(&(base + range.start..base + range.end));
        let path = at(&self.path);
        text[path].clone_into(&mut link.path);
        link.lookup = Some(self.lookup);
        let inside = self.fragment.as_ref().map(at);
        if let Some(inside) = inside {
            link.fragment = Some(text[inside].to_owned());
        }
        let fragment = |place: LinkParts| inside.or(place.fragment);
        link.place = link.place.map(|place| LinkParts { path, fragment: fragment(place) });
    }

    /// Returns the shortcode as a link of its own, with the fragment after it.
    fn alone(&self, text: &str, base: usize) -> Link {
        let range = base + self.range.start..base + self.range.end;
        let after = text[range.end..].strip_prefix('#').unwrap_or_default();
        let is_fragment = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_');
        let length = after.find(|c| !is_fragment(c)).unwrap_or(after.len());
        let is_after = length > 0 && self.fragment.is_none();
        let fragment = is_after.then(|| range.end + 1..range.end + 1 + length);
        let end = fragment.as_ref().map_or(range.end, |fragment| fragment.end);
        let place =
            LinkParts { path: text_range(&range), fragment: fragment.as_ref().map(text_range) };
        let mut link = Link {
            kind: LinkKind::Shortcode,
            embeds: false,
            range: text_range(&(range.start..end)),
            text: None,
            path: String::new(),
            fragment: fragment.map(|fragment| text[fragment].to_owned()),
            lookup: None,
            place: Some(place),
        };
        self.set(text, base, &mut link);
        link
    }
}

/// Returns all shortcodes, in source order.
fn all(text: &str) -> Vec<PageShortcode> {
    let mut found = Vec::new();
    let mut next = 0;
    let mut raw_ends = ["endraw", "endcomment"].map(|_| true);
    for at in memchr::memchr_iter(b'{', text.as_bytes()) {
        let rest = &text[at..];
        let is_liquid = rest.starts_with("{%") && !text[..at].ends_with('{');
        let is_shortcode = is_liquid || rest.starts_with("{{<") || rest.starts_with("{{%");
        if at < next || !is_shortcode {
            continue;
        }
        let Some(inside) = Inside::of(text, at) else { continue };
        if let Some(shortcode) = inside.page(text, next) {
            next = shortcode.range.end;
            found.push(shortcode);
        } else if let Some(which) = inside.opens_raw(text) {
            let end = ["endraw", "endcomment"][which];
            let length = raw_ends[which].then(|| text[inside.range.end..].find(end)).flatten();
            raw_ends[which] = length.is_some();
            next = inside.range.end + length.unwrap_or_default();
        }
    }
    found
}

/// A shortcode of any kind: its range, and that of the text in it.
struct Inside {
    range: Range<usize>,
    words: Range<usize>,
    is_hugo: bool,
}

impl Inside {
    /// Returns the shortcode that begins at a byte offset. It is in one line.
    fn of(text: &str, at: usize) -> Option<Self> {
        let is_hugo = text[at..].starts_with("{{");
        let (open, close) = match text.as_bytes()[at + 1..].first_chunk()? {
            b"{<" => (3, ">}}"),
            b"{%" => (3, "%}}"),
            _ => (2, "%}"),
        };
        let rest = &text.as_bytes()[at + open..];
        let rest = &rest[..rest.len().min(MAX_SHORTCODE)];
        let rest = &rest[..memchr::memchr2(b'\n', b'\r', rest).unwrap_or(rest.len())];
        let words = at + open..at + open + memmem::find(rest, close.as_bytes())?;
        Some(Self { range: at..words.end + close.len(), words, is_hugo })
    }

    /// Returns the shortcode if it names a page. Outputs before it begin at `from` or later.
    fn page(&self, text: &str, from: usize) -> Option<PageShortcode> {
        let (lookup, written) = if self.is_hugo { self.hugo(text) } else { self.jekyll(text) }?;
        let value = &text[written.clone()];
        let is_made = ["{{", "{%", "://", "\\", "\"", "`"].iter().any(|it| value.contains(it));
        (!is_made && !value.is_empty()).then_some(())?;
        let length = value.find('#').unwrap_or(value.len());
        let path = written.start..written.start + length;
        let fragment = (length < value.len()).then(|| path.end + 1..written.end);
        let end = self.range.start;
        let start = if self.is_hugo { end } else { outputs(text, from, end) };
        Some(PageShortcode { lookup, range: start..self.range.end, path, fragment })
    }

    /// Returns the name of a shortcode, and the range of the rest.
    fn named<'t>(&self, text: &'t str) -> Option<(&'t str, Range<usize>)> {
        let words = text[self.words.clone()].trim_start_matches('-').trim_start();
        let start = self.words.end - words.len();
        let words = words.trim_end_matches('-').trim_end();
        let (name, rest) = words.split_once([' ', '\t'])?;
        let argument = rest.trim_start();
        let end = start + words.len();
        Some((name, end - argument.len()..end))
    }

    /// Returns the page that `ref` or `relref` names. A page in another language is not found.
    fn hugo(&self, text: &str) -> Option<(PageLookup, Range<usize>)> {
        let (name, mut rest) = self.named(text)?;
        ["ref", "relref"].contains(&name).then_some(())?;
        let mut page = None;
        while !rest.is_empty() {
            let (key, value, length) = argument(&text[rest.clone()])?;
            let value = rest.start + value.start..rest.start + value.end;
            match key {
                None | Some("path") => page = page.or(Some(value)),
                Some("outputFormat") => {}
                Some(_) => return None,
            }
            rest.start += length;
        }
        Some((PageLookup::Ref, page?))
    }

    fn jekyll(&self, text: &str) -> Option<(PageLookup, Range<usize>)> {
        let (name, argument) = self.named(text)?;
        let lookup = match name {
            "link" => PageLookup::File,
            "post_url" => PageLookup::Post,
            _ => return None,
        };
        Some((lookup, argument))
    }

    /// Returns which of the tags that make code or a comment of the following text this is.
    fn opens_raw(&self, text: &str) -> Option<usize> {
        let name = text[self.words.clone()].trim_matches(['-', ' ', '\t']);
        ["raw", "comment"].iter().position(|raw| !self.is_hugo && name == *raw)
    }
}

/// Returns the first argument of a shortcode: its name, the range of its value, and its length with
/// the white space after it.
fn argument(text: &str) -> Option<(Option<&str>, Range<usize>, usize)> {
    let name =
        text.find(|c: char| !c.is_ascii_alphabetic()).filter(|end| text[*end..].starts_with('='));
    let start = name.map_or(0, |end| end + 1);
    let quote = text[start..].chars().next().filter(|c| matches!(c, '"' | '`'));
    let inside = start + usize::from(quote.is_some());
    let end = match quote {
        Some(quote) => inside + text[inside..].find(quote)?,
        None => inside + text[inside..].find([' ', '\t']).unwrap_or(text.len() - inside),
    };
    let after = &text[end + usize::from(quote.is_some())..];
    Some((name.map(|end| &text[..end]), inside..end, text.len() - after.trim_start().len()))
}

/// Returns the start of the outputs of Liquid directly before a byte offset: `{{ site.baseurl }}`.
/// They begin at `from` or later.
fn outputs(text: &str, from: usize, end: usize) -> usize {
    let from = from.max(end.saturating_sub(MAX_SHORTCODE));
    let mut start = end;
    loop {
        let before = &text.as_bytes()[from..start];
        let before = before.strip_suffix(b"/").unwrap_or(before);
        let opening = before.ends_with(b"}}").then(|| memmem::rfind(before, b"{{")).flatten();
        let is_output = |at: &usize| {
            let is_other = matches!(before.get(at + 2), Some(b'<' | b'%'));
            !is_other && memchr::memchr2(b'\n', b'\r', &before[*at..]).is_none()
        };
        let Some(at) = opening.filter(is_output) else { return start };
        start = from + at;
    }
}

/// Returns the code and the comments of a text, in source order.
fn code(text: &str) -> Vec<Range<usize>> {
    let events = Parser::new_ext(text, DIALECT).into_offset_iter();
    let code = events.filter(|(event, range)| match event {
        Event::Code(_) | Event::Start(Tag::CodeBlock(_)) => true,
        Event::InlineHtml(_) | Event::Start(Tag::HtmlBlock) => {
            let html = text[range.clone()].trim_start();
            comment::HTML.comment_at_start(html).is_some() || html::code_tag(html) == Some(true)
        }
        _ => false,
    });
    code.map(|(_, range)| range).collect()
}

#[cfg(test)]
mod tests {
    use super::{MAX_SHORTCODES, ParserSource};

    #[test]
    fn no_number_of_shortcodes_moves_an_offset() {
        let text = "{%link x%}".repeat(MAX_SHORTCODES + 7);
        let source = ParserSource::new(&text);
        assert_eq!((source.text.len(), source.shortcodes.len()), (text.len(), MAX_SHORTCODES));
    }
}
