//! Terms in bold at the start of a paragraph or list item: `**Term**: …`, `- **Term** - …`.
//!
//! Many texts that begin in bold define nothing: notes, tips, steps, pros and cons, features. So
//! the bold must look like a name, and the text after it like an explanation. At least half of
//! the items of a list must have this shape.

use std::collections::HashMap;

use text_size::{TextRange, TextSize};

use crate::note::candidates::Lead;
use crate::note::tag::{is_tag, tag_name};
use crate::note::term::source::{Declaration, Source};
use crate::note::term::title_form::{TitleForm, has_day};
use crate::note::term::weighing::weigh;
use crate::note::term::word_class::{self, WordClass, split};
use crate::note::term::{Alias, AliasSource, Definition, Style, Term, acronym, alias, see, title};
use crate::note::word_list::{WordList, words};
use crate::note::words::count_words;

/// The most words of a name. A longer text in bold is a sentence.
const MAX_WORDS: usize = 6;

/// The least weight of the evidence.
const LEAST: i32 = -2;

/// The fewest words of a definition. A shorter text is a value.
const MIN_MEANING: usize = 3;

/// Verbs that follow a term in the sentence that defines it.
static VERBS: WordList = words!("defining_verbs");

/// Openings of a text that are not its subject, folded.
static LEAD_INS: WordList = words!("lead_ins");

/// Titles of sections that list the properties of one thing, folded.
static PROPERTIES: WordList = words!("property_titles");

/// A lead that looks like a declaration.
struct Shape {
    name: String,
    name_range: TextRange,
    /// The text in parentheses between the name and the definition.
    qualifier: Option<TextRange>,
    meaning: TextRange,
}

/// The terms that bold leads declare.
pub(super) fn declared(note: &Source<'_>) -> Vec<Term> {
    let candidates = &note.markdown.candidates;
    let shapes = shapes(note, &candidates.leads);
    let mut counts = vec![0; candidates.lists.len()];
    for (lead, _) in shapes.iter().filter(|(lead, _)| !lead.continues) {
        if let Some(list) = lead.list {
            counts[list] += 1;
        }
    }
    let is_consistent =
        |lead: &Lead| lead.list.is_none_or(|list| counts[list] * 2 >= candidates.lists[list]);
    let mut named: HashMap<String, usize> = HashMap::new();
    for (_, shape) in &shapes {
        *named.entry(shape.name.to_lowercase()).or_default() += 1;
    }
    // A name that occurs twice in a note is a label, not a term.
    let is_label = |shape: &Shape| {
        shape.qualifier.is_none() && named.get(&shape.name.to_lowercase()).is_some_and(|n| *n > 1)
    };
    let mut terms = Vec::new();
    for (lead, shape) in shapes {
        if is_consistent(lead) && !is_label(&shape) {
            terms.extend(term(note, lead, shape));
        }
    }
    terms
}

/// The leads with the shape of a declaration. A later line of a paragraph counts only if another
/// line of the paragraph counted before it.
fn shapes<'n>(note: &Source<'_>, leads: &'n [Lead]) -> Vec<(&'n Lead, Shape)> {
    let mut found: Vec<(&Lead, Shape)> = Vec::new();
    for lead in leads {
        let follows = found.last().is_some_and(|(before, _)| before.whole == lead.whole);
        if !lead.continues || follows {
            found.extend(shape(note, lead).map(|shape| (lead, shape)));
        }
    }
    found
}

fn shape(note: &Source<'_>, lead: &Lead) -> Option<Shape> {
    let (name, name_range, is_closed) = name(note, lead)?;
    let rest = without_tags(note, note.trim(lead.rest));
    let source = &note.text[rest];
    let (qualifier, after) = if is_closed { (None, source) } else { parentheses(source) };
    let meaning = match separated(
        after,
        is_closed,
        after.len() < source.len() || rest.start() > lead.rest.start(),
    ) {
        Some(meaning) => TextRange::new(rest.end() - TextSize::of(meaning), rest.end()),
        None if VERBS.iter().any(|verb| after.starts_with(verb)) => {
            TextRange::new(lead.start, rest.end())
        }
        None => return None,
    };
    let qualifier =
        qualifier.map(|inner| TextRange::at(rest.start() + TextSize::new(1), TextSize::of(inner)));
    let is_dashed = after.trim_start().starts_with(['-', '–', '—']);
    explains(note, &name, meaning, is_dashed).then_some(Shape {
        name,
        name_range,
        qualifier,
        meaning,
    })
}

/// A text without the tags at its beginning: `**Weir** #river: A wall in a river.`
fn without_tags(note: &Source<'_>, rest: TextRange) -> TextRange {
    let mut text = &note.text[rest];
    while let Some(after) = text.strip_prefix('#') {
        let tag = tag_name(after);
        if tag.is_empty() || !is_tag(tag) {
            break;
        }
        text = after[tag.len()..].trim_start_matches([' ', '\t']);
    }
    TextRange::new(rest.end() - TextSize::of(text), rest.end())
}

