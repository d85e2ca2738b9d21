//! What a note says about its own terms.

use expect_test::{Expect, expect};

use crate::note::render;

fn check(text: &str, expected: &Expect) {
    expected.assert_eq(&render::terms(text));
}

#[test]
fn a_note_may_declare_nothing() {
    check("---\nheadword: off\n---\n## A\n\nIs one.\n", &expect![""]);
    check("---\nheadword:\n  terms: off\n---\n## A\n\nIs one.\n", &expect![""]);
}

#[test]
fn or_only_in_some_styles() {
    check(
        "---\nheadword: {terms: headings}\n---\n## A\n\nIs one.\n\n**Bee**: is another one here.\n",
        &expect![[r#"
            A: Is one.
        "#]],
    );
    check(
        "---\nheadword: {terms: [bold, table]}\n---\n## A\n\nIs one.\n\n**Bee**: is another one here.\n",
        &expect![[r#"
            [bold] Bee: is another one here.
        "#]],
    );
}
