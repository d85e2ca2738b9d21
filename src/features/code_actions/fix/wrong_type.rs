//! A fix of `wrong-type`: write a tag that YAML reads as a comment without its `#`.

use super::context::FixContext;
use crate::features::code_actions::action::Action;
use crate::features::edit_builder::EditBuilder;
use crate::workspace::edit::Expect;

pub(super) fn fixes(ctx: &FixContext<'_>) -> Vec<Action> {
    without_hash(ctx).into_iter().collect()
}

fn without_hash(ctx: &FixContext<'_>) -> Option<Action> {
    let front = ctx.document.note.front_matter.as_ref()?;
    front.range.contains_range(ctx.found.range).then_some(())?;
    let written = ctx.document.note.text.slice(ctx.found.range);
    let tag = written.strip_prefix('#')?;
    let note = ctx.document.id;
    let mut edit = EditBuilder::default();
    edit.replace(note, ctx.found.range, tag.to_owned());
    edit.expect(Expect::NewTag { note, tag: tag.to_owned() });
    Some(Action::fix(format!("Write `{tag}` without `#`"), edit).preferred())
}
