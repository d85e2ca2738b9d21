//! Edits with unexpected effects are refused.

use std::path::PathBuf;

use text_size::{TextRange, TextSize};

use super::{Expect, Failure, TextEdit, WorkspaceEdit, verify};
use crate::note::term_key::TermKey;
use crate::workspace::Workspace;
use crate::workspace::document::{Location, NoteId};

const NOTE: &str = "\
---
title: Notes
tags: [a]
---
## Cache

A fast store. See [disk](#disk) and #tag.

## Disk

Slow, unlike a cache.
";

fn workspace() -> (Workspace, NoteId) {
    let mut workspace = Workspace::default();
    let note = workspace.open(Location::File(PathBuf::from("/n/a.md")), 1, NOTE);
    workspace.settle();
    (workspace, note)
}

fn at(needle: &str) -> TextRange {
    let start = NOTE.find(needle).expect("it is in the note");
    super::range(start..start + needle.len())
}

fn replaced(note: NoteId, changes: &[(&str, &str)]) -> WorkspaceEdit {
    let mut edit = WorkspaceEdit::default();
    for (old, new) in changes {
        edit.push(note, TextEdit::certain(at(old), *new));
    }
    edit
}

fn refusal(changes: &[(&str, &str)]) -> Option<String> {
    let (workspace, note) = workspace();
    match verify(&workspace, replaced(note, changes), &[]) {
        Ok(_) => None,
        Err(Failure::Refused(refusal)) => Some(refusal.0),
        Err(Failure::Mentions(_)) => Some("mentions".to_owned()),
    }
}

#[test]
fn an_edit_of_plain_words_is_verified() {
    assert_eq!(refusal(&[("fast", "quick"), ("Slow,", "Slow and large,")]), None);
}

#[test]
fn unexpected_changes_are_refused() {
    for (old, new, expected) in [
        ("title: Notes", "title: [Notes", "the front matter would break in “Notes”"),
        ("title: Notes", "name: Notes", "the front matter would break in “Notes”"),
        ("## Disk", "### Disk", "“Disk” in “Notes” would become a different section"),
        ("## Disk", "## Tape", "“Disk” in “Notes” would be read as “Tape”"),
        (
            "A fast",
            "# A fast",
            "“A fast store. See [disk](#disk) and #tag.” in “Notes” would be read as a heading",
        ),
        ("A fast", "```\nA fast", "“Disk” in “Notes” would no longer be recognized as a heading"),
        ("A fast store.", "> A", "“Cache” in “Notes” would no longer be recognized as a term"),
        ("#tag", "tag", "“#tag” in “Notes” would no longer be recognized as a tag"),
        ("#tag", "#tags", "“#tag” in “Notes” would become a different tag"),
        ("[a]", "[b]", "a tag would be added or removed in “Notes”"),
        ("(#disk)", "(#none)", "“[disk](#disk)” in “Notes” would lead elsewhere"),
        (
            "[disk](#disk)",
            "disk",
            "“[disk](#disk)” in “Notes” would no longer be recognized as a link",
        ),
        ("fast", "[fast](x)", "“[fast](x)” in “Notes” would be read as a link"),
        ("fast", "fast[^1]", "“1” in “Notes” would be read as a label"),
        ("fast", "cache", "“cache” in “Notes” would be read as a mention"),
        ("a cache", "a `cache`", "“cache” in “Notes” would no longer mean the same"),
        ("Slow, unlike a cache.", "", "text would be lost in “Notes”"),
    ] {
        let expected = format!("Cannot apply: {expected}.");
        assert_eq!(refusal(&[(old, new)]), Some(expected), "{old} → {new}");
    }
}

#[test]
fn a_renamed_heading_declares_only_expected_names() {
    let (workspace, note) = workspace();
    let refusal = |new: &str| {
        let edit = replaced(note, &[("## Disk", new), ("(#disk)", "(#tape-tp)")]);
        let names = [TermKey::new("Disk"), TermKey::new(new)].into_iter().flatten();
        let mut expects: Vec<_> = names.map(Expect::FreeName).collect();
        expects.push(Expect::RenamedHeading { note, section: 1 });
        match verify(&workspace, edit, &expects) {
            Err(Failure::Refused(refusal)) => refusal.0,
            other => panic!("{other:?}"),
        }
    };
    let expected = "Cannot apply: “Tape (TP)” in “Notes” would get the name “tape”.";
    assert_eq!(refusal("## Tape (TP)"), expected);
}

#[test]
fn a_label_keeps_its_definition() {
    let text = "One[^1], [two][m], [three] and none[^x].\n\n[^1]: Text.\n\n[m]: m.md\n";
    let mut workspace = Workspace::default();
    let note = workspace.open(Location::File(PathBuf::from("/n/a.md")), 1, text);
    workspace.settle();
    let refusal = |old: &str, new: &str, drops: bool| {
        let start = text.find(old).expect("it is in the note");
        let range = super::range(start..start + old.len());
        let mut edit = WorkspaceEdit::default();
        edit.push(note, TextEdit::certain(range, new));
        if drops {
            edit.drop_text(note, range);
        }
        match verify(&workspace, edit, &[]) {
            Ok(_) => None,
            Err(Failure::Refused(refusal)) => Some(refusal.0),
            Err(Failure::Mentions(_)) => Some("mentions".to_owned()),
        }
    };
    for (old, new, expected) in [
        ("[^1]: Text.", "[^1]: Other.\n\n[^1]: Text.", "“1” in “a” would be read as a label"),
        ("[^1]: Text.", "[^2]: Text.", "“1” in “a” would lead elsewhere"),
        ("[m]: m.md", "[m]: n.md", "“[two][m]” in “a” would lead elsewhere"),
        ("[m]: m.md", "[m]: m.md\n[three]: m.md", "“three” in “a” would be read as a label"),
        ("[^1]: Text.", "[^1]: Text.\n\n[^x]: X.", "“x” in “a” would be read as a label"),
        ("[^x]", "[^1]", "“x” in “a” would lead elsewhere"),
    ] {
        let expected = format!("Cannot apply: {expected}.");
        assert_eq!(refusal(old, new, false), Some(expected), "{old} → {new}");
    }
    let expected = "Cannot apply: “1” in “a” would lead elsewhere.";
    assert_eq!(refusal("[^1]: Text.\n", "", true).as_deref(), Some(expected));
    assert_eq!(refusal("[^1]: Text.", "[^1]: More text.", false), None);
}

#[test]
fn overlapping_changes_are_refused() {
    let expected = Some("Cannot apply: two of the changes overlap.");
    assert_eq!(refusal(&[("fast", "a"), ("fast store", "b")]).as_deref(), expected);
    assert_eq!(refusal(&[("fast", "a"), ("fast", "b")]).as_deref(), expected);
    let (workspace, note) = workspace();
    let beyond = TextRange::empty(TextSize::of(NOTE) + TextSize::new(1));
    let mut edit = WorkspaceEdit::default();
    edit.push(note, TextEdit::certain(beyond, "x"));
    assert!(verify(&workspace, edit, &[]).is_err());
}

#[test]
fn only_open_notes_and_notes_in_folders_are_changed() {
    use crate::workspace::loader::LoadedNote;
    let path = PathBuf::from("/n/a.md");
    let mut workspace = Workspace::default();
    let options = workspace.config().read_options(None, None);
    let note = crate::note::Note::read(NOTE, &options);
    workspace.load(vec![LoadedNote::new(path.clone(), None, note, options)]);
    let note = workspace.find(&Location::File(path)).expect("it is loaded");
    let edit = || replaced(note, &[("fast", "quick")]);
    let Err(Failure::Refused(refusal)) = verify(&workspace, edit(), &[]) else {
        panic!("it is in no folder");
    };
    assert_eq!(refusal.0, "“a” is not in an open folder.");
    workspace.set_folders(vec![PathBuf::from("/n")]);
    assert!(workspace.find(&Location::File(PathBuf::from("/n/a.md"))).is_some());
    assert!(verify(&workspace, edit(), &[]).is_ok());
}

/// The refusal of a new note with this path and text.
fn creation(path: &str, text: &str) -> Option<String> {
    let (mut workspace, _) = workspace();
    workspace.set_folders(vec![PathBuf::from("/n")]);
    let mut edit = WorkspaceEdit::default();
    edit.create(&workspace, PathBuf::from(path), text.to_owned());
    match verify(&workspace, edit, &[]) {
        Ok(_) => None,
        Err(Failure::Refused(refusal)) => Some(refusal.0),
        Err(Failure::Mentions(_)) => Some("mentions".to_owned()),
    }
}

#[test]
fn a_note_is_created_only_at_a_valid_path() {
    for path in ["/n/b.md", "/n/ä/日本 x.md", "/n/computer.md", "/n/com10.md"] {
        assert_eq!(creation(path, "# B\n"), None, "{path}");
    }
    for path in [
        "/x/b.md",
        "b.md",
        "/n/../b.md",
        "/n/A.md",
        "/n/b.txt",
        "/n/b",
        "/n/con.md",
        "/n/x/LPT1.md",
        "/n/a:b.md",
        "/n/.b.md",
        "/n/b .x/c?.md",
        "/n/x./b.md",
    ] {
        assert!(creation(path, "# B\n").is_some(), "{path}");
    }
    let long = format!("/n/{}.md", "x".repeat(300));
    assert!(creation(&long, "").is_some());
}

#[test]
fn a_new_note_may_not_declare_unknown_names() {
    let expected = "Cannot apply: “new” would become the name of a term.";
    assert_eq!(creation("/n/b.md", "## New\nThing.\n").as_deref(), Some(expected));
    assert_eq!(creation("/n/b.md", "## Cache\nThing.\n"), None);
}

#[test]
fn a_new_note_may_fix_a_broken_link() {
    let mut workspace = Workspace::default();
    workspace.set_folders(vec![PathBuf::from("/n")]);
    workspace.open(Location::File(PathBuf::from("/n/a.md")), 1, "A [b](b.md) and [[a]].\n");
    workspace.settle();
    let create = |path: &str| {
        let mut edit = WorkspaceEdit::default();
        edit.create(&workspace, PathBuf::from(path), "# B\n".to_owned());
        verify(&workspace, edit, &[]).is_ok()
    };
    assert!(create("/n/b.md"));
    assert!(!create("/a.md"), "it is outside");
}

/// Returns why an insertion in a note is refused.
fn refused_insertion(text: &str, at: usize, new: &str) -> Option<String> {
    let mut workspace = Workspace::default();
    let note = workspace.open(Location::File(PathBuf::from("/n/a.md")), 1, text);
    workspace.settle();
    let mut edit = WorkspaceEdit::default();
    edit.push(note, TextEdit::certain(super::range(at..at), new));
    match verify(&workspace, edit, &[]) {
        Ok(_) => None,
        Err(Failure::Refused(refusal)) => Some(refusal.0),
        Err(Failure::Mentions(_)) => Some("mentions".to_owned()),
    }
}

#[test]
fn a_block_beside_an_edit_stays_the_same_block() {
    for (text, at, new) in [
        ("One.\n\nTwo.\n", 4, "\n\nNew."),
        ("One.\n\nTwo.\n", 6, "New.\n\n"),
        ("One.\n\nTwo.\n", 11, "\nNew.\n"),
        ("One.\n\nTwo.\n", 2, "w"),
        ("- one\n\nTwo.\n", 5, "\n\nNew."),
    ] {
        assert_eq!(refused_insertion(text, at, new), None, "{text:?} {at} {new:?}");
    }
    for (text, at, new, block) in [
        ("One.\n\nTwo.\n", 4, "\nNew.", "One."),
        ("One.\n\nTwo.\n", 6, "New.\n", "Two."),
        ("- one\n\nTwo.\n", 6, "- new\n", "- one"),
        ("| a |\n|---|\n\nTwo.\n", 12, "new\n", "| a |"),
        ("One.\n\n```\nTwo.\n```\n", 5, "~~~\n", "```"),
        ("One.\n\n> Two.\n", 6, "> New.\n", "> Two."),
        ("One.\r\n\r\nTwo.\r\n", 4, "\r\nNew.", "One."),
    ] {
        let reason = format!("Cannot apply: “{block}” in “a” would become a different block.");
        assert_eq!(refused_insertion(text, at, new), Some(reason), "{text:?} {at} {new:?}");
    }
}
