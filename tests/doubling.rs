//! Hostile notes and vaults through the whole server: twice as much takes about twice the time.
//!
//! Each capability that the server offers is asked for. Time is that of the server's processors, not
//! of the clock. A busy machine makes each second of it slower, more for one measurement than for
//! another. So the large and the small input are measured in turn, and the least time of several turns
//! counts.
//! Larger notes, up to 1 MiB, vaults of more notes, and one shape alone:
//!
//! ```text
//! HEADWORD_DOUBLING_BYTES=1048576 cargo test --release --test doubling -- --nocapture
//! HEADWORD_DOUBLING_NOTES=4000 cargo test --release --test doubling -- --nocapture
//! HEADWORD_DOUBLING_SHAPE=acronym cargo test --release --test doubling -- --nocapture
//! ```

#![cfg(target_os = "linux")]
#![expect(clippy::unwrap_used, reason = "what fails here fails the test")]
#![expect(clippy::print_stdout, reason = "measurements are printed")]

mod support;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::Write as _;
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::Receiver;
use std::time::Duration;

use serde_json::{Value, json};

use support::pipes::{Event, frame, read_events};
use support::shapes::SHAPES;
use support::vaults::VAULTS;
use support::{Workspace, profiles};

/// Above this for each doubling the time grows faster than the text: a square makes 4.
const MOST: f64 = 2.3;

/// How many doublings are measured together: noise counts less over two of them.
const DOUBLINGS: u32 = 2;

/// The doublings from the first shape to the larger one, which decides. Small answers fit into caches.
const LARGER: u32 = 3;

/// The small input is measured so often for each measurement of the large one: a short time is less
/// certain.
const REPEATED: u32 = 2;

/// A question that takes less than this for the large text is too short to be measured.
const FAST: Duration = Duration::from_millis(20);

/// The size of the larger note, in bytes, without `HEADWORD_DOUBLING_BYTES`.
const BYTES: usize = 16 * 1024;

/// The size of the larger vault, in notes, without `HEADWORD_DOUBLING_NOTES`.
const NOTES: usize = 200;

/// A turn that fails is repeated at most so often: caches are shared with the rest of the machine.
const TRIES: usize = 2;

/// The same for the larger shape, which decides.
const LAST_TRIES: usize = 8;

/// No answer takes longer; far more than any does.
const TIMEOUT: Duration = Duration::from_mins(2);

/// What each question took.
type Times = BTreeMap<String, Duration>;

/// A server, and a client that can do all there is.
struct Server {
    process: Child,
    input: ChildStdin,
    events: Receiver<Event>,
    id: u32,
    /// The names of the capabilities, and the methods that were registered later.
    offered: BTreeSet<String>,
    times: Times,
}

impl Server {
    fn start(folder: Option<&Workspace>) -> Self {
        let mut process = Command::new(env!("CARGO_BIN_EXE_headword"))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let (input, output) = (process.stdin.take().unwrap(), process.stdout.take().unwrap());
        let (events, times) = (read_events(output), Times::new());
        let mut server = Self { process, input, events, id: 0, offered: BTreeSet::new(), times };
        let folders = folder.map(|it| json!([{ "uri": it.root_uri(), "name": "notes" }]));
        let answer = server.ask(
            "initialize",
            &json!({
                "processId": null,
                "capabilities": profiles::everything(),
                "workspaceFolders": folders,
            }),
        );
        server.offered.extend(answer["capabilities"].as_object().unwrap().keys().cloned());
        server.notify("initialized", &json!({}));
        server.ask("workspace/symbol", &json!({ "query": "zyxo" }));
        server.times.clear();
        server
    }

    fn send(&mut self, message: &Value) {
        self.input.write_all(&frame(message)).unwrap();
    }

    fn notify(&mut self, method: &str, params: &Value) {
        self.send(&json!({ "jsonrpc": "2.0", "method": method, "params": params }));
    }

