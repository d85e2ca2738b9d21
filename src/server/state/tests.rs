//! Whole sessions: after any sequence of events of an editor, a disk and a watcher, the state
//! equals a new state of the same files and buffers.
//!
//! Each run tries the same few thousand sequences. For more, or for others:
//!
//! ```text
//! HEADWORD_SEQUENCES=100000 cargo test --lib state::tests -- --nocapture
//! HEADWORD_SEED=17 cargo test --lib state::tests -- --nocapture
//! ```

mod editor;

use std::sync::LazyLock;

use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestCaseError, TestRng, TestRunner};
use serde_json::{Value, json};
use tokio::runtime::Runtime;
use tower_lsp::ls_types::{InitializeParams, InitializeResult};
use tower_lsp::{Client, LanguageServer, LspService, jsonrpc};

use self::editor::{Editor, FILES, Folder, NOTES, Reporting, UNTITLED};
use crate::text::{Change, Encoding, LineCol};

/// The default number of sequences. `HEADWORD_SEQUENCES` overrides it.
const SEQUENCES: u32 = 2_000;

/// The default seed of the sequences. `HEADWORD_SEED` overrides it. The seed is fixed, so that a
/// failure is caused by a change and not by a new sequence.
const SEED: u64 = 1;

/// Returns the runtime of all tests. No test waits for it.
pub(crate) fn runtime() -> &'static Runtime {
    static RUNTIME: LazyLock<Runtime> = LazyLock::new(|| {
        let mut one = tokio::runtime::Builder::new_multi_thread();
        one.worker_threads(1).enable_all().build().expect("there is a runtime")
    });
    &RUNTIME
}

/// Returns a client whose messages are dropped.
pub(crate) fn client() -> Client {
    struct Silent(Client);
    impl LanguageServer for Silent {
        async fn initialize(&self, _: InitializeParams) -> jsonrpc::Result<InitializeResult> {
            Ok(InitializeResult::default())
        }
        async fn shutdown(&self) -> jsonrpc::Result<()> {
            Ok(())
        }
    }
    LspService::new(Silent).0.inner().0.clone()
}

/// An event of the editor, the disk or the watcher.
#[derive(Clone, Debug)]
enum Event {
    /// A file is written on disk, also over an existing one.
    Write(usize, String, Reporting),
    /// A file is deleted on disk.
    Delete(usize, Reporting),
    /// A file is renamed on disk.
    Move(usize, usize, Reporting),
    /// A folder is renamed on disk, or renamed back.
    MoveFolder(Reporting),
    /// The editor opens a document, with the text on disk or another one.
    Open(usize, Option<String>),
    /// The editor changes an open document.
    Edit(usize, Vec<Change>),
    /// The editor saves a document.
    Save(usize, Reporting),
    /// The editor closes a document.
    Close(usize),
    /// The editor opens or closes a folder.
    Folder(Folder),
    /// The editor changes its settings.
    Settings(Value),
    /// A running scan continues by one step.
    Step,
    /// A request arrives.
    Ask,
    /// A pause without events.
    Pause,
    /// The watcher reports the changes that it had not reported.
    CatchUp,
    /// The state is compared with a new one.
    Check,
}

const PIECES: [&str; 34] = [
    "---\ntags: [a, b c]\ncategories: [Core]\n---\n",
    "---\ntags: [a,\n",
    "---\ntitle: Big Cache\naliases: [Store, bc]\n---\n",
    "---\nlayout: post\ndate: 2024-01-02\ncategories: [A, B]\ntags: [tag, Tag]\n---\n",
    "+++\ndate = 2024-01-02T03:04:05Z\n[taxonomies]\ntags = ['TAG']\n+++\n",
    "# Cache\n",
    "## Cache\nA fast store of what a disk has, so that the disk is not asked so often for it.\n",
    "## Disk\nA fast store of what a disk has, so that the disk is not asked so often for it.\n",
    "### Write-Ahead Log\n",
    "#### BASE\nBasically available.\n",
    "#### Base\nAll stands on it.\n",
    "#### Data Capture (DC)\nTaking data.\n",
    "**Bold Term**: is a thing that is bold.\n",
    "##### Styled\n",
    "The caches of a write-ahead log.\n",
    "Base or BASE, DC and data captures. #tag #a #A\n",
    "[[a]] [[sub/c#cache|x]] [[Big Cache]] ![[d]]\n",
    "[x](b.md#disk) [y](../one/a.md) [z](sub/) [q](/posts/e/) [r](missing.md)\n",
    "[ref] and [^1]\n\n[ref]: a.md\n[^1]: A note.\n",
    "<!-- later -->\n",
    "```\n## Cache\n```\n",
    "- item\n",
    "Cache\n===\n",
    "%%\n",
    "\r\n",
    "\r",
    "\n",
    "\n\n",
    "#",
    "a",
    "😀",
    "e\u{301}",
    "データ\n",
    "",
];

