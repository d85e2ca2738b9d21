//! Random messages from the schema of the protocol, valid or corrupted. Equal seeds give equal
//! messages.

use serde_json::{Map, Value, json};

use super::model::Model;

/// The depth up to which optional members are generated.
const DEEP: usize = 5;

/// A generator of values from schemas.
pub(crate) struct Generator<'a> {
    model: &'static Model,
    state: u64,
    /// The URIs to use.
    uris: &'a [String],
}

impl<'a> Generator<'a> {
    /// Creates a generator with a seed and the URIs of documents.
    pub(crate) fn new(seed: u64, uris: &'a [String]) -> Self {
        Self { model: Model::get(), state: seed.wrapping_mul(2) + 1, uris }
    }

    /// A random number below `end`, from Marsaglia's xorshift64.
    pub(crate) fn below(&mut self, end: usize) -> usize {
        self.state ^= self.state << 13;
        self.state ^= self.state >> 7;
        self.state ^= self.state << 17;
        let number = usize::try_from(self.state >> 32).unwrap_or_default();
        number % end.max(1)
    }

    /// Valid params of a method. `None` if it has no params.
    pub(crate) fn params(&mut self, method: &str) -> Option<Value> {
        let schema = self.model.params(method)?;
        Some(self.value(schema, 0))
    }

    fn value(&mut self, schema: &Value, depth: usize) -> Value {
        if let Some(reference) = schema["$ref"].as_str() {
            return self.value(self.model.meant(reference), depth);
        }
        if let Some(choices) = schema["anyOf"].as_array() {
            // A simple choice ends the recursion. It is the first or last one.
            let choice = if depth > DEEP { simplest(choices) } else { self.below(choices.len()) };
            return self.value(&choices[choice], depth + 1);
        }
        if let Some(choices) = schema["enum"].as_array() {
            return choices[self.below(choices.len())].clone();
        }
        if let Some(constant) = schema.get("const") {
            return constant.clone();
        }
        match schema["type"].as_str() {
            Some("object") => self.object(schema, depth),
            Some("array") => self.array(schema, depth),
            Some("string")
                if schema.get("pattern").is_some() || schema.get("minLength").is_some() =>
            {
                json!(self.uris[self.below(self.uris.len())])
            }
            Some("string") => {
                json!(["", "cache", "日本 😀", "a\r\nb", "#", "\u{0}"][self.below(6)])
            }
            Some("boolean") => json!(self.below(2) == 0),
            Some("integer" | "number") => {
                let least = schema["minimum"].as_i64().unwrap_or_default();
                json!([0, 1, 2, 3, 7, i64::from(i32::MAX), least][self.below(7)])
            }
            Some("null") => Value::Null,
            // Anything.
            _ => [json!(null), json!(1), json!("x"), json!({ "a": [1] }), json!([])][self.below(5)]
                .clone(),
        }
    }

    fn object(&mut self, schema: &Value, depth: usize) -> Value {
        let mut made = Map::new();
        let required = schema["required"].as_array().cloned().unwrap_or_default();
        for (name, property) in schema["properties"].as_object().into_iter().flatten() {
            let is_required = required.iter().any(|it| it == name.as_str());
            if is_required || (depth < DEEP && self.below(2) == 0) {
                made.insert(name.clone(), self.value(property, depth + 1));
            }
        }
        if schema.get("propertyNames").is_some() && self.below(2) == 0 && depth < DEEP {
            let name = self.value(&schema["propertyNames"], depth + 1);
            let value = self.value(&schema["additionalProperties"], depth + 1);
            made.insert(name.as_str().unwrap_or("name").to_owned(), value);
        }
        Value::Object(made)
    }

    fn array(&mut self, schema: &Value, depth: usize) -> Value {
        if let Some(members) = schema["prefixItems"].as_array() {
            return members.iter().map(|member| self.value(member, depth + 1)).collect();
        }
        let count = if depth > DEEP { 0 } else { self.below(3) };
        (0..count).map(|_| self.value(&schema["items"], depth + 1)).collect()
    }

    /// Corrupts a value at one place.
    pub(crate) fn spoil(&mut self, value: &mut Value) {
        let goes_on = self.below(4) > 0;
        match value {
            Value::Object(members) if goes_on && !members.is_empty() => {
                let name = members.keys().nth(self.below(members.len())).cloned();
                let name = name.unwrap_or_default();
                if self.below(6) == 0 {
                    members.remove(&name);
                } else if let Some(member) = members.get_mut(&name) {
                    self.spoil(member);
                }
            }
            Value::Array(items) if goes_on && !items.is_empty() => {
                let index = self.below(items.len());
                self.spoil(&mut items[index]);
            }
            _ => {
                let mut deep = json!(0);
                for _ in 0..100 {
                    deep = json!([deep]);
                }
                *value = [
                    json!(null),
                    json!(-1),
                    json!(1.5),
                    json!(u64::MAX),
                    json!("file:///%zz%"),
                    json!("x".repeat(5_000)),
                    json!([]),
                    json!({}),
                    json!(true),
                    deep,
                ][self.below(10)]
                .clone();
            }
        }
    }
}

fn simplest(choices: &[Value]) -> usize {
    let is_simple = |it: &Value| matches!(it["type"].as_str(), Some(kind) if kind != "object");
    choices.iter().position(is_simple).unwrap_or_default()
}
