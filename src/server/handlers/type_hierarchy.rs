//! textDocument/prepareTypeHierarchy, typeHierarchy/supertypes, typeHierarchy/subtypes.

use tower_lsp::jsonrpc::Result;
use tower_lsp::ls_types::{
    TextDocumentPositionParams, TypeHierarchyItem, TypeHierarchyPrepareParams,
    TypeHierarchySubtypesParams, TypeHierarchySupertypesParams,
};

use crate::features::item::{Item, Part};
use crate::features::type_hierarchy;
use crate::server::client_capabilities::SymbolKindSupport;
use crate::server::context::Context;
use crate::server::event::Wait;
use crate::server::from_proto;
use crate::server::snapshot::Snapshot;
use crate::server::to_proto::node;
use crate::workspace::Workspace;

pub(in crate::server) async fn prepare(
    server: &Context,
    params: TypeHierarchyPrepareParams,
) -> Result<Option<Vec<TypeHierarchyItem>>> {
    let TextDocumentPositionParams { text_document, position } =
        params.text_document_position_params;
    let uri = text_document.uri;
    let found: Option<Vec<_>> = server
        .for_document(uri.clone(), Wait::Scanned, move |snapshot, document| {
            let position = snapshot.file_position(document, position);
            let items = type_hierarchy::prepare(&snapshot.workspace, position)?;
            Some(items.into_iter().filter_map(|found| item(snapshot, found)).collect())
        })
        .await?;
    Ok(found.map(|found| server.limited(found, "definitions", uri)))
}

pub(in crate::server) async fn supertypes(
    server: &Context,
    params: TypeHierarchySupertypesParams,
) -> Result<Option<Vec<TypeHierarchyItem>>> {
    step(server, params.item, type_hierarchy::supertypes).await
}

pub(in crate::server) async fn subtypes(
    server: &Context,
    params: TypeHierarchySubtypesParams,
) -> Result<Option<Vec<TypeHierarchyItem>>> {
    step(server, params.item, type_hierarchy::subtypes).await
}

/// One step from something that was shown before; nothing if it is gone.
async fn step(
    server: &Context,
    from: TypeHierarchyItem,
    ask: fn(&Workspace, Part<'_>) -> Vec<Item>,
) -> Result<Option<Vec<TypeHierarchyItem>>> {
    let place = from_proto::line_col(from.selection_range.start);
    let uri = from.uri.clone();
    let answered = server.for_document(from.uri, Wait::Scanned, move |snapshot, document| {
        let near = document.text.offset(place, snapshot.client.encoding);
        let part = Part::find(&snapshot.workspace, document.id, &from.name, near)?;
        let found = ask(&snapshot.workspace, part).into_iter();
        Some(found.filter_map(|found| item(snapshot, found)).collect())
    });
    let found: Option<Vec<_>> = answered.await?;
    Ok(found.map(|found| server.limited(found, "parts", uri)))
}

fn item(snapshot: &Snapshot, found: Item) -> Option<TypeHierarchyItem> {
    let node = node(snapshot, found, SymbolKindSupport::Full)?;
    Some(TypeHierarchyItem {
        name: node.name,
        kind: node.kind,
        tags: None,
        detail: Some(node.container),
        uri: node.uri,
        range: node.range,
        selection_range: node.name_range,
        data: None,
    })
}
