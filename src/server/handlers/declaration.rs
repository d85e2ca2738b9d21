//! textDocument/declaration.

use tower_lsp::jsonrpc::Result;
use tower_lsp::ls_types::request::{GotoDeclarationParams, GotoDeclarationResponse};

use crate::features::{RangeInfo, declaration};
use crate::server::backend::Backend;
use crate::server::to_proto::targets;

pub(in crate::server) async fn declaration(
    server: &Backend,
    params: GotoDeclarationParams,
) -> Result<Option<GotoDeclarationResponse>> {
    server
        .ask_at(params.text_document_position_params, |snapshot, document, position| {
            let RangeInfo { range, info } =
                declaration::declaration(&snapshot.workspace, position)?;
            let found = RangeInfo { range, info: vec![info] };
            Some(targets(&found, &document.text, snapshot, snapshot.abilities.declaration_links))
        })
        .await
}
