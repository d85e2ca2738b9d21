//! Terms in tables: the rows of a table whose first column has a header like `Term`, and another
//! column has definitions.

use crate::note::term::source::{Declaration, Source};
use crate::note::term::{Definition, Style, Term, title};

/// The terms that rows of tables declare.
pub(super) fn declared(note: &Source<'_>) -> Vec<Term> {
    let rows = note.markdown.candidates.rows.iter();
    rows.filter_map(|row| {
        let name_range = row.name.range?;
        if (row.name.is_code && !row.columns.is_certain) || !title::is_word(&row.name.text) {
            return None;
        }
        let meaning = note.trim(row.meaning);
        note.text[meaning].contains(char::is_alphanumeric).then_some(())?;
        note.term(Declaration {
            key: None,
            headword: row.name.text.clone(),
            style: Style::Table,
            name_range,
            range: note.trim(row.whole),
            definition: Definition { range: meaning, reads: None },
            section: note.section_at(name_range.start()),
            evidence: None,
            aliases: Vec::new(),
        })
    })
    .collect()
}

#[cfg(test)]
mod tests;
