//! `headword.toml`: the settings that a folder of notes brings along.
//!
//! It has the same keys as the editor's settings. It comes with the notes, which may be someone
//! else's: so it only says how notes are read and shown, and can neither run nor reach anything.

use std::ops::Range;

use serde_json::{Map, Value};
use text_size::TextRange;
use toml_edit::{Array, ArrayOfTables, Document, Item, TableLike};

use crate::text::range::{self, text_range};
use crate::workspace::config::problems::Step;

/// The file's name.
pub const NAME: &str = "headword.toml";

/// A file larger than this is not read: the settings there are fill a page.
pub const MAX_BYTES: usize = 64 * 1024;

/// No setting is nested deeper.
const MAX_DEPTH: usize = 8;

/// A file that was read.
#[derive(Debug)]
pub(super) struct File<'t> {
    document: Document<&'t str>,
    text: &'t str,
    /// Where the document begins in the text: behind a byte order mark.
    start: usize,
}

/// A mistake of syntax.
#[derive(Debug)]
pub(super) struct SyntaxError {
    pub(super) range: TextRange,
    pub(super) message: String,
}

/// Reads a file.
pub(super) fn parse(text: &str) -> Result<File<'_>, SyntaxError> {
    let body = text.strip_prefix('\u{feff}').unwrap_or(text);
    let start = text.len() - body.len();
    let fail = |range: Range<usize>, message: &str| SyntaxError {
        range: place(text, range.start + start..range.end + start),
        message: message.lines().next().unwrap_or_default().to_owned(),
    };
    // Each part of a key is a table in a table, and what is nested deep is dropped recursively.
    if let Some(line) = body.lines().find(|line| is_deep(line)) {
        let range = range::of(line, body).unwrap_or_default();
        return Err(fail(range.into(), "nested too deep"));
    }
    match Document::parse(body) {
        Ok(document) => Ok(File { document, text, start }),
        Err(error) => Err(fail(error.span().unwrap_or_default(), error.message())),
    }
}

/// A range within a text, at the edges of characters.
fn place(text: &str, range: Range<usize>) -> TextRange {
    let start = text.floor_char_boundary(range.start.min(text.len()));
    let end = text.ceil_char_boundary(range.end.clamp(start, text.len()));
    text_range(&(start..end))
}

impl File<'_> {
    /// The settings in it.
    pub(super) fn value(&self) -> Value {
        table(self.document.as_table(), 0)
    }

    /// Where the key at the end of a path stands, or the value that is set there.
    pub(super) fn range(&self, path: &[Step], is_name: bool) -> TextRange {
        let mut found = None;
        let mut at = Place::Table(self.document.as_table());
        for (number, step) in path.iter().enumerate() {
            let is_last = number + 1 == path.len();
            let next = match (step, at) {
                (Step::Key(key), Place::Table(table)) => {
                    table.get_key_value(key).map(|(key, item)| {
                        found = key.span().or(found.take());
                        if !is_last || !is_name {
                            found =
                                item.as_value().and_then(toml_edit::Value::span).or(found.take());
                        }
                        Place::of(item)
                    })
                }
                (Step::Item(number), Place::Array(array)) => array.get(*number).map(|value| {
                    found = value.span().or(found.take());
                    Place::of_value(value)
                }),
                (Step::Item(number), Place::Tables(tables)) => tables.get(*number).map(|table| {
                    found = table.span().or(found.take());
                    Place::Table(table)
                }),
                _ => None,
            };
            match next {
                Some(next) => at = next,
                None => break,
            }
        }
        let range = found.unwrap_or_default();
        place(self.text, range.start + self.start..range.end + self.start)
    }
}

