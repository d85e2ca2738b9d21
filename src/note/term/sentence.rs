//! Aliases in the first sentence of a definition: `also known as X`, `short for X`, the
//! expansion of an acronym.
//!
//! This module reads the Markdown source without a parser, because only a few marks can surround
//! a name.

use text_size::TextSize;

use crate::note::term::acronym::{is_acronym, stands_for};
use crate::note::term::{Alias, AliasSource};
use crate::note::word_list::{WordList, words};
use crate::note::words::count_words;
use crate::text::range;
use std::sync::LazyLock;

/// Phrases that introduce another name, folded.
static PHRASES: WordList = words!("alias_phrases");

/// The most words of a name.
const MAX_WORDS: usize = 5;

/// The other names of a headword in the first sentence of its definition.
///
/// `base` is the byte offset of `meaning` in the note. It is `None` if the note has the definition
/// in another form, and then the aliases have no ranges.
pub(super) fn aliases(headword: &str, meaning: &str, base: Option<TextSize>) -> Vec<Alias> {
    let sentence = first_sentence(meaning);
    let make = |name: &str, source| {
        let range = range::of(name, meaning).zip(base).map(|(part, base)| part + base);
        Alias::new(name, source, range)
    };
    let mut found = Vec::new();
    if let Some(expansion) = expansion(headword, sentence) {
        found.extend(make(expansion, AliasSource::Expansion));
    }
    if let Some(name) = apposition(headword, sentence) {
        found.extend(make(name, AliasSource::Expansion));
    }
    if let Some(name) = opening(sentence) {
        found.extend(make(name, AliasSource::Sentence));
    }
    let names = phrases(headword, sentence).into_iter();
    found.extend(names.filter_map(|name| make(name, AliasSource::Sentence)));
    found
}

/// The text up to the first period that ends a sentence, without the period.
fn first_sentence(meaning: &str) -> &str {
    let short = ["a.k.a", "e.g", "i.e", "etc", "vs", "approx", "ca", "cf", "resp"];
    let mut from = 0;
    let is_mark = |at: &usize| meaning[*at..].starts_with(['.', '。', '！']);
    // The first bytes of the three marks. These bytes never occur inside another character.
    let bytes = |from: usize| memchr::memchr3_iter(b'.', 0xe3, 0xef, &meaning.as_bytes()[from..]);
    while let Some(at) = bytes(from).map(|at| from + at).find(is_mark) {
        let mark = meaning[at..].chars().next().map_or(1, char::len_utf8);
        let rest = &meaning[at + mark..];
        let word = meaning[..at].rsplit([' ', '(', '\n', '*', '_', '"']).next().unwrap_or_default();
        let ends = mark > 1
            || rest.is_empty()
            || rest.starts_with(char::is_whitespace)
            || rest.starts_with(['*', '_']);
        if ends && !short.iter().any(|known| word.eq_ignore_ascii_case(known)) {
            return &meaning[..at];
        }
        from = at + mark;
    }
    meaning
}

/// The expansion of an acronym at the beginning of its definition.
fn expansion<'s>(headword: &str, sentence: &'s str) -> Option<&'s str> {
    if !is_acronym(headword) {
        return None;
    }
    let opening = sentence.trim_start_matches(['*', '_', '"', '“', '[', '(']);
    let opening = ["stands for ", "is short for ", "short for "]
        .iter()
        .find_map(|start| strip_folded(opening, start))
        .unwrap_or(opening)
        .trim_start_matches(['*', '_', '"', '“', '[']);
    let ends = [
        ",", ";", ":", ".", " (", ")", "]", "*", "_", "\"", "”", " - ", " – ", " — ", "—", " is ",
        " are ", "\n\n",
    ];
    let end = ends.iter().filter_map(|end| opening.find(end)).min().unwrap_or(opening.len());
    let name = strip_markup(&opening[..end]);
    let repeats = name.to_lowercase().contains(&headword.to_lowercase());
    (!repeats && stands_for(headword, name)).then_some(name)
}

