//! The notifications and requests that the server sends, in order.
//!
//! Only diagnostics wait while the client does not read, and only the newest of each document are
//! kept. So they use bounded memory, and never delay another message.

use std::collections::{HashMap, VecDeque};
use std::future::{Future, pending};
use std::time::Duration;

use tokio::runtime::Handle;
use tokio::sync::{mpsc, watch};
use tokio::time::{Instant, sleep_until, timeout};
use tower_lsp::Client;
use tower_lsp::ls_types::{Diagnostic, MessageType, Uri};

use crate::server::client_capabilities::ClientCapabilities;
use crate::text::visible::escape_control_chars;

/// The maximum wait for the response of the client to a request.
pub(super) const CLIENT_TIMEOUT: Duration = Duration::from_secs(5);

/// The maximum number of lines for the log of the client in a [`RATE_WINDOW`].
const MAX_LINES: usize = 20;

/// The period of the rate limit of the log.
const RATE_WINDOW: Duration = Duration::from_secs(3);

/// A message to the client.
pub(super) enum Outgoing {
    /// Diagnostics of a document, and the version that they belong to.
    Diagnostics(Uri, Vec<Diagnostic>, Option<i32>),
    /// A message for the user.
    Show(MessageType, String),
    /// A line for the log of the client.
    Log(MessageType, String),
    /// The request to refresh all items of a kind.
    Refresh(Refresh),
}

/// The items that a client can refresh.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Refresh {
    Diagnostics,
    CodeLens,
    InlayHints,
    SemanticTokens,
}

impl Refresh {
    /// Returns the items that a client shows and can refresh.
    pub(super) fn supported(client: &ClientCapabilities) -> impl Iterator<Item = Self> {
        let all = [
            (Self::Diagnostics, client.refresh_diagnostics && client.pull_diagnostics),
            (Self::CodeLens, client.refresh_code_lens),
            (Self::InlayHints, client.refresh_inlay_hints),
            (Self::SemanticTokens, client.refresh_semantic_tokens && client.semantic_tokens),
        ];
        all.into_iter().filter(|(_, is_supported)| *is_supported).map(|(what, _)| what)
    }
}

/// A queue to the client. Sending never waits.
#[derive(Clone)]
pub(super) struct Outbox {
    queue: mpsc::UnboundedSender<Outgoing>,
    client: Client,
    runtime: Handle,
}

impl Outbox {
    /// Opens a queue. Must be called on the runtime. `unwritten` is the number of diagnostics
    /// messages that are sent and not written yet.
    pub(super) fn new(client: Client, unwritten: watch::Receiver<usize>) -> Self {
        let (queue, outgoing) = mpsc::unbounded_channel();
        let runtime = Handle::current();
        runtime.spawn(deliver_all(client.clone(), outgoing, unwritten));
        Self { queue, client, runtime }
    }

    /// Opens a queue whose messages a test receives.
    #[cfg(test)]
    pub(super) fn held(
        client: Client,
        runtime: Handle,
    ) -> (Self, mpsc::UnboundedReceiver<Outgoing>) {
        let (queue, waiting) = mpsc::unbounded_channel();
        (Self { queue, client, runtime }, waiting)
    }

    /// Adds a message to the queue.
    pub(super) fn send(&self, outgoing: Outgoing) {
        // Sending fails only after the end of the runtime, when there is no client.
        let _ = self.queue.send(outgoing);
    }

    /// Runs a conversation with the client, independent of the queue.
    pub(super) fn converse<F>(&self, conversation: impl FnOnce(Client) -> F)
    where
        F: Future<Output = ()> + Send + 'static,
    {
        self.runtime.spawn(conversation(self.client.clone()));
    }
}

/// A rate limiter for the log: [`MAX_LINES`] lines per [`RATE_WINDOW`], then the number of omitted
/// lines.
#[derive(Default)]
struct LogRateLimiter {
    /// The time of the first line in this window.
    since: Option<Instant>,
    logged: usize,
    left_out: usize,
}

impl LogRateLimiter {
    /// Counts a line, and returns whether it may be logged.
    fn admit(&mut self) -> bool {
        let is_over = self.since.is_none_or(|since| since.elapsed() >= RATE_WINDOW);
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

    /// Waits for the end of the window, if lines were omitted; else forever.
    async fn over(&self) {
        match self.since {
            Some(since) if self.left_out > 0 => sleep_until(since + RATE_WINDOW).await,
            _ => pending().await,
        }
    }

    /// Returns the line that replaces the omitted ones, and starts again.
    fn summary(&mut self) -> String {
        let Self { left_out, .. } = std::mem::take(self);
        format!("Headword omitted {left_out} more lines here.")
    }
}

/// Sends the messages of a queue.
async fn deliver_all(
    client: Client,
    mut queue: mpsc::UnboundedReceiver<Outgoing>,
    mut unwritten: watch::Receiver<usize>,
) {
    let (mut limiter, mut waiting) = (LogRateLimiter::default(), WaitingDiagnostics::default());
    loop {
        // Empty the queue first, so that outdated diagnostics in it are not sent.
        tokio::select! {
            biased;
            outgoing = queue.recv() => match outgoing {
                Some(Outgoing::Diagnostics(uri, items, version)) => {
                    waiting.insert(uri, items, version);
                }
                Some(Outgoing::Log(..)) if !limiter.admit() => {}
                Some(Outgoing::Log(kind, text)) => {
                    client.log_message(kind, escape_control_chars(&text)).await;
                }
                Some(Outgoing::Show(kind, text)) => {
                    client.show_message(kind, escape_control_chars(&text)).await;
                }
                Some(Outgoing::Refresh(what)) => {
                    let client = client.clone();
                    tokio::spawn(async move { timeout(CLIENT_TIMEOUT, refresh(&client, what)).await });
                }
                None => return,
            },
            (uri, items, version) = waiting.next(&mut unwritten) => {
                client.publish_diagnostics(uri, items, version).await;
            }
            () = limiter.over() => {
                client.log_message(MessageType::WARNING, limiter.summary()).await;
            }
        }
    }
}

/// The newest unsent diagnostics of each document.
#[derive(Default)]
struct WaitingDiagnostics {
    /// The documents; the first one has waited longest.
    order: VecDeque<Uri>,
    newest: HashMap<Uri, (Vec<Diagnostic>, Option<i32>)>,
}

impl WaitingDiagnostics {
    /// Adds diagnostics, and drops older ones of the same document.
    fn insert(&mut self, uri: Uri, items: Vec<Diagnostic>, version: Option<i32>) {
        if self.newest.insert(uri.clone(), (items, version)).is_none() {
            self.order.push_back(uri);
        }
    }

