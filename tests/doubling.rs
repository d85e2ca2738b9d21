//! Hostile shapes through the whole server: twice the text takes about twice the time.
//!
//! Time is that of the server's processors, not of the clock, so that a busy machine fails no test.
//! Larger notes, up to 1 MiB:
//!
//! ```text
//! HEADWORD_DOUBLING_BYTES=1048576 cargo test --release --test doubling -- --nocapture
//! ```

#![cfg(target_os = "linux")]
#![expect(clippy::unwrap_used, reason = "what fails here fails the test")]
#![expect(clippy::print_stdout, reason = "what was measured is said")]

mod support;

use std::fmt::Write as _;
use std::fs;
use std::io::Write as _;
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::Receiver;
use std::time::Duration;

use serde_json::{Value, json};

use support::pipes::{Event, frame, read_events};
use support::shapes::SHAPES;

/// Above this the time grows faster than the text. A sort alone makes a little more than 2.
const MOST: f64 = 2.6;

/// What takes less than this for twice the text is fast, and too short to be measured.
const FAST: Duration = Duration::from_millis(120);

/// The size of the larger note, in bytes, without `HEADWORD_DOUBLING_BYTES`.
const BYTES: usize = 64 * 1024;

/// A measurement that fails is made again so often: what else the machine does is noise.
const TRIES: usize = 3;

/// No answer takes longer; far more than any does.
const PATIENCE: Duration = Duration::from_mins(2);

const NOTE: &str = "untitled:note.md";

/// A server, and no more of a client than it takes to ask.
struct Server {
    process: Child,
    input: ChildStdin,
    events: Receiver<Event>,
    id: u32,
}

impl Server {
    fn start() -> Self {
        let mut process = Command::new(env!("CARGO_BIN_EXE_headword"))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let (input, output) = (process.stdin.take().unwrap(), process.stdout.take().unwrap());
        let mut server = Self { process, input, events: read_events(output), id: 0 };
        let capabilities = json!({ "textDocument": {
            "documentSymbol": { "hierarchicalDocumentSymbolSupport": true },
            "diagnostic": {},
            "semanticTokens": {
                "requests": { "full": true }, "formats": ["relative"],
                "tokenTypes": [], "tokenModifiers": [],
            },
        } });
        server.ask("initialize", &json!({ "processId": null, "capabilities": capabilities }));
        server.tell("initialized", &json!({}));
        server
    }

    fn tell(&mut self, method: &str, params: &Value) {
        let message = json!({ "jsonrpc": "2.0", "method": method, "params": params });
        self.input.write_all(&frame(&message)).unwrap();
    }

    /// The answer, or nothing where it is refused.
    fn ask(&mut self, method: &str, params: &Value) -> Value {
        self.id += 1;
        let message =
            json!({ "jsonrpc": "2.0", "id": self.id, "method": method, "params": params });
        self.input.write_all(&frame(&message)).unwrap();
        loop {
            match self.events.recv_timeout(PATIENCE) {
                Ok(Event::Message(mut answer)) if answer["id"] == self.id => {
                    // A name may not be one that can be changed.
                    let is_refused = answer["error"]["code"] == -32803;
                    assert!(is_refused || answer.get("error").is_none(), "{method}: {answer:.200}");
                    return answer["result"].take();
                }
                Ok(Event::Message(_)) => {}
                other => panic!("no answer to {method}: {:.200}", format!("{other:?}")),
            }
        }
    }

