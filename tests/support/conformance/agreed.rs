//! The state of the conversation that determines which messages are allowed.

use std::collections::HashMap;

use serde_json::Value;

/// The version of each open document, by its [`plain`] URI.
pub(crate) type Versions = HashMap<String, i64>;

/// The capabilities of both sides, and the open documents.
#[derive(Default)]
pub(crate) struct Agreed {
    /// The client capabilities.
    pub(crate) capabilities: Value,
    /// The server capabilities. `None` before the response to `initialize`.
    pub(crate) offered: Option<Value>,
    /// The [`plain`] URIs of the workspace folders.
    pub(crate) folders: Vec<String>,
    /// The documents that are open now.
    pub(crate) open: Versions,
    /// The trace value that the client has set.
    pub(crate) trace: String,
}

impl Agreed {
    /// Records a message of the client.
    pub(crate) fn sent(&mut self, message: &Value) {
        let params = &message["params"];
        let uri = || plain(params["textDocument"]["uri"].as_str().unwrap_or_default());
        let version = || params["textDocument"]["version"].as_i64().unwrap_or_default();
        match message["method"].as_str().unwrap_or_default() {
            "initialize" => {
                self.capabilities = params["capabilities"].clone();
                params["trace"].as_str().unwrap_or("off").clone_into(&mut self.trace);
                self.folders = uris(&params["workspaceFolders"]);
                if self.folders.is_empty() {
                    self.folders.extend(params["rootUri"].as_str().map(plain));
                }
            }
            "$/setTrace" => {
                params["value"].as_str().unwrap_or("off").clone_into(&mut self.trace);
            }
            "workspace/didChangeWorkspaceFolders" => {
                let removed = uris(&params["event"]["removed"]);
                self.folders.retain(|folder| !removed.contains(folder));
                self.folders.extend(uris(&params["event"]["added"]));
            }
            "textDocument/didOpen" => {
                self.open.insert(uri(), version());
            }
            "textDocument/didChange" => {
                // The server ignores a version that is not newer, or of a document that is not open.
                if let Some(open) = self.open.get_mut(&uri()) {
                    *open = version().max(*open);
                }
            }
            "textDocument/didClose" => {
                self.open.remove(&uri());
            }
            _ => {}
        }
    }

    /// Whether the client has a capability that is not `false`.
    pub(crate) fn can(&self, path: &str) -> bool {
        offers(&self.capabilities, path)
    }

    /// Whether a capability of the client is a list that contains this value.
    pub(crate) fn lists(&self, path: &str, value: &Value) -> bool {
        let listed = at(&self.capabilities, path).and_then(Value::as_array);
        listed.is_some_and(|listed| listed.contains(value))
    }

    /// The version of a document. `None` if it is not open.
    pub(crate) fn version(&self, uri: &Value) -> Option<i64> {
        self.open.get(&plain(uri.as_str()?)).copied()
    }
}

/// Whether a capability exists and is not `false`.
pub(crate) fn offers(capabilities: &Value, path: &str) -> bool {
    at(capabilities, path).is_some_and(|value| !value.is_null() && value != false)
}

/// The value at a dotted path.
pub(crate) fn at<'a>(value: &'a Value, path: &str) -> Option<&'a Value> {
    path.split('.').try_fold(value, |value, key| value.get(key))
}

/// A normalized URI: percent-decoded, with a lower-case drive letter and no final slash.
pub(crate) fn plain(uri: &str) -> String {
    let bytes = uri.as_bytes();
    let mut decoded = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let digits = bytes.get(at + 1..at + 3).and_then(|hex| str::from_utf8(hex).ok());
        match digits.and_then(|hex| u8::from_str_radix(hex, 16).ok()) {
            Some(byte) if bytes[at] == b'%' => {
                decoded.push(byte);
                at += 3;
            }
            _ => {
                decoded.push(bytes[at]);
                at += 1;
            }
        }
    }
    let mut decoded = String::from_utf8_lossy(&decoded).trim_end_matches('/').to_owned();
    if decoded.starts_with("file:///")
        && decoded.as_bytes().get(9) == Some(&b':')
        && let Some(drive) = decoded.get_mut(8..9)
    {
        drive.make_ascii_lowercase();
    }
    decoded
}

fn uris(folders: &Value) -> Vec<String> {
    let folders = folders.as_array().into_iter().flatten();
    folders.filter_map(|folder| folder["uri"].as_str().map(plain)).collect()
}

/// The items of a list. Empty for any other value.
pub(crate) fn items(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}
