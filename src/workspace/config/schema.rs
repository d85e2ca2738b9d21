//! The JSON Schema of the settings, which is generated from [`Config`].

use std::sync::LazyLock;

use schemars::generate::SchemaSettings;
use schemars::transform::transform_subschemas;
use schemars::{Schema, SchemaGenerator};
use serde_json::Value;

use crate::workspace::config::Config;
use crate::workspace::config::problems::{SettingPath, Step};

static SCHEMA: LazyLock<Value> = LazyLock::new(|| {
    let settings = SchemaSettings::draft07()
        .with(|settings| settings.inline_subschemas = true)
        .with_transform(simplify);
    SchemaGenerator::from(settings).into_root_schema_for::<Config>().to_value()
});

/// The JSON Schema of the settings (draft 7), in which any code of a rule is valid.
pub fn schema() -> &'static Value {
    &SCHEMA
}

/// The schema of each setting by its full name, as in `terms.levels`, in alphabetical order.
pub fn settings(schema: &Value) -> Vec<(String, &Value)> {
    let properties = schema["properties"].as_object().into_iter().flatten();
    let settings = properties.flat_map(|(name, schema)| {
        if is_group(schema) {
            let settings = settings(schema).into_iter();
            return settings.map(|(inner, schema)| (format!("{name}.{inner}"), schema)).collect();
        }
        vec![(name.clone(), schema)]
    });
    settings.collect()
}

/// Whether a schema describes settings with a common prefix. Only settings have a default.
fn is_group(schema: &Value) -> bool {
    schema.get("properties").is_some() && schema.get("default").is_none()
}

/// The schema of the value at a path, if the path is valid.
pub(super) fn at(path: &SettingPath) -> Option<&'static Value> {
    path.0.iter().try_fold(schema(), |schema, step| match step {
        Step::Key(key) => of_key(schema, key),
        Step::Index(_) => schema.get("items"),
    })
}

/// The schema of the value of a key, if a schema allows the key.
pub(super) fn of_key<'s>(schema: &'s Value, key: &str) -> Option<&'s Value> {
    let any = schema.get("additionalProperties").filter(|schema| schema.is_object());
    schema["properties"].get(key).or(any)
}

/// The values that a schema allows, in words.
pub(super) fn allowed(schema: &Value) -> String {
    if let Some(values) = schema["enum"].as_array() {
        let values: Vec<_> = values.iter().map(Value::to_string).collect();
        return match values.split_last() {
            Some((last, values)) if !values.is_empty() => {
                format!("{} or {last}", values.join(", "))
            }
            _ => values.concat(),
        };
    }
    match schema["type"].as_str() {
        Some("boolean") => "true or false".to_owned(),
        Some("integer") => format!("a number from {} to {}", schema["minimum"], schema["maximum"]),
        Some("array") => {
            let items = match schema["items"]["type"].as_str() {
                Some("integer") => "numbers",
                Some("object") => "objects",
                _ => "strings",
            };
            format!("a list of {items}")
        }
        Some("object") => "an object".to_owned(),
        _ => "a string".to_owned(),
    }
}

/// Adapts a schema to the editors that read it.
fn simplify(schema: &mut Schema) {
    transform_subschemas(&mut simplify, schema);
    let Some(schema) = schema.as_object_mut() else { return };
    if let Some(Value::String(text)) = schema.get_mut("description") {
        *text = text.replace("\n\n", "\0").replace('\n', " ").replace('\0', "\n\n");
    }
    // The name of a Rust type is not a format.
    schema.remove("format");
    if schema.contains_key("properties") {
        schema.remove("default");
    }
    // Editors show the descriptions of an `enum`, and not those of alternatives.
    let alternatives = schema.remove("oneOf").or_else(|| schema.remove("anyOf"));
    let Some(Value::Array(alternatives)) = alternatives else { return };
    let all = |list: &str, item: &str| -> Value {
        let of = |alternative: &Value| match alternative[list].as_array() {
            Some(values) => values.clone(),
            None => vec![alternative[item].clone()],
        };
        alternatives.iter().flat_map(of).collect()
    };
    let (values, descriptions) = (all("enum", "const"), all("enumDescriptions", "description"));
    schema.insert("type".to_owned(), "string".into());
    schema.insert("enum".to_owned(), values);
    schema.insert("enumDescriptions".to_owned(), descriptions);
}
