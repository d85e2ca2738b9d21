//! Selection ranges: what to select next, from the word at the cursor to the whole note.
//!
//! LSP: textDocument/selectionRange.

use text_size::{TextRange, TextSize};
use unicode_segmentation::UnicodeSegmentation;

use crate::note::blocks::{Block, BlockKind, blocks};
use crate::text::lines;
use crate::text::range::{text_size, trimmed};
use crate::workspace::Workspace;
use crate::workspace::document::{Document, NoteId};

/// A longer chain is cut in its middle. The answer holds each range in the next smaller one, and
/// readers of JSON give up where it is too deep: many at 128 levels, others for want of stack.
const MAX_RANGES: usize = 64;

/// For each place what there is around it, each in the next: a word, a marked span, a sentence or
/// cell, a paragraph or item, what holds these, the text of the section, the sections, the note.
pub fn selection_ranges(
    workspace: &Workspace,
    note: NoteId,
    offsets: &[TextSize],
) -> Vec<Vec<TextRange>> {
    let Some(document) = workspace.document(note) else { return Vec::new() };
    let text = document.text.to_string();
    let blocks = blocks(&text, &document.note);
    offsets.iter().map(|offset| around(document, &text, &blocks, *offset)).collect()
}

/// Always ends with the whole note; never empty.
fn around(document: &Document, text: &str, blocks: &[Block], offset: TextSize) -> Vec<TextRange> {
    let offset = floor(text, offset);
    let mut ranges: Vec<TextRange> = blocks.iter().map(|block| block.range).collect();
    ranges.extend(line_parts(text, offset));
    let here = |block: &&Block| block.range.contains_inclusive(offset);
    let paragraphs = blocks.iter().filter(|block| block.kind == BlockKind::Paragraph);
    ranges.extend(paragraphs.filter(here).filter_map(|it| sentence(text, it.range, offset)));
    let items = blocks.iter().filter(|block| block.kind == BlockKind::Item);
    ranges.extend(items.filter(here).filter_map(|item| item_text(text, item.range, blocks)));
    ranges.extend(sections(document, text));
    ranges.extend(document.note.front_matter.iter().map(|front| trimmed(text, front.range)));
    ranges.retain(|range| !range.is_empty() && range.contains_inclusive(offset));
    ranges.sort_by_key(|range| range.len());
    let mut chain: Vec<TextRange> = Vec::new();
    for range in ranges.into_iter().chain([TextRange::up_to(document.text.len())]) {
        let is_next = |last: &TextRange| range != *last && range.contains_range(*last);
        if chain.last().is_none_or(is_next) {
            chain.push(range);
        }
    }
    if chain.len() > MAX_RANGES {
        chain.drain(MAX_RANGES - 1..chain.len() - 1);
    }
    chain
}

/// The word at a place.
fn line_parts(text: &str, offset: TextSize) -> Option<TextRange> {
    let line = lines::around(text, offset);
    let words = text[line].unicode_word_indices();
    let mut words = words.map(|(from, word)| sized(usize::from(line.start()) + from, word));
    words.find(|word| word.contains_inclusive(offset))
}

/// The sentence at a place in a paragraph.
fn sentence(text: &str, paragraph: TextRange, offset: TextSize) -> Option<TextRange> {
    let start = usize::from(paragraph.start());
    // A line end is none of a sentence, but to the rules of Unicode it is.
    let written = text[paragraph].replace(lines::ENDS, " ");
    let bounds = written.split_sentence_bound_indices();
    let mut sentences = bounds.map(|(from, sentence)| sized(start + from, sentence.trim_end()));
    let found = sentences.find(|it| it.end() >= offset && !it.is_empty())?;
    found.contains_inclusive(offset).then_some(found)
}

