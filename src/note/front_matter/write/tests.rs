//! Tests of the syntax of written tags.

use expect_test::{Expect, expect};
use proptest::prelude::{ProptestConfig, prop, prop_assert, proptest};
use text_size::TextSize;

use super::super::{CursorContext, FrontMatter, Shape, TagContext, context_at};

fn context(fixture: &str) -> (String, TagContext) {
    let cursor = fixture.find("$0").expect("the fixture has a mark");
    let text = fixture.replacen("$0", "", 1);
    match context_at(&text, TextSize::new(u32::try_from(cursor).unwrap())) {
        CursorContext::Tag(tag) => (text, tag),
        other => panic!("{other:?} at {fixture:?}"),
    }
}

fn tags(text: &str) -> Vec<String> {
    let front_matter = FrontMatter::parse(text).expect("still front matter");
    assert_eq!(front_matter.problems, [], "{text:?}");
    front_matter.tags().iter().map(|label| label.text.clone()).collect()
}

const LABELS: [&str; 26] = [
    "forme",
    "interview prep",
    "日本",
    "C#",
    "c++",
    "a: b",
    "a:b",
    "#x",
    "x #y",
    "@x",
    "a, b",
    "[x]",
    "x]",
    "no",
    "1.0",
    "2023-01-01",
    "null",
    "~",
    "it's",
    "\"q\"",
    "back\\slash",
    " lead",
    "",
    "-",
    "- a",
    "*",
];

fn check(fixture: &str, expected: &Expect) {
    let (_, tag) = context(fixture);
    let written = LABELS.map(|label| tag.write(label).unwrap_or_else(|| "(cannot)".to_owned()));
    expected.assert_eq(&format!("{}\n", written.join("\n")));
}

