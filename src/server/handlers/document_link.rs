//! textDocument/documentLink.

use tower_lsp::jsonrpc::Result;
use tower_lsp::ls_types::{DocumentLink, DocumentLinkParams, Uri};

use crate::features::document_links::{self, LinkTarget};
use crate::server::context::Context;
use crate::server::event::Wait;
use crate::server::snapshot::Snapshot;
use crate::server::to_proto::range;

pub(in crate::server) async fn document_link(
    server: &Context,
    params: DocumentLinkParams,
) -> Result<Option<Vec<DocumentLink>>> {
    let uri = params.text_document.uri;
    let found: Option<Vec<_>> = server
        .for_document(uri.clone(), Wait::Scanned, |snapshot, document| {
            let links = document_links::document_links(&snapshot.workspace, document.id);
            let links = links.into_iter().filter_map(|link| {
                let range = range(&document.note.text, link.range, snapshot.client.encoding);
                let target = Some(address(link.target, snapshot)?);
                Some(DocumentLink { range, target, tooltip: None, data: None })
            });
            Some(links.collect())
        })
        .await?;
    Ok(found.map(|found| server.limited(found, "links", uri)))
}

fn address(target: LinkTarget, snapshot: &Snapshot) -> Option<Uri> {
    match target {
        LinkTarget::Address(address) => address.parse().ok(),
        LinkTarget::Place(target) => snapshot.link(target.note, target.name_range)?.parse().ok(),
        LinkTarget::File(path) => Uri::from_file_path(path),
    }
}
