//! Edits and renames: in the form that the client takes, for the text that it has.

use serde_json::{Value, json};

use super::{STORAGE, USE, notes};
use crate::support::ask::{about, at};
use crate::support::conformance::{items, offers};
use crate::support::written::written;
use crate::support::{Client, Workspace, profiles};

/// The edit that gives the term Cache another name, with one of its two notes open.
fn rename(capabilities: Value) -> (Client, Workspace, Value) {
    let workspace = notes();
    let mut client = Client::spawn().initialized(&workspace, capabilities);
    client.open(&workspace, "storage.md");
    client.change(&workspace.uri("storage.md"), 7, json!([{ "text": STORAGE }]));
    let cursor = client.encoding().at(STORAGE, "#### Ca|che");
    let mut params = at(&workspace.uri("storage.md"), &cursor);
    params["newName"] = json!("Fast Store");
    let edit = client.request("textDocument/rename", params).unwrap();
    (client, workspace, edit)
}

/// 57 M: an edit has `documentChanges` if the client supports it, else `changes`, never both.
#[test]
fn edits_are_in_the_form_that_the_client_takes() {
    for (name, capabilities) in profiles::in_all_encodings() {
        let takes = offers(&capabilities, "workspace.workspaceEdit.documentChanges");
        let (client, _workspace, edit) = rename(capabilities);
        assert_eq!(edit.get("documentChanges").is_some(), takes, "{name}");
        assert_eq!(edit.get("changes").is_some(), !takes, "{name}");
        client.finish();
    }
}

/// 58 M: an edit of an open document has its version, an edit of a closed document null.
#[test]
fn edits_are_for_a_version() {
    for (name, capabilities) in profiles::in_all_encodings() {
        let (client, workspace, edit) = rename(capabilities);
        for change in items(&edit["documentChanges"]) {
            let document = &change["textDocument"];
            let is_open = document["uri"] == workspace.uri("storage.md");
            let version = if is_open { json!(7) } else { Value::Null };
            assert_eq!(document.get("version"), Some(&version), "{name}");
        }
        client.finish();
    }
}

/// 59 M: the edits of a document refer to the text before all of them, and do not overlap.
#[test]
fn edits_are_about_the_text_as_it_was() {
    for (name, capabilities) in profiles::in_all_encodings() {
        let (client, workspace, edit) = rename(capabilities);
        let texts = written(&client, &workspace, &edit);
        let expected = STORAGE
            .replace("#### Cache", "#### Fast Store")
            .replace("#cache", "#fast-store")
            .replace("below the cache", "below the fast store")
            .replace("[the cache]", "[the fast store]");
        assert_eq!(texts["storage.md"], expected, "{name}");
        let expected = USE.replace("caches", "fast stores").replace("cache", "fast store");
        assert_eq!(texts["sub/use.md"], expected, "{name}");
        client.finish();
    }
}

/// 60 M: a file is created if the client supports it, before it is edited, and never over an
/// existing file.
#[test]
fn files_are_created_before_they_are_written() {
    let text = "# Here\n\nSee [it](missing.md).\n";
    let mut created = 0;
    for (name, capabilities) in profiles::in_all_encodings() {
        let can = capabilities["workspace"]["workspaceEdit"]["resourceOperations"]
            .as_array()
            .is_some_and(|kinds| kinds.contains(&json!("create")))
            && offers(&capabilities, "workspace.workspaceEdit.documentChanges")
            && offers(&capabilities, "textDocument.codeAction.codeActionLiteralSupport");
        let workspace = Workspace::new(&[("here.md", text)]);
        let mut client = Client::spawn().initialized(&workspace, capabilities);
        client.open(&workspace, "here.md");
        let action = action(&mut client, &workspace.uri("here.md"), text, "missing|.md", "Create");
        assert_eq!(action.is_some(), can, "{name}");
        if let Some(action) = action {
            let changes = &action["edit"]["documentChanges"];
            assert_eq!(changes[0]["kind"], "create", "{name}: {changes}");
            assert_ne!(changes[0]["options"]["overwrite"], true, "{name}");
            assert_eq!(changes[1]["textDocument"]["uri"], workspace.uri("missing.md"), "{name}");
            assert!(!workspace.path("missing.md").exists(), "the server writes nothing itself");
            created += 1;
        }
        client.finish();
    }
    assert!(created > 0);
}

/// The code action at a mark whose title begins so, with its edit.
fn action(client: &mut Client, uri: &str, text: &str, mark: &str, title: &str) -> Option<Value> {
    let cursor = client.encoding().at(text, mark);
    let mut params = about(uri);
    params["range"] = json!({ "start": cursor, "end": cursor });
    params["context"] = json!({ "diagnostics": [] });
    // A client that is offered no actions does not ask for them.
    client.offered("codeActionProvider").then_some(())?;
    let found = client.request("textDocument/codeAction", params).unwrap();
    let found = items(&found).find(|it| it["title"].as_str().unwrap().starts_with(title))?;
    if found.get("edit").is_some() {
        return Some(found.clone());
    }
    Some(client.request("codeAction/resolve", found.clone()).unwrap())
}

