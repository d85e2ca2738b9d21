//! The name in a title that asks for its definition: `What is a ribosome?`.

use std::ops::Range;

use crate::note::term::title;
use crate::note::term::title_form::TitleForm;
use crate::note::term::word_class::{self, ClassedWord, WordClass, split};
use crate::note::word_list::{WordList, words};

/// How questions begin that ask for a definition, folded.
static OPENINGS: WordList = words!("definition_questions");

/// How questions end that ask for a definition, folded.
static ENDINGS: WordList = words!("definition_question_endings");

/// The most words of a name.
const MAX_WORDS: usize = 5;

/// The name that a title asks to define, as a range of bytes in the title. `None` if the title does
/// not ask, or asks something else: `What is the difference between A and B?`.
pub(super) fn asked_name(title: &str) -> Option<Range<usize>> {
    // Another question or a symbol may follow.
    let end = title.find(['?', '？']).unwrap_or(title.len());
    let asked = title[..end].trim_end().trim_end_matches(['"', '”']);
    let folded = word_class::folded(asked);
    let after = OPENINGS.iter().find_map(|opening| folded.strip_prefix(opening));
    let before = || ENDINGS.iter().find_map(|ending| folded.strip_suffix(ending));
    let (name, range) = if let Some(name) = after.map(without_article) {
        (name, asked.len().checked_sub(name.len())?..asked.len())
    } else {
        let name = before()?.trim_end();
        (name, 0..name.len())
    };
    let written = title.get(range.clone())?;
    // Letters that get another length in lower case shift the range.
    (word_class::folded(written) == name && is_asked(written)).then_some(range)
}

/// A folded text without an article and a quotation mark at its start.
fn without_article(text: &str) -> &str {
    let text = text.trim_start();
    let rest =
        text.split_once(' ').filter(|(first, _)| ClassedWord::new(first).is(WordClass::Article));
    rest.map_or(text, |(_, rest)| rest).trim_start().trim_start_matches(['"', '“'])
}

/// Whether a text may be the name that a question asks for.
fn is_asked(name: &str) -> bool {
    let folded = word_class::folded(name);
    let other = [
        WordClass::Addressing,
        WordClass::Pronoun,
        WordClass::TitleOpening,
        WordClass::Opening,
        WordClass::Auxiliary,
    ];
    let is_other = |word: ClassedWord<'_>| other.iter().any(|class| word.is(*class));
    let is_plain = split(&folded).count() <= MAX_WORDS && !split(&folded).any(is_other);
    let mut speaks_against = false;
    TitleForm::new(name).clues(&mut |clue| speaks_against |= clue.weight() < 0);
    is_plain && title::is_name(name) && !speaks_against
}

#[cfg(test)]
mod tests {
    use super::asked_name;

    #[test]
    fn a_question_may_ask_for_a_definition() {
        for (title, name) in [
            ("What is a ribosome?", "ribosome"),
            ("What are Ribosomes?", "Ribosomes"),
            ("What’s CAP?", "CAP"),
            ("Was ist ein Graph?", "Graph"),
            ("¿Qué es un árbol?", "árbol"),
            ("Что такое кэш?", "кэш"),
            ("什么是缓存？", "缓存"),
            ("冪等性とは何か", "冪等性"),
            ("What is a ribosome? What does it do?", "ribosome"),
            ("What is a ribosome? 🧬", "ribosome"),
            ("What is the “ribosome”?", "ribosome"),
        ] {
            let found = asked_name(title).map(|range| &title[range]);
            assert_eq!(found, Some(name), "{title}");
        }
        for title in [
            "What is the difference between a set and a list?",
            "What is your favorite color?",
            "What is it?",
            "What is next?",
            "What is new in version 2.1?",
            "Why is a ribosome?",
            "What is?",
            "What is İX?",
            "Ribosome",
        ] {
            assert_eq!(asked_name(title), None, "{title}");
        }
    }
}