/// The expansion or acronym of a headword that the sentence repeats: `Headword (X)`,
/// `Headword, or X,`.
fn apposition<'s>(headword: &str, sentence: &'s str) -> Option<&'s str> {
    let marks = [(" (", ")"), (", or ", ","), (" or ", " ")];
    marks.iter().find_map(|(open, close)| {
        let (before, rest) = sentence.split_once(open)?;
        let (inner, _) = rest.split_once(close)?;
        let inner = strip_markup(inner);
        let inner =
            ["or ", "also "].iter().find_map(|word| inner.strip_prefix(word)).unwrap_or(inner);
        let inner = strip_markup(inner);
        let is_same = (is_acronym(headword) && stands_for(headword, inner))
            || (is_acronym(inner) && stands_for(inner, headword));
        (is_same && !inner.contains(',') && is_subject(headword, before)).then_some(inner)
    })
}

/// Whether the beginning of a sentence is the headword, with or without an article.
fn is_subject(headword: &str, before: &str) -> bool {
    let is_mark = |c: &char| matches!(c, '*' | '_' | '[' | ']' | '`');
    let plain: String = before.chars().filter(|c| !is_mark(c)).collect();
    plain
        .trim()
        .to_lowercase()
        .replace('-', " ")
        .ends_with(&headword.to_lowercase().replace('-', " "))
        && count_words(&plain) <= count_words(headword) + 1
}

/// The name in `Also X, is …`.
fn opening(sentence: &str) -> Option<&str> {
    let (name, rest) = strip_folded(sentence, "also ")?.split_once(',')?;
    let verbs = [" is ", " are ", " the ", " a ", " an "];
    let is_name = count_words(name) <= 3 && verbs.iter().any(|verb| rest.starts_with(verb));
    let is_verb =
        ["known ", "called ", "used ", "referred "].iter().any(|verb| name.starts_with(verb));
    (is_name && !is_verb).then(|| strip_markup(name))
}

/// The names after each phrase that refers to the headword.
fn phrases<'s>(headword: &str, sentence: &'s str) -> Vec<&'s str> {
    let mut found = Vec::new();
    let mut from = 0;
    while let Some((at, phrase)) = next_phrase(sentence, from) {
        from = at + phrase.len();
        let names = names(&sentence[from..]);
        let last = names.last().and_then(|last| range::of(last, sentence));
        let Some(last) = last else { continue };
        let end = usize::from(last.end());
        // These phrases often refer to something else in the sentence.
        let is_weak = match phrase {
            "or simply " => count_words(&sentence[..at]) > count_words(headword) + 2,
            "stands for " | "short for " => count_words(names[0]) < 2 && !is_acronym(names[0]),
            _ => false,
        };
        if !is_weak && is_about(headword, &sentence[..at], &sentence[end..]) {
            found.extend(names);
        }
        from = end;
    }
    found
}

/// The next phrase at the beginning of a word, with its byte offset. Prefers the longest phrase.
fn next_phrase(sentence: &str, from: usize) -> Option<(usize, &'static str)> {
    /// The first two bytes of the phrases.
    static STARTS: LazyLock<Vec<[u8; 2]>> = LazyLock::new(|| {
        let starts = PHRASES.iter().filter_map(|phrase| phrase.as_bytes().first_chunk().copied());
        let mut starts: Vec<_> = starts.collect();
        starts.dedup();
        starts
    });
    let (bytes, starts) = (sentence.as_bytes(), &*STARTS);
    let opens_word =
        |at: &usize| at.checked_sub(1).is_none_or(|it| !bytes[it].is_ascii_alphanumeric());
    // This code runs for each definition, and a test of two bytes excludes almost all words.
    let may_open = |at: &usize| {
        let start =
            bytes[*at..].first_chunk::<2>().map(|two| two.map(|it| it.to_ascii_lowercase()));
        start.is_some_and(|start| starts.contains(&start))
    };
    (from..bytes.len()).filter(opens_word).filter(may_open).find_map(|at| {
        let fits = |phrase: &&str| {
            let end = at + phrase.len();
            bytes.get(at..end).is_some_and(|text| text.eq_ignore_ascii_case(phrase.as_bytes()))
        };
        let phrase = PHRASES.iter().filter(fits).max_by_key(|phrase| phrase.len())?;
        Some((at, phrase))
    })
}

