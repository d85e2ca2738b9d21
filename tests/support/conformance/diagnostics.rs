//! Diagnostics: in a form that the client supports, never out of date, and either pushed or pulled.

use std::collections::{HashMap, HashSet};

use serde_json::Value;

use super::Wrong;
use super::agreed::{Agreed, items, plain};
use super::results::is_asked;

/// Members of a diagnostic, and the capabilities that they need.
const MEMBERS: [(&str, &str); 4] = [
    ("relatedInformation", "relatedInformation"),
    ("tags", "tagSupport"),
    ("codeDescription", "codeDescriptionSupport"),
    ("data", "dataSupport"),
];

/// The diagnostics that the server has sent for each document, by its [`plain`] URI.
#[derive(Default)]
pub(crate) struct SentDiagnostics {
    /// The last version with diagnostics since the document was opened.
    versions: HashMap<String, i64>,
    /// The ids of the reports.
    ids: HashMap<String, HashSet<String>>,
}

impl SentDiagnostics {
    /// Records a message of the client. Versions start again if it opens or closes a document.
    pub(crate) fn sent(&mut self, message: &Value) {
        let is_new = ["textDocument/didOpen", "textDocument/didClose"];
        if is_new.iter().any(|name| message["method"] == *name) {
            let uri = &message["params"]["textDocument"]["uri"];
            self.versions.remove(&plain(uri.as_str().unwrap_or_default()));
        }
    }

    /// Checks pushed diagnostics.
    pub(crate) fn pushed(&mut self, agreed: &Agreed, params: &Value, wrong: &mut Wrong) {
        form(agreed, &params["diagnostics"], wrong);
        let open = agreed.version(&params["uri"]);
        let count = items(&params["diagnostics"]).count();
        if count > 0 && open.is_some() && is_asked(agreed) {
            wrong.push("diagnostics of an open document are pushed, and asked for too".to_owned());
        }
        let Some(version) = params["version"].as_i64() else { return };
        // The client may have closed the document in the meantime.
        if open.is_some_and(|open| version > open) {
            wrong.push(format!("diagnostics of version {version}, but open is {open:?}"));
        }
        let uri = plain(params["uri"].as_str().unwrap_or_default());
        let before = self.versions.insert(uri, version);
        if open.is_some() && before.is_some_and(|before| version < before) {
            wrong.push(format!("diagnostics of version {version} after those of {before:?}"));
        }
    }

    /// Checks pulled diagnostics.
    pub(crate) fn pulled(
        &mut self,
        agreed: &Agreed,
        request: &Value,
        result: &Value,
        wrong: &mut Wrong,
    ) {
        let params = &request["params"];
        match request["method"].as_str().unwrap_or_default() {
            "textDocument/diagnostic" => {
                let related = "textDocument.diagnostic.relatedDocumentSupport";
                if result.get("relatedDocuments").is_some() && !agreed.can(related) {
                    wrong.push("relatedDocuments is for clients that take them".to_owned());
                }
                let uri = &params["textDocument"]["uri"];
                let known = params["previousResultId"].as_str();
                self.report(agreed, uri, known, result, wrong);
            }
            "workspace/diagnostic" => {
                for report in items(&result["items"]) {
                    let uri = report["uri"].as_str().map(plain);
                    let is_it = |id: &&Value| id["uri"].as_str().map(plain) == uri;
                    let known = items(&params["previousResultIds"]).find(is_it);
                    let known = known.and_then(|id| id["value"].as_str());
                    self.report(agreed, &report["uri"], known, report, wrong);
                }
            }
            _ => {}
        }
    }

    fn report(
        &mut self,
        agreed: &Agreed,
        uri: &Value,
        known: Option<&str>,
        report: &Value,
        wrong: &mut Wrong,
    ) {
        form(agreed, &report["items"], wrong);
        let ids = self.ids.entry(plain(uri.as_str().unwrap_or_default())).or_default();
        let id = report["resultId"].as_str();
        if report["kind"] == "unchanged" {
            let is_known = known.is_some_and(|known| ids.contains(known));
            if !is_known || id != known {
                wrong.push(format!("{id:?} is unchanged, but {known:?} is what is known"));
            }
        } else if let Some(id) = id {
            ids.insert(id.to_owned());
        }
    }
}

/// Checks whether the client supports diagnostics of this form.
fn form(agreed: &Agreed, diagnostics: &Value, wrong: &mut Wrong) {
    for (member, needed) in MEMBERS {
        // A client that pulls may declare these capabilities for pushed diagnostics.
        let can = ["publishDiagnostics", "diagnostic"]
            .iter()
            .any(|way| agreed.can(&format!("textDocument.{way}.{needed}")));
        if !can && items(diagnostics).any(|diagnostic| diagnostic.get(member).is_some()) {
            wrong.push(format!("a diagnostic's {member} is for clients with {needed}"));
        }
    }
}
