//! textDocument/definition.

use tower_lsp::jsonrpc::Result;
use tower_lsp::ls_types::{
    GotoDefinitionParams, GotoDefinitionResponse, TextDocumentPositionParams,
};

use crate::features::definition;
use crate::server::context::Context;
use crate::server::event::Wait;
use crate::server::to_proto::targets;

pub(in crate::server) async fn definition(
    server: &Context,
    params: GotoDefinitionParams,
) -> Result<Option<GotoDefinitionResponse>> {
    let TextDocumentPositionParams { text_document, position } =
        params.text_document_position_params;
    let uri = text_document.uri;
    let found = server
        .for_document(uri.clone(), Wait::Scanned, move |snapshot, document| {
            let position = snapshot.file_position(document, position);
            let found = definition::definition(&snapshot.workspace, position)?;
            Some(targets(&found, &document.note.text, snapshot, snapshot.client.definition_links))
        })
        .await?;
    Ok(found.map(|found| server.limited_targets(found, "definitions", uri)))
}
