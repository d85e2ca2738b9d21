//! The base protocol: requests, notifications, responses and errors.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::{STORAGE, code, hover, notes, place, running, without_folder};
use crate::support::ask::{about, at, names};
use crate::support::{Client, Workspace, profiles};

/// 21 M: every request gets exactly one response, even if it is refused, cancelled or unknown.
#[test]
fn every_request_gets_one_response() {
    let workspace = notes();
    let mut client = Client::spawn().initialized(&workspace, profiles::everything());
    client.open(&workspace, "storage.md");
    let mut asked = Vec::new();
    for number in 0..400_u32 {
        let uri = workspace.uri("storage.md");
        let mut params = at(&uri, &place(number % 20, 4));
        params["newName"] = json!("Store");
        let method = ["hover", "rename", "completion", "prepareRename", "noSuch"];
        let method = format!("textDocument/{}", method[number as usize % 5]);
        let params = if number % 7 == 0 { json!([]) } else { params };
        let id = client.start(&method, params);
        if number % 3 == 0 {
            client.cancel(&id);
        }
        asked.push(id);
    }
    for id in &asked {
        // A second one would be noticed by the client, at the latest at the end.
        let _ = client.response(id);
    }
    let mut answers: BTreeMap<String, usize> = BTreeMap::new();
    for (who, message) in client.transcript() {
        if *who == "server" && message.get("method").is_none() {
            *answers.entry(message["id"].to_string()).or_default() += 1;
        }
    }
    assert!(asked.iter().all(|id| answers.get(&id.to_string()) == Some(&1)), "{answers:?}");
    client.finish();
}

#[test]
fn many_requests_without_reading_are_all_answered() {
    let mut client = running();
    let ids: Vec<_> = (0..2_000).map(|_| client.start("textDocument/hover", hover())).collect();
    for id in ids {
        client.response(&id).unwrap();
    }
    client.finish();
}

/// 22 M: a cancelled request is still answered, with its result or with -32800.
#[test]
fn a_cancelled_request_is_answered() {
    let mut client = running();
    for _ in 0..50 {
        let id = client.start("textDocument/hover", hover());
        client.cancel(&id);
        if let Err(error) = client.response(&id) {
            assert_eq!(error["code"], -32800);
        }
    }
    client.finish();
}

#[test]
fn cancelling_what_does_not_run_is_ignored() {
    let mut client = running();
    client.cancel(&json!(4711));
    client.cancel(&json!("no such"));
    client.notify("$/cancelRequest", json!({}));
    assert_eq!(code(client.request("no/such", json!({}))), -32601);
    client.finish();
}

/// 23 S: an edit after a request does not cancel the request.
#[test]
fn an_edit_cancels_no_question() {
    let workspace = notes();
    for (name, capabilities) in profiles::all() {
        let mut client = Client::spawn().initialized(&workspace, capabilities);
        let uri = workspace.uri("storage.md");
        client.open(&workspace, "storage.md");
        assert!(client.define("queue").contains("waits"), "all notes have been read");
        let mut asked = Vec::new();
        for version in 2..40 {
            let cursor = client.encoding().at(STORAGE, "#### Ca|che");
            for method in ["hover", "definition", "completion", "references"] {
                let mut params = at(&uri, &cursor);
                if method == "references" {
                    params["context"] = json!({ "includeDeclaration": true });
                }
                asked.push(client.start(&format!("textDocument/{method}"), params));
            }
            client.change(&uri, version, json!([{ "text": STORAGE }]));
        }
        for id in asked {
            client.response(&id).unwrap_or_else(|error| panic!("{name}: {error}"));
        }
        client.finish();
    }
}

/// 24 M: an unknown request is refused with -32601, an unknown notification is ignored.
#[test]
fn unknown_requests_are_answered_and_unknown_notifications_are_not() {
    let mut client = running();
    for method in ["no/such", "$/no/such", "textDocument/noSuch", ""] {
        client.notify(method, json!({ "a": 1 }));
        assert_eq!(code(client.request(method, json!({ "a": 1 }))), -32601, "{method}");
    }
    client.finish();
}

/// 25 S: invalid params are refused with -32602.
#[test]
fn invalid_params_are_told_and_do_no_harm() {
    let mut client = running();
    for params in [json!({}), json!(null), json!([]), json!({ "textDocument": 5, "position": {} })]
    {
        assert_eq!(code(client.request("textDocument/hover", params.clone())), -32602, "{params}");
        client.notify("textDocument/didOpen", params.clone());
        client.notify("textDocument/didChange", params.clone());
        client.notify("workspace/didChangeConfiguration", params);
    }
    client.finish();
}

