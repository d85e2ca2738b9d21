//! Tests of the cursor context.

use expect_test::{Expect, expect};
use text_size::TextSize;

use super::context_at;
use crate::note::front_matter::{CursorContext, TagKind};

/// The text of a fixture without its mark, and the cursor context there.
fn context(fixture: &str) -> (String, CursorContext) {
    let cursor = fixture.find("$0").expect("the fixture has a mark");
    let text = fixture.replacen("$0", "", 1);
    let offset = TextSize::new(u32::try_from(cursor).unwrap());
    let context = context_at(&text, offset);
    let range = match &context {
        CursorContext::Key(key) => key.range,
        CursorContext::Value(value) => value.range,
        CursorContext::Tag(tag) => tag.value.range,
        CursorContext::Inside | CursorContext::Outside => return (text, context),
    };
    assert!(range.contains_inclusive(offset));
    (text, context)
}

/// The tag at `$0` as `shape [range] typed "…" taken […]`.
fn render(fixture: &str) -> String {
    let (text, context) = context(fixture);
    match context {
        CursorContext::Outside => "outside".to_owned(),
        CursorContext::Tag(tag) => {
            assert!(!text[tag.value.range].contains(['\n', '\r']));
            let source = &text[tag.value.range];
            let taken = tag.taken.join(" | ");
            let kind = if tag.kind == TagKind::Tag { "Tag" } else { "Category" };
            let (shape, prefix) = (tag.value.shape(), tag.value.prefix);
            format!("{kind} {shape:?} [{source}] typed `{prefix}` taken <{taken}>")
        }
        _ => "inside".to_owned(),
    }
}

/// One line of output per line of YAML, which is put between fences. `⏎` is a line break in it.
fn check(contents: &[&str], expected: &Expect) {
    let mut out = String::new();
    for content in contents {
        let content_lines = content.replace('⏎', "\n");
        let closed = render(&format!("---\n{content_lines}\n---\n"));
        out.extend([content, "\n    ", &closed, "\n"]);
        for (name, text) in [
            ("unclosed", format!("---\n{content_lines}")),
            ("unclosed, with text below", format!("---\n{content_lines}\n\nText")),
            ("crlf", format!("---\n{content_lines}\n---\n").replace('\n', "\r\n")),
            ("cr", format!("---\n{content_lines}\n---\n").replace('\n', "\r")),
        ] {
            assert_eq!(closed, render(&text), "{name}: {content}");
        }
    }
    expected.assert_eq(&out);
}

fn check_toml(contents: &[&str], expected: &Expect) {
    let mut out = String::new();
    for content in contents {
        let content_lines = content.replace('⏎', "\n");
        let closed = render(&format!("+++\n{content_lines}\n+++\n"));
        out.extend([content, "\n    ", &closed, "\n"]);
        assert_eq!(closed, render(&format!("+++\n{content_lines}")), "unclosed: {content}");
    }
    expected.assert_eq(&out);
}