const TOMLS: [&str; 8] = [
    "",
    "maxHeadingLevel = 2\n",
    "exclude = [\"sub/**\"]\n",
    "exclude = [\"**/c.md\"]\n[diagnostics]\nempty-section = \"error\"\n",
    "diagnosticsFor = \"workspace\"\n",
    "[terms]\nstyles = [\"bold\"]\nnever = [\"base\"]\n",
    "maxHeadingLevel = \n",
    "nonsense = 1\n",
];

fn note() -> impl Strategy<Value = String> {
    prop::collection::vec(prop::sample::select(PIECES.to_vec()), 0..8).prop_map(|it| it.concat())
}

/// Returns a file and a text for it: settings for a settings file, else a note.
fn written() -> impl Strategy<Value = (usize, String)> {
    let toml = prop::sample::select(TOMLS.to_vec()).prop_map(str::to_owned);
    prop_oneof![
        6 => (0..NOTES, note()),
        1 => (NOTES..FILES.len(), toml),
    ]
}

fn reporting() -> impl Strategy<Value = Reporting> {
    prop_oneof![
        5 => Just(Reporting::Right),
        1 => Just(Reporting::Twice),
        1 => Just(Reporting::Reversed),
        1 => Just(Reporting::Folder),
        1 => Just(Reporting::Lost),
    ]
}

fn change() -> impl Strategy<Value = Change> {
    let place = || (0..12_u32, prop_oneof![9 => 0..12_u32, 1 => Just(u32::MAX)]);
    let place = move || place().prop_map(|(line, col)| LineCol { line, col });
    (prop::option::weighted(0.9, (place(), place())), note())
        .prop_map(|(range, text)| Change { range, text })
}

fn settings() -> impl Strategy<Value = Value> {
    prop::sample::select(vec![
        json!({}),
        json!({ "maxHeadingLevel": 3 }),
        json!({ "exclude": ["sub/**"] }),
        json!({ "diagnosticsFor": "workspace" }),
        json!({ "terms": { "styles": ["heading"] }, "diagnosticsFor": "workspace" }),
        json!({ "diagnostics": { "broken-link": "off" }, "maxHeadingLevel": "x" }),
    ])
}

fn event() -> impl Strategy<Value = Event> {
    let file = || 0..FILES.len();
    // There is a buffer for each file, and some without a file.
    let buffer = || 0..FILES.len() + UNTITLED;
    prop_oneof![
        6 => (written(), reporting()).prop_map(|((file, text), reporting)| Event::Write(file, text, reporting)),
        2 => (file(), reporting()).prop_map(|(file, reporting)| Event::Delete(file, reporting)),
        2 => (0..NOTES, 0..NOTES, reporting()).prop_map(|(from, to, reporting)| Event::Move(from, to, reporting)),
        2 => reporting().prop_map(Event::MoveFolder),
        4 => buffer().prop_map(|it| Event::Open(it, None)),
        1 => (buffer(), note()).prop_map(|(it, text)| Event::Open(it, Some(text))),
        8 => (buffer(), prop::collection::vec(change(), 1..4)).prop_map(|(it, c)| Event::Edit(it, c)),
        2 => (buffer(), reporting()).prop_map(|(it, reporting)| Event::Save(it, reporting)),
        3 => buffer().prop_map(Event::Close),
        1 => prop::sample::select(Folder::ALL.to_vec()).prop_map(Event::Folder),
        1 => settings().prop_map(Event::Settings),
        4 => Just(Event::Step),
        2 => Just(Event::Ask),
        2 => Just(Event::Pause),
        1 => Just(Event::CatchUp),
        1 => Just(Event::Check),
    ]
}

