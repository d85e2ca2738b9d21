//! Conversations about settings: problems in a `headword.toml` are published, and its valid settings
//! are in effect at once.

use std::time::Duration;

use serde_json::{Value, json};

use crate::support::{Client, Workspace, profiles};

const PUBLISH: &str = "textDocument/publishDiagnostics";
const CREATED: u8 = 1;
const CHANGED: u8 = 2;
const DELETED: u8 = 3;

fn pulls(capabilities: &Value) -> bool {
    capabilities["textDocument"].get("diagnostic").is_some()
}

/// The diagnostics of an open note, whether the client pulls them or not.
fn found(client: &mut Client, uri: &str, pulls: bool, version: i32) -> Vec<Value> {
    if pulls { client.diagnostics(uri) } else { client.published(uri, version) }
}

#[test]
fn problems_of_a_file_are_published_until_they_are_fixed() {
    for (name, capabilities) in profiles::all() {
        println!("{name}");
        let workspace = Workspace::new(&[("a.md", "# A\n")]);
        workspace.write("headword.toml", "# Ours\nexlude = []\n");
        let uri = workspace.uri("headword.toml");
        let mut client = Client::spawn().initialized(&workspace, capabilities);
        let found = client.published(&uri, Value::Null);
        let [wrong] = &found[..] else { panic!("{found:?}") };
        assert_eq!(wrong["code"], "invalid-settings");
        assert_eq!(wrong["range"]["start"], json!({ "line": 1, "character": 0 }));
        assert_eq!(wrong["range"]["end"], json!({ "line": 1, "character": 6 }));
        assert!(wrong["message"].as_str().unwrap().contains("Did you mean `exclude`?"));

        workspace.write("headword.toml", "exclude = [\n");
        client.files_changed(&[(CHANGED, &uri)]);
        assert_eq!(client.published(&uri, Value::Null)[0]["severity"], 1);
        workspace.write("headword.toml", "exclude = []\n");
        client.files_changed(&[(CHANGED, &uri)]);
        assert_eq!(client.published(&uri, Value::Null), Vec::<Value>::new());

        workspace.write("sub/headword.toml", "[diagnostics]\nempty-sections = 'off'\n");
        let below = workspace.uri("sub/headword.toml");
        client.files_changed(&[(CREATED, &below)]);
        let found = client.published(&below, Value::Null);
        assert!(found[0]["message"].as_str().unwrap().contains("`empty-section`?"), "{found:?}");
        workspace.remove("sub/headword.toml");
        client.files_changed(&[(DELETED, &below)]);
        assert_eq!(client.published(&below, Value::Null), Vec::<Value>::new());
        assert_eq!(client.said("window/showMessage").count(), 0);
        client.finish();
    }
}

#[test]
fn the_buffer_of_an_open_file_is_in_effect() {
    for (name, capabilities) in profiles::all() {
        println!("{name}");
        let pulls = pulls(&capabilities);
        let workspace = Workspace::new(&[("a.md", "## Empty\n")]);
        workspace.write("headword.toml", "");
        let (note, uri) = (workspace.uri("a.md"), workspace.uri("headword.toml"));
        let mut client = Client::spawn().initialized(&workspace, capabilities);
        client.open(&workspace, "a.md");
        assert_eq!(found(&mut client, &note, pulls, 1).len(), 1);
        client.open_text(&uri, "diagnostics.empty-section = 'off'\n");
        assert_eq!(found(&mut client, &note, pulls, 1).len(), 0);
        client.change(&uri, 2, json!([{ "text": "diagnostics.empty-section = 'on'\n" }]));
        let wrong = found(&mut client, &uri, pulls, 2);
        assert_eq!(found(&mut client, &note, pulls, 1).len(), 1);
        assert_eq!(wrong[0]["code"], "invalid-settings", "{name}");
        let more = "diagnostics.empty-section = 'on'\n\n";
        client.change(&uri, 3, json!([{ "text": more }]));
        assert_eq!(
            found(&mut client, &uri, pulls, 3),
            wrong,
            "{name}: the diagnostics are of this version"
        );
        // It is not a note.
        let position =
            json!({ "textDocument": { "uri": uri }, "position": { "line": 0, "character": 1 } });
        assert_eq!(client.request("textDocument/hover", position).unwrap(), Value::Null);
        client.close(&uri);
        client.listen(Duration::from_millis(50));
        let said = client.said(PUBLISH).filter(|said| said["uri"] == uri).count();
        assert!(said == 0 || !pulls, "{name}: {said}");
        client.finish();
    }
}

#[test]
fn each_note_has_the_settings_of_the_nearest_file_above_it() {
    for (name, capabilities) in profiles::all() {
        println!("{name}");
        let pulls = pulls(&capabilities);
        let workspace = Workspace::new(&[("a.md", "## Empty\n"), ("sub/deep/b.md", "## Empty\n")]);
        workspace.write("headword.toml", "diagnostics.empty-section = 'error'\n");
        workspace.write("sub/headword.toml", "diagnostics.empty-section = 'hint'\n");
        let mut client = Client::spawn().initialized(&workspace, capabilities);
        for (note, severity) in [("a.md", 1), ("sub/deep/b.md", 4)] {
            client.open(&workspace, note);
            let found = found(&mut client, &workspace.uri(note), pulls, 1);
            assert_eq!(found[0]["severity"], severity, "{name} {note}");
        }
        client.finish();
    }
}

#[test]
fn problems_of_the_editors_settings_are_reported_once() {
    let workspace = Workspace::new(&[("a.md", "# A\n")]);
    let settings =
        json!({ "headword": { "exlude": [], "diagnostics": { "empty-sectoin": "off" } } });
    let mut client = Client::spawn().with_settings(settings);
    client = client.initialized(&workspace, profiles::vscode());
    client.notify("workspace/didChangeConfiguration", json!({ "settings": null }));
    client.listen(Duration::from_millis(200));
    let said: Vec<_> = client.said("window/showMessage").collect();
    let [said] = &said[..] else { panic!("{said:?}") };
    let message = said["message"].as_str().unwrap();
    assert!(message.contains("`exclude`?") && message.contains("`empty-section`?"), "{message}");
    client.finish();
}
