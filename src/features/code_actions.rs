//! Code actions: refactorings at the cursor, and quick fixes for diagnostics.
//!
//! An action is cheap to offer: its edit is built and verified later. The server does so when the user
//! chooses the action, or asks for the list in a small workspace.
//!
//! LSP: textDocument/codeAction, codeAction/resolve.

mod action;
mod add_alias;
mod add_front_matter;
mod define;
mod fix;
mod link;
mod link_all;
mod refactor;
mod selection;
mod topic;

use std::collections::HashSet;

use text_size::TextRange;

use crate::workspace::Workspace;
use crate::workspace::document::NoteId;

pub use self::action::{Action, ActionKind, Choice};
pub use self::fix::{fix_all, fixable};

/// Returns the actions of these kinds for a selection or cursor, quick fixes first.
pub fn code_actions(
    workspace: &Workspace,
    note: NoteId,
    selected: TextRange,
    is_wanted: impl Fn(ActionKind) -> bool,
) -> Vec<Action> {
    let document = workspace.document(note).filter(|document| document.is_note());
    let Some(document) = document else { return Vec::new() };
    let mut actions = Vec::new();
    if is_wanted(ActionKind::QuickFix) {
        actions.extend(fix::actions(workspace, document, selected));
    }
    if is_wanted(ActionKind::Rewrite) {
        actions.extend(link::actions(workspace, document, selected));
        actions.extend(define::action(workspace, document, selected));
        actions.extend(add_alias::actions(workspace, document, selected));
        actions.extend(add_front_matter::action(workspace, document, selected));
    }
    actions.extend(refactor::actions(workspace, document, selected, &is_wanted));
    if is_wanted(ActionKind::Source) {
        actions.extend(link_all::actions(workspace, document));
    }
    if is_wanted(ActionKind::FixAll) {
        actions.extend(fix::all(workspace, document));
    }
    // An action that is also a quick fix is offered only once.
    let fixes = actions.iter().filter(|action| action.kind == ActionKind::QuickFix);
    let titles: HashSet<_> = fixes.map(|action| action.title.clone()).collect();
    actions.retain(|it| it.kind == ActionKind::QuickFix || !titles.contains(&it.title));
    actions
}

#[cfg(test)]
mod tests;