#[test]
fn tags_are_found_in_flow_lists() {
    check(
        &[
            "tags: [$0",
            "tags: [$0]",
            "tags: [forme, $0",
            "tags: [forme, $0]",
            "tags: [forme,$0]",
            "tags: [forme, $0, notes]",
            "tags: [for$0me, notes]",
            "tags: [forme$0, notes]",
            "tags: [interview $0, notes]",
            "tags: [interview $0prep, notes]",
            "tags: [forme, no$0tes",
            "tags: [forme,$0 notes]",
            "tags: [forme] $0",
            "tags: [forme]$0",
            "tags: $0[forme]",
            "tags: [日$0本, é]",
            "tags: [#fo$0, notes]",
            "tags: [#fo$0",
            "tags: [a, b] # $0",
            "categories: [[A, $0], [B]]",
            "categories: [[A]$0, [B]]",
            "tags: [a, $0⏎title: x",
        ],
        &expect![[r#"
                tags: [$0
                    Tag FlowItem [] typed `` taken <>
                tags: [$0]
                    Tag FlowItem [] typed `` taken <>
                tags: [forme, $0
                    Tag FlowItem [] typed `` taken <forme>
                tags: [forme, $0]
                    Tag FlowItem [] typed `` taken <forme>
                tags: [forme,$0]
                    Tag FlowItem [] typed `` taken <forme>
                tags: [forme, $0, notes]
                    Tag FlowItem [] typed `` taken <forme | notes>
                tags: [for$0me, notes]
                    Tag FlowItem [forme] typed `for` taken <notes>
                tags: [forme$0, notes]
                    Tag FlowItem [forme] typed `forme` taken <notes>
                tags: [interview $0, notes]
                    Tag FlowItem [interview ] typed `interview ` taken <notes>
                tags: [interview $0prep, notes]
                    Tag FlowItem [interview prep] typed `interview ` taken <notes>
                tags: [forme, no$0tes
                    Tag FlowItem [notes] typed `no` taken <forme>
                tags: [forme,$0 notes]
                    inside
                tags: [forme] $0
                    inside
                tags: [forme]$0
                    inside
                tags: $0[forme]
                    inside
                tags: [日$0本, é]
                    Tag FlowItem [日本] typed `日` taken <é>
                tags: [#fo$0, notes]
                    Tag FlowItem [#fo] typed `fo` taken <notes>
                tags: [#fo$0
                    Tag FlowItem [#fo] typed `fo` taken <>
                tags: [a, b] # $0
                    inside
                categories: [[A, $0], [B]]
                    Category FlowItem [] typed `` taken <A | B>
                categories: [[A]$0, [B]]
                    inside
                tags: [a, $0⏎title: x
                    Tag FlowItem [] typed `` taken <a>
            "#]],
    );
}

#[test]
fn quoted_tags_are_found_in_flow_lists() {
    check(
        &[
            r#"tags: [a, "b$0"#,
            r#"tags: [a, "b$0]"#,
            r#"tags: [a, "$0"]"#,
            r#"tags: [a, "b$0", c]"#,
            r#"tags: [a, "b$0, c]"#,
            r#"tags: [a, "b$0, "c"]"#,
            r#"tags: ["a"$0]"#,
            r#"tags: ["a" $0]"#,
            r#"tags: ["a, b", 'c$0']"#,
            r#"tags: ['it''s', "q \" r", $0]"#,
            "tags: [a, '$0",
        ],
        &expect![[r#"
                tags: [a, "b$0
                    Tag FlowItem ["b] typed `b` taken <a>
                tags: [a, "b$0]
                    Tag FlowItem ["b] typed `b` taken <a>
                tags: [a, "$0"]
                    Tag FlowItem [""] typed `` taken <a>
                tags: [a, "b$0", c]
                    Tag FlowItem ["b"] typed `b` taken <a | c>
                tags: [a, "b$0, c]
                    Tag FlowItem ["b] typed `b` taken <a | c>
                tags: [a, "b$0, "c"]
                    Tag FlowItem ["b] typed `b` taken <a | c>
                tags: ["a"$0]
                    Tag FlowItem ["a"] typed `a` taken <>
                tags: ["a" $0]
                    inside
                tags: ["a, b", 'c$0']
                    Tag FlowItem ['c'] typed `c` taken <a, b>
                tags: ['it''s', "q \" r", $0]
                    Tag FlowItem [] typed `` taken <it's | q " r>
                tags: [a, '$0
                    Tag FlowItem ['] typed `` taken <a>
            "#]],
    );
}

#[test]
fn tags_are_found_in_flow_lists_of_several_lines() {
    check(
        &[
            "tags: [⏎  a,⏎  $0",
            "tags: [⏎  a,⏎  b$0⏎]",
            "tags: [⏎  a$0,⏎  b # c⏎]",
            "tags: [⏎a,⏎\"b$0⏎]",
            "tags:⏎  [a, $0]",
        ],
        &expect![[r#"
                tags: [⏎  a,⏎  $0
                    Tag FlowItem [] typed `` taken <a>
                tags: [⏎  a,⏎  b$0⏎]
                    Tag FlowItem [b] typed `b` taken <a>
                tags: [⏎  a$0,⏎  b # c⏎]
                    Tag FlowItem [a] typed `a` taken <b>
                tags: [⏎a,⏎"b$0⏎]
                    Tag FlowItem ["b] typed `b` taken <a>
                tags:⏎  [a, $0]
                    Tag FlowItem [] typed `` taken <a>
            "#]],
    );
}

/// YAML reads lines without a comma between them as one tag.
#[test]
fn a_comma_is_written_where_a_tag_would_continue_on_the_next_line() {
    let written = |content: &str| {
        let fixture = format!("---\n{}\n---\n", content.replace('⏎', "\n"));
        match context(&fixture).1 {
            CursorContext::Tag(tag) => tag.write("new").unwrap(),
            other => format!("{other:?}"),
        }
    };
    let cases = [
        ("tags: [⏎  a,⏎  $0⏎  b⏎]", "new,"),
        ("tags: [⏎  a,⏎  $0⏎⏎  'b'⏎]", "new,"),
        ("tags: [⏎  a,⏎  ne$0⏎  b⏎]", "new,"),
        ("tags: [⏎  a,⏎  $0⏎]", "new"),
        ("tags: [⏎  a,⏎  $0,⏎  b⏎]", "new"),
        ("tags: [⏎  a⏎  $0⏎]", "Inside"),
        ("tags: [⏎  a⏎⏎  ne$0,⏎]", "Inside"),
        ("tags:⏎- [a, $0⏎  b]", "Inside"),
        ("tags:⏎- [a, $0⏎- b", "new"),
        ("tags:⏎- a$0⏎  b", "Inside"),
    ];
    for (content, expected) in cases {
        assert_eq!(written(content), expected, "{content}");
    }
}

#[test]
fn tags_are_found_in_block_lists() {
    check(
        &[
            "tags:⏎  - $0",
            "tags:⏎- $0",
            "tags:⏎-$0",
            "tags:⏎  - a⏎  - b$0⏎  - c",
            "tags:⏎  - a⏎  -   b c$0 d⏎title: x",
            "tags:⏎  - \"x$0",
            "tags:⏎  - \"x$0\"",
            "tags:⏎  - 'x$0⏎  - 'y'",
            "tags:⏎  - a $0",
            "tags:⏎  - a # c$0",
            "tags:⏎ $0 - a",
            "tags:⏎  - [a, $0]⏎  - [b]",
            "tags:⏎\t- a$0",
            "tags:⏎- a⏎  - b$0",
            "tags:⏎- a⏎  - b⏎- c$0",
        ],
        &expect![[r#"
            tags:⏎  - $0
                Tag BlockItem [] typed `` taken <>
            tags:⏎- $0
                Tag BlockItem [] typed `` taken <>
            tags:⏎-$0
                inside
            tags:⏎  - a⏎  - b$0⏎  - c
                Tag BlockItem [b] typed `b` taken <a | c>
            tags:⏎  - a⏎  -   b c$0 d⏎title: x
                Tag BlockItem [b c d] typed `b c` taken <a>
            tags:⏎  - "x$0
                Tag BlockItem ["x] typed `x` taken <>
            tags:⏎  - "x$0"
                Tag BlockItem ["x"] typed `x` taken <>
            tags:⏎  - 'x$0⏎  - 'y'
                Tag BlockItem ['x] typed `x` taken <y>
            tags:⏎  - a $0
                Tag BlockItem [a ] typed `a ` taken <>
            tags:⏎  - a # c$0
                inside
            tags:⏎ $0 - a
                inside
            tags:⏎  - [a, $0]⏎  - [b]
                Tag FlowItem [] typed `` taken <a | b>
            tags:⏎	- a$0
                Tag BlockItem [a] typed `a` taken <>
            tags:⏎- a⏎  - b$0
                inside
            tags:⏎- a⏎  - b⏎- c$0
                Tag BlockItem [c] typed `c` taken <a>
        "#]],
    );
}

#[test]
fn tags_are_found_in_single_values_and_comma_strings() {
    check(
        &[
            "tags: $0",
            "tags: $0 # none yet",
            "tags: a, b $0# c",
            "tags: b $0# c",
            "tags:$0",
            "tags:⏎  $0x",
            "tag: fo$0o bar",
            "tags: a, $0",
            "tags: a, b$0",
            "tags: a$0, b",
            "tags: a,$0",
            "tags: \"a$0",
            "tags: \"a$0\"",
            "tags: \"a, b$0, c\"",
            "tags: 'a, b$0",
            "Category: $0",
            "tags : $0",
            "\"tags\": $0",
        ],
        &expect![[r#"
                tags: $0
                    Tag Plain [] typed `` taken <>
                tags: $0 # none yet
                    Tag Plain [] typed `` taken <>
                tags: a, b $0# c
                    inside
                tags: b $0# c
                    inside
                tags:$0
                    inside
                tags:⏎  $0x
                    Tag Plain [x] typed `` taken <>
                tag: fo$0o bar
                    Tag Plain [foo bar] typed `fo` taken <>
                tags: a, $0
                    Tag CommaPart [] typed `` taken <a>
                tags: a, b$0
                    Tag CommaPart [b] typed `b` taken <a>
                tags: a$0, b
                    Tag CommaPart [a] typed `a` taken <b>
                tags: a,$0
                    Tag CommaPart [] typed `` taken <a>
                tags: "a$0
                    Tag Plain ["a] typed `a` taken <>
                tags: "a$0"
                    Tag Plain ["a"] typed `a` taken <>
                tags: "a, b$0, c"
                    Tag CommaPart [b] typed `b` taken <a | c>
                tags: 'a, b$0
                    Tag CommaPart [b] typed `b` taken <a>
                Category: $0
                    Category Plain [] typed `` taken <>
                tags : $0
                    Tag Plain [] typed `` taken <>
                "tags": $0
                    Tag Plain [] typed `` taken <>
            "#]],
    );
}

#[test]
fn other_places_have_no_tag() {
    check(
        &[
            "ta$0gs: [a]",
            "title: $0",
            "title: x⏎ta$0",
            "tags: {$0}",
            "tags: |⏎  $0x",
            "tags: [a]⏎title: y$0",
            "params:⏎  tags: [$0]",
            "tags: $0# why",
            "tags: a, $0# why",
        ],
        &expect![[r#"
                ta$0gs: [a]
                    inside
                title: $0
                    inside
                title: x⏎ta$0
                    inside
                tags: {$0}
                    inside
                tags: |⏎  $0x
                    inside
                tags: [a]⏎title: y$0
                    inside
                params:⏎  tags: [$0]
                    inside
                tags: $0# why
                    inside
                tags: a, $0# why
                    inside
            "#]],
    );
    for (fixture, expected) in [
        ("$0---\ntags: a\n---\nText", "inside"),
        ("--$0-\ntags: a\n---\nText", "inside"),
        ("---\ntags: a\n--$0-\nText", "inside"),
        ("---\ntags: a\n---$0", "inside"),
        ("---\ntags: a\n---\n$0Text", "outside"),
        ("\n$0\n---\ntags: a\n---\nText", "outside"),
        ("---\ntags: a\n\nText$0", "outside"),
        ("---\ntags: a\n# Head$0", "outside"),
        ("tags: [$0]", "outside"),
    ] {
        assert_eq!(render(fixture), expected, "{fixture:?}");
    }
}

#[test]
fn tags_are_found_below_taxonomies() {
    check(
        &[
            "taxonomies:⏎  tags: [a, $0]",
            "taxonomies:⏎  tags:⏎    - a⏎    - $0⏎  categories: [B]",
            "taxonomies:⏎  tags:⏎  - a⏎  categories: B$0",
            "taxonomies:⏎  other: $0",
            "taxonomies: $0",
        ],
        &expect![[r#"
                taxonomies:⏎  tags: [a, $0]
                    Tag FlowItem [] typed `` taken <a>
                taxonomies:⏎  tags:⏎    - a⏎    - $0⏎  categories: [B]
                    Tag BlockItem [] typed `` taken <a>
                taxonomies:⏎  tags:⏎  - a⏎  categories: B$0
                    Category Plain [B] typed `B` taken <>
                taxonomies:⏎  other: $0
                    inside
                taxonomies: $0
                    inside
            "#]],
    );
}

#[test]
fn tags_are_found_in_toml() {
    check_toml(
        &[
            r#"tags = ["a", "$0"]"#,
            "tags = [$0]",
            "tags = [$0",
            r#"tags = ["a", 'b$0', "c"]"#,
            r#"tags = ["a", "b$0, "c"]"#,
            r#"tags = [⏎  "a",⏎  $0"#,
            r#"tags = [⏎  "a",⏎  $0⏎⏎[extra]⏎x = 1"#,
            "tags = $0",
            r#"tags = "a$0""#,
            r#"tags = "a, $0""#,
            "[taxonomies]⏎tags = [$0]",
            "[taxonomies]⏎x = 1⏎categories = [\"A\", \"B$0\"]",
            "taxonomies.tags = [$0]",
            "[extra]⏎tags = [$0]",
            "title = $0",
            "ta$0gs = []",
            "[taxo$0nomies]",
        ],
        &expect![[r#"
                tags = ["a", "$0"]
                    Tag FlowItem [""] typed `` taken <a>
                tags = [$0]
                    Tag FlowItem [] typed `` taken <>
                tags = [$0
                    Tag FlowItem [] typed `` taken <>
                tags = ["a", 'b$0', "c"]
                    Tag FlowItem ['b'] typed `b` taken <a | c>
                tags = ["a", "b$0, "c"]
                    Tag FlowItem ["b] typed `b` taken <a | c>
                tags = [⏎  "a",⏎  $0
                    Tag FlowItem [] typed `` taken <a>
                tags = [⏎  "a",⏎  $0⏎⏎[extra]⏎x = 1
                    Tag FlowItem [] typed `` taken <a>
                tags = $0
                    Tag Plain [] typed `` taken <>
                tags = "a$0"
                    Tag Plain ["a"] typed `a` taken <>
                tags = "a, $0"
                    Tag CommaPart [] typed `` taken <a>
                [taxonomies]⏎tags = [$0]
                    Tag FlowItem [] typed `` taken <>
                [taxonomies]⏎x = 1⏎categories = ["A", "B$0"]
                    Category FlowItem ["B"] typed `B` taken <A>
                taxonomies.tags = [$0]
                    Tag FlowItem [] typed `` taken <>
                [extra]⏎tags = [$0]
                    inside
                title = $0
                    inside
                ta$0gs = []
                    inside
                [taxo$0nomies]
                    inside
            "#]],
    );
}

/// The key or value at `$0`.
fn check_key_or_value(text: &str, expected: &str) {
    let (text, context) = context(text);
    let shown = match context {
        CursorContext::Key(key) => {
            let (taken, sign) = (key.taken.join(","), if key.sign.is_empty() { "!" } else { "" });
            let (parent, prefix) = (&key.parent, &key.prefix);
            format!("key {parent} «{}»{sign} {prefix} ({taken})", &text[key.range])
                .replace("  ", " ")
        }
        CursorContext::Value(value) => {
            let (parent, key) = (&value.parent, &value.key);
            format!("value {parent} {key} «{}» {}", &text[value.range], value.prefix)
                .replace("  ", " ")
        }
        _ => "nothing".to_owned(),
    };
    assert_eq!(shown.trim_end(), expected, "{text}");
}

#[test]
fn keys_are_found_at_the_start_of_a_line() {
    check_key_or_value("---\nti$0\n---\n", "key «ti» ti ()");
    check_key_or_value("---\ndate: 1\nti$0t\n---\n", "key «tit» ti (date)");
    check_key_or_value("---\nti$0tle: x\ndate: 1\n---\n", "key «title»! ti (date)");
    check_key_or_value("---\ntags:\n- a\n$0\n---\n", "key «» (tags)");
    check_key_or_value("---\r\ndate: 1\r\nti$0\r\n---\r\n", "key «ti» ti (date)");
    check_key_or_value("+++\ndate = 1\nti$0\n+++\n", "key «ti» ti (date)");
    check_key_or_value(
        "+++\ndate = 1\n[taxonomies]\nta$0\n[extra]\na = 1\n+++\n",
        "key taxonomies «ta» ta ()",
    );
    check_key_or_value("---\ntags: [a,\n$0b]\n---\n", "nothing");
    check_key_or_value("---\ndate: 1\n  ti$0\n---\n", "nothing");
    check_key_or_value("---\ntitle: x\n---\nTe$0xt\n", "nothing");
    check_key_or_value("Te$0xt\n", "nothing");
}

#[test]
fn values_are_found_after_their_key() {
    check_key_or_value("---\ndraft: $0\n---\n", "value draft «»");
    check_key_or_value("---\ndraft: t$0r # c\n---\n", "value draft «tr» t");
    check_key_or_value("---\nlayout: \"po$0\n---\n", "value layout «\"po» po");
    check_key_or_value("---\nlayout: 'post'$0\n---\n", "value layout «'post'» post");
    check_key_or_value("+++\ndraft =$0\n+++\n", "value draft «»");
    check_key_or_value("+++\n[extra]\nkind = \"a$0\"\n+++\n", "value extra kind «\"a\"» a");
    check_key_or_value("---\ntags: [a$0]\n---\n", "nothing");
    check_key_or_value("---\ndraft:$0\n---\n", "nothing");
    check_key_or_value("---\nimage:\n  path: a$0\n---\n", "nothing");
}
