//! Link the mentions in a note to their definitions: all, or the first of each term.

use std::collections::BTreeSet;
use std::rc::Rc;

use text_size::{TextRange, TextSize};

use super::action::{Action, ActionKind};
use super::link::is_other;
use crate::features::declarations::Declarations;
use crate::features::edit_builder::EditBuilder;
use crate::features::relink::LinkWriter;
use crate::workspace::document::Document;
use crate::workspace::edit::Expect;
use crate::workspace::mention;
use crate::workspace::{Declaration, Workspace};

/// Returns the actions for the whole note, if several mentions can become links.
pub(super) fn actions(workspace: &Workspace, document: &Document) -> Vec<Action> {
    let all = proposal(workspace, document, false);
    if all.expects().len() < 2 {
        return Vec::new();
    }
    let action =
        |title: &str, proposal| Action::new(title.to_owned(), ActionKind::Source, vec![proposal]);
    let mut actions = Vec::new();
    let first = proposal(workspace, document, true);
    if (1..all.expects().len()).contains(&first.expects().len()) {
        actions.push(action("Link the first mention of each term in this note", first));
    }
    actions.insert(0, action("Link all mentions in this note", all));
    actions
}

/// Returns the edit that links the mentions, without those in links, in headings and in the
/// definition of the mentioned term.
fn proposal<'w>(workspace: &'w Workspace, document: &'w Document, only_first: bool) -> EditBuilder {
    let writer = LinkWriter::new(workspace, document);
    let mut declarations = Declarations::new(workspace, document.id);
    let mut done: BTreeSet<_> = BTreeSet::new();
    let mut edit = EditBuilder::default();
    let mut end = TextSize::new(0);
    let note = &document.note;
    let is_in_heading = |range: TextRange| {
        let around = note.section_at(range.start());
        around.is_some_and(|index| note.sections[index].heading.range.contains_range(range))
    };
    for mention in mention::in_note(workspace, document) {
        if !declarations.has_certain(&document.note.text, &mention) {
            continue;
        }
        let declared = mention.names.iter().map(|name| declarations.of(&name.key));
        let other = |declared: Rc<[Declaration<'w>]>| {
            declared.iter().find(|found| is_other(document, &mention, found)).copied()
        };
        let Some(found) = declared.into_iter().find_map(other) else { continue };
        let place = (found.document.id, found.term.name_range.start());
        // Two changes at one place have no defined order.
        let is_free = end == TextSize::new(0) || mention.range.start() > end;
        let is_new = !(only_first && done.contains(&place));
        if mention.in_link {
            done.insert(place);
        } else if is_new && is_free && !is_in_heading(mention.range) {
            let Some((link, edits)) = writer.links(&mention, &found).into_iter().next() else {
                continue;
            };
            done.insert(place);
            end = mention.range.end();
            edit.push_all(document.id, edits);
            edit.expect(Expect::NewLink(link));
        }
    }
    edit
}
