//! What the user is told unasked: what is left out, and faults of our own. Each thing once.

use std::collections::{BTreeSet, HashSet};
use std::path::Path;

use tower_lsp::ls_types::MessageType;
use tracing::warn;

use crate::server::outgoing::{Outbox, Outgoing};
use crate::server::protocol::MAX_ITEMS;
use crate::workspace::MAX_NOTE_BYTES;
use crate::workspace::audit::Difference;
use crate::workspace::document::{Document, NoteId};
use crate::workspace::loader::{MAX_NOTES, Scan};

/// How many notes that were left out are logged by name.
const MAX_LOGGED: usize = 10;

/// Says things to the user, and knows what has been said.
pub(super) struct Notices {
    outbox: Outbox,
    /// The faults of our own that the user knows.
    faults: HashSet<(&'static str, String)>,
    /// Open documents that are too large to be read.
    large: BTreeSet<NoteId>,
    /// Documents of which answers were cut, and what of them.
    cut: BTreeSet<(NoteId, &'static str)>,
}

impl Notices {
    /// Nothing has been said.
    pub(super) fn new(outbox: Outbox) -> Self {
        let (large, cut) = (BTreeSet::new(), BTreeSet::new());
        Self { outbox, faults: HashSet::new(), large, cut }
    }

    /// A document is not open any more: what is wrong with it is said again when it is.
    pub(super) fn forget(&mut self, id: NoteId) {
        self.large.remove(&id);
        self.cut.retain(|(known, _)| *known != id);
    }

    /// A document has another size: it may be too large to be read, or no longer.
    pub(super) fn size(&mut self, document: &Document) {
        if usize::from(document.text.len()) <= MAX_NOTE_BYTES {
            self.large.remove(&document.id);
        } else if self.large.insert(document.id) {
            let (name, most) = (document.location.name(), MAX_NOTE_BYTES >> 20);
            let text = format!("Headword does not read “{name}”: it is larger than {most} MiB.");
            self.show(MessageType::WARNING, text);
        }
    }

    /// A document is not read, since so many others are open.
    pub(super) fn crowd(&self, document: &Document, others: usize) {
        let name = document.location.name();
        let text =
            format!("Headword does not read “{name}”: there are {others} other open documents.");
        self.show(MessageType::WARNING, text);
    }

    /// An answer about a document does not hold all that was found.
    pub(super) fn cut(&mut self, document: &Document, what: &'static str, count: usize) {
        if self.cut.insert((document.id, what)) {
            let name = document.location.name();
            let text = format!(
                "Headword shows the first {MAX_ITEMS} of {count} {what} that you or your editor \
                 asked for in “{name}”."
            );
            self.show(MessageType::INFO, text);
        }
    }

    /// What a scan has left out.
    pub(super) fn scan(&self, scan: &Scan) {
        let log = |text| self.outbox.send(Outgoing::Log(MessageType::WARNING, text));
        for (path, reason) in scan.left_out.iter().take(MAX_LOGGED) {
            log(format!("Headword left out {}: {reason}.", path.display()));
        }
        if scan.left_out.len() > MAX_LOGGED {
            log(format!("Headword left out {} more notes.", scan.left_out.len() - MAX_LOGGED));
        }
        if scan.too_many {
            let text = format!("Headword has read {MAX_NOTES} notes here, and left out the rest.");
            self.show(MessageType::WARNING, text);
        }
    }

    /// A folder is not read whole.
    pub(super) fn wide(&self, folder: &Path) {
        let text = format!(
            "Headword reads only the notes you open: {} is too wide a folder to be read whole.",
            folder.display()
        );
        self.show(MessageType::INFO, text);
    }

    /// By a fault of our own, what was kept was not what is made anew.
    pub(super) fn mended(&mut self, difference: &Difference) {
        if !self.faults.insert((difference.part, difference.key.clone())) {
            return;
        }
        warn!(%difference, "what was kept by difference is not what is made anew");
        let text = format!(
            "Headword has found a fault of its own and mended it: {difference}. Please report \
             this message, with what you did just before."
        );
        self.show(MessageType::ERROR, text);
    }

    /// By a fault of our own, what a document says is not known any more.
    pub(super) fn lost(&self, name: &str) {
        let text = format!(
            "Headword has lost track of “{name}” by a fault of its own. Close it and open it again."
        );
        self.show(MessageType::ERROR, text);
    }

    fn show(&self, kind: MessageType, text: String) {
        self.outbox.send(Outgoing::Show(kind, text));
    }
}
