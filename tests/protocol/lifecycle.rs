//! The life of the server: how it starts, what it answers when, how it ends.

use std::time::Duration;

use serde_json::{Value, json};

use super::{bare, code, hover, running};
use crate::support::model::{Model, Part};
use crate::support::{Client, Workspace, profiles};

/// How long a server may take to notice that its client is gone.
pub(super) const SOON: Duration = Duration::from_secs(2);

// Start.

/// 9 S: a request before `initialize` is refused with -32002.
#[test]
fn requests_before_initialize_are_refused() {
    let mut client = Client::spawn();
    for method in ["textDocument/hover", "shutdown", "no/such", "$/no/such"] {
        assert_eq!(code(client.request(method, hover())), -32002, "{method}");
    }
    client.initialize(bare());
    client.finish();
}

/// 10 S: a notification before `initialize` is dropped, and `exit` is honored.
#[test]
fn notifications_before_initialize_are_dropped() {
    let mut client = Client::spawn();
    client.notify("initialized", json!({}));
    client.open_text("untitled:Untitled-1", "#### Term\nIts definition.\n");
    client.notify("no/such", json!({}));
    client.initialize(bare());
    client.finish();
}

#[test]
fn exit_before_initialize_is_a_failure() {
    let mut client = Client::spawn();
    client.notify("exit", Value::Null);
    assert_eq!(client.wait_for_exit(SOON), Some(1));
}

/// 11 R: a second `initialize` is refused.
#[test]
fn initialize_is_served_once() {
    let mut client = running();
    assert_eq!(code(client.request("initialize", bare())), -32600);
    client.finish();
}

/// 12 M: before the answer to `initialize`, the server sends only the messages that the protocol
/// allows.
#[test]
fn nothing_comes_before_the_answer_to_initialize() {
    let workspace = super::notes();
    // A file of settings that is broken: there would be much to say.
    workspace.write("headword.toml", "exclude = [\n");
    for (name, capabilities) in profiles::all() {
        let mut client = Client::spawn();
        let params = json!({
            "processId": null, "rootUri": workspace.root_uri(), "capabilities": capabilities,
            "initializationOptions": { "exclude": 5 }, "workDoneToken": "start",
        });
        client.request("initialize", params).unwrap();
        let before = client.listen(Duration::from_millis(50));
        let allowed = ["window/showMessage", "window/logMessage", "telemetry/event", "$/progress"];
        let is_allowed = |call: &Value| allowed.iter().any(|name| call["method"] == *name);
        assert!(before.iter().all(is_allowed), "{name}: {before:?}");
        client.notify("initialized", json!({}));
        client.finish();
    }
}

#[test]
fn initialize_tells_who_serves() {
    let mut client = Client::spawn();
    let result = client.initialize(bare());
    assert_eq!(result["serverInfo"]["name"], "headword");
    assert_eq!(result["serverInfo"]["version"], env!("CARGO_PKG_VERSION"));
    client.finish();
}

/// 13 M: `shutdown` is answered with null, and the process keeps running.
#[test]
fn shutdown_is_answered_and_the_process_stays() {
    let mut client = running();
    assert_eq!(client.request("shutdown", Value::Null), Ok(Value::Null));
    let said = client.transcript().last().unwrap().1.clone();
    assert_eq!(said.get("result"), Some(&Value::Null), "null, and not left out");
    client.listen(Duration::from_millis(100));
    assert_eq!(code(client.request("textDocument/hover", hover())), -32600);
    client.notify("exit", Value::Null);
    assert_eq!(client.wait_for_exit(SOON), Some(0));
}

/// 14 S: after `shutdown` a request is refused with -32600 and a notification is dropped.
#[test]
fn after_shutdown_only_exit_is_served() {
    let mut client = running();
    assert_eq!(client.request("shutdown", Value::Null), Ok(Value::Null));
    for method in ["textDocument/hover", "shutdown", "initialize", "no/such"] {
        assert_eq!(code(client.request(method, hover())), -32600, "{method}");
    }
    client.open_text("untitled:Untitled-1", "text");
    assert!(client.listen(Duration::from_millis(200)).is_empty());
    client.notify("exit", Value::Null);
    assert_eq!(client.wait_for_exit(SOON), Some(0));
}

