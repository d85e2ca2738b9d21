//! A snapshot: the immutable state from which a request is answered.

use std::borrow::Cow;
use std::sync::Arc;

use text_size::TextRange;
use tower_lsp::ls_types::{Position, Uri};

use crate::features::FilePosition;
use crate::server::client_capabilities::ClientCapabilities;
use crate::server::from_proto;
use crate::server::published::PublishedVersions;
use crate::workspace::Workspace;
use crate::workspace::document::{Document, Location, NoteId};

/// The state at one moment, with a settled workspace. A snapshot never changes.
#[derive(Clone)]
pub(super) struct Snapshot {
    /// All notes.
    pub(super) workspace: Workspace,
    /// The client capabilities.
    pub(super) client: ClientCapabilities,
    /// The revision of the state. Each event that may change an answer increases it.
    pub(super) revision: u64,
    /// Whether a scan of all notes is running, so that some may not have been read yet.
    pub(super) is_scanning: bool,
    /// Whether anything on disk still has to be read.
    pub(super) is_reading: bool,
    /// The diagnostics that were published last.
    pub(super) published: PublishedVersions,
    /// Shows the session that a request is answered from this snapshot.
    pub(super) mark: Option<Arc<()>>,
    /// The URIs of open documents, in the spelling of the client.
    pub(super) uris: imbl::HashMap<NoteId, Uri>,
}

impl Snapshot {
    /// Returns the document with this URI.
    pub(super) fn find(&self, uri: &Uri) -> Option<NoteId> {
        let location = from_proto::location(uri);
        self.workspace.find_other(&location).or_else(|| self.workspace.find(&location))
    }

    /// Converts a position in the client's encoding to a byte offset.
    pub(super) fn file_position(&self, document: &Document, position: Position) -> FilePosition {
        let place = from_proto::line_col(position);
        let offset = document.note.text.offset(place, self.client.encoding);
        FilePosition { note: document.id, offset }
    }

    /// Returns the URI of a document, in the spelling of the client if the document is open. `None`
    /// if the path is not a valid URI.
    pub(super) fn uri(&self, id: NoteId) -> Option<Uri> {
        self.uris.get(&id).cloned().or_else(|| {
            let path = self.workspace.document(id)?.location.path()?;
            Uri::from_file_path(path)
        })
    }

    /// Returns the location at which the client shows a document. It differs from that of the
    /// document if the client has opened the file by another path, through a symbolic link.
    pub(super) fn shown_at<'d>(&self, document: &'d Document) -> Cow<'d, Location> {
        let opened = self.uris.get(&document.id);
        opened
            .map_or(Cow::Borrowed(&*document.location), |uri| Cow::Owned(from_proto::location(uri)))
    }

    /// Returns a link that opens a document at the first line of `range`. `None` if the document is
    /// not a file.
    pub(super) fn link(&self, id: NoteId, range: TextRange) -> Option<String> {
        let document = self.workspace.document(id)?;
        matches!(*document.location, Location::File(_)).then_some(())?;
        let line = document.note.text.line_col(range.start(), self.client.encoding).line + 1;
        // Parentheses are legal in a URI but would end a link in Markdown.
        let uri = self.uri(id)?.as_str().replace('(', "%28").replace(')', "%29");
        Some(format!("{uri}#L{line}"))
    }
}
