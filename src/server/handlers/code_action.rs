//! textDocument/codeAction, codeAction/resolve.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};
use tower_lsp::jsonrpc::{Error, Result};
use tower_lsp::ls_types::{
    CodeAction, CodeActionContext, CodeActionKind, CodeActionOrCommand, CodeActionParams,
    CodeActionResponse, CodeActionTriggerKind, Command, Diagnostic, Range, Uri, WorkspaceEdit,
};

use crate::features::code_actions::{self, Action, ActionKind};
use crate::server::context::Context;
use crate::server::event::Wait;
use crate::server::handlers::execute_command;
use crate::server::handlers::rename::refused;
use crate::server::protocol::{FIX_ALL, NEXT_GAP};
use crate::server::snapshot::Snapshot;
use crate::server::workspace_edit::workspace_edit;
use crate::server::{from_proto, to_proto};
use crate::text::visible::strip_control_chars;
use crate::workspace::document::Document;

/// What an action needs to be found again when its edit is asked for.
#[derive(Clone, Serialize, Deserialize)]
struct Data {
    uri: Uri,
    range: Range,
    version: Option<i32>,
    /// Several remarks may have a repair of one name: which of them it is.
    #[serde(default)]
    nth: usize,
}

/// What was asked for.
struct ActionRequest {
    data: Data,
    only: Option<Vec<CodeActionKind>>,
    /// The remarks that the client shows there.
    shown: Vec<Diagnostic>,
    /// Whether a person has asked, and not the editor as the cursor moves.
    is_invoked: bool,
}

impl ActionRequest {
    fn new(data: Data, context: CodeActionContext) -> Self {
        let is_invoked = context.trigger_kind != Some(CodeActionTriggerKind::AUTOMATIC);
        Self { data, only: context.only, shown: context.diagnostics, is_invoked }
    }

    fn wants(&self, kind: &CodeActionKind) -> bool {
        match &self.only {
            Some(only) => is_one_of(kind, only),
            // What concerns the whole note is no reason to light a lamp wherever the cursor is.
            None => self.is_invoked || !kind.as_str().starts_with("source"),
        }
    }
}

pub(in crate::server) async fn code_action(
    server: &Context,
    params: CodeActionParams,
) -> Result<Option<CodeActionResponse>> {
    if !server.client().code_actions {
        // All that it could take is commands, and none of ours does what an action does.
        return Ok(None);
    }
    let (uri, range) = (params.text_document.uri, params.range);
    let asked = server.for_document(uri.clone(), Wait::Scanned, move |snapshot, document| {
        let data = Data { uri, range, version: document.version(), nth: 0 };
        let mut asked = ActionRequest::new(data, params.context);
        let found = offered(snapshot, document, range, |it| asked.wants(&kind(it)));
        let mut actions = Vec::with_capacity(found.len());
        let mut seen: HashMap<String, usize> = HashMap::new();
        for action in &found {
            let nth = seen.entry(strip_control_chars(action.title.clone())).or_default();
            asked.data.nth = *nth;
            *nth += 1;
            actions.extend(to_proto(action, &asked, snapshot, document));
        }
        if snapshot.client.show_document && asked.wants(&CodeActionKind::SOURCE) {
            actions.extend(next_gap(&asked.data, snapshot, document));
        }
        Some(actions)
    });
    asked.await
}

pub(in crate::server) async fn resolve(
    server: &Context,
    mut action: CodeAction,
) -> Result<CodeAction> {
    let data = action.data.clone().and_then(|data| serde_json::from_value::<Data>(data).ok());
    let Some(data) = data else { return Ok(action) };
    let (title, wanted) = (action.title.clone(), action.kind.clone());
    let asked = server.for_document(data.uri.clone(), Wait::Scanned, move |snapshot, document| {
        Some(edit(snapshot, document, &data, &title, wanted.as_ref()))
    });
    action.edit = asked.await?.transpose()?.flatten();
    Ok(action)
}

