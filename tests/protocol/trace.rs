//! Traces and logs: not unasked, and never a flood.

use serde_json::{Value, json};

use super::{STORAGE, notes};
use crate::support::{Client, Workspace, profiles};

/// 79 S: nothing is traced while tracing is off; the server sends no traces, and accepts
/// `$/setTrace` silently.
#[test]
fn nothing_is_traced() {
    for trace in [None, Some("off"), Some("messages"), Some("verbose")] {
        let workspace = notes();
        let mut client = Client::spawn();
        let mut params = json!({
            "processId": null, "rootUri": workspace.root_uri(),
            "capabilities": profiles::everything(),
        });
        if let Some(trace) = trace {
            params["trace"] = json!(trace);
        }
        client.initialize(params);
        client.open(&workspace, "storage.md");
        for value in ["verbose", "messages", "off", "verbose"] {
            client.notify("$/setTrace", json!({ "value": value }));
            client.answers(&workspace.uri("storage.md"), STORAGE);
        }
        client.notify("$/setTrace", json!({ "value": "no such" }));
        client.notify("$/setTrace", Value::Null);
        client.define("cache");
        assert_eq!(client.said("$/logTrace").count(), 0);
        assert_eq!(client.said("window/logMessage").count(), 0);
        client.finish();
    }
}

/// 80 R: log messages are limited: some lines, then the number of omitted lines.
#[test]
fn much_to_log_is_no_flood() {
    let workspace = Workspace::new(&[("a.md", STORAGE)]);
    for number in 0..1_000 {
        std::fs::write(workspace.path(&format!("{number}.md")), b"\xff").unwrap();
    }
    for (name, capabilities) in profiles::all() {
        let mut client = Client::spawn().initialized(&workspace, capabilities);
        client.define("cache");
        client.wait_for_notification("window/logMessage", |params| {
            params["message"].as_str().unwrap().contains(" more ")
        });
        let count = client.said("window/logMessage").count();
        assert!(count <= 20, "{name}: {count} lines");
        client.finish();
    }
}

/// However often there is something to log: as when settings change again and again, and all notes
/// are read anew each time.
#[test]
fn logging_again_and_again_is_no_flood() {
    let workspace = Workspace::new(&[("a.md", STORAGE)]);
    for number in 0..10 {
        std::fs::write(workspace.path(&format!("{number}.md")), b"\xff").unwrap();
    }
    let mut client = Client::spawn().initialized(&workspace, profiles::bare());
    for round in 0..40 {
        workspace.write("headword.toml", &format!("exclude = ['none-{round}']\n"));
        client.files_changed(&[(2, &workspace.uri("headword.toml"))]);
        client.define("cache");
    }
    let summary = client.wait_for_notification("window/logMessage", |params| {
        params["message"].as_str().unwrap().contains(" more lines")
    });
    let count = client.said("window/logMessage").count();
    assert!(count <= 60, "{count} lines, at last {summary}");
    client.finish();
}
