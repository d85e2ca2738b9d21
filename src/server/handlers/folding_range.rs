//! textDocument/foldingRange.

use tower_lsp::jsonrpc::Result;
use tower_lsp::ls_types::{FoldingRange, FoldingRangeKind, FoldingRangeParams};

use crate::features::folding_ranges::{Fold, FoldKind, folding_ranges};
use crate::server::context::Context;
use crate::server::event::Wait;

pub(in crate::server) async fn folding_range(
    server: &Context,
    params: FoldingRangeParams,
) -> Result<Option<Vec<FoldingRange>>> {
    let uri = params.text_document.uri;
    let asked = server.for_document(uri.clone(), Wait::Arrival, |snapshot, document| {
        let limit = snapshot.client.most_folds;
        // Ranges without characters are whole lines, which all clients support.
        let fold = |Fold { lines, kind }| FoldingRange {
            start_line: lines.0,
            start_character: None,
            end_line: lines.1,
            end_character: None,
            kind: kind.map(|kind| match kind {
                FoldKind::Comment => FoldingRangeKind::Comment,
                FoldKind::Region => FoldingRangeKind::Region,
            }),
            collapsed_text: None,
        };
        let folds = folding_ranges(&snapshot.workspace, document.id, limit);
        Some(folds.into_iter().map(fold).collect())
    });
    let found: Option<Vec<_>> = asked.await?;
    Ok(found.map(|found| server.limited(found, "folds", uri)))
}
