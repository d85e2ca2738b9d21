//! Repair of `duplicate-tag`: it goes from the list.

use std::collections::BTreeMap;

use super::Remark;
use crate::features::code_actions::Action;
use crate::note::front_matter::TagKind;
use crate::workspace::edit::{Group, Promise, Relabeling, TextEdit, WorkspaceEdit};

pub(super) fn repairs(it: &Remark<'_>) -> Vec<Action> {
    removal(it).into_iter().collect()
}

fn removal(it: &Remark<'_>) -> Option<Action> {
    let note = &it.document.note;
    let front = note.front_matter.as_ref()?;
    let tags = note.tags().iter().map(|label| (TagKind::Tag, label));
    let categories = note.categories().iter().map(|label| (TagKind::Category, label));
    let mut labels = tags.chain(categories);
    let (kind, label) = labels.find(|(_, label)| label.text_range == it.found.range)?;
    let range = front.remove_tag(&it.document.text.to_string(), label)?;
    let mut edit = WorkspaceEdit::default();
    edit.push(it.document.id, TextEdit { range, new_text: String::new(), group: Group::Certain });
    let labels = Some(Relabeling { kind, names: BTreeMap::new() });
    let title = format!("Remove the second “{}”", label.text);
    Some(Action::fix(title, edit, Promise { labels, ..Promise::default() }).safe())
}