/// 15 S: `exit` after `shutdown` exits with success.
#[test]
fn exit_after_shutdown_is_a_success() {
    for params in [None, Some(Value::Null), Some(json!({}))] {
        let mut client = running();
        assert_eq!(client.request("shutdown", Value::Null), Ok(Value::Null));
        let mut exit = json!({ "jsonrpc": "2.0", "method": "exit" });
        if let Some(params) = params {
            exit["params"] = params;
        }
        client.send(exit);
        assert_eq!(client.wait_for_exit(SOON), Some(0));
    }
}

/// 16 S: `exit` without `shutdown` exits with failure.
#[test]
fn exit_without_shutdown_is_a_failure() {
    let mut client = running();
    client.notify("exit", Value::Null);
    assert_eq!(client.wait_for_exit(SOON), Some(1));
}

/// 18 R: the server exits at the end of input, even while it reads notes.
#[test]
fn the_end_of_input_is_the_end_while_notes_are_read() {
    let workspace = Workspace::new(&[]);
    let large = "## Section\n\nWords of *some* kind, `code` and [links](a.md).\n\n".repeat(20_000);
    for number in 0..4 {
        workspace.write(&format!("{number}.md"), &large);
    }
    let mut client = Client::spawn().initialized(&workspace, profiles::vscode());
    client.wait_for_notification("$/progress", |it| it["value"]["kind"] == "begin");
    client.close_input();
    assert_eq!(client.wait_for_exit(SOON), Some(1));
}

#[test]
fn the_end_of_input_is_the_end() {
    let mut client = Client::spawn();
    client.close_input();
    assert_eq!(client.wait_for_exit(SOON), Some(1));

    let workspace = Workspace::new(&[("a.md", "#### Term\n\nIts definition.\n")]);
    let mut client = Client::spawn().initialized(&workspace, profiles::vscode());
    client.open(&workspace, "a.md");
    client.close_input();
    assert_eq!(client.wait_for_exit(SOON), Some(1));

    let mut client = running();
    assert_eq!(client.request("shutdown", Value::Null), Ok(Value::Null));
    client.close_input();
    assert_eq!(client.wait_for_exit(SOON), Some(0));
}

/// 19 R: the client may omit all information about itself, its folder and its process.
#[test]
fn nothing_about_the_client_is_needed() {
    for params in [
        json!({ "capabilities": {} }),
        json!({ "processId": null, "rootUri": null, "capabilities": {} }),
        json!({
            "processId": null, "rootUri": null, "rootPath": null, "workspaceFolders": null,
            "initializationOptions": null, "locale": "en", "trace": "off", "capabilities": {},
        }),
        json!({ "processId": null, "rootUri": null, "workspaceFolders": [], "capabilities": {
            "workspace": {}, "textDocument": {}, "window": {}, "general": {},
        } }),
    ] {
        let mut client = Client::spawn();
        client.initialize(params);
        client.finish();
    }
}

#[test]
fn a_client_newer_than_the_server_is_served() {
    let mut client = Client::spawn();
    let result = client.initialize(json!({
        "processId": null, "rootUri": null, "trace": "compact", "newMember": [1],
        "capabilities": {
            "workspace": { "workspaceEdit": { "failureHandling": "new", "documentChanges": true } },
            "textDocument": { "hover": { "contentFormat": ["html", "markdown"] } },
            "general": { "positionEncodings": ["utf-7", "utf-8"] },
        },
    }));
    assert_eq!(result["capabilities"]["positionEncoding"], "utf-8");
    client.finish();
}

#[test]
fn profiles_are_what_the_protocol_allows() {
    let model = Model::get();
    for (name, capabilities) in profiles::all() {
        let params = json!({ "processId": null, "rootUri": null, "capabilities": capabilities });
        let errors = model.errors("initialize", Part::Params, Some(&params));
        assert!(errors.is_empty(), "{name}: {errors:#?}");
    }
}

