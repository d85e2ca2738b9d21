//! Front matter: the YAML (`---`) or TOML (`+++`) block at the top of a note.
//!
//! People type into this block, so most texts seen here are broken somewhere. One broken key
//! costs one problem and no other key; every value is known with the exact bytes it stands in,
//! because edits replace those bytes and never write the block anew (that would destroy
//! comments, quotes and dates).
//!
//! All ranges are byte offsets into the whole text of the note.

mod fences;
mod items;
mod labels;
mod lines;
mod pieces;
mod repair;
mod slot;
mod toml;
mod toml_pieces;
mod write;
mod yaml;

use std::ops::Range;

use text_size::{TextRange, TextSize};

pub use self::slot::{CursorContext, LabelKind, Shape, Slot, cursor_context};

/// Front matter longer than this (in bytes between the fences) is not read.
///
/// Real front matter has a few hundred bytes; a block of this size is data that has strayed
/// into a note, or an attack.
const MAX_CONTENT: usize = 64 * 1024;

/// Lists and maps within each other beyond this depth are a problem of their key.
const MAX_DEPTH: usize = 32;

/// More problems than this in one note are not told.
const MAX_PROBLEMS: usize = 100;

/// The language between the fences.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Syntax {
    /// Between `---` and `---` or `...`.
    Yaml,
    /// Between `+++` and `+++`.
    Toml,
}

/// The block at the top of a note.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FrontMatter {
    /// The language between the fences.
    pub syntax: Syntax,
    /// The whole block, from the start of the opening fence line up to the line after the closing
    /// fence, so the body begins where this ends. A byte order mark and blank lines before the
    /// block are not in it.
    pub range: TextRange,
    /// What stands between the fences: whole lines, with their line breaks.
    pub content: TextRange,
    /// Whether there is a closing fence. Without one, the content ends before the first blank
    /// line or heading.
    pub closed: bool,
    /// The top-level keys in source order. A broken one is here with what could be read of it.
    pub entries: Vec<Entry>,
    /// What is wrong: one problem per broken key.
    pub problems: Vec<Problem>,
    tags: Vec<Label>,
    categories: Vec<Label>,
}

/// A key and its value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The key without quotes, spelled as in the note.
    pub key: String,
    /// The key with its quotes.
    pub key_range: TextRange,
    /// What it is set to.
    pub value: Value,
}

/// A value and where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Value {
    /// With quotes and brackets; without comments, tags (`!!str`) and anchors. Empty for a value
    /// that is not written.
    pub range: TextRange,
    /// What it is.
    pub kind: ValueKind,
}

/// What a value is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ValueKind {
    /// Nothing, `~` or `null`; also an alias (`*name`), which is never expanded.
    Null,
    /// A string, number, boolean or date.
    Scalar(Scalar),
    /// `[a, b]` or lines that begin with `- `.
    List(Vec<Value>),
    /// `{a: b}`, indented keys, or a TOML table.
    Map(Vec<Entry>),
}

/// A string, number, boolean or date.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scalar {
    /// What a reader gets: escapes resolved, lines folded. Numbers, booleans and dates stay as
    /// they are written.
    pub text: String,
    /// The text in the note: inside the quotes, below the header of a block scalar.
    pub text_range: TextRange,
    /// How it is written.
    pub quote: Quote,
}

/// How a scalar is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Quote {
    /// Without quotes.
    Plain,
    /// `'…'`.
    Single,
    /// `"…"`.
    Double,
    /// YAML's `|` and `>` blocks.
    Block,
    /// TOML's `'''…'''`.
    TripleSingle,
    /// TOML's `"""…"""`.
    TripleDouble,
}

/// One tag, category or title: a text with what an edit replaces.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// The label: trimmed, and a tag without a leading `#`.
    pub text: String,
    /// The value with its quotes; one part of a comma string is without them.
    pub range: TextRange,
    /// The label itself.
    pub text_range: TextRange,
}

/// Something the front matter should not look like.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The characters to mark, on one line.
    pub range: TextRange,
    /// What was expected, as a sentence without a period.
    pub message: String,
}

