//! Pointers to other terms.

use expect_test::{Expect, expect};

use crate::note::render;

fn check(text: &str, expected: &Expect) {
    expected.assert_eq(&render::terms(text));
}

#[test]
fn what_only_points() {
    check(
        "## A\n\nSee B.\n\n## C\n\nSee [_boolean value_](g).\n\n## D\n\n→ [[folder/page cache#part|label]]\n\n## E\n\nSynonym for vertical scaling.\n\n## F\n\nsiehe Rolle\n\n## G\n\n*See [x y][1].*\n",
        &expect![""],
    );
}

#[test]
fn what_says_more() {
    check(
        "## A\n\nSee [B](b), and C.\n\n## B\n\nSee also C.\n\n## C\n\nSeen from afar.\n\n## D\n\nSee the chapter on stores.\n",
        &expect![""],
    );
}
