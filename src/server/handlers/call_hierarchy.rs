//! textDocument/prepareCallHierarchy, callHierarchy/incomingCalls, callHierarchy/outgoingCalls.

use text_size::TextRange;
use tower_lsp::jsonrpc::Result;
use tower_lsp::ls_types::{
    CallHierarchyIncomingCall, CallHierarchyIncomingCallsParams, CallHierarchyItem,
    CallHierarchyOutgoingCall, CallHierarchyOutgoingCallsParams, CallHierarchyPrepareParams, Range,
};

use super::hierarchy::{self, ListedItem};
use crate::features::call_hierarchy::{self, Call};
use crate::features::navigation_target::{Symbol, TermOrSection};
use crate::server::client_capabilities::SymbolKindSupport;
use crate::server::context::Context;
use crate::server::protocol::MAX_ITEMS;
use crate::server::snapshot::Snapshot;
use crate::server::to_proto::{node, range};
use crate::workspace::Workspace;
use crate::workspace::document::NoteId;

pub(in crate::server) async fn prepare(
    server: &Context,
    params: CallHierarchyPrepareParams,
) -> Result<Option<Vec<CallHierarchyItem>>> {
    let params = params.text_document_position_params;
    hierarchy::prepare(server, params, call_hierarchy::prepare, item).await
}

pub(in crate::server) async fn incoming(
    server: &Context,
    params: CallHierarchyIncomingCallsParams,
) -> Result<Option<Vec<CallHierarchyIncomingCall>>> {
    let call = |snapshot: &Snapshot, Call { symbol: from, ranges: uses }| {
        let from_ranges = ranges(snapshot, from.target.note, &uses)?;
        Some(CallHierarchyIncomingCall { from: item(snapshot, from)?, from_ranges })
    };
    let CallHierarchyItem { uri, name, selection_range, .. } = params.item;
    let from = ListedItem { uri, name, selection_range };
    let feature = |workspace: &Workspace, from: TermOrSection<'_>| {
        Some(call_hierarchy::incoming(workspace, from.term()?))
    };
    hierarchy::step(server, from, "uses", feature, call).await
}

pub(in crate::server) async fn outgoing(
    server: &Context,
    params: CallHierarchyOutgoingCallsParams,
) -> Result<Option<Vec<CallHierarchyOutgoingCall>>> {
    let CallHierarchyItem { uri, name, selection_range, .. } = params.item;
    let from = ListedItem { uri: uri.clone(), name, selection_range };
    let call = move |snapshot: &Snapshot, Call { symbol: to, ranges: uses }| {
        let from_ranges = ranges(snapshot, snapshot.find(&uri)?, &uses)?;
        Some(CallHierarchyOutgoingCall { to: item(snapshot, to)?, from_ranges })
    };
    let feature = |workspace: &Workspace, from: TermOrSection<'_>| {
        Some(call_hierarchy::outgoing(workspace, from.term()?))
    };
    hierarchy::step(server, from, "uses", feature, call).await
}

fn ranges(snapshot: &Snapshot, note: NoteId, places: &[TextRange]) -> Option<Vec<Range>> {
    let (text, encoding) =
        (&snapshot.workspace.document(note)?.note.text, snapshot.client.encoding);
    Some(places.iter().take(MAX_ITEMS).map(|place| range(text, *place, encoding)).collect())
}

fn item(snapshot: &Snapshot, symbol: Symbol) -> Option<CallHierarchyItem> {
    let node = node(snapshot, symbol, SymbolKindSupport::Full)?;
    Some(CallHierarchyItem {
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
