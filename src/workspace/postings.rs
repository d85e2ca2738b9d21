//! Which notes have what: a set of pairs, kept by difference.

use std::ops::RangeInclusive;

use crate::workspace::document::NoteId;

/// For each key, the notes that have it.
#[derive(Clone)]
pub struct Postings<K> {
    pairs: imbl::OrdSet<(K, NoteId)>,
    counts: imbl::OrdMap<K, usize>,
}

impl<K: Ord + Clone> Default for Postings<K> {
    fn default() -> Self {
        Self { pairs: imbl::OrdSet::new(), counts: imbl::OrdMap::new() }
    }
}

impl<K: Ord + Clone> Postings<K> {
    /// The notes that have `key`.
    pub fn notes(&self, key: &K) -> impl Iterator<Item = NoteId> {
        let range: RangeInclusive<(K, NoteId)> =
            (key.clone(), NoteId::MIN)..=(key.clone(), NoteId::MAX);
        self.pairs.range(range).map(|(_, id)| *id)
    }

    /// How many notes have `key`.
    pub fn count(&self, key: &K) -> usize {
        self.counts.get(key).copied().unwrap_or(0)
    }

    /// All keys with the number of notes that have them, in the order of the keys.
    pub fn iter(&self) -> impl Iterator<Item = (&K, usize)> {
        self.counts.iter().map(|(key, count)| (key, *count))
    }

    /// Adds a pair. True if no note had the key before.
    pub(super) fn insert(&mut self, key: &K, id: NoteId) -> bool {
        if self.pairs.insert((key.clone(), id)).is_some() {
            return false;
        }
        let count = self.counts.entry(key.clone()).or_insert(0);
        *count += 1;
        *count == 1
    }

    /// Takes a pair away. True if no note has the key any more.
    pub(super) fn remove(&mut self, key: &K, id: NoteId) -> bool {
        if self.pairs.remove(&(key.clone(), id)).is_none() {
            return false;
        }
        let left = self.count(key) - 1;
        if left == 0 {
            self.counts.remove(key);
        } else {
            self.counts.insert(key.clone(), left);
        }
        left == 0
    }
}
