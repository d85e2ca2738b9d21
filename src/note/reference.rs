//! Link references: uses (`[text][label]`, `[^1]`) and definitions of labels.

use std::ops::Range;

use text_size::{TextRange, TextSize};

use crate::note::prose::Segment;
use crate::note::words::fold;
use crate::text::range::text_range;

/// A use or definition of a label. All ranges are byte offsets of the note.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LinkReference {
    /// Whether the label is of a link or a footnote.
    pub family: Family,
    /// Whether this is the definition.
    pub is_definition: bool,
    /// The normalized label, equal for all spellings. See [`key`].
    pub key: String,
    /// The label, without brackets and `^`.
    pub label: TextRange,
    /// The whole use or definition.
    pub range: TextRange,
}

/// The kind of a label. Equal labels of different families are not related.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Family {
    /// The destination of links: `[label]: path`.
    Link,
    /// A footnote: `[^label]: text`.
    Footnote,
}

/// Normalizes a label: folded, with single spaces. Equal for all spellings of a label.
///
/// `CommonMark`: section 4.7, matching of link labels.
pub fn key(label: &str) -> String {
    let words: Vec<_> = label.split_whitespace().collect();
    fold(&words.join(" ")).into_owned()
}

impl LinkReference {
    /// The link definition at `range`.
    pub(super) fn definition(text: &str, range: &Range<usize>) -> Option<Self> {
        let source = &text[range.clone()];
        let open = source.find('[')?;
        let close = open + 1 + closing(&source[open + 1..])?;
        let label = range.start + open + 1..range.start + close;
        Some(Self::new(Family::Link, true, text, &label, range))
    }

    /// The label of the link at `range`. It is in the last brackets, or in the brackets before
    /// them if those are empty.
    pub(super) fn of_link(text: &str, range: &Range<usize>) -> Option<Self> {
        let source = &text[range.clone()];
        let inside = source.strip_suffix("[]").unwrap_or(source).strip_suffix(']')?;
        // A label contains brackets only with escapes.
        let opens = |at: &usize| !inside[..*at].ends_with('\\');
        let open = inside.rmatch_indices('[').map(|(at, _)| at).find(opens)?;
        closing(&inside[open..]).is_none().then_some(())?;
        let label = range.start + open + 1..range.start + inside.len();
        Some(Self::new(Family::Link, false, text, &label, range))
    }

    /// The use or definition of a footnote. `range` begins with its brackets.
    pub(super) fn of_footnote(
        text: &str,
        range: &Range<usize>,
        is_definition: bool,
    ) -> Option<Self> {
        let source = &text[range.clone()];
        let open = source.find("[^")? + 2;
        let close = open + closing(&source[open..])?;
        let label = range.start + open..range.start + close;
        Some(Self::new(Family::Footnote, is_definition, text, &label, range))
    }

    fn new(
        family: Family,
        is_definition: bool,
        text: &str,
        label: &Range<usize>,
        range: &Range<usize>,
    ) -> Self {
        let key = key(&text[label.clone()]);
        let (label, range) = (text_range(label), text_range(range));
        Self { family, is_definition, key, label, range }
    }
}

/// The byte offset of the bracket that closes the label at the beginning of `text`.
fn closing(text: &str) -> Option<usize> {
    let closes = |at: &usize| !text[..*at].ends_with('\\');
    memchr::memchr_iter(b']', text.as_bytes()).find(closes)
}

/// The most bytes of a label. It bounds the search in texts with many brackets.
///
/// `CommonMark`: section 4.7, link labels.
const MAX_LABEL: usize = 999;