impl FrontMatter {
    /// Reads the front matter of a note; `None` if the note has none.
    ///
    /// A note may open with a thematic break that looks like a fence: it is front matter only if
    /// the first line below looks like a key, a list item or a flow map, or if nothing stands
    /// between two fences.
    pub fn parse(text: &str) -> Option<FrontMatter> {
        let block = fences::find(text)?;
        let mut reading = Reading::default();
        if block.content.len() > MAX_CONTENT {
            let message = format!(
                "expected front matter of at most {} KiB; it is not read",
                MAX_CONTENT / 1024
            );
            reading.problem(block.opening.range(), message);
        } else {
            match block.syntax {
                Syntax::Yaml => yaml::read(text, block.content.clone(), &mut reading),
                Syntax::Toml => toml::read(text, block.content.clone(), &mut reading),
            }
        }
        Some(FrontMatter {
            syntax: block.syntax,
            range: range(block.range()),
            content: range(block.content),
            closed: block.closing.is_some(),
            tags: labels::tags(text, &reading.entries),
            categories: labels::categories(text, &reading.entries),
            entries: reading.entries,
            problems: reading.problems,
        })
    }

    /// The first entry with this key. Letter case does not matter: real notes have `Title` and
    /// `tAGs`.
    pub fn get(&self, key: &str) -> Option<&Entry> {
        self.entries.iter().find(|entry| entry.is(key))
    }

    /// The note's title, if it is a text and not blank.
    pub fn title(&self) -> Option<Label> {
        labels::single(&self.get("title")?.value)
    }

    /// The tags under `tags`, `tag` and the `tags` of `taxonomies`, in source order. Null and
    /// blank ones are left out.
    pub fn tags(&self) -> &[Label] {
        &self.tags
    }

    /// The categories under `categories`, `category` and the `categories` of `taxonomies`, in
    /// source order; nested lists are flattened.
    pub fn categories(&self) -> &[Label] {
        &self.categories
    }
}

impl Entry {
    /// Whether this is the entry of `key`, in any letter case.
    pub fn is(&self, key: &str) -> bool {
        self.key.eq_ignore_ascii_case(key)
    }
}

/// What the readers of the two languages fill in.
#[derive(Debug, Default)]
struct Reading {
    entries: Vec<Entry>,
    problems: Vec<Problem>,
}

impl Reading {
    fn problem(&mut self, at: Range<usize>, message: impl Into<String>) {
        if self.problems.len() == MAX_PROBLEMS {
            return;
        }
        self.problems.push(Problem { range: range(at), message: message.into() });
    }
}

/// Byte positions as a text range. Texts beyond 4 GiB never get here ([`fences::find`]).
fn range(bytes: Range<usize>) -> TextRange {
    let size = |at: usize| TextSize::new(u32::try_from(at).unwrap_or(u32::MAX));
    TextRange::new(size(bytes.start.min(bytes.end)), size(bytes.end))
}

/// A text range as byte positions.
fn bytes(range: TextRange) -> Range<usize> {
    range.start().into()..range.end().into()
}

#[cfg(test)]
mod tests {
    use std::fmt::Write;

    use expect_test::{Expect, expect};
    use proptest::prelude::{ProptestConfig, any, prop, proptest};

    use super::{Entry, FrontMatter, Label, Quote, Syntax, Value, ValueKind};

    fn check(text: &str, expected: &Expect) {
        expected.assert_eq(&render(text));
    }

    /// Front matter with this content.
    fn check_yaml(content: &str, expected: &Expect) {
        check(&format!("---\n{content}---\n"), expected);
    }

    fn check_toml(content: &str, expected: &Expect) {
        check(&format!("+++\n{content}+++\n"), expected);
    }

