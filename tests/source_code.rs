//! Terms in documents that are not notes: comments of source code, plain text, commit messages.

use serde_json::{Value, json};

use crate::support::ask::{about, at};
use crate::support::{Client, Workspace, profiles};

const NOTE: &str = "\
# Mills
## Weir
A low wall across a river. See [code](../src/main.rs).

## Mill pond
The water above a weir.
";

const CODE: &str = "\
//! Opens the weir of
//! each mill
//! pond. `weir`
fn weir() { let weir = \"weir\"; }
// A we
";

/// Opens the source code beside the note, in its language.
fn opened() -> (Client, Workspace, String) {
    let workspace = Workspace::new(&[("notes/mills.md", NOTE), ("src/main.rs", CODE)]);
    let mut client = Client::spawn().initialized(&workspace, profiles::everything());
    let uri = workspace.uri("src/main.rs");
    client.open_as(&uri, "rust", CODE);
    (client, workspace, uri)
}

/// Sends a request about a mark in the source code.
fn ask(client: &mut Client, uri: &str, method: &str, mark: &str) -> Result<Value, Value> {
    let mut params = at(uri, &client.encoding().at(CODE, mark));
    params["context"] = json!({ "includeDeclaration": true });
    params["newName"] = "Dam".into();
    client.request(&format!("textDocument/{method}"), params)
}

#[test]
fn a_term_in_a_comment_is_explained_and_led_to() {
    let (mut client, workspace, uri) = opened();
    assert!(client.hover_text(&uri, CODE, "we|ir of").contains("A low wall"));
    assert!(client.hover_text(&uri, CODE, "mi|ll\n").contains("The water above"));
    let note = workspace.uri("notes/mills.md");
    let found = ask(&mut client, &uri, "definition", "we|ir of").unwrap().to_string();
    assert!(found.contains(&note), "{found}");
    let found = ask(&mut client, &uri, "references", "we|ir of").unwrap().to_string();
    assert!(found.contains(&note) && !found.contains("main.rs"), "{found}");
    client.finish();
}

#[test]
fn code_has_no_terms() {
    let (mut client, _workspace, uri) = opened();
    for mark in ["we|ir`", "we|ir()", "we|ir =", "we|ir\""] {
        assert_eq!(client.hover_text(&uri, CODE, mark), "", "{mark}");
        assert_eq!(ask(&mut client, &uri, "definition", mark).unwrap(), Value::Null, "{mark}");
    }
    client.finish();
}

#[test]
fn a_term_is_completed_in_a_comment_only() {
    let (mut client, _workspace, uri) = opened();
    client.settle();
    let labels = |client: &mut Client, line: u32, character: u32| {
        let place = json!({ "line": line, "character": character });
        let found = client.completion(&uri, &place);
        let items = found["items"].as_array().into_iter().flatten();
        items.map(|item| item["label"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(labels(&mut client, 4, 7), ["Weir"]);
    assert_eq!(labels(&mut client, 3, 7), [""; 0]);
    let changes = json!([{ "text": "fn main() {}\n// Of a mi" }]);
    client.change(&uri, 2, changes);
    assert_eq!(labels(&mut client, 1, 10), ["Mill pond"]);
    client.finish();
}

#[test]
fn a_document_that_is_no_note_is_not_edited_checked_or_listed() {
    let (mut client, workspace, uri) = opened();
    client.settle();
    let refusal = ask(&mut client, &uri, "rename", "we|ir of").unwrap_err();
    assert_eq!(refusal["message"], "This is not a note. Rename the term in a note.");
    let everywhere = json!({ "start": { "line": 0, "character": 0 },
        "end": { "line": 5, "character": 0 } });
    let mut params = about(&uri);
    params["range"] = everywhere;
    params["context"] = json!({ "diagnostics": [] });
    let actions = client.request("textDocument/codeAction", params).unwrap();
    assert!(actions.as_array().is_none_or(Vec::is_empty), "{actions}");
    assert_eq!(client.pull(&uri, None)["items"], json!([]));
    for method in ["documentSymbol", "foldingRange", "documentLink", "codeLens"] {
        let found = client.request(&format!("textDocument/{method}"), about(&uri)).unwrap();
        assert!(found.as_array().is_none_or(Vec::is_empty), "{method}: {found}");
    }
    // A link to it leads to the file, and it is not offered as a note.
    let note = workspace.uri("notes/mills.md");
    client.open(&workspace, "notes/mills.md");
    assert_eq!(client.pull(&note, None)["items"], json!([]));
    let listed = client.request("workspace/symbol", json!({ "query": "main" })).unwrap();
    assert_eq!(listed, json!([]));
    client.close(&uri);
    assert!(ask(&mut client, &uri, "hover", "we|ir of").is_ok_and(|found| found.is_null()));
    client.finish();
}

#[test]
fn a_commit_message_is_text_and_a_markdown_file_is_a_note_in_any_language() {
    let (mut client, workspace, _) = opened();
    let text = "mill: repair the weir\n";
    client.open_as("untitled:COMMIT_EDITMSG", "gitcommit", text);
    assert!(client.hover_text("untitled:COMMIT_EDITMSG", text, "we|ir").contains("A low wall"));
    let note = workspace.uri("notes/mills.md");
    client.open_as(&note, "plaintext", NOTE);
    assert_eq!(client.names(&note), ["Mills", "Weir", "Mill pond"]);
    client.finish();
}
