//! Labels before a passage: what they say the passage is about.
//!
//! A label is a text in bold with a colon (`**Definition**: …`), a paragraph in bold, such as a
//! question or an informal heading, or the title of a quote.

use text_size::{TextRange, TextSize};

use crate::note::term::acronym::stands_for;
use crate::note::term::asked_name::asked_name;
use crate::note::term::source::Source;
use crate::note::term::title;
use crate::note::term::title_form::TitleForm;
use crate::note::term::word_class::{self, WordClass, split};
use crate::note::word_list::{WordList, words};

/// Kinds of callouts whose text defines the title of their section, folded.
static CALLOUTS: WordList = words!("definition_callouts");

/// Other labels of a definition, folded. As titles, they may be names.
static LABELS: WordList = words!("definition_labels");

/// The most bytes of a label.
const MAX_LENGTH: usize = 40;

/// What a label says of the passage after it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum About {
    /// There is no label, or it only introduces.
    Unknown,
    /// The passage is the definition: `**Definition**: …`, `**What is an oak?**`.
    Title,
    /// The passage is about something else: `**Example**: …`, `**Why?**`.
    Other,
}

/// A text without the label at its start, and what the label says.
pub(super) fn split_label(
    note: &Source<'_>,
    title: &TitleForm<'_>,
    range: TextRange,
) -> (TextRange, About) {
    let written = &note.text[range];
    let Some((label, rest)) = bold_label(written).or_else(|| plain_label(written)) else {
        return (range, About::Unknown);
    };
    let is_bold = written.starts_with("**");
    let about = about(label, title);
    if !title::introduces(label) && !is_definition(label) {
        return (range, if is_bold { about } else { About::Unknown });
    }
    let start = range.end() - TextSize::of(rest);
    // The next label begins another passage.
    let length = if is_bold { next_label(rest).unwrap_or(rest.len()) } else { rest.len() };
    let length = rest[..length].trim_end().len();
    (TextRange::at(start, TextSize::of(&rest[..length])), about)
}

/// What a paragraph in bold as a whole says of the text below it. `None` for another paragraph.
pub(super) fn informal_heading(paragraph: &str, title: &TitleForm<'_>) -> Option<About> {
    let inside = paragraph.strip_prefix("**")?.strip_suffix("**")?;
    // A sentence in bold begins no part of the text.
    let is_sentence =
        title::ends_sentence(inside) && !inside.ends_with([':', '：', '?', '？', '؟']);
    let about = || about(inside.trim_end_matches([':', '：']), title);
    (!inside.contains("**")).then(|| if is_sentence { About::Unknown } else { about() })
}

/// What a few words above a quote say of the quote: `In short`, `Example`.
pub(super) fn of_words(words: &str) -> About {
    let label = words.trim_matches(['*', '_', ':', '：', ' ']);
    if is_definition(label) {
        About::Title
    } else if title::introduces(label) {
        About::Unknown
    } else {
        About::Other
    }
}

/// What the first line of a quote says of the quote: a label, or the title of a callout.
pub(super) fn of_quote(line: &str, title: &TitleForm<'_>) -> About {
    let line = line.trim_start_matches(['>', ' ']);
    if let Some((kind, name)) = line.strip_prefix("[!").and_then(|rest| rest.split_once(']')) {
        let name = name.trim_start_matches(['+', '-']).trim().trim_matches(['*', '_']);
        let is_defining = if name.is_empty() {
            CALLOUTS.contains(&kind.to_lowercase())
        } else {
            is_definition(name) || is_title(name, title) && CALLOUTS.contains(kind)
        };
        return if is_defining { About::Title } else { About::Other };
    }
    match bold_label(line) {
        Some((label, _)) if is_definition(label) => About::Title,
        Some(_) => About::Other,
        None => About::Unknown,
    }
}

/// What a label says of the text after it.
fn about(label: &str, title: &TitleForm<'_>) -> About {
    let label = label.trim();
    if is_definition(label) {
        return About::Title;
    }
    if let Some(asked) = asked_name(label) {
        return if is_title(&label[asked], title) { About::Title } else { About::Other };
    }
    let is_neutral = title::introduces(label) || shares_word(label, title);
    if is_neutral || has_pronoun(label) || stands_for(title.title, label) {
        About::Unknown
    } else {
        About::Other
    }
}

/// Whether a label says that the text after it is a definition.
fn is_definition(label: &str) -> bool {
    title::is_definition(label) || LABELS.contains(&label.to_lowercase())
}

fn is_title(name: &str, title: &TitleForm<'_>) -> bool {
    TitleForm::new(name).names.iter().any(|name| title.names.contains(name))
}

/// Whether a label speaks of the title by a pronoun: `Where is it used?`
fn has_pronoun(label: &str) -> bool {
    split(&word_class::folded(label)).any(|word| word.is(WordClass::Pronoun))
}

fn shares_word(label: &str, title: &TitleForm<'_>) -> bool {
    let folded = word_class::folded(label);
    folded.contains(&title.folded)
        || title.names.iter().flatten().any(|word| word.len() > 3 && folded.contains(word.as_str()))
}

/// Splits `**Label**: rest` or `**Label:** rest`.
fn bold_label(text: &str) -> Option<(&str, &str)> {
    let (label, rest) = text.strip_prefix("**")?.split_once("**")?;
    let colons = [':', '：'];
    let is_closed = label.ends_with(colons);
    let after = rest.trim_start();
    let rest = if is_closed { Some(after) } else { after.strip_prefix(colons) };
    let label = label.trim_end_matches([':', '：', ' ']);
    let rest = rest?.trim_start();
    (label.len() <= MAX_LENGTH && !rest.is_empty()).then_some((label, rest))
}

/// Splits `Label: rest` and `*Label*: rest`.
fn plain_label(text: &str) -> Option<(&str, &str)> {
    let at = text.find([':', '：']).filter(|at| *at < MAX_LENGTH)?;
    let label = text[..at].trim_matches(['*', '_', ' ']);
    let rest = text[at..].trim_start_matches([':', '：', '*', '_', ' ', '\n', '\r']);
    (!rest.is_empty()).then_some((label, rest))
}

/// The byte offset of the next label in bold.
fn next_label(text: &str) -> Option<usize> {
    text.match_indices("**").map(|(at, _)| at).find(|at| {
        let is_start = *at == 0 || text[..*at].ends_with([' ', '\n']);
        is_start && bold_label(&text[*at..]).is_some()
    })
}
