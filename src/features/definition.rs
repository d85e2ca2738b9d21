//! Definition: where the link under the cursor leads, or the term under it is declared.
//!
//! A link says what its author means, so it comes before the terms in its text.
//!
//! LSP: textDocument/definition.

use text_size::{TextRange, TextSize};

use crate::features::symbol::terms_at;
use crate::features::{FilePosition, RangeInfo, link};
use crate::note::reference::LinkReference;
use crate::workspace::document::{Document, NoteId};
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

/// The place that the link at a position leads to, what the label there stands for, or all places
/// that declare the term there, the nearest first.
///
/// On a declaration these are all declarations of its name, its own among them: an editor that is
/// asked from there can show them all, and an empty heading leads to where the term is defined.
pub fn definition(workspace: &Workspace, position: FilePosition) -> Option<RangeInfo<Vec<Target>>> {
    let document = workspace.document(position.note)?;
    of_reference(document, position.offset)
        .or_else(|| of_link(workspace, document, position.offset))
        .or_else(|| of_term(workspace, position))
}

fn of_term(workspace: &Workspace, position: FilePosition) -> Option<RangeInfo<Vec<Target>>> {
    let meant = terms_at(workspace, position)?;
    let targets = meant.declared.iter().map(Target::of).collect();
    Some(RangeInfo { range: meant.range, info: targets })
}

fn of_link(
    workspace: &Workspace,
    document: &Document,
    offset: TextSize,
) -> Option<RangeInfo<Vec<Target>>> {
    let (range, target) = link::target_at(workspace, document, offset)?;
    let (name_range, all) = link::place(workspace, target)?;
    Some(RangeInfo { range, info: vec![Target { note: target.note, range: all, name_range }] })
}

/// From a use of a label to its definition, and from a definition to the first use.
fn of_reference(document: &Document, offset: TextSize) -> Option<RangeInfo<Vec<Target>>> {
    let label = link::reference_at(document, offset)?;
    let other = |found: &&LinkReference| found.is_definition != label.is_definition;
    let found = link::same_reference(document, label).find(other)?;
    let target = Target { note: document.id, range: found.range, name_range: found.label };
    // The brackets belong to it.
    Some(RangeInfo { range: label.label.cover_offset(offset), info: vec![target] })
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
}
