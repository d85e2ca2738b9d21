//! Words that keep their capital inside a sentence: names of people, German nouns.

use std::borrow::Cow;
use std::cell::OnceCell;
use std::collections::HashMap;

use crate::note::language::Language;
use crate::note::prose::{self, Join, Segment};
use crate::note::words::{Class, Separator, Word, fold, words};
use crate::text::range::text_range;
use crate::workspace::document::Document;

/// How words are written in a note, read at the first use.
pub(super) struct Capitals<'d> {
    document: &'d Document,
    text: &'d str,
    written: OnceCell<HashMap<String, LetterUse>>,
}

/// How a word is written inside sentences.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct LetterUse {
    has_capital: bool,
    has_small: bool,
}

impl<'d> Capitals<'d> {
    pub(super) fn new(document: &'d Document, text: &'d str) -> Self {
        Self { document, text, written: OnceCell::new() }
    }

    /// Returns whether a word of a name keeps its capital. It does if the note or the definition of
    /// the name has it with a capital inside a sentence, and neither has it in small letters.
    pub(super) fn keep(&self, word: &str, definition: &str) -> bool {
        if self.document.note.language == Some(Language::German) {
            return true;
        }
        let folded = fold(word);
        let whole = Segment {
            range: text_range(&(0..definition.len())),
            join: Join::Block,
            in_link: false,
        };
        let mut used = uses(definition, &[whole]).get(&*folded).copied().unwrap_or_default();
        let here = self.written.get_or_init(|| uses(self.text, &self.document.note.prose));
        if let Some(here) = here.get(&*folded) {
            used.has_capital |= here.has_capital;
            used.has_small |= here.has_small;
        }
        used.has_capital && !used.has_small
    }
}

/// Returns how each word of running text is written inside sentences, by its folded form.
fn uses(text: &str, prose: &[Segment]) -> HashMap<String, LetterUse> {
    let mut uses: HashMap<String, LetterUse> = HashMap::new();
    for block in prose::blocks(prose) {
        let words = words(text, block);
        for (at, word) in words.iter().enumerate().filter(|(_, it)| it.class == Class::Spaced) {
            let is_capital = word.text.starts_with(char::is_uppercase);
            if is_capital && opens_sentence(&words, at) {
                continue;
            }
            let found = uses.entry(Cow::into_owned(fold(word.text))).or_default();
            found.has_capital |= is_capital;
            found.has_small |= !is_capital;
        }
    }
    uses
}

/// Returns whether a word is the first one of a sentence or of a part of one. A capital there may
/// be that of any word.
fn opens_sentence(words: &[Word<'_>], at: usize) -> bool {
    let before = at.checked_sub(1).map(|before| &words[before]);
    before.is_none_or(|before| before.class == Class::Symbol)
        || words[at].separator == Separator::Cut
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use super::Capitals;
    use crate::workspace::Workspace;
    use crate::workspace::document::Location;

    fn kept(text: &str, word: &str, definition: &str) -> bool {
        let mut workspace = Workspace::default();
        let id = workspace.open(Location::File(PathBuf::from("/a.md")), 1, text);
        workspace.settle();
        let document = workspace.document(id).expect("it is open");
        Capitals::new(document, text).keep(word, definition)
    }

    #[test]
    fn a_word_that_has_a_capital_in_sentences_keeps_it() {
        assert!(kept("By a Markov chain.", "Markov", ""));
        assert!(kept("", "Markov", "A chain by Andrey Markov."));
        assert!(kept("---\nlang: de\n---\nText.", "Baum", ""));
        assert!(!kept("Chains are here.", "Chains", "Chains of links."));
        assert!(!kept("A Chain and a chain.", "Chain", ""));
        assert!(!kept("A Chain.", "Chain", "A chain of links."));
        assert!(!kept("", "Chain", ""));
    }
}
