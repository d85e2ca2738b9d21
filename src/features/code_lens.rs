//! Code lens: the number of mentions above each heading that declares a term.
//!
//! The count needs a search in all notes. Therefore it is computed only when the editor resolves a
//! visible lens.
//!
//! LSP: textDocument/codeLens, codeLens/resolve.

use text_size::{TextRange, TextSize};

use crate::features::navigation_target::TermOrSection;
use crate::note::plural::counted;
use crate::workspace::document::{Document, NoteId};
use crate::workspace::{Declaration, Workspace, mention};

/// The mentions of a term.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Usage {
    /// The number of mentions in all notes.
    pub mentions: usize,
    /// The number of notes with a mention.
    pub notes: usize,
}

/// Returns the names of headings that declare terms, from top to bottom. Empty if the setting is
/// off.
pub fn code_lens(workspace: &Workspace, id: NoteId) -> Vec<TextRange> {
    let is_on = |document: &&Document| workspace.config_of(&document.location).code_lens;
    let Some(document) = workspace.document(id).filter(is_on) else { return Vec::new() };
    let terms = document.note.terms.iter().filter(|term| !workspace.is_rejected(term));
    // A line above each table row or list item would break up the table or list.
    let headings = terms
        .filter(|term| TermOrSection::Term(Declaration { document, term }).index().is_some())
        .map(|term| term.name_range);
    headings.collect()
}

/// Returns the mentions of the term whose headword is at an offset.
pub fn usage(workspace: &Workspace, note: NoteId, place: TextSize) -> Option<Usage> {
    let document = workspace.document(note)?;
    let mut terms = document.note.terms.iter();
    let term = terms.find(|term| term.name_range.contains_inclusive(place))?;
    let declared = workspace.declarations(&term.key, Some(note));
    let names = declared.iter().flat_map(|found| found.term.keys().cloned()).collect();
    let found = mention::everywhere(workspace, &names);
    let mentions = found.iter().map(|(_, mentions)| mentions.len()).sum();
    Some(Usage { mentions, notes: found.len() })
}

impl Usage {
    /// Returns the text of the lens: “12 mentions in 5 notes”.
    pub fn describe(self) -> String {
        match self.mentions {
            0 => "no mentions".to_owned(),
            mentions => {
                format!("{} in {}", counted(mentions, "mention"), counted(self.notes, "note"))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};

    use super::{code_lens, usage};
    use crate::features::fixture::Fixture;
    use crate::workspace::config::Config;

    const NOTES: &str = "\
//- /a.md
# Storage
## Cache
A cache, or two caches.
## Disk
## Change Data Capture (CDC)
Text.
## Tape
Long.
//- /b.md
The CDC of a cache. Change data capture.
";

    #[expect(clippy::needless_pass_by_value, reason = "an expectation is made where it is checked")]
    fn check(is_on: bool, expected: Expect) {
        let mut fixture = Fixture::new(NOTES);
        let config = Config { code_lens: is_on, ..Config::default() };
        fixture.workspace.set_config(config);
        let note = fixture.notes[0];
        let shown: String = code_lens(&fixture.workspace, note)
            .into_iter()
            .map(|range| {
                let usage = usage(&fixture.workspace, note, range.start()).expect("a term");
                format!("{}: {}\n", fixture.place(note, range), usage.describe())
            })
            .collect();
        expected.assert_eq(&shown);
    }

    #[test]
    fn each_heading_of_a_term_has_its_number_of_mentions() {
        check(
            true,
            expect![[r#"
                /a.md:2: Cache: 3 mentions in 2 notes
                /a.md:5: Change Data Capture (CDC): 2 mentions in 1 note
                /a.md:7: Tape: no mentions
            "#]],
        );
    }

    #[test]
    fn there_is_no_lens_without_the_setting() {
        check(false, expect![[""]]);
    }
}