/// The text of an item before the lists in it, without its mark.
fn item_text(text: &str, item: TextRange, blocks: &[Block]) -> Option<TextRange> {
    let inside = blocks.iter().filter(|block| item.contains_range(block.range));
    let list = inside.filter(|block| block.kind == BlockKind::List && block.range != item);
    let end = list.map(|list| list.range.start()).find(|start| *start > item.start());
    let own = TextRange::new(item.start(), end.unwrap_or(item.end()));
    let written = &text[own];
    let mark = written.split_whitespace().next()?;
    let rest = trimmed(text, TextRange::new(own.start() + TextSize::of(mark), own.end()));
    (!rest.is_empty()).then_some(rest)
}

/// Headings with their names, what stands directly below each, and the sections as wholes.
fn sections(document: &Document, text: &str) -> Vec<TextRange> {
    let sections = &document.note.sections;
    let mut ranges = Vec::with_capacity(4 * sections.len());
    for (index, section) in sections.iter().enumerate() {
        let heading = section.heading.range;
        let end =
            sections.get(index + 1).map_or(section.range.end(), |it| it.heading.range.start());
        ranges.push(section.heading.name_range);
        ranges.push(trimmed(text, heading));
        ranges.push(trimmed(text, TextRange::new(heading.end(), end.max(heading.end()))));
        ranges.push(trimmed(text, section.range));
    }
    ranges
}

fn floor(text: &str, offset: TextSize) -> TextSize {
    sized(0, &text[..text.floor_char_boundary(offset.into())]).end()
}

fn sized(start: usize, text: &str) -> TextRange {
    TextRange::at(text_size(start), TextSize::of(text))
}

#[cfg(test)]
mod tests {
    use std::fmt::Write;

    use expect_test::{Expect, expect};

    use super::selection_ranges;
    use crate::features::fixture::Fixture;

    #[expect(clippy::needless_pass_by_value, reason = "an expectation is made where it is checked")]
    fn check(fixture: &str, expected: Expect) {
        let fixture = Fixture::new(fixture);
        let position = fixture.position();
        let mut out = String::new();
        let offsets = [position.offset];
        for range in &selection_ranges(&fixture.workspace, position.note, &offsets)[0] {
            writeln!(out, "{:?}", fixture.slice(position.note, *range)).unwrap();
        }
        expected.assert_eq(&out);
    }

    #[test]
    fn from_a_word_to_the_note() {
        check(
            "---\ntitle: T\n---\n# Notes\n\n## Cache\n\nSmall. A *fa$0st* store\nof data. Good.\n\n## Disk\nSlow.\n",
            expect![[r###"
                "fast"
                "*fast*"
                "A *fast* store\nof data."
                "Small. A *fast* store\nof data. Good."
                "## Cache\n\nSmall. A *fast* store\nof data. Good."
                "# Notes\n\n## Cache\n\nSmall. A *fast* store\nof data. Good.\n\n## Disk\nSlow."
                "---\ntitle: T\n---\n# Notes\n\n## Cache\n\nSmall. A *fast* store\nof data. Good.\n\n## Disk\nSlow.\n"
            "###]],
        );
    }

    #[test]
    fn from_a_word_in_a_list() {
        check(
            "- one\n- two wo$0rds\n  - inner\n\nText\n",
            expect![[r#"
            "words"
            "two words"
            "- two words\n  - inner"
            "- one\n- two words\n  - inner"
            "- one\n- two words\n  - inner\n\nText\n"
        "#]],
        );
    }

    #[test]
    fn from_a_cell_to_its_table() {
        check(
            "| a | b |\n|---|---|\n| c | d $0e |\n",
            expect![[r#"
            "e"
            "d e"
            "| c | d e |"
            "| a | b |\n|---|---|\n| c | d e |"
            "| a | b |\n|---|---|\n| c | d e |\n"
        "#]],
        );
    }

    #[test]
    fn from_a_heading_to_its_section() {
        check(
            "## My Ca$0che\nText.\n## Disk\n",
            expect![[r###"
            "Cache"
            "My Cache"
            "## My Cache"
            "## My Cache\nText."
            "## My Cache\nText.\n## Disk\n"
        "###]],
        );
        check(
            "$0",
            expect![[r#"
            ""
        "#]],
        );
    }
}
