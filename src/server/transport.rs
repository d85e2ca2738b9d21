//! The transport: three threads of traffic that cannot stop each other.
//!
//! ```text
//! stdin thread ── messages ──▶ loop ── Guard ── handlers ── responses ─┐
//!      └── answers to what is no message ──────────────────────────────┤
//!                        requests and notifications of the server ──▶ pump ──▶ stdout thread
//! ```
//!
//! The stdin thread always reads and the stdout thread always writes, with unbounded queues
//! between: a client that writes thousands of messages before it reads one answer is served, and
//! nothing deadlocks.
//!
//! Order: the loop takes messages as they arrive, and polls what each call returns once, at once.
//! So whatever a handler does before its first `await` is done in order of arrival. What is still
//! pending then runs on its own, in parallel with everything else. `initialize` alone is waited
//! for, so that what a hasty client sends behind it is not lost.
//!
//! The pump keeps another order: what a handler sent to the client before it returned is written
//! before its response.

use std::io::{self, BufReader, BufWriter, Read, Write};
use std::pin::Pin;
use std::sync::mpsc as sync_mpsc;
use std::thread;
use std::time::Duration;

use futures_util::StreamExt;
use futures_util::future::{FutureExt, poll_fn};
use futures_util::sink::Sink;
use serde::Serialize;
use tokio::sync::{mpsc, oneshot};
use tokio::task::JoinSet;
use tokio::time::timeout;
use tower::Service;
use tower_lsp::jsonrpc::{ErrorCode, Id, Request, Response};
use tower_lsp::{ClientSocket, ExitedError};
use tracing::{debug, error, info, warn};

use super::framing::{FrameError, FrameReader, write_frame};
use super::guard::{Guard, Lifecycle, Outcome};
use super::message::{Incoming, describe, parse_message};

/// How long the last answers may take to be written: a client that reads has them at once, and
/// one that does not read must not keep the process alive.
const FLUSH_GRACE: Duration = Duration::from_secs(1);

/// Why serving ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Cause {
    /// The client sent `exit`.
    Exit,
    /// The client closed our input.
    EndOfInput,
    /// The client no longer takes our output.
    EndOfOutput,
}

/// How serving ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Ended {
    /// What ended it.
    pub(crate) cause: Cause,
    /// Whether the client had asked for `shutdown` before.
    pub(crate) shut_down: bool,
}

impl Ended {
    /// What the process has to exit with: success only after `shutdown`.
    pub(crate) fn exit_code(self) -> u8 {
        u8::from(!self.shut_down)
    }
}

/// Serves one client until it ends, behind a [`Guard`].
///
/// Everything written is flushed when this returns. The stdin thread may still wait for input that
/// never comes, and handlers for blocking work: the caller must exit the process, or let the
/// runtime go with `shutdown_background`, rather than wait for them.
pub(crate) async fn serve<S>(
    service: S,
    socket: ClientSocket,
    input: impl Read + Send + 'static,
    output: impl Write + Send + 'static,
) -> Ended
where
    S: Service<Request, Response = Option<Response>, Error = ExitedError>,
    S::Future: Send + 'static,
{
    let (requests, answers) = socket.split();
    let (replies, queued) = mpsc::unbounded_channel();
    let (outbox, mut written) = spawn_writer(output);
    let inbox = spawn_reader(input, Replies(replies.clone()));
    tokio::spawn(pump(requests, queued, outbox));

    let mut guard = Guard::new(service);
    let replies = Replies(replies);
    let cause = tokio::select! {
        cause = run(&mut guard, inbox, answers, &replies) => cause,
        _ = &mut written => Cause::EndOfOutput,
    };
    replies.close();
    if cause != Cause::EndOfOutput && timeout(FLUSH_GRACE, written).await.is_err() {
        warn!("the client did not read the last messages");
    }
    let shut_down = guard.lifecycle() == Lifecycle::ShutDown;
    info!(?cause, shut_down, "serving ended");
    Ended { cause, shut_down }
}

