//! A tour of the example notes on standard output, if there is no terminal.
//!
//! It shows answers of the real server to the requests of an editor.

use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result};
use serde_json::{Value, json};

use crate::lsp::{Client, capabilities, uri};
use crate::place::Place;
use crate::scratch::MAIN_NOTE;

/// A short note that mentions terms of the first.
const RAFT: &str = "raft.md";
/// A note with tags in its text.
const OBSERVABILITY: &str = "2026-04-06-observability.md";

/// Prints the tour: outline, hovers, a jump, completions, diagnostics.
pub fn play(server: &Path, notes: &Path) -> Result<()> {
    println!("The answers of Headword to an editor, for the notes in {}", notes.display());
    let client = Client::start(&mut Command::new(server), notes, &capabilities())?;
    let mut tour = Tour { client, notes };
    tour.outline(MAIN_NOTE)?;
    tour.hover("an acronym in running text", MAIN_NOTE, "WAL, in commit order")?;
    tour.hover("a plural", MAIN_NOTE, "SSTables keep them")?;
    tour.hover("a term of another note", RAFT, "fencing token")?;
    tour.hover("a heading", MAIN_NOTE, "Compaction\n")?;
    tour.hover("a tag with a space", MAIN_NOTE, "interview prep")?;
    tour.definition(RAFT, "fencing token")?;
    tour.completion("a tag", MAIN_NOTE, "tags: [databases", ", obs")?;
    tour.completion("a category", MAIN_NOTE, "categories: [Systems", ", Op")?;
    tour.completion("an inline tag", OBSERVABILITY, "#draft", " #re")?;
    tour.diagnostics()?;
    tour.client.stop()
}

struct Tour<'a> {
    client: Client,
    notes: &'a Path,
}

impl Tour<'_> {
    fn outline(&mut self, note: &str) -> Result<()> {
        title(&format!("Outline of {note}"));
        self.show(note)?;
        let symbols = self.client.request("textDocument/documentSymbol", &self.document(note))?;
        print_symbols(&symbols, 1);
        Ok(())
    }

    fn hover(&mut self, what: &str, note: &str, text: &str) -> Result<()> {
        let place = Place::find(&self.show(note)?, text)?;
        title(&format!("Hover on {what}, {note}:{place}"));
        println!("  {}\n", place.marked());
        let hover = self.client.request("textDocument/hover", &self.position(note, &place))?;
        for line in hover["contents"]["value"].as_str().unwrap_or("(nothing)").lines() {
            println!("  | {line}");
        }
        Ok(())
    }

    fn definition(&mut self, note: &str, text: &str) -> Result<()> {
        let place = Place::find(&self.show(note)?, text)?;
        title(&format!("Definition of \"{text}\", {note}:{place}"));
        let targets =
            self.client.request("textDocument/definition", &self.position(note, &place))?;
        for target in list(&targets) {
            let (uri, range) = match target.get("targetUri") {
                Some(uri) => (uri, &target["targetSelectionRange"]),
                None => (&target["uri"], &target["range"]),
            };
            let name = uri.as_str().and_then(|uri| uri.rsplit('/').next()).unwrap_or("?");
            println!("  -> {name}:{}", line_number(range)?);
        }
        Ok(())
    }

    /// Types after a text and requests completions.
    fn completion(&mut self, what: &str, note: &str, after: &str, typed: &str) -> Result<()> {
        let text = self.show(note)?;
        let at =
            after.len() + text.find(after).with_context(|| format!("{note} has no \"{after}\""))?;
        let edited = [&text[..at], typed, &text[at..]].concat();
        self.client.show(&uri(&self.notes.join(note)), &edited)?;
        let place = Place::at(&edited, at + typed.len());
        title(&format!("Completion of {what}, {note}:{place}"));
        println!("  {}\n", place.marked());
        let answer =
            self.client.request("textDocument/completion", &self.position(note, &place))?;
        for item in list(answer.get("items").unwrap_or(&answer)) {
            let (label, detail) = (item["label"].as_str(), item["detail"].as_str());
            println!(
                "{}",
                format!("  {:<20} {}", label.unwrap_or("?"), detail.unwrap_or_default()).trim_end()
            );
        }
        self.show(note)?;
        Ok(())
    }

    fn diagnostics(&mut self) -> Result<()> {
        title("Diagnostics");
        for note in self.names()? {
            let text = self.show(&note)?;
            let report = self.client.request("textDocument/diagnostic", &self.document(&note))?;
            println!("  {note}");
            for diagnostic in list(&report["items"]) {
                let number = line_number(&diagnostic["range"])?;
                let line = text.lines().nth(number - 1).unwrap_or_default();
                let level = severity(&diagnostic["severity"]);
                let code = diagnostic["code"].as_str().unwrap_or("?");
                let message = diagnostic["message"].as_str().unwrap_or("?");
                println!("  {number:>4} | {line}");
                println!("       | {level}: {message} ({code})");
            }
        }
        Ok(())
    }

    /// The notes by name, in order.
    fn names(&self) -> Result<Vec<String>> {
        let mut names: Vec<String> = fs::read_dir(self.notes)?
            .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
            .filter(|name| Path::new(name).extension().is_some_and(|kind| kind == "md"))
            .collect();
        names.sort();
        Ok(names)
    }

    /// Shows the server a note as it is on disk; returns its text.
    fn show(&mut self, note: &str) -> Result<String> {
        let path = self.notes.join(note);
        let text = fs::read_to_string(&path).with_context(|| format!("cannot read {note}"))?;
        self.client.show(&uri(&path), &text)?;
        Ok(text)
    }

    fn document(&self, note: &str) -> Value {
        json!({"textDocument": {"uri": uri(&self.notes.join(note))}})
    }

    fn position(&self, note: &str, place: &Place) -> Value {
        let mut params = self.document(note);
        params["position"] = json!({"line": place.line, "character": place.character});
        params
    }
}

fn title(text: &str) {
    println!("\n## {text}\n");
}

fn print_symbols(symbols: &Value, depth: usize) {
    for symbol in list(symbols) {
        let detail = symbol["detail"].as_str().unwrap_or_default();
        let name = symbol["name"].as_str().unwrap_or("?");
        println!("{}", format!("{}{name}  {detail}", "  ".repeat(depth)).trim_end());
        print_symbols(&symbol["children"], depth + 1);
    }
}

/// The elements of a list; a single value is a list of one, null an empty one.
fn list(value: &Value) -> &[Value] {
    match value {
        Value::Array(values) => values,
        Value::Null => &[],
        single => std::slice::from_ref(single),
    }
}

/// The number of a range's first line, as editors show it.
fn line_number(range: &Value) -> Result<usize> {
    let line = range["start"]["line"].as_u64().context("a range without a line")?;
    Ok(usize::try_from(line)? + 1)
}

fn severity(number: &Value) -> &'static str {
    match number.as_u64() {
        Some(1) => "error",
        Some(2) => "warning",
        Some(3) => "information",
        _ => "hint",
    }
}
