//! Tests of the parse of front matter.

use std::fmt::Write;

use expect_test::{Expect, expect};
use proptest::prelude::{ProptestConfig, any, prop, proptest};

use super::{Entry, FrontMatter, Quote, Syntax, TextValue, Value, ValueKind};

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
    for (kind, labels) in [("tag", front_matter.tags()), ("category", front_matter.categories())] {
        for TextValue { text: tag, range, .. } in labels {
            writeln!(out, "{kind} `{tag}` @ {}", shown(&text[*range])).unwrap();
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

/// Slices all ranges. A slice panics if a range is not on character boundaries.
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
fn keys_have_values_and_ranges() {
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
fn tags_are_read_in_every_shape() {
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
fn one_string_holds_words_or_comma_parts() {
    for cut in ["tags: one tag\n", "tags: [#one #tag]\n"] {
        let front = FrontMatter::parse(&format!("---\n{cut}---\n")).expect("there is front matter");
        let tags: Vec<_> = front.tags().iter().map(|tag| tag.text.as_str()).collect();
        assert_eq!(tags, ["one", "tag"], "{cut}");
    }
    for whole in
        ["tags: 'one tag'\n", "tag: one tag\n", "tags: [one tag]\n", "tags: [one tag, '{{ x }}']\n"]
    {
        let front =
            FrontMatter::parse(&format!("---\n{whole}---\n")).expect("there is front matter");
        let tags: Vec<_> = front.tags().iter().map(|tag| tag.text.as_str()).collect();
        assert_eq!(tags, ["one tag"], "{whole}");
    }
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
fn tags_are_read_under_other_keys() {
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
fn null_and_blank_tags_are_omitted() {
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
fn an_invalid_key_does_not_affect_others() {
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
fn an_invalid_value_is_read_as_far_as_possible() {
    check_yaml(
        "tags:[a]\ntitle: x\n",
        &expect![[r#"
            title: `x` @ x
            2:1 "tags:[a]": expected a space after the colon of `tags:`
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
            3:12 "y": expected nothing after the closing quote
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
            3:1 "title": expected one `title`; this key already occurs above
        "#]],
    );
}

#[test]
fn values_may_continue_where_a_key_could_begin() {
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
fn toml_keys_have_ranges() {
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
fn invalid_toml_keeps_the_valid_keys() {
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
                2:9 "x": expected a value; a string needs quotes
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
            3:1 "c =": expected a value; a string needs quotes
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
fn all_line_breaks_are_read() {
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
        let content = piece.repeat(super::reading::MAX_CONTENT / piece.len() - 1);
        for text in [format!("---\nk: {content}\n---\n"), format!("---\nk:\n{content}\n---\n")] {
            let front_matter = FrontMatter::parse(&text).unwrap();
            assert_ranges(&text, &front_matter);
        }
        let text = format!("+++\nk = {content}\n+++\n");
        assert_ranges(&text, &FrontMatter::parse(&text).unwrap());
    }
}

#[test]
fn quotes_and_syntax_are_distinguished() {
    let front_matter = FrontMatter::parse("---\na: 'x'\nb: \"x\"\nc: x\nd: |\n  x\n---").unwrap();
    assert_eq!(front_matter.syntax, Syntax::Yaml);
    let quotes = front_matter.entries.iter().map(|entry| match &entry.value.kind {
        ValueKind::Scalar(scalar) => scalar.quote,
        _ => panic!("not a scalar"),
    });
    let expected = [Quote::Single, Quote::Double, Quote::Plain, Quote::Block];
    assert_eq!(quotes.collect::<Vec<_>>(), expected);
}

/// Pieces of valid and invalid front matter, which are joined at random.
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

#[test]
fn a_key_of_several_lines_is_marked_on_its_first() {
    let text = "---\ntitle: x\n: \n? |\n: tags:\n";
    assert_ranges(text, &FrontMatter::parse(text).expect("it begins with a key"));
}

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
