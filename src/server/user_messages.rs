//! Messages to the user about omitted notes, truncated answers and internal errors, each sent once.

use std::collections::BTreeSet;
#[cfg(any(test, debug_assertions))]
use std::collections::HashSet;
use std::path::Path;

use tower_lsp::ls_types::MessageType;

use crate::server::outgoing::{Outbox, Outgoing};
use crate::server::protocol::MAX_ITEMS;
use crate::workspace::MAX_NOTE_BYTES;
#[cfg(any(test, debug_assertions))]
use crate::workspace::audit::Difference;
use crate::workspace::document::{Document, NoteId};
use crate::workspace::loader::{MAX_NOTES, Scan};

/// The maximum number of omitted notes that the log names.
const MAX_LOGGED: usize = 10;

/// Sends messages to the user, and remembers which were sent.
pub(super) struct UserMessages {
    outbox: Outbox,
    /// The internal errors that were reported: part of the state and key.
    #[cfg(any(test, debug_assertions))]
    faults: HashSet<(&'static str, String)>,
    /// The open documents that are too large to be analyzed.
    large: BTreeSet<NoteId>,
    /// The documents whose answers were truncated, and the kind of items.
    truncated: BTreeSet<(NoteId, &'static str)>,
}

impl UserMessages {
    /// Creates it; no message has been sent.
    pub(super) fn new(outbox: Outbox) -> Self {
        let (large, truncated) = (BTreeSet::new(), BTreeSet::new());
        Self {
            outbox,
            #[cfg(any(test, debug_assertions))]
            faults: HashSet::new(),
            large,
            truncated,
        }
    }

    /// Forgets the messages about a closed document. They are sent again after it is reopened.
    pub(super) fn forget(&mut self, id: NoteId) {
        self.large.remove(&id);
        self.truncated.retain(|(known, _)| *known != id);
    }

    /// Reports a document that became too large to be analyzed.
    pub(super) fn size(&mut self, document: &Document) {
        if document.len() <= MAX_NOTE_BYTES {
            self.large.remove(&document.id);
        } else if self.large.insert(document.id) {
            let (name, most) = (document.location.name(), MAX_NOTE_BYTES >> 20);
            let text = format!("“{name}” is not analyzed: it is larger than {most} MiB.");
            self.show(MessageType::WARNING, text);
        }
    }

    /// Reports a document that is not analyzed because `limit` others are open.
    pub(super) fn too_many_open(&self, document: &Document, limit: usize) {
        let name = document.location.name();
        let text = format!("“{name}” is not analyzed: too many open documents (limit {limit}).");
        self.show(MessageType::WARNING, text);
    }

    /// Reports an answer that contains only the first of `count` items. `what` names the items.
    pub(super) fn truncated(&mut self, document: &Document, what: &'static str, count: usize) {
        if self.truncated.insert((document.id, what)) {
            let name = document.location.name();
            let text = format!(
                "Only the first {MAX_ITEMS} of {count} {what} in “{name}” are sent to the editor."
            );
            self.show(MessageType::INFO, text);
        }
    }

    /// Logs the notes that a scan omitted, and reports a workspace with too many notes.
    pub(super) fn scan(&self, scan: &Scan) {
        let log = |text| self.outbox.send(Outgoing::Log(MessageType::WARNING, text));
        for (path, reason) in scan.left_out.iter().take(MAX_LOGGED) {
            log(format!("Headword omitted {}: {reason}.", path.display()));
        }
        if scan.left_out.len() > MAX_LOGGED {
            log(format!("Headword omitted {} more notes.", scan.left_out.len() - MAX_LOGGED));
        }
        if scan.too_many {
            let text = format!(
                "Too many notes: Headword read the first {MAX_NOTES} and omitted the rest."
            );
            self.show(MessageType::WARNING, text);
        }
    }

    /// Reports a workspace folder that is not scanned, for example the home folder.
    pub(super) fn wide(&self, folder: &Path) {
        let text = format!(
            "Headword does not scan {}: the folder is too broad. Only open notes are analyzed.",
            folder.display()
        );
        self.show(MessageType::INFO, text);
    }

    /// Reports that an incrementally updated index differed from a rebuilt one.
    #[cfg(any(test, debug_assertions))]
    pub(super) fn rebuilt(&mut self, difference: &Difference) {
        if !self.faults.insert((difference.part, difference.key.clone())) {
            return;
        }
        tracing::warn!(%difference, "an incrementally updated index differs from a rebuilt one");
        let text = format!(
            "Internal error: the index was inconsistent and has been rebuilt ({difference}). \
             Please report this."
        );
        self.show(MessageType::ERROR, text);
    }

    /// Reports a document whose text is unknown after an internal error.
    pub(super) fn out_of_sync(&self, name: &str) {
        let text = format!(
            "Headword is out of sync with “{name}” after an internal error. Close and reopen the \
             file."
        );
        self.show(MessageType::ERROR, text);
    }

    fn show(&self, kind: MessageType, text: String) {
        self.outbox.send(Outgoing::Show(kind, text));
    }
}
