//! Document highlight: the mentions of the term under the cursor in this note, and its declaration;
//! or the places of the tag under the cursor.
//!
//! LSP: textDocument/documentHighlight.

use text_size::TextRange;

use crate::features::FilePosition;
use crate::features::labels::label_at;
use crate::features::symbol::terms_at;
use crate::workspace::{Workspace, labels, mention};

/// A place to be marked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Highlight {
    /// The place.
    pub range: TextRange,
    /// Whether the term is declared there, rather than mentioned.
    pub is_declaration: bool,
}

/// The places in the note that speak of the term at a position, from top to bottom.
pub fn document_highlight(workspace: &Workspace, position: FilePosition) -> Option<Vec<Highlight>> {
    let document = workspace.document(position.note)?;
    if let Some((label, _)) = label_at(workspace, position) {
        let places = labels::in_note(&document.note, label.kind, &label.name);
        let marked = places.map(|it| Highlight { range: it.range, is_declaration: false });
        return Some(marked.collect());
    }
    let meant = terms_at(workspace, position)?;
    let names = meant.all_names();
    let mentions = mention::in_note(workspace, document).into_iter();
    let mentions = mentions
        .filter(|mention| mention.is_of(&names))
        .map(|mention| Highlight { range: mention.range, is_declaration: false });
    let declared = meant.declared.iter().filter(|declared| declared.document.id == position.note);
    let declared = declared
        .map(|declared| Highlight { range: declared.term.name_range, is_declaration: true });
    let mut found: Vec<_> = declared.chain(mentions).collect();
    found.sort_by_key(|highlight| highlight.range.start());
    Some(found)
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};

    use super::document_highlight;
    use crate::features::fixture::Fixture;

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
                format!("{place}{}\n", if highlight.is_declaration { " (declaration)" } else { "" })
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