/// Takes messages in order of arrival until the client ends. Whatever still runs then is dropped.
async fn run<S>(
    guard: &mut Guard<S>,
    mut inbox: mpsc::UnboundedReceiver<Incoming>,
    mut answers: impl Sink<Response> + Unpin,
    replies: &Replies,
) -> Cause
where
    S: Service<Request, Response = Option<Response>, Error = ExitedError>,
    S::Future: Send + 'static,
{
    let mut handlers = JoinSet::new();
    while let Some(message) = inbox.recv().await {
        while handlers.try_join_next().is_some() {}
        let request = match message {
            Incoming::Request(request) => request,
            Incoming::Response(response) => {
                // The other end is tower-lsp's table of waiting requests: it is always ready.
                let _ = Pin::new(&mut answers).start_send(response);
                continue;
            }
        };
        if poll_fn(|cx| guard.poll_ready(cx)).await.is_err() {
            return Cause::Exit;
        }
        let is_exit = request.method() == "exit" && request.id().is_none();
        let is_initialize = request.method() == "initialize";
        let mut call = guard.call(request);
        match (&mut call).now_or_never() {
            Some(outcome) => replies.send(outcome),
            None if is_initialize => replies.send(call.await),
            None => {
                let replies = replies.clone();
                handlers.spawn(async move { replies.send(call.await) });
            }
        }
        if is_exit {
            return Cause::Exit;
        }
    }
    Cause::EndOfInput
}

/// Where responses go: into the pump's queue.
#[derive(Clone, Debug)]
struct Replies(mpsc::UnboundedSender<Reply>);

#[derive(Debug)]
enum Reply {
    Response(Response),
    /// Nothing comes behind this.
    Close,
}

impl Replies {
    fn send(&self, outcome: Outcome) {
        if let Ok(Some(response)) = outcome {
            // Without a pump there is no client to answer.
            let _ = self.0.send(Reply::Response(response));
        }
    }

    fn close(&self) {
        let _ = self.0.send(Reply::Close);
    }
}

#[derive(Debug, Serialize)]
#[serde(untagged)]
enum Outgoing {
    Response(Response),
    Request(Request),
}

/// Brings both kinds of output into one line. A response waits for what was sent to the client
/// before it, since progress, for one, may not come behind the response that it belongs to.
async fn pump(
    mut requests: impl StreamExt<Item = Request> + Unpin,
    mut queued: mpsc::UnboundedReceiver<Reply>,
    outbox: sync_mpsc::Sender<Outgoing>,
) {
    loop {
        let message = tokio::select! {
            biased;
            Some(request) = requests.next() => Outgoing::Request(request),
            reply = queued.recv() => match reply {
                Some(Reply::Response(response)) => Outgoing::Response(response),
                Some(Reply::Close) | None => return,
            },
        };
        if outbox.send(message).is_err() {
            return;
        }
    }
}

/// The thread that alone writes the output. The receiver resolves when it has ended: because all
/// is written, or because nothing more can be.
fn spawn_writer(
    output: impl Write + Send + 'static,
) -> (sync_mpsc::Sender<Outgoing>, oneshot::Receiver<()>) {
    let (outbox, messages) = sync_mpsc::channel();
    let (done, written) = oneshot::channel();
    thread::spawn(move || {
        if let Err(error) = write_all(output, &messages) {
            info!(%error, "the client no longer reads");
        }
        drop(done);
    });
    (outbox, written)
}

/// Writes messages as they come, and flushes whenever there is none to wait for.
fn write_all(output: impl Write, messages: &sync_mpsc::Receiver<Outgoing>) -> io::Result<()> {
    let mut output = BufWriter::new(output);
    while let Ok(message) = messages.recv() {
        for message in std::iter::once(message).chain(messages.try_iter()) {
            match serde_json::to_vec(&message) {
                Ok(body) => write_frame(&mut output, &body)?,
                Err(error) => error!(%error, "a message cannot be written as JSON"),
            }
        }
        output.flush()?;
    }
    Ok(())
}

