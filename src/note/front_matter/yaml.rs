//! YAML front matter, parsed one top-level key at a time.
//!
//! granit-parser gives a byte span with every event. Its pieces are whole lines of the note, so
//! the start of the piece is added to each span.

use std::{collections::HashSet, ops::Range};

use granit_parser::{Event, Options, Parser, ScalarStyle, StructureStyle, options};

use super::outline::{Piece, cut};
use super::reading::{MAX_DEPTH, Reading};
use super::scan::{blank_at, bytes, range, trimmed_end};
use super::yaml_error::{YamlError, YamlErrorKind};
use super::{Entry, Quote, Scalar, Syntax, Value, ValueKind, items};

/// The most values of one piece. Larger pieces are not read.
const MAX_NODES: usize = 10_000;

/// The most pieces that are joined to an unclosed one, to find its closing bracket or quote.
/// Lenient parsers continue a value in brackets or quotes on lines without indentation, even if
/// these look like keys.
const MAX_JOINED: usize = 16;

/// The most joins of pieces in one note.
const MAX_JOINS: usize = 64;

/// Reads all keys between the fences.
pub(super) fn read(text: &str, content: Range<usize>, reading: &mut Reading) {
    let pieces = cut(text, content, Syntax::Yaml);
    let mut next = 0;
    let mut joins = MAX_JOINS;
    while let Some(piece) = pieces.get(next) {
        next += 1;
        let broken = match parse(text, piece.range.clone()) {
            Ok(entries) => {
                reading.entries.extend(entries);
                continue;
            }
            Err(broken) => broken,
        };
        if broken.error.is_unclosed()
            && let Some((entries, joined)) = join(text, piece, &pieces[next..], &mut joins)
        {
            reading.entries.extend(entries);
            next += joined;
            continue;
        }
        let mut entries = broken.entries;
        if let Some(key) = piece.key() {
            let parsed = entries.into_iter().next().map(|entry| entry.value);
            entries = vec![items::entry(text, key, piece.range.end, Syntax::Yaml, parsed)];
        }
        reading.entries.extend(entries);
        let (at, message) = broken.error.explain(text, piece);
        reading.problem(at, message);
    }
    report_duplicates(reading);
}

fn report_duplicates(reading: &mut Reading) {
    let mut seen = HashSet::new();
    let again = reading.entries.iter().filter(|entry| !seen.insert(&entry.key));
    let again: Vec<_> = again.map(|entry| (bytes(entry.key_range), entry.key.clone())).collect();
    for (at, key) in again {
        reading.problem(at, format!("expected one `{key}`; this key already occurs above"));
    }
    reading.problems.sort_by_key(|problem| problem.range.start());
}

/// Parses an invalid piece together with the pieces below it.
fn join(
    text: &str,
    piece: &Piece,
    below: &[Piece],
    joins: &mut usize,
) -> Option<(Vec<Entry>, usize)> {
    below.iter().take(MAX_JOINED.min(*joins)).enumerate().find_map(|(at, last)| {
        *joins -= 1;
        let entries = parse(text, piece.range.start..last.range.end).ok()?;
        (entries.len() == 1).then_some((entries, at + 1))
    })
}

/// A piece with a mistake.
#[derive(Debug)]
pub(super) struct Broken {
    pub(super) error: YamlError,
    /// The entries before the mistake.
    pub(super) entries: Vec<Entry>,
}

fn options() -> Options {
    options! {
        emit_comments: false,
        emit_unresolved_aliases: true,
        flow_nesting_limit: MAX_DEPTH,
        block_nesting_limit: MAX_DEPTH,
    }
}

/// Parses lines as a separate map.
pub(super) fn parse(text: &str, piece: Range<usize>) -> Result<Vec<Entry>, Broken> {
    let mut tree = Tree { text, piece: piece.clone(), open: Vec::new(), root: None, nodes: 0 };
    let not_a_key = YamlError { kind: YamlErrorKind::NotAKey, at: piece.start };
    for event in Parser::new_from_str_with_options(&text[piece.clone()], options()) {
        let error = match event {
            Ok((event, span)) => {
                let at = span.byte_range().unwrap_or_default();
                let at = piece.start + at.start..piece.start + at.end.max(at.start);
                tree.event(&event, at).err()
            }
            Err(error) => {
                let at = piece.start + error.marker().byte_offset().unwrap_or_default();
                Some(YamlError { kind: YamlErrorKind::Syntax(error.kind().clone()), at })
            }
        };
        if let Some(error) = error {
            return Err(Broken { error, entries: tree.finish().unwrap_or_default() });
        }
    }
    tree.finish().ok_or(Broken { error: not_a_key, entries: Vec::new() })
}

/// Builds values from events, with a stack instead of recursion.
struct Tree<'t> {
    text: &'t str,
    piece: Range<usize>,
    open: Vec<Frame>,
    root: Option<Value>,
    nodes: usize,
}

/// A list or map that has not ended yet.
struct Frame {
    start: usize,
    flow: bool,
    kind: ValueKind,
    /// The key of a map whose value comes next.
    key: Option<Value>,
}

