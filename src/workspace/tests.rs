//! The workspace: the incrementally updated state equals a rebuilt state.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::PathBuf;
use std::sync::{Arc, OnceLock};

use expect_test::expect;
use proptest::prelude::*;
use serde_json::json;

use crate::note::Note;
use crate::note::prose;
use crate::note::term_key::TermKey;
use crate::text::{Change, Encoding, LineCol};
use crate::workspace::audit::difference;
use crate::workspace::config::Config;
use crate::workspace::document::{Location, Owner};
use crate::workspace::loader::LoadedNote;
use crate::workspace::{Workspace, mention};

/// All mentions and their declarations, as text that does not depend on the order of events.
fn mentions(workspace: &Workspace) -> String {
    let mut shown = String::new();
    let mut documents: Vec<_> = workspace.documents().collect();
    documents.sort_by(|a, b| a.location.cmp(&b.location));
    for document in documents {
        let text = &document.note.text;
        let _ = writeln!(shown, "{:?}", document.location);
        for block in prose::blocks(&document.note.prose) {
            for found in mention::in_block(workspace, text, block) {
                let declared = found.names.iter().map(|name| {
                    let places = workspace.declarations(&name.key, Some(document.id));
                    let places = places.iter().map(|p| (&p.document.location, p.term.name_range));
                    (&name.key, places.collect::<Vec<_>>())
                });
                let _ = writeln!(shown, "{:?} {:?}", found.range, declared.collect::<Vec<_>>());
            }
        }
    }
    shown
}

/// Asserts that two workspaces are equal.
#[track_caller]
fn assert_same(updated: &Workspace, rebuilt: &Workspace) {
    if let Some(found) = difference(updated, rebuilt) {
        panic!("{found}");
    }
    assert_eq!(mentions(updated), mentions(rebuilt));
}

/// A workspace with the same documents, added in the order of their locations.
fn fresh(workspace: &Workspace) -> Workspace {
    let mut fresh = Workspace::default();
    fresh.set_config(workspace.settings().clone());
    let mut documents: Vec<_> = workspace.documents().collect();
    documents.sort_by(|a, b| a.location.cmp(&b.location));
    for document in documents {
        let text = &document.note.text;
        match document.owner {
            Owner::Client { version } => {
                fresh.open((*document.location).clone(), version, text);
            }
            Owner::Disk => {
                let path = document.location.path().expect("files are on disk").to_path_buf();
                fresh.load(vec![loaded(path, text)]);
            }
        }
    }
    fresh.settle();
    fresh
}

fn loaded(path: PathBuf, text: &str) -> LoadedNote {
    let options = Config::default().read_options(None, None);
    let note = Note::read(text, &options);
    LoadedNote::new(path, None, note, options)
}

#[derive(Clone, Debug)]
enum Event {
    Open(usize, String),
    Change(usize, Vec<(u32, u32, u32, u32, String)>),
    Close(usize),
    Load(usize, String),
    Settle,
    MaxLevel(u8),
}

const PIECES: [&str; 20] = [
    "---\ntags: [a, b c]\ncategories: [Core]\n---\n",
    "---\ntags: [a,\n",
    "## Cache\n",
    "### Write-Ahead Log\n",
    "#### BASE\n",
    "#### Data Capture (DC)\n",
    "##### Styled\n",
    "---\nlayout: post\ndate: 2024-01-02\ncategories: [A, B]\ntags: [tag, Tag]\n---\n",
    "+++\ndate = 2024-01-02T03:04:05Z\n[taxonomies]\ntags = ['TAG']\n+++\n",
    "The caches of a write-ahead log.\n",
    "\n",
    "Base or BASE, DC and data captures. #tag #a\n",
    "<!-- later -->\n",
    "```\n## Cache\n```\n",
    "- item\n",
    "Cache\n===\n",
    "%%\n",
    "#",
    "a",
    "データ\n",
];

fn text() -> impl Strategy<Value = String> {
    prop::collection::vec(prop::sample::select(PIECES.to_vec()), 0..10).prop_map(|p| p.concat())
}

fn event() -> impl Strategy<Value = Event> {
    let note = 0..4_usize;
    let change = (0..12_u32, 0..8_u32, 0..12_u32, 0..8_u32, text());
    prop_oneof![
        2 => (note.clone(), text()).prop_map(|(note, text)| Event::Open(note, text)),
        6 => (note.clone(), prop::collection::vec(change, 1..4))
            .prop_map(|(note, changes)| Event::Change(note, changes)),
        1 => note.clone().prop_map(Event::Close),
        2 => (note, text()).prop_map(|(note, text)| Event::Load(note, text)),
        2 => Just(Event::Settle),
        1 => (3..7_u8).prop_map(Event::MaxLevel),
    ]
}

