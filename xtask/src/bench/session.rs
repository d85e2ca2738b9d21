//! One session with one server: the same work for each, in the same order.

use std::fs;
use std::path::Path;
use std::process::Command;
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use serde_json::{Value, json};

use crate::bench::figures::{Figures, Row};
use crate::bench::usage::Usage;
use crate::bench::vault::{self, Heading, Probe, Probes, Vault};
use crate::lsp::{Client, capabilities, uri};

/// How long the scan, or one answer, may take.
const PATIENCE: Duration = Duration::from_mins(3);
/// How long the samples of one row may take.
const ROW: Duration = Duration::from_secs(20);
/// The numbers of samples.
const KEYSTROKES: usize = 100;
const CHECKS: usize = 20;
const SEARCHES: usize = 20;
/// Each of so many keystrokes is in a heading, which must be in the next outline.
const HEADING_EVERY: usize = 10;

/// A server that is measured.
#[derive(Clone, Debug)]
pub struct Server {
    /// The name and version in the table.
    pub name: String,
    /// The program and its arguments.
    pub command: Vec<String>,
}

impl Server {
    fn start(&self, folder: &Path, capabilities: &Value) -> Result<Client> {
        let (program, arguments) = self.command.split_first().context("no program")?;
        let mut command = Command::new(program);
        let mut client = Client::start(command.args(arguments), folder, capabilities)?;
        client.patience = PATIENCE;
        Ok(client)
    }
}

/// Runs one session, and one more for the diagnostics that are pushed.
pub fn measure(server: &Server, vault: &Vault, probes: &Probes) -> Result<Figures> {
    let mut session = Session {
        client: server.start(&vault.folder, &capabilities())?,
        vault,
        figures: Figures::default(),
        text: String::new(),
    };
    let initialized = session.client.started.elapsed();
    session.figures.time(Row::Start, initialized, true);
    session.wait_for_scan()?;
    if let Some(usage) = Usage::of(session.client.process()) {
        session.figures.add(Row::IndexCpu, usage.cpu, true);
        session.figures.add(Row::Memory, usage.memory, true);
    }
    session.search()?;
    session.type_and_ask(Row::Keystroke, KEYSTROKES)?;
    session.type_and_ask(Row::PulledDiagnostics, CHECKS)?;
    session.ask_at(probes)?;
    if let Some(usage) = Usage::of(session.client.process()) {
        session.figures.add(Row::PeakMemory, usage.peak, true);
    }
    let Session { client, mut figures, .. } = session;
    // Some servers end only with their input, so it is not waited for.
    drop(client);
    figures.extend(pushed(server, vault)?);
    Ok(figures)
}

struct Session<'v> {
    client: Client,
    vault: &'v Vault,
    figures: Figures,
    /// The text of the note in which the client types.
    text: String,
}

