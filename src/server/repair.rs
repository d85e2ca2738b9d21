//! Repairs of params that the types of the protocol would refuse.
//!
//! A refused notification would lose an edit without an error, and a refused `initialize` would
//! prevent the start. So known deviations of real clients are repaired first: raw characters in
//! URIs, `params: null`, and capabilities newer than our types.

use percent_encoding::percent_encode_byte;
use serde_json::{Map, Value, json};
use tower_lsp::ls_types::{InitializeParams, Uri};
use tracing::warn;

/// Repairs the params of a request or notification. `None`: the message has no params.
pub(crate) fn repair_params(method: &str, params: Option<Value>) -> Option<Value> {
    let mut params = match (method, params) {
        // These methods have no params, whatever the client sends.
        ("shutdown" | "exit", _) => None,
        ("initialized", None | Some(Value::Null)) => Some(json!({})),
        ("workspace/didChangeConfiguration", params) => Some(with_settings(params)),
        (_, params) => params,
    }?;
    repair_uris(&mut params);
    match method {
        "initialize" => keep_readable(&mut params),
        "typeHierarchy/supertypes" | "typeHierarchy/subtypes" => drop_tags(&mut params),
        _ => {}
    }
    Some(params)
}

/// Removes the tags of a type hierarchy item. Our types expect one tag instead of a list, and the
/// server does not use tags.
fn drop_tags(params: &mut Value) {
    if let Some(item) = params.get_mut("item").and_then(Value::as_object_mut) {
        item.remove("tags");
    }
}

/// Adds missing settings. A client whose settings are pulled may omit them in the notification.
fn with_settings(params: Option<Value>) -> Value {
    match params {
        Some(Value::Object(mut members)) => {
            members.entry("settings").or_insert(Value::Null);
            Value::Object(members)
        }
        _ => json!({ "settings": null }),
    }
}

/// Makes every URI legal, at any depth. URIs are recognized by their key, so texts never change.
fn repair_uris(value: &mut Value) {
    match value {
        Value::Object(members) => {
            if let Some(Value::Object(changes)) = members.get_mut("changes") {
                repair_keys(changes);
            }
            for (key, value) in members {
                match value {
                    Value::String(uri) if is_uri_key(key) => {
                        if let Some(legal) = legal_uri(uri) {
                            *uri = legal;
                        }
                    }
                    _ => repair_uris(value),
                }
            }
        }
        Value::Array(items) => items.iter_mut().for_each(repair_uris),
        _ => {}
    }
}

/// Makes the keys of `changes` legal: in a workspace edit they are URIs.
fn repair_keys(changes: &mut Map<String, Value>) {
    if changes.keys().any(|key| legal_uri(key).is_some()) {
        *changes = std::mem::take(changes)
            .into_iter()
            .map(|(key, value)| (legal_uri(&key).unwrap_or(key), value))
            .collect();
    }
}

fn is_uri_key(key: &str) -> bool {
    key == "uri" || key.ends_with("Uri") || key == "href"
}

/// Returns the URI with its illegal bytes percent-encoded. `None` if it is legal already.
fn legal_uri(raw: &str) -> Option<String> {
    if raw.parse::<Uri>().is_ok() {
        return None;
    }
    let encoded = encode_illegal(raw);
    if encoded.parse::<Uri>().is_ok() {
        return Some(encoded);
    }
    // In `term://host:zsh/`, the text after the colon would be read as a port. So encode the colon.
    let (scheme, rest) = encoded.split_once("://")?;
    let (authority, path) = rest.split_at(rest.find(['/', '?', '#']).unwrap_or(rest.len()));
    Some(format!("{scheme}://{}{path}", authority.replace(':', "%3A").replace('@', "%40")))
}

fn encode_illegal(raw: &str) -> String {
    let bytes = raw.as_bytes();
    let is_hex = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_hexdigit);
    let mut encoded = String::with_capacity(raw.len() + 16);
    let mut in_fragment = false;
    for (at, &byte) in bytes.iter().enumerate() {
        let legal = match byte {
            b'#' => !std::mem::replace(&mut in_fragment, true),
            b'%' => is_hex(at + 1) && is_hex(at + 2),
            _ => byte.is_ascii_alphanumeric() || b"-._~:/?@!$&'()*+,;=".contains(&byte),
        };
        if legal {
            encoded.push(char::from(byte));
        } else {
            encoded.push_str(percent_encode_byte(byte));
        }
    }
    encoded
}

/// Removes the parts of the `initialize` params that our types cannot read. Newer clients may send
/// unknown values, which the server does not use anyway.
fn keep_readable(params: &mut Value) {
    if !params.is_object() || is_readable(params) {
        return;
    }
    let mut rest = std::mem::replace(params, json!({ "capabilities": {} }));
    graft(params, &mut Vec::new(), &mut rest);
    // If the repair fails, restore the params, so that the client gets an error about them.
    if !is_readable(params) {
        *params = rest;
    }
}

fn is_readable(params: &Value) -> bool {
    serde_json::from_value::<InitializeParams>(params.clone()).is_ok()
}

