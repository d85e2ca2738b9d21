//! The form of a title: whether it may name a thing.

use unicode_script::{Script, UnicodeScript};

use crate::note::term::acronym::is_acronym;
use crate::note::term::clue::Clue;
use crate::note::term::title::is_instruction;
use crate::note::term::word_class::{self, ClassedWord, WordClass, split};
use crate::note::word_list::{WordList, words};

/// Titles that usually structure a note, folded.
static COMMON: WordList = words!("common_titles");

/// Particles that make a topic of a name, in scripts without spaces.
static PARTICLES: WordList = words!("title_particles");

/// Phrases of instructions in scripts without spaces.
static PHRASES: WordList = words!("title_phrases");

/// Names of months, folded.
static MONTHS: WordList = words!("months");

/// The first character of the scripts without spaces between words: CJK Radicals Supplement.
const FIRST_UNSPACED: char = '\u{2E80}';

/// A title, and the names in it.
pub(super) struct TitleForm<'t> {
    /// As written.
    pub(super) title: &'t str,
    /// In lower case.
    pub(super) folded: String,
    /// The names, each as folded words: the title without parentheses, the text in them, and the
    /// alternatives.
    pub(super) names: Vec<Vec<String>>,
}

impl<'t> TitleForm<'t> {
    pub(super) fn new(title: &'t str) -> Self {
        let folded = word_class::folded(title);
        Self { title, names: names(&folded), folded }
    }

    /// Whether the verbs of the title's script are in the lists.
    pub(super) fn has_known_verbs(&self) -> bool {
        let is_known = |c: char| {
            c.is_ascii()
                || matches!(
                    c.script(),
                    Script::Latin | Script::Cyrillic | Script::Greek | Script::Common
                )
        };
        self.title.chars().all(is_known) || is_unspaced(self.title)
    }

    /// Reports the clues in the title.
    pub(super) fn clues(&self, found: &mut impl FnMut(Clue)) {
        let Self { title, folded, .. } = self;
        let words: Vec<_> = folded.split_whitespace().map(trimmed).map(ClassedWord::new).collect();
        let Some(first) = words.first() else { return };
        if is_numbered(folded, &words) {
            found(Clue::Numbered);
        }
        let inside = title.split_once('(').and_then(|(_, rest)| rest.split(')').next());
        let has_acronym = inside.is_some_and(is_acronym);
        if has_acronym || is_acronym(title) {
            found(Clue::Acronym);
        }
        // In lower case, it is the name of a command or function.
        let is_common = |name: &str| COMMON.contains(name);
        let bare = self.names.first().map(|name| name.join(" "));
        if (is_common(folded.trim()) || bare.is_some_and(|name| is_common(&name)))
            && !title.starts_with(char::is_lowercase)
        {
            found(Clue::CommonTitle);
        }
        if folded.trim().len() == 1 {
            found(Clue::Letter);
        }
        if words.iter().any(|word| matches!(word.text, "vs" | "versus")) {
            found(Clue::Compares);
        }
        if let Some(clue) = instruction(title, &words).filter(|_| !has_acronym) {
            found(clue);
        }
        match first.text {
            _ if words.len() < 2 => {}
            "the" | "a" | "an" => found(Clue::ArticleTitle),
            _ if first.is(WordClass::TitleOpening) => found(Clue::FunctionWord),
            _ if first.is(WordClass::TitleAdjective) => found(Clue::Adjective),
            _ => {}
        }
        if words[1..].iter().any(|word| word.is(WordClass::Auxiliary)) || folded.ends_with('!') {
            found(Clue::SentenceTitle);
        }
        match words.len() {
            7.. => found(Clue::LongTitle),
            5..=6 => found(Clue::WordyTitle),
            _ => {}
        }
        let inner = words.get(1..words.len().saturating_sub(1)).unwrap_or_default();
        if inner.iter().any(|word| word.is(WordClass::TitlePreposition))
            || has_phrase(title, &PARTICLES)
        {
            found(Clue::QualifiedTitle);
        }
        let parts = [": ", " - ", " – ", " — "].iter().find_map(|mark| title.split_once(mark));
        if let Some((before, after)) = parts
            && !is_acronym(before)
            && !is_acronym(after)
        {
            found(Clue::TwoParts);
        }
    }
}

