//! The terms that a note declares, in all styles that count for it.

use crate::note::term::source::Source;
use crate::note::term::{
    Style, Styles, Term, bold_lead, definition_list, entry_note, heading, settings, table,
};

/// The terms that a note declares, in source order.
pub(in crate::note) fn terms(note: &Source<'_>) -> Vec<Term> {
    let styles = settings::styles(note);
    if styles == Styles::NONE {
        return Vec::new();
    }
    let own = entry_note::read(note);
    let mut terms = Vec::new();
    if styles.contains(Style::Heading) && !own.is_explicit {
        terms.extend(heading::declared(note));
    }
    if styles.contains(Style::BoldLead) {
        terms.extend(bold_lead::declared(note));
    }
    if styles.contains(Style::DefinitionList) {
        terms.extend(definition_list::declared(note));
    }
    if styles.contains(Style::Table) {
        terms.extend(table::declared(note));
    }
    if styles.contains(Style::Note) {
        terms.extend(own.term.filter(|_| own.is_explicit || terms.len() < COLLECTION));
    }
    terms.sort_by_key(|term| (term.name_range.start(), term.style));
    drop_repetitions(&mut terms);
    terms
}

/// A note that declares so many terms is a collection of them, and its title is the collection's.
const COLLECTION: usize = 8;

/// Leaves out what the definition of a term only says again: a term of the same name that is
/// declared inside it.
fn drop_repetitions(terms: &mut Vec<Term>) {
    let mut kept: Vec<Term> = Vec::with_capacity(terms.len());
    // Those of them whose definition may still go on.
    let mut open: Vec<usize> = Vec::new();
    for term in terms.drain(..) {
        open.retain(|index| kept[*index].definition.range.end() >= term.name_range.start());
        let repeats = open.iter().any(|index| {
            let earlier = &kept[*index];
            earlier.definition.range.contains_range(term.definition.range)
                && earlier.keys().any(|key| *key == term.key)
        });
        if !repeats {
            open.push(kept.len());
            kept.push(term);
        }
    }
    *terms = kept;
}
