//! The test client's own tests: what a server may get wrong is noticed.

#![expect(clippy::needless_pass_by_value, reason = "JSON is written where it is passed")]

use serde_json::{Value, json};

use crate::support::conformance::Conformance;
use crate::support::profiles;

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

// What an answer may be.

/// What is noticed in an answer to a question with these params, of a server that offers this.
fn answer(client: Value, offered: Value, method: &str, params: Value, found: Value) -> Vec<String> {
    let request = json!({ "id": 2, "method": method, "params": params });
    let message = json!({ "jsonrpc": "2.0", "id": 2, "result": found });
    let mut session = running(client, offered);
    session.sent(&request);
    session.received(&message, Some(&request))
}

fn at(line: u64, character: u64) -> Value {
    json!({
        "textDocument": { "uri": "file:///notes/open.md" },
        "position": { "line": line, "character": character },
    })
}

fn span(line: u64, start: u64, end: u64) -> Value {
    json!({
        "start": { "line": line, "character": start }, "end": { "line": line, "character": end },
    })
}

#[test]
fn a_batch_is_noticed() {
    let batch = json!([{ "jsonrpc": "2.0", "id": 2, "result": null }]);
    assert_noticed(&running(json!({}), json!({})).received(&batch, None), "batch");
}

#[test]
fn ids_of_another_kind_are_noticed() {
    for message in [
        json!({ "jsonrpc": "2.0", "result": null }),
        json!({ "jsonrpc": "2.0", "id": 1.5, "result": null }),
        json!({ "jsonrpc": "2.0", "id": [1], "result": null }),
    ] {
        assert_noticed(&running(json!({}), json!({})).received(&message, None), "the id");
    }
}

#[test]
fn ranges_that_end_before_they_start_are_noticed() {
    let ask = |range: Value| {
        let found = json!([{ "uri": "file:///notes/a.md", "range": range }]);
        result(profiles::vscode(), "textDocument/references", found)
    };
    assert_fine(&ask(span(1, 2, 2)));
    assert_noticed(&ask(span(1, 3, 2)), "before it starts");
}

#[test]
fn traces_are_for_clients_that_trace() {
    let trace = |level: Option<&str>, params: Value| {
        let mut session = running(profiles::vscode(), json!({}));
        if let Some(level) = level {
            session.sent(&json!({ "method": "$/setTrace", "params": { "value": level } }));
        }
        call(&mut session, "$/logTrace", params)
    };
    let short = json!({ "message": "asked" });
    let long = json!({ "message": "asked", "verbose": "all of it" });
    assert_noticed(&trace(None, short.clone()), "off");
    assert_noticed(&trace(Some("off"), short.clone()), "off");
    assert_fine(&trace(Some("messages"), short));
    assert_noticed(&trace(Some("messages"), long.clone()), "verbose");
    assert_fine(&trace(Some("verbose"), long));
}

#[test]
fn patterns_relative_to_a_folder_are_for_clients_that_know_them() {
    let pattern = json!({ "baseUri": FOLDER, "pattern": "**/*.md" });
    let registration = json!({ "registrations": [{
        "id": "w", "method": "workspace/didChangeWatchedFiles",
        "registerOptions": { "watchers": [{ "globPattern": pattern }] },
    }] });
    let register = |client: Value| {
        call(&mut running(client, json!({})), "client/registerCapability", registration.clone())
    };
    assert_fine(&register(profiles::vscode()));
    assert_noticed(&register(profiles::helix()), "relative pattern");
}

#[test]
fn what_is_offered_has_a_client_for_it() {
    for (offered, what) in [
        (
            json!({ "diagnosticProvider": {
                "interFileDependencies": true, "workspaceDiagnostics": false,
            } }),
            "textDocument.diagnostic",
        ),
        (
            json!({ "semanticTokensProvider": { "full": true, "legend": {
                "tokenTypes": ["", "type"], "tokenModifiers": [],
            } } }),
            "no name",
        ),
        (
            json!({ "workspace": { "fileOperations": { "willRename": { "filters": [] } } } }),
            "fileOperations.willRename",
        ),
    ] {
        let answer = json!({ "jsonrpc": "2.0", "id": 1, "result": { "capabilities": offered } });
        let request = json!({ "id": 1, "method": "initialize", "params": { "capabilities": {} } });
        let mut session = Conformance::new();
        session.sent(&request);
        assert_noticed(&session.received(&answer, Some(&request)), what);
    }
}

