//! The names of all terms as one text, to be looked through at each letter that is typed.
//!
//! A map of so many names is spread all over the memory; in one piece they are looked through ten
//! times faster. The list is made when it is first asked for after a name has come or gone.

use std::ops::Range;

use memchr::memmem;

use crate::note::term_key::TermKey;

/// All names, sorted by how they are spelled in small letters.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct SortedTermNames {
    /// Each name in small letters, behind a line end.
    text: String,
    /// Where each begins in the text, and its key.
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

    /// A name in small letters, its words with one space between them, and its key.
    pub fn get(&self, index: usize) -> Option<(&str, &TermKey)> {
        let (start, key) = self.names.get(index)?;
        let next = self.names.get(index + 1).map(|(next, _)| *next as usize - 1);
        let name = self.text.get(*start as usize..next.unwrap_or(self.text.len()))?;
        Some((name, key))
    }

    /// The index of a name.
    pub fn index_of(&self, key: &TermKey) -> Option<usize> {
        let spelled = key.as_str().to_lowercase();
        self.beginning_with(&spelled).find(|index| self.names[*index].1 == *key)
    }

    /// The indexes of names that begin with a text in small letters.
    pub fn beginning_with(&self, start: &str) -> Range<usize> {
        let spelled = |index: usize| self.get(index).map_or("", |(name, _)| name);
        let first = partition(self.names.len(), |index| spelled(index) < start);
        let begins = |index: usize| spelled(first + index).starts_with(start);
        first..first + partition(self.names.len() - first, begins)
    }

    /// The indexes of names with a word behind the first one from which on they go on with a text
    /// in small letters; each once.
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

/// How many of the first indexes have a property that no index behind one without it has.
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
