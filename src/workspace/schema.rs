//! The user's own JSON Schema for front matter.
//!
//! Nothing is fetched for it: a reference that leads out of it makes it unusable, and that is said.

use std::fmt;

use jsonschema::Validator;
use serde_json::Value;

use crate::workspace::keys::{Key, Kind};

/// A schema, ready to be asked.
pub struct Schema {
    source: Value,
    validator: Validator,
    /// The keys that it describes.
    pub keys: Vec<Key>,
}

/// What a schema has against a value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Violation {
    /// Where the value stands: keys, and numbers of items from 0.
    pub path: Vec<String>,
    /// What is expected there.
    pub message: String,
}

/// More violations of one note are not told.
const MAX_VIOLATIONS: usize = 20;

impl Schema {
    /// Reads a schema.
    ///
    /// # Errors
    ///
    /// Says what is wrong with it.
    pub fn read(text: &str) -> Result<Self, String> {
        let source: Value = serde_json::from_str(text).map_err(|error| error.to_string())?;
        let validator = jsonschema::validator_for(&source).map_err(|error| error.to_string())?;
        let keys = keys(&source);
        Ok(Self { source, validator, keys })
    }

    /// What it has against the front matter of a note.
    pub fn violations(&self, front_matter: &Value) -> Vec<Violation> {
        let found = self.validator.iter_errors(front_matter).take(MAX_VIOLATIONS);
        let one = |error: jsonschema::ValidationError<'_>| {
            let path = error.instance_path().as_str().split('/').skip(1);
            Violation { path: path.map(unescaped).collect(), message: error.to_string() }
        };
        found.map(one).collect()
    }
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

/// A part of a JSON pointer as it is meant.
///
/// RFC 6901, section 4.
fn unescaped(part: &str) -> String {
    part.replace("~1", "/").replace("~0", "~")
}

/// The properties that a schema describes.
fn keys(schema: &Value) -> Vec<Key> {
    let properties = schema["properties"].as_object().into_iter().flatten();
    properties.map(|(name, property)| key(name, resolved(schema, property))).collect()
}

/// A property, or what it refers to in the same schema.
fn resolved<'s>(schema: &'s Value, property: &'s Value) -> &'s Value {
    let pointer = property["$ref"].as_str().and_then(|it| it.strip_prefix('#'));
    pointer.and_then(|pointer| schema.pointer(pointer)).unwrap_or(property)
}

fn key(name: &str, property: &Value) -> Key {
    let is_date = property["format"].as_str().is_some_and(|format| format.starts_with("date"));
    let kind = match property["type"].as_str() {
        Some("string") if is_date => Kind::Date,
        Some("string") => Kind::Text,
        Some("boolean") => Kind::Flag,
        Some("number" | "integer") => Kind::Number,
        Some("array") => Kind::List,
        Some("object") => Kind::Map,
        _ => Kind::Any,
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
mod tests {
    use serde_json::json;

    use super::{Kind, Schema};

    #[test]
    fn a_schema_tells_keys_and_violations() {
        let schema = json!({
            "properties": {
                "level": { "$ref": "#/$defs/level" },
                "due": { "type": "string", "format": "date", "title": "When it is due." },
                "a/b": { "type": "array", "items": { "type": "number" } },
            },
            "required": ["level"],
            "$defs": { "level": { "type": "string", "enum": ["easy", "hard"], "description": "How hard." } },
        });
        let schema = Schema::read(&schema.to_string()).expect("it is a schema");
        let find = |name: &str| schema.keys.iter().find(|key| key.name == name).expect("a key");
        assert_eq!((find("level").kind, find("level").about.as_str()), (Kind::Text, "How hard."));
        assert_eq!(find("level").values, ["easy", "hard"]);
        assert_eq!((find("due").kind, find("due").about.as_str()), (Kind::Date, "When it is due."));
        let found = schema.violations(&json!({ "level": "x", "a/b": [1, "y"] }));
        let paths: Vec<_> = found.iter().map(|found| found.path.join(">")).collect();
        assert_eq!(paths, ["a/b>1", "level"], "{found:?}");
        assert_eq!(schema.violations(&json!({ "level": "easy" })), []);
        assert_eq!(schema.violations(&json!({}))[0].path, [""; 0]);
    }

    #[test]
    fn what_leads_out_of_it_is_not_fetched() {
        for schema in [
            "{",
            "{\"type\": 1}",
            "{\"$ref\": \"https://example.org/a.json\"}",
            "{\"$ref\": \"file:///etc/passwd\"}",
            "{\"$ref\": \"other.json\"}",
        ] {
            assert!(Schema::read(schema).is_err(), "{schema}");
        }
    }
}