/// Two notes that are never saved, and two files.
fn location(note: usize) -> Location {
    match note {
        0 | 1 => Location::Other(format!("untitled:{note}")),
        _ => Location::File(PathBuf::from(format!("/nowhere/{note}.md"))),
    }
}

fn apply(workspace: &mut Workspace, version: i32, event: Event) {
    match event {
        Event::Open(note, text) => {
            workspace.open(location(note), version, &text);
        }
        Event::Change(note, changes) => {
            let Some(id) = workspace.find(&location(note)) else { return };
            let changes: Vec<_> = changes
                .into_iter()
                .map(|(line, col, to_line, to_col, text)| {
                    let end = LineCol { line: to_line, col: to_col };
                    Change { range: Some((LineCol { line, col }, end)), text }
                })
                .collect();
            workspace.change(id, version, &changes, Encoding::Utf16);
        }
        Event::Close(note) => {
            if let Some(id) = workspace.find(&location(note)) {
                workspace.close(id);
            }
        }
        Event::Load(note, text) => {
            if let Location::File(path) = location(note) {
                workspace.load(vec![loaded(path, &text)]);
            }
        }
        Event::Settle => workspace.settle(),
        Event::MaxLevel(level) => {
            let settings = serde_json::json!({ "maxHeadingLevel": level });
            workspace.set_config(Config::read(&settings, &[]).0);
            reload(workspace);
        }
    }
}

/// Fills the caches of first notes, which the audit compares.
fn ask(workspace: &Workspace) {
    for (name, _) in workspace.index().terms.iter() {
        workspace.first_declaring(name);
    }
    for (fingerprint, _) in workspace.index().fingerprints.iter() {
        workspace.first_with_fingerprint(*fingerprint);
    }
}

/// Reads all notes on disk again, which is required after a change of the settings.
fn reload(workspace: &mut Workspace) {
    let on_disk = workspace.documents().filter(|document| document.owner == Owner::Disk);
    let read = on_disk.map(|document| {
        let path = document.location.path().expect("files are on disk");
        loaded(path.to_path_buf(), &document.note.text)
    });
    let read = read.collect();
    workspace.load(read);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(500))]

    #[test]
    fn an_updated_workspace_equals_a_rebuilt_one(
        events in prop::collection::vec(event(), 1..24)
    ) {
        let mut workspace = Workspace::default();
        for (version, event) in events.into_iter().enumerate() {
            apply(&mut workspace, i32::try_from(version).expect("few events"), event);
            ask(&workspace);
        }
        workspace.settle();
        assert_same(&workspace, &workspace.rebuilt());
        assert_same(&workspace, &fresh(&workspace));
    }

    #[test]
    fn a_workspace_without_its_notes_is_empty(texts in prop::collection::vec(text(), 1..4)) {
        let mut workspace = Workspace::default();
        for (note, text) in texts.iter().enumerate() {
            workspace.open(Location::Other(format!("untitled:{note}")), 1, text);
        }
        workspace.settle();
        let ids: Vec<_> = workspace.documents().map(|document| document.id).collect();
        for id in ids {
            workspace.close(id);
        }
        assert_same(&workspace, &Workspace::default());
        prop_assert!(workspace.index().terms.is_empty());
    }
}

#[test]
fn a_clone_is_not_affected_by_later_changes() {
    let mut workspace = Workspace::default();
    let id = workspace.open(Location::Other("untitled:a".into()), 1, "## Cache\nFast.\n");
    workspace.settle();
    let snapshot = workspace.clone();
    let before = snapshot.rebuilt();
    workspace.change(id, 2, &[Change { range: None, text: String::new() }], Encoding::Utf8);
    workspace.settle();
    assert_same(&snapshot, &before);
    assert!(difference(&workspace, &before).is_some());
}

#[test]
fn a_pattern_applies_to_the_folder_of_a_note() {
    let mut workspace = Workspace::default();
    workspace.set_folders(vec!["/one".into(), "/one/sub".into()]);
    let (config, _) = Config::read(&json!({ "exclude": ["sub/**"] }), &[]);
    workspace.set_config(config);
    let note = Location::File("/one/sub/a.md".into());
    assert!(!workspace.is_generated(&note), "its own folder has no folder of this name");
    workspace.set_folders(vec!["/one".into()]);
    assert!(workspace.is_generated(&note), "its own folder is the outer one now");
}