#[test]
fn progress_goes_up_and_ends_before_the_answer() {
    let mut session = running(profiles::vscode(), json!({}));
    let request = json!({ "id": 2, "method": "workspace/symbol", "params": {
        "query": "", "workDoneToken": "t", "partialResultToken": "p",
    } });
    session.sent(&request);
    let mut step = |token: &str, value: Value| {
        call(&mut session, "$/progress", json!({ "token": token, "value": value }))
    };
    assert_fine(&step("t", json!({ "kind": "begin", "title": "Looking", "percentage": 50 })));
    let back = json!({ "kind": "report", "percentage": 40 });
    assert_noticed(&step("t", back), "from 50 to 40");
    let far = json!({ "kind": "report", "percentage": 101 });
    assert_noticed(&step("t", far), "101");
    assert_fine(&step("p", json!([])));

    let symbol = json!({ "name": "a", "kind": 20, "location": {
        "uri": FOLDER, "range": span(0, 0, 1),
    } });
    let answer = json!({ "jsonrpc": "2.0", "id": 2, "result": [symbol] });
    let wrong = session.received(&answer, Some(&request));
    assert_noticed(&wrong, "before the end of its progress");
    assert_noticed(&wrong, "in parts");
    let late = json!({ "token": "p", "value": [] });
    assert_noticed(&call(&mut session, "$/progress", late), "None");
}

#[test]
fn edits_are_made_of_what_the_client_supports() {
    let ask = |client: Value, edit: Value| result(client, "textDocument/rename", edit);
    let document = json!({ "uri": "file:///notes/open.md", "version": 3 });
    let one = |edit: Value| json!({ "textDocument": document, "edits": [edit] });
    let plain = json!({ "range": range(0), "newText": "" });
    let both = json!({ "changes": {}, "documentChanges": [one(plain.clone())] });
    assert_noticed(&ask(profiles::vscode(), both), "never seen");

    let annotated = json!({ "range": range(0), "newText": "", "annotationId": "likely" });
    let mut edit = json!({ "documentChanges": [one(annotated)] });
    assert_noticed(&ask(profiles::vscode(), edit.clone()), "no annotation likely");
    edit["changeAnnotations"] = json!({ "likely": { "label": "Mentions" } });
    assert_fine(&ask(profiles::vscode(), edit.clone()));
    assert_noticed(&ask(profiles::helix(), edit), "change annotations");

    let snippet = json!({ "range": range(0), "snippet": { "kind": "snippet", "value": "$0" } });
    assert_noticed(
        &ask(profiles::helix(), json!({ "documentChanges": [one(snippet)] })),
        "snippets",
    );

    let new = "file:///notes/new.md";
    let create = json!({ "kind": "create", "uri": new });
    let text = json!({ "textDocument": { "uri": new, "version": null }, "edits": [plain] });
    let in_order = json!({ "documentChanges": [create, text] });
    assert_fine(&ask(profiles::vscode(), in_order));
    let too_early = json!({ "documentChanges": [text, create] });
    assert_noticed(&ask(profiles::vscode(), too_early), "before it is created");
    let over = json!({ "kind": "create", "uri": new, "options": { "overwrite": true } });
    assert_noticed(&ask(profiles::vscode(), json!({ "documentChanges": [over] })), "overwrites");
    let out = json!({ "kind": "create", "uri": "file:///notes/sub/..%2f../x.md" });
    assert_noticed(&ask(profiles::vscode(), json!({ "documentChanges": [out] })), "outside");
}

