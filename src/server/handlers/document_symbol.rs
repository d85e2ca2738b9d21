//! textDocument/documentSymbol.

use tower_lsp::jsonrpc::Result;
use tower_lsp::ls_types::{
    DocumentSymbol, DocumentSymbolParams, DocumentSymbolResponse, Location, SymbolInformation, Uri,
};

use crate::features::document_symbols::{self, OutlineItem};
use crate::server::abilities::Kinds;
use crate::server::backend::Backend;
use crate::server::session::Snapshot;
use crate::server::to_proto::{range, symbol_kind};
use crate::text::visible::visible;
use crate::text::{Encoding, Text};

pub(in crate::server) async fn document_symbol(
    server: &Backend,
    params: DocumentSymbolParams,
) -> Result<Option<DocumentSymbolResponse>> {
    let uri = params.text_document.uri;
    server
        .ask(server.snapshot(), uri.clone(), move |snapshot, document| {
            let items = document_symbols::document_symbols(&snapshot.workspace, document.id);
            to_proto(items, &uri, &document.text, snapshot)
        })
        .await
}

/// An outline, as a tree or flat.
fn to_proto(
    items: Vec<OutlineItem>,
    uri: &Uri,
    text: &Text,
    snapshot: &Snapshot,
) -> DocumentSymbolResponse {
    let (encoding, kinds) = (snapshot.abilities.encoding, snapshot.abilities.outline_kinds);
    if snapshot.abilities.hierarchical_symbols {
        let tree = items.into_iter().map(|item| symbol(item, text, encoding, kinds)).collect();
        return DocumentSymbolResponse::Nested(tree);
    }
    let mut flat = Vec::new();
    flatten(items, None, &mut |item, container| {
        #[expect(deprecated, reason = "the field has no other way to be left out")]
        flat.push(SymbolInformation {
            name: visible(item.name.clone()),
            kind: symbol_kind(item.kind, kinds),
            tags: None,
            deprecated: None,
            location: Location::new(uri.clone(), range(text, item.range, encoding)),
            container_name: container.map(|name| visible(name.to_owned())),
        });
    });
    DocumentSymbolResponse::Flat(flat)
}

/// Visits an outline, which is at most seven levels deep, in the order of the note.
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

fn symbol(item: OutlineItem, text: &Text, encoding: Encoding, kinds: Kinds) -> DocumentSymbol {
    let children = item.children.into_iter().map(|child| symbol(child, text, encoding, kinds));
    #[expect(deprecated, reason = "the field has no other way to be left out")]
    DocumentSymbol {
        children: Some(children.collect()),
        name: visible(item.name),
        detail: item.detail.map(visible),
        kind: symbol_kind(item.kind, kinds),
        tags: None,
        deprecated: None,
        range: range(text, item.range, encoding),
        selection_range: range(text, item.name_range, encoding),
    }
}
