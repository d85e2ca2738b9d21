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
//! nothing deadlocks. Diagnostics alone wait before they come here, until those before them are
//! written ([`Outbox`](super::outgoing::Outbox)): so the pump and the stdout thread count them.
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
use tokio::sync::{mpsc, oneshot, watch};
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
/// `unwritten` gets the number of diagnostics messages that are queued and not written yet.
///
/// Everything written is flushed when this returns. The stdin thread may still wait for input that
/// never comes, and handlers for blocking work: the caller must exit the process, or let the
/// runtime go with `shutdown_background`, rather than wait for them.
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

impl Outgoing {
    fn is_diagnostics(&self) -> bool {
        matches!(self, Self::Request(it) if it.method() == "textDocument/publishDiagnostics")
    }
}

/// Brings both kinds of output into one line. A response waits for what was sent to the client
/// before it, since progress, for one, may not come behind the response that it belongs to.
async fn pump(
    mut requests: impl StreamExt<Item = Request> + Unpin,
    mut queued: mpsc::UnboundedReceiver<Reply>,
    outbox: sync_mpsc::Sender<Outgoing>,
    unwritten: watch::Sender<usize>,
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
        if message.is_diagnostics() {
            unwritten.send_modify(|count| *count += 1);
        }
        if outbox.send(message).is_err() {
            return;
        }
    }
}

/// The thread that alone writes the output. The receiver resolves when it has ended: because all
/// is written, or because nothing more can be.
fn spawn_writer(
    output: impl Write + Send + 'static,
    unwritten: watch::Sender<usize>,
) -> (sync_mpsc::Sender<Outgoing>, oneshot::Receiver<()>) {
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

/// Writes messages as they come, and flushes whenever there is none to wait for.
fn write_all(
    output: impl Write,
    messages: &sync_mpsc::Receiver<Outgoing>,
    unwritten: &watch::Sender<usize>,
) -> io::Result<()> {
    let mut output = BufWriter::new(output);
    while let Ok(message) = messages.recv() {
        for message in std::iter::once(message).chain(messages.try_iter()) {
            match serde_json::to_vec(&message) {
                Ok(body) => write_frame(&mut output, &body)?,
                Err(error) => error!(%error, "a message cannot be written as JSON"),
            }
            if message.is_diagnostics() {
                unwritten.send_modify(|count| *count -= 1);
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
mod tests;
