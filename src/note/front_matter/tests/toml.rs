//! Front matter in TOML.

use expect_test::expect;

use super::check_toml;

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
