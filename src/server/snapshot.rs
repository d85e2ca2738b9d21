//! A snapshot: the state of the session at one moment, from which questions are answered.

use text_size::TextRange;
use tower_lsp::ls_types::{Position, Uri};

use crate::features::FilePosition;
use crate::server::abilities::Abilities;
use crate::server::from_proto;
use crate::server::published::Known;
use crate::workspace::Workspace;
use crate::workspace::document::{Document, Location, NoteId};

/// The state at one moment, settled. It does not change any more.
#[derive(Clone)]
pub(super) struct Snapshot {
    /// All notes.
    pub(super) workspace: Workspace,
    /// What the client can do.
    pub(super) abilities: Abilities,
    /// What it is the state after: it grows with each event that may change an answer.
    pub(super) revision: u64,
    /// Whether all notes are being looked at, and some may not have been read yet.
    pub(super) is_scanning: bool,
    /// Whether anything on disk is still to be read.
    pub(super) is_reading: bool,
    /// The diagnostics of notes that are not open, as the client has been told them.
    pub(super) told: Known,
    /// The URIs of open documents, as the client spells them.
    pub(super) uris: imbl::HashMap<NoteId, Uri>,
}

impl Snapshot {
    /// The document with this URI.
    pub(super) fn find(&self, uri: &Uri) -> Option<NoteId> {
        self.workspace.find(&from_proto::location(uri))
    }

    /// The position in a document, in the client's encoding, as a byte offset.
    pub(super) fn file_position(&self, document: &Document, position: Position) -> FilePosition {
        let place = from_proto::line_col(position);
        let offset = document.text.offset(place, self.abilities.encoding);
        FilePosition { note: document.id, offset }
    }

    /// The URI of a document, as the client spells it if it has said.
    pub(super) fn uri(&self, id: NoteId) -> Option<Uri> {
        self.uris.get(&id).cloned().or_else(|| {
            let path = self.workspace.document(id)?.location.path()?;
            Uri::from_file_path(path)
        })
    }

    /// A link that opens a document at the line where `range` begins.
    pub(super) fn link(&self, id: NoteId, range: TextRange) -> Option<String> {
        let document = self.workspace.document(id)?;
        matches!(*document.location, Location::File(_)).then_some(())?;
        let line = document.text.line_col(range.start(), self.abilities.encoding).line + 1;
        // These are legal in a URI but would end a link in Markdown.
        let uri = self.uri(id)?.as_str().replace('(', "%28").replace(')', "%29");
        Some(format!("{uri}#L{line}"))
    }
}
