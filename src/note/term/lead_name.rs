//! The name in bold at the start of a text, and what separates it from its definition.

use text_size::{TextRange, TextSize};

use crate::note::candidates::Lead;
use crate::note::term::asked_name::asked_name;
use crate::note::term::source::Source;
use crate::note::term::title;
use crate::note::term::title_form::has_day;
use crate::note::term::word_class::{self, WordClass, split};
use crate::note::word_list::{WordList, words};
use crate::note::words::count_words;

/// The most words of a name. A longer text in bold is a sentence.
const MAX_WORDS: usize = 6;

/// The most words of another name after the bold. More words are a part of a sentence.
const MAX_OTHER_WORDS: usize = 4;

/// Openings of a text that are not its subject, folded.
static LEAD_INS: WordList = words!("lead_ins");

/// What introduces another name after the bold.
static OTHERWISE: WordList = words!("other_names");

/// A name in bold at the start of a text.
pub(super) struct LeadName {
    pub(super) name: String,
    pub(super) range: TextRange,
    pub(super) end: NameEnd,
}

/// What ends a name inside its bold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum NameEnd {
    /// Nothing: a separator must follow the bold.
    Open,
    /// A colon, or the question whose answer follows.
    Mark,
    /// A period. Sentences in bold have one too.
    Sentence,
}

/// Returns the name of a lead. `None` if its bold is not a name.
pub(super) fn read(note: &Source<'_>, lead: &Lead) -> Option<LeadName> {
    let range = lead.name.range?;
    let written = lead.name.text.as_str();
    let source = &note.text[range];
    if let Some(asked) = asked_name(written).filter(|_| !lead.name.is_code) {
        let name = &written[asked];
        let at = source.rfind(name)?;
        let range = TextRange::at(range.start() + TextSize::of(&source[..at]), TextSize::of(name));
        return Some(LeadName { name: name.to_owned(), range, end: NameEnd::Mark });
    }
    let name = written.trim_end_matches([':', '：', ' ', '—', '–']).trim_end_matches(" -");
    let sentence = name.strip_suffix('.').filter(|name| !name.contains('.'));
    let name = sentence.unwrap_or(name);
    let ending = &written[name.len()..];
    let end = match ending.trim() {
        "" => NameEnd::Open,
        "." => NameEnd::Sentence,
        _ => NameEnd::Mark,
    };
    let kept = source.strip_suffix(ending).map_or(source, str::trim_end);
    let range = TextRange::at(range.start(), TextSize::of(kept));
    may_name(note, lead, name).then(|| LeadName { name: name.to_owned(), range, end })
}

/// Whether a text before a colon introduces another text: `Note`, `Example`.
pub(super) fn is_lead_in(text: &str) -> bool {
    LEAD_INS.contains(&text.to_lowercase())
}

fn may_name(note: &Source<'_>, lead: &Lead, name: &str) -> bool {
    let folded = name.to_lowercase();
    let is_opening = is_lead_in(&folded);
    let is_quoted = name.starts_with(['"', '“', '„', '\'', '[', '(', '@', '/', '.', '$', '-']);
    let is_note_link = lead.name.range.is_some_and(|range| {
        let marks = &note.text[TextRange::new(lead.start, range.start())];
        // A link to another note refers to the definition there.
        marks.contains("[[") || (marks.contains('[') && !is_web_link(note, range))
    });
    !lead.name.is_code
        && !is_note_link
        && !has_day(&folded)
        && !is_opening
        && !is_quoted
        && ![": ", " is ", " are ", " was "].iter().any(|mark| name.contains(mark))
        && count_words(name) <= MAX_WORDS
        && title::is_name(name)
        && !title::is_instruction(name)
}

/// Whether a range ends with the text of a link to the web.
fn is_web_link(note: &Source<'_>, text: TextRange) -> bool {
    let behind = &note.text[usize::from(text.end())..];
    behind.strip_prefix("](").is_some_and(|address| address.starts_with("http"))
}

/// Splits `(inner) rest` after a name.
pub(super) fn parentheses(source: &str) -> (Option<&str>, &str) {
    let inner = source.strip_prefix(['(', '（']).and_then(|rest| rest.split_once([')', '）']));
    match inner {
        Some((inner, rest)) if source.starts_with('(') => (Some(inner), rest),
        Some((_, rest)) => (None, rest),
        None => (None, source),
    }
}

/// The text after the separator between a name and its definition. `is_spaced` is whether there is
/// white space before `source`.
pub(super) fn separated(source: &str, is_closed: bool, is_spaced: bool) -> Option<&str> {
    let rest = source.trim_start();
    if is_closed {
        return Some(rest);
    }
    if let Some(meaning) = rest.strip_prefix([':', '：', '—', '–']) {
        return Some(meaning.trim_start());
    }
    if let Some(meaning) = rest.strip_prefix("= ") {
        return Some(meaning.trim_start());
    }
    let dashed = rest.strip_prefix("-- ").or_else(|| rest.strip_prefix("- "));
    dashed.filter(|_| is_spaced || rest.len() < source.len()).map(str::trim_start)
}

/// Splits ` or X: definition` after a name into the other name and the text from the colon on.
pub(super) fn alternative(source: &str) -> Option<(&str, &str)> {
    let source = source.trim_start();
    let rest = OTHERWISE.iter().find_map(|mark| source.strip_prefix(mark))?;
    let end = rest.find([':', '：', '\n'])?;
    let other = rest[..end].trim_matches(['*', '_', ' ', '"', '“', '”']);
    let is_name = count_words(other) <= MAX_OTHER_WORDS
        && !other.contains([',', '.', '(', '`'])
        && title::is_name(other)
        && !split(&word_class::folded(other))
            .any(|word| word.is(WordClass::Opening) || word.is(WordClass::TitleOpening));
    (is_name && !rest[end..].starts_with('\n')).then_some((other, &rest[end..]))
}
