//! Vocabularies: the set of words in a note's running text, as hashes.
//!
//! A vocabulary excludes notes that cannot mention a term, without a search of their texts. A
//! collision of the 32-bit hashes only causes an unnecessary search.

use std::hash::{BuildHasher, BuildHasherDefault};

use rustc_hash::FxHasher;

use crate::note::inflection::singulars;
use crate::note::prose::{self, Segment};
use crate::note::term_key::{TermKey, is_capitals};
use crate::note::words::{fold, words};

/// The folded words of a note's running text, and the candidates for their singulars.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Vocabulary(Box<[u32]>);

impl Vocabulary {
    /// The vocabulary of running text. The segments have byte offsets in `text`.
    pub fn new(text: &str, prose: &[Segment]) -> Self {
        let mut hashes = Vec::new();
        for word in prose::blocks(prose).flat_map(|block| words(text, block)) {
            let folded = fold(word.text);
            hashes.push(hash(&folded));
            hashes.extend(singulars(&folded).map(|singular| hash(&singular)));
            let acronym = word.text.strip_suffix('s').filter(|stem| is_capitals(stem));
            hashes.extend(acronym.map(|stem| hash(&fold(stem))));
        }
        hashes.sort_unstable();
        hashes.dedup();
        Self(hashes.into())
    }

    /// Whether the text may mention this name. `false` is certain.
    pub fn may_mention(&self, name: &TermKey) -> bool {
        let mut words = name.words().map(fold);
        let last = words.next_back();
        words.all(|word| self.contains(&word))
            && last.is_some_and(|last| {
                self.contains(&last) || singulars(&last).any(|singular| self.contains(&singular))
            })
    }

    fn contains(&self, word: &str) -> bool {
        self.0.binary_search(&hash(word)).is_ok()
    }
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
    fn a_name_with_a_word_that_is_missing_is_not_mentioned() {
        assert!(!may_mention("The change of data.", "Change Data Capture"));
        assert!(!may_mention("", "cache"));
    }
}
