//! What can be saved of a broken key, and how its mistake is told.
//!
//! The author of `tags: [a, b` or `aliases:` / `- @handle` left no doubt about what is meant, so
//! it is kept; the problem says what a stricter reader expects.

use std::ops::Range;

use granit_parser::ErrorKind;

use super::{
    Entry, MAX_DEPTH, Scalar, Syntax, Value, ValueKind,
    items::{Item, block_item, flow_list, single_item},
    lines::{blank_at, line_at, lines, mark},
    pieces::{Piece, first_shown, key_at},
    range,
    yaml::{Error, Kind},
};

/// The entries of a broken piece of YAML; `read` is what the parser got before the mistake.
pub(super) fn entry(text: &str, piece: &Piece, read: Vec<Entry>) -> Vec<Entry> {
    let Some(key) = &piece.key else { return read };
    let rest = key.after..piece.range.end;
    let value = value(text, rest.clone(), Syntax::Yaml)
        .or_else(|| read.into_iter().next().map(|entry| entry.value))
        .unwrap_or(Value { range: range(key.after..key.after), kind: ValueKind::Null });
    let name = single_item(text, key.range.clone(), Syntax::Yaml).text(text, Syntax::Yaml);
    vec![Entry { key: name, key_range: range(key.range.clone()), value }]
}

/// The value behind a colon or equals sign, if it is a list or fits on one line.
pub(super) fn value(text: &str, rest: Range<usize>, syntax: Syntax) -> Option<Value> {
    let start = first_shown(text, rest.clone())?;
    match text.as_bytes()[start] {
        b'[' => Some(flow_value(text, start..rest.end, syntax)),
        b'-' if syntax == Syntax::Yaml && blank_at(text, start + 1) => {
            Some(block_value(text, start, rest))
        }
        b'{' | b'|' | b'>' => None,
        _ => {
            let line = line_at(text, rest.clone(), start);
            let alone =
                line.start == rest.start && first_shown(text, line.next..rest.end).is_none();
            let item = single_item(text, start..line.end, syntax);
            alone.then(|| scalar(text, &item, syntax))
        }
    }
}

fn flow_value(text: &str, bytes: Range<usize>, syntax: Syntax) -> Value {
    let list = flow_list(text, bytes.clone(), syntax);
    let items: Vec<Value> = list
        .items
        .iter()
        .filter(|item| !item.opaque && !item.range.is_empty())
        .map(|item| scalar(text, item, syntax))
        .collect();
    let read = items.last().map_or(bytes.start + 1, |item| item.range.end().into());
    let end = if list.closed { list.end } else { read };
    Value { range: range(bytes.start..end), kind: ValueKind::List(items) }
}

/// A list whose first dash stands at `dash`, each line for itself.
fn block_value(text: &str, dash: usize, rest: Range<usize>) -> Value {
    let first = line_at(text, rest.clone(), dash);
    let indent = dash - first.start;
    let mut items = Vec::new();
    for line in lines(text, first.start..rest.end) {
        let shown = line.of(text).trim_start();
        let item = block_item(text, line).filter(|_| line.of(text).len() - shown.len() == indent);
        match item {
            Some(item) if text[item.range.clone()].starts_with('[') => {
                items.push(flow_value(text, item.range.start..line.end, Syntax::Yaml));
            }
            Some(item) if key_at(text, item.range.clone()).is_some() => {}
            Some(item) => items.push(scalar(text, &item, Syntax::Yaml)),
            None => {}
        }
    }
    let end = items.last().map_or(dash + 1, |item| usize::from(item.range.end()));
    Value { range: range(dash..end.max(dash)), kind: ValueKind::List(items) }
}

fn scalar(text: &str, item: &Item, syntax: Syntax) -> Value {
    let kind = if item.range.is_empty() {
        ValueKind::Null
    } else {
        ValueKind::Scalar(Scalar {
            text: item.text(text, syntax),
            text_range: range(item.inner()),
            quote: item.quote,
        })
    };
    Value { range: range(item.range.clone()), kind }
}

/// Where to mark a mistake and what to say about it.
pub(super) fn explain(text: &str, piece: &Piece, error: &Error) -> (Range<usize>, String) {
    let within = piece.range.clone();
    let flow = first_shown(text, within.clone()).filter(|at| text[*at..].starts_with(['{', '[']));
    if matches!(error.kind, Kind::NotAKey) || piece.key.is_none() && flow.is_none() {
        let start = first_shown(text, within.clone()).unwrap_or(within.start);
        let line = line_at(text, within.clone(), start);
        return (mark(text, within, start..line.end), expected_key(&text[start..line.end]));
    }
    let at = mark(text, within, error.at..error.at);
    let message = match &error.kind {
        Kind::Syntax(kind) => expected(kind, &text[at.clone()]),
        Kind::NotAKey | Kind::TooMany => "expected fewer values; the rest is not read".to_owned(),
    };
    (at, message)
}

fn expected_key(line: &str) -> String {
    match line.split_once(':') {
        Some((key, rest)) if !key.contains(' ') && !key.is_empty() && !rest.starts_with("//") => {
            format!("expected a space behind the colon of `{key}:`")
        }
        _ => "expected `key: value`".to_owned(),
    }
}

/// The parser's words are about its state; these are about the note.
fn expected(kind: &ErrorKind, sign: &str) -> String {
    let message = match kind {
        ErrorKind::UnclosedFlowCollection { open: '[' } => "expected `]` to close this list",
        ErrorKind::UnclosedFlowCollection { .. } => "expected `}` to close this map",
        ErrorKind::UnclosedQuotedScalar => "expected a closing quote",
        ErrorKind::InvalidTrailingSingleQuotedScalar
        | ErrorKind::InvalidTrailingDoubleQuotedScalar => {
            "expected nothing behind the closing quote"
        }
        ErrorKind::MappingValueNotAllowed => "expected quotes around a value that contains `: `",
        ErrorKind::CommentNotSeparated => "expected quotes around a value that begins with `#`",
        ErrorKind::UnexpectedCharacter { character } => {
            return format!("expected quotes around a value that begins with `{character}`");
        }
        ErrorKind::MisplacedFlowCollectionEnd | ErrorKind::MismatchedFlowCollectionEnd { .. } => {
            return format!("expected an opening bracket for this `{sign}`");
        }
        ErrorKind::UnknownQuotedScalarEscape | ErrorKind::InvalidQuotedScalarHexEscape => {
            "expected an escape that YAML knows; a backslash in double quotes is written `\\\\`"
        }
        ErrorKind::RecursionLimitExceeded => {
            return format!("expected at most {MAX_DEPTH} levels of nesting");
        }
        ErrorKind::ExpectedFlowSequenceSeparator => "expected `,` or `]`",
        _ if sign == "," => "expected a value before this comma",
        _ if sign == "\t" || is_about_tabs(kind) => "expected spaces for indentation, not a tab",
        _ => return format!("expected valid YAML: {kind}"),
    };
    message.to_owned()
}

fn is_about_tabs(kind: &ErrorKind) -> bool {
    matches!(
        kind,
        ErrorKind::TabInBlockIndentation
            | ErrorKind::TabInIndentation
            | ErrorKind::TabNotAllowed
            | ErrorKind::TabAtBlockScalarStart
            | ErrorKind::TabInPlainScalar
    )
}
