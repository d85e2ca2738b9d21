//! Notes about one term, whose title is the headword.
//!
//! Front matter can declare a note as an entry of a glossary. The headings of such a note declare
//! no terms. A note with a date is an article, and its title is not a term.

use text_size::TextRange;

use crate::note::front_matter::{ALIAS_KEYS, Entry, FrontMatter, TextValue, ValueKind};
use crate::note::term::evidence::Verdict;
use crate::note::term::heading::{comment_aliases, sole_title};
use crate::note::term::source::{Declaration, Source};
use crate::note::term::title::introduces;
use crate::note::term::title_form::TitleForm;
use crate::note::term::weighing::weigh;
use crate::note::term::{Alias, AliasSource, Definition, Style, Term, passage, title};

/// Keys with a definition. The first that is set counts.
const DEFINITIONS: [&str; 5] =
    ["definition", "short_description", "hoverText", "description", "summary"];

/// Keys that only entries of glossaries have.
const OF_ENTRIES: [&str; 4] = ["term", "short_description", "hoverText", "related_terms"];

/// Kinds of notes that are entries of glossaries, folded.
const ENTRY_KINDS: [&str; 4] = ["definition", "glossary", "glossary-term", "term"];

/// Keys that articles have.
const OF_ARTICLES: [&str; 6] = ["author", "authors", "date", "pubdate", "published", "permalink"];

/// Layouts of articles and other pages, folded.
const PAGE_LAYOUTS: [&str; 8] =
    ["archive", "article", "blog", "home", "page", "post", "posts", "search"];

/// The term that a whole note is about.
#[derive(Default)]
pub(super) struct OwnTerm {
    pub(super) term: Option<Term>,
    /// Whether the front matter declares the note as an entry of a glossary, by a key or by
    /// aliases.
    pub(super) is_explicit: bool,
}

/// Reads a note as the declaration of one term.
pub(super) fn read(note: &Source<'_>) -> OwnTerm {
    let aliases = aliases(note);
    let is_explicit = note.front_matter.is_some_and(|block| !aliases.is_empty() || is_entry(block));
    if !is_explicit && note.front_matter.is_some_and(is_article) {
        return OwnTerm::default();
    }
    OwnTerm { term: term(note, aliases, is_explicit), is_explicit }
}

fn term(note: &Source<'_>, aliases: Vec<Alias>, is_explicit: bool) -> Option<Term> {
    let sole = sole_title(note).filter(|index| *index == 0);
    let own = note.front_matter.and_then(own_title);
    let (headword, name_range) = match (own, sole) {
        (Some(own), _) => (own.text, own.text_range),
        (None, Some(index)) => {
            let heading = &note.sections[index].heading;
            (heading.name.clone(), heading.name_range)
        }
        (None, None) => return None,
    };
    if !title::is_name(&headword) || sole.is_some_and(|index| note.sections[index].heading.is_code)
    {
        return None;
    }
    let definition = definition(note, &headword, sole, is_explicit)?;
    let meaning = definition.reads.as_deref().unwrap_or(&note.text[definition.range]);
    if !is_explicit && weigh(&TitleForm::new(&headword), meaning).verdict() == Verdict::Other {
        return None;
    }
    let mut aliases = aliases;
    aliases.extend(sole.into_iter().flat_map(|index| comment_aliases(note, index)));
    let whole = match (note.front_matter, sole) {
        (None, Some(index)) => note.sections[index].range,
        (block, _) => {
            TextRange::new(block.map_or_else(|| note.start(), |b| b.range.start()), note.end())
        }
    };
    note.term(Declaration {
        key: None,
        headword,
        style: Style::Note,
        name_range,
        range: whole,
        definition,
        section: sole,
        evidence: None,
        aliases,
    })
}

/// The title in the front matter.
fn own_title(block: &FrontMatter) -> Option<TextValue> {
    block.text_value("term").or_else(|| block.title())
}

/// The names in the front matter.
fn aliases(note: &Source<'_>) -> Vec<Alias> {
    let Some(block) = note.front_matter else { return Vec::new() };
    let names = block.text_values(note.text, &ALIAS_KEYS).into_iter();
    let alias =
        |name: TextValue| Alias::new(&name.text, AliasSource::FrontMatter, Some(name.text_range));
    names.filter(|name| !is_address(&name.text)).filter_map(alias).collect()
}

