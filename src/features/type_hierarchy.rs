//! Type hierarchy: topic › subtopic › term.
//!
//! LSP: textDocument/prepareTypeHierarchy, typeHierarchy/supertypes, typeHierarchy/subtypes.

use std::collections::HashSet;

use crate::features::FilePosition;
use crate::features::cursor_target::{self, CursorTarget};
use crate::features::navigation_target::{Symbol, TermOrSection};
use crate::features::resolved_terms::ResolvedTerms;
use crate::note::section::SectionStatus;
use crate::workspace::{Declaration, Workspace};

/// Returns the topic whose heading is at a position, or the declarations of the term there. In a
/// declaration, only this one is returned.
pub fn prepare(workspace: &Workspace, position: FilePosition) -> Option<Vec<Symbol>> {
    let document = workspace.document(position.note)?;
    cursor_target::at(workspace, position).into_iter().find_map(|found| {
        match (ResolvedTerms::of(workspace, position, &found), found.info) {
            (Some(terms), _) => {
                let terms = terms.nearest().iter();
                Some(terms.map(|it| TermOrSection::Term(*it).symbol()).collect())
            }
            (None, CursorTarget::Heading(index)) => {
                Some(vec![TermOrSection::section(workspace, document, index).symbol()])
            }
            (None, _) => None,
        }
    })
}

/// Returns the topic that contains a term or section, if any.
pub fn supertypes(workspace: &Workspace, part: TermOrSection<'_>) -> Vec<Symbol> {
    let above =
        part.parent().map(|index| TermOrSection::section(workspace, part.document(), index));
    above.iter().map(TermOrSection::symbol).collect()
}

/// Returns the terms and subtopics of a topic, in the order of the note. Other sections and empty
/// sections are left out.
pub fn subtypes(workspace: &Workspace, part: TermOrSection<'_>) -> Vec<Symbol> {
    let (document, Some(index)) = (part.document(), part.index()) else { return Vec::new() };
    let note = &document.note;
    let terms = note.terms.iter().filter(|term| !workspace.is_rejected(term));
    let terms = terms.map(|term| TermOrSection::Term(Declaration { document, term }));
    let with_terms: HashSet<_> = note.terms.iter().filter_map(|term| term.section).collect();
    // A topic has subsections, or terms that its text declares.
    let is_topic = |index: &usize| {
        note.sections[*index].state == SectionStatus::Topic || with_terms.contains(index)
    };
    let sections = (0..note.sections.len())
        .filter(|child| note.sections[*child].parent == Some(index))
        .map(|child| TermOrSection::section(workspace, document, child))
        .filter(|child| matches!(child, TermOrSection::Section(_, index) if is_topic(index)));
    let mut parts: Vec<_> =
        terms.filter(|term| term.parent() == Some(index)).chain(sections).collect();
    parts.sort_by_key(|part| part.name_range().start());
    parts.iter().map(TermOrSection::symbol).collect()
}

#[cfg(test)]
mod tests {
    use std::fmt::Write as _;

    use expect_test::{Expect, expect};

    use super::{prepare, subtypes, supertypes};
    use crate::features::fixture::Fixture;
    use crate::features::navigation_target::{Symbol, TermOrSection};

    fn part<'f>(fixture: &'f Fixture, symbol: &Symbol) -> TermOrSection<'f> {
        TermOrSection::find(
            &fixture.workspace,
            symbol.target.note,
            &symbol.name,
            symbol.target.name_range.start(),
        )
        .expect("what was shown is found again")
    }

    fn tree(fixture: &Fixture, symbol: &Symbol, depth: usize, shown: &mut String) {
        let (indent, kind) = ("  ".repeat(depth), symbol.kind.name());
        let _ = writeln!(shown, "{indent}{kind} {} in {}", symbol.name, symbol.target.place());
        for below in subtypes(&fixture.workspace, part(fixture, symbol)) {
            let above = supertypes(&fixture.workspace, part(fixture, &below));
            assert_eq!(above, std::slice::from_ref(symbol), "what is below is above the other way");
            tree(fixture, &below, depth + 1, shown);
        }
    }

    #[expect(clippy::needless_pass_by_value, reason = "an expectation is made where it is checked")]
    fn check(fixture: &str, expected: Expect) {
        let fixture = Fixture::new(fixture);
        let mut shown = String::new();
        for symbol in prepare(&fixture.workspace, fixture.position()).unwrap_or_default() {
            tree(&fixture, &symbol, 0, &mut shown);
        }
        expected.assert_eq(&shown);
    }

    const NOTE: &str = "\
# Storage
## Stores
### Fast
#### Cache
Fast.
#### Plan
- a list
### Slow
## Use
Of it.
";

    #[test]
    fn topics_have_subtopics_and_terms() {
        check(
            &NOTE.replace("# Storage", "# Sto$0rage"),
            expect![[r#"
                topic Storage in Storage
                  topic Stores in Storage
                    topic Fast in Storage › Stores
                      term Cache in Storage › Stores › Fast
                  term Use in Storage
            "#]],
        );
    }

    #[test]
    fn a_mention_begins_at_its_term() {
        check(
            &format!("{NOTE}The cac$0he.\n"),
            expect![[r#"
                term Cache in Storage › Stores › Fast
            "#]],
        );
        check("Noth$0ing.\n", expect![[""]]);
    }
}
