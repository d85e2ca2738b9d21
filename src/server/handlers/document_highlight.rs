//! textDocument/documentHighlight.

use tower_lsp::jsonrpc::Result;
use tower_lsp::ls_types::{
    DocumentHighlight, DocumentHighlightKind, DocumentHighlightParams, TextDocumentPositionParams,
};

use crate::features::document_highlight;
use crate::features::reference::{Reference, ReferenceKind};
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
            let one = |found: Reference| DocumentHighlight {
                range: range(&document.note.text, found.range, snapshot.client.encoding),
                kind: Some(if found.kind == ReferenceKind::Declaration {
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
