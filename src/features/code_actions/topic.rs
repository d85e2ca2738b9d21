//! The place of a new term in a note.

use std::collections::HashMap;

use text_size::{TextRange, TextSize};

use crate::note::section::{Section, SectionStatus};
use crate::note::term_key::TermKey;
use crate::workspace::Workspace;
use crate::workspace::document::Document;
use crate::workspace::mention;

/// A place for a new heading.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct InsertionPoint {
    /// The offset of the insertion, in bytes.
    pub(super) offset: TextSize,
    /// The level of the neighboring headings.
    pub(super) level: u8,
}

/// Returns the end of the most suitable topic. It is the topic that contains `at`, or the one whose
/// terms are most often mentioned near it, or the last one. Without topics, this is the end of the
/// note.
pub(super) fn insertion_point(
    workspace: &Workspace,
    document: &Document,
    at: TextRange,
) -> InsertionPoint {
    let note = &document.note;
    let leaves = last_leaves(&note.sections);
    let is_topic = |index: &usize| {
        note.sections[*index].state == SectionStatus::Topic && leaves[*index].is_some()
    };
    let mut around =
        std::iter::successors(note.section_at(at.start()), |index| note.sections[*index].parent);
    let topic = around
        .find(|index| is_topic(index))
        .or_else(|| most_mentioned(workspace, document, at).filter(|index| is_topic(index)))
        .or_else(|| (0..note.sections.len()).rev().find(|index| is_topic(index)));
    let last = match topic {
        Some(topic) => leaves[topic],
        None => note.sections.iter().rposition(|section| section.heading.level > 1),
    };
    let Some(last) = last else {
        return InsertionPoint { offset: document.note.text.end(), level: 2 };
    };
    let section = &note.sections[last];
    let offset = section.range.end();
    InsertionPoint { offset, level: section.heading.level }
}

/// Returns for each section its last subsection that has no subsections itself.
fn last_leaves(sections: &[Section]) -> Vec<Option<usize>> {
    let mut leaves = vec![None; sections.len()];
    for (index, section) in sections.iter().enumerate() {
        if let Some(parent) = section.parent.filter(|_| section.state != SectionStatus::Topic) {
            leaves[parent] = Some(index);
        }
    }
    leaves
}

/// Returns the topic of most terms that are mentioned in the same section.
fn most_mentioned(workspace: &Workspace, document: &Document, at: TextRange) -> Option<usize> {
    let note = &document.note;
    let around = note.section_at(at.start()).map(|index| note.sections[index].range);
    let around = around.unwrap_or_else(|| document.note.text.range());
    // Count by name: the cost is not the number of mentions times declarations.
    let mut names: HashMap<TermKey, usize> = HashMap::new();
    let mentions = mention::in_note(workspace, document).into_iter();
    let mentions = mentions.filter(|mention| around.contains_range(mention.range));
    for found in mentions.flat_map(|mention| mention.names) {
        *names.entry(found.key).or_default() += 1;
    }
    let mut counts = vec![0_usize; note.sections.len()];
    for (name, mentions) in names {
        let here = note.terms_named(&name).filter(|term| !workspace.is_rejected(term));
        let topics = here.filter_map(|term| note.sections[term.section?].parent);
        topics.for_each(|topic| counts[topic] += mentions);
    }
    let most = counts.iter().copied().max().filter(|most| *most > 0)?;
    counts.iter().position(|count| *count == most)
}
