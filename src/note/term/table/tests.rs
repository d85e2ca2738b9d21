//! Tests of tables that declare terms.

use expect_test::{Expect, expect};

use crate::note::render;

fn check(text: &str, expected: &Expect) {
    expected.assert_eq(&render::terms(text));
}

#[test]
fn rows_below_term_and_meaning_declare_terms() {
    check(
        "Term | Meaning\n-----|-----\nHIR | Short for _high-level IR_.\n<span id=\"x\">arena, arena allocation</span> | A large buffer.\n`cx` | A context.\nempty |\n",
        &expect![[r#"
            [table] HIR = high-level IR (the acronym's expansion): Short for _high-level IR_.
            [table] arena, arena allocation = arena = arena allocation: A large buffer.
            [table] cx: A context.
        "#]],
    );
}

#[test]
fn other_headers_declare_terms() {
    check(
        "| Begriff | Bedeutung |\n| - | - |\n| Rolle | Was jemand tut |\n\n| Acronym | |\n| - | - |\n| MVP | Minimum viable product |\n\n| Keyword | Meaning |\n| - | - |\n| note | One file |\n\n| 用語 | 説明 |\n| - | - |\n| 索引 | 探すための表 |\n\n| Term | Kind | What it is |\n| - | - | - |\n| Cache | store | Fast. |\n",
        &expect![[r#"
            [table] Rolle: Was jemand tut
            [table] MVP = Minimum viable product (the acronym's expansion): Minimum viable product
            [table] note: One file
            [table] 索引: 探すための表
            [table] Cache: Fast.
        "#]],
    );
}

#[test]
fn other_tables_declare_nothing() {
    check(
        "| Name | Type | Description |\n| - | - | - |\n| id | int | The key. |\n\n| Name | Description |\n| - | - |\n| `id` | The key. |\n\n| Command | Description |\n| - | - |\n| run | Runs. |\n\n| Term | Value |\n| - | - |\n| a | b |\n",
        &expect![""],
    );
}
