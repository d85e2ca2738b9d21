//! Names that are not treated as mentions, though they are names of terms.
//!
//! In notes that define *Lead*, the verb is far more frequent than the term. Such a term is still
//! declared and listed, but running text does not mention it.

use serde::{Deserialize, Serialize};

use crate::note::inflection::singulars;
use crate::note::words::{Word, fold, words_of};

/// Names that are not treated as mentions.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct IgnoredNames(Vec<IgnoredName>);

/// The words of a name, as patterns.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
struct IgnoredName {
    text: String,
    words: Vec<WordPattern>,
}

/// A pattern for one word of a name.
#[derive(Clone, Debug, PartialEq, Eq)]
enum WordPattern {
    /// This word, folded.
    Word(String),
    /// A word with this prefix, folded: `lead*`.
    Prefix(String),
}

impl IgnoredNames {
    /// Whether one of the names matches these words. A plural matches its singular.
    pub(in crate::workspace) fn contains(&self, words: &[Word<'_>]) -> bool {
        self.0.iter().any(|name| {
            let last = words.len().saturating_sub(1);
            name.words.len() == words.len()
                && name.words.iter().zip(words).enumerate().all(|(at, (pattern, word))| {
                    let word = fold(word.text);
                    pattern.matches(&word)
                        || (at == last && singulars(&word).any(|word| pattern.matches(&word)))
                })
        })
    }
}

impl WordPattern {
    fn matches(&self, word: &str) -> bool {
        match self {
            Self::Word(own) => word == own,
            Self::Prefix(prefix) => word.starts_with(prefix.as_str()),
        }
    }
}

impl TryFrom<String> for IgnoredName {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        match word_patterns(&text) {
            Some(words) => Ok(Self { text, words }),
            None => Err("expected a name with a letter or digit; `*` can only end a word"),
        }
    }
}

impl From<IgnoredName> for String {
    fn from(name: IgnoredName) -> Self {
        name.text
    }
}

/// The words of a name. A name without letters and digits would match anything, so it has none.
fn word_patterns(name: &str) -> Option<Vec<WordPattern>> {
    let mut patterns = Vec::new();
    for word in words_of(name) {
        if word.text == "*" {
            let Some(WordPattern::Word(prefix)) = patterns.pop() else { return None };
            patterns.push(WordPattern::Prefix(prefix));
        } else {
            patterns.push(WordPattern::Word(fold(word.text).into_owned()));
        }
    }
    let has_name = name.contains(char::is_alphanumeric);
    (has_name && !patterns.is_empty()).then_some(patterns)
}

#[cfg(test)]
mod tests {
    use super::{IgnoredName, IgnoredNames};
    use crate::note::words::words_of;

    fn has(names: &[&str], text: &str) -> bool {
        let name = |&name: &&str| IgnoredName::try_from(name.to_owned()).expect("it is a name");
        IgnoredNames(names.iter().map(name).collect()).contains(&words_of(text))
    }

    #[test]
    fn a_name_matches_in_any_letter_case_and_number_as_a_whole() {
        assert!(has(&["lead"], "Lead"));
        assert!(has(&["lead"], "leads"));
        assert!(!has(&["lead"], "leader"));
        assert!(!has(&["lead"], "lead time"));
        assert!(has(&["Lead-Time"], "lead times"));
        assert!(!has(&[], "lead"));
    }

    #[test]
    fn a_star_matches_the_rest_of_its_word() {
        assert!(has(&["lead*"], "leadership"));
        assert!(has(&["lead*"], "lead"));
        assert!(has(&["lead* time"], "leading time"));
        assert!(!has(&["lead*"], "mislead"));
    }

    #[test]
    fn a_name_that_would_match_everything_is_invalid() {
        for pattern in ["", "*", " * ", "lead *x*", "**"] {
            let is_name = IgnoredName::try_from(pattern.to_owned()).is_ok();
            assert_eq!(is_name, pattern == "lead *x*", "{pattern}");
        }
    }
}
