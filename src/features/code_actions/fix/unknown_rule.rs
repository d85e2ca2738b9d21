//! Repair of `unknown-rule`: the code that was meant.

use super::Remark;
use crate::features::code_actions::Action;
use crate::features::diagnostics::codes;
use crate::note::spelling::nearest;
use crate::workspace::edit::{Group, Promise, TextEdit, WorkspaceEdit};

pub(super) fn repairs(it: &Remark<'_>) -> Vec<Action> {
    let range = it.found.range;
    let written = it.document.text.slice(range);
    let Some(code) = nearest(&written, codes()) else { return Vec::new() };
    let mut edit = WorkspaceEdit::default();
    edit.push(it.document.id, TextEdit { range, new_text: code.to_owned(), group: Group::Certain });
    let title = format!("Change `{written}` to `{code}`");
    vec![Action::fix(title, edit, Promise::default()).preferred()]
}
