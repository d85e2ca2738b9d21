//! The application of workspace edits, as in an editor.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use serde_json::Value;

use super::conformance::{items, plain};
use super::{Client, Workspace};

/// The new texts of the files that an edit changes or creates, by file name. Open documents must
/// equal their files on disk.
pub(crate) fn written(
    client: &Client,
    workspace: &Workspace,
    edit: &Value,
) -> BTreeMap<String, String> {
    let mut texts = BTreeMap::new();
    let changes = edit["changes"].as_object().into_iter().flatten();
    for (uri, edits) in changes {
        write(client, workspace, uri, edits, &mut texts);
    }
    for change in items(&edit["documentChanges"]) {
        let uri = &change["textDocument"]["uri"];
        if let Some(uri) = uri.as_str() {
            write(client, workspace, uri, &change["edits"], &mut texts);
        }
    }
    texts
}

fn write(
    client: &Client,
    workspace: &Workspace,
    uri: &str,
    edits: &Value,
    texts: &mut BTreeMap<String, String>,
) {
    let uri = plain(uri);
    let name = uri.strip_prefix(&plain(&workspace.root_uri())).unwrap().trim_start_matches('/');
    let is_new = !workspace.path(name).exists();
    let mut text = if is_new { String::new() } else { workspace.read(name) };
    let place = |edit: &Value| {
        let offset = |end: &str| client.encoding().offset(&text, &edit["range"][end]);
        (offset("start")..offset("end"), edit["newText"].as_str().unwrap().to_owned())
    };
    let mut edits: Vec<_> = items(edits).map(place).collect();
    edits.sort_by_key(|(range, _)| Reverse(range.start));
    for (range, new) in edits {
        text.replace_range(range, &new);
    }
    texts.insert(name.to_owned(), text);
}
