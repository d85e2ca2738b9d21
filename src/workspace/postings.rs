//! An inverted index: a set of pairs of key and note, updated incrementally.

use std::collections::BTreeSet;
use std::hash::Hash;
use std::ops::RangeInclusive;
use std::sync::{Arc, OnceLock};

use rustc_hash::FxBuildHasher;

use crate::workspace::document::NoteId;

/// The notes of each key.
///
/// Most keys have one note, which is with the key. The others have numbers, since names with a
/// common beginning are slow to compare.
#[derive(Clone)]
pub struct Postings<K> {
    pub(super) keys: PostingMap<K, Posting>,
    /// The keys with several notes, by number.
    pub(super) shared: PostingMap<u32, SharedKey>,
    /// The number of each key with several notes, with each of them.
    pub(super) pairs: imbl::OrdSet<(u32, NoteId)>,
    /// The count of numbers so far. Numbers are not reused.
    pub(super) numbers: u32,
}

type PostingMap<K, V> =
    imbl::GenericHashMap<K, V, FxBuildHasher, imbl::shared_ptr::DefaultSharedPtr>;

/// The notes of a key.
#[derive(Clone, Copy)]
pub(super) enum Posting {
    /// The only one.
    One(NoteId),
    /// Several, under a number.
    Shared(u32),
}

/// A key with several notes.
#[derive(Clone, Default)]
pub(super) struct SharedKey {
    /// The count of its notes.
    pub(super) notes: u32,
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
        Self {
            keys: PostingMap::default(),
            shared: PostingMap::default(),
            pairs: imbl::OrdSet::new(),
            numbers: 0,
        }
    }
}

impl<K: Hash + Eq + Clone> Postings<K> {
    /// Returns the notes of `key`.
    pub fn notes<'p>(&'p self, key: &K) -> impl Iterator<Item = NoteId> + use<'p, K> {
        let (only, number) = match self.keys.get(key) {
            Some(Posting::One(id)) => (Some(*id), None),
            Some(Posting::Shared(number)) => (None, Some(*number)),
            None => (None, None),
        };
        let pairs = number.into_iter().flat_map(|number| self.pairs.range(pairs_of(number)));
        only.into_iter().chain(pairs.map(|(_, id)| *id))
    }

    /// Returns the number of notes of `key`.
    pub fn count(&self, key: &K) -> usize {
        self.keys.get(key).map_or(0, |posting| self.count_of(*posting))
    }

    fn count_of(&self, posting: Posting) -> usize {
        match posting {
            Posting::One(_) => 1,
            Posting::Shared(number) => {
                self.shared.get(&number).map_or(0, |shared| shared.notes as usize)
            }
        }
    }

    /// Returns the first notes of `key`, which `select` selects from all of them.
    pub(super) fn first(
        &self,
        key: &K,
        select: impl FnOnce(&mut dyn Iterator<Item = NoteId>) -> Arc<[NoteId]>,
    ) -> Arc<[NoteId]> {
        let selected = || select(&mut self.notes(key));
        let shared = self.keys.get(key).and_then(|posting| match posting {
            Posting::One(_) => None,
            Posting::Shared(number) => self.shared.get(number),
        });
        match shared.and_then(|shared| shared.first.as_ref()) {
            Some(first) => first.get_or_init(selected).clone(),
            None => selected(),
        }
    }

    /// Forgets the first notes of `key`, because another selection of its notes is now right.
    pub(super) fn forget_first(&mut self, key: &K) {
        if let Some(Posting::Shared(number)) = self.keys.get(key)
            && let Some(shared) = self.shared.get_mut(number)
        {
            shared.count(shared.notes);
        }
    }

    /// Returns all keys with the number of their notes, in arbitrary order.
    pub fn iter(&self) -> impl Iterator<Item = (&K, usize)> {
        self.keys.iter().map(|(key, posting)| (key, self.count_of(*posting)))
    }

    /// Adds a new pair. Returns whether it is the first of the key.
    pub(super) fn insert(&mut self, key: &K, id: NoteId) -> bool {
        let Some(posting) = self.keys.get_mut(key) else {
            self.keys.insert(key.clone(), Posting::One(id));
            return true;
        };
        let number = match *posting {
            Posting::One(only) => {
                self.numbers += 1;
                *posting = Posting::Shared(self.numbers);
                self.pairs.insert((self.numbers, only));
                self.shared.insert(self.numbers, SharedKey { notes: 1, first: None });
                self.numbers
            }
            Posting::Shared(number) => number,
        };
        self.pairs.insert((number, id));
        if let Some(shared) = self.shared.get_mut(&number) {
            shared.count(shared.notes + 1);
        }
        false
    }

    /// Replaces the old keys of a note by its new ones.
    pub(super) fn update(&mut self, id: NoteId, old: &BTreeSet<K>, new: &BTreeSet<K>)
    where
        K: Ord,
    {
        for key in old.difference(new) {
            self.remove(key, id);
        }
        for key in new.difference(old) {
            self.insert(key, id);
        }
    }

    /// Removes an existing pair. Returns whether it was the last of the key.
    pub(super) fn remove(&mut self, key: &K, id: NoteId) -> bool {
        let number = match self.keys.get(key) {
            None => return false,
            Some(Posting::One(_)) => {
                self.keys.remove(key);
                return true;
            }
            Some(Posting::Shared(number)) => *number,
        };
        self.pairs.remove(&(number, id));
        let Some(shared) = self.shared.get_mut(&number) else { return false };
        shared.count(shared.notes - 1);
        if shared.notes == 1
            && let Some((_, only)) = self.pairs.range(pairs_of(number)).next().copied()
        {
            self.pairs.remove(&(number, only));
            self.shared.remove(&number);
            self.keys.insert(key.clone(), Posting::One(only));
        }
        false
    }
}

/// Returns the range of the pairs of a key with a number.
fn pairs_of(number: u32) -> RangeInclusive<(u32, NoteId)> {
    (number, NoteId::MIN)..=(number, NoteId::MAX)
}

impl SharedKey {
    /// Sets the count of notes after a change of them.
    fn count(&mut self, notes: u32) {
        self.notes = notes;
        self.first = (notes > FEW).then(Arc::default);
    }
}
