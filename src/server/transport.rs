//! The transport: reading, handling and writing run on separate threads and never block each other.
//!
//! ```text
//! stdin thread ── messages ──▶ loop ── Guard ── handlers ── responses ─┐
//!      └── errors for invalid messages ────────────────────────────────┤
//!                        requests and notifications of the server ──▶ pump ──▶ stdout thread
//! ```
//!
//! The stdin thread always reads and the stdout thread always writes, with unbounded queues between
//! them. So a client may write thousands of messages before it reads one response, without a
//! deadlock. Only diagnostics wait in the [`Outbox`](super::outgoing::Outbox) until earlier ones
//! are written. So the pump and the stdout thread count the unwritten ones.
//!
//! Order of input: the loop takes messages in order of arrival, and polls the future of each call
//! once before the next message. So the code of a handler before its first `await` runs in order of
//! arrival. Pending futures then run in parallel. The loop waits only for `initialize`, so that
//! messages sent before its response are not refused.
//!
//! Order of output: messages that a handler sent to the client before it returned are written
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
use tokio::sync::{mpsc, oneshot, watch};
use tokio::task::JoinSet;
use tokio::time::timeout;
use tower::Service;
use tower_lsp::jsonrpc::{ErrorCode, Id, Request, Response};
use tower_lsp::{ClientSocket, ExitedError};
use tracing::{debug, error, info, warn};

use super::framing::{FrameError, FrameReader, write_frame};
use super::guard::{CallResult, Guard, Lifecycle};
use super::message::{Incoming, describe, parse_message};

/// The maximum time to write the last responses. A client that reads gets them at once, and a
/// client that does not read must not keep the process alive.
const FLUSH_GRACE: Duration = Duration::from_secs(1);

/// The reason why serving ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Cause {
    /// The client sent `exit`.
    Exit,
    /// The client closed our input.
    EndOfInput,
    /// Our output cannot be written any more.
    EndOfOutput,
}

/// The end of serving: its reason, and whether it was orderly.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Ended {
    /// The reason.
    pub(crate) cause: Cause,
    /// Whether the client had requested `shutdown`.
    pub(crate) shut_down: bool,
}

impl Ended {
    /// Returns the exit code of the process: 0 after `shutdown`, else 1.
    pub(crate) fn exit_code(self) -> u8 {
        u8::from(!self.shut_down)
    }
}

/// Serves one client until it ends, through a [`Guard`].
///
/// `unwritten` gets the number of diagnostics messages that are queued and not written yet.
///
/// All output is flushed when this returns. The stdin thread may still wait for input, and handlers
/// for blocking work. So the caller must exit the process, or end the runtime with
/// `shutdown_background`.
pub(crate) async fn serve<S>(
    service: S,
    socket: ClientSocket,
    input: impl Read + Send + 'static,
    output: impl Write + Send + 'static,
    unwritten: watch::Sender<usize>,
) -> Ended
where
    S: Service<Request, Response = Option<Response>, Error = ExitedError>,
    S::Future: Send + 'static,
{
    let (requests, answers) = socket.split();
    let (replies, queued) = mpsc::unbounded_channel();
    let (outbox, mut written) = spawn_writer(output, unwritten.clone());
    let inbox = spawn_reader(input, Replies(replies.clone()));
    tokio::spawn(pump(requests, queued, outbox, unwritten));

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

/// Handles messages in order of arrival until the client ends. Running handlers are dropped then.
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
                // The receiver is tower-lsp's table of waiting requests, which is always ready.
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

/// The sender of responses to the pump.
#[derive(Clone, Debug)]
struct Replies(mpsc::UnboundedSender<Reply>);

#[derive(Debug)]
enum Reply {
    Response(Response),
    /// The end of the responses.
    Close,
}

impl Replies {
    fn send(&self, outcome: CallResult) {
        if let Ok(Some(response)) = outcome {
            // Sending fails only if the pump has ended, when there is no client.
            let _ = self.0.send(Reply::Response(response));
        }
    }

    fn close(&self) {
        let _ = self.0.send(Reply::Close);
    }
}

#[derive(Debug, Serialize)]
#[serde(untagged)]
enum OutgoingMessage {
    Response(Response),
    Request(Request),
}

impl OutgoingMessage {
    fn is_diagnostics(&self) -> bool {
        matches!(self, Self::Request(it) if it.method() == "textDocument/publishDiagnostics")
    }
}

/// Merges requests and responses into one queue. A response follows all messages sent to the client
/// before it: for example, progress must precede the response of its request.
async fn pump(
    mut requests: impl StreamExt<Item = Request> + Unpin,
    mut queued: mpsc::UnboundedReceiver<Reply>,
    outbox: sync_mpsc::Sender<OutgoingMessage>,
    unwritten: watch::Sender<usize>,
) {
    loop {
        let message = tokio::select! {
            biased;
            Some(request) = requests.next() => OutgoingMessage::Request(request),
            reply = queued.recv() => match reply {
                Some(Reply::Response(response)) => OutgoingMessage::Response(response),
                Some(Reply::Close) | None => return,
            },
        };
        if message.is_diagnostics() {
            unwritten.send_modify(|count| *count += 1);
        }
        if outbox.send(message).is_err() {
            return;
        }
    }
}

/// Starts the thread that writes the output. The receiver resolves when the thread has ended:
/// either all is written, or the output is closed.
fn spawn_writer(
    output: impl Write + Send + 'static,
    unwritten: watch::Sender<usize>,
) -> (sync_mpsc::Sender<OutgoingMessage>, oneshot::Receiver<()>) {
    let (outbox, messages) = sync_mpsc::channel();
    let (done, written) = oneshot::channel();
    thread::spawn(move || {
        if let Err(error) = write_all(output, &messages, &unwritten) {
            info!(%error, "the client no longer reads");
        }
        drop(done);
    });
    (outbox, written)
}

/// Writes messages as they arrive, and flushes when the queue is empty.
fn write_all(
    output: impl Write,
    messages: &sync_mpsc::Receiver<OutgoingMessage>,
    unwritten: &watch::Sender<usize>,
) -> io::Result<()> {
    let mut output = BufWriter::new(output);
    while let Ok(message) = messages.recv() {
        for message in std::iter::once(message).chain(messages.try_iter()) {
            match serde_json::to_vec(&message) {
                Ok(body) => write_frame(&mut output, &body)?,
                Err(error) => error!(%error, "cannot serialize a message"),
            }
            if message.is_diagnostics() {
                unwritten.send_modify(|count| *count -= 1);
            }
        }
        output.flush()?;
    }
    Ok(())
}

/// Starts the thread that reads the input. It sends the error responses for invalid messages.
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
                Err(error) => return warn!(%error, "cannot read the input"),
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
mod tests;
