//! The letter case of an inserted name, which follows the typed letters.

use crate::note::words::{Class, words_of};

/// The case of an inserted name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum NameCase {
    /// The case in the middle of a sentence.
    Small,
    /// The case at the beginning of a sentence.
    Sentence,
    /// The case of the declaration.
    Declared,
}

impl NameCase {
    /// Returns the case of the typed letters. A capital at the beginning of a sentence does not
    /// affect the other words.
    pub(super) fn of(typed: &str, opens_sentence: bool) -> Self {
        let mut capitals = typed.chars().map(char::is_uppercase);
        let (first, has_more) = (capitals.next(), capitals.any(|is_capital| is_capital));
        match first {
            _ if has_more => Self::Declared,
            Some(true) if !opens_sentence => Self::Declared,
            Some(false) => Self::Small,
            _ if opens_sentence => Self::Sentence,
            _ => Self::Small,
        }
    }

    /// Returns the name in this case. Words with inner capitals or digits are unchanged: acronyms,
    /// `GraphQL`, `Log4j`. So are words that `keeps` names.
    pub(super) fn write(self, name: &str, keeps: impl Fn(&str) -> bool) -> String {
        if self == Self::Declared {
            return name.to_owned();
        }
        let mut written = String::with_capacity(name.len());
        let mut from = 0;
        for word in words_of(name) {
            let (start, end) = (usize::from(word.range.start()), usize::from(word.range.end()));
            written.push_str(&name[from..start]);
            let is_first = written.is_empty();
            let is_ordinary = word.class == Class::Spaced
                && !word.text.chars().skip(1).any(|c| c.is_uppercase() || c.is_numeric())
                // A single letter is a proper name: `C`, `Vitamin C`.
                && word.text.chars().nth(1).is_some()
                && !(word.text.starts_with(char::is_uppercase) && keeps(word.text));
            match word.text.chars().next() {
                Some(first) if is_ordinary && is_first && self == Self::Sentence => {
                    written.extend(first.to_uppercase());
                    written.push_str(&word.text[first.len_utf8()..]);
                }
                Some(first) if is_ordinary => {
                    written.extend(first.to_lowercase());
                    written.push_str(&word.text[first.len_utf8()..]);
                }
                _ => written.push_str(word.text),
            }
            from = end;
        }
        written.push_str(&name[from..]);
        written
    }
}

#[cfg(test)]
mod tests {
    use super::NameCase;

    #[test]
    fn a_name_is_written_as_the_user_types() {
        let written = |typed, opens, name| NameCase::of(typed, opens).write(name, |_| false);
        assert_eq!(written("cha", false, "Change Data Capture"), "change data capture");
        assert_eq!(written("Cha", true, "Change Data Capture"), "Change data capture");
        assert_eq!(written("Cha", false, "Change Data Capture"), "Change Data Capture");
        assert_eq!(written("Change Da", true, "Change Data Capture"), "Change Data Capture");
        assert_eq!(written("", true, "Change Data Capture"), "Change data capture");
        assert_eq!(written("da", true, "database"), "database");
        assert_eq!(written("Da", true, "database"), "Database");
    }

    #[test]
    fn names_with_inner_capitals_or_digits_are_unchanged() {
        let small = |name| NameCase::Small.write(name, |_| false);
        let kept = NameCase::Small.write("Markov Chain", |word| word == "Markov");
        assert_eq!(kept, "Markov chain");
        assert_eq!(small("OLTP"), "OLTP");
        assert_eq!(small("GraphQL Server"), "GraphQL server");
        assert_eq!(small("Log4j"), "Log4j");
        assert_eq!(small("Vitamin C"), "vitamin C");
        assert_eq!(small("Write-Ahead Log (WAL)"), "write-ahead log (WAL)");
        assert_eq!(small("C++"), "C++");
        assert_eq!(small("データ"), "データ");
        assert_eq!(NameCase::Sentence.write("iPhone", |_| false), "iPhone");
    }
}
