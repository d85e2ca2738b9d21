//! A handle to the session: events go in, in order of arrival, and snapshots come out.
//!
//! One thread owns the state. It never waits for the disk or for another thread. A question gets a
//! [`Snapshot`] of the state at its arrival. The answer is computed from it on another thread, so
//! the next event does not wait.

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
    /// Returns a handle, the receiver of its events, and the sender of the revision of the state.
    pub(super) fn new() -> (Self, Receiver<Event>, watch::Sender<u64>) {
        let (sender, events) = channel();
        let (revision, changes) = watch::channel(0);
        (Self { events: sender, changes }, events, revision)
    }

    /// Sends an event. Events are handled in the order in which they are sent, but notes from the
    /// reader after all others.
    pub(super) fn send(&self, event: Event) {
        // Sending fails only at the end of the server.
        let _ = self.events.send(event);
    }

    /// Returns the revision of the state, which changes with each change of the state.
    pub(super) fn changes(&self) -> watch::Receiver<u64> {
        self.changes.clone()
    }

    /// Requests a snapshot. It is taken after all events sent before this call, and after `wait` is
    /// over. `None` if the version of the document `about` has changed by then.
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