/// The names in a folded title.
fn names(folded: &str) -> Vec<Vec<String>> {
    const SEPARATORS: [&str; 8] = [" / ", "/", ", ", " or ", " and ", " & ", " = ", ": "];
    let (outside, rest) = folded.split_once('(').unwrap_or((folded, ""));
    let inside = rest.split(')').next().unwrap_or_default();
    let between = SEPARATORS.iter().filter(|separator| outside.contains(*separator));
    let alternatives = between.flat_map(|separator| outside.split(separator));
    let names = [outside, inside].into_iter().chain(alternatives).map(name);
    names.filter(|name| !name.is_empty()).collect()
}

/// The words of a name without the articles before it.
fn name(text: &str) -> Vec<String> {
    let words: Vec<_> = split(text).collect();
    let articles = words.iter().take_while(|word| word.is(WordClass::Article)).count();
    let articles = if articles < words.len() { articles } else { 0 };
    words[articles..].iter().map(|word| word.text.to_owned()).collect()
}

/// Whether a title in a script without spaces contains one of these phrases.
fn has_phrase(title: &str, phrases: &WordList) -> bool {
    !title.is_ascii() && phrases.iter().any(|phrase| title.contains(phrase))
}

fn trimmed(word: &str) -> &str {
    word.trim_matches(|c: char| !c.is_alphanumeric() && c != '\'')
}

/// Whether a title instructs, or may do so.
///
/// Many names begin with a word that is a verb too (`Load balancer`, `Sampling bias`). So two
/// words are not enough.
fn instruction(title: &str, words: &[ClassedWord<'_>]) -> Option<Clue> {
    let first = words.first()?;
    if is_instruction(title) || has_phrase(title, &PHRASES) {
        return Some(Clue::InstructingTitle);
    }
    let is_gerund = first.text.len() > 4 && first.text.ends_with("ing");
    if !is_gerund && !first.is(WordClass::Instructing) {
        return None;
    }
    match words {
        [_, object] if object.text.ends_with('s') && !object.text.ends_with("ss") => {
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
fn is_numbered(folded: &str, words: &[ClassedWord<'_>]) -> bool {
    let is_year = |word: &str| {
        word.len() == 4 && (word.starts_with("19") || word.starts_with("20")) && is_number(word)
    };
    let is_version = |word: &str| {
        let digits = word.trim_start_matches('v');
        digits.contains('.') && digits.starts_with(|c: char| c.is_ascii_digit())
    };
    words.iter().any(|word| is_year(word.text) || is_version(word.text))
        || has_day(folded)
        || is_counted(folded)
}

fn is_number(word: &str) -> bool {
    word.chars().all(|c| c.is_ascii_digit())
}

/// Whether a folded title has a month and a day in it, or a date: `June 3-4: a meeting`,
/// `update 2020-06-18`.
pub(super) fn has_day(folded: &str) -> bool {
    let begins_with_digit = |word: &str| word.starts_with(|c: char| c.is_ascii_digit());
    let mut before = "";
    folded.split_whitespace().map(trimmed).any(|word| {
        let is_number = begins_with_digit(word);
        let is_day = is_number && (word.matches('-').count() == 2 || MONTHS.contains(before));
        before = word;
        is_day
    })
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

/// Whether a text has a script without spaces between words.
pub(super) fn is_unspaced(text: &str) -> bool {
    let is_unspaced = |c: char| {
        c >= FIRST_UNSPACED
            && matches!(c.script(), Script::Han | Script::Hiragana | Script::Katakana)
    };
    !text.is_ascii() && text.chars().any(is_unspaced)
}
