//! The test client's own tests: what a server may get wrong is noticed.

#![expect(clippy::needless_pass_by_value, reason = "JSON is written where it is passed")]

mod support;

use serde_json::{Value, json};

use support::conformance::Conformance;
use support::profiles;

const FOLDER: &str = "file:///notes";

/// A conversation behind `initialize`, with one open note.
fn running(capabilities: Value, offered: Value) -> Conformance {
    let mut conformance = Conformance::new();
    let request = json!({ "id": 1, "method": "initialize", "params": {
        "capabilities": capabilities,
        "workspaceFolders": [{ "uri": FOLDER, "name": "notes" }],
    } });
    conformance.sent(&request);
    let answer = json!({ "jsonrpc": "2.0", "id": 1, "result": { "capabilities": offered } });
    assert_eq!(conformance.received(&answer, Some(&request)), [""; 0]);
    conformance.sent(&json!({ "method": "textDocument/didOpen", "params": {
        "textDocument": { "uri": "file:///notes/open.md", "version": 3 },
    } }));
    conformance
}

fn call(conformance: &mut Conformance, method: &str, params: Value) -> Vec<String> {
    conformance.received(&json!({ "jsonrpc": "2.0", "method": method, "params": params }), None)
}

fn result(capabilities: Value, method: &str, result: Value) -> Vec<String> {
    let request = json!({ "id": 2, "method": method, "params": {} });
    let answer = json!({ "jsonrpc": "2.0", "id": 2, "result": result });
    running(capabilities, json!({})).received(&answer, Some(&request))
}

#[track_caller]
fn assert_noticed(wrong: &[String], what: &str) {
    assert!(wrong.iter().any(|wrong| wrong.contains(what)), "{what:?} in {wrong:#?}");
}

#[track_caller]
fn assert_fine(wrong: &[String]) {
    assert!(wrong.is_empty(), "{wrong:#?}");
}

fn range(line: i64) -> Value {
    json!({ "start": { "line": line, "character": 0 }, "end": { "line": line, "character": 2 } })
}

fn diagnostic() -> Value {
    json!({ "range": range(0), "message": "empty", "severity": 2, "code": "empty-section" })
}

#[test]
fn shapes_are_checked() {
    let hover = |result_value| result(profiles::vscode(), "textDocument/hover", result_value);
    assert_fine(&hover(Value::Null));
    assert_fine(&hover(json!({ "contents": { "kind": "markdown", "value": "text" } })));
    assert_noticed(&hover(json!({ "contents": "text", "more": 1 })), "more");
    assert_noticed(&hover(json!({ "contents": "text", "range": Value::Null })), "/range");
    assert_noticed(&hover(json!({ "contents": { "kind": "html", "value": "" } })), "html");
    assert_noticed(&hover(json!({ "contents": "text", "range": range(4_294_967_295) })), "/line");
    assert_noticed(&hover(json!({ "contents": "text", "range": range(-1) })), "/line");
    assert_noticed(&hover(json!([])), "hover");
    let shutdown = |value| result(profiles::vscode(), "shutdown", value);
    assert_fine(&shutdown(Value::Null));
    assert_noticed(&shutdown(json!({})), "shutdown");
}

#[test]
fn envelopes_are_checked() {
    let mut session = running(json!({}), json!({}));
    for (message, what) in [
        (json!({ "id": 2, "result": null }), "jsonrpc"),
        (json!({ "jsonrpc": "2.0", "id": 2 }), "neither"),
        (
            json!({ "jsonrpc": "2.0", "id": 2, "result": 1, "error": { "code": 1, "message": "" } }),
            "both",
        ),
        (json!({ "jsonrpc": "2.0", "id": 2, "error": { "code": "1", "message": "" } }), "code"),
        (json!({ "jsonrpc": "2.0", "id": 2, "result": 1, "more": 1 }), "more"),
    ] {
        assert_noticed(&session.received(&message, None), what);
    }
}

#[test]
fn what_the_client_cannot_take_is_noticed() {
    for (method, params) in [
        ("workspace/configuration", json!({ "items": [] })),
        ("workspace/inlayHint/refresh", Value::Null),
        ("workspace/codeLens/refresh", Value::Null),
        ("workspace/applyEdit", json!({ "edit": {} })),
        ("window/workDoneProgress/create", json!({ "token": 1 })),
    ] {
        assert_fine(&call(&mut running(profiles::everything(), json!({})), method, params.clone()));
        assert_noticed(&call(&mut running(json!({}), json!({})), method, params), "is for clients");
    }
    let mut bare = running(profiles::bare(), json!({}));
    let told = json!({ "uri": FOLDER, "diagnostics": [diagnostic()] });
    assert_fine(&call(&mut bare, "textDocument/publishDiagnostics", told));
    let mut tagged = diagnostic();
    tagged["tags"] = json!([1]);
    let told = json!({ "uri": FOLDER, "diagnostics": [tagged] });
    assert_noticed(&call(&mut bare, "textDocument/publishDiagnostics", told), "tags");
    assert_noticed(&call(&mut bare, "textDocument/hover", json!({})), "sent by clients");
    assert_noticed(&call(&mut bare, "headword/own", json!({})), "unknown");
}

#[test]
fn nothing_but_messages_comes_before_the_answer_to_initialize() {
    let mut session = Conformance::new();
    session.sent(&json!({ "method": "initialize", "params": {
        "capabilities": profiles::everything(),
    } }));
    let message = json!({ "type": 3, "message": "hello" });
    assert_fine(&call(&mut session, "window/logMessage", message));
    let told = json!({ "uri": FOLDER, "diagnostics": [] });
    assert_noticed(&call(&mut session, "textDocument/publishDiagnostics", told), "before");
}

