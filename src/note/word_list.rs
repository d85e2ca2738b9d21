//! Word lists: words and phrases of natural languages, from the files in `data/words`.
//!
//! A file has one entry per line, in lower case. A line that begins with `#` is a comment. An entry
//! that ends with ` …` needs a space after it: `see …` matches “see below” and not “seen”.

use std::sync::OnceLock;

/// The entries of one file.
pub struct WordList {
    file: &'static str,
    entries: OnceLock<Vec<&'static str>>,
}

/// The [`WordList`] in `data/words/$name.txt`.
macro_rules! words {
    ($name:literal) => {
        $crate::note::word_list::WordList::new(include_str!(concat!(
            env!("CARGO_MANIFEST_DIR"),
            "/data/words/",
            $name,
            ".txt"
        )))
    };
}
pub(crate) use words;

impl WordList {
    /// The list in the contents of a file.
    pub const fn new(file: &'static str) -> Self {
        Self { file, entries: OnceLock::new() }
    }

    /// Whether the list has this entry, in lower case.
    pub fn contains(&self, entry: &str) -> bool {
        self.entries().binary_search(&entry).is_ok()
    }

    /// The entries, sorted.
    pub fn iter(&self) -> impl Iterator<Item = &'static str> {
        self.entries().iter().copied()
    }

    /// The entries of two words, as pairs.
    pub fn pairs(&self) -> impl Iterator<Item = (&'static str, &'static str)> {
        self.iter().filter_map(|entry| entry.split_once(' '))
    }

    /// The second words of the entries of two words with this first one, sorted.
    pub fn seconds(&self, first: &str) -> impl Iterator<Item = &'static str> {
        let entries = self.entries();
        // A space sorts before letters, so entries with the same first word are neighbors.
        let word = |entry: &'static str| entry.split_once(' ').map_or(entry, |(word, _)| word);
        let from = entries.partition_point(|entry| word(entry) < first);
        let same = entries[from..].iter().take_while(move |entry| word(entry) == first);
        same.filter_map(|entry| Some(entry.split_once(' ')?.1))
    }

    fn entries(&self) -> &[&'static str] {
        self.entries.get_or_init(|| {
            let lines = self.file.lines().map(str::trim);
            let entries = lines.filter(|line| !line.is_empty() && !line.starts_with('#'));
            let mut entries: Vec<_> =
                entries.map(|entry| entry.strip_suffix('…').unwrap_or(entry)).collect();
            entries.sort_unstable();
            entries
        })
    }
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::Path;

    use super::WordList;

    #[test]
    fn entries_are_found_without_comments_and_marks() {
        let list = WordList::new("# Why.\n\nsee …\r\n参见\n# German\nsiehe …\n");
        assert_eq!(list.iter().collect::<Vec<_>>(), ["see ", "siehe ", "参见"]);
        assert!(list.contains("参见") && !list.contains("see"));
    }

    #[test]
    fn each_file_has_a_comment_and_unique_entries_in_lower_case() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/words");
        for file in fs::read_dir(folder).expect("the folder is there") {
            let path = file.expect("it can be listed").path();
            let contents = fs::read_to_string(&path).expect("it is text");
            assert!(contents.starts_with("# "), "{}", path.display());
            let list = WordList::new(contents.leak());
            assert!(list.iter().next().is_some(), "{}", path.display());
            assert!(list.entries().is_sorted_by(|a, b| a < b), "{}", path.display());
            for entry in list.iter() {
                assert_eq!(entry, entry.to_lowercase(), "{}", path.display());
            }
        }
    }
}
