//! Repairs of `similar-tag`: the spelling that most notes have, in all notes or in this one.

use super::Remark;
use crate::features::code_actions::{Action, Kind};
use crate::features::diagnostics::similar_tag::usual;
use crate::features::labels::Label;
use crate::features::rename::label::proposals;
use crate::note::front_matter::TagKind;
use crate::workspace::labels::all_in_note;

pub(super) fn repairs(it: &Remark<'_>) -> Vec<Action> {
    let kinds = [TagKind::Tag, TagKind::Category];
    let mut places =
        kinds.iter().flat_map(|kind| all_in_note(&it.document.note, *kind).map(|at| (*kind, at)));
    let Some((kind, written)) = places.find(|(_, written)| written.range == it.found.range) else {
        return Vec::new();
    };
    let Some((usual, _)) = usual(it.workspace, kind, written) else { return Vec::new() };
    let label = Label { kind, name: written.text.to_owned() };
    let action = |place: &str, only| {
        let found = proposals(it.workspace, &label, usual, only).ok()?;
        let title = format!("Change “{}” to “{usual}” in {place}", label.name);
        let edits = [found.without_doubles, found.edit];
        let proposals = edits.map(|edit| (edit, found.promise.clone()));
        Some(Action::new(title, Kind::QuickFix, proposals.into()))
    };
    let all = action("all notes", None).map(Action::preferred);
    all.into_iter().chain(action("this note", Some(it.document.id))).collect()
}
