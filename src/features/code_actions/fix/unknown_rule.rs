//! A fix of `unknown-rule`: change it to the similar code.

use super::context::FixContext;
use crate::features::code_actions::action::Action;
use crate::features::diagnostics::codes;
use crate::features::edit_builder::EditBuilder;
use crate::note::spelling::nearest;

pub(super) fn fixes(ctx: &FixContext<'_>) -> Vec<Action> {
    let range = ctx.found.range;
    let written = ctx.document.note.text.slice(range);
    let Some(code) = nearest(written, codes()) else { return Vec::new() };
    let mut edit = EditBuilder::default();
    edit.replace(ctx.document.id, range, code);
    let title = format!("Change `{written}` to `{code}`");
    vec![Action::fix(title, edit).preferred()]
}
