//! Definition: where the term under the cursor is declared.
//!
//! LSP: textDocument/definition.

use text_size::TextRange;

use crate::features::symbol::terms_at;
use crate::features::{FilePosition, RangeInfo};
use crate::workspace::document::NoteId;
use crate::workspace::{Declaration, Workspace};

/// A place to go to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Target {
    /// The note.
    pub note: NoteId,
    /// All that belongs to the declaration.
    pub range: TextRange,
    /// The headword in it, where the cursor goes.
    pub name_range: TextRange,
}

/// All places that declare the term at a position, the nearest first.
///
/// On a declaration these are all declarations of its name, its own among them: an editor that is
/// asked from there can show them all, and an empty heading leads to where the term is defined.
pub fn definition(workspace: &Workspace, position: FilePosition) -> Option<RangeInfo<Vec<Target>>> {
    let meant = terms_at(workspace, position)?;
    let targets = meant.declared.iter().map(Target::of).collect();
    Some(RangeInfo { range: meant.range, info: targets })
}

impl Target {
    /// The place of a declaration.
    pub fn of(found: &Declaration<'_>) -> Self {
        Self { note: found.document.id, range: found.term.range, name_range: found.term.name_range }
    }
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};

    use super::definition;
    use crate::features::fixture::Fixture;

    #[expect(clippy::needless_pass_by_value, reason = "an expectation is made where it is checked")]
    fn check(fixture: &str, expected: Expect) {
        let fixture = Fixture::new(fixture);
        let Some(found) = definition(&fixture.workspace, fixture.position()) else {
            return expected.assert_eq("nothing\n");
        };
        let origin = fixture.slice(fixture.position().note, found.range);
        let targets: String = found
            .info
            .iter()
            .map(|target| {
                assert!(target.range.contains_range(target.name_range));
                format!("{}\n", fixture.place(target.note, target.name_range))
            })
            .collect();
        expected.assert_eq(&format!("*{origin}*\n{targets}"));
    }

    #[test]
    fn a_mention_leads_to_the_headword() {
        check(
            "## Part\n#### Cache\nFast.\n#### Disk\nSlower than a ca$0che.\n",
            expect![[r#"
            *cache*
            /note.md:2: Cache
        "#]],
        );
    }

    #[test]
    fn the_longest_term_wins() {
        let notes = "#### Data\nFacts.\n#### Change Data Capture\nThe process.\n#### Use\n";
        check(
            &format!("{notes}We use change da$0ta capture."),
            expect![[r#"
            *change data capture*
            /note.md:3: Change Data Capture
        "#]],
        );
        check(
            &format!("{notes}We change da$0ta often."),
            expect![[r#"
            *data*
            /note.md:1: Data
        "#]],
        );
    }

    #[test]
    fn a_term_in_its_own_definition_leads_to_its_heading() {
        check(
            "#### Cache\nA ca$0che is fast.\n",
            expect![[r#"
            *cache*
            /note.md:1: Cache
        "#]],
        );
    }

    #[test]
    fn from_a_heading_all_declarations_of_its_name_are_reached() {
        check(
            "//- /a.md\n## Ca$0che\nHere.\n//- /b.md\n## Cache\nThere.\n",
            expect![[r#"
            *Cache*
            /a.md:1: Cache
            /b.md:1: Cache
        "#]],
        );
        check(
            "## Ca$0che\n",
            expect![[r#"
            nothing
        "#]],
        );
    }

    #[test]
    fn an_acronym_in_parentheses_is_a_name_and_so_is_the_rest() {
        let notes = "#### Change Data Capture (CDC)\nThe process.\n#### Use\n";
        check(
            &format!("{notes}With CD$0C."),
            expect![[r#"
            *CDC*
            /note.md:1: Change Data Capture (CDC)
        "#]],
        );
        check(
            &format!("{notes}With change data cap$0ture."),
            expect![[r#"
            *change data capture*
            /note.md:1: Change Data Capture (CDC)
        "#]],
        );
    }

    #[test]
    fn marks_are_part_of_a_name() {
        let notes = "#### C\nOld.\n#### C++\nBigger.\n#### Use\n";
        check(
            &format!("{notes}In C$0++ too."),
            expect![[r#"
            *C++*
            /note.md:3: C++
        "#]],
        );
        check(
            &format!("{notes}In C$0# too."),
            expect![[r#"
            nothing
        "#]],
        );
    }
}
