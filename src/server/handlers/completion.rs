//! textDocument/completion.

use tower_lsp::jsonrpc::Result;
use tower_lsp::ls_types::{
    CompletionItem, CompletionItemKind, CompletionList, CompletionParams, CompletionResponse,
    CompletionTextEdit, TextEdit,
};

use crate::features::FilePosition;
use crate::features::completion::{self, Completion, Item};
use crate::note::front_matter::LabelKind;
use crate::server::backend::Backend;
use crate::server::session::Snapshot;
use crate::server::to_proto::range;
use crate::server::{from_proto, markup};
use crate::text::Text;

pub(in crate::server) async fn completion(
    server: &Backend,
    params: CompletionParams,
) -> Result<Option<CompletionResponse>> {
    let at = params.text_document_position;
    let place = from_proto::line_col(at.position);
    let answered =
        server.ask(server.snapshot(), at.text_document.uri, move |snapshot, document| {
            let offset = document.text.offset(place, snapshot.abilities.encoding);
            let position = FilePosition { note: document.id, offset };
            let found = completion::completion(&snapshot.workspace, position)?;
            Some(to_proto(found, &document.text, snapshot))
        });
    Ok(answered.await?.flatten())
}

/// Completions, in an order that the editor keeps.
fn to_proto(completion: Completion, text: &Text, snapshot: &Snapshot) -> CompletionResponse {
    let one = |(order, item): (usize, Item)| {
        let kind = match item.kind {
            LabelKind::Tag => CompletionItemKind::KEYWORD,
            LabelKind::Category => CompletionItemKind::FOLDER,
        };
        let edit = TextEdit {
            range: range(text, item.range, snapshot.abilities.encoding),
            new_text: item.new_text,
        };
        CompletionItem {
            label: item.label,
            kind: Some(kind),
            detail: Some(markup::notes(item.notes)),
            sort_text: Some(format!("{order:04}")),
            filter_text: Some(item.filter_text),
            text_edit: Some(CompletionTextEdit::Edit(edit)),
            ..CompletionItem::default()
        }
    };
    CompletionResponse::List(CompletionList {
        is_incomplete: completion.is_incomplete || snapshot.is_scanning,
        items: completion.items.into_iter().enumerate().map(one).collect(),
    })
}
