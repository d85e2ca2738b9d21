//! References to terms that are marked as such: the role ``{term}`Weir` `` of MyST (``:term:`Weir` ``
//! of Sphinx), and the shortcodes `{{< glossary_tooltip text="weir" term_id="weir" >}}` of Kubernetes
//! and `{{Glossary("Weir")}}` of MDN. To Markdown, they are code or text.

use std::borrow::Cow;
use std::ops::Range;

use text_size::{TextRange, TextSize};

/// The roles whose code is the name of a term.
const ROLES: [&str; 2] = ["{term}", ":term:"];

/// What comes before an argument that names a page, which a rename of a term does not change.
const NAMES_OF_PAGES: [&str; 5] =
    ["term_id=\"", "Glossary(\"", "Glossary('", "glossary(\"", "glossary('"];

/// The names in code after a role: the text, and the term in angle brackets after it.
pub(super) fn in_role(text: &str, code: &Range<usize>, inner: Range<usize>) -> Vec<Range<usize>> {
    let before = &text[..code.start];
    if !ROLES.iter().any(|role| before.ends_with(role)) {
        return Vec::new();
    }
    let written = &text[inner.clone()];
    let bracketed = written.strip_suffix('>').and_then(|rest| rest.rsplit_once('<'));
    let Some((shown, term)) = bracketed else { return vec![inner] };
    let shown = shown.trim_end();
    let parts = [inner.start..inner.start + shown.len(), inner.end - 1 - term.len()..inner.end - 1];
    parts.into_iter().filter(|part| !part.is_empty()).collect()
}

/// The range of the name in a shortcode, if it refers to a term: its text, or else the name of the
/// page.
pub(super) fn in_shortcode(source: &str) -> Option<Range<usize>> {
    let is_tooltip = source.contains("glossary_tooltip");
    let marks: &[&str] = if is_tooltip { &["text=\"", "term_id=\""] } else { &NAMES_OF_PAGES[1..] };
    marks.iter().find_map(|mark| {
        let start = source.find(mark)? + mark.len();
        let quote = mark.chars().next_back()?;
        let length = source[start..].find(quote)?;
        (length > 0).then_some(start..start + length)
    })
}

/// A text as its readers see it: with the texts of shortcodes and macros instead of their source.
pub(super) fn shown(text: &str) -> Cow<'_, str> {
    if !text.contains("{{") {
        return text.into();
    }
    let mut shown = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("{{") {
        shown.push_str(before);
        let Some((inside, behind)) = after.split_once("}}") else {
            rest = &rest[before.len()..];
            break;
        };
        match text_of(inside) {
            Some(text) => shown.push_str(text),
            None => shown.extend(["{{", inside, "}}"]),
        }
        rest = behind;
    }
    shown.push_str(rest);
    shown.into()
}

/// The text that a shortcode or macro shows: `text="…"` in `<` or `%`, or the last argument of
/// `name("page", "text")`.
fn text_of(inside: &str) -> Option<&str> {
    let inside = inside.trim();
    if inside.starts_with(['<', '%']) {
        let (_, text) = inside.split_once("text=\"")?;
        return text.split('"').next();
    }
    let (name, arguments) = inside.split_once('(')?;
    let arguments = arguments.strip_suffix(')')?.trim_start();
    let quote = arguments.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    let mut quoted = arguments.split(quote).skip(1).step_by(2);
    let page = quoted.next().filter(|page| !page.is_empty())?;
    let is_name = !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
    is_name.then(|| quoted.next().filter(|text| !text.is_empty()).unwrap_or(page))
}

/// Whether a mention is the name of a page in a shortcode, which a rename leaves.
pub fn is_name_of_page(text: &str, mention: TextRange) -> bool {
    let before = &text[..usize::from(mention.start())];
    NAMES_OF_PAGES.iter().any(|mark| before.ends_with(mark))
        && text[usize::from(mention.end())..].starts_with(['"', '\''])
}

/// Whether a range lies in one of these sorted ranges.
pub(super) fn contains(ranges: &[TextRange], start: TextSize) -> bool {
    let after = ranges.partition_point(|range| range.start() <= start);
    after.checked_sub(1).is_some_and(|at| ranges[at].contains(start))
}

#[cfg(test)]
mod tests {
    use super::shown;
    use crate::note::{Note, ReadOptions};

    /// The running text that is marked as a reference.
    fn marked(text: &str) -> Vec<&str> {
        let note = Note::read(text, &ReadOptions::default());
        let marked = note.prose.iter().filter(|segment| segment.in_link);
        marked.map(|segment| &text[segment.range]).collect()
    }

    #[test]
    fn roles_and_shortcodes_name_terms() {
        assert_eq!(marked("A {term}`Weir` here.\n"), ["Weir"]);
        assert_eq!(marked("- :term:`old weirs <Weir>`\n"), ["old weirs", "Weir"]);
        assert_eq!(
            marked("A {{< glossary_tooltip text=\"weirs\" term_id=\"weir\" >}}.\n"),
            ["weirs"]
        );
        assert_eq!(marked("A {{< glossary_tooltip term_id=\"tide-mill\" >}}.\n"), ["tide-mill"]);
        assert_eq!(marked("A {{Glossary(\"Weir\", \"weirs\")}}.\n"), ["Weir"]);
        assert_eq!(marked("A {{glossary('Weir')}}.\n"), ["Weir"]);
        assert_eq!(
            marked("{{< glossary_tooltip text=\"a weir's\" term_id=\"weir\" >}}\n"),
            ["a weir's"]
        );
    }

    #[test]
    fn shortcodes_are_shown_as_their_texts() {
        for (text, read) in [
            ("A {{Glossary(\"Weir\", \"weirs\")}}.", "A weirs."),
            ("A {{glossary('Weir')}} here.", "A Weir here."),
            ("{{jsxref(\"Array\")}} and {{ page.x }}", "Array and {{ page.x }}"),
            ("{{< glossary_tooltip text=\"weirs\" term_id=\"weir\" >}}", "weirs"),
            ("{{< toc >}} {{x", "{{< toc >}} {{x"),
            ("{{(\"x\")}} {{x(\"\")}}", "{{(\"x\")}} {{x(\"\")}}"),
        ] {
            assert_eq!(shown(text), read, "{text}");
        }
    }

    #[test]
    fn other_code_and_shortcodes_do_not() {
        for text in [
            "A `Weir`.",
            "{ref}`Weir`",
            "{{< figure text=\"weir\" >}}",
            "{{ Weir }}",
            "{term} `Weir`",
        ] {
            assert_eq!(marked(&format!("{text}\n")), [""; 0], "{text}");
        }
    }
}
