//! The term key: the normalized name of a term, equal for all spellings.

use std::fmt;
use std::sync::Arc;

use crate::note::words::{Word, fold, normalize, words_of};

/// A normalized name: its folded words with one space between them.
///
/// A name in capitals keeps them and matches only in capitals, because “BASE” is not “base”.
/// Plurals have other keys. The term index relates them.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TermKey(Arc<str>);

impl TermKey {
    /// The key of a name. `None` if the name has no letters or digits.
    pub fn new(name: &str) -> Option<Self> {
        // Normalization can reorder marks and so move word boundaries. So it comes first.
        let name = normalize(name);
        let words = words_of(&name);
        words.iter().any(|word| word.text.contains(char::is_alphanumeric)).then_some(())?;
        let capitals = are_capitals(words.iter().flat_map(|word| word.text.chars()));
        let mut key = String::with_capacity(name.len());
        for word in words {
            if !key.is_empty() {
                key.push(' ');
            }
            let is_plain = capitals || word.text.is_ascii();
            key.push_str(&if is_plain { word.text.into() } else { fold(word.text) });
        }
        if !capitals {
            key.make_ascii_lowercase();
        }
        Some(Self(key.into()))
    }

    /// The words, folded, or in capitals if [`Self::is_capitals`].
    pub fn words(&self) -> impl DoubleEndedIterator<Item = &str> {
        self.0.split(' ')
    }

    /// Whether the name is in capitals, so that only mentions in capitals match.
    pub fn is_capitals(&self) -> bool {
        is_capitals(&self.0)
    }

    /// Whether the letter case of these words allows a mention of this name. For a name in
    /// capitals, the words must be in capitals, except for a plural s.
    pub fn allows(&self, written: &[Word<'_>]) -> bool {
        !self.is_capitals()
            || self.words().zip(written).all(|(word, written)| {
                let written = normalize(written.text);
                written.strip_prefix(word).is_some_and(|rest| rest.is_empty() || rest == "s")
            })
    }

    /// The key as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for TermKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}", &*self.0)
    }
}

/// Whether a name has letters with case, and all of them are capitals.
pub fn is_capitals(name: &str) -> bool {
    are_capitals(name.chars())
}

fn are_capitals(chars: impl Iterator<Item = char>) -> bool {
    let mut has_capital = false;
    for c in chars {
        if c.is_lowercase() {
            return false;
        }
        has_capital |= is_capital(c);
    }
    has_capital
}

/// Whether a letter is a capital with a lower-case form.
fn is_capital(c: char) -> bool {
    c.is_uppercase() && {
        let mut bytes = [0; 4];
        let letter: &str = c.encode_utf8(&mut bytes);
        fold(letter) != letter
    }
}

#[cfg(test)]
mod tests;
