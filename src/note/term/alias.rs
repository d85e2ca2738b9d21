//! Aliases in a title: `Name (ALIAS)`, `A / B`, `A or B`.

use text_size::TextRange;

use crate::note::term::acronym::{is_acronym, may_abbreviate, stands_for};
use crate::note::term::{Alias, AliasSource, Style};
use crate::note::words::count_words;
use crate::text::range;

/// The names in a title. `range` is its place in `text`, and `meaning` its definition.
pub(super) fn in_title(
    text: &str,
    title: &str,
    range: TextRange,
    style: Style,
    meaning: &str,
) -> Vec<Alias> {
    let mut names: Vec<&str> = Vec::new();
    let whole = if let Some((name, inner)) = split_parentheses(title) {
        names.push(name);
        names.extend(is_same(name, inner).then_some(inner));
        name
    } else {
        title
    };
    let parts = parts(whole);
    // Columns and definition lists contain only names, so a separator there separates names.
    let is_list_of_names = matches!(style, Style::Table | Style::DefinitionList);
    if parts.len() > 1 && (is_list_of_names || are_same(&parts, meaning)) {
        names.extend(parts);
    }
    let source = &text[range];
    let aliases = names.into_iter().filter_map(|name| {
        let written = source.rfind(name).map(|at| &source[at..at + name.len()]);
        let range = written.and_then(|written| range::of(written, text));
        Alias::new(name, AliasSource::Title, range)
    });
    aliases.collect()
}

/// Whether a text in parentheses after a name is the same name: its short form, its full form or
/// its form in another script.
///
/// A qualifier, as in `Representation (relation)` or `Array (JavaScript)`, is not.
pub(super) fn is_same(name: &str, inner: &str) -> bool {
    is_acronym(inner) && may_abbreviate(inner, name)
        || is_acronym(name) && stands_for(name, inner)
        || is_translation(name, inner)
        || is_translation(inner, name)
}

/// Whether `one` is in another script and `other` in Latin letters: `과적합 (Overfitting)`.
fn is_translation(one: &str, other: &str) -> bool {
    let is_latin = |c: char| c.is_alphabetic() && c < '\u{250}';
    let is_foreign = |c: char| c.is_alphabetic() && c >= '\u{370}';
    one.contains(is_foreign)
        && !one.contains(is_latin)
        && other.contains(is_latin)
        && !other.contains(|c| is_foreign(c) || matches!(c, ',' | ';' | ':'))
        && count_words(other) <= 5
        && count_words(one) <= 8
}

/// Splits `Name (inner)`, with ASCII or full-width parentheses.
fn split_parentheses(title: &str) -> Option<(&str, &str)> {
    let (name, inner) = title.strip_suffix([')', '）'])?.rsplit_once(['(', '（'])?;
    let (name, inner) = (name.trim(), inner.trim());
    let is_flat = !name.is_empty() && !inner.contains([')', '）']);
    let is_closed = name.matches(['(', '（']).count() == name.matches([')', '）']).count();
    (is_flat && is_closed).then_some((name, inner))
}

/// The parts of `A / B`, `A, B` and `A or B`. A title without spaces (`CI/CD`) is one name.
fn parts(title: &str) -> Vec<&str> {
    let separators = [" / ", " | ", "、", "，", ", ", " or ", " aka ", " a.k.a. "];
    let is_mark = |byte: u8| matches!(byte, b'/' | b'|' | b',') || !byte.is_ascii();
    if !title.bytes().any(is_mark) && !title.contains(" or ") && !title.contains(" a") {
        return Vec::new();
    }
    let Some(separator) = separators.into_iter().find(|it| title.contains(it)) else {
        return Vec::new();
    };
    let parts: Vec<_> = title.split(separator).map(str::trim).collect();
    // `A, B, and C` is a list, and `Paris, a city in France` a description.
    let are_names = parts.len() <= 3
        && parts.iter().all(|part| {
            !part.is_empty()
                && count_words(part) <= 4
                && !part.starts_with("and ")
                && !part.starts_with("a ")
        });
    if are_names { parts } else { Vec::new() }
}

/// Whether the parts of a title name the same thing: one abbreviates or is part of another, or
/// the definition begins with one of them.
fn are_same(parts: &[&str], meaning: &str) -> bool {
    let related = |one: &str, other: &str| {
        let (one_folded, other_folded) = (one.to_lowercase(), other.to_lowercase());
        (is_acronym(one) && may_abbreviate(one, other) && stands_for(one, other))
            || other_folded.strip_prefix(&one_folded).is_some_and(|rest| rest.starts_with(' '))
            || other_folded.strip_suffix(&one_folded).is_some_and(|rest| rest.ends_with(' '))
    };
    let pairs = || parts.iter().flat_map(|one| parts.iter().map(move |other| (*one, *other)));
    pairs().any(|(one, other)| one != other && related(one, other)) || opens_with(meaning, parts)
}

/// Whether a definition begins with one of these names as its subject: `An A is …`.
fn opens_with(meaning: &str, parts: &[&str]) -> bool {
    let opening: String =
        meaning.chars().take(80).filter(|c| !matches!(c, '*' | '_' | '[' | ']')).collect();
    let opening = opening.to_lowercase();
    let subject = ["an ", "a ", "the "].iter().find_map(|article| opening.strip_prefix(article));
    let subject = subject.unwrap_or(&opening);
    parts.iter().any(|part| {
        let rest = subject.strip_prefix(&part.to_lowercase());
        rest.is_some_and(|rest| {
            [" is ", " are ", " refers ", " means "].iter().any(|verb| rest.starts_with(verb))
        })
    })
}
