//! textDocument/typeDefinition.

use tower_lsp::jsonrpc::Result;
use tower_lsp::ls_types::request::{GotoTypeDefinitionParams, GotoTypeDefinitionResponse};

use crate::features::type_definition;
use crate::server::backend::Backend;
use crate::server::to_proto::targets;

pub(in crate::server) async fn type_definition(
    server: &Backend,
    params: GotoTypeDefinitionParams,
) -> Result<Option<GotoTypeDefinitionResponse>> {
    let uri = params.text_document_position_params.text_document.uri.clone();
    let found = server
        .ask_at(params.text_document_position_params, |snapshot, document, position| {
            let found = type_definition::type_definition(&snapshot.workspace, position)?;
            let takes_links = snapshot.abilities.type_definition_links;
            Some(targets(&found, &document.text, snapshot, takes_links))
        })
        .await?;
    Ok(found.map(|found| server.limited_targets(found, "topics", uri)))
}