/// The name, its range, and whether a colon ends it inside the bold.
fn name(note: &Source<'_>, lead: &Lead) -> Option<(String, TextRange, bool)> {
    let range = lead.name.range?;
    let written = lead.name.text.as_str();
    let name = written.trim_end_matches([':', '：', ' ', '—', '–']).trim_end_matches(" -");
    let ending = &written[name.len()..];
    let source = &note.text[range];
    let kept = source.strip_suffix(ending).map_or(source, str::trim_end);
    let folded = name.to_lowercase();
    let is_opening = LEAD_INS.contains(&folded);
    let is_quoted = name.starts_with(['"', '“', '„', '\'', '[', '(', '@', '/', '.', '$', '-']);
    let marks = &note.text[TextRange::new(lead.start, range.start())];
    // A link to another note refers to the definition there.
    let is_note_link = marks.contains("[[") || (marks.contains('[') && !is_web_link(note, range));
    let may_name = !lead.name.is_code
        && !is_note_link
        && !has_day(&folded)
        && !is_opening
        && !is_quoted
        && ![": ", " is ", " are ", " was "].iter().any(|mark| name.contains(mark))
        && count_words(name) <= MAX_WORDS
        && title::is_name(name)
        && !title::is_instruction(name);
    may_name.then(|| {
        (
            name.to_owned(),
            TextRange::at(range.start(), TextSize::of(kept)),
            !ending.trim().is_empty(),
        )
    })
}

/// Whether a range ends with the text of a link to the web.
fn is_web_link(note: &Source<'_>, text: TextRange) -> bool {
    let behind = &note.text[usize::from(text.end())..];
    behind.strip_prefix("](").is_some_and(|address| address.starts_with("http"))
}

/// Splits `(inner) rest` after a name.
fn parentheses(source: &str) -> (Option<&str>, &str) {
    let inner = source.strip_prefix(['(', '（']).and_then(|rest| rest.split_once([')', '）']));
    match inner {
        Some((inner, rest)) if source.starts_with('(') => (Some(inner), rest),
        Some((_, rest)) => (None, rest),
        None => (None, source),
    }
}

/// The text after the separator between a name and its definition. `is_spaced` is whether there is
/// white space before `source`.
fn separated(source: &str, is_closed: bool, is_spaced: bool) -> Option<&str> {
    let rest = source.trim_start();
    if is_closed {
        return Some(rest);
    }
    if let Some(meaning) = rest.strip_prefix([':', '：', '—', '–']) {
        return Some(meaning.trim_start());
    }
    let dashed = rest.strip_prefix("-- ").or_else(|| rest.strip_prefix("- "));
    dashed.filter(|_| is_spaced || rest.len() < source.len()).map(str::trim_start)
}

/// Whether a text may be the definition of a name: a clause of running text, or a reference to
/// another term.
///
/// Many lists have comments after a dash. There, the text must be longer or end as a sentence.
fn explains(note: &Source<'_>, name: &str, meaning: TextRange, is_dashed: bool) -> bool {
    let source = &note.text[meaning];
    if see::target(source).is_some_and(|_| source.contains('[')) {
        return true;
    }
    let prose = note.prose(meaning).filter(|segment| !segment.in_link);
    let words: usize = prose.map(|segment| count_words(&note.text[segment.range])).sum();
    let least = match is_dashed {
        _ if acronym::is_acronym(name) => MIN_MEANING - 1,
        true if !title::ends_sentence(&source.to_lowercase()) => MIN_MEANING + 2,
        _ => MIN_MEANING,
    };
    let opening = word_class::folded(source);
    let addresses = split(&opening).next().is_some_and(|word| word.is(WordClass::Addressing));
    !source.starts_with('`') && !addresses && words >= least
}

fn term(note: &Source<'_>, lead: &Lead, shape: Shape) -> Option<Term> {
    let Shape { name, name_range, qualifier, meaning } = shape;
    let section = note.section_at(name_range.start());
    let above = section.map(|index| note.sections[index].heading.name.to_lowercase());
    if above.is_some_and(|above| lists_properties(&above)) {
        return None;
    }
    // The form of the text is known here. The evidence of the title counts.
    let evidence = weigh(&TitleForm::new(&name), &note.text[meaning]);
    if evidence.weight() < LEAST {
        return None;
    }
    let alias = qualifier.filter(|inner| alias::is_same(&name, &note.text[*inner]));
    let alias =
        alias.and_then(|inner| Alias::new(&note.text[inner], AliasSource::Title, Some(inner)));
    note.term(Declaration {
        key: None,
        headword: name,
        style: Style::BoldLead,
        name_range,
        range: if lead.continues {
            name_range.cover(meaning)
        } else {
            note.trim(lead.whole).cover(meaning)
        },
        definition: Definition { range: meaning, reads: None },
        section,
        evidence: Some(evidence),
        aliases: alias.into_iter().collect(),
    })
}

fn lists_properties(title: &str) -> bool {
    PROPERTIES.contains(title) || title.starts_with("how ") || title.starts_with("why ")
}

#[cfg(test)]
mod tests;
