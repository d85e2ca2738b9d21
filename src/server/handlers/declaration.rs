//! textDocument/declaration.

use tower_lsp::jsonrpc::Result;
use tower_lsp::ls_types::TextDocumentPositionParams;
use tower_lsp::ls_types::request::{GotoDeclarationParams, GotoDeclarationResponse};

use crate::features::{RangeInfo, declaration};
use crate::server::context::Context;
use crate::server::event::Wait;
use crate::server::to_proto::targets;

pub(in crate::server) async fn declaration(
    server: &Context,
    params: GotoDeclarationParams,
) -> Result<Option<GotoDeclarationResponse>> {
    let TextDocumentPositionParams { text_document, position } =
        params.text_document_position_params;
    server
        .for_document(text_document.uri, Wait::Scanned, move |snapshot, document| {
            let position = snapshot.file_position(document, position);
            let RangeInfo { range, info } =
                declaration::declaration(&snapshot.workspace, position)?;
            let found = RangeInfo { range, info: vec![info] };
            Some(targets(&found, &document.note.text, snapshot, snapshot.client.declaration_links))
        })
        .await
}
