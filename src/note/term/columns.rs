//! The columns of a table that declare terms, by their headers.

use crate::note::word_list::{WordList, words};

/// Headers of columns that hold nothing but terms, folded.
static TERMS: WordList = words!("term_columns");

/// Headers of columns that may hold terms, or else the names of settings and files, folded.
static NAMES: WordList = words!("name_columns");

/// Headers of columns that explain, folded.
static MEANINGS: WordList = words!("meaning_columns");

/// Headers of columns that hold values, folded: beside one, a name is that of a setting.
static VALUES: WordList = words!("value_columns");

/// Which columns of a table declare.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::note) struct Columns {
    /// The index of the one that names; always the first.
    pub(in crate::note) name: usize,
    /// The index of the one that explains.
    pub(in crate::note) meaning: usize,
    /// Whether nothing but terms is named, so that even code is one.
    pub(in crate::note) is_certain: bool,
}

/// The columns that declare terms, from a table's headers.
pub(in crate::note) fn columns(headers: &[String]) -> Option<Columns> {
    let folded: Vec<_> = headers.iter().map(|header| header.trim().to_lowercase()).collect();
    let (first, rest) = folded.split_first()?;
    let is_certain = TERMS.contains(first);
    if !is_certain && !NAMES.contains(first) {
        return None;
    }
    if !is_certain && rest.iter().any(|header| VALUES.contains(header)) {
        return None;
    }
    let explains = rest.iter().position(|header| MEANINGS.contains(header));
    let sole = || (is_certain && rest.len() == 1 && !VALUES.contains(&rest[0])).then_some(0);
    Some(Columns { name: 0, meaning: explains.or_else(sole)? + 1, is_certain })
}