/// The thread that alone reads the input. What is no message it answers itself.
fn spawn_reader(
    input: impl Read + Send + 'static,
    replies: Replies,
) -> mpsc::UnboundedReceiver<Incoming> {
    let (inbox, messages) = mpsc::unbounded_channel();
    thread::spawn(move || {
        let mut frames = FrameReader::new(BufReader::with_capacity(64 << 10, input));
        loop {
            let message = match frames.next_frame() {
                Ok(Some(Ok(body))) => parse_message(&body),
                Ok(Some(Err(error))) => Err(broken_frame(&error)),
                Ok(None) => return,
                Err(error) => return warn!(%error, "the input cannot be read"),
            };
            let taken = match message {
                Ok(message) => inbox.send(message).is_ok(),
                Err(refusal) => {
                    debug!(?refusal, "not a message");
                    replies.send(Ok(Some(refusal)));
                    true
                }
            };
            if !taken {
                return;
            }
        }
    });
    messages
}

fn broken_frame(error: &FrameError) -> Response {
    Response::from_error(Id::Null, describe(ErrorCode::ParseError, error.to_string()))
}

#[cfg(test)]
mod tests {
    use std::io::{PipeReader, PipeWriter, pipe};
    use std::sync::atomic::{AtomicU32, Ordering};
    use std::sync::{Arc, Mutex};
    use std::time::Instant;

    use futures_util::future::pending;
    use serde_json::{Value, json};
    use tower_lsp::ls_types::{
        CodeLens, CompletionItem, ConfigurationItem, DidChangeTextDocumentParams, DocumentLink,
        Hover, HoverContents, HoverParams, InitializeParams, InitializeResult, MarkedString,
        MessageType,
    };
    use tower_lsp::{Client, LanguageServer, LspService, jsonrpc};

    use super::*;

    /// No answer takes this long.
    const TOO_LONG: Duration = Duration::from_secs(20);

    /// Remembers the versions it was told, in order.
    struct Probe {
        client: Client,
        versions: Arc<Mutex<Vec<i32>>>,
        hanging: Arc<AtomicU32>,
    }

    /// Counts a handler while it runs or waits.
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
        /// Answers with the version that was current when the question came.
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
        /// Says something to the client, then answers.
        async fn document_link_resolve(&self, link: DocumentLink) -> jsonrpc::Result<DocumentLink> {
            tokio::task::yield_now().await;
            self.client.log_message(MessageType::INFO, "before").await;
            Ok(link)
        }
        /// Asks the client.
        async fn code_lens_resolve(&self, mut lens: CodeLens) -> jsonrpc::Result<CodeLens> {
            let answer = self.client.configuration(vec![ConfigurationItem::default()]).await?;
            lens.data = Some(Value::Array(answer));
            Ok(lens)
        }
    }

    /// A client over pipes. What the server sends is read only when asked for.
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
                let end = runtime.block_on(serve(service, socket, server_input, server_output));
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

        /// The next message; what takes too long fails the test.
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
            assert_eq!(response["result"]["contents"], id.to_string(), "what was true when asked");
        }
        assert!(answered[1..].iter().all(|&count| count == 1));
        assert!(peer.versions.lock().unwrap().iter().copied().eq(1..=COUNT));
    }

    #[test]
    fn what_a_hasty_client_sends_behind_initialize_is_served() {
        let mut peer = Peer::new();
        peer.request(0, "initialize", &json!({ "capabilities": {} }));
        peer.notify("initialized", &json!({}));
        peer.change(5);
        peer.hover(1, 0);
        assert_eq!(peer.receive()["id"], 0);
        assert_eq!(peer.receive()["result"]["contents"], "5");
    }

    #[test]
    fn what_is_no_message_does_not_end_the_server() {
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
    fn a_panic_costs_one_request() {
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
    fn what_a_handler_sends_comes_before_its_response() {
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
    fn the_client_is_asked_and_its_answer_arrives() {
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
    fn a_client_that_reads_nothing_cannot_keep_the_process() {
        let mut peer = Peer::initialized();
        for id in 0..5_000 {
            peer.hover(id, 0);
        }
        peer.request(5_000, "shutdown", &Value::Null);
        peer.notify("exit", &Value::Null);
        assert_eq!(peer.ended(), Ended { cause: Cause::Exit, shut_down: true });
    }
}
