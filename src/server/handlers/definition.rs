//! textDocument/definition.

use tower_lsp::jsonrpc::Result;
use tower_lsp::ls_types::{GotoDefinitionParams, GotoDefinitionResponse};

use crate::features::definition;
use crate::server::backend::Backend;
use crate::server::to_proto::targets;

pub(in crate::server) async fn definition(
    server: &Backend,
    params: GotoDefinitionParams,
) -> Result<Option<GotoDefinitionResponse>> {
    let uri = params.text_document_position_params.text_document.uri.clone();
    let found = server
        .ask_at(params.text_document_position_params, |snapshot, document, position| {
            let found = definition::definition(&snapshot.workspace, position)?;
            Some(targets(&found, &document.text, snapshot, snapshot.abilities.definition_links))
        })
        .await?;
    Ok(found.map(|found| server.limited_targets(found, "definitions", uri)))
}
