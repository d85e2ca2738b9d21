//! Settings as tools want to know them: the JSON Schema of `headword.toml`, and what an editor's
//! extension offers.
//!
//! Both are made from the list of settings and the rules, so that nothing is told twice.

use serde_json::{Map, Value, json};

use crate::features::diagnostics::RULES;
use crate::workspace::config::kind::{Kind, LEVELS};
use crate::workspace::config::list::{SETTINGS, Setting};

/// The JSON Schema of `headword.toml`.
pub fn schema() -> Value {
    let mut schema = json!({
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "headword.toml",
        "description": "The settings of a folder of notes for the language server Headword.",
    });
    let Some(root) = schema.as_object_mut() else { return schema };
    root.extend(group());
    for setting in SETTINGS {
        let mut own = setting.kind.schema(&rules());
        own.insert("description".to_owned(), setting.documentation.into());
        own.insert("default".to_owned(), (setting.default)());
        put(root, setting.name, own.into());
    }
    schema
}

/// The settings as an extension for VS Code contributes them: each with its whole name.
pub fn vscode() -> Vec<(String, Value)> {
    let one = |(order, setting): (usize, &Setting)| {
        let mut own = setting.kind.schema(&rules());
        own.insert("order".to_owned(), (order + 1).into());
        own.insert("markdownDescription".to_owned(), setting.documentation.into());
        own.insert("default".to_owned(), default(setting));
        (format!("headword.{}", setting.name), own.into())
    };
    SETTINGS.iter().enumerate().map(one).collect()
}

/// What holds where it is not set, down to each rule.
pub fn default(setting: &Setting) -> Value {
    if setting.kind != Kind::Levels {
        return (setting.default)();
    }
    RULES.iter().map(|rule| (rule.code.to_owned(), json!(rule.default_level))).collect()
}

/// The levels of rules, by code.
fn rules() -> Value {
    let level = |documentation: &str, default: Option<Value>| {
        let mut level = json!({ "type": "string", "enum": LEVELS });
        if let Some(default) = default {
            level["description"] = documentation.into();
            level["default"] = default;
        }
        level
    };
    let rules = RULES
        .iter()
        .map(|rule| (rule.code.to_owned(), level(rule.summary(), Some(json!(rule.default_level)))));
    json!({
        "type": "object",
        "properties": Value::Object(rules.collect()),
        "additionalProperties": false,
    })
}

fn group() -> Map<String, Value> {
    let group = json!({ "type": "object", "properties": {}, "additionalProperties": false });
    group.as_object().cloned().unwrap_or_default()
}

/// Puts the schema of a setting into that of its group, which is made if need be.
fn put(schema: &mut Map<String, Value>, name: &str, setting: Value) {
    let Some(properties) = schema.get_mut("properties").and_then(Value::as_object_mut) else {
        return;
    };
    match name.split_once('.') {
        None => drop(properties.insert(name.to_owned(), setting)),
        Some((first, rest)) => {
            let below = properties.entry(first).or_insert_with(|| group().into());
            if let Some(below) = below.as_object_mut() {
                put(below, rest, setting);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::{default, schema};
    use crate::workspace::config::Config;
    use crate::workspace::config::list::SETTINGS;

    #[test]
    fn the_default_of_each_setting_is_what_holds_without_it() {
        for setting in SETTINGS {
            let nested = setting.name.rsplit('.').fold((setting.default)(), |value, name| {
                Value::Object([(name.to_owned(), value)].into_iter().collect())
            });
            assert_eq!(
                Config::read(&nested, &[]),
                (Config::default(), Vec::new()),
                "{}",
                setting.name
            );
            let (_, problems) = Config::read(&json!({ setting.name: default(setting) }), &[]);
            assert_eq!(problems, [], "{}", setting.name);
        }
    }

    #[test]
    fn the_schema_takes_what_we_take() {
        let schema = jsonschema::validator_for(&schema()).expect("it is a schema");
        for (settings, is_fine) in [
            (json!({}), true),
            (json!({ "diagnostics": { "empty-section": "off" }, "codeLens": true }), true),
            (json!({ "terms": { "levels": [2, 4], "aliases": { "A": ["B"] } } }), true),
            (json!({ "overrides": [{ "files": ["a/"], "diagnostics": {} }] }), true),
            (json!({ "diagnostics": { "empty-sections": "off" } }), false),
            (json!({ "codeLense": true }), false),
            (json!({ "maxHeadingLevel": 7 }), false),
            (json!({ "terms": { "styles": ["bald"] } }), false),
        ] {
            assert_eq!(schema.is_valid(&settings), is_fine, "{settings}");
            // Only the codes of rules are unknown to the reading itself.
            if is_fine {
                assert_eq!(Config::read(&settings, &[]).1, [], "{settings}");
            }
        }
    }
}
