//! Vocabularies: the words in a note's running text, and the pairs of neighboring words, as hashes.
//!
//! The words of many names are common, but their pairs are not.
//!
//! A vocabulary excludes notes that cannot mention a term, without a search of their texts. A
//! collision of the 32-bit hashes only causes an unnecessary search.

use std::hash::{BuildHasher, BuildHasherDefault};

use rustc_hash::FxHasher;

use crate::note::inflection::singulars;
use crate::note::prose::{self, Segment};
use crate::note::term_key::{TermKey, is_capitals};
use crate::note::words::{fold, words};

/// The folded words of a note's running text, alone and after the previous word, and the candidates
/// for their singulars.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Vocabulary(Box<[u32]>);

impl Vocabulary {
    /// The vocabulary of running text. The segments have byte offsets in `text`.
    pub fn new(text: &str, prose: &[Segment]) -> Self {
        let mut hashes = Vec::new();
        let mut readings = Vec::new();
        for block in prose::blocks(prose) {
            let mut previous = None;
            for word in words(text, block) {
                let folded = fold(word.text);
                readings.clear();
                readings.push(hash(&folded));
                readings.extend(singulars(&folded).map(|singular| hash(&singular)));
                let acronym = word.text.strip_suffix('s').filter(|stem| is_capitals(stem));
                readings.extend(acronym.map(|stem| hash(&fold(stem))));
                hashes.extend_from_slice(&readings);
                // Only the last word of a mention may be in another number.
                let pairs =
                    previous.map(|previous| readings.iter().map(move |it| pair(previous, *it)));
                hashes.extend(pairs.into_iter().flatten());
                previous = Some(readings[0]);
            }
        }
        hashes.sort_unstable();
        hashes.dedup();
        Self(hashes.into())
    }

    /// Whether the text may mention this name. `false` is certain.
    pub fn may_mention(&self, name: &TermKey) -> bool {
        let mut words = name.words().map(fold);
        let Some(last) = words.next_back() else { return false };
        let mut previous = None;
        for word in words {
            let word = hash(&word);
            if !self.contains(previous, word) {
                return false;
            }
            previous = Some(word);
        }
        self.contains(previous, hash(&last))
            || singulars(&last).any(|singular| self.contains(previous, hash(&singular)))
    }

    /// Returns whether the text contains a word after the previous one.
    fn contains(&self, previous: Option<u32>, word: u32) -> bool {
        let wanted = previous.map_or(word, |previous| pair(previous, word));
        self.0.binary_search(&wanted).is_ok()
    }
}

/// Returns the hash of two neighboring words.
fn pair(previous: u32, word: u32) -> u32 {
    (previous.rotate_left(16) ^ word).wrapping_mul(0x9E37_79B1)
}

/// Returns the upper half of a hash. The lower half is often equal for words with the same ending.
fn hash(word: &str) -> u32 {
    let hash = BuildHasherDefault::<FxHasher>::default().hash_one(word);
    (hash >> 32) as u32
}

#[cfg(test)]
mod tests {
    use super::Vocabulary;
    use crate::note::prose::{Join, Segment};
    use crate::note::term_key::TermKey;
    use text_size::{TextRange, TextSize};

    fn may_mention(text: &str, name: &str) -> bool {
        let range = TextRange::up_to(TextSize::of(text));
        let prose = [Segment { range, join: Join::Block, in_link: false }];
        Vocabulary::new(text, &prose).may_mention(&TermKey::new(name).expect("a name"))
    }

    #[test]
    fn names_in_the_text_may_be_mentioned() {
        assert!(may_mention("The caches of Change-Data captures.", "Change Data Capture"));
        assert!(may_mention("The caches", "cache"));
        assert!(may_mention("Three SLIs", "SLI"));
        assert!(may_mention("one cache", "caches"));
        assert!(may_mention("分散データベース", "データベース"));
    }

    #[test]
    fn a_name_with_a_word_that_is_missing_or_elsewhere_is_not_mentioned() {
        assert!(!may_mention("Data of change, and its capture.", "Change Data Capture"));
        assert!(!may_mention("The change of data.", "Change Data Capture"));
        assert!(!may_mention("", "cache"));
    }
}
