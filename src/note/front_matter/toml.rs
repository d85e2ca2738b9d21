//! TOML front matter.
//!
//! A whole document is read first, since tables make later keys depend on earlier lines. If it is
//! broken, the lines of each key are read on their own.

use std::{borrow::Cow, ops::Range};

use toml_edit::{Document, InlineTable, Item, Key, Table};

use super::{
    Entry, MAX_DEPTH, Quote, Reading, Scalar, Syntax, Value, ValueKind,
    items::single_item,
    lines::{lines, mark},
    pieces::first_shown,
    range, repair,
    toml_pieces::{Piece, PieceKind, cut},
};

/// Reads all keys between the fences.
pub(super) fn read(text: &str, content: Range<usize>, reading: &mut Reading) {
    match parse(text, content.clone()) {
        Ok(entries) => reading.entries = entries,
        Err((at, message)) => {
            read_pieces(text, &cut(text, content), reading);
            if reading.problems.is_empty() {
                reading.problem(at, message);
            }
        }
    }
}

/// Where a mistake is and what was expected.
type Mistake = (Range<usize>, String);

fn parse(text: &str, content: Range<usize>) -> Result<Vec<Entry>, Mistake> {
    let source = with_line_feeds(&text[content.clone()]);
    match Document::parse(&*source) {
        Ok(document) => Ok(Reader { text, base: content.start }.table(document.as_table(), 0)),
        Err(error) => {
            let span = error.span().unwrap_or_default();
            let at = content.start + span.start..content.start + span.end;
            Err((mark(text, content, at), expected(error.message())))
        }
    }
}

/// The parser's words, where they are not clear on their own.
fn expected(message: &str) -> String {
    let message = message.lines().next().unwrap_or_default();
    if message.starts_with("string values must be quoted") {
        "expected a value; a string stands in quotes".to_owned()
    } else if message.contains("expected") {
        message.to_owned()
    } else {
        format!("expected valid TOML: {message}")
    }
}

/// TOML does not know a lone CR as a line break; a line feed in its place moves no byte.
fn with_line_feeds(source: &str) -> Cow<'_, str> {
    if !source.contains('\r') {
        return Cow::Borrowed(source);
    }
    let mut rest = source.chars().peekable();
    let mut with_line_feeds = String::with_capacity(source.len());
    while let Some(c) = rest.next() {
        with_line_feeds.push(if c == '\r' && rest.peek() != Some(&'\n') { '\n' } else { c });
    }
    Cow::Owned(with_line_feeds)
}

/// Reads each piece for itself; the keys below a table's name become its entries.
fn read_pieces(text: &str, pieces: &[Piece], reading: &mut Reading) {
    let mut table = None;
    let mut below = Vec::new();
    for piece in pieces {
        match &piece.kind {
            PieceKind::Table(name) => {
                reading.entries.extend(in_table(text, table.replace(name.clone()), below));
                below = Vec::new();
            }
            PieceKind::Key(_) => below.extend(read_key(text, piece, reading)),
            PieceKind::Other => {
                let at = mark(text, piece.range.clone(), piece.range.clone());
                reading.problem(at, "expected `key = value`");
            }
        }
    }
    reading.entries.extend(in_table(text, table, below));
}

fn read_key(text: &str, piece: &Piece, reading: &mut Reading) -> Vec<Entry> {
    let (at, message) = match parse(text, piece.range.clone()) {
        Ok(entries) => return entries,
        Err(mistake) => mistake,
    };
    let first = lines(text, piece.range.clone()).next();
    let first = first.map_or(piece.range.end, |line| line.next);
    if let Ok(entries) = parse(text, piece.range.start..first) {
        let rest = first..piece.range.end;
        reading.problem(mark(text, rest.clone(), rest), "expected `key = value`");
        return entries;
    }
    let PieceKind::Key(key) = &piece.kind else { return Vec::new() };
    let rest = key.after..piece.range.end;
    let start = first_shown(text, rest.clone()).filter(|at| text[*at..].starts_with('['));
    match start {
        // The parser marks the end of the text; the bracket is what has no partner.
        Some(start) if message.starts_with("unclosed array") => {
            reading.problem(start..start + 1, message);
        }
        _ => reading.problem(at, message),
    }
    let value = repair::value(text, rest, Syntax::Toml)
        .unwrap_or(Value { range: range(key.after..key.after), kind: ValueKind::Null });
    let name = single_item(text, key.range.clone(), Syntax::Toml).text(text, Syntax::Toml);
    vec![Entry { key: name, key_range: range(key.range.clone()), value }]
}

