//! Sections: headings with their content, and whether there is any.

use std::collections::HashMap;

use text_size::{TextRange, TextSize};

use crate::note::heading::Heading;
use crate::note::index_letters::letters;
use crate::note::markdown::{Block, BlockKind, Markdown};
use crate::note::options::ReadOptions;
use crate::note::slug::Anchors;

/// A heading and the text up to the next heading of its level or above.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Section {
    /// The heading that opens it.
    pub heading: Heading,
    /// The range from the start of the heading to the end of the section, in byte offsets.
    pub range: TextRange,
    /// The index of the section that contains it. `None` at the top level.
    pub parent: Option<usize>,
    /// The status of its content.
    pub state: SectionStatus,
}

/// The status of a section's content.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SectionStatus {
    /// A section with subsections, with or without other content. Also an empty letter of an index.
    Topic,
    /// A leaf with content: text, a list, code, a table, an image, HTML, a quote, …
    Written,
    /// A leaf with nothing but blank lines, link definitions, thematic breaks and attributes.
    Empty,
    /// A leaf whose only content is a comment or a placeholder, which marks it as deferred.
    Deferred,
}

impl SectionStatus {
    /// Whether the section has no content yet.
    pub fn is_gap(self) -> bool {
        matches!(self, Self::Empty | Self::Deferred)
    }
}

/// Builds the sections of a note from its headings and blocks.
pub(super) fn build(markdown: &mut Markdown, text: &str, options: &ReadOptions) -> Vec<Section> {
    let headings = std::mem::take(&mut markdown.headings);
    let end = TextSize::of(text);
    let mut sections: Vec<Section> = Vec::with_capacity(headings.len());
    // The open sections, at most one per level.
    let mut open: Vec<usize> = Vec::with_capacity(6);
    for heading in headings {
        let start = heading.range.start();
        while let Some(index) = open.pop_if(|i| sections[*i].heading.level >= heading.level) {
            close(&mut sections[index], start);
        }
        let parent = open.last().copied();
        open.push(sections.len());
        let range = TextRange::new(start, end);
        sections.push(Section { heading, range, parent, state: SectionStatus::Written });
    }
    for index in 0..sections.len() {
        let state = state(&sections, index, &markdown.blocks, options);
        let is_letter = state.is_gap() && is_index_letter(&sections, index);
        sections[index].state = if is_letter { SectionStatus::Topic } else { state };
    }
    sections
}

/// The fewest headings with a letter that are an index. A single one may be a name: `C`.
const INDEX: usize = 3;

/// Whether the heading of the section at `index` is part of an alphabetical index: `A–C`, or one of
/// several letters.
fn is_index_letter(sections: &[Section], index: usize) -> bool {
    let heading = &sections[index].heading;
    let is_letter = |it: &Heading| it.level == heading.level && letters(&it.name) > 0;
    match letters(&heading.name) {
        0 => false,
        1 => {
            let alike = sections.iter().filter(|section| is_letter(&section.heading));
            alike.take(INDEX).count() == INDEX
        }
        _ => true,
    }
}

fn close(section: &mut Section, end: TextSize) {
    section.range = TextRange::new(section.range.start(), end);
}

/// The blocks of a section before its first subsection.
///
/// Headings below `max_heading_level` are content of the section and do not end it.
pub(super) fn own_blocks<'b>(
    section: &Section,
    next: Option<&Section>,
    blocks: &'b [Block],
) -> &'b [Block] {
    let start = section.heading.range.end();
    let end = next.map_or(section.range.end(), |next| next.heading.range.start());
    let from = blocks.partition_point(|block| block.range.start() < start);
    let to = blocks.partition_point(|block| block.range.start() < end);
    &blocks[from..to.max(from)]
}

/// The first subsection with a heading level up to `max_heading_level`.
fn first_child<'s>(
    sections: &'s [Section],
    index: usize,
    options: &ReadOptions,
) -> Option<&'s Section> {
    let section = &sections[index];
    let counts = |child: &&Section| {
        child.heading.level <= options.max_heading_level
            || section.heading.level > options.max_heading_level
    };
    sections[index + 1..]
        .iter()
        .take_while(|child| child.heading.range.start() < section.range.end())
        .find(counts)
}

fn state(
    sections: &[Section],
    index: usize,
    blocks: &[Block],
    options: &ReadOptions,
) -> SectionStatus {
    if first_child(sections, index, options).is_some() {
        return SectionStatus::Topic;
    }
    let section = &sections[index];
    let styled_heading = sections
        .get(index + 1)
        .is_some_and(|next| next.heading.range.start() < section.range.end());
    let kinds = || own_blocks(section, None, blocks).iter().map(|block| block.kind);
    if styled_heading || kinds().any(BlockKind::is_content) {
        SectionStatus::Written
    } else if kinds().any(|kind| matches!(kind, BlockKind::Comment | BlockKind::Placeholder)) {
        SectionStatus::Deferred
    } else {
        SectionStatus::Empty
    }
}

/// The anchors of a note's headings, in order: the explicit id, or else the slug. A slug that an
/// earlier heading has gets a number, such as `-1`.
pub fn anchors(sections: &[Section], scheme: Anchors) -> Vec<String> {
    // The number of repetitions of each anchor.
    let mut taken: HashMap<String, u32> = HashMap::new();
    let one = |section: &Section| {
        let heading = &section.heading;
        if let Some(id) = &heading.id {
            return id.clone();
        }
        let slug = heading.slug();
        let Some(count) = taken.get(&slug).copied() else {
            taken.insert(slug.clone(), 0);
            return slug;
        };
        let (name, first) = scheme.counted(&slug);
        let mut count = count.max(first);
        let numbered = loop {
            count += 1;
            let numbered = format!("{name}{}{count}", scheme.separator());
            if !taken.contains_key(&numbered) {
                break numbered;
            }
        };
        taken.insert(slug, count);
        taken.insert(numbered.clone(), 0);
        numbered
    };
    sections.iter().map(one).collect()
}

#[cfg(test)]
mod tests;
