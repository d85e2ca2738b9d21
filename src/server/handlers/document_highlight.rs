//! textDocument/documentHighlight.

use tower_lsp::jsonrpc::Result;
use tower_lsp::ls_types::{
    DocumentHighlight, DocumentHighlightKind, DocumentHighlightParams, TextDocumentPositionParams,
};

use crate::features::document_highlight;
use crate::server::context::Context;
use crate::server::event::Wait;
use crate::server::to_proto::range;

pub(in crate::server) async fn document_highlight(
    server: &Context,
    params: DocumentHighlightParams,
) -> Result<Option<Vec<DocumentHighlight>>> {
    let TextDocumentPositionParams { text_document, position } =
        params.text_document_position_params;
    let uri = text_document.uri;
    let found: Option<Vec<_>> = server
        .for_document(uri.clone(), Wait::Scanned, move |snapshot, document| {
            let position = snapshot.file_position(document, position);
            let found = document_highlight::document_highlight(&snapshot.workspace, position)?;
            let one = |highlight: document_highlight::Highlight| DocumentHighlight {
                range: range(&document.text, highlight.range, snapshot.client.encoding),
                kind: Some(if highlight.is_declaration {
                    DocumentHighlightKind::WRITE
                } else {
                    DocumentHighlightKind::READ
                }),
            };
            Some(found.into_iter().map(one).collect())
        })
        .await?;
    Ok(found.map(|found| server.limited(found, "highlights", uri)))
}
