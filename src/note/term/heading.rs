//! Terms declared by headings: each is a leaf heading whose section begins with a paragraph.

use text_size::{TextRange, TextSize};

use crate::note::comment;
use crate::note::markdown::BlockKind;
use crate::note::section::{Section, SectionStatus, own_blocks};
use crate::note::term::source::{Declaration, Source};
use crate::note::term::{Alias, AliasSource, Definition, Style, Term, title};

/// The terms that headings declare.
pub(super) fn declared(note: &Source<'_>) -> Vec<Term> {
    let sections = note.sections.iter().enumerate();
    sections.filter_map(|(index, section)| term(note, index, section)).collect()
}

fn term(note: &Source<'_>, index: usize, section: &Section) -> Option<Term> {
    let heading = &section.heading;
    if section.state != SectionStatus::Written || !may_declare(note, section) {
        return None;
    }
    if heading.is_code || !title::is_name(&heading.name) || title::is_instruction(&heading.name) {
        return None;
    }
    let definition = first_paragraph(note, index)?;
    note.term(Declaration {
        headword: heading.name.clone(),
        key: heading.key.clone(),
        style: Style::Heading,
        name_range: heading.name_range,
        range: section.range,
        definition: Definition { range: definition, reads: None },
        section: Some(index),
        aliases: comment_aliases(note, index),
    })
}

/// Whether the level of a heading declares terms.
///
/// A single heading of level 1 is the title of the note. Several are treated like level 2.
fn may_declare(note: &Source<'_>, section: &Section) -> bool {
    let level = section.heading.level;
    level <= note.options.max_heading_level
        && note.options.term_levels.contains(&level.max(2))
        && (level > 1 || sole_title(note).is_none())
}

/// The index of the only heading of level 1. `None` if there are several or none.
pub(super) fn sole_title(note: &Source<'_>) -> Option<usize> {
    let mut titles = note.sections.iter().enumerate().filter(|(_, s)| s.heading.level == 1);
    let (index, _) = titles.next()?;
    titles.next().is_none().then_some(index)
}

/// The paragraph that a section begins with. Skips comments, images and questions before it.
pub(super) fn first_paragraph(note: &Source<'_>, index: usize) -> Option<TextRange> {
    let section = &note.sections[index];
    let next = next_heading(note, index);
    for block in own_blocks(section, next, &note.markdown.blocks) {
        match block.kind {
            BlockKind::Paragraph if note.has_words(block.range) => {
                let written = note.text[block.range].trim_end();
                if is_fence(written) {
                    return None;
                }
                // A paragraph that is bold as a whole is a question; the answer follows.
                if !is_bold(written) {
                    return Some(TextRange::at(block.range.start(), TextSize::of(written)));
                }
            }
            BlockKind::Paragraph | BlockKind::Comment | BlockKind::Aliases => {}
            BlockKind::Rule | BlockKind::Other => return None,
        }
    }
    None
}

/// Whether a paragraph may be a definition.
pub(super) fn defines(paragraph: &str) -> bool {
    !is_fence(paragraph) && !is_bold(paragraph)
}

/// Whether a paragraph is the fence of a container (`::: note`).
fn is_fence(paragraph: &str) -> bool {
    paragraph.starts_with(":::")
}

/// Whether a paragraph is bold as a whole, like a question or an informal heading.
fn is_bold(paragraph: &str) -> bool {
    let bold = paragraph.strip_prefix("**").and_then(|rest| rest.strip_suffix("**"));
    bold.is_some_and(|inside| !inside.contains("**"))
}

/// The names in comments below a heading.
pub(super) fn comment_aliases(note: &Source<'_>, index: usize) -> Vec<Alias> {
    let section = &note.sections[index];
    let blocks = own_blocks(section, next_heading(note, index), &note.markdown.blocks);
    let blocks = blocks.iter().take_while(|block| block.kind != BlockKind::Other);
    let blocks = blocks.filter(|block| block.kind == BlockKind::Aliases);
    let names = blocks.flat_map(|block| comment::aliases_in(note.text, block.range));
    names
        .filter_map(|range| Alias::new(&note.text[range], AliasSource::Comment, Some(range)))
        .collect()
}

/// The section after the one at `index`, if it is inside it. It ends the section's own content.
fn next_heading<'n>(note: &Source<'n>, index: usize) -> Option<&'n Section> {
    let section = &note.sections[index];
    let next = note.sections.get(index + 1);
    next.filter(|next| next.heading.range.start() < section.range.end())
}
