//! Renames of headings, titles and labels.

use std::fmt::Write;
use std::path::PathBuf;

use expect_test::{Expect, expect};

use crate::features::fixture::Fixture;
use crate::features::rename::{prepare, rename};

/// Renames at the mark and back at the same place. Shows each changed line.
#[expect(clippy::needless_pass_by_value, reason = "an expectation is made where it is checked")]
fn check(new: &str, fixture: &str, expected: Expect) {
    let mut fixture = Fixture::new(fixture);
    if fixture.document(fixture.notes[0]).location.path().is_some_and(|p| p.starts_with("/notes")) {
        fixture.workspace.set_folders(vec![PathBuf::from("/notes")]);
        fixture.workspace.settle();
    }
    let position = fixture.position();
    let prepared = match prepare(&fixture.workspace, position) {
        Ok(prepared) => prepared,
        Err(refusal) => return expected.assert_eq(&format!("refused: {}\n", refusal.0)),
    };
    let found = match rename(&fixture.workspace, position, new, true) {
        Ok(found) => found,
        Err(refusal) => return expected.assert_eq(&format!("refused: {}\n", refusal.0)),
    };
    let mut shown = format!("{}\n", prepared.info);
    let after = found.edit.edit().apply(&fixture.workspace);
    for note in &fixture.notes {
        let path = fixture.document(*note).location.path().expect("a file").display().to_string();
        let new = &after.document(*note).expect("it is there").note.text;
        let old = &fixture.document(*note).note.text;
        for (old, new) in old.lines().zip(new.lines()).filter(|(old, new)| old != new) {
            writeln!(shown, "{path}\n- {old}\n+ {new}").unwrap();
        }
    }
    expected.assert_eq(&shown);
}

