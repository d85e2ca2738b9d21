//! textDocument/documentHighlight.

use tower_lsp::jsonrpc::Result;
use tower_lsp::ls_types::{DocumentHighlight, DocumentHighlightKind, DocumentHighlightParams};

use crate::features::document_highlight;
use crate::server::backend::Backend;
use crate::server::to_proto::range;

pub(in crate::server) async fn document_highlight(
    server: &Backend,
    params: DocumentHighlightParams,
) -> Result<Option<Vec<DocumentHighlight>>> {
    let uri = params.text_document_position_params.text_document.uri.clone();
    let found: Option<Vec<_>> = server
        .ask_at(params.text_document_position_params, |snapshot, document, position| {
            let found = document_highlight::document_highlight(&snapshot.workspace, position)?;
            let one = |highlight: document_highlight::Highlight| DocumentHighlight {
                range: range(&document.text, highlight.range, snapshot.abilities.encoding),
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
