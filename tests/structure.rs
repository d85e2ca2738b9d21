//! Conversations about how a note is laid out and put in order: folding, selecting, quick fixes
//! and refactorings, in the forms that clients can take.

#![expect(clippy::unwrap_used, reason = "what fails here fails the test")]

use expect_test::expect;
use serde_json::{Value, json};

use crate::support::ask::about;
use crate::support::{Client, Workspace, profiles};

const NOTE: &str = "\
---
title: Notes
---
# Notes

## Cache

A 😀 *fast* store
of data.

- one
  goes on

<!-- a
comment -->

## Disk
";

fn opened(capabilities: Value) -> (Client, Workspace) {
    let workspace = Workspace::new(&[("a.md", NOTE), ("b.md", "See [it](a.md#cache).\n")]);
    let mut client = Client::spawn().initialized(&workspace, capabilities);
    client.open(&workspace, "a.md");
    (client, workspace)
}

#[test]
fn what_folds_is_the_same_in_all_clients_but_for_its_number() {
    for (name, mut capabilities) in profiles::all() {
        for limit in [None, Some(2)] {
            if let Some(limit) = limit {
                capabilities["textDocument"]["foldingRange"]["rangeLimit"] = json!(limit);
            }
            let (mut client, workspace) = opened(capabilities.clone());
            let folds = client.request("textDocument/foldingRange", about(&workspace.uri("a.md")));
            let folds = folds.unwrap();
            let folds = folds.as_array().unwrap().iter();
            let lines =
                folds.map(|it| format!("{}-{} {}", it["startLine"], it["endLine"], it["kind"]));
            let lines: Vec<_> = lines.collect();
            let all = ["0-2 null", "3-16 null", "5-14 null", "10-11 null", "13-14 \"comment\""];
            match limit {
                None => assert_eq!(lines, all, "{name}"),
                Some(_) => assert_eq!(lines, ["3-16 null", "5-14 null"], "{name}"),
            }
            client.finish();
        }
    }
}

#[test]
fn a_selection_grows_from_each_of_several_places() {
    for (name, capabilities) in profiles::all() {
        let (mut client, workspace) = opened(capabilities);
        let mut params = about(&workspace.uri("a.md"));
        let encoding = client.encoding();
        params["positions"] = json!([encoding.at(NOTE, "fa|st"), encoding.at(NOTE, "## Di|sk")]);
        let found = client.request("textDocument/selectionRange", params).unwrap();
        let chain = |mut range: &Value| {
            let mut shown = Vec::new();
            while range.is_object() {
                shown.push(encoding.slice(NOTE, &range["range"]).to_owned());
                range = &range["parent"];
            }
            shown
        };
        let first = chain(&found[0]);
        assert_eq!(first[..3], ["fast", "*fast*", "A 😀 *fast* store\nof data."], "{name}");
        assert_eq!(first.last().unwrap(), NOTE, "{name}");
        assert_eq!(chain(&found[1])[..2], ["Disk", "## Disk"], "{name}");
        client.finish();
    }
}

fn actions(client: &mut Client, uri: &str, place: &Value, context: &Value) -> Vec<Value> {
    let params = json!({
        "textDocument": { "uri": uri }, "range": { "start": place, "end": place },
        "context": context,
    });
    let found = client.request("textDocument/codeAction", params).unwrap();
    found.as_array().unwrap().clone()
}

fn titled(found: &[Value], start: &str) -> Option<Value> {
    found.iter().find(|it| it["title"].as_str().unwrap().starts_with(start)).cloned()
}