const LINKED: &str = "\
//- /notes/a.md
# Alpha
## Part one
### Empty
## Part one
- [x](#part-one-1) [[#Part one]]
//- /notes/b.md
[x](a.md#part-one) [x](a.md#part-one-1 \"T\") [[a#Part one|part one]] [[Alpha]] Part one.
";

#[test]
fn links_to_a_renamed_heading_get_its_new_anchor() {
    check(
        "Second & *last*",
        &LINKED.replacen("## Part one", "## Pa$0rt one", 1),
        expect![[r#"
            Part one
            /notes/a.md
            - ## Part one
            + ## Second & *last*
            /notes/a.md
            - - [x](#part-one-1) [[#Part one]]
            + - [x](#part-one) [[#Second & last]]
            /notes/b.md
            - [x](a.md#part-one) [x](a.md#part-one-1 "T") [[a#Part one|part one]] [[Alpha]] Part one.
            + [x](a.md#second--last) [x](a.md#part-one "T") [[a#Second & last|part one]] [[Alpha]] Part one.
        "#]],
    );
    check(
        "Gone",
        &LINKED.replace("### Empty", "##$0# Empty"),
        expect![[r#"
        Empty
        /notes/a.md
        - ### Empty
        + ### Gone
    "#]],
    );
}

#[test]
fn a_heading_is_renamed_from_a_link_to_it() {
    check(
        "New",
        &LINKED.replace("(a.md#part-one)", "(a.md#pa$0rt-one)"),
        expect![[r#"
            Part one
            /notes/a.md
            - ## Part one
            + ## New
            /notes/a.md
            - - [x](#part-one-1) [[#Part one]]
            + - [x](#part-one) [[#New]]
            /notes/b.md
            - [x](a.md#part-one) [x](a.md#part-one-1 "T") [[a#Part one|part one]] [[Alpha]] Part one.
            + [x](a.md#new) [x](a.md#part-one "T") [[a#New|part one]] [[Alpha]] Part one.
        "#]],
    );
    check(
        "New",
        &LINKED.replace("(a.md#part-one)", "(a$0.md#part-one)"),
        expect![[r#"
            refused: Rename the file in the file explorer of your editor; links to it are updated.
        "#]],
    );
    check(
        "New",
        "[x](none.md#he$0re)\n",
        expect![[r#"
            refused: The target of this link cannot be renamed.
        "#]],
    );
}

#[test]
fn a_title_is_renamed_in_the_front_matter_and_above_the_text() {
    check(
        "New: one",
        "//- /notes/a.md\n---\ntitle: 'Al$0pha' # mine\ndate: 2026-01-02\n---\n# Alpha\n//- /notes/b.md\n[[Alpha]] [[a|Alpha]]\n",
        expect![[r#"
            Alpha
            /notes/a.md
            - title: 'Alpha' # mine
            + title: 'New: one' # mine
            /notes/a.md
            - # Alpha
            + # New: one
            /notes/b.md
            - [[Alpha]] [[a|Alpha]]
            + [[New: one]] [[a|Alpha]]
        "#]],
    );
    check(
        "New",
        "//- /notes/a.md\n---\ntitle: Other\ndate: 2026-01-02\n---\n# Al$0pha\n//- /notes/b.md\n[[Alpha]] [[a]]\n",
        expect![[r#"
            Alpha
            /notes/a.md
            - # Alpha
            + # New
        "#]],
    );
}

#[test]
fn a_heading_of_many_notes_is_renamed_in_one_note() {
    let notes = "//- /notes/b.md\n## Examples\nText.\n//- /notes/c.md\n## Examples\nText.\n";
    check(
        "Sample runs",
        &format!("//- /notes/a.md\n## Exam$0ples\nText.\n[x](#examples) examples\n{notes}"),
        expect![[r#"
            Examples
            /notes/a.md
            - ## Examples
            + ## Sample runs
            /notes/a.md
            - [x](#examples) examples
            + [x](#sample-runs) examples
        "#]],
    );
}

#[test]
fn labels_of_links_and_footnotes_are_renamed_in_their_note() {
    check(
        "new one",
        "[a][la$0bel], [Label][], [label]; [^label]\n\n[LABEL]: https://example.com\n[^label]: Text.\n",
        expect![[r#"
            label
            /note.md
            - [a][label], [Label][], [label]; [^label]
            + [a][new one], [new one][], [new one]; [^label]
            /note.md
            - [LABEL]: https://example.com
            + [new one]: https://example.com
        "#]],
    );
    check(
        "two",
        "One[^o$0ne], [one].\n\n[^one]: Text.\n",
        expect![[r#"
        one
        /note.md
        - One[^one], [one].
        + One[^two], [one].
        /note.md
        - [^one]: Text.
        + [^two]: Text.
    "#]],
    );
    check(
        "two",
        "One[^o$0ne][^two].\n\n[^one]: Text.\n\n[^two]: Text.\n",
        expect![[r#"
            refused: “two” is already a label of this note.
        "#]],
    );
    check(
        "a b",
        "One[^o$0ne].\n\n[^one]: Text.\n",
        expect![[r#"
            refused: “a b” is not a valid label.
        "#]],
    );
}

#[test]
fn a_term_may_become_a_heading_that_declares_nothing() {
    check(
        "Why is a cache fast?",
        "//- /notes/a.md\n# A\n## Ca$0che\nFast.\n## Use\nA cache. [x](#cache)\n",
        expect![[r#"
            Cache
            /notes/a.md
            - ## Cache
            + ## Why is a cache fast?
            /notes/a.md
            - A cache. [x](#cache)
            + A cache. [x](#why-is-a-cache-fast)
        "#]],
    );
    check(
        "Disk",
        "//- /notes/a.md\n# A\n## Ca$0che\nFast.\n## Disk\nSlow.\n",
        expect![[r#"
            refused: “Disk” is already a term. The two would be merged, and renaming back could not separate them.
        "#]],
    );
}

#[test]
fn a_renamed_heading_keeps_its_mentions_and_marks() {
    check(
        "Other",
        "//- /notes/a.md\n# A\n## Cache\nFast.\n## U$0se of `cache`s and *cache*\n- [x](#use-of-caches-and-cache)\n",
        expect![[r#"
            Use of caches and cache
            /notes/a.md
            - ## Use of `cache`s and *cache*
            + ## Other
            /notes/a.md
            - - [x](#use-of-caches-and-cache)
            + - [x](#other)
        "#]],
    );
}

/// The lines of a rename are compared without their ends by `check`.
#[test]
fn line_ends_stay_in_renames_of_headings_and_terms() {
    let text = "\u{feff}# A\r\n## Ca$0che\r\nFast.\r\n## 🚀 Use\r\nA cache. [x](#cache)\r\n";
    for (mark, new, expected) in [
        ("Ca$0che", "Store", text.replace("Ca$0che", "Store").replace("cache", "store")),
        ("🚀 U$0se", "Other", text.replace("Ca$0che", "Cache").replace("🚀 Use", "🚀 Other")),
    ] {
        let plain = text.replace("$0", "");
        let fixture = Fixture::new(&plain.replacen(&mark.replace("$0", ""), mark, 1));
        let found = rename(&fixture.workspace, fixture.position(), new, true).expect(mark);
        let after = found.edit.edit().apply(&fixture.workspace);
        let after = &after.document(fixture.notes[0]).expect("it is there").note.text;
        assert_eq!(&**after, expected, "{mark}");
    }
}

const LOOSE: &str = "\
//- /notes/a.md
# A
## Rise & Fall
Text.
## Set: Up
Text.
## Größe
Text.
//- /notes/b.md
[1](a.md#rise-fall) [2](a.md#Rise--Fall) [3](a.md#Rise%20Fall) [4](a.md#rise_fall) [[a#rise fall]]
[1](a.md#set:-up) [2](a.md#SET-UP) <a href=\"a.md#set:up\">x</a>
[1](a.md#grosse) [2](a.md#große) [3](a.md#Gro%CC%88%C3%9Fe)
";

#[test]
fn a_loose_fragment_of_a_path_becomes_an_anchor_in_its_style() {
    check(
        "Up + Down",
        &LOOSE.replace("## Rise", "## Ri$0se"),
        expect![[r#"
        Rise & Fall
        /notes/a.md
        - ## Rise & Fall
        + ## Up + Down
        /notes/b.md
        - [1](a.md#rise-fall) [2](a.md#Rise--Fall) [3](a.md#Rise%20Fall) [4](a.md#rise_fall) [[a#rise fall]]
        + [1](a.md#up-down) [2](a.md#Up--Down) [3](a.md#Up%20+%20Down) [4](a.md#up--down) [[a#up + down]]
    "#]],
    );
    check(
        "Tear: Down",
        &LOOSE.replace("## Set", "## Se$0t"),
        expect![[r#"
        Set: Up
        /notes/a.md
        - ## Set: Up
        + ## Tear: Down
        /notes/b.md
        - [1](a.md#set:-up) [2](a.md#SET-UP) <a href="a.md#set:up">x</a>
        + [1](a.md#tear-down) [2](a.md#TEAR-DOWN) <a href="a.md#tear-down">x</a>
    "#]],
    );
    check(
        "Übung",
        &LOOSE.replace("## Größe", "## Grö$0ße"),
        expect![[r#"
        Größe
        /notes/a.md
        - ## Größe
        + ## Übung
        /notes/b.md
        - [1](a.md#grosse) [2](a.md#große) [3](a.md#Gro%CC%88%C3%9Fe)
        + [1](a.md#ubung) [2](a.md#übung) [3](a.md#%C3%BCbung)
    "#]],
    );
}

const PATHS: &str = "\
//- /notes/week.md
# Week
## Monday
### Plan
One.
## Tuesday
### Plan
Two.
#### Late
[[#Monday#Plan]] [[#Tuesday#Plan]] [[#Plan]]
//- /notes/log.md
[[week#Tuesday#Plan]] [[week#tuesday#Late|x]] [[week#Week#Monday#Plan]] [x](week.md#Tuesday#Plan)
";

#[test]
fn a_path_of_headings_follows_each_of_them() {
    check(
        "List",
        &PATHS.replacen("### Plan", "### Pl$0an", 1),
        expect![[r#"
        Plan
        /notes/week.md
        - ### Plan
        + ### List
        /notes/week.md
        - [[#Monday#Plan]] [[#Tuesday#Plan]] [[#Plan]]
        + [[#Monday#List]] [[#Tuesday#Plan]] [[#List]]
        /notes/log.md
        - [[week#Tuesday#Plan]] [[week#tuesday#Late|x]] [[week#Week#Monday#Plan]] [x](week.md#Tuesday#Plan)
        + [[week#Tuesday#Plan]] [[week#tuesday#Late|x]] [[week#Week#Monday#List]] [x](week.md#Tuesday#Plan)
    "#]],
    );
    check(
        "List",
        &PATHS.replace("### Plan\nTwo", "### Pl$0an\nTwo"),
        expect![[r#"
        Plan
        /notes/week.md
        - ### Plan
        + ### List
        /notes/week.md
        - [[#Monday#Plan]] [[#Tuesday#Plan]] [[#Plan]]
        + [[#Monday#Plan]] [[#Tuesday#List]] [[#Plan]]
        /notes/log.md
        - [[week#Tuesday#Plan]] [[week#tuesday#Late|x]] [[week#Week#Monday#Plan]] [x](week.md#Tuesday#Plan)
        + [[week#Tuesday#List]] [[week#tuesday#Late|x]] [[week#Week#Monday#Plan]] [x](week.md#Tuesday#List)
    "#]],
    );
    check(
        "Day two",
        &PATHS.replace("## Tuesday", "## Tues$0day"),
        expect![[r#"
        Tuesday
        /notes/week.md
        - ## Tuesday
        + ## Day two
        /notes/week.md
        - [[#Monday#Plan]] [[#Tuesday#Plan]] [[#Plan]]
        + [[#Monday#Plan]] [[#Day two#Plan]] [[#Plan]]
        /notes/log.md
        - [[week#Tuesday#Plan]] [[week#tuesday#Late|x]] [[week#Week#Monday#Plan]] [x](week.md#Tuesday#Plan)
        + [[week#Day two#Plan]] [[week#day two#Late|x]] [[week#Week#Monday#Plan]] [x](week.md#Day%20two#Plan)
    "#]],
    );
}

#[test]
fn headings_with_markup_are_renamed() {
    let note = |heading: &str| {
        format!("//- /notes/a.md\n# A\n## {heading}\nText.\n//- /notes/b.md\n# B\n[[a]]\n")
    };
    check(
        "Call `run` twice",
        &note("Ca$0ll `run` once"),
        expect![[r#"
        Call run once
        /notes/a.md
        - ## Call `run` once
        + ## Call `run` twice
    "#]],
    );
    check(
        "Call run twice",
        &note("Ca$0ll `run` once"),
        expect![[r#"
        Call run once
        /notes/a.md
        - ## Call `run` once
        + ## Call `run` twice
    "#]],
    );
    check(
        "walk",
        &note("`ru$0n`"),
        expect![[r#"
        run
        /notes/a.md
        - ## `run`
        + ## `walk`
    "#]],
    );
    check(
        "Other",
        &note("Se$0e [[b|the B]] here"),
        expect![[r#"
        See the B here
        /notes/a.md
        - ## See [[b|the B]] here
        + ## Other
    "#]],
    );
    check(
        "Q and A",
        &note("Q&am$0p;A"),
        expect![[r#"
        Q&A
        /notes/a.md
        - ## Q&amp;A
        + ## Q and A
    "#]],
    );
    check(
        "Use *all*",
        &note("Pla$0in"),
        expect![[r#"
        Plain
        /notes/a.md
        - ## Plain
        + ## Use *all*
    "#]],
    );
    check(
        "A  wide   name ",
        &note("Pla$0in"),
        expect![[r#"
        Plain
        /notes/a.md
        - ## Plain
        + ## A wide name
    "#]],
    );
}

#[test]
fn a_heading_above_the_definition_of_its_note_is_renamed() {
    check(
        "Start",
        "//- /notes/ml.md\n# ML\n## Over$0view\nML is a field of study.\n",
        expect![[r#"
        Overview
        /notes/ml.md
        - ## Overview
        + ## Start
    "#]],
    );
}

#[test]
fn a_heading_that_recurs_in_its_note_is_renamed_once() {
    check(
        "Sum",
        "//- /notes/a.md\n# A\n## One\n### No$0te\nA note is a text.\n## Two\n### Note\nA note is a sound.\n",
        expect![[r#"
            Note
            /notes/a.md
            - ### Note
            + ### Sum
        "#]],
    );
}

#[test]
fn shortcodes_to_a_renamed_heading_get_its_new_anchor() {
    check(
        "Second",
        "//- /notes/a.md\n## Fi$0rst\n{{< ref \"#first\" >}}\n//- /notes/b.md\n[x]({{< ref \"a.md#first\" >}}) {{% relref `a#first` %}}\n\
         [x]({% link a.md %}#first) {% post_url a %}#first `{{< ref \"a.md#first\" >}}`\n",
        expect![[r##"
            First
            /notes/a.md
            - ## First
            + ## Second
            /notes/a.md
            - {{< ref "#first" >}}
            + {{< ref "#second" >}}
            /notes/b.md
            - [x]({{< ref "a.md#first" >}}) {{% relref `a#first` %}}
            + [x]({{< ref "a.md#second" >}}) {{% relref `a#second` %}}
            /notes/b.md
            - [x]({% link a.md %}#first) {% post_url a %}#first `{{< ref "a.md#first" >}}`
            + [x]({% link a.md %}#second) {% post_url a %}#second `{{< ref "a.md#first" >}}`
        "##]],
    );
    // From the fragment, the heading is renamed.
    check(
        "Second",
        "//- /notes/b.md\n[x]({{< ref \"a.md#fi$0rst\" >}})\n//- /notes/a.md\n## First\n",
        expect![[r#"
            First
            /notes/b.md
            - [x]({{< ref "a.md#first" >}})
            + [x]({{< ref "a.md#second" >}})
            /notes/a.md
            - ## First
            + ## Second
        "#]],
    );
}
