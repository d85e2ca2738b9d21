//! Titles, and whether they may name a term.

use crate::note::index_letters::letters;
use crate::note::term::word_class;
use crate::note::word_list::{WordList, words};

/// Titles that only structure a note, in any note, folded.
static BOILERPLATE: WordList = words!("boilerplate_titles");

/// Words that number what follows them, folded.
static NUMBERED: WordList = words!("numbered_titles");

/// Headings above the definition of the note's title, folded.
static INTRODUCTIONS: WordList = words!("introduction_titles");

/// Titles and labels of a definition, folded.
static DEFINITIONS: WordList = words!("definition_titles");

/// Titles of collections of terms, folded.
static COLLECTIONS: WordList = words!("collection_titles");

/// Titles of lists in which each entry is a term, folded.
static GLOSSARIES: WordList = words!("glossary_titles");

/// First words of questions and answers, folded.
static QUESTIONS: WordList = words!("question_openings");

/// Whether a heading only introduces the definition of the note's title.
pub(super) fn introduces(title: &str) -> bool {
    INTRODUCTIONS.contains(title.to_lowercase().trim()) || is_definition(title)
}

/// Whether a heading or label says that the text after it is a definition: `In short`.
pub(super) fn is_definition(title: &str) -> bool {
    let folded = word_class::folded(title);
    let words = folded.trim_matches(|c: char| !c.is_alphanumeric() && !"?？¿".contains(c));
    DEFINITIONS.contains(words)
}

/// Whether a title is that of a list of terms: `Glossary`.
pub(super) fn is_glossary(title: &str) -> bool {
    GLOSSARIES.contains(title.to_lowercase().trim())
}

/// Whether a text may be a name in a place for names only.
pub(super) fn is_word(name: &str) -> bool {
    name.contains(char::is_alphabetic) && !ends_sentence(&name.to_lowercase())
}

/// Whether a title may name a term.
pub(super) fn is_name(title: &str) -> bool {
    objection(title).is_none()
}

/// Returns why a title names no term, in words. `None` if it may name one.
pub fn objection(title: &str) -> Option<&'static str> {
    let folded = title.to_lowercase();
    let folded = folded.trim();
    if !title.chars().any(char::is_alphabetic) {
        Some("the title has no letters")
    } else if folded.ends_with(['?', '？', '؟'])
        || QUESTIONS.iter().any(|opening| folded.starts_with(opening))
    {
        Some("the title is a question")
    } else if ends_sentence(folded) {
        Some("the title ends like a sentence")
    } else if is_boilerplate(folded) {
        Some("the title structures notes on any subject")
    } else if is_numbered(folded) {
        Some("the title is numbered")
    } else if letters(title) > 1 {
        Some("the title has letters of an index")
    } else {
        None
    }
}

/// Whether a folded title only structures notes.
pub(super) fn is_boilerplate(folded: &str) -> bool {
    let folded = folded.trim();
    BOILERPLATE.contains(folded)
        || introduces(folded)
        || COLLECTIONS.contains(folded)
        || is_glossary(folded)
}

/// Whether a text ends as a sentence does. The period of a short form (`U.S.`, `etc.`) ends none.
pub(super) fn ends_sentence(folded: &str) -> bool {
    if let Some(before) = folded.strip_suffix('.') {
        let last = before.rsplit(char::is_whitespace).next().unwrap_or_default();
        let short = ["al", "approx", "co", "corp", "etc", "inc", "jr", "ltd", "sr", "vs"];
        return !last.contains('.') && !short.contains(&last);
    }
    folded.ends_with(['?', '!', ':', '…', '？', '！', '：', '。', '؟', '۔'])
}

/// Whether a title is an English instruction, which names nothing: `Building the compiler`,
/// `Add a test`, `Set up your vault`.
///
/// The second word of an instruction is an article, or a later word is `your`. Names with an
/// article there (`Into the Wild`) begin with one of a few words.
pub(super) fn is_instruction(title: &str) -> bool {
    const ARTICLES: [&str; 5] = ["a", "an", "the", "this", "these"];
    static BEFORE_ARTICLES: WordList = words!("not_instructions");

    let is_any = |word: &str, known: &[&str]| known.iter().any(|it| word.eq_ignore_ascii_case(it));
    let ends = |word: &str, ending: &str| {
        let at = word.len().checked_sub(ending.len());
        at.and_then(|at| word.get(at..)).is_some_and(|end| end.eq_ignore_ascii_case(ending))
    };
    let mut words = title.split_whitespace();
    let (Some(first), Some(second)) = (words.next(), words.next()) else { return false };
    let behind = title.split_whitespace().skip(2);
    let is_short = behind.clone().next().is_none();
    let mut pairs = title.split_whitespace().skip(1).zip(behind);
    let has_article = !is_short && is_any(second, &ARTICLES);
    let is_spoken =
        pairs.any(|(word, next)| is_any(word, &["your", "our", "my"]) && !is_any(next, &["own"]));
    ((has_article || is_spoken) && !BEFORE_ARTICLES.contains(&first.to_lowercase()))
        || (is_short && ends(first, "ing") && ends(second, "ly"))
        || is_any(first, &["using", "adding", "getting", "creating", "installing"])
        || (is_any(first, &["working", "dealing"]) && is_any(second, &["with"]))
}

/// Whether a title is numbered: `1. Scope`, `2.1 Scope`, `3) Scope`, `Step 1`, `Chapter IV: …`,
/// but not `2PC` or `3D model`.
fn is_numbered(folded: &str) -> bool {
    let mut words = folded.split_whitespace();
    let first = words.next().unwrap_or_default();
    let number = first.trim_start_matches('(').trim_end_matches(['.', ')', ':']);
    let is_number = |word: &str| {
        !word.is_empty() && word.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | '-'))
    };
    if is_number(number) {
        return number.len() < first.len() || number.contains('.');
    }
    let second = words.next().unwrap_or_default().trim_end_matches(['.', ')', ':']);
    let roman = !second.is_empty() && second.chars().all(|c| "ivxlc".contains(c));
    NUMBERED.contains(first) && (is_number(second) || roman)
}
