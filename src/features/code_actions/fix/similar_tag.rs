//! Fixes of `similar-tag`: use the usual spelling in all notes or in this one.

use super::context::FixContext;
use crate::features::code_actions::action::{Action, ActionKind};
use crate::features::diagnostics::similar_tag::usual;
use crate::features::rename::tag::proposals;
use crate::features::tags::TagName;
use crate::note::front_matter::TagKind;
use crate::workspace::tag_index::all_in_note;

pub(super) fn fixes(ctx: &FixContext<'_>) -> Vec<Action> {
    let kinds = [TagKind::Tag, TagKind::Category];
    let mut places =
        kinds.iter().flat_map(|kind| all_in_note(&ctx.document.note, *kind).map(|at| (*kind, at)));
    let Some((kind, written)) = places.find(|(_, written)| written.range == ctx.found.range) else {
        return Vec::new();
    };
    let Some((usual, _)) = usual(ctx.workspace, kind, written) else { return Vec::new() };
    let tag = TagName { kind, name: written.text.to_owned() };
    let action = |place: &str, only| {
        let found = proposals(ctx.workspace, &tag, usual, only).ok()?;
        let title = format!("Change “{}” to “{usual}” in {place}", tag.name);
        let proposals = vec![found.without_doubles, found.edit];
        Some(Action::new(title, ActionKind::QuickFix, proposals))
    };
    let all = action("all notes", None).map(Action::preferred);
    all.into_iter().chain(action("this note", Some(ctx.document.id))).collect()
}
