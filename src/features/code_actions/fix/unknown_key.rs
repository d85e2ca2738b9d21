//! A fix of `unknown-key`: change it to the similar known key.

use super::context::FixContext;
use crate::features::code_actions::action::Action;
use crate::features::diagnostics::unknown_key::probable_key;
use crate::features::edit_builder::EditBuilder;
use crate::note::front_matter::Quote;
use crate::workspace::edit::Expect;

pub(super) fn fixes(ctx: &FixContext<'_>) -> Vec<Action> {
    rename(ctx).into_iter().collect()
}

fn rename(ctx: &FixContext<'_>) -> Option<Action> {
    let entries = &ctx.document.note.front_matter.as_ref()?.entries;
    let entry = entries.iter().find(|entry| entry.key_range == ctx.found.range)?;
    let new = probable_key(ctx.workspace, ctx.document, entry)?;
    let quote = match ctx.document.note.text.slice(entry.key_range).chars().next() {
        Some('\'') => Quote::Single,
        Some('"') => Quote::Double,
        _ => Quote::Plain,
    };
    let new_text = match quote {
        Quote::Single => format!("'{new}'"),
        Quote::Double => format!("\"{new}\""),
        _ => new.clone(),
    };
    let mut edit = EditBuilder::default();
    edit.replace(ctx.document.id, entry.key_range, new_text);
    let title = format!("Change `{}` to `{new}`", entry.key);
    let (note, from) = (ctx.document.id, entry.key.clone());
    edit.expect(Expect::RenamedKey { note, from, to: new });
    Some(Action::fix(title, edit).preferred())
}
