//! textDocument/completion, completionItem/resolve.

use serde::{Deserialize, Serialize};
use tower_lsp::jsonrpc::Result;
use tower_lsp::ls_types::{
    CompletionItem, CompletionItemKind, CompletionList, CompletionParams, CompletionResponse,
    CompletionTextEdit, CompletionTriggerKind, Documentation, TextDocumentPositionParams, TextEdit,
    Uri,
};

use crate::features::completion::{self, Completion, CompletionKind, Item};
use crate::features::keys::KeyInfo;
use crate::server::client_capabilities::SymbolKindSupport;
use crate::server::clock::now;
use crate::server::context::Context;
use crate::server::event::Wait;
use crate::server::markup;
use crate::server::snapshot::Snapshot;
use crate::server::to_proto::range;
use crate::text::Text;
use crate::text::visible::strip_control_chars;
use crate::workspace::document::{Document, NoteId};

/// The number of items with documentation, for a client without `completionItem/resolve`.
const DOCUMENTED: usize = 20;

/// The data of an item to find its documentation in `completionItem/resolve`.
#[derive(Deserialize, Serialize)]
struct Origin {
    /// A name of the term.
    term: String,
    /// The document of the completion.
    from: Uri,
}

pub(in crate::server) async fn completion(
    server: &Context,
    params: CompletionParams,
) -> Result<Option<CompletionResponse>> {
    let TextDocumentPositionParams { text_document, position } = params.text_document_position;
    // Editors send automatic requests only after a letter or trigger character.
    let is_asked =
        params.context.is_some_and(|it| it.trigger_kind == CompletionTriggerKind::INVOKED);
    let uri = text_document.uri;
    let answered = server.for_document(uri.clone(), Wait::Arrival, move |snapshot, document| {
        let position = snapshot.file_position(document, position);
        let found = completion::completion(&snapshot.workspace, position, is_asked, Some(&now()))?;
        Some(to_proto(found, document, &uri, snapshot))
    });
    answered.await
}

pub(in crate::server) async fn resolve(
    server: &Context,
    mut item: CompletionItem,
) -> Result<CompletionItem> {
    let origin = item.data.clone().and_then(|data| Origin::deserialize(data).ok());
    let Some(Origin { term, from }) = origin else { return Ok(item) };
    let asked = server.for_document(from, Wait::Arrival, move |snapshot, document| {
        documentation(snapshot, &term, document.id)
    });
    item.documentation = asked.await?;
    Ok(item)
}

fn documentation(snapshot: &Snapshot, term: &str, from: NoteId) -> Option<Documentation> {
    let card = completion::documentation(&snapshot.workspace, term, Some(from))?;
    let shown = markup::definition_card(&card, snapshot);
    let content = markup::content(&shown, snapshot.client.completion_markdown);
    Some(Documentation::MarkupContent(content))
}

fn key_documentation(key: &KeyInfo, snapshot: &Snapshot) -> Documentation {
    let content = markup::content(&markup::key(key), snapshot.client.completion_markdown);
    Documentation::MarkupContent(content)
}

/// Converts completions. Their `sortText` keeps the order.
fn to_proto(
    completion: Completion,
    document: &Document,
    uri: &Uri,
    snapshot: &Snapshot,
) -> CompletionResponse {
    let items = completion.items.into_iter().enumerate().map(|(order, item)| {
        let term = matches!(item.kind, CompletionKind::Term { .. }).then(|| item.label.clone());
        let key = match &item.kind {
            CompletionKind::Key { key: Some(key), .. } => Some(key_documentation(key, snapshot)),
            _ => None,
        };
        let mut shown = one(order, item, &document.note.text, snapshot);
        shown.documentation = key;
        if let Some(term) = term {
            if snapshot.client.lazy_documentation {
                let origin = Origin { term, from: uri.clone() };
                shown.data = serde_json::to_value(origin).ok();
            } else if order < DOCUMENTED {
                shown.documentation = documentation(snapshot, &term, document.id);
            }
        }
        shown
    });
    CompletionResponse::List(CompletionList {
        is_incomplete: completion.is_incomplete || snapshot.is_scanning,
        items: items.collect(),
    })
}

fn one(order: usize, item: Item, text: &Text, snapshot: &Snapshot) -> CompletionItem {
    let folder = match snapshot.client.completion_kinds {
        SymbolKindSupport::Full => CompletionItemKind::FOLDER,
        SymbolKindSupport::Legacy => CompletionItemKind::MODULE,
    };
    let (kind, detail) = match item.kind {
        CompletionKind::Tag { notes } => (CompletionItemKind::KEYWORD, Some(markup::notes(notes))),
        CompletionKind::Key { notes, key } => {
            let tool = key.map(|it| it.key.kind.name().to_owned());
            (CompletionItemKind::PROPERTY, tool.or_else(|| Some(markup::notes(notes))))
        }
        CompletionKind::Value { notes } => {
            (CompletionItemKind::VALUE, (notes > 0).then(|| markup::notes(notes)))
        }
        CompletionKind::Category { notes } => (folder, Some(markup::notes(notes))),
        CompletionKind::Note { called } => (CompletionItemKind::FILE, called),
        CompletionKind::MissingNote { notes } => {
            (CompletionItemKind::FILE, Some(format!("missing, {}", markup::notes(notes))))
        }
        CompletionKind::File => (CompletionItemKind::FILE, None),
        CompletionKind::Folder => (folder, None),
        CompletionKind::Heading { level } => {
            (CompletionItemKind::REFERENCE, Some("#".repeat(level.into())))
        }
        CompletionKind::Anchor => (CompletionItemKind::REFERENCE, None),
        CompletionKind::Label { definition } => (CompletionItemKind::REFERENCE, Some(definition)),
        CompletionKind::Term { headword, about } => {
            let headword = headword.map(|headword| format!("→ {headword}"));
            let parts: Vec<_> = headword.into_iter().chain([about]).collect();
            let detail = parts.join(": ");
            (CompletionItemKind::REFERENCE, (!detail.is_empty()).then_some(detail))
        }
    };
    let edit = TextEdit {
        range: range(text, item.range, snapshot.client.encoding),
        new_text: item.new_text,
    };
    CompletionItem {
        label: strip_control_chars(item.label),
        kind: Some(kind),
        detail: detail.map(strip_control_chars),
        sort_text: Some(format!("{order:04}")),
        filter_text: Some(item.filter_text),
        text_edit: Some(CompletionTextEdit::Edit(edit)),
        ..CompletionItem::default()
    }
}
