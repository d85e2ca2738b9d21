//! Explanations, tested.

use expect_test::{Expect, expect};

use super::explain;
use crate::features::fixture::Fixture;
use crate::text::lines;

/// Checks the explanations of the line with the `$0` mark.
fn check(fixture: &str, expected: &Expect) {
    let fixture = Fixture::new(fixture);
    let position = fixture.position();
    let text = &fixture.document(position.note).note.text;
    let line = lines::whole(text, position.offset);
    let found = explain(&fixture.workspace, position.note, line).into_iter().map(|found| {
        let reasons: String = found.reasons.iter().map(|it| format!("  - {it}\n")).collect();
        let advice = found.advice.map(|advice| format!("  {advice}\n")).unwrap_or_default();
        format!("{} is {}\n{reasons}{advice}", found.name, found.kind)
    });
    expected.assert_eq(&found.collect::<String>());
}

#[test]
fn a_heading_with_a_definition_is_a_term() {
    check(
        "## $0Sapwood\n\nSapwood is the living outer wood.\n",
        &expect![[r#"
        Sapwood is a term
          - the text says what it is
          To ignore its mentions, add the name to `terms.never` in `headword.toml`.
    "#]],
    );
}

#[test]
fn a_heading_whose_text_does_something_else_is_not() {
    check(
        "## $0Watering\n\nYou should water in the morning.\n",
        &expect![[r#"
        Watering is not a term
          - the text addresses the reader
          To make it a term, begin the text below with what it is, or write another name in a comment: `<!-- aliases: name -->`.
    "#]],
    );
    check(
        "## $0Steps\n\n- Dig\n- Plant\n",
        &expect![[r#"
        Steps is not a term
          - no paragraph below it could define it
          To make it a term, begin the text below with what it is, or write another name in a comment: `<!-- aliases: name -->`.
    "#]],
    );
    check(
        "## $0Sapwood\n",
        &expect![[r#"
        Sapwood is an empty section
          - it has no text yet
    "#]],
    );
    check(
        "## $0What now?\n\nA text.\n",
        &expect![[r#"
        What now? is not a term
          - the title is a question
          To make it a term, rename the heading.
    "#]],
    );
    check(
        "## $0Overview\n\nA text.\n",
        &expect![[r#"
        Overview is not a term
          - the title structures notes on any subject
          To make it a term, rename the heading.
    "#]],
    );
}

#[test]
fn the_other_headings_of_a_level_decide_in_doubt() {
    let clear = "## Bark\n\nThe outer cover of a stem.\n\n## Root\n\nThe part in the soil.\n\n";
    check(
        &format!("{clear}## $0Heartwood\n\nHas no living cells.\n"),
        &expect![[r#"
        Heartwood is a term
          - the text is a noun phrase
          To ignore its mentions, add the name to `terms.never` in `headword.toml`.
    "#]],
    );
}

#[test]
fn settings_and_the_role_of_a_file_decide_first() {
    check(
        "//- /LICENSE.md\n## $0Sapwood\n\nSapwood is wood.\n",
        &expect![[r#"
        Sapwood is not a term
          - headings declare no terms in this note
          Files with this name or in this folder declare no terms. To include them, set `terms.folders` in `headword.toml`.
    "#]],
    );
    check(
        "---\nheadword: off\n---\n## $0Sapwood\n\nSapwood is wood.\n",
        &expect![[r#"
        Sapwood is not a term
          - headings declare no terms in this note
          See `terms.folders` and `terms.styles` in `headword.toml`, and `headword` in the front matter.
    "#]],
    );
    check(
        "##### $0Sapwood\n\nSapwood is wood.\n",
        &expect![[r#"
        Sapwood is not a term
          - headings of level 5 declare no terms
          See `terms.levels` and `maxHeadingLevel` in `headword.toml`.
    "#]],
    );
}

#[test]
fn a_title_that_most_notes_do_not_define_is_not_a_term() {
    let note = "Run it.\n\nThen see.\n";
    let notes: String = (0..3).map(|n| format!("//- /{n}.md\n## Sapwood\n\n{note}")).collect();
    check(
        &format!("{notes}//- /a.md\n## $0Sapwood\n\nSapwood is the living outer wood.\n"),
        &expect![[r#"
            Sapwood is not a term
              - most sections with this title, in three or more notes, do not define it
              To make it a term, begin the text below with what it is, or write another name in a comment: `<!-- aliases: name -->`.
        "#]],
    );
}

#[test]
fn terms_of_other_styles_are_explained() {
    check(
        "$0**Bark**: the outer cover of a stem.\n",
        &expect![[r#"
        Bark is a term
          - its style is `bold`
          - the text is a noun phrase
          To ignore its mentions, add the name to `terms.never` in `headword.toml`.
    "#]],
    );
}

#[test]
fn mentions_are_explained() {
    let glossary = "//- /glossary.md\n## Graft\n\nA join of two plants.\n";
    check(
        &format!("{glossary}//- /a.md\n$0The graft holds.\n"),
        &expect![[r#"
        graft is a mention of Graft in glossary
    "#]],
    );
    check(
        &format!("{glossary}//- /a.md\n$0To graft the plant, cut it.\n"),
        &expect![[r#"
        graft is a mention of Graft in glossary
          - it has no color: it is a verb here
    "#]],
    );
}

#[test]
fn the_title_of_a_note_is_explained() {
    let titled =
        |front: &str, text: &str| format!("---\ntitle: Ring $0buffer\n{front}---\n{text}\n");
    check(
        &titled("", "A ring buffer is a queue in an array."),
        &expect![[r#"
        Ring buffer is a term
          - its style is `note`
          - the text says what it is
          - the text begins with an article
          To ignore its mentions, add the name to `terms.never` in `headword.toml`.
    "#]],
    );
    check(
        &titled("", "You should read this first."),
        &expect![[r#"
        Ring buffer is not a term
          - the text addresses the reader
          - few other notes of its folder define their title
          To make it a term, begin the text below with what it is, or write another name in a comment: `<!-- aliases: name -->`.
    "#]],
    );
    check(
        &titled("author: me\n", "A queue in an array."),
        &expect![[r#"
        Ring buffer is not a term
          - the front matter has the keys of an article
          To make it a term, add the key `term` with this name to the front matter.
    "#]],
    );
    check(
        &titled("date: 2024-01-01\n", "A queue in an array."),
        &expect![[r#"
        Ring buffer is not a term
          - the note has a date, and its text does not begin with the title
          - few other notes of its folder define their title
          To make it a term, begin the text below with what it is, or write another name in a comment: `<!-- aliases: name -->`.
    "#]],
    );
    check(
        &titled("", ""),
        &expect![[r#"
        Ring buffer is not a term
          - no paragraph below it could define it
          To make it a term, begin the text below with what it is, or write another name in a comment: `<!-- aliases: name -->`.
    "#]],
    );
    check(
        &titled("headword: off\n", "A queue in an array."),
        &expect![[r#"
        Ring buffer is not a term
          - the title declares no term in this note
          See `terms.folders` and `terms.styles` in `headword.toml`, and `headword` in the front matter.
    "#]],
    );
    check(
        "# Ring $0buffer\n\nYou should read this first.\n",
        &expect![[r#"
        Ring buffer is not a term
          - the text addresses the reader
          - few other notes of its folder define their title
          To make it a term, begin the text below with what it is, or write another name in a comment: `<!-- aliases: name -->`.
    "#]],
    );
    check(
        "# Ring $0buffer\n\nIn old times, arrays were short.\n",
        &expect![[r#"
        Ring buffer is not a term
          - the text does not say what it is
          - few other notes of its folder define their title
          To make it a term, begin the text below with what it is, or write another name in a comment: `<!-- aliases: name -->`.
    "#]],
    );
    let many: String = (0..9).map(|n| format!("## Part{n}\n\nA part of it.\n\n")).collect();
    check(
        &format!("# Ring $0buffer\n\nA queue in an array.\n\n{many}"),
        &expect![[r#"
        Ring buffer is not a term
          - the note declares many other terms
          To make it a term, add the key `term` with this name to the front matter.
    "#]],
    );
}
