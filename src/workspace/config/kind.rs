//! The kinds of settings: what each takes, in words and as a JSON Schema.

use serde_json::{Map, Value, json};

/// What a setting takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// `true` or `false`.
    Flag,
    /// A whole number.
    Number {
        /// The smallest.
        first: u8,
        /// The largest.
        last: u8,
    },
    /// One of some words.
    OneOf(&'static [Choice]),
    /// A list of some words.
    SomeOf(&'static [Choice]),
    /// A heading level, or the first and the last of several.
    HeadingLevels,
    /// A list of patterns for files.
    Patterns,
    /// A path inside the folder.
    Path,
    /// Any text.
    Text,
    /// A list of words.
    Words,
    /// Lists of names, by a name.
    Names,
    /// Levels of rules, by their code.
    Levels,
    /// Levels of rules for some notes: a list of patterns with levels.
    Overrides,
}

/// A word that a setting takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Choice {
    /// The word.
    pub name: &'static str,
    /// What it means, as a sentence.
    pub documentation: &'static str,
}

/// The names of levels.
pub const LEVELS: [&str; 5] = ["error", "warning", "information", "hint", "off"];

impl Kind {
    /// What it takes, in words that follow "not".
    pub(super) fn expected(self) -> String {
        match self {
            Self::Flag => "true or false".to_owned(),
            Self::Number { first, last } => format!("a number from {first} to {last}"),
            Self::OneOf(choices) => one_of(choices.iter().map(|choice| choice.name)),
            Self::SomeOf(_) | Self::Words => "a list of words".to_owned(),
            Self::HeadingLevels => "the first and the last heading level, as in [2, 4]".to_owned(),
            Self::Path => "a path".to_owned(),
            Self::Text => "a text".to_owned(),
            Self::Patterns => "a list of patterns".to_owned(),
            Self::Names => "an object of lists".to_owned(),
            Self::Levels => "an object of levels".to_owned(),
            Self::Overrides => "a list of objects with `files` and `diagnostics`".to_owned(),
        }
    }

    /// The keywords of JSON Schema that tell it. `rules` is the schema of levels by code.
    pub fn schema(self, rules: &Value) -> Map<String, Value> {
        let strings = json!({ "type": "string" });
        let schema = match self {
            Self::Flag => json!({ "type": "boolean" }),
            Self::Number { first, last } => {
                json!({ "type": "integer", "minimum": first, "maximum": last })
            }
            Self::OneOf(choices) => word(choices),
            Self::SomeOf(choices) => json!({
                "type": "array",
                "items": word(choices),
                "uniqueItems": true,
            }),
            Self::HeadingLevels => json!({
                "type": "array",
                "items": { "type": "integer", "minimum": 1, "maximum": 6 },
                "minItems": 1,
                "maxItems": 2,
            }),
            Self::Path | Self::Text => strings,
            Self::Patterns | Self::Words => json!({ "type": "array", "items": strings }),
            Self::Names => json!({
                "type": "object",
                "additionalProperties": { "type": "array", "items": strings },
            }),
            Self::Levels => rules.clone(),
            Self::Overrides => json!({
                "type": "array",
                "items": {
                    "type": "object",
                    "properties": {
                        "files": { "type": "array", "items": strings },
                        "diagnostics": rules,
                    },
                    "required": ["files", "diagnostics"],
                    "additionalProperties": false,
                },
            }),
        };
        schema.as_object().cloned().unwrap_or_default()
    }
}

/// Words as a sentence lists them: `"a", "b" or "c"`.
pub(super) fn one_of<'n>(names: impl IntoIterator<Item = &'n str>) -> String {
    let mut names: Vec<_> = names.into_iter().map(|name| format!("\"{name}\"")).collect();
    match names.pop() {
        Some(last) if names.is_empty() => last,
        Some(last) => format!("{} or {last}", names.join(", ")),
        None => String::new(),
    }
}

/// One of some words.
fn word(choices: &[Choice]) -> Value {
    let names: Vec<_> = choices.iter().map(|choice| choice.name).collect();
    let documentation: Vec<_> = choices.iter().map(|choice| choice.documentation).collect();
    json!({ "type": "string", "enum": names, "enumDescriptions": documentation })
}
