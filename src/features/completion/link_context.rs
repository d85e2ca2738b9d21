//! The incomplete link before the cursor, read from its line.

use text_size::{TextRange, TextSize};

use crate::note::reference::Family;
use crate::text::lines;
use crate::text::range::text_range;

/// An incomplete link at the cursor.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct LinkContext<'t> {
    pub(super) syntax: LinkSyntax,
    /// The range to replace: the whole part of the link that contains the cursor.
    pub(super) range: TextRange,
    /// The text of this part before the cursor.
    pub(super) typed: &'t str,
    /// The path of the link, if the part is a fragment.
    pub(super) path: Option<&'t str>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum LinkSyntax {
    /// `[[…`.
    Wiki { embeds: bool },
    /// `](…`, `]: …`. In angle brackets, spaces are not encoded.
    Path { embeds: bool, is_bracketed: bool },
    /// `][…` or `[^…`.
    Label(Family),
}

/// Returns the incomplete link at an offset, or `None` without one.
pub(super) fn slot(text: &str, offset: TextSize) -> Option<LinkContext<'_>> {
    let at = usize::from(offset);
    let line_start = usize::from(lines::start(text, offset));
    let line = &text[line_start..at];
    let rest = text[at..].lines().next().unwrap_or_default();
    wiki(line, rest, line_start)
        .or_else(|| inline(line, rest, line_start))
        .or_else(|| definition(line, rest, line_start))
        .or_else(|| label(line, rest, line_start))
}

fn wiki<'t>(line: &'t str, rest: &str, line_start: usize) -> Option<LinkContext<'t>> {
    let open = line.rfind("[[")?;
    let inside = &line[open + 2..];
    if inside.contains(['|', '[', ']']) {
        return None;
    }
    let syntax = LinkSyntax::Wiki { embeds: line[..open].ends_with('!') };
    let end = rest.find("]]").filter(|end| !rest[..*end].contains('['));
    let end = end.map_or(0, |end| rest[..end].find(['|', '#']).unwrap_or(end));
    Some(part(syntax, inside, line_start + open + 2, end))
}

fn inline<'t>(line: &'t str, rest: &str, line_start: usize) -> Option<LinkContext<'t>> {
    let open = line.rfind("](")?;
    let embeds = {
        let text = line[..open].rfind('[').map_or("", |start| &line[..start]);
        text.ends_with('!')
    };
    destination(line, rest, line_start, open + 2, embeds, ')')
}

fn definition<'t>(line: &'t str, rest: &str, line_start: usize) -> Option<LinkContext<'t>> {
    let label = line.trim_start_matches(' ').strip_prefix('[').filter(|it| !it.starts_with('^'))?;
    let (label, path) = label.split_once("]:")?;
    let is_label = !label.is_empty() && !label.contains(['[', ']']);
    let open = line.len() - path.trim_start().len();
    (is_label && path.starts_with(' '))
        .then(|| destination(line, rest, line_start, open, false, '\0'))?
}

/// Returns the context of a destination that begins at an offset in the line.
fn destination<'t>(
    line: &'t str,
    rest: &str,
    line_start: usize,
    open: usize,
    embeds: bool,
    close: char,
) -> Option<LinkContext<'t>> {
    let is_bracketed = line[open..].starts_with('<');
    let open = open + usize::from(is_bracketed);
    let inside = &line[open..];
    let is_over =
        if is_bracketed { inside.contains('>') } else { inside.contains([' ', '\t', ')']) };
    if is_over || inside.contains("://") {
        return None;
    }
    let ends = |c: char| if is_bracketed { c == '>' } else { c == close || c.is_whitespace() };
    let end = rest.find(ends).map_or(0, |end| rest[..end].find('#').unwrap_or(end));
    Some(part(LinkSyntax::Path { embeds, is_bracketed }, inside, line_start + open, end))
}

fn label<'t>(line: &'t str, rest: &str, line_start: usize) -> Option<LinkContext<'t>> {
    let open = line.rfind('[')?;
    let inside = &line[open + 1..];
    if inside.contains(']') {
        return None;
    }
    let footnote = inside.strip_prefix('^');
    let family = if footnote.is_some() { Family::Footnote } else { Family::Link };
    if family == Family::Link && !line[..open].ends_with(']') {
        return None;
    }
    let typed = footnote.unwrap_or(inside);
    let end = rest.find(']').filter(|end| !rest[..*end].contains(['[', ' '])).unwrap_or(0);
    Some(LinkContext {
        syntax: LinkSyntax::Label(family),
        range: text_range(&(line_start + line.len() - typed.len()..line_start + line.len() + end)),
        typed,
        path: None,
    })
}

/// Returns the context of the path, or of the fragment after a `#`. `after` is the length of the
/// part after the cursor, in bytes.
fn part(syntax: LinkSyntax, inside: &str, start: usize, after: usize) -> LinkContext<'_> {
    let end = start + inside.len() + after;
    match inside.split_once('#') {
        Some((path, typed)) => {
            let start = start + path.len() + 1;
            LinkContext { syntax, range: text_range(&(start..end)), typed, path: Some(path) }
        }
        None => LinkContext { syntax, range: text_range(&(start..end)), typed: inside, path: None },
    }
}

#[cfg(test)]
mod tests {
    use text_size::TextSize;

    use super::slot;

    #[test]
    fn the_typed_text_is_found_in_each_syntax() {
        for (line, expected) in [
            ("See [[ca$0", "Wiki { embeds: false } <ca> ca None"),
            ("See ![[ca$0che]] x", "Wiki { embeds: true } <cache> ca None"),
            ("[[note#pa$0rt|x]]", "Wiki { embeds: false } <part> pa Some(\"note\")"),
            ("[[no$0te#part]]", "Wiki { embeds: false } <note> no None"),
            ("[[note|sh$0", "nothing"),
            ("[[a]] $0", "nothing"),
            ("[x](ca$0", "Path { embeds: false, is_bracketed: false } <ca> ca None"),
            ("![x](ca$0che.png)", "Path { embeds: true, is_bracketed: false } <cache.png> ca None"),
            ("[x](<a b$0 c>)", "Path { embeds: false, is_bracketed: true } <a b c> a b None"),
            (
                "[x](a.md#pa$0)",
                "Path { embeds: false, is_bracketed: false } <pa> pa Some(\"a.md\")",
            ),
            ("[x](#$0)", "Path { embeds: false, is_bracketed: false } <>  Some(\"\")"),
            ("[x](https://e$0", "nothing"),
            ("[x](a b$0", "nothing"),
            ("[x]: a/$0", "Path { embeds: false, is_bracketed: false } <a/> a/ None"),
            ("[x][la$0bel]", "Label(Link) <label> la None"),
            ("text[^$0]", "Label(Footnote) <>  None"),
            ("[x$0", "nothing"),
        ] {
            let at = line.find("$0").expect("a mark");
            let text = line.replacen("$0", "", 1);
            let offset = TextSize::new(u32::try_from(at).expect("it is short"));
            let shown = slot(&text, offset).map_or("nothing".to_owned(), |slot| {
                format!("{:?} <{}> {} {:?}", slot.syntax, &text[slot.range], slot.typed, slot.path)
            });
            assert_eq!(shown, expected, "{line}");
        }
    }
}
