//! TOML front matter.
//!
//! The whole document is parsed first, because tables make later keys depend on earlier lines. If
//! it is invalid, the lines of each key are parsed separately.

use std::{borrow::Cow, ops::Range};

use toml_edit::{Document, Item, Key, Table, TableLike};

use super::outline::{Head, Piece, cut};
use super::reading::{MAX_DEPTH, Reading};
use super::scan::{first_shown, mark, range};
use super::{Entry, Quote, Scalar, Syntax, Value, ValueKind, items};

/// Reads all keys between the fences.
pub(super) fn read(text: &str, content: Range<usize>, reading: &mut Reading) {
    match parse(text, content.clone()) {
        Ok(entries) => reading.entries = entries,
        Err((at, message)) => {
            read_pieces(text, &cut(text, content, Syntax::Toml), reading);
            if reading.problems.is_empty() {
                reading.problem(at, message);
            }
        }
    }
}

/// The range to mark for a mistake, and the message.
type Mistake = (Range<usize>, String);

fn parse(text: &str, content: Range<usize>) -> Result<Vec<Entry>, Mistake> {
    let source = with_line_feeds(&text[content.clone()]);
    match Document::parse(&*source) {
        Ok(document) => Ok(TomlReader { text, base: content.start }.table(document.as_table(), 0)),
        Err(error) => {
            let span = error.span().unwrap_or_default();
            let at = content.start + span.start..content.start + span.end;
            Err((mark(text, content, at), expected(error.message())))
        }
    }
}

/// Makes unclear messages of the parser clear.
fn expected(message: &str) -> String {
    let message = message.lines().next().unwrap_or_default();
    if message.starts_with("string values must be quoted") {
        "expected a value; a string needs quotes".to_owned()
    } else if message.contains("expected") {
        message.to_owned()
    } else {
        format!("expected valid TOML: {message}")
    }
}

/// Replaces each lone CR, which TOML does not accept as a line break. All byte offsets remain the
/// same.
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

/// Parses each piece separately. The keys of a table become its entries.
fn read_pieces(text: &str, pieces: &[Piece], reading: &mut Reading) {
    for pieces in pieces.chunk_by(|a, b| a.table == b.table) {
        let mut entries = Vec::new();
        for Piece { range, head, .. } in pieces {
            match head {
                Head::Table(_) => {}
                Head::Key(key) => match parse(text, range.clone()) {
                    Ok(parsed) => entries.extend(parsed),
                    Err(mistake) => {
                        entries.push(items::entry(text, key, range.end, Syntax::Toml, None));
                        let (at, message) = at_bracket(text, key.after..range.end, mistake);
                        reading.problem(at, message);
                    }
                },
                Head::None => {
                    let at = mark(text, range.clone(), range.clone());
                    reading.problem(at, "expected `key = value`");
                }
            }
        }
        reading.entries.extend(in_table(text, pieces[0].table.clone(), entries));
    }
}

/// Moves the mark for an unclosed array from the end of the text to its bracket.
fn at_bracket(text: &str, value: Range<usize>, (at, message): Mistake) -> Mistake {
    let start = first_shown(text, value).filter(|at| text[*at..].starts_with('['));
    match start {
        Some(start) if message.starts_with("unclosed array") => (start..start + 1, message),
        _ => (at, message),
    }
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

/// Converts the values of `toml_edit` to ours.
struct TomlReader<'t> {
    text: &'t str,
    /// The start of the parsed text in the note.
    base: usize,
}

impl TomlReader<'_> {
    fn at(&self, span: Option<Range<usize>>) -> Range<usize> {
        let span = span.unwrap_or_default();
        self.base + span.start..self.base + span.end
    }

    fn table(&self, table: &dyn TableLike, depth: usize) -> Vec<Entry> {
        let pairs = table.iter().filter_map(|(key, _)| table.get_key_value(key));
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
            Item::ArrayOfTables(tables) => {
                let map = |table: &Table| ValueKind::Map(self.table(table, depth + 1));
                let row = |table: &Table| covering(self.at(table.span()), map(table));
                ValueKind::List(tables.iter().map(row).collect())
            }
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
            toml_edit::Value::InlineTable(table) => ValueKind::Map(self.table(table, depth)),
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

/// A value with its range, which includes the entries of a table.
///
/// The parser's span of a table is that of its name in brackets. It is empty if the table occurs
/// only in a longer name.
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
