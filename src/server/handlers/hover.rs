//! textDocument/hover.

use tower_lsp::jsonrpc::Result;
use tower_lsp::ls_types::{Hover, HoverContents, HoverParams, MarkupContent, MarkupKind};

use crate::features::{RangeInfo, hover};
use crate::server::backend::Backend;
use crate::server::markup;
use crate::server::session::Snapshot;
use crate::server::to_proto::range;
use crate::text::Text;
use crate::text::visible::strip_control_chars;

pub(in crate::server) async fn hover(
    server: &Backend,
    params: HoverParams,
) -> Result<Option<Hover>> {
    server
        .ask_at(params.text_document_position_params, |snapshot, document, position| {
            let found = hover::hover(&snapshot.workspace, position)?;
            Some(to_proto(&found, &document.text, snapshot))
        })
        .await
}

/// A hover, as Markdown or plain text.
fn to_proto(found: &RangeInfo<hover::Hover>, text: &Text, snapshot: &Snapshot) -> Hover {
    let (kind, value) = if snapshot.abilities.hover_markdown {
        (MarkupKind::Markdown, markup::markdown(&found.info, snapshot))
    } else {
        (MarkupKind::PlainText, markup::plain(&found.info))
    };
    Hover {
        contents: HoverContents::Markup(MarkupContent { kind, value: strip_control_chars(value) }),
        range: Some(range(text, found.range, snapshot.abilities.encoding)),
    }
}
