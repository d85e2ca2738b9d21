//! Hover: the definition of the term under the cursor; the notes that have a tag; what a
//! heading amounts to; what a key of front matter is for.
//!
//! LSP: textDocument/hover.

use crate::features::keys::{self, KeyInfo};
use crate::features::labels::{self, LabelInfo};
use crate::features::origin::Entry;
use crate::features::symbol::{Symbol, symbol_at};
use crate::features::{FilePosition, RangeInfo};
use crate::note::front_matter::LabelKind;
use crate::note::section::State;
use crate::note::term::Term;
use crate::workspace::Workspace;
use crate::workspace::document::{Document, NoteId};

/// What to show.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Hover {
    /// All declarations of the term that is mentioned, the nearest first.
    Term(Vec<Entry>),
    /// What is below a heading.
    Heading(HeadingInfo),
    /// A tag or category, and the notes that have it.
    Label(LabelInfo),
    /// A key of front matter.
    Key(KeyInfo),
}

/// What is below a heading.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HeadingInfo {
    /// Its name.
    pub name: String,
    /// Whether it is written.
    pub state: State,
    /// Whether it declares a term.
    pub is_term: bool,
    /// How many terms the section and its subsections declare.
    pub terms: usize,
    /// How many of its subsections are still to be written.
    pub gaps: usize,
    /// Declarations of the same name in other places.
    pub elsewhere: Vec<Entry>,
}

/// What there is to say about the symbol at a position.
pub fn hover(workspace: &Workspace, position: FilePosition) -> Option<RangeInfo<Hover>> {
    let document = workspace.document(position.note)?;
    let Some((symbol, range)) = symbol_at(workspace, position) else {
        let (key, range) = keys::key_at(workspace, document, position.offset)?;
        return Some(RangeInfo { range, info: Hover::Key(key) });
    };
    let info = match symbol {
        Symbol::Mention(keys) => {
            let declared =
                keys.iter().flat_map(|key| workspace.declarations(key, Some(position.note)));
            Hover::Term(declared.map(|found| Entry::followed(workspace, found)).collect())
        }
        Symbol::Heading(index) => Hover::Heading(heading(workspace, document, index)),
        Symbol::Term(index) => {
            let key = &document.note.terms[index].key;
            let declared = workspace.declarations(key, Some(position.note));
            Hover::Term(declared.into_iter().map(Entry::new).collect())
        }
        Symbol::Tag(name) => Hover::Label(labels::info(workspace, LabelKind::Tag, name)),
        Symbol::Category(name) => Hover::Label(labels::info(workspace, LabelKind::Category, name)),
    };
    Some(RangeInfo { range, info })
}

fn heading(workspace: &Workspace, document: &Document, index: usize) -> HeadingInfo {
    let note = &document.note;
    let section = &note.sections[index];
    let is_inside = |other: text_size::TextRange| section.range.contains_range(other);
    let terms = note.terms.iter().filter(|term| is_inside(term.name_range));
    let terms = terms.filter(|term| !workspace.is_structure(term));
    let is_term = terms.clone().any(|term| term.name_range == section.heading.name_range);
    // A topic may have a term of its own: the one that the whole note is about.
    let is_own = |term: &&Term| {
        section.state == State::Topic && term.name_range == section.heading.name_range
    };
    let gaps = note.sections[index..]
        .iter()
        .take_while(|other| is_inside(other.heading.range))
        .filter(|other| other.state.is_gap())
        .count();
    HeadingInfo {
        name: section.heading.name.clone(),
        state: section.state,
        is_term,
        terms: terms.filter(|term| !is_own(term)).count(),
        gaps,
        elsewhere: elsewhere(workspace, document.id, section),
    }
}

fn elsewhere(
    workspace: &Workspace,
    note: NoteId,
    section: &crate::note::section::Section,
) -> Vec<Entry> {
    let Some(key) = &section.heading.key else { return Vec::new() };
    let here = |entry: &Entry| {
        entry.origin.note == note && entry.origin.name_range == section.heading.name_range
    };
    let declared = workspace.declarations(key, Some(note)).into_iter();
    let declared = declared.map(|found| Entry::followed(workspace, found));
    declared.filter(|entry| !here(entry)).collect()
}

#[cfg(test)]
mod tests;
