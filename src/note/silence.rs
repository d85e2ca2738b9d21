//! What a note does not want to be remarked on: comments, and a key of its front matter.
//!
//! ```markdown
//! A sentence that        <!-- headword-ignore-line truncated-definition -->
//! <!-- headword-ignore-next-line duplicate-term, ambiguous-alias -- both are meant -->
//! ## Section
//! <!-- headword-ignore empty-section -->
//! ```
//!
//! The last one is for the section that it stands in, or for the whole note if it stands before
//! the first heading. Without codes all remarks are meant. `%% … %%` is a comment like any other.

use memchr::memmem;
use text_size::{TextRange, TextSize};

use crate::note::front_matter::{FrontMatter, ValueKind};
use crate::note::markdown::Markdown;
use crate::note::mask;
use crate::note::section::Section;

/// What such a comment begins with.
const MARK: &str = "headword-ignore";

/// A part of a note that some remarks are not wanted in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Silence {
    /// The part.
    pub range: TextRange,
    /// The rules; all, if there are none.
    pub rules: Vec<Code>,
}

/// The code of a rule, as it is written in a note.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Code {
    /// The code.
    pub code: String,
    /// Where it stands.
    pub range: TextRange,
}

impl Silence {
    /// Whether a rule's remarks are not wanted at a place.
    pub fn is_about(&self, code: &str, at: TextSize) -> bool {
        let names = self.rules.is_empty() || self.rules.iter().any(|rule| rule.code == code);
        names && self.range.contains(at)
    }
}

/// Whether the inside of a comment is such a wish, and so nothing that a reader left here.
pub(super) fn is_wish(inside: &str) -> bool {
    inside.trim_start().starts_with(MARK)
}

/// The insides of the comments that are such wishes; to be called before comments are hidden.
pub(super) fn wishes(text: &str, markdown: &Markdown) -> Vec<TextRange> {
    if memmem::find(text.as_bytes(), MARK.as_bytes()).is_none() {
        return Vec::new();
    }
    let html = markdown.html.iter().flat_map(|html| insides(text, *html));
    let hidden = mask::comments(text, &markdown.prose).into_iter().filter_map(|comment| {
        let mark = TextSize::of("%%");
        let (start, end) = (comment.start() + mark, comment.end() - mark);
        (start <= end).then(|| TextRange::new(start, end))
    });
    let mut found: Vec<_> = html.chain(hidden).filter(|inside| is_wish(&text[*inside])).collect();
    found.sort_by_key(|inside| inside.start());
    found
}

/// The insides of the comments in a piece of HTML.
fn insides(text: &str, html: TextRange) -> impl Iterator<Item = TextRange> {
    let mut at = usize::from(html.start());
    let end = usize::from(html.end());
    std::iter::from_fn(move || {
        let start = at + text[at..end].find("<!--")? + "<!--".len();
        let close = start + text[start..end].find("-->")?;
        at = close;
        Some(range(start, close))
    })
}

/// What is not wanted where.
pub(super) fn read(
    text: &str,
    wishes: &[TextRange],
    sections: &[Section],
    front_matter: Option<&FrontMatter>,
) -> Vec<Silence> {
    let whole = range(0, text.len());
    let of_note = front_matter.and_then(of_front_matter);
    let of_note = of_note.map(|rules| Silence { range: whole, rules });
    let of_comments = wishes.iter().filter_map(|wish| of_comment(text, *wish, sections));
    of_note.into_iter().chain(of_comments).collect()
}

fn of_comment(text: &str, wish: TextRange, sections: &[Section]) -> Option<Silence> {
    let inside = &text[wish];
    let codes = inside.trim_start().strip_prefix(MARK)?;
    let (scope, codes) = codes.split_at(codes.find(char::is_whitespace).unwrap_or(codes.len()));
    let covered = match scope {
        "" => {
            let after = sections.partition_point(|s| s.heading.range.start() <= wish.start());
            let section = after.checked_sub(1).and_then(|index| sections.get(index));
            section.map_or(range(0, text.len()), |section| section.range)
        }
        "-line" => line(text, usize::from(wish.start())),
        "-next-line" => {
            let own = usize::from(line(text, usize::from(wish.end())).end());
            line(text, own + text[own..].find(|c: char| !c.is_whitespace())?)
        }
        _ => return None,
    };
    let rules = codes
        .split([',', ' ', '\t', '\r', '\n'])
        .take_while(|code| *code != "--")
        .filter(|code| !code.is_empty())
        .map(|code| {
            let start = code.as_ptr().addr() - text.as_ptr().addr();
            Code { code: code.to_owned(), range: range(start, start + code.len()) }
        });
    Some(Silence { range: covered, rules: rules.collect() })
}

