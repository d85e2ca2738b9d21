//! Publishing: diagnostics of open documents, for a client that does not pull them.
//!
//! They are computed on a thread of their own after a quiet moment, so that they hold up neither
//! the session nor a person who types.

use std::collections::BTreeSet;
use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{Sender, channel};
use std::thread;
use std::time::{Duration, Instant};

use tracing::warn;

use crate::fault;
use crate::features::diagnostics::diagnostics;
use crate::server::event::Event;
use crate::server::published::{Report, result_id};
use crate::server::session::Session;
use crate::server::snapshot::Snapshot;
use crate::server::to_proto;
use crate::workspace::document::NoteId;

/// A pause of this length is a quiet moment: a person who types has stopped, at least to think.
const QUIET: Duration = Duration::from_millis(25);

/// Diagnostics go out after this time even if there was no quiet moment.
const PUBLISH_AT_THE_LATEST: Duration = Duration::from_millis(250);

/// Open documents whose diagnostics are out of date, and since when.
#[derive(Default)]
pub(super) struct Publishing {
    documents: BTreeSet<NoteId>,
    since: Option<Instant>,
    /// Whether the publisher is at work. It gets one batch at a time.
    is_busy: bool,
}

/// Documents whose diagnostics are to be computed, in one state.
pub(super) struct Batch {
    now: Snapshot,
    documents: BTreeSet<NoteId>,
}

impl Publishing {
    /// The diagnostics of a document are out of date.
    pub(super) fn add(&mut self, id: NoteId) {
        self.documents.insert(id);
        self.since.get_or_insert_with(Instant::now);
    }

    /// A document is no longer open.
    pub(super) fn remove(&mut self, id: NoteId) {
        self.documents.remove(&id);
    }

    /// The length of the pause after which a [batch](Self::batch) is to be made, if one is due.
    pub(super) fn wait(&self) -> Option<Duration> {
        let since = self.since.filter(|_| !self.is_busy)?;
        Some(PUBLISH_AT_THE_LATEST.saturating_sub(since.elapsed()).min(QUIET))
    }

    /// All documents that are out of date.
    pub(super) fn batch(&mut self, now: Snapshot) -> Batch {
        (self.since, self.is_busy) = (None, true);
        Batch { now, documents: std::mem::take(&mut self.documents) }
    }

    /// The publisher has finished its batch.
    pub(super) fn done(&mut self) {
        self.is_busy = false;
    }

    /// Whether the publisher is at work.
    #[cfg(test)]
    pub(super) fn is_busy(&self) -> bool {
        self.is_busy
    }
}

/// Starts the publisher's thread; it ends when the sender is dropped.
pub(super) fn start(session: Session) -> io::Result<Sender<Batch>> {
    let (sender, batches) = channel::<Batch>();
    let run = move || {
        for Batch { now, documents } in batches {
            for id in documents {
                // A fault in one of them leaves the others.
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

/// The report on an open document.
fn report(now: &Snapshot, id: NoteId) -> Option<Report> {
    fault::point("publish");
    let (document, uri) = (now.workspace.document(id)?, now.uri(id)?);
    let items = to_proto::diagnostics(diagnostics(&now.workspace, id), &document.text, now);
    let id = (!items.is_empty()).then(|| result_id(&items));
    Some(Report { uri, version: document.version(), id, items: Some(items) })
}
