//! The verb of an English sentence: whether there is one, and what it says of its subject.

use crate::note::term::clue::Clue;
use crate::note::term::word_class::{ClassedWord, WordClass};

/// The most words between a subject and its verb.
const MAX_BETWEEN: usize = 10;

/// Whether words are a noun phrase: no verb precedes the first relative clause.
pub(super) fn is_noun_phrase(words: &[ClassedWord<'_>]) -> bool {
    let is_before_clause = |word: &&ClassedWord<'_>| !word.is(WordClass::Relative);
    let mut before: Option<ClassedWord<'_>> = None;
    !words.iter().take_while(is_before_clause).any(|word| {
        let is_verb = before.is_some_and(|before| {
            word.is(WordClass::Being)
                || word.is(WordClass::Auxiliary)
                || (word.is(WordClass::Acting)
                    && word.text.ends_with('s')
                    && may_be_subject(before))
        });
        before = Some(*word);
        is_verb
    })
}

/// Whether a word that may be a noun is a verb after this word.
fn may_be_subject(before: ClassedWord<'_>) -> bool {
    !before.text.ends_with("ing")
        && !before.is(WordClass::Article)
        && !before.is(WordClass::NounContext)
}

/// The clue in the words after the subject. A denial says nothing.
pub(super) fn after_subject(rest: &[ClassedWord<'_>]) -> Option<Clue> {
    let near = || rest.iter().take(MAX_BETWEEN);
    let being = near().position(|word| word.is(WordClass::Being));
    let acting =
        near().position(|word| word.is(WordClass::Acting) || word.is(WordClass::Auxiliary));
    match (being, acting) {
        (Some(being), _) if rest.get(being + 1).is_some_and(|word| word.text == "not") => None,
        (Some(being), Some(acting)) if acting < being => Some(Clue::Acts),
        (Some(being), _) if is_passive(&rest[being..]) => Some(Clue::Subject),
        (Some(_), _) => Some(Clue::Says),
        (None, Some(_)) => Some(Clue::Acts),
        (None, None) => {
            let is_verb = |word: &str| word.ends_with('s') && !word.ends_with("ss");
            let acts = rest.first().is_some_and(|word| is_verb(word.text));
            Some(if acts { Clue::Acts } else { Clue::Subject })
        }
    }
}

/// Whether a form of `to be` and the words after it say what is done to the subject (`is computed
/// by`) or planned (`is to fix`), and not what it is (`is used to`, `is called`).
pub(super) fn is_passive(words: &[ClassedWord<'_>]) -> bool {
    let [being, rest @ ..] = words else { return false };
    if !matches!(being.text, "is" | "are" | "was" | "were") {
        return false;
    }
    let is_adverb = |word: &&ClassedWord<'_>| word.text.len() >= 4 && word.text.ends_with("ly");
    let adverbs = rest.iter().take_while(is_adverb).count();
    // `Is known as`, `is described as`.
    let has_as = rest.get(adverbs + 1).is_some_and(|word| word.text == "as");
    // `Is done by splitting …`.
    let names_way = matches!(&rest[adverbs..], [_, by, way @ ..]
        if by.text == "by" && way.iter().take(2).any(|it| it.text.ends_with("ing")));
    rest.get(adverbs).filter(|_| !has_as && !names_way).is_some_and(|next| {
        next.text == "to"
            || next.is(WordClass::Participle)
            || (next.text.len() > 4
                && next.text.ends_with("ed")
                && !next.is(WordClass::DefiningParticiple))
    })
}

/// Whether a sentence is an instruction.
pub(super) fn instructs(words: &[ClassedWord<'_>]) -> bool {
    let [first, rest @ ..] = words else { return false };
    first.is(WordClass::Instructing)
        && rest.first().is_none_or(|second| {
            second.text != "of" && !second.is(WordClass::Being) && !second.is(WordClass::Auxiliary)
        })
}
