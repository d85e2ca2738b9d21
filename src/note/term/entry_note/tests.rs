//! Tests of notes about one term.

use expect_test::{Expect, expect};

use std::path::Path;

use crate::note::options::ReadOptions;
use crate::note::term::Style;
use crate::note::{Note, render};

fn check(text: &str, expected: &Expect) {
    expected.assert_eq(&render::terms(text));
}

/// Renders the headword and the range of the name of a note in a file.
fn check_file(path: &str, text: &str, expected: &Expect) {
    let options = ReadOptions { path: Some(Path::new(path).into()), ..ReadOptions::default() };
    let note = Note::read(text, &options);
    let term = note.terms.iter().find(|term| term.style == Style::Note);
    let shown = term.map(|term| {
        let doubt = if term.judged_by.is_some() { ", in doubt" } else { "" };
        format!("{} at {:?}{doubt}", term.headword, term.name_range)
    });
    expected.assert_eq(shown.as_deref().unwrap_or("no term"));
}

#[test]
fn the_title_is_the_headword() {
    check(
        "---\ntitle: Abstraction\nstatus: Completed\n---\n\nA thing that hides others.\n\n## Problem it addresses\n\nToo much.\n",
        &expect![[r#"
            [note] Abstraction: A thing that hides others.
            Problem it addresses: Too much.
        "#]],
    );
}

#[test]
fn front_matter_overrides_the_body() {
    check(
        "---\ntitle: Pod\naka:\n- group\nshort_description: >\n  A set of\n  containers.\n---\nMore of it.\n<!--more-->\n\n## Details\n\nNot a term.\n",
        &expect![[r#"
            [note] Pod = group (in the front matter): A set of containers.
        "#]],
    );
    check(
        "---\nid: x\ntitle: \"Example term\"\nhoverText: 'What it is'\n---\n",
        &expect![[r#"
        [note] Example term: What it is
    "#]],
    );
}

#[test]
fn a_sole_heading_of_level_1_is_the_title() {
    check(
        "# Cache\n\n#tag #other\n\nSee also: [[disk]], [[memory]]\n\nA copy that is fast.\n\n## Kinds\n\nA list of them.\n",
        &expect![[r#"
            [note] Cache: A copy that is fast.
            Kinds: A list of them.
        "#]],
    );
    check(
        "---\ntitle: Cache\n---\n# Cache\n\nA copy.\n",
        &expect![[r#"
        [note] Cache: A copy.
    "#]],
    );
    check(
        "# One\n\nA thing.\n\n# Two\n\nAnother thing.\n",
        &expect![[r#"
        One: A thing.
        Two: Another thing.
    "#]],
    );
}

#[test]
fn the_text_above_the_first_heading_defines_the_title_in_front_matter() {
    check(
        "---\ntitle: Ring count\n---\nA ring count is the age of a tree.\n\n$$\na\n=\nb\n$$\n",
        &expect![[r#"
            [note] Ring count: A ring count is the age of a tree.
        "#]],
    );
}

#[test]
fn a_first_heading_may_introduce_the_definition() {
    check(
        "---\ntitle: Cache\ntype: term\n---\n## What it is\n\nA copy.\n\n## Why\n\nSpeed.\n",
        &expect![[r#"
            [note] Cache: A copy.
        "#]],
    );
}

#[test]
fn articles_and_boilerplate_are_not_terms() {
    check("---\ntitle: Ten Tips\ndate: 2023-01-01\n---\nText of it.\n", &expect![""]);
    check("---\ntitle: Meta\nlayout: page\n---\nText of it.\n", &expect![""]);
    check("# Glossary\n\nAll of it.\n", &expect![""]);
    check("---\ntitle: What is a cache?\n---\nText of it.\n", &expect![""]);
    check("---\ntitle: Stub\n---\n", &expect![""]);
}

#[test]
fn names_in_front_matter_are_aliases() {
    check(
        "---\ntitle: Change Data Capture\naliases: [CDC, 'change feed', /old/path/, 2019/old.html]\n---\nA stream of changes.\n\n## Tools\n\nMany of them.\n",
        &expect![[r#"
            [note] Change Data Capture = CDC (in the front matter) = change feed (in the front matter): A stream of changes.
        "#]],
    );
    check(
        "---\nTitle: Cache\nALIAS: store, buffer\n---\nA copy.\n",
        &expect![[r#"
        [note] Cache = store (in the front matter) = buffer (in the front matter): A copy.
    "#]],
    );
    check(
        "---\ntitle: Cache\naliases:\n- \n---\nA copy.\n\n## Hit\n\nWhat is found.\n",
        &expect![[r#"
            [note] Cache: A copy.
            Hit: What is found.
        "#]],
    );
    check(
        "+++\ntitle = \"Cache\"\nterm = \"Page cache\"\n+++\nA copy.\n",
        &expect![[r#"
        [note] Page cache: A copy.
    "#]],
    );
}

#[test]
fn a_collection_is_not_a_term() {
    check(
        "# Stores\n\nAll of them.\n\n## Aa\n\nIs one of them.\n\n## Bb\n\nIs one of them.\n\n## Cc\n\nIs one of them.\n\n## Dd\n\nIs one of them.\n\n## Ee\n\nIs one of them.\n\n## Ff\n\nIs one of them.\n\n## Gg\n\nIs one of them.\n\n## Hh\n\nIs one of them.\n",
        &expect![[r#"
            Aa: Is one of them.
            Bb: Is one of them.
            Cc: Is one of them.
            Dd: Is one of them.
            Ee: Is one of them.
            Ff: Is one of them.
            Gg: Is one of them.
            Hh: Is one of them.
        "#]],
    );
}

#[test]
fn html_is_read_as_a_paragraph() {
    check(
        "---\ntitle: API\n---\n<p>An API (Application Programming Interface) is a set of features.</p>\n\n<ul>\n<li>x</li>\n</ul>\n",
        &expect![[r#"
            [note] API = Application Programming Interface (the acronym's expansion): An API (Application Programming Interface) is a set of features.
        "#]],
    );
}

#[test]
fn a_heading_below_the_title_begins_another_subject() {
    check(
        "# Use\n\n## Queue\n\nWhat waits.\n",
        &expect![[r#"
        Queue: What waits.
    "#]],
    );
    check(
        "# Queue\n\n## What it is\n\nWhat waits.\n",
        &expect![[r#"
            [note] Queue: What waits.
        "#]],
    );
}

#[test]
fn the_name_of_a_file_is_a_title() {
    let bloom = "A Bloom filter is a set that may err.\n\n## Uses\n\nMany.\n";
    check_file("/n/Bloom filter.md", bloom, &expect!["Bloom filter at 0..0"]);
    check_file("/n/bloom-filter.md", bloom, &expect!["bloom filter at 0..0"]);
    check_file("/n/bloom_filter.md", bloom, &expect!["bloom filter at 0..0"]);
    let aliased = format!("---\naliases: [BF, Bloom Filter]\n---\n{bloom}");
    check_file("/n/bloom-filter.md", &aliased, &expect!["Bloom Filter at 18..30"]);
    // The first alias is the title, because a number is not a name.
    check_file("/n/202401021530.md", &aliased, &expect!["BF at 14..16"]);
    check_file("/n/202401021530.md", bloom, &expect!["no term"]);
    check_file("/n/2024-01-02.md", "A day in the garden.\n", &expect!["no term"]);
    check_file(
        "/n/Plans.md",
        "We go to the sea, if it is warm.\n",
        &expect!["Plans at 0..0, in doubt"],
    );
    check_file("/n/Bloom filter.md", "# Sets\n\nA group of things.\n", &expect!["Sets at 2..6"]);
}

#[test]
fn a_dated_note_must_say_what_its_title_is() {
    let dated = |text: &str| format!("---\ntitle: Ring buffer\ndate: 2024-01-01\n---\n{text}\n");
    check(
        &dated("A ring buffer is a queue in an array."),
        &expect![[r#"
        [note] Ring buffer: A ring buffer is a queue in an array.
    "#]],
    );
    let path = "/n/2024-ring.md";
    check_file(path, &dated("A queue in an array."), &expect!["Ring buffer at 11..22, in doubt"]);
    check(&dated("Last week I wrote a queue."), &expect![[r#""#]]);
}

#[test]
fn a_section_with_a_common_title_is_part_of_a_note_about_one_thing() {
    let sections = "## Theory\n\nA theory is a set of ideas about it.\n\n## The idea\n\nAn idea is a thought.\n\n## Spillway\n\nA spillway is a channel for water.\n\n## Practice\n\n<!-- aliases: drill -->\n\nPractice is work that is repeated.\n";
    check(
        &format!("# Weir\n\nA weir is a wall in a river.\n\n{sections}"),
        &expect![[r#"
        [note] Weir: A weir is a wall in a river.
        Spillway: A spillway is a channel for water.
        Practice = drill (in a comment): Practice is work that is repeated.
    "#]],
    );
    check(
        &format!("# Words of the course\n\nHere they are:\n\n{sections}"),
        &expect![[r#"
        Theory: A theory is a set of ideas about it.
        The idea: An idea is a thought.
        Spillway: A spillway is a channel for water.
        Practice = drill (in a comment): Practice is work that is repeated.
    "#]],
    );
}
