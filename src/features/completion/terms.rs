//! Terms in running text. The typed words can be the beginning of a name.

use std::borrow::Cow;
use std::cmp::Reverse;
use std::collections::{HashMap, HashSet};

use text_size::{TextRange, TextSize};

use crate::features::completion::capitals::Capitals;
use crate::features::completion::case::NameCase;
use crate::features::completion::fit::{Fit, fit};
use crate::features::completion::item::{Completion, CompletionKind, Item};
use crate::features::relink::LinkWriter;
use crate::note::excerpt;
use crate::note::prose::{self, Segment};
use crate::note::term::{AliasSource, Term};
use crate::note::term_key::TermKey;
use crate::note::words::{Class, Separator, Word, fold, words, words_of};
use crate::text::lines;
use crate::workspace::document::Document;
use crate::workspace::term_index::TermIndex;
use crate::workspace::term_names::TermNameList;
use crate::workspace::{Declaration, Workspace, mention};

/// The maximum number of items. The editor requests again when the user types more.
const MAX_ITEMS: usize = 100;

/// The maximum number of names with a full ranking; the others come after them.
const MAX_RANKED: usize = 4 * MAX_ITEMS;

/// The minimum number of letters. A menu after fewer letters is disturbing.
const MIN_LETTERS: usize = 2;

/// The maximum number of typed words before the cursor that can belong to a name.
const MAX_WORDS: usize = 8;

/// Typed text that may be the beginning of a name.
struct Query {
    /// The start of the text, which ends at the cursor.
    start: TextSize,
    /// The folded words with single spaces; empty if nothing is typed.
    folded: String,
    /// The number of words.
    words: usize,
    /// The words before it, the nearest first.
    before: Vec<TypedWord>,
}

/// A word before the typed text.
#[derive(Clone)]
struct TypedWord {
    folded: String,
    start: TextSize,
    /// Whether it is on the line of the cursor. An item can replace only this line.
    is_on_line: bool,
}

/// Returns the names of terms that match the typed text, or `None` outside running text.
pub(super) fn terms(
    workspace: &Workspace,
    document: &Document,
    offset: TextSize,
    is_asked: bool,
) -> Option<Completion> {
    let text = &document.note.text;
    let typed = typed(workspace, document, offset, is_asked)?;
    if typed.iter().all(|typed| letters(&typed.folded) < MIN_LETTERS) && !is_asked {
        // The next letter gives other results.
        return Some(Completion { items: Vec::new(), is_incomplete: true });
    }
    let names = workspace.index().terms.names();
    let mut fitting = fitting(names, &typed);
    let is_incomplete = fitting.len() > MAX_ITEMS;
    if fitting.len() > MAX_RANKED {
        fitting.select_nth_unstable(MAX_RANKED);
        let rest = fitting.split_off(MAX_RANKED);
        // The limit must not exclude the terms of this note.
        let own: HashSet<_> = document.note.terms.iter().flat_map(Term::keys).collect();
        fitting.extend(rest.into_iter().filter(|it| own.contains(it.key)));
    }
    let mentioned = mentions_by_name(workspace, document);
    let mut found: Vec<_> = fitting
        .into_iter()
        .filter_map(|TermMatch { words, fit, length, name, key, at }| {
            let nearest = workspace.declarations(key, Some(document.id)).into_iter().next()?;
            let near = document.location.nearness(&nearest.document.location);
            let is_other = name != typed[at].folded;
            let uses = mentioned.get(key).copied().unwrap_or_default();
            // Links are a cheap sign of the use in other notes.
            let links = workspace.index().names.notes_linking_to(name);
            let uses = (Reverse(uses), Reverse(links));
            let rank = (words, fit, is_other, name.contains(' '), uses, Reverse(near));
            Some(((rank, length, name, key), nearest, &typed[at]))
        })
        .collect();
    found.sort_by_key(|(order, ..)| *order);
    found.truncate(MAX_ITEMS);
    // Offer links only after a bracket, since they need the link style of the notes.
    let is_free = document.is_note() && !is_in_link_text(text, offset);
    let is_bracket = |typed: &Query| is_free && text[..typed.start.into()].ends_with('[');
    let writer = typed.iter().any(is_bracket).then(|| LinkWriter::new(workspace, document));
    let place = Place { text, offset, capitals: Capitals::new(document, text) };
    let items = found.into_iter().filter_map(|((.., key), nearest, typed)| {
        match writer.as_ref().filter(|_| is_bracket(typed)) {
            Some(writer) => link(writer, &place, key, nearest, typed),
            None => item(&place, key, nearest, typed),
        }
    });
    Some(Completion { items: items.collect(), is_incomplete })
}

