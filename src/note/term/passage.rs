//! The passage that defines a section or note: the first prose in it.
//!
//! The prose is often not first. Comments, images, lines of tags or links, quotes, tables and code
//! may come before it, and so may a label such as `**Definition**:`.

use text_size::{TextRange, TextSize};

use crate::note::line_form::{self, LineForm};
use crate::note::markdown::{Block, BlockKind};
use crate::note::term::clue::Clue;
use crate::note::term::evidence::{Evidence, Verdict};
use crate::note::term::source::{Source, is_shown};
use crate::note::term::title;
use crate::note::term::title_form::TitleForm;
use crate::note::term::weighing::weigh;

/// The most words of a paragraph that is only a label for the block after it.
const MAX_LABEL: usize = 4;

/// The most passages of a section that are looked at.
const MAX_PASSAGES: usize = 12;

/// The defining passage of a title in these blocks, in byte offsets of the note, and its evidence.
///
/// This is the first passage, unless only a later one says what the title is.
pub(super) fn best(
    note: &Source<'_>,
    title: &str,
    blocks: &[Block],
) -> Option<(TextRange, Evidence)> {
    let mut passages = Passages { note, blocks };
    let first = passages.next()?;
    let title = TitleForm::new(title);
    let weighed = |range: TextRange| (range, weigh(&title, &note.text[range]));
    let first = weighed(first);
    let is_enough = match first.1.verdict() {
        Verdict::Defines => true,
        // Without lists of verbs, each sentence that begins with the title seems to define it.
        Verdict::Unclear => !title.has_known_verbs(),
        Verdict::Other => false,
    };
    if is_enough {
        return Some(first);
    }
    let later = passages.take(MAX_PASSAGES).map(weighed);
    let says = |found: &(TextRange, Evidence)| {
        found.1.has(Clue::Says) && found.1.verdict() == Verdict::Defines
    };
    later.filter(says).find(|found| found.1.weight() > first.1.weight()).or(Some(first))
}

/// The passages in blocks, in source order.
struct Passages<'n> {
    note: &'n Source<'n>,
    blocks: &'n [Block],
}

impl Iterator for Passages<'_> {
    type Item = TextRange;

    fn next(&mut self) -> Option<TextRange> {
        while let Some((block, rest)) = self.blocks.split_first() {
            self.blocks = rest;
            let found = match block.kind {
                BlockKind::Paragraph => self.paragraph(block.range),
                BlockKind::List => first_item(self.note, block.range),
                BlockKind::Html if is_shown(&self.note.text[block.range]) => {
                    let range = self.note.trim(block.range);
                    has_words(&self.note.text[range]).then_some(range)
                }
                _ => None,
            };
            if found.is_some() {
                return found;
            }
        }
        None
    }
}

impl Passages<'_> {
    /// The passage that a paragraph begins: with the quote that it labels, or the list or quote
    /// that it leads in.
    fn paragraph(&mut self, range: TextRange) -> Option<TextRange> {
        let note = self.note;
        let prose = prose(note, range)?;
        let written = &note.text[prose];
        let next = self.blocks.first().copied();
        let next = next.filter(|next| matches!(next.kind, BlockKind::List | BlockKind::Quote));
        match next {
            Some(next) if next.kind == BlockKind::Quote && is_label(written) => {
                self.blocks = &self.blocks[1..];
                let label = written.trim_matches(['*', '_', ':', '：', ' ']);
                title::introduces(label).then(|| note.trim(next.range))
            }
            Some(next) if written.ends_with([':', '：']) => {
                self.blocks = &self.blocks[1..];
                Some(prose.cover(note.trim(next.range)))
            }
            _ => Some(prose),
        }
    }
}

