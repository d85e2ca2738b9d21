//! `headword.toml`: the settings that a folder of notes brings along.
//!
//! It has the same keys as the editor's settings. It comes with the notes, which may be someone
//! else's: so it only says how notes are read and shown, and can neither run nor reach anything.

use serde_json::{Map, Value};
use toml_edit::{Document, Item, TableLike};

/// The file's name, in a workspace folder.
pub const NAME: &str = "headword.toml";

/// A file larger than this is not read: the settings there are fill a page.
pub const MAX_BYTES: usize = 64 * 1024;

/// No setting is nested deeper.
const MAX_DEPTH: usize = 8;

/// The settings in a file; an error is what is wrong with its syntax, with the line.
pub(super) fn parse(text: &str) -> Result<Value, String> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    // Each part of a key is a table in a table, and what is nested deep is dropped recursively.
    if let Some(line) = text.lines().position(is_deep) {
        return Err(format!("line {}: nested too deep", line + 1));
    }
    let document = Document::parse(text).map_err(|error| {
        let at = error.span().map_or(0, |span| span.start.min(text.len()));
        let line = memchr::memchr_iter(b'\n', &text.as_bytes()[..at]).count() + 1;
        format!("line {line}: {}", error.message().lines().next().unwrap_or_default())
    })?;
    Ok(table(document.as_table(), 0))
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
    use serde_json::json;

    use super::parse;

    #[test]
    fn a_file_has_the_shape_of_the_editors_settings() {
        let file = "exclude = ['a']\n[diagnostics]\nempty-section = \"off\"\n\
            [terms]\nlevels = [2, 3]\naliases.Cache = ['Buffer']\n";
        let settings = json!({
            "exclude": ["a"],
            "diagnostics": { "empty-section": "off" },
            "terms": { "levels": [2, 3], "aliases": { "Cache": ["Buffer"] } },
        });
        assert_eq!(parse(file), Ok(settings));
        assert_eq!(parse("\u{feff}# nothing\r\n"), Ok(json!({})));
    }

    #[test]
    fn a_mistake_is_told_with_its_line() {
        let error = parse("a = 1\nb = [\n").expect_err("the list is open");
        assert!(error.starts_with("line "), "{error}");
        let error = parse("a = 1\nb 2\n").expect_err("there is no sign");
        assert!(error.starts_with("line 2: "), "{error}");
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
