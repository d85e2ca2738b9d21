//! Compounds: words of German and Dutch whose last part is a term, like `Suchbaum` (term *Baum*).
//!
//! The last part decides what a compound is, but a compound is often a thing of its own. So it is
//! not a mention, and only hover shows the term.

use text_size::{TextRange, TextSize};

use crate::features::RangeInfo;
use crate::note::language::Language;
use crate::note::plural::in_case_of;
use crate::note::prose::{self, Join, Segment};
use crate::note::term_key::TermKey;
use crate::note::words::{Class, fold, words};
use crate::workspace::Workspace;
use crate::workspace::document::Document;
use crate::workspace::mention::{self, Lexicon};

/// The fewest letters of the first part and of the last part.
const MIN_PARTS: (usize, usize) = (3, 4);

/// The most letters of a compound. Each of its endings is looked up.
const MAX_LETTERS: usize = 60;

/// Returns the compound at an offset, with the names that its longest last part mentions.
pub(super) fn at(
    workspace: &Workspace,
    document: &Document,
    offset: TextSize,
) -> Option<RangeInfo<Vec<TermKey>>> {
    let language = document.note.language?;
    matches!(language, Language::German | Language::Dutch).then_some(())?;
    let block = prose::block_at(&document.note.prose, offset)?;
    let text = &document.note.text;
    let words = words(text, block);
    let word = words
        .iter()
        .find(|word| word.class == Class::Spaced && word.range.contains_inclusive(offset))?;
    let starts: Vec<_> = word.text.char_indices().map(|(at, _)| at).collect();
    let (first, last) = MIN_PARTS;
    let most = starts.len().checked_sub(last).filter(|_| starts.len() <= MAX_LETTERS)?;
    let parts = starts.get(first..=most)?.iter().map(|start| &word.text[*start..]);
    let lexicon = Lexicon::of_document(workspace, document);
    let names = { parts }.find_map(|part| {
        // A noun has a capital in German, but not inside a compound.
        let part = in_case_of("A", &fold(part));
        let whole = TextRange::up_to(TextSize::of(&part));
        let block = [Segment { range: whole, join: Join::Block, in_link: false }];
        let found = mention::in_block(lexicon, &part, &block);
        let found = found.into_iter().find(|mention| mention.range == whole)?;
        Some(found.names.into_iter().map(|name| name.key).collect())
    })?;
    Some(RangeInfo { range: word.range, info: names })
}
