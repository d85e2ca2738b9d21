//! A fix of `unused-reference`: remove the definition. This is safe for a link, but not for a
//! footnote, which contains text.

use super::context::FixContext;
use crate::features::code_actions::action::Action;
use crate::features::edit_builder::EditBuilder;
use crate::features::link::definition_lines;
use crate::note::reference::Family;

pub(super) fn fixes(ctx: &FixContext<'_>) -> Vec<Action> {
    removal(ctx).into_iter().collect()
}

fn removal(ctx: &FixContext<'_>) -> Option<Action> {
    let mut references = ctx.document.note.references.iter();
    let found = references.find(|found| found.is_definition && found.label == ctx.found.range)?;
    let range = definition_lines(&ctx.document.note.text, found.range)?;
    let mut edit = EditBuilder::default();
    edit.remove(ctx.document.id, range);
    edit.drop_text(ctx.document.id, range);
    let label = ctx.document.note.text.slice(found.label);
    Some(match found.family {
        Family::Link => Action::fix(format!("Remove “[{label}]”"), edit).safe(),
        Family::Footnote => Action::fix(format!("Remove footnote “[^{label}]”"), edit),
    })
}