    /// Waits until there are diagnostics, and until all sent ones are written.
    async fn next(
        &mut self,
        unwritten: &mut watch::Receiver<usize>,
    ) -> (Uri, Vec<Diagnostic>, Option<i32>) {
        if self.order.is_empty() {
            return pending().await;
        }
        // An error means that the transport has ended, so nothing is left to wait for.
        let _ = unwritten.wait_for(|count| *count == 0).await;
        let next = self.order.pop_front();
        match next.and_then(|uri| self.newest.remove_entry(&uri)) {
            Some((uri, (items, version))) => (uri, items, version),
            None => pending().await,
        }
    }
}

async fn refresh(client: &Client, what: Refresh) {
    // An error needs no handling: the client shows nothing to refresh.
    let _ = match what {
        Refresh::Diagnostics => client.workspace_diagnostic_refresh().await,
        Refresh::CodeLens => client.code_lens_refresh().await,
        Refresh::InlayHints => client.inlay_hint_refresh().await,
        Refresh::SemanticTokens => client.semantic_tokens_refresh().await,
    };
}

#[cfg(test)]
mod tests {
    use futures_util::StreamExt as _;
    use serde_json::{Value, json};
    use tokio::sync::watch;
    use tower::{Service as _, ServiceExt as _};
    use tower_lsp::jsonrpc::{self, Request};
    use tower_lsp::ls_types::{InitializeParams, InitializeResult, MessageType, Uri};
    use tower_lsp::{Client, ClientSocket, LanguageServer, LspService};

    use super::{Outbox, Outgoing};

    struct Server(Client);

    impl LanguageServer for Server {
        async fn initialize(&self, _: InitializeParams) -> jsonrpc::Result<InitializeResult> {
            Ok(InitializeResult::default())
        }
        async fn shutdown(&self) -> jsonrpc::Result<()> {
            Ok(())
        }
    }

    /// An outbox, the socket with its messages, and the sender of the number of unwritten
    /// diagnostics.
    async fn outbox() -> (Outbox, ClientSocket, watch::Sender<usize>, LspService<Server>) {
        let (mut service, socket) = LspService::new(Server);
        let params = json!({ "capabilities": {} });
        let initialize = Request::build("initialize").params(params).id(0).finish();
        service.ready().await.expect("ready").call(initialize).await.expect("initialized");
        let (unwritten, count) = watch::channel(0);
        let outbox = Outbox::new(service.inner().0.clone(), count);
        (outbox, socket, unwritten, service)
    }

    /// Returns the text of the next message, or its document and version.
    async fn next(socket: &mut ClientSocket) -> String {
        let message = socket.next().await.expect("a message");
        let params = message.params().cloned().unwrap_or_default();
        match &params["message"] {
            Value::String(text) => text.clone(),
            _ => format!("{} {}", params["uri"].as_str().unwrap_or_default(), params["version"]),
        }
    }

    fn diagnostics(uri: &str, version: i32) -> Outgoing {
        let uri: Uri = uri.parse().expect("a URI");
        Outgoing::Diagnostics(uri, Vec::new(), Some(version))
    }

    fn show(text: &str) -> Outgoing {
        Outgoing::Show(MessageType::INFO, text.to_owned())
    }

    #[tokio::test]
    async fn only_the_newest_diagnostics_of_each_document_wait() {
        let (outbox, mut socket, unwritten, _service) = outbox().await;
        unwritten.send_replace(1);
        for version in 1..=100 {
            outbox.send(diagnostics("file:///a.md", version));
            outbox.send(diagnostics("file:///b.md", version + 1000));
        }
        outbox.send(show("before"));
        assert_eq!(next(&mut socket).await, "before");
        outbox.send(diagnostics("file:///a.md", 101));
        outbox.send(show("still before"));
        assert_eq!(next(&mut socket).await, "still before");
        unwritten.send_replace(0);
        assert_eq!(next(&mut socket).await, "file:///a.md 101");
        assert_eq!(next(&mut socket).await, "file:///b.md 1100");
        outbox.send(show("after"));
        assert_eq!(next(&mut socket).await, "after");
    }

    #[tokio::test]
    async fn a_client_that_reads_gets_all_diagnostics() {
        let (outbox, mut socket, _unwritten, _service) = outbox().await;
        for version in 1..=100 {
            outbox.send(diagnostics("file:///a.md", version));
            assert_eq!(next(&mut socket).await, format!("file:///a.md {version}"));
        }
    }
}
