//! The terms that a mention or a declaration refers to.
//!
//! Features for terms use [`ResolvedTerms`]. It is the same for a mention and for a declaration of
//! any style.

use std::collections::{BTreeSet, HashSet};
use std::{ptr, slice};

use text_size::{TextRange, TextSize};

use crate::features::cursor_target::{self, CursorTarget, declared_aliases};
use crate::features::{FilePosition, RangeInfo};
use crate::note::term::Term;
use crate::note::term_key::TermKey;
use crate::workspace::document::NoteId;
use crate::workspace::{Declaration, Workspace};

/// The terms that the text at a position refers to.
#[derive(Clone, Debug)]
pub(super) struct ResolvedTerms<'w> {
    /// The range of the name, in the note of the position.
    pub(super) range: TextRange,
    /// All declarations of the terms, the nearest first; never empty.
    pub(super) declared: Vec<Declaration<'w>>,
    /// The start of the headword of the declaration that the text is in.
    own: Option<(NoteId, TextSize)>,
}

impl ResolvedTerms<'_> {
    /// Returns all names of these terms. A mention of any of them is a mention of the term.
    pub(super) fn all_names(&self) -> BTreeSet<TermKey> {
        self.declared.iter().flat_map(|found| found.term.keys()).cloned().collect()
    }
}

impl<'w> ResolvedTerms<'w> {
    /// Returns the terms that are mentioned or declared at a position.
    pub(super) fn at(workspace: &'w Workspace, position: FilePosition) -> Option<Self> {
        let found = cursor_target::at(workspace, position);
        found.iter().find_map(|target| Self::of(workspace, position, target))
    }

    /// Returns the terms that a mention, a declared name or a heading refers to; `None` for other
    /// targets.
    ///
    /// Several declarations with the same headword declare one term. A heading that does not
    /// declare a term refers to the term with its name, if it exists.
    pub(super) fn of(
        workspace: &'w Workspace,
        position: FilePosition,
        target: &RangeInfo<CursorTarget<'_>>,
    ) -> Option<Self> {
        let note = &workspace.document(position.note)?.note;
        let own = match target.info {
            CursorTarget::Heading(index) => {
                let name_range = note.sections[index].heading.name_range;
                note.terms.iter().find(|term| name_range.contains_range(term.name_range))
            }
            CursorTarget::Term(index) => Some(&note.terms[index]),
            _ => None,
        };
        let keys = match (own, &target.info) {
            (Some(term), _) => slice::from_ref(&term.key),
            (None, CursorTarget::Mention(names)) => names.as_slice(),
            (None, CursorTarget::Heading(index)) => note.sections[*index].heading.key.as_slice(),
            (None, _) => return None,
        };
        let range = own.and_then(|term| declared_alias(term, position.offset));
        let range = range.unwrap_or(target.range);
        let mut known = HashSet::new();
        let found = keys.iter().flat_map(|key| workspace.declarations(key, Some(position.note)));
        let declared: Vec<_> = found.filter(|it| known.insert(ptr::from_ref(it.term))).collect();
        let own = own.map(|term| (position.note, term.name_range.start()));
        (!declared.is_empty()).then_some(Self { range, declared, own })
    }

    /// Returns the declaration that the text is in, or else all declarations.
    pub(super) fn nearest(&self) -> &[Declaration<'w>] {
        let is_here = |found: &Declaration<'_>| {
            self.own == Some((found.document.id, found.term.name_range.start()))
        };
        let here = self.declared.iter().position(is_here);
        here.map_or(self.declared.as_slice(), |at| &self.declared[at..=at])
    }
}

/// Returns the range of the alias that a term declares at a byte offset. In `Name (ALIAS)` it is
/// inside that of the headword.
fn declared_alias(term: &Term, offset: TextSize) -> Option<TextRange> {
    let ranges = declared_aliases(term).filter(|range| range.contains_inclusive(offset));
    ranges.min_by_key(|range| range.len())
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};

    use super::ResolvedTerms;
    use crate::features::fixture::Fixture;

    #[expect(clippy::needless_pass_by_value, reason = "an expectation is made where it is checked")]
    fn check(fixture: &str, expected: Expect) {
        let fixture = Fixture::new(fixture);
        let Some(resolved) = ResolvedTerms::at(&fixture.workspace, fixture.position()) else {
            return expected.assert_eq("nothing\n");
        };
        let text = fixture.slice(fixture.position().note, resolved.range);
        let places: String = resolved
            .declared
            .iter()
            .map(|found| format!("{}\n", fixture.place(found.document.id, found.term.name_range)))
            .collect();
        let names: Vec<_> =
            resolved.all_names().iter().map(|name| name.as_str().to_owned()).collect();
        expected.assert_eq(&format!("*{text}* of {names:?}\n{places}"));
    }

    const NOTES: &str = "\
//- /a.md
#### Change Data Capture (CDC)
The process.
//- /b.md
#### Centers of Dull Coffee (CDC)
The places.
//- /c.md
";

    #[test]
    fn a_mention_resolves_to_all_terms_with_its_name() {
        check(
            &format!("{NOTES}Of the CD$0C."),
            expect![[r#"
                *CDC* of ["CDC", "centers of dull coffee", "centers of dull coffee ( cdc )", "change data capture", "change data capture ( cdc )"]
                /a.md:1: Change Data Capture (CDC)
                /b.md:1: Centers of Dull Coffee (CDC)
            "#]],
        );
    }

    #[test]
    fn a_declaration_resolves_to_its_own_term() {
        for mark in ["#$0### Own (OWN)", "#### O$0wn (OWN)", "#### Own (O$0WN)"] {
            let fixture = Fixture::new(&format!("{NOTES}{mark}\nA thing.\n"));
            let resolved =
                ResolvedTerms::at(&fixture.workspace, fixture.position()).expect("a term");
            assert_eq!(resolved.declared.len(), 1, "{mark}");
            assert_eq!(resolved.declared[0].term.headword, "Own (OWN)", "{mark}");
        }
    }

    #[test]
    fn an_empty_heading_resolves_to_a_declaration_elsewhere() {
        check(
            &format!("{NOTES}## Change data cap$0ture\n"),
            expect![[r#"
                *Change data capture* of ["CDC", "change data capture", "change data capture ( cdc )"]
                /a.md:1: Change Data Capture (CDC)
            "#]],
        );
        check(&format!("{NOTES}## Not$0hing\n"), expect![["nothing\n"]]);
    }
}
