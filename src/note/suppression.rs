//! Suppressions: comments and a front matter key that turn rules off.
//!
//! ```markdown
//! A sentence that        <!-- headword-ignore-line truncated-definition -->
//! <!-- headword-ignore-next-line duplicate-term, ambiguous-alias -- both are meant -->
//! ## Section
//! <!-- headword-ignore empty-section -->
//! ```
//!
//! The last form applies to its section, or to the whole note if it is before the first heading.
//! Without codes, a comment suppresses all rules. Text after `--` is the reason. Comments of the
//! forms `%% … %%` and `{/* … */}` work too.

use memchr::memmem;
use text_size::{TextRange, TextSize};

use crate::note::comment::{self, SUPPRESSION, is_suppression};
use crate::note::front_matter::{FrontMatter, ValueKind};
use crate::note::markdown::Markdown;
use crate::note::section::Section;
use crate::text::{lines, range};

/// A part of a note in which rules are turned off.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suppression {
    /// The part, in byte offsets of the note.
    pub range: TextRange,
    /// The codes of the rules. An empty list means all rules.
    pub rules: Vec<Code>,
}

/// The code of a rule in a suppression.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Code {
    /// The code as written.
    pub code: String,
    /// The range of the code, in byte offsets of the note.
    pub range: TextRange,
}

impl Suppression {
    /// Whether it applies to diagnostics of a rule at a byte offset.
    pub fn covers(&self, code: &str, at: TextSize) -> bool {
        let names = self.rules.is_empty() || self.rules.iter().any(|rule| rule.code == code);
        names && self.range.contains(at)
    }
}

/// The texts between the marks of suppression comments, in source order. The running text of
/// `markdown` must still contain its comments.
pub(super) fn comments(text: &str, markdown: &Markdown) -> Vec<TextRange> {
    if memmem::find(text.as_bytes(), SUPPRESSION.as_bytes()).is_none() {
        return Vec::new();
    }
    let html = markdown.html.iter().flat_map(|html| comment::HTML.comments(&text[*html]));
    let hidden = comment::in_prose(text, &markdown.prose);
    let hidden = hidden.iter().filter_map(|it| comment::at_start(&text[*it]));
    // A comment without a closing mark is probably incomplete.
    let closed = html.chain(hidden).filter(|comment| comment.is_closed);
    let insides = closed.map(|comment| comment.inside).filter(|inside| is_suppression(inside));
    let mut found: Vec<_> = insides.filter_map(|inside| range::of(inside, text)).collect();
    found.sort_by_key(|inside| inside.start());
    found
}

/// The suppressions of a note, from its front matter and from [`comments`].
pub(super) fn read(
    text: &str,
    comments: &[TextRange],
    sections: &[Section],
    front_matter: Option<&FrontMatter>,
) -> Vec<Suppression> {
    let whole = TextRange::up_to(TextSize::of(text));
    let of_note = front_matter.and_then(of_front_matter);
    let of_note = of_note.map(|rules| Suppression { range: whole, rules });
    let of_comments = comments.iter().filter_map(|inside| of_comment(text, *inside, sections));
    of_note.into_iter().chain(of_comments).collect()
}

fn of_comment(text: &str, comment: TextRange, sections: &[Section]) -> Option<Suppression> {
    let inside = &text[comment];
    let codes = inside.trim_start().strip_prefix(SUPPRESSION)?;
    let (scope, codes) = codes.split_at(codes.find(char::is_whitespace).unwrap_or(codes.len()));
    let covered = match scope {
        "" => {
            let after = sections.partition_point(|s| s.heading.range.start() <= comment.start());
            let section = after.checked_sub(1).and_then(|index| sections.get(index));
            section.map_or(TextRange::up_to(TextSize::of(text)), |section| section.range)
        }
        "-line" => lines::whole(text, comment.start()),
        "-next-line" => {
            let below = text[lines::next(text, comment.end()).into()..].trim_start();
            (!below.is_empty()).then_some(())?;
            lines::whole(text, range::of(below, text)?.start())
        }
        _ => return None,
    };
    let rules = codes
        .split([',', ' ', '\t', '\r', '\n'])
        .take_while(|code| *code != "--")
        .filter(|code| !code.is_empty())
        .filter_map(|code| Some(Code { code: code.to_owned(), range: range::of(code, text)? }));
    Some(Suppression { range: covered, rules: rules.collect() })
}

/// The codes in `headword: { ignore: [code, …] }`. Returns an empty list for `all`, and `None` if
/// there are no codes.
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

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};

    use crate::note::{Note, ReadOptions};

    #[expect(clippy::needless_pass_by_value, reason = "an expectation is made where it is checked")]
    fn check(text: &str, expected: Expect) {
        let note = Note::read(text, &ReadOptions::default());
        let shown = note.suppressions.iter().map(|suppression| {
            let rules: Vec<_> = suppression.rules.iter().map(|rule| &text[rule.range]).collect();
            format!("{rules:?} in {:?}\n", &text[suppression.range])
        });
        expected.assert_eq(&shown.collect::<String>());
    }

    #[test]
    fn a_comment_applies_to_its_line_or_the_next() {
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
                [] in "a %% headword-ignore-line %% b\r\n"
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
    fn applies_to_section_or_note() {
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
    fn front_matter_applies_to_the_note() {
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
    fn similar_comments_are_not_suppressions() {
        check("`<!-- headword-ignore-line -->`\n", expect![[""]]);
        check("```\n<!-- headword-ignore -->\n```\n", expect![[""]]);
        check("<!-- see headword-ignore -->\n", expect![[""]]);
        check("<!-- headword-ignored -->\nheadword-ignore\n", expect![[""]]);
        check("<!-- headword-ignore", expect![[""]]);
    }

    #[test]
    fn a_section_with_only_a_suppression_is_empty() {
        use crate::note::section::SectionStatus;
        for comment in ["<!-- headword-ignore -->", "%% headword-ignore empty-section %%"] {
            let note = Note::read(format!("## A\n{comment}\n").as_str(), &ReadOptions::default());
            assert_eq!(note.sections[0].state, SectionStatus::Empty, "{comment}");
            let text = format!("## A\n{comment}\n<!-- later -->\n");
            let note = Note::read(text.as_str(), &ReadOptions::default());
            assert_eq!(note.sections[0].state, SectionStatus::Deferred, "{comment}");
            let text = format!("## A\n{comment}\n\nA thing.\n");
            let note = Note::read(text.as_str(), &ReadOptions::default());
            assert_eq!(note.terms.len(), 1, "{comment}");
        }
    }
}
