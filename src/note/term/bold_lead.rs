//! Terms in bold at the start of a paragraph or list item: `**Term**: …`, `- **Term** - …`,
//! `**Term** or X: …`, `**Term** = …`, `**What is a term?** …`, bold and the text below it.
//!
//! Many texts that begin in bold define nothing: notes, tips, steps, pros and cons, features. So
//! the bold must look like a name, and the text after it like an explanation. At least half of
//! the items of a list must have this shape.

use std::collections::HashMap;

use text_size::{TextRange, TextSize};

use crate::note::candidates::Lead;
use crate::note::markdown::BlockKind;
use crate::note::tag::{is_tag, tag_name};
use crate::note::term::clue::Clue;
use crate::note::term::evidence::{Evidence, Verdict};
use crate::note::term::lead_name::{self, LeadName, NameEnd, alternative, parentheses, separated};
use crate::note::term::source::{Declaration, Source};
use crate::note::term::title_form::TitleForm;
use crate::note::term::weighing::weigh;
use crate::note::term::word_class::{self, WordClass, split};
use crate::note::term::{Alias, AliasSource, Definition, Style, Term, acronym, alias, see, title};
use crate::note::word_list::{WordList, words};
use crate::note::words::count_words;
use crate::text::range;

/// The least weight of the evidence.
const LEAST: i32 = -2;

/// The fewest words of a definition. A shorter text is a value.
const MIN_MEANING: usize = 3;

/// Verbs that follow a term in the sentence that defines it.
static VERBS: WordList = words!("defining_verbs");

/// Titles of sections that list the properties of one thing, folded.
static PROPERTIES: WordList = words!("property_titles");

/// A lead that looks like a declaration.
struct Shape {
    name: String,
    name_range: TextRange,
    /// Other names between the name and the definition.
    aliases: Vec<TextRange>,
    /// Whether there are parentheses between the name and the definition.
    has_qualifier: bool,
    /// Whether the shape is also that of other texts, so that the text must clearly define the name.
    is_doubtful: bool,
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
        !shape.has_qualifier && named.get(&shape.name.to_lowercase()).is_some_and(|n| *n > 1)
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
    let LeadName { name, range: name_range, end } = lead_name::read(note, lead)?;
    let is_closed = end != NameEnd::Open;
    let Rest { range, is_below, is_apart } = rest(note, lead)?;
    let rest = without_tags(note, range);
    let source = &note.text[rest];
    let (qualifier, after) =
        if is_closed || is_below { (None, source) } else { parentheses(source) };
    let (other, after) = match alternative(after).filter(|_| !is_closed && !is_below) {
        Some((other, after)) => (Some(other), after),
        None => (None, after),
    };
    let is_spaced = after.len() < source.len() || rest.start() > lead.rest.start();
    let meaning = if !is_closed && VERBS.iter().any(|verb| after.starts_with(verb)) {
        TextRange::new(lead.start, rest.end())
    } else {
        let meaning = separated(after, is_closed || is_below, is_spaced)?;
        TextRange::new(rest.end() - TextSize::of(meaning), rest.end())
    };
    let range_of = |part: &str| range::of(part, note.text);
    let aliases = [qualifier.filter(|inner| alias::is_same(&name, inner)), other];
    let aliases: Vec<_> = aliases.into_iter().flatten().filter_map(range_of).collect();
    let is_dashed = after.trim_start().starts_with(['-', '–', '—']);
    explains(note, &name, meaning, is_dashed).then_some(Shape {
        is_doubtful: is_apart
            || end == NameEnd::Sentence
            || (is_below && !is_closed && meaning.start() > lead.start),
        has_qualifier: qualifier.is_some(),
        name,
        name_range,
        aliases,
        meaning,
    })
}

/// The text after a bold name.
struct Rest {
    range: TextRange,
    /// Whether a line break separates it from the name.
    is_below: bool,
    /// Whether it is in the next paragraph.
    is_apart: bool,
}

/// Returns the text after a bold name: in its paragraph, or else the paragraph below it. A link
/// around the bold is left out.
fn rest(note: &Source<'_>, lead: &Lead) -> Option<Rest> {
    let mut start = lead.rest.start();
    if note.text[..lead.start.into()].ends_with('[') {
        let source = &note.text[lead.rest];
        let address = source.strip_prefix("](").filter(|address| address.starts_with("http"))?;
        let (address, _) = address.split_once(')')?;
        start += TextSize::of("](") + TextSize::of(address) + TextSize::of(')');
    }
    let whole = TextRange::new(start, lead.rest.end());
    let range = note.trim(whole);
    let gap = &note.text[TextRange::new(start, range.start())];
    if !range.is_empty() {
        return Some(Rest { range, is_below: gap.contains(['\n', '\r']), is_apart: false });
    }
    let blocks = &note.markdown.blocks;
    let at = blocks.partition_point(|block| block.range.start() <= lead.start);
    let below = blocks.get(at).filter(|block| block.kind == BlockKind::Paragraph)?;
    let is_plain = !note.text[below.range].starts_with(['*', '_', '`', '[', '!', '<']);
    let is_same = note.section_at(below.range.start()) == note.section_at(lead.start);
    let is_alone = lead.list.is_none() && !lead.continues && is_plain && is_same;
    is_alone.then(|| Rest { range: note.trim(below.range), is_below: true, is_apart: true })
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
    let Shape { name, name_range, aliases, is_doubtful, meaning, .. } = shape;
    let section = note.section_at(name_range.start());
    let above = section.map(|index| note.sections[index].heading.name.to_lowercase());
    if above.is_some_and(|above| lists_properties(&above)) {
        return None;
    }
    // The form of the text is known here. The evidence of the title counts.
    let evidence = weigh(&TitleForm::new(&name), &note.text[meaning]);
    if evidence.weight() < LEAST || is_doubtful && !is_clear(evidence) {
        return None;
    }
    let alias = |range| Alias::new(&note.text[range], AliasSource::Title, Some(range));
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
        aliases: aliases.into_iter().filter_map(alias).collect(),
    })
}

/// Whether a text clearly defines the name before it: it says what the thing is, and not of `it`.
fn is_clear(evidence: Evidence) -> bool {
    evidence.verdict() == Verdict::Defines
        && (evidence.has(Clue::Says) || evidence.has(Clue::NounPhrase))
}

fn lists_properties(title: &str) -> bool {
    PROPERTIES.contains(title) || title.starts_with("how ") || title.starts_with("why ")
}

#[cfg(test)]
mod tests;
