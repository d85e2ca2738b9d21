//! Tags and titles in front matter.

use expect_test::expect;

use super::check_yaml;
use crate::note::front_matter::FrontMatter;

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
