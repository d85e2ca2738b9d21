//! The context of a handler: the client, the session, and what the client can do.

use std::sync::OnceLock;
use std::sync::mpsc::Sender;

use tokio::sync::watch;
use tower_lsp::Client;

use crate::server::abilities::Abilities;
use crate::server::event::Event;
use crate::server::outgoing::Outbox;
use crate::server::session::Session;
use crate::server::setting_requests::SettingRequests;
use crate::server::tokens::Answers;

/// How to serve.
#[derive(Clone, Copy)]
pub(super) struct Options {
    /// Whether the state is audited.
    pub(super) paranoid: bool,
    /// Gets the id of the client's process.
    pub(super) on_client: fn(u32),
}

/// What a handler gets.
pub(super) struct Context {
    pub(super) session: Session,
    pub(super) outbox: Outbox,
    /// The last answers about semantic tokens, for differences to them.
    pub(super) tokens: Answers,
    pub(super) setting_requests: SettingRequests,
    pub(super) abilities: OnceLock<Abilities>,
    /// The number of the last question about the diagnostics of all notes.
    pulls: watch::Sender<u64>,
    pub(super) options: Options,
}

impl Context {
    /// Makes the context for this client, on the runtime. `unwritten` is the number of diagnostics
    /// messages that the client still has to read.
    pub(super) fn new(
        client: Client,
        session: (Session, Sender<Outbox>),
        unwritten: watch::Receiver<usize>,
        options: Options,
    ) -> Self {
        let outbox = Outbox::new(client, unwritten);
        let (session, begin) = session;
        // It only fails when the session's thread has ended.
        let _ = begin.send(outbox.clone());
        let (tokens, abilities) = (Answers::default(), OnceLock::new());
        let pulls = watch::Sender::new(0);
        let setting_requests = SettingRequests::default();
        Self { session, outbox, tokens, setting_requests, abilities, pulls, options }
    }

    pub(super) fn abilities(&self) -> Abilities {
        self.abilities.get().copied().unwrap_or_default()
    }

    /// A question about the diagnostics of all notes has come; what this gives changes with the
    /// next one, and at the end.
    pub(super) fn next_pull(&self) -> watch::Receiver<u64> {
        self.pulls.send_modify(|number| *number += 1);
        self.pulls.subscribe()
    }
}

impl Drop for Context {
    /// Without it nobody has a question any more.
    fn drop(&mut self) {
        self.session.send(Event::End);
    }
}
