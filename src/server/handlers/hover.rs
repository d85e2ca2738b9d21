//! textDocument/hover.

use tower_lsp::jsonrpc::{Error, Result};
use tower_lsp::ls_types::{Hover, HoverContents, HoverParams, TextDocumentPositionParams};

use crate::features::{RangeInfo, hover};
use crate::server::context::Context;
use crate::server::event::Wait;
use crate::server::markup;
use crate::server::snapshot::Snapshot;
use crate::server::to_proto::range;
use crate::text::Text;
use crate::workspace::document::Document;

/// The last line of a hover that is answered before all notes have been read.
const INCOMPLETE: &str = "Headword is still reading notes. This may be incomplete.";

pub(in crate::server) async fn hover(
    server: &Context,
    params: HoverParams,
) -> Result<Option<Hover>> {
    let TextDocumentPositionParams { text_document, position } =
        params.text_document_position_params;
    let uri = text_document.uri;
    let look = move |snapshot: &Snapshot, document: &Document| {
        let position = snapshot.file_position(document, position);
        let found = hover::hover(&snapshot.workspace, position)?;
        Some(to_proto(&found, &document.note.text, snapshot))
    };
    let asked = server.for_document(uri.clone(), Wait::Arrival, move |snapshot, document| {
        Some((look(snapshot, document), snapshot.is_reading, document.version()))
    });
    let Some((found, is_reading, version)) = asked.await? else { return Ok(None) };
    if found.is_some() || !is_reading {
        return Ok(found);
    }
    // "Nothing" may be wrong as long as something is still to be read.
    let asked = server.for_document(uri, Wait::Scanned, move |snapshot, document| {
        let is_same = document.version() == version;
        Some(is_same.then(|| look(snapshot, document)).ok_or_else(Error::content_modified))
    });
    Ok(asked.await?.transpose()?.flatten())
}

fn to_proto(found: &RangeInfo<hover::Hover>, text: &Text, snapshot: &Snapshot) -> Hover {
    let mut shown = markup::hover(&found.info, snapshot);
    if snapshot.is_scanning {
        shown.push_str("\n\n");
        shown.push_str(INCOMPLETE);
    }
    Hover {
        contents: HoverContents::Markup(markup::content(&shown, snapshot.client.hover_markdown)),
        range: Some(range(text, found.range, snapshot.client.encoding)),
    }
}