/// 61 S: changes are grouped if the client supports groups, and each group has a description.
#[test]
fn groups_of_changes_are_described() {
    let mut grouped = 0;
    for (name, capabilities) in profiles::in_all_encodings() {
        let shows = offers(&capabilities, "workspace.workspaceEdit.changeAnnotationSupport")
            && offers(&capabilities, "textDocument.rename.honorsChangeAnnotations");
        let (client, _workspace, edit) = rename(capabilities);
        assert_eq!(edit.get("changeAnnotations").is_some(), shows, "{name}");
        for change in items(&edit["documentChanges"]) {
            for one in items(&change["edits"]) {
                let id = one["annotationId"].as_str();
                assert_eq!(id.is_some(), shows, "{name}");
                assert!(id.is_none_or(|id| edit["changeAnnotations"].get(id).is_some()), "{name}");
                grouped += usize::from(shows);
            }
        }
        client.finish();
    }
    assert!(grouped > 0);
}

/// 62 M: an invalid name is refused with a reason.
#[test]
fn names_that_cannot_be_are_refused() {
    for (name, capabilities) in profiles::all() {
        let workspace = notes();
        let mut client = Client::spawn().initialized(&workspace, capabilities);
        client.open(&workspace, "storage.md");
        let cursor = client.encoding().at(STORAGE, "#### Ca|che");
        for new in ["", " ", "\n", "a\nb", "a\r\nb", "a]]b", "a|b", "a[[b", "\u{0}", "\t"] {
            let mut params = at(&workspace.uri("storage.md"), &cursor);
            params["newName"] = json!(new);
            let refused = client.request("textDocument/rename", params);
            let refused = refused.expect_err(&format!("{name}: {new:?} is taken for a name"));
            assert_eq!(refused["code"], -32803, "{name}: {new:?}");
            let reason = refused["message"].as_str().unwrap();
            assert!(reason.ends_with('.'), "{name}: {new:?} is refused without a sentence");
        }
        client.finish();
    }
}

/// 63 M: the renamed range contains the cursor, and its placeholder is the declared name; elsewhere
/// rename is refused.
#[test]
fn a_rename_is_prepared_where_there_is_something_to_rename() {
    for (name, capabilities) in profiles::in_all_encodings() {
        let workspace = notes();
        let mut client = Client::spawn().initialized(&workspace, capabilities);
        let encoding = client.encoding();
        client.open(&workspace, "storage.md");
        let uri = workspace.uri("storage.md");
        for (mark, shown, called) in
            [("#### Ca|che", "Cache", "Cache"), ("below the ca|che", "cache", "Cache")]
        {
            let params = at(&uri, &encoding.at(STORAGE, mark));
            let found = client.request("textDocument/prepareRename", params).unwrap();
            assert_eq!(encoding.slice(STORAGE, &found["range"]), shown, "{name}");
            assert_eq!(found["placeholder"], called, "{name}");
        }
        let params = at(&uri, &encoding.at(STORAGE, "sl|ow store"));
        let nothing = client.request("textDocument/prepareRename", params);
        assert!(nothing.as_ref().is_ok_and(Value::is_null) || nothing.is_err(), "{nothing:?}");
        client.finish();
    }
}

/// 64 M: a request before a move may name a folder without its files, and several items; the edit
/// uses the old paths.
#[test]
fn moves_are_answered_for_the_files_as_they_are() {
    let mut asked = 0;
    for (name, capabilities) in profiles::in_all_encodings() {
        if !offers(&capabilities, "workspace.fileOperations.willRename") {
            continue;
        }
        asked += 1;
        let workspace = notes();
        workspace.write("third.md", "[Use](sub/use.md), [storage](storage.md)\n");
        let mut client = Client::spawn().initialized(&workspace, capabilities);
        client.open(&workspace, "storage.md");
        let moved = |from: &str, to: &str| json!({ "oldUri": workspace.uri(from), "newUri": workspace.uri(to) });
        let files = json!({ "files": [moved("sub", "deep/sub"), moved("storage.md", "top.md")] });
        let edit = client.request("workspace/willRenameFiles", files).unwrap();
        let texts = written(&client, &workspace, &edit);
        assert!(texts["storage.md"].contains("[use](deep/sub/use.md)"), "{name}");
        assert!(texts["sub/use.md"].contains("(../../top.md#disk)"), "{name}");
        assert_eq!(texts["third.md"], "[Use](deep/sub/use.md), [storage](top.md)\n", "{name}");
        client.finish();
    }
    assert!(asked > 0);
}

/// 65 S: inserted lines have the line ending of the document.
#[test]
fn inserted_lines_end_as_the_others_do() {
    let text = STORAGE.replace('\n', "\r\n");
    for (name, capabilities) in profiles::in_all_encodings() {
        let workspace = Workspace::new(&[("a.md", &text)]);
        let mut client = Client::spawn().initialized(&workspace, capabilities);
        client.open(&workspace, "a.md");
        let mut made = 0;
        for title in ["Move", "Extract", "Insert", "Add", "Inline", "Turn"] {
            let uri = workspace.uri("a.md");
            let Some(action) = action(&mut client, &uri, &text, "#### Ca|che", title) else {
                continue;
            };
            for (file, text) in written(&client, &workspace, &action["edit"]) {
                let lone = text.replace("\r\n", "");
                assert!(!lone.contains(['\r', '\n']) || file != "a.md", "{name} {title}: {text:?}");
                made += 1;
            }
        }
        assert_eq!(made > 0, client.offered("codeActionProvider"), "{name}");
        client.finish();
    }
}
