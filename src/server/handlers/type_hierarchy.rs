//! textDocument/prepareTypeHierarchy, typeHierarchy/supertypes, typeHierarchy/subtypes.

use tower_lsp::jsonrpc::Result;
use tower_lsp::ls_types::{
    TypeHierarchyItem, TypeHierarchyPrepareParams, TypeHierarchySubtypesParams,
    TypeHierarchySupertypesParams,
};

use super::hierarchy::{self, ListedItem};
use crate::features::navigation_target::{Symbol, TermOrSection};
use crate::features::type_hierarchy;
use crate::server::client_capabilities::SymbolKindSupport;
use crate::server::context::Context;
use crate::server::snapshot::Snapshot;
use crate::server::to_proto::node;
use crate::workspace::Workspace;

pub(in crate::server) async fn prepare(
    server: &Context,
    params: TypeHierarchyPrepareParams,
) -> Result<Option<Vec<TypeHierarchyItem>>> {
    let params = params.text_document_position_params;
    hierarchy::prepare(server, params, type_hierarchy::prepare, item).await
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

async fn step(
    server: &Context,
    from: TypeHierarchyItem,
    feature: fn(&Workspace, TermOrSection<'_>) -> Vec<Symbol>,
) -> Result<Option<Vec<TypeHierarchyItem>>> {
    let TypeHierarchyItem { uri, name, selection_range, .. } = from;
    let from = ListedItem { uri, name, selection_range };
    let feature =
        move |workspace: &Workspace, from: TermOrSection<'_>| Some(feature(workspace, from));
    hierarchy::step(server, from, "parts", feature, item).await
}

fn item(snapshot: &Snapshot, symbol: Symbol) -> Option<TypeHierarchyItem> {
    let node = node(snapshot, symbol, SymbolKindSupport::Full)?;
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