#[test]
fn an_edit_is_for_the_version_of_its_question_or_a_later_one() {
    let request = json!({ "id": 2, "method": "textDocument/rename", "params": {} });
    for (version, is_fine) in [(2, false), (3, true), (4, true), (5, true), (6, false)] {
        let mut session = running(profiles::vscode(), json!({}));
        session.sent(&request);
        session.sent(&json!({ "method": "textDocument/didChange", "params": {
            "textDocument": { "uri": "file:///notes/open.md", "version": 5 },
        } }));
        let change = json!({
            "textDocument": { "uri": "file:///notes/open.md", "version": version },
            "edits": [{ "range": range(0), "newText": "" }],
        });
        let message =
            json!({ "jsonrpc": "2.0", "id": 2, "result": { "documentChanges": [change] } });
        let wrong = session.received(&message, Some(&request));
        assert_eq!(wrong.is_empty(), is_fine, "version {version}: {wrong:?}");
    }
}

#[test]
fn an_edit_is_in_the_workspace_however_it_is_spelled() {
    let edit = |uri: &str| {
        let edits = json!([{ "range": range(0), "newText": "" }]);
        result(profiles::vscode(), "textDocument/rename", json!({ "changes": { uri: edits } }))
    };
    assert_fine(&edit("file:///%6Eotes/a.md"));
    assert_fine(&edit("file:///notes/a%20b.md"));
    assert_noticed(&edit("file:///notes%2F..%2Fother.md"), "outside");
}

#[test]
fn hovers_are_about_their_place_in_a_format_of_the_client() {
    let hover = |client: Value, contents: Value, range: Value| {
        let found = json!({ "contents": contents, "range": range });
        answer(client, json!({}), "textDocument/hover", at(1, 4), found)
    };
    let markdown = json!({ "kind": "markdown", "value": "*a*" });
    let plain = json!({ "kind": "plaintext", "value": "a" });
    assert_fine(&hover(profiles::vscode(), markdown.clone(), span(1, 4, 6)));
    assert_fine(&hover(profiles::bare(), plain.clone(), span(1, 2, 4)));
    assert_noticed(&hover(profiles::eglot(), markdown, span(1, 4, 6)), "no format");
    assert_noticed(&hover(profiles::vscode(), plain, span(1, 5, 6)), "not about the place");
}

/// A completion at the fourth column of the second line.
fn completion(client: Value, mut item: Value) -> Vec<String> {
    item["label"] = json!("Cache");
    let found = json!({ "isIncomplete": false, "items": [item] });
    answer(client, json!({}), "textDocument/completion", at(1, 4), found)
}

#[test]
fn completions_are_around_the_cursor() {
    let edit = |range: Value| json!({ "textEdit": { "range": range, "newText": "Cache" } });
    let vscode = profiles::vscode;
    assert_fine(&completion(vscode(), edit(span(1, 2, 4))));
    assert_noticed(&completion(vscode(), edit(span(1, 5, 6))), "not what is around");
    assert_noticed(&completion(vscode(), edit(span(0, 2, 4))), "not what is around");
    let lines = json!({
        "start": { "line": 1, "character": 2 }, "end": { "line": 2, "character": 0 },
    });
    assert_noticed(&completion(vscode(), edit(lines)), "not what is around");

    let mut item = edit(span(1, 2, 4));
    item["additionalTextEdits"] = json!([{ "range": span(1, 3, 9), "newText": "" }]);
    assert_noticed(&completion(vscode(), item.clone()), "in the way");
    item["additionalTextEdits"] = json!([{ "range": span(0, 0, 2), "newText": "" },
        { "range": span(0, 1, 3), "newText": "" }]);
    assert_noticed(&completion(vscode(), item.clone()), "overlap");
    item["additionalTextEdits"] = json!([{ "range": span(1, 0, 2), "newText": "" }]);
    assert_fine(&completion(vscode(), item));

    let both = |insert: Value, replace: Value| json!({ "textEdit": { "insert": insert, "replace": replace, "newText": "Cache" } });
    assert_fine(&completion(vscode(), both(span(1, 2, 4), span(1, 2, 6))));
    assert_noticed(&completion(vscode(), both(span(1, 2, 6), span(1, 2, 4))), "prefix");
    assert_noticed(&completion(vscode(), both(span(1, 3, 4), span(1, 2, 6))), "prefix");
    assert_noticed(
        &completion(profiles::bare(), both(span(1, 2, 4), span(1, 2, 6))),
        "insertReplaceSupport",
    );
}

