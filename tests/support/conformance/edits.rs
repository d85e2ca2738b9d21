//! The rules for workspace edits: inside the workspace, in a form that the client supports, for the
//! versions of the documents, without overlaps.

use std::collections::HashSet;

use serde_json::Value;

use super::Wrong;
use super::agreed::{Agreed, Versions, items, plain};
use super::places::place;

/// The state that an edit is checked against.
pub(crate) struct Session<'a> {
    /// The current state of the conversation.
    pub(crate) agreed: &'a Agreed,
    /// The open documents at the time of the request.
    pub(crate) before: &'a Versions,
}

impl Session<'_> {
    /// Checks each workspace edit at any depth of a message.
    pub(crate) fn check(&self, value: &Value, wrong: &mut Wrong) {
        match value {
            Value::Object(members) => {
                if let Some(Value::Object(changes)) = members.get("changes") {
                    for (uri, edits) in changes {
                        self.edited(uri, wrong);
                        self.text_edits(edits, None, wrong);
                    }
                }
                if let Some(Value::Array(changes)) = members.get("documentChanges") {
                    self.document_changes(value, changes, wrong);
                }
                members.values().for_each(|value| self.check(value, wrong));
            }
            Value::Array(items) => items.iter().for_each(|value| self.check(value, wrong)),
            _ => {}
        }
    }

    fn can(&self, capability: &str) -> bool {
        self.agreed.can(&format!("workspace.workspaceEdit.{capability}"))
    }

    fn document_changes(&self, edit: &Value, changes: &[Value], wrong: &mut Wrong) {
        if !self.can("documentChanges") {
            wrong.push("the client does not support documentChanges".to_owned());
        }
        if edit.get("changes").is_some() {
            wrong.push("changes and documentChanges: one of them is never seen".to_owned());
        }
        let annotations = edit.get("changeAnnotations");
        if annotations.is_some() && !self.can("changeAnnotationSupport") {
            wrong.push("the client does not support change annotations".to_owned());
        }
        let mut edited = HashSet::new();
        for change in changes {
            if change.get("kind").is_some() {
                self.operation(change, &edited, wrong);
                continue;
            }
            let uri = change["textDocument"]["uri"].as_str().unwrap_or_default();
            self.edited(uri, wrong);
            edited.insert(plain(uri));
            self.text_edits(&change["edits"], annotations, wrong);
            self.version(&change["textDocument"], wrong);
        }
    }

    /// Checks the creation, rename or deletion of a file.
    fn operation(&self, change: &Value, edited: &HashSet<String>, wrong: &mut Wrong) {
        let kind = &change["kind"];
        if !self.agreed.lists("workspace.workspaceEdit.resourceOperations", kind) {
            wrong.push(format!("the client does not support the operation {kind}"));
        }
        if change["options"]["overwrite"] == true {
            wrong.push(format!("the operation {kind} overwrites what is there"));
        }
        let uris = ["uri", "oldUri", "newUri"].map(|key| change[key].as_str());
        for uri in uris.into_iter().flatten() {
            self.edited(uri, wrong);
            if kind == "create" && edited.contains(&plain(uri)) {
                wrong.push(format!("{uri} is edited before it is created"));
            }
        }
    }

    /// Checks that the version of a document is current, or was at the time of the request.
    fn version(&self, document: &Value, wrong: &mut Wrong) {
        let uri = plain(document["uri"].as_str().unwrap_or_default());
        let (before, now) = (self.before.get(&uri), self.agreed.open.get(&uri));
        let fits = match document.get("version") {
            Some(Value::Null) => before.is_none() || now.is_none(),
            Some(version) => {
                let (version, open) = (version.as_i64(), before.or(now).copied());
                version >= open && version <= before.max(now).copied() && open.is_some()
            }
            None => false,
        };
        if !fits {
            wrong.push(format!(
                "an edit's version does not fit, open was {before:?}, is {now:?}: {document}"
            ));
        }
    }

    /// Checks that an edit is inside the workspace or an open document.
    fn edited(&self, uri: &str, wrong: &mut Wrong) {
        let uri = plain(uri);
        let inside = self.agreed.folders.iter().any(|folder| {
            let rest = uri.strip_prefix(folder);
            rest.is_some_and(|rest| {
                rest.starts_with('/') && !rest.split('/').any(|name| name == "..")
            })
        });
        let is_open = self.agreed.open.contains_key(&uri) || self.before.contains_key(&uri);
        if !inside && !is_open {
            wrong.push(format!("an edit outside of the workspace: {uri}"));
        }
    }

    /// Checks the edits of one document.
    fn text_edits(&self, edits: &Value, annotations: Option<&Value>, wrong: &mut Wrong) {
        do_not_overlap(edits, wrong);
        for edit in items(edits) {
            if let Some(id) = edit.get("annotationId").and_then(Value::as_str)
                && annotations.and_then(|all| all.get(id)).is_none()
            {
                wrong.push(format!("there is no annotation {id}"));
            }
            if edit.get("snippet").is_some() && !self.can("snippetEditSupport") {
                wrong.push("the client does not support edits with snippets".to_owned());
            }
        }
    }
}

/// Checks that two edits of one text share at most an end.
pub(crate) fn do_not_overlap(edits: &Value, wrong: &mut Wrong) {
    let ends = |edit: &Value| (place(&edit["range"]["start"]), place(&edit["range"]["end"]));
    let mut ranges: Vec<_> = items(edits).map(ends).collect();
    ranges.sort_unstable();
    if ranges.windows(2).any(|pair| pair[0].1 > pair[1].0) {
        wrong.push(format!("edits overlap: {edits}"));
    }
}
