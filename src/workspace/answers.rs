//! A cache of answers about one state of the notes.
//!
//! Some queries for a link or term read all notes with one name. Without the cache, a thousand notes
//! of one name would be read a thousand times. A change to any note clears the cache.

use std::borrow::Borrow;
use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{Arc, PoisonError, RwLock};

use rustc_hash::FxBuildHasher;

use crate::note::near_duplicate::Fingerprint;
use crate::note::term_key::TermKey;
use crate::workspace::document::NoteId;
use crate::workspace::links::same_name::{Preferred, SameName};

/// The cached answers about one state of all notes, each computed at its first use.
#[derive(Default)]
pub(super) struct Answers {
    /// The files of one folded name.
    pub(super) files: Memo<String, Arc<SameName>>,
    /// The note with these folded parts at the end of its path.
    pub(super) paths: Memo<String, Preferred>,
    /// The note that a wiki link refers to by a title or an alias.
    pub(super) titled: Memo<String, Preferred>,
    /// The first notes that declare a name.
    pub(super) declaring: Memo<TermKey, Arc<[NoteId]>>,
    /// The first notes that have a fingerprint.
    pub(super) by_fingerprint: Memo<Fingerprint, Arc<[NoteId]>>,
    /// The links to a missing note, by its folded name.
    pub(super) missing: Memo<String, Arc<MissingNote>>,
    /// The wiki links of each note.
    pub(super) named_links: Memo<NoteId, Arc<NamedLinks>>,
}

/// The links to one missing note.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MissingNote {
    /// The note and the index of each link, by note and then from top to bottom.
    pub links: Vec<(NoteId, usize)>,
    /// The number of notes with these links.
    pub notes: usize,
}

/// The wiki links of one note by their folded names, as indexes.
pub(super) type NamedLinks = HashMap<String, Vec<usize>>;

/// Values by key, each computed once. Several threads may use the map.
pub(super) struct Memo<K, V>(RwLock<HashMap<K, V, FxBuildHasher>>);

impl<K, V> Default for Memo<K, V> {
    fn default() -> Self {
        Self(RwLock::default())
    }
}

impl<K: Hash + Eq, V: Clone> Memo<K, V> {
    /// Returns the value of a key. No lock is held during its computation, which may use the map.
    pub(super) fn get<Q>(&self, key: &Q, compute: impl FnOnce() -> V) -> V
    where
        K: Borrow<Q>,
        Q: Hash + Eq + ToOwned<Owned = K> + ?Sized,
    {
        if let Some(known) = self.0.read().unwrap_or_else(PoisonError::into_inner).get(key) {
            return known.clone();
        }
        let value = compute();
        let mut known = self.0.write().unwrap_or_else(PoisonError::into_inner);
        known.insert(key.to_owned(), value.clone());
        value
    }
}