#[test]
fn completions_are_made_of_what_the_client_supports() {
    let markdown = json!({ "kind": "markdown", "value": "" });
    for (member, value, what) in [
        ("insertTextFormat", json!(2), "snippetSupport"),
        ("labelDetails", json!({ "detail": "" }), "labelDetailsSupport"),
        ("tags", json!([1]), "tagSupport"),
        ("deprecated", json!(true), "deprecatedSupport"),
        ("preselect", json!(true), "preselectSupport"),
        ("commitCharacters", json!(["]"]), "commitCharactersSupport"),
        ("insertTextMode", json!(1), "insertTextModeSupport"),
        ("documentation", markdown, "no format"),
        ("kind", json!(19), "newer than the client"),
    ] {
        assert_fine(&completion(profiles::vscode(), json!({ member: value })));
        assert_noticed(&completion(profiles::bare(), json!({ member: value })), what);
    }
    let blank = json!({ "isIncomplete": false, "items": [{ "label": " " }] });
    assert_noticed(&result(profiles::vscode(), "textDocument/completion", blank), "label");
    let shared = json!({ "isIncomplete": false, "items": [], "itemDefaults": { "data": 1 } });
    let ask = |client: Value| result(client, "textDocument/completion", shared.clone());
    assert_fine(&ask(profiles::vscode()));
    assert_noticed(&ask(profiles::helix()), "itemDefaults");
}

#[test]
fn resolving_changes_what_the_client_asks_for_later() {
    let item = json!({ "label": "Cache", "data": 1 });
    let resolved = |client: Value, member: &str, value: Value| {
        let mut found = item.clone();
        found[member] = value;
        answer(client, json!({}), "completionItem/resolve", item.clone(), found)
    };
    let text = json!("A store.");
    assert_fine(&resolved(profiles::vscode(), "documentation", text.clone()));
    assert_noticed(&resolved(profiles::neovim(), "documentation", text.clone()), "documentation");
    assert_fine(&resolved(profiles::bare(), "documentation", text));
    assert_noticed(&resolved(profiles::vscode(), "sortText", json!("0")), "sortText");

    let action = json!({ "title": "Link", "data": 1 });
    let mut found = action.clone();
    found["edit"] = json!({ "changes": {} });
    let ask = |found: Value| {
        answer(profiles::vscode(), json!({}), "codeAction/resolve", action.clone(), found)
    };
    assert_fine(&ask(found.clone()));
    found["title"] = json!("Other");
    assert_noticed(&ask(found), "title");

    let lens = json!({ "range": range(0), "data": 1 });
    let mut found = lens.clone();
    found["command"] = json!({ "title": "1 mention", "command": "" });
    let ask = |found: Value| {
        answer(profiles::vscode(), json!({}), "codeLens/resolve", lens.clone(), found)
    };
    assert_fine(&ask(found.clone()));
    found["range"] = range(1);
    assert_noticed(&ask(found), "range is resolved");
}

#[test]
fn outlines_are_in_a_form_that_the_client_takes() {
    let ask = |client: Value, symbol: Value| {
        result(client, "textDocument/documentSymbol", json!([symbol]))
    };
    let tree = |name: &str, range: Value, selection: Value| json!({ "name": name, "kind": 8, "range": range, "selectionRange": selection });
    let good = tree("Cache", span(0, 0, 9), span(0, 2, 7));
    assert_fine(&ask(profiles::vscode(), good.clone()));
    assert_noticed(&ask(profiles::helix(), good.clone()), "take trees");
    assert_noticed(&ask(profiles::vscode(), tree(" ", span(0, 0, 9), span(0, 2, 7))), "no name");
    let outside = tree("Cache", span(0, 0, 5), span(0, 2, 7));
    assert_noticed(&ask(profiles::vscode(), outside.clone()), "outside of it");
    let mut parent = good.clone();
    parent["children"] = json!([tree("Tape", span(1, 0, 5), span(1, 0, 5))]);
    assert_noticed(&ask(profiles::vscode(), parent), "is outside of \"Cache\"");
    let mut parent = good.clone();
    parent["children"] = json!([outside]);
    parent["children"][0]["name"] = json!("");
    assert_noticed(&ask(profiles::vscode(), parent.clone()), "no name");
    assert_noticed(&ask(profiles::vscode(), parent), "outside of it");
    let mut tagged = good;
    tagged["tags"] = json!([1]);
    assert_fine(&ask(profiles::vscode(), tagged.clone()));
    assert_noticed(&ask(profiles::neovim(), tagged), "tagSupport");

    let flat = |line: u64, kind: u64| {
        json!({ "name": "a", "kind": kind, "location": {
            "uri": "file:///notes/a.md", "range": span(line, 0, 1),
        } })
    };
    let ask = |found: Value| result(profiles::bare(), "textDocument/documentSymbol", found);
    assert_fine(&ask(json!([flat(0, 18), flat(1, 18)])));
    assert_noticed(&ask(json!([flat(1, 8), flat(0, 8)])), "order");
    assert_noticed(&ask(json!([flat(0, 19)])), "newer than the client");
}