impl Session<'_> {
    /// Opens the note to type in, and waits until the server knows the last heading of all notes.
    fn wait_for_scan(&mut self) -> Result<()> {
        self.open_typed_note()?;
        if !self.offers("workspaceSymbolProvider") {
            thread::sleep(Duration::from_secs(1));
            return Ok(());
        }
        let (path, name) = self.vault.last_heading()?;
        let deadline = Instant::now() + PATIENCE;
        while Instant::now() < deadline {
            let (at, answer) = self.client.timed("workspace/symbol", &json!({ "query": &name }))?;
            if has_symbol(&answer, &name, &path) {
                let took = at - self.client.started;
                self.figures.time(Row::Index, took, true);
                break;
            }
            thread::sleep(Duration::from_millis(5));
        }
        Ok(())
    }

    fn open_typed_note(&mut self) -> Result<()> {
        let path = self.vault.typed_note();
        self.text = fs::read_to_string(path)?;
        self.client.show(&uri(path), &self.text)
    }

    fn offers(&self, capability: &str) -> bool {
        !matches!(self.client.offers[capability], Value::Null | Value::Bool(false))
    }

    /// Searches for headings of notes all over the folder.
    fn search(&mut self) -> Result<()> {
        if !self.offers("workspaceSymbolProvider") {
            return Ok(());
        }
        let step = self.vault.notes.len().div_ceil(SEARCHES);
        for path in self.vault.notes.iter().step_by(step) {
            let text = fs::read_to_string(path)?;
            let Some(Heading { name, .. }) = vault::last_heading(&text) else { continue };
            let start = Instant::now();
            let (at, answer) = self.client.timed("workspace/symbol", &json!({ "query": &name }))?;
            self.figures.time(Row::Symbols, at - start, has_symbol(&answer, &name, path));
        }
        Ok(())
    }

    /// Types a character, and asks for the outline or the diagnostics at once.
    fn type_and_ask(&mut self, row: Row, count: usize) -> Result<()> {
        let (capability, method) = match row {
            Row::Keystroke => ("documentSymbolProvider", "textDocument/documentSymbol"),
            _ => ("diagnosticProvider", "textDocument/diagnostic"),
        };
        if !self.offers(capability) {
            return Ok(());
        }
        let note = json!({ "textDocument": { "uri": uri(self.vault.typed_note()) } });
        let mut typist = Typist::new(&self.text)?;
        for index in 0..count {
            let (range, name) = typist.next(index);
            let start = Instant::now();
            self.client.edit(&uri(self.vault.typed_note()), &range, "x")?;
            let (at, answer) = self.client.timed(method, &note)?;
            let is_right = match (row, name) {
                (Row::Keystroke, Some(name)) => has_name(&answer, &name),
                (Row::Keystroke, None) => answer.as_array().is_some_and(|it| !it.is_empty()),
                _ => answer["kind"].is_string(),
            };
            self.figures.time(row, at - start, is_right);
            thread::sleep(Duration::from_millis(5));
        }
        // The text is set back, so that the next row begins with the same.
        self.client.show(&uri(self.vault.typed_note()), &self.text)
    }

    /// Asks at places all over the folder.
    fn ask_at(&mut self, probes: &Probes) -> Result<()> {
        let questions = [
            (Row::Hover, "hover", &probes.mentions),
            (Row::Definition, "definition", &probes.links),
            (Row::LinkCompletion, "completion", &probes.links),
            (Row::WikiCompletion, "completion", &probes.wiki_links),
            (Row::HeadingReferences, "references", &probes.headings),
            (Row::TermReferences, "references", &probes.mentions),
        ];
        for probe in questions.iter().flat_map(|(_, _, places)| places.iter()) {
            let path = uri(&probe.path);
            if !self.client.is_open(&path) {
                self.client.show(&path, &fs::read_to_string(&probe.path)?)?;
            }
        }
        thread::sleep(Duration::from_secs(1));
        for (row, method, places) in questions {
            if self.offers(&format!("{method}Provider")) {
                self.ask(row, method, places)?;
            }
        }
        Ok(())
    }

    fn ask(&mut self, row: Row, method: &str, places: &[Probe]) -> Result<()> {
        let deadline = Instant::now() + ROW;
        for probe in places.iter().take_while(|_| Instant::now() < deadline) {
            let params = json!({
                "textDocument": { "uri": uri(&probe.path) },
                "position": { "line": probe.line, "character": probe.column },
                "context": { "includeDeclaration": true, "triggerKind": 1 },
            });
            let start = Instant::now();
            let (at, answer) = self.client.timed(&format!("textDocument/{method}"), &params)?;
            self.figures.time(row, at - start, is_right(row, &answer, &probe.target));
        }
        Ok(())
    }
}

/// The keystrokes in a note: in running text, and now and then in a heading.
struct Typist {
    text_line: usize,
    heading: Heading,
}

impl Typist {
    fn new(text: &str) -> Result<Self> {
        let heading = vault::last_heading(text).context("no heading to type in")?;
        let text_line = vault::running_text(text).context("no text to type in")?;
        Ok(Self { text_line, heading })
    }

    /// The empty range at which an `x` is typed, and the heading that has to be in the outline then.
    fn next(&mut self, index: usize) -> (Value, Option<String>) {
        let is_heading = index % HEADING_EVERY == HEADING_EVERY - 1;
        let (line, column) =
            if is_heading { (self.heading.line, self.heading.column) } else { (self.text_line, 0) };
        if is_heading {
            self.heading.name.insert(0, 'x');
        }
        let position = json!({ "line": line, "character": column });
        let range = json!({ "start": position, "end": position });
        (range, is_heading.then(|| self.heading.name.clone()))
    }
}

