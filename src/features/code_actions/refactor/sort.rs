//! Sort the sections of a topic by name, each with its subsections.

use unicode_normalization::UnicodeNormalization;

use super::section_ranges::content;
use crate::features::code_actions::action::{Action, ActionKind};
use crate::features::edit_builder::EditBuilder;
use crate::features::relink::{LinkChanges, relinked};
use crate::note::section::SectionStatus;
use crate::note::words::{fold, is_mark};
use crate::workspace::Workspace;
use crate::workspace::document::{Document, NoteId};
use crate::workspace::edit::MovedText;

/// A part of a name. Numbers compare by value and come before letters.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum NamePart {
    Number(u64),
    Letters(String),
}

/// Returns the action on a topic with terms, and on its terms.
pub(super) fn action(document: &Document, index: usize) -> Option<Action> {
    let section = &document.note.sections[index];
    let topic = if section.state == SectionStatus::Topic { index } else { section.parent? };
    order(document, topic)?;
    let mut declaring = document.note.terms.iter().filter_map(|it| it.section);
    let is_below = |section: usize| document.note.sections[section].parent == Some(topic);
    declaring.any(is_below).then_some(())?;
    let (note, name) = (document.id, &document.note.sections[topic].heading.name);
    let title = format!("Sort sections under “{name}”");
    Some(Action::later(title, ActionKind::Rewrite, move |workspace| {
        let by = |links: &LinkChanges| sorted(workspace, note, topic, links);
        relinked(workspace, by).into_iter().collect()
    }))
}

fn children(document: &Document, topic: usize) -> Vec<usize> {
    let sections = document.note.sections.iter().enumerate();
    sections.filter(|(_, it)| it.parent == Some(topic)).map(|(index, _)| index).collect()
}

/// Returns the sections of a topic and their sorted order. `None` if they are already sorted, or
/// if they have different levels.
fn order(document: &Document, topic: usize) -> Option<(Vec<usize>, Vec<usize>)> {
    let children = children(document, topic);
    let level = |index: &usize| document.note.sections[*index].heading.level;
    let first = level(children.first()?);
    children.iter().all(|index| level(index) == first).then_some(())?;
    let mut ordered = children.clone();
    ordered.sort_by_cached_key(|index| collation(&document.note.sections[*index].heading.name));
    (ordered != children).then_some((children, ordered))
}

/// Returns the sort key of a name: letters without accents and case first, then with them.
fn collation(name: &str) -> (Vec<NamePart>, String) {
    let folded = fold(name).into_owned();
    let plain: String = folded.nfkd().filter(|c| !is_mark(*c)).collect();
    let words: Vec<_> = plain.split(|c: char| !c.is_alphanumeric()).collect();
    let is_number = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let part = |word: &str| match word.parse() {
        Ok(number) if is_number(word) => NamePart::Number(number),
        _ => NamePart::Letters(word.to_owned()),
    };
    let words = words.into_iter().filter(|word| !word.is_empty());
    (words.map(part).collect(), folded)
}

/// Returns the edit that permutes the sections. The text between them is unchanged.
fn sorted(
    workspace: &Workspace,
    note: NoteId,
    topic: usize,
    links: &LinkChanges,
) -> Option<EditBuilder> {
    let document = workspace.document(note)?;
    let (places, ordered) = order(document, topic)?;
    let mut edit = EditBuilder::default();
    for (place, index) in places.into_iter().zip(ordered).filter(|(place, index)| place != index) {
        let (at, range) = (content(document, place), content(document, index));
        let mut piece = MovedText::default();
        piece.take(document, range, links.with(note, range, Vec::new()));
        edit.replace_moved(note, at, piece);
    }
    Some(edit)
}
