//! Conversations about real notes: each folder of the corpus as a workspace, every note opened.
//!
//! The corpus lies beside the checkout. Without it there is nothing to do here.

#![expect(clippy::unwrap_used, reason = "what fails here fails the test")]
#![expect(clippy::print_stdout, reason = "what is skipped is said")]

use std::collections::BTreeSet;
use std::fs;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::{Value, json};

use crate::support::ask::{about, at};
use crate::support::places::Encoding;
use crate::support::workspace::file_uri;
use crate::support::{Client, profiles};

/// Where the corpus is found, from the crate's folder.
const PATH: &str = "../shared/corpus";

/// The folder of it that holds versions of one note rather than notes.
const HISTORY: &str = "_history";

/// At how many places of each note hover and definition are asked for.
const PLACES: usize = 4;

/// The folders of the corpus, if it is there.
fn folders() -> Vec<PathBuf> {
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join(PATH);
    let Ok(corpus) = corpus.canonicalize() else {
        println!("skipped: there is no corpus at {PATH}");
        return Vec::new();
    };
    let mut folders: Vec<_> = entries(&corpus).filter(|path| path.is_dir()).collect();
    folders.retain(|folder| !["LICENCES", HISTORY].iter().any(|name| folder.ends_with(name)));
    folders
}

fn entries(folder: &Path) -> impl Iterator<Item = PathBuf> {
    let mut paths: Vec<_> = fs::read_dir(folder).unwrap().map(|it| it.unwrap().path()).collect();
    paths.sort();
    paths.into_iter()
}

/// The notes below a folder that are neither hidden nor in a hidden folder.
fn notes(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for path in entries(folder) {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        if name.starts_with('.') {
            continue;
        }
        if path.is_dir() {
            found.extend(notes(&path));
        } else if [".md", ".markdown", ".mdx"].iter().any(|end| name.ends_with(end)) {
            found.push(path);
        }
    }
    found
}

/// A client that counts characters, as the command line does.
fn counting_characters() -> Value {
    let mut capabilities = profiles::vscode();
    capabilities["general"]["positionEncodings"] = json!(["utf-32"]);
    capabilities
}

/// A finding, wherever it was found: path, place, code, level, message.
type Finding = (String, [u64; 4], String, String, String);

/// What the command line finds in a folder.
fn checked(folder: &Path) -> BTreeSet<Finding> {
    let output = Command::new(env!("CARGO_BIN_EXE_headword"))
        .args(["check", "--format", "json"])
        .current_dir(folder)
        .output()
        .unwrap();
    assert_eq!(String::from_utf8_lossy(&output.stderr), "", "{}", folder.display());
    let found: Value = serde_json::from_slice(&output.stdout).unwrap();
    let found = found.as_array().unwrap().iter().map(|finding| {
        let text = |key: &str| finding[key].as_str().unwrap().to_owned();
        let numbers = ["line", "column", "end_line", "end_column"];
        let place = numbers.map(|key| finding[key].as_u64().unwrap());
        (text("path"), place, text("code"), text("level"), text("message"))
    });
    found.collect()
}

/// What the editor is told of one note.
fn shown(path: &str, report: &Value) -> Vec<Finding> {
    let found = report["items"].as_array().unwrap().iter().map(|found| {
        let number = |end: &str, key: &str| found["range"][end][key].as_u64().unwrap() + 1;
        let place = [
            number("start", "line"),
            number("start", "character"),
            number("end", "line"),
            number("end", "character"),
        ];
        let level = match found["severity"].as_u64() {
            Some(1) => "error",
            Some(2) => "warning",
            Some(3) => "information",
            _ => "hint",
        };
        let text = |key: &str| found[key].as_str().unwrap().to_owned();
        // The editor shows an empty section more discreetly.
        let level = if text("code") == "empty-section" { "warning" } else { level };
        (path.to_owned(), place, text("code"), level.to_owned(), text("message"))
    });
    found.collect()
}

/// Places spread over a text.
fn places(text: &str) -> impl Iterator<Item = Value> {
    (0..PLACES).map(move |number| {
        let near = text.len() * (2 * number + 1) / (2 * PLACES);
        Encoding::Utf32.place(text, text.floor_char_boundary(near))
    })
}