/// `headword: { ignore: [code, …] }`; `all` stands for all rules.
fn of_front_matter(block: &FrontMatter) -> Option<Vec<Code>> {
    let ValueKind::Map(entries) = &block.get("headword")?.value.kind else { return None };
    let ignore = entries.iter().find(|entry| entry.is("ignore"))?;
    let values = match &ignore.value.kind {
        ValueKind::List(values) => values.as_slice(),
        _ => std::slice::from_ref(&ignore.value),
    };
    let codes = values.iter().filter_map(|value| match &value.kind {
        ValueKind::Scalar(scalar) => {
            Some(Code { code: scalar.text.trim().to_owned(), range: scalar.text_range })
        }
        _ => None,
    });
    let codes: Vec<_> = codes.collect();
    let is_all = |code: &Code| ["all", "true", "on", "yes"].contains(&code.code.as_str());
    if codes.iter().any(is_all) {
        return Some(Vec::new());
    }
    (!codes.is_empty()).then_some(codes)
}

/// The line around a byte, with its end.
fn line(text: &str, at: usize) -> TextRange {
    let is_break = ['\n', '\r'];
    let start = text[..at].rfind(is_break).map_or(0, |end| end + 1);
    let end = text[at..].find(is_break).map_or(text.len(), |end| at + end + 1);
    range(start, end)
}

fn range(start: usize, end: usize) -> TextRange {
    crate::note::markdown::text_range(&(start..end))
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};

    use crate::note::{Note, ReadOptions};

    #[expect(clippy::needless_pass_by_value, reason = "an expectation is made where it is checked")]
    fn check(text: &str, expected: Expect) {
        let note = Note::read(text, &ReadOptions::default());
        let shown = note.silences.iter().map(|silence| {
            let rules: Vec<_> = silence.rules.iter().map(|rule| &text[rule.range]).collect();
            format!("{rules:?} in {:?}\n", &text[silence.range])
        });
        expected.assert_eq(&shown.collect::<String>());
    }

    #[test]
    fn a_comment_is_for_its_line_or_the_next() {
        check(
            "a\nb <!-- headword-ignore-line x y -->\nc\n",
            expect![[r#"
                ["x", "y"] in "b <!-- headword-ignore-line x y -->\n"
            "#]],
        );
        check(
            "a\n\n<!-- headword-ignore-next-line x,y -- why -->\n\nc\nd\n",
            expect![[r#"
                ["x", "y"] in "c\n"
            "#]],
        );
        check(
            "a %% headword-ignore-line %% b\r\nc",
            expect![[r#"
                [] in "a %% headword-ignore-line %% b\r"
            "#]],
        );
        check(
            "## H <!-- headword-ignore-line x -->\n",
            expect![[r###"
                ["x"] in "## H <!-- headword-ignore-line x -->\n"
            "###]],
        );
        check("- a <!-- headword-ignore-next-line -->", expect![""]);
    }

    #[test]
    fn or_for_its_section_or_the_note() {
        check(
            "# A\n## B\n<!-- headword-ignore x -->\ntext\n### C\n## D\n",
            expect![[r###"
            ["x"] in "## B\n<!-- headword-ignore x -->\ntext\n### C\n"
        "###]],
        );
        check(
            "%% headword-ignore x %%\n\n# A\n",
            expect![[r#"
            ["x"] in "%% headword-ignore x %%\n\n# A\n"
        "#]],
        );
        check(
            "<!--headword-ignore-->\n",
            expect![[r#"
            [] in "<!--headword-ignore-->\n"
        "#]],
        );
    }

    #[test]
    fn front_matter_speaks_for_the_note() {
        check(
            "---\nheadword: { ignore: [x, y] }\n---\na\n",
            expect![[r#"
            ["x", "y"] in "---\nheadword: { ignore: [x, y] }\n---\na\n"
        "#]],
        );
        check(
            "---\nheadword:\n  terms: off\n  ignore: all\n---\na\n",
            expect![[r#"
            [] in "---\nheadword:\n  terms: off\n  ignore: all\n---\na\n"
        "#]],
        );
        check(
            "+++\nheadword = { ignore = \"x\" }\n+++\na\n",
            expect![[r#"
            ["x"] in "+++\nheadword = { ignore = \"x\" }\n+++\na\n"
        "#]],
        );
        check("---\nheadword: off\n---\na\n", expect![[""]]);
    }

    #[test]
    fn what_only_looks_so_is_none() {
        check("`<!-- headword-ignore-line -->`\n", expect![[""]]);
        check("```\n<!-- headword-ignore -->\n```\n", expect![[""]]);
        check("<!-- see headword-ignore -->\n", expect![[""]]);
        check("<!-- headword-ignored -->\nheadword-ignore\n", expect![[""]]);
        check("<!-- headword-ignore", expect![[""]]);
    }

    #[test]
    fn it_leaves_an_empty_section_empty() {
        use crate::note::section::State;
        for comment in ["<!-- headword-ignore -->", "%% headword-ignore empty-section %%"] {
            let note = Note::read(&format!("## A\n{comment}\n"), &ReadOptions::default());
            assert_eq!(note.sections[0].state, State::Stub, "{comment}");
            let text = format!("## A\n{comment}\n<!-- later -->\n");
            let note = Note::read(&text, &ReadOptions::default());
            assert_eq!(note.sections[0].state, State::Parked, "{comment}");
            let text = format!("## A\n{comment}\n\nA thing.\n");
            let note = Note::read(&text, &ReadOptions::default());
            assert_eq!(note.terms.len(), 1, "{comment}");
        }
    }
}
