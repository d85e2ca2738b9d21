//! A cache of answers about one state of the notes.
//!
//! Some queries for a link read all notes with one name. Without the cache, a thousand notes of one
//! name would be read a thousand times. A change of any note clears the answers that depend on
//! texts. The others remain until a note is added, removed or moved.

use std::borrow::Borrow;
use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{Arc, OnceLock, PoisonError, RwLock};

use rustc_hash::FxBuildHasher;

use crate::workspace::document::NoteId;
use crate::workspace::link_names::LinkNames;
use crate::workspace::links::same_name::{Preferred, SameName};

/// The cached answers about one state of all notes, each computed at its first use.
#[derive(Clone, Default)]
pub(super) struct Answers {
    /// The answers that depend only on the locations of notes.
    pub(super) located: Arc<LocatedAnswers>,
    /// The names of all notes in links. They remain while titles and aliases do.
    pub(super) link_names: Arc<OnceLock<LinkNames>>,
    /// The note that a wiki link refers to by a title or an alias.
    pub(super) titled: Arc<Memo<String, Preferred>>,
    /// The links to a missing note, by its folded name.
    pub(super) missing: Arc<Memo<String, Arc<MissingNote>>>,
    /// The wiki links of each note.
    pub(super) named_links: Arc<Memo<NoteId, Arc<NamedLinks>>>,
}

/// The answers that depend only on the locations of notes.
#[derive(Default)]
pub(super) struct LocatedAnswers {
    /// The files of one folded name.
    pub(super) files: Memo<String, Arc<SameName>>,
    /// The place of each document in the order of all locations.
    pub(super) ranks: OnceLock<HashMap<NoteId, usize, FxBuildHasher>>,
    /// The note with these folded parts at the end of its path.
    pub(super) paths: Memo<String, Preferred>,
}

impl Answers {
    /// Clears the answers that depend on the text of a note.
    pub(super) fn forget_texts(&mut self) {
        self.titled = Arc::default();
        self.missing = Arc::default();
        self.named_links = Arc::default();
    }
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
