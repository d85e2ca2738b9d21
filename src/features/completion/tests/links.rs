//! Notes, files, headings, anchors and labels in links.

use std::path::PathBuf;

use expect_test::{Expect, expect};

use crate::features::completion::{CompletionKind, completion};
use crate::features::fixture::Fixture;

const VAULT: &str = "\
//- /notes/stores.md
---
title: The Stores
aliases: [Storage]
---
## Fast ones
#### Cache
Fast. ^quick
## Fast ones
<a id=\"mark\"></a>
//- /notes/sub/two words.md
# Two
//- /notes/sub/stores.md
# Other
";

#[expect(clippy::needless_pass_by_value, reason = "an expectation is made where it is checked")]
fn check(note: &str, expected: Expect) {
    let mut fixture = Fixture::new(&format!("{VAULT}//- /notes/note.md\n{note}\n"));
    fixture.workspace.set_folders(vec![PathBuf::from("/notes")]);
    fixture.workspace.settle();
    let position = fixture.position();
    let Some(found) = completion(&fixture.workspace, position, false, None) else {
        return expected.assert_eq("nothing\n");
    };
    let shown = found.items.iter().map(|item| {
        assert!(item.range.contains_inclusive(position.offset), "the edit is at the cursor");
        let replaced = fixture.slice(position.note, item.range);
        assert!(!replaced.contains(['\n', '\r']), "the edit is on one line");
        let detail = match &item.kind {
            CompletionKind::Note { called: Some(called) } => format!(" ({called})"),
            CompletionKind::Heading { level } => format!(" (level {level})"),
            CompletionKind::Term { about, .. } => format!(" ({about})"),
            CompletionKind::MissingNote { notes } => format!(" (missing, {notes})"),
            CompletionKind::Label { definition } => format!(" ({definition})"),
            _ => String::new(),
        };
        format!("{}{detail}: «{replaced}» → «{}»\n", item.label, item.new_text)
    });
    expected.assert_eq(&shown.collect::<String>());
}

