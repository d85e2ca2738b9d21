//! A layer of settings: those of a file, or those of the editor.
//!
//! Each part of a layer is deserialized on its own, so that an invalid part affects no other one.

use std::path::Path;

use serde::Deserialize;
use serde_json::{Map, Value};
use serde_path_to_error::Segment;

use crate::note::spelling::nearest;
use crate::workspace::config::Config;
use crate::workspace::config::problems::{SettingPath, SettingProblem, Step};
use crate::workspace::config::schema;

/// The settings of the VS Code extension with the same prefix.
const OF_THE_EXTENSION: [&str; 2] = ["server", "trace"];

/// The most characters of an invalid value that a message contains.
const MAX_SHOWN: usize = 60;

/// Merges settings into others, one value at a time. `null` sets nothing.
pub fn merge(settings: &mut Value, over: &Value) {
    match over {
        Value::Null => {}
        Value::Object(over) => {
            if !settings.is_object() {
                *settings = Map::new().into();
            }
            for (key, value) in over.iter().filter(|(_, value)| !value.is_null()) {
                merge(&mut settings[key.as_str()], value);
            }
        }
        _ => settings.clone_from(over),
    }
}

impl Config {
    /// Reads the settings of an editor alone. An invalid part is a problem, and is not set. `codes`
    /// are the codes of all rules; if empty, any code is valid.
    pub fn read(settings: &Value, codes: &[&str]) -> (Self, Vec<SettingProblem>) {
        let (settings, problems) = editor(settings, codes);
        (Self::of_layers(&Value::Null, None, &settings), problems)
    }

    /// The settings of a valid layer of a file in a folder, and of the editor.
    pub(super) fn of_layers(file: &Value, folder: Option<&Path>, editor: &Value) -> Self {
        let mut settings = Map::new().into();
        merge(&mut settings, file);
        merge(&mut settings, editor);
        let config = Self::deserialize(&settings);
        debug_assert!(config.is_ok(), "{settings}: {config:?}");
        let mut config = config.unwrap_or_default();
        // Patterns are compiled here, since their first match may be on a thread that cannot wait.
        // Those of a file are relative to its folder.
        let folder_of = |setting: &str| {
            folder.filter(|_| file.pointer(setting).is_some() && editor.pointer(setting).is_none())
        };
        config.exclude.compile(folder_of("/exclude"));
        config.terms.folders.compile(folder_of("/terms/folders"));
        for entry in &mut config.overrides {
            entry.files.compile(folder_of("/overrides"));
        }
        config
    }
}

/// The valid parts of the settings of an editor, with the problems of the others.
pub(super) fn editor(settings: &Value, codes: &[&str]) -> (Value, Vec<SettingProblem>) {
    let mut settings = settings.clone();
    if let Value::Object(settings) = &mut settings {
        settings.retain(|key, _| !OF_THE_EXTENSION.contains(&key.as_str()));
    }
    valid(&settings, codes)
}

/// The valid parts of a layer, with the problems of the others.
pub(super) fn valid(layer: &Value, codes: &[&str]) -> (Value, Vec<SettingProblem>) {
    let mut settings = Map::new().into();
    merge(&mut settings, layer);
    let mut problems = unknown_rules(&settings, codes);
    let settings = valid_part(&SettingPath::default(), settings, &mut problems);
    (settings.unwrap_or_else(|| Map::new().into()), problems)
}

/// The valid part of the value at a path, if there is one.
fn valid_part(
    path: &SettingPath,
    value: Value,
    problems: &mut Vec<SettingProblem>,
) -> Option<Value> {
    let Err(error) = check(path, &value) else { return Some(value) };
    let before = problems.len();
    let value = match value {
        Value::Object(entries) if error.depth > path.0.len() => {
            let entries = entries.into_iter().filter_map(|(key, value)| {
                Some((key.clone(), valid_part(&path.join(Step::Key(key)), value, problems)?))
            });
            Value::Object(entries.collect())
        }
        Value::Array(items) if error.depth > path.0.len() => {
            let items = items.into_iter().enumerate().filter_map(|(index, value)| {
                valid_part(&path.join(Step::Index(index)), value, problems)
            });
            Value::Array(items.collect())
        }
        value => value,
    };
    // Without its invalid parts, the value may lack a part that is required.
    let Err(error) = check(path, &value) else { return Some(value) };
    if problems.len() == before {
        problems.push(problem(path, &value, &error.message));
    }
    None
}

/// The reason why settings cannot be deserialized.
struct Invalid {
    /// The number of steps to the value that is invalid.
    depth: usize,
    message: String,
}

