//! Refactorings: they move sections, change their levels or convert them.
//!
//! Each one builds an edit that moves or copies blocks of text. Links that this would break are
//! rewritten.

mod contents;
mod convert;
mod extract;
mod inline;
mod labels;
pub(super) mod levels;
mod move_term;
pub(super) mod section_ranges;
mod sort;

use text_size::TextRange;

use super::action::{Action, ActionKind};
use crate::features::cursor_target::heading_line;
use crate::workspace::Workspace;
use crate::workspace::document::Document;

/// Returns the refactorings of the section whose heading is at the cursor, and of the note.
pub(super) fn actions(
    workspace: &Workspace,
    document: &Document,
    selected: TextRange,
    is_wanted: &impl Fn(ActionKind) -> bool,
) -> Vec<Action> {
    let mut actions = Vec::new();
    let offset = selected.start();
    let heading = heading_line(document, offset).map(|(index, _)| index);
    if is_wanted(ActionKind::Inline) {
        actions.extend(inline::action(workspace, document, offset));
    }
    if is_wanted(ActionKind::Rewrite) {
        actions.extend(convert::actions(document, offset, heading));
    }
    if let Some(index) = heading {
        if is_wanted(ActionKind::Extract) {
            actions.extend(extract::action(workspace, document, index));
        }
        if is_wanted(ActionKind::Rewrite) {
            actions.extend(levels::actions(workspace, document, index));
            actions.extend(move_term::actions(document, index));
            actions.extend(sort::action(document, index));
        }
    }
    if is_wanted(ActionKind::Source) {
        actions.extend(contents::action(workspace, document));
    }
    actions
}

#[cfg(test)]
mod tests;