#[test]
fn registrations_are_checked() {
    let registration = |id: &str, method: &str, options: Value| json!({ "registrations": [{ "id": id, "method": method, "registerOptions": options }] });
    let watchers = json!({ "watchers": [{ "globPattern": "**/*.md" }] });
    let watch = registration("w", "workspace/didChangeWatchedFiles", watchers);
    let method = "client/registerCapability";

    let mut session = running(profiles::vscode(), json!({ "hoverProvider": true }));
    assert_fine(&call(&mut session, method, watch.clone()));
    assert_noticed(&call(&mut session, method, watch.clone()), "twice");
    let hover = registration("h", "textDocument/hover", json!({ "documentSelector": null }));
    assert_noticed(&call(&mut session, method, hover), "from the start");
    let rename = registration("r", "textDocument/rename", json!({ "documentSelector": 5 }));
    assert_noticed(&call(&mut session, method, rename), "documentSelector");
    let tokens = json!({ "documentSelector": null, "legend": {
        "tokenTypes": [], "tokenModifiers": [],
    } });
    assert_fine(&call(
        &mut session,
        method,
        registration("t", "textDocument/semanticTokens", tokens),
    ));

    let mut session = running(profiles::neovim(), json!({}));
    assert_noticed(&call(&mut session, method, watch), "does not let");
    let unknown = json!({ "unregisterations": [{ "id": "x", "method": "textDocument/hover" }] });
    assert_noticed(&call(&mut session, "client/unregisterCapability", unknown), "not registered");
}

#[test]
fn offers_are_checked() {
    for (offered, what) in [
        (json!({ "renameProvider": { "prepareProvider": true } }), "prepareSupport"),
        (json!({ "positionEncoding": "utf-8" }), "utf-8"),
        (json!({ "codeActionProvider": { "codeActionKinds": [] } }), "codeActionLiteralSupport"),
    ] {
        let answer = json!({ "jsonrpc": "2.0", "id": 1, "result": { "capabilities": offered } });
        let request = json!({ "id": 1, "method": "initialize", "params": { "capabilities": {} } });
        let mut session = Conformance::new();
        session.sent(&request);
        assert_noticed(&session.received(&answer, Some(&request)), what);
    }
}

#[test]
fn progress_is_in_order() {
    let create = |session: &mut Conformance| {
        let method = "window/workDoneProgress/create";
        let request =
            json!({ "jsonrpc": "2.0", "id": 5, "method": method, "params": { "token": 1 } });
        assert_fine(&session.received(&request, None));
        request
    };
    let step = |session: &mut Conformance, kind: &str| {
        let mut value = json!({ "kind": kind });
        if kind == "begin" {
            value["title"] = json!("Reading");
        }
        call(session, "$/progress", json!({ "token": 1, "value": value }))
    };
    let mut session = running(profiles::vscode(), json!({}));
    assert_noticed(&step(&mut session, "begin"), "None");
    let request = create(&mut session);
    assert_noticed(&step(&mut session, "begin"), "Requested");
    session.answered(&request, true);
    assert_noticed(&step(&mut session, "report"), "Created");
    for kind in ["begin", "report", "report", "end"] {
        assert_fine(&step(&mut session, kind));
    }
    assert_noticed(&step(&mut session, "end"), "Ended");

    let mut session = running(profiles::vscode(), json!({}));
    let request = create(&mut session);
    session.answered(&request, false);
    assert_noticed(&step(&mut session, "begin"), "None");
}

#[test]
fn edits_are_checked() {
    let edit = |line: i64| json!({ "range": range(line), "newText": "" });
    let changes = |uri: &str, edits: Value| {
        result(profiles::vscode(), "textDocument/rename", json!({ "changes": { uri: edits } }))
    };
    assert_fine(&changes("file:///notes/a.md", json!([edit(1), edit(0)])));
    assert_noticed(&changes("file:///notes/a.md", json!([edit(1), edit(1)])), "overlap");
    for uri in ["file:///other/a.md", "file:///notes/../a.md", "file:///notes2/a.md", "untitled:a"]
    {
        assert_noticed(&changes(uri, json!([edit(0)])), "outside");
    }

    let versioned = |capabilities: Value, name: &str, version: Value| {
        let document = json!({ "uri": format!("{FOLDER}/{name}"), "version": version });
        let change = json!({ "textDocument": document, "edits": [edit(0)] });
        let edit = json!({ "documentChanges": [change] });
        result(capabilities, "textDocument/rename", edit)
    };
    assert_fine(&versioned(profiles::vscode(), "open.md", json!(3)));
    assert_fine(&versioned(profiles::vscode(), "closed.md", Value::Null));
    assert_noticed(&versioned(profiles::vscode(), "open.md", Value::Null), "version");
    assert_noticed(&versioned(profiles::vscode(), "open.md", json!(4)), "version");
    assert_noticed(&versioned(profiles::vscode(), "closed.md", json!(1)), "version");
    assert_noticed(&versioned(json!({}), "open.md", json!(3)), "documentChanges");

    let create =
        json!({ "documentChanges": [{ "kind": "create", "uri": "file:///notes/new.md" }] });
    assert_fine(&result(profiles::vscode(), "textDocument/rename", create.clone()));
    assert_noticed(&result(profiles::eglot(), "textDocument/rename", create), "operation");
}