    /// The answer, or null where the request is refused; and how long it took is added.
    fn ask(&mut self, method: &str, params: &Value) -> Value {
        self.id += 1;
        let (id, before) = (self.id, self.worked());
        self.send(&json!({ "jsonrpc": "2.0", "id": id, "method": method, "params": params }));
        loop {
            let event = self.events.recv_timeout(TIMEOUT);
            let Ok(Event::Message(mut message)) = event else {
                panic!("no answer to {method}: {:.200}", format!("{event:?}"));
            };
            if message.get("method").is_some() {
                if message.get("id").is_some() {
                    self.answer(&message);
                }
            } else if message["id"] == id {
                // A name may not be one that can be changed.
                let is_refused = message["error"]["code"] == -32803;
                assert!(is_refused || message.get("error").is_none(), "{method}: {message:.200}");
                let time = self.worked().saturating_sub(before);
                *self.times.entry(method.to_owned()).or_default() += time;
                return message["result"].take();
            }
        }
    }

    /// Answers what the server asks.
    fn answer(&mut self, question: &Value) {
        let result = match question["method"].as_str() {
            Some("workspace/configuration") => {
                json!([{ "codeLens": true, "diagnosticsFor": "workspace" }])
            }
            Some("client/registerCapability") => {
                let given = question["params"]["registrations"].as_array().unwrap().iter();
                self.offered.extend(given.map(|it| it["method"].as_str().unwrap().to_owned()));
                Value::Null
            }
            Some("window/showDocument") => json!({ "success": true }),
            _ => Value::Null,
        };
        self.send(&json!({ "jsonrpc": "2.0", "id": question["id"], "result": result }));
    }

    /// How long the server's threads have computed so far.
    fn worked(&self) -> Duration {
        let tasks = fs::read_dir(format!("/proc/{}/task", self.process.id())).unwrap();
        let schedules = tasks.filter_map(|task| {
            // A thread may just have ended.
            let schedule = fs::read_to_string(task.ok()?.path().join("schedstat")).ok()?;
            schedule.split(' ').next()?.parse::<u64>().ok()
        });
        Duration::from_nanos(schedules.sum())
    }

    /// Opens a note, asks all about it, changes it in the middle, and asks again.
    fn work(&mut self, uri: &str, text: &str) {
        let document = json!({ "uri": uri, "languageId": "markdown", "version": 1, "text": text });
        self.notify("textDocument/didOpen", &json!({ "textDocument": document }));
        let line = middle(text);
        self.questions(uri, text, line);
        let place = json!({ "line": line, "character": 0 });
        let change = json!({ "range": { "start": place, "end": place }, "text": "Tide " });
        let document = json!({ "uri": uri, "version": 2 });
        let params = json!({ "textDocument": document, "contentChanges": [change] });
        self.notify("textDocument/didChange", &params);
        self.questions(uri, text, line);
        self.notify("textDocument/didClose", &json!({ "textDocument": { "uri": uri } }));
    }

