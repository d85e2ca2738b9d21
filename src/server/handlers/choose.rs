//! The command that asks the user for one of several edits, and applies it.

use std::collections::HashMap;

use serde_json::Value;
use tower_lsp::jsonrpc::{Error, Result};
use tower_lsp::ls_types::{LSPAny, MessageActionItem, MessageType, Range, Uri, WorkspaceEdit};

use crate::features::code_actions::Action;
use crate::server::context::Context;
use crate::server::event::Wait;
use crate::server::handlers::code_action::options;
use crate::server::handlers::rename::lost_terms;
use crate::server::outgoing::Outgoing;
use crate::server::snapshot::Snapshot;
use crate::server::workspace_edit::workspace_edit;
use crate::text::visible::strip_control_chars;
use crate::workspace::edit::Refusal;

/// Asks for an option of the choice in the arguments. The answer comes later, and so does the edit.
pub(in crate::server) async fn ask(server: &Context, given: Vec<Value>) -> Result<Option<LSPAny>> {
    let Some((uri, range, title)) = arguments(given) else {
        return Err(Error::invalid_params(
            "expected three arguments: the URI of a document, a range and the title of a choice",
        ));
    };
    let asked = server.for_document(uri, Wait::Scanned, move |snapshot, document| {
        let found = options(snapshot, document, range, &title);
        Some((snapshot.clone(), title, found))
    });
    let Some((snapshot, title, found)) = asked.await? else { return Ok(None) };
    let outbox = server.outbox.clone();
    server.outbox.converse(move |client| async move {
        let items = found.iter().map(|it| item(option(it))).collect();
        let asked = client.show_message_request(MessageType::INFO, title, Some(items));
        let Ok(Some(chosen)) = asked.await else { return };
        let Some(action) = found.into_iter().find(|it| option(it) == chosen.title) else { return };
        let made = tokio::task::spawn_blocking(move || edit(&action, &snapshot)).await;
        let message = match made {
            Ok(Ok((Some(edit), message))) => {
                // The editor itself reports a failure, for example after the note has changed.
                let _ = client.apply_edit(edit).await;
                message
            }
            Ok(Err(refusal)) => Some(strip_control_chars(refusal.0)),
            _ => None,
        };
        if let Some(message) = message {
            outbox.send(Outgoing::Show(MessageType::INFO, message));
        }
    });
    Ok(None)
}

fn arguments(given: Vec<Value>) -> Option<(Uri, Range, String)> {
    let [uri, range, title] = <[Value; 3]>::try_from(given).ok()?;
    let (uri, range) = (serde_json::from_value(uri).ok()?, serde_json::from_value(range).ok()?);
    Some((uri, range, serde_json::from_value(title).ok()?))
}

/// Returns the name of an action in its choice, as the user sees it.
fn option(action: &Action) -> String {
    let option = action.choice.as_ref().map(|choice| choice.option.clone());
    strip_control_chars(option.unwrap_or_default())
}

fn item(title: String) -> MessageActionItem {
    MessageActionItem { title, properties: HashMap::new() }
}

/// Returns the edit of the chosen action, and a message for the user.
fn edit(
    action: &Action,
    snapshot: &Snapshot,
) -> std::result::Result<(Option<WorkspaceEdit>, Option<String>), Refusal> {
    let verified = action.edit(&snapshot.workspace)?;
    Ok((workspace_edit(&verified, snapshot, false), lost_terms(&verified)))
}
