//! The names of all terms in one text, for the search at each keystroke.
//!
//! The search in one piece of memory is ten times faster than in a map. The text is built at its
//! first use. Names that are added or removed later are in a short second text, because it takes a
//! third of a second to sort 300,000 names.

use std::iter::Peekable;
use std::ops::Range;
use std::sync::{Arc, OnceLock};

use memchr::memmem;

use crate::note::term_key::TermKey;

/// The maximum number of names in the second text. After more changes, all are sorted again.
const MAX_CHANGES: usize = 1_000;

/// All names, and the changes since they were sorted.
#[derive(Clone, Default)]
pub struct TermNames {
    sorted: Arc<OnceLock<SortedTermNames>>,
    /// Each name that was added (`true`) or removed (`false`) since.
    changes: imbl::OrdMap<TermKey, bool>,
    /// The added names.
    added: Arc<OnceLock<SortedTermNames>>,
}

impl TermNames {
    /// Notes that a name was added, which was not there before.
    pub(super) fn add(&mut self, key: &TermKey) {
        self.change(key, true);
    }

    /// Notes that a name was removed, which was there before.
    pub(super) fn remove(&mut self, key: &TermKey) {
        self.change(key, false);
    }

    fn change(&mut self, key: &TermKey, is_added: bool) {
        // An older state, which shares the cell, may fill it at any time.
        if self.sorted.get().is_none() || self.changes.len() >= MAX_CHANGES {
            *self = Self::default();
            return;
        }
        // A second change undoes the first one.
        if self.changes.remove(key).is_none() {
            self.changes.insert(key.clone(), is_added);
        }
        self.added = Arc::default();
    }

    /// Returns all names. `keys` are all names too, in any order.
    pub(super) fn list<'n>(&'n self, keys: impl Iterator<Item = &'n TermKey>) -> TermNameList<'n> {
        let added = self.changes.iter().filter(|(_, is_added)| **is_added).map(|(key, _)| key);
        TermNameList {
            sorted: self.sorted.get_or_init(|| SortedTermNames::new(keys)),
            added: self.added.get_or_init(|| SortedTermNames::new(added)),
            changes: &self.changes,
        }
    }
}

#[cfg(any(test, debug_assertions))]
impl TermNames {
    /// Returns the list, if it was built and differs from a new one of these names.
    pub(super) fn wrong<'k>(&self, keys: impl Iterator<Item = &'k TermKey>) -> Option<String> {
        self.sorted.get()?;
        let known: Vec<_> = self.list(std::iter::empty()).beginning_with("").collect();
        let fresh = SortedTermNames::new(keys);
        let fresh: Vec<_> = fresh.beginning_with("").filter_map(|at| fresh.get(at)).collect();
        (known != fresh).then(|| format!("{known:?}"))
    }
}

/// All names in small letters with single spaces, each with its key.
#[derive(Clone, Copy)]
pub struct TermNameList<'n> {
    sorted: &'n SortedTermNames,
    added: &'n SortedTermNames,
    changes: &'n imbl::OrdMap<TermKey, bool>,
}

/// A name in small letters, and its key.
type NamedKey<'n> = (&'n str, &'n TermKey);

impl<'n> TermNameList<'n> {
    /// Returns the names that begin with a text in small letters, in order.
    pub fn beginning_with(self, start: &str) -> impl Iterator<Item = NamedKey<'n>> + use<'n> {
        let (sorted, added) = (self.sorted, self.added);
        let known = sorted.beginning_with(start).filter_map(|index| sorted.get(index));
        let known = known.filter(move |(_, key)| !self.is_removed(key));
        let added = added.beginning_with(start).filter_map(|index| added.get(index));
        Merged { left: known.peekable(), right: added.peekable() }
    }

    /// Returns the names in which a text in small letters begins at a later word.
    pub fn with_word(self, start: &str) -> impl Iterator<Item = NamedKey<'n>> + use<'n> {
        let of = |list: &'n SortedTermNames| {
            list.with_word(start).into_iter().filter_map(|index| list.get(index))
        };
        let known = of(self.sorted).filter(move |(_, key)| !self.is_removed(key));
        known.chain(of(self.added))
    }

    fn is_removed(self, key: &TermKey) -> bool {
        !self.changes.is_empty() && self.changes.get(key) == Some(&false)
    }
}

/// Two sorted sequences as one.
struct Merged<L: Iterator, R: Iterator<Item = L::Item>> {
    left: Peekable<L>,
    right: Peekable<R>,
}

impl<L: Iterator<Item: Ord>, R: Iterator<Item = L::Item>> Iterator for Merged<L, R> {
    type Item = L::Item;

    fn next(&mut self) -> Option<L::Item> {
        let is_right = match (self.left.peek(), self.right.peek()) {
            (Some(left), Some(right)) => right < left,
            (left, _) => left.is_none(),
        };
        if is_right { self.right.next() } else { self.left.next() }
    }
}