/// Uses of footnotes without a definition, which are text to Markdown.
pub(super) fn undefined_footnotes<'t>(
    text: &'t str,
    prose: &'t [Segment],
) -> impl Iterator<Item = LinkReference> + 't {
    prose.iter().flat_map(move |segment| {
        let content = &text[segment.range];
        let marks = memchr::memchr_iter(b'[', content.as_bytes());
        marks.filter(|at| content[*at..].starts_with("[^")).filter_map(move |at| {
            let rest = &content[at + 2..];
            let rest = &rest[..rest.floor_char_boundary(MAX_LABEL)];
            let label = &rest[..closing(rest)?];
            let start = usize::from(segment.range.start() + TextSize::of(&content[..at]));
            let before = &text[..start];
            let is_escaped = (before.len() - before.trim_end_matches('\\').len()) % 2 == 1;
            let is_label = !label.is_empty() && !label.contains(char::is_whitespace) && !is_escaped;
            let range = start..start + label.len() + 3;
            is_label.then(|| LinkReference::of_footnote(text, &range, false)).flatten()
        })
    })
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};

    use super::Family;
    use crate::note::{Note, ReadOptions};

    #[expect(clippy::needless_pass_by_value, reason = "an expectation is made where it is checked")]
    fn check(text: &str, expected: Expect) {
        let note = Note::read(text, &ReadOptions::default());
        let shown = note.references.iter().map(|found| {
            let what = if found.is_definition { "defines" } else { "uses" };
            let family = if found.family == Family::Footnote { "^" } else { "" };
            let (label, all) = (&text[found.label], &text[found.range]);
            format!("{what} {family}{} <{label}> in <{all}>\n", found.key)
        });
        expected.assert_eq(&shown.collect::<String>());
    }

    #[test]
    fn labels_of_links_are_found() {
        check(
            "[the *x*][A  b], [a b][], [A b] and ![i][a b]; [none][c], [d][], [e].\n\n[a b]: x.md 'T'\n",
            expect![[r#"
                uses a b <A  b> in <[the *x*][A  b]>
                uses a b <a b> in <[a b][]>
                uses a b <A b> in <[A b]>
                uses a b <a b> in <![i][a b]>
                uses c <c> in <[none][c]>
                uses d <d> in <[d][]>
                defines a b <a b> in <[a b]: x.md 'T'>
            "#]],
        );
    }

    #[test]
    fn brackets_in_code_and_indexes_are_not_labels() {
        check("`[a][b]` and\n\n    [a][b]\n", expect![""]);
    }

    #[test]
    fn escaped_brackets_are_text() {
        check(
            "Use[^1], then \\[^1] and \\\\[^1]; [b]\\[c], \\[b][c].\n\n[^1]: T\n\n[c]: x.md\n",
            expect![[r#"
                uses ^1 <1> in <[^1]>
                uses ^1 <1> in <[^1]>
                uses c <c> in <[c]>
                defines ^1 <1> in <[^1]: T

                >
                defines c <c> in <[c]: x.md>
            "#]],
        );
    }

    #[test]
    fn html_code_has_no_labels() {
        check(
            "<kbd>[^x]</kbd>, <CODE class=a>m[0][1] *b*[^y]</CODE>[^z].\n\n<samp>[^o]\n\nNext[^n].\n",
            expect![[r#"
                uses ^z <z> in <[^z]>
                uses ^n <n> in <[^n]>
            "#]],
        );
    }

    #[test]
    fn footnotes_are_found() {
        check(
            "One[^1], two[^Two], none[^3] and `[^4]`; not [^a b].\n\n[^1]: The text\n    goes on.\n\n[^two]: Text.\n",
            expect![[r#"
                uses ^1 <1> in <[^1]>
                uses ^two <Two> in <[^Two]>
                uses ^3 <3> in <[^3]>
                defines ^1 <1> in <[^1]: The text
                    goes on.

                >
                defines ^two <two> in <[^two]: Text.
                >
            "#]],
        );
    }

    #[test]
    fn a_text_of_marks_alone_is_read_to_its_end() {
        for mark in ["[^", "^ ", "{:", " ^a"] {
            let note = Note::read(mark.repeat(200_000).as_str(), &ReadOptions::default());
            assert!(note.references.is_empty() && note.anchors.len() <= 1, "{mark}");
        }
    }
}
