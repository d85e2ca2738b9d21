//! Selection ranges, from the word at the cursor to the whole note.
//!
//! LSP: textDocument/selectionRange.

use std::collections::HashMap;

use text_size::{TextRange, TextSize};
use unicode_segmentation::UnicodeSegmentation;

use crate::note::blocks::{SyntaxKind, SyntaxNode, blocks};
use crate::text::interval_sweep::IntervalSweep;
use crate::text::range::{text_size, trimmed};
use crate::workspace::Workspace;
use crate::workspace::document::{Document, NoteId};

/// The maximum length of a chain. A longer one is cut in its middle. The JSON response nests each
/// range in the next smaller one, and many parsers accept at most 128 levels.
const MAX_RANGES: usize = 64;

/// The approximate number of ranges in a response. With many positions, each chain is shorter.
const MAX_ALL: usize = 10_000;

/// The maximum number of positions with a full chain; others get only the position. Editors have
/// at most 10,000 cursors.
const MAX_POSITIONS: usize = 20_000;

/// Returns a chain of growing ranges for each byte offset, in the order of `offsets`. The ranges
/// are those of the word, inline span, sentence or cell, paragraph or item, container, text of the
/// section, sections and note. A chain ends with the whole note, so it is never empty.
pub fn selection_ranges(
    workspace: &Workspace,
    note: NoteId,
    offsets: &[TextSize],
) -> Vec<Vec<TextRange>> {
    let Some(document) = workspace.document(note) else { return Vec::new() };
    let mut chains: Vec<_> = offsets.iter().map(|offset| vec![TextRange::empty(*offset)]).collect();
    let most = (MAX_ALL / offsets.len().max(1)).clamp(2, MAX_RANGES);
    let text = &document.note.text;
    let blocks = blocks(&document.note);
    let mut layout = Layout::new(document, &blocks);
    // `Layout::around` needs the positions in order.
    let mut sorted: Vec<_> = (0..offsets.len().min(MAX_POSITIONS)).collect();
    sorted.sort_by_key(|index| offsets[*index]);
    for index in sorted {
        chains[index] = layout.chain(floor(text, offsets[index]), most);
    }
    chains
}

/// The order of two ranges of the same length: by kind, then by order in the note.
type RangeRank = (RangeKind, usize);

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum RangeKind {
    Block,
    Word,
    Sentence,
    ItemText,
    Section,
    FrontMatter,
}

/// All selectable ranges of a text.
struct Layout<'t> {
    text: &'t str,
    blocks: &'t [SyntaxNode],
    around: IntervalSweep<RangeRank>,
    /// The offsets of the line ends, in bytes.
    line_ends: Vec<usize>,
    /// The words of the lines with a position, by the start of the line.
    words: HashMap<usize, Vec<TextRange>>,
    /// The sentences of the paragraphs with a position, by the index of the block.
    sentences: HashMap<usize, Vec<TextRange>>,
}

impl<'t> Layout<'t> {
    fn new(document: &'t Document, blocks: &'t [SyntaxNode]) -> Self {
        let text = &document.note.text;
        let ranked = |part: RangeKind, ranges: Vec<TextRange>| {
            let ranges = ranges.into_iter().enumerate();
            ranges.map(move |(index, range)| (range, (part, index)))
        };
        let front = document.note.front_matter.iter().map(|front| trimmed(text, front.range));
        let parts = ranked(RangeKind::Block, blocks.iter().map(|block| block.range).collect())
            .chain(ranked(RangeKind::ItemText, item_texts(text, blocks)))
            .chain(ranked(RangeKind::Section, sections(document)))
            .chain(ranked(RangeKind::FrontMatter, front.collect()));
        Self {
            text,
            blocks,
            around: IntervalSweep::new(parts.filter(|(range, _)| !range.is_empty())),
            line_ends: memchr::memchr2_iter(b'\n', b'\r', text.as_bytes()).collect(),
            words: HashMap::new(),
            sentences: HashMap::new(),
        }
    }

    /// Returns at most `limit` ranges around a position. Call this with positions in order.
    fn chain(&mut self, offset: TextSize, most: usize) -> Vec<TextRange> {
        let mut ranges: Vec<_> = self.around.of(TextRange::empty(offset)).copied().collect();
        let is_paragraph = |index: &usize| self.blocks[*index].kind == SyntaxKind::Paragraph;
        let blocks = ranges.iter().filter(|(_, (part, _))| *part == RangeKind::Block);
        let paragraphs: Vec<_> = blocks.map(|(_, (_, at))| *at).filter(is_paragraph).collect();
        for index in paragraphs {
            let sentence = self.sentence(index, offset);
            ranges.extend(sentence.map(|range| (range, (RangeKind::Sentence, index))));
        }
        ranges.extend(self.word(offset).map(|range| (range, (RangeKind::Word, 0))));
        ranges.sort_by_key(|(range, rank)| (range.len(), *rank));
        let all = TextRange::up_to(TextSize::of(self.text));
        let mut chain: Vec<TextRange> = Vec::new();
        for range in ranges.into_iter().map(|(range, _)| range).chain([all]) {
            let is_next = |last: &TextRange| range != *last && range.contains_range(*last);
            if chain.last().is_none_or(is_next) {
                chain.push(range);
            }
        }
        if chain.len() > most {
            chain.drain(most - 1..chain.len() - 1);
        }
        chain
    }

