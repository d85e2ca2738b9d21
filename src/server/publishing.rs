//! The publisher: diagnostics of open documents for a client that does not pull them.
//!
//! A separate thread computes them after a pause, so that they delay neither the session nor
//! typing.

use std::collections::BTreeSet;
use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{Sender, channel};
use std::thread;
use std::time::{Duration, Instant};

use tracing::warn;

#[cfg(debug_assertions)]
use crate::fault;
use crate::features::diagnostics::diagnostics;
use crate::server::event::Event;
use crate::server::published::{Report, result_id};
use crate::server::session::Session;
use crate::server::snapshot::Snapshot;
use crate::server::to_proto;
use crate::workspace::document::NoteId;

/// The pause after the last change before diagnostics are computed: the user has stopped typing.
const DEBOUNCE: Duration = Duration::from_millis(25);

/// The maximum delay of diagnostics, also without a pause.
const PUBLISH_AT_THE_LATEST: Duration = Duration::from_millis(250);

/// The open documents whose diagnostics are out of date, and since when.
#[derive(Default)]
pub(super) struct Publishing {
    documents: BTreeSet<NoteId>,
    since: Option<Instant>,
    /// Whether the publisher is working. It gets one batch at a time.
    is_busy: bool,
}

/// Documents whose diagnostics the publisher has to compute, and their snapshot.
pub(super) struct Batch {
    now: Snapshot,
    documents: BTreeSet<NoteId>,
}

impl Publishing {
    /// Marks the diagnostics of a document as out of date.
    pub(super) fn add(&mut self, id: NoteId) {
        self.documents.insert(id);
        self.since.get_or_insert_with(Instant::now);
    }

    /// Removes a document that is closed, or whose diagnostics are now up to date.
    pub(super) fn remove(&mut self, id: NoteId) {
        self.documents.remove(&id);
    }

    /// Returns the pause to wait for before the next [batch](Self::batch). `None` if no diagnostics
    /// are out of date or the publisher is working.
    pub(super) fn wait(&self) -> Option<Duration> {
        let since = self.since.filter(|_| !self.is_busy)?;
        Some(PUBLISH_AT_THE_LATEST.saturating_sub(since.elapsed()).min(DEBOUNCE))
    }

    /// Takes all documents whose diagnostics are out of date.
    pub(super) fn batch(&mut self, now: Snapshot) -> Batch {
        (self.since, self.is_busy) = (None, true);
        Batch { now, documents: std::mem::take(&mut self.documents) }
    }

    /// Records that the publisher has finished its batch.
    pub(super) fn done(&mut self) {
        self.is_busy = false;
    }

    /// Returns whether the publisher is working.
    #[cfg(test)]
    pub(super) fn is_busy(&self) -> bool {
        self.is_busy
    }
}

/// Starts the thread of the publisher. It ends when the sender is dropped.
///
/// # Errors
///
/// Fails if the system cannot start a thread.
pub(super) fn start(session: Session) -> io::Result<Sender<Batch>> {
    let (sender, batches) = channel::<Batch>();
    let run = move || {
        for Batch { now, documents } in batches {
            for id in documents {
                // A panic in one document does not affect the others.
                match catch_unwind(AssertUnwindSafe(|| report(&now, id))) {
                    Ok(Some(report)) => session.send(Event::Published(report)),
                    Ok(None) => {}
                    Err(_) => warn!("the diagnostics of a document were not computed"),
                }
            }
            session.send(Event::BatchDone);
        }
    };
    thread::Builder::new().name("publisher".to_owned()).spawn(run)?;
    Ok(sender)
}

/// Returns the report on an open document.
fn report(now: &Snapshot, id: NoteId) -> Option<Report> {
    #[cfg(debug_assertions)]
    fault::point("publish");
    let (document, uri) = (now.workspace.document(id)?, now.uri(id)?);
    let items = to_proto::diagnostics(diagnostics(&now.workspace, id), &document.note.text, now);
    let id = (!items.is_empty()).then(|| result_id(&items));
    Some(Report { uri, version: document.version(), id, items: Some(items) })
}
