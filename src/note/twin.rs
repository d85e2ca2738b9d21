//! Definitions that are the same but for a word, found without comparing each with each.
//!
//! Two texts that differ in one word have all words before it in common, or all behind it that
//! make up half of them. So each text leaves hashes of itself and of its halves as prints; only
//! texts with a print in common are compared word by word. As texts of `n` and `n + 1` words are
//! to meet, one of an odd length leaves halves of both sizes.

use std::hash::{BuildHasher, BuildHasherDefault};

use rustc_hash::FxHasher;

use crate::note::words::{Class, fold, words_of};

/// What texts that are alike have in common.
pub type Print = u64;

/// All that one text leaves.
pub type Prints = Box<[Print]>;

/// Shorter texts are alike by chance.
const MIN_WORDS: usize = 5;

/// Shorter texts that differ in a word are alike on purpose.
const MIN_WORDS_BUT_ONE: usize = 12;

/// The prints of a text; none if it is too short, or too long to be a definition.
pub(super) fn prints(text: &str) -> Prints {
    if text.len() > 4096 {
        return Prints::default();
    }
    let words = folded(text);
    let mut prints = Vec::new();
    if words.len() >= MIN_WORDS {
        prints.push(hash(0, &words));
    }
    if words.len() >= MIN_WORDS_BUT_ONE {
        for half in [words.len() / 2, words.len().div_ceil(2)] {
            prints.push(hash(1, &words[..half]));
            prints.push(hash(2, &words[words.len() - half..]));
        }
    }
    prints.sort_unstable();
    prints.dedup();
    prints.into()
}

/// Whether two texts that have a print in common are the same, but for a word at most. A word of
/// its name in either of them makes them two.
pub fn are_twins(a: &str, b: &str, names: [&str; 2]) -> bool {
    let (a, b) = (folded(a), folded(b));
    if a == b {
        return true;
    }
    if a.len().min(b.len()) < MIN_WORDS_BUT_ONE || a.len().abs_diff(b.len()) > 1 {
        return false;
    }
    let same = a.iter().zip(&b).take_while(|(a, b)| a == b).count();
    // The longer one has a word more; else both have another one.
    let (from_a, from_b) =
        (same + usize::from(a.len() >= b.len()), same + usize::from(b.len() >= a.len()));
    let is_named = |words: &[String], name: &str| {
        words.get(same).is_some_and(|word| folded(name).contains(word))
    };
    a[from_a.min(a.len())..] == b[from_b.min(b.len())..]
        && !is_named(&a, names[0])
        && !is_named(&b, names[1])
}

fn folded(text: &str) -> Vec<String> {
    let words = words_of(text).into_iter().filter(|word| word.class != Class::Symbol);
    words.map(|word| fold(word.text).into_owned()).collect()
}

fn hash(kind: u8, words: &[String]) -> Print {
    BuildHasherDefault::<FxHasher>::default().hash_one((kind, words))
}

#[cfg(test)]
mod tests {
    use super::{are_twins, prints};

    const LONG: &str = "A system that handles the business processes of a company in real time, \
        with many short transactions";

    fn met(a: &str, b: &str) -> bool {
        let (prints_a, prints_b) = (prints(a), prints(b));
        prints_a.iter().any(|print| prints_b.contains(print)) && are_twins(a, b, ["", ""])
    }

    #[test]
    fn a_text_with_one_word_exchanged_left_out_or_added_is_a_twin() {
        let words: Vec<_> = LONG.split(' ').collect();
        for length in [words.len() - 1, words.len()] {
            let words = &words[..length];
            let whole = words.join(" ");
            for at in 0..length {
                let mut other = words.to_vec();
                other[at] = "other";
                assert!(met(&whole, &other.join(" ")), "{at} exchanged");
                other.remove(at);
                assert!(met(&whole, &other.join(" ")), "{at} left out");
                let mut other = words.to_vec();
                other.insert(at, "other");
                assert!(met(&whole, &other.join(" ")), "{at} added");
                other.insert(at, "other");
                assert!(!met(&whole, &other.join(" ")), "two at {at}");
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
    }
}