/// Names that are sorted by their spelling in small letters.
#[derive(Debug, Default, PartialEq, Eq)]
struct SortedTermNames {
    /// Each name in small letters, after a line end.
    text: String,
    /// The start of each name in the text, and its key.
    names: Vec<(u32, TermKey)>,
}

impl SortedTermNames {
    fn new<'k>(keys: impl Iterator<Item = &'k TermKey>) -> Self {
        let mut spelled: Vec<_> = keys.map(|key| (key.as_str().to_lowercase(), key)).collect();
        spelled.sort_unstable();
        let mut all = Self::default();
        for (name, key) in spelled {
            all.text.push('\n');
            all.names.push((u32::try_from(all.text.len()).unwrap_or(u32::MAX), key.clone()));
            all.text.push_str(&name);
        }
        all
    }

    fn get(&self, index: usize) -> Option<NamedKey<'_>> {
        let (start, key) = self.names.get(index)?;
        let next = self.names.get(index + 1).map(|(next, _)| *next as usize - 1);
        let name = self.text.get(*start as usize..next.unwrap_or(self.text.len()))?;
        Some((name, key))
    }

    fn beginning_with(&self, start: &str) -> Range<usize> {
        let spelled = |index: usize| self.get(index).map_or("", |(name, _)| name);
        let first = partition(self.names.len(), |index| spelled(index) < start);
        let begins = |index: usize| spelled(first + index).starts_with(start);
        first..first + partition(self.names.len() - first, begins)
    }

    /// Returns the indexes of names in which a text begins at a later word, each index once.
    fn with_word(&self, start: &str) -> Vec<usize> {
        let wanted = format!(" {start}");
        let places = memmem::find_iter(self.text.as_bytes(), &wanted);
        let mut found: Vec<_> = places
            .map(|place| self.names.partition_point(|(name, _)| *name as usize <= place))
            .filter_map(|after| after.checked_sub(1))
            .collect();
        found.dedup();
        found
    }
}

/// Returns the number of leading indexes with a property. After an index without the property, no
/// index has it.
fn partition(length: usize, has: impl Fn(usize) -> bool) -> usize {
    let (mut from, mut to) = (0, length);
    while from < to {
        let middle = from + (to - from) / 2;
        if has(middle) { from = middle + 1 } else { to = middle }
    }
    from
}

#[cfg(test)]
mod tests {
    use super::{MAX_CHANGES, TermNames};
    use crate::note::term_key::TermKey;

    fn key(name: &str) -> TermKey {
        TermKey::new(name).expect("it has letters")
    }

    fn spelled<'n>(found: impl Iterator<Item = (&'n str, &'n TermKey)>) -> Vec<&'n str> {
        found.map(|(name, _)| name).collect()
    }

    #[test]
    fn names_are_found_by_their_beginning_and_by_their_words() {
        let keys = ["Data", "Change Data Capture", "DATE", "Database", "C++", "Data Data"].map(key);
        let names = TermNames::default();
        let list = names.list(keys.iter());
        let begin = |start| spelled(list.beginning_with(start));
        assert_eq!(begin("dat"), ["data", "data data", "database", "date"]);
        assert_eq!(begin("c"), ["c + +", "change data capture"]);
        assert_eq!(begin("x"), [""; 0]);
        assert_eq!(begin("").len(), 6);
        let words = |start| spelled(list.with_word(start));
        assert_eq!(words("data"), ["change data capture", "data data"]);
        assert_eq!(words("cap"), ["change data capture"]);
        assert_eq!(words("hange"), [""; 0]);
        let none = TermNames::default();
        assert_eq!(none.list([].iter()).with_word("a").count(), 0);
    }

    #[test]
    fn changes_are_seen_without_a_new_list() {
        let keys = ["Data", "Log", "Data Log"].map(key);
        let mut names = TermNames::default();
        assert_eq!(
            spelled(names.list(keys.iter()).beginning_with("")),
            ["data", "data log", "log"]
        );
        names.add(&key("Date"));
        names.remove(&key("Data Log"));
        names.add(&key("Red Data"));
        let list = names.list([].iter());
        assert_eq!(spelled(list.beginning_with("")), ["data", "date", "log", "red data"]);
        assert_eq!(spelled(list.with_word("log")), [""; 0]);
        assert_eq!(spelled(list.with_word("data")), ["red data"]);
        names.add(&key("Data Log"));
        names.remove(&key("Date"));
        assert_eq!(spelled(names.list([].iter()).beginning_with("da")), ["data", "data log"]);
    }

    #[test]
    fn after_many_changes_all_names_are_sorted_again() {
        let keys = [key("Data")];
        let mut names = TermNames::default();
        assert_eq!(names.list(keys.iter()).beginning_with("").count(), 1);
        for number in 0..=MAX_CHANGES {
            names.add(&key(&format!("Name {number}")));
        }
        assert_eq!(spelled(names.list([key("Log")].iter()).beginning_with("")), ["log"]);
    }
}
