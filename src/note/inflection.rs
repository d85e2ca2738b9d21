//! The singulars of English plurals, to compare words.
//!
//! A word that ends in s may be the plural of several words (`caches`: `cache` or `cach`). All are
//! candidates, and only those that are terms count. A stemmer would be too coarse: it makes
//! `universe` and `university` equal.

use crate::note::word_list::{WordList, words};
use std::sync::LazyLock;

/// Words that end like plurals but are not, or that are more common as verbs or names.
static NOT_PLURALS: WordList = words!("not_plurals");

/// Singulars with irregular plurals, which the rules here or in `plural` do not cover.
pub(super) static IRREGULAR: WordList = words!("irregular_plurals");

/// The irregular pairs, sorted by singular.
static BY_SINGULAR: LazyLock<Vec<Pair>> = LazyLock::new(|| IRREGULAR.pairs().collect());
static BY_PLURAL: LazyLock<Vec<Pair>> = LazyLock::new(|| {
    let mut pairs = BY_SINGULAR.clone();
    pairs.sort_unstable_by_key(|(_, plural)| *plural);
    pairs
});

/// A singular and its plural.
type Pair = (&'static str, &'static str);

/// Endings of plurals and of their singulars. All that match give candidates.
const ENDINGS: [(&str, &str); 13] = [
    ("ies", "y"),
    ("ices", "ex"),
    ("ices", "ix"),
    ("ves", "f"),
    ("ves", "fe"),
    ("ses", "sis"),
    ("xes", "xis"),
    ("zzes", "z"),
    ("sses", "s"),
    ("ae", "a"),
    ("i", "us"),
    ("mata", "ma"),
    ("men", "man"),
];

/// The candidates for the singular of a folded word. Empty if the word is not a plural.
pub fn singulars(word: &str) -> impl Iterator<Item = String> {
    let may_be_plural = word.len() > 2
        && word.ends_with(['s', 'e', 'i', 'a', 'n', 't', 'h'])
        && !NOT_PLURALS.contains(word);
    let regular = may_be_plural && word.ends_with('s') && !word.ends_with("ss");
    let without =
        move |ending: &str| word.strip_suffix(ending).filter(|stem| regular && stem.len() > 1);
    let sibilant =
        |stem: &&str| ["s", "x", "z", "ch", "sh", "o"].iter().any(|ending| stem.ends_with(ending));
    let bare = [without("s"), without("es").filter(sibilant)];
    let known = move || may_be_plural.then(|| irregular(word)).into_iter().flatten();
    bare.into_iter().flatten().map(str::to_owned).chain(known())
}

/// The singulars that have another ending than the plural without `s` or `es`.
fn irregular(word: &str) -> impl Iterator<Item = String> {
    let made = ENDINGS.iter().filter_map(move |(plural, singular)| {
        let stem = word.strip_suffix(plural).filter(|stem| stem.len() > 1)?;
        Some(format!("{stem}{singular}"))
    });
    let listed = BY_PLURAL.binary_search_by_key(&word, |(_, plural)| plural);
    let listed = listed.ok().map(|at| BY_PLURAL[at].0.to_owned());
    listed.filter(|one| !made.clone().any(|other| other == *one)).into_iter().chain(made)
}

/// The plural of a folded word. `None` if the plural is regular.
pub fn irregular_plural(word: &str) -> Option<&'static str> {
    let found = BY_SINGULAR.binary_search_by_key(&word, |(singular, _)| singular);
    found.ok().map(|at| BY_SINGULAR[at].1)
}

#[cfg(test)]
mod tests;
