//! The JSON Schema of the user for front matter.
//!
//! The notes and their schema may come from an unknown source. So a schema cannot refer to other
//! files, and the time and depth of its use are limited.

mod check;
mod cost;
mod pattern;
mod read;
mod rule;

use std::fmt;

use serde_json::Value;

pub use self::check::Violation;
use self::read::Rules;
use crate::workspace::keys::{Key, KeyType};

/// A parsed schema.
pub struct Schema {
    source: Value,
    rules: Rules,
    /// The keys that the schema describes.
    pub keys: Vec<Key>,
}

impl Schema {
    /// Reads a schema.
    ///
    /// # Errors
    ///
    /// Returns the problem of the schema.
    pub fn read(text: &str) -> Result<Self, String> {
        let source: Value = serde_json::from_str(text).map_err(|error| reason(&error))?;
        let rules = Rules::read(&source)?;
        cost::check_cost(&rules.schemas)?;
        let keys = keys(&source);
        Ok(Self { source, rules, keys })
    }

    /// Returns the ignored keywords of the schema in alphabetical order.
    pub fn ignored(&self) -> impl Iterator<Item = &str> {
        self.rules.ignored.iter().map(String::as_str)
    }

    /// Checks the front matter of a note, and returns the first violations.
    pub fn violations(&self, front_matter: &Value) -> Vec<Violation> {
        check::check(&self.rules.schemas, front_matter)
    }
}

fn reason(error: &serde_json::Error) -> String {
    let message = error.to_string();
    // The error of the parser has no kind for this limit.
    if message.starts_with("recursion limit exceeded") {
        return "it is nested too deep; use `$ref` in place of schemas inside of schemas"
            .to_owned();
    }
    format!("it is not valid JSON: {message}")
}

impl PartialEq for Schema {
    fn eq(&self, other: &Self) -> bool {
        self.source == other.source
    }
}

impl fmt::Debug for Schema {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Schema").field(&self.source).finish()
    }
}

/// Returns the properties that a schema describes.
fn keys(schema: &Value) -> Vec<Key> {
    let properties = schema["properties"].as_object().into_iter().flatten();
    properties.map(|(name, property)| key(name, resolved(schema, property))).collect()
}

/// Returns a property, or the target of its `$ref` in the same schema.
fn resolved<'s>(schema: &'s Value, property: &'s Value) -> &'s Value {
    let reference = property["$ref"].as_str();
    reference.and_then(|reference| read::target(schema, reference)).unwrap_or(property)
}

fn key(name: &str, property: &Value) -> Key {
    let is_date = property["format"].as_str().is_some_and(|format| format.starts_with("date"));
    let kind = match property["type"].as_str() {
        Some("string") if is_date => KeyType::Date,
        Some("string") => KeyType::Text,
        Some("boolean") => KeyType::Flag,
        Some("number" | "integer") => KeyType::Number,
        Some("array") => KeyType::List,
        Some("object") => KeyType::Map,
        _ => KeyType::Any,
    };
    let text = |key: &str| property[key].as_str().unwrap_or_default();
    let about = if text("description").is_empty() { text("title") } else { text("description") };
    let values = property["enum"].as_array().into_iter().flatten();
    Key {
        parent: String::new(),
        name: name.to_owned(),
        kind,
        about: about.to_owned(),
        values: values.filter_map(Value::as_str).map(str::to_owned).collect(),
    }
}

#[cfg(test)]
mod tests;
