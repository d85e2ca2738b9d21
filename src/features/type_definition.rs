//! Type definition: the topic that the term under the cursor is declared in.
//!
//! LSP: textDocument/typeDefinition.

use std::collections::HashSet;

use crate::features::cursor_target::{self, CursorTarget};
use crate::features::navigation_target::{NavigationTarget, TermOrSection};
use crate::features::resolved_terms::ResolvedTerms;
use crate::features::{FilePosition, RangeInfo};
use crate::workspace::Workspace;

/// Returns the headings of the topics of the term at a position. The topic of the nearest
/// declaration comes first. For a heading that does not name a term, it is the heading above it.
pub fn type_definition(
    workspace: &Workspace,
    position: FilePosition,
) -> Option<RangeInfo<Vec<NavigationTarget>>> {
    let document = workspace.document(position.note)?;
    let (range, parts) = cursor_target::at(workspace, position).into_iter().find_map(|found| {
        let parts = match (ResolvedTerms::of(workspace, position, &found), found.info) {
            (Some(terms), _) => terms.declared.into_iter().map(TermOrSection::Term).collect(),
            (None, CursorTarget::Heading(index)) => {
                vec![TermOrSection::section(workspace, document, index)]
            }
            (None, _) => return None,
        };
        Some((found.range, parts))
    })?;
    let mut known = HashSet::new();
    let topics = parts.iter().filter_map(|part| {
        let (document, topic) = (part.document(), part.parent()?);
        let is_new = known.insert((document.id, topic));
        is_new.then(|| TermOrSection::Section(document, topic).target())
    });
    let targets: Vec<_> = topics.collect();
    (!targets.is_empty()).then_some(RangeInfo { range, info: targets })
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};

    use super::type_definition;
    use crate::features::fixture::Fixture;

    #[expect(clippy::needless_pass_by_value, reason = "an expectation is made where it is checked")]
    fn check(fixture: &str, expected: Expect) {
        let fixture = Fixture::new(fixture);
        let found = type_definition(&fixture.workspace, fixture.position());
        let targets = found.map_or_else(Vec::new, |found| found.info);
        let place = |note, range| fixture.place(note, range) + "\n";
        let shown: String = targets.iter().map(|it| place(it.note, it.name_range)).collect();
        expected.assert_eq(&shown);
    }

    #[test]
    fn the_topic_of_a_term_is_its_kind() {
        let notes = "//- /a.md\n## Stores\n### Cache\nFast.\n### Disk\nSlow.\n//- /b.md\n";
        check(
            &format!("{notes}A ca$0che.\n"),
            expect![[r#"
                /a.md:1: Stores
            "#]],
        );
        check(
            &format!("{notes}## Parts\n#### Cache\nA dis$0k.\n"),
            expect![[r#"
                /a.md:1: Stores
            "#]],
        );
        check(
            &format!("{notes}## Parts\n#### Ca$0che\nOther.\n"),
            expect![[r#"
                /b.md:1: Parts
                /a.md:1: Stores
            "#]],
        );
    }

    #[test]
    fn a_heading_leads_to_the_one_above() {
        check(
            "# All\n## Sto$0res\n### Cache\nFast.\n",
            expect![[r#"
                /note.md:1: All
            "#]],
        );
        check("# A$0ll\n## Stores\n", expect![[""]]);
    }
}
