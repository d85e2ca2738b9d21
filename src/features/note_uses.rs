//! The uses of a note in other notes: the links to it and the mentions of its terms.
//!
//! LSP: workspace/executeCommand (`headword.usesOfNote`).

use std::collections::BTreeSet;

use text_size::TextRange;

use crate::features::declarations::Declarations;
use crate::workspace::backlinks::backlinks;
use crate::workspace::document::{Document, NoteId};
use crate::workspace::links::Resolver;
use crate::workspace::{Workspace, mention};

/// The uses of a note in one other note.
#[derive(Clone, Debug)]
pub struct NoteUses<'w> {
    /// The other note.
    pub document: &'w Document,
    /// The ranges of the links and mentions, from top to bottom.
    pub ranges: Vec<TextRange>,
}

/// Returns the uses of a note, by note. Only certain mentions count.
pub fn note_uses(workspace: &Workspace, note: NoteId) -> Vec<NoteUses<'_>> {
    let Some(own) = workspace.document(note) else { return Vec::new() };
    let mut found: Vec<(&Document, TextRange)> = Vec::new();
    for link in backlinks(workspace, &Resolver::new(workspace), &BTreeSet::from([note])) {
        found.push((link.document, link.link.range));
    }
    let names = own.note.terms.iter().flat_map(|term| term.keys().cloned()).collect();
    for (document, mentions) in mention::everywhere(workspace, &names) {
        let mut declarations = Declarations::new(workspace, document.id);
        let text = &document.note.text;
        // A mention in a link leads where the link leads.
        let plain = mentions.iter().filter(|it| !it.in_link);
        let sure = plain.filter(|it| declarations.has_certain(text, it));
        found.extend(sure.map(|it| (document, it.range)));
    }
    found.retain(|(document, _)| document.id != note);
    found.sort_by(|(a, at), (b, after)| {
        (&a.location, at.start(), at.end()).cmp(&(&b.location, after.start(), after.end()))
    });
    let by_note = found.chunk_by(|(a, _), (b, _)| a.id == b.id);
    let uses = by_note.map(|found| NoteUses {
        document: found[0].0,
        ranges: found.iter().map(|(_, range)| *range).collect(),
    });
    uses.collect()
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};

    use super::note_uses;
    use crate::features::fixture::Fixture;

    fn check(fixture: &str, expected: &Expect) {
        let fixture = Fixture::new(fixture);
        let found = note_uses(&fixture.workspace, fixture.position().note);
        let ranges =
            found.iter().flat_map(|it| it.ranges.iter().map(|range| (it.document.id, *range)));
        let shown: String = ranges.map(|(id, range)| fixture.place(id, range) + "\n").collect();
        expected.assert_eq(&shown);
    }

    #[test]
    fn links_and_certain_mentions_in_other_notes_are_uses() {
        check(
            "//- /tides.md
# Tides

#### Eb$0b

The tide goes out. The ebb ends at low water.

#### Slack

The current rests.
//- /log.md
We left on the ebb, see [tides](tides.md#slack) and [the ebb](tides.md#ebb).

Slack the lines! We waited for the slack.
//- /other.md
No water here.
",
            &expect![[r#"
                /log.md:1: ebb
                /log.md:1: [tides](tides.md#slack)
                /log.md:1: [the ebb](tides.md#ebb)
                /log.md:3: slack
            "#]],
        );
    }
}
