//! The syntax of texts in values: plain where possible, or else in quotes.

use serde_json::{Value as Json, json};

use super::items::Shape;
use super::{Quote, Syntax, yaml};

/// Words that YAML 1.1 readers interpret as a boolean or null, in any letter case.
const RESERVED: [&str; 12] =
    ["y", "yes", "n", "no", "on", "off", "true", "false", "null", "~", "=", "<<"];

/// The most bytes of a text that may be plain. Longer texts are always quoted, which saves a test.
const MAX_PLAIN: usize = 256;

/// The syntax of a text at its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct WritingStyle {
    pub(super) syntax: Syntax,
    /// The quotes that the user has opened; for a part of a comma string, those around all of it.
    pub(super) quote: Quote,
    /// The kind of list or value that the text is a part of.
    pub(super) shape: Shape,
}

/// A text as the value of a key, with quotes if it needs them.
pub fn written_text(text: &str, syntax: Syntax) -> String {
    WritingStyle { syntax, quote: Quote::Plain, shape: Shape::Plain }.write(text)
}

impl WritingStyle {
    /// The text, with quotes if it needs them.
    pub(super) fn write(self, text: &str) -> String {
        let may_be_plain = self.syntax == Syntax::Yaml && self.quote == Quote::Plain;
        if may_be_plain && is_plain(text, self.shape) { text.to_owned() } else { self.quoted(text) }
    }

    pub(super) fn quoted(self, text: &str) -> String {
        let is_single = match (self.quote, self.syntax) {
            (_, Syntax::Toml) if text.contains('\'') => false,
            (Quote::Single, _) => true,
            (Quote::Double, _) | (_, Syntax::Toml) => false,
            _ => text.contains(['"', '\\']),
        };
        if is_single && !text.contains(is_special) {
            format!("'{}'", text.replace('\'', "''"))
        } else {
            format!("\"{}\"", escaped(text))
        }
    }

    /// The text as a list with one item.
    pub(super) fn list(self, text: &str) -> String {
        format!("[{}]", Self { shape: Shape::FlowItem, ..self }.write(text))
    }

    /// The text as a part of a string with commas or spaces, without quotes. `None` if the string
    /// cannot contain the text.
    pub(super) fn part(self, text: &str) -> Option<String> {
        let is_part = !text.is_empty() && text.trim() == text;
        let is_cut = text.contains(',') || (self.shape == Shape::SpacePart && text.contains(' '));
        if !is_part || is_cut || text.contains(is_special) {
            return None;
        }
        match (self.quote, self.syntax) {
            (Quote::Double, _) => Some(escaped(text)),
            (Quote::Single, Syntax::Toml) => (!text.contains('\'')).then(|| text.to_owned()),
            (Quote::Single, Syntax::Yaml) => Some(text.replace('\'', "''")),
            (_, Syntax::Toml) => None,
            // The part may be the first or the last.
            _ if self.shape == Shape::SpacePart => {
                is_plain(&format!("{text} {text}"), Shape::Plain).then(|| text.to_owned())
            }
            _ => is_plain(&format!("{text}, {text}"), Shape::Plain).then(|| text.to_owned()),
        }
    }
}

/// Whether a text needs no quotes: two YAML parsers, a common one and the one used here, both read
/// exactly this string. They disagree on texts like `[-]`.
pub(super) fn is_plain(text: &str, shape: Shape) -> bool {
    if text.len() > MAX_PLAIN || text.contains(is_special) || is_reserved(text) {
        return false;
    }
    // These characters never begin a plain scalar, and may begin deep nesting.
    if text.starts_with(['[', '{', '&', '*', '!', '|', '>', '%', '@', '`', '"', '\'', '#']) {
        return false;
    }
    let (content, expected) = match shape {
        Shape::FlowItem => (format!("k: [{text}, {text}]\n"), json!([text, text])),
        Shape::BlockItem => (format!("k:\n- {text}\n- {text}\n"), json!([text, text])),
        Shape::Plain | Shape::CommaPart | Shape::SpacePart => (format!("k: {text}\n"), json!(text)),
    };
    let theirs = serde_yaml::from_str::<Json>(&content).ok();
    let ours = yaml::parse(&content, 0..content.len()).unwrap_or_default();
    let ours = ours.first().map(|entry| entry.value.json(Syntax::Yaml));
    theirs.is_some_and(|theirs| theirs["k"] == expected) && ours == Some(expected)
}

/// Whether some YAML reader interprets the text as a boolean, null, number or date.
fn is_reserved(text: &str) -> bool {
    let is_number =
        text.trim_start_matches(['+', '-', '.']).starts_with(|c: char| c.is_ascii_digit())
            && text.chars().all(|c| c.is_ascii_digit() || "+-._: eEoxXTZ".contains(c));
    is_number || RESERVED.iter().any(|word| word.eq_ignore_ascii_case(text))
}

/// Whether a character needs an escape in some reader: control characters and unusual line breaks.
fn is_special(c: char) -> bool {
    c.is_control() || matches!(c, '\u{2028}' | '\u{2029}' | '\u{feff}')
}

/// The inside of a double-quoted string; these escapes are the same in YAML and TOML.
pub(super) fn escaped(text: &str) -> String {
    let mut inside = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '"' | '\\' => inside.extend(['\\', c]),
            c if is_special(c) => inside.extend(format!("\\u{:04X}", u32::from(c)).chars()),
            c => inside.push(c),
        }
    }
    inside
}

#[cfg(test)]
mod tests;
