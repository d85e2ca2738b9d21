//! Refactorings of headings that are terms only because of the other headings of their level.

use std::fmt::Write;

use expect_test::{Expect, expect};
use text_size::TextRange;

use crate::features::code_actions::code_actions;
use crate::features::fixture::Fixture;

/// Checks the terms of all notes after the action with this title, and the terms that it reports as
/// lost.
#[expect(clippy::needless_pass_by_value, reason = "an expectation is made where it is checked")]
fn check(fixture: &str, title: &str, expected: Expect) {
    let mut fixture = Fixture::new(fixture);
    fixture.workspace.set_folders(vec!["/n".into()]);
    let position = fixture.position();
    let here = TextRange::empty(position.offset);
    let actions = code_actions(&fixture.workspace, position.note, here, |_| true);
    let action = actions.iter().find(|action| action.title == title).unwrap();
    let mut out = String::new();
    match action.edit(&fixture.workspace) {
        Err(refusal) => writeln!(out, "{}", refusal.0).unwrap(),
        Ok(proven) => {
            let after = proven.edit().apply(&fixture.workspace);
            let mut documents: Vec<_> = after.documents().collect();
            documents.sort_by(|a, b| a.location.cmp(&b.location));
            for document in documents {
                let terms = document.note.terms.iter().map(|term| term.headword.as_str());
                let terms: Vec<_> = terms.collect();
                writeln!(out, "{}: {}", document.location.name(), terms.join(", ")).unwrap();
            }
            for lost in proven.lost_terms() {
                writeln!(out, "{lost} is no longer a term").unwrap();
            }
        }
    }
    expected.assert_eq(&out);
}

/// “Warm Start” is a term only because the other sections of its level define theirs.
const NOTES: &str = "\
//- /n/stores.md
# Notes on Stores
## Kinds
### Cache
A cache is a small store near the reader.
### Warm Start
The first reads after a restart take long.
### Disk
A disk is a large store that keeps its data.
## Feeds
### Stream
A stream is an endless list of events.
";

fn notes(at: &str) -> String {
    NOTES.replacen(at, &format!("{at}$0"), 1)
}

#[test]
fn a_promoted_heading_in_doubt_may_stop_being_a_term() {
    check(
        &notes("### Warm"),
        "Promote “Warm Start”",
        expect![[r#"
        stores: Cache, Disk, Stream
        Warm Start is no longer a term
    "#]],
    );
}

#[test]
fn a_moved_heading_in_doubt_stays_a_term_at_the_same_level() {
    check(
        &notes("### Warm"),
        "Move “Warm Start” to “Feeds”",
        expect![[r#"
        stores: Cache, Disk, Stream, Warm Start
    "#]],
    );
}

#[test]
fn an_extracted_heading_in_doubt_may_stop_being_a_term() {
    check(
        &notes("### Warm"),
        "Extract “Warm Start” to a new note",
        expect![[r#"
            stores: Cache, Disk, Stream
            warm-start: 
            Warm Start is no longer a term
        "#]],
    );
}

#[test]
fn a_clear_term_stays_one() {
    check(
        &notes("### Cache"),
        "Promote “Cache”",
        expect![[r#"
        stores: Warm Start, Disk, Cache, Stream
    "#]],
    );
    check(
        &notes("### Cache"),
        "Extract “Cache” to a new note",
        expect![[r#"
        cache: Cache
        stores: Warm Start, Disk, Stream
    "#]],
    );
}

#[test]
fn a_term_that_a_comment_declares_stays_one() {
    let declared = "### Warm Start\n<!-- aliases: preheating -->\n";
    let notes =
        notes("### Warm").replace("### Warm$0 Start\n", &declared.replace("Warm", "Warm$0"));
    check(
        &notes,
        "Promote “Warm Start”",
        expect![[r#"
        stores: Cache, Disk, Warm Start, Stream
    "#]],
    );
    check(
        &notes,
        "Extract “Warm Start” to a new note",
        expect![[r#"
        stores: Cache, Disk, Stream
        warm-start: Warm Start
    "#]],
    );
}

#[test]
fn a_topic_does_not_become_a_term_by_a_list_of_its_terms() {
    check(
        &notes("## Ki"),
        "Convert the terms of “Kinds” to a list",
        expect![[r#"
        stores: Cache, Warm Start, Disk, Stream
    "#]],
    );
    let same = NOTES.replace("## Kinds", "## Ca$0che");
    check(
        &same,
        "Convert the terms of “Cache” to a list",
        expect![[r#"
        stores: Cache, Warm Start, Disk, Stream
    "#]],
    );
}

#[test]
fn a_heading_that_stops_being_a_term_may_mention_another_one() {
    check(
        "\
//- /n/stores.md
# Notes on Stores
### Warm Start of Disk
The first reads after a restart take long.
### Cold Disk
If it is not read, the plate stops.
### Di$0sk
A disk is a large store that keeps its data.
",
        "Extract “Disk” to a new note",
        expect![[r#"
            disk: Disk
            stores: 
            Warm Start of Disk is no longer a term
        "#]],
    );
}
