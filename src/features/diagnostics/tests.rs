//! Diagnostics: their ranges and messages.

mod front_matter;
mod links;

use std::fmt::Write as _;

use expect_test::{Expect, expect};

use crate::features::diagnostics::{RULES, diagnostics};
use crate::features::fixture::Fixture;
use crate::workspace::config::Config;

#[expect(clippy::needless_pass_by_value, reason = "an expectation is made where it is checked")]
fn check_with(settings: &serde_json::Value, fixture: &str, expected: Expect) {
    let mut fixture = Fixture::new(fixture);
    fixture.workspace.set_config(Config::read(settings, &[]).0);
    fixture.workspace.settle();
    expected.assert_eq(&shown(&fixture));
}

/// One line for each diagnostic: its range and its message.
fn shown(fixture: &Fixture) -> String {
    let note = fixture.notes[0];
    diagnostics(&fixture.workspace, note)
        .into_iter()
        .map(|found| {
            let place = fixture.place(note, found.range);
            let (level, code, message) = (found.level, found.code, found.message);
            let mut shown = format!("{place}\n  {level:?} {code}: {message}\n");
            for other in found.related {
                let place = fixture.place(other.note, other.range);
                let _ = writeln!(shown, "    {place} ({})", other.message);
            }
            shown
        })
        .collect()
}

/// Checks the diagnostics of notes in a workspace folder.
#[expect(clippy::needless_pass_by_value, reason = "an expectation is made where it is checked")]
fn check_in(folder: &str, fixture: &str, expected: Expect) {
    let mut fixture = Fixture::new(fixture);
    fixture.workspace.set_folders(vec![folder.into()]);
    fixture.workspace.settle();
    expected.assert_eq(&shown(&fixture));
}

fn check(fixture: &str, expected: Expect) {
    check_with(&serde_json::Value::Null, fixture, expected);
}

