//! From our types to the protocol's.

use text_size::TextRange;
use tower_lsp::ls_types::{Diagnostic, DiagnosticSeverity, NumberOrString, Position, Range};

use crate::features::diagnostics;
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