impl Tree<'_> {
    fn event(&mut self, event: &Event<'_>, at: Range<usize>) -> Result<(), YamlError> {
        self.nodes += 1;
        if self.nodes > MAX_NODES {
            return Err(YamlError { kind: YamlErrorKind::TooManyValues, at: at.start });
        }
        match event {
            Event::DocumentStart(..) if self.root.is_some() => {
                return Err(YamlError { kind: YamlErrorKind::NotAKey, at: at.start });
            }
            Event::Scalar(value, style, _, tag) => {
                let null = tag.is_none() && *style == ScalarStyle::Plain;
                let null = null && matches!(&**value, "" | "~" | "null" | "Null" | "NULL");
                let value = if null { self.null(at) } else { self.scalar(value, *style, at) };
                self.add(value);
            }
            Event::Alias(_) | Event::UnresolvedAlias(_) => {
                self.add(Value { range: range(at), kind: ValueKind::Null });
            }
            Event::SequenceStart(style, ..) => {
                let flow = *style == StructureStyle::Flow;
                let start = if flow { at.start } else { self.dash(at.start) };
                self.open(start, flow, ValueKind::List(Vec::new()));
            }
            Event::MappingStart(style, ..) => {
                let flow = *style == StructureStyle::Flow && at.start < at.end;
                self.open(at.start, flow, ValueKind::Map(Vec::new()));
            }
            Event::SequenceEnd | Event::MappingEnd => self.close(Some(at.end)),
            _ => {}
        }
        Ok(())
    }

    fn open(&mut self, start: usize, flow: bool, kind: ValueKind) {
        self.open.push(Frame { start, flow, kind, key: None });
    }

    /// Finds the first dash of a list. The parser's span of a list without indentation begins after
    /// the dash.
    fn dash(&self, start: usize) -> usize {
        let text = self.text;
        if text[start..].starts_with('-') && blank_at(text, start + 1) {
            return start;
        }
        let before = text[self.piece.start..start].trim_end_matches([' ', '\t']);
        if before.ends_with('-') { self.piece.start + before.len() - 1 } else { start }
    }

    /// Ends the innermost list or map. A block ends with its last value.
    fn close(&mut self, end: Option<usize>) {
        let Some(mut frame) = self.open.pop() else { return };
        if let (Some(key), ValueKind::Map(entries)) = (frame.key.take(), &mut frame.kind) {
            let value = self.null(bytes(key.range).end..bytes(key.range).end);
            entries.push(entry(self.text, key, value));
        }
        let last = match &frame.kind {
            ValueKind::List(items) => items.last(),
            ValueKind::Map(entries) => entries.last().map(|entry| &entry.value),
            _ => None,
        };
        let last = last.map_or(frame.start, |value| bytes(value.range).end);
        let end = if frame.flow { end.unwrap_or(last) } else { last };
        let kind = frame.kind;
        self.add(Value { range: range(frame.start..end.max(frame.start)), kind });
    }

    fn add(&mut self, value: Value) {
        let Some(frame) = self.open.last_mut() else {
            self.root = Some(value);
            return;
        };
        match (&mut frame.kind, frame.key.take()) {
            (ValueKind::List(items), _) => items.push(value),
            (ValueKind::Map(entries), Some(key)) => entries.push(entry(self.text, key, value)),
            _ => frame.key = Some(value),
        }
    }

    /// A missing value. Its range is moved back to the text before it, because the parser puts it
    /// anywhere before the next token.
    fn null(&self, at: Range<usize>) -> Value {
        let end = trimmed_end(self.text, self.piece.start..at.start);
        let at = if at.is_empty() { end..end } else { at };
        Value { range: range(at), kind: ValueKind::Null }
    }

    fn scalar(&self, value: &str, style: ScalarStyle, at: Range<usize>) -> Value {
        let (quote, inner, at) = match style {
            ScalarStyle::Plain => (Quote::Plain, at.clone(), at),
            ScalarStyle::SingleQuoted => (Quote::Single, at.start + 1..at.end - 1, at),
            ScalarStyle::DoubleQuoted => (Quote::Double, at.start + 1..at.end - 1, at),
            ScalarStyle::Literal | ScalarStyle::Folded => {
                let inner = at.start..trimmed_end(self.text, at);
                let header = self.text[self.piece.start..inner.start].rfind(['|', '>']);
                let start = header.map_or(inner.start, |header| self.piece.start + header);
                (Quote::Block, inner.clone(), start..inner.end)
            }
        };
        let scalar = Scalar { text: value.to_owned(), text_range: range(inner), quote };
        Value { range: range(at), kind: ValueKind::Scalar(scalar) }
    }

    /// The entries of the top map. First closes the lists and maps that a mistake left open.
    fn finish(mut self) -> Option<Vec<Entry>> {
        while !self.open.is_empty() {
            self.close(None);
        }
        match self.root?.kind {
            ValueKind::Map(entries) => Some(entries),
            _ => None,
        }
    }
}

/// A key that is a list or map gets its source text as its name.
fn entry(text: &str, key: Value, value: Value) -> Entry {
    let name = match key.kind {
        ValueKind::Scalar(scalar) => scalar.text,
        _ => text[bytes(key.range)].to_owned(),
    };
    Entry { key: name, key_range: key.range, value }
}