#[test]
fn an_old_version_changes_nothing() {
    let mut workspace = Workspace::default();
    let id = workspace.open(Location::Other("untitled:a".into()), 5, "a");
    let change = |text: &str| [Change { range: None, text: text.to_owned() }];
    assert!(!workspace.change(id, 5, &change("b"), Encoding::Utf8));
    assert!(workspace.change(id, 9, &change("c"), Encoding::Utf8));
    workspace.settle();
    assert_eq!(workspace.document(id).expect("it is open").note.text[..], *"c");
}

#[test]
fn the_audit_reports_lost_and_stale_entries() {
    let tags = |tag: &str| format!("---\ntags: [{tag}]\n---\n# Note\n\n## Cache\n\nA store.\n");
    let mut workspace = Workspace::default();
    let id = workspace.open(Location::Other("untitled:a".into()), 1, &tags("draft"));
    workspace.open(Location::Other("untitled:b".into()), 1, "## Cache\n\nA store.\n");
    workspace.settle();
    let told = |change: &dyn Fn(&mut Workspace)| {
        let mut broken = workspace.clone();
        change(&mut broken);
        difference(&broken, &broken.rebuilt()).map(|it| it.to_string()).unwrap_or_default()
    };
    let key = TermKey::new("Cache").expect("it is a name");
    let found = [
        told(&|it| {
            it.index.terms.remove(&key, id);
        }),
        told(&|it| it.index.terms.insert(&TermKey::new("Disk").expect("it is a name"), id)),
        told(&|it| {
            it.index.written_titles.remove(&key, id);
        }),
        told(&|it| {
            let defined = BTreeSet::from([key.clone()]);
            it.index.claims.recount_definitions(&defined, &BTreeSet::new());
        }),
        told(&|it| it.index.names.remove(id, &Location::Other("untitled:a".into()))),
        told(&|it| it.index.tags.update(id, &["draft".into()].into(), &["new".into()].into())),
        told(&|it| {
            let numbers = it.index.terms.declared.shared.keys().copied().collect::<Vec<_>>();
            let shared = it.index.terms.declared.shared.get_mut(&numbers[0]);
            shared.expect("two notes declare it").first =
                Some(Arc::new(OnceLock::from(Arc::from([]))));
        }),
        told(&|it| {
            it.documents.ids.clear();
        }),
        told(&|it| {
            it.stale.insert(id);
        }),
        told(&|it| {
            let document = it.documents.get_mut(id).expect("it is open");
            document.note = Arc::new(Note::unread(document.note.text.clone()));
        }),
        told(&|_| ()),
    ];
    expect![[r#"
        the declarations of “"cache"”: updated is 1 notes, untitled:b, rebuilt is 2 notes, untitled:a, untitled:b
        the declarations of “"disk"”: updated is 1 notes, untitled:a, rebuilt is nothing
        the title of “"cache"”: updated is 1 notes, untitled:b, rebuilt is 2 notes, untitled:a, untitled:b
        the claim of a name of “"cache"”: updated is aimCounts { headwords: 2, others: 0, definitions: 1 }, rebuilt is aimCounts { headwords: 2, others: 0, definitions: 2 }
        the name of a file of “"a"”: updated is nothing, rebuilt is 1 notes, untitled:a
        the tag of “"draft"”: updated is nothing, rebuilt is 1 notes, untitled:a
        the declarations of “"cache"”: updated is 2 notes, untitled:a, untitled:b, and others are first, rebuilt is 2 notes, untitled:a, untitled:b
        the number of “untitled:a”: updated is none, rebuilt is Some((true, "untitled:a"))
        the state of “untitled:a”: updated is unread, rebuilt is nothing
        the note of “untitled:a”: updated is Note { text: Text(49 bytes), front_matter: None, aliases: [], inline_tags: [], sections: [], links: [], references: [], anchors: [], terms: [], entry: None, names: TermsByKey([]), by_fingerprint: Term, rebuilt is Note { text: Text(49 bytes), front_matter: Some(FrontMatter { syntax: Yaml, range: 0..22, content: 4..18, closed: true, entries: [Entry { key: "tags", key_range: 4..8, value: Value { range: 10..17, ki
    "#]].assert_eq(&found.join("\n"));
}
