//! The first of the notes that share a name or a definition.

use std::sync::Arc;

use crate::note::near_duplicate::Fingerprint;
use crate::note::term_key::TermKey;
use crate::workspace::Workspace;
use crate::workspace::document::NoteId;

/// The maximum number of notes cached for one name or fingerprint.
pub const MAX_FIRST: usize = 17;

impl Workspace {
    /// Returns at most [`MAX_FIRST`] notes that declare a name, the first ones by location.
    pub fn first_declaring(&self, name: &TermKey) -> Arc<[NoteId]> {
        let declares = |id: &NoteId| {
            let document = self.document(*id);
            document.is_some_and(|document| document.note.terms_named(name).next().is_some())
        };
        let notes = || self.index.terms.notes(name).filter(declares);
        self.answers.declaring.get(name, || self.first(notes()))
    }

    /// Returns at most [`MAX_FIRST`] notes with a definition with this fingerprint, the first ones
    /// by location.
    pub fn first_with_fingerprint(&self, fingerprint: Fingerprint) -> Arc<[NoteId]> {
        self.answers
            .by_fingerprint
            .get(&fingerprint, || self.first(self.index.fingerprints.notes(&fingerprint)))
    }

    fn first(&self, notes: impl Iterator<Item = NoteId>) -> Arc<[NoteId]> {
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