#[test]
fn text_in_a_flow_list_is_plain_where_possible() {
    check(
        "---\ntags: [$0]\n---\n",
        &expect![[r##"
            forme
            interview prep
            日本
            C#
            c++
            "a: b"
            a:b
            "#x"
            "x #y"
            "@x"
            "a, b"
            "[x]"
            "x]"
            "no"
            "1.0"
            "2023-01-01"
            "null"
            "~"
            it's
            '"q"'
            back\slash
            " lead"
            ""
            "-"
            "- a"
            "*"
        "##]],
    );
}

#[test]
fn text_in_a_block_list_is_plain_where_possible() {
    check(
        "---\ntags:\n- $0\n---\n",
        &expect![[r##"
            forme
            interview prep
            日本
            C#
            c++
            "a: b"
            a:b
            "#x"
            "x #y"
            "@x"
            a, b
            "[x]"
            x]
            "no"
            "1.0"
            "2023-01-01"
            "null"
            "~"
            it's
            '"q"'
            back\slash
            " lead"
            ""
            "-"
            "- a"
            "*"
        "##]],
    );
}

#[test]
fn a_single_value_with_a_comma_becomes_a_list() {
    check(
        "---\ntags: $0\n---\n",
        &expect![[r##"
                forme
                [interview prep]
                日本
                C#
                c++
                ["a: b"]
                a:b
                "#x"
                ["x #y"]
                "@x"
                ["a, b"]
                "[x]"
                x]
                "no"
                "1.0"
                "2023-01-01"
                "null"
                "~"
                it's
                '"q"'
                back\slash
                [" lead"]
                ""
                "-"
                ["- a"]
                "*"
            "##]],
    );
}

#[test]
fn a_part_of_a_comma_string_cannot_contain_every_text() {
    check(
        "---\ntags: a, $0\n---\n",
        &expect![[r#"
                forme
                interview prep
                日本
                C#
                c++
                (cannot)
                a:b
                (cannot)
                (cannot)
                (cannot)
                (cannot)
                (cannot)
                x]
                no
                1.0
                2023-01-01
                null
                ~
                it's
                (cannot)
                back\slash
                (cannot)
                (cannot)
                -
                (cannot)
                (cannot)
            "#]],
    );
    check(
        "---\ntags: \"a, $0\"\n---\n",
        &expect![[r#"
            forme
            interview prep
            日本
            C#
            c++
            a: b
            a:b
            #x
            x #y
            @x
            (cannot)
            [x]
            x]
            no
            1.0
            2023-01-01
            null
            ~
            it's
            \"q\"
            back\\slash
            (cannot)
            (cannot)
            -
            - a
            *
        "#]],
    );
}

#[test]
fn text_in_toml_is_always_quoted() {
    check(
        "+++\ntags = [$0]\n+++\n",
        &expect![[r##"
            "forme"
            "interview prep"
            "日本"
            "C#"
            "c++"
            "a: b"
            "a:b"
            "#x"
            "x #y"
            "@x"
            "a, b"
            "[x]"
            "x]"
            "no"
            "1.0"
            "2023-01-01"
            "null"
            "~"
            "it's"
            "\"q\""
            "back\\slash"
            " lead"
            ""
            "-"
            "- a"
            "*"
        "##]],
    );
    check(
        "+++\ntags = ['$0']\n+++\n",
        &expect![[r#"
            'forme'
            'interview prep'
            '日本'
            'C#'
            'c++'
            'a: b'
            'a:b'
            '#x'
            'x #y'
            '@x'
            'a, b'
            '[x]'
            'x]'
            'no'
            '1.0'
            '2023-01-01'
            'null'
            '~'
            "it's"
            '"q"'
            'back\slash'
            ' lead'
            ''
            '-'
            '- a'
            '*'
        "#]],
    );
}

#[test]
fn opened_quotes_are_kept() {
    check(
        "---\ntags: ['$0\n---\n",
        &expect![[r#"
            'forme'
            'interview prep'
            '日本'
            'C#'
            'c++'
            'a: b'
            'a:b'
            '#x'
            'x #y'
            '@x'
            'a, b'
            '[x]'
            'x]'
            'no'
            '1.0'
            '2023-01-01'
            'null'
            '~'
            'it''s'
            '"q"'
            'back\slash'
            ' lead'
            ''
            '-'
            '- a'
            '*'
        "#]],
    );
    check(
        "---\ntags:\n- \"$0\"\n---\n",
        &expect![[r##"
            "forme"
            "interview prep"
            "日本"
            "C#"
            "c++"
            "a: b"
            "a:b"
            "#x"
            "x #y"
            "@x"
            "a, b"
            "[x]"
            "x]"
            "no"
            "1.0"
            "2023-01-01"
            "null"
            "~"
            "it's"
            "\"q\""
            "back\\slash"
            " lead"
            ""
            "-"
            "- a"
            "*"
        "##]],
    );
}

/// Valid front matter with one place for a tag, and the other tags.
const SHAPES: [(&str, &[&str]); 26] = [
    ("---\ntags: [$0]\n---\n", &[]),
    ("---\ntags: [a, $0]\n---\n", &["a"]),
    ("---\ntags: [a, x$0x, b c]\n---\n", &["a", "b c"]),
    ("---\ntags: [a, \"$0\", b]\n---\n", &["a", "b"]),
    ("---\ntags: [a, '$0', b]\n---\n", &["a", "b"]),
    ("---\ntags: [a, \"x$0, b]\n---\n", &["a", "b"]),
    ("---\ntags: [\n  a,\n  $0\n]\n---\n", &["a"]),
    ("---\r\ntags:\r\n- a\r\n- $0\r\n---\r\n", &["a"]),
    ("---\ntags:\n  - $0\n  - b # c\n---\n", &["b"]),
    ("---\ntags:\n  - \"x$0\n  - b\n---\n", &["b"]),
    ("---\ntags:\n  - 'x$0'\n  - b\n---\n", &["b"]),
    ("---\ntags: $0\n---\n", &[]),
    ("---\ntags: x$0 # c\n---\n", &[]),
    ("---\ntags: \"$0\"\n---\n", &[]),
    ("---\ntags: a x$0\n---\n", &["a"]),
    ("---\ntags: x$0 a # c\n---\n", &["a"]),
    ("---\ntags: #x$0\n---\n", &[]),
    ("---\ntags:\n  - a\n  - #x$0\n---\n", &["a"]),
    ("---\ntags: a, $0\n---\n", &["a"]),
    ("---\ntags: $0, a\n---\n", &["a"]),
    ("---\ntags: \"a, $0, b\"\n---\n", &["a", "b"]),
    ("---\ntags: 'a, $0'\n---\n", &["a"]),
    ("---\ntaxonomies:\n  tags: [a, $0]\n---\n", &["a"]),
    ("+++\ntags = [\"a\", $0]\n+++\n", &["a"]),
    ("+++\ntags = [\"a\", '$0']\n+++\n", &["a"]),
    ("+++\ntags = \"a, $0\"\n+++\n", &["a"]),
];

fn assert_writes(fixture: &str, others: &[&str], label: &str) {
    let (mut text, tag) = context(fixture);
    assert_eq!(tag.taken, others, "{fixture:?}");
    let Some(written) = tag.write(label) else { return };
    text.replace_range(std::ops::Range::<usize>::from(tag.value.range), &written);
    let mut found = tags(&text);
    let label = label.trim().trim_start_matches('#');
    if !label.trim().is_empty() {
        let at = found.iter().position(|tag| tag == label);
        found.remove(at.unwrap_or_else(|| panic!("{label:?} not in {found:?} of {text:?}")));
    }
    assert_eq!(found, others, "{text:?}");
}

#[test]
fn every_tag_reads_back_in_every_shape() {
    for (fixture, others) in SHAPES {
        for label in LABELS {
            assert_writes(fixture, others, label);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(3_000))]

    #[test]
    fn what_is_written_reads_back(
        shape in prop::sample::select(&SHAPES[..]),
        label in "[a-c#:,'\"\\[\\]{}&*!|>%@`~0-9. ?=<\\\\\n\té日\u{2028}\u{7f}-]{0,8}",
    ) {
        assert_writes(shape.0, shape.1, &label);
    }

    #[test]
    fn any_cursor_in_any_text(
        picks in prop::collection::vec(
            prop::sample::select(&super::super::tests::FRAGMENTS[..]), 0..24),
        toml in prop::bool::ANY,
    ) {
        let fence = if toml { "+++\n" } else { "---\n" };
        let text = format!("{fence}{}", picks.concat());
        for offset in 0..=text.len() + 1 {
            let offset = TextSize::new(u32::try_from(offset).unwrap());
            if let CursorContext::Tag(tag) = context_at(&text, offset) {
                let source = &text[tag.value.range];
                prop_assert!(!source.contains(['\n', '\r']));
                prop_assert!(tag.value.range.start() <= offset);
                let is_part = matches!(tag.value.shape(), Shape::CommaPart | Shape::SpacePart);
                prop_assert!(tag.write("x").is_some() || is_part);
            }
        }
    }
}
