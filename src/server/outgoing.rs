//! What the server says unasked, in the order in which it says it.

use std::future::{Future, pending};
use std::time::Duration;

use tokio::runtime::Handle;
use tokio::sync::mpsc;
use tokio::time::{Instant, sleep_until, timeout};
use tower_lsp::Client;
use tower_lsp::ls_types::{Diagnostic, MessageType, Uri};

use crate::text::visible::escape_control_chars;

/// How long a client may take to answer a request of ours before we go on without.
pub(super) const PATIENCE: Duration = Duration::from_secs(5);

/// How many lines the client's log is given in a [`WHILE`].
const MAX_LINES: usize = 20;

/// How long it takes until it is given more.
const WHILE: Duration = Duration::from_secs(3);

/// Something to be sent to the client.
pub(super) enum Outgoing {
    /// Diagnostics of a document, in the version they were computed from.
    Diagnostics(Uri, Vec<Diagnostic>, Option<i32>),
    /// A message that the user should see.
    Show(MessageType, String),
    /// A line for the client's log.
    Log(MessageType, String),
    /// The client is to ask for all of these again.
    Refresh(Refresh),
}

/// What a client can be told to ask for again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Refresh {
    /// Diagnostics.
    Diagnostics,
    /// Code lenses.
    CodeLens,
    /// Inlay hints.
    InlayHints,
    /// Semantic tokens.
    SemanticTokens,
}

/// A queue to the client. Sending never waits.
#[derive(Clone)]
pub(super) struct Outbox {
    queue: mpsc::UnboundedSender<Outgoing>,
    client: Client,
    runtime: Handle,
}

impl Outbox {
    /// Opens a queue. To be called on the runtime.
    pub(super) fn new(client: Client) -> Self {
        let (queue, mut waiting) = mpsc::unbounded_channel();
        let runtime = Handle::current();
        let to = client.clone();
        runtime.spawn(async move {
            let mut flood = Flood::default();
            loop {
                let outgoing = tokio::select! {
                    outgoing = waiting.recv() => outgoing,
                    () = flood.over() => {
                        let text = flood.summary();
                        to.log_message(MessageType::WARNING, text).await;
                        continue;
                    }
                };
                match outgoing {
                    Some(Outgoing::Log(..)) if !flood.admit() => {}
                    Some(outgoing) => deliver(&to, outgoing).await,
                    None => return,
                }
            }
        });
        Self { queue, client, runtime }
    }

    /// A queue whose other end is in the hands of a test.
    #[cfg(test)]
    pub(super) fn held(
        client: Client,
        runtime: Handle,
    ) -> (Self, mpsc::UnboundedReceiver<Outgoing>) {
        let (queue, waiting) = mpsc::unbounded_channel();
        (Self { queue, client, runtime }, waiting)
    }

    /// Puts something into the queue.
    pub(super) fn send(&self, outgoing: Outgoing) {
        // It only fails when the runtime is gone, and the client with it.
        let _ = self.queue.send(outgoing);
    }

    /// Runs a conversation with the client beside the queue.
    pub(super) fn converse<F>(&self, conversation: impl FnOnce(Client) -> F)
    where
        F: Future<Output = ()> + Send + 'static,
    {
        self.runtime.spawn(conversation(self.client.clone()));
    }
}

/// Keeps the log from being flooded: so many lines in a while, then how many more there were.
#[derive(Default)]
struct Flood {
    /// When the first line of this while was logged.
    since: Option<Instant>,
    logged: usize,
    left_out: usize,
}

impl Flood {
    /// Whether one more line may be logged.
    fn admit(&mut self) -> bool {
        let is_over = self.since.is_none_or(|since| since.elapsed() >= WHILE);
        if is_over && self.left_out == 0 {
            *self = Self { since: Some(Instant::now()), ..Self::default() };
        }
        let admitted = self.logged < MAX_LINES;
        if admitted {
            self.logged += 1;
        } else {
            self.left_out += 1;
        }
        admitted
    }

    /// Waits until lines that were left out can be summed up; for ever if there are none.
    async fn over(&self) {
        match self.since {
            Some(since) if self.left_out > 0 => sleep_until(since + WHILE).await,
            _ => pending().await,
        }
    }

    /// What to log instead of the lines that were left out.
    fn summary(&mut self) -> String {
        let Self { left_out, .. } = std::mem::take(self);
        format!("Headword left out {left_out} more lines here.")
    }
}

async fn deliver(client: &Client, outgoing: Outgoing) {
    match outgoing {
        Outgoing::Diagnostics(uri, diagnostics, version) => {
            client.publish_diagnostics(uri, diagnostics, version).await;
        }
        Outgoing::Show(kind, text) => client.show_message(kind, escape_control_chars(&text)).await,
        Outgoing::Log(kind, text) => client.log_message(kind, escape_control_chars(&text)).await,
        Outgoing::Refresh(what) => {
            let client = client.clone();
            tokio::spawn(async move { timeout(PATIENCE, refresh(&client, what)).await });
        }
    }
}

async fn refresh(client: &Client, what: Refresh) {
    // A client that refuses has nothing that is out of date.
    let _ = match what {
        Refresh::Diagnostics => client.workspace_diagnostic_refresh().await,
        Refresh::CodeLens => client.code_lens_refresh().await,
        Refresh::InlayHints => client.inlay_hint_refresh().await,
        Refresh::SemanticTokens => client.semantic_tokens_refresh().await,
    };
}
