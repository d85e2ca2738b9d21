//! Messages for mistakes in YAML, in terms of the note and not of the parser.

use std::ops::Range;

use granit_parser::ErrorKind;

use super::outline::Piece;
use super::reading::MAX_DEPTH;
use super::scan::{first_shown, line_at, mark};

/// The reason why a piece is invalid.
#[derive(Debug)]
pub(super) struct YamlError {
    pub(super) kind: YamlErrorKind,
    /// The byte offset in the note.
    pub(super) at: usize,
}

#[derive(Debug)]
pub(super) enum YamlErrorKind {
    /// An error of the parser.
    Syntax(ErrorKind),
    /// The piece is not a map of keys and values.
    NotAKey,
    /// The piece has too many values.
    TooManyValues,
}

impl YamlError {
    /// Whether the mistake is a quote or bracket that lines below may close.
    pub(super) fn is_unclosed(&self) -> bool {
        use ErrorKind::{UnclosedFlowCollection, UnclosedQuotedScalar};
        let YamlErrorKind::Syntax(kind) = &self.kind else { return false };
        matches!(kind, UnclosedFlowCollection { .. } | UnclosedQuotedScalar)
    }

    /// The range to mark, and the message.
    pub(super) fn explain(&self, text: &str, piece: &Piece) -> (Range<usize>, String) {
        let within = piece.range.clone();
        let start = first_shown(text, within.clone()).unwrap_or(within.start);
        let is_flow = text[start..].starts_with(['{', '[']);
        if matches!(self.kind, YamlErrorKind::NotAKey) || piece.key().is_none() && !is_flow {
            let line = line_at(text, within.clone(), start);
            return (mark(text, within, start..line.end), expected_key(&text[start..line.end]));
        }
        let at = mark(text, within, self.at..self.at);
        let message = match &self.kind {
            YamlErrorKind::Syntax(kind) => expected(kind, &text[at.clone()]),
            _ => "expected fewer values; the rest is not read".to_owned(),
        };
        (at, message)
    }
}

fn expected_key(line: &str) -> String {
    match line.split_once(':') {
        Some((key, rest)) if !key.contains(' ') && !key.is_empty() && !rest.starts_with("//") => {
            format!("expected a space after the colon of `{key}:`")
        }
        _ => "expected `key: value`".to_owned(),
    }
}

fn expected(kind: &ErrorKind, sign: &str) -> String {
    use ErrorKind as Kind;
    let message = match kind {
        Kind::UnclosedFlowCollection { open: '[' } => "expected `]` to close this list",
        Kind::UnclosedFlowCollection { .. } => "expected `}` to close this map",
        Kind::UnclosedQuotedScalar => "expected a closing quote",
        Kind::InvalidTrailingSingleQuotedScalar | Kind::InvalidTrailingDoubleQuotedScalar => {
            "expected nothing after the closing quote"
        }
        Kind::MappingValueNotAllowed => "expected quotes around a value that contains `: `",
        Kind::CommentNotSeparated => "expected quotes around a value that begins with `#`",
        Kind::UnexpectedCharacter { character } => {
            return format!("expected quotes around a value that begins with `{character}`");
        }
        Kind::MisplacedFlowCollectionEnd | Kind::MismatchedFlowCollectionEnd { .. } => {
            return format!("expected an opening bracket for this `{sign}`");
        }
        Kind::UnknownQuotedScalarEscape | Kind::InvalidQuotedScalarHexEscape => {
            "expected an escape that YAML knows; a backslash in double quotes is written `\\\\`"
        }
        Kind::RecursionLimitExceeded => {
            return format!("expected at most {MAX_DEPTH} levels of nesting");
        }
        Kind::ExpectedFlowSequenceSeparator => "expected `,` or `]`",
        _ if sign == "," => "expected a value before this comma",
        Kind::TabInBlockIndentation
        | Kind::TabInIndentation
        | Kind::TabNotAllowed
        | Kind::TabAtBlockScalarStart
        | Kind::TabInPlainScalar => "expected spaces for indentation, not a tab",
        _ if sign == "\t" => "expected spaces for indentation, not a tab",
        _ => return format!("expected valid YAML: {kind}"),
    };
    message.to_owned()
}
