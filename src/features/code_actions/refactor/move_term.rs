//! Move a term to another topic of its note.

use super::levels::moved;
use crate::features::code_actions::action::{Action, ActionKind};
use crate::features::edit_builder::EditBuilder;
use crate::features::relink::{LinkChanges, relinked};
use crate::note::section::SectionStatus;
use crate::note::term::Style;
use crate::workspace::Workspace;
use crate::workspace::document::{Document, NoteId};

/// The maximum number of topics to offer.
const MAX_TOPICS: usize = 12;

/// Returns one action for each topic that has sections without subsections.
pub(super) fn actions(document: &Document, index: usize) -> Vec<Action> {
    let note = &document.note;
    let is_term =
        |it: &crate::note::term::Term| it.section == Some(index) && it.style == Style::Heading;
    if !note.terms.iter().any(is_term) {
        return Vec::new();
    }
    let (id, name) = (document.id, &note.sections[index].heading.name);
    let topics = (0..note.sections.len()).filter(|topic| {
        note.sections[index].parent != Some(*topic) && last_leaf(document, *topic).is_some()
    });
    let action = |topic: usize| {
        let path: Vec<_> = note.path_of(topic).iter().map(|it| it.heading.name.as_str()).collect();
        let is_one = note.sections.iter().filter(|it| it.heading.name == path[path.len() - 1]);
        let shown =
            if is_one.count() == 1 { path[path.len() - 1..].join("") } else { path.join(" › ") };
        let title = format!("Move “{name}” to “{shown}”");
        let action = Action::later(title, ActionKind::Rewrite, move |workspace| {
            let by = |links: &LinkChanges| to_topic(workspace, id, index, topic, links);
            relinked(workspace, by).into_iter().collect()
        });
        action.of_choice(format!("Move “{name}” to another topic…"), shown)
    };
    topics.take(MAX_TOPICS).map(action).collect()
}

/// Returns the last subsection without subsections of a topic. The term moves after it.
fn last_leaf(document: &Document, topic: usize) -> Option<usize> {
    let sections = document.note.sections.iter().enumerate();
    let leaves =
        sections.filter(|(_, it)| it.parent == Some(topic) && it.state != SectionStatus::Topic);
    leaves.map(|(index, _)| index).next_back()
}

fn to_topic(
    workspace: &Workspace,
    note: NoteId,
    index: usize,
    topic: usize,
    links: &LinkChanges,
) -> Option<EditBuilder> {
    let document = workspace.document(note)?;
    let sections = &document.note.sections;
    let last = sections.get(last_leaf(document, topic)?)?;
    let level = |level: u8| i8::try_from(level).ok();
    let by = level(last.heading.level)? - level(sections.get(index)?.heading.level)?;
    moved(document, index, by, last.range.end(), links)
}
