//! Document highlight: what in this note speaks of the term, label or link under the cursor.
//!
//! LSP: textDocument/documentHighlight.

use text_size::TextRange;

use crate::features::FilePosition;
use crate::features::labels::label_at;
use crate::features::references::{Reference, ReferenceKind, links};
use crate::features::symbol::terms_at;
use crate::workspace::document::Document;
use crate::workspace::{Workspace, labels, mention};

/// A place to be marked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Highlight {
    /// The place.
    pub range: TextRange,
    /// Whether the term is declared there, rather than mentioned.
    pub is_declaration: bool,
}

/// The places in the note that speak of the term, label or link at a position, from top to
/// bottom.
pub fn document_highlight(workspace: &Workspace, position: FilePosition) -> Option<Vec<Highlight>> {
    let document = workspace.document(position.note)?;
    if let Some((label, _)) = label_at(workspace, position) {
        let places = labels::in_note(&document.note, label.kind, &label.name);
        let marked = places.map(|it| Highlight { range: it.range, is_declaration: false });
        return Some(marked.collect());
    }
    let mut found = match links::of_reference(document, position.offset) {
        Some(found) => found.into_iter().map(Highlight::from).collect(),
        None => {
            let term = of_term(workspace, document, position);
            let target = of_target(workspace, document, position);
            (term.is_some() || target.is_some()).then_some(())?;
            let mut found = term.unwrap_or_default();
            let known: Vec<_> = found.iter().map(|highlight| highlight.range).collect();
            // A mention in the text of a link is marked already.
            let is_new =
                |it: &Highlight| !known.iter().any(|range| it.range.contains_range(*range));
            found.extend(target.unwrap_or_default().into_iter().filter(is_new));
            found
        }
    };
    found.sort_by_key(|highlight| highlight.range.start());
    Some(found)
}

fn of_target(
    workspace: &Workspace,
    document: &Document,
    position: FilePosition,
) -> Option<Vec<Highlight>> {
    let target = links::target_at(workspace, position)?;
    let found = links::within(workspace, document, target).into_iter();
    Some(found.map(Highlight::from).collect())
}

impl From<Reference> for Highlight {
    fn from(found: Reference) -> Self {
        let is_declaration = found.kind == ReferenceKind::Declaration;
        Self { range: found.range, is_declaration }
    }
}

fn of_term(
    workspace: &Workspace,
    document: &Document,
    position: FilePosition,
) -> Option<Vec<Highlight>> {
    let meant = terms_at(workspace, position)?;
    let names = meant.all_names();
    let mentions = mention::in_note(workspace, document).into_iter();
    let mentions = mentions
        .filter(|mention| mention.is_of(&names))
        .map(|mention| Highlight { range: mention.range, is_declaration: false });
    let declared = meant.declared.iter().filter(|declared| declared.document.id == position.note);
    let declared = declared
        .map(|declared| Highlight { range: declared.term.name_range, is_declaration: true });
    Some(declared.chain(mentions).collect())
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
    fn links_to_one_place_and_uses_of_one_label_are_marked() {
        check(
            "# A\n## Part$0\n[x](#part), [[#Part]], [y](#other)\n",
            expect![[r#"
            /note.md:2: Part (declaration)
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
