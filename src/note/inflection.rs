//! English plurals, as far as they decide whether two words may be the same.
//!
//! A word ending in s may be the plural of several others (`caches`: `cache` or `cach`); they
//! are candidates, and only one that is a term counts. No stemmer: stemming makes `universe` and
//! `university` one word.

use crate::note::word_list::{WordList, words};
use std::sync::LazyLock;

/// Words that end like plurals and are none, or are commoner as verbs or names than as plurals.
static NOT_PLURALS: WordList = words!("not_plurals");

/// Singulars with plurals that no rule below gives, or that no rule of `plural` makes.
pub(super) static IRREGULAR: WordList = words!("irregular_plurals");

/// The irregular pairs of singular and plural, sorted by one of both.
static BY_SINGULAR: LazyLock<Vec<Pair>> = LazyLock::new(|| IRREGULAR.pairs().collect());
static BY_PLURAL: LazyLock<Vec<Pair>> = LazyLock::new(|| {
    let mut pairs = BY_SINGULAR.clone();
    pairs.sort_unstable_by_key(|(_, plural)| *plural);
    pairs
});

/// A singular and its plural.
type Pair = (&'static str, &'static str);

/// Endings of plurals, and what stands there in the singular. All that fit are candidates.
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

/// What a folded word may be the plural of; nothing if it is no plural.
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

/// The singulars that are made otherwise than by leaving out an ending.
fn irregular(word: &str) -> impl Iterator<Item = String> {
    let made = ENDINGS.iter().filter_map(move |(plural, singular)| {
        let stem = word.strip_suffix(plural).filter(|stem| stem.len() > 1)?;
        Some(format!("{stem}{singular}"))
    });
    let listed = BY_PLURAL.binary_search_by_key(&word, |(_, plural)| plural);
    let listed = listed.ok().map(|at| BY_PLURAL[at].0.to_owned());
    listed.filter(|one| !made.clone().any(|other| other == *one)).into_iter().chain(made)
}

/// The plural of a folded word, if it is an irregular one.
pub fn irregular_plural(word: &str) -> Option<&'static str> {
    let found = BY_SINGULAR.binary_search_by_key(&word, |(singular, _)| singular);
    found.ok().map(|at| BY_SINGULAR[at].1)
}

#[cfg(test)]
mod tests;
