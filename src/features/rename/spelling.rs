//! The spelling of a new name in the case, number and hyphens of the old one.
//!
//! A rename should be reversible. Therefore each new spelling includes whether renaming back
//! restores the old one.

use std::ops::Range;

use crate::note::inflection::singulars;
use crate::note::plural::{in_case_of, plural, singular};
use crate::note::words::{fold, words_of};

/// A spelling of a name: its words and their separators.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::features) struct Spelling {
    pub(in crate::features) words: Vec<String>,
    /// The separators, one fewer than the words.
    pub(in crate::features) separators: Vec<String>,
}

/// A spelling of the new name that replaces one of the old name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::features) struct NewSpelling {
    pub(in crate::features) spelling: Spelling,
    /// Whether renaming back restores the old spelling.
    pub(in crate::features) is_lossless: bool,
}

impl Spelling {
    /// Returns the spelling of a name on its own.
    pub(in crate::features) fn of(name: &str) -> Self {
        let ranges: Vec<_> =
            words_of(name).iter().map(|word| Range::<usize>::from(word.range)).collect();
        let whole = ranges.first().is_some_and(|first| first.start == 0)
            && ranges.last().is_some_and(|last| last.end == name.len());
        // A name with a mark outside its words is one word: `.NET`.
        if whole {
            Self::new(name, &ranges)
        } else {
            Self { words: vec![name.to_owned()], separators: Vec::new() }
        }
    }

    /// Returns the spelling of these words of a text.
    pub(in crate::features) fn new(text: &str, words: &[Range<usize>]) -> Self {
        let separators = words.windows(2).map(|pair| text[pair[0].end..pair[1].start].to_owned());
        Self {
            words: words.iter().map(|word| text[word.clone()].to_owned()).collect(),
            separators: separators.collect(),
        }
    }

