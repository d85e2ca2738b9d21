//! textDocument/documentSymbol.

use tower_lsp::jsonrpc::Result;
use tower_lsp::ls_types::{
    DocumentSymbol, DocumentSymbolParams, DocumentSymbolResponse, Location, SymbolInformation, Uri,
};

use crate::features::document_symbols::{self, OutlineItem};
use crate::server::client_capabilities::SymbolKindSupport;
use crate::server::context::Context;
use crate::server::event::Wait;
use crate::server::protocol::MAX_ITEMS;
use crate::server::snapshot::Snapshot;
use crate::server::to_proto::{range, symbol_kind};
use crate::text::visible::strip_control_chars;
use crate::text::{Encoding, Text};

pub(in crate::server) async fn document_symbol(
    server: &Context,
    params: DocumentSymbolParams,
) -> Result<Option<DocumentSymbolResponse>> {
    let uri = params.text_document.uri;
    let about = uri.clone();
    let found = server
        .for_document(uri.clone(), Wait::Arrival, move |snapshot, document| {
            let mut items = document_symbols::document_symbols(&snapshot.workspace, document.id);
            let count = count(&items);
            let mut left = MAX_ITEMS;
            truncate(&mut items, &mut left);
            Some((count, to_proto(items, &about, &document.note.text, snapshot)))
        })
        .await?;
    Ok(found.map(|(count, found)| {
        server.explain_limit(count, "symbols", uri);
        found
    }))
}

/// Returns the number of items in an outline. The recursion is at most seven levels deep.
fn count(items: &[OutlineItem]) -> usize {
    items.iter().map(|item| 1 + count(&item.children)).sum()
}

/// Truncates an outline to its first `left` items, in the order of the note.
fn truncate(items: &mut Vec<OutlineItem>, left: &mut usize) {
    items.retain_mut(|item| {
        let is_left = *left > 0;
        *left = left.saturating_sub(1);
        truncate(&mut item.children, left);
        is_left
    });
}

/// Converts an outline: to a tree if the client supports it, else to a flat list.
fn to_proto(
    items: Vec<OutlineItem>,
    uri: &Uri,
    text: &Text,
    snapshot: &Snapshot,
) -> DocumentSymbolResponse {
    let (encoding, kinds) = (snapshot.client.encoding, snapshot.client.outline_kinds);
    if snapshot.client.hierarchical_symbols {
        let tree = items.into_iter().map(|item| symbol(item, text, encoding, kinds)).collect();
        return DocumentSymbolResponse::Nested(tree);
    }
    let mut flat = Vec::new();
    flatten(items, None, &mut |item, container| {
        #[expect(deprecated, reason = "the field has no other way to be left out")]
        flat.push(SymbolInformation {
            name: strip_control_chars(item.name.clone()),
            kind: symbol_kind(item.kind, kinds),
            tags: None,
            deprecated: None,
            location: Location::new(uri.clone(), range(text, item.range, encoding)),
            container_name: container.map(|name| strip_control_chars(name.to_owned())),
        });
    });
    DocumentSymbolResponse::Flat(flat)
}

/// Visits the items of an outline in the order of the note. The recursion is at most seven levels
/// deep.
fn flatten(
    items: Vec<OutlineItem>,
    container: Option<&str>,
    visit: &mut impl FnMut(&OutlineItem, Option<&str>),
) {
    for mut item in items {
        let children = std::mem::take(&mut item.children);
        visit(&item, container);
        flatten(children, Some(&item.name), visit);
    }
}

fn symbol(
    item: OutlineItem,
    text: &Text,
    encoding: Encoding,
    kinds: SymbolKindSupport,
) -> DocumentSymbol {
    let children = item.children.into_iter().map(|child| symbol(child, text, encoding, kinds));
    #[expect(deprecated, reason = "the field has no other way to be left out")]
    DocumentSymbol {
        children: Some(children.collect()),
        name: strip_control_chars(item.name),
        detail: item.detail.map(strip_control_chars),
        kind: symbol_kind(item.kind, kinds),
        tags: None,
        deprecated: None,
        range: range(text, item.range, encoding),
        selection_range: range(text, item.name_range, encoding),
    }
}
