//! The state of one verification, and the comparison of facts.

use std::collections::{BTreeMap, BTreeSet};

use text_size::TextRange;

use super::expected::ExpectedChanges;
use super::new_texts::NewTexts;
use crate::note::term_key::TermKey;
use crate::workspace::Workspace;
use crate::workspace::document::{Document, NoteId};
use crate::workspace::edit::expectation::Expect;
use crate::workspace::edit::facts::{self, Fact, LocatedFact, Pairs};
use crate::workspace::edit::failure::{Failure, deleted, refused};
use crate::workspace::edit::position_map::PositionMap;
use crate::workspace::edit::workspace_edit::WorkspaceEdit;
use crate::workspace::links::Resolver;

/// The workspace before and after an edit.
pub(super) struct Verifier<'v> {
    pub(super) before: &'v Workspace,
    pub(super) after: &'v Workspace,
    pub(super) edit: &'v WorkspaceEdit,
    pub(super) expected: ExpectedChanges<'v>,
    pub(super) map: PositionMap<'v>,
    pub(super) new_texts: NewTexts,
    pub(super) old_links: Resolver<'v>,
    pub(super) new_links: Resolver<'v>,
    /// The notes that are changed or copied from, before the edit.
    pub(super) touched: Vec<&'v Document>,
    /// These notes and the created ones, after the edit.
    pub(super) written: Vec<&'v Document>,
    /// The sections of the touched notes, with their positions after the edit.
    pub(super) sections: BTreeMap<(NoteId, usize), (NoteId, usize)>,
    /// The names of headings that become terms, or are no longer terms, as a side effect.
    pub(super) side_names: BTreeSet<TermKey>,
    /// The headwords of headings that are no longer terms.
    pub(super) lost_terms: Vec<String>,
}

impl<'v> Verifier<'v> {
    pub(super) fn new(
        before: &'v Workspace,
        after: &'v Workspace,
        edit: &'v WorkspaceEdit,
        expected: ExpectedChanges<'v>,
    ) -> Result<Self, Failure> {
        let copied = edit.moves.iter().map(|it| it.from);
        let touched: BTreeSet<_> = edit.notes().map(|(note, _)| note).chain(copied).collect();
        let created = edit.created().map(|new| new.id);
        let find = |workspace: &'v Workspace, note| workspace.document(note).ok_or_else(deleted);
        let written = touched.iter().copied().chain(created).map(|note| find(after, note));
        let written = written.collect::<Result<_, _>>()?;
        let touched = touched.into_iter().map(|note| find(before, note));
        let touched = touched.collect::<Result<Vec<_>, _>>()?;
        let map = PositionMap::new(edit);
        Ok(Self {
            before,
            after,
            edit,
            expected,
            new_texts: NewTexts::new(before, &map),
            map,
            old_links: Resolver::new(before),
            new_links: Resolver::new(after),
            touched,
            written,
            sections: BTreeMap::new(),
            side_names: BTreeSet::new(),
            lost_terms: Vec::new(),
        })
    }

    /// The facts of one kind in the touched notes.
    pub(super) fn pairs<T: Fact>(&self, is_same: impl Fn(&T, &T) -> bool) -> Pairs<'v, T> {
        self.pairs_in(self.touched.iter().copied(), self.written.iter().copied(), is_same)
    }

    /// Returns the facts of one kind before and after the edit. New text in created notes is not
    /// included, since it may contain any fact except names.
    pub(super) fn pairs_in<T: Fact>(
        &self,
        before: impl Iterator<Item = &'v Document>,
        after: impl Iterator<Item = &'v Document>,
        is_same: impl Fn(&T, &T) -> bool,
    ) -> Pairs<'v, T> {
        let mut pairs = facts::pair(&self.map, before, after, is_same);
        pairs.added.retain(|added| {
            let is_new = self.new_texts.is_new(added.document.id, added.fact.place());
            !(is_new && self.is_created(added.document))
        });
        pairs
    }

    /// Refuses the edit if a fact is lost or added unexpectedly. It also refuses if `judge` returns
    /// a problem for a fact and its image.
    pub(super) fn compare<T: Fact>(
        &self,
        pairs: &Pairs<'v, T>,
        may_go: impl Fn(&LocatedFact<'v, T>) -> bool,
        may_come: impl Fn(&LocatedFact<'v, T>) -> bool,
        judge: impl Fn(LocatedFact<'v, T>, LocatedFact<'v, T>) -> Option<String>,
    ) -> Result<(), Failure> {
        if let Some(lost) = pairs.lost.iter().find(|lost| !may_go(lost)) {
            let what = lost.would(&format!("no longer be recognized as {}", T::KIND));
            return Err(self.refused(what));
        }
        if let Some(added) = pairs.added.iter().find(|added| !may_come(added)) {
            return Err(self.refused(added.would(&format!("be read as {}", T::KIND))));
        }
        let mut all = pairs.kept.iter().chain(&pairs.copied);
        let wrong = all.find_map(|(old, new)| Some(old.would(&judge(*old, *new)?)));
        wrong.map_or(Ok(()), |wrong| Err(self.refused(wrong)))
    }

    pub(super) fn is_created(&self, document: &Document) -> bool {
        self.before.document(document.id).is_none()
    }

    /// Returns a refusal with the unexpected effect.
    pub(super) fn refused(&self, what: impl AsRef<str>) -> Failure {
        let action = if self.edit.moves.is_empty() { "apply" } else { "move this text" };
        refused(format!("Cannot {action}: {}.", what.as_ref()))
    }

    pub(super) fn refused_in(&self, what: impl AsRef<str>, document: &Document) -> Failure {
        self.refused(format!("{} in “{}”", what.as_ref(), document.title()))
    }

    /// Returns whether a range is in a heading that is expected to change.
    pub(super) fn is_in_renamed_heading(&self, document: &Document, range: TextRange) -> bool {
        let section = document.note.section_at(range.start());
        section.is_some_and(|index| {
            let heading = &document.note.sections[index].heading;
            heading.range.contains_range(range) && self.is_renamed_heading(document.id, Some(index))
        })
    }

    /// Returns whether the heading of a section is expected to change.
    pub(super) fn is_renamed_heading(&self, note: NoteId, section: Option<usize>) -> bool {
        section.is_some_and(|section| self.expected.meet(&Expect::RenamedHeading { note, section }))
    }
}