    /// Returns the text.
    pub(in crate::features) fn text(&self) -> String {
        let mut text = String::new();
        for (index, word) in self.words.iter().enumerate() {
            text.push_str(word);
            text.push_str(self.separators.get(index).map_or("", String::as_str));
        }
        text
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum GrammaticalNumber {
    Same,
    Plural,
    Singular,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum LetterCase {
    AsDeclared,
    Small,
    /// A capital at the start of the first word.
    Sentence,
    /// A capital at the start of each word.
    Title,
    Capitals,
}

const NUMBERS: [GrammaticalNumber; 3] =
    [GrammaticalNumber::Same, GrammaticalNumber::Plural, GrammaticalNumber::Singular];
const CASES: [LetterCase; 5] = [
    LetterCase::AsDeclared,
    LetterCase::Small,
    LetterCase::Sentence,
    LetterCase::Title,
    LetterCase::Capitals,
];

/// Spells `new` where `old` is spelled as `written`, at the beginning of a sentence if `opens`.
pub(in crate::features) fn respell(
    written: &Spelling,
    old: &Spelling,
    new: &Spelling,
    opens: bool,
) -> NewSpelling {
    let (spelling, is_known) = forth(written, old, new, opens);
    let (back, _) = forth(&spelling, new, old, opens);
    NewSpelling { is_lossless: is_known && back == *written, spelling }
}

/// Spells `new` as declared, in the letter case of the first word of `written`, at the beginning of a
/// sentence if `opens`. The written words are another form of the old name, whose ending is not that
/// of any form of the new one.
pub(in crate::features) fn in_base_form(
    written: &Spelling,
    new: &Spelling,
    opens: bool,
) -> Spelling {
    let is_capital = starts_with_capital(&written.words);
    let case = if is_capital { LetterCase::AsDeclared } else { LetterCase::Small };
    let mut words = in_form(&new.words, GrammaticalNumber::Same, case);
    if opens && is_capital {
        let opening = words.first().map(|first| capitalized(first));
        words.splice(..opening.iter().len(), opening);
    }
    Spelling { words, separators: new.separators.clone() }
}

/// Spells `new`, and returns whether the form of the old spelling is known.
fn forth(written: &Spelling, old: &Spelling, new: &Spelling, opens: bool) -> (Spelling, bool) {
    let form = form(&written.words, &old.words);
    let (number, case) = form.unwrap_or_else(|| guess(&written.words, &old.words));
    let mut words = in_form(&new.words, number, case);
    if opens && starts_with_capital(&written.words) {
        let opening = words.first().map(|first| capitalized(first));
        words.splice(..opening.iter().len(), opening);
    }
    (Spelling { separators: separators(written, old, new), words }, form.is_some())
}

/// Returns the form in which these words are the name.
fn form(written: &[String], name: &[String]) -> Option<(GrammaticalNumber, LetterCase)> {
    let forms = NUMBERS.into_iter().flat_map(|number| CASES.map(|case| (number, case)));
    forms.into_iter().find(|(number, case)| match number {
        GrammaticalNumber::Singular => {
            let Some((last, before)) = name.split_last() else { return false };
            let one = |one: String| [before, &[in_case_of(last, &one)]].concat();
            let folded = fold(last);
            let mut stems = singulars(&folded).map(one);
            stems.any(|stem| in_form(&stem, GrammaticalNumber::Same, *case) == written)
        }
        _ => in_form(name, *number, *case) == written,
    })
}

/// Returns the most similar form, for words in an unknown form.
fn guess(written: &[String], name: &[String]) -> (GrammaticalNumber, LetterCase) {
    let folded = |words: &[String]| words.last().map(|last| fold(last).into_owned());
    let many = name.last().map(|last| fold(&plural(last)).into_owned());
    let number = if folded(written) == folded(name) {
        GrammaticalNumber::Same
    } else if folded(written) == many {
        GrammaticalNumber::Plural
    } else if folded(written) < folded(name) {
        GrammaticalNumber::Singular
    } else {
        GrammaticalNumber::Plural
    };
    (number, if starts_with_capital(written) { LetterCase::AsDeclared } else { LetterCase::Small })
}

fn starts_with_capital(words: &[String]) -> bool {
    words.first().and_then(|first| first.chars().next()).is_some_and(char::is_uppercase)
}

fn in_form(name: &[String], number: GrammaticalNumber, case: LetterCase) -> Vec<String> {
    let mut words = name.to_vec();
    if let Some(last) = words.last_mut().filter(|last| last.ends_with(char::is_alphanumeric)) {
        match number {
            GrammaticalNumber::Plural if singular(last).is_none() => *last = plural(last),
            GrammaticalNumber::Same | GrammaticalNumber::Plural => {}
            GrammaticalNumber::Singular => *last = singular(last).unwrap_or_else(|| last.clone()),
        }
    }
    let one = |(index, word): (usize, &String)| match case {
        LetterCase::AsDeclared => word.clone(),
        LetterCase::Capitals => word.to_uppercase(),
        LetterCase::Small => small(word),
        LetterCase::Sentence if index > 0 => small(word),
        LetterCase::Sentence | LetterCase::Title => capitalized(&small(word)),
    };
    words.iter().enumerate().map(one).collect()
}

/// Returns a word in small letters, unless its capitals are part of it: `OLTP`, `GraphQL`, `C`.
fn small(word: &str) -> String {
    let mut rest = word.chars().skip(1);
    let is_single = word.chars().count() == 1;
    if rest.any(char::is_uppercase) || (is_single && word != "A") {
        word.to_owned()
    } else {
        word.to_lowercase()
    }
}

/// Returns a word with a capital at the start, unless it contains capitals: `iOS`.
fn capitalized(word: &str) -> String {
    let mut chars = word.chars();
    match chars.next() {
        Some(first) if !chars.clone().any(char::is_uppercase) => {
            first.to_uppercase().chain(chars).collect()
        }
        _ => word.to_owned(),
    }
}

/// Returns the separators between the new words.
fn separators(written: &Spelling, old: &Spelling, new: &Spelling) -> Vec<String> {
    if written.separators == old.separators {
        return new.separators.clone();
    }
    if written.separators.len() == new.separators.len() {
        return written.separators.clone();
    }
    let first =
        written.separators.first().filter(|separator| matches!(separator.as_str(), " " | "-"));
    match first {
        Some(first) if written.separators.iter().all(|separator| separator == first) => {
            vec![first.clone(); new.separators.len()]
        }
        _ => new.separators.clone(),
    }
}

#[cfg(test)]
mod tests;
