//! Notes about one term, whose title is the headword.
//!
//! Front matter can declare a note as an entry of a glossary. The headings of such a note declare
//! no terms. A note with a date is an article, and its title is not a term.

use text_size::TextRange;

use crate::note::front_matter::{ALIAS_KEYS, Entry, FrontMatter, TextValue, ValueKind};
use crate::note::markdown::{Block, BlockKind};
use crate::note::term::heading::{comment_aliases, defines, sole_title};
use crate::note::term::source::{Declaration, Source, is_shown};
use crate::note::term::{Alias, AliasSource, Definition, Style, Term, title};

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
    let own =
        note.front_matter.and_then(|block| block.text_value("term").or_else(|| block.title()));
    let (headword, name_range) = match (own, sole) {
        (Some(own), _) => (own.text, own.text_range),
        (None, Some(index)) => {
            let heading = &note.sections[index].heading;
            (heading.name.clone(), heading.name_range)
        }
        (None, None) => return None,
    };
    let is_name = title::is_name(&headword) && (is_explicit || !title::is_instruction(&headword));
    if !is_name || sole.is_some_and(|index| note.sections[index].heading.is_code) {
        return None;
    }
    let definition = definition(note, sole, is_explicit)?;
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
        aliases,
    })
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
fn definition(note: &Source<'_>, sole: Option<usize>, is_explicit: bool) -> Option<Definition> {
    let said = note.front_matter.and_then(|block| {
        DEFINITIONS.iter().filter_map(|key| block.get(key)).find_map(|entry| said(note, entry))
    });
    said.or_else(|| {
        let range = first_paragraph(note, sole, is_explicit)?;
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

/// The first paragraph of a note, before its first heading (except the title), or below a first
/// heading that introduces the term (`## What it is`).
///
/// Skips tags and lists of links.
fn first_paragraph(note: &Source<'_>, sole: Option<usize>, is_explicit: bool) -> Option<TextRange> {
    let first = sole.map_or(0, |index| index + 1);
    let headings = |at: usize| note.sections.get(at).map(|section| section.heading.range);
    let end = |at: usize| headings(at).map_or_else(|| note.end(), TextRange::start);
    let above = sole.and_then(headings).map_or_else(|| note.start(), TextRange::end);
    let intro = paragraph_in(note, TextRange::new(above, end(first).max(above)));
    intro.unwrap_or_else(|| {
        let opening = &note.sections.get(first)?.heading;
        // Any other heading begins another subject.
        let opens_entry = is_explicit || title::introduces(&opening.name);
        let start = opening.range.end();
        let below = TextRange::new(start, end(first + 1).max(start));
        opens_entry.then(|| paragraph_in(note, below).flatten()).flatten()
    })
}

/// The first paragraph with words in a range; `Some(None)` if something else comes first.
#[expect(clippy::option_option, reason = "nothing there is not the same as no paragraph")]
fn paragraph_in(note: &Source<'_>, range: TextRange) -> Option<Option<TextRange>> {
    let blocks = &note.markdown.blocks;
    let from = blocks.partition_point(|block| block.range.start() < range.start());
    let inside = blocks[from..].iter().take_while(|block| block.range.start() < range.end());
    for Block { kind, range } in inside {
        match kind {
            BlockKind::Paragraph if is_prose(note, *range) => {
                let range = note.trim(*range);
                return Some(defines(&note.text[range]).then_some(range));
            }
            BlockKind::Paragraph | BlockKind::Comment | BlockKind::Aliases | BlockKind::Rule => {}
            BlockKind::Other if is_shown(&note.text[*range]) => {
                return Some(Some(note.trim(*range)));
            }
            BlockKind::Other => return Some(None),
        }
    }
    None
}

/// Whether a paragraph has words besides tags and labeled links: `#ml #todo`,
/// `See also: [[this]], [[that]]`.
fn is_prose(note: &Source<'_>, range: TextRange) -> bool {
    let mut words = 0;
    for segment in note.prose(range).filter(|segment| !segment.in_link) {
        let written = &note.text[segment.range];
        let is_label = written.trim_end().ends_with(':') && written.split_whitespace().count() <= 3;
        if !is_label {
            let plain = written.split_whitespace().filter(|word| !word.starts_with('#'));
            words += plain.filter(|word| word.contains(char::is_alphanumeric)).count();
        }
    }
    words > 0
}

#[cfg(test)]
mod tests;
