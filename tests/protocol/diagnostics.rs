//! Diagnostics: pushed or asked for, of the right version, gone when they do not hold any more.

use std::time::Duration;

use serde_json::{Value, json};

use crate::support::conformance::items;
use crate::support::{Client, Workspace, profiles};

const PUBLISH: &str = "textDocument/publishDiagnostics";

/// A gap, and a term that another note defines in the same words.
const NOTE: &str = "# Note\n\n## Empty 日\n\n## Cache\n\nA fast store that keeps what is needed.\n";
const OTHER: &str = "# Other\n\n## Cache\n\nA fast store that keeps what is needed.\n";
const MENDED: &str = "# Note\n\n## Full\n\nNo gap.\n";

fn pulls(capabilities: &Value) -> bool {
    !capabilities["textDocument"]["diagnostic"].is_null()
}

fn opened(capabilities: Value) -> (Client, Workspace, String) {
    let workspace = Workspace::new(&[("a.md", NOTE), ("b.md", OTHER)]);
    let mut client = Client::spawn().initialized(&workspace, capabilities);
    client.define("none");
    client.open(&workspace, "a.md");
    let uri = workspace.uri("a.md");
    (client, workspace, uri)
}

/// The profiles of clients that wait for diagnostics, in all encodings.
fn waiting() -> impl Iterator<Item = (String, Value)> {
    profiles::in_all_encodings().filter(|(_, capabilities)| !pulls(capabilities))
}

/// The profiles of clients that ask for diagnostics, in all encodings.
fn asking() -> impl Iterator<Item = (String, Value)> {
    profiles::in_all_encodings().filter(|(_, capabilities)| pulls(capabilities))
}

/// 73 M: an empty list clears pushed diagnostics after a fix, a close or a deletion.
#[test]
fn what_was_pushed_is_cleared() {
    for (name, capabilities) in waiting() {
        println!("{name}");
        let (mut client, workspace, uri) = opened(capabilities);
        assert!(!client.published(&uri, 1).is_empty());
        client.change(&uri, 2, json!([{ "text": MENDED }]));
        assert!(client.published(&uri, 2).is_empty());
        client.change(&uri, 3, json!([{ "text": NOTE }]));
        assert!(!client.published(&uri, 3).is_empty());
        client.close(&uri);
        assert!(client.published(&uri, Value::Null).is_empty());
        // Outside of the folders too, and deleted while it is open.
        client.open(&workspace, "a.md");
        assert!(!client.published(&uri, 1).is_empty());
        workspace.remove("a.md");
        client.files_changed(&[(3, &uri)]);
        client.close(&uri);
        assert!(client.published(&uri, Value::Null).is_empty());
        client.open_text("untitled:a", NOTE);
        assert!(!client.published("untitled:a", 1).is_empty());
        client.close("untitled:a");
        assert!(client.published("untitled:a", Value::Null).is_empty());
        client.finish();
    }
}

/// 74 R: diagnostics are published again when a document is reopened.
#[test]
fn opening_again_tells_again() {
    for (name, capabilities) in waiting() {
        println!("{name}");
        let (mut client, workspace, uri) = opened(capabilities);
        for _ in 0..3 {
            let found = client.published(&uri, 1);
            assert_eq!(client.encoding().slice(NOTE, &found[0]["range"]), "Empty 日", "{name}");
            client.close(&uri);
            assert!(client.published(&uri, Value::Null).is_empty());
            client.open(&workspace, "a.md");
        }
        client.finish();
    }
}

/// 75 S: pushed diagnostics have a version, and versions never decrease.
#[test]
fn versions_never_go_back() {
    for (name, capabilities) in waiting() {
        let (mut client, _workspace, uri) = opened(capabilities);
        for version in 2..60 {
            let text = if version % 2 == 0 { MENDED } else { NOTE };
            client.change(&uri, version, json!([{ "text": text }]));
        }
        assert!(!client.published(&uri, 59).is_empty(), "{name}");
        let versions = client.said(PUBLISH).filter(|it| it["uri"] == uri);
        let versions: Vec<_> = versions.map(|it| it["version"].as_i64()).collect();
        assert!(versions.is_sorted() && versions.iter().all(Option::is_some), "{versions:?}");
        client.finish();
    }
}

/// 76 M: "unchanged" is answered only for the result id that is still current.
#[test]
fn unchanged_is_what_the_client_has() {
    for (name, capabilities) in asking() {
        let (mut client, _workspace, uri) = opened(capabilities);
        let first = client.pull(&uri, None);
        assert_eq!(first["kind"], "full", "{name}");
        let id = first["resultId"].as_str().unwrap().to_owned();
        let again = client.pull(&uri, Some(&id));
        assert_eq!(again, json!({ "kind": "unchanged", "resultId": id }), "{name}");
        for other in ["", "0", "none"] {
            assert_eq!(client.pull(&uri, Some(other))["kind"], "full", "{name}");
        }
        client.change(&uri, 2, json!([{ "text": MENDED }]));
        assert_eq!(client.pull(&uri, Some(&id))["items"], json!([]), "{name}");
        client.finish();
    }
}

/// 77 M: the diagnostics of a document are pushed or pulled, not both.
#[test]
fn diagnostics_come_in_one_way() {
    for (name, capabilities) in profiles::in_all_encodings() {
        let pulls = pulls(&capabilities);
        let (mut client, _workspace, uri) = opened(capabilities);
        assert_eq!(client.offered("diagnosticProvider"), pulls, "{name}");
        if pulls {
            assert!(!client.diagnostics(&uri).is_empty(), "{name}");
            // Longer than anything that is pushed would take.
            client.listen(Duration::from_millis(300));
            assert_eq!(client.said(PUBLISH).count(), 0, "{name}");
        } else {
            assert!(!client.published(&uri, 1).is_empty(), "{name}");
        }
        client.finish();
    }
}

/// 78 S: related places, tags, links and data of a diagnostic are sent only to clients that support
/// them.
#[test]
fn a_diagnostic_is_made_of_what_the_client_supports() {
    let mut related = 0;
    for (name, capabilities) in profiles::in_all_encodings() {
        let pulls = pulls(&capabilities);
        let takes = ["publishDiagnostics", "diagnostic"]
            .iter()
            .any(|way| capabilities["textDocument"][*way]["relatedInformation"] == true);
        let (mut client, _workspace, uri) = opened(capabilities);
        let found = if pulls { client.diagnostics(&uri) } else { client.published(&uri, 1) };
        let told = json!(found);
        let has = |member: &str| items(&told).any(|it| it.get(member).is_some());
        related += usize::from(has("relatedInformation"));
        assert!(takes || !has("relatedInformation"), "{name}: {told}");
        // That the others are as the client takes them is seen to by the recorder.
        client.finish();
    }
    assert!(related > 0, "no client was told of another place");
}
