//! The form of a title: whether it may name a thing.

use crate::note::term::acronym::is_acronym;
use crate::note::term::clue::Clue;
use crate::note::term::title::is_instruction;
use crate::note::word_list::{WordList, words};

/// Titles that usually structure a note, folded.
static COMMON: WordList = words!("common_titles");

/// First words of titles that name no single thing, folded.
static OPENINGS: WordList = words!("title_openings");

/// First words of titles that often name no single thing, folded.
static ADJECTIVES: WordList = words!("title_adjectives");

/// First words of instructions, folded.
static INSTRUCTIONS: WordList = words!("instructing_verbs");

/// Verbs that make a title a sentence, folded.
static VERBS: WordList = words!("title_verbs");

/// Prepositions that make a topic of a name, folded.
static PREPOSITIONS: WordList = words!("title_prepositions");

/// Particles that make a topic of a name, in scripts without spaces.
static PARTICLES: WordList = words!("title_particles");

/// Phrases of instructions in scripts without spaces.
static PHRASES: WordList = words!("title_phrases");

/// Reports the clues in a title.
pub(super) fn clues(title: &str, found: &mut impl FnMut(Clue)) {
    let folded = title.to_lowercase();
    let words: Vec<&str> = folded.split_whitespace().map(trimmed).collect();
    let Some(first) = words.first() else { return };
    if is_numbered(&folded, &words) {
        found(Clue::Numbered);
    }
    let inside = title.split_once('(').and_then(|(_, rest)| rest.split(')').next());
    let has_acronym = inside.is_some_and(is_acronym);
    if has_acronym || is_acronym(title) {
        found(Clue::Acronym);
    }
    // In lower case, it is the name of a command or function.
    if COMMON.contains(folded.trim()) && !title.starts_with(char::is_lowercase) {
        found(Clue::CommonTitle);
    }
    if folded.trim().len() == 1 {
        found(Clue::Letter);
    }
    if words.iter().any(|word| matches!(*word, "vs" | "versus")) {
        found(Clue::Compares);
    }
    if let Some(clue) = instruction(title, &words).filter(|_| !has_acronym) {
        found(clue);
    }
    match *first {
        _ if words.len() < 2 => {}
        "the" | "a" | "an" => found(Clue::ArticleTitle),
        first if OPENINGS.contains(first) => found(Clue::FunctionWord),
        first if ADJECTIVES.contains(first) => found(Clue::Adjective),
        _ => {}
    }
    if words.iter().skip(1).any(|word| VERBS.contains(word)) || folded.ends_with('!') {
        found(Clue::SentenceTitle);
    }
    match words.len() {
        7.. => found(Clue::LongTitle),
        5..=6 => found(Clue::WordyTitle),
        _ => {}
    }
    let inner = words.get(1..words.len().saturating_sub(1)).unwrap_or_default();
    let has_particle = || PARTICLES.iter().any(|particle| title.contains(particle));
    if inner.iter().any(|word| PREPOSITIONS.contains(word)) || has_particle() {
        found(Clue::QualifiedTitle);
    }
    if let Some((before, after)) = title.split_once(": ")
        && !is_acronym(before)
        && !is_acronym(after)
    {
        found(Clue::TwoParts);
    }
}

fn trimmed(word: &str) -> &str {
    word.trim_matches(|c: char| !c.is_alphanumeric() && c != '\'')
}

/// Whether a title instructs, or may do so.
///
/// Many names begin with a word that is a verb too (`Load balancer`, `Sampling bias`). So two
/// words are not enough.
fn instruction(title: &str, words: &[&str]) -> Option<Clue> {
    let first = *words.first()?;
    if is_instruction(title) || PHRASES.iter().any(|phrase| title.contains(phrase)) {
        return Some(Clue::InstructingTitle);
    }
    let is_gerund = first.len() > 4 && first.ends_with("ing");
    if !is_gerund && !INSTRUCTIONS.contains(first) {
        return None;
    }
    match words {
        [_, object] if object.ends_with('s') && !object.ends_with("ss") => {
            Some(Clue::PerhapsInstructing)
        }
        [] | [_] | [_, _] => None,
        _ if !is_gerund && is_in_title_case(title) => Some(Clue::PerhapsInstructing),
        _ => Some(Clue::InstructingTitle),
    }
}

/// Whether all words of a title have a capital, as a name has: `Change Data Capture`.
fn is_in_title_case(title: &str) -> bool {
    title.split_whitespace().all(|word| word.starts_with(char::is_uppercase))
}

/// Whether a title is a version, a date, a step, or has a year in it.
fn is_numbered(folded: &str, words: &[&str]) -> bool {
    let is_year = |word: &&str| {
        word.len() == 4 && (word.starts_with("19") || word.starts_with("20")) && is_number(word)
    };
    let is_version = |word: &str| {
        let digits = word.trim_start_matches('v');
        digits.contains('.') && digits.starts_with(|c: char| c.is_ascii_digit())
    };
    words.iter().any(is_year)
        || words.iter().any(|word| is_version(word))
        || is_day(words)
        || is_counted(folded)
}

fn is_number(word: &str) -> bool {
    word.chars().all(|c| c.is_ascii_digit())
}

/// Whether a title begins with a month and a day: `June 3-4: a meeting`.
fn is_day(words: &[&str]) -> bool {
    const MONTHS: [&str; 12] = [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    words
        .windows(2)
        .any(|pair| MONTHS.contains(&pair[0]) && pair[1].starts_with(|c: char| c.is_ascii_digit()))
}

/// Whether a title begins with a roman number or a Chinese, Japanese or Korean count: `III. …`,
/// `第二步：…`.
fn is_counted(folded: &str) -> bool {
    let first = folded.split_whitespace().next().unwrap_or_default();
    let roman = first.strip_suffix(['.', ')']).is_some_and(|number| {
        !number.is_empty() && number.chars().all(|c| matches!(c, 'i' | 'v' | 'x'))
    });
    let counted = folded.strip_prefix('第').is_some_and(|rest| {
        let after = rest.trim_start_matches(|c: char| {
            c.is_ascii_digit() || "一二三四五六七八九十百".contains(c)
        });
        after.len() < rest.len() && after.starts_with(['步', '章', '节', '節', '回', '部', '課'])
    });
    roman || counted || folded.starts_with("ステップ")
}
