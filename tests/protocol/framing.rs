//! Framing: headers, bodies, and what is none of both.

use serde_json::{Value, json};

use super::{code, hover, running};
use crate::support::{Client, profiles};

/// 1 M: Content-Length counts bytes, not characters, in both directions.
#[test]
fn content_length_counts_bytes() {
    let mut client = running();
    let name = "日本 𝄞 e\u{301}";
    client.open_text("untitled:a", &format!("# {name}\n"));
    // The client's own reader takes exactly as many bytes as are announced.
    assert_eq!(client.names("untitled:a"), [name]);
    client.start_as(json!(name), "textDocument/hover", hover());
    client.response(&json!(name)).unwrap();
    client.finish();
}

/// 2 M: header names are case-insensitive.
#[test]
fn header_names_are_case_insensitive() {
    served(&[
        "Content-Length: SIZE\r\n\r\n",
        "content-length: SIZE\r\n\r\n",
        "CONTENT-LENGTH:SIZE\r\nX-Other: 1\r\n\r\n",
    ]);
}

/// 3 S: `Content-Type` is optional and may be before or after `Content-Length`; the body is always
/// read as UTF-8.
#[test]
fn content_type_is_optional_and_utf_8() {
    const TYPE: &str = "Content-Type: application/vscode-jsonrpc; charset";
    served(&[
        "Content-Length: SIZE\r\n\r\n",
        &format!("{TYPE}=utf-8\r\nContent-Length: SIZE\r\n\r\n"),
        &format!("Content-Length: SIZE\r\n{TYPE}=utf8\r\n\r\n"),
        &format!("Content-Length: SIZE\r\n{TYPE}=\"UTF-8\"\r\n\r\n"),
    ]);
    let mut client = running();
    let body = json!({ "jsonrpc": "2.0", "id": 1, "method": "no/such" }).to_string();
    let frame = format!("Content-Length: {}\r\n{TYPE}=latin1\r\n\r\n{body}", body.len());
    client.raw(frame.as_bytes());
    assert_eq!(client.complaint()["code"], -32700);
    assert_eq!(code(client.request("no/such", json!({}))), -32601);
    client.finish();
}

/// Asserts that a question is answered behind each of these headers.
#[track_caller]
fn served(headers: &[&str]) {
    let mut client = running();
    let id = json!("😀");
    for header in headers {
        let body = json!({ "jsonrpc": "2.0", "id": id, "method": "no/such" }).to_string();
        client.expect_response(&id);
        client.raw((header.replace("SIZE", &body.len().to_string()) + &body).as_bytes());
        assert_eq!(code(client.response(&id)), -32601, "{header:?}");
    }
    client.finish();
}

/// 4 M: a frame may arrive in pieces cut at any byte, and several frames may arrive together.
#[test]
fn a_frame_may_come_in_pieces_and_several_at_once() {
    let mut client = running();
    let ids: Vec<_> = (0..3).map(|number| json!(format!("😀 {number}"))).collect();
    let frames: Vec<_> = ids
        .iter()
        .map(|id| {
            let body = json!({ "jsonrpc": "2.0", "id": id, "method": "no/such" }).to_string();
            format!("Content-Length: {}\r\n\r\n{body}", body.len())
        })
        .collect();
    let first = frames[0].as_bytes();
    for cut in 1..first.len() {
        client.expect_response(&ids[0]);
        client.raw(&first[..cut]);
        client.raw(&first[cut..]);
        assert_eq!(code(client.response(&ids[0])), -32601, "cut at {cut}");
    }
    for (id, frame) in ids.iter().zip(&frames) {
        client.expect_response(id);
        for byte in frame.as_bytes() {
            client.raw(&[*byte]);
        }
        assert_eq!(code(client.response(id)), -32601);
    }
    for id in &ids {
        client.expect_response(id);
    }
    client.raw(frames.concat().as_bytes());
    for id in &ids {
        assert_eq!(code(client.response(id)), -32601);
    }
    client.finish();
}

/// 5 M: stdout carries only messages; logs go to stderr, in any amount.
#[test]
fn stdout_carries_messages_only() {
    let workspace = super::notes();
    let mut client = Client::spawn_set_up(|command| command.env("HEADWORD_LOG", "trace"));
    client.initialize(json!({
        "processId": null, "rootUri": workspace.root_uri(),
        "capabilities": profiles::everything(),
    }));
    client.open(&workspace, "storage.md");
    client.answers(&workspace.uri("storage.md"), super::STORAGE);
    client.raw(b"Content-Length: 1\r\n\r\n{");
    assert_eq!(client.complaint()["code"], -32700);
    assert_ne!(client.log(), "", "nothing was logged");
    client.finish();
}

/// 6 R: invalid JSON gets error -32700 with a null id; the server keeps running.
#[test]
fn what_is_not_json_is_told_and_the_server_goes_on() {
    let mut client = running();
    for bytes in [
        &b"Content-Length: 5\r\n\r\n{\"a\":"[..],
        b"Content-Length: 3\r\n\r\n\"\xff\"",
        b"Content-Length: 0\r\n\r\n",
    ] {
        client.raw(bytes);
        assert_eq!(client.complaint()["code"], -32700, "{}", String::from_utf8_lossy(bytes));
        assert_eq!(code(client.request("no/such", json!({}))), -32601);
    }
    client.finish();
}

/// 7 R: a Content-Length that is too large, empty or missing is reported, and no memory is
/// allocated for it.
#[test]
fn lengths_that_make_no_sense_are_told() {
    let mut client = running();
    for bytes in [
        &b"Garbage: 1\r\n\r\n"[..],
        b"Content-Length: 0\r\n\r\n",
        b"Content-Length: -5\r\n\r\n",
        b"Content-Length: five\r\n\r\n",
        b"Content-Length: 9000000000000000000\r\n\r\n",
        b"Content-Length: 99999999999999999999999999\r\n\r\n",
    ] {
        client.raw(bytes);
        assert_eq!(client.complaint()["code"], -32700, "{}", String::from_utf8_lossy(bytes));
        assert_eq!(code(client.request("no/such", json!({}))), -32601);
    }
    client.finish();
}

/// 8 M: a response has the id of its request, string or number; every message is JSON-RPC 2.0,
/// without batches.
#[test]
fn ids_come_back_as_they_were() {
    let mut client = running();
    for id in [
        json!(0),
        json!(-7),
        json!(1),
        json!(2_147_483_647),
        json!("7"),
        json!("日本 😀"),
        json!(""),
    ] {
        client.start_as(id.clone(), "no/such", json!({}));
        assert_eq!(code(client.response(&id)), -32601, "{id}");
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
fn half_a_message_and_the_end_of_input_is_the_end() {
    for bytes in [&b"Content-Le"[..], b"Content-Length: 100\r\n\r\n{\"jsonrpc\"", b"\xff\xff\xff"] {
        let mut client = running();
        client.raw(bytes);
        client.close_input();
        assert_eq!(client.wait_for_exit(super::lifecycle::SOON), Some(1));
    }
}
