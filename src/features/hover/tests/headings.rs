//! Hovers on headings and titles.

use expect_test::expect;

use super::{check, in_prose};

#[test]
fn a_question_is_named_by_its_term() {
    check(
        "//- /a.md\n## What$0 is a weir?\nA weir is a low wall in a river.\n\
         //- /b.md\n## Weir\nA weir is a fence for fish.\n",
        expect![[r#"
            *What is a weir?*
            heading Written, a term: 1 terms, 0 gaps
            Weir: A weir is a fence for fish.
              b
        "#]],
    );
}

#[test]
fn a_title_that_recurs_in_three_notes_is_structure() {
    let notes = "\
//- /a.md
## Trade-offs
One.
//- /b.md
## Trade-offs
Two.
//- /c.md
";
    check(
        &format!("{notes}All trade-o$0ffs"),
        expect![[r#"
            *trade-offs*
            Trade-offs: One.
              a
            Trade-offs: Two.
              b
        "#]],
    );
    check(
        &format!("{notes}## Trade-offs\n\nAll trade-o$0ffs"),
        expect![[r#"
            *trade-offs*
            Trade-offs: All trade-offs
              c
            Trade-offs: One.
              a
            Trade-offs: Two.
              b
        "#]],
    );
}

#[test]
fn a_heading_shows_its_state() {
    check(
        "## To$0pic\n### Term\nText.\n### Gap\n",
        expect![[r#"
            *Topic*
            heading Topic: 1 terms, 1 gaps
        "#]],
    );
    check(
        "## Topic\n### Te$0rm\nText.\n",
        expect![[r#"
            *Term*
            heading Written, a term: 1 terms, 0 gaps
        "#]],
    );
    check(
        "## Topic\n### Ga$0p\n",
        expect![[r#"
            *Gap*
            heading Empty: 0 terms, 1 gaps
        "#]],
    );
    check(
        "$0## Later\n<!-- later -->\n",
        expect![[r#"
            *## Later*
            heading Deferred: 0 terms, 1 gaps
        "#]],
    );
}

#[test]
fn an_empty_heading_shows_the_definition_that_another_note_has() {
    check(
        &in_prose("## Ca$0che"),
        expect![[r#"
            *Cache*
            heading Empty: 0 terms, 1 gaps
            Cache: A fast copy that may be wrong.
              Stores › Kinds › Fast
        "#]],
    );
}

#[test]
fn another_term_in_a_heading_is_a_mention() {
    check(
        &in_prose("## Why a ca$0che"),
        expect![[r#"
            *cache*
            Cache: A fast copy that may be wrong.
              Stores › Kinds › Fast
        "#]],
    );
}

#[test]
fn a_note_named_by_its_file_has_a_hover() {
    check(
        "//- /a.md\nUses a bloom $0filter.\n//- /Bloom filter.md\nA Bloom filter is a set that may err.\n",
        expect![[r#"
            *bloom filter*
            Bloom filter: A Bloom filter is a set that may err.
              Bloom filter
        "#]],
    );
    check(
        "//- /Bloom filter.md\n$0A Bloom filter is a set that may err.\n",
        expect![[r#"
        nothing
    "#]],
    );
}

#[test]
fn a_name_in_a_question_has_a_hover() {
    let note = "## What is a ribosome?\n\nA part of a cell.\n\n## Use\n\nEach ribosome works.\n";
    check(
        &note.replace("Each r", "Each $0r"),
        expect![[r#"
            *ribosome*
            ribosome: A part of a cell.
              note
        "#]],
    );
    check(
        &note.replace("a ribosome?", "a ribo$0some?"),
        expect![[r#"
            *What is a ribosome?*
            heading Written, a term: 1 terms, 0 gaps
        "#]],
    );
    check(
        &note.replace("What", "Wh$0at"),
        expect![[r#"
            *What is a ribosome?*
            heading Written, a term: 1 terms, 0 gaps
        "#]],
    );
}