#[test]
fn every_note_is_served_and_the_command_line_agrees_with_the_editor() {
    for folder in folders() {
        let mut client = Client::spawn();
        client.initialize(json!({
            "processId": null, "rootUri": file_uri(&folder),
            "capabilities": counting_characters(),
        }));
        let mut reports = Vec::new();
        let mut others = Vec::new();
        for path in notes(&folder) {
            let (uri, text) = (file_uri(&path), fs::read_to_string(&path).unwrap());
            client.open_text(&uri, &text);
            let path = path.strip_prefix(&folder).unwrap().to_str().unwrap().to_owned();
            reports.push((path, client.start("textDocument/diagnostic", about(&uri))));
            others.push(client.start("textDocument/documentSymbol", about(&uri)));
            for place in places(&text) {
                for method in ["textDocument/hover", "textDocument/definition"] {
                    others.push(client.start(method, at(&uri, &place)));
                }
            }
        }
        assert!(!reports.is_empty(), "{}", folder.display());
        // Every answer is held against the protocol as it comes in.
        for id in others {
            client.response(&id).unwrap();
        }
        let shown: BTreeSet<_> = reports
            .iter()
            .flat_map(|(path, id)| shown(path, &client.response(id).unwrap()))
            .collect();
        let checked = checked(&folder);
        let only = |these: &BTreeSet<Finding>, those: &BTreeSet<Finding>| {
            these.difference(those).take(5).cloned().collect::<Vec<_>>()
        };
        assert_eq!((only(&shown, &checked), only(&checked, &shown)), (vec![], vec![]));
        println!("{}: {} notes, {} findings", folder.display(), reports.len(), shown.len());
        assert_eq!(client.log(), "", "{}", folder.display());
        client.finish();
    }
}

// One note through its history.

const NOTE: &str = "untitled:note";

/// The versions of the one note, in order.
fn history() -> Vec<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(PATH).join(HISTORY);
    if !folder.is_dir() {
        println!("skipped: there is no history at {PATH}/{HISTORY}");
        return Vec::new();
    }
    notes(&folder).iter().map(|path| fs::read_to_string(path).unwrap()).collect()
}

fn counting_in(encoding: &str) -> Client {
    let mut client = Client::spawn();
    let mut capabilities = profiles::vscode();
    capabilities["general"]["positionEncodings"] = json!([encoding]);
    client.initialize(json!({
        "processId": null, "rootUri": null, "capabilities": capabilities,
    }));
    client
}

/// Everything that is said of the note as a whole.
fn said(client: &mut Client) -> (Value, Vec<Value>) {
    (client.symbols(NOTE), client.diagnostics(NOTE))
}

/// What a server says that has seen nothing but this text.
fn said_of(text: &str, encoding: &str) -> (Value, Vec<Value>) {
    let mut fresh = counting_in(encoding);
    fresh.open_text(NOTE, text);
    let said = said(&mut fresh);
    fresh.finish();
    said
}

#[test]
fn a_note_played_as_full_texts_is_as_if_opened_anew() {
    let versions = history();
    let mut client = counting_in("utf-16");
    client.open_text(NOTE, "");
    for (number, text) in (2..).zip(&versions) {
        client.change(NOTE, number, json!([{ "text": text }]));
        assert_eq!(said(&mut client), said_of(text, "utf-16"), "version {number}");
    }
    client.finish();
}

#[test]
fn a_note_played_as_edits_is_as_if_opened_anew() {
    let versions = history();
    for encoding in ["utf-8", "utf-16", "utf-32"] {
        let mut client = counting_in(encoding);
        client.open_text(NOTE, "");
        let mut before = String::new();
        for (number, text) in (2..).zip(&versions) {
            let mut edits = edits(&before, text);
            // From the last to the first, so that each place is one of the text before.
            edits.reverse();
            let changes: Vec<_> = edits
                .iter()
                .map(|(range, new)| {
                    let place = |offset| client.encoding().place(&before, offset);
                    let range = json!({ "start": place(range.start), "end": place(range.end) });
                    json!({ "range": range, "text": new })
                })
                .collect();
            client.change(NOTE, number, changes.into());
            assert_eq!(said(&mut client), said_of(text, encoding), "version {number} {encoding}");
            before.clone_from(text);
        }
        client.finish();
    }
}

/// What has to be written where to turn one text into another, line by line.
fn edits(before: &str, after: &str) -> Vec<(Range<usize>, String)> {
    let old: Vec<_> = before.split_inclusive('\n').collect();
    let new: Vec<_> = after.split_inclusive('\n').collect();
    // How many lines the rests have in common, for every pair of rests.
    let mut common = vec![vec![0; new.len() + 1]; old.len() + 1];
    for i in (0..old.len()).rev() {
        for j in (0..new.len()).rev() {
            common[i][j] = if old[i] == new[j] {
                common[i + 1][j + 1] + 1
            } else {
                common[i + 1][j].max(common[i][j + 1])
            };
        }
    }
    let mut edits: Vec<(Range<usize>, String)> = Vec::new();
    let (mut i, mut j, mut offset) = (0, 0, 0);
    while i < old.len() || j < new.len() {
        if i < old.len() && j < new.len() && old[i] == new[j] {
            (i, j, offset) = (i + 1, j + 1, offset + old[i].len());
            continue;
        }
        if edits.last().is_none_or(|(range, _)| range.end != offset) {
            edits.push((offset..offset, String::new()));
        }
        let (range, written) = edits.last_mut().expect("one was just pushed");
        if j == new.len() || (i < old.len() && common[i + 1][j] >= common[i][j + 1]) {
            offset += old[i].len();
            range.end = offset;
            i += 1;
        } else {
            written.push_str(new[j]);
            j += 1;
        }
    }
    edits
}
