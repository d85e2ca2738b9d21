//! Refactorings: sections that get another level or another place, with all that belongs to them.
//!
//! Each builds an edit of blocks of the notes, which move or are copied. Links that this would
//! break are rewritten.

mod contents;
mod convert;
mod extract;
mod inline;
mod labels;
mod levels;
mod move_term;
mod sort;

use text_size::{TextRange, TextSize};

use super::{Action, ActionKind};
use crate::features::cursor_target::heading_line;
use crate::workspace::Workspace;
use crate::workspace::document::Document;

pub(super) use self::levels::marks;

/// What can be done with the section whose heading is selected or at the cursor, and with the
/// note.
pub(super) fn actions(
    workspace: &Workspace,
    document: &Document,
    selected: TextRange,
    is_wanted: &impl Fn(ActionKind) -> bool,
) -> Vec<Action> {
    let mut actions = Vec::new();
    let offset = selected.start();
    let heading = heading_line(document, offset).map(|(index, _)| index);
    if is_wanted(ActionKind::Inline) {
        actions.extend(inline::action(workspace, document, offset));
    }
    if is_wanted(ActionKind::Rewrite) {
        actions.extend(convert::actions(document, offset, heading));
    }
    if let Some(index) = heading {
        if is_wanted(ActionKind::Extract) {
            actions.extend(extract::action(workspace, document, index));
        }
        if is_wanted(ActionKind::Rewrite) {
            actions.extend(levels::actions(document, index));
            actions.extend(move_term::actions(document, index));
            actions.extend(sort::action(document, index));
        }
    }
    if is_wanted(ActionKind::Source) {
        actions.extend(contents::action(workspace, document));
    }
    actions
}

/// A section without the blank lines after it.
fn content(document: &Document, index: usize) -> TextRange {
    let range = document.note.sections[index].range;
    let text = document.text.slice(range);
    TextRange::at(range.start(), TextSize::of(text.trim_end()))
}

/// The indexes of a section and all that are parts of it.
fn subtree(document: &Document, index: usize) -> std::ops::Range<usize> {
    let sections = &document.note.sections;
    let end = sections[index].range.end();
    index..sections.partition_point(|section| section.heading.range.start() < end)
}

/// What has to go with a section that goes: the blank lines after it, or those before it if it
/// is the last one, so that the note ends as it did.
pub(super) fn removal(document: &Document, index: usize) -> TextRange {
    let range = document.note.sections[index].range;
    if range.end() < document.text.len() {
        return range;
    }
    let before = document.text.slice(TextRange::up_to(range.start()));
    let written = TextSize::of(before.trim_end());
    let front = document.note.front_matter.as_ref().map_or(0.into(), |front| front.range.end());
    let start = if written > front { written } else { range.start() };
    TextRange::new(start, content(document, index).end())
}

#[cfg(test)]
mod tests;
