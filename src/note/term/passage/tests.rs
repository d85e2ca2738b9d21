//! Tests of the passage that defines a section.

use expect_test::{Expect, expect};

use crate::note::render;

/// Checks the definition of the term `Oak`, whose section has this text.
fn check(text: &str, expected: &Expect) {
    expected.assert_eq(&render::terms(&format!("## Oak\n\n{text}")));
}

#[test]
fn lines_that_are_not_prose_are_passed() {
    check(
        "{: .no_toc }\n\nA tree.\n",
        &expect![[r#"
        Oak: A tree.
    "#]],
    );
    check(
        "up:: [[Trees]]\n\nA tree.\n",
        &expect![[r#"
        Oak: A tree.
    "#]],
    );
    check(
        "up:: [[Trees]]\nA tree.\n",
        &expect![[r#"
        Oak: A tree.
    "#]],
    );
    check(
        "#tree #wood\n\nA tree.\n",
        &expect![[r#"
        Oak: A tree.
    "#]],
    );
    check(
        "Created: 2026-01-02\n\nA tree.\n",
        &expect![[r#"
        Oak: A tree.
    "#]],
    );
    check(
        "[Home](/) > [Trees](/trees)\n\nA tree.\n",
        &expect![[r#"
        Oak: A tree.
    "#]],
    );
    check(
        "[![build](b.svg)](b) [![docs](d.svg)](d)\n\nA tree.\n",
        &expect![[r#"
        Oak: A tree.
    "#]],
    );
    check(
        "<img src=\"oak.png\">\n\nA tree.\n",
        &expect![[r#"
        Oak: A tree.
    "#]],
    );
    check(
        "import Tabs from '@theme/Tabs';\n\nA tree.\n",
        &expect![[r#"
        Oak: A tree.
    "#]],
    );
    check(
        "{/* later */}\n\nA tree.\n",
        &expect![[r#"
        Oak: A tree.
    "#]],
    );
}

#[test]
fn the_inside_of_a_fence_is_text() {
    check(
        ":::note\n\nA tree.\n\n:::\n",
        &expect![[r#"
        Oak: A tree.
    "#]],
    );
    check(
        ":::note\nA tree.\n:::\n",
        &expect![[r#"
        Oak: A tree.
    "#]],
    );
    check(
        "::: {.definition}\nA tree.\n:::\n\nMore.\n",
        &expect![[r#"
        Oak: A tree.
    "#]],
    );
}

#[test]
fn context_may_stand_before_the_passage() {
    check(
        "> An old saying.\n\nA tree.\n",
        &expect![[r#"
        Oak: A tree.
    "#]],
    );
    check(
        "| a |\n| - |\n\nA tree.\n",
        &expect![[r#"
        Oak: A tree.
    "#]],
    );
    check(
        "```\ncode\n```\n\nA tree.\n",
        &expect![[r#"
        Oak: A tree.
    "#]],
    );
}

#[test]
fn a_label_is_no_part_of_the_passage() {
    check(
        "**Definition**: A tree.\n",
        &expect![[r#"
        Oak: A tree.
    "#]],
    );
    check(
        "**Definition:**\n\nA tree.\n",
        &expect![[r#"
        Oak: A tree.
    "#]],
    );
    check(
        "Definition\n\n> A tree.\n",
        &expect![[r#"
        Oak: > A tree.
    "#]],
    );
    check(
        "定义：一种树。\n",
        &expect![[r#"
        Oak: 一种树。
    "#]],
    );
}

#[test]
fn a_list_after_a_lead_in_belongs_to_it() {
    check(
        "An oak is one of these:\n\n- a tree\n- its wood\n\nMore.\n",
        &expect![[r#"
        Oak: An oak is one of these:⏎⏎- a tree⏎- its wood
    "#]],
    );
}

#[test]
fn a_first_item_may_be_a_sentence() {
    check(
        "- A tree that bears acorns.\n- Grows slowly.\n",
        &expect![[r#"
        Oak: A tree that bears acorns.
    "#]],
    );
    check("- Quercus\n- Fagus\n", &expect![""]);
    check("- [ ] Describe the tree here.\n", &expect![""]);
}

#[test]
fn a_later_passage_may_say_what_the_title_is() {
    check(
        "If you walk there, look up.\n\nAn oak is a tree.\n",
        &expect![[r#"
        Oak: An oak is a tree.
    "#]],
    );
}

#[test]
fn placeholders_define_nothing() {
    for text in ["TBD", "TODO: describe it", "Coming soon.", "...", "_To be written._", "待补充"]
    {
        check(&format!("{text}\n"), &expect![""]);
    }
}