/// Returns how often a note mentions each name.
fn mentions_by_name(workspace: &Workspace, document: &Document) -> HashMap<TermKey, usize> {
    let mut counts = HashMap::new();
    for mention in mention::in_note(workspace, document) {
        for name in mention.names {
            *counts.entry(name.key).or_default() += 1;
        }
    }
    counts
}

/// The place where a name is inserted.
struct Place<'t> {
    text: &'t str,
    offset: TextSize,
    capitals: Capitals<'t>,
}

/// A matching name. The order of the fields is the order of the ranking.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct TermMatch<'n> {
    /// The number of typed words; a match of more words is better.
    words: Reverse<usize>,
    fit: Fit,
    length: usize,
    /// The name in small letters.
    name: &'n str,
    key: &'n TermKey,
    /// The index of the matching query.
    at: usize,
}

/// Returns all matching names, each with its longest query only.
fn fitting<'n>(names: TermNameList<'n>, typed: &[Query]) -> Vec<TermMatch<'n>> {
    let mut fitting = Vec::new();
    let mut taken: Vec<&str> = Vec::new();
    for (at, Query { folded, words, .. }) in typed.iter().enumerate() {
        let mut add = |(name, key): (&'n str, &'n TermKey), fit: Fit| {
            if !taken.iter().any(|start| name.starts_with(start)) {
                let (words, length) = (Reverse(*words), name.len());
                fitting.push(TermMatch { words, fit, length, name, key, at });
            }
        };
        if *words != 1 {
            names.beginning_with(folded).for_each(|named| add(named, Fit::Start));
            taken.push(folded);
            continue;
        }
        let first = &folded[..folded.chars().next().map_or(0, char::len_utf8)];
        for named in names.beginning_with(first) {
            if let Some(fit) = fit(named.0, folded) {
                add(named, fit);
            }
        }
        let others = names.with_word(folded).filter(|(name, _)| !name.starts_with(first));
        others.for_each(|named| add(named, Fit::Word));
    }
    fitting
}

fn item(place: &Place<'_>, key: &TermKey, nearest: Declaration<'_>, typed: &Query) -> Option<Item> {
    let &Place { text, offset, ref capitals } = place;
    let Declaration { term, .. } = nearest;
    if term.key == *key && has_shorter_name(term) {
        return None;
    }
    let label = name_of(term, key)?;
    let name = label;
    let Repeated { start, inserted } = repeated(name, typed);
    let range = TextRange::new(start, offset);
    let name = &name[inserted..];
    let written = &text[range];
    let case = NameCase::of(written, opens_sentence(&text[..start.into()]));
    let definition = beginning(nearest);
    let new_text = case.write(name, |word| capitals.keep(word, &definition));
    // Editors compare the typed letters and distinguish a hyphen from a space.
    let is_alike = fold(name).starts_with(&*fold(written));
    let filter_text = if is_alike { name.to_owned() } else { format!("{written} {name}") };
    (new_text != written).then(|| Item {
        label: label.to_owned(),
        kind: kind(nearest, key),
        range,
        new_text,
        filter_text,
    })
}

/// The words of a name that are typed already.
struct Repeated {
    /// The start of those on the line of the cursor, which the name replaces.
    start: TextSize,
    /// The byte offset in the name after those on the lines above, which stay.
    inserted: usize,
}

/// Finds the words of a name before the typed text, if this is the beginning of a later word of the
/// name. Words of the name between them may be missing.
fn repeated(name: &str, typed: &Query) -> Repeated {
    let mut found = Repeated { start: typed.start, inserted: 0 };
    let words = words_of(name);
    let folded: Vec<_> = words.iter().map(|word| fold(word.text)).collect();
    let is_typed = |word: &Cow<'_, str>| word.starts_with(&typed.folded);
    let later = folded.iter().position(is_typed).filter(|_| typed.words == 1);
    let Some(mut at) = later else { return found };
    for word in &typed.before {
        let Some(earlier) = folded[..at].iter().rposition(|it| **it == word.folded) else { break };
        at = earlier;
        if word.is_on_line {
            found.start = word.start;
        } else {
            found.inserted = words[earlier + 1].range.start().into();
            break;
        }
    }
    found
}

