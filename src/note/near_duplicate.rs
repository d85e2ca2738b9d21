//! Near duplicates: definitions that differ in one word at most, found without comparing all pairs.
//!
//! Two texts that differ in one word have the same words before it and after it, and one of these
//! parts is half of the text. So the fingerprints of a text are hashes of a beginning and an end
//! of it. Only texts with a common fingerprint are compared word by word.

use std::borrow::Cow;
use std::hash::{BuildHasher, BuildHasherDefault};

use rustc_hash::FxHasher;

use crate::note::words::{Class, fold, words_of};

/// A hash of words that near duplicates have in common.
pub type Fingerprint = u64;

/// The fingerprints of one text.
pub type Fingerprints = Box<[Fingerprint]>;

/// Shorter texts are alike by chance.
const MIN_WORDS: usize = 5;

/// Shorter texts that differ in a word are alike on purpose.
const MIN_WORDS_BUT_ONE: usize = 12;

/// A text of more bytes is no definition.
const MAX_BYTES: usize = 4096;

/// The fingerprints of a text; none if it is too short or too long, or only leads to what follows.
pub(super) fn fingerprints(text: &str) -> Fingerprints {
    if text.len() > MAX_BYTES || text.trim_end().ends_with([':', '：']) {
        return Fingerprints::default();
    }
    let words = folded(text);
    let count = words.len();
    let ends = |size: usize| [hash(1, &words[..size]), hash(2, &words[count - size..])];
    match count {
        0..MIN_WORDS => Fingerprints::default(),
        MIN_WORDS..MIN_WORDS_BUT_ONE => [hash(0, &words)].into(),
        // The first text of its size is to meet those with a word less.
        _ if size(count) != size(count - 1) && count > MIN_WORDS_BUT_ONE => {
            [ends(size(count - 1)), ends(size(count))].concat().into()
        }
        _ => ends(size(count)).into(),
    }
}

/// The number of words in a fingerprint of a text of `count` words: at most half of them, and the
/// same number for most texts of one word more.
fn size(count: usize) -> usize {
    let mut size = MIN_WORDS_BUT_ONE / 2;
    while size + size / 2 <= count / 2 {
        size += size / 2;
    }
    size
}

/// The words of a definition, folded, and those of the name that it defines.
pub struct NormalizedText<'t> {
    words: Vec<Cow<'t, str>>,
    name: Vec<Cow<'t, str>>,
}

impl<'t> NormalizedText<'t> {
    /// The words of a definition of this name.
    pub fn new(definition: &'t str, name: &'t str) -> Self {
        Self { words: folded(definition), name: folded(name) }
    }

    /// Whether two definitions are the same, but for a word at most. A word of its name in either
    /// of them makes them two.
    pub fn is_near_duplicate_of(&self, other: &Self) -> bool {
        let (a, b) = (&self.words, &other.words);
        if a == b {
            return true;
        }
        if a.len().min(b.len()) < MIN_WORDS_BUT_ONE || a.len().abs_diff(b.len()) > 1 {
            return false;
        }
        let same = a.iter().zip(b).take_while(|(a, b)| a == b).count();
        // The longer one has a word more; else both have another one.
        let rest = |words: &[Cow<'t, str>], is_longer: bool| {
            words[(same + usize::from(is_longer)).min(words.len())..].to_vec()
        };
        rest(a, a.len() >= b.len()) == rest(b, b.len() >= a.len())
            && !self.is_own(same)
            && !other.is_own(same)
    }

    /// Whether the word at an index is one of its name.
    fn is_own(&self, index: usize) -> bool {
        self.words.get(index).is_some_and(|word| self.name.contains(word))
    }
}

fn folded(text: &str) -> Vec<Cow<'_, str>> {
    let words = words_of(text).into_iter().filter(|word| word.class != Class::Symbol);
    words.map(|word| fold(word.text)).collect()
}

fn hash(kind: u8, words: &[Cow<'_, str>]) -> Fingerprint {
    BuildHasherDefault::<FxHasher>::default().hash_one((kind, words))
}

#[cfg(test)]
mod tests {
    use super::{NormalizedText, fingerprints};

    const LONG: &str = "A system that handles the business processes of a company in real time, \
        with many short transactions, as they come in, so that whoever works with it has to wait \
        for no one else, and no one waits for them";

    fn are_twins(a: &str, b: &str, names: [&str; 2]) -> bool {
        NormalizedText::new(a, names[0]).is_near_duplicate_of(&NormalizedText::new(b, names[1]))
    }

    fn met(a: &str, b: &str) -> bool {
        let (prints_a, prints_b) = (fingerprints(a), fingerprints(b));
        prints_a.iter().any(|fingerprint| prints_b.contains(fingerprint))
            && are_twins(a, b, ["", ""])
    }

    #[test]
    fn a_text_with_one_word_exchanged_left_out_or_added_is_a_twin() {
        let words: Vec<_> = LONG.split(' ').collect();
        for length in 13..words.len() {
            let words = &words[..length];
            let whole = words.join(" ");
            for at in 0..length {
                let mut other = words.to_vec();
                other[at] = "other";
                assert!(met(&whole, &other.join(" ")), "{at} of {length} exchanged");
                other.remove(at);
                assert!(met(&whole, &other.join(" ")), "{at} of {length} left out");
                let mut other = words.to_vec();
                other.insert(at, "other");
                assert!(met(&whole, &other.join(" ")), "{at} of {length} added");
                other.insert(at, "other");
                assert!(!met(&whole, &other.join(" ")), "two at {at} of {length}");
            }
        }
    }

    #[test]
    fn texts_that_differ_in_their_names_are_two() {
        let other = LONG.replace("real", "due");
        assert!(!are_twins(LONG, &other, ["Real Time", "Batch"]));
        assert!(are_twins(LONG, &other, ["OLTP", "Batch"]));
    }

    #[test]
    fn short_texts_are_twins_word_for_word_only() {
        assert!(met("The number of rows here.", "the number of rows HERE"));
        assert!(!met("The number of rows here.", "The number of columns here."));
        assert!(!met("Fast memory.", "Fast memory."));
        assert!(!met("All of these links should work:", "All of these links should work:"));
    }
}
