//! Diagnostics: what is found, and how it is said.

mod front_matter;

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

/// One line a remark: the place, and what is said.
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

/// In a workspace folder.
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
fn empty_sections_are_warned_of_also_at_the_end_of_the_file() {
    check(
        "# Topic\n## Written\nText.\n## Empty\n\n---\n## Last",
        expect![[r#"
        /note.md:4: Empty
          Warning empty-section: “Empty” is still empty.
        /note.md:7: Last
          Warning empty-section: “Last” is still empty.
    "#]],
    );
}

#[test]
fn a_comment_parks_a_section() {
    check(
        "## Later\n<!-- after the exam -->\n",
        expect![[r#"
        /note.md:1: Later
          Hint parked-section: “Later” is left for later.
    "#]],
    );
}

#[test]
fn a_heading_without_a_name_is_marked_itself() {
    check(
        "##\n",
        expect![[r###"
        /note.md:1: ##
          Warning empty-section: This heading has neither a name nor any text below it.
    "###]],
    );
}

#[test]
fn deep_headings_are_styled_text_unless_the_settings_say_otherwise() {
    let note = "#### Post\n##### Requirements\n";
    check(note, expect![[""]]);
    check_with(
        &serde_json::json!({ "maxHeadingLevel": 6 }),
        note,
        expect![[r#"
        /note.md:2: Requirements
          Warning empty-section: “Requirements” is still empty.
    "#]],
    );
}

#[test]
fn levels_are_set_by_rule() {
    let levels = serde_json::json!({
        "diagnostics": { "empty-section": "error", "parked-section": "off" }
    });
    check_with(
        &levels,
        "## A\n## B\n<!-- later -->\n",
        expect![[r#"
        /note.md:1: A
          Error empty-section: “A” is still empty.
    "#]],
    );
}

#[test]
fn generated_files_get_no_remarks() {
    check("//- /docs/CHANGELOG.md\n## Empty\n", expect![[""]]);
    check_with(
        &serde_json::json!({ "exclude": [] }),
        "//- /CHANGELOG.md\n## Empty\n",
        expect![[r#"
        /CHANGELOG.md:1: Empty
          Warning empty-section: “Empty” is still empty.
    "#]],
    );
}

#[test]
fn a_second_declaration_is_told_with_the_first() {
    check(
        "//- /a.md\n## Cache\nFast.\n## Disk\nSlow.\n//- /b.md\n### Caches\nSee cache.\n## Cache\nNear.\n",
        expect![[r#"
            /a.md:1: Cache
              Hint duplicate-term: “Cache” is defined in another note too.
                /b.md:3: Cache (It is defined here too.)
        "#]],
    );
    check(
        "## Cache\nFast.\n## Disk\nSlow.\n## cache\nNear.\n",
        expect![[r#"
        /note.md:1: Cache
          Hint duplicate-term: “Cache” is defined in this note too.
            /note.md:5: cache (It is defined here too.)
        /note.md:5: cache
          Hint duplicate-term: “cache” is defined in this note too.
            /note.md:1: Cache (It is defined here too.)
    "#]],
    );
}

#[test]
fn a_translation_is_no_second_declaration() {
    check(
        "//- /de/cache.md\n## Cache\nSchnell.\n//- /pt-br/cache.md\n## Cache\nRápido.\n",
        expect![[r#""#]],
    );
}

#[test]
fn a_name_of_two_terms_is_told_with_both() {
    check(
        "## Continuous Delivery (CD)\nAlways ready.\n## Continuous Deployment (CD)\nAlways there.\n",
        expect![[r#"
            /note.md:1: CD
              Hint ambiguous-alias: “CD” may mean “Continuous Delivery (CD)” or “Continuous Deployment (CD)”.
                /note.md:3: Continuous Deployment (CD) (“Continuous Deployment (CD)” is called so too.)
            /note.md:3: CD
              Hint ambiguous-alias: “CD” may mean “Continuous Deployment (CD)” or “Continuous Delivery (CD)”.
                /note.md:1: Continuous Delivery (CD) (“Continuous Delivery (CD)” is called so too.)
        "#]],
    );
    // One term in two places.
    check(
        "## Change Data Capture (CDC)\nThe process.\n## CDC\nChange data capture.\n",
        expect![[r#""#]],
    );
}

#[test]
fn the_seed_of_a_definition_is_found_where_it_ends() {
    check(
        "## Zone\nA data center. This strategy\nallows the software resources\n## Next\nSo it is\n",
        expect![[r#"
            /note.md:3: allows the software resources
              Information truncated-definition: This definition ends in the middle of a sentence.
        "#]],
    );
    // The rest may follow in a list.
    check("## Zone\nIt has a\n\n- roof\n", expect![[r#""#]]);
}

#[test]
fn a_term_that_explains_itself_is_found() {
    check(
        "## Cache\nA cache.\n## Disk\nA disk is slow.\n",
        expect![[r#"
        /note.md:2: A cache.
          Information self-referential-definition: “Cache” is explained by itself.
    "#]],
    );
}

#[test]
fn a_definition_of_two_terms_is_found() {
    let text = "A training strategy that makes the most of what the machines at hand can do.";
    check(
        &format!("## Model Parallelism\n{text}\n## Data Parallelism\n{text}\n"),
        expect![[r#"
            /note.md:2: A training strategy that makes the most of what the machines at hand can do.
              Information twin-definition: “Model Parallelism” and “Data Parallelism” have the same definition, but for a word at most.
                /note.md:3: Data Parallelism (“Data Parallelism” has the same definition, but for a word at most.)
            /note.md:4: A training strategy that makes the most of what the machines at hand can do.
              Information twin-definition: “Data Parallelism” and “Model Parallelism” have the same definition, but for a word at most.
                /note.md:1: Model Parallelism (“Model Parallelism” has the same definition, but for a word at most.)
        "#]],
    );
    let other = text.replace("most", "best");
    check(
        &format!("//- /a.md\n## Model Parallelism\n{text}\n//- /b.md\n## Farm\n{other}\n"),
        expect![[r#"
            /a.md:2: A training strategy that makes the most of what the machines at hand can do.
              Information twin-definition: “Model Parallelism” and “Farm” have the same definition, but for a word at most.
                /b.md:1: Farm (“Farm” has the same definition, but for a word at most.)
        "#]],
    );
}

#[test]
fn a_contrast_that_only_one_side_tells_of_is_found() {
    let oltp = "## OLTP\nFor business. This is opposed to OLAP.\n";
    check(
        &format!("{oltp}## OLAP\nFor analysis.\n"),
        expect![[r#"
        /note.md:2: OLAP
          Hint missing-contrast: “OLAP” does not mention “OLTP”, which is set against it here.
            /note.md:3: OLAP (This does not mention “OLTP”.)
    "#]],
    );
    check(&format!("{oltp}## OLAP\nFor analysis.\n\nUnlike OLTP.\n"), expect![[r#""#]]);
    check(&format!("{oltp}## Use\nOLAP.\n"), expect![[r#""#]]);
}

#[test]
fn names_that_no_note_defines_are_found_if_asked_for() {
    let notes = "## A\nIn a Data Lake with ETL.\n## B\nA Data Lake too, by SQL and ETL.\n\
        ## C\nOur Data Lake. ETLs run. SQL.\n## SQL\nA language.\n## D\nSQL.\n";
    check(notes, expect![[r#""#]]);
    let on = serde_json::json!({ "diagnostics": { "undefined-term": "hint" } });
    check_with(
        &on,
        notes,
        expect![[r#"
        /note.md:2: Data Lake
          Hint undefined-term: 3 definitions use “Data Lake”, and no note defines it.
        /note.md:2: ETL
          Hint undefined-term: 3 definitions use “ETL”, and no note defines it.
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
fn what_a_note_silences_is_not_said() {
    check(
        "## A <!-- headword-ignore-line -->\n## B\n",
        expect![[r#"
        /note.md:2: B
          Warning empty-section: “B” is still empty.
    "#]],
    );
    check(
        "## A\n<!-- headword-ignore-next-line empty-section -->\n## B\n## C\n",
        expect![[r#"
        /note.md:1: A
          Warning empty-section: “A” is still empty.
        /note.md:4: C
          Warning empty-section: “C” is still empty.
    "#]],
    );
    check(
        "## A\n<!-- headword-ignore empty-section -->\n## B\n",
        expect![[r#"
        /note.md:3: B
          Warning empty-section: “B” is still empty.
    "#]],
    );
    check("%% headword-ignore %%\n## A\n## B\n<!-- later -->\n", expect![[""]]);
    check(
        "---\nheadword: { ignore: [empty-section] }\n---\n## A\n## B\n<!-- x -->\n",
        expect![[r#"
            /note.md:5: B
              Hint parked-section: “B” is left for later.
        "#]],
    );
    check(
        "## A\n<!-- headword-ignore parked-section -->\n",
        expect![[r#"
        /note.md:1: A
          Warning empty-section: “A” is still empty.
    "#]],
    );
}

#[test]
fn links_to_nothing_are_pointed_out() {
    check_in(
        "/notes",
        "//- /notes/a.md\n[x](b.md) [y](none.md) [z](c%20d.md) [[none]] [[b]] ![i](none.png)\n\
         [w](/feed.xml) [w](/tags/) [w](/none.md) [v](x.html) [u]({{ url }}) <img src=\"no.png\">\n\
         [h](https://example.com/none.md) [m](mailto:me) [r][r] [s](b.md \"t\") [q](b.md?x=1) [q](none.md?x=1) ![[any.png]]\n\n\
         [r]: gone.md\n//- /notes/b.md\n//- /notes/c d.md\n",
        expect![[r#"
            /notes/a.md:1: none.md
              Warning broken-link: There is no note “none.md”.
            /notes/a.md:1: none
              Warning broken-link: Note “none” not found.
            /notes/a.md:1: none.png
              Warning broken-link: There is no file “none.png”.
            /notes/a.md:2: /none.md
              Warning broken-link: There is no note “/none.md”.
            /notes/a.md:2: no.png
              Warning broken-link: There is no file “no.png”.
            /notes/a.md:3: none.md?x=1
              Warning broken-link: There is no note “none.md?x=1”.
            /notes/a.md:5: gone.md
              Warning broken-link: There is no note “gone.md”.
        "#]],
    );
    // Of a note on its own it is not known what lies beside it.
    check("[x](none.md) [[none]]\n", expect![[""]]);
}

#[test]
fn links_to_no_place_in_a_note_are_pointed_out() {
    check(
        "//- /a.md\n# A\n## Same\n## Same\n## Own {#own}\n[a](#same-1) [b](#own) [c](#same-2) \
         [d](b.md#part) [e](b.md#none) [[b#Part]] [[b#None]] [[#Same]] [f](#top) [g](#) [h](b.md#L3)\n\
         ![[b#^block]] [[b#^none]] [i](b.md#id) [j](https://example.com#none)\n\
         //- /b.md\n## Part\nText. ^block\n\n<div id=\"id\"></div>\n",
        expect![[r#"
            /a.md:2: Same
              Warning empty-section: “Same” is still empty.
            /a.md:3: Same
              Hint duplicate-heading: A link to “Same” leads to another heading.
                /a.md:2: Same (The first one is here.)
            /a.md:3: Same
              Warning empty-section: “Same” is still empty.
            /a.md:5: same-2
              Warning broken-anchor: “A” has no heading or anchor “same-2”.
            /a.md:5: none
              Warning broken-anchor: “b” has no heading or anchor “none”.
            /a.md:5: None
              Warning broken-anchor: “b” has no heading or anchor “None”.
            /a.md:6: ^none
              Warning broken-anchor: “b” has no heading or anchor “^none”.
        "#]],
    );
}

#[test]
fn a_rule_that_there_is_not_cannot_be_silenced() {
    check(
        "## A <!-- headword-ignore-line empty-sections, x -->\nText.\n",
        expect![[r#"
        /note.md:1: empty-sections
          Hint unknown-rule: There is no rule “empty-sections”; did you mean “empty-section”?
        /note.md:1: x
          Hint unknown-rule: There is no rule “x”.
    "#]],
    );
    check(
        "---\nheadword: { ignore: emtpy-section }\n---\n",
        expect![[r#"
        /note.md:2: emtpy-section
          Hint unknown-rule: There is no rule “emtpy-section”; did you mean “empty-section”?
    "#]],
    );
}

#[test]
fn labels_without_a_definition_are_pointed_out_and_the_reverse() {
    check(
        "[a][one], [two][], [three], [x][^two] and[^one] and[^gone]. [[wiki]]\n\n[one]: https://example.com\n\
         [four]: https://example.com\n[//]: # (a comment)\n[wiki]: wiki.md\n\n[^one]: Text.\n\n[^five]: Text.\n",
        expect![[r#"
            /note.md:1: two
              Warning broken-reference: No link is defined for “[two]”.
            /note.md:1: two
              Warning broken-reference: There is no footnote “[^two]”.
            /note.md:1: gone
              Warning broken-reference: There is no footnote “[^gone]”.
            /note.md:4: four
              Hint unused-reference: “[four]” is not used.
            /note.md:10: five
              Hint unused-reference: “[^five]” is not used.
        "#]],
    );
}

#[test]
fn headings_that_links_cannot_tell_apart() {
    check(
        "## Same\nText.\n### Same\nText.\n## Other\nText.\n## other\nText.\n## Other {#o}\nText.\n",
        expect![[r#"
            /note.md:3: Same
              Hint duplicate-heading: A link to “Same” leads to another heading.
                /note.md:1: Same (The first one is here.)
            /note.md:5: Other
              Hint duplicate-term: “Other” is defined in this note too.
                /note.md:7: other (It is defined here too.)
                /note.md:9: Other (It is defined here too.)
            /note.md:7: other
              Hint duplicate-term: “other” is defined in this note too.
                /note.md:5: Other (It is defined here too.)
                /note.md:9: Other (It is defined here too.)
            /note.md:9: Other
              Hint duplicate-term: “Other” is defined in this note too.
                /note.md:5: Other (It is defined here too.)
                /note.md:7: other (It is defined here too.)
        "#]],
    );
    check("## A\nText.\n### Example\nText.\n## B\nText.\n### Example\nText.\n", expect![[""]]);
}

#[test]
fn a_level_that_is_left_out() {
    check_with(
        &serde_json::json!({ "diagnostics": { "skipped-level": "hint" } }),
        "# A\n### B\nText.\n### C\nText.\n## D\n#### E\nText.\n### F\nText.\n#### G\nText.\n",
        expect![[r#"
            /note.md:2: B
              Hint skipped-level: This heading of level 3 stands directly below one of level 1.
            /note.md:7: E
              Hint skipped-level: This heading of level 4 stands directly below one of level 2.
        "#]],
    );
}
