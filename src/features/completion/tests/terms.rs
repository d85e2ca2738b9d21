//! Terms in running text.

use std::fmt::Write as _;

use expect_test::{Expect, expect};

use crate::features::completion::{CompletionKind, completion};
use crate::features::fixture::Fixture;

const GLOSSARY: &str = "\
//- /glossary/data.md
## Change Data Capture (CDC)
The process.
## Change
A difference.
## Data
Facts.
## Database
Holds them.
## OLTP
Online.
## GraphQL
A query language.
";

#[expect(clippy::needless_pass_by_value, reason = "an expectation is made where it is checked")]
fn check_asked(note: &str, is_asked: bool, expected: Expect) {
    let fixture = Fixture::new(&format!("{GLOSSARY}//- /note.md\n{note}"));
    let position = fixture.position();
    let Some(found) = completion(&fixture.workspace, position, is_asked, None) else {
        return expected.assert_eq("nothing\n");
    };
    let mut shown = String::new();
    for item in found.items {
        assert!(item.range.contains_inclusive(position.offset), "the edit is at the cursor");
        let replaced = fixture.slice(position.note, item.range);
        assert!(!replaced.contains(['\n', '\r']), "the edit is on one line");
        let alias = match item.kind {
            CompletionKind::Term { headword, .. } => {
                headword.map(|headword| format!(" → {headword}"))
            }
            _ => panic!("{} is no term", item.label),
        };
        let alias = alias.unwrap_or_default();
        let _ = writeln!(shown, "{}{alias}: «{replaced}» → «{}»", item.label, item.new_text);
    }
    if found.is_incomplete {
        shown += "…\n";
    }
    expected.assert_eq(&shown);
}

fn check(note: &str, expected: Expect) {
    check_asked(note, false, expected);
}

