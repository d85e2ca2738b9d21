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

#[test]
fn lines_of_dictionaries_and_metadata_are_passed() {
    for before in [
        "/əʊk/, noun",
        "*noun*",
        "*(from Old English)*",
        "Back to [Trees](trees.md)",
        "[Back to top](#top)",
        "[Wikipedia](https://en.wikipedia.org/wiki/Oak)",
        "Kategorie: Bäume | Status: Entwurf",
        "[Wiki](a) · [Docs](b) · 5 min read",
        "*Figure 1: An oak in winter.*",
        "Also known as: holm",
        "Height: 20 m\nAge: 200 years",
        "**Height**: 20 m\n**Age**: old",
    ] {
        let text = format!("## Oak\n\n{before}\n\nA tree.\n");
        assert_eq!(render::terms(&text), "Oak: A tree.\n", "{before}");
    }
}

#[test]
fn a_label_says_which_passage_is_the_definition() {
    for text in [
        "**Example**: an acorn in the ground.\n\n**Definition**: A tree.",
        "**Motivation**\n\nWe often want shade.\n\n**Definition**\n\nA tree.",
        "**What**: A tree. **Why**: it has acorns.",
        "**What**: A tree.\n**Why**: it has acorns.",
        "- **Example**: an acorn in the ground.\n- **Definition**: A tree.",
        "- **What**: A tree.\n- **Why**: it has acorns.",
        "> [!info] Definition\n> A tree.\n\nYou see it often.",
        "> **Definition:** A tree.\n\nYou see it often.",
        "Intent: A tree.",
        "**例**：树林。\n\n**定义**：A tree.",
        "**Beispiel**: ein Wald.\n\n**Begriff**: A tree.",
        "You see it often.\n\n### Definition\n\nA tree.\n\n### Example\n\nThis one.",
    ] {
        let shown = render::terms(&format!("## Oak\n\n{text}\n"));
        assert_eq!(shown.lines().next(), Some("Oak: A tree."), "{text}");
    }
}

#[test]
fn a_lead_in_is_no_definition() {
    for text in [
        "Real world example\n\n> You sit below it.\n\nIn plain words\n\n> A tree.",
        "Real world example\n\n> You sit below it.\n\nWikipedia says\n\n> A tree.",
        "Wikipedia says:\n\n> A tree.",
    ] {
        assert_eq!(render::terms(&format!("## Oak\n\n{text}\n")), "Oak: > A tree.\n", "{text}");
    }
    check(
        "From the book:\n\n> An oak is a tree.\n",
        &expect![[r#"
            Oak: > An oak is a tree.
        "#]],
    );
    check(
        "For example:\n\n```\noak\n```\n\nA tree that bears acorns.\n",
        &expect![[r#"
            Oak: A tree that bears acorns.
        "#]],
    );
    expect![[r#"
        Ordered set: A set is ordered if:⏎⏎- one comes before the other
    "#]]
    .assert_eq(&render::terms(
        "## Ordered set\n\nA set is ordered if:\n\n- one comes before the other\n",
    ));
}

#[test]
fn the_answer_to_another_question_is_no_definition() {
    check(
        "**What is a forest?**\n\nA forest is a place.\n\n**What is an oak? Where is it? 🌳**\n\nOaks grow in forests.\n",
        &expect![[r#"
            Oak: Oaks grow in forests.
            [bold] forest: A forest is a place.
        "#]],
    );
    check("**Why?**\n\nThe shade of it.\n", &expect![[""]]);
    check(
        "**Birch**: a white tree of the north.\n",
        &expect![[r#"
            [bold] Birch: a white tree of the north.
        "#]],
    );
}

#[test]
fn html_may_be_the_passage() {
    check(
        "<p>An oak is a <b>tree</b>.</p>\n",
        &expect![[r#"
            Oak: An oak is a tree.
        "#]],
    );
    check(
        "<div class=\"def\">\nAn oak is a tree.\n</div>\n",
        &expect![[r#"
            Oak: An oak is a tree.
        "#]],
    );
    check("<div>Menu</div>\n", &expect![[""]]);
}

#[test]
fn items_without_prose_are_passed() {
    check(
        "- [[Trees]]\n- Tags: #wood\n- A tree that bears acorns.\n",
        &expect![[r#"
            Oak: A tree that bears acorns.
        "#]],
    );
}