#[test]
fn a_repair_names_the_remark_as_the_client_knows_it() {
    let (mut client, workspace) = opened(profiles::vscode());
    let uri = workspace.uri("a.md");
    let place = client.encoding().at(NOTE, "## Di|sk");
    let mut shown = client.diagnostics(&uri);
    let empty = shown.iter_mut().find(|it| it["code"] == "empty-section").unwrap();
    empty["data"] = json!("its own");
    let context = json!({ "diagnostics": [empty], "only": ["quickfix"], "triggerKind": 2 });
    let found = actions(&mut client, &uri, &place, &context);
    assert_eq!(titled(&found, "Leave “Disk”").unwrap()["diagnostics"], json!([empty]));
    // Without a word of the client it is ours.
    let found = actions(&mut client, &uri, &place, &json!({ "diagnostics": [] }));
    let park = titled(&found, "Leave “Disk”").unwrap();
    assert_eq!(park["diagnostics"][0]["code"], "empty-section");
    assert_eq!(park["kind"], "quickfix");
    let resolved = client.request("codeAction/resolve", park).unwrap();
    let edit = &resolved["edit"]["documentChanges"][0]["edits"][0];
    assert_eq!(client.encoding().applied(NOTE, edit), format!("{NOTE}\n<!-- to be written -->\n"));
    client.finish();
}

#[test]
fn as_the_cursor_moves_only_what_is_about_it_is_offered() {
    let (mut client, workspace) = opened(profiles::vscode());
    let uri = workspace.uri("a.md");
    let place = client.encoding().at(NOTE, "## Di|sk");
    let kinds = |found: &[Value]| {
        let mut kinds: Vec<_> =
            found.iter().map(|it| it["kind"].as_str().unwrap().to_owned()).collect();
        kinds.dedup();
        kinds.join(" ")
    };
    let automatic = json!({ "diagnostics": [], "triggerKind": 2 });
    let invoked = json!({ "diagnostics": [], "triggerKind": 1 });
    let seen = [automatic, invoked].map(|it| kinds(&actions(&mut client, &uri, &place, &it)));
    expect![[r#"
        quickfix
        quickfix source"#]]
    .assert_eq(&seen.join("\n"));
    client.finish();
}

#[test]
fn a_note_is_created_where_the_client_creates_files() {
    for (name, capabilities) in profiles::all() {
        let edit = &capabilities["workspace"]["workspaceEdit"];
        let kinds = edit["resourceOperations"].as_array().cloned().unwrap_or_default();
        let creates = edit["documentChanges"] == true && kinds.contains(&json!("create"));
        if capabilities["textDocument"]["codeAction"]["codeActionLiteralSupport"].is_null() {
            continue;
        }
        let (mut client, workspace) = opened(capabilities);
        let place = client.encoding().at(NOTE, "## Ca|che");
        let context = json!({ "diagnostics": [], "only": ["refactor.extract"] });
        let found = actions(&mut client, &workspace.uri("a.md"), &place, &context);
        let extract = titled(&found, "Extract “Cache”");
        assert_eq!(extract.is_some(), creates, "{name}");
        if let Some(mut extract) = extract {
            if extract.get("edit").is_none() {
                extract = client.request("codeAction/resolve", extract).unwrap();
            }
            let changes = extract["edit"]["documentChanges"].as_array().unwrap();
            assert_eq!(changes[0]["kind"], "create", "{name}");
            assert_eq!(changes[0]["uri"], workspace.uri("cache.md"), "{name}");
            assert_eq!(changes[1]["textDocument"]["uri"], workspace.uri("cache.md"), "{name}");
            let text = changes[1]["edits"][0]["newText"].as_str().unwrap();
            assert!(text.starts_with("# Cache\n\nA 😀 *fast* store\n"), "{name}: {text}");
            assert_eq!(changes[2]["edits"][0]["newText"], "[Cache](cache.md)", "{name}");
            // Of the link in the other note only the path changes: it still ends with `#cache`.
            let path = client
                .encoding()
                .slice("See [it](a.md#cache).\n", &changes[3]["edits"][0]["range"]);
            assert_eq!(path, "a.md", "{name}");
            assert_eq!(changes[3]["edits"][0]["newText"], "cache.md", "{name}");
        }
        client.finish();
    }
}
