//! Gaps: sections without a text, by the names that they will define.
//!
//! A gap is not a term, but a mention of its name means it. So the name of a gap is in the index of
//! names, and a longer one hides the shorter names in it.

use std::cmp::Reverse;

use crate::note::section::Section;
use crate::note::term_key::TermKey;
use crate::workspace::Workspace;
use crate::workspace::document::{Document, NoteId};

/// An empty or parked section whose name no note defines.
#[derive(Clone, Copy, Debug)]
pub struct Gap<'w> {
    /// The document with the section.
    pub document: &'w Document,
    /// The index of the section.
    pub index: usize,
    /// The section.
    pub section: &'w Section,
}

impl Workspace {
    /// Returns whether a name is that of a gap, and no note defines it.
    pub fn is_gap(&self, name: &TermKey) -> bool {
        self.index.gaps.count(name) > 0 && !self.recurs(name) && !self.is_declared(name)
    }

    /// Returns the gaps with this name. Those in the note `from` come first, then those in its
    /// folder, then the rest, each group in the order of locations.
    pub fn gaps(&self, name: &TermKey, from: Option<NoteId>) -> Vec<Gap<'_>> {
        if !self.is_gap(name) {
            return Vec::new();
        }
        let documents = self.index.gaps.notes(name).filter_map(|id| self.document(id));
        let mut found: Vec<_> = documents
            .flat_map(|document| {
                let sections = document.note.sections.iter().enumerate();
                sections.map(move |(index, section)| Gap { document, index, section })
            })
            .filter(|gap| gap.section.state.is_gap())
            .filter(|gap| gap.section.heading.key.as_ref() == Some(name))
            .collect();
        let near = from.and_then(|id| self.document(id));
        found.sort_by_cached_key(|gap| {
            let location = &gap.document.location;
            let nearness = near.map_or(0, |near| near.location.nearness(location));
            (Reverse(nearness), location.clone(), gap.index)
        });
        found
    }
}
