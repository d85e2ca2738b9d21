//! The edit distance of words, to suggest corrections.

use crate::note::words::fold;

/// The number of insertions, deletions, substitutions and transpositions between two words.
/// `None` if it is more than `most`.
///
/// This is the optimal string alignment distance, in case-folded characters.
pub fn distance(a: &str, b: &str, most: usize) -> Option<usize> {
    let (a, b) = (fold(a), fold(b));
    if a.chars().count().abs_diff(b.chars().count()) > most {
        return None;
    }
    Some(strsim::osa_distance(&a, &b)).filter(|far| *far <= most)
}

/// The largest distance between a word and its correction: one edit per four characters, at most 3.
pub fn tolerance(word: &str) -> usize {
    word.chars().count().div_ceil(4).min(3)
}

/// The digits of a word. Words with different digits are different words, not misspellings.
fn digits(word: &str) -> impl Iterator<Item = char> {
    word.chars().filter(char::is_ascii_digit)
}

/// The candidate nearest to a misspelled word. Of several, the first in alphabetical order.
/// `None` if all are too far.
pub fn nearest<'c>(word: &str, candidates: impl IntoIterator<Item = &'c str>) -> Option<&'c str> {
    all_nearest(word, candidates.into_iter().map(|it| (it, it))).into_iter().min()
}

/// The values of all candidates that are nearest to a misspelled word. Empty if all are too far,
/// or if the word is a single letter.
pub fn all_nearest<'c, T>(
    word: &str,
    candidates: impl IntoIterator<Item = (&'c str, T)>,
) -> Vec<T> {
    let (mut most, mut found) = (tolerance(word), Vec::new());
    if word.chars().nth(1).is_none() {
        return found;
    }
    for (candidate, it) in candidates.into_iter().filter(|it| digits(it.0).eq(digits(word))) {
        let Some(far) = distance(word, candidate, most) else { continue };
        if far < most {
            (most, found) = (far, Vec::new());
        }
        found.push(it);
    }
    found
}

#[cfg(test)]
mod tests {
    use super::{distance, nearest};

    #[test]
    fn a_misspelling_of_any_kind_is_one_edit() {
        for slip in ["chache", "cahe", "cacha", "acche", "CACHE", "cache"] {
            let far = usize::from(!slip.eq_ignore_ascii_case("cache"));
            assert_eq!(distance("cache", slip, 3), Some(far), "{slip}");
        }
        assert_eq!(distance("größe", "GRÖSSE", 1), Some(0));
        assert_eq!(distance("cache", "disk", 3), None);
        assert_eq!(distance("", "", 0), Some(0));
    }

    #[test]
    fn only_near_candidates_are_suggested() {
        let known = ["exclude", "maxHeadingLevel", "terms"];
        assert_eq!(nearest("maxheadinLevel", known), Some("maxHeadingLevel"));
        assert_eq!(nearest("term", known), Some("terms"));
        assert_eq!(nearest("colour", known), None);
        assert_eq!(nearest("2026-01-02", ["2026-01-03", "2026-0102"]), Some("2026-0102"));
        assert_eq!(nearest("a", ["b"]), None);
    }
}
