//! From our types to the protocol's.

use text_size::TextRange;
use tower_lsp::ls_types::{
    CompletionItem, CompletionItemKind, CompletionList, CompletionResponse, CompletionTextEdit,
    Diagnostic, DiagnosticSeverity, DocumentSymbol, DocumentSymbolResponse, GotoDefinitionResponse,
    Hover, HoverContents, Location, LocationLink, MarkupContent, MarkupKind, NumberOrString,
    Position, Range, SymbolInformation, SymbolKind, TextEdit, Uri,
};

use crate::features::RangeInfo;
use crate::features::completion::{Completion, Item};
use crate::features::definition::Target;
use crate::features::diagnostics;
use crate::features::document_symbols::{OutlineItem, OutlineKind};
use crate::features::hover;
use crate::note::front_matter::LabelKind;
use crate::server::markup;
use crate::server::session::Snapshot;
use crate::text::{Encoding, LineCol, Text};
use crate::workspace::config::Level;

/// A range of a text, in the client's encoding.
pub(super) fn range(text: &Text, range: TextRange, encoding: Encoding) -> Range {
    let position = |offset| {
        let LineCol { line, col } = text.line_col(offset, encoding);
        Position::new(line, col)
    };
    Range::new(position(range.start()), position(range.end()))
}

/// Diagnostics of one document.
pub(super) fn diagnostics(
    found: Vec<diagnostics::Diagnostic>,
    text: &Text,
    encoding: Encoding,
) -> Vec<Diagnostic> {
    let severity = |level| match level {
        Level::Error => DiagnosticSeverity::ERROR,
        Level::Warning => DiagnosticSeverity::WARNING,
        Level::Information => DiagnosticSeverity::INFORMATION,
        Level::Hint | Level::Off => DiagnosticSeverity::HINT,
    };
    let one = |found: diagnostics::Diagnostic| Diagnostic {
        range: range(text, found.range, encoding),
        severity: Some(severity(found.level)),
        code: Some(NumberOrString::String(found.code.to_owned())),
        source: Some("headword".to_owned()),
        message: found.message,
        ..Diagnostic::default()
    };
    found.into_iter().map(one).collect()
}

/// An outline, as a tree or flat.
pub(super) fn document_symbols(
    items: Vec<OutlineItem>,
    uri: &Uri,
    text: &Text,
    snapshot: &Snapshot,
) -> DocumentSymbolResponse {
    let encoding = snapshot.abilities.encoding;
    if snapshot.abilities.hierarchical_symbols {
        let tree = items.into_iter().map(|item| symbol(item, text, encoding)).collect();
        return DocumentSymbolResponse::Nested(tree);
    }
    let mut flat = Vec::new();
    flatten(items, None, &mut |item, container| {
        #[expect(deprecated, reason = "the field has no other way to be left out")]
        flat.push(SymbolInformation {
            name: item.name.clone(),
            kind: symbol_kind(item.kind),
            tags: None,
            deprecated: None,
            location: Location::new(uri.clone(), range(text, item.range, encoding)),
            container_name: container.map(str::to_owned),
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

fn symbol(item: OutlineItem, text: &Text, encoding: Encoding) -> DocumentSymbol {
    let children = item.children.into_iter().map(|child| symbol(child, text, encoding));
    #[expect(deprecated, reason = "the field has no other way to be left out")]
    DocumentSymbol {
        children: Some(children.collect()),
        name: item.name,
        detail: item.detail,
        kind: symbol_kind(item.kind),
        tags: None,
        deprecated: None,
        range: range(text, item.range, encoding),
        selection_range: range(text, item.name_range, encoding),
    }
}

/// The kinds that editors draw differently and that come nearest in meaning.
fn symbol_kind(kind: OutlineKind) -> SymbolKind {
    match kind {
        OutlineKind::Note => SymbolKind::FILE,
        OutlineKind::Topic => SymbolKind::NAMESPACE,
        OutlineKind::Term => SymbolKind::KEY,
        OutlineKind::Section => SymbolKind::FIELD,
        OutlineKind::Gap => SymbolKind::NULL,
    }
}

/// A hover, as Markdown or plain text.
pub(super) fn hover(found: &RangeInfo<hover::Hover>, text: &Text, snapshot: &Snapshot) -> Hover {
    let (kind, value) = if snapshot.abilities.hover_markdown {
        (MarkupKind::Markdown, markup::markdown(&found.info, snapshot))
    } else {
        (MarkupKind::PlainText, markup::plain(&found.info))
    };
    Hover {
        contents: HoverContents::Markup(MarkupContent { kind, value }),
        range: Some(range(text, found.range, snapshot.abilities.encoding)),
    }
}

/// Places to go to, with the word that leads there where the client can show it.
pub(super) fn definition(
    found: &RangeInfo<Vec<Target>>,
    text: &Text,
    snapshot: &Snapshot,
) -> GotoDefinitionResponse {
    let encoding = snapshot.abilities.encoding;
    let targets = found.info.iter().filter_map(|target| {
        let text = &snapshot.workspace.document(target.note)?.text;
        let uri = snapshot.uri(target.note)?;
        let place = range(text, target.name_range, encoding);
        Some((uri, range(text, target.range, encoding), place))
    });
    if !snapshot.abilities.definition_links {
        let places = targets.map(|(uri, _, place)| Location::new(uri, place));
        return GotoDefinitionResponse::Array(places.collect());
    }
    let origin = range(text, found.range, encoding);
    let links = targets.map(|(target_uri, target_range, target_selection_range)| LocationLink {
        origin_selection_range: Some(origin),
        target_uri,
        target_range,
        target_selection_range,
    });
    GotoDefinitionResponse::Link(links.collect())
}

/// Completions, in an order that the editor keeps.
pub(super) fn completion(
    completion: Completion,
    text: &Text,
    snapshot: &Snapshot,
) -> CompletionResponse {
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