/// Returns the item as a link to the declaration. It replaces the bracket before it, and the
/// closing bracket that the editor has inserted.
fn link(
    writer: &LinkWriter<'_>,
    place: &Place<'_>,
    key: &TermKey,
    nearest: Declaration<'_>,
    typed: &Query,
) -> Option<Item> {
    if nearest.term.key == *key && has_shorter_name(nearest.term) {
        return None;
    }
    let &Place { text, offset, .. } = place;
    let bracket = TextSize::of('[');
    let closed = text[offset.into()..].starts_with(']');
    let end = if closed { offset + TextSize::of(']') } else { offset };
    let written = &text[TextRange::new(typed.start, offset)];
    let plain = item(place, key, nearest, typed);
    let shown = plain.as_ref().map_or(written, |plain| &plain.new_text);
    let new_text = writer.written(&nearest, shown)?;
    Some(Item {
        label: name_of(nearest.term, key)?.to_owned(),
        kind: kind(nearest, key),
        range: TextRange::new(typed.start - bracket, end),
        new_text,
        filter_text: format!("[{}", plain.as_ref().map_or(written, |plain| &plain.filter_text)),
    })
}

/// The most bytes of a definition that are read for an item.
const MAX_READ: usize = 400;

/// The most characters of a definition in the menu.
const MAX_SHOWN: usize = 60;

/// Returns the beginning of a definition as plain text.
fn beginning(Declaration { document, term }: Declaration<'_>) -> String {
    let definition = document.definition(term);
    excerpt::plain(&definition[..definition.floor_char_boundary(MAX_READ)])
}

/// Returns the kind of the item for a name. Its first words tell apart terms that are alike.
pub(super) fn kind(nearest: Declaration<'_>, key: &TermKey) -> CompletionKind {
    let term = nearest.term;
    let definition = beginning(nearest);
    let first = definition.lines().next().unwrap_or_default();
    let about = match first.char_indices().nth(MAX_SHOWN) {
        Some((end, _)) => {
            let end = first[..end].rfind(' ').unwrap_or(end);
            format!("{} …", first[..end].trim_end())
        }
        None => first.to_owned(),
    };
    CompletionKind::Term { headword: (term.key != *key).then(|| term.headword.clone()), about }
}

/// Returns the name with this key as its declaration writes it.
pub(super) fn name_of<'t>(term: &'t Term, key: &TermKey) -> Option<&'t str> {
    let alias = || term.aliases.iter().find(|alias| alias.key == *key);
    if term.key == *key { Some(&term.headword) } else { Some(&alias()?.name) }
}

/// Returns whether a headword begins with a name. `Change Data Capture (CDC)` contains two names.
fn has_shorter_name(term: &Term) -> bool {
    let in_title = term.aliases.iter().filter(|alias| alias.source == AliasSource::Title);
    in_title.into_iter().any(|alias| term.headword.starts_with(alias.name.as_str()))
}

/// Returns the possible beginnings of a name before the cursor, the longest first.
fn typed(
    workspace: &Workspace,
    document: &Document,
    offset: TextSize,
    is_asked: bool,
) -> Option<Vec<Query>> {
    let text = &document.note.text;
    let line = line_before(text, offset);
    if is_in_markup(line) || is_in_heading(document, offset) {
        return None;
    }
    let line_start = offset - TextSize::of(line);
    // White space at the end of a line is not part of the running text.
    let trimmed = line_start + TextSize::of(line.trim_end());
    let block = prose::block_at(&document.note.prose, offset)
        .or_else(|| prose::block_at(&document.note.prose, trimmed).filter(|_| is_asked));
    let Some(block) = block else {
        // An empty line of a note becomes running text.
        let is_free = is_asked
            && document.is_note()
            && line.trim().is_empty()
            && is_between_blocks(document, offset);
        return is_free.then(|| vec![nothing(offset)]);
    };
    let before = before(block, offset);
    let words = words(text, &before);
    let last = words.last().filter(|word| word.range.end() == offset);
    let Some(last) = last.filter(|word| word.class != Class::Symbol) else {
        let is_free = line.ends_with(|c: char| c.is_whitespace() || c == '(');
        return (is_asked && is_free).then(|| vec![nothing(offset)]);
    };
    if is_part_of_address(text, last) || goes_on(text, offset, last.class) {
        return None;
    }
    let folded: Vec<_> = words.iter().map(|word| fold(word.text)).collect();
    let from = words.len().saturating_sub(MAX_WORDS);
    let starts = from..words.len();
    let starts = starts.filter(|&at| {
        let rest = &words[at + 1..];
        words[at].range.start() >= line_start
            && rest.iter().all(|word| word.separator != Separator::Cut)
            && (rest.is_empty() || is_way(&workspace.index().terms, &folded[at..]))
    });
    let typed = starts.map(|at| Query {
        start: words[at].range.start(),
        folded: folded[at..].join(" "),
        words: words.len() - at,
        before: words_before(&words, at, line_start),
    });
    Some(typed.collect())
}

