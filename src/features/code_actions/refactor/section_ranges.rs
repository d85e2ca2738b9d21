//! The ranges of a section that a refactoring moves or removes.

use std::ops::Range;

use text_size::{TextRange, TextSize};

use crate::workspace::document::Document;

/// Returns the range of a section without the blank lines after it.
pub(super) fn content(document: &Document, index: usize) -> TextRange {
    let range = document.note.sections[index].range;
    let text = document.note.text.slice(range);
    TextRange::at(range.start(), TextSize::of(text.trim_end()))
}

/// Returns the line ends that separate a new block from the text before and after its range, so that
/// it joins no list, table or paragraph.
pub(super) fn separators(text: &str, range: TextRange, end: &str) -> (String, String) {
    let before = text[..usize::from(range.start())].lines().next_back();
    let after = text[usize::from(range.end())..].split_inclusive('\n').nth(1);
    let needed = |line: Option<&str>| {
        let is_blank = line.is_none_or(|line| line.trim().is_empty());
        if is_blank { String::new() } else { end.to_owned() }
    };
    (needed(before), needed(after))
}

/// Returns the indexes of a section and all its subsections.
pub(super) fn subtree(document: &Document, index: usize) -> Range<usize> {
    let sections = &document.note.sections;
    let end = sections[index].range.end();
    index..sections.partition_point(|section| section.heading.range.start() < end)
}

/// Returns the range to remove with a section. It includes the blank lines after the section. For
/// the last section of a note, it includes those before it, so that the end of the note is
/// unchanged.
pub(in crate::features::code_actions) fn removal(document: &Document, index: usize) -> TextRange {
    let range = document.note.sections[index].range;
    if range.end() < document.note.text.end() {
        return range;
    }
    let before = document.note.text.slice(TextRange::up_to(range.start()));
    let written = TextSize::of(before.trim_end());
    let front = document.note.front_matter.as_ref().map_or(0.into(), |front| front.range.end());
    let start = if written > front { written } else { range.start() };
    TextRange::new(start, content(document, index).end())
}