#[test]
fn empty_sections_are_reported_also_at_the_end_of_the_file() {
    check(
        "# Topic\n## Written\nText.\n## Empty\n\n---\n## Last",
        expect![[r#"
            /note.md:4: Empty
              Warning empty-section: Section “Empty” is empty.
            /note.md:7: Last
              Warning empty-section: Section “Last” is empty.
        "#]],
    );
}

#[test]
fn a_comment_parks_a_section() {
    check(
        "## Later\n<!-- after the exam -->\n",
        expect![[r#"
            /note.md:1: Later
              Hint parked-section: Section “Later” contains only a comment.
        "#]],
    );
}

#[test]
fn a_heading_without_a_name_is_reported_at_its_marks() {
    check(
        "##\n",
        expect![[r#"
            /note.md:1: ##
              Warning empty-section: This section has no name and no content.
        "#]],
    );
}

#[test]
fn deep_headings_are_not_sections_by_default() {
    let note = "#### Post\n##### Requirements\n";
    check(note, expect![[""]]);
    check_with(
        &serde_json::json!({ "maxHeadingLevel": 6 }),
        note,
        expect![[r#"
            /note.md:2: Requirements
              Warning empty-section: Section “Requirements” is empty.
        "#]],
    );
}

#[test]
fn each_rule_has_a_level_setting() {
    let levels = serde_json::json!({
        "diagnostics": { "empty-section": "error", "parked-section": "off" }
    });
    check_with(
        &levels,
        "## A\n## B\n<!-- later -->\n",
        expect![[r#"
            /note.md:1: A
              Error empty-section: Section “A” is empty.
        "#]],
    );
}

#[test]
fn generated_files_have_no_diagnostics() {
    check("//- /docs/CHANGELOG.md\n## Empty\n", expect![[""]]);
    check_with(
        &serde_json::json!({ "exclude": [] }),
        "//- /CHANGELOG.md\n## Empty\n",
        expect![[r#"
            /CHANGELOG.md:1: Empty
              Warning empty-section: Section “Empty” is empty.
        "#]],
    );
}

#[test]
fn a_second_declaration_is_reported_with_the_first() {
    check(
        "//- /a.md\n## Cache\nFast.\n## Disk\nSlow.\n//- /b.md\n### Caches\nSee cache.\n## Cache\nNear.\n",
        expect![[r#"
            /a.md:1: Cache
              Hint duplicate-term: “Cache” is also defined in another note.
                /b.md:3: Cache (Also defined here.)
        "#]],
    );
    check(
        "## Cache\nFast.\n## Disk\nSlow.\n## cache\nNear.\n",
        expect![[r#"
            /note.md:1: Cache
              Hint duplicate-term: “Cache” is also defined in this note.
                /note.md:5: cache (Also defined here.)
            /note.md:5: cache
              Hint duplicate-term: “cache” is also defined in this note.
                /note.md:1: Cache (Also defined here.)
        "#]],
    );
}

#[test]
fn a_translation_is_not_a_second_declaration() {
    check(
        "//- /de/cache.md\n## Cache\nSchnell.\n//- /pt-br/cache.md\n## Cache\nRápido.\n",
        expect![[r#""#]],
    );
}

#[test]
fn a_name_of_two_terms_is_reported_with_both() {
    check(
        "## Continuous Delivery (CD)\nAlways ready.\n## Continuous Deployment (CD)\nAlways there.\n",
        expect![[r#"
            /note.md:1: CD
              Hint ambiguous-alias: “CD” may mean “Continuous Delivery (CD)” or “Continuous Deployment (CD)”.
                /note.md:3: Continuous Deployment (CD) (“Continuous Deployment (CD)” also uses this name.)
            /note.md:3: CD
              Hint ambiguous-alias: “CD” may mean “Continuous Deployment (CD)” or “Continuous Delivery (CD)”.
                /note.md:1: Continuous Delivery (CD) (“Continuous Delivery (CD)” also uses this name.)
        "#]],
    );
    // The same term in two places is not ambiguous.
    check(
        "## Change Data Capture (CDC)\nThe process.\n## CDC\nChange data capture.\n",
        expect![[r#""#]],
    );
}

#[test]
fn a_truncated_definition_is_reported_at_its_last_line() {
    check(
        "## Zone\nA data center. This strategy\nallows the software resources\n## Next\nSo it is\n",
        expect![[r#"
            /note.md:3: allows the software resources
              Information truncated-definition: This definition ends in the middle of a sentence.
        "#]],
    );
    // A list can continue the sentence.
    check("## Zone\nIt has a\n\n- roof\n", expect![[r#""#]]);
}

#[test]
fn a_self_referential_definition_is_reported() {
    check(
        "## Cache\nA cache.\n## Disk\nA disk is slow.\n",
        expect![[r#"
            /note.md:2: A cache.
              Information self-referential-definition: The definition of “Cache” only repeats its name.
        "#]],
    );
}

#[test]
fn nearly_identical_definitions_are_reported() {
    let text = "A training strategy that makes the most of what the machines at hand can do.";
    check(
        &format!("## Model Parallelism\n{text}\n## Data Parallelism\n{text}\n"),
        expect![[r#"
            /note.md:2: A training strategy that makes the most of what the machines at hand can do.
              Information twin-definition: “Model Parallelism” and “Data Parallelism” have nearly identical definitions.
                /note.md:3: Data Parallelism (“Data Parallelism” has a nearly identical definition.)
            /note.md:4: A training strategy that makes the most of what the machines at hand can do.
              Information twin-definition: “Data Parallelism” and “Model Parallelism” have nearly identical definitions.
                /note.md:1: Model Parallelism (“Model Parallelism” has a nearly identical definition.)
        "#]],
    );
    let other = text.replace("most", "best");
    check(
        &format!("//- /a.md\n## Model Parallelism\n{text}\n//- /b.md\n## Farm\n{other}\n"),
        expect![[r#"
            /a.md:2: A training strategy that makes the most of what the machines at hand can do.
              Information twin-definition: “Model Parallelism” and “Farm” have nearly identical definitions.
                /b.md:1: Farm (“Farm” has a nearly identical definition.)
        "#]],
    );
}

#[test]
fn a_contrast_in_only_one_definition_is_reported() {
    let oltp = "## OLTP\nFor business. This is opposed to OLAP.\n";
    check(
        &format!("{oltp}## OLAP\nFor analysis.\n"),
        expect![[r#"
            /note.md:2: OLAP
              Hint missing-contrast: “OLTP” is contrasted with “OLAP” here, but the definition of “OLAP” does not mention “OLTP”.
                /note.md:3: OLAP (Definition without “OLTP”.)
        "#]],
    );
    check(&format!("{oltp}## OLAP\nFor analysis.\n\nUnlike OLTP.\n"), expect![[r#""#]]);
    check(&format!("{oltp}## Use\nOLAP.\n"), expect![[r#""#]]);
}

#[test]
fn undefined_names_are_reported_if_the_rule_is_on() {
    let notes = "## A\nA Data Lake with ETL.\n## B\nA Data Lake too, by SQL and ETL.\n\
        ## C\nThe Data Lake. ETLs run. SQL.\n## SQL\nA language.\n## D\nSQL.\n";
    check(notes, expect![[r#""#]]);
    let on = serde_json::json!({ "diagnostics": { "undefined-term": "hint" } });
    check_with(
        &on,
        notes,
        expect![[r#"
            /note.md:2: Data Lake
              Hint undefined-term: “Data Lake” is not defined, but 3 definitions use it.
            /note.md:2: ETL
              Hint undefined-term: “ETL” is not defined, but 3 definitions use it.
        "#]],
    );
}

#[test]
fn codes_are_in_kebab_case_and_documented() {
    for rule in RULES {
        assert!(rule.code.chars().all(|c| c.is_ascii_lowercase() || c == '-'), "{}", rule.code);
        assert!(rule.documentation.ends_with('.'), "{}", rule.code);
    }
}

#[test]
fn suppressed_diagnostics_are_not_reported() {
    check(
        "## Arch <!-- headword-ignore-line -->\n## Beam\n",
        expect![[r#"
            /note.md:2: Beam
              Warning empty-section: Section “Beam” is empty.
        "#]],
    );
    check(
        "## Arch\n<!-- headword-ignore-next-line empty-section -->\n## Beam\n## Cove\n",
        expect![[r#"
            /note.md:1: Arch
              Warning empty-section: Section “Arch” is empty.
            /note.md:4: Cove
              Warning empty-section: Section “Cove” is empty.
        "#]],
    );
    check(
        "## Arch\n<!-- headword-ignore empty-section -->\n## Beam\n",
        expect![[r#"
            /note.md:3: Beam
              Warning empty-section: Section “Beam” is empty.
        "#]],
    );
    check("%% headword-ignore %%\n## Arch\n## Beam\n<!-- later -->\n", expect![[""]]);
    check(
        "---\nheadword: { ignore: [empty-section] }\n---\n## Arch\n## Beam\n<!-- x -->\n",
        expect![[r#"
            /note.md:5: Beam
              Hint parked-section: Section “Beam” contains only a comment.
        "#]],
    );
    check(
        "## Arch\n<!-- headword-ignore parked-section -->\n",
        expect![[r#"
            /note.md:1: Arch
              Warning empty-section: Section “Arch” is empty.
        "#]],
    );
}

#[test]
fn a_suppression_of_an_unknown_rule_is_reported() {
    check(
        "## A <!-- headword-ignore-line empty-sections, x -->\nText.\n",
        expect![[r#"
            /note.md:1: empty-sections
              Hint unknown-rule: Unknown rule “empty-sections”. Did you mean “empty-section”?
            /note.md:1: x
              Hint unknown-rule: Unknown rule “x”.
        "#]],
    );
    check(
        "---\nheadword: { ignore: emtpy-section }\n---\n",
        expect![[r#"
            /note.md:2: emtpy-section
              Hint unknown-rule: Unknown rule “emtpy-section”. Did you mean “empty-section”?
        "#]],
    );
}

#[test]
fn a_skipped_level_is_reported() {
    check_with(
        &serde_json::json!({ "diagnostics": { "skipped-level": "hint" } }),
        "# A\n### B\nText.\n### C\nText.\n## D\n#### E\nText.\n### F\nText.\n#### G\nText.\n",
        expect![[r#"
            /note.md:2: B
              Hint skipped-level: This heading of level 3 follows a parent of level 1.
            /note.md:7: E
              Hint skipped-level: This heading of level 4 follows a parent of level 2.
        "#]],
    );
}

#[test]
fn dashes_that_make_a_heading_by_accident_are_reported() {
    check(
        "## Weir\n\nIt holds the water.\nIt is old.\n---\nSecond part.\n\n## Mill\n\nIt grinds.\n---\n",
        expect![[r#"
            /note.md:5: ---
              Warning accidental-heading: These dashes make the text above them a heading. Add a blank line before them.
            /note.md:11: ---
              Warning accidental-heading: These dashes make the text above them a heading. Add a blank line before them.
        "#]],
    );
    check(
        "Text.\n\n## Two\n\n---\ntags: [a, b]\n---\n\nMore.\n",
        expect![[r#"
        /note.md:7: ---
          Warning accidental-heading: These dashes make the text above them a heading. Add a blank line before them.
    "#]],
    );
    check(
        "-----\ntitle: Five\n-----\n\nText.\n",
        expect![[r#"
        /note.md:3: -----
          Warning accidental-heading: Front matter needs three dashes above and below; this is a heading.
    "#]],
    );
    // A heading that is meant.
    check("Weir\n----\n\nText.\n", expect![[""]]);
}

#[test]
fn definitions_that_only_refer_to_each_other_are_reported() {
    let terms = "## Weir\nA dam.\n\n## Dam\nA dam is a weir that is large.\n";
    check(
        terms,
        expect![[r#"
        /note.md:2: A dam.
          Information circular-definition: “Weir” and “Dam” are defined only by each other.
        /note.md:5: A dam is a weir that is large.
          Information circular-definition: “Dam” and “Weir” are defined only by each other.
    "#]],
    );
    check(
        "## Weir\nA dam.\n\n## Lock\nA lock is a dam with two gates.\n//- /b.md\n## Dam\nA weir.\n",
        expect![[r#"
            /note.md:2: A dam.
              Information circular-definition: “Weir” and “Dam” are defined only by each other.
        "#]],
    );
    for other in
        ["A wall that holds a weir.", "See [Weir](#weir).", "A weir and a wall.", "A lock."]
    {
        check(&format!("## Weir\nA dam.\n\n## Dam\n{other}\n"), expect![""]);
    }
}