    /// Opens a note, asks all about it, changes it in the middle, and asks again.
    fn work(&mut self, text: &str, asked: &mut Vec<(&'static str, Duration)>) {
        let document = json!({ "uri": NOTE, "languageId": "markdown", "version": 1, "text": text });
        self.tell("textDocument/didOpen", &json!({ "textDocument": document }));
        let line = middle(text);
        self.questions(line, asked);
        let place = json!({ "line": line, "character": 0 });
        let change = json!({ "range": { "start": place, "end": place }, "text": "Tide " });
        let document = json!({ "uri": NOTE, "version": 2 });
        let params = json!({ "textDocument": document, "contentChanges": [change] });
        self.tell("textDocument/didChange", &params);
        self.questions(line, asked);
        self.tell("textDocument/didClose", &json!({ "textDocument": { "uri": NOTE } }));
    }

    fn questions(&mut self, line: usize, asked: &mut Vec<(&'static str, Duration)>) {
        let place = json!({ "line": line, "character": 3 });
        let range = json!({ "start": place, "end": place });
        for (method, more) in [
            ("documentSymbol", json!({})),
            ("diagnostic", json!({})),
            ("hover", json!({ "position": place })),
            ("completion", json!({ "position": place })),
            ("definition", json!({ "position": place })),
            ("references", json!({ "position": place, "context": { "includeDeclaration": true } })),
            ("documentHighlight", json!({ "position": place })),
            ("foldingRange", json!({})),
            ("selectionRange", json!({ "positions": [place] })),
            ("semanticTokens/full", json!({})),
            ("documentLink", json!({})),
            ("inlayHint", json!({ "range": { "start": place, "end": place } })),
            ("codeLens", json!({})),
            ("codeAction", json!({ "range": range, "context": { "diagnostics": [] } })),
            ("typeDefinition", json!({ "position": place })),
            ("rename", json!({ "position": place, "newName": "Zyxo Ware" })),
            ("prepareCallHierarchy", json!({ "position": place })),
            ("prepareTypeHierarchy", json!({ "position": place })),
        ] {
            let mut params = more;
            params["textDocument"] = json!({ "uri": NOTE });
            let before = self.worked();
            let mut found = self.ask(&format!("textDocument/{method}"), &params);
            let first = found.get_mut(0).map(Value::take);
            for (step, item) in steps(method).iter().filter_map(|it| Some((it, first.as_ref()?))) {
                self.ask(step, &json!({ "item": item }));
            }
            asked.push((method, self.worked().saturating_sub(before)));
        }
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
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// What is asked next of the first item of an answer.
fn steps(method: &str) -> &'static [&'static str] {
    match method {
        "prepareCallHierarchy" => &["callHierarchy/incomingCalls", "callHierarchy/outgoingCalls"],
        "prepareTypeHierarchy" => &["typeHierarchy/supertypes", "typeHierarchy/subtypes"],
        _ => &[],
    }
}

/// The number of the longest line near the middle: what stands there is of the same kind in a note
/// of any size.
fn middle(text: &str) -> usize {
    let lines: Vec<_> = text.lines().map(str::len).collect();
    let half = lines.len() / 2;
    let near = half..lines.len().min(half + 200);
    near.rev().max_by_key(|line| lines[*line]).unwrap_or(half)
}

/// What a note of this shape takes, in all and by question.
fn measured(text: &str) -> (Duration, Vec<(&'static str, Duration)>) {
    let mut server = Server::start();
    server.work("## A\nb\n", &mut Vec::new());
    let before = server.worked();
    let mut asked = Vec::new();
    server.work(text, &mut asked);
    (server.worked().saturating_sub(before), asked)
}

/// What takes most of the time, for whoever has to make it faster.
fn slowest(mut asked: Vec<(&'static str, Duration)>) -> String {
    asked.sort_by_key(|(_, time)| std::cmp::Reverse(*time));
    let shown = asked.iter().take(3);
    shown.fold(String::new(), |mut out, (method, time)| {
        let _ = write!(out, " {method} {} ms", time.as_millis());
        out
    })
}

/// Says what a shape takes; false if it grows faster than the text, each time it is measured.
fn is_linear(name: &str, large: &str, small: &str) -> bool {
    for _ in 0..TRIES {
        let (twice, asked) = measured(large);
        if twice < FAST {
            println!("{name:32} {:5} ms", twice.as_millis());
            return true;
        }
        let (once, _) = measured(small);
        let ratio = twice.as_secs_f64() / once.as_secs_f64();
        let (ms, slowest) = (twice.as_millis(), slowest(asked));
        println!("{name:32} {ms:5} ms, {ratio:.2} times the half;{slowest}");
        if ratio <= MOST {
            return true;
        }
    }
    false
}

#[test]
fn twice_the_text_takes_about_twice_the_time() {
    let bytes = std::env::var("HEADWORD_DOUBLING_BYTES").ok();
    let bytes = bytes.map_or(BYTES, |bytes| bytes.parse().expect("it is a number"));
    let only = std::env::var("HEADWORD_DOUBLING_SHAPE").unwrap_or_default();
    let shapes = SHAPES.iter().filter(|(name, _)| name.contains(&only));
    let slow: Vec<_> = shapes
        .filter(|(name, shape)| !is_linear(name, &shape(bytes), &shape(bytes / 2)))
        .map(|(name, _)| *name)
        .collect();
    assert!(slow.is_empty(), "these take more than {MOST} times as long: {slow:?}");
}