    /// Values as `text @ source`, labels as `kind text @ source`, problems as
    /// `line:column "source": message`.
    fn render(text: &str) -> String {
        let Some(front_matter) = FrontMatter::parse(text) else { return "none\n".to_owned() };
        assert_ranges(text, &front_matter);
        let mut out = String::new();
        if !front_matter.closed {
            out.push_str("unclosed\n");
        }
        render_entries(&mut out, text, &front_matter.entries, 0);
        for (kind, labels) in
            [("tag", front_matter.tags()), ("category", front_matter.categories())]
        {
            for Label { text: label, range, .. } in labels {
                writeln!(out, "{kind} `{label}` @ {}", shown(&text[*range])).unwrap();
            }
        }
        for problem in &front_matter.problems {
            let before = &text[..problem.range.start().into()];
            let line = before.matches('\n').count() + 1;
            let column = before.rsplit('\n').next().unwrap().chars().count() + 1;
            let source = &text[problem.range];
            writeln!(out, "{line}:{column} {source:?}: {}", problem.message).unwrap();
        }
        out
    }

    fn render_entries(out: &mut String, text: &str, entries: &[Entry], depth: usize) {
        for entry in entries {
            let indent = "  ".repeat(depth);
            write!(out, "{indent}{}:", entry.key).unwrap();
            render_value(out, text, &entry.value, depth + 1);
        }
    }

    fn render_value(out: &mut String, text: &str, value: &Value, depth: usize) {
        let source = shown(&text[value.range]);
        let indent = "  ".repeat(depth);
        match &value.kind {
            ValueKind::Null => writeln!(out, " null @ {source}").unwrap(),
            ValueKind::Scalar(scalar) => {
                writeln!(out, " `{}` @ {source}", scalar.text.escape_debug()).unwrap();
            }
            ValueKind::List(items) => {
                writeln!(out, " list @ {source}").unwrap();
                for item in items {
                    write!(out, "{indent}-").unwrap();
                    render_value(out, text, item, depth + 1);
                }
            }
            ValueKind::Map(entries) => {
                writeln!(out, " map @ {source}").unwrap();
                render_entries(out, text, entries, depth);
            }
        }
    }

    fn shown(source: &str) -> String {
        if source.is_empty() {
            "nothing".to_owned()
        } else {
            source.replace('\n', "⏎").replace('\r', "␍")
        }
    }

    /// Slicing panics off a character boundary, so this is the whole check.
    fn assert_ranges(text: &str, front_matter: &FrontMatter) {
        fn value(text: &str, value_: &Value) {
            let _ = &text[value_.range];
            match &value_.kind {
                ValueKind::Null => {}
                ValueKind::Scalar(scalar) => {
                    assert!(value_.range.contains_range(scalar.text_range));
                    let _ = &text[scalar.text_range];
                }
                ValueKind::List(items) => items.iter().for_each(|item| value(text, item)),
                ValueKind::Map(entries) => entries.iter().for_each(|entry| {
                    let _ = &text[entry.key_range];
                    value(text, &entry.value);
                }),
            }
        }
        let _ = (&text[front_matter.range], &text[front_matter.content]);
        assert!(front_matter.range.contains_range(front_matter.content));
        for entry in &front_matter.entries {
            assert!(front_matter.content.contains_range(entry.key_range));
            assert!(front_matter.content.contains_range(entry.value.range), "{entry:?}");
            value(text, &entry.value);
        }
        for label in front_matter.tags().iter().chain(front_matter.categories()) {
            assert!(label.range.contains_range(label.text_range));
            assert!(!label.text.trim().is_empty());
            let _ = (&text[label.range], &text[label.text_range]);
        }
        for problem in &front_matter.problems {
            assert!(front_matter.range.contains_range(problem.range));
            let source = &text[problem.range];
            assert!(!source.contains(['\n', '\r']), "{source:?}");
        }
    }

