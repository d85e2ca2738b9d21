//! The commands that list what the views of an editor show: terms, gaps, and the uses of a note.
//!
//! An answer has `items` and the number of further items, `omitted`.

use serde::Serialize;
use serde_json::{Value, json};
use text_size::TextRange;
use tower_lsp::jsonrpc::{Error, Result};
use tower_lsp::ls_types::{LSPAny, Range, Uri};

use crate::features::glossary::{self, topic_name};
use crate::features::note_uses::note_uses;
use crate::features::terms::first_terms;
use crate::note::excerpt;
use crate::note::plural::counted;
use crate::server::context::Context;
use crate::server::event::Wait;
use crate::server::protocol::MAX_ITEMS;
use crate::server::snapshot::Snapshot;
use crate::server::to_proto::range;
use crate::text::lines;
use crate::text::visible::strip_control_chars;
use crate::workspace::document::{Document, NoteId};

/// A listed place, and what to show of it as plain text.
#[derive(Serialize)]
struct ListedPlace {
    name: String,
    detail: String,
    /// The names under which to group the item; empty for none.
    group: String,
    uri: Uri,
    range: Range,
}

/// Lists the terms in the order of their headwords, with their definitions.
pub(in crate::server) async fn terms(server: &Context) -> Result<Option<LSPAny>> {
    let asked = server.for_workspace(Wait::Scanned, |snapshot| {
        let (found, omitted) = first_terms(&snapshot.workspace, MAX_ITEMS);
        let items = found.into_iter().filter_map(|card| {
            let detail = excerpt::plain(&card.definition);
            item(snapshot, (card.target.note, card.target.name_range), &card.headword, &detail, "")
        });
        answer(&items.collect::<Vec<_>>(), omitted)
    });
    Ok(Some(asked.await?))
}

/// Lists the gaps of all notes, the most wanted first, or those of one note.
pub(in crate::server) async fn gaps(server: &Context, given: Vec<Value>) -> Result<Option<LSPAny>> {
    if given.is_empty() {
        return Ok(Some(server.for_workspace(Wait::Scanned, all_gaps).await?));
    }
    server
        .for_document(uri(given)?, Wait::Arrival, |snapshot, document| {
            Some(answer(&own_gaps(snapshot, document), 0))
        })
        .await
}

fn all_gaps(snapshot: &Snapshot) -> LSPAny {
    let mut found = glossary::gaps(&snapshot.workspace);
    let omitted = found.len().saturating_sub(MAX_ITEMS);
    found.truncate(MAX_ITEMS);
    let items = found.into_iter().filter_map(|gap| {
        let (uses, notes) = (counted(gap.mentions, "mention"), counted(gap.notes, "note"));
        let detail = if gap.mentions == 0 { String::new() } else { format!("{uses} in {notes}") };
        item(snapshot, (gap.note, gap.range), &gap.name, &detail, &topic_name(&gap.topic))
    });
    answer(&items.collect::<Vec<_>>(), omitted)
}

fn own_gaps(snapshot: &Snapshot, document: &Document) -> Vec<ListedPlace> {
    let deepest = snapshot.workspace.config_of(&document.location).max_heading_level;
    let sections = document.note.sections.iter();
    let gaps = sections.filter(|it| it.state.is_gap() && it.heading.level <= deepest);
    let items = gaps.filter_map(|it| {
        item(snapshot, (document.id, it.heading.name_range), &it.heading.name, "", "")
    });
    items.collect()
}

/// Lists the uses of a note in other notes, each with its line, grouped by note.
pub(in crate::server) async fn uses_of_note(
    server: &Context,
    given: Vec<Value>,
) -> Result<Option<LSPAny>> {
    server
        .for_document(uri(given)?, Wait::Scanned, |snapshot, document| {
            let found = note_uses(&snapshot.workspace, document.id);
            let places =
                found.iter().flat_map(|it| it.ranges.iter().map(|range| (it.document, *range)));
            let total = places.clone().count();
            let items = places.take(MAX_ITEMS).filter_map(|(other, place)| {
                let name = excerpt::plain(&other.note.text[place]);
                item(snapshot, (other.id, place), &name, &line(other, place), &other.title())
            });
            Some(answer(&items.collect::<Vec<_>>(), total.saturating_sub(MAX_ITEMS)))
        })
        .await
}

fn uri(given: Vec<Value>) -> Result<Uri> {
    let uri = <[Value; 1]>::try_from(given).ok().and_then(|[uri]| serde_json::from_value(uri).ok());
    uri.ok_or_else(|| Error::invalid_params("expected one argument: the URI of a document"))
}

/// Returns the text of the line with a place.
fn line(document: &Document, place: TextRange) -> String {
    let text = &document.note.text;
    excerpt::plain(&text[lines::around(text, place.start())])
}

fn item(
    snapshot: &Snapshot,
    (note, place): (NoteId, TextRange),
    name: &str,
    detail: &str,
    group: &str,
) -> Option<ListedPlace> {
    let text = &snapshot.workspace.document(note)?.note.text;
    let shown = |text: &str| strip_control_chars(text.to_owned());
    Some(ListedPlace {
        name: shown(name),
        detail: shown(detail),
        group: shown(group),
        uri: snapshot.uri(note)?,
        range: range(text, place, snapshot.client.encoding),
    })
}

fn answer(items: &[ListedPlace], omitted: usize) -> LSPAny {
    json!({ "items": items, "omitted": omitted })
}
