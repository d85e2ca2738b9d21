//! From our types to the protocol's.

use text_size::TextRange;
use tower_lsp::ls_types::{
    Diagnostic, DiagnosticRelatedInformation, DiagnosticSeverity, Location, NumberOrString,
    Position, Range,
};

use crate::features::diagnostics;
use crate::server::session::Snapshot;
use crate::text::{Encoding, LineCol, Text};
use crate::workspace::config::Level;
use crate::workspace::document::Document;

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
    document: &Document,
    snapshot: &Snapshot,
) -> Vec<Diagnostic> {
    let severity = |level| match level {
        Level::Error => DiagnosticSeverity::ERROR,
        Level::Warning => DiagnosticSeverity::WARNING,
        Level::Information => DiagnosticSeverity::INFORMATION,
        Level::Hint | Level::Off => DiagnosticSeverity::HINT,
    };
    let related = |other: diagnostics::Related| {
        let text = &snapshot.workspace.document(other.note)?.text;
        let place = range(text, other.range, snapshot.abilities.encoding);
        let location = Location::new(snapshot.uri(other.note)?, place);
        Some(DiagnosticRelatedInformation { location, message: other.message })
    };
    let takes_related = snapshot.abilities.related_information;
    let one = |found: diagnostics::Diagnostic| Diagnostic {
        range: range(&document.text, found.range, snapshot.abilities.encoding),
        severity: Some(severity(found.level)),
        code: Some(NumberOrString::String(found.code.to_owned())),
        source: Some("headword".to_owned()),
        message: found.message,
        related_information: (takes_related && !found.related.is_empty())
            .then(|| found.related.into_iter().filter_map(related).collect()),
        ..Diagnostic::default()
    };
    found.into_iter().map(one).collect()
}
