//! The steps that call hierarchy and type hierarchy have in common.

use tower_lsp::jsonrpc::Result;
use tower_lsp::ls_types::{Range, TextDocumentPositionParams, Uri};

use crate::features::FilePosition;
use crate::features::navigation_target::{Symbol, TermOrSection};
use crate::server::context::Context;
use crate::server::event::Wait;
use crate::server::from_proto;
use crate::server::snapshot::Snapshot;
use crate::workspace::Workspace;

/// The items at a position.
pub(super) async fn prepare<T: Send + 'static>(
    server: &Context,
    params: TextDocumentPositionParams,
    feature: fn(&Workspace, FilePosition) -> Option<Vec<Symbol>>,
    to_proto: fn(&Snapshot, Symbol) -> Option<T>,
) -> Result<Option<Vec<T>>> {
    let TextDocumentPositionParams { text_document, position } = params;
    let uri = text_document.uri;
    let answered = server.for_document(uri.clone(), Wait::Scanned, move |snapshot, document| {
        let position = snapshot.file_position(document, position);
        let found = feature(&snapshot.workspace, position)?.into_iter();
        Some(found.filter_map(|symbol| to_proto(snapshot, symbol)).collect())
    });
    let found: Option<Vec<_>> = answered.await?;
    Ok(found.map(|found| server.limited(found, "definitions", uri)))
}

/// An item that the client got before: its document, its name, and the range of that.
pub(super) struct ListedItem {
    pub(super) uri: Uri,
    pub(super) name: String,
    pub(super) selection_range: Range,
}

/// One step from an item; `None` if the item does not exist any more. The user is notified of omitted
/// results under the name `results`.
pub(super) async fn step<F: 'static, T: Send + 'static>(
    server: &Context,
    from: ListedItem,
    results: &'static str,
    feature: impl Fn(&Workspace, TermOrSection<'_>) -> Option<Vec<F>> + Send + 'static,
    to_proto: impl Fn(&Snapshot, F) -> Option<T> + Send + 'static,
) -> Result<Option<Vec<T>>> {
    let ListedItem { uri, name, selection_range } = from;
    let start = from_proto::line_col(selection_range.start);
    let answered = server.for_document(uri.clone(), Wait::Scanned, move |snapshot, document| {
        let near = document.note.text.offset(start, snapshot.client.encoding);
        let from = TermOrSection::find(&snapshot.workspace, document.id, &name, near)?;
        let found = feature(&snapshot.workspace, from)?.into_iter();
        Some(found.filter_map(|found| to_proto(snapshot, found)).collect())
    });
    let found: Option<Vec<_>> = answered.await?;
    Ok(found.map(|found| server.limited(found, results, uri)))
}