#[test]
fn symbols_of_the_workspace_have_places() {
    let without = json!([{ "name": "a", "kind": 8, "location": { "uri": FOLDER } }]);
    assert_fine(&result(profiles::vscode(), "workspace/symbol", without.clone()));
    assert_noticed(&result(profiles::neovim(), "workspace/symbol", without), "without a range");
    let newer = json!([{ "name": "", "kind": 20, "location": {
        "uri": FOLDER, "range": range(0),
    } }]);
    let wrong = result(profiles::helix(), "workspace/symbol", newer);
    assert_noticed(&wrong, "newer than the client");
    assert_noticed(&wrong, "no name");
}

#[test]
fn links_lead_from_where_they_were_asked_for() {
    for name in ["definition", "declaration", "typeDefinition"] {
        let ask = |client: Value, origin: Value, selection: Value| {
            let link = json!({
                "targetUri": FOLDER, "originSelectionRange": origin,
                "targetRange": span(0, 0, 9), "targetSelectionRange": selection,
            });
            let method = format!("textDocument/{name}");
            answer(client, json!({}), &method, at(1, 4), json!([link]))
        };
        let client = profiles::everything;
        assert_fine(&ask(client(), span(1, 2, 4), span(0, 2, 4)));
        assert_noticed(&ask(client(), span(1, 5, 6), span(0, 2, 4)), "does not start");
        assert_noticed(&ask(client(), span(1, 2, 4), span(0, 8, 10)), "outside of the target");
        assert_noticed(&ask(profiles::bare(), span(1, 2, 4), span(0, 2, 4)), "linkSupport");
    }
}

#[test]
fn what_is_to_be_renamed_is_at_its_place() {
    let ask = |found: Value| {
        let method = "textDocument/prepareRename";
        answer(profiles::vscode(), json!({}), method, at(1, 4), found)
    };
    assert_fine(&ask(json!({ "range": span(1, 2, 4), "placeholder": "a" })));
    assert_noticed(&ask(json!({ "range": span(1, 5, 6), "placeholder": "a" })), "not where");
    assert_noticed(&ask(span(0, 2, 4)), "not where");
}

#[test]
fn selections_are_as_many_as_places_and_grow() {
    let ask = |found: Value| {
        let params = json!({ "textDocument": { "uri": FOLDER }, "positions": [
            { "line": 1, "character": 4 },
        ] });
        answer(profiles::vscode(), json!({}), "textDocument/selectionRange", params, found)
    };
    let grown =
        |inner: Value, outer: Value| json!({ "range": inner, "parent": { "range": outer } });
    assert_fine(&ask(json!([grown(span(1, 3, 5), span(1, 0, 9))])));
    assert_noticed(&ask(json!([])), "as many");
    assert_noticed(&ask(json!([{ "range": span(1, 5, 9) }])), "not around");
    assert_noticed(&ask(json!([grown(span(1, 3, 5), span(1, 4, 9))])), "smaller");
}

