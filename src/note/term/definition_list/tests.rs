//! Tests of definition lists: declared terms and their names.

use expect_test::{Expect, expect};

use crate::note::render;

fn check(text: &str, expected: &Expect) {
    expected.assert_eq(&render::terms(text));
}

#[test]
fn a_title_and_its_definition_declare_a_term() {
    check(
        "absolute path\n:   A path from the root.\n\nargument\n:   A value given to a program.\n\n    More of it.\n: Another meaning.\n",
        &expect![[r#"
            [definition-list] absolute path: A path from the root.
            [definition-list] argument: A value given to a program.
        "#]],
    );
}

#[test]
fn anchors_and_sections_are_not_part_of_a_name() {
    check(
        "[absolute path]{#absolute-path}\n:   A path from the root.\n\n[changeset](#x)\n:   A group of changes.\n\nlinux:shell\n: A program that reads commands.\n\nNote: this\n: A thing with a colon.\n",
        &expect![[r#"
            [definition-list] absolute path: A path from the root.
            [definition-list] changeset: A group of changes.
            [definition-list] shell: A program that reads commands.
            [definition-list] Note: this: A thing with a colon.
        "#]],
    );
}

#[test]
fn several_titles_are_several_names() {
    check(
        "repository\nrepo\n:   Where the history is.\n\nHIR / High-level IR\n:   A tree.\n",
        &expect![[r#"
            [definition-list] repository = repo: Where the history is.
            [definition-list] HIR / High-level IR = HIR = High-level IR: A tree.
        "#]],
    );
}

#[test]
fn keys_and_sentences_are_not_names() {
    check(
        "`baseURL`\n: The address.\n\nWhat is it?\n: A thing.\n\nThis is a sentence.\n::::::::: callout\n\nlist\n: - a\n  - b\n\ncode\n:     indented\n",
        &expect![""],
    );
}
