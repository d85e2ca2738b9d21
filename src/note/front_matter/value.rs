//! The keys and values of front matter, with their byte ranges in the note.

use serde_json::{Map, Value as Json};
use text_size::TextRange;

use crate::note::date::DateForm;

/// The language between the fences.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Syntax {
    /// Between `---` and `---` or `...`.
    Yaml,
    /// Between `+++` and `+++`.
    Toml,
}

/// A key and its value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The key without quotes, spelled as in the note.
    pub key: String,
    /// The key with its quotes.
    pub key_range: TextRange,
    /// The value after the colon or equals sign.
    pub value: Value,
}

/// A value and its range.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Value {
    /// The range with quotes and brackets, without comments, tags (`!!str`) and anchors. Empty for
    /// a missing value.
    pub range: TextRange,
    /// The value itself.
    pub kind: ValueKind,
}

/// The content of a value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ValueKind {
    /// Nothing, `~` or `null`; also an alias (`*name`), which is never expanded.
    Null,
    /// A string, number, boolean or date.
    Scalar(Scalar),
    /// `[a, b]` or lines that begin with `- `.
    List(Vec<Value>),
    /// `{a: b}`, indented keys, or a TOML table.
    Map(Vec<Entry>),
}

/// A string, number, boolean or date.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scalar {
    /// The string with escapes resolved and lines folded. Numbers, booleans and dates as written.
    pub text: String,
    /// The text in the note: inside the quotes, below the header of a block scalar.
    pub text_range: TextRange,
    /// The quotes or block style.
    pub quote: Quote,
}

/// The quotes or block style of a scalar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Quote {
    /// Without quotes.
    Plain,
    /// `'…'`.
    Single,
    /// `"…"`.
    Double,
    /// YAML's `|` and `>` blocks.
    Block,
    /// TOML's `'''…'''`.
    TripleSingle,
    /// TOML's `"""…"""`.
    TripleDouble,
}

/// A tag, category, alias or title: a text with the ranges that an edit replaces.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TextValue {
    /// The text: trimmed, and a tag without a leading `#`.
    pub text: String,
    /// The value with its quotes. A part of a comma string has none.
    pub range: TextRange,
    /// The text itself.
    pub text_range: TextRange,
}

/// The type that a value has for the tools that read it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ValueType {
    /// Nothing.
    Null,
    /// True or false. In YAML also words like `yes` and `off`, which some readers accept.
    Flag,
    /// A number.
    Number,
    /// A date, with or without a time, without quotes.
    Date,
    /// A text.
    Text,
    /// A list.
    List,
    /// Keys and values.
    Map,
}

impl Entry {
    /// Whether this is the entry of `key`, in any letter case: real notes have `Title` and `tAGs`.
    pub fn is(&self, key: &str) -> bool {
        self.key.eq_ignore_ascii_case(key)
    }

    /// Whether this is the entry of one of these keys, in any letter case.
    pub fn is_any(&self, keys: &[&str]) -> bool {
        keys.iter().any(|key| self.is(key))
    }
}

impl Value {
    /// The value as a text; `None` for other values and blank texts.
    pub(super) fn as_text(&self) -> Option<TextValue> {
        let ValueKind::Scalar(scalar) = &self.kind else { return None };
        let text = scalar.text.trim();
        (!text.is_empty()).then(|| TextValue {
            text: text.to_owned(),
            range: self.range,
            text_range: scalar.text_range,
        })
    }

    /// The type of the value.
    pub fn value_type(&self, syntax: Syntax) -> ValueType {
        match &self.kind {
            ValueKind::Null => ValueType::Null,
            ValueKind::List(_) => ValueType::List,
            ValueKind::Map(_) => ValueType::Map,
            ValueKind::Scalar(scalar) => scalar.value_type(syntax),
        }
    }

    /// The value as JSON, with dates as texts.
    pub fn json(&self, syntax: Syntax) -> Json {
        match &self.kind {
            ValueKind::Null => Json::Null,
            ValueKind::List(items) => items.iter().map(|item| item.json(syntax)).collect(),
            ValueKind::Map(entries) => {
                let entries = entries.iter().map(|it| (it.key.clone(), it.value.json(syntax)));
                Json::Object(entries.collect::<Map<_, _>>())
            }
            ValueKind::Scalar(scalar) => scalar.json(syntax),
        }
    }
}

impl Scalar {
    fn value_type(&self, syntax: Syntax) -> ValueType {
        let text = self.text.trim();
        if self.quote != Quote::Plain {
            return ValueType::Text;
        }
        let is_word = |words: &[&str]| words.iter().any(|word| word.eq_ignore_ascii_case(text));
        if is_word(&["true", "false"]) {
            return ValueType::Flag;
        }
        if DateForm::of(text).is_some() {
            return ValueType::Date;
        }
        match (syntax, self.json(syntax)) {
            (Syntax::Yaml, _) if is_word(&["yes", "no", "on", "off", "y", "n"]) => ValueType::Flag,
            (_, Json::Null) => ValueType::Null,
            (_, Json::Number(_)) => ValueType::Number,
            _ => ValueType::Text,
        }
    }

    fn json(&self, syntax: Syntax) -> Json {
        let text = self.text.trim();
        if self.quote != Quote::Plain {
            return Json::String(self.text.clone());
        }
        let read = match syntax {
            // Only a short text without marks can be anything else.
            Syntax::Yaml
                if text.len() < 64 && !text.contains([':', '#', '{', '[', '&', '*', '!']) =>
            {
                serde_yaml::from_str(text).ok()
            }
            Syntax::Yaml => None,
            Syntax::Toml => serde_json::from_str(&text.replace('_', "")).ok(),
        };
        match read {
            Some(read @ (Json::Bool(_) | Json::Number(_) | Json::Null)) => read,
            _ => Json::String(text.to_owned()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::FrontMatter;
    use super::ValueType::{self, Date, Flag, List, Map, Null, Number, Text};

    fn typed(text: &str) -> Vec<ValueType> {
        let front = FrontMatter::parse(text).expect("there is front matter");
        front.entries.iter().map(|entry| entry.value.value_type(front.syntax)).collect()
    }

    #[test]
    fn values_have_the_type_that_tools_read() {
        let yaml = "---\na: true\nb: No\nc: 12\nd: 1.5\ne: 2024-01-02\nf: 2024-01-02 03:04:05 +0100\n\
            g: text\nh: 'true'\ni: \"12\"\nj: [a]\nk: {a: b}\nl:\nm: ~\nn: 1.2.3\no: a: b\n---\n";
        assert_eq!(
            typed(yaml),
            [
                Flag, Flag, Number, Number, Date, Date, Text, Text, Text, List, Map, Null, Null,
                Text, Text
            ]
        );
        let toml = "+++\na = true\nb = 1_000\nc = 2024-01-02T03:04:05Z\nd = \"x\"\ne = [1]\n+++\n";
        assert_eq!(typed(toml), [Flag, Number, Date, Text, List]);
    }
}