#[test]
fn names_that_begin_with_the_typed_letters_come_first() {
    check(
        "We have da$0",
        expect![[r#"
            Data: «da» → «data»
            Database: «da» → «database»
            Change Data Capture → Change Data Capture (CDC): «da» → «change data capture»
        "#]],
    );
}

#[test]
fn the_words_before_the_cursor_can_belong_to_a_term() {
    check(
        "We use change da$0 here.",
        expect![[r#"
            Change Data Capture → Change Data Capture (CDC): «change da» → «change data capture»
            Data: «da» → «data»
            Database: «da» → «database»
        "#]],
    );
    check(
        "We use change-da$0",
        expect![[r#"
            Change Data Capture → Change Data Capture (CDC): «change-da» → «change data capture»
            Data: «da» → «data»
            Database: «da» → «database»
        "#]],
    );
    check(
        "We use change\nda$0",
        expect![[r#"
            Data: «da» → «data»
            Database: «da» → «database»
            Change Data Capture → Change Data Capture (CDC): «da» → «data capture»
        "#]],
    );
}

#[test]
fn the_case_follows_the_typed_letters() {
    check(
        "Cha$0",
        expect![[r#"
            Change: «Cha» → «Change»
            Change Data Capture → Change Data Capture (CDC): «Cha» → «Change data capture»
        "#]],
    );
    check(
        "The Cha$0",
        expect![[r#"
            Change: «Cha» → «Change»
            Change Data Capture → Change Data Capture (CDC): «Cha» → «Change Data Capture»
        "#]],
    );
    check(
        "The ol$0",
        expect![[r#"
        OLTP: «ol» → «OLTP»
    "#]],
    );
    check(
        "The gra$0",
        expect![[r#"
        GraphQL: «gra» → «GraphQL»
    "#]],
    );
}

#[test]
fn an_alias_is_offered_with_its_headword() {
    check(
        "By cd$0",
        expect![[r#"
            CDC → Change Data Capture (CDC): «cd» → «CDC»
            Change Data Capture → Change Data Capture (CDC): «cd» → «change data capture»
        "#]],
    );
}

#[test]
fn one_letter_gives_an_empty_and_incomplete_list() {
    check(
        "By c$0",
        expect![[r#"
        …
    "#]],
    );
}

#[test]
fn without_letters_only_an_explicit_request_is_answered() {
    check(
        "By $0",
        expect![[r#"
        nothing
    "#]],
    );
    check_asked(
        "By $0",
        true,
        expect![[r#"
            CDC → Change Data Capture (CDC): «» → «CDC»
            Data: «» → «data»
            OLTP: «» → «OLTP»
            Change: «» → «change»
            GraphQL: «» → «GraphQL»
            Database: «» → «database»
            Change Data Capture → Change Data Capture (CDC): «» → «change data capture»
        "#]],
    );
    check_asked(
        "## Gap\n$0\n",
        true,
        expect![[r#"
            CDC → Change Data Capture (CDC): «» → «CDC»
            Data: «» → «Data»
            OLTP: «» → «OLTP»
            Change: «» → «Change»
            GraphQL: «» → «GraphQL»
            Database: «» → «Database»
            Change Data Capture → Change Data Capture (CDC): «» → «Change data capture»
        "#]],
    );
}

#[test]
fn terms_of_the_same_note_come_first() {
    check(
        "## Datum\nA fact.\n## Use\nThe da$0",
        expect![[r#"
            Datum: «da» → «datum»
            Data: «da» → «data»
            Database: «da» → «database»
            Change Data Capture → Change Data Capture (CDC): «da» → «change data capture»
        "#]],
    );
}

#[test]
fn no_term_is_offered_outside_of_running_text() {
    for note in [
        "`da$0",
        "`da$0`",
        "```\nda$0\n```\n",
        "[a](da$0",
        "[a](da$0)",
        "[[da$0",
        "[[da$0]]",
        "https://example.org/da$0",
        "me@da$0",
        "#da$0",
        "<da$0",
        "<!-- da$0 -->",
        "$da$0",
        "## da$0\n",
        "a.da$0",
        "---\ntitle: da$0\n---\n",
        "da$0ta",
        "~/da$0",
    ] {
        let fixture = Fixture::new(&format!("{GLOSSARY}//- /note.md\n{note}"));
        let found = completion(&fixture.workspace, fixture.position(), false, None);
        let found = found.unwrap_or_default().items;
        let found: Vec<_> =
            found.iter().filter(|it| matches!(it.kind, CompletionKind::Term { .. })).collect();
        assert!(found.is_empty(), "{note}: {found:?}");
    }
}

#[test]
fn a_completely_typed_name_is_not_offered() {
    check(
        "By graphql$0",
        expect![[r#"
        GraphQL: «graphql» → «GraphQL»
    "#]],
    );
    check("By GraphQL$0", expect![[r#""#]]);
}

#[test]
fn after_a_bracket_the_name_becomes_a_link() {
    let linked = |note: &str| {
        let glossary = "//- /notes/a b.md\n## Database\nHolds them.\n";
        let mut fixture = Fixture::new(&format!("{glossary}//- /notes/now/use.md\n{note}"));
        fixture.workspace.set_folders(vec!["/notes".into()]);
        let found =
            completion(&fixture.workspace, fixture.position(), false, None).unwrap_or_default();
        let found = found.items.into_iter().map(|item| {
            let replaced = fixture.slice(fixture.position().note, item.range);
            format!("{}: «{replaced}» → «{}»\n", item.label, item.new_text)
        });
        found.collect::<String>()
    };
    expect![[r#"
        Database: «[datab» → «[database](../a%20b.md#database)»
    "#]]
    .assert_eq(&linked("We have [datab$0"));
    expect![[r#"
        Database: «[Datab]» → «[Database](../a%20b.md#database)»
    "#]]
    .assert_eq(&linked("We have a [Datab$0] here"));
    expect![[r#"
        Database: «[database» → «[[a b#Database|database]]»
    "#]]
    .assert_eq(&linked("See [[#A]] and [database$0"));
}

#[test]
fn in_the_text_of_a_link_only_the_name_is_inserted() {
    for text in [
        "See [da$0](x.md) now.",
        "See [da$0 here](x.md) now.",
        "See [da$0][x] now.",
        "See [da$0]{.small} now.",
        "See [a da$0](x.md) now.",
    ] {
        check(
            text,
            expect![[r#"
                Data: «da» → «data»
                Database: «da» → «database»
                Change Data Capture → Change Data Capture (CDC): «da» → «change data capture»
            "#]],
        );
    }
}

#[test]
fn words_of_a_name_that_are_typed_are_not_repeated() {
    check(
        "We use data cap$0",
        expect![[r#"
        Change Data Capture → Change Data Capture (CDC): «data cap» → «change data capture»
    "#]],
    );
    check(
        "We use change cap$0",
        expect![[r#"
        Change Data Capture → Change Data Capture (CDC): «change cap» → «change data capture»
    "#]],
    );
    check(
        "Change data\ncap$0",
        expect![[r#"
        Change Data Capture → Change Data Capture (CDC): «cap» → «capture»
    "#]],
    );
    check(
        "Change\ndata cap$0",
        expect![[r#"
        Change Data Capture → Change Data Capture (CDC): «data cap» → «data capture»
    "#]],
    );
    check(
        "Of change: cap$0",
        expect![[r#"
        Change Data Capture → Change Data Capture (CDC): «cap» → «change data capture»
    "#]],
    );
}

#[test]
fn a_term_completes_between_marks_of_a_highlight() {
    check(
        "An ==ol$0== here.",
        expect![[r#"
            OLTP: «ol» → «OLTP»
        "#]],
    );
}

#[test]
fn one_word_and_words_of_this_note_come_first() {
    let terms = "//- /terms.md\nComment change\n: A text.\n\nCommit\n: A set.\n\nCompose\n: To write.\n\nComp\n: A part.\n";
    let shown = |note: &str| {
        let fixture = Fixture::new(&format!("{terms}//- /note.md\n{note}"));
        let found = completion(&fixture.workspace, fixture.position(), false, None);
        let items = found.expect("there are terms").items.into_iter();
        items.map(|item| item.label).collect::<Vec<_>>().join(", ")
    };
    expect!["Comp, Commit, Compose, Comment change"].assert_eq(&shown("We use com$0"));
    expect!["Compose, Comp, Commit, Comment change"]
        .assert_eq(&shown("They compose, and compose.\n\nWe use com$0"));
    expect!["Compose"].assert_eq(&shown("They compose.\n\nWe use comp$0"));
}

#[test]
fn names_keep_their_capitals_and_say_what_they_are() {
    let fixture = Fixture::new(
        "//- /terms.md\n## Markov chain\nA chain by Andrey Markov, **in** one sentence that goes on and on and on.\n//- /note.md\nWe use a marko$0",
    );
    let found = completion(&fixture.workspace, fixture.position(), false, None);
    let item = found.expect("there are terms").items.remove(0);
    assert_eq!(item.new_text, "Markov chain");
    let CompletionKind::Term { about, .. } = item.kind else { panic!("it is a term") };
    expect!["A chain by Andrey Markov, in one sentence that goes on and …"].assert_eq(&about);
}

#[test]
fn a_name_that_other_notes_link_to_comes_first() {
    check(
        "We have we$0\n//- /weir.md\n# Weir\nA weir is a low wall across a river.\n//- /weld.md\n# Weld\nA weld is a joint of metal.\n//- /a.md\n[[weld]]\n",
        expect![[r#"
            Weld: «we» → «weld»
            Weir: «we» → «weir»
        "#]],
    );
}