fn nothing(offset: TextSize) -> Query {
    Query { start: offset, folded: String::new(), words: 0, before: Vec::new() }
}

/// Returns the words before the one at `at`, the nearest first, up to a boundary that no name
/// crosses.
fn words_before(words: &[Word<'_>], at: usize, line_start: TextSize) -> Vec<TypedWord> {
    let mut before = Vec::new();
    for index in (0..at).rev().take(MAX_WORDS) {
        if words[index + 1].separator == Separator::Cut {
            break;
        }
        let Word { text, range, .. } = words[index];
        let is_on_line = range.start() >= line_start;
        before.push(TypedWord { folded: fold(text).into(), start: range.start(), is_on_line });
    }
    before
}

/// Returns whether the cursor is in the text of a link or of a span with attributes.
fn is_in_link_text(text: &str, offset: TextSize) -> bool {
    let rest = text[offset.into()..].lines().next().unwrap_or_default();
    let Some(close) = rest.find(['[', ']']).filter(|at| rest[*at..].starts_with(']')) else {
        return false;
    };
    close > 0 || rest[close + 1..].starts_with(['(', '[', '{', ':'])
}

/// Returns whether some name begins with all of these words except the incomplete last one.
fn is_way(index: &TermIndex, folded: &[impl AsRef<str>]) -> bool {
    let (_, before) = folded.split_last().unzip();
    let mut words = before.unwrap_or_default().iter();
    let next =
        |node, word: &_| index.step(node, &index.read(AsRef::<str>::as_ref(word), None))?.next();
    words.try_fold(TermIndex::ROOT, next).is_some()
}

/// Returns the segments of a block up to the cursor.
fn before(block: &[Segment], offset: TextSize) -> Vec<Segment> {
    let segments = block.iter().filter(|segment| segment.range.start() < offset);
    segments
        .map(|segment| Segment {
            range: TextRange::new(segment.range.start(), segment.range.end().min(offset)),
            ..*segment
        })
        .collect()
}

fn line_before(text: &str, offset: TextSize) -> &str {
    &text[TextRange::new(lines::start(text, offset), offset)]
}

/// Returns whether the cursor is in code, a destination, a wiki link or a tag. The line ends at the
/// cursor, so they are not closed.
fn is_in_markup(line: &str) -> bool {
    let is_open = |open: &str, close: &str| {
        line.rfind(open).is_some_and(|at| !line[at + open.len()..].contains(close))
    };
    let is_tag = || {
        let tag = line.rfind('<').map(|at| &line[at + 1..]);
        tag.is_some_and(|tag| !tag.contains('>') && tag.starts_with(|c: char| c.is_alphabetic()))
    };
    line.matches('`').count() % 2 == 1 || is_open("](", ")") || is_open("[[", "]]") || is_tag()
}

/// Returns whether the cursor is in the name of a heading, which is a new name.
fn is_in_heading(document: &Document, offset: TextSize) -> bool {
    let sections = &document.note.sections;
    let after = sections.partition_point(|section| section.heading.range.start() <= offset);
    let around = after.checked_sub(1).map(|at| &sections[at].heading);
    around.is_some_and(|heading| heading.name_range.contains_inclusive(offset))
}

/// Returns whether an offset is neither in running text nor in code.
fn is_between_blocks(document: &Document, offset: TextSize) -> bool {
    let section = document.note.section_at(offset);
    section.is_some_and(|at| document.note.sections[at].state.is_gap())
        || document.note.prose.is_empty()
}

/// Returns whether the word is part of a URL, a variable or a path.
fn is_part_of_address(text: &str, word: &Word<'_>) -> bool {
    let before = &text[..word.range.start().into()];
    // The mark of a highlight is not part of an address.
    let before = before.strip_suffix("==").unwrap_or(before);
    word.class == Class::Spaced
        && before.ends_with(['#', '@', '$', '\\', '/', '~', '.', '_', '=', '&', '+', ':', '<'])
}

/// Returns whether the word continues after the cursor.
fn goes_on(text: &str, offset: TextSize, class: Class) -> bool {
    class == Class::Spaced && text[offset.into()..].starts_with(char::is_alphanumeric)
}

/// Returns whether a sentence begins at the end of the text.
fn opens_sentence(before: &str) -> bool {
    let before = before.trim_end_matches(|c: char| {
        matches!(c, ' ' | '\t' | '*' | '_' | '(' | '[' | '"' | '“' | '>' | '-' | '+')
    });
    before.is_empty() || before.ends_with(['\n', '\r', '.', '!', '?', ':'])
}

fn letters(folded: &str) -> usize {
    folded.chars().filter(|c| c.is_alphanumeric()).count()
}
