//! References, tested.

use expect_test::{Expect, expect};

use super::{ReferenceKind, references};
use crate::features::fixture::Fixture;

#[expect(clippy::needless_pass_by_value, reason = "an expectation is made where it is checked")]
fn check(fixture: &str, expected: Expect) {
    let fixture = Fixture::new(fixture);
    let Some(found) = references(&fixture.workspace, fixture.position(), true) else {
        return expected.assert_eq("nothing\n");
    };
    let shown: String = found
        .iter()
        .map(|reference| {
            let place = fixture.place(reference.note, reference.range);
            let kind = match reference.kind {
                ReferenceKind::Declaration => " (declaration)",
                ReferenceKind::Mention => "",
                ReferenceKind::Link => " (link)",
                ReferenceKind::Tag => " (tag)",
            };
            format!("{place}{kind}\n")
        })
        .collect();
    expected.assert_eq(&shown);
    let mentions: Vec<_> = found
        .into_iter()
        .filter(|reference| reference.kind != ReferenceKind::Declaration)
        .collect();
    let without = references(&fixture.workspace, fixture.position(), false);
    assert_eq!(without, Some(mentions), "all but the declarations");
}

#[test]
fn mentions_are_found_in_all_notes_the_note_asked_from_first() {
    let notes = |mark: &str, heading: &str| {
        format!(
            "//- /b/use.md\nA {mark} and a [cache](x).\n\n`cache` and CACHES.\n\
                 //- /a.md\nNo cash, but caches.\n\
                 //- /c.md\n#### {heading}\nA cache's use.\n"
        )
    };
    let expected = expect![[r#"
            /b/use.md:1: cache
            /b/use.md:1: cache (link)
            /b/use.md:3: CACHES
            /a.md:1: caches
            /c.md:1: Cache (declaration)
            /c.md:2: cache
        "#]];
    check(&notes("ca$0che", "Cache"), expected);
    check(
        &notes("cache", "Ca$0che"),
        expect![[r#"
                /c.md:1: Cache (declaration)
                /c.md:2: cache
                /a.md:1: caches
                /b/use.md:1: cache
                /b/use.md:1: cache (link)
                /b/use.md:3: CACHES
            "#]],
    );
}

#[test]
fn a_term_is_found_under_all_its_names() {
    check(
        "#### Change Data Capture (CDC)\nThe process.\n#### Use\nOf C$0DC: change-data capture.\n",
        expect![[r#"
                /note.md:1: Change Data Capture (CDC) (declaration)
                /note.md:4: CDC
                /note.md:4: change-data capture
            "#]],
    );
}

#[test]
fn an_ambiguous_mention_counts_for_each() {
    let notes = "#### First Aid Kit (FAK)\nOne.\n#### Free Air Kite (FAK)\nOther.\n#### Use\n";
    check(
        &format!("{notes}A FAK, a first aid ki$0t, a free air kite.\n"),
        expect![[r#"
                /note.md:1: First Aid Kit (FAK) (declaration)
                /note.md:6: FAK
                /note.md:6: first aid kit
            "#]],
    );
}

#[test]
fn a_longer_term_is_not_a_mention_of_a_shorter_one() {
    check(
        "#### Data\nFacts.\n#### Data lake\nWater.\n#### Use\nThe data$0 of a data lake.\n",
        expect![[r#"
                /note.md:1: Data (declaration)
                /note.md:6: data
            "#]],
    );
}

#[test]
fn what_is_no_term_has_none() {
    check("#### Cache\nNo$0thing.\n", expect![["nothing\n"]]);
}

const TAGGED: &str = "\
//- /b.md
---
tags: [Data, interview prep]
categories: [Data]
---
//- /c.md
+++
[taxonomies]
tags = [\"data/lake\", \"database\"]
+++
In #data, not #database.
//- /a.md
";

#[test]
fn a_tag_is_found_in_every_syntax_and_case_with_those_below_it() {
    for mark in ["#da$0ta", "Text $0#data.", "---\ntag: da$0ta\n---"] {
        let fixture = Fixture::new(&format!("{TAGGED}{mark}\n"));
        let found = references(&fixture.workspace, fixture.position(), true).unwrap();
        let places: Vec<_> = found.iter().map(|it| fixture.place(it.note, it.range)).collect();
        assert!(places[0].starts_with("/a.md:"), "{places:?}");
        assert_eq!(places[1..], ["/b.md:2: Data", "/c.md:3: data/lake", "/c.md:5: #data"]);
    }
}

#[test]
fn what_belongs_to_a_tag_is_not_all_of_it() {
    check(
        &format!("{TAGGED}#data/la$0ke\n"),
        expect![[r#"
                /a.md:1: #data/lake (tag)
                /c.md:3: data/lake (tag)
            "#]],
    );
}

#[test]
fn a_tag_may_have_spaces_and_a_category_is_no_tag() {
    check(
        &format!("{TAGGED}---\ntags:\n  - 'Interview$0 Prep'\n---\n"),
        expect![[r#"
                /a.md:3: Interview Prep (tag)
                /b.md:2: interview prep (tag)
            "#]],
    );
    check(
        &format!("{TAGGED}---\ncategories: [da$0ta, other]\n---\n"),
        expect![[r#"
                /a.md:2: data (tag)
                /b.md:3: Data (tag)
            "#]],
    );
}

const LINKED: &str = "\
//- /a.md
# Alpha
See [part](#part).
## Part
Text.
#### Cache
A fast copy.
//- /b.md
[[Alpha]], [x](a.md#part), ![[a#Part]], [this](a.md#cache), [Cache](a.md#cache), a cache.
";

#[test]
fn links_to_a_heading_speak_of_it() {
    check(
        &LINKED.replace("## Part", "## Pa$0rt"),
        expect![[r#"
                /a.md:2: [part](#part) (link)
                /a.md:3: Part (declaration)
                /b.md:1: [x](a.md#part) (link)
                /b.md:1: ![[a#Part]] (link)
            "#]],
    );
    check(
        &LINKED.replace("[x](a.md#part)", "[x](a.md#pa$0rt)"),
        expect![[r#"
                /b.md:1: [x](a.md#part) (link)
                /b.md:1: ![[a#Part]] (link)
                /a.md:2: [part](#part) (link)
                /a.md:3: Part (declaration)
            "#]],
    );
}

#[test]
fn links_to_the_heading_of_a_term_speak_of_the_term() {
    check(
        &LINKED.replace("#### Cache", "#### Ca$0che"),
        expect![[r#"
            /a.md:5: Cache (declaration)
            /b.md:1: [this](a.md#cache) (link)
            /b.md:1: Cache (link)
            /b.md:1: cache
        "#]],
    );
}

#[test]
fn a_title_is_spoken_of_by_all_links_into_its_note() {
    check(
        &LINKED.replace("# Alpha", "# Al$0pha"),
        expect![[r#"
            /a.md:1: Alpha (declaration)
            /a.md:2: [part](#part) (link)
            /b.md:1: [[Alpha]] (link)
            /b.md:1: [x](a.md#part) (link)
            /b.md:1: ![[a#Part]] (link)
            /b.md:1: [this](a.md#cache) (link)
            /b.md:1: [Cache](a.md#cache) (link)
        "#]],
    );
    check(
        &LINKED.replace("[[Alpha]]", "[[Al$0pha]]"),
        expect![[r#"
            /b.md:1: [[Alpha]] (link)
            /b.md:1: [x](a.md#part) (link)
            /b.md:1: ![[a#Part]] (link)
            /b.md:1: [this](a.md#cache) (link)
            /b.md:1: [Cache](a.md#cache) (link)
            /a.md:1: Alpha (declaration)
            /a.md:2: [part](#part) (link)
        "#]],
    );
}

#[test]
fn labels_and_footnotes_are_spoken_of_in_their_note() {
    check(
        "[a][l$0abel] [label] [^label]\n\n[label]: x\n\n[^label]: y\n",
        expect![[r#"
                /note.md:1: label (link)
                /note.md:1: label (link)
                /note.md:3: label (declaration)
            "#]],
    );
    check(
        "[a][label] [^1] again [^$01]\n\n[label]: x\n\n[^1]: y\n",
        expect![[r#"
                /note.md:1: 1 (link)
                /note.md:1: 1 (link)
                /note.md:5: 1 (declaration)
            "#]],
    );
}

#[test]
fn a_gap_is_found_at_its_headings_mentions_and_links() {
    let notes = "//- /a.md\n# Words\n## Tide mill\n\
            //- /b.md\nA tide mill. See [[Tide mill]], [x](a.md#tide-mill).\n";
    check(
        &notes.replace("A tide", "A ti$0de"),
        expect![[r#"
            /b.md:1: tide mill
            /b.md:1: [[Tide mill]] (link)
            /b.md:1: [x](a.md#tide-mill) (link)
            /a.md:2: Tide mill (declaration)
        "#]],
    );
    check(
        &notes.replace("## Tide", "## Ti$0de"),
        expect![[r#"
            /a.md:2: Tide mill (declaration)
            /b.md:1: tide mill
            /b.md:1: [[Tide mill]] (link)
            /b.md:1: [x](a.md#tide-mill) (link)
        "#]],
    );
    check(
        &notes.replace("[[Tide", "[[Ti$0de"),
        expect![[r#"
            /b.md:1: tide mill
            /b.md:1: [[Tide mill]] (link)
            /b.md:1: [x](a.md#tide-mill) (link)
            /a.md:2: Tide mill (declaration)
        "#]],
    );
}

#[test]
fn links_to_a_missing_note_refer_to_it() {
    check(
        "//- /a.md\nSee [[Weir]].\n//- /b.md\nA [[we$0ir]] and [[Weir|weirs]], [[Other]].\n",
        expect![[r#"
            /b.md:1: [[weir]] (link)
            /b.md:1: [[Weir|weirs]] (link)
            /a.md:1: [[Weir]] (link)
        "#]],
    );
}

#[test]
fn shortcodes_are_links_to_a_heading() {
    check(
        "//- /a.md\n## Wa$0ter\n//- /b.md\n{{< ref \"a.md#water\" >}} [x]({% link a.md %}#water) {{< ref \"a\" >}}\n",
        expect![[r#"
            /a.md:1: Water (declaration)
            /b.md:1: {{< ref "a.md#water" >}} (link)
        "#]],
    );
}
