//! Tests of the transport.

use std::io::{PipeReader, PipeWriter, pipe};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Instant;

use futures_util::future::pending;
use serde_json::{Value, json};
use tower_lsp::ls_types::{
    CodeLens, CompletionItem, ConfigurationItem, DidChangeTextDocumentParams, DocumentLink, Hover,
    HoverContents, HoverParams, InitializeParams, InitializeResult, MarkedString, MessageType,
};
use tower_lsp::{Client, LanguageServer, LspService, jsonrpc};

use super::*;

/// The maximum wait for an answer.
const TOO_LONG: Duration = Duration::from_secs(20);

/// A server that records the versions of a document in order.
struct Probe {
    client: Client,
    versions: Arc<Mutex<Vec<i32>>>,
    hanging: Arc<AtomicU32>,
}

/// Counts a handler as long as it runs or waits.
struct Hanging(Arc<AtomicU32>);

impl Drop for Hanging {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::SeqCst);
    }
}

impl LanguageServer for Probe {
    async fn initialize(&self, _: InitializeParams) -> jsonrpc::Result<InitializeResult> {
        tokio::time::sleep(Duration::from_millis(20)).await;
        Ok(InitializeResult::default())
    }
    async fn shutdown(&self) -> jsonrpc::Result<()> {
        Ok(())
    }
    async fn did_change(&self, params: DidChangeTextDocumentParams) {
        self.versions.lock().unwrap().push(params.text_document.version);
        tokio::task::yield_now().await;
    }
    /// Answers with the version that was current at the arrival of the request.
    async fn hover(&self, params: HoverParams) -> jsonrpc::Result<Option<Hover>> {
        assert_ne!(params.text_document_position_params.position.character, 7);
        let seen = self.versions.lock().unwrap().last().copied().unwrap_or_default();
        let later = tokio::task::spawn_blocking(move || seen).await.unwrap();
        let contents = HoverContents::Scalar(MarkedString::String(later.to_string()));
        Ok(Some(Hover { contents, range: None }))
    }
    /// Never answers.
    async fn completion_resolve(&self, _: CompletionItem) -> jsonrpc::Result<CompletionItem> {
        self.hanging.fetch_add(1, Ordering::SeqCst);
        let _hanging = Hanging(Arc::clone(&self.hanging));
        pending().await
    }
    /// Sends a message to the client, then answers.
    async fn document_link_resolve(&self, link: DocumentLink) -> jsonrpc::Result<DocumentLink> {
        tokio::task::yield_now().await;
        self.client.log_message(MessageType::INFO, "before").await;
        Ok(link)
    }
    /// Sends a request to the client.
    async fn code_lens_resolve(&self, mut lens: CodeLens) -> jsonrpc::Result<CodeLens> {
        let answer = self.client.configuration(vec![ConfigurationItem::default()]).await?;
        lens.data = Some(Value::Array(answer));
        Ok(lens)
    }
}

/// A client over pipes. It reads messages only on demand.
struct Peer {
    input: Option<PipeWriter>,
    output: Option<FrameReader<BufReader<PipeReader>>>,
    ended: sync_mpsc::Receiver<Ended>,
    versions: Arc<Mutex<Vec<i32>>>,
    hanging: Arc<AtomicU32>,
}

impl Peer {
    fn new() -> Self {
        let (server_input, input) = pipe().unwrap();
        let (output, server_output) = pipe().unwrap();
        let (sender, ended) = sync_mpsc::channel();
        let versions: Arc<Mutex<Vec<i32>>> = Arc::default();
        let hanging: Arc<AtomicU32> = Arc::default();
        let (log, count) = (Arc::clone(&versions), Arc::clone(&hanging));
        thread::spawn(move || {
            let runtime = tokio::runtime::Runtime::new().unwrap();
            let (service, socket) =
                LspService::new(|client| Probe { client, versions: log, hanging: count });
            let (unwritten, _) = watch::channel(0);
            let served = serve(service, socket, server_input, server_output, unwritten);
            let end = runtime.block_on(served);
            runtime.shutdown_background();
            let _ = sender.send(end);
        });
        let output = Some(FrameReader::new(BufReader::new(output)));
        Self { input: Some(input), output, ended, versions, hanging }
    }

    fn initialized() -> Self {
        let mut peer = Self::new();
        peer.request(0, "initialize", &json!({ "capabilities": {} }));
        assert_eq!(peer.receive()["id"], 0);
        peer
    }

    fn raw(&mut self, bytes: &[u8]) {
        self.input.as_mut().unwrap().write_all(bytes).unwrap();
    }

