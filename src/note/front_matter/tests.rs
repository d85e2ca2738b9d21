//! Tests of the parse of front matter.

mod invalid;
mod tags;
mod toml;
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
