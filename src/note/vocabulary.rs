//! Vocabularies: the words in a note's running text, and the pairs of neighboring words, as hashes.
//!
//! The words of many names are common, but their pairs are not.
//!
//! A vocabulary excludes notes that cannot mention a term, without a search of their texts. It is a
//! Bloom filter, because all notes have one: a wrong answer only causes an unnecessary search.

use std::collections::BTreeMap;
use std::hash::{BuildHasher, BuildHasherDefault};
use std::sync::OnceLock;

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
        let mut hashes = prose::blocks(prose).fold(Vec::new(), |mut hashes, block| {
            add_hashes(text, block, language, &mut hashes);
            hashes
        });
        hashes.sort_unstable();
        hashes.dedup();
        Self {
            filter: HashFilter::of(&hashes),
            language: language.filter(|language| language.has_forms()),
        }
    }

    /// Whether the text may mention this name. `false` is certain.
    pub fn may_mention(&self, name: &SoughtName) -> bool {
        name.may_be_in(self.language, |hash| self.filter.may_contain(hash))
    }
}

/// Returns whether a block of running text may mention one of these names. `false` is certain. The
/// segments have byte offsets in `text`.
pub fn block_may_mention(
    text: &str,
    block: &[Segment],
    language: Option<Language>,
    names: &[SoughtName],
) -> bool {
    if !language.is_some_and(Language::has_forms) {
        // Most blocks lack the first word of all names. That is cheap to find out.
        let words: Vec<_> = words(text, block).iter().map(|it| hash(&fold(it.text))).collect();
        let may_begin = |name: &SoughtName| name.before.first().is_none_or(|it| words.contains(it));
        if !names.iter().any(may_begin) {
            return false;
        }
    }
    let mut hashes = Vec::new();
    add_hashes(text, block, language, &mut hashes);
    names.iter().any(|name| name.may_be_in(language, |hash| hashes.contains(&hash)))
}

/// Adds the hashes of the words of a block, of their pairs and of their forms.
fn add_hashes(text: &str, block: &[Segment], language: Option<Language>, hashes: &mut Vec<u32>) {
    let language = language.filter(|language| language.has_forms());
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
        let start = hashes.len();
        hashes.push(hash(&folded));
        hashes.extend(singulars(&folded).map(|singular| hash(&singular)));
        let acronym = word.text.strip_suffix('s').filter(|stem| is_capitals(stem));
        hashes.extend(acronym.map(|stem| hash(&fold(stem))));
        let readings = start..hashes.len();
        // Only the last word of a mention may be in another number.
        if let Some(previous) = previous.replace(hashes[start]) {
            readings.for_each(|at| hashes.push(pair(previous, hashes[at])));
        }
    }
}

/// A name as it is looked up in the vocabularies of many notes.
#[derive(Debug)]
pub struct SoughtName {
    name: TermKey,
    /// The hashes of the words and pairs before the last word. A text must have all of them.
    before: Vec<u32>,
    /// The hashes of the last word, or of its pair, in any number. A text must have one of them.
    last: Vec<u32>,
    /// The hashes of the forms, by language. They are computed for the first note with forms.
    forms: OnceLock<BTreeMap<Language, Vec<u32>>>,
}

impl SoughtName {
    /// Prepares a name.
    pub fn new(name: &TermKey) -> Self {
        let words: Vec<_> = name.words().map(fold).collect();
        let mut hashes: Vec<_> = words.iter().map(|word| hash(word)).collect();
        let last = hashes.pop().zip(words.last()).map_or_else(Vec::new, |(hashed, word)| {
            let numbers = singulars(word).map(|singular| hash(&singular));
            let pair = |word| hashes.last().map_or(word, |previous| pair(*previous, word));
            std::iter::once(hashed).chain(numbers).map(pair).collect()
        });
        let (name, forms) = (name.clone(), OnceLock::new());
        Self { name, before: with_pairs(&hashes), last, forms }
    }

    /// Returns whether a text in this language may have the name, by the hashes that it has.
    fn may_be_in(&self, language: Option<Language>, has: impl Fn(u32) -> bool + Copy) -> bool {
        let all = |hashes: &[u32]| hashes.iter().copied().all(has);
        all(&self.before) && self.last.iter().copied().any(has)
            || language.is_some_and(|it| it.has_forms() && all(self.forms_in(it)))
    }

    /// Returns the hashes of the words' forms in a language.
    fn forms_in(&self, language: Language) -> &[u32] {
        let form = |language: Language, word| form_hash(&language.name_form(&fold(word)));
        let of = |language| self.name.words().map(|word| form(language, word)).collect::<Vec<_>>();
        let all = || Language::all().map(|language| (language, with_pairs(&of(language))));
        self.forms.get_or_init(|| all().collect()).get(&language).map_or(&[], Vec::as_slice)
    }
}

/// Returns the first hash, and the pair of each other one with the one before it.
fn with_pairs(hashes: &[u32]) -> Vec<u32> {
    let pairs = hashes.windows(2).map(|two| pair(two[0], two[1]));
    hashes.first().copied().into_iter().chain(pairs).collect()
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
    use super::{SoughtName, Vocabulary, block_may_mention};
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
        let name = SoughtName::new(&TermKey::new(name).expect("a name"));
        let may_mention = Vocabulary::new(text, &prose, language).may_mention(&name);
        assert_eq!(block_may_mention(text, &prose, language, &[name]), may_mention);
        may_mention
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
