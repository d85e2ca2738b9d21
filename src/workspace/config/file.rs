//! `headword.toml`: the settings of a folder of notes.
//!
//! It has the keys of the editor's settings. It is part of the notes, which may be someone else's.
//! So settings only control how notes are read and shown; they cannot run or open anything.

use std::ops::Range;

use serde::Deserialize;
use serde_json::Value;
use text_size::TextRange;
use toml_edit::Document;
use toml_edit::de::Deserializer;
use toml_parser::Source;
use toml_parser::lexer::TokenKind;

use crate::text::range;
use crate::workspace::config::problems::{SettingPath, Step};

/// The file's name.
pub const NAME: &str = "headword.toml";

/// A larger file is not read: all settings together fill a page.
pub const MAX_BYTES: usize = 64 * 1024;

/// The deepest nesting of a file that is read. No setting is nested deeper than four levels.
const MAX_DEPTH: usize = 16;

/// The key under which `toml_edit` deserializes a date.
const DATE: &str = "$__toml_private_datetime";

/// A parsed file.
#[derive(Debug)]
pub(super) struct File<'t> {
    document: Document<&'t str>,
    text: &'t str,
    /// The byte offset of the document in the text, after a byte order mark.
    start: usize,
}

/// A syntax error.
#[derive(Debug)]
pub(super) struct SyntaxError {
    pub(super) range: TextRange,
    /// The message, as a sentence.
    pub(super) message: String,
}

/// Parses a file.
pub(super) fn parse(text: &str) -> Result<File<'_>, SyntaxError> {
    let body = text.strip_prefix('\u{feff}').unwrap_or(text);
    let start = text.len() - body.len();
    let fail = |range: Range<usize>, message: &str| SyntaxError {
        range: whole_chars(text, range.start + start..range.end + start),
        message: format!("Invalid TOML: {}.", message.lines().next().unwrap_or_default()),
    };
    if let Some(range) = too_deep(body) {
        return Err(fail(range, "tables are nested too deep"));
    }
    match Document::parse(body) {
        Ok(document) => Ok(File { document, text, start }),
        Err(error) => Err(fail(error.span().unwrap_or_default(), error.message())),
    }
}

/// The first token of a file that is nested deeper than [`MAX_DEPTH`].
///
/// The parser allows 80 levels of brackets, and makes tables of up to 80 parts of each key. Values
/// are deserialized recursively, which would overflow the stack.
fn too_deep(text: &str) -> Option<Range<usize>> {
    let (mut depth, mut outer) = (0, Vec::new());
    for token in Source::new(text).lex() {
        match token.kind() {
            TokenKind::Dot => depth += 1,
            TokenKind::LeftSquareBracket | TokenKind::LeftCurlyBracket => {
                depth += 1;
                outer.push(depth);
            }
            TokenKind::RightSquareBracket | TokenKind::RightCurlyBracket => {
                depth = outer.pop().map_or(0, |inside| inside - 1);
            }
            TokenKind::Comma => depth = outer.last().copied().unwrap_or_default(),
            TokenKind::Newline if outer.is_empty() => depth = 0,
            _ => {}
        }
        if depth > MAX_DEPTH {
            return Some(token.span().start()..token.span().end());
        }
    }
    None
}

/// A range of bytes, extended to whole characters of a text.
fn whole_chars(text: &str, range: Range<usize>) -> TextRange {
    let start = text.floor_char_boundary(range.start.min(text.len()));
    let end = text.ceil_char_boundary(range.end.clamp(start, text.len()));
    range::text_range(&(start..end))
}

impl File<'_> {
    /// The settings of the file.
    pub(super) fn value(&self) -> Value {
        let document = Deserializer::from(self.document.clone());
        let mut settings = Value::deserialize(document).unwrap_or_default();
        write_dates(&mut settings);
        settings
    }

    /// The range of the key at the end of a path (`is_name`), or of its value. If the path leads out
    /// of the file, the range of its last part in the file.
    pub(super) fn range(&self, path: &SettingPath, is_name: bool) -> TextRange {
        let (mut item, mut range) = (self.document.as_item(), None);
        for (number, step) in path.0.iter().enumerate() {
            let is_last = number + 1 == path.0.len();
            let (key, value) = match step {
                Step::Key(key) => match item.as_table_like().and_then(|it| it.get_key_value(key)) {
                    Some((key, value)) => (key.span(), value),
                    None => break,
                },
                Step::Index(index) => match item.get(*index) {
                    Some(value) => (value.span(), value),
                    None => break,
                },
            };
            // A table may be written in several places, so its key is shown instead.
            let span = value.as_value().and_then(toml_edit::Value::span);
            range = span.filter(|_| !is_name || !is_last).or(key).or(range);
            item = value;
        }
        let range = range.unwrap_or_default();
        whole_chars(self.text, range.start + self.start..range.end + self.start)
    }
}

/// Makes strings of dates, as the settings of an editor have them.
fn write_dates(value: &mut Value) {
    match value {
        Value::Object(entries) => match entries.remove(DATE) {
            Some(date) => *value = date,
            None => entries.values_mut().for_each(write_dates),
        },
        Value::Array(items) => items.iter_mut().for_each(write_dates),
        _ => {}
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
    fn a_syntax_error_has_a_range() {
        for (text, place) in [("a = 1\nb = [\n", 10), ("a = 1\nb 2\n", 6), ("\u{feff}= 日", 3)] {
            let error = parse(text).expect_err("it is broken");
            assert!(usize::from(error.range.start()) >= place, "{error:?}");
            assert!(usize::from(error.range.end()) <= text.len(), "{error:?}");
            assert!(!error.message.is_empty());
        }
    }

    #[test]
    fn deep_nesting_does_no_harm() {
        let inline = format!("{{\n{}a = ", "a.".repeat(78)).repeat(78);
        for deep in [
            format!("a = {inline}1{}", "}".repeat(78)),
            format!("[{}a]", "a.".repeat(30_000)),
            format!("{}a = 1", "a.".repeat(30_000)),
            format!("a = {}1{}", "[".repeat(30_000), "]".repeat(30_000)),
            format!("a = {}1{}", "{a=".repeat(20_000), "}".repeat(20_000)),
            format!("a = {{ {}a = 1 }}", "a.".repeat(30_000)),
            format!("a =\n{{ {}a = 1 }}", "a.".repeat(30_000)),
            format!("a = [\n{{ {}a = 1 }}]", "a.".repeat(30_000)),
        ] {
            assert!(parse(&deep).is_err(), "{}", &deep[..20]);
        }
        let wide = "[[a.b]]\nc.d = [1.5, 'a.b.c.d', {e.f = 1}, {e.f = 2}]\n".repeat(100);
        assert!(parse(&wide).is_ok());
    }
}
