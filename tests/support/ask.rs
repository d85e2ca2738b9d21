//! Short forms of the requests and notifications of tests.

use std::fmt::Write;

use serde_json::{Value, json};

use super::Client;

/// A document that no test uses for another purpose.
const PROBE: &str = "untitled:probe";

impl Client {
    /// The outline of a document as the server sends it.
    pub(crate) fn symbols(&mut self, uri: &str) -> Value {
        self.request("textDocument/documentSymbol", about(uri)).unwrap()
    }

    /// The names in a flat or hierarchical outline, in the order of the document.
    pub(crate) fn names(&mut self, uri: &str) -> Vec<String> {
        names(&self.symbols(uri))
    }

    /// Waits until the server has read all notes and changes on disk. A hover does not wait for
    /// that.
    pub(crate) fn settle(&mut self) {
        self.request("workspace/symbol", json!({ "query": "no such name" })).unwrap();
    }

    /// The hover at a position, or null.
    pub(crate) fn hover(&mut self, uri: &str, place: &Value) -> Value {
        self.settle();
        self.request("textDocument/hover", at(uri, place)).unwrap()
    }

    /// The text of the hover at a mark in the text of a document. Empty without a hover.
    pub(crate) fn hover_text(&mut self, uri: &str, text: &str, mark: &str) -> String {
        let place = self.encoding().at(text, mark);
        hover_value(&self.hover(uri, &place))
    }

    /// The definition at a position.
    pub(crate) fn definition(&mut self, uri: &str, place: &Value) -> Value {
        self.request("textDocument/definition", at(uri, place)).unwrap()
    }

    /// The completion at a position.
    pub(crate) fn completion(&mut self, uri: &str, place: &Value) -> Value {
        self.request("textDocument/completion", at(uri, place)).unwrap()
    }

    /// Requests diagnostics, and returns the report.
    pub(crate) fn pull(&mut self, uri: &str, previous: Option<&str>) -> Value {
        let mut params = about(uri);
        if let Some(previous) = previous {
            params["previousResultId"] = previous.into();
        }
        self.request("textDocument/diagnostic", params).unwrap()
    }

    /// The pulled diagnostics of a document.
    pub(crate) fn diagnostics(&mut self, uri: &str) -> Vec<Value> {
        self.pull(uri, None)["items"].as_array().cloned().unwrap()
    }

    /// Waits for the published diagnostics of a version of a document.
    pub(crate) fn published(&mut self, uri: &str, version: impl Into<Value>) -> Vec<Value> {
        let version = version.into();
        let fits = |params: &Value| params["uri"] == uri && params["version"] == version;
        let found = self.wait_for_notification("textDocument/publishDiagnostics", fits);
        found["diagnostics"].as_array().cloned().unwrap()
    }

    /// The results of all requests for a whole document, and for the terms at the line starts.
    pub(crate) fn answers(&mut self, uri: &str, text: &str) -> Value {
        let mut tokens = self.request("textDocument/semanticTokens/full", about(uri));
        if let Ok(Value::Object(tokens)) = &mut tokens {
            tokens.remove("resultId");
        }
        let all = json!({ "start": { "line": 0, "character": 0 },
            "end": { "line": 0x7fff_ffff, "character": 0 } });
        let mut hints = about(uri);
        hints["range"] = all;
        let hints = self.request("textDocument/inlayHint", hints);
        let lenses = self.request("textDocument/codeLens", about(uri));
        let folds = self.request("textDocument/foldingRange", about(uri));
        let symbols = self.symbols(uri);
        let mut found = vec![json!([symbols, tokens.ok(), hints.ok(), lenses.ok(), folds.ok()])];
        for line in 0..text.lines().count() {
            let mut params = at(uri, &json!({ "line": line, "character": 3 }));
            for method in [
                "hover",
                "definition",
                "declaration",
                "typeDefinition",
                "documentHighlight",
                "prepareCallHierarchy",
            ] {
                found.extend(self.request(&format!("textDocument/{method}"), params.clone()));
            }
            params["context"] = json!({ "includeDeclaration": true });
            found.extend(self.request("textDocument/references", params));
        }
        found.into()
    }

    /// The hover on the name of a term in a probe document, after all notes have been read.
    pub(crate) fn define(&mut self, term: &str) -> String {
        self.settle();
        self.define_now(term)
    }

    /// The same from what the server has read by now.
    pub(crate) fn define_now(&mut self, term: &str) -> String {
        self.open_text(PROBE, term);
        let place = json!({ "line": 0, "character": 0 });
        let found = self.request("textDocument/hover", at(PROBE, &place)).unwrap();
        self.close(PROBE);
        hover_value(&found)
    }

    /// Reports changes on disk: kind (1 created, 2 changed, 3 deleted) and URI.
    pub(crate) fn files_changed(&mut self, changes: &[(u8, &str)]) {
        let changes = changes.iter().map(|(kind, uri)| json!({ "uri": uri, "type": kind }));
        let params = json!({ "changes": changes.collect::<Vec<_>>() });
        self.notify("workspace/didChangeWatchedFiles", params);
    }

    /// Adds and removes workspace folders.
    pub(crate) fn folders_changed(&mut self, added: &[&str], removed: &[&str]) {
        let folders = |uris: &[&str]| {
            uris.iter().map(|uri| json!({ "uri": uri, "name": "notes" })).collect::<Vec<_>>()
        };
        let event = json!({ "added": folders(added), "removed": folders(removed) });
        self.notify("workspace/didChangeWorkspaceFolders", json!({ "event": event }));
    }
}

/// The params for a document.
pub(crate) fn about(uri: &str) -> Value {
    json!({ "textDocument": { "uri": uri } })
}

/// The params for a position in a document.
pub(crate) fn at(uri: &str, place: &Value) -> Value {
    json!({ "textDocument": { "uri": uri }, "position": place })
}

/// The text of a hover.
pub(crate) fn hover_value(hover: &Value) -> String {
    hover["contents"]["value"].as_str().unwrap_or_default().to_owned()
}

/// The names in an outline, in the order of the document.
pub(crate) fn names(symbols: &Value) -> Vec<String> {
    let mut found = Vec::new();
    for symbol in symbols.as_array().into_iter().flatten() {
        found.push(symbol["name"].as_str().unwrap().to_owned());
        found.extend(names(&symbol["children"]));
    }
    found
}

/// An outline as indented lines: name, kind, detail.
pub(crate) fn tree(symbols: &Value) -> String {
    fn write(symbols: &Value, indent: usize, out: &mut String) {
        for symbol in symbols.as_array().into_iter().flatten() {
            let (name, kind) = (symbol["name"].as_str().unwrap(), kind(&symbol["kind"]));
            let detail = symbol["detail"].as_str().map(|it| format!(": {it}")).unwrap_or_default();
            let container = symbol["containerName"].as_str();
            let container = container.map(|it| format!(" in {it}")).unwrap_or_default();
            out.push_str(&"  ".repeat(indent));
            writeln!(out, "{name} ({kind}){container}{detail}").unwrap();
            write(&symbol["children"], indent + 1, out);
        }
    }
    let mut out = String::new();
    write(symbols, 0, &mut out);
    out
}

fn kind(kind: &Value) -> &'static str {
    match kind.as_u64() {
        Some(1) => "file",
        Some(3) => "namespace",
        Some(8) => "field",
        Some(13) => "variable",
        Some(14) => "constant",
        Some(20) => "key",
        Some(21) => "null",
        _ => "?",
    }
}
