//! Answers that are the same for all questions about one state of the notes.
//!
//! Some questions cost a look at all notes that share a name, and are asked for each link or term:
//! without these, a thousand notes of one name would be looked at a thousand times. A change to any
//! note drops all answers, so each is about one state.

use std::borrow::Borrow;
use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{Arc, PoisonError, RwLock};

use rustc_hash::FxBuildHasher;

use crate::note::near_duplicate::Fingerprint;
use crate::note::term_key::TermKey;
use crate::workspace::document::NoteId;
use crate::workspace::links::same_name::SameName;

/// Answers about one state of all notes, each computed when it is first asked for.
#[derive(Default)]
pub(super) struct Answers {
    /// The files of one folded name.
    pub(super) files: Memo<String, Arc<SameName>>,
    /// The note whose path ends with these folded parts.
    pub(super) paths: Memo<String, Option<NoteId>>,
    /// The note that a wiki link refers to by a title or an alias.
    pub(super) titled: Memo<String, Option<NoteId>>,
    /// The first notes that declare a name.
    pub(super) declaring: Memo<TermKey, Arc<[NoteId]>>,
    /// The first notes that have a fingerprint.
    pub(super) by_fingerprint: Memo<Fingerprint, Arc<[NoteId]>>,
}

/// Values by their keys, each computed once; several threads may ask.
pub(super) struct Memo<K, V>(RwLock<HashMap<K, V, FxBuildHasher>>);

impl<K, V> Default for Memo<K, V> {
    fn default() -> Self {
        Self(RwLock::default())
    }
}

impl<K: Hash + Eq, V: Clone> Memo<K, V> {
    /// The value of a key. No lock is held while it is computed, so that this may ask again.
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
