//! The workspace: what is kept by difference equals what is made anew.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::PathBuf;

use proptest::prelude::*;

use crate::note::prose;
use crate::text::{Change, Encoding, LineCol, Text};
use crate::workspace::config::Config;
use crate::workspace::document::{Location, Owner};
use crate::workspace::loader::Loaded;
use crate::workspace::{Workspace, mention, read};

/// All that a workspace knows, as text that does not depend on how it came to know it.
fn dump(workspace: &Workspace) -> String {
    let mut shown = String::new();
    let mut documents: Vec<_> = workspace.documents().collect();
    documents.sort_by(|a, b| a.location.cmp(&b.location));
    for document in documents {
        let text = document.text.to_string();
        let _ =
            writeln!(shown, "{:?} {:?}\n{:?}", document.location, document.owner, document.note);
        for block in prose::blocks(&document.note.prose) {
            for found in mention::in_block(workspace, &text, block) {
                let declared = found.names.iter().map(|name| {
                    let places = workspace.declarations(&name.key, Some(document.id));
                    let places = places.iter().map(|p| (&p.document.location, p.term.name_range));
                    (&name.key, places.collect::<Vec<_>>())
                });
                let _ = writeln!(shown, "{:?} {:?}", found.range, declared.collect::<Vec<_>>());
            }
        }
    }
    let index = workspace.index();
    let _ = writeln!(shown, "terms {:?}", index.terms.iter().collect::<BTreeMap<_, _>>());
    let _ = writeln!(shown, "tags {:?}", index.tags.iter().collect::<BTreeMap<_, _>>());
    let _ = writeln!(shown, "categories {:?}", index.categories.iter().collect::<BTreeMap<_, _>>());
    let _ = writeln!(shown, "titles {:?}", index.titles.iter().collect::<BTreeMap<_, _>>());
    let _ = writeln!(shown, "alike {:?}", index.tags.alike("tag").collect::<Vec<_>>());
    let front = &index.front;
    let _ = writeln!(shown, "keys {:?}", front.keys.iter().collect::<BTreeMap<_, _>>());
    let _ = writeln!(shown, "values {:?}", front.values.iter().collect::<BTreeMap<_, _>>());
    let _ = writeln!(shown, "pairs {:?}", front.pairs.iter().collect::<BTreeMap<_, _>>());
    let _ = writeln!(shown, "dates {:?}", front.dates.iter().collect::<BTreeMap<_, _>>());
    let _ = writeln!(shown, "votes {:?}", front.votes);
    shown
}

/// A workspace with the same documents, made at once.
fn fresh(workspace: &Workspace) -> Workspace {
    let mut fresh = Workspace::default();
    fresh.set_config(workspace.settings().clone());
    for document in workspace.documents() {
        let text = document.text.to_string();
        match document.owner {
            Owner::Client { version } => {
                fresh.open((*document.location).clone(), version, &text);
            }
            Owner::Disk => {
                let path = document.location.path().expect("files are on disk").to_path_buf();
                fresh.load(vec![loaded(path, &text)]);
            }
        }
    }
    fresh.settle();
    fresh
}

fn loaded(path: PathBuf, text: &str) -> Loaded {
    let text = Text::new(text);
    let options = Config::default().read_options(None, None);
    let note = read(&text, &options);
    Loaded { path, text, note, options }
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
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(500))]

    #[test]
    fn what_is_kept_by_difference_equals_what_is_made_anew(
        events in prop::collection::vec(event(), 1..24)
    ) {
        let mut workspace = Workspace::default();
        for (version, event) in events.into_iter().enumerate() {
            apply(&mut workspace, i32::try_from(version).expect("few events"), event);
        }
        workspace.settle();
        prop_assert_eq!(dump(&workspace), dump(&fresh(&workspace)));
    }

    #[test]
    fn an_empty_workspace_is_left_when_all_notes_go(texts in prop::collection::vec(text(), 1..4)) {
        let mut workspace = Workspace::default();
        for (note, text) in texts.iter().enumerate() {
            workspace.open(Location::Other(format!("untitled:{note}")), 1, text);
        }
        workspace.settle();
        let ids: Vec<_> = workspace.documents().map(|document| document.id).collect();
        for id in ids {
            workspace.close(id);
        }
        prop_assert_eq!(dump(&workspace), dump(&Workspace::default()));
        prop_assert!(workspace.index().terms.is_empty());
    }
}

#[test]
fn a_clone_is_not_disturbed_by_what_comes_after() {
    let mut workspace = Workspace::default();
    let id = workspace.open(Location::Other("untitled:a".into()), 1, "## Cache\nFast.\n");
    workspace.settle();
    let snapshot = workspace.clone();
    let before = dump(&snapshot);
    workspace.change(id, 2, &[Change { range: None, text: String::new() }], Encoding::Utf8);
    workspace.settle();
    assert_eq!(dump(&snapshot), before);
    assert_ne!(dump(&workspace), before);
}

#[test]
fn an_old_version_changes_nothing() {
    let mut workspace = Workspace::default();
    let id = workspace.open(Location::Other("untitled:a".into()), 5, "a");
    let change = |text: &str| [Change { range: None, text: text.to_owned() }];
    assert!(!workspace.change(id, 5, &change("b"), Encoding::Utf8));
    assert!(workspace.change(id, 9, &change("c"), Encoding::Utf8));
    assert_eq!(workspace.document(id).expect("it is open").text.to_string(), "c");
}
