//! Forms of words in other languages than English: a stem, and a check that two words with one stem
//! are forms of one noun.
//!
//! A Snowball stem alone is too coarse: it also joins nouns with verbs and with other nouns. So the
//! words must also share most of their letters. English has rules of its own (`inflection`).
//!
//! Arabic has no stem here. Its names lose the article, and a written word is looked up without the
//! particles and the article that Arabic writes together with it.

use snowball_stemmers_rs::{Algorithm, Stemmer};
use unicode_normalization::UnicodeNormalization;

use crate::note::language::Language;
use crate::note::word_list::{WordList, words};
use crate::note::words::is_mark;

/// Endings that only verbs have, each with the tag of its language.
static VERB_ENDINGS: WordList = words!("verb_endings");

/// The fewest letters of a word with forms.
const MIN_LETTERS: usize = 3;

/// The most letters of a word with forms. A longer one is not a word of these languages.
const MAX_LETTERS: usize = 40;

/// The fewest letters that two forms share at their beginning, unless one is the beginning of the
/// other.
const MIN_SHARED: usize = 4;

/// The share of the letters of the longer form that both have at their beginning, in percent.
const MIN_SHARED_PERCENT: usize = 60;
const MIN_SHARED_PERCENT_TURKISH: usize = 40;

/// Arabic particles that are written together with the next word.
const CONJUNCTIONS: [char; 2] = ['و', 'ف'];
const PREPOSITIONS: [char; 3] = ['ب', 'ك', 'ل'];
const ARTICLE: &str = "ال";
/// The article after the preposition `ل`.
const JOINED_ARTICLE: &str = "لل";

impl Language {
    /// Whether the words of this language have forms.
    pub fn has_forms(self) -> bool {
        self == Self::Arabic || self.algorithm().is_some()
    }

    fn algorithm(self) -> Option<Algorithm> {
        Some(match self {
            Self::Dutch => Algorithm::Dutch,
            Self::French => Algorithm::French,
            Self::German => Algorithm::German,
            Self::Italian => Algorithm::Italian,
            Self::Portuguese => Algorithm::Portuguese,
            Self::Russian => Algorithm::Russian,
            Self::Spanish => Algorithm::Spanish,
            Self::Turkish => Algorithm::Turkish,
            Self::Arabic | Self::Chinese | Self::English | Self::Japanese | Self::Korean => {
                return None;
            }
        })
    }

    /// Returns the form under which a folded word of a name is found.
    pub fn name_form(self, word: &str) -> String {
        if self == Self::Arabic {
            let plain = plain_arabic(word);
            return without_article(&plain).unwrap_or(&plain).to_owned();
        }
        self.stem(word)
    }

    /// Returns the forms of names that a folded word of a text may be.
    pub fn text_forms(self, word: &str) -> Vec<String> {
        match self {
            Self::Arabic => arabic_forms(word),
            // The stemmer takes an ending from some words without one (`düğüm`, `düğ`). So a stem
            // is also read as a word.
            Self::Turkish => {
                let stem = self.stem(word);
                let mut forms = vec![self.stem(&stem), stem];
                forms.dedup();
                forms
            }
            _ => vec![self.stem(word)],
        }
    }

    fn stem(self, word: &str) -> String {
        let plain = self.plain(word);
        let length = plain.chars().count();
        let is_word = plain.chars().all(char::is_alphabetic);
        match self.algorithm() {
            Some(algorithm) if is_word && (MIN_LETTERS..=MAX_LETTERS).contains(&length) => {
                // A stem may keep an accent that another form does not have.
                self.unaccented(&Stemmer::create(algorithm).stem(&plain))
            }
            _ => self.unaccented(&plain),
        }
    }

    /// Returns a folded word in the spelling that its stemmer reads.
    fn plain(self, word: &str) -> String {
        match self {
            // Case folding makes a dotted i of `İ`, and an undotted one is often written without
            // Turkish keys.
            Self::Turkish => word.replace("i\u{307}", "i"),
            Self::Russian => word.replace('ё', "е"),
            _ => word.to_owned(),
        }
    }

    /// Whether two folded words with one stem are forms of one noun. `written` is the word in a text
    /// as written, `folded` the same word folded, `name` the word of a name. `is_last` is whether
    /// it is the last word of its name.
    pub fn are_forms(self, name: &str, written: &str, folded: &str, is_last: bool) -> bool {
        if self == Self::Arabic {
            return true;
        }
        // German nouns begin with a capital, and verbs and adjectives do not.
        if self == Self::German && is_last && !written.starts_with(char::is_uppercase) {
            return name == folded;
        }
        let is_verb = VERB_ENDINGS.iter().any(|entry| {
            entry.split_once(' ').is_some_and(|(ending, tag)| {
                tag == self.tag() && folded.ends_with(ending) && !name.ends_with(ending)
            })
        });
        // Turkish puts one ending after another, and the end of the stem may get soft.
        let (plain, percent): (fn(Self, &str) -> String, _) = match self {
            Self::Turkish => (Self::hardened, MIN_SHARED_PERCENT_TURKISH),
            _ => (Self::unaccented, MIN_SHARED_PERCENT),
        };
        !is_verb && share_most(&plain(self, name), &plain(self, folded), percent)
    }