/// 26 M: numbers in answers are in the protocol's range, for any numbers in the request.
#[test]
fn numbers_stay_in_range() {
    const FAR: u32 = 2_147_483_647;
    for mut client in [without_folder(&profiles::everything()), running()] {
        client.open_text("untitled:a", STORAGE);
        let all = json!({ "start": place(0, 0), "end": place(FAR, FAR) });
        for far in [place(FAR, FAR), place(0, FAR), place(FAR, 0)] {
            // Each answer is held against the schema, which knows the range of each number.
            let mut params = at("untitled:a", &far);
            params["newName"] = json!("a");
            params["context"] = json!({ "includeDeclaration": true, "diagnostics": [] });
            params["range"] = all.clone();
            params["positions"] = json!([place(0, 0), place(1, 0)]);
            let is_offered =
                |it: &&str| *it != "codeAction" || client.offered("codeActionProvider");
            let methods: Vec<_> = ALL.into_iter().filter(is_offered).collect();
            for method in methods {
                let _ = client.request(&format!("textDocument/{method}"), params.clone());
            }
        }
        client.finish();
    }
}

/// What can be asked about a document.
const ALL: [&str; 20] = [
    "hover",
    "definition",
    "declaration",
    "typeDefinition",
    "references",
    "documentHighlight",
    "documentSymbol",
    "documentLink",
    "completion",
    "codeAction",
    "codeLens",
    "foldingRange",
    "selectionRange",
    "inlayHint",
    "prepareRename",
    "rename",
    "prepareCallHierarchy",
    "prepareTypeHierarchy",
    "semanticTokens/full",
    "semanticTokens/range",
];

/// 27 S: each request is answered for the state at its arrival, in order.
#[test]
fn each_answer_is_of_the_state_at_its_question() {
    const EDITS: i32 = 500;
    for (name, capabilities) in
        [("vscode", profiles::vscode()), ("helix", profiles::helix()), ("bare", profiles::bare())]
    {
        let mut client = Client::spawn();
        client.initialize(json!({
            "processId": null, "rootUri": null, "capabilities": capabilities,
        }));
        client.open_text("untitled:note", "# Version 1\n");
        let asked: Vec<_> = (2..EDITS + 2)
            .map(|version| {
                let line = json!({ "start": place(0, 0), "end": place(0, 99) });
                let text = format!("# Version {version}");
                let grow = json!({ "range": { "start": place(1, 0), "end": place(1, 0) }, "text": "More.\n" });
                client.change("untitled:note", version, json!([{ "range": line, "text": text }, grow]));
                client.start("textDocument/documentSymbol", about("untitled:note"))
            })
            .collect();
        for (version, id) in (2..).zip(asked) {
            let symbols = client.response(&id).unwrap();
            assert_eq!(names(&symbols), [format!("Version {version}")], "{name}");
            let symbol = &symbols[0];
            let range = symbol.get("location").unwrap_or(symbol)["range"].clone();
            assert_eq!(range["end"]["line"], version, "{name}");
        }
        client.finish();
    }
}

#[test]
fn a_question_behind_a_close_is_about_a_closed_document() {
    let mut client = running();
    for _ in 0..50 {
        client.open_text("untitled:note", "# Open\n");
        let open = client.start("textDocument/documentSymbol", about("untitled:note"));
        client.close("untitled:note");
        let closed = client.start("textDocument/documentSymbol", about("untitled:note"));
        assert_eq!(names(&client.response(&open).unwrap()), ["Open"]);
        assert_eq!(client.response(&closed), Ok(Value::Null));
    }
    client.finish();
}

/// 28 R: a client that answers no request of the server is still served.
#[test]
fn a_client_that_never_answers_is_served() {
    let workspace = Workspace::new(&[("a.md", "#### Term\n\nIts definition.\n")]);
    let mut client =
        Client::spawn().never_answering().initialized(&workspace, profiles::everything());
    client.open(&workspace, "a.md");
    client.answers(&workspace.uri("a.md"), &workspace.read("a.md"));
    assert_eq!(code(client.request("no/such", json!({}))), -32601);
    client.finish();
}
