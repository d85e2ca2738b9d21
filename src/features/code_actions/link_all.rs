//! Link the mentions in a note to their definitions: all of them, or the first of each term.

use std::collections::BTreeSet;
use std::rc::Rc;

use text_size::{TextRange, TextSize};

use super::link::is_other;
use super::{Action, Kind};
use crate::features::declarations::Declarations;
use crate::features::linker::Linker;
use crate::workspace::document::Document;
use crate::workspace::edit::{Promise, WorkspaceEdit};
use crate::workspace::mention;
use crate::workspace::{Declaration, Workspace};

/// The actions for the whole note, if more than one mention could be a link.
pub(super) fn actions(workspace: &Workspace, document: &Document) -> Vec<Action> {
    let all = proposal(workspace, document, false);
    if all.1.new_links.len() < 2 {
        return Vec::new();
    }
    let action =
        |title: &str, proposal| Action::new(title.to_owned(), Kind::Source, vec![proposal]);
    let mut actions = Vec::new();
    let first = proposal(workspace, document, true);
    if first.1.new_links.len() < all.1.new_links.len() {
        actions.push(action("Link the first mention of each term in this note", first));
    }
    actions.insert(0, action("Link all mentions in this note", all));
    actions
}

/// Makes links of the mentions that are none and stand neither in a heading nor in the definition
/// of what they mention.
fn proposal<'w>(
    workspace: &'w Workspace,
    document: &'w Document,
    only_first: bool,
) -> (WorkspaceEdit, Promise) {
    let linker = Linker::new(workspace, document);
    let mut declarations = Declarations::new(workspace, document.id);
    let mut done: BTreeSet<_> = BTreeSet::new();
    let (mut edit, mut promise) = (WorkspaceEdit::default(), Promise::default());
    let mut end = TextSize::new(0);
    let note = &document.note;
    let is_in_heading = |range: TextRange| {
        let around = note.section_at(range.start());
        around.is_some_and(|index| note.sections[index].heading.range.contains_range(range))
    };
    for mention in mention::in_note(workspace, document) {
        let declared = mention.names.iter().map(|name| declarations.of(&name.key));
        let other = |declared: Rc<[Declaration<'w>]>| {
            declared.iter().find(|found| is_other(document, &mention, found)).copied()
        };
        let Some(found) = declared.into_iter().find_map(other) else { continue };
        let place = (found.document.id, found.term.name_range.start());
        // Two changes at one place would be in no order.
        let is_free = end == TextSize::new(0) || mention.range.start() > end;
        let is_new = !(only_first && done.contains(&place));
        if mention.in_link {
            done.insert(place);
        } else if is_new && is_free && !is_in_heading(mention.range) {
            let Some((link, edits)) = linker.links(&mention, &found).into_iter().next() else {
                continue;
            };
            done.insert(place);
            end = mention.range.end();
            for change in edits {
                edit.push(document.id, change);
            }
            promise.new_links.push(link);
        }
    }
    (edit, promise)
}
