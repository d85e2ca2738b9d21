//! textDocument/selectionRange.

use text_size::TextRange;
use tower_lsp::jsonrpc::Result;
use tower_lsp::ls_types::{SelectionRange, SelectionRangeParams};

use crate::features::selection_ranges::selection_ranges;
use crate::server::context::Context;
use crate::server::event::Wait;
use crate::server::from_proto;
use crate::server::to_proto::range;

pub(in crate::server) async fn selection_range(
    server: &Context,
    params: SelectionRangeParams,
) -> Result<Option<Vec<SelectionRange>>> {
    let positions = params.positions;
    let uri = params.text_document.uri;
    server.explain_limit(positions.len(), "selections", uri.clone());
    let asked = server.for_document(uri, Wait::Arrival, move |snapshot, document| {
        let encoding = snapshot.client.encoding;
        let offset = |place| document.note.text.offset(from_proto::line_col(place), encoding);
        let offsets: Vec<_> = positions.iter().copied().map(offset).collect();
        let nested = |chain: Vec<TextRange>| {
            let wider = chain.into_iter().rev().fold(None, |parent, found| {
                let range = range(&document.note.text, found, encoding);
                Some(SelectionRange { range, parent: parent.map(Box::new) })
            });
            wider.unwrap_or_default()
        };
        let chains = selection_ranges(&snapshot.workspace, document.id, &offsets);
        Some(chains.into_iter().map(nested).collect())
    });
    asked.await
}