    fn send(&mut self, message: &Value) {
        let mut bytes = Vec::new();
        write_frame(&mut bytes, message.to_string().as_bytes()).unwrap();
        self.raw(&bytes);
    }

    fn request(&mut self, id: i32, method: &str, params: &Value) {
        self.send(&json!({ "jsonrpc": "2.0", "id": id, "method": method, "params": params }));
    }

    fn notify(&mut self, method: &str, params: &Value) {
        self.send(&json!({ "jsonrpc": "2.0", "method": method, "params": params }));
    }

    fn hover(&mut self, id: i32, character: u32) {
        let position = json!({ "line": 0, "character": character });
        let document = json!({ "uri": "file:///日本.md" });
        let params = json!({ "textDocument": document, "position": position });
        self.request(id, "textDocument/hover", &params);
    }

    fn change(&mut self, version: i32) {
        let document = json!({ "uri": "file:///日本.md", "version": version });
        let params = json!({ "textDocument": document, "contentChanges": [] });
        self.notify("textDocument/didChange", &params);
    }

    /// Returns the next message. Panics after [`TOO_LONG`].
    fn receive(&mut self) -> Value {
        let mut output = self.output.take().unwrap();
        let (sender, received) = sync_mpsc::channel();
        thread::spawn(move || {
            let body = output.next_frame().unwrap().unwrap().unwrap();
            let _ = sender.send((output, body));
        });
        let (output, body) = received.recv_timeout(TOO_LONG).expect("a message in time");
        self.output = Some(output);
        serde_json::from_slice(&body).unwrap()
    }

    fn ended(&self) -> Ended {
        self.ended.recv_timeout(TOO_LONG).expect("serving ends")
    }
}

#[test]
fn thousands_of_messages_without_reading_are_answered_in_order() {
    const COUNT: i32 = 5_000;
    let mut peer = Peer::initialized();
    for version in 1..=COUNT {
        peer.change(version);
        peer.hover(version, 0);
    }
    let mut answered = vec![0; COUNT as usize + 1];
    let mut output = peer.output.take().unwrap();
    let (sender, received) = sync_mpsc::channel();
    thread::spawn(move || {
        while let Ok(Some(Ok(body))) = output.next_frame() {
            sender.send(serde_json::from_slice::<Value>(&body).unwrap()).unwrap();
        }
    });
    for _ in 0..COUNT {
        let response = received.recv_timeout(TOO_LONG).expect("every request is answered");
        let id = response["id"].as_u64().unwrap();
        answered[usize::try_from(id).unwrap()] += 1;
        assert_eq!(
            response["result"]["contents"],
            id.to_string(),
            "the version at the arrival of the request"
        );
    }
    assert!(answered[1..].iter().all(|&count| count == 1));
    assert!(peer.versions.lock().unwrap().iter().copied().eq(1..=COUNT));
}

#[test]
fn messages_before_the_response_to_initialize_are_served() {
    let mut peer = Peer::new();
    peer.request(0, "initialize", &json!({ "capabilities": {} }));
    peer.notify("initialized", &json!({}));
    peer.change(5);
    peer.hover(1, 0);
    assert_eq!(peer.receive()["id"], 0);
    assert_eq!(peer.receive()["result"]["contents"], "5");
}

#[test]
fn invalid_messages_do_not_end_the_server() {
    let mut peer = Peer::initialized();
    for (bytes, code) in [
        (&b"Content-Length: 5\r\n\r\n{\"a\":"[..], -32700),
        (b"Content-Length: 3\r\n\r\n\"\xff\"", -32700),
        (b"Content-Length: 0\r\n\r\n", -32700),
        (b"content-length: 2\r\n\r\n[]", -32600),
        (b"Content-Length: 1\r\n\r\n7", -32600),
        (b"Garbage: 1\r\n\r\n", -32700),
        (b"Content-Length: 9000000000000000000\r\n\r\n", -32700),
    ] {
        peer.raw(bytes);
        let answer = peer.receive();
        assert_eq!((&answer["id"], &answer["error"]["code"]), (&Value::Null, &json!(code)));
        peer.hover(1, 0);
        assert_eq!(peer.receive()["id"], 1);
    }
}

#[test]
fn frames_may_come_in_any_pieces() {
    let mut peer = Peer::initialized();
    let body = br#"{"jsonrpc":"2.0","id":"\ud83d\ude00","method":"no/such"}"#;
    let mut bytes = Vec::new();
    write_frame(&mut bytes, body).unwrap();
    for byte in &bytes {
        peer.raw(&[*byte]);
    }
    assert_eq!(peer.receive()["id"], "😀");
    bytes.extend_from_within(..);
    peer.raw(&bytes);
    assert_eq!(peer.receive()["error"]["code"], -32601);
    assert_eq!(peer.receive()["error"]["code"], -32601);
}

