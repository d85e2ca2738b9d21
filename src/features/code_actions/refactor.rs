//! Refactorings: they move sections, change their levels or convert them.
//!
//! Each one builds an edit that moves or copies blocks of text. Links that this would break are
//! rewritten.

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

/// Returns the refactorings of the section whose heading is at the cursor, and of the note.
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

/// Returns the range of a section without the blank lines after it.
fn content(document: &Document, index: usize) -> TextRange {
    let range = document.note.sections[index].range;
    let text = document.text.slice(range);
    TextRange::at(range.start(), TextSize::of(text.trim_end()))
}

/// Returns the line ends that separate a new block from the text before and after its range, so that
/// it joins no list, table or paragraph.
fn separators(text: &str, range: TextRange, end: &str) -> (String, String) {
    let before = text[..usize::from(range.start())].lines().next_back();
    let after = text[usize::from(range.end())..].split_inclusive('\n').nth(1);
    let needed = |line: Option<&str>| {
        let is_blank = line.is_none_or(|line| line.trim().is_empty());
        if is_blank { String::new() } else { end.to_owned() }
    };
    (needed(before), needed(after))
}

/// Returns the indexes of a section and all its subsections.
fn subtree(document: &Document, index: usize) -> std::ops::Range<usize> {
    let sections = &document.note.sections;
    let end = sections[index].range.end();
    index..sections.partition_point(|section| section.heading.range.start() < end)
}

/// Returns the range to remove with a section. It includes the blank lines after the section. For
/// the last section of a note, it includes those before it, so that the end of the note is
/// unchanged.
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