/// The entries below `[name]`; `[a.b]` makes a map in a map.
fn in_table(text: &str, name: Option<Range<usize>>, mut entries: Vec<Entry>) -> Vec<Entry> {
    let Some(name) = name else { return entries };
    let path = Key::parse(&text[name.clone()]).unwrap_or_default();
    let start = text[..name.start].trim_end_matches('[').len();
    let end = entries.last().map_or(name.end, |entry| usize::from(entry.value.range.end()));
    for key in path.iter().rev().take(MAX_DEPTH) {
        let value = Value { range: range(start..end), kind: ValueKind::Map(entries) };
        entries = vec![Entry { key: key.get().to_owned(), key_range: range(name.clone()), value }];
    }
    entries
}

/// Turns what the parser gives into our values.
struct Reader<'t> {
    text: &'t str,
    /// Where the parsed text begins in the note.
    base: usize,
}

impl Reader<'_> {
    fn at(&self, span: Option<Range<usize>>) -> Range<usize> {
        let span = span.unwrap_or_default();
        self.base + span.start..self.base + span.end
    }

    fn table(&self, table: &Table, depth: usize) -> Vec<Entry> {
        let pairs = table.iter().filter_map(|(key, _)| table.get_key_value(key));
        self.entries(pairs, depth)
    }

    fn inline_table(&self, table: &InlineTable, depth: usize) -> Vec<Entry> {
        let pairs = table.iter().filter_map(|(key, _)| table.get_key_value(key));
        self.entries(pairs, depth)
    }

    fn entries<'i>(
        &self,
        pairs: impl Iterator<Item = (&'i Key, &'i Item)>,
        depth: usize,
    ) -> Vec<Entry> {
        let entry = |(key, item): (&Key, &Item)| Entry {
            key: key.get().to_owned(),
            key_range: range(self.at(key.span())),
            value: self.item(item, depth + 1),
        };
        let mut entries: Vec<Entry> = pairs.map(entry).collect();
        entries.sort_by_key(|entry| entry.key_range.start());
        entries
    }

    fn item(&self, item: &Item, depth: usize) -> Value {
        let at = self.at(item.span());
        let kind = match item {
            _ if depth > MAX_DEPTH => ValueKind::Null,
            Item::Value(value) => return self.value(value, depth),
            Item::Table(table) => ValueKind::Map(self.table(table, depth)),
            Item::ArrayOfTables(tables) => ValueKind::List(
                tables
                    .iter()
                    .map(|table| {
                        let entries = self.table(table, depth + 1);
                        covering(self.at(table.span()), ValueKind::Map(entries))
                    })
                    .collect(),
            ),
            Item::None => ValueKind::Null,
        };
        covering(at, kind)
    }

    fn value(&self, value: &toml_edit::Value, depth: usize) -> Value {
        let at = self.at(value.span());
        let kind = match value {
            _ if depth > MAX_DEPTH => ValueKind::Null,
            toml_edit::Value::String(string) => self.scalar(&at, Some(string.value())),
            toml_edit::Value::Array(array) => {
                ValueKind::List(array.iter().map(|value| self.value(value, depth + 1)).collect())
            }
            toml_edit::Value::InlineTable(table) => ValueKind::Map(self.inline_table(table, depth)),
            _ => self.scalar(&at, None),
        };
        covering(at, kind)
    }

    fn scalar(&self, at: &Range<usize>, string: Option<&String>) -> ValueKind {
        let source = &self.text[at.clone()];
        let (quote, len) = match string {
            None => (Quote::Plain, 0),
            _ if source.starts_with("\"\"\"") => (Quote::TripleDouble, 3),
            _ if source.starts_with("'''") => (Quote::TripleSingle, 3),
            _ if source.starts_with('"') => (Quote::Double, 1),
            _ => (Quote::Single, 1),
        };
        ValueKind::Scalar(Scalar {
            text: string.map_or(source, String::as_str).to_owned(),
            text_range: range(at.start + len..at.end - len),
            quote,
        })
    }
}

/// A value with its range. The span of a table is that of its name in brackets, or nothing if it
/// is only named on the way to another one; its range covers its entries, too.
fn covering(at: Range<usize>, kind: ValueKind) -> Value {
    let (first, last) = match &kind {
        ValueKind::Map(entries) => (
            entries.first().map(|entry| entry.key_range),
            entries.last().map(|entry| entry.value.range),
        ),
        ValueKind::List(items) => {
            (items.first().map(|item| item.range), items.last().map(|item| item.range))
        }
        _ => (None, None),
    };
    let mut covered = range(at);
    if let (Some(first), Some(last)) = (first, last) {
        let cover = first.cover(last);
        covered = if covered.is_empty() { cover } else { covered.cover(cover) };
    }
    Value { range: covered, kind }
}
