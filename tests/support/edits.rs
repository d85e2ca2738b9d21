//! What no workspace edit may break: it stays inside the workspace, is made of what the client
//! supports, fits the documents' versions, and does not overlap itself.

use std::collections::HashMap;

use serde_json::Value;

/// What an edit is held against.
pub(crate) struct Session<'a> {
    /// What the client said it supports: `workspace.workspaceEdit` of its capabilities.
    pub(crate) workspace_edit: &'a Value,
    /// The workspace folders' URIs.
    pub(crate) folders: &'a [String],
    /// The version of each open document.
    pub(crate) open: &'a HashMap<String, i64>,
}

impl Session<'_> {
    /// Checks every workspace edit, wherever in a message it stands.
    pub(crate) fn check(&self, value: &Value, wrong: &mut Vec<String>) {
        match value {
            Value::Object(members) => {
                if let Some(Value::Object(changes)) = members.get("changes") {
                    for (uri, edits) in changes {
                        self.edited(uri, wrong);
                        overlaps(edits, wrong);
                    }
                }
                if let Some(Value::Array(changes)) = members.get("documentChanges") {
                    for change in changes {
                        self.document_change(change, wrong);
                    }
                }
                members.values().for_each(|value| self.check(value, wrong));
            }
            Value::Array(items) => items.iter().for_each(|value| self.check(value, wrong)),
            _ => {}
        }
    }

    fn document_change(&self, change: &Value, wrong: &mut Vec<String>) {
        let supported = self.workspace_edit;
        if supported["documentChanges"] != true {
            wrong.push("the client does not support documentChanges".to_owned());
        }
        for uri in
            [&change["uri"], &change["oldUri"], &change["newUri"], &change["textDocument"]["uri"]]
        {
            if let Some(uri) = uri.as_str() {
                self.edited(uri, wrong);
            }
        }
        if let Some(kind) = change.get("kind") {
            let kinds = supported["resourceOperations"].as_array();
            if !kinds.is_some_and(|kinds| kinds.contains(kind)) {
                wrong.push(format!("the client does not support the operation {kind}"));
            }
            return;
        }
        overlaps(&change["edits"], wrong);
        let document = &change["textDocument"];
        let open = self.open.get(document["uri"].as_str().unwrap_or_default());
        let fits = match (open, document["version"].as_i64()) {
            // The client may have typed on since it asked.
            (Some(open), Some(version)) => version <= *open,
            (None, None) => true,
            _ => false,
        };
        if !fits {
            wrong.push(format!("an edit's version does not fit, open is {open:?}: {document}"));
        }
    }

    /// An edit stays inside the workspace or the open documents.
    fn edited(&self, uri: &str, wrong: &mut Vec<String>) {
        let inside = self.folders.iter().any(|folder| {
            let rest = uri.strip_prefix(folder.trim_end_matches('/'));
            rest.is_some_and(|rest| {
                rest.starts_with('/') && !rest.split('/').any(|name| name == "..")
            })
        });
        if !inside && !self.open.contains_key(uri) {
            wrong.push(format!("an edit outside of the workspace: {uri}"));
        }
    }
}

fn overlaps(edits: &Value, wrong: &mut Vec<String>) {
    let position = |value: &Value| (value["line"].as_u64(), value["character"].as_u64());
    let mut ranges: Vec<_> = edits
        .as_array()
        .into_iter()
        .flatten()
        .map(|edit| (position(&edit["range"]["start"]), position(&edit["range"]["end"])))
        .collect();
    if ranges.iter().any(|(start, end)| start > end) {
        wrong.push("an edit ends before it starts".to_owned());
    }
    ranges.sort();
    if ranges.windows(2).any(|pair| pair[0].1 > pair[1].0) {
        wrong.push(format!("edits overlap: {edits}"));
    }
}