/// From a change to the diagnostics that the server pushes, in a client that cannot pull them.
fn pushed(server: &Server, vault: &Vault) -> Result<Figures> {
    let mut cannot_pull = capabilities();
    cannot_pull["textDocument"]["diagnostic"].take();
    cannot_pull["textDocument"]["publishDiagnostics"] = json!({ "versionSupport": true });
    let mut session = Session {
        client: server.start(&vault.folder, &cannot_pull)?,
        vault,
        figures: Figures::default(),
        text: String::new(),
    };
    session.wait_for_scan()?;
    let mut figures = Figures::default();
    let path = uri(vault.typed_note());
    let is_pushed = |message: &Value| {
        message["method"] == "textDocument/publishDiagnostics" && message["params"]["uri"] == path
    };
    // Servers that push nothing have no row.
    let within = |duration| Instant::now() + duration;
    if session.client.notification(within(Duration::from_secs(2)), is_pushed)?.is_some() {
        let mut typist = Typist::new(&session.text)?;
        for index in 0..CHECKS {
            // Everything about earlier changes arrives first.
            session.client.notification(within(Duration::from_millis(500)), |_| false)?;
            let (range, _) = typist.next(index);
            let start = Instant::now();
            session.client.edit(&path, &range, "x")?;
            let pushed = session.client.notification(within(Duration::from_secs(10)), is_pushed)?;
            let took = pushed.map_or(Duration::from_secs(10), |at| at - start);
            figures.time(Row::PushedDiagnostics, took, pushed.is_some());
        }
    }
    Ok(figures)
}

/// Whether an answer says what is true of the folder.
fn is_right(row: Row, answer: &Value, target: &Path) -> bool {
    match row {
        Row::Hover => !answer["contents"].is_null(),
        Row::LinkCompletion | Row::WikiCompletion => {
            let items = answer.get("items").unwrap_or(answer);
            items.as_array().is_some_and(|items| !items.is_empty())
        }
        _ => {
            let target = uri(target);
            let is_target = |it: &Value| it["uri"] == target || it["targetUri"] == target;
            is_target(answer) || answer.as_array().is_some_and(|all| all.iter().any(is_target))
        }
    }
}

fn has_symbol(answer: &Value, name: &str, path: &Path) -> bool {
    let path = uri(path);
    let is_it = |symbol: &Value| {
        symbol["location"]["uri"] == path
            && symbol["name"].as_str().is_some_and(|found| found.contains(name))
    };
    answer.as_array().is_some_and(|symbols| symbols.iter().any(is_it))
}

fn has_name(outline: &Value, name: &str) -> bool {
    let is_it = |symbol: &Value| {
        symbol["name"].as_str().is_some_and(|found| found.contains(name))
            || has_name(&symbol["children"], name)
    };
    outline.as_array().is_some_and(|symbols| symbols.iter().any(is_it))
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use serde_json::json;

    use super::{Row, Typist, has_name, is_right};

    #[test]
    fn an_answer_has_to_name_the_note() {
        let link = json!([{ "targetUri": "file:///a.md" }]);
        assert!(is_right(Row::Definition, &link, Path::new("/a.md")));
        assert!(!is_right(Row::Definition, &link, Path::new("/b.md")));
        assert!(!is_right(Row::LinkCompletion, &json!({ "items": [] }), Path::new("/a.md")));
    }

    #[test]
    fn headings_are_found_below_others() {
        let outline = json!([{ "name": "A", "children": [{ "name": "#### B c" }] }]);
        assert!(has_name(&outline, "B c"));
        assert!(!has_name(&outline, "C"));
    }

    #[test]
    fn each_tenth_keystroke_is_in_a_heading() {
        let text = "Running text, which has more than forty letters.\n#### Name\n";
        let mut typist = Typist::new(text).unwrap();
        assert_eq!(typist.next(0).1, None);
        assert_eq!(typist.next(9).1, Some("xName".to_owned()));
        assert_eq!(typist.next(19).1, Some("xxName".to_owned()));
    }
}
