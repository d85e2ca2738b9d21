//! Hovers on the names of empty sections.

use expect_test::expect;

use super::check;

#[test]
fn the_mentions_of_a_common_gap_are_not_all_counted() {
    let others = |count| {
        let note = |at: usize| format!("//- /{at}.md\nA weir, and a weir.\n");
        (0..count).map(note).collect::<String>()
    };
    let gap = "//- /a.md\n# Words\n## We$0ir\n";
    check(
        &format!("{gap}{}", others(20)),
        expect![[r#"
            *Weir*
            heading Empty: 0 terms, 1 gaps, mentioned in 20 notes
        "#]],
    );
    check(
        &format!("{gap}{}", others(30)),
        expect![[r#"
            *Weir*
            heading Empty: 0 terms, 1 gaps, mentioned in more than 20 notes
        "#]],
    );
}

#[test]
fn a_mention_of_a_gap_shows_that_it_is_still_empty() {
    let notes = "//- /a.md\n# Words\n## Tide mill\n## Weir\n<!-- later -->\n\
        //- /b.md\nOld tide mills, a [[Weir]].\n";
    check(
        &format!("{notes}//- /c.md\nA tide mi$0ll.\n"),
        expect![[r#"
            *tide mill*
            gap Tide mill (Empty) mentioned in 2 notes
            Words › Tide mill
        "#]],
    );
    check(
        &format!("{notes}//- /c.md\nA we$0ir.\n"),
        expect![[r#"
            *weir*
            gap Weir (Deferred) mentioned in 2 notes
            Words › Weir
        "#]],
    );
    check(
        &format!("{notes}//- /c.md\nSee [[We$0ir]].\n"),
        expect![[r#"
            *[[Weir]]*
            gap Weir (Deferred) mentioned in 2 notes
            Words › Weir
        "#]],
    );
    check(
        &notes.replace("## Tide", "## Ti$0de"),
        expect![[r#"
            *Tide mill*
            heading Empty: 0 terms, 1 gaps, mentioned in 1 note
        "#]],
    );
}

#[test]
fn a_term_precedes_a_gap_and_the_longer_name_the_shorter() {
    let notes = "//- /a.md\n## Mill\nA mill is a house that grinds.\n## Tide mill\n\
        //- /b.md\n## Mills\n//- /c.md\n";
    check(
        &format!("{notes}All mi$0lls.\n"),
        expect![[r#"
            *mills*
            Mill: A mill is a house that grinds.
              a
        "#]],
    );
    check(
        &format!("{notes}All tide mi$0lls.\n"),
        expect![[r#"
            *tide mills*
            gap Tide mill (Empty) mentioned in 1 note
            a › Tide mill
        "#]],
    );
}

#[test]
fn common_titles_and_single_letters_are_not_gaps() {
    for name in ["Examples", "Q", "2024", "See also"] {
        let fixture =
            format!("//- /a.md\n## {name}\n//- /b.md\nOf $0{} here.\n", name.to_lowercase());
        check(&fixture, expect![["nothing\n"]]);
    }
}
