//! Vocabularies: the words in a note's running text, and the pairs of neighboring words, as hashes.
//!
//! The words of many names are common, but their pairs are not.
//!
//! A vocabulary excludes notes that cannot mention a term, without a search of their texts. It is a
//! Bloom filter, because all notes have one: a wrong answer only causes an unnecessary search.

use std::hash::{BuildHasher, BuildHasherDefault};

use rustc_hash::FxHasher;

use crate::note::inflection::singulars;
use crate::note::language::Language;
use crate::note::prose::{self, Segment};
use crate::note::term_key::{TermKey, is_capitals};
use crate::note::words::{fold, words};

/// The folded words of a note's running text, alone and after the previous word, and the candidates
/// for their singulars.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Vocabulary {
    filter: HashFilter,
    /// The language of the text, if its words have forms. They are in the vocabulary too.
    language: Option<Language>,
}

impl Vocabulary {
    /// The vocabulary of running text. The segments have byte offsets in `text`.
    pub fn new(text: &str, prose: &[Segment], language: Option<Language>) -> Self {
        let language = language.filter(|language| language.has_forms());
        let mut hashes = Vec::new();
        let mut readings = Vec::new();
        for block in prose::blocks(prose) {
            let mut previous = None;
            let mut forms_before: Vec<u32> = Vec::new();
            for word in words(text, block) {
                let folded = fold(word.text);
                if let Some(language) = language {
                    let forms = language.text_forms(&folded);
                    let forms: Vec<_> = forms.iter().map(|form| form_hash(form)).collect();
                    let before = std::mem::take(&mut forms_before).into_iter();
                    let pairs = before.flat_map(|it| forms.iter().map(move |form| pair(it, *form)));
                    hashes.extend(pairs.chain(forms.iter().copied()));
                    forms_before = forms;
                }
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
        Self { filter: HashFilter::of(&hashes), language }
    }

    /// Whether the text may mention this name. `false` is certain.
    pub fn may_mention(&self, name: &TermKey) -> bool {
        self.may_have_words(name) || self.language.is_some_and(|it| self.may_have_forms(name, it))
    }

    /// Whether the text may have the forms of the words of a name.
    fn may_have_forms(&self, name: &TermKey, language: Language) -> bool {
        let mut previous = None;
        name.words().all(|word| {
            let form = form_hash(&language.name_form(&fold(word)));
            let is_there = self.contains(previous, form);
            previous = Some(form);
            is_there
        })
    }

    /// Whether the text may have the words of a name, the last one in any number.
    fn may_have_words(&self, name: &TermKey) -> bool {
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
        self.filter.may_contain(wanted)
    }
}

/// A Bloom filter: a set of hashes that may seem to contain others.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct HashFilter(Box<[u64]>);

impl HashFilter {
    /// The bits for each hash: with [`Self::PROBES`], one of 200 other hashes seems to be there.
    const BITS: usize = 12;
    const PROBES: u32 = 4;

    fn of(hashes: &[u32]) -> Self {
        let mut words = vec![0; (hashes.len() * Self::BITS).div_ceil(64)];
        for hash in hashes {
            for bit in Self::bits(*hash, words.len()) {
                words[bit / 64] |= 1 << (bit % 64);
            }
        }
        Self(words.into())
    }

    fn may_contain(&self, hash: u32) -> bool {
        let has = |bit: usize| self.0[bit / 64] & (1 << (bit % 64)) != 0;
        !self.0.is_empty() && Self::bits(hash, self.0.len()).all(has)
    }

    /// Returns the bits of a hash in a filter of so many words.
    fn bits(hash: u32, words: usize) -> impl Iterator<Item = usize> {
        let step = (hash ^ (hash >> 15)).wrapping_mul(0x85EB_CA6B) | 1;
        let probes = (0..Self::PROBES).map(move |nth| hash.wrapping_add(nth.wrapping_mul(step)));
        probes.map(move |probe| probe as usize % (words * 64))
    }
}

/// Returns the hash of two neighboring words.
fn pair(previous: u32, word: u32) -> u32 {
    (previous.rotate_left(16) ^ word).wrapping_mul(0x9E37_79B1)
}

/// Returns the hash of a form, other than that of a word with the same letters.
fn form_hash(form: &str) -> u32 {
    !hash(form)
}

/// Returns the upper half of a hash. The lower half is often equal for words with the same ending.
fn hash(word: &str) -> u32 {
    let hash = BuildHasherDefault::<FxHasher>::default().hash_one(word);
    (hash >> 32) as u32
}

#[cfg(test)]
mod tests {
    use super::Vocabulary;
    use crate::note::language::Language;
    use crate::note::prose::{Join, Segment};
    use crate::note::term_key::TermKey;
    use text_size::{TextRange, TextSize};

    fn may_mention(text: &str, name: &str) -> bool {
        may_mention_in(None, text, name)
    }

    fn may_mention_in(language: Option<Language>, text: &str, name: &str) -> bool {
        let range = TextRange::up_to(TextSize::of(text));
        let prose = [Segment { range, join: Join::Block, in_link: false }];
        Vocabulary::new(text, &prose, language).may_mention(&TermKey::new(name).expect("a name"))
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
    fn other_forms_of_names_may_be_mentioned_in_their_language() {
        let german = |text| may_mention_in(Some(Language::German), text, "Balancierter Baum");
        assert!(german("In balancierten Bäumen"));
        assert!(!german("In Bäumen, balancierten"));
        assert!(!may_mention("In balancierten Bäumen", "Balancierter Baum"));
        assert!(may_mention_in(Some(Language::Arabic), "وبالشجرة", "شجرة"));
    }

    #[test]
    fn a_name_with_a_word_that_is_missing_or_elsewhere_is_not_mentioned() {
        assert!(!may_mention("Data of change, and its capture.", "Change Data Capture"));
        assert!(!may_mention("The change of data.", "Change Data Capture"));
        assert!(!may_mention("", "cache"));
    }
}
