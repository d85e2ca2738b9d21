//! The construction of English plurals and singulars.
//!
//! [`inflection`](crate::note::inflection) recognizes each plural that is constructed here. So a
//! name that an edit writes in the plural is still a mention.

use crate::note::inflection::{irregular_plural, singulars};
use crate::note::term_key::is_capitals;
use crate::note::word_list::{WordList, words};
use crate::note::words::fold;

/// Words that end in o and take `es`, folded.
static IN_OES: WordList = words!("plurals_in_oes");

/// The plural of a word, in its letter case: `cache`, `caches`; `Query`, `Queries`; `SLI`, `SLIs`.
pub fn plural(word: &str) -> String {
    let folded = fold(word);
    if let Some(plural) = irregular_plural(&folded) {
        return in_case_of(word, plural);
    }
    let ends = |endings: &[&str]| endings.iter().any(|ending| folded.ends_with(ending));
    let before_last = folded.chars().rev().nth(1);
    if is_capitals(word) && word.chars().nth(1).is_some() {
        format!("{word}s")
    } else if folded.ends_with('y') && !before_last.is_none_or(|c| "aeiou".contains(c)) {
        format!("{}ies", &word[..word.len() - 1])
    } else if ends(&["s", "x", "z", "ch", "sh"]) || IN_OES.contains(&folded) {
        format!("{word}es")
    } else {
        format!("{word}s")
    }
}

/// A count with its noun: `1 note`, `3 notes`.
pub fn counted(count: usize, noun: &str) -> String {
    if count == 1 { format!("1 {noun}") } else { format!("{count} {}", plural(noun)) }
}

/// The singular of a word, in its letter case. `None` if the word does not look like a plural.
pub fn singular(word: &str) -> Option<String> {
    if let Some(stem) = word.strip_suffix('s').filter(|stem| is_capitals(stem)) {
        return Some(stem.to_owned());
    }
    let folded = fold(word);
    let ends = |endings: &[&str]| endings.iter().any(|ending| folded.ends_with(ending));
    // Endings of plurals in `es`. In `caches` and `databases`, the e belongs to the singular.
    let sibilants = ["sses", "shes", "xes", "zzes", "tches", "nches", "rches", "oaches", "eaches"];
    let stem = if ends(&["ies"]) {
        format!("{}y", folded.strip_suffix("ies")?)
    } else if ends(&sibilants) || IN_OES.iter().any(|one| plural(one) == *folded) {
        folded.strip_suffix("es")?.to_owned()
    } else {
        folded.strip_suffix('s').unwrap_or_default().to_owned()
    };
    let candidates: Vec<_> = singulars(&folded).collect();
    let one = candidates.iter().find(|one| **one == stem).or(candidates.first())?;
    (plural(one) == *folded).then(|| in_case_of(word, one))
}

/// Writes a folded word in the letter case of a pattern: lower case, capitalized or capitals.
pub fn in_case_of(pattern: &str, folded: &str) -> String {
    if is_capitals(pattern) && pattern.chars().nth(1).is_some() {
        return folded.to_uppercase();
    }
    let mut chars = folded.chars();
    match (pattern.chars().next(), chars.next()) {
        (Some(first), Some(c)) if first.is_uppercase() => c.to_uppercase().chain(chars).collect(),
        _ => folded.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::{counted, plural, singular};
    use crate::note::inflection::{IRREGULAR, singulars};

    #[test]
    fn plurals_keep_the_case_of_their_word() {
        for (one, many) in [
            ("cache", "caches"),
            ("Query", "Queries"),
            ("key", "keys"),
            ("index", "indexes"),
            ("box", "boxes"),
            ("match", "matches"),
            ("class", "classes"),
            ("SLI", "SLIs"),
            ("OLTP", "OLTPs"),
            ("repo", "repos"),
            ("hero", "heroes"),
            ("database", "databases"),
        ] {
            assert_eq!(plural(one), many);
            assert_eq!(singular(many).as_deref(), Some(one), "{many}");
        }
    }

    #[test]
    fn a_count_of_one_is_singular() {
        let counts = [0, 1, 2].map(|count| counted(count, "more query"));
        assert_eq!(counts, ["0 more queries", "1 more query", "2 more queries"]);
    }

    #[test]
    fn irregular_plurals_are_found_again() {
        for (one, many) in IRREGULAR.pairs() {
            assert_eq!(plural(one), many);
            assert!(singulars(many).any(|found| found == one), "{many}");
        }
    }

    #[test]
    fn other_words_have_no_singular() {
        for word in ["kubernetes", "class", "data store", "", "is"] {
            assert_eq!(singular(word), None, "{word}");
        }
    }
}
