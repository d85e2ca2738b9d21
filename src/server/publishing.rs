//! Diagnostics of open documents, for a client that does not ask for them: they go out in a quiet
//! moment, so that typing is not held up by remarks on what is half typed.

use std::collections::BTreeSet;
use std::time::{Duration, Instant};

use crate::fault;
use crate::features::diagnostics::diagnostics;
use crate::server::checking::{Report, result_id};
use crate::server::session::Snapshot;
use crate::server::to_proto;
use crate::workspace::document::NoteId;

/// A pause of this length is a quiet moment: whoever types has stopped, at least for a thought.
const QUIET: Duration = Duration::from_millis(25);

/// Diagnostics go out after this time even if there was no quiet moment.
const PUBLISH_AT_THE_LATEST: Duration = Duration::from_millis(250);

/// Open documents whose diagnostics are out of date, and since when.
#[derive(Default)]
pub(super) struct Publishing {
    documents: BTreeSet<NoteId>,
    since: Option<Instant>,
}

impl Publishing {
    /// The diagnostics of a document are out of date.
    pub(super) fn add(&mut self, id: NoteId) {
        self.documents.insert(id);
        self.since.get_or_insert_with(Instant::now);
    }

    /// A document is not open any more.
    pub(super) fn remove(&mut self, id: NoteId) {
        self.documents.remove(&id);
    }

    /// How long a pause now makes it time to [send](Self::next) them; none if there is
    /// nothing to be sent.
    pub(super) fn wait(&self) -> Option<Duration> {
        let left = PUBLISH_AT_THE_LATEST.saturating_sub(self.since?.elapsed());
        Some(left.min(QUIET))
    }

    /// The next of the diagnostics that are out of date, as they are now; none after the last. They
    /// are made one by one: a fault in one of them leaves the others for the next moment.
    pub(super) fn next(&mut self, now: &Snapshot) -> Option<Report> {
        while let Some(id) = self.documents.pop_first() {
            fault::point("publish");
            let (Some(document), Some(uri)) = (now.workspace.document(id), now.uri(id)) else {
                continue;
            };
            let found = diagnostics(&now.workspace, id);
            let items = to_proto::diagnostics(found, &document.text, now);
            let id = (!items.is_empty()).then(|| result_id(&items));
            return Some(Report { uri, version: document.version(), id, items: Some(items) });
        }
        self.since = None;
        None
    }
}
