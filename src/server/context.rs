//! The context of a handler: the session, the queue to the client, and the client capabilities.

use std::sync::OnceLock;
use std::sync::mpsc::Sender;

use tokio::sync::watch;
use tower_lsp::Client;

use crate::server::client_capabilities::ClientCapabilities;
use crate::server::event::Event;
use crate::server::outgoing::Outbox;
use crate::server::session::Session;
use crate::server::setting_requests::SettingRequests;
use crate::server::tokens::CachedTokens;

/// The options of [`serve`](super::serve).
#[derive(Clone, Copy)]
pub(super) struct ServerOptions {
    /// Called with the process id of the client, if the client reports it.
    pub(super) on_client: fn(u32),
}

/// The context that each handler gets.
pub(super) struct Context {
    pub(super) session: Session,
    pub(super) outbox: Outbox,
    /// The last semantic tokens of each document, for deltas.
    pub(super) tokens: CachedTokens,
    pub(super) setting_requests: SettingRequests,
    /// The client capabilities, from `initialize`.
    pub(super) client: OnceLock<ClientCapabilities>,
    /// The number of `workspace/diagnostic` requests so far.
    pulls: watch::Sender<u64>,
    pub(super) options: ServerOptions,
}

impl Context {
    /// Creates the context for a client. Must be called on the runtime. `unwritten` is the number
    /// of diagnostics messages that are queued and not written yet.
    pub(super) fn new(
        client: Client,
        session: (Session, Sender<Outbox>),
        unwritten: watch::Receiver<usize>,
        options: ServerOptions,
    ) -> Self {
        let outbox = Outbox::new(client, unwritten);
        let (session, begin) = session;
        // Sending fails only if the thread of the session has ended.
        let _ = begin.send(outbox.clone());
        Self {
            session,
            outbox,
            tokens: CachedTokens::default(),
            setting_requests: SettingRequests::default(),
            client: OnceLock::new(),
            pulls: watch::Sender::new(0),
            options,
        }
    }

    /// Returns the client capabilities; before `initialize`, those of a client without any.
    pub(super) fn client(&self) -> ClientCapabilities {
        self.client.get().copied().unwrap_or_default()
    }

    /// Registers a `workspace/diagnostic` request. The returned value changes with the next request
    /// and at `shutdown`.
    pub(super) fn next_pull(&self) -> watch::Receiver<u64> {
        self.pulls.send_modify(|number| *number += 1);
        self.pulls.subscribe()
    }
}

impl Drop for Context {
    /// Ends the session: without a context there are no more requests.
    fn drop(&mut self) {
        self.session.send(Event::End);
    }
}
