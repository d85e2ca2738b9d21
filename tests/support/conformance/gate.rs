//! The gate: the server sends and offers only what the client supports.

use serde_json::{Value, json};

use super::Wrong;
use super::agreed::{Agreed, items, offers};
use crate::support::model::Model;

/// Methods that are allowed without a client capability.
const ALWAYS_ALLOWED: &[&str] =
    &["window/showMessage", "window/showMessageRequest", "textDocument/publishDiagnostics"];

/// Methods that are allowed before the response to `initialize`.
const EARLY: &[&str] =
    &["window/showMessage", "window/logMessage", "window/showMessageRequest", "telemetry/event"];

/// Checks whether the client supports a request or notification, and allows it already.
pub(crate) fn call(agreed: &Agreed, model: &Model, message: &Value, wrong: &mut Wrong) {
    let name = message["method"].as_str().unwrap_or_default();
    if agreed.offered.is_none() && !EARLY.contains(&name) {
        wrong.push(format!("{name} before initialize was answered"));
    }
    if name == "$/logTrace" {
        trace(agreed, &message["params"], wrong);
    }
    let Some(method) = model.method(name) else { return };
    if method.direction == "clientToServer" {
        wrong.push(format!("{name} is sent by clients"));
    }
    let Some(needed) = &method.client_capability else { return };
    let needed = if name.ends_with("/refresh") && !needed.ends_with("refreshSupport") {
        format!("{needed}.refreshSupport")
    } else {
        needed.clone()
    };
    if !ALWAYS_ALLOWED.contains(&name) && !agreed.can(&needed) {
        wrong.push(format!("{name} is for clients with {needed}"));
    }
}

fn trace(agreed: &Agreed, params: &Value, wrong: &mut Wrong) {
    if agreed.trace == "off" {
        wrong.push("$/logTrace while tracing is off".to_owned());
    }
    if params.get("verbose").is_some() && agreed.trace != "verbose" {
        wrong.push("$/logTrace is verbose though the client is not".to_owned());
    }
}

/// Server capabilities, and the client capabilities that they need.
const OFFERS: [(&str, &str); 8] = [
    ("renameProvider.prepareProvider", "textDocument.rename.prepareSupport"),
    ("codeActionProvider.codeActionKinds", "textDocument.codeAction.codeActionLiteralSupport"),
    ("diagnosticProvider", "textDocument.diagnostic"),
    ("semanticTokensProvider", "textDocument.semanticTokens"),
    ("workspace.fileOperations.willRename", "workspace.fileOperations.willRename"),
    ("workspace.fileOperations.didRename", "workspace.fileOperations.didRename"),
    ("workspace.fileOperations.willCreate", "workspace.fileOperations.willCreate"),
    ("workspace.fileOperations.willDelete", "workspace.fileOperations.willDelete"),
];

/// Checks the server capabilities.
pub(crate) fn offer(agreed: &Agreed, offered: &Value, wrong: &mut Wrong) {
    for (offer, needed) in OFFERS {
        if offers(offered, offer) && !agreed.can(needed) {
            wrong.push(format!("{offer} is for clients with {needed}"));
        }
    }
    let encoding = offered.get("positionEncoding").cloned().unwrap_or(json!("utf-16"));
    if encoding != "utf-16" && !agreed.lists("general.positionEncodings", &encoding) {
        wrong.push(format!("the client did not offer {encoding}"));
    }
    let legend = &offered["semanticTokensProvider"]["legend"];
    for name in ["tokenTypes", "tokenModifiers"] {
        if items(&legend[name]).any(|it| it == "") {
            wrong.push(format!("one of the {name} has no name"));
        }
    }
}
