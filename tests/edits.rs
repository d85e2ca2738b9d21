//! Conversations that change notes: rename and code actions, each in the form that the client can
//! take, applied as an editor would.

#![expect(clippy::unwrap_used, reason = "what fails here fails the test")]

mod support;

use std::collections::BTreeMap;
use std::fmt::Write;

use expect_test::expect;
use serde_json::{Value, json};

use support::ask::at;
use support::{Client, Workspace, profiles};

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
    let mut texts: BTreeMap<String, String> = BTreeMap::new();
    let changes = match &edit["changes"] {
        Value::Object(changes) => {
            changes.iter().map(|(uri, edits)| (uri.clone(), edits.clone())).collect()
        }
        _ => edit["documentChanges"].as_array().unwrap().iter().fold(Vec::new(), |mut all, it| {
            let uri = it["textDocument"]["uri"].as_str().unwrap().to_owned();
            all.push((uri, it["edits"].clone()));
            all
        }),
    };
    let changes: Vec<(String, Value)> = changes;
    for name in ["glossary.md", "notes.md"] {
        let mut text = workspace.read(name);
        let uri = workspace.uri(name);
        let mut edits: Vec<_> = changes
            .iter()
            .filter(|(changed, _)| *changed == uri)
            .flat_map(|(_, edits)| edits.as_array().unwrap().clone())
            .map(|edit| {
                let offset = |end: &str| client.encoding().offset(&text, &edit["range"][end]);
                (offset("start")..offset("end"), edit["newText"].as_str().unwrap().to_owned())
            })
            .collect();
        edits.sort_by_key(|(range, _)| std::cmp::Reverse(range.start));
        for (range, new) in edits {
            text.replace_range(range, &new);
        }
        texts.insert(name.to_owned(), text);
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
        inflected: "Mentions in another number" true
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
    assert!(refused["message"].as_str().unwrap().starts_with("“disk” is a term already"));
    client.finish();
}
