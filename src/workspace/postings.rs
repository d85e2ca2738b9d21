//! An inverted index: a set of pairs of key and note, updated incrementally.

use std::collections::BTreeSet;
use std::hash::Hash;
use std::ops::RangeInclusive;
use std::sync::{Arc, OnceLock};

use rustc_hash::FxBuildHasher;

use crate::workspace::document::NoteId;

/// The notes of each key.
///
/// Keys have numbers, since names with a common beginning are slow to compare. Most keys have one
/// note, which needs no pair.
#[derive(Clone)]
pub struct Postings<K> {
    pub(super) keys:
        imbl::GenericHashMap<K, Posting, FxBuildHasher, imbl::shared_ptr::DefaultSharedPtr>,
    /// The number of each key with several notes, with each of them.
    pub(super) pairs: imbl::OrdSet<(u32, NoteId)>,
    /// The number of keys so far. Numbers are not reused.
    pub(super) numbers: u32,
}

/// The number of a key, and the count of its notes.
#[derive(Clone, Default)]
pub(super) struct Posting {
    pub(super) number: u32,
    pub(super) notes: u32,
    /// The note of a key with one note.
    pub(super) only: Option<NoteId>,
    /// The first notes of a key with many notes, computed at the first use after a note was added
    /// or removed.
    pub(super) first: Option<Arc<FirstNotes>>,
}

/// The first notes of a key, by location.
pub(super) type FirstNotes = OnceLock<Arc<[NoteId]>>;

/// The maximum number of notes that are sorted at each use. Tests have few notes.
const FEW: u32 = if cfg!(test) { 0 } else { 4 };

impl<K> Default for Postings<K> {
    fn default() -> Self {
        Self { keys: imbl::GenericHashMap::default(), pairs: imbl::OrdSet::new(), numbers: 0 }
    }
}

impl<K: Hash + Eq + Clone> Postings<K> {
    /// Returns the notes of `key`.
    pub fn notes<'p>(&'p self, key: &K) -> impl Iterator<Item = NoteId> + use<'p, K> {
        self.keys.get(key).into_iter().flat_map(|posting| {
            let pairs = posting.only.is_none().then(|| self.pairs.range(posting.range()));
            posting.only.into_iter().chain(pairs.into_iter().flatten().map(|(_, id)| *id))
        })
    }

    /// Returns the number of notes of `key`.
    pub fn count(&self, key: &K) -> usize {
        self.keys.get(key).map_or(0, |posting| posting.notes as usize)
    }

    /// Returns the first notes of `key`, which `select` selects from all of them.
    pub(super) fn first(
        &self,
        key: &K,
        select: impl FnOnce(&mut dyn Iterator<Item = NoteId>) -> Arc<[NoteId]>,
    ) -> Arc<[NoteId]> {
        let selected = || select(&mut self.notes(key));
        match self.keys.get(key).and_then(|posting| posting.first.as_ref()) {
            Some(first) => first.get_or_init(selected).clone(),
            None => selected(),
        }
    }

    /// Forgets the first notes of `key`, because another selection of its notes is now right.
    pub(super) fn forget_first(&mut self, key: &K) {
        if let Some(posting) = self.keys.get_mut(key) {
            posting.count(posting.notes);
        }
    }

    /// Returns all keys with the number of their notes, in arbitrary order.
    pub fn iter(&self) -> impl Iterator<Item = (&K, usize)> {
        self.keys.iter().map(|(key, posting)| (key, posting.notes as usize))
    }

    /// Adds a new pair. Returns whether it is the first of the key.
    pub(super) fn insert(&mut self, key: &K, id: NoteId) -> bool {
        let fresh = Posting { number: self.numbers + 1, ..Posting::default() };
        let posting = self.keys.entry(key.clone()).or_insert(fresh);
        self.numbers = self.numbers.max(posting.number);
        posting.count(posting.notes + 1);
        let is_first = posting.notes == 1;
        if is_first {
            posting.only = Some(id);
        } else {
            let pairs = posting.only.take().into_iter().chain([id]);
            self.pairs.extend(pairs.map(|id| (posting.number, id)));
        }
        is_first
    }

    /// Replaces the old keys of a note by its new ones. Returns whether a key is new or gone.
    pub(super) fn update(&mut self, id: NoteId, old: &BTreeSet<K>, new: &BTreeSet<K>) -> bool
    where
        K: Ord,
    {
        let mut is_changed = false;
        for key in old.difference(new) {
            is_changed |= self.remove(key, id);
        }
        for key in new.difference(old) {
            is_changed |= self.insert(key, id);
        }
        is_changed
    }

    /// Removes an existing pair. Returns whether it was the last of the key.
    pub(super) fn remove(&mut self, key: &K, id: NoteId) -> bool {
        let Some(posting) = self.keys.get_mut(key) else { return false };
        posting.count(posting.notes - 1);
        if posting.notes == 0 {
            self.keys.remove(key);
            return true;
        }
        self.pairs.remove(&(posting.number, id));
        if posting.notes == 1 {
            posting.only = self.pairs.range(posting.range()).next().map(|(_, id)| *id);
            self.pairs.remove(&(posting.number, posting.only.unwrap_or(id)));
        }
        false
    }
}

impl Posting {
    /// Returns the range of the pairs of the key.
    fn range(&self) -> RangeInclusive<(u32, NoteId)> {
        (self.number, NoteId::MIN)..=(self.number, NoteId::MAX)
    }

    /// Sets the count of notes after a change of them.
    fn count(&mut self, notes: u32) {
        self.notes = notes;
        self.first = (notes > FEW).then(Arc::default);
    }
}
