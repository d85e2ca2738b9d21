//! Conversion from our types to the protocol's.

use text_size::{TextRange, TextSize};
use tower_lsp::ls_types::{
    Diagnostic, DiagnosticRelatedInformation, DiagnosticSeverity, GotoDefinitionResponse, Location,
    LocationLink, NumberOrString, Position, Range, SymbolKind, Uri,
};

use crate::features::document_symbols::OutlineKind;
use crate::features::navigation_target::{NavigationTarget, Symbol};
use crate::features::{RangeInfo, diagnostics};
use crate::server::client_capabilities::SymbolKindSupport;
use crate::server::protocol::MAX_ITEMS;
use crate::server::snapshot::Snapshot;
use crate::text::visible::strip_control_chars;
use crate::text::{Encoding, LineCol, Text};
use crate::workspace::config::Level;
use crate::workspace::document::NoteId;

/// Converts a byte offset to a position in the client's encoding.
pub(super) fn position(text: &Text, offset: TextSize, encoding: Encoding) -> Position {
    let LineCol { line, col } = text.line_col(offset, encoding);
    Position::new(line, col)
}

/// Converts a range in bytes to a range in the client's encoding.
pub(super) fn range(text: &Text, range: TextRange, encoding: Encoding) -> Range {
    let position = |offset| position(text, offset, encoding);
    Range::new(position(range.start()), position(range.end()))
}

/// Converts a range of a note to a location. `None` if the note is unknown or its path is not a
/// valid URI.
pub(super) fn location(snapshot: &Snapshot, note: NoteId, place: TextRange) -> Option<Location> {
    let text = &snapshot.workspace.document(note)?.note.text;
    Some(Location::new(snapshot.uri(note)?, range(text, place, snapshot.client.encoding)))
}

/// Converts ranges of notes to locations, and leaves out those that have none. The URI of a note is
/// built once for all ranges that follow each other.
pub(super) fn locations(
    snapshot: &Snapshot,
    places: impl Iterator<Item = (NoteId, TextRange)>,
) -> impl Iterator<Item = Location> {
    let mut known: Option<(NoteId, Option<Uri>)> = None;
    places.filter_map(move |(note, place)| {
        if known.as_ref().is_none_or(|(known, _)| *known != note) {
            known = Some((note, snapshot.uri(note)));
        }
        let uri = known.as_ref()?.1.clone()?;
        let text = &snapshot.workspace.document(note)?.note.text;
        Some(Location::new(uri, range(text, place, snapshot.client.encoding)))
    })
}

/// A term or section as an item of a list or tree.
pub(super) struct Node {
    pub(super) name: String,
    pub(super) kind: SymbolKind,
    pub(super) container: String,
    pub(super) uri: Uri,
    pub(super) range: Range,
    pub(super) name_range: Range,
}

/// Converts a term or section to a [`Node`]. `None` if its note has no valid URI.
pub(super) fn node(snapshot: &Snapshot, item: Symbol, kinds: SymbolKindSupport) -> Option<Node> {
    let Location { uri, range } = location(snapshot, item.target.note, item.target.range)?;
    let text = &snapshot.workspace.document(item.target.note)?.note.text;
    Some(Node {
        name: strip_control_chars(item.name),
        kind: symbol_kind(item.kind, kinds),
        container: strip_control_chars(item.target.place()),
        uri,
        range,
        name_range: self::range(text, item.target.name_range, snapshot.client.encoding),
    })
}

/// Returns the symbol kind nearest in meaning. Different kinds get different icons in editors.
pub(super) fn symbol_kind(kind: OutlineKind, kinds: SymbolKindSupport) -> SymbolKind {
    match (kind, kinds) {
        (OutlineKind::Note, _) => SymbolKind::FILE,
        (OutlineKind::Topic, _) => SymbolKind::NAMESPACE,
        (OutlineKind::Term, SymbolKindSupport::Full) => SymbolKind::KEY,
        (OutlineKind::Term, SymbolKindSupport::Legacy) => SymbolKind::CONSTANT,
        (OutlineKind::Section, _) => SymbolKind::FIELD,
        (OutlineKind::EmptySection, SymbolKindSupport::Full) => SymbolKind::NULL,
        (OutlineKind::EmptySection, SymbolKindSupport::Legacy) => SymbolKind::VARIABLE,
    }
}

/// Converts navigation targets: to links with the range at the cursor if `takes_links`, else to
/// locations.
pub(super) fn targets(
    found: &RangeInfo<Vec<NavigationTarget>>,
    text: &Text,
    snapshot: &Snapshot,
    takes_links: bool,
) -> GotoDefinitionResponse {
    let encoding = snapshot.client.encoding;
    let targets = found.info.iter().filter_map(|target| {
        let text = &snapshot.workspace.document(target.note)?.note.text;
        let uri = snapshot.uri(target.note)?;
        let place = range(text, target.name_range, encoding);
        Some((uri, range(text, target.range, encoding), place))
    });
    if !takes_links {
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

/// Converts the diagnostics of one text. If there are more than [`MAX_ITEMS`], the last one counts
/// the omitted ones.
pub(super) fn diagnostics(
    found: Vec<diagnostics::Diagnostic>,
    text: &Text,
    snapshot: &Snapshot,
) -> Vec<Diagnostic> {
    let severity = |level| match level {
        Level::Error => DiagnosticSeverity::ERROR,
        Level::Warning => DiagnosticSeverity::WARNING,
        Level::Information => DiagnosticSeverity::INFORMATION,
        Level::Hint | Level::Off => DiagnosticSeverity::HINT,
    };
    let related = |other: diagnostics::Related| {
        let text = &snapshot.workspace.document(other.note)?.note.text;
        let place = range(text, other.range, snapshot.client.encoding);
        let location = Location::new(snapshot.uri(other.note)?, place);
        Some(DiagnosticRelatedInformation { location, message: strip_control_chars(other.message) })
    };
    let takes_related = snapshot.client.related_information;
    let one = |found: diagnostics::Diagnostic| Diagnostic {
        range: range(text, found.range, snapshot.client.encoding),
        severity: Some(severity(found.editor_level)),
        code: Some(NumberOrString::String(found.code.to_owned())),
        source: Some("headword".to_owned()),
        message: strip_control_chars(found.message),
        related_information: (takes_related && !found.related.is_empty())
            .then(|| found.related.into_iter().filter_map(related).collect()),
        ..Diagnostic::default()
    };
    let more = found.len().saturating_sub(MAX_ITEMS);
    let left_out = found.get(MAX_ITEMS).map(|first| left_out(first.range, more, text, snapshot));
    found.into_iter().take(MAX_ITEMS).map(one).chain(left_out).collect()
}

/// Returns the diagnostic with the number of omitted diagnostics. `place` is the range of the
/// first.
pub(super) fn left_out(
    place: TextRange,
    more: usize,
    text: &Text,
    snapshot: &Snapshot,
) -> Diagnostic {
    Diagnostic {
        range: range(text, place, snapshot.client.encoding),
        severity: Some(DiagnosticSeverity::INFORMATION),
        source: Some("headword".to_owned()),
        message: match more {
            1 => "1 more problem is not shown.".to_owned(),
            more => format!("{more} more problems from here on are not shown."),
        },
        ..Diagnostic::default()
    }
}
