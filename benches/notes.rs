//! How long the work takes that a person waits for, as figures and as ratios against plainly
//! reading the same files.
//!
//! `cargo bench` makes a folder of 10,000 notes of our own shape and measures on it, each figure
//! as the best of several runs, since whatever else the machine does only adds to one. Nothing
//! here passes or fails: what a budget means on one machine it does not mean on another.

#![expect(clippy::print_stdout, reason = "a benchmark prints what it measured")]

mod support;

use std::fs;
use std::hint::black_box;
use std::io::{BufRead, BufReader, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::Mutex;
use std::time::{Duration, Instant};

use headword::features::FilePosition;
use headword::features::completion::completion;
use headword::features::diagnostics::diagnostics;
use headword::features::document_symbols::document_symbols;
use headword::features::empty_sections::empty_sections;
use headword::features::references::references;
use headword::features::workspace_symbols::workspace_symbols;
use headword::note::prose::blocks;
use headword::note::{Note, ReadOptions};
use headword::text::{Change, Encoding, LineCol};
use headword::workspace::config::settings::Settings;
use headword::workspace::document::Location;
use headword::workspace::folders::Folders;
use headword::workspace::loader::{self, Search};
use headword::workspace::{Workspace, is_note, mention};
use serde_json::{Value, json};
use text_size::TextSize;

use crate::support::{NOTES, TERMS_PER_NOTE, best, note_of, note_text};

type Result<T> = std::result::Result<T, Box<dyn std::error::Error>>;

fn main() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let paths = write_notes(folder.path())?;
    println!("{NOTES} notes of {TERMS_PER_NOTE} terms\n");

    let (read, bytes) = plain_read(&paths)?;
    report("plain read of all notes", read, read, &rate(bytes, read));
    parse(&paths, read)?;
    let workspace = scan(folder.path(), read);
    keystroke_inside(&workspace);
    keystroke_outside(folder.path())?;
    mentions(&workspace);
    terms(&workspace);
    completions(&workspace);
    findings(&workspace);
    gaps_of_all(&workspace);
    Ok(())
}

fn parse(paths: &[PathBuf], read: Duration) -> Result<()> {
    let texts: Vec<_> = paths.iter().map(fs::read_to_string).collect::<std::io::Result<_>>()?;
    let bytes = texts.iter().map(String::len).sum();
    let options = ReadOptions::default();
    let all = best(5, || {
        for text in &texts {
            black_box(Note::read(text.as_str(), &options));
        }
    });
    report("parse all notes, one core", all, read, &rate(bytes, all));
    let bare = best(5, || {
        for text in &texts {
            black_box(pulldown_cmark::Parser::new(text).into_offset_iter().count());
        }
    });
    report("of that, bare CommonMark", bare, read, &rate(bytes, bare));
    parse_real_notes()?;
    let large = texts.concat()[..1 << 20].to_owned();
    let one = best(20, || black_box(Note::read(large.as_str(), &options)));
    report("parse one note of 1 MiB", one, read, &rate(large.len(), one));
    Ok(())
}

/// Real notes have more prose and less markup than ours.
fn parse_real_notes() -> Result<()> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpus");
    let entries = ignore::WalkBuilder::new(folder).build().filter_map(std::result::Result::ok);
    let paths: Vec<_> =
        entries.map(ignore::DirEntry::into_path).filter(|path| is_note(path)).collect();
    if paths.is_empty() {
        println!("skipped: there are no real notes in ../shared/corpus");
        return Ok(());
    }
    let (read, bytes) = plain_read(&paths)?;
    let texts: Vec<_> = paths.iter().filter_map(|path| fs::read_to_string(path).ok()).collect();
    let options = ReadOptions::default();
    let took = best(5, || {
        for text in &texts {
            black_box(Note::read(text.as_str(), &options));
        }
    });
    let what = format!("parse {} real notes, one core", texts.len());
    report(&what, took, read, &rate(bytes, took));
    Ok(())
}

/// Scans the folder as the server does: read and parsed in parallel, indexed one after the other.
fn scan(folder: &Path, read: Duration) -> Workspace {
    let mut last = Workspace::default();
    let took = best(3, || {
        let mut workspace = Workspace::default();
        workspace.set_folders(vec![folder.to_path_buf()]);
        let shared = Mutex::new(workspace);
        let folders = Folders::new(vec![folder.to_path_buf()]);
        let found = Search::default().find(&folders);
        let never = |_: &Path, _| false;
        loader::read(found, &folders, &Settings::default(), never, |batch, _, _| {
            shared.lock().expect("no scan panics").load(batch);
            true
        });
        last = shared.into_inner().expect("no scan panics");
    });
    report("scan and index all notes", took, read, "budget: 2 s on two cores");
    last
}

