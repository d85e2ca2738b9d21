//! A term or section as editors show it in lists and trees: its name, what it is, where it stands.
//!
//! A tree is asked for step by step, and the note may change between two steps. So an item is not
//! remembered but found again in the note as it is then: by its name, nearest to where it stood.

use std::iter;

use text_size::{TextRange, TextSize};

use crate::features::document_symbols::OutlineKind;
use crate::note::section::SectionStatus;
use crate::note::term::Term;
use crate::workspace::document::{Document, NoteId};
use crate::workspace::{Declaration, Workspace};

/// A term or section, ready to be shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// The headword, or the name of the section's heading.
    pub name: String,
    /// What it is.
    pub kind: OutlineKind,
    /// Where it stands, from the note down: `Storage › Stores`.
    pub container: String,
    /// The note.
    pub note: NoteId,
    /// All that belongs to it.
    pub range: TextRange,
    /// Its name in the note.
    pub name_range: TextRange,
}

/// What an item was made of.
#[derive(Clone, Copy, Debug)]
pub enum Part<'w> {
    /// A term.
    Term(Declaration<'w>),
    /// The section with this index, which declares no term.
    Section(&'w Document, usize),
}

impl<'w> Part<'w> {
    /// The section with this index, or the term that its heading declares.
    pub fn section(workspace: &Workspace, document: &'w Document, index: usize) -> Self {
        let own = term_of(document, index).filter(|term| !workspace.is_boilerplate_title(term));
        own.map_or(Self::Section(document, index), |term| {
            Self::Term(Declaration { document, term })
        })
    }

    /// The term or section of a note with this name, nearest to a place.
    pub fn find(
        workspace: &'w Workspace,
        note: NoteId,
        name: &str,
        near: TextSize,
    ) -> Option<Self> {
        let document = workspace.document(note)?;
        let sections = document.note.sections.iter().enumerate();
        let sections = sections
            .filter(|(_, section)| section.heading.name == name)
            .map(|(index, _)| Self::section(workspace, document, index));
        let terms = document.note.terms.iter().filter(|term| term.headword == name);
        let terms = terms
            .filter(|term| !workspace.is_boilerplate_title(term))
            .map(|term| Self::Term(Declaration { document, term }));
        let distance = |part: &Self| {
            let start = part.name_range().start();
            u32::from(start).abs_diff(near.into())
        };
        // Where both are equally near they are the same thing.
        terms.chain(sections).min_by_key(distance)
    }

    /// The section that it is.
    pub fn index(&self) -> Option<usize> {
        match self {
            Self::Term(found) => own_section(found.document, found.term),
            Self::Section(_, index) => Some(*index),
        }
    }

    /// The section that it is a part of.
    pub fn above(&self) -> Option<usize> {
        match self.index() {
            Some(index) => self.document().note.sections[index].parent,
            None => match self {
                Self::Term(found) => found.term.section,
                Self::Section(..) => None,
            },
        }
    }

    /// Its note.
    pub fn document(&self) -> &'w Document {
        match self {
            Self::Term(found) => found.document,
            Self::Section(document, _) => document,
        }
    }

    /// Where its name stands.
    pub fn name_range(&self) -> TextRange {
        match self {
            Self::Term(found) => found.term.name_range,
            Self::Section(document, index) => document.note.sections[*index].heading.name_range,
        }
    }

    /// Shows it.
    pub fn item(&self) -> Item {
        let document = self.document();
        let (name, kind, range) = match self {
            Self::Term(found) => (&found.term.headword, OutlineKind::Term, found.term.range),
            Self::Section(_, index) => {
                let section = &document.note.sections[*index];
                let kind = match section.state {
                    SectionStatus::Topic => OutlineKind::Topic,
                    SectionStatus::Empty | SectionStatus::Deferred => OutlineKind::Gap,
                    SectionStatus::Written => OutlineKind::Section,
                };
                (&section.heading.name, kind, section.range)
            }
        };
        Item {
            name: name.clone(),
            kind,
            container: place(document, self.above()),
            note: document.id,
            // The name may stand in front matter, away from the entry.
            range: range.cover(self.name_range()),
            name_range: self.name_range(),
        }
    }
}

/// The first term that the heading of a section declares.
fn term_of(document: &Document, section: usize) -> Option<&Term> {
    let start = document.note.sections[section].heading.name_range.start();
    let terms = &document.note.terms;
    // Terms are in the order of their names.
    let first = terms.partition_point(|term| term.name_range.start() < start);
    let mut here = terms[first..].iter().take_while(|term| term.name_range.start() == start);
    here.find(|term| own_section(document, term) == Some(section))
}

/// The section whose heading declares a term.
fn own_section(document: &Document, term: &Term) -> Option<usize> {
    let is_own =
        |index: &usize| document.note.sections[*index].heading.name_range == term.name_range;
    term.section.filter(is_own)
}

/// A place in a note, from the note's title down to a section.
fn place(document: &Document, section: Option<usize>) -> String {
    let title = document.title();
    let path = section.map_or_else(Vec::new, |index| document.note.path_of(index));
    let names = path.into_iter().map(|section| &section.heading.name);
    // A note that is called by its first heading need not be named twice.
    let names = names.filter(|name| !name.is_empty() && **name != title).map(String::as_str);
    iter::once(title.as_str()).chain(names).collect::<Vec<_>>().join(" › ")
}
