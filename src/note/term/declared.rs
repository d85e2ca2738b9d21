//! The terms that a note declares, in all styles that are enabled for it.

use crate::note::term::clue::Clue;
use crate::note::term::entry_note::OwnTerm;
use crate::note::term::evidence::Evidence;
use crate::note::term::folder_habit::FolderEntry;
use crate::note::term::reason::Reason;
use crate::note::term::source::Source;
use crate::note::term::{
    AliasSource, Style, Styles, Term, abbreviation, bold_lead, callout, definition_list,
    entry_note, heading, html_list, plain_list, settings, table,
};

/// The declarations of a note.
#[derive(Default)]
pub(in crate::note) struct NoteTerms {
    /// The terms, in source order.
    pub(in crate::note) terms: Vec<Term>,
    /// The note as an entry of its folder.
    pub(in crate::note) entry: Option<FolderEntry>,
}

/// The terms that a note declares.
pub(in crate::note) fn declarations(note: &Source<'_>) -> NoteTerms {
    let styles = settings::styles(note);
    if styles == Styles::NONE {
        return NoteTerms::default();
    }
    let own = entry_note::read(note);
    let mut terms = Vec::new();
    if styles.contains(Style::Heading) && !own.is_explicit {
        let headings = heading::declared(note).into_iter();
        terms.extend(headings.filter(|term| !is_part_of(&own, term)));
    }
    if styles.contains(Style::BoldLead) {
        let leads = bold_lead::declared(note).into_iter().chain(plain_list::declared(note));
        terms.extend(leads.filter(|term| !is_common(&own, term.evidence)));
    }
    if styles.contains(Style::DefinitionList) {
        terms.extend(definition_list::declared(note));
        terms.extend(html_list::declared(note));
        terms.extend(callout::declared(note));
        terms.extend(abbreviation::declared(note));
    }
    if styles.contains(Style::Table) {
        terms.extend(table::declared(note));
    }
    if styles.contains(Style::Note) {
        terms.extend(own.term.filter(|_| own.is_explicit || terms.len() < COLLECTION));
    }
    terms.sort_by_key(|term| (term.name_range.start(), term.style));
    drop_repetitions(&mut terms);
    NoteTerms { terms, entry: own.entry }
}

/// Whether a heading with a common title (`Theory`, `Practice`) is a part of the one thing that its
/// note is about. Names in bold are so too.
fn is_part_of(own: &OwnTerm, term: &Term) -> bool {
    let is_declared = term.aliases.iter().any(|alias| alias.source == AliasSource::Comment);
    is_common(own, term.evidence) && !is_declared
}

fn is_common(own: &OwnTerm, title: Evidence) -> bool {
    let defines = own.term.as_ref().is_some_and(|own| own.judged_by.is_none());
    defines && title.has(Clue::CommonTitle)
}

/// Why the heading of the section at `index` declares a term or not.
pub(in crate::note) fn reason(note: &Source<'_>, index: usize) -> Reason {
    if !settings::styles(note).contains(Style::Heading) {
        return Reason::Style;
    }
    match heading::reason(note, index) {
        Reason::NoteTitle => title_reason(note),
        _ if entry_note::read(note).is_explicit => Reason::Entry,
        Reason::Weighed(weighing) if is_common(&entry_note::read(note), weighing.evidence) => {
            Reason::Title("the title is common, and the note is about one thing")
        }
        reason => reason,
    }
}

/// Why the title of a note is a term or not.
pub(in crate::note) fn title_reason(note: &Source<'_>) -> Reason {
    if !settings::styles(note).contains(Style::Note) {
        return Reason::Style;
    }
    match entry_note::reason(note) {
        Reason::Weighed(weighing) if weighing.is_term && !has_own(note) => Reason::Collection,
        reason => reason,
    }
}

/// Whether the title of a note is among its terms.
fn has_own(note: &Source<'_>) -> bool {
    declarations(note).terms.iter().any(|term| term.style == Style::Note)
}

/// The number of terms from which on a note is a collection. The title of a collection is not a
/// term.
const COLLECTION: usize = 8;

/// Removes repeated declarations: a term inside the definition of a term of the same name.
fn drop_repetitions(terms: &mut Vec<Term>) {
    let mut kept: Vec<Term> = Vec::with_capacity(terms.len());
    // Indexes of the kept terms whose definition may contain the next term.
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
