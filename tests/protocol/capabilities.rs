//! What is offered, registered, asked for and shown: as much as the client can take, and no more.

use serde_json::{Value, json};

use super::{STORAGE, notes};
use crate::support::conformance::{at, items, offers};
use crate::support::model::Model;
use crate::support::{Client, profiles};

/// 51 M: no method is both offered statically and registered dynamically.
#[test]
fn nothing_is_offered_and_registered() {
    let mut registered = 0;
    for (name, capabilities) in profiles::in_all_encodings() {
        let workspace = notes();
        let mut client = Client::spawn();
        let offered = client.initialize(json!({
            "processId": null, "rootUri": workspace.root_uri(), "capabilities": capabilities,
        }));
        client.define("cache");
        for said in client.said("client/registerCapability") {
            for registration in items(&said["registrations"]) {
                let method = registration["method"].as_str().unwrap();
                let provider = Model::get().method(method).unwrap().server_capability.as_deref();
                let is_offered = provider.is_some_and(|it| offers(&offered["capabilities"], it));
                assert!(!is_offered, "{name}: {method}");
                registered += 1;
            }
        }
        client.finish();
    }
    assert!(registered > 0, "nothing was registered at all");
}

/// 52 M: `prepareProvider` is offered only to clients with `rename.prepareSupport`.
#[test]
fn preparing_a_rename_is_offered_where_the_client_does() {
    for (name, capabilities) in profiles::in_all_encodings() {
        let can = capabilities["textDocument"]["rename"]["prepareSupport"] == true;
        let mut client = Client::spawn();
        let offered = client.initialize(json!({
            "processId": null, "rootUri": null, "capabilities": capabilities,
        }));
        let provider = &offered["capabilities"]["renameProvider"];
        assert_eq!(provider["prepareProvider"] == true, can, "{name}");
        assert!(can || *provider == true, "{name}: it can rename all the same");
        client.finish();
    }
}

/// What is asked of clients in the conversation below, each with the capability for it.
const ASKED: [(&str, &str); 6] = [
    ("workspace/configuration", "workspace.configuration"),
    ("window/workDoneProgress/create", "window.workDoneProgress"),
    ("workspace/codeLens/refresh", "workspace.codeLens.refreshSupport"),
    ("workspace/inlayHint/refresh", "workspace.inlayHint.refreshSupport"),
    ("workspace/semanticTokens/refresh", "workspace.semanticTokens.refreshSupport"),
    ("workspace/diagnostic/refresh", "workspace.diagnostics.refreshSupport"),
];

/// 53 M: a request is sent if and only if the client supports it.
#[test]
fn clients_are_asked_for_what_they_can() {
    for (name, capabilities) in profiles::in_all_encodings() {
        let can = |path: &str| offers(&capabilities, path);
        let workspace = notes();
        let mut client = Client::spawn().initialized(&workspace, capabilities.clone());
        client.open(&workspace, "storage.md");
        client.define("cache");
        // Everything that is shown all the time is out of date now.
        let settings = json!({ "headword": { "diagnostics": { "empty-section": "error" } } });
        client.set_settings(settings.clone());
        client.notify("workspace/didChangeConfiguration", json!({ "settings": settings }));
        for (method, needed) in ASKED {
            if can(needed) {
                client.wait_for_request(method, |_| true);
            }
        }
        client.define("cache");
        for (method, needed) in ASKED {
            assert_eq!(client.said(method).count() > 0, can(needed), "{name}: {method}");
        }
        // To show a document is asked for by a command that only such clients are offered.
        if can("window.showDocument.support") {
            let place = client.encoding().at(STORAGE, "#### |Cache");
            let arguments = json!([workspace.uri("storage.md"), place]);
            let params = json!({ "command": "headword.nextGap", "arguments": arguments });
            client.request("workspace/executeCommand", params).unwrap();
            client.wait_for_request("window/showDocument", |_| true);
        }
        client.finish();
    }
}

