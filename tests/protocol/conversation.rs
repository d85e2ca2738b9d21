//! One whole conversation, as every client has it, in every encoding: nothing in it may break any
//! rule that a message can be held against.

use serde_json::{Value, json};

use super::{STORAGE, USE, notes, place};
use crate::support::ask::{about, at};
use crate::support::conformance::items;
use crate::support::{Client, Workspace, profiles};

const FAR: u32 = 2_147_483_647;

/// From the start to the end, with everything between that an editor does in a day.
#[test]
fn every_client_has_a_whole_conversation() {
    for (name, capabilities) in profiles::in_all_encodings() {
        println!("{name}");
        let workspace = notes();
        let mut client = Client::spawn().initialized(&workspace, capabilities);
        let uri = workspace.uri("storage.md");
        client.open(&workspace, "storage.md");
        ask_everything(&mut client, &uri, STORAGE);
        let text = write(&mut client, &uri);
        ask_everything(&mut client, &uri, &text);
        change(&mut client, &workspace, &text);
        client.close(&uri);
        client.open(&workspace, "storage.md");
        ask_everything(&mut client, &uri, STORAGE);
        happen(&mut client, &workspace);
        ask_everything(&mut client, &uri, STORAGE);
        client.close(&uri);
        client.finish();
    }
}

/// Writes a few lines, letter by letter and at one stroke; returns the text then.
fn write(client: &mut Client, uri: &str) -> String {
    let mut text = STORAGE.to_owned();
    let mut version = 1;
    let mut edit = |client: &mut Client, text: &mut String, old: &str, new: &str| {
        version += 1;
        let change = client.encoding().replace(text, old, new);
        client.change(uri, version, json!([change]));
        *text = text.replacen(old, new, 1);
    };
    for letter in ["T", "h", "e", " ", "😀", " ", "c", "a", "c", "h"] {
        let (old, new) = ("\n#### Disk", format!("{letter}\n#### Disk"));
        edit(client, &mut text, old, &new);
        let cursor = client.encoding().at(&text, &format!("{letter}|\n#### Disk"));
        client.completion(uri, &cursor);
    }
    edit(client, &mut text, "A 日本 slow", "A 日本 😀 slow");
    edit(client, &mut text, "#### Tape\n", "#### Tape\r\n\r\nLong. See [[use#Queue]].\r\n");
    edit(client, &mut text, "tags: [databases, notes]", "tags: [databases, no");
    text
}

/// Asks everything there is to ask about a document, as far as it is offered.
fn ask_everything(client: &mut Client, uri: &str, text: &str) {
    let whole = json!({ "start": place(0, 0), "end": place(FAR, 0) });
    let mut about = about(uri);
    about["range"] = whole;
    about["context"] = json!({ "diagnostics": [] });
    for (provider, method) in [
        ("documentSymbolProvider", "documentSymbol"),
        ("documentLinkProvider", "documentLink"),
        ("foldingRangeProvider", "foldingRange"),
        ("inlayHintProvider", "inlayHint"),
        ("codeActionProvider", "codeAction"),
        ("semanticTokensProvider", "semanticTokens/full"),
        ("semanticTokensProvider.range", "semanticTokens/range"),
        ("diagnosticProvider", "diagnostic"),
    ] {
        if client.offered(provider) {
            client.request(&format!("textDocument/{method}"), about.clone()).unwrap();
        }
    }
    let lenses = client.request("textDocument/codeLens", about.clone()).unwrap();
    for lens in items(&lenses) {
        client.request("codeLens/resolve", lens.clone()).unwrap();
    }
    if client.offered("diagnosticProvider") {
        client.request("workspace/diagnostic", json!({ "previousResultIds": [] })).unwrap();
    }
    client.request("workspace/symbol", json!({ "query": "c" })).unwrap();
    for mark in
        ["#### Ca|che", "below the ca|che", "## Lin|ks", "[the ca|che]", "(#ca|che)", "日|本"]
    {
        if text.contains(&mark.replace('|', "")) {
            ask_at(client, uri, &client.encoding().at(text, mark));
        }
    }
}

