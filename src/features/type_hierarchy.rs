//! Type hierarchy: topic › subtopic › term.
//!
//! LSP: textDocument/prepareTypeHierarchy, typeHierarchy/supertypes, typeHierarchy/subtypes.

use std::collections::HashSet;

use crate::features::FilePosition;
use crate::features::item::{Item, Part};
use crate::features::symbol::{Symbol, symbol_at, terms_at};
use crate::note::section::SectionStatus;
use crate::workspace::{Declaration, Workspace};

/// The term at a position, in each of its declarations, only in the one that the cursor is on; or
/// the topic whose heading stands there.
pub fn prepare(workspace: &Workspace, position: FilePosition) -> Option<Vec<Item>> {
    if let Some(meant) = terms_at(workspace, position) {
        return Some(meant.nearest().iter().map(|found| Part::Term(*found).item()).collect());
    }
    let (Symbol::Heading(index), _) = symbol_at(workspace, position)? else { return None };
    let document = workspace.document(position.note)?;
    Some(vec![Part::section(workspace, document, index).item()])
}

/// The topic that something is a part of, if any.
pub fn supertypes(workspace: &Workspace, part: Part<'_>) -> Vec<Item> {
    let above = part.above().map(|index| Part::section(workspace, part.document(), index));
    above.iter().map(Part::item).collect()
}

/// The terms and subtopics of a topic, in the order of the note. Sections that are neither, and
/// gaps, are left out.
pub fn subtypes(workspace: &Workspace, part: Part<'_>) -> Vec<Item> {
    let (document, Some(index)) = (part.document(), part.index()) else { return Vec::new() };
    let note = &document.note;
    let terms = note.terms.iter().filter(|term| !workspace.is_boilerplate_title(term));
    let terms = terms.map(|term| Part::Term(Declaration { document, term }));
    let with_terms: HashSet<_> = note.terms.iter().filter_map(|term| term.section).collect();
    // What has parts: subsections, or terms that its text declares.
    let is_topic = |index: &usize| {
        note.sections[*index].state == SectionStatus::Topic || with_terms.contains(index)
    };
    let sections = (0..note.sections.len())
        .filter(|child| note.sections[*child].parent == Some(index))
        .map(|child| Part::section(workspace, document, child))
        .filter(|child| matches!(child, Part::Section(_, index) if is_topic(index)));
    let mut parts: Vec<_> =
        terms.filter(|term| term.above() == Some(index)).chain(sections).collect();
    parts.sort_by_key(|part| part.name_range().start());
    parts.iter().map(Part::item).collect()
}

#[cfg(test)]
mod tests {
    use std::fmt::Write as _;

    use expect_test::{Expect, expect};

    use super::{prepare, subtypes, supertypes};
    use crate::features::fixture::Fixture;
    use crate::features::item::{Item, Part};

    fn part<'f>(fixture: &'f Fixture, item: &Item) -> Part<'f> {
        Part::find(&fixture.workspace, item.note, &item.name, item.name_range.start())
            .expect("what was shown is found again")
    }

    fn tree(fixture: &Fixture, item: &Item, depth: usize, shown: &mut String) {
        let (indent, kind) = ("  ".repeat(depth), item.kind.name());
        let _ = writeln!(shown, "{indent}{kind} {} in {}", item.name, item.container);
        for below in subtypes(&fixture.workspace, part(fixture, item)) {
            let above = supertypes(&fixture.workspace, part(fixture, &below));
            assert_eq!(above, std::slice::from_ref(item), "what is below is above the other way");
            tree(fixture, &below, depth + 1, shown);
        }
    }

    #[expect(clippy::needless_pass_by_value, reason = "an expectation is made where it is checked")]
    fn check(fixture: &str, expected: Expect) {
        let fixture = Fixture::new(fixture);
        let mut shown = String::new();
        for item in prepare(&fixture.workspace, fixture.position()).unwrap_or_default() {
            tree(&fixture, &item, 0, &mut shown);
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
