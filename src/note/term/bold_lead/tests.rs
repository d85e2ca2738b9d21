//! Tests of texts that begin in bold.

use expect_test::{Expect, expect};

use crate::note::render;

fn check(text: &str, expected: &Expect) {
    expected.assert_eq(&render::terms(text));
}

#[test]
fn items_and_paragraphs_declare_terms() {
    check(
        "- **Cache**: a copy that is fast.\n- **Disk:** a store that is slow.\n\n**Heap** - a tree of ordered nodes.\n\n**Stack** — a pile of things, the last one first.\n\n* **Rolle：** Was jemand in einem Projekt tut.\n",
        &expect![[r#"
            [bold] Cache: a copy that is fast.
            [bold] Disk: a store that is slow.
            [bold] Heap: a tree of ordered nodes.
            [bold] Stack: a pile of things, the last one first.
            [bold] Rolle: Was jemand in einem Projekt tut.
        "#]],
    );
}

#[test]
fn the_rest_of_the_first_paragraph_is_the_definition() {
    check(
        "- **Cache**: a copy\n  that is fast.\n\n  More of it.\n  - **Hit**: what is found in it.\n    - more\n- **Disk**: a store that is slow.\n",
        &expect![[r#"
            [bold] Cache: a copy⏎  that is fast.
            [bold] Hit: what is found in it.
            [bold] Disk: a store that is slow.
        "#]],
    );
}

#[test]
fn text_in_parentheses_is_an_alias_or_a_qualifier() {
    check(
        "**ACID** (db): all or nothing, and lasting.\n\n**Change Data Capture** (CDC): a stream of changes.\n\n**과적합** (Overfitting): 훈련 데이터에 지나치게 맞춘 상태.\n",
        &expect![[r#"
            [bold] ACID: all or nothing, and lasting.
            [bold] Change Data Capture = CDC: a stream of changes.
            [bold] 과적합 = Overfitting: 훈련 데이터에 지나치게 맞춘 상태.
        "#]],
    );
}

#[test]
fn lines_of_a_paragraph_declare_terms() {
    check(
        "**API**: what programs talk through.\n**ABI**: the same for their machine code.\n**Not this one** is different\n",
        &expect![[r#"
            [bold] API: what programs talk through.
            [bold] ABI: the same for their machine code.
        "#]],
    );
}

#[test]
fn a_sentence_may_begin_with_the_term() {
    check(
        "**Overfitting** is a fit to noise.\n\n**Nodes** do things.\n\n**Bias** refers to an error that stays.\n",
        &expect![[r#"
            [bold] Overfitting: **Overfitting** is a fit to noise.
            [bold] Bias: **Bias** refers to an error that stays.
        "#]],
    );
}

#[test]
fn lead_ins_are_not_terms() {
    check(
        "**Note**: this is not a term at all.\n\n**What is it?** It is a thing here.\n\n**Really.** It is a thing here.\n\n**Step 1**: it is a thing here.\n\n**a whole sentence that goes on and on**: it is a thing here.\n\n**`key`**: it is a thing here.\n\n**Only bold**\n\n**Value**: `code`\n\n**Short**: yes\n\n**Menu**: Click it to open things.\n\n> **Quoted**: it is a thing here.\n\n- [ ] **Task**: it is a thing here.\n\n**\"Go to file\"**: it is a thing here.\n\n**2023-01-01**: it is a thing here.\n",
        &expect![""],
    );
}

#[test]
fn repeated_labels_are_not_terms() {
    check(
        "## Level one\n\n**Consequences of it**: a first warning.\n\n## Level two\n\n**Consequences of it**: a second ban.\n",
        &expect![[r#"
            Level one: **Consequences of it**: a first warning.
            Level two: **Consequences of it**: a second ban.
        "#]],
    );
}

#[test]
fn properties_are_not_terms() {
    check(
        "## Features\n\n- **Fast**: builds in a few seconds.\n\n## How it is made\n\n- **Small**: needs little of anything.\n",
        &expect![""],
    );
}

#[test]
fn half_of_a_list_must_have_the_shape() {
    check("- **Cache**: a copy that is fast.\n- one\n- two\n", &expect![""]);
}

#[test]
fn a_definition_that_names_its_own_heading() {
    check(
        "## Cache\n\n**Cache**: a copy that is fast.\n",
        &expect![[r#"
        Cache: **Cache**: a copy that is fast.
    "#]],
    );
}

#[test]
fn languages() {
    check(
        "* **مستخدم:** شخص يستعمل المشروع كل يوم.\n\n* **نگه‌دارنده:** کسی که پروژه را نگه می‌دارد.\n\n* **作者:** プロジェクトを作った人や組織。\n",
        &expect![[r#"
            [bold] مستخدم: شخص يستعمل المشروع كل يوم.
            [bold] نگه‌دارنده: کسی که پروژه را نگه می‌دارد.
            [bold] 作者: プロジェクトを作った人や組織。
        "#]],
    );
}

#[test]
fn another_name_may_follow_the_bold() {
    check(
        "**Weir** or dam: A wall in a river.\n\n**Change Data Capture**, CDC: a stream of changes.\n\n**Wehr** oder Damm: Eine Mauer in einem Fluss.\n\n**Lock** / sluice: A basin with two gates.\n",
        &expect![[r#"
            [bold] Weir = dam: A wall in a river.
            [bold] Change Data Capture = CDC: a stream of changes.
            [bold] Wehr = Damm: Eine Mauer in einem Fluss.
            [bold] Lock = sluice: A basin with two gates.
        "#]],
    );
    check(
        "**Weir** or, if it is large, a wall: what you see.\n\n**Weir** or not: it is the same thing.\n",
        &expect![""],
    );
}

#[test]
fn an_equals_sign_separates() {
    check(
        "- **GIL** = a lock around the interpreter\n- **RAM**=short\n",
        &expect![[r#"
        [bold] GIL: a lock around the interpreter
    "#]],
    );
}

#[test]
fn a_period_or_a_line_break_separates_if_the_text_defines_the_name() {
    check(
        "**Weir.** A weir is a wall in a river.\n\n**Dam**\nA dam is a barrier that stops water.\n\n**Lock**  \nA basin with two gates.\n\n**Sluice**\n\nA sluice is a gate for water.\n",
        &expect![[r#"
            [bold] Weir: A weir is a wall in a river.
            [bold] Dam: A dam is a barrier that stops water.
            [bold] Lock: A basin with two gates.
            [bold] Sluice: A sluice is a gate for water.
        "#]],
    );
    check(
        "**Be careful.** You must do this.\n\n**Sluice**\n\nThen we went home.\n\n**Gate**\n\n## Next\n\nA gate is a wall that moves.\n\n**Port**\n\n- A port is a place for ships.\n",
        &expect![[r#""#]],
    );
}

#[test]
fn a_question_in_bold_asks_for_a_definition() {
    check(
        "**What is recall?** The share of the right ones that are found.\n\n**Was ist ein Wehr?**\n\nEin Wehr ist eine Mauer in einem Fluss.\n\n**What is your goal?** The share of all of them.\n",
        &expect![[r#"
            [bold] recall: The share of the right ones that are found.
            [bold] Wehr: Ein Wehr ist eine Mauer in einem Fluss.
        "#]],
    );
}

#[test]
fn a_link_to_the_web_may_surround_the_bold() {
    check(
        "- [**Weir**](https://example.org/a): A wall in a river.\n- **Sluice**: A gate in a river.\n\n[**Dam**](dam.md): A wall across a river.\n\n[**Lock** of a river](https://example.org): A basin with gates.\n\n[Gate](https://example.org): A wall that moves.\n",
        &expect![[r#"
            [bold] Weir: A wall in a river.
            [bold] Sluice: A gate in a river.
        "#]],
    );
}