/// A keystroke in a note of 25 KB, and the outline after it, inside one process.
fn keystroke_inside(workspace: &Workspace) {
    let mut workspace = workspace.clone();
    let text = note_of(25_000);
    let plain = best(200, || black_box(text.clone()));
    let id = workspace.open(Location::Other("untitled:bench".to_owned()), 0, &text);
    let mut version = 0;
    let took = best(200, || {
        version += 1;
        let place = LineCol { line: 7, col: 3 };
        let change = Change { range: Some((place, place)), text: "x".to_owned() };
        workspace.change(id, version, &[change], Encoding::Utf16);
        workspace.settle();
        black_box(document_symbols(&workspace, id));
    });
    report("change and outline, 25 KB, in process", took, plain, "ratio: against a copy of it");
}

/// The same through the real server, from the client's first byte to the last of the answer.
fn keystroke_outside(folder: &Path) -> Result<()> {
    let mut server = Server::start(folder)?;
    let text = note_of(25_000);
    let document =
        json!({ "uri": "untitled:bench", "languageId": "markdown", "version": 0, "text": text });
    server.notify("textDocument/didOpen", &json!({ "textDocument": document }))?;
    server.outline()?;
    let ping = best(200, || {
        server.request("textDocument/hover", &json!({
        "textDocument": { "uri": "untitled:unknown" }, "position": { "line": 0, "character": 0 }
    }))
    });
    let mut version = 0;
    let took = best(200, || {
        version += 1;
        let place = json!({ "line": 7, "character": 3 });
        server.notify(
            "textDocument/didChange",
            &json!({
                "textDocument": { "uri": "untitled:bench", "version": version },
                "contentChanges": [{ "range": { "start": place, "end": place }, "text": "x" }],
            }),
        )?;
        server.outline()
    });
    report(
        "change and outline, 25 KB, over stdio",
        took,
        ping,
        "budget: 1 ms; ratio: against an empty answer",
    );
    server.stop()
}

/// All mentions in a note of 25 KB, against the terms of all notes.
fn mentions(workspace: &Workspace) {
    let text = note_of(25_000);
    let note = Note::read(text.as_str(), &ReadOptions::default());
    let words = best(50, || {
        for block in blocks(&note.prose) {
            black_box(headword::note::words::words(&text, block));
        }
    });
    let mut found = 0;
    let took = best(50, || {
        found =
            blocks(&note.prose).map(|block| mention::in_block(workspace, &text, block).len()).sum();
    });
    let terms = workspace.index().terms.iter().count();
    report(
        "all mentions in 25 KB",
        took,
        words,
        &format!("{found} of {terms} terms; ratio: against cutting it into words"),
    );
}

/// Questions about terms that all notes together answer.
fn terms(workspace: &Workspace) {
    let mut workspace = workspace.clone();
    let text = "# Common\n## Device\nA thing.\n## Use\nOf a device, and a widget 7 kind 3.\n";
    let note = workspace.open(Location::Other("untitled:terms".to_owned()), 1, text);
    workspace.settle();
    let at = |mark: &str| {
        let offset = text.find(mark).and_then(|at| u32::try_from(at).ok()).unwrap_or_default();
        FilePosition { note, offset: offset.into() }
    };
    let ask = |mark: &str| {
        let start = Instant::now();
        let found = references(&workspace, at(mark), true).unwrap_or_default();
        (start.elapsed(), found.len())
    };
    // The first question makes the vocabularies of all notes.
    let (first, found) = ask("widget 7");
    report("references of a rare term, first", first, first, &format!("{found} found"));
    let again = best(5, || ask("widget 7"));
    report("the same again", again, first, "ratio: against the first");
    let (_, found) = ask("device");
    let common = best(3, || ask("device"));
    report("references of a common term", common, first, &format!("{found} found"));
    for query in ["", "w", "widget 77 kind 3", "nothing fits"] {
        let took = best(5, || black_box(workspace_symbols(&workspace, query)));
        let found = workspace_symbols(&workspace, query).len();
        let remark = format!("{found} shown; budget: 100 ms");
        report(&format!("workspace symbols {query:?}"), took, first, &remark);
    }
}

/// What fits a few letters, of the terms of all notes.
fn completions(workspace: &Workspace) {
    let mut workspace = workspace.clone();
    for typed in ["wi", "widget 12 k", "ki", "wk1", "zz"] {
        let text = format!("{}\nIt is a {typed}", note_of(25_000));
        let note = workspace.open(Location::Other("untitled:bench".to_owned()), 0, &text);
        workspace.settle();
        let offset = TextSize::of(&text);
        let plain = best(50, || black_box(text.clone()));
        let mut found = 0;
        let took = best(20, || {
            let position = FilePosition { note, offset };
            found =
                completion(&workspace, position, true, None).map_or(0, |found| found.items.len());
        });
        let remark = format!("{found} found; budget: 10 ms");
        report(&format!("complete “{typed}” in 25 KB"), took, plain, &remark);
    }
}

