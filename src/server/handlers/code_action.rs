//! textDocument/codeAction, codeAction/resolve.

use std::collections::{HashMap, HashSet};

use serde::{Deserialize, Serialize};
use tower_lsp::jsonrpc::{Error, Result};
use tower_lsp::ls_types::{
    CodeAction, CodeActionContext, CodeActionDisabled, CodeActionKind, CodeActionOrCommand,
    CodeActionParams, CodeActionResponse, CodeActionTriggerKind, Command, Diagnostic, MessageType,
    Range, Uri, WorkspaceEdit,
};

use crate::features::code_actions::{self, Action, ActionKind, Choice};
use crate::server::client_capabilities::ClientCapabilities;
use crate::server::context::Context;
use crate::server::event::Wait;
use crate::server::handlers::next_gap;
use crate::server::handlers::rename::{lost_terms, refused};
use crate::server::outgoing::Outgoing;
use crate::server::protocol::{CHOOSE, FIX_ALL, NEXT_GAP};
use crate::server::snapshot::Snapshot;
use crate::server::workspace_edit::workspace_edit;
use crate::server::{from_proto, to_proto};
use crate::text::visible::strip_control_chars;
use crate::workspace::document::Document;

/// The most notes of a workspace in which an action is verified before it is offered. A verification
/// reads the links of all notes.
const MAX_NOTES_TO_VERIFY: usize = 500;

/// The largest note, in bytes, in which an action is verified before it is offered.
const MAX_BYTES_TO_VERIFY: u32 = 128 << 10;

/// The most actions of one request that are verified before they are offered.
const MAX_ACTIONS_TO_VERIFY: usize = 40;

/// The data of an action to find it again in `codeAction/resolve`.
#[derive(Clone, Serialize, Deserialize)]
struct Data {
    uri: Uri,
    range: Range,
    version: Option<i32>,
    /// The index, from 0, among the actions with the same title.
    #[serde(default)]
    nth: usize,
}

/// The request for code actions.
struct ActionRequest {
    data: Data,
    only: Option<Vec<CodeActionKind>>,
    /// The diagnostics that the client shows in the range.
    shown: Vec<Diagnostic>,
    /// Whether the user requested the actions, not the editor after a cursor movement.
    is_invoked: bool,
    /// Whether an action that would be refused is not offered.
    verifies: bool,
}

impl ActionRequest {
    fn new(data: Data, context: CodeActionContext) -> Self {
        let is_invoked = context.trigger_kind != Some(CodeActionTriggerKind::AUTOMATIC);
        Self { data, only: context.only, shown: context.diagnostics, is_invoked, verifies: false }
    }

    fn wants(&self, kind: &CodeActionKind) -> bool {
        match &self.only {
            Some(only) => is_one_of(kind, only),
            // Actions for the whole note would show a light bulb at each position of the cursor.
            None => self.is_invoked || !kind.as_str().starts_with("source"),
        }
    }
}

