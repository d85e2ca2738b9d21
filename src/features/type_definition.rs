//! Type definition: what kind of thing the term under the cursor is, which is the topic that it
//! is declared in.
//!
//! LSP: textDocument/typeDefinition.

use std::collections::HashSet;

use crate::features::definition::Target;
use crate::features::item::Part;
use crate::features::symbol::{Symbol, symbol_at, terms_at};
use crate::features::{FilePosition, RangeInfo};
use crate::workspace::Workspace;

/// The headings of the topics that the term at a position belongs to, that of its nearest
/// declaration first. On a heading that is no term, that of the topic it stands in.
pub fn type_definition(
    workspace: &Workspace,
    position: FilePosition,
) -> Option<RangeInfo<Vec<Target>>> {
    let (symbol, range) = symbol_at(workspace, position)?;
    let parts: Vec<_> = match (terms_at(workspace, position), symbol) {
        (Some(meant), _) => meant.declared.into_iter().map(Part::Term).collect(),
        (None, Symbol::Heading(index)) => {
            vec![Part::section(workspace, workspace.document(position.note)?, index)]
        }
        (None, _) => return None,
    };
    let (mut targets, mut known) = (Vec::new(), HashSet::new());
    for part in parts {
        let Some(above) = part.above().filter(|it| known.insert((part.document().id, *it))) else {
            continue;
        };
        let section = &part.document().note.sections[above];
        targets.push(Target {
            note: part.document().id,
            range: section.range,
            name_range: section.heading.name_range,
        });
    }
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