/// A place in a file that has others in it.
#[derive(Clone, Copy)]
enum Place<'d> {
    Table(&'d dyn TableLike),
    Array(&'d Array),
    Tables(&'d ArrayOfTables),
    Leaf,
}

impl<'d> Place<'d> {
    fn of(item: &'d Item) -> Self {
        match item {
            Item::None => Self::Leaf,
            Item::Value(value) => Self::of_value(value),
            Item::Table(table) => Self::Table(table),
            Item::ArrayOfTables(tables) => Self::Tables(tables),
        }
    }

    fn of_value(value: &'d toml_edit::Value) -> Self {
        match value {
            toml_edit::Value::Array(array) => Self::Array(array),
            toml_edit::Value::InlineTable(table) => Self::Table(table),
            _ => Self::Leaf,
        }
    }
}

/// Whether a line may open more tables than any setting needs; a list of patterns has dots too.
fn is_deep(line: &str) -> bool {
    memchr::memchr_iter(b'.', line.as_bytes()).count() > 200
}

fn table(table: &dyn TableLike, depth: usize) -> Value {
    let entries = table.iter().map(|(key, item)| (key.to_owned(), item_value(item, depth + 1)));
    Value::Object(entries.collect::<Map<_, _>>())
}

fn item_value(item: &Item, depth: usize) -> Value {
    if depth > MAX_DEPTH {
        return Value::Null;
    }
    match item {
        Item::None => Value::Null,
        Item::Value(found) => value(found, depth),
        Item::Table(found) => table(found, depth),
        Item::ArrayOfTables(tables) => tables.iter().map(|found| table(found, depth)).collect(),
    }
}

fn value(found: &toml_edit::Value, depth: usize) -> Value {
    use toml_edit::Value as Toml;
    if depth > MAX_DEPTH {
        return Value::Null;
    }
    match found {
        Toml::String(text) => text.value().as_str().into(),
        Toml::Integer(number) => (*number.value()).into(),
        Toml::Float(number) => (*number.value()).into(),
        Toml::Boolean(flag) => (*flag.value()).into(),
        Toml::Datetime(time) => time.value().to_string().into(),
        Toml::Array(items) => items.iter().map(|item| value(item, depth + 1)).collect(),
        Toml::InlineTable(found) => table(found, depth),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::parse;

    fn value(text: &str) -> Value {
        parse(text).expect("it is TOML").value()
    }

    #[test]
    fn a_file_has_the_shape_of_the_editors_settings() {
        let file = "exclude = ['a']\n[diagnostics]\nempty-section = \"off\"\n\
            [terms]\nlevels = [2, 3]\naliases.Cache = ['Buffer']\n\
            [[overrides]]\nfiles = ['b']\n";
        let settings = json!({
            "exclude": ["a"],
            "diagnostics": { "empty-section": "off" },
            "terms": { "levels": [2, 3], "aliases": { "Cache": ["Buffer"] } },
            "overrides": [{ "files": ["b"] }],
        });
        assert_eq!(value(file), settings);
        assert_eq!(value("\u{feff}# nothing\r\n"), json!({}));
    }

    #[test]
    fn a_mistake_is_told_with_its_place() {
        for (text, place) in [("a = 1\nb = [\n", 10), ("a = 1\nb 2\n", 6), ("\u{feff}= 日", 3)] {
            let error = parse(text).expect_err("it is broken");
            assert!(usize::from(error.range.start()) >= place, "{error:?}");
            assert!(usize::from(error.range.end()) <= text.len(), "{error:?}");
            assert!(!error.message.is_empty());
        }
    }

    #[test]
    fn no_depth_does_harm() {
        for deep in [
            format!("[{}a]", "a.".repeat(30_000)),
            format!("{}a = 1", "a.".repeat(30_000)),
            format!("a = {}1{}", "[".repeat(30_000), "]".repeat(30_000)),
            format!("a = {}1{}", "{a=".repeat(20_000), "}".repeat(20_000)),
            format!("a = {{ {}a = 1 }}", "a.".repeat(30_000)),
            format!("a =\n{{ {}a = 1 }}", "a.".repeat(30_000)),
            format!("a = [\n{{ {}a = 1 }}]", "a.".repeat(30_000)),
            (0..200).map(|_| "[a.a.a.a.a.a.a.a.a.a]\n").collect(),
        ] {
            let _ = parse(&deep);
        }
    }
}
