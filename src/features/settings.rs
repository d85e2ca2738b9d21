//! The settings for editors: the JSON Schema of `headword.toml`, and the settings of the VS Code
//! extension.
//!
//! Both are generated from the settings and the rules.

use std::path::{Path, PathBuf};

use serde_json::{Map, Value, json};

use crate::features::diagnostics::RULES;
use crate::workspace::Workspace;
use crate::workspace::config::schema;

/// Returns the JSON Schema of `headword.toml` (draft 7).
pub fn schema() -> Value {
    let mut schema = schema::schema().clone();
    add_rules(&mut schema);
    schema
}

/// Returns the settings of the VS Code extension by their full names, for example
/// `headword.codeLens`.
pub fn vscode() -> Vec<(String, Value)> {
    let schema = schema();
    let settings = schema::settings(&schema).into_iter().map(|(name, schema)| {
        let mut schema = schema.clone();
        if let Value::Object(schema) = &mut schema {
            let documentation = schema.remove("description").unwrap_or_default();
            schema.insert("markdownDescription".to_owned(), documentation);
            // VS Code completes the default when a user edits the setting.
            if name == "diagnostics" {
                let levels = RULES.iter().map(|rule| (rule.code, json!(rule.editor_level())));
                schema.insert("default".to_owned(), levels.collect());
            }
        }
        (format!("headword.{name}"), schema)
    });
    settings.collect()
}

/// A setting in force for a note or a folder.
#[derive(Clone, Debug, PartialEq)]
pub struct SettingInForce {
    /// The full name, for example `terms.levels` or `diagnostics.empty-section`.
    pub name: String,
    /// The value.
    pub value: Value,
    /// The file that sets it; `None` for a default.
    pub file: Option<PathBuf>,
}

/// Returns all settings in force for a note or a folder, in alphabetical order. Each rule has its
/// level, with the `overrides` for the note.
pub fn in_force(workspace: &Workspace, path: &Path) -> Vec<SettingInForce> {
    let settings = workspace.settings();
    let (config, file) = (settings.of_path(path), settings.file_of(path));
    let values = json!(config);
    let setting = |name: String, value: Value, is_set: bool| SettingInForce {
        file: file.filter(|_| is_set).map(|file| file.path.clone()),
        name,
        value,
    };
    let others = schema::settings(schema::schema()).into_iter().map(|(name, _)| name);
    let others = others.filter(|name| !["diagnostics", "overrides"].contains(&name.as_str()));
    let others = others.map(|name| {
        let value = name.split('.').try_fold(&values, |value, key| value.get(key));
        let is_set = file.is_some_and(|file| file.sets(&name));
        setting(name, value.cloned().unwrap_or_default(), is_set)
    });
    let folder = workspace.folders().of(path);
    let rules = RULES.iter().map(|rule| {
        let level = config.level(rule.code, Some(path), folder);
        let value = json!(level.unwrap_or(rule.default_level));
        setting(format!("diagnostics.{}", rule.code), value, level.is_some())
    });
    let mut all: Vec<_> = others.chain(rules).collect();
    all.sort_by(|a, b| a.name.cmp(&b.name));
    all
}

/// Replaces any code of a rule by the codes of all rules.
fn add_rules(schema: &mut Value) {
    for at in ["/properties/diagnostics", "/properties/overrides/items/properties/diagnostics"] {
        let Some(Value::Object(levels)) = schema.pointer_mut(at) else { continue };
        let any = levels.insert("additionalProperties".to_owned(), false.into());
        let level = &any.unwrap_or_default()["enum"];
        let rules = RULES.iter().map(|rule| {
            let schema = json!({
                "type": "string",
                "enum": level,
                "description": rule.summary(),
                "default": rule.default_level,
            });
            (rule.code.to_owned(), schema)
        });
        levels.insert("properties".to_owned(), Value::Object(rules.collect::<Map<_, _>>()));
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::{schema, vscode};
    use crate::features::diagnostics::codes;
    use crate::workspace::config::Config;

    #[test]
    fn the_schema_contains_all_settings_and_defaults() {
        let (codes, defaults) = (codes().collect::<Vec<_>>(), json!(Config::default()));
        for (name, schema) in vscode() {
            let name = name.trim_start_matches("headword.");
            let nested = name.rsplit('.').fold(schema["default"].clone(), |value, key| {
                Value::Object([(key.to_owned(), value)].into_iter().collect())
            });
            let (config, problems) = Config::read(&nested, &codes);
            assert_eq!(problems, [], "{name}");
            let pointer = format!("/{}", name.replace('.', "/"));
            if name != "diagnostics" {
                assert_eq!(defaults.pointer(&pointer), Some(&schema["default"]), "{name}");
                assert_eq!(config, Config::default(), "{name}");
            }
        }
    }

    #[test]
    fn the_schema_is_as_strict_as_the_settings() {
        let schema = jsonschema::validator_for(&schema()).expect("it is a schema");
        let codes: Vec<_> = codes().collect();
        for (settings, is_valid) in [
            (json!({}), true),
            (json!({ "diagnostics": { "empty-section": "off" }, "codeLens": true }), true),
            (json!({ "terms": { "levels": [2, 4], "aliases": { "A": ["B"] } } }), true),
            (json!({ "overrides": [{ "files": ["a/"], "diagnostics": {} }] }), true),
            (json!({ "frontMatter": { "profile": "zola", "schema": "a.json" } }), true),
            (json!({ "overrides": [{ "files": ["a/"] }] }), false),
            (json!({ "diagnostics": { "empty-sections": "off" } }), false),
            (json!({ "codeLense": true }), false),
            (json!({ "maxHeadingLevel": 7 }), false),
            (json!({ "terms": { "styles": ["bald"] } }), false),
            (json!({ "terms": { "levels": [0] } }), false),
            (json!({ "frontMatter": { "profile": "hakyll" } }), false),
            (json!(3), false),
        ] {
            assert_eq!(schema.is_valid(&settings), is_valid, "{settings}");
            assert_eq!(Config::read(&settings, &codes).1.is_empty(), is_valid, "{settings}");
        }
    }
}