/// Whether a phrase refers to the headword and not to something else in the sentence.
///
/// Such a phrase is near the beginning, perhaps after the headword, or at the end.
fn is_about(headword: &str, before: &str, after: &str) -> bool {
    let near = count_words(before) <= count_words(headword) + 2;
    let after = after.trim_start_matches(['*', '_', '"', '”', ')', ']', '`']);
    near || after.trim().is_empty()
}

/// The names that a text begins with: `**A** or **B**`, `A, …`.
fn names(text: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut rest = text;
    while let Some((name, after)) = name(rest, found.is_empty()) {
        found.push(name);
        let next =
            [", or ", " or ", " and ", ", "].iter().find_map(|word| after.strip_prefix(word));
        match next {
            Some(next) => rest = next,
            None => break,
        }
    }
    found
}

/// The name that a text begins with, and the text after it. `may_be_bare` allows a name without
/// marks around it.
fn name(text: &str, may_be_bare: bool) -> Option<(&str, &str)> {
    let text =
        ["a ", "an ", "the "].iter().find_map(|article| text.strip_prefix(article)).unwrap_or(text);
    let pairs = [
        ("**", "**"),
        ("__", "__"),
        ("*", "*"),
        ("_", "_"),
        ("\"", "\""),
        ("“", "”"),
        ("«", "»"),
        ("‘", "’"),
        ("`", "`"),
        ("[", "]"),
    ];
    if let Some((open, close)) = pairs.iter().find(|(open, _)| text.starts_with(open)) {
        let (inner, after) = text[open.len()..].split_once(close)?;
        let inner = strip_markup(inner);
        let after = if *open == "[" { after_destination(after) } else { after };
        return is_short(inner).then_some((inner, after));
    }
    if !may_be_bare {
        return None;
    }
    let ends = [
        ",",
        ";",
        ":",
        ".",
        "(",
        ")",
        "—",
        "–",
        "\n",
        " - ",
        " is ",
        " are ",
        " was ",
        " and ",
        " or ",
        " that ",
        " a ",
        " an ",
        " the ",
        " which ",
        " in ",
        " when ",
        " because ",
        " for ",
        " by ",
        " since ",
        " among ",
        " to ",
        " has ",
        " can ",
        " refers ",
    ];
    let end = ends.iter().filter_map(|end| text.find(end)).min().unwrap_or(text.len());
    let name = text[..end].trim_end();
    is_short(name).then_some((name, &text[name.len()..]))
}

fn is_short(name: &str) -> bool {
    !name.is_empty()
        && count_words(name) <= MAX_WORDS
        && name.contains(char::is_alphanumeric)
        && !name.contains(['[', '<', '{', '|'])
}

/// The text after the destination of a link, if it begins with one.
fn after_destination(text: &str) -> &str {
    let address = text.strip_prefix('(').and_then(|rest| rest.split_once(')'));
    address.map_or(text, |(_, after)| after)
}

/// A name without the marks and the article around it.
fn strip_markup(name: &str) -> &str {
    let name = name.trim();
    let link = name.strip_prefix('[').and_then(|rest| rest.split_once(']'));
    let mut name =
        link.map_or(name, |(inner, _)| inner).trim_matches(['*', '_', '"', '“', '”', ' ']);
    if let Some(code) = name.strip_prefix('`').and_then(|name| name.strip_suffix('`')) {
        name = code;
    }
    ["the ", "The ", "a ", "A ", "an ", "An "]
        .iter()
        .find_map(|it| name.strip_prefix(it))
        .unwrap_or(name)
}

fn strip_folded<'s>(text: &'s str, start: &str) -> Option<&'s str> {
    let head = text.get(..start.len())?;
    head.eq_ignore_ascii_case(start).then(|| &text[start.len()..])
}

#[cfg(test)]
mod tests;
