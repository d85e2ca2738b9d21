//! workspace/symbol.

use tower_lsp::jsonrpc::Result;
use tower_lsp::ls_types::{
    Location, SymbolInformation, WorkspaceSymbolParams, WorkspaceSymbolResponse,
};

use crate::features::navigation_target::Symbol;
use crate::features::workspace_symbols::workspace_symbols;
use crate::server::context::Context;
use crate::server::event::Wait;
use crate::server::snapshot::Snapshot;
use crate::server::to_proto::node;

pub(in crate::server) async fn workspace_symbol(
    server: &Context,
    params: WorkspaceSymbolParams,
) -> Result<Option<WorkspaceSymbolResponse>> {
    let answered = server.for_workspace(Wait::Scanned, move |snapshot| {
        let found = workspace_symbols(&snapshot.workspace, &params.query).into_iter();
        found.filter_map(|item| symbol(snapshot, item)).collect()
    });
    Ok(Some(WorkspaceSymbolResponse::Flat(answered.await?)))
}

fn symbol(snapshot: &Snapshot, item: Symbol) -> Option<SymbolInformation> {
    let node = node(snapshot, item, snapshot.client.symbol_kinds)?;
    #[expect(deprecated, reason = "the field has no other way to be left out")]
    Some(SymbolInformation {
        name: node.name,
        kind: node.kind,
        tags: None,
        deprecated: None,
        // Editors move the cursor to this range.
        location: Location::new(node.uri, node.name_range),
        container_name: Some(node.container),
    })
}