#[test]
fn notes_in_wiki_links_have_their_file_name_title_and_aliases() {
    check(
        "See [[sto$0",
        expect![[r#"
            stores (The Stores): «sto» → «stores»
            Storage (stores): «sto» → «stores|Storage»
            sub/stores (Other): «sto» → «sub/stores»
        "#]],
    );
    check(
        "See [[two$0]] and more",
        expect![[r#"
        two words (Two): «two» → «two words»
    "#]],
    );
    check(
        "See ![[sto$0]]",
        expect![[r#"
        stores (The Stores): «sto» → «stores»
        sub/stores (Other): «sto» → «sub/stores»
    "#]],
    );
}

#[test]
fn headings_and_anchors_of_a_note_are_offered() {
    check(
        "[[stores#$0]]",
        expect![[r#"
            Fast ones (level 2): «» → «Fast ones»
            Cache (level 4): «» → «Cache»
            Fast ones (level 2): «» → «fast-ones-1»
            ^quick: «» → «^quick»
            mark: «» → «mark»
        "#]],
    );
    check(
        "[x](stores.md#fa$0)",
        expect![[r#"
        Fast ones (level 2): «fa» → «fast-ones»
        Fast ones (level 2): «fa» → «fast-ones-1»
    "#]],
    );
    check(
        "# Own one\n[x](#o$0)",
        expect![[r#"
        Own one (level 1): «o» → «own-one»
    "#]],
    );
    check(
        "[x](none.md#fa$0)",
        expect![[r#"
        nothing
    "#]],
    );
}

#[test]
fn paths_are_encoded_except_in_angle_brackets() {
    check(
        "[x]: $0",
        expect![[r#"
            stores.md (The Stores): «» → «stores.md»
            sub/stores.md (Other): «» → «sub/stores.md»
            sub/two words.md (Two): «» → «sub/two%20words.md»
        "#]],
    );
    check(
        "[x](wo$0)",
        expect![[r#"
        sub/two words.md (Two): «wo» → «sub/two%20words.md»
    "#]],
    );
    check(
        "[x](<wo$0>)",
        expect![[r#"
        sub/two words.md (Two): «wo» → «sub/two words.md»
    "#]],
    );
    check(
        "[x](/su$0)",
        expect![[r#"
            /sub/stores.md (Other): «/su» → «/sub/stores.md»
            /sub/two words.md (Two): «/su» → «/sub/two%20words.md»
        "#]],
    );
    check(
        "[x]: sto$0",
        expect![[r#"
        stores.md (The Stores): «sto» → «stores.md»
        sub/stores.md (Other): «sto» → «sub/stores.md»
        sub/two words.md (Two): «sto» → «sub/two%20words.md»
    "#]],
    );
}

#[test]
fn labels_and_footnotes_of_the_note_are_offered() {
    check(
        "[x][l$0\n\n[label]: https://example.com\n\n[^lab]: Text.",
        expect![[r#"
        label (https://example.com): «l» → «label»
    "#]],
    );
    check(
        "Text[^$0]\n\n[label]: https://example.com\n\n[^lab]: Text.",
        expect![[r#"
        lab (Text.): «» → «lab»
    "#]],
    );
}

#[test]
fn no_links_are_offered_in_code() {
    check(
        "`[[sto$0`",
        expect![[r#"
        nothing
    "#]],
    );
    check(
        "    [x](sto$0",
        expect![[r#"
        nothing
    "#]],
    );
}

/// The contents of a folder are read from the disk.
#[test]
fn files_of_the_typed_folder_are_offered() {
    let folder = tempfile::tempdir().expect("there is room for files");
    let root = folder.path().canonicalize().expect("it is there");
    std::fs::create_dir(root.join("pictures")).expect("it can be made");
    for name in ["pictures/a b.png", "pictures/.hidden", "pictures/note.md"] {
        std::fs::write(root.join(name), "").expect("it can be written");
    }
    let note = root.join("note.md").display().to_string();
    let text = format!("//- {note}\n![x](pictures/$0)\n");
    let mut fixture = Fixture::new(&text);
    fixture.workspace.set_folders(vec![root]);
    fixture.workspace.settle();
    let found = completion(&fixture.workspace, fixture.position(), false, None).expect("a list");
    let shown: Vec<_> = found.items.iter().map(|item| item.new_text.as_str()).collect();
    assert_eq!(shown, ["pictures/a%20b.png", "pictures/note.md"]);
    let text = format!("//- {note}\n![x](../$0)\n");
    let mut outside = Fixture::new(&text);
    outside.workspace.set_folders(fixture.workspace.folders().clone());
    outside.workspace.settle();
    let found = completion(&outside.workspace, outside.position(), false, None).expect("a list");
    assert_eq!(found.items, []);
}

#[test]
fn a_repeated_heading_gets_the_headings_above_it() {
    let note = "# Week\n## Monday\n### Plan\n## Tuesday\n### Plan\n";
    check(
        &format!("{note}[[#pl$0"),
        expect![[r#"
        Plan (level 3): «pl» → «Plan»
        Plan (level 3): «pl» → «Tuesday#Plan»
    "#]],
    );
    check(
        &format!("{note}[[#Tuesday#$0"),
        expect![[r#"
        Plan (level 3): «Tuesday#» → «Tuesday#Plan»
    "#]],
    );
    check(
        &format!("{note}[x](#pl$0)"),
        expect![[r#"
        Plan (level 3): «pl» → «plan»
        Plan (level 3): «pl» → «plan-1»
    "#]],
    );
}

#[test]
fn blocks_follow_a_path_after_their_mark() {
    check(
        "[x](stores.md#^$0)",
        expect![[r#"
        ^quick: «^» → «^quick»
    "#]],
    );
    check(
        "Own. ^mine\n\n[x](#^m$0)",
        expect![[r#"
        ^mine: «^m» → «^mine»
    "#]],
    );
}

#[test]
fn a_wiki_link_completes_in_front_matter() {
    check("---\nparent: \"[[al$0\"\n---\n", expect![[""]]);
    check("---\nrelated:\n  - \"[[al$0]]\"\n---\n", expect![[""]]);
}

const NAMES: &str = "\
//- /notes/words.md
# Words
## Weir
A low wall across a river.
## Weir keepers
- Ann
## Weight
//- /notes/index.md
[[Weimar]] [[weimar]] [[Words]] ![[weiss.png]]
//- /notes/other.md
[[Weimar]]
";

#[test]
fn terms_headings_and_missing_notes_are_offered_in_wiki_links() {
    check(
        &format!("See [[wei$0]]\n{NAMES}"),
        expect![[r#"
            Weir (A low wall across a river.): «wei» → «words#Weir|Weir»
            Weimar (missing, 2): «wei» → «Weimar»
            words#Weight (level 2): «wei» → «words#Weight»
            words#Weir keepers (level 2): «wei» → «words#Weir keepers»
        "#]],
    );
    check(
        &format!("See ![[wei$0]]\n{NAMES}"),
        expect![[r#"
            Weir (A low wall across a river.): «wei» → «words#Weir»
            words#Weight (level 2): «wei» → «words#Weight»
            words#Weir keepers (level 2): «wei» → «words#Weir keepers»
        "#]],
    );
    // One letter begins too many names.
    check(
        &format!("See [[w$0]]\n{NAMES}"),
        expect![[r#"
            words (Words): «w» → «words»
            two words (Two): «w» → «two words»
        "#]],
    );
    // The link at the cursor does not count as another link.
    check(&format!("See [[weimar$0]]\n{NAMES}"), expect![[""]]);
}

#[test]
fn headings_of_several_notes_are_offered_in_the_order_of_the_notes() {
    check(
        "See [[tid$0]]\n//- /notes/z.md\n## Tidal range\n//- /notes/b.md\n## Tidal range",
        expect![[r#"
            b#Tidal range (level 2): «tid» → «b#Tidal range»
            z#Tidal range (level 2): «tid» → «z#Tidal range»
        "#]],
    );
}