pub(in crate::server) async fn code_action(
    server: &Context,
    params: CodeActionParams,
) -> Result<Option<CodeActionResponse>> {
    if !server.client().code_actions {
        // Such a client accepts only commands, and the server has none for edits.
        return Ok(None);
    }
    let (uri, range) = (params.text_document.uri, params.range);
    let asked = server.for_document(uri.clone(), Wait::Scanned, move |snapshot, document| {
        let data = Data { uri, range, version: document.version(), nth: 0 };
        let mut request = ActionRequest::new(data, params.context);
        let found = offered(snapshot, document, range, |it| request.wants(&kind(it)));
        request.verifies = request.is_invoked && is_quick(snapshot, document, found.len());
        let mut actions = Vec::with_capacity(found.len());
        let mut seen: HashMap<String, usize> = HashMap::new();
        let mut choices = Choices::new(&found, snapshot.client);
        for action in &found {
            let nth = seen.entry(strip_control_chars(action.title.clone())).or_default();
            request.data.nth = *nth;
            *nth += 1;
            if let Some(is_first) = choices.admit(action) {
                actions.extend(is_first.then(|| choice(action, &request.data)).flatten());
                continue;
            }
            actions.extend(to_proto(action, &request, snapshot, document));
        }
        if snapshot.client.show_document && request.wants(&CodeActionKind::SOURCE) {
            actions.extend(next_gap(&request.data, snapshot, document));
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
    if let Some((edit, message)) = asked.await?.transpose()? {
        action.edit = edit;
        if let Some(message) = message {
            server.outbox.send(Outgoing::Show(MessageType::INFO, message));
        }
    }
    Ok(action)
}

/// Returns the edit of the offered action with this title and kind, and a message for the user.
fn edit(
    snapshot: &Snapshot,
    document: &Document,
    data: &Data,
    title: &str,
    wanted: Option<&CodeActionKind>,
) -> Result<(Option<WorkspaceEdit>, Option<String>)> {
    // The range is invalid in another version.
    if document.version() != data.version {
        return Err(Error::content_modified());
    }
    let is_wanted = |it| wanted.is_none_or(|wanted| kind(it) == *wanted);
    let offered = offered(snapshot, document, data.range, is_wanted);
    let mut named =
        offered.into_iter().filter(|found| strip_control_chars(found.title.clone()) == title);
    let Some(found) = named.nth(data.nth) else { return Err(Error::content_modified()) };
    let verified = found.edit(&snapshot.workspace).map_err(refused)?;
    Ok((workspace_edit(&verified, snapshot, false), lost_terms(&verified)))
}

/// Returns the actions of the wanted kinds that the client supports.
fn offered(
    snapshot: &Snapshot,
    document: &Document,
    range: Range,
    is_wanted: impl Fn(ActionKind) -> bool,
) -> Vec<Action> {
    let selected = from_proto::range(range, &document.note.text, snapshot.client.encoding);
    let actions = code_actions::code_actions(&snapshot.workspace, document.id, selected, is_wanted);
    let can = |action: &Action| snapshot.client.creates_files || !action.creates_notes();
    actions.into_iter().filter(can).collect()
}

/// Converts an action. The edit is included unless the client resolves it later. An action whose edit
/// is refused is disabled if the client shows the reason, and else left out.
fn to_proto(
    action: &Action,
    request: &ActionRequest,
    snapshot: &Snapshot,
    document: &Document,
) -> Option<CodeActionOrCommand> {
    let mut found = CodeAction {
        title: strip_control_chars(action.title.clone()),
        kind: Some(kind(action.kind)),
        diagnostics: fixed(action, request, snapshot, document),
        is_preferred: (action.is_preferred && snapshot.client.preferred_actions).then_some(true),
        ..CodeAction::default()
    };
    let is_later = snapshot.client.resolves_edits;
    match (!is_later || request.verifies).then(|| action.edit(&snapshot.workspace)) {
        Some(Err(refusal)) => {
            let is_shown = request.is_invoked && action.kind != ActionKind::QuickFix;
            (is_shown && snapshot.client.disabled_actions).then_some(())?;
            found.is_preferred = None;
            found.disabled = Some(CodeActionDisabled { reason: strip_control_chars(refusal.0) });
        }
        Some(Ok(verified)) if !is_later => {
            found.edit = Some(workspace_edit(&verified, snapshot, false)?);
        }
        _ => found.data = serde_json::to_value(&request.data).ok(),
    }
    Some(CodeActionOrCommand::CodeAction(found))
}

/// Returns whether this many actions can be verified without a delay that the user notices.
fn is_quick(snapshot: &Snapshot, document: &Document, actions: usize) -> bool {
    let mut notes = snapshot.workspace.documents();
    actions <= MAX_ACTIONS_TO_VERIFY
        && u32::from(document.note.text.end()) <= MAX_BYTES_TO_VERIFY
        && notes.nth(MAX_NOTES_TO_VERIFY).is_none()
}

/// Returns the diagnostics that an action fixes. Those that the client sent are returned unchanged,
/// because they may have additional data.
fn fixed(
    action: &Action,
    request: &ActionRequest,
    snapshot: &Snapshot,
    document: &Document,
) -> Option<Vec<Diagnostic>> {
    let ours = to_proto::diagnostics(action.fixes.clone(), &document.note.text, snapshot);
    let as_shown = |own: Diagnostic| {
        let is_it = |shown: &&Diagnostic| shown.code == own.code && shown.range == own.range;
        request.shown.iter().find(is_it).cloned().unwrap_or(own)
    };
    let fixed: Vec<_> = ours.into_iter().map(as_shown).collect();
    (!fixed.is_empty()).then_some(fixed)
}

/// The choices that are offered as one action each, because the client can ask for an option.
struct Choices {
    /// The number of options of each choice, by its title.
    options: HashMap<String, usize>,
    offered: HashSet<String>,
}

impl Choices {
    fn new(found: &[Action], client: ClientCapabilities) -> Self {
        let mut options: HashMap<String, usize> = HashMap::new();
        for choice in found.iter().filter_map(|it| it.choice.as_ref()) {
            *options.entry(choice.title.clone()).or_default() += usize::from(client.asks_choices);
        }
        Self { options, offered: HashSet::new() }
    }

    /// Returns whether an action is the first option of a choice; `None` if it is offered by itself.
    fn admit(&mut self, action: &Action) -> Option<bool> {
        let title = &action.choice.as_ref()?.title;
        (self.options.get(title).is_some_and(|options| *options > 1))
            .then(|| self.offered.insert(title.clone()))
    }
}

/// Returns the actions with this choice for a range.
pub(in crate::server) fn options(
    snapshot: &Snapshot,
    document: &Document,
    range: Range,
    title: &str,
) -> Vec<Action> {
    let mut offered = offered(snapshot, document, range, |_| true);
    let is_of = |choice: &Choice| strip_control_chars(choice.title.clone()) == title;
    offered.retain(|action| action.choice.as_ref().is_some_and(is_of));
    offered
}

/// Returns the action that asks for an option of a choice.
fn choice(action: &Action, data: &Data) -> Option<CodeActionOrCommand> {
    let title = strip_control_chars(action.choice.as_ref()?.title.clone());
    let arguments = vec![
        serde_json::to_value(&data.uri).ok()?,
        serde_json::to_value(data.range).ok()?,
        title.clone().into(),
    ];
    Some(CodeActionOrCommand::CodeAction(CodeAction {
        title: title.clone(),
        kind: Some(kind(action.kind)),
        command: Some(Command { title, command: CHOOSE.to_owned(), arguments: Some(arguments) }),
        ..CodeAction::default()
    }))
}

fn next_gap(data: &Data, snapshot: &Snapshot, document: &Document) -> Option<CodeActionOrCommand> {
    let position = data.range.start;
    next_gap::next_gap(snapshot, document, position)?;
    let title = "Go to the next empty section".to_owned();
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

/// Returns whether a kind is one of the wanted kinds or a subkind of one.
fn is_one_of(kind: &CodeActionKind, wanted: &[CodeActionKind]) -> bool {
    wanted.iter().any(|wanted| {
        let rest = kind.as_str().strip_prefix(wanted.as_str());
        rest.is_some_and(|rest| {
            rest.is_empty() || rest.starts_with('.') || wanted.as_str().is_empty()
        })
    })
}
