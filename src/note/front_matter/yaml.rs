//! YAML front matter, one top-level key at a time.
//!
//! granit-parser gives a byte span with every event; the pieces it is given are whole lines of
//! the note, so adding the start of the piece is all there is to do.

use std::{collections::HashSet, ops::Range};

use granit_parser::{ErrorKind, Event, Options, Parser, ScalarStyle, StructureStyle, options};

use super::{
    Entry, MAX_DEPTH, Quote, Reading, Scalar, Value, ValueKind, bytes,
    lines::{blank_at, trimmed_end},
    pieces::{Piece, cut},
    range, repair,
};

/// More values than this in one piece are not read.
const MAX_NODES: usize = 10_000;

/// With how many pieces below a broken piece is joined, at most, to find the bracket or quote
/// that closes it. Lines that are not indented may go on with a value in brackets or quotes to
/// lenient parsers, even if they look like keys.
const MAX_JOINED: usize = 16;

/// How many times this is tried, at most, in one note.
const MAX_JOINS: usize = 64;

/// Reads all keys between the fences.
pub(super) fn read(text: &str, content: Range<usize>, reading: &mut Reading) {
    let pieces = cut(text, content);
    let mut next = 0;
    let mut joins = MAX_JOINS;
    while let Some(piece) = pieces.get(next) {
        next += 1;
        match parse(text, piece.range.clone()) {
            Ok(entries) => reading.entries.extend(entries),
            Err(broken) => {
                if let Some((entries, joined)) = join(text, piece, &pieces[next..], &mut joins) {
                    reading.entries.extend(entries);
                    next += joined;
                } else {
                    reading.entries.extend(repair::entry(text, piece, broken.entries));
                    let (at, message) = repair::explain(text, piece, &broken.error);
                    reading.problem(at, message);
                }
            }
        }
    }
    report_duplicates(reading);
}

fn report_duplicates(reading: &mut Reading) {
    let mut seen = HashSet::new();
    let again = reading.entries.iter().filter(|entry| !seen.insert(&entry.key));
    let again: Vec<_> = again.map(|entry| (bytes(entry.key_range), entry.key.clone())).collect();
    for (at, key) in again {
        reading.problem(at, format!("expected one `{key}`; this key stands above already"));
    }
    reading.problems.sort_by_key(|problem| problem.range.start());
}

/// Tries a broken piece together with those below.
fn join(
    text: &str,
    piece: &Piece,
    below: &[Piece],
    joins: &mut usize,
) -> Option<(Vec<Entry>, usize)> {
    if !piece.open || piece.key.is_none() {
        return None;
    }
    below.iter().take(MAX_JOINED.min(*joins)).enumerate().find_map(|(at, last)| {
        *joins -= 1;
        let entries = parse(text, piece.range.start..last.range.end).ok()?;
        (entries.len() == 1).then_some((entries, at + 1))
    })
}

/// Why a piece could not be read.
#[derive(Debug)]
pub(super) struct Error {
    pub(super) kind: Kind,
    /// Where, in the text of the note.
    pub(super) at: usize,
}

/// What kind of mistake it is.
#[derive(Debug)]
pub(super) enum Kind {
    /// The parser says so.
    Syntax(ErrorKind),
    /// Something else than keys and values.
    NotAKey,
    /// More than [`MAX_NODES`] values.
    TooMany,
}

/// A piece with a mistake.
#[derive(Debug)]
pub(super) struct Broken {
    pub(super) error: Error,
    /// What was read before it.
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

/// Reads lines that are a map of their own.
pub(super) fn parse(text: &str, piece: Range<usize>) -> Result<Vec<Entry>, Broken> {
    let mut tree = Tree { text, piece: piece.clone(), open: Vec::new(), root: None, nodes: 0 };
    let not_a_key = Error { kind: Kind::NotAKey, at: piece.start };
    for event in Parser::new_from_str_with_options(&text[piece.clone()], options()) {
        let error = match event {
            Ok((event, span)) => {
                let at = span.byte_range().unwrap_or_default();
                let at = piece.start + at.start..piece.start + at.end.max(at.start);
                tree.event(&event, at).err()
            }
            Err(error) => {
                let at = piece.start + error.marker().byte_offset().unwrap_or_default();
                Some(Error { kind: Kind::Syntax(error.kind().clone()), at })
            }
        };
        if let Some(error) = error {
            return Err(Broken { error, entries: tree.finish().unwrap_or_default() });
        }
    }
    tree.finish().ok_or(Broken { error: not_a_key, entries: Vec::new() })
}

/// Builds values out of events, with a stack of its own.
struct Tree<'t> {
    text: &'t str,
    piece: Range<usize>,
    open: Vec<Frame>,
    root: Option<Value>,
    nodes: usize,
}

/// A list or map that is not at its end yet.
struct Frame {
    start: usize,
    flow: bool,
    kind: ValueKind,
    /// Of a map: the key whose value comes next.
    key: Option<Value>,
}

impl Tree<'_> {
    fn event(&mut self, event: &Event<'_>, at: Range<usize>) -> Result<(), Error> {
        self.nodes += 1;
        if self.nodes > MAX_NODES {
            return Err(Error { kind: Kind::TooMany, at: at.start });
        }
        match event {
            Event::DocumentStart(..) if self.root.is_some() => {
                return Err(Error { kind: Kind::NotAKey, at: at.start });
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

    /// The parser's span of a list that is not indented begins behind its first dash.
    fn dash(&self, start: usize) -> usize {
        let text = self.text;
        if text[start..].starts_with('-') && blank_at(text, start + 1) {
            return start;
        }
        let before = text[self.piece.start..start].trim_end_matches([' ', '\t']);
        if before.ends_with('-') { self.piece.start + before.len() - 1 } else { start }
    }

    /// Ends the innermost list or map; a block ends with its last value.
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

    /// A value that is not written is said to stand anywhere up to the next token.
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

    /// The entries of the top map, closing what a mistake has left open.
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

/// A key that is a list or map is called by its source text.
fn entry(text: &str, key: Value, value: Value) -> Entry {
    let name = match key.kind {
        ValueKind::Scalar(scalar) => scalar.text,
        _ => text[bytes(key.range)].to_owned(),
    };
    Entry { key: name, key_range: key.range, value }
}
