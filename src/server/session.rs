//! A handle to the session: events go in, in the order of their arrival, and snapshots come out.
//!
//! The state that events change has one owner, on a thread of its own, which never waits for the
//! disk or another thread. A question gets a [`Snapshot`] of the state as it was when the question
//! arrived, and is answered from it without holding up the next event.

use std::sync::mpsc::{Receiver, Sender, channel};

use tokio::sync::{oneshot, watch};
use tower_lsp::ls_types::Uri;

use crate::server::event::{Event, Question, Wait};
use crate::server::snapshot::Snapshot;

/// A handle to the session. Sending never waits.
#[derive(Clone)]
pub(super) struct Session {
    events: Sender<Event>,
    changes: watch::Receiver<u64>,
}

impl Session {
    /// A handle, the events that are sent by it, and the place for the revision of the state.
    pub(super) fn new() -> (Self, Receiver<Event>, watch::Sender<u64>) {
        let (sender, events) = channel();
        let (revision, changes) = watch::channel(0);
        (Self { events: sender, changes }, events, revision)
    }

    /// Hands over an event. What is handed over first happens first.
    pub(super) fn send(&self, event: Event) {
        // It only fails at the end of the server.
        let _ = self.events.send(event);
    }

    /// The revision of the state, which changes with it.
    pub(super) fn changes(&self) -> watch::Receiver<u64> {
        self.changes.clone()
    }

    /// The state when what is waited for is there, but no earlier state than that at this call;
    /// none if the document that the question is about has another version then.
    pub(super) fn ask(
        &self,
        wait: Wait,
        about: Option<Uri>,
    ) -> oneshot::Receiver<Option<Snapshot>> {
        let (answer, snapshot) = oneshot::channel();
        self.send(Event::Ask(Question { wait, about, answer }));
        snapshot
    }
}