    /// Returns the word at a position.
    fn word(&mut self, offset: TextSize) -> Option<TextRange> {
        let next = self.line_ends.partition_point(|end| *end < usize::from(offset));
        let start = next.checked_sub(1).map_or(0, |before| self.line_ends[before] + 1);
        let end = self.line_ends.get(next).map_or(self.text.len(), |end| *end);
        let words = self.words.entry(start).or_insert_with(|| {
            let words = self.text[start..end].unicode_word_indices();
            words.map(|(from, word)| sized(start + from, word)).collect()
        });
        at(words, offset)
    }

    /// Returns the sentence at a position in the paragraph with this index.
    fn sentence(&mut self, index: usize, offset: TextSize) -> Option<TextRange> {
        let sentences = self.sentences.entry(index).or_insert_with(|| {
            let paragraph = self.blocks[index].range;
            let start = usize::from(paragraph.start());
            // Unicode ends a sentence at a line end, but Markdown continues the paragraph.
            let written = self.text[paragraph].replace(['\n', '\r'], " ");
            let bounds = written.split_sentence_bound_indices();
            let sentences = bounds.map(|(from, it)| sized(start + from, it.trim_end()));
            sentences.filter(|range| !range.is_empty()).collect()
        });
        at(sentences, offset)
    }
}

/// Returns the first of these disjoint ranges that contains or touches a position.
fn at(ranges: &[TextRange], offset: TextSize) -> Option<TextRange> {
    let found = ranges.get(ranges.partition_point(|range| range.end() < offset))?;
    found.contains_inclusive(offset).then_some(*found)
}

/// Returns the text of each list item before its inner lists, without its mark.
fn item_texts(text: &str, blocks: &[SyntaxNode]) -> Vec<TextRange> {
    let mut texts = Vec::new();
    // Blocks come before their inner blocks. Backward, the first list of an item is the last seen.
    let mut lists: Vec<TextSize> = Vec::new();
    for block in blocks.iter().rev() {
        match block.kind {
            SyntaxKind::List => lists.push(block.range.start()),
            SyntaxKind::Item => {
                let item = block.range;
                let list = lists.iter().rev().find(|start| **start > item.start());
                let end = list.map_or(item.end(), |start| item.end().min(*start));
                texts.extend(item_text(text, TextRange::new(item.start(), end)));
            }
            _ => {}
        }
    }
    texts.reverse();
    texts
}

fn item_text(text: &str, own: TextRange) -> Option<TextRange> {
    let mark = text[own].split_whitespace().next()?;
    let rest = trimmed(text, TextRange::new(own.start() + TextSize::of(mark), own.end()));
    (!rest.is_empty()).then_some(rest)
}

/// Returns headings, their names, the text directly in each section, and whole sections.
fn sections(document: &Document) -> Vec<TextRange> {
    let text = &document.note.text;
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

    use text_size::TextSize;

    use super::{MAX_POSITIONS, selection_ranges};
    use crate::features::FilePosition;
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
    fn ranges_grow_from_a_word_to_the_note() {
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
    fn ranges_grow_from_a_word_in_a_list() {
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
    fn ranges_grow_from_a_cell_to_its_table() {
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
    fn ranges_grow_from_a_heading_to_its_section() {
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

    #[test]
    fn each_of_many_positions_has_its_own_chain() {
        let fixture = Fixture::new(
            "---\ntitle: T\n---\n# Notes\n\n- one. Two *th(ree)*\n  - four\n    five\n\n> six\n>\n> seven. \
             Eight\n\nnine ten  \n\n| a | b |\n|---|---|\n| c | d |\n\nTerm\n: its text\n\n## $0End é\n",
        );
        let FilePosition { note, .. } = fixture.position();
        let length = u32::from(fixture.document(note).note.text.end());
        // Backward, since the order of the answers is that of the positions.
        let offsets: Vec<_> = (0..=length).rev().map(TextSize::new).collect();
        let together = selection_ranges(&fixture.workspace, note, &offsets);
        for (offset, found) in offsets.iter().zip(together) {
            let alone = selection_ranges(&fixture.workspace, note, &[*offset]);
            assert_eq!(alone, [found], "at {offset:?}");
        }
    }

    #[test]
    fn chains_of_many_positions_are_short_and_each_position_has_one() {
        let fixture = Fixture::new("> - > - > - > - > a wo$0rd\n");
        let FilePosition { note, offset } = fixture.position();
        let lengths = |count: usize| {
            let found = selection_ranges(&fixture.workspace, note, &vec![offset; count]);
            assert_eq!(found.len(), count);
            [found[0].len(), found[count - 1].len()]
        };
        assert_eq!(lengths(1), [12, 12]);
        assert_eq!(lengths(1000), [10, 10]);
        assert_eq!(lengths(MAX_POSITIONS), [2, 2]);
        assert_eq!(lengths(MAX_POSITIONS + 1), [2, 1], "the last one has only its position");
    }
}
