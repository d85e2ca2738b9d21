//! The items of a list, without those of the lists inside it.

use text_size::{TextRange, TextSize};

use crate::note::term::source::Source;
use crate::text::lines;

/// An item of a list, in byte offsets of the note.
pub(super) struct ListItem {
    /// From its mark to the end of its content.
    pub(super) whole: TextRange,
    /// The text on its first lines, without the mark.
    pub(super) text: TextRange,
}

/// The first `most` items of the list in a range.
pub(super) fn items(note: &Source<'_>, list: TextRange, most: usize) -> Vec<ListItem> {
    let written = &note.text[list];
    let indent = |line: &str| line.len() - line.trim_start().len();
    let before = &note.text[lines::around(note.text, list.start())];
    let outer = indent(before);
    let mut found: Vec<ListItem> = Vec::new();
    let mut start = list.start();
    let mut is_open = false;
    for line in written.split_inclusive('\n') {
        let range = TextRange::at(start, TextSize::of(line));
        start = range.end();
        let text = line.trim_start();
        let mark = text.find(char::is_whitespace).filter(|at| is_mark(&text[..*at]));
        if let Some(mark) = mark.filter(|_| indent(line) <= outer) {
            if found.len() == most {
                break;
            }
            let behind = TextRange::new(range.end() - TextSize::of(&text[mark..]), range.end());
            found.push(ListItem { whole: note.trim(range), text: note.trim(behind) });
            is_open = true;
            continue;
        }
        let Some(item) = found.last_mut() else { continue };
        if !text.is_empty() {
            item.whole = item.whole.cover(note.trim(range));
        }
        is_open &= !begins_block(text);
        if is_open {
            item.text = item.text.cover(note.trim(range));
        }
    }
    found
}

/// Whether a word is the mark of a list item: `-`, `*`, `+`, `1.`, `1)`.
fn is_mark(word: &str) -> bool {
    let number = word.trim_end_matches(['.', ')']);
    matches!(word, "-" | "*" | "+")
        || (number.len() + 1 == word.len()
            && !number.is_empty()
            && number.chars().all(|c| c.is_ascii_digit()))
}

/// Whether a line ends the text of an item: it is empty, or begins a block.
fn begins_block(line: &str) -> bool {
    line.is_empty()
        || line.starts_with(['-', '*', '+', '>', '|', '`', '#'])
        || line.starts_with(|c: char| c.is_ascii_digit())
}