#[test]
fn folds_are_lines() {
    let ask =
        |client: Value, fold: Value| result(client, "textDocument/foldingRange", json!([fold]));
    assert_fine(&ask(profiles::vscode(), json!({ "startLine": 1, "endLine": 2 })));
    let turned = json!({ "startLine": 2, "endLine": 1 });
    assert_noticed(&ask(profiles::vscode(), turned), "before it starts");
    let columns = json!({ "startLine": 1, "endLine": 2, "startCharacter": 3 });
    assert_noticed(&ask(profiles::vscode(), columns.clone()), "columns");
    assert_fine(&ask(profiles::everything(), columns));
    let named = json!({ "startLine": 1, "endLine": 2, "collapsedText": "…" });
    assert_noticed(&ask(profiles::vscode(), named), "collapsedText");
    let mut few = profiles::vscode();
    few["textDocument"]["foldingRange"]["rangeLimit"] = json!(0);
    assert_noticed(&ask(few, json!({ "startLine": 1, "endLine": 2 })), "more folds");
}

#[test]
fn tokens_follow_each_other_and_the_legend() {
    let offered = json!({ "semanticTokensProvider": { "full": true, "legend": {
        "tokenTypes": ["type", "property"], "tokenModifiers": ["declaration"],
    } } });
    let ask = |client: Value, data: Value| {
        let method = "textDocument/semanticTokens/full";
        let params = json!({ "textDocument": { "uri": FOLDER } });
        answer(client, offered.clone(), method, params, json!({ "data": data }))
    };
    let vscode = profiles::vscode;
    assert_fine(&ask(vscode(), json!([0, 2, 3, 0, 1, 0, 3, 1, 1, 0, 1, 0, 1, 0, 0])));
    assert_noticed(&ask(vscode(), json!([0, 2, 3, 0])), "five numbers");
    assert_noticed(&ask(vscode(), json!([0, 2, 3, 0, 0, 0, 2, 1, 0, 0])), "begins inside");
    assert_noticed(&ask(vscode(), json!([0, 2, 0, 0, 0])), "empty");
    assert_noticed(&ask(vscode(), json!([0, 2, 1, 2, 0])), "legend");
    assert_noticed(&ask(vscode(), json!([0, 2, 1, 1, 2])), "legend");
    let mut overlapping = vscode();
    overlapping["textDocument"]["semanticTokens"]["overlappingTokenSupport"] = json!(true);
    assert_fine(&ask(overlapping, json!([0, 2, 3, 0, 0, 0, 2, 1, 0, 0])));
}

#[test]
fn hints_and_links_are_as_they_were_asked_for() {
    let params = json!({ "textDocument": { "uri": FOLDER }, "range": span(1, 0, 9) });
    let hint =
        |line: u64| json!([{ "label": "1 term", "position": { "line": line, "character": 4 } }]);
    let ask = |found: Value| {
        answer(profiles::vscode(), json!({}), "textDocument/inlayHint", params.clone(), found)
    };
    assert_fine(&ask(hint(1)));
    assert_noticed(&ask(hint(2)), "where hints were asked for");
    let link = json!([{ "range": range(0), "tooltip": "Open" }]);
    assert_fine(&result(profiles::vscode(), "textDocument/documentLink", link.clone()));
    assert_noticed(&result(profiles::kakoune(), "textDocument/documentLink", link), "tooltip");
}

#[test]
fn actions_are_of_the_kind_that_was_asked_for() {
    let offered = json!({ "executeCommandProvider": { "commands": ["headword.nextGap"] } });
    let ask = |client: Value, action: Value| {
        let params = json!({ "textDocument": { "uri": FOLDER }, "range": range(0), "context": {
            "diagnostics": [], "only": ["refactor"],
        } });
        answer(client, offered.clone(), "textDocument/codeAction", params, json!([action]))
    };
    let action = |more: Value| {
        let mut action = json!({ "title": "Move", "kind": "refactor.rewrite" });
        action
            .as_object_mut()
            .expect("it is one")
            .extend(more.as_object().cloned().expect("it is"));
        action
    };
    let edit = json!({ "edit": { "changes": {} } });
    assert_fine(&ask(profiles::vscode(), action(edit.clone())));
    assert_noticed(&ask(profiles::bare(), action(edit)), "only commands");
    assert_noticed(&ask(profiles::vscode(), action(json!({}))), "does nothing");
    let other = json!({ "kind": "refactoring", "edit": { "changes": {} } });
    assert_noticed(&ask(profiles::vscode(), action(other)), "not asked for");
    for (member, value) in
        [("isPreferred", json!(true)), ("disabled", json!({ "reason": "no" })), ("data", json!(1))]
    {
        let mut plain = profiles::vscode();
        plain["textDocument"]["codeAction"] = json!({ "codeActionLiteralSupport": {
            "codeActionKind": { "valueSet": [] },
        } });
        assert_noticed(&ask(plain, action(json!({ member: value }))), "is for clients with");
    }
    let run = |name: &str| action(json!({ "command": { "title": "", "command": name } }));
    assert_fine(&ask(profiles::vscode(), run("headword.nextGap")));
    assert_fine(&ask(profiles::vscode(), run("headword.showReferences")));
    assert_noticed(&ask(profiles::helix(), run("headword.showReferences")), "no one has");
}

