//! textDocument/inlayHint.

use tower_lsp::jsonrpc::Result;
use tower_lsp::ls_types::{InlayHint, InlayHintLabel, InlayHintParams};

use crate::features::inlay_hints::{Hint, inlay_hints};
use crate::server::context::Context;
use crate::server::event::Wait;
use crate::server::from_proto;
use crate::server::to_proto::position;
use crate::text::visible::strip_control_chars;

pub(in crate::server) async fn inlay_hint(
    server: &Context,
    params: InlayHintParams,
) -> Result<Option<Vec<InlayHint>>> {
    let asked = params.range;
    // Wait for the scan: a title of three or more notes is not a term, so other notes matter.
    let uri = params.text_document.uri;
    let found: Option<Vec<_>> = server
        .for_document(uri.clone(), Wait::Scanned, move |snapshot, document| {
            let encoding = snapshot.client.encoding;
            let range = from_proto::range(asked, &document.note.text, encoding);
            let hint = |Hint { offset, label }| InlayHint {
                position: position(&document.note.text, offset, encoding),
                label: InlayHintLabel::String(strip_control_chars(label)),
                kind: None,
                text_edits: None,
                tooltip: None,
                padding_left: Some(true),
                padding_right: None,
                data: None,
            };
            let hints = inlay_hints(&snapshot.workspace, document.id, range);
            Some(hints.into_iter().map(hint).collect())
        })
        .await?;
    Ok(found.map(|found| server.limited(found, "hints", uri)))
}
