//! textDocument/references.

use tower_lsp::jsonrpc::Result;
use tower_lsp::ls_types::{Location, ReferenceParams};

use crate::features::references;
use crate::server::backend::Backend;
use crate::server::to_proto::location;

pub(in crate::server) async fn references(
    server: &Backend,
    params: ReferenceParams,
) -> Result<Option<Vec<Location>>> {
    let with_declarations = params.context.include_declaration;
    let uri = params.text_document_position.text_document.uri.clone();
    let answered =
        server.ask_all_at(params.text_document_position, move |snapshot, _, position| {
            let found = references::references(&snapshot.workspace, position, with_declarations)?;
            let places = found.iter().filter_map(|it| location(snapshot, it.note, it.range));
            Some(places.collect())
        });
    let found: Option<Vec<_>> = answered.await?.flatten();
    Ok(found.map(|found| server.limited(found, "references", uri)))
}
