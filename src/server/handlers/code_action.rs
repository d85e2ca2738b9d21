//! textDocument/codeAction, codeAction/resolve.

use serde::{Deserialize, Serialize};
use text_size::TextRange;
use tower_lsp::jsonrpc::{Error, Result};
use tower_lsp::ls_types::{
    CodeAction, CodeActionKind, CodeActionOrCommand, CodeActionParams, CodeActionResponse, Command,
    Range, Uri,
};

use crate::features::code_actions::{self, Action, Kind};
use crate::server::backend::Backend;
use crate::server::from_proto;
use crate::server::handlers::execute_command;
use crate::server::handlers::rename::refused;
use crate::server::session::Snapshot;
use crate::server::workspace_edit::workspace_edit;
use crate::workspace::document::Document;

/// What an action needs to be found again when its edit is asked for.
#[derive(Serialize, Deserialize)]
struct Data {
    uri: Uri,
    range: Range,
    version: Option<i32>,
}

pub(in crate::server) async fn code_action(
    server: &Backend,
    params: CodeActionParams,
) -> Result<Option<CodeActionResponse>> {
    let (uri, range) = (params.text_document.uri, params.range);
    let only = params.context.only;
    let asked = server.ask_all(uri.clone(), move |snapshot, document| {
        let data = Data { uri, range, version: document.version() };
        let found = offered(snapshot, document, range);
        let wanted = found.iter().filter(|action| is_wanted(only.as_deref(), &kind(action.kind)));
        let mut actions: Vec<_> =
            wanted.filter_map(|action| to_proto(action, &data, snapshot)).collect();
        if snapshot.abilities.show_document && is_wanted(only.as_deref(), &CodeActionKind::SOURCE) {
            actions.extend(next_gap(&data, snapshot, document));
        }
        actions
    });
    asked.await
}

pub(in crate::server) async fn resolve(
    server: &Backend,
    mut action: CodeAction,
) -> Result<CodeAction> {
    let data = action.data.clone().and_then(|data| serde_json::from_value::<Data>(data).ok());
    let Some(data) = data else { return Ok(action) };
    let title = action.title.clone();
    let asked = server.ask_all(data.uri, move |snapshot, document| {
        // The range means nothing in another version.
        if document.version() != data.version {
            return Err(Error::content_modified());
        }
        let offered = offered(snapshot, document, data.range);
        let Some(found) = offered.into_iter().find(|found| found.title == title) else {
            return Err(Error::content_modified());
        };
        let proven = found.edit(&snapshot.workspace).map_err(refused)?;
        Ok(workspace_edit(&proven, snapshot, false))
    });
    action.edit = asked.await?.transpose()?.flatten();
    Ok(action)
}

fn offered(snapshot: &Snapshot, document: &Document, range: Range) -> Vec<Action> {
    let offset =
        |place| document.text.offset(from_proto::line_col(place), snapshot.abilities.encoding);
    let (start, end) = (offset(range.start), offset(range.end));
    let selected = TextRange::new(start.min(end), start.max(end));
    code_actions::code_actions(&snapshot.workspace, document.id, selected)
}

/// An action whose edit is made now, unless the client asks for it later. One that cannot be made
/// is left out then.
fn to_proto(action: &Action, data: &Data, snapshot: &Snapshot) -> Option<CodeActionOrCommand> {
    let mut found = CodeAction {
        title: action.title.clone(),
        kind: Some(kind(action.kind)),
        ..CodeAction::default()
    };
    if snapshot.abilities.resolves_edits {
        found.data = serde_json::to_value(data).ok();
    } else {
        let proven = action.edit(&snapshot.workspace).ok()?;
        found.edit = Some(workspace_edit(&proven, snapshot, false)?);
    }
    Some(CodeActionOrCommand::CodeAction(found))
}

fn next_gap(data: &Data, snapshot: &Snapshot, document: &Document) -> Option<CodeActionOrCommand> {
    let position = data.range.start;
    execute_command::next_gap(snapshot, document, position)?;
    let title = "Go to the next gap".to_owned();
    let arguments = [serde_json::to_value(&data.uri).ok()?, serde_json::to_value(position).ok()?];
    Some(CodeActionOrCommand::CodeAction(CodeAction {
        title: title.clone(),
        kind: Some(CodeActionKind::SOURCE),
        command: Some(Command {
            title,
            command: execute_command::NEXT_GAP.to_owned(),
            arguments: Some(arguments.into()),
        }),
        ..CodeAction::default()
    }))
}

fn kind(kind: Kind) -> CodeActionKind {
    match kind {
        Kind::Rewrite => CodeActionKind::REFACTOR_REWRITE,
        Kind::Source => CodeActionKind::SOURCE,
    }
}

/// Whether a kind is one of those asked for, or a kind of one of them.
fn is_wanted(only: Option<&[CodeActionKind]>, kind: &CodeActionKind) -> bool {
    only.is_none_or(|only| {
        only.iter().any(|wanted| {
            let rest = kind.as_str().strip_prefix(wanted.as_str());
            rest.is_some_and(|rest| {
                rest.is_empty() || rest.starts_with('.') || wanted.as_str().is_empty()
            })
        })
    })
}