/// 54 M: progress has one begin and one end for each token; a refused token gets no progress.
#[test]
fn progress_begins_goes_on_and_ends() {
    for (name, capabilities) in profiles::all() {
        let can = capabilities["window"]["workDoneProgress"] == true;
        let workspace = notes();
        let mut client = Client::spawn().initialized(&workspace, capabilities.clone());
        if can {
            client.wait_for_notification("$/progress", |it| it["value"]["kind"] == "end");
        }
        client.define("cache");
        let said: Vec<_> = client.said("$/progress").collect();
        let is = |it: &&&Value, kind: &str| it["value"]["kind"] == kind;
        let count = |kind: &str| said.iter().filter(|it| is(it, kind)).count();
        assert_eq!((count("begin"), count("end")), (usize::from(can), usize::from(can)), "{name}");
        assert!(said.iter().all(|it| it["token"] == said[0]["token"]), "{name}: one scan");
        client.finish();

        let client = Client::spawn().refusing("window/workDoneProgress/create");
        let mut client = client.initialized(&workspace, capabilities);
        assert!(client.define("cache").contains("store in memory"), "{name}");
        assert_eq!(client.said("$/progress").count(), 0, "{name}: no one agreed to it");
        client.finish();
    }
}

/// 55 M: partial results use only the token of their request, and the final result is then empty.
#[test]
fn parts_of_results_come_under_their_token_alone() {
    let workspace = notes();
    let mut client = Client::spawn().initialized(&workspace, profiles::everything());
    client.open(&workspace, "storage.md");
    let uri = workspace.uri("storage.md");
    let cursor = client.encoding().at(STORAGE, "#### Ca|che");
    for (number, method) in
        ["textDocument/references", "textDocument/documentSymbol", "workspace/symbol"]
            .into_iter()
            .enumerate()
    {
        let token = format!("part {number}");
        let params = json!({
            "textDocument": { "uri": uri }, "position": cursor, "query": "c",
            "context": { "includeDeclaration": true },
            "partialResultToken": token, "workDoneToken": number,
        });
        let found = client.request(method, params).unwrap();
        let parts = client.said("$/progress").filter(|it| it["token"] == token.as_str()).count();
        let is_empty = found.as_array().is_none_or(Vec::is_empty);
        assert_eq!(is_empty, parts > 0, "{method}: {found}");
    }
    client.finish();
}

/// 56 S: settings are requested again when they change; invalid ones are reported once.
#[test]
fn settings_are_followed_and_what_is_wrong_is_told_once() {
    for (name, capabilities) in profiles::all() {
        println!("{name}");
        let workspace = notes();
        let asked = offers(&capabilities, "workspace.configuration");
        let pulls = at(&capabilities, "textDocument.diagnostic").is_some();
        let mut client = Client::spawn().initialized(&workspace, capabilities);
        let uri = workspace.uri("storage.md");
        client.open(&workspace, "storage.md");
        let bad = json!({ "headword": {
            "exclude": 5, "diagnostics": { "empty-section": "error", "no-such-rule": 7 },
        } });
        client.set_settings(bad.clone());
        for _ in 0..3 {
            client.notify("workspace/didChangeConfiguration", json!({ "settings": bad }));
        }
        client.wait_for_notification("window/showMessage", |it| it["type"] == 2);
        let is_error = |found: &[Value]| found.iter().any(|it| it["severity"] == 1);
        if pulls {
            assert!(is_error(&client.diagnostics(&uri)), "{name}: what can be used holds");
        } else {
            client.wait_for_notification("textDocument/publishDiagnostics", |it| {
                it["uri"] == uri && is_error(it["diagnostics"].as_array().unwrap())
            });
        }
        client.define("cache");
        let count = client.said("workspace/configuration").count();
        assert_eq!(count, if asked { 4 } else { 0 }, "{name}");
        assert_eq!(client.said("window/showMessage").count(), 1, "{name}");
        client.finish();
    }
}