/// Copies the members of `source` into the params below `path`. A member that makes the params
/// unreadable is replaced by its readable parts.
fn graft(params: &mut Value, path: &mut Vec<String>, source: &mut Value) {
    const DEEPEST: usize = 8;
    let Value::Object(members) = source else { return };
    for (key, value) in members {
        path.push(key.clone());
        let previous = set(params, path, value.clone());
        if !is_readable(params) {
            set(params, path, previous.unwrap_or_else(|| json!({})));
            let whole = !value.is_object() || path.len() > DEEPEST;
            if whole || !is_readable(params) {
                warn!(path = path.join("."), "ignored a part of the initialize params");
                unset(params, path);
            } else {
                graft(params, path, value);
            }
        }
        path.pop();
    }
}

fn set(params: &mut Value, path: &[String], value: Value) -> Option<Value> {
    let (last, parents) = path.split_last()?;
    let parent = parents.iter().try_fold(params, |value, key| value.get_mut(key))?;
    parent.as_object_mut()?.insert(last.clone(), value)
}

fn unset(params: &mut Value, path: &[String]) {
    let Some((last, parents)) = path.split_last() else { return };
    let parent = parents.iter().try_fold(params, |value, key| value.get_mut(key));
    if let Some(members) = parent.and_then(Value::as_object_mut) {
        members.remove(last);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check_uri(raw: &str, expected: &str) {
        let repaired = legal_uri(raw).unwrap_or_else(|| raw.to_owned());
        assert_eq!(repaired, expected);
        repaired.parse::<Uri>().unwrap();
    }

    #[test]
    fn legal_uris_stay_as_they_are() {
        for uri in [
            "file:///a/b.md",
            "file:///c%3A/notes/a%20b.md",
            "untitled:Untitled-1",
            "vscode-notebook-cell:/a.ipynb#W0",
            "http://[::1]:80/a",
            "zipfile:///a.zip::b.md",
            "git:/a.md?%7B%22ref%22%3A%22%22%7D",
        ] {
            assert_eq!(legal_uri(uri), None, "{uri}");
        }
    }

    #[test]
    fn illegal_bytes_are_encoded() {
        check_uri("file:///notes/日本.md", "file:///notes/%E6%97%A5%E6%9C%AC.md");
        check_uri("file:///a b [x].md", "file:///a%20b%20%5Bx%5D.md");
        check_uri("file:///100%.md", "file:///100%25.md");
        check_uri("file:///100%20%zz.md", "file:///100%20%25zz.md");
        check_uri(r"file:///c:\a.md", "file:///c:%5Ca.md");
        check_uri("term://~/x//1:/bin/zsh;#toggleterm#1", "term://~/x//1:/bin/zsh;#toggleterm%231");
        check_uri("term://host:zsh/x", "term://host%3Azsh/x");
        check_uri("file:///a\u{0}\n\"<>^`{|}", "file:///a%00%0A%22%3C%3E%5E%60%7B%7C%7D");
    }

    #[test]
    fn uris_are_found_at_any_depth_and_text_is_left_alone() {
        let params = json!({
            "textDocument": { "uri": "file:///a b.md", "text": "file:///a b.md" },
            "files": [{ "oldUri": "file:///a b", "newUri": "file:///[b]" }],
            "edit": { "changes": { "file:///a b.md": [{ "newText": "uri: a b" }] } },
            "rootUri": null,
        });
        let expected = json!({
            "textDocument": { "uri": "file:///a%20b.md", "text": "file:///a b.md" },
            "files": [{ "oldUri": "file:///a%20b", "newUri": "file:///%5Bb%5D" }],
            "edit": { "changes": { "file:///a%20b.md": [{ "newText": "uri: a b" }] } },
            "rootUri": null,
        });
        assert_eq!(repair_params("m", Some(params)), Some(expected));
    }

    #[test]
    fn null_params_count_as_absent() {
        for params in [None, Some(Value::Null), Some(json!({})), Some(json!([]))] {
            assert_eq!(repair_params("shutdown", params.clone()), None);
            assert_eq!(repair_params("exit", params), None);
        }
        for params in [None, Some(Value::Null)] {
            assert_eq!(repair_params("initialized", params), Some(json!({})));
        }
        let settings = Some(json!({ "settings": null }));
        let method = "workspace/didChangeConfiguration";
        assert_eq!(repair_params(method, Some(Value::Null)), settings);
        assert_eq!(repair_params(method, Some(json!({}))), settings);
    }

    #[test]
    fn only_unreadable_capabilities_are_dropped() {
        let params = json!({
            "processId": 7,
            "trace": "loud",
            "capabilities": {
                "workspace": {
                    "applyEdit": true,
                    "workspaceEdit": { "documentChanges": true, "failureHandling": "pray" },
                },
                "textDocument": { "hover": { "contentFormat": ["markdown", "html"] } },
                "general": { "positionEncodings": ["utf-8", "utf-7"] },
            },
        });
        let expected = json!({
            "processId": 7,
            "capabilities": {
                "workspace": {
                    "applyEdit": true,
                    "workspaceEdit": { "documentChanges": true },
                },
                "textDocument": { "hover": {} },
                "general": { "positionEncodings": ["utf-8", "utf-7"] },
            },
        });
        assert_eq!(repair_params("initialize", Some(params)), Some(expected));
    }

    #[test]
    fn unrepairable_initialize_params_stay_for_the_error() {
        for params in [json!([1]), json!(5), json!({ "capabilities": 5 })] {
            let repaired = repair_params("initialize", Some(params.clone()));
            assert!(repaired == Some(params) || is_readable(&repaired.unwrap()));
        }
    }
}
