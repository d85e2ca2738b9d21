//! Front matter that is invalid or hostile.

use expect_test::expect;

use super::{assert_ranges, check_yaml};
use crate::note::front_matter::FrontMatter;

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
        let content = piece.repeat(super::super::reading::MAX_CONTENT / piece.len() - 1);
        for text in [format!("---\nk: {content}\n---\n"), format!("---\nk:\n{content}\n---\n")] {
            let front_matter = FrontMatter::parse(&text).unwrap();
            assert_ranges(&text, &front_matter);
        }
        let text = format!("+++\nk = {content}\n+++\n");
        assert_ranges(&text, &FrontMatter::parse(&text).unwrap());
    }
}
