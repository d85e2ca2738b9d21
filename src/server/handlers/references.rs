//! textDocument/references.

use tower_lsp::jsonrpc::Result;
use tower_lsp::ls_types::{Location, ReferenceParams, TextDocumentPositionParams};

use crate::features::references;
use crate::server::context::Context;
use crate::server::event::Wait;
use crate::server::protocol::MAX_ITEMS;
use crate::server::to_proto::locations;

pub(in crate::server) async fn references(
    server: &Context,
    params: ReferenceParams,
) -> Result<Option<Vec<Location>>> {
    let with_declarations = params.context.include_declaration;
    let TextDocumentPositionParams { text_document, position } = params.text_document_position;
    let uri = text_document.uri;
    let answered = server.for_document(uri.clone(), Wait::Scanned, move |snapshot, document| {
        let position = snapshot.file_position(document, position);
        let found = references::references(&snapshot.workspace, position, with_declarations)?;
        let places = locations(snapshot, found.iter().map(|it| (it.note, it.range)));
        Some((places.take(MAX_ITEMS).collect(), found.len()))
    });
    let Some((found, count)) = answered.await? else { return Ok(None) };
    server.explain_limit(count, "references", uri);
    Ok(Some(found))
}
