//! The command that shows the next empty section.

use serde_json::Value;
use tower_lsp::jsonrpc::{Error, Result};
use tower_lsp::ls_types::{LSPAny, MessageType, Position, Range, ShowDocumentParams, Uri};

use crate::features::next_empty_section::next_empty_section;
use crate::server::context::Context;
use crate::server::event::Wait;
use crate::server::outgoing::Outgoing;
use crate::server::snapshot::Snapshot;
use crate::server::to_proto::range;
use crate::workspace::document::Document;

/// Shows the next empty section after the position in the arguments.
pub(in crate::server) async fn show(server: &Context, given: Vec<Value>) -> Result<Option<LSPAny>> {
    let Some((uri, position)) = arguments(given) else {
        return Err(Error::invalid_params(
            "expected two arguments: the URI of a document and a position",
        ));
    };
    let asked = server.for_document(uri, Wait::Scanned, move |snapshot, document| {
        next_gap(snapshot, document, position)
    });
    let Some((uri, selection)) = asked.await? else {
        let nothing = "No empty section found: each heading has content.".to_owned();
        server.outbox.send(Outgoing::Show(MessageType::INFO, nothing));
        return Ok(None);
    };
    server.outbox.converse(move |client| async move {
        let shown = ShowDocumentParams {
            uri,
            external: None,
            take_focus: Some(true),
            selection: Some(selection),
        };
        // The editor itself reports a failure.
        let _ = client.show_document(shown).await;
    });
    Ok(None)
}

fn arguments(arguments: Vec<Value>) -> Option<(Uri, Position)> {
    let [uri, position] = <[Value; 2]>::try_from(arguments).ok()?;
    Some((serde_json::from_value(uri).ok()?, serde_json::from_value(position).ok()?))
}

/// Returns the URI and name range of the next empty section after a position.
pub(in crate::server) fn next_gap(
    snapshot: &Snapshot,
    document: &Document,
    position: Position,
) -> Option<(Uri, Range)> {
    let position = snapshot.file_position(document, position);
    let (note, name) = next_empty_section(&snapshot.workspace, position)?;
    let text = &snapshot.workspace.document(note)?.note.text;
    Some((snapshot.uri(note)?, range(text, name, snapshot.client.encoding)))
}
