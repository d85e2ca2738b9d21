//! Document highlight: the references in one note to the term, link, label or tag under the cursor.
//!
//! LSP: textDocument/documentHighlight.

use crate::features::FilePosition;
use crate::features::reference::Reference;
use crate::features::references;
use crate::workspace::Workspace;

/// Returns the references in the note of a position, from top to bottom. No other note is read.
pub fn document_highlight(workspace: &Workspace, position: FilePosition) -> Option<Vec<Reference>> {
    references::in_note(workspace, position)
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};

    use super::document_highlight;
    use crate::features::fixture::Fixture;
    use crate::features::reference::ReferenceKind;

    #[expect(clippy::needless_pass_by_value, reason = "an expectation is made where it is checked")]
    fn check(fixture: &str, expected: Expect) {
        let fixture = Fixture::new(fixture);
        let Some(found) = document_highlight(&fixture.workspace, fixture.position()) else {
            return expected.assert_eq("nothing\n");
        };
        let shown: String = found
            .iter()
            .map(|highlight| {
                let place = fixture.place(fixture.position().note, highlight.range);
                format!(
                    "{place}{}\n",
                    if highlight.kind == ReferenceKind::Declaration {
                        " (declaration)"
                    } else {
                        ""
                    }
                )
            })
            .collect();
        expected.assert_eq(&shown);
    }

    #[test]
    fn mentions_and_declarations_in_the_note_are_marked() {
        check(
            "//- /a.md\n## Cache\nA ca$0che.\n## Use\nOf caches.\n//- /b.md\nA cache.\n",
            expect![[r#"
                /a.md:1: Cache (declaration)
                /a.md:2: cache
                /a.md:4: caches
            "#]],
        );
        check(
            "//- /a.md\n## Cache\nText.\n//- /b.md\nA c$0ache and a [cache](x).\n",
            expect![[r#"
                /b.md:1: cache
                /b.md:1: cache
            "#]],
        );
        check("Noth$0ing.\n", expect![["nothing\n"]]);
    }

    #[test]
    fn links_to_one_place_and_uses_of_one_label_are_marked() {
        check(
            "# A\n## Part$0\n[x](#part), [[#Part]], [y](#other)\n",
            expect![[r#"
                /note.md:2: Part (declaration)
                /note.md:3: [x](#part)
                /note.md:3: [[#Part]]
            "#]],
        );
        check(
            "[x][la$0bel], [label].\n\n[label]: y\n",
            expect![[r#"
            /note.md:1: label
            /note.md:1: label
            /note.md:3: label (declaration)
        "#]],
        );
    }

    #[test]
    fn the_places_of_a_tag_are_marked() {
        check(
            "//- /a.md\n---\ntags: [Data/lake, x]\n---\nOn #da$0ta and #database.\n//- /b.md\n#data\n",
            expect![[r#"
                /a.md:2: Data/lake
                /a.md:4: #data
            "#]],
        );
    }
}
