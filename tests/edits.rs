//! Conversations that change notes: rename and code actions, each in the form that the client can
//! take, applied as an editor would.

#![expect(clippy::unwrap_used, reason = "what fails here fails the test")]

use std::collections::BTreeMap;
use std::fmt::Write;

use expect_test::expect;
use serde_json::{Value, json};

use crate::support::ask::at;
use crate::support::written::written;
use crate::support::{Client, Workspace, profiles};

const GLOSSARY: &str = "\
# Glossary

## Stores

#### Cache

A fast store. 😀 A cache is small; see [disks](#disk).

#### Disk

A slow store, unlike the [cache](#cache).
";

const NOTES: &str = "\
# Notes

Caches are warm, see [[glossary#Cache]] or [here](sub/../glossary.md#cache).
";

/// The two notes, of which only the first is open.
fn opened(capabilities: Value) -> (Client, Workspace) {
    let workspace = Workspace::new(&[("glossary.md", GLOSSARY), ("notes.md", NOTES)]);
    let mut client = Client::spawn().initialized(&workspace, capabilities);
    client.open(&workspace, "glossary.md");
    (client, workspace)
}

/// The texts of the notes after an edit, by name.
fn applied(client: &Client, workspace: &Workspace, edit: &Value) -> BTreeMap<String, String> {
    applied_to(client, workspace, edit, &["glossary.md", "notes.md"])
}

/// The texts of these notes after an edit, by name.
fn applied_to(
    client: &Client,
    workspace: &Workspace,
    edit: &Value,
    names: &[&str],
) -> BTreeMap<String, String> {
    let mut texts = written(client, workspace, edit);
    for name in names {
        texts.entry((*name).to_owned()).or_insert_with(|| workspace.read(name));
    }
    texts
}

#[test]
fn a_rename_is_the_same_in_all_clients() {
    for (name, capabilities) in profiles::all() {
        let (mut client, workspace) = opened(capabilities);
        let place = client.encoding().at(GLOSSARY, "A ca|che is");
        let mut params = at(&workspace.uri("glossary.md"), &place);
        let prepared = client.request("textDocument/prepareRename", params.clone()).unwrap();
        assert_eq!(prepared["placeholder"], "Cache", "{name}");
        assert_eq!(client.encoding().slice(GLOSSARY, &prepared["range"]), "cache", "{name}");
        params["newName"] = json!("Fast Store");
        let edit = client.request("textDocument/rename", params).unwrap();
        let texts = applied(&client, &workspace, &edit);
        assert_eq!(
            texts["glossary.md"],
            GLOSSARY
                .replace("Cache", "Fast Store")
                .replace("#cache", "#fast-store")
                .replace("cache", "fast store"),
            "{name}"
        );
        assert_eq!(
            texts["notes.md"],
            NOTES
                .replace("Caches", "Fast Stores")
                .replace("Cache", "Fast Store")
                .replace("#cache", "#fast-store"),
            "{name}"
        );
        client.finish();
    }
}

#[test]
fn changes_are_grouped_where_the_client_shows_groups() {
    let (mut client, workspace) = opened(profiles::vscode());
    let place = client.encoding().at(GLOSSARY, "#### |Cache");
    let mut params = at(&workspace.uri("glossary.md"), &place);
    params["newName"] = json!("Store");
    let edit = client.request("textDocument/rename", params).unwrap();
    let mut shown = String::new();
    for document in edit["documentChanges"].as_array().unwrap() {
        let version = &document["textDocument"]["version"];
        writeln!(shown, "version {version}").unwrap();
        for edit in document["edits"].as_array().unwrap() {
            let group = &edit["annotationId"];
            writeln!(shown, "  {} {group}", edit["newText"]).unwrap();
        }
    }
    for (id, group) in edit["changeAnnotations"].as_object().unwrap() {
        writeln!(shown, "{id}: {} {}", group["label"], group["needsConfirmation"]).unwrap();
    }
    expect![[r#"
        version 1
          "Store" "certain"
          "store" "likely"
          "store" "likely"
          "store" "certain"
        version null
          "Stores" "inflected"
          "Store" "certain"
          "store" "certain"
        certain: "Declarations and links" false
        inflected: "Mentions in singular or plural" true
        likely: "Mentions" false
    "#]]
    .assert_eq(&shown);
    client.finish();
}

#[test]
fn what_cannot_be_renamed_is_an_error_with_the_reason() {
    let (mut client, workspace) = opened(profiles::neovim());
    let uri = workspace.uri("glossary.md");
    let mut params = at(&uri, &client.encoding().at(GLOSSARY, "|small"));
    let refused = client.request("textDocument/prepareRename", params.clone()).unwrap_err();
    assert_eq!(refused["message"], "There is no term here to rename.");
    assert_eq!(refused["code"], -32803);
    params["newName"] = json!("x");
    let refused = client.request("textDocument/rename", params).unwrap_err();
    assert_eq!(refused["message"], "There is no term here to rename.");
    let mut params = at(&uri, &client.encoding().at(GLOSSARY, "|Cache"));
    params["newName"] = json!("disk");
    let refused = client.request("textDocument/rename", params).unwrap_err();
    assert!(refused["message"].as_str().unwrap().starts_with("“disk” is already a term"));
    client.finish();
}

// Code actions.

fn actions(client: &mut Client, uri: &str, range: &Value) -> Vec<Value> {
    let params = json!({
        "textDocument": { "uri": uri }, "range": range, "context": { "diagnostics": [] },
    });
    let found = client.request("textDocument/codeAction", params).unwrap();
    found.as_array().unwrap().clone()
}

#[test]
fn a_mention_is_linked_in_every_client_that_takes_code_actions() {
    for (name, capabilities) in profiles::all() {
        let literal = &capabilities["textDocument"]["codeAction"]["codeActionLiteralSupport"];
        let takes_actions = literal.is_object();
        let (mut client, workspace) = opened(capabilities);
        let uri = workspace.uri("glossary.md");
        if takes_actions {
            let mut place = client.encoding().range(GLOSSARY, "disks");
            place["end"] = place["start"].clone();
            let cache = client.encoding().range(GLOSSARY, "cache is small");
            assert!(actions(&mut client, &uri, &place).iter().all(|action| {
                !action["title"].as_str().unwrap().starts_with("Link “disks”")
            }));
            let range = json!({ "start": cache["start"], "end": cache["start"] });
            let found = actions(&mut client, &uri, &range);
            let titles: Vec<_> = found.iter().map(|it| it["title"].as_str().unwrap()).collect();
            // In its own definition a term needs no link.
            assert!(!titles.contains(&"Link “cache” to its definition"), "{name}: {titles:?}");
            let notes = workspace.uri("notes.md");
            client.open(&workspace, "notes.md");
            let caches = client.encoding().range(NOTES, "Caches");
            let range = json!({ "start": caches["start"], "end": caches["start"] });
            let found = actions(&mut client, &notes, &range);
            let link = found.iter().find(|it| it["title"] == "Link “Caches” to its definition");
            let mut link = link.unwrap_or_else(|| panic!("{name}: {found:?}")).clone();
            if link.get("edit").is_none() {
                link = client.request("codeAction/resolve", link).unwrap();
            }
            let texts = applied(&client, &workspace, &link["edit"]);
            let linked = NOTES.replace("Caches are", "[Caches](glossary.md#cache) are");
            assert_eq!(texts["notes.md"], linked, "{name}");
        }
        client.finish();
    }
}

#[test]
fn an_action_that_would_be_refused_is_disabled_with_the_reason() {
    let text = "# A\n\n[B](b.md#disk)\n\nMore.\n";
    for (name, capabilities) in profiles::all() {
        let takes = capabilities["textDocument"]["codeAction"].clone();
        if !takes["codeActionLiteralSupport"].is_object() {
            continue;
        }
        let workspace = Workspace::new(&[("a.md", text), ("b.md", "# B\n\n## Disk\n\nA store.\n")]);
        let mut client = Client::spawn().initialized(&workspace, capabilities);
        client.open(&workspace, "a.md");
        let place = client.encoding().at(text, "[|B]");
        let mut offered = |kind: u8| {
            let params = json!({
                "textDocument": { "uri": workspace.uri("a.md") },
                "range": { "start": place, "end": place },
                "context": { "diagnostics": [], "triggerKind": kind },
            });
            let found = client.request("textDocument/codeAction", params).unwrap();
            let mut found = found.as_array().unwrap().clone().into_iter();
            found.find(|it| it["title"] == "Replace link with content of “Disk”")
        };
        let asked = offered(1);
        if takes["disabledSupport"] == true {
            let asked = asked.unwrap();
            let reason = "Cannot move this text: “A” in “A” would become a different section.";
            assert_eq!(asked["disabled"]["reason"], reason, "{name}");
            assert!(asked.get("edit").is_none() && asked.get("data").is_none(), "{name}");
        } else {
            assert_eq!(asked, None, "{name}");
        }
        // An editor asks by itself after each movement of the cursor. That must be cheap.
        let by_itself = offered(2);
        assert!(by_itself.is_none_or(|it| it.get("disabled").is_none()), "{name}");
        client.finish();
    }
}

#[test]
fn a_term_that_a_refactoring_loses_is_told() {
    let text = "# Notes on Stores\n## Kinds\n### Cache\nA cache is a small store near the reader.\n\
        ### Warm Start\nThe first reads after a restart take long.\n\
        ### Disk\nA disk is a large store that keeps its data.\n";
    let workspace = Workspace::new(&[("a.md", text)]);
    let mut client = Client::spawn().initialized(&workspace, profiles::vscode());
    client.open(&workspace, "a.md");
    let place = client.encoding().at(text, "### |Warm");
    let range = json!({ "start": place, "end": place });
    let found = actions(&mut client, &workspace.uri("a.md"), &range);
    let promote = found.iter().find(|it| it["title"] == "Promote “Warm Start”").unwrap();
    let resolved = client.request("codeAction/resolve", promote.clone()).unwrap();
    assert!(resolved["edit"].is_object());
    let told = client.wait_for_notification("window/showMessage", |_| true);
    assert_eq!(told["message"], "“Warm Start” is no longer a term here.");
    client.finish();
}

#[test]
fn a_move_to_one_of_many_topics_is_one_action_that_asks() {
    let text = "# Stores\n## One\n### Disk\nA disk is a store that keeps its data.\n\
        ## Two\n### Tape\nA tape is a store for archives.\n\
        ## Three\n### Cache\nA cache is a store near the reader.\n";
    for (name, capabilities) in profiles::all() {
        let asks = capabilities["window"]["showMessage"].is_object()
            && capabilities["workspace"]["applyEdit"] == true;
        if !capabilities["textDocument"]["codeAction"]["codeActionLiteralSupport"].is_object() {
            continue;
        }
        let workspace = Workspace::new(&[("a.md", text)]);
        let mut client = Client::spawn().initialized(&workspace, capabilities);
        client.open(&workspace, "a.md");
        let place = client.encoding().at(text, "### |Disk");
        let range = json!({ "start": place, "end": place });
        let found = actions(&mut client, &workspace.uri("a.md"), &range);
        let mut moves: Vec<_> =
            found.iter().filter(|it| it["title"].as_str().unwrap().starts_with("Move ")).collect();
        if !asks {
            assert_eq!(moves.len(), 2, "{name}: {moves:?}");
            client.finish();
            continue;
        }
        let action = moves.pop().unwrap();
        assert_eq!((moves.len(), &action["title"]), (0, &json!("Move “Disk” to another topic…")));
        let command = json!({
            "command": action["command"]["command"], "arguments": action["command"]["arguments"],
        });
        // Without an answer nothing happens.
        client.request("workspace/executeCommand", command.clone()).unwrap();
        let asked = client.wait_for_request("window/showMessageRequest", |_| true);
        let options: Vec<_> = asked["actions"].as_array().unwrap().iter().collect();
        assert_eq!(options, [&json!({ "title": "Two" }), &json!({ "title": "Three" })], "{name}");
        client.choice = Some("Three");
        client.request("workspace/executeCommand", command).unwrap();
        let applied = client.wait_for_request("workspace/applyEdit", |_| true);
        let edit = applied["edit"].to_string();
        assert!(edit.contains("### Disk\\nA disk is a store"), "{name}: {edit}");
        assert_eq!(client.said("workspace/applyEdit").count(), 1, "{name}: only one edit");
        let wrong = json!({ "command": "headword.choose", "arguments": [] });
        assert!(client.request("workspace/executeCommand", wrong).is_err(), "{name}");
        client.finish();
    }
}

#[test]
fn only_the_kinds_that_are_asked_for_are_offered() {
    let (mut client, workspace) = opened(profiles::vscode());
    let place = client.encoding().at(GLOSSARY, "unlike |the");
    let mut titles = |only: Value| -> Vec<String> {
        let params = json!({
            "textDocument": { "uri": workspace.uri("glossary.md") },
            "range": { "start": place, "end": place },
            "context": { "diagnostics": [], "only": only },
        });
        let found = client.request("textDocument/codeAction", params).unwrap();
        let found = found.as_array().unwrap();
        found.iter().map(|it| it["title"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(titles(json!(["refactor"])), ["Define “the” as a term"]);
    assert_eq!(titles(json!(["quickfix"])), [""; 0]);
    assert_eq!(titles(json!(["refactor.extract"])), [""; 0]);
    client.finish();
}

/// The action of this title on all of a note, with its edit; none if it is not offered.
fn action(client: &mut Client, uri: &str, text: &str, title: &str) -> Option<Value> {
    let range = client.encoding().range(text, text);
    let found = actions(client, uri, &range).into_iter().find(|it| it["title"] == title)?;
    let is_whole = found.get("edit").is_some();
    Some(if is_whole { found } else { client.request("codeAction/resolve", found).unwrap() })
}

#[test]
fn a_missing_note_is_created_where_the_client_creates_files() {
    let text = "See [a fast store](stores/a-fast-store.md).\n";
    for (name, capabilities) in profiles::all() {
        let edits = &capabilities["workspace"]["workspaceEdit"];
        let takes_actions =
            capabilities["textDocument"]["codeAction"]["codeActionLiteralSupport"].is_object();
        let operations = edits["resourceOperations"].as_array();
        let creates = operations.is_some_and(|all| all.contains(&json!("create")))
            && edits["documentChanges"] == true
            && takes_actions;
        let workspace = Workspace::new(&[("notes.md", text)]);
        let mut client = Client::spawn().initialized(&workspace, capabilities);
        client.open(&workspace, "notes.md");
        let uri = workspace.uri("notes.md");
        if creates {
            let title = "Create note “stores/a-fast-store.md”";
            let found = action(&mut client, &uri, text, title);
            let found = found.unwrap_or_else(|| panic!("{name} is not offered it"));
            assert_eq!(found["diagnostics"][0]["code"], "broken-link", "{name}");
            let changes = found["edit"]["documentChanges"].as_array().unwrap();
            let file = workspace.uri("stores/a-fast-store.md");
            assert_eq!(changes[0]["kind"], "create", "{name}");
            assert_eq!(changes[0]["uri"], file, "{name}");
            assert_eq!(changes[1]["textDocument"]["uri"], file, "{name}");
            assert_eq!(changes[1]["edits"][0]["newText"], "# a fast store\n", "{name}");
        } else if takes_actions {
            let range = client.encoding().range(text, text);
            let found = actions(&mut client, &uri, &range);
            let mut titles = found.iter().map(|it| it["title"].as_str().unwrap());
            assert!(titles.all(|title| !title.starts_with("Create")), "{name}");
        }
        client.finish();
    }
}

#[test]
fn all_that_is_safe_is_repaired_at_once() {
    let text =
        "---\ntags: [a, b, a]\n---\nSee [x] and [y][none].\n\n[x]: #a\n[z]: #b\n\n[^1]: Kept.\n";
    for (name, capabilities) in [("vscode", profiles::vscode()), ("helix", profiles::helix())] {
        let workspace = Workspace::new(&[("notes.md", text)]);
        let mut client = Client::spawn().initialized(&workspace, capabilities);
        client.open(&workspace, "notes.md");
        let range = client.encoding().range(text, text);
        let params = json!({
            "textDocument": { "uri": workspace.uri("notes.md") },
            "range": range,
            "context": { "diagnostics": [], "only": ["source.fixAll"] },
        });
        let found = client.request("textDocument/codeAction", params).unwrap();
        let [found] = found.as_array().unwrap().as_slice() else { panic!("{name}: {found}") };
        assert_eq!(found["kind"], "source.fixAll.headword", "{name}");
        let mut found = found.clone();
        if found.get("edit").is_none() {
            found = client.request("codeAction/resolve", found).unwrap();
        }
        let texts = applied_to(&client, &workspace, &found["edit"], &["notes.md"]);
        let fixed = text.replace(", a]", "]").replace("[z]: #b\n", "");
        assert_eq!(texts["notes.md"], fixed, "{name}");
        client.finish();
    }
}

#[test]
fn the_next_gap_is_shown() {
    let workspace = Workspace::new(&[("a.md", "# A\n\n## One\n\nText.\n\n## Two\n")]);
    let mut client = Client::spawn().initialized(&workspace, profiles::vscode());
    client.open(&workspace, "a.md");
    let place = json!({ "line": 0, "character": 0 });
    let range = json!({ "start": place, "end": place });
    let found = actions(&mut client, &workspace.uri("a.md"), &range);
    let go = found.iter().find(|action| action["title"] == "Go to the next empty section").unwrap();
    let params = json!({
        "command": go["command"]["command"], "arguments": go["command"]["arguments"],
    });
    assert_eq!(client.request("workspace/executeCommand", params), Ok(Value::Null));
    let shown = client.wait_for_request("window/showDocument", |_| true);
    assert_eq!(shown["selection"]["start"], json!({ "line": 6, "character": 3 }));
    let unknown = json!({ "command": "headword.none" });
    assert!(client.request("workspace/executeCommand", unknown).is_err());
    client.finish();
}
