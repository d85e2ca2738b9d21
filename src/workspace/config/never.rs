//! Words that are never a mention, though a term is called so.
//!
//! In notes that define *Lead*, the verb is far more frequent than the term. Such a term keeps its
//! entry and its place in lists; running text does not speak of it.

use crate::note::inflection::singulars;
use crate::note::words::{Word, fold, words_of};

/// Names that are no mentions.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Never(Vec<Vec<Part>>);

/// One word of a name.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Part {
    /// This word, folded.
    Word(String),
    /// A word that begins so: `lead*`.
    Prefix(String),
}

impl Never {
    /// Reads patterns: the words of a name, each of which may end in `*` for whatever follows. A
    /// pattern without a letter or digit is none; it is handed over with its number, from 0.
    pub(super) fn new(patterns: &[String], mut bad: impl FnMut(usize, &str)) -> Self {
        let mut names = Vec::new();
        for (number, pattern) in patterns.iter().enumerate() {
            match parts(pattern) {
                Some(name) => names.push(name),
                None => bad(number, pattern),
            }
        }
        Self(names)
    }

    /// Whether a mention of these words is none. A plural is meant with its singular.
    pub(in crate::workspace) fn has(&self, written: &[Word<'_>]) -> bool {
        self.0.iter().any(|name| {
            let last = written.len().saturating_sub(1);
            name.len() == written.len()
                && name.iter().zip(written).enumerate().all(|(at, (part, word))| {
                    let word = fold(word.text);
                    part.is(&word) || (at == last && singulars(&word).any(|word| part.is(&word)))
                })
        })
    }
}

impl Part {
    fn is(&self, word: &str) -> bool {
        match self {
            Self::Word(own) => word == own,
            Self::Prefix(prefix) => word.starts_with(prefix.as_str()),
        }
    }
}

/// The words of a pattern; none if it could match anything.
fn parts(pattern: &str) -> Option<Vec<Part>> {
    let mut parts = Vec::new();
    for word in words_of(pattern) {
        if word.text == "*" {
            let Some(Part::Word(prefix)) = parts.pop() else { return None };
            parts.push(Part::Prefix(prefix));
        } else {
            parts.push(Part::Word(fold(word.text).into_owned()));
        }
    }
    let has_name = pattern.contains(char::is_alphanumeric);
    (has_name && !parts.is_empty()).then_some(parts)
}

#[cfg(test)]
mod tests {
    use super::Never;
    use crate::note::words::words_of;

    fn has(patterns: &[&str], text: &str) -> bool {
        let patterns: Vec<_> = patterns.iter().map(|&pattern| pattern.to_owned()).collect();
        let never = Never::new(&patterns, |_, bad| panic!("{bad}"));
        never.has(&words_of(text))
    }

    #[test]
    fn a_word_is_meant_in_every_case_and_number_and_alone() {
        assert!(has(&["lead"], "Lead"));
        assert!(has(&["lead"], "leads"));
        assert!(!has(&["lead"], "leader"));
        assert!(!has(&["lead"], "lead time"));
        assert!(has(&["Lead-Time"], "lead times"));
        assert!(!has(&[], "lead"));
    }

    #[test]
    fn a_star_stands_for_the_rest_of_its_word() {
        assert!(has(&["lead*"], "leadership"));
        assert!(has(&["lead*"], "lead"));
        assert!(has(&["lead* time"], "leading time"));
        assert!(!has(&["lead*"], "mislead"));
    }

    #[test]
    fn what_would_match_everything_is_refused() {
        for pattern in ["", "*", " * ", "lead *x*", "**"] {
            let mut bad = Vec::new();
            Never::new(&[pattern.to_owned()], |_, pattern| bad.push(pattern.to_owned()));
            assert_eq!(bad.is_empty(), pattern == "lead *x*", "{pattern}");
        }
    }
}
