//! Repair of `unknown-key`: the key that was meant.

use super::Remark;
use crate::features::code_actions::Action;
use crate::features::diagnostics::unknown_key::meant;
use crate::note::front_matter::Quote;
use crate::workspace::edit::{Group, Promise, TextEdit, WorkspaceEdit};

pub(super) fn repairs(it: &Remark<'_>) -> Vec<Action> {
    rename(it).into_iter().collect()
}

fn rename(it: &Remark<'_>) -> Option<Action> {
    let entries = &it.document.note.front_matter.as_ref()?.entries;
    let entry = entries.iter().find(|entry| entry.key_range == it.found.range)?;
    let new = meant(it.workspace, it.document, entry)?;
    let quote = match it.document.text.slice(entry.key_range).chars().next() {
        Some('\'') => Quote::Single,
        Some('"') => Quote::Double,
        _ => Quote::Plain,
    };
    let new_text = match quote {
        Quote::Single => format!("'{new}'"),
        Quote::Double => format!("\"{new}\""),
        _ => new.clone(),
    };
    let mut edit = WorkspaceEdit::default();
    let range = entry.key_range;
    edit.push(it.document.id, TextEdit { range, new_text, group: Group::Certain });
    let title = format!("Change `{}` to `{new}`", entry.key);
    let new_key = Some((it.document.id, entry.key.clone(), new));
    Some(Action::fix(title, edit, Promise { new_key, ..Promise::default() }).preferred())
}
