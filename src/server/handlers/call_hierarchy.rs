//! textDocument/prepareCallHierarchy, callHierarchy/incomingCalls, callHierarchy/outgoingCalls.

use tower_lsp::jsonrpc::Result;
use tower_lsp::ls_types::{
    CallHierarchyIncomingCall, CallHierarchyIncomingCallsParams, CallHierarchyItem,
    CallHierarchyOutgoingCall, CallHierarchyOutgoingCallsParams, CallHierarchyPrepareParams, Range,
    TextDocumentPositionParams,
};

use crate::features::call_hierarchy::{self, Call};
use crate::features::item::{Item, Part};
use crate::server::client_capabilities::SymbolKindSupport;
use crate::server::context::Context;
use crate::server::event::Wait;
use crate::server::from_proto;
use crate::server::protocol::MAX_ITEMS;
use crate::server::snapshot::Snapshot;
use crate::server::to_proto::{node, range};
use crate::workspace::document::NoteId;
use crate::workspace::{Declaration, Workspace};

pub(in crate::server) async fn prepare(
    server: &Context,
    params: CallHierarchyPrepareParams,
) -> Result<Option<Vec<CallHierarchyItem>>> {
    let TextDocumentPositionParams { text_document, position } =
        params.text_document_position_params;
    let uri = text_document.uri;
    let found: Option<Vec<_>> = server
        .for_document(uri.clone(), Wait::Scanned, move |snapshot, document| {
            let position = snapshot.file_position(document, position);
            let items = call_hierarchy::prepare(&snapshot.workspace, position)?;
            Some(items.into_iter().filter_map(|found| item(snapshot, found)).collect())
        })
        .await?;
    Ok(found.map(|found| server.limited(found, "definitions", uri)))
}

pub(in crate::server) async fn incoming(
    server: &Context,
    params: CallHierarchyIncomingCallsParams,
) -> Result<Option<Vec<CallHierarchyIncomingCall>>> {
    let call = |snapshot: &Snapshot, Call { item: from, ranges: places }| {
        let from_ranges = ranges(snapshot, from.note, &places)?;
        Some(CallHierarchyIncomingCall { from: item(snapshot, from)?, from_ranges })
    };
    calls(server, params.item, call_hierarchy::incoming, call).await
}

pub(in crate::server) async fn outgoing(
    server: &Context,
    params: CallHierarchyOutgoingCallsParams,
) -> Result<Option<Vec<CallHierarchyOutgoingCall>>> {
    let uri = params.item.uri.clone();
    let call = move |snapshot: &Snapshot, Call { item: to, ranges: places }| {
        let from_ranges = ranges(snapshot, snapshot.find(&uri)?, &places)?;
        Some(CallHierarchyOutgoingCall { to: item(snapshot, to)?, from_ranges })
    };
    calls(server, params.item, call_hierarchy::outgoing, call).await
}

/// The calls at one end of a term that was shown before; nothing if it is gone.
async fn calls<T: Send + 'static>(
    server: &Context,
    item: CallHierarchyItem,
    ask: fn(&Workspace, Declaration<'_>) -> Vec<Call>,
    to_proto: impl Fn(&Snapshot, Call) -> Option<T> + Send + 'static,
) -> Result<Option<Vec<T>>> {
    let place = from_proto::line_col(item.selection_range.start);
    let uri = item.uri.clone();
    let answered = server.for_document(item.uri, Wait::Scanned, move |snapshot, document| {
        let near = document.text.offset(place, snapshot.client.encoding);
        match Part::find(&snapshot.workspace, document.id, &item.name, near)? {
            Part::Term(found) => {
                let calls = ask(&snapshot.workspace, found).into_iter();
                Some(calls.filter_map(|call| to_proto(snapshot, call)).collect())
            }
            Part::Section(..) => None,
        }
    });
    let found: Option<Vec<_>> = answered.await?;
    Ok(found.map(|found| server.limited(found, "uses", uri)))
}

fn ranges(
    snapshot: &Snapshot,
    note: NoteId,
    places: &[text_size::TextRange],
) -> Option<Vec<Range>> {
    let (text, encoding) = (&snapshot.workspace.document(note)?.text, snapshot.client.encoding);
    Some(places.iter().take(MAX_ITEMS).map(|place| range(text, *place, encoding)).collect())
}

fn item(snapshot: &Snapshot, found: Item) -> Option<CallHierarchyItem> {
    let node = node(snapshot, found, SymbolKindSupport::Full)?;
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
