//! Acronyms, and whether one abbreviates a name.

use crate::note::word_list::{WordList, words};

/// Words that an acronym may omit, folded.
static SMALL: WordList = words!("acronym_gaps");

/// Whether a name looks like an acronym: no space and at least two capitals.
pub(super) fn is_acronym(name: &str) -> bool {
    let is_cased = |c: char| !c.is_alphabetic() || c.is_uppercase() || c.is_lowercase();
    name.chars().filter(|c| c.is_uppercase()).count() >= 2
        && name.chars().all(|c| is_cased(c) && !c.is_whitespace())
}

/// Whether the words of a name begin with the letters of an acronym, in this order: `CDC`,
/// `Change Data Capture`.
///
/// The acronym may omit small words. A word may contribute more letters than its first (`HTML`,
/// `HyperText Markup Language`; `XML`, `Extensible …`).
pub(super) fn stands_for(acronym: &str, name: &str) -> bool {
    let folded = acronym.to_lowercase();
    let letters: Vec<char> = folded.chars().filter(|c| c.is_alphanumeric()).collect();
    let name = name.to_lowercase();
    let words: Vec<Word<'_>> = name.split_whitespace().flat_map(parts).collect();
    if letters.len() < 2 || words.len() < 2 || words.len() > 2 * letters.len() + 2 {
        return false;
    }
    let plural = acronym.ends_with('s') && acronym.chars().any(char::is_uppercase);
    let stem = &letters[..letters.len() - usize::from(plural)];
    fits(&letters, &words) || (plural && fits(stem, &words))
}

/// A word of a name, and whether an acronym may omit it.
type Word<'n> = (&'n str, bool);

/// The parts of a word. `High-level` has two, and an acronym may omit the second.
fn parts(word: &str) -> impl Iterator<Item = Word<'_>> {
    let parts = word.split(|c: char| !c.is_alphanumeric() && !matches!(c, '\'' | '’'));
    let parts = parts.filter(|part| !part.is_empty()).enumerate();
    parts.map(|(index, part)| (part, index > 0 || SMALL.contains(part)))
}

/// Whether the words contribute exactly these letters: each its first, and perhaps later ones.
fn fits(letters: &[char], words: &[Word<'_>]) -> bool {
    let Some(((word, is_optional), rest)) = words.split_first() else { return letters.is_empty() };
    if *is_optional && fits(letters, rest) {
        return true;
    }
    let Some(first) = letters.first() else { return false };
    let Some(tail) = opens(word, *first) else { return false };
    // Tries the fewest letters of this word first.
    let mut tail = tail.chars();
    let mut given = 1;
    loop {
        if fits(&letters[given..], rest) {
            return true;
        }
        let Some(next) = letters.get(given) else { return false };
        if !tail.any(|c| c == *next) {
            return false;
        }
        given += 1;
    }
}

/// The rest of a word after the letter that it contributes.
fn opens(word: &str, letter: char) -> Option<&str> {
    let number = match letter {
        '2' => ["two", "to"],
        '3' => ["three", "thr"],
        'x' => ["ex", "cross"],
        _ => ["\0", "\0"],
    };
    word.strip_prefix(letter).or_else(|| number.iter().find_map(|start| word.strip_prefix(start)))
}

/// Whether an acronym in the title of a name may abbreviate the name.
///
/// An acronym in capitals always may, and so may any acronym of a name in another script. Others
/// (`IaC`) may if the name has their letters in this order. A single word must also begin with
/// the first letter.
pub(super) fn may_abbreviate(acronym: &str, name: &str) -> bool {
    let acronym = acronym.strip_suffix('s').unwrap_or(acronym);
    if crate::note::term_key::is_capitals(acronym) {
        return true;
    }
    let letters = acronym.to_lowercase();
    let mut letters = letters.chars().filter(|c| c.is_alphabetic()).peekable();
    let folded = name.to_lowercase();
    let is_first = letters.peek().is_some_and(|first| folded.starts_with(*first));
    let mut rest = folded.chars();
    !name.contains(|c: char| c.is_ascii_alphabetic())
        || ((is_first || name.contains([' ', '-']))
            && letters.all(|letter| rest.any(|c| c == letter)))
}