/// Whether an alias is a former URL of the note: `/old/`, `2019/old.html`, but not `TCP/IP`.
fn is_address(alias: &str) -> bool {
    let has_sign = |c: char| c.is_ascii_digit() || matches!(c, '.' | '-' | '_');
    alias.starts_with('/')
        || alias.ends_with('/')
        || alias.contains("//")
        || alias.to_lowercase().ends_with(".html")
        || (alias.contains('/') && !alias.contains(' ') && alias.contains(has_sign))
}

fn is_entry(block: &FrontMatter) -> bool {
    OF_ENTRIES.iter().any(|key| block.get(key).is_some())
        || has_value(block, &["type", "layout", "kind"], &ENTRY_KINDS)
}

fn is_article(block: &FrontMatter) -> bool {
    OF_ARTICLES.iter().any(|key| block.get(key).is_some())
        || has_value(block, &["layout", "type"], &PAGE_LAYOUTS)
}

fn has_value(block: &FrontMatter, keys: &[&str], values: &[&str]) -> bool {
    let labels = keys.iter().filter_map(|key| block.text_value(key));
    labels.into_iter().any(|label| values.contains(&label.text.to_lowercase().as_str()))
}

/// The definition in the front matter, or else the first paragraph.
fn definition(
    note: &Source<'_>,
    title: &str,
    sole: Option<usize>,
    is_explicit: bool,
) -> Option<Definition> {
    let said = note.front_matter.and_then(|block| {
        DEFINITIONS.iter().filter_map(|key| block.get(key)).find_map(|entry| said(note, entry))
    });
    said.or_else(|| {
        let range = first_passage(note, title, sole, is_explicit)?;
        Some(Definition { range, reads: None })
    })
}

fn said(note: &Source<'_>, entry: &Entry) -> Option<Definition> {
    let ValueKind::Scalar(scalar) = &entry.value.kind else { return None };
    let reads = scalar.text.trim();
    reads.contains(char::is_alphanumeric).then_some(())?;
    let is_verbatim = note.text[scalar.text_range] == *reads;
    Some(Definition { range: scalar.text_range, reads: (!is_verbatim).then(|| reads.to_owned()) })
}

/// The defining passage of a note, before its first heading (except the title), or below a first
/// heading that introduces the term (`## What it is`).
fn first_passage(
    note: &Source<'_>,
    title: &str,
    sole: Option<usize>,
    is_explicit: bool,
) -> Option<TextRange> {
    let first = sole.map_or(0, |index| index + 1);
    let headings = |at: usize| note.sections.get(at).map(|section| section.heading.range);
    let end = |at: usize| headings(at).map_or_else(|| note.end(), TextRange::start);
    let title_line = sole.and_then(headings);
    let above = title_line.map_or_else(|| note.start(), TextRange::end);
    // If the front matter has the title, the text may begin above the first heading.
    let is_titled = note.front_matter.and_then(own_title).is_some();
    let before = title_line
        .filter(|_| is_titled)
        .and_then(|line| passage_in(note, title, TextRange::new(note.start(), line.start())));
    let below = || passage_in(note, title, TextRange::new(above, end(first).max(above)));
    before.or_else(below).or_else(|| {
        let opening = &note.sections.get(first)?.heading;
        // Any other heading begins another subject.
        let opens_entry = is_explicit || introduces(&opening.name);
        let start = opening.range.end();
        let below = TextRange::new(start, end(first + 1).max(start));
        opens_entry.then(|| passage_in(note, title, below)).flatten()
    })
}

/// The defining passage in a range, if the range has one.
fn passage_in(note: &Source<'_>, title: &str, range: TextRange) -> Option<TextRange> {
    let blocks = &note.markdown.blocks;
    let from = blocks.partition_point(|block| block.range.start() < range.start());
    let to = blocks.partition_point(|block| block.range.start() < range.end());
    let (passage, _) = passage::best(note, title, &blocks[from..to.max(from)])?;
    Some(passage)
}

#[cfg(test)]
mod tests;