#[test]
fn a_panic_affects_only_its_request() {
    let mut peer = Peer::initialized();
    peer.hover(1, 7);
    assert_eq!(peer.receive()["error"]["code"], -32603);
    peer.hover(1, 0);
    assert!(peer.receive()["result"].is_object());
}

#[test]
fn waiting_handlers_do_not_block_and_can_be_cancelled() {
    let mut peer = Peer::initialized();
    for id in 1..=1_000 {
        peer.request(id, "completionItem/resolve", &json!({ "label": "" }));
    }
    peer.hover(1_001, 0);
    assert_eq!(peer.receive()["id"], 1_001);
    peer.notify("$/cancelRequest", &json!({ "id": 500 }));
    let answer = peer.receive();
    assert_eq!((&answer["id"], &answer["error"]["code"]), (&json!(500), &json!(-32800)));
    assert_eq!(peer.hanging.load(Ordering::SeqCst), 999);
}

#[test]
fn messages_of_a_handler_precede_its_response() {
    let mut peer = Peer::initialized();
    let range =
        json!({ "start": { "line": 0, "character": 0 }, "end": { "line": 0, "character": 0 } });
    for id in 1..=200 {
        peer.request(id, "documentLink/resolve", &json!({ "range": range }));
        assert_eq!(peer.receive()["method"], "window/logMessage");
        assert_eq!(peer.receive()["id"], id);
    }
}

#[test]
fn a_handler_gets_the_response_of_the_client() {
    let mut peer = Peer::initialized();
    let range =
        json!({ "start": { "line": 0, "character": 0 }, "end": { "line": 0, "character": 0 } });
    peer.request(1, "codeLens/resolve", &json!({ "range": range }));
    let question = peer.receive();
    assert_eq!(question["method"], "workspace/configuration");
    for id in [json!("unknown"), Value::Null, question["id"].clone(), question["id"].clone()] {
        peer.send(&json!({ "jsonrpc": "2.0", "id": id, "result": [5] }));
    }
    assert_eq!(peer.receive()["result"]["data"], json!([5]));
}

#[test]
fn exit_ends_while_the_input_stays_open() {
    let mut peer = Peer::initialized();
    peer.request(1, "completionItem/resolve", &json!({ "label": "" }));
    peer.request(2, "shutdown", &Value::Null);
    peer.notify("exit", &Value::Null);
    let ended = peer.ended();
    assert_eq!(ended, Ended { cause: Cause::Exit, shut_down: true });
    assert_eq!(ended.exit_code(), 0);
    let answer = peer.receive();
    let answer = if answer["id"] == 1 { peer.receive() } else { answer };
    assert_eq!(answer, json!({ "jsonrpc": "2.0", "id": 2, "result": null }));
    let started = Instant::now();
    while peer.hanging.load(Ordering::SeqCst) > 0 {
        assert!(started.elapsed() < TOO_LONG, "the waiting handler is dropped");
        thread::sleep(Duration::from_millis(5));
    }
}

#[test]
fn exit_without_shutdown_is_a_failure() {
    let mut peer = Peer::new();
    peer.notify("exit", &Value::Null);
    assert_eq!(peer.ended(), Ended { cause: Cause::Exit, shut_down: false });
    assert_eq!(peer.ended.try_recv().ok(), None);
}

#[test]
fn the_end_of_input_ends() {
    for shutdown in [false, true] {
        let mut peer = Peer::initialized();
        peer.request(1, "completionItem/resolve", &json!({ "label": "" }));
        if shutdown {
            peer.request(2, "shutdown", &Value::Null);
        }
        peer.input = None;
        let ended = peer.ended();
        assert_eq!(ended, Ended { cause: Cause::EndOfInput, shut_down: shutdown });
        assert_eq!(ended.exit_code(), u8::from(!shutdown));
    }
}

#[test]
fn the_end_of_output_ends() {
    let mut peer = Peer::initialized();
    peer.output = None;
    peer.hover(1, 0);
    assert_eq!(peer.ended().cause, Cause::EndOfOutput);
}

#[test]
fn a_client_that_does_not_read_cannot_keep_the_process_alive() {
    let mut peer = Peer::initialized();
    for id in 0..5_000 {
        peer.hover(id, 0);
    }
    peer.request(5_000, "shutdown", &Value::Null);
    peer.notify("exit", &Value::Null);
    assert_eq!(peer.ended(), Ended { cause: Cause::Exit, shut_down: true });
}