    #[test]
    fn every_key_with_its_value_and_range() {
        check_yaml(
            r#"title: "Zürich: a city" # not Basel
date: 2023-04-17 00:00:00 -0500
draft: true
weight: 010
creation date: 2020
ms.date: 05/19/2025
tags : ['x', "b \"c\"", d]
empty:
text: >
  folded
  lines

params:
  toc: yes
  deep: {a: [1, 2]}
"#,
            &expect![[r#"
                title: `Zürich: a city` @ "Zürich: a city"
                date: `2023-04-17 00:00:00 -0500` @ 2023-04-17 00:00:00 -0500
                draft: `true` @ true
                weight: `010` @ 010
                creation date: `2020` @ 2020
                ms.date: `05/19/2025` @ 05/19/2025
                tags: list @ ['x', "b \"c\"", d]
                  - `x` @ 'x'
                  - `b \"c\"` @ "b \"c\""
                  - `d` @ d
                empty: null @ nothing
                text: `folded lines\n` @ >⏎  folded⏎  lines
                params: map @ toc: yes⏎  deep: {a: [1, 2]}
                  toc: `yes` @ yes
                  deep: map @ {a: [1, 2]}
                    a: list @ [1, 2]
                      - `1` @ 1
                      - `2` @ 2
                tag `x` @ 'x'
                tag `b "c"` @ "b \"c\""
                tag `d` @ d
            "#]],
        );
    }

    #[test]
    fn tags_in_every_shape() {
        check_yaml(
            "tags: [forme, interview prep, notes]\n",
            &expect![[r#"
            tags: list @ [forme, interview prep, notes]
              - `forme` @ forme
              - `interview prep` @ interview prep
              - `notes` @ notes
            tag `forme` @ forme
            tag `interview prep` @ interview prep
            tag `notes` @ notes
        "#]],
        );
        check_yaml(
            "tags:\n  - a\n  - \"b, c\"\n",
            &expect![[r#"
            tags: list @ - a⏎  - "b, c"
              - `a` @ a
              - `b, c` @ "b, c"
            tag `a` @ a
            tag `b, c` @ "b, c"
        "#]],
        );
        check_yaml(
            "tags:\n- a\n- b # c\nother: x\n",
            &expect![[r#"
            tags: list @ - a⏎- b
              - `a` @ a
              - `b` @ b
            other: `x` @ x
            tag `a` @ a
            tag `b` @ b
        "#]],
        );
    }

    #[test]
    fn one_string_holds_one_tag_or_comma_parts() {
        check_yaml(
            "tags: one tag\n",
            &expect![[r#"
            tags: `one tag` @ one tag
            tag `one tag` @ one tag
        "#]],
        );
        check_yaml(
            "tags: a, b c,, d\n",
            &expect![[r#"
            tags: `a, b c,, d` @ a, b c,, d
            tag `a` @ a
            tag `b c` @ b c
            tag `d` @ d
        "#]],
        );
        check_yaml(
            "tag: \"a, b\"\n",
            &expect![[r#"
            tag: `a, b` @ "a, b"
            tag `a` @ a
            tag `b` @ b
        "#]],
        );
    }

    #[test]
    fn tags_under_other_keys() {
        check_yaml(
            "tAGs: [\n  a,\n  b\n]\ncategory: X\n",
            &expect![[r#"
            tAGs: list @ [⏎  a,⏎  b⏎]
              - `a` @ a
              - `b` @ b
            category: `X` @ X
            tag `a` @ a
            tag `b` @ b
            category `X` @ X
        "#]],
        );
        check_yaml(
            "taxonomies:\n  tags: [a]\n  categories: [B]\n",
            &expect![[r#"
            taxonomies: map @ tags: [a]⏎  categories: [B]
              tags: list @ [a]
                - `a` @ a
              categories: list @ [B]
                - `B` @ B
            tag `a` @ a
            category `B` @ B
        "#]],
        );
        check_yaml(
            "tags: [no, 1.0, 2023-01-01]\n",
            &expect![[r#"
            tags: list @ [no, 1.0, 2023-01-01]
              - `no` @ no
              - `1.0` @ 1.0
              - `2023-01-01` @ 2023-01-01
            tag `no` @ no
            tag `1.0` @ 1.0
            tag `2023-01-01` @ 2023-01-01
        "#]],
        );
        check_yaml(
            "categories: [[A, B], [C]]\n",
            &expect![[r#"
            categories: list @ [[A, B], [C]]
              - list @ [A, B]
                - `A` @ A
                - `B` @ B
              - list @ [C]
                - `C` @ C
            category `A` @ A
            category `B` @ B
            category `C` @ C
        "#]],
        );
    }

    #[test]
    fn null_and_blank_tags_are_left_out() {
        check_yaml(
            "tags: [\"networking\", \"\", \"\"]\n",
            &expect![[r#"
            tags: list @ ["networking", "", ""]
              - `networking` @ "networking"
              - `` @ ""
              - `` @ ""
            tag `networking` @ "networking"
        "#]],
        );
        check_yaml(
            "tags:\n- \n",
            &expect![[r#"
            tags: list @ -
              - null @ nothing
        "#]],
        );
        check_yaml(
            "tags: [\" \", null, ~]\n",
            &expect![[r#"
            tags: list @ [" ", null, ~]
              - ` ` @ " "
              - null @ null
              - null @ ~
        "#]],
        );
        check_yaml(
            "tags:\n",
            &expect![[r#"
            tags: null @ nothing
        "#]],
        );
        check_yaml(
            "tags: []\n",
            &expect![[r#"
            tags: list @ []
        "#]],
        );
    }

    #[test]
    fn a_hash_is_not_part_of_a_tag() {
        check_yaml(
            "tags: [\"#foo\", '#bar/baz']\n",
            &expect![[r##"
            tags: list @ ["#foo", '#bar/baz']
              - `#foo` @ "#foo"
              - `#bar/baz` @ '#bar/baz'
            tag `foo` @ "#foo"
            tag `bar/baz` @ '#bar/baz'
        "##]],
        );
        check_yaml(
            "tags: [#foo, #bar]\n",
            &expect![[r##"
            tags: list @ [#foo, #bar]
              - `#foo` @ #foo
              - `#bar` @ #bar
            tag `foo` @ #foo
            tag `bar` @ #bar
            2:8 "#": expected quotes around a value that begins with `#`
        "##]],
        );
    }

    #[test]
    fn title_is_a_label() {
        let title = |text| FrontMatter::parse(text).unwrap().title().map(|label| label.text);
        assert_eq!(title("---\nTitle: 'It''s'\n---").as_deref(), Some("It's"));
        assert_eq!(title("---\ntitle: 2023\n---").as_deref(), Some("2023"));
        assert_eq!(title("---\ntitle: Foo: bar\n---").as_deref(), Some("Foo: bar"));
        assert_eq!(title("---\ntitle: >\n  a\n  b\n---").as_deref(), Some("a b"));
        assert_eq!(title("---\ntitle: ' '\n---"), None);
        assert_eq!(title("---\ntitle: [a]\n---"), None);
        assert_eq!(title("---\nother: x\n---"), None);
    }

    #[test]
    fn a_broken_key_costs_no_other() {
        check_yaml(
            "title: Foo: bar\ntags: [a, b\nauthor: \"me\ncategories: [X]\nsource: @home\n",
            &expect![[r#"
                title: `Foo: bar` @ Foo: bar
                tags: list @ [a, b
                  - `a` @ a
                  - `b` @ b
                author: `me` @ "me
                categories: list @ [X]
                  - `X` @ X
                source: `@home` @ @home
                tag `a` @ a
                tag `b` @ b
                category `X` @ X
                2:11 ":": expected quotes around a value that contains `: `
                3:7 "[": expected `]` to close this list
                4:9 "\"": expected a closing quote
                6:9 "@": expected quotes around a value that begins with `@`
            "#]],
        );
        check_yaml(
            "aliases:\n- @handle\n- other\ntags: [a]\n",
            &expect![[r#"
            aliases: list @ - @handle⏎- other
              - `@handle` @ @handle
              - `other` @ other
            tags: list @ [a]
              - `a` @ a
            tag `a` @ a
            3:3 "@": expected quotes around a value that begins with `@`
        "#]],
        );
        check_yaml(
            "title: x\ntag\ntags: [a]\n",
            &expect![[r#"
            title: `x` @ x
            tags: list @ [a]
              - `a` @ a
            tag `a` @ a
            3:1 "tag": expected `key: value`
        "#]],
        );
    }

    #[test]
    fn a_broken_value_is_kept_as_it_is_meant() {
        check_yaml(
            "tags:[a]\ntitle: x\n",
            &expect![[r#"
            title: `x` @ x
            2:1 "tags:[a]": expected a space behind the colon of `tags:`
        "#]],
        );
        check_yaml(
            "tags:\n\t- a\n\t- b\ntitle: x\n",
            &expect![[r#"
            tags: list @ - a⏎	- b
              - `a` @ a
              - `b` @ b
            title: `x` @ x
            tag `a` @ a
            tag `b` @ b
            3:2 "-": expected spaces for indentation, not a tab
        "#]],
        );
        check_yaml(
            "tags: [a,, b]\ntitle: \"C:\\Users\"\n",
            &expect![[r#"
            tags: list @ [a,, b]
              - `a` @ a
              - `b` @ b
            title: `C:\\Users` @ "C:\Users"
            tag `a` @ a
            tag `b` @ b
            2:10 ",": expected a value before this comma
            3:8 "\"": expected an escape that YAML knows; a backslash in double quotes is written `\\`
        "#]],
        );
        check_yaml(
            "tags: [a, \"b\ntitle: \"x\" y\n",
            &expect![[r#"
            tags: list @ [a, "b
              - `a` @ a
              - `b` @ "b
            title: `\"x\" y` @ "x" y
            tag `a` @ a
            tag `b` @ "b
            2:11 "\"": expected a closing quote
            3:12 "y": expected nothing behind the closing quote
        "#]],
        );
        check_yaml(
            "params:\n  a: 1\n  b: x: y\ntags: a]\n",
            &expect![[r#"
            params: map @ a: 1⏎  b: x
              a: `1` @ 1
              b: `x` @ x
            tags: `a]` @ a]
            tag `a]` @ a]
            4:7 ":": expected quotes around a value that contains `: `
        "#]],
        );
        check_yaml(
            "title: a\ntitle: b\n",
            &expect![[r#"
            title: `a` @ a
            title: `b` @ b
            3:1 "title": expected one `title`; this key stands above already
        "#]],
        );
    }

    #[test]
    fn values_may_go_on_where_a_key_could_begin() {
        check_yaml(
            "about: \"one\n  key: two\"\ntags: [a]\n",
            &expect![[r#"
            about: `one key: two` @ "one⏎  key: two"
            tags: list @ [a]
              - `a` @ a
            tag `a` @ a
        "#]],
        );
        check_yaml(
            "about: \"one\nkey: two\"\ntags: [a]\n",
            &expect![[r#"
            about: `one key: two` @ "one⏎key: two"
            tags: list @ [a]
              - `a` @ a
            tag `a` @ a
        "#]],
        );
        check_yaml(
            "params: {\n\"a\": 1,\n\"b\": [c]\n}\ntags: [a]\n",
            &expect![[r#"
            params: map @ {⏎"a": 1,⏎"b": [c]⏎}
              a: `1` @ 1
              b: list @ [c]
                - `c` @ c
            tags: list @ [a]
              - `a` @ a
            tag `a` @ a
        "#]],
        );
        check_yaml(
            "text: |\n  a: [\n  \"\n\n  b\ntags: [a]\n",
            &expect![[r#"
            text: `a: [\n\"\n\nb\n` @ |⏎  a: [⏎  "⏎⏎  b
            tags: list @ [a]
              - `a` @ a
            tag `a` @ a
        "#]],
        );
        check_yaml(
            "{\n\"title\": \"x\",\n\"tags\": [\"a\"]\n}\n",
            &expect![[r#"
            title: `x` @ "x"
            tags: list @ ["a"]
              - `a` @ "a"
            tag `a` @ "a"
        "#]],
        );
    }

    #[test]
    fn indented_keys_are_keys() {
        check_yaml(
            "  title: x\n  tags:\n  - a\n",
            &expect![[r#"
            title: `x` @ x
            tags: list @ - a
              - `a` @ a
            tag `a` @ a
        "#]],
        );
    }

    #[test]
    fn toml_keys_with_their_ranges() {
        check_toml(
            "title = \"Zürich \\\"x\\\"\"\ndate = 2020-01-01\ntags = [\"a\", 'b c', \"\"]\n\n[taxonomies]\ntags = [\"d\"]\ncategories = [\"E\"]\n\n[extra.deep]\nx = { y = [1, true] }\n[[row]]\na = 1\n[[row]]\na = 2\n",
            &expect![[r#"
                title: `Zürich \"x\"` @ "Zürich \"x\""
                date: `2020-01-01` @ 2020-01-01
                tags: list @ ["a", 'b c', ""]
                  - `a` @ "a"
                  - `b c` @ 'b c'
                  - `` @ ""
                taxonomies: map @ [taxonomies]⏎tags = ["d"]⏎categories = ["E"]
                  tags: list @ ["d"]
                    - `d` @ "d"
                  categories: list @ ["E"]
                    - `E` @ "E"
                extra: map @ [extra.deep]⏎x = { y = [1, true] }
                  deep: map @ [extra.deep]⏎x = { y = [1, true] }
                    x: map @ { y = [1, true] }
                      y: list @ [1, true]
                        - `1` @ 1
                        - `true` @ true
                row: list @ [[row]]⏎a = 1⏎[[row]]⏎a = 2
                  - map @ [[row]]⏎a = 1
                    a: `1` @ 1
                  - map @ [[row]]⏎a = 2
                    a: `2` @ 2
                tag `a` @ "a"
                tag `b c` @ 'b c'
                tag `d` @ "d"
                category `E` @ "E"
            "#]],
        );
        check_toml("", &expect![]);
        check_toml(
            "taxonomies.tags = ['a']\ntext = \"\"\"\na\n\"\"\"\n",
            &expect![[r#"
            taxonomies: map @ taxonomies.tags = ['a']
              tags: list @ ['a']
                - `a` @ 'a'
            text: `a\n` @ """⏎a⏎"""
            tag `a` @ 'a'
        "#]],
        );
    }

    #[test]
    fn broken_toml_keeps_the_keys_that_can_be_read() {
        check_toml(
            "title = x\ntags = [\"a\", \"b\n\n[taxonomies]\ncategories = [\"C\"]\n",
            &expect![[r#"
                title: `x` @ x
                tags: list @ ["a", "b
                  - `a` @ "a"
                  - `b` @ "b
                taxonomies: map @ [taxonomies]⏎categories = ["C"]
                  categories: list @ ["C"]
                    - `C` @ "C"
                tag `a` @ "a"
                tag `b` @ "b
                category `C` @ "C"
                2:9 "x": expected a value; a string stands in quotes
                3:8 "[": unclosed array, expected `]`
            "#]],
        );
        check_toml(
            "title = \"x\"\ntag\ntags = [\"a\"]\n",
            &expect![[r#"
            title: `x` @ "x"
            tags: list @ ["a"]
              - `a` @ "a"
            tag `a` @ "a"
            3:1 "tag": expected `key = value`
        "#]],
        );
        check_toml(
            "title = \"x\"\ntitle = \"y\"\ntags = [\"a\"]\n",
            &expect![[r#"
            title: `x` @ "x"
            title: `y` @ "y"
            tags: list @ ["a"]
              - `a` @ "a"
            tag `a` @ "a"
            3:1 "title": expected valid TOML: duplicate key
        "#]],
        );
        check_toml(
            "[a.b]\nc = \ntags = [\n  \"x\"\n",
            &expect![[r#"
            a: map @ [a.b]⏎c = ⏎tags = [⏎  "x"
              b: map @ [a.b]⏎c = ⏎tags = [⏎  "x"
                c: null @ nothing
                tags: list @ [⏎  "x"
                  - `x` @ "x"
            3:1 "c =": expected a value; a string stands in quotes
            4:8 "[": unclosed array, expected `]`
        "#]],
        );
    }

    #[test]
    fn the_mark_of_broken_toml_lies_on_character_boundaries() {
        check_toml(
            "a =\n é = [x\n",
            &expect![[r#"
            a: null @ nothing
            3:2 "é = [x": unclosed array, expected `]`
        "#]],
        );
    }

    #[test]
    fn line_breaks_of_every_kind() {
        for text in ["---\ntags: [a]\ntitle: x\n---\n", "+++\ntags = ['a']\ntitle = 'x'\n+++\n"] {
            for ending in ["\r\n", "\r"] {
                let text = text.replace('\n', ending);
                let front_matter = FrontMatter::parse(&text).unwrap();
                assert!(front_matter.closed);
                assert_eq!(front_matter.problems, []);
                assert_eq!(front_matter.entries.len(), 2, "{text:?}");
                assert_eq!(front_matter.tags()[0].text, "a");
                assert_eq!(usize::from(front_matter.range.end()), text.len());
            }
        }
    }

    #[test]
    fn aliases_are_never_expanded() {
        check_yaml(
            "a: &a [x, x]\nb: &b [*a, *a]\ntags: [*b, c]\n",
            &expect![[r#"
            a: list @ [x, x]
              - `x` @ x
              - `x` @ x
            b: list @ [*a, *a]
              - null @ *a
              - null @ *a
            tags: list @ [*b, c]
              - null @ *b
              - `c` @ c
            tag `c` @ c
        "#]],
        );
    }

    #[test]
    fn hostile_front_matter_is_bounded() {
        let brackets = "[".repeat(100_000);
        check_yaml(
            &format!("tags: {brackets}\n"),
            &expect![[r#"
            1:1 "---": expected front matter of at most 64 KiB; it is not read
        "#]],
        );
        check_yaml(
            &format!("tags: {}\ntitle: x\n", &brackets[..200]),
            &expect![[r#"
            tags: list @ [
            title: `x` @ x
            2:39 "[": expected at most 32 levels of nesting
        "#]],
        );
        for piece in
            ["a: [\n", "a: \"\n", "- ", "? ", "a: {", "[", "a:\n ", "#\n", "- a\n", "&a ", "a: |\n"]
        {
            let content = piece.repeat(super::MAX_CONTENT / piece.len() - 1);
            for text in [format!("---\nk: {content}\n---\n"), format!("---\nk:\n{content}\n---\n")]
            {
                let front_matter = FrontMatter::parse(&text).unwrap();
                assert_ranges(&text, &front_matter);
            }
            let text = format!("+++\nk = {content}\n+++\n");
            assert_ranges(&text, &FrontMatter::parse(&text).unwrap());
        }
    }

    #[test]
    fn quotes_and_syntax_are_told() {
        let front_matter =
            FrontMatter::parse("---\na: 'x'\nb: \"x\"\nc: x\nd: |\n  x\n---").unwrap();
        assert_eq!(front_matter.syntax, Syntax::Yaml);
        let quotes = front_matter.entries.iter().map(|entry| match &entry.value.kind {
            ValueKind::Scalar(scalar) => scalar.quote,
            _ => panic!("not a scalar"),
        });
        let expected = [Quote::Single, Quote::Double, Quote::Plain, Quote::Block];
        assert_eq!(quotes.collect::<Vec<_>>(), expected);
    }

    /// Pieces of front matter, good and bad, to be put together at random.
    pub(super) const FRAGMENTS: [&str; 48] = [
        "tags:",
        "tags: ",
        "\n",
        "\n",
        "\n",
        "\r\n",
        "\r",
        "- ",
        "  - ",
        "[",
        "]",
        ", ",
        ",",
        "\"",
        "'",
        "a",
        "é",
        "日本",
        " ",
        "\t",
        "#",
        " # ",
        ": ",
        ":",
        "{",
        "}",
        "title: x\n",
        "categories:\n",
        "taxonomies:\n  tags: ",
        "---\n",
        "+++\n",
        "tags = [",
        "[taxonomies]\n",
        "= ",
        "|",
        ">",
        "&a ",
        "*a",
        "!!str ",
        "\\",
        "null",
        "@x",
        "\u{feff}",
        "? ",
        "\"\"\"",
        "[taxonomies",
        "key: \"v\"\n",
        "\u{2028}",
    ];

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2_000))]

        #[test]
        fn no_text_panics(
            toml in any::<bool>(),
            closed in any::<bool>(),
            picks in prop::collection::vec(prop::sample::select(&FRAGMENTS[..]), 0..40),
        ) {
            let fence = if toml { "+++\n" } else { "---\n" };
            let close = if closed { fence } else { "" };
            let text = format!("{fence}{}\n{close}", picks.concat());
            if let Some(front_matter) = FrontMatter::parse(&text) {
                assert_ranges(&text, &front_matter);
            }
        }
    }
}