/// Asks everything there is to ask about a place.
fn ask_at(client: &mut Client, uri: &str, cursor: &Value) {
    let mut params = at(uri, cursor);
    params["context"] = json!({ "includeDeclaration": true });
    for method in
        ["hover", "definition", "declaration", "typeDefinition", "references", "documentHighlight"]
    {
        client.request(&format!("textDocument/{method}"), params.clone()).unwrap();
    }
    params["positions"] = json!([cursor, place(0, 0)]);
    client.request("textDocument/selectionRange", params.clone()).unwrap();
    if client.offered("renameProvider.prepareProvider") {
        // Where there is nothing to rename, the reason is told.
        let _ = client.request("textDocument/prepareRename", at(uri, cursor));
    }
    hierarchy(
        client,
        "prepareCallHierarchy",
        ["callHierarchy/incomingCalls", "callHierarchy/outgoingCalls"],
        &params,
    );
    hierarchy(
        client,
        "prepareTypeHierarchy",
        ["typeHierarchy/supertypes", "typeHierarchy/subtypes"],
        &params,
    );
    let completed = client.completion(uri, cursor);
    if client.offered("completionProvider.resolveProvider") {
        for item in items(&completed["items"]).take(3) {
            client.request("completionItem/resolve", item.clone()).unwrap();
        }
    }
}

fn hierarchy(client: &mut Client, prepare: &str, steps: [&str; 2], params: &Value) {
    let found = client.request(&format!("textDocument/{prepare}"), params.clone()).unwrap();
    for item in items(&found) {
        for step in steps {
            client.request(step, json!({ "item": item })).unwrap();
        }
    }
}

/// Renames, and takes every action that is offered at a few places, without making the edits.
fn change(client: &mut Client, workspace: &Workspace, text: &str) {
    let uri = workspace.uri("storage.md");
    for mark in ["#### Ca|che", "## St|ores", "#### Ta|pe", "[[use#Qu|eue"] {
        let cursor = client.encoding().at(text, mark);
        let mut params = at(&uri, &cursor);
        params["newName"] = json!("Zyxo Ware");
        // Some names cannot be renamed as long as the front matter is broken.
        let _ = client.request("textDocument/rename", params);
        if !client.offered("codeActionProvider") {
            continue;
        }
        let mut params = about(&uri);
        params["range"] = json!({ "start": cursor, "end": cursor });
        params["context"] = json!({ "diagnostics": [], "triggerKind": 1 });
        let found = client.request("textDocument/codeAction", params).unwrap();
        for action in items(&found).filter(|action| action.get("data").is_some()) {
            let _ = client.request("codeAction/resolve", action.clone());
        }
    }
    if client.offered("workspace.fileOperations.willRename") {
        let files = json!({ "files": [{
            "oldUri": workspace.uri("sub"), "newUri": workspace.uri("other"),
        }] });
        client.request("workspace/willRenameFiles", files).unwrap();
    }
}

/// What happens besides: settings, folders, files.
fn happen(client: &mut Client, workspace: &Workspace) {
    let settings = json!({ "headword": {
        "diagnosticsFor": "workspace", "diagnostics": { "parked-section": "warning" },
        "codeLens": true,
    } });
    client.set_settings(settings.clone());
    client.notify("workspace/didChangeConfiguration", json!({ "settings": settings }));
    let other = Workspace::new(&[("more.md", "# More\n\n## Empty\n\n#### Drum\n\nTurns.\n")]);
    client.folders_changed(&[&other.root_uri()], &[]);
    assert!(client.define("drum").contains("Turns."));
    workspace.write("headword.toml", "[diagnostics]\nempty-section = 'error'\nno-such = 1\n");
    client.files_changed(&[(1, &workspace.uri("headword.toml"))]);
    workspace.write("sub/use.md", &USE.replace("Queue", "Buffer"));
    workspace.write("sub/new.md", "#### Spool\n\nA reel that turns too.\n");
    client.files_changed(&[(2, &workspace.uri("sub/use.md")), (1, &workspace.uri("sub/new.md"))]);
    assert!(client.define("buffer").contains("waits in line"));
    assert!(client.define("spool").contains("turns too"));
    client.folders_changed(&[], &[&other.root_uri()]);
    assert_eq!(client.define("drum"), "");
    std::fs::remove_dir_all(workspace.path("sub")).unwrap();
    client.files_changed(&[(3, &workspace.uri("sub"))]);
    assert_eq!(client.define("spool"), "");
}
