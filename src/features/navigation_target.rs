//! The places that features lead to or show, with their terms or sections.
//!
//! A hierarchy is requested step by step, and the note can change between two steps. So the server
//! does not store a term or section. It finds it again by name, nearest to the old position.

use std::iter;

use text_size::{TextRange, TextSize};

use crate::features::document_symbols::OutlineKind;
use crate::note::blocks::named_block;
use crate::note::section::SectionStatus;
use crate::note::term::Term;
use crate::workspace::document::{Document, NoteId};
use crate::workspace::links::Target;
use crate::workspace::{Declaration, Workspace};

/// A place in a note, with its path for the reader. Ranges are byte offsets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NavigationTarget {
    /// The note.
    pub note: NoteId,
    /// The whole term, section, anchor or label definition; contains `name_range`.
    pub range: TextRange,
    /// The name, where the editor puts the cursor.
    pub name_range: TextRange,
    /// The title of the note and the names of the sections around the place, outermost first.
    pub path: Vec<String>,
}

impl NavigationTarget {
    /// Returns a place in a section of a note, or outside of all sections if `section` is `None`.
    pub(super) fn new(
        document: &Document,
        range: TextRange,
        name_range: TextRange,
        section: Option<usize>,
    ) -> Self {
        let title = document.title();
        let sections = section.map_or_else(Vec::new, |index| document.note.path_of(index));
        let names = sections.into_iter().map(|section| &section.heading.name);
        // The title of many notes is their first heading, which is not repeated.
        let names = names.filter(|name| !name.is_empty() && **name != title).cloned();
        let names: Vec<_> = names.collect();
        // The name can be in front matter, outside of the entry.
        let range = range.cover(name_range);
        let path = iter::once(title).chain(names).collect();
        Self { note: document.id, range, name_range, path }
    }

    /// Returns the text that a link leads to: like [`Self::of_link`], but for the mark of a block
    /// (`^name`) the whole block. It parses the note, so it is for one link and not for all.
    pub(super) fn of_linked_text(workspace: &Workspace, target: Target) -> Option<Self> {
        let place = Self::of_link(workspace, target)?;
        let document = workspace.document(target.note)?;
        let anchor = target.anchor.filter(|_| target.section.is_none());
        let anchor = anchor.and_then(|anchor| document.note.anchors.get(anchor));
        let Some(mark) = anchor.filter(|anchor| anchor.id.starts_with('^')) else {
            return Some(place);
        };
        let block = named_block(&document.note, mark.range);
        // The mark may be below its block.
        let range = block.map_or(place.range, |block| block.cover(place.range));
        Some(Self { range, ..place })
    }

    /// Returns the place that a link leads to: a section, an anchor or a whole note. The path of a
    /// section includes its own name.
    pub(super) fn of_link(workspace: &Workspace, target: Target) -> Option<Self> {
        let document = workspace.document(target.note)?;
        let note = &document.note;
        let (range, name_range) = match (target.section, target.anchor) {
            (Some(section), _) => {
                let section = note.sections.get(section)?;
                (section.range, section.heading.name_range)
            }
            (None, Some(anchor)) => {
                let anchor = note.anchors.get(anchor)?;
                (anchor.range, anchor.range)
            }
            (None, None) => {
                let title = note.sections.first().filter(|section| section.heading.level == 1);
                let title = title.map(|section| section.heading.name_range);
                let start = TextRange::empty(0.into());
                (document.note.text.range(), title.unwrap_or(start))
            }
        };
        Some(Self::new(document, range, name_range, target.section))
    }

    /// Returns the path as one text: `Storage › Stores`.
    pub fn place(&self) -> String {
        self.path.join(" › ")
    }
}

/// A term or section as editors show it in lists and trees.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Symbol {
    /// The headword, or the name of the section's heading.
    pub name: String,
    /// The kind.
    pub kind: OutlineKind,
    /// The place.
    pub target: NavigationTarget,
}

/// A term, or a section that does not declare one.
#[derive(Clone, Copy, Debug)]
pub enum TermOrSection<'w> {
    /// A term.
    Term(Declaration<'w>),
    /// The section with this index.
    Section(&'w Document, usize),
}

impl<'w> TermOrSection<'w> {
    /// Returns the term that the heading of the section with this index declares, or else the
    /// section.
    pub fn section(workspace: &Workspace, document: &'w Document, index: usize) -> Self {
        let own = term_of(document, index).filter(|term| !workspace.is_rejected(term));
        own.map_or(Self::Section(document, index), |term| {
            Self::Term(Declaration { document, term })
        })
    }

    /// Returns the term or section of a note that has this name, nearest to a byte offset.
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
            .filter(|term| !workspace.is_rejected(term))
            .map(|term| Self::Term(Declaration { document, term }));
        let distance = |found: &Self| {
            let start = found.name_range().start();
            u32::from(start).abs_diff(near.into())
        };
        // Two that are equally near are the same term.
        terms.chain(sections).min_by_key(distance)
    }

    /// Returns the term, or `None` for a section.
    pub fn term(self) -> Option<Declaration<'w>> {
        match self {
            Self::Term(found) => Some(found),
            Self::Section(..) => None,
        }
    }

    /// Returns the index of the section whose heading this is, if it is a heading.
    pub fn index(&self) -> Option<usize> {
        match self {
            Self::Term(found) => found.document.note.own_section(found.term),
            Self::Section(_, index) => Some(*index),
        }
    }

    /// Returns the index of the surrounding section.
    pub fn parent(&self) -> Option<usize> {
        match (self.index(), self) {
            (Some(index), _) => self.document().note.sections[index].parent,
            (None, Self::Term(found)) => found.term.section,
            (None, Self::Section(..)) => None,
        }
    }

    /// Returns the note.
    pub fn document(&self) -> &'w Document {
        match self {
            Self::Term(found) => found.document,
            Self::Section(document, _) => document,
        }
    }

    /// Returns the range of the name.
    pub fn name_range(&self) -> TextRange {
        match self {
            Self::Term(found) => found.term.name_range,
            Self::Section(document, index) => document.note.sections[*index].heading.name_range,
        }
    }

    /// Returns the place.
    pub fn target(&self) -> NavigationTarget {
        let document = self.document();
        let range = match self {
            Self::Term(found) => found.term.range,
            Self::Section(_, index) => document.note.sections[*index].range,
        };
        NavigationTarget::new(document, range, self.name_range(), self.parent())
    }

    /// Returns the term or section as editors show it in lists and trees.
    pub fn symbol(&self) -> Symbol {
        let (name, kind) = match self {
            Self::Term(found) => (&found.term.headword, OutlineKind::Term),
            Self::Section(document, index) => {
                let section = &document.note.sections[*index];
                let kind = match section.state {
                    SectionStatus::Topic => OutlineKind::Topic,
                    SectionStatus::Empty | SectionStatus::Deferred => OutlineKind::EmptySection,
                    SectionStatus::Written => OutlineKind::Section,
                };
                (&section.heading.name, kind)
            }
        };
        Symbol { name: name.clone(), kind, target: self.target() }
    }
}

/// Returns the first term that the heading of a section declares.
fn term_of(document: &Document, section: usize) -> Option<&Term> {
    let name = document.note.sections[section].heading.name_range;
    let terms = &document.note.terms;
    // Terms are in the order of their names.
    let first = terms.partition_point(|term| term.name_range.start() < name.start());
    let mut here = terms[first..].iter().take_while(|term| term.name_range.end() <= name.end());
    here.find(|term| document.note.own_section(term) == Some(section))
}
