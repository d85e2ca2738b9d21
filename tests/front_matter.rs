//! Conversations about front matter and tags.

use serde_json::{Value, json};

use crate::support::ask::at;
use crate::support::{Client, Workspace, profiles};

const POST: &str = "\
---
title: Stores
date: 2026-03-02 09:00:00 -0500
tags: [data, 'interview prep'] # 😀 mine
---
On #data and #data/lakes.
";

const OTHER: &str = "+++\r\ntags = [\"Data\"]\r\n+++\r\nText.\r\n";

fn opened(capabilities: Value) -> (Client, Workspace) {
    let notes = [("_posts/2026-03-02-stores.md", POST), ("other.md", OTHER)];
    let workspace = Workspace::new(&notes);
    let mut client = Client::spawn().initialized(&workspace, capabilities);
    client.open(&workspace, "_posts/2026-03-02-stores.md");
    (client, workspace)
}

#[test]
fn a_tag_is_found_marked_and_renamed_in_every_client() {
    for (name, capabilities) in profiles::all() {
        let (mut client, workspace) = opened(capabilities);
        let uri = workspace.uri("_posts/2026-03-02-stores.md");
        let encoding = client.encoding();
        let mut params = at(&uri, &encoding.at(POST, "On #da|ta"));
        let marked = client.request("textDocument/documentHighlight", params.clone()).unwrap();
        let texts = |found: &Value| -> Vec<String> {
            let found = found
                .as_array()
                .unwrap()
                .iter()
                .filter(|it| it.get("uri").is_none_or(|it| *it == uri));
            found.map(|it| encoding.slice(POST, &it["range"]).to_owned()).collect()
        };
        assert_eq!(texts(&marked), ["data", "#data", "#data/lakes"], "{name}");
        params["context"] = json!({ "includeDeclaration": false });
        let found = client.request("textDocument/references", params.clone()).unwrap();
        assert_eq!(texts(&found), ["data", "#data", "#data/lakes"], "{name}");
        assert_eq!(found.as_array().unwrap().len(), 4, "{name}");

        let prepared = client.request("textDocument/prepareRename", params.clone()).unwrap();
        assert_eq!(prepared["placeholder"], "data", "{name}");
        params["newName"] = json!("#facts");
        let edit = client.request("textDocument/rename", params.clone()).unwrap();
        let shown = edit.to_string();
        assert_eq!(shown.matches("\"newText\":\"facts\"").count(), 3, "{name}: {shown}");
        assert_eq!(shown.matches("\"newText\":\"facts/lakes\"").count(), 1, "{name}: {shown}");
        params["newName"] = json!("interview prep");
        let refused = client.request("textDocument/rename", params).unwrap_err();
        let message = refused["message"].as_str().unwrap();
        assert!(message.contains("an inline tag cannot contain spaces"), "{name}: {message}");
        client.finish();
    }
}

#[test]
fn a_merge_is_said() {
    let (mut client, workspace) = opened(profiles::vscode());
    let uri = workspace.uri("_posts/2026-03-02-stores.md");
    let mut params = at(&uri, &client.encoding().at(POST, "interview| prep"));
    params["newName"] = json!("data");
    client.request("textDocument/rename", params).unwrap();
    let shown = client.wait_for_notification("window/showMessage", |_| true);
    let message = shown["message"].as_str().unwrap();
    assert!(message.contains("“data” was already a tag of 2 notes"), "{message}");
    client.finish();
}

#[test]
fn keys_and_dates_are_completed_and_explained_in_every_client() {
    for (name, capabilities) in profiles::all() {
        let (mut client, workspace) = opened(capabilities);
        let encoding = client.encoding();
        let uri = workspace.uri("_posts/2026-03-03-new.md");
        let text = "---\r\ntitle: 😀\r\nda\r\n---\r\n";
        client.open_text(&uri, text);
        let found = client.completion(&uri, &encoding.at(text, "\nda|"));
        let item = found["items"].as_array().unwrap().iter().find(|it| it["label"] == "date");
        let item = item.unwrap_or_else(|| panic!("{name}: {found}"));
        assert_eq!(item["textEdit"]["newText"], "date: ", "{name}");
        assert!(item["documentation"]["value"].as_str().unwrap().contains("Jekyll"), "{name}");

        let text = "---\r\ntitle: 😀\r\ndate: \r\n---\r\n";
        client.change(&uri, 2, json!([{ "text": text }]));
        let found = client.completion(&uri, &encoding.at(text, "date: |"));
        let date = found["items"][0]["textEdit"]["newText"].as_str().unwrap().to_owned();
        assert_eq!(date.len(), "2026-03-02 09:00:00 -0500".len(), "{name}: {date}");
        let hover = client.hover_text(&uri, text, "\nda|te");
        assert!(hover.contains("read by Jekyll"), "{name}: {hover}");
        client.close(&uri);
        client.finish();
    }
}
