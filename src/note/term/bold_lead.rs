//! Terms that a paragraph or list item begins with in bold: `**Term**: …`, `- **Term** - …`.
//!
//! Bold opens many texts that define nothing: notes and tips, steps, the pros and cons of
//! something, the features of a program. So the bold must look like a name, what follows like a
//! clause that explains it, and its neighbors in the list must do so too.

use text_size::{TextRange, TextSize};

use crate::note::candidates::Lead;
use crate::note::term::source::{Declaration, Source, count_words};
use crate::note::term::{Alias, AliasSource, Definition, Style, Term, acronym, alias, see, title};

/// A longer name is a sentence.
const MAX_WORDS: usize = 6;

/// A shorter text is a value, not what something means.
const MIN_MEANING: usize = 3;

/// Verbs that a sentence goes on with after the term that it defines.
const VERBS: [&str; 11] = [
    "is a ",
    "is an ",
    "is the ",
    "is when ",
    "are ",
    "refers to ",
    "means ",
    "stands for ",
    "describes ",
    "denotes ",
    "is any ",
];

/// What opens a text without being its subject, folded.
const OPENINGS: [&str; 84] = [
    "a",
    "achtung",
    "action",
    "added",
    "advantages",
    "advice",
    "also",
    "alternatives",
    "answer",
    "assumptions",
    "aufgabe",
    "author",
    "authors",
    "beispiel",
    "benefits",
    "bonus",
    "bug",
    "caution",
    "caveat",
    "caveats",
    "changed",
    "command",
    "cons",
    "context",
    "danger",
    "date",
    "deprecated",
    "details",
    "disadvantages",
    "disclaimer",
    "do",
    "don't",
    "dont",
    "fact",
    "features",
    "fix",
    "fixed",
    "formula",
    "goal",
    "goals",
    "hint",
    "hinweis",
    "idea",
    "important",
    "info",
    "input",
    "issue",
    "key",
    "key points",
    "limitations",
    "name",
    "output",
    "parameters",
    "params",
    "pro tip",
    "problem",
    "pros",
    "purpose",
    "q",
    "reason",
    "remark",
    "removed",
    "requirements",
    "result",
    "returns",
    "shortcut",
    "side note",
    "source",
    "spoiler",
    "status",
    "syntax",
    "task",
    "technologies",
    "tip",
    "tips",
    "title",
    "tools",
    "type",
    "update",
    "use cases",
    "warning",
    "when",
    "wichtig",
    "참고",
];

/// Titles of sections that list the properties of one thing, folded.
const PROPERTIES: [&str; 38] = [
    "advantages",
    "advantages and disadvantages",
    "arguments",
    "benefits",
    "best practices",
    "changes",
    "command line options",
    "commands",
    "configuration",
    "cons",
    "disadvantages",
    "drawbacks",
    "features",
    "goals",
    "highlights",
    "key features",
    "keyboard shortcuts",
    "limitations",
    "main features",
    "next steps",
    "non-goals",
    "options",
    "parameters",
    "prerequisites",
    "properties",
    "pros",
    "pros and cons",
    "requirements",
    "settings",
    "shortcuts",
    "steps",
    "tips",
    "trade-offs",
    "tradeoffs",
    "troubleshooting",
    "usage",
    "use cases",
    "what's new",
];

/// A lead that looks like a declaration.
struct Shape {
    name: String,
    name_range: TextRange,
    /// What stands in parentheses between the name and what it means.
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
    let shapes = shapes.into_iter().filter(|(lead, _)| is_consistent(lead));
    shapes.filter_map(|(lead, shape)| term(note, lead, shape)).collect()
}

/// The leads with the shape of a declaration. A line in a paragraph counts only behind another
/// one that does.
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
    let rest = note.trim(lead.rest);
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
    explains(note, &name, meaning).then_some(Shape { name, name_range, qualifier, meaning })
}

/// The name, where it stands, and whether a colon ends it inside the bold.
fn name(note: &Source<'_>, lead: &Lead) -> Option<(String, TextRange, bool)> {
    let range = lead.name.range?;
    let written = lead.name.text.as_str();
    let name = written.trim_end_matches([':', '：', ' ', '—', '–']).trim_end_matches(" -");
    let ending = &written[name.len()..];
    let source = &note.text[range];
    let kept = source.strip_suffix(ending).map_or(source, str::trim_end);
    let folded = name.to_lowercase();
    let is_opening = OPENINGS.binary_search(&folded.as_str()).is_ok();
    let is_quoted = name.starts_with(['"', '“', '„', '\'', '[', '(', '@', '/', '.', '$', '-']);
    let may_name = !lead.name.is_code
        && !is_opening
        && !is_quoted
        && !name.contains(": ")
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

/// `(inner) rest` behind a name.
fn parentheses(source: &str) -> (Option<&str>, &str) {
    let inner = source.strip_prefix(['(', '（']).and_then(|rest| rest.split_once([')', '）']));
    match inner {
        Some((inner, rest)) if source.starts_with('(') => (Some(inner), rest),
        Some((_, rest)) => (None, rest),
        None => (None, source),
    }
}

/// What stands behind the separator of a name and its meaning; `is_spaced` tells whether white
/// space stands before `source`.
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

/// Whether a text may say what a name means: a clause of running text, or a pointer to another
/// term.
fn explains(note: &Source<'_>, name: &str, meaning: TextRange) -> bool {
    let source = &note.text[meaning];
    let prose = note.prose(meaning).filter(|segment| !segment.in_link);
    let words: usize = prose.map(|segment| count_words(&note.text[segment.range])).sum();
    let least = if acronym::is_acronym(name) { MIN_MEANING - 1 } else { MIN_MEANING };
    !source.starts_with('`') && (words >= least || see::target(source).is_some())
}

fn term(note: &Source<'_>, lead: &Lead, shape: Shape) -> Option<Term> {
    let Shape { name, name_range, qualifier, meaning } = shape;
    let section = note.section_at(name_range.start());
    let above = section.map(|index| note.sections[index].heading.name.to_lowercase());
    if above.is_some_and(|above| lists_properties(&above)) {
        return None;
    }
    let alias = qualifier.filter(|inner| alias::is_same(&name, &note.text[*inner]));
    let alias =
        alias.and_then(|inner| Alias::new(&note.text[inner], AliasSource::Title, Some(inner)));
    note.term(Declaration {
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
        aliases: alias.into_iter().collect(),
    })
}

fn lists_properties(title: &str) -> bool {
    PROPERTIES.binary_search(&title).is_ok()
        || title.starts_with("how ")
        || title.starts_with("why ")
}
