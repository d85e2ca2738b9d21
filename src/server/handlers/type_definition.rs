//! textDocument/typeDefinition.

use tower_lsp::jsonrpc::Result;
use tower_lsp::ls_types::TextDocumentPositionParams;
use tower_lsp::ls_types::request::{GotoTypeDefinitionParams, GotoTypeDefinitionResponse};

use crate::features::type_definition;
use crate::server::context::Context;
use crate::server::event::Wait;
use crate::server::to_proto::targets;

pub(in crate::server) async fn type_definition(
    server: &Context,
    params: GotoTypeDefinitionParams,
) -> Result<Option<GotoTypeDefinitionResponse>> {
    let TextDocumentPositionParams { text_document, position } =
        params.text_document_position_params;
    let uri = text_document.uri;
    let found = server
        .for_document(uri.clone(), Wait::Scanned, move |snapshot, document| {
            let position = snapshot.file_position(document, position);
            let found = type_definition::type_definition(&snapshot.workspace, position)?;
            let takes_links = snapshot.client.type_definition_links;
            Some(targets(&found, &document.note.text, snapshot, takes_links))
        })
        .await?;
    Ok(found.map(|found| server.limited_targets(found, "topics", uri)))
}