/// The prose of a paragraph: without lines of another form, and without a label before it.
/// `None` if the paragraph has no prose.
fn prose(note: &Source<'_>, paragraph: TextRange) -> Option<TextRange> {
    if !note.has_words(paragraph) {
        return None;
    }
    let mut found: Option<TextRange> = None;
    let mut start = paragraph.start();
    for line in note.text[paragraph].split_inclusive('\n') {
        let range = TextRange::at(start, TextSize::of(line));
        start = range.end();
        match line_form::form(line) {
            LineForm::Prose => found = Some(found.map_or(range, |found| found.cover(range))),
            LineForm::Markup if found.is_some() => break,
            LineForm::Markup | LineForm::Aside => {
                if found.is_some() {
                    found = found.map(|found| found.cover(range));
                }
            }
        }
    }
    let range = without_label(note, note.trim(found?));
    let written = &note.text[range];
    (note.has_words(range) && !is_bold(written)).then_some(range)
}

/// A range without a label such as `**Definition**:` at its start.
fn without_label(note: &Source<'_>, range: TextRange) -> TextRange {
    let written = &note.text[range];
    let Some(at) = written.find([':', '：']).filter(|at| *at < 40) else { return range };
    let label = written[..at].trim_matches(['*', '_', ' ']);
    let rest = written[at..].trim_start_matches([':', '：', '*', '_', ' ', '\n']);
    if title::introduces(label) && !rest.is_empty() {
        TextRange::new(range.end() - TextSize::of(rest), range.end())
    } else {
        range
    }
}

/// Whether a paragraph is bold as a whole, like a question or an informal heading.
fn is_bold(paragraph: &str) -> bool {
    let bold = paragraph.strip_prefix("**").and_then(|rest| rest.strip_suffix("**"));
    bold.is_some_and(|inside| !inside.contains("**"))
}

fn is_label(paragraph: &str) -> bool {
    paragraph.split_whitespace().count() <= MAX_LABEL && !paragraph.ends_with(['.', '。', '?', '!'])
}

/// The text of the first item of a list, if the item is a sentence on its first lines.
fn first_item(note: &Source<'_>, list: TextRange) -> Option<TextRange> {
    let written = &note.text[list];
    let marker = written.find(char::is_whitespace)?;
    let rest = &written[marker..];
    // Another item or a block begins at a line with a mark of its own.
    let mut length = 0;
    for (index, line) in rest.split_inclusive('\n').enumerate() {
        let opens = line.trim_start().starts_with(['-', '*', '+', '>', '|', '`', '#'])
            || line.trim_start().starts_with(|c: char| c.is_ascii_digit());
        if index > 0 && (opens || line.trim().is_empty()) {
            break;
        }
        length += line.len();
    }
    let start = list.start() + TextSize::of(&written[..marker]);
    let range = TextRange::at(start, TextSize::of(&rest[..length]));
    let item = note.trim(range);
    let text = &note.text[item];
    let is_sentence = text.split_whitespace().count() >= 4 || !text.is_ascii();
    let is_task = text.starts_with("[ ]") || text.starts_with("[x]");
    let is_prose = is_sentence && !is_task && line_form::form(text) == LineForm::Prose;
    (is_prose && !is_entry(text)).then_some(item)
}

/// Returns whether a list item has a name of its own: `**Name**: text`. A label such as
/// `**Definition**:` is not a name.
fn is_entry(item: &str) -> bool {
    let Some((name, text)) = item.strip_prefix("**").and_then(|rest| rest.split_once("**")) else {
        return false;
    };
    let separators = [':', '：', '—', '–'];
    let is_separated = name.ends_with(separators) || text.trim_start().starts_with(separators);
    is_separated && !title::introduces(name.trim_end_matches([':', '：', ' ']))
}

/// Whether HTML has text outside its tags.
fn has_words(html: &str) -> bool {
    let mut inside = false;
    html.chars().any(|c| {
        match c {
            '<' => inside = true,
            '>' => inside = false,
            _ => return !inside && c.is_alphanumeric(),
        }
        false
    })
}

#[cfg(test)]
mod tests;
