//! Tests of the styles that front matter sets.

use expect_test::{Expect, expect};

use crate::note::render;

fn check(text: &str, expected: &Expect) {
    expected.assert_eq(&render::terms(text));
}

#[test]
fn front_matter_turns_terms_off() {
    check("---\nheadword: off\n---\n## A\n\nIs one.\n", &expect![""]);
    check("---\nheadword:\n  terms: off\n---\n## A\n\nIs one.\n", &expect![""]);
}

#[test]
fn front_matter_selects_styles() {
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
