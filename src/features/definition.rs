//! Definition: where the link under the cursor leads, or the term under it is declared.
//!
//! A link has precedence over the terms in its text. A mention of a gap leads to its empty section,
//! which is the place to write.
//!
//! LSP: textDocument/definition.

use crate::features::cursor_target::{self, CursorTarget};
use crate::features::link::same_reference;
use crate::features::navigation_target::{NavigationTarget, TermOrSection};
use crate::features::resolved_gap::ResolvedGap;
use crate::features::resolved_terms::ResolvedTerms;
use crate::features::{FilePosition, RangeInfo};
use crate::note::reference::LinkReference;
use crate::workspace::Workspace;
use crate::workspace::document::Document;

/// Returns the targets of the link, label or term at a position. A label leads to its definition. A
/// term leads to all its declarations, the nearest first.
///
/// A declaration leads to all declarations of its name, including itself. So the editor can list
/// them, and an empty heading leads to the definition of its term.
pub fn definition(
    workspace: &Workspace,
    position: FilePosition,
) -> Option<RangeInfo<Vec<NavigationTarget>>> {
    let document = workspace.document(position.note)?;
    cursor_target::at(workspace, position).into_iter().find_map(|found| match found.info {
        CursorTarget::LinkLabel(label) => {
            let target = other_end(document, label)?;
            // The range includes the brackets.
            let range = label.label.cover_offset(position.offset);
            Some(RangeInfo { range, info: vec![target] })
        }
        CursorTarget::Link { target: Some(target), .. } => {
            let target = NavigationTarget::of_linked_text(workspace, target)?;
            Some(RangeInfo { range: found.range, info: vec![target] })
        }
        _ => {
            let Some(terms) = ResolvedTerms::of(workspace, position, &found) else {
                // An empty section does not lead to itself.
                let is_use = !matches!(found.info, CursorTarget::Heading(_));
                let gap = ResolvedGap::of(workspace, position, &found).filter(|_| is_use)?;
                return Some(RangeInfo { range: gap.range, info: gap.targets() });
            };
            let targets = terms.declared.into_iter().map(|it| TermOrSection::Term(it).target());
            Some(RangeInfo { range: terms.range, info: targets.collect() })
        }
    })
}

/// Returns the definition of a label that is used, or the first use of one that is defined.
fn other_end(document: &Document, label: &LinkReference) -> Option<NavigationTarget> {
    let is_other = |found: &&LinkReference| found.is_definition != label.is_definition;
    let found = same_reference(document, label).find(is_other)?;
    let section = document.note.section_at(found.range.start());
    Some(NavigationTarget::new(document, found.range, found.label, section))
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
            "//- /a.md\n## Ca$0che\nA store.\n//- /b.md\n## Cache\nA place.\n",
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

    const TWO: &str = "\
//- /a.md
# Alpha
## Part
Text <a id=\"here\"></a>.
Block. ^block
//- /b.md
";

    #[test]
    fn a_link_leads_to_a_note_or_to_a_place_in_it() {
        for (link, place) in [
            ("[x](a.m$0d)", "/a.md:1: Alpha"),
            ("[x$0](a.md#part)", "/a.md:2: Part"),
            ("[x](a.md#pa$0rt)", "/a.md:2: Part"),
            ("[[a#Pa$0rt]]", "/a.md:2: Part"),
            ("[[al$0pha|x]]", "/a.md:1: Alpha"),
            ("[x](a#he$0re)", "/a.md:3: here"),
            ("![[a#^blo$0ck]]", "/a.md:4: block"),
            ("<a href=\"a.m$0d\">x</a>", "/a.md:1: Alpha"),
            ("[x][$0]\n\n[x]: a.md#part", "/a.md:2: Part"),
            ("[x]: a.md#pa$0rt", "/a.md:2: Part"),
        ] {
            let fixture = Fixture::new(&format!("{TWO}{link}\n"));
            let found = definition(&fixture.workspace, fixture.position()).expect(link);
            let target = &found.info[0];
            assert_eq!(fixture.place(target.note, target.name_range), place, "{link}");
            assert!(found.range.contains_inclusive(fixture.position().offset), "{link}");
        }
    }

    #[test]
    fn a_link_to_nothing_leaves_the_word_to_its_meaning() {
        check(
            "#### Cache\nFast.\n#### Use\nA [ca$0che](none.md) or [cache](https://example.com).\n",
            expect![[r#"
                *cache*
                /note.md:1: Cache
            "#]],
        );
    }

    #[test]
    fn labels_lead_to_their_definition_and_back() {
        check(
            "See [text][la$0bel] and[^1].\n\n[label]: x.md\n",
            expect![[r#"
                *label*
                /note.md:3: label
            "#]],
        );
        check(
            "See[^o$0ne].\n\n[^one]: Text.\n",
            expect![[r#"
                *one*
                /note.md:3: one
            "#]],
        );
        check(
            "See[^one].\n\n[^o$0ne]: Text.\n",
            expect![[r#"
                *one*
                /note.md:1: one
            "#]],
        );
    }

    #[test]
    fn a_mention_of_a_gap_leads_to_the_place_to_write() {
        let notes = "//- /a.md\n# Words\n## Tide mill\n//- /b.md\n## Tide mill\n//- /c.md\n";
        check(
            &format!("{notes}Old tide mi$0lls.\n"),
            expect![[r#"
            *tide mills*
            /a.md:2: Tide mill
            /b.md:1: Tide mill
        "#]],
        );
        check(
            &format!("{notes}See [[tide mi$0ll]].\n"),
            expect![[r#"
            *[[tide mill]]*
            /a.md:2: Tide mill
            /b.md:1: Tide mill
        "#]],
        );
    }
}
