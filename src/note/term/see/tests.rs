//! Tests of cross-references.

use expect_test::{Expect, expect};

use crate::note::render;

fn check(text: &str, expected: &Expect) {
    expected.assert_eq(&render::terms(text));
}

#[test]
fn cross_references_have_a_target() {
    check(
        "## A\n\nSee B.\n\n## C\n\nSee [_boolean value_](g).\n\n## D\n\n→ [[folder/page cache#part|label]]\n\n## E\n\nSynonym for vertical scaling.\n\n## F\n\nsiehe Rolle\n\n## G\n\n*See [x y][1].*\n",
        &expect![[r#"
            A: See B. -> B
            C: See [_boolean value_](g). -> boolean value
            D: → [[folder/page cache#part|label]] -> page cache
            E: Synonym for vertical scaling. -> vertical scaling
            F: siehe Rolle -> rolle
            G: *See [x y][1].* -> x y
        "#]],
    );
}

#[test]
fn definitions_have_no_target() {
    check(
        "A\n: See [B](b), and C.\n\nB\n: See also C.\n\nC\n: Seen from afar.\n\nD\n: See the chapter on stores.\n",
        &expect![[r#"
            [definition-list] A: See [B](b), and C.
            [definition-list] B: See also C.
            [definition-list] C: Seen from afar.
            [definition-list] D: See the chapter on stores.
        "#]],
    );
}