/// 20 S: the usual arguments are accepted; stdin and stdout are the only transport.
#[test]
fn the_usual_arguments_are_taken() {
    for arguments in
        [&["--stdio"][..], &["--stdio", "--clientProcessId=PID"], &["--clientProcessId=PID"]]
    {
        let id = std::process::id().to_string();
        let arguments: Vec<_> = arguments.iter().map(|text| text.replace("PID", &id)).collect();
        let arguments: Vec<_> = arguments.iter().map(String::as_str).collect();
        let mut client = Client::spawn_with(&arguments);
        client.initialize(bare());
        client.finish();
    }
}

#[test]
fn params_may_be_null_where_there_are_none() {
    let mut client = Client::spawn();
    client.request("initialize", bare()).unwrap();
    client.send(json!({ "jsonrpc": "2.0", "method": "initialized", "params": null }));
    assert_eq!(client.request("shutdown", Value::Null), Ok(Value::Null));
    client.send(json!({ "jsonrpc": "2.0", "method": "exit", "params": null }));
    assert_eq!(client.wait_for_exit(SOON), Some(0));
}

#[test]
fn params_may_be_absent_where_there_are_none() {
    let mut client = Client::spawn();
    client.request("initialize", bare()).unwrap();
    client.send(json!({ "jsonrpc": "2.0", "method": "initialized" }));
    let id = json!("last");
    client.start_as(id.clone(), "shutdown", json!({}));
    assert_eq!(client.response(&id), Ok(Value::Null));
    client.send(json!({ "jsonrpc": "2.0", "method": "exit" }));
    assert_eq!(client.wait_for_exit(SOON), Some(0));
}

/// The editor's process dies, and the input stays open.
#[cfg(unix)]
mod editor {
    use std::process::{Child, Command};
    use std::time::Duration;

    use serde_json::json;

    use super::{bare, code};
    use crate::support::Client;

    const DEAD_EDITOR: Duration = Duration::from_secs(10);

    /// A process that plays the editor and can die.
    struct Editor(Child);

    impl Editor {
        fn new() -> Self {
            Self(Command::new("sleep").arg("600").spawn().expect("a process to watch"))
        }

        fn die(&mut self) {
            let _ = self.0.kill();
            let _ = self.0.wait();
        }
    }

    impl Drop for Editor {
        fn drop(&mut self) {
            self.die();
        }
    }

    /// 17 S: the server exits when the client's process has died, even if stdin stays open.
    #[test]
    fn the_death_of_the_editor_is_the_end() {
        let mut editor = Editor::new();
        let mut client = Client::spawn();
        let mut params = bare();
        params["processId"] = editor.0.id().into();
        client.initialize(params);
        assert_eq!(code(client.request("no/such", json!({}))), -32601);
        editor.die();
        assert_eq!(client.wait_for_exit(DEAD_EDITOR), Some(1));
    }

    #[test]
    fn the_death_of_the_editor_named_by_argument_is_the_end() {
        let mut editor = Editor::new();
        let argument = format!("--clientProcessId={}", editor.0.id());
        let mut client = Client::spawn_with(&["--stdio", &argument]);
        client.initialize(bare());
        editor.die();
        assert_eq!(client.wait_for_exit(DEAD_EDITOR), Some(1));
    }

    #[test]
    fn an_editor_that_was_dead_already_is_the_end() {
        let mut editor = Editor::new();
        editor.die();
        let mut client = Client::spawn();
        let mut params = bare();
        params["processId"] = editor.0.id().into();
        // The answer may or may not come first.
        client.start("initialize", params);
        assert_eq!(client.wait_for_exit(DEAD_EDITOR), Some(1));
    }

    /// Nobody has collected it: it still has its number.
    #[cfg(target_os = "linux")]
    #[test]
    fn an_editor_that_is_a_zombie_is_dead() {
        let mut editor = Editor::new();
        let mut client = Client::spawn();
        let mut params = bare();
        params["processId"] = editor.0.id().into();
        client.initialize(params);
        editor.0.kill().unwrap();
        assert_eq!(client.wait_for_exit(DEAD_EDITOR), Some(1));
    }
}
