//! Classes of words: what a word may be in a title or in the first sentence of a passage.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use crate::note::word_list::{WordList, words};

/// A class of words, from one file in `data/words`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum WordClass {
    /// An article or another determiner.
    Article,
    /// A verb that says what its subject is.
    Being,
    /// A verb that says what its subject does.
    Acting,
    /// An auxiliary verb.
    Auxiliary,
    /// A word that addresses the reader.
    Addressing,
    /// The first word of a passage that leads in or points elsewhere.
    Opening,
    /// A noun after `this` with which a text speaks of itself.
    Pointing,
    /// The first word of an instruction.
    Instructing,
    /// A pronoun that refers to the title.
    Pronoun,
    /// The first word of a phrase before the subject.
    PhraseOpening,
    /// A preposition before the title.
    PhrasePreposition,
    /// The first word of a relative clause.
    Relative,
    /// The first word of an indirect question.
    Question,
    /// A noun before a name.
    NamingNoun,
    /// A word after which a noun follows.
    NounContext,
    /// The first word of a title that names no single thing.
    TitleOpening,
    /// The first word of a title that often names no single thing.
    TitleAdjective,
    /// A preposition that makes a topic of a name.
    TitlePreposition,
    /// An article of several things.
    Quantifier,
    /// A participle without `-ed`.
    Participle,
    /// A participle after which a text says what its subject is.
    DefiningParticiple,
}

/// The files of the classes.
static FILES: [(WordClass, WordList); 21] = [
    (WordClass::Article, words!("articles")),
    (WordClass::Being, words!("being_verbs")),
    (WordClass::Acting, words!("acting_verbs")),
    (WordClass::Auxiliary, words!("title_verbs")),
    (WordClass::Addressing, words!("addressing_words")),
    (WordClass::Opening, words!("opening_words")),
    (WordClass::Pointing, words!("pointing_nouns")),
    (WordClass::Instructing, words!("instructing_verbs")),
    (WordClass::Pronoun, words!("pronouns")),
    (WordClass::PhraseOpening, words!("phrase_openings")),
    (WordClass::PhrasePreposition, words!("phrase_prepositions")),
    (WordClass::Relative, words!("relative_words")),
    (WordClass::Question, words!("question_words")),
    (WordClass::NamingNoun, words!("naming_nouns")),
    (WordClass::NounContext, words!("noun_contexts")),
    (WordClass::TitleOpening, words!("title_openings")),
    (WordClass::TitleAdjective, words!("title_adjectives")),
    (WordClass::TitlePreposition, words!("title_prepositions")),
    (WordClass::Quantifier, words!("quantifiers")),
    (WordClass::Participle, words!("participles")),
    (WordClass::DefiningParticiple, words!("defining_participles")),
];

/// The classes of each word in the files, as a set of bits: a sentence is looked up word by word,
/// and most words are in no file.
static CLASSES: LazyLock<FxHashMap<&'static str, u32>> = LazyLock::new(|| {
    let mut classes = FxHashMap::default();
    for (class, list) in &FILES {
        for word in list.iter() {
            *classes.entry(word).or_default() |= 1 << *class as u32;
        }
    }
    classes
});

/// Articles that lose their vowel before a noun, folded.
static ELIDED: WordList = words!("elided_articles");

/// A folded word with its classes.
#[derive(Clone, Copy, Debug)]
pub(super) struct ClassedWord<'t> {
    pub(super) text: &'t str,
    classes: u32,
}

impl<'t> ClassedWord<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        Self { text, classes: CLASSES.get(text).copied().unwrap_or_default() }
    }

    pub(super) fn is(self, class: WordClass) -> bool {
        self.classes & (1 << class as u32) != 0
    }
}

/// Folds a text for [`split`]: lower case, and one form of the apostrophe.
pub(super) fn folded(text: &str) -> String {
    let folded = text.to_lowercase();
    if folded.contains('’') { folded.replace('’', "'") } else { folded }
}

/// The words of a folded text. A hyphen separates words, and so does the apostrophe of a French or
/// Italian article: `l'arbre`, `dell'albero`.
pub(super) fn split(text: &str) -> impl Iterator<Item = ClassedWord<'_>> {
    text.split(|c: char| !c.is_alphanumeric() && c != '\'')
        .flat_map(|word| match word.split_once('\'') {
            Some((article, noun)) if ELIDED.contains(article) => [article, noun],
            _ => [word.trim_matches('\''), ""],
        })
        .filter(|word| !word.is_empty())
        .map(ClassedWord::new)
}