#[test]
fn diagnostics_are_never_older_than_those_before() {
    let mut session = running(profiles::helix(), json!({}));
    let mut push = |version: i64| {
        let told = json!({
            "uri": "file:///notes/open.md", "version": version, "diagnostics": [diagnostic()],
        });
        call(&mut session, "textDocument/publishDiagnostics", told)
    };
    assert_fine(&push(2));
    assert_fine(&push(3));
    assert_noticed(&push(2), "version 2 after");
    assert_noticed(&push(4), "version 4, but open is");
}

#[test]
fn diagnostics_are_told_in_one_way() {
    let offered = json!({ "diagnosticProvider": {
        "interFileDependencies": true, "workspaceDiagnostics": false,
    } });
    let mut session = running(profiles::vscode(), offered);
    let mut push = |uri: &str, told: Value| {
        let params = json!({ "uri": uri, "diagnostics": told });
        call(&mut session, "textDocument/publishDiagnostics", params)
    };
    assert_fine(&push("file:///notes/closed.md", json!([diagnostic()])));
    assert_fine(&push("file:///notes/open.md", json!([])));
    assert_noticed(&push("file:///notes/open.md", json!([diagnostic()])), "asked for too");
}

#[test]
fn nothing_is_unchanged_that_was_not_known() {
    let mut session = running(profiles::vscode(), json!({}));
    let mut pull = |known: Value, report: Value| {
        let request = json!({ "id": 2, "method": "textDocument/diagnostic", "params": {
            "textDocument": { "uri": FOLDER }, "previousResultId": known,
        } });
        session.sent(&request);
        session.received(&json!({ "jsonrpc": "2.0", "id": 2, "result": report }), Some(&request))
    };
    let unchanged = json!({ "kind": "unchanged", "resultId": "a" });
    assert_noticed(&pull(json!("a"), unchanged.clone()), "what is known");
    assert_fine(&pull(json!("a"), json!({ "kind": "full", "resultId": "a", "items": [] })));
    assert_fine(&pull(json!("a"), unchanged.clone()));
    assert_noticed(&pull(Value::Null, unchanged.clone()), "what is known");
    assert_noticed(&pull(json!("b"), unchanged), "what is known");
    let related = json!({ "kind": "full", "items": [], "relatedDocuments": {} });
    assert_noticed(&pull(Value::Null, related), "relatedDocuments");
    let mut with_data = diagnostic();
    with_data["data"] = json!(1);
    let report = json!({ "kind": "full", "items": [with_data] });
    assert_fine(&pull(Value::Null, report.clone()));
    let params = json!({ "textDocument": { "uri": FOLDER } });
    let wrong = answer(profiles::helix(), json!({}), "textDocument/diagnostic", params, report);
    assert_noticed(&wrong, "data");

    let request = json!({ "id": 2, "method": "workspace/diagnostic", "params": {
        "previousResultIds": [{ "uri": FOLDER, "value": "a" }],
    } });
    let report = |uri: &str| {
        let item = json!({ "uri": uri, "version": null, "kind": "unchanged", "resultId": "a" });
        json!({ "jsonrpc": "2.0", "id": 2, "result": { "items": [item] } })
    };
    assert_fine(&session.received(&report(FOLDER), Some(&request)));
    let other = session.received(&report("file:///notes/a.md"), Some(&request));
    assert_noticed(&other, "what is known");
}