    /// Returns an unaccented word with hard consonants in place of soft ones: `ağacı`, `ağaçı`.
    fn hardened(self, word: &str) -> String {
        let hard = |c: char| match c {
            'b' => 'p',
            'c' => 'ç',
            'd' => 't',
            'ğ' => 'k',
            other => other,
        };
        self.unaccented(word).chars().map(hard).collect()
    }

    /// Returns a word without the marks that another form, or another keyboard, may lack.
    fn unaccented(self, word: &str) -> String {
        match self {
            _ if word.is_ascii() => word.to_owned(),
            Self::Russian => word.to_owned(),
            Self::Turkish => word.replace("i\u{307}", "i").replace('ı', "i"),
            _ => word.nfd().filter(|c| !is_mark(*c)).nfc().collect(),
        }
    }
}

/// Whether two words share most of their letters at the beginning, at least this percentage of the
/// longer one.
fn share_most(one: &str, other: &str, percent: usize) -> bool {
    let shared = one.chars().zip(other.chars()).take_while(|(a, b)| a == b).count();
    let (short, long) = (one.chars().count(), other.chars().count());
    let (short, long) = (short.min(long), short.max(long));
    (shared >= MIN_SHARED || shared == short) && shared * 100 >= long * percent
}

/// Returns an Arabic word without vowel signs and tatweel, with one spelling of alif, ta marbuta and
/// final ya.
fn plain_arabic(word: &str) -> String {
    let letters = word.chars().filter(|c| !is_mark(*c) && *c != 'ـ');
    let one = |c: char| match c {
        'أ' | 'إ' | 'آ' | 'ٱ' => 'ا',
        'ة' => 'ه',
        'ى' => 'ي',
        other => other,
    };
    letters.map(one).collect()
}

/// Returns the forms of an Arabic word without the particles and the article before it.
fn arabic_forms(word: &str) -> Vec<String> {
    let plain = plain_arabic(word);
    let mut forms = vec![plain.as_str()];
    forms.extend(long(plain.strip_prefix(CONJUNCTIONS)));
    for at in 0..forms.len() {
        forms.extend(long(forms[at].strip_prefix(PREPOSITIONS)));
    }
    for at in 0..forms.len() {
        forms.extend(without_article(forms[at]));
        forms.extend(long(forms[at].strip_prefix(JOINED_ARTICLE)));
    }
    let mut forms: Vec<_> = forms.into_iter().map(str::to_owned).collect();
    forms.sort_unstable();
    forms.dedup();
    forms
}

fn without_article(word: &str) -> Option<&str> {
    long(word.strip_prefix(ARTICLE))
}

/// A word, if it has enough letters.
fn long(word: Option<&str>) -> Option<&str> {
    word.filter(|word| word.chars().count() >= MIN_LETTERS)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{any, prop, prop_assert, proptest};

    use crate::note::language::Language;

    const LANGUAGES: [Language; 9] = [
        Language::Arabic,
        Language::Dutch,
        Language::French,
        Language::German,
        Language::Italian,
        Language::Portuguese,
        Language::Russian,
        Language::Spanish,
        Language::Turkish,
    ];

    proptest! {
        #[test]
        fn any_word_has_forms(word in "[a-zäöüßéèñçğışİ\u{307}а-яёءاأبةتلوفكيىـَ]{0,45}|\\PC{0,12}") {
            for language in LANGUAGES {
                let name = language.name_form(&word);
                let forms = language.text_forms(&word);
                prop_assert!(!forms.is_empty());
                // A word as it is in the name is found, at the latest as written.
                prop_assert!(forms.contains(&name) || language == Language::Arabic);
                let _ = language.are_forms(&word, &word, &word, true);
            }
        }

        #[test]
        fn words_that_share_little_are_no_forms(at in any::<prop::sample::Index>()) {
            let language = LANGUAGES[1 + at.index(LANGUAGES.len() - 1)];
            prop_assert!(!language.are_forms("sabcdef", "Sabzzzz", "sabzzzz", true));
        }
    }

    #[test]
    fn verbs_are_no_forms_of_nouns() {
        for (language, name, word) in [
            (Language::French, "donnée", "donner"),
            (Language::Spanish, "función", "funcionar"),
            (Language::Russian, "поиск", "искать"),
        ] {
            assert!(!language.are_forms(name, word, word, true), "{word}");
        }
        assert!(Language::Spanish.are_forms("lugar", "lugar", "lugar", true), "it has the ending");
    }
}
