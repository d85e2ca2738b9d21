//! Terms in definition lists: `Term`, and below it `: definition`.

use text_size::{TextRange, TextSize};

use crate::note::candidates::DefinitionListEntry;
use crate::note::heading_text::Name;
use crate::note::term::source::{Declaration, Source};
use crate::note::term::{Alias, AliasSource, Definition, Style, Term, title};
use crate::note::words::count_words;
use crate::text::range::text_range;

/// The most words of a title. A longer one is a sentence that introduces answers or steps.
const MAX_WORDS: usize = 8;

/// The terms that definition lists declare.
pub(super) fn declared(note: &Source<'_>) -> Vec<Term> {
    note.markdown.candidates.entries.iter().filter_map(|entry| term(note, entry)).collect()
}

fn term(note: &Source<'_>, entry: &DefinitionListEntry) -> Option<Term> {
    let definition = note.trim(entry.definition?);
    // A line of colons is the fence of a container (`::: note`).
    let source = &note.text[definition];
    (source.contains(char::is_alphanumeric) && !source.starts_with(':')).then_some(())?;
    let titles = entry.titles.iter().filter(|title| !title.is_code);
    let mut names = titles.filter_map(|title| name(note, title));
    let (headword, name_range) = names.next()?;
    let aliases = names
        .filter_map(|(name, range)| Alias::new(&name, AliasSource::Title, Some(range)))
        .collect();
    note.term(Declaration {
        key: None,
        headword,
        style: Style::DefinitionList,
        name_range,
        range: note.trim(text_range(&entry.whole)).cover(name_range).cover(definition),
        definition: Definition { range: definition, reads: None },
        section: note.section_at(name_range.start()),
        evidence: None,
        aliases,
    })
}

/// The name in a title, and its range.
///
/// Pandoc and kramdown write an anchor after the name (`[changeset]{#changeset}`). MkDocs
/// ezGlossary writes a section before it (`linux:shell`).
fn name(note: &Source<'_>, title: &Name) -> Option<(String, TextRange)> {
    let range = title.range?;
    let mut name = title.text.as_str();
    if let Some((before, _)) = name.split_once('{').filter(|_| name.ends_with('}')) {
        name = before.trim_end();
    }
    if let Some(inner) = name.strip_prefix('[').and_then(|name| name.strip_suffix(']')) {
        name = inner.trim();
    }
    if let Some((section, term)) = name.split_once(':') {
        let is_section = !section.is_empty()
            && section.chars().all(|c| c.is_lowercase() || c == '_' || c == '-');
        if is_section && term.starts_with(char::is_alphanumeric) {
            name = term;
        }
    }
    if !title::is_word(name) || count_words(name) > MAX_WORDS {
        return None;
    }
    let source = &note.text[range];
    let place = source
        .rfind(name)
        .map(|at| TextRange::at(range.start() + TextSize::of(&source[..at]), TextSize::of(name)));
    let place = place.unwrap_or(range);
    Some((name.to_owned(), place))
}

#[cfg(test)]
mod tests;
