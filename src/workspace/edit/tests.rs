//! Edits that do something else than they promise, and are refused.

use std::path::PathBuf;

use text_size::{TextRange, TextSize};

use super::{Failure, Group, Promise, TextEdit, WorkspaceEdit, moved, prove};
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
        let change =
            TextEdit { range: at(old), new_text: (*new).to_owned(), group: Group::Certain };
        edit.push(note, change);
    }
    edit
}

fn refusal(changes: &[(&str, &str)]) -> Option<String> {
    let (workspace, note) = workspace();
    match prove(&workspace, replaced(note, changes), &Promise::default()) {
        Ok(_) => None,
        Err(Failure::Refused(refusal)) => Some(refusal.0),
        Err(Failure::Mentions(_)) => Some("mentions".to_owned()),
    }
}

#[test]
fn an_edit_of_words_that_mean_nothing_is_proven() {
    assert_eq!(refusal(&[("fast", "quick"), ("Slow,", "Slow and large,")]), None);
}

#[test]
fn what_was_not_promised_is_refused() {
    for (old, new, expected) in [
        ("title: Notes", "title: [Notes", "The front matter would break in “Notes”."),
        ("title: Notes", "name: Notes", "The front matter would break in “Notes”."),
        ("## Disk", "### Disk", "The heading “Cache” would become something else in “Notes”."),
        ("## Disk", "## Tape", "The heading “Disk” would become something else in “Notes”."),
        ("A fast", "# A fast", "The change would make or hide a heading in “Notes”."),
        ("A fast", "```\nA fast", "The change would make or hide a heading in “Notes”."),
        ("A fast store.", "- A", "The change would add or remove a term in “Notes”."),
        ("#tag", "tag", "The change would make or break a tag in “Notes”."),
        ("[a]", "[b]", "The change would make or break a tag in “Notes”."),
        ("(#disk)", "(#none)", "The link [disk](#disk) in “Notes” would break."),
        ("[disk](#disk)", "disk", "The link [disk](#disk) in “Notes” would break."),
        ("fast", "[fast](x)", "The change would make a link where none is meant."),
        ("fast", "cache", "“cache” in “Notes” would become a mention."),
        ("a cache", "a `cache`", "“cache” in “Notes” would no longer mean the same."),
    ] {
        assert_eq!(refusal(&[(old, new)]).as_deref(), Some(expected), "{old} → {new}");
    }
}

#[test]
fn changes_at_one_place_are_refused() {
    let expected = Some("Two changes fall on the same place.");
    assert_eq!(refusal(&[("fast", "a"), ("fast store", "b")]).as_deref(), expected);
    assert_eq!(refusal(&[("fast", "a"), ("fast", "b")]).as_deref(), expected);
    let (workspace, note) = workspace();
    let beyond = TextRange::empty(TextSize::of(NOTE) + TextSize::new(1));
    let mut edit = WorkspaceEdit::default();
    edit.push(note, TextEdit { range: beyond, new_text: "x".to_owned(), group: Group::Certain });
    assert!(prove(&workspace, edit, &Promise::default()).is_err());
}

#[test]
fn only_what_is_open_or_in_a_folder_is_changed() {
    use crate::workspace::loader::Loaded;
    let path = PathBuf::from("/n/a.md");
    let mut workspace = Workspace::default();
    let options = workspace.config().read_options(None, None);
    let text = crate::text::Text::new(NOTE);
    let note = crate::workspace::read(&text, &options);
    workspace.load(vec![Loaded { path: path.clone(), stamp: None, text, note, options }]);
    let note = workspace.find(&Location::File(path)).expect("it is loaded");
    let edit = || replaced(note, &[("fast", "quick")]);
    let Err(Failure::Refused(refusal)) = prove(&workspace, edit(), &Promise::default()) else {
        panic!("it is in no folder");
    };
    assert_eq!(refusal.0, "“a” is in no folder that is open here.");
    workspace.set_folders(vec![PathBuf::from("/n")]);
    assert!(workspace.find(&Location::File(PathBuf::from("/n/a.md"))).is_some());
    assert!(prove(&workspace, edit(), &Promise::default()).is_ok());
}

#[test]
fn places_move_with_the_changes_before_them() {
    let change = |start, end, new: &str| TextEdit {
        range: super::range(start..end),
        new_text: new.to_owned(),
        group: Group::Certain,
    };
    let edits = [change(0, 2, "abc"), change(5, 5, "["), change(8, 8, "](x)"), change(9, 9, "y")];
    assert_eq!(moved(super::range(5..8), &edits), super::range(7..10));
    assert_eq!(moved(super::range(4..9), &edits), super::range(5..15));
    assert_eq!(moved(super::range(9..9), &edits), super::range(16..16));
}

/// What is said of a new note with this path and text.
fn creation(path: &str, text: &str) -> Option<String> {
    let (mut workspace, _) = workspace();
    workspace.set_folders(vec![PathBuf::from("/n")]);
    let mut edit = WorkspaceEdit::default();
    edit.create(&workspace, PathBuf::from(path), text.to_owned());
    match prove(&workspace, edit, &Promise::default()) {
        Ok(_) => None,
        Err(Failure::Refused(refusal)) => Some(refusal.0),
        Err(Failure::Mentions(_)) => Some("mentions".to_owned()),
    }
}

#[test]
fn a_note_is_created_only_where_it_can_be() {
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
fn a_new_note_may_not_bring_names_that_nothing_promised() {
    let expected = "“new” would become a name.";
    assert_eq!(creation("/n/b.md", "## New\nThing.\n").as_deref(), Some(expected));
    assert_eq!(creation("/n/b.md", "## Cache\nThing.\n"), None);
}

#[test]
fn a_new_note_may_be_what_a_link_was_missing() {
    let mut workspace = Workspace::default();
    workspace.set_folders(vec![PathBuf::from("/n")]);
    workspace.open(Location::File(PathBuf::from("/n/a.md")), 1, "A [b](b.md) and [[a]].\n");
    workspace.settle();
    let create = |path: &str| {
        let mut edit = WorkspaceEdit::default();
        edit.create(&workspace, PathBuf::from(path), "# B\n".to_owned());
        prove(&workspace, edit, &Promise::default()).is_ok()
    };
    assert!(create("/n/b.md"));
    assert!(!create("/a.md"), "it is outside");
}
