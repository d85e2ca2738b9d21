//! The indexes of entries and gaps, found by a term, a section or a name.

use std::collections::HashMap;
use std::ptr;

use crate::features::navigation_target::TermOrSection;
use crate::note::term::{Style, Term};
use crate::note::term_key::TermKey;
use crate::note::words::fold;
use crate::workspace::Declaration;
use crate::workspace::document::NoteId;

/// Something that a definition mentions, by its index.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Mentioned {
    /// An entry.
    Entry(usize),
    /// A gap.
    Gap(usize),
}

/// The indexes of entries and gaps.
#[derive(Debug)]
pub(super) struct Places {
    entries: HashMap<*const Term, usize>,
    /// The first entry that a section declares, or that is a whole note.
    sections: HashMap<(NoteId, Option<usize>), usize>,
    gaps: HashMap<TermKey, usize>,
    missing: HashMap<String, usize>,
}

impl Places {
    /// Returns the indexes of declarations, and of gaps with their names. The flag of a gap is
    /// whether it is a missing note.
    pub(super) fn new<'g>(
        declared: &[Declaration<'_>],
        names: impl Iterator<Item = (&'g str, bool)>,
    ) -> Self {
        let entries = declared.iter().enumerate();
        let entries = entries.map(|(index, it)| (ptr::from_ref(it.term), index)).collect();
        let mut sections = HashMap::new();
        for (index, found) in declared.iter().enumerate() {
            let is_note = found.term.style == Style::Note;
            let own = TermOrSection::Term(*found).index();
            if own.is_some() {
                sections.entry((found.document.id, own)).or_insert(index);
            }
            if is_note {
                sections.entry((found.document.id, None)).or_insert(index);
            }
        }
        let (mut gaps, mut missing) = (HashMap::new(), HashMap::new());
        for (index, (name, is_missing)) in names.enumerate() {
            if is_missing {
                missing.entry(fold(name).into_owned()).or_insert(index);
            } else if let Some(key) = TermKey::new(name) {
                gaps.entry(key).or_insert(index);
            }
        }
        Self { entries, sections, gaps, missing }
    }

    /// Returns the entry of a declared term.
    pub(super) fn entry(&self, term: &Term) -> Option<usize> {
        self.entries.get(&ptr::from_ref(term)).copied()
    }

    /// Returns the first entry that the heading of a section declares, or the note if `section` is
    /// `None`.
    pub(super) fn at(&self, note: NoteId, section: Option<usize>) -> Option<usize> {
        self.sections.get(&(note, section)).copied()
    }

    /// Returns the gap with this name.
    pub(super) fn gap(&self, name: &TermKey) -> Option<usize> {
        self.gaps.get(name).copied()
    }

    /// Returns the missing note with this name, in any letter case.
    pub(super) fn missing(&self, name: &str) -> Option<usize> {
        self.missing.get(fold(name.trim()).as_ref()).copied()
    }
}
