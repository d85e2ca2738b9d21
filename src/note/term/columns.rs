//! The columns of a table that declare terms, found by their headers.

use crate::note::word_list::{WordList, words};

/// Headers of columns that contain only terms, folded.
static TERMS: WordList = words!("term_columns");

/// Headers of columns that contain terms, or the names of settings and files, folded.
static NAMES: WordList = words!("name_columns");

/// Headers of columns with definitions, folded.
static MEANINGS: WordList = words!("meaning_columns");

/// Headers of columns with values, folded. The names in such a table are names of settings.
static VALUES: WordList = words!("value_columns");

/// The columns of a table that declare terms.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::note) struct Columns {
    /// The index of the column with the names; always 0.
    pub(in crate::note) name: usize,
    /// The index of the column with the definitions.
    pub(in crate::note) meaning: usize,
    /// Whether the column contains only terms, so that code is a term too.
    pub(in crate::note) is_certain: bool,
}

/// Finds the columns that declare terms, from the headers of a table.
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