fn sequence() -> impl Strategy<Value = (Encoding, Vec<(usize, String)>, bool, Vec<Event>)> {
    (
        prop::sample::select(vec![Encoding::Utf8, Encoding::Utf16, Encoding::Utf32]),
        prop::collection::vec(written(), 0..8),
        prop::bool::weighted(0.4),
        prop::collection::vec(event(), 1..24),
    )
}

fn play(editor: &mut Editor, event: Event) {
    match event {
        Event::Write(file, text, reporting) => editor.write(file, &text, reporting),
        Event::Delete(file, reporting) => editor.delete(file, reporting),
        Event::Move(from, to, reporting) => editor.move_file(from, to, reporting),
        Event::MoveFolder(reporting) => editor.move_folder(reporting),
        Event::Open(buffer, text) => editor.open(buffer, text),
        Event::Edit(buffer, changes) => editor.edit(buffer, changes),
        Event::Save(buffer, reporting) => editor.save(buffer, reporting),
        Event::Close(buffer) => editor.close(buffer),
        Event::Folder(folder) => editor.toggle(folder),
        Event::Settings(settings) => editor.set(settings),
        Event::Step => editor.step(),
        Event::Ask => editor.ask(),
        Event::Pause => editor.pause(),
        Event::CatchUp => editor.catch_up(),
        Event::Check => editor.check(),
    }
}

fn number(variable: &str) -> Option<u64> {
    std::env::var(variable).ok()?.parse().ok()
}

#[test]
fn after_any_sequence_of_events_the_state_equals_a_new_one() {
    let cases = number("HEADWORD_SEQUENCES").and_then(|it| u32::try_from(it).ok());
    let cases = cases.unwrap_or(SEQUENCES);
    let seed = number("HEADWORD_SEED").unwrap_or(SEED);
    println!("HEADWORD_SEED={seed} HEADWORD_SEQUENCES={cases}");
    let mut bytes = [0; 32];
    bytes[..8].copy_from_slice(&seed.to_le_bytes());
    let random = TestRng::from_seed(RngAlgorithm::ChaCha, &bytes);
    let config = Config { cases, failure_persistence: None, ..Config::default() };
    let mut runner = TestRunner::new_with_rng(config, random);
    let result = runner.run(&sequence(), |(encoding, files, is_linked, events)| {
        let mut editor = Editor::new(encoding, &files, is_linked);
        for event in events {
            play(&mut editor, event);
        }
        editor.check_all();
        let problem = editor.problem.take();
        problem.map_or(Ok(()), |problem| Err(TestCaseError::fail(problem)))
    });
    if let Err(error) = result {
        panic!("HEADWORD_SEED={seed}: {error}");
    }
}

/// Plays events on a disk with these files, and asserts that the state equals a new one.
#[track_caller]
fn check(files: &[(usize, &str)], events: Vec<Event>) {
    let files: Vec<_> = files.iter().map(|(file, text)| (*file, (*text).to_owned())).collect();
    let mut editor = Editor::new(Encoding::Utf8, &files, false);
    for event in events {
        play(&mut editor, event);
    }
    editor.check_all();
    assert_eq!(editor.problem, None);
}

#[test]
fn settings_in_a_moved_folder_take_effect() {
    let sub = FILES.iter().position(|file| *file == "one/sub/headword.toml").expect("it is one");
    let moved = || Event::MoveFolder(Reporting::Right);
    check(&[(sub, "maxHeadingLevel = 2\n")], vec![Event::Step, moved(), moved()]);
}

#[test]
fn a_note_that_arrives_before_the_settings_that_include_it_is_not_lost() {
    let place = |name: &str| FILES.iter().position(|file| *file == name).expect("it is one");
    let files = [(place("one/sub/headword.toml"), ""), (place("one/headword.toml"), TOMLS[2])];
    check(&files, vec![Event::Write(place("one/sub/a.md"), String::new(), Reporting::Right)]);
}

#[test]
fn diagnostics_from_a_check_are_not_published_again() {
    let mut editor = Editor::new(Encoding::Utf8, &[], false);
    editor.open(0, Some("# Note\n\n## Empty\n".to_owned()));
    assert_eq!(editor.check_and_pause(), 1);
    // A new version gets its diagnostics, although they are the same.
    editor.edit(0, vec![]);
    assert_eq!(editor.check_and_pause(), 1);
}
