//! The names of all terms in one text, for the search at each keystroke.
//!
//! The search in one piece of memory is ten times faster than in a map. The list is built at its
//! first use after a name was added or removed.

use std::ops::Range;

use memchr::memmem;

use crate::note::term_key::TermKey;

/// All names, sorted by their spelling in small letters.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct SortedTermNames {
    /// Each name in small letters, after a line end.
    text: String,
    /// The start of each name in the text, and its key.
    names: Vec<(u32, TermKey)>,
}

impl SortedTermNames {
    pub(super) fn new<'k>(keys: impl Iterator<Item = &'k TermKey>) -> Self {
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

    /// Returns a name in small letters with single spaces, and its key.
    pub fn get(&self, index: usize) -> Option<(&str, &TermKey)> {
        let (start, key) = self.names.get(index)?;
        let next = self.names.get(index + 1).map(|(next, _)| *next as usize - 1);
        let name = self.text.get(*start as usize..next.unwrap_or(self.text.len()))?;
        Some((name, key))
    }

    /// Returns the index of a name.
    pub fn index_of(&self, key: &TermKey) -> Option<usize> {
        let spelled = key.as_str().to_lowercase();
        self.beginning_with(&spelled).find(|index| self.names[*index].1 == *key)
    }

    /// Returns the indexes of names that begin with a text in small letters.
    pub fn beginning_with(&self, start: &str) -> Range<usize> {
        let spelled = |index: usize| self.get(index).map_or("", |(name, _)| name);
        let first = partition(self.names.len(), |index| spelled(index) < start);
        let begins = |index: usize| spelled(first + index).starts_with(start);
        first..first + partition(self.names.len() - first, begins)
    }

    /// Returns the indexes of names in which a text in small letters begins at a later word, each
    /// index once.
    pub fn with_word(&self, start: &str) -> Vec<usize> {
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
    use super::SortedTermNames;
    use crate::note::term_key::TermKey;

    #[test]
    fn names_are_found_by_their_beginning_and_by_their_words() {
        let names = ["Data", "Change Data Capture", "DATE", "Database", "C++", "Data Data"];
        let keys: Vec<_> = names.iter().filter_map(|name| TermKey::new(name)).collect();
        let names = SortedTermNames::new(keys.iter());
        let spelled = |indexes: &mut dyn Iterator<Item = usize>| -> Vec<String> {
            indexes.filter_map(|index| Some(names.get(index)?.0.to_owned())).collect()
        };
        let begin = |start| spelled(&mut names.beginning_with(start));
        assert_eq!(begin("dat"), ["data", "data data", "database", "date"]);
        assert_eq!(begin("c"), ["c + +", "change data capture"]);
        assert_eq!(begin("x"), [""; 0]);
        assert_eq!(begin("").len(), 6);
        let words = |start| spelled(&mut names.with_word(start).into_iter());
        assert_eq!(words("data"), ["change data capture", "data data"]);
        assert_eq!(words("cap"), ["change data capture"]);
        assert_eq!(words("hange"), [""; 0]);
        for key in &keys {
            let index = names.index_of(key).expect("it is one of them");
            assert_eq!(names.get(index).expect("it is there").1, key);
        }
        assert_eq!(SortedTermNames::default().with_word("a"), [0; 0]);
    }
}
