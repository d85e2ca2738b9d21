//! References to terms that are marked as such: the role ``{term}`Weir` `` of MyST (``:term:`Weir` ``
//! of Sphinx), and the shortcodes `{{< glossary_tooltip text="weir" term_id="weir" >}}` of Kubernetes
//! and `{{Glossary("Weir")}}` of MDN. To Markdown, they are code or text.

use std::ops::Range;

use text_size::{TextRange, TextSize};

/// The roles whose code is the name of a term.
const ROLES: [&str; 2] = ["{term}", ":term:"];

/// What comes before an argument that names a page, which a rename of a term does not change.
const NAMES_OF_PAGES: [&str; 3] = ["term_id=\"", "Glossary(\"", "Glossary('"];

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
        assert_eq!(
            marked("{{< glossary_tooltip text=\"a weir's\" term_id=\"weir\" >}}\n"),
            ["a weir's"]
        );
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
