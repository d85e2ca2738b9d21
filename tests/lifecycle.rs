//! Conversations about the life of the server: how it starts, what it answers when, how it ends.

mod support;

use std::time::Duration;

use serde_json::{Value, json};

use support::model::{Model, Part};
use support::{Client, Workspace, profiles};

/// How long a server may take to notice that its client is gone.
const SOON: Duration = Duration::from_secs(2);

fn code(answer: Result<Value, Value>) -> i64 {
    answer.expect_err("an error")["code"].as_i64().expect("an error has a code")
}

fn bare() -> Value {
    json!({ "processId": null, "rootUri": null, "capabilities": {} })
}

fn running() -> Client {
    let mut client = Client::spawn();
    client.initialize(bare());
    client
}

fn hover() -> Value {
    json!({
        "textDocument": { "uri": "untitled:Untitled-1" },
        "position": { "line": 0, "character": 0 },
    })
}

// Start.

#[test]
fn requests_before_initialize_are_refused() {
    let mut client = Client::spawn();
    for method in ["textDocument/hover", "shutdown", "no/such", "$/no/such"] {
        assert_eq!(code(client.request(method, hover())), -32002, "{method}");
    }
    client.initialize(bare());
    client.finish();
}

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
fn initialize_is_served_once() {
    let mut client = running();
    assert_eq!(code(client.request("initialize", bare())), -32600);
    client.finish();
}

#[test]
fn initialize_tells_who_serves() {
    let mut client = Client::spawn();
    let result = client.initialize(bare());
    assert_eq!(result["serverInfo"]["name"], "headword");
    assert_eq!(result["serverInfo"]["version"], env!("CARGO_PKG_VERSION"));
    client.finish();
}

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
fn every_client_is_served() {
    for (name, capabilities) in profiles::all() {
        println!("{name}");
        let workspace = Workspace::new(&[("a.md", "#### Term\n\nIts definition.\n")]);
        let mut client = Client::spawn().initialized(&workspace, capabilities);
        client.open(&workspace, "a.md");
        client.change(&workspace.uri("a.md"), 2, json!([{ "text": "#### Other\n" }]));
        client.close(&workspace.uri("a.md"));
        client.finish();
    }
}

