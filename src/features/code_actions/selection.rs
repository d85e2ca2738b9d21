//! The words that the user selected.

use text_size::TextRange;

use crate::note::prose;
use crate::note::words::{Class, words};
use crate::workspace::document::Document;

/// Returns the selected words in one block of running text, or the word at the cursor.
pub(super) fn selected_words(document: &Document, selected: TextRange) -> Option<TextRange> {
    let block = prose::block_at(&document.note.prose, selected.start())?;
    let text = &document.note.text;
    let words = words(text, block);
    let is_word = |class| class != Class::Symbol;
    if selected.is_empty() {
        let here = words.iter().filter(|word| is_word(word.class));
        return here.map(|word| word.range).find(|it| it.contains_inclusive(selected.start()));
    }
    let inside = words.iter().filter(|word| selected.contains_range(word.range));
    let covered = inside.map(|word| word.range).reduce(TextRange::cover)?;
    let is_all = text[selected].trim().len() == usize::from(covered.len());
    (is_all && !text[covered].contains(['\n', '\r'])).then_some(covered)
}
