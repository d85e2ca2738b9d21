//! References: all places that speak of the term under the cursor, or that have its tag.
//!
//! A term is spoken of under any of its names, in running text and in the text of links. A mention
//! that may be of either of two terms counts for each.
//!
//! LSP: textDocument/references.

use text_size::TextRange;

use crate::features::FilePosition;
use crate::features::labels::{self, label_at};
use crate::features::symbol::terms_at;
use crate::workspace::document::NoteId;
use crate::workspace::{Workspace, mention};

/// A place that speaks of a term.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reference {
    /// The note.
    pub note: NoteId,
    /// The name as it stands there.
    pub range: TextRange,
    /// What it is.
    pub kind: ReferenceKind,
}

/// What a place that speaks of a term is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ReferenceKind {
    /// The headword where it is declared.
    Declaration,
    /// A mention in running text.
    Mention,
    /// A mention in the text of a link.
    Link,
    /// A tag or category.
    Label,
}

/// All mentions of the term at a position, and its declarations if they are wanted: those in the
/// note that is asked about first, then the rest by their paths, each from top to bottom.
pub fn references(
    workspace: &Workspace,
    position: FilePosition,
    with_declarations: bool,
) -> Option<Vec<Reference>> {
    if let Some((label, _)) = label_at(workspace, position) {
        return Some(labels::references(workspace, &label, position.note));
    }
    let meant = terms_at(workspace, position)?;
    let mut found: Vec<_> = mention::everywhere(workspace, &meant.all_names())
        .into_iter()
        .flat_map(|(document, mentions)| {
            mentions.into_iter().map(move |mention| (document, mention))
        })
        .map(|(document, mention)| {
            let kind = if mention.in_link { ReferenceKind::Link } else { ReferenceKind::Mention };
            (document, Reference { note: document.id, range: mention.range, kind })
        })
        .collect();
    if with_declarations {
        found.extend(meant.declared.iter().map(|declared| {
            let (note, range) = (declared.document.id, declared.term.name_range);
            let kind = ReferenceKind::Declaration;
            (declared.document, Reference { note, range, kind })
        }));
    }
    found.sort_by(|(a, one), (b, other)| {
        let place = |reference: &Reference| (reference.range.start(), reference.kind);
        (a.id != position.note, &a.location, place(one)).cmp(&(
            b.id != position.note,
            &b.location,
            place(other),
        ))
    });
    Some(found.into_iter().map(|(_, reference)| reference).collect())
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};

    use super::{ReferenceKind, references};
    use crate::features::fixture::Fixture;

    #[expect(clippy::needless_pass_by_value, reason = "an expectation is made where it is checked")]
    fn check(fixture: &str, expected: Expect) {
        let fixture = Fixture::new(fixture);
        let Some(found) = references(&fixture.workspace, fixture.position(), true) else {
            return expected.assert_eq("nothing\n");
        };
        let shown: String = found
            .iter()
            .map(|reference| {
                let place = fixture.place(reference.note, reference.range);
                let kind = match reference.kind {
                    ReferenceKind::Declaration => " (declaration)",
                    ReferenceKind::Mention => "",
                    ReferenceKind::Link => " (link)",
                    ReferenceKind::Label => " (label)",
                };
                format!("{place}{kind}\n")
            })
            .collect();
        expected.assert_eq(&shown);
        let mentions: Vec<_> = found
            .into_iter()
            .filter(|reference| reference.kind != ReferenceKind::Declaration)
            .collect();
        let without = references(&fixture.workspace, fixture.position(), false);
        assert_eq!(without, Some(mentions), "all but the declarations");
    }

    #[test]
    fn mentions_are_found_in_all_notes_the_note_asked_from_first() {
        let notes = |mark: &str, heading: &str| {
            format!(
                "//- /b/use.md\nA {mark} and a [cache](x).\n\n`cache` and CACHES.\n\
                 //- /a.md\nNo cash, but caches.\n\
                 //- /c.md\n#### {heading}\nA cache's use.\n"
            )
        };
        let expected = expect![[r#"
            /b/use.md:1: cache
            /b/use.md:1: cache (link)
            /b/use.md:3: CACHES
            /a.md:1: caches
            /c.md:1: Cache (declaration)
            /c.md:2: cache
        "#]];
        check(&notes("ca$0che", "Cache"), expected);
        check(
            &notes("cache", "Ca$0che"),
            expect![[r#"
                /c.md:1: Cache (declaration)
                /c.md:2: cache
                /a.md:1: caches
                /b/use.md:1: cache
                /b/use.md:1: cache (link)
                /b/use.md:3: CACHES
            "#]],
        );
    }

    #[test]
    fn a_term_is_found_under_all_its_names() {
        check(
            "#### Change Data Capture (CDC)\nThe process.\n#### Use\nOf C$0DC: change-data capture.\n",
            expect![[r#"
                /note.md:1: Change Data Capture (CDC) (declaration)
                /note.md:4: CDC
                /note.md:4: change-data capture
            "#]],
        );
    }

    #[test]
    fn an_ambiguous_mention_counts_for_each() {
        let notes = "#### First Aid Kit (FAK)\nOne.\n#### Free Air Kite (FAK)\nOther.\n#### Use\n";
        check(
            &format!("{notes}A FAK, a first aid ki$0t, a free air kite.\n"),
            expect![[r#"
                /note.md:1: First Aid Kit (FAK) (declaration)
                /note.md:6: FAK
                /note.md:6: first aid kit
            "#]],
        );
    }

    #[test]
    fn a_longer_term_is_not_a_mention_of_a_shorter_one() {
        check(
            "#### Data\nFacts.\n#### Data lake\nWater.\n#### Use\nThe data$0 of a data lake.\n",
            expect![[r#"
                /note.md:1: Data (declaration)
                /note.md:6: data
            "#]],
        );
    }

    #[test]
    fn what_is_no_term_has_none() {
        check("#### Cache\nNo$0thing.\n", expect![["nothing\n"]]);
    }

    const TAGGED: &str = "\
//- /b.md
---
tags: [Data, interview prep]
categories: [Data]
---
//- /c.md
+++
[taxonomies]
tags = [\"data/lake\", \"database\"]
+++
In #data, not #database.
//- /a.md
";

    #[test]
    fn a_tag_is_found_in_every_syntax_and_case_with_those_below_it() {
        for mark in ["#da$0ta", "Text $0#data.", "---\ntag: da$0ta\n---"] {
            let fixture = Fixture::new(&format!("{TAGGED}{mark}\n"));
            let found = references(&fixture.workspace, fixture.position(), true).unwrap();
            let places: Vec<_> = found.iter().map(|it| fixture.place(it.note, it.range)).collect();
            assert!(places[0].starts_with("/a.md:"), "{places:?}");
            assert_eq!(places[1..], ["/b.md:2: Data", "/c.md:3: data/lake", "/c.md:5: #data"]);
        }
    }

    #[test]
    fn what_belongs_to_a_tag_is_not_all_of_it() {
        check(
            &format!("{TAGGED}#data/la$0ke\n"),
            expect![[r#"
                /a.md:1: #data/lake (label)
                /c.md:3: data/lake (label)
            "#]],
        );
    }

    #[test]
    fn a_tag_may_have_spaces_and_a_category_is_no_tag() {
        check(
            &format!("{TAGGED}---\ntags:\n  - 'Interview$0 Prep'\n---\n"),
            expect![[r#"
                /a.md:3: Interview Prep (label)
                /b.md:2: interview prep (label)
            "#]],
        );
        check(
            &format!("{TAGGED}---\ncategories: [da$0ta, other]\n---\n"),
            expect![[r#"
                /a.md:2: data (label)
                /b.md:3: Data (label)
            "#]],
        );
    }
}