#[test]
fn a_client_that_never_answers_is_served() {
    let workspace = Workspace::new(&[("a.md", "#### Term\n\nIts definition.\n")]);
    let mut client =
        Client::spawn().never_answering().initialized(&workspace, profiles::everything());
    client.open(&workspace, "a.md");
    assert_eq!(code(client.request("no/such", json!({}))), -32601);
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
fn the_encoding_is_the_best_that_the_client_has() {
    for (offered, expected) in [
        (json!(["utf-16"]), "utf-16"),
        (json!(["utf-8", "utf-16"]), "utf-8"),
        (json!(["utf-16", "utf-32", "utf-8"]), "utf-8"),
        (json!(["utf-32", "utf-16"]), "utf-32"),
        (json!(["utf-16", "utf-32"]), "utf-32"),
        (json!([]), "utf-16"),
        (Value::Null, "utf-16"),
    ] {
        let mut client = Client::spawn();
        let general = match &offered {
            Value::Null => json!({}),
            offered => json!({ "positionEncodings": offered }),
        };
        let result = client.initialize(json!({
            "processId": null, "rootUri": null, "capabilities": { "general": general },
        }));
        assert_eq!(result["capabilities"]["positionEncoding"], expected, "of {offered}");
        client.finish();
    }
}

// Requests and notifications.

#[test]
fn unknown_requests_are_answered_and_unknown_notifications_are_not() {
    let mut client = running();
    for method in ["no/such", "$/no/such", "textDocument/noSuch", ""] {
        client.notify(method, json!({ "a": 1 }));
        assert_eq!(code(client.request(method, json!({ "a": 1 }))), -32601, "{method}");
    }
    client.finish();
}

#[test]
fn invalid_params_are_told_and_do_no_harm() {
    let mut client = running();
    for params in [json!({}), json!(null), json!([]), json!({ "textDocument": 5, "position": {} })]
    {
        assert_eq!(code(client.request("textDocument/hover", params.clone())), -32602, "{params}");
        client.notify("textDocument/didOpen", params.clone());
        client.notify("textDocument/didChange", params.clone());
        client.notify("workspace/didChangeConfiguration", params);
    }
    client.finish();
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

#[test]
fn ids_come_back_as_they_were() {
    let mut client = running();
    for id in [json!(0), json!(-7), json!(2_147_483_647), json!("7"), json!("日本 😀"), json!("")]
    {
        client.start_as(id.clone(), "no/such", json!({}));
        assert_eq!(code(client.response(&id)), -32601, "{id}");
    }
    client.finish();
}

#[test]
fn cancelling_what_does_not_run_is_ignored() {
    let mut client = running();
    client.cancel(&json!(4711));
    client.cancel(&json!("no such"));
    client.notify("$/cancelRequest", json!({}));
    assert_eq!(code(client.request("no/such", json!({}))), -32601);
    client.finish();
}

#[test]
fn a_cancelled_request_is_answered() {
    let mut client = running();
    for _ in 0..50 {
        let id = client.start("textDocument/hover", hover());
        client.cancel(&id);
        if let Err(error) = client.response(&id) {
            assert_eq!(error["code"], -32800);
        }
    }
    client.finish();
}

#[test]
fn many_requests_without_reading_are_all_answered() {
    let mut client = running();
    let ids: Vec<_> = (0..2_000).map(|_| client.start("textDocument/hover", hover())).collect();
    for id in ids {
        client.response(&id).unwrap();
    }
    client.finish();
}

#[test]
fn documents_nobody_opened_do_no_harm() {
    let mut client = running();
    client.change("untitled:a", 1, json!([{ "text": "text" }]));
    client.close("untitled:a");
    client.open_text("untitled:a", "text");
    client.open_text("untitled:a", "again");
    assert_eq!(code(client.request("no/such", json!({}))), -32601);
    client.finish();
}

#[test]
fn odd_uris_are_documents_too() {
    let mut client = running();
    for uri in [
        "untitled:Untitled-1",
        "git:/notes/a.md?%7B%22ref%22%3A%22HEAD%22%7D",
        "vscode-notebook-cell:/notes/a.ipynb#W0sZmlsZQ%3D%3D",
        "zipfile:///notes.zip::a.md",
        "file:///notes/日本 [x] {y}.md",
        "file:///notes/100%.md",
        "file:///c:/notes/a.md",
        "term://~/notes//1:/bin/zsh;#toggleterm#1",
    ] {
        client.open_text(uri, "#### Term\n\nIts definition.\n");
        let mut params = hover();
        params["textDocument"]["uri"] = uri.into();
        client.request("textDocument/hover", params).unwrap();
        client.close(uri);
    }
    client.finish();
}

// What is no message.

#[test]
fn what_is_not_json_is_told_and_the_server_goes_on() {
    let mut client = running();
    for bytes in [
        &b"Content-Length: 5\r\n\r\n{\"a\":"[..],
        b"Content-Length: 3\r\n\r\n\"\xff\"",
        b"Content-Length: 0\r\n\r\n",
        b"Garbage: 1\r\n\r\n",
        b"Content-Length: -5\r\n\r\n",
        b"Content-Length: 9000000000000000000\r\n\r\n",
    ] {
        client.raw(bytes);
        assert_eq!(client.complaint()["code"], -32700, "{}", String::from_utf8_lossy(bytes));
        assert_eq!(code(client.request("no/such", json!({}))), -32601);
    }
    client.finish();
}

#[test]
fn what_is_no_message_is_told_and_the_server_goes_on() {
    let mut client = running();
    for body in [
        "[]",
        r#"[{"jsonrpc":"2.0","id":1,"method":"shutdown"}]"#,
        "5",
        "null",
        r#""text""#,
        r#"{"jsonrpc":"2.0"}"#,
        r#"{"jsonrpc":"2.0","id":[1],"method":"shutdown"}"#,
    ] {
        client.raw(format!("Content-Length: {}\r\n\r\n{body}", body.len()).as_bytes());
        assert_eq!(client.complaint()["code"], -32600, "{body}");
        assert_eq!(code(client.request("no/such", json!({}))), -32601);
    }
    client.finish();
}

#[test]
fn responses_nobody_waits_for_are_ignored() {
    let mut client = running();
    for id in [json!(4711), json!("no such"), Value::Null] {
        client.send(json!({ "jsonrpc": "2.0", "id": id, "result": null }));
        let error = json!({ "code": 1, "message": "no" });
        client.send(json!({ "jsonrpc": "2.0", "id": id, "error": error }));
    }
    assert_eq!(code(client.request("no/such", json!({}))), -32601);
    client.finish();
}

#[test]
fn headers_are_read_as_leniently_as_the_protocol_says() {
    let mut client = running();
    let id = json!("😀");
    for header in [
        "Content-Length: SIZE\r\n\r\n",
        "content-length: SIZE\r\n\r\n",
        "Content-Type: application/vscode-jsonrpc; charset=utf-8\r\nContent-Length: SIZE\r\n\r\n",
        "Content-Length: SIZE\r\nContent-Type: application/vscode-jsonrpc; charset=utf8\r\n\r\n",
        "CONTENT-LENGTH:SIZE\r\nX-Other: 1\r\n\r\n",
    ] {
        let body = json!({ "jsonrpc": "2.0", "id": id, "method": "no/such" }).to_string();
        let frame = header.replace("SIZE", &body.len().to_string()) + &body;
        client.expect_response(&id);
        for byte in frame.as_bytes() {
            client.raw(&[*byte]);
        }
        assert_eq!(code(client.response(&id)), -32601, "{header:?}");
    }
    client.finish();
}

// End.

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

#[test]
fn exit_without_shutdown_is_a_failure() {
    let mut client = running();
    client.notify("exit", Value::Null);
    assert_eq!(client.wait_for_exit(SOON), Some(1));
}

#[test]
fn exit_before_initialize_is_a_failure() {
    let mut client = Client::spawn();
    client.notify("exit", Value::Null);
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

#[test]
fn half_a_message_and_the_end_of_input_is_the_end() {
    for bytes in [&b"Content-Le"[..], b"Content-Length: 100\r\n\r\n{\"jsonrpc\"", b"\xff\xff\xff"] {
        let mut client = running();
        client.raw(bytes);
        client.close_input();
        assert_eq!(client.wait_for_exit(SOON), Some(1));
    }
}

/// The editor's process dies, and the input stays open.
#[cfg(unix)]
mod editor {
    use std::process::{Child, Command};
    use std::time::Duration;

    use serde_json::json;

    use super::support::Client;
    use super::{bare, code};

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