    fn questions(&mut self, uri: &str, text: &str, line: usize) {
        let lines = text.lines().count();
        let place = json!({ "line": line, "character": 3 });
        let here = json!({ "start": place, "end": place });
        let all = json!({ "start": { "line": 0, "character": 0 },
            "end": { "line": lines, "character": 0 } });
        let positions: Vec<_> =
            (0..lines).map(|line| json!({ "line": line, "character": 1 })).collect();
        let context = json!({ "diagnostics": [] });
        for (method, more, next) in [
            ("documentSymbol", json!({}), &[][..]),
            ("diagnostic", json!({}), &[]),
            ("hover", json!({ "position": place }), &[]),
            ("completion", json!({ "position": place }), &["completionItem/resolve"]),
            ("definition", json!({ "position": place }), &[]),
            ("declaration", json!({ "position": place }), &[]),
            ("typeDefinition", json!({ "position": place }), &[]),
            (
                "references",
                json!({ "position": place, "context": { "includeDeclaration": true } }),
                &[],
            ),
            ("documentHighlight", json!({ "position": place }), &[]),
            ("foldingRange", json!({}), &[]),
            ("selectionRange", json!({ "positions": positions }), &[]),
            ("semanticTokens/full", json!({}), &[]),
            ("documentLink", json!({}), &[]),
            ("inlayHint", json!({ "range": all }), &[]),
            ("codeLens", json!({}), &["codeLens/resolve"]),
            ("codeAction", json!({ "range": here, "context": context }), &["codeAction/resolve"]),
            ("codeAction", json!({ "range": all, "context": context }), &["codeAction/resolve"]),
            ("prepareRename", json!({ "position": place }), &[]),
            ("rename", json!({ "position": place, "newName": "Zyxo Ware" }), &[]),
            (
                "prepareCallHierarchy",
                json!({ "position": place }),
                &["callHierarchy/incomingCalls", "callHierarchy/outgoingCalls"],
            ),
            (
                "prepareTypeHierarchy",
                json!({ "position": place }),
                &["typeHierarchy/supertypes", "typeHierarchy/subtypes"],
            ),
        ] {
            let mut params = more;
            params["textDocument"] = json!({ "uri": uri });
            let found = self.ask(&format!("textDocument/{method}"), &params);
            let items = found.get("items").unwrap_or(&found);
            let Some(first) = items.get(0) else { continue };
            for step in next {
                let params = if step.ends_with("/resolve") {
                    first.clone()
                } else {
                    json!({ "item": first })
                };
                self.ask(step, &params);
            }
        }
        self.ask("workspace/symbol", &json!({ "query": "t" }));
        self.ask("workspace/diagnostic", &json!({ "previousResultIds": [] }));
        let arguments = json!([uri, place]);
        let command = json!({ "command": "headword.nextGap", "arguments": arguments });
        self.ask("workspace/executeCommand", &command);
        for (command, arguments) in [
            ("headword.terms", json!([])),
            ("headword.gaps", json!([])),
            ("headword.usesOfNote", json!([uri])),
        ] {
            let params = json!({ "command": command, "arguments": arguments });
            self.ask("workspace/executeCommand", &params);
        }
        let moved = uri.replace("main.md", "sub/moved.md");
        let files = json!([{ "oldUri": uri, "newUri": moved }]);
        self.ask("workspace/willRenameFiles", &json!({ "files": files }));
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// The number of the longest line near the middle: it is of the same kind in a note of any size.
fn middle(text: &str) -> usize {
    let lines: Vec<_> = text.lines().map(str::len).collect();
    let half = lines.len() / 2;
    let near = half..lines.len().min(half + 200);
    near.rev().max_by_key(|line| lines[*line]).unwrap_or(half)
}

/// The note that is asked about, and the files that are beside it.
enum Input {
    Note(String),
    Vault(Vec<(String, String)>),
}

/// What each question about a note or vault takes.
fn measured(input: &Input) -> Times {
    let mut times = match input {
        Input::Note(text) => {
            let mut server = Server::start(None);
            server.work("untitled:a.md", "## A\nb\n");
            server.times.clear();
            server.work("untitled:note.md", text);
            std::mem::take(&mut server.times)
        }
        Input::Vault(files) => {
            let files: Vec<_> =
                files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
            let folder = Workspace::new(&files);
            let mut server = Server::start(Some(&folder));
            server.work(&folder.uri("main.md"), files[0].1);
            std::mem::take(&mut server.times)
        }
    };
    times.retain(|_, time| *time > Duration::ZERO);
    times
}

/// Keeps the shorter time of each question. Other load on the machine only adds time, so the
/// shortest of several times is the nearest to the time that the question needs.
fn keep_least(least: &mut Times, times: Times) {
    for (method, time) in times {
        let known = least.entry(method).or_insert(time);
        *known = time.min(*known);
    }
}

/// Returns the questions whose time grows faster than a shape, also for a larger one.
///
/// Caches and the allocator have thresholds, so one doubling may take longer. After a square, the
/// next doublings take longer as well.
fn slow(name: &str, input: impl Fn(usize) -> Input, size: usize) -> Vec<String> {
    let suspects = slow_at(name, &input, size, TRIES, |_| true);
    if suspects.is_empty() {
        return Vec::new();
    }
    let is_suspect = |method: &str| suspects.contains_key(method);
    let slow = slow_at(name, &input, size << LARGER, LAST_TRIES, is_suspect);
    slow.iter().map(|(method, ratio)| format!("{name}: {method}, {ratio:.2}")).collect()
}

/// Measures a shape of one size. Returns those of the wanted questions that are too slow, with their
/// ratios.
fn slow_at(
    name: &str,
    input: impl Fn(usize) -> Input,
    size: usize,
    tries: usize,
    is_wanted: impl Fn(&str) -> bool,
) -> BTreeMap<String, f64> {
    let (large, small) = (input(size), input(size >> DOUBLINGS));
    let (mut long, mut short) = (Times::new(), Times::new());
    let mut slow = BTreeMap::new();
    for turn in 1..=tries {
        keep_least(&mut long, measured(&large));
        if long.values().all(|time| *time < FAST) {
            return BTreeMap::new();
        }
        for _ in 0..REPEATED {
            keep_least(&mut short, measured(&small));
        }
        slow.clear();
        let measurable =
            |(method, time): &(&String, &Duration)| **time >= FAST && is_wanted(method);
        for (method, time) in long.iter().filter(measurable) {
            let Some(short) = short.get(method) else { continue };
            let ratio = time.as_secs_f64() / short.as_secs_f64();
            let ratio = ratio.powf(1.0 / f64::from(DOUBLINGS));
            let time = time.as_millis();
            println!(
                "{name:40} {method:36} {time:5} ms, {ratio:.2} for each doubling, turn {turn}"
            );
            if ratio > MOST {
                slow.insert(method.clone(), ratio);
            }
        }
        if slow.is_empty() {
            break;
        }
    }
    slow
}

fn size(variable: &str, default: usize) -> usize {
    let given = std::env::var(variable).ok();
    given.map_or(default, |given| given.parse().expect("it is a number"))
}

#[test]
fn twice_the_text_takes_about_twice_the_time() {
    let (bytes, notes) =
        (size("HEADWORD_DOUBLING_BYTES", BYTES), size("HEADWORD_DOUBLING_NOTES", NOTES));
    let only = std::env::var("HEADWORD_DOUBLING_SHAPE").unwrap_or_default();
    let shapes = SHAPES.iter().filter(|(name, _)| name.contains(&only));
    let vaults = VAULTS.iter().filter(|(name, _)| name.contains(&only));
    let of_notes =
        shapes.flat_map(|(name, shape)| slow(name, |size| Input::Note(shape(size)), bytes));
    let of_vaults =
        vaults.flat_map(|(name, vault)| slow(name, |size| Input::Vault(vault(size)), notes));
    let slow: Vec<_> = of_notes.chain(of_vaults).collect();
    assert!(slow.is_empty(), "these take more than {MOST} times as long: {slow:#?}");
}

/// The capabilities that [`Server::questions`] asks for, and those that are no question.
const ASKED: [&str; 26] = [
    "callHierarchyProvider",
    "codeActionProvider",
    "codeLensProvider",
    "completionProvider",
    "declarationProvider",
    "definitionProvider",
    "diagnosticProvider",
    "documentHighlightProvider",
    "documentLinkProvider",
    "documentSymbolProvider",
    "executeCommandProvider",
    "foldingRangeProvider",
    "hoverProvider",
    "inlayHintProvider",
    "positionEncoding",
    "referencesProvider",
    "renameProvider",
    "selectionRangeProvider",
    "semanticTokensProvider",
    "textDocument/prepareTypeHierarchy",
    "textDocumentSync",
    "typeDefinitionProvider",
    "workspace",
    "workspace/didChangeConfiguration",
    "workspace/didChangeWatchedFiles",
    "workspaceSymbolProvider",
];

#[test]
fn every_capability_is_asked_for() {
    let mut server = Server::start(None);
    while !server.offered.contains("textDocument/prepareTypeHierarchy") {
        server.ask("workspace/symbol", &json!({ "query": "zyxo" }));
    }
    assert_eq!(server.offered, ASKED.map(str::to_owned).into());
}
