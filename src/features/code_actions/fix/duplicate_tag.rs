//! A fix of `duplicate-tag`: remove the second occurrence from the list.

use super::context::FixContext;
use crate::features::code_actions::action::Action;
use crate::features::edit_builder::EditBuilder;
use crate::note::front_matter::TagKind;
use crate::workspace::edit::Expect;

pub(super) fn fixes(ctx: &FixContext<'_>) -> Vec<Action> {
    removal(ctx).into_iter().collect()
}

fn removal(ctx: &FixContext<'_>) -> Option<Action> {
    let note = &ctx.document.note;
    let front = note.front_matter.as_ref()?;
    let tags = note.tags().iter().map(|tag| (TagKind::Tag, tag));
    let categories = note.categories().iter().map(|tag| (TagKind::Category, tag));
    let mut listed = tags.chain(categories);
    let (kind, tag) = listed.find(|(_, tag)| tag.text_range == ctx.found.range)?;
    let range = front.remove_tag(&ctx.document.note.text, tag)?;
    let mut edit = EditBuilder::default();
    edit.remove(ctx.document.id, range);
    edit.expect(Expect::UniqueTags(kind));
    let title = format!("Remove the second “{}”", tag.text);
    Some(Action::fix(title, edit).safe())
}
