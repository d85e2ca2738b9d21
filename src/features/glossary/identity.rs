//! The identity of a term: a text that stays the same while its entry is edited and moved.
//!
//! It is the explicit id of the heading (`## Cache {#cache}`), or the `id` of a note about one term.
//! Otherwise it is the term key of the headword. If several terms have the same one, the title of
//! the note is added to each of them, and a number if that is not enough.

use std::collections::HashMap;

use crate::features::navigation_target::TermOrSection;
use crate::note::term::Style;
use crate::workspace::Declaration;

/// Returns the identity of each declaration. They differ from each other.
pub(super) fn identities(declared: &[Declaration<'_>]) -> Vec<String> {
    let plain: Vec<_> = declared.iter().map(|found| plain(*found)).collect();
    let titled = qualified(&plain, |index, own| {
        format!("{own} ({})", declared[index].document.shown_title())
    });
    let mut seen: HashMap<String, usize> = HashMap::new();
    // Terms with one name in one note are in the order of their text.
    let numbered = titled.into_iter().map(|own| {
        let count = seen.entry(own.clone()).or_default();
        *count += 1;
        if *count == 1 { own } else { format!("{own} {count}") }
    });
    numbered.collect()
}

/// Returns the texts, with another one for each that several have.
fn qualified(all: &[String], other: impl Fn(usize, &str) -> String) -> Vec<String> {
    let mut counts: HashMap<&str, usize> = HashMap::new();
    for one in all {
        *counts.entry(one).or_default() += 1;
    }
    let one = |(index, own): (usize, &String)| {
        if counts[own.as_str()] == 1 { own.clone() } else { other(index, own) }
    };
    all.iter().enumerate().map(one).collect()
}

/// Returns the explicit id, with `#` before it, or the term key.
fn plain(found: Declaration<'_>) -> String {
    let Declaration { document, term } = found;
    let section = TermOrSection::Term(found).index();
    let of_heading = section.and_then(|index| document.note.sections[index].heading.id.clone());
    let of_note = || {
        let front = document.note.front_matter.as_ref().filter(|_| term.style == Style::Note)?;
        Some(front.text_value("id")?.text)
    };
    let id = of_heading.or_else(of_note).filter(|id| !id.trim().is_empty());
    id.map_or_else(|| term.key.as_str().to_owned(), |id| format!("#{}", id.trim()))
}
