//! The first of the notes that share a name or a definition.
//!
//! Rules ask for them after each keystroke, and thousands of notes may share a name. So the index
//! keeps the answer for each name until its notes change.

use std::sync::Arc;

use crate::note::near_duplicate::Fingerprint;
use crate::note::term_key::TermKey;
use crate::workspace::Workspace;
use crate::workspace::document::NoteId;

/// The maximum number of first notes of one name or fingerprint.
pub const MAX_FIRST: usize = 17;

impl Workspace {
    /// Returns at most [`MAX_FIRST`] notes that declare a name, the first ones by location.
    pub fn first_declaring(&self, name: &TermKey) -> Arc<[NoteId]> {
        self.index.terms.declared.first(name, |notes| self.select_declaring(name, notes))
    }

    /// Returns the first of these notes that declare a name. Others have a gap with this name.
    pub(super) fn select_declaring(
        &self,
        name: &TermKey,
        notes: &mut dyn Iterator<Item = NoteId>,
    ) -> Arc<[NoteId]> {
        let declares = |id: &NoteId| {
            let document = self.document(*id);
            document.is_some_and(|document| document.note.terms_named(name).next().is_some())
        };
        self.select_first(&mut notes.filter(declares))
    }

    /// Returns at most [`MAX_FIRST`] notes with a definition with this fingerprint, the first ones
    /// by location.
    pub fn first_with_fingerprint(&self, fingerprint: Fingerprint) -> Arc<[NoteId]> {
        self.index.fingerprints.first(&fingerprint, |notes| self.select_first(notes))
    }

    pub(super) fn select_first(&self, notes: &mut dyn Iterator<Item = NoteId>) -> Arc<[NoteId]> {
        let located = notes.filter_map(|id| Some((&self.document(id)?.location, id)));
        let mut located: Vec<_> = located.collect();
        if located.len() > MAX_FIRST {
            located.select_nth_unstable(MAX_FIRST);
            located.truncate(MAX_FIRST);
        }
        located.sort_unstable();
        located.into_iter().map(|(_, id)| id).collect()
    }
}
