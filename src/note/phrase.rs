//! Phrases in definitions that look like names: acronyms, and capitalized words in the middle of a
//! sentence.

use text_size::TextRange;

use crate::note::Note;
use crate::note::prose;
use crate::note::term_key::{TermKey, is_capitals};
use crate::note::words::{Class, Separator, Word, words};

/// A phrase that looks like a name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Phrase {
    /// The phrase as written, without the plural s of an acronym.
    pub name: String,
    /// The key of the name.
    pub key: TermKey,
    /// The range in byte offsets of the note.
    pub range: TextRange,
    /// The index of the term whose definition uses it.
    pub term: usize,
}

/// The most characters of an acronym. A longer word in capitals is emphasis.
const MAX_ACRONYM: usize = 6;

/// The phrases in the definitions of a note, in the order of its terms.
pub fn in_definitions(note: &Note) -> Vec<Phrase> {
    let mut phrases = Vec::new();
    for (term, declared) in note.terms.iter().enumerate() {
        let range = declared.definition.range;
        if declared.definition.reads.is_some() {
            continue;
        }
        let from = note.prose.partition_point(|segment| segment.range.end() <= range.start());
        let to = note.prose.partition_point(|segment| segment.range.start() < range.end());
        for block in prose::blocks(&note.prose[from..to.max(from)]) {
            let words = words(&note.text, block);
            let mut at = 0;
            while at < words.len() {
                let length = phrase_len(&words, at);
                phrases.extend(phrase(&note.text, &words[at..at + length], term));
                at += length.max(1);
            }
        }
    }
    phrases
}

/// The number of words of the phrase that begins at this word. 0 if no phrase begins here.
fn phrase_len(words: &[Word<'_>], at: usize) -> usize {
    let has_capital =
        |word: &Word<'_>| word.class == Class::Spaced && word.text.starts_with(char::is_uppercase);
    let rest = &words[at..];
    let run = rest.iter().enumerate();
    let run = run.take_while(|(i, word)| {
        has_capital(word) && (*i == 0 || word.separator == Separator::Space)
    });
    let length = run.count();
    match length {
        0 => 0,
        1 => usize::from(is_acronym(rest[0].text)),
        // A sentence begins with a capital, so this is not evidence of a name.
        _ if opens_sentence(words, at) => 0,
        _ => length,
    }
}

fn opens_sentence(words: &[Word<'_>], at: usize) -> bool {
    let before = at.checked_sub(1).map(|before| &words[before]);
    before.is_none_or(|word| word.class == Class::Symbol || words[at].separator == Separator::Cut)
}

fn is_acronym(word: &str) -> bool {
    let stem = word.strip_suffix('s').unwrap_or(word);
    let length = stem.chars().count();
    let is_roman = stem.chars().all(|c| "IVXLCM".contains(c));
    (2..=MAX_ACRONYM).contains(&length)
        && is_capitals(stem)
        && stem.chars().filter(|c| c.is_alphabetic()).count() >= 2
        && !is_roman
        && !matches!(stem, "OK" | "AM" | "PM" | "TODO" | "NOT" | "AND" | "OR")
}

fn phrase(text: &str, words: &[Word<'_>], term: usize) -> Option<Phrase> {
    let range = words.first()?.range.cover(words.last()?.range);
    let name = &text[range];
    let name = if words.len() == 1 { name.strip_suffix('s').unwrap_or(name) } else { name };
    Some(Phrase { name: name.to_owned(), key: TermKey::new(name)?, range, term })
}