/// Checks a value on its own, as if nothing else were set.
fn check(path: &SettingPath, value: &Value) -> Result<(), Invalid> {
    let schema = schema::at(path);
    if let Some(depth) = schema.and_then(|schema| wrong_container(schema, value, path.0.len())) {
        return Err(Invalid { depth, message: String::new() });
    }
    let settings = path.0.iter().rev().fold(value.clone(), |value, step| match step {
        Step::Key(key) => [(key.clone(), value)].into_iter().collect(),
        Step::Index(_) => [value].into_iter().collect(),
    });
    let Err(error) = serde_path_to_error::deserialize::<_, Config>(settings) else {
        return Ok(());
    };
    let steps = error.path().iter();
    let depth = steps.filter(|step| matches!(step, Segment::Map { .. } | Segment::Seq { .. }));
    match depth.count() {
        // Its container lacks other parts, which were not given here.
        depth if depth < path.0.len() => Ok(()),
        depth => Err(Invalid { depth, message: error.into_inner().to_string() }),
    }
}

/// The depth of the first list or object that a schema does not allow.
///
/// serde also deserializes a list as a struct, and an object as a variant of an enum.
fn wrong_container(schema: &Value, value: &Value, depth: usize) -> Option<usize> {
    match value {
        Value::Array(_) if schema["type"] != "array" => Some(depth),
        Value::Object(_) if schema["type"] != "object" => Some(depth),
        Value::Array(items) => {
            items.iter().find_map(|item| wrong_container(&schema["items"], item, depth + 1))
        }
        Value::Object(entries) => entries.iter().find_map(|(key, value)| {
            wrong_container(schema::of_key(schema, key)?, value, depth + 1)
        }),
        _ => None,
    }
}

/// The problem of the invalid value at a path.
fn problem(path: &SettingPath, value: &Value, message: &str) -> SettingProblem {
    let Some(schema) = schema::at(path) else { return unknown_setting(path) };
    let required = schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str);
    let missing = required.filter(|key| value.get(key).is_none()).collect::<Vec<_>>();
    let message = if path.0.is_empty() {
        "The settings are not an object.".to_owned()
    } else if value.is_object() && !missing.is_empty() {
        format!("`{path}` has no `{}`.", missing.join("` and no `"))
    } else {
        // A message of our own types says what is expected.
        let allowed = schema::allowed(schema);
        let expected = message.strip_prefix("expected ").unwrap_or(&allowed);
        let mut text = value.to_string();
        if let Some((end, _)) = text.char_indices().nth(MAX_SHOWN) {
            text.replace_range(end.., "…");
        }
        format!("Invalid value {text} for `{path}`. Expected {expected}.")
    };
    SettingProblem { path: path.clone(), is_name: false, message }
}

/// The problem of a path whose last key is unknown.
fn unknown_setting(path: &SettingPath) -> SettingProblem {
    let (name, group) = match path.0.split_last() {
        Some((Step::Key(name), group)) => (name.as_str(), SettingPath(group.to_vec())),
        _ => ("", SettingPath::default()),
    };
    let properties = schema::at(&group).and_then(|schema| schema["properties"].as_object());
    let known = properties.into_iter().flat_map(Map::keys).map(String::as_str);
    let nearest = nearest(name, known).map(|key| group.join(Step::Key(key.to_owned())));
    let (name, nearest) = (path.to_string(), nearest.map(|path| path.to_string()));
    SettingProblem::unknown(path.clone(), "setting", &name, nearest.as_deref())
}

/// The problems of keys that should be codes of rules.
fn unknown_rules(settings: &Value, codes: &[&str]) -> Vec<SettingProblem> {
    let key = |key: &str| Step::Key(key.to_owned());
    let overrides = settings["overrides"].as_array().into_iter().flatten().enumerate();
    let overrides = overrides.map(|(index, entry)| {
        let path = SettingPath(vec![key("overrides"), Step::Index(index), key("diagnostics")]);
        (path, &entry["diagnostics"])
    });
    let levels = (SettingPath(vec![key("diagnostics")]), &settings["diagnostics"]);
    let mut problems = Vec::new();
    for (path, levels) in [levels].into_iter().chain(overrides) {
        let written = levels.as_object().into_iter().flat_map(Map::keys);
        let unknown = written.filter(|code| !codes.is_empty() && !codes.contains(&code.as_str()));
        problems.extend(unknown.map(|code| {
            let nearest = nearest(code, codes.iter().copied());
            SettingProblem::unknown(path.join(key(code)), "rule", code, nearest)
        }));
    }
    problems
}