/// What is remarked on in an open note of 25 KB.
fn findings(workspace: &Workspace) {
    let mut workspace = workspace.clone();
    let text = note_of(25_000);
    let id = workspace.open(Location::Other("untitled:bench".to_owned()), 0, &text);
    workspace.settle();
    let read = best(20, || black_box(Note::read(text.as_str(), &ReadOptions::default())));
    let mut found = 0;
    let took = best(20, || found = diagnostics(&workspace, id).len());
    let remark = format!("{found} found; ratio: against reading it");
    report("diagnostics of 25 KB", took, read, &remark);
}

/// What is still to be written, and how often each is mentioned.
fn gaps_of_all(workspace: &Workspace) {
    let all = best(3, || black_box(mention::in_all(workspace)));
    let mut found = 0;
    let took = best(3, || found = empty_sections(workspace).len());
    let remark = format!("{found} found; ratio: against all mentions");
    report("gaps of all notes", took, all, &remark);
}

fn report(what: &str, took: Duration, against: Duration, remark: &str) {
    let ratio = took.as_secs_f64() / against.as_secs_f64();
    println!("{what:<40} {:>10.3} ms {ratio:>9.2} x  {remark}", took.as_secs_f64() * 1e3);
}

fn rate(bytes: usize, took: Duration) -> String {
    #[expect(clippy::cast_precision_loss, reason = "a rate is read to three digits")]
    let megabytes = bytes as f64 / 1e6;
    format!("{:.0} MB/s", megabytes / took.as_secs_f64())
}

fn plain_read(paths: &[PathBuf]) -> Result<(Duration, usize)> {
    let mut bytes = 0;
    let took = best(5, || {
        bytes = paths.iter().map(|path| fs::read(path).map_or(0, |read| read.len())).sum();
    });
    if bytes == 0 { Err("the notes were not written".into()) } else { Ok((took, bytes)) }
}

/// Writes notes like those that people keep: front matter, topics, terms that speak of each other,
/// headings that are still empty.
fn write_notes(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut paths = Vec::with_capacity(NOTES);
    for note in 0..NOTES {
        let path = folder.join(format!("area-{}", note / 100)).join(format!("note-{note}.md"));
        if let Some(parent) = path.parent() {
            fs::create_dir_all(parent)?;
        }
        fs::write(&path, note_text(note, TERMS_PER_NOTE))?;
        paths.push(path);
    }
    Ok(paths)
}

/// The real server, over its stdin and stdout.
struct Server {
    process: Child,
    input: ChildStdin,
    output: BufReader<ChildStdout>,
    id: i64,
}

impl Server {
    fn start(folder: &Path) -> Result<Self> {
        let mut process = Command::new(env!("CARGO_BIN_EXE_headword"))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()?;
        let input = process.stdin.take().ok_or("no stdin")?;
        let output = BufReader::new(process.stdout.take().ok_or("no stdout")?);
        let mut server = Self { process, input, output, id: 0 };
        let root = format!("file://{}", folder.display());
        server.request(
            "initialize",
            &json!({ "processId": null, "rootUri": root, "capabilities": {} }),
        )?;
        server.notify("initialized", &json!({}))?;
        Ok(server)
    }

    fn outline(&mut self) -> Result<Value> {
        self.request(
            "textDocument/documentSymbol",
            &json!({ "textDocument": { "uri": "untitled:bench" } }),
        )
    }

    fn stop(mut self) -> Result<()> {
        self.request("shutdown", &Value::Null)?;
        self.notify("exit", &Value::Null)?;
        self.process.wait()?;
        Ok(())
    }

    fn notify(&mut self, method: &str, params: &Value) -> Result<()> {
        self.send(&json!({ "jsonrpc": "2.0", "method": method, "params": params }))
    }

    fn request(&mut self, method: &str, params: &Value) -> Result<Value> {
        self.id += 1;
        let id = self.id;
        self.send(&json!({ "jsonrpc": "2.0", "id": id, "method": method, "params": params }))?;
        loop {
            let message = self.receive()?;
            if message["id"] == id {
                return Ok(message);
            }
        }
    }

    fn send(&mut self, message: &Value) -> Result<()> {
        let body = message.to_string();
        write!(self.input, "Content-Length: {}\r\n\r\n{body}", body.len())?;
        Ok(self.input.flush()?)
    }

    fn receive(&mut self) -> Result<Value> {
        let mut length = 0;
        loop {
            let mut line = String::new();
            if self.output.read_line(&mut line)? == 0 {
                return Err("the server has ended".into());
            }
            match line.trim().split_once(": ") {
                Some(("Content-Length", value)) => length = value.parse()?,
                _ if line.trim().is_empty() => break,
                _ => {}
            }
        }
        let mut body = vec![0; length];
        self.output.read_exact(&mut body)?;
        Ok(serde_json::from_slice(&body)?)
    }
}
