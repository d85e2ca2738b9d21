//! Near-duplicates: definitions that differ in at most one word. Not all pairs are compared.
//!
//! Two texts that differ in one word have the same words before and after it. One of these parts
//! is at least half of the text. So the fingerprints of a text are hashes of its beginning and
//! its end. Only texts with a common fingerprint are compared word by word.

use std::borrow::Cow;
use std::hash::{BuildHasher, BuildHasherDefault};

use rustc_hash::FxHasher;

use crate::note::words::{Class, fold, words_of};

/// A hash of words that near-duplicates have in common. A collision only causes an unnecessary
/// comparison.
pub type Fingerprint = u32;

/// The fingerprints of one text.
pub(super) type Fingerprints = Box<[Fingerprint]>;

/// The fewest words of a text. Shorter texts may be equal by chance.
const MIN_WORDS: usize = 5;

/// The fewest words of texts that may differ in one word. Shorter texts differ on purpose.
const MIN_WORDS_BUT_ONE: usize = 12;

/// The most bytes of a definition.
const MAX_BYTES: usize = 4096;

/// The fingerprints of a text. Empty if the text is too short, too long, or ends with a colon.
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
        // At this length the size changes, so the text also needs the size of shorter texts.
        _ if size(count) != size(count - 1) && count > MIN_WORDS_BUT_ONE => {
            [ends(size(count - 1)), ends(size(count))].concat().into()
        }
        _ => ends(size(count)).into(),
    }
}

/// The number of words in a fingerprint of a text of `count` words. It is at most half of them,
/// and mostly the same for `count + 1`.
fn size(count: usize) -> usize {
    let mut size = MIN_WORDS_BUT_ONE / 2;
    while size + size / 2 <= count / 2 {
        size += size / 2;
    }
    size
}

/// The folded words of a definition and of the name that it defines.
pub struct NormalizedText<'t> {
    words: Vec<Cow<'t, str>>,
    name: Vec<Cow<'t, str>>,
}

impl<'t> NormalizedText<'t> {
    /// Folds the words of a definition and of its name.
    pub fn new(definition: &'t str, name: &'t str) -> Self {
        Self { words: folded(definition), name: folded(name) }
    }

    /// Whether two definitions differ in at most one word. A difference in a word of the name does
    /// not count as a near-duplicate.
    pub fn is_near_duplicate_of(&self, other: &Self) -> bool {
        let (a, b) = (&self.words, &other.words);
        if a == b {
            return true;
        }
        if a.len().min(b.len()) < MIN_WORDS_BUT_ONE || a.len().abs_diff(b.len()) > 1 {
            return false;
        }
        let same = a.iter().zip(b).take_while(|(a, b)| a == b).count();
        // If one text is longer, it has an additional word. Otherwise one word differs.
        let rest = |words: &[Cow<'t, str>], is_longer: bool| {
            words[(same + usize::from(is_longer)).min(words.len())..].to_vec()
        };
        rest(a, a.len() >= b.len()) == rest(b, b.len() >= a.len())
            && !self.is_own(same)
            && !other.is_own(same)
    }

    /// Whether the word at an index occurs in the name.
    fn is_own(&self, index: usize) -> bool {
        self.words.get(index).is_some_and(|word| self.name.contains(word))
    }
}

fn folded(text: &str) -> Vec<Cow<'_, str>> {
    let words = words_of(text).into_iter().filter(|word| word.class != Class::Symbol);
    words.map(|word| fold(word.text)).collect()
}

fn hash(kind: u8, words: &[Cow<'_, str>]) -> Fingerprint {
    let hash = BuildHasherDefault::<FxHasher>::default().hash_one((kind, words));
    (hash >> 32) as u32
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
    fn one_changed_missing_or_added_word_is_a_near_duplicate() {
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
    fn texts_that_differ_in_their_names_are_not_near_duplicates() {
        let other = LONG.replace("real", "due");
        assert!(!are_twins(LONG, &other, ["Real Time", "Batch"]));
        assert!(are_twins(LONG, &other, ["OLTP", "Batch"]));
    }

    #[test]
    fn short_near_duplicates_are_equal() {
        assert!(met("The number of rows here.", "the number of rows HERE"));
        assert!(!met("The number of rows here.", "The number of columns here."));
        assert!(!met("Fast memory.", "Fast memory."));
        assert!(!met("All of these links should work:", "All of these links should work:"));
    }
}