/// The edit of the action with this title and kind that was offered before.
fn edit(
    snapshot: &Snapshot,
    document: &Document,
    data: &Data,
    title: &str,
    wanted: Option<&CodeActionKind>,
) -> Result<Option<WorkspaceEdit>> {
    // The range means nothing in another version.
    if document.version() != data.version {
        return Err(Error::content_modified());
    }
    let is_wanted = |it| wanted.is_none_or(|wanted| kind(it) == *wanted);
    let offered = offered(snapshot, document, data.range, is_wanted);
    let mut named =
        offered.into_iter().filter(|found| strip_control_chars(found.title.clone()) == title);
    let Some(found) = named.nth(data.nth) else { return Err(Error::content_modified()) };
    let proven = found.edit(&snapshot.workspace).map_err(refused)?;
    Ok(workspace_edit(&proven, snapshot, false))
}

/// The actions of the kinds that are wanted, without those that the client cannot carry out.
fn offered(
    snapshot: &Snapshot,
    document: &Document,
    range: Range,
    is_wanted: impl Fn(ActionKind) -> bool,
) -> Vec<Action> {
    let selected = from_proto::range(range, &document.text, snapshot.client.encoding);
    let actions = code_actions::code_actions(&snapshot.workspace, document.id, selected, is_wanted);
    let can = |action: &Action| snapshot.client.creates_files || !action.creates_notes();
    actions.into_iter().filter(can).collect()
}

/// An action whose edit is made now, unless the client asks for it later. One that cannot be made
/// is left out then.
fn to_proto(
    action: &Action,
    asked: &ActionRequest,
    snapshot: &Snapshot,
    document: &Document,
) -> Option<CodeActionOrCommand> {
    let mut found = CodeAction {
        title: strip_control_chars(action.title.clone()),
        kind: Some(kind(action.kind)),
        diagnostics: fixed(action, asked, snapshot, document),
        is_preferred: (action.is_preferred && snapshot.client.preferred_actions).then_some(true),
        ..CodeAction::default()
    };
    if snapshot.client.resolves_edits {
        found.data = serde_json::to_value(&asked.data).ok();
    } else {
        let proven = action.edit(&snapshot.workspace).ok()?;
        found.edit = Some(workspace_edit(&proven, snapshot, false)?);
    }
    Some(CodeActionOrCommand::CodeAction(found))
}

/// The remarks that an action does away with, just as the client sent them if it did: it may know
/// them by more than we do.
fn fixed(
    action: &Action,
    asked: &ActionRequest,
    snapshot: &Snapshot,
    document: &Document,
) -> Option<Vec<Diagnostic>> {
    let ours = to_proto::diagnostics(action.fixes.clone(), &document.text, snapshot);
    let as_shown = |own: Diagnostic| {
        let is_it = |shown: &&Diagnostic| shown.code == own.code && shown.range == own.range;
        asked.shown.iter().find(is_it).cloned().unwrap_or(own)
    };
    let fixed: Vec<_> = ours.into_iter().map(as_shown).collect();
    (!fixed.is_empty()).then_some(fixed)
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
            command: NEXT_GAP.to_owned(),
            arguments: Some(arguments.into()),
        }),
        ..CodeAction::default()
    }))
}

fn kind(kind: ActionKind) -> CodeActionKind {
    match kind {
        ActionKind::QuickFix => CodeActionKind::QUICKFIX,
        ActionKind::Extract => CodeActionKind::REFACTOR_EXTRACT,
        ActionKind::Inline => CodeActionKind::REFACTOR_INLINE,
        ActionKind::Rewrite => CodeActionKind::REFACTOR_REWRITE,
        ActionKind::Source => CodeActionKind::SOURCE,
        ActionKind::FixAll => FIX_ALL,
    }
}

/// Whether a kind is one of those, or a kind of one of them.
fn is_one_of(kind: &CodeActionKind, wanted: &[CodeActionKind]) -> bool {
    wanted.iter().any(|wanted| {
        let rest = kind.as_str().strip_prefix(wanted.as_str());
        rest.is_some_and(|rest| {
            rest.is_empty() || rest.starts_with('.') || wanted.as_str().is_empty()
        })
    })
}
