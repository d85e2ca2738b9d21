//! The check of an edit, in one pipeline for renames, quick fixes and refactorings: apply it in
//! memory, list what the notes say before and after, map the places, and compare. A difference
//! that is not [expected](Expect) refuses the edit.
//!
//! Whether a note on disk still is as it was read cannot be checked here: edits of open notes
//! carry their version, and the editor reads the others when it changes them.

mod expected;
mod front_matter;
mod links;
mod mentions;
mod outline;
mod texts;

use std::collections::{BTreeMap, BTreeSet};

use text_size::TextRange;

use super::Expect;
use super::facts::{self, Fact, Located, Pairs};
use super::new_notes;
use super::position_map::PositionMap;
use super::text_edit::{Refusal, TextEdit, WorkspaceEdit};
use crate::note::front_matter::TagKind;
use crate::note::tag::InlineTag;
use crate::workspace::Workspace;
use crate::workspace::document::{Document, NoteId};
use crate::workspace::links::Resolver;

use self::expected::Expected;
use self::texts::NewTexts;

/// An edit that changes what is expected and nothing else. Only [`verify`] constructs one.
#[derive(Clone, Debug)]
pub struct VerifiedEdit {
    edit: WorkspaceEdit,
    captured: usize,
}

impl VerifiedEdit {
    /// The edit.
    pub fn edit(&self) -> &WorkspaceEdit {
        &self.edit
    }

    /// Returns the number of new mentions of a changed name in text that was not a mention before.
    pub fn captured(&self) -> usize {
        self.captured
    }
}

/// Why an edit cannot be verified.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Failure {
    /// These mentions would not mention the new name. The rest of the edit may be verified without
    /// the changes to them.
    Mentions(Vec<(NoteId, TextRange)>),
    /// The edit as a whole changes something that is not expected.
    Refused(Refusal),
}

pub(super) fn refused(reason: impl Into<String>) -> Failure {
    Failure::Refused(Refusal(reason.into()))
}

/// Verifies an edit.
///
/// # Errors
///
/// Fails if the edit changes anything that is not expected, or not all that is.
pub fn verify(
    workspace: &Workspace,
    edit: WorkspaceEdit,
    expects: &[Expect],
) -> Result<VerifiedEdit, Failure> {
    edit.check_size().map_err(Failure::Refused)?;
    for (note, edits) in edit.notes() {
        let document = workspace.document(note).ok_or_else(deleted)?;
        fits(workspace, document, edits)?;
    }
    new_notes::check_paths(workspace, &edit)?;
    let expected = Expected::new(expects);
    let after = expected.files.apply(&edit.apply(workspace));
    let captured = Verifier::new(workspace, &after, &edit, expected)?.verify()?;
    Ok(VerifiedEdit { edit, captured })
}

fn deleted() -> Failure {
    refused("A note was deleted while the edit was being prepared. Try again.")
}

/// Whether edits can be made at all: in an open note or one below the folders, in order, disjoint,
/// and between characters.
fn fits(workspace: &Workspace, document: &Document, edits: &[TextEdit]) -> Result<(), Failure> {
    let is_inside = document.location.path().is_some_and(|path| workspace.folders().contain(path));
    if document.version().is_none() && !is_inside {
        let name = document.location.name();
        return Err(refused(format!("“{name}” is not in an open folder.")));
    }
    let text = document.text.to_string();
    let cut = |range: &TextRange| {
        text.is_char_boundary(range.start().into()) && text.is_char_boundary(range.end().into())
    };
    let is_within = edits.iter().all(|edit| edit.range.end() <= document.text.len());
    let is_whole = edits.iter().all(|edit| cut(&edit.range));
    let is_disjoint = edits
        .windows(2)
        .all(|pair| pair[0].range.end() <= pair[1].range.start() && pair[0].range != pair[1].range);
    if is_within && is_whole && is_disjoint {
        Ok(())
    } else {
        Err(refused("Cannot apply: two of the changes overlap."))
    }
}

/// The workspace before and after an edit.
struct Verifier<'v> {
    before: &'v Workspace,
    after: &'v Workspace,
    edit: &'v WorkspaceEdit,
    expected: Expected<'v>,
    map: PositionMap<'v>,
    new_texts: NewTexts,
    old_links: Resolver<'v>,
    new_links: Resolver<'v>,
    /// The notes that are changed or copied from, before the edit.
    touched: Vec<&'v Document>,
    /// These notes and the created ones, after the edit.
    written: Vec<&'v Document>,
    /// The sections of the touched notes, with their positions after the edit.
    sections: BTreeMap<(NoteId, usize), (NoteId, usize)>,
}

impl<'v> Verifier<'v> {
    fn new(
        before: &'v Workspace,
        after: &'v Workspace,
        edit: &'v WorkspaceEdit,
        expected: Expected<'v>,
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
        })
    }

    /// Compares all facts, and counts the captured mentions.
    fn verify(mut self) -> Result<usize, Failure> {
        self.texts()?;
        self.front_matter()?;
        self.sections()?;
        self.terms()?;
        self.labels()?;
        self.tags()?;
        new_notes::check_names(self.before, self.after, self.edit)?;
        self.links()?;
        let captured = self.mentions()?;
        self.all_is_met()?;
        Ok(captured)
    }

    /// The facts of one kind in the touched notes.
    fn pairs<T: Fact>(&self, is_same: impl Fn(&T, &T) -> bool) -> Pairs<'v, T> {
        self.pairs_in(self.touched.iter().copied(), self.written.iter().copied(), is_same)
    }

    /// Returns the facts of one kind before and after the edit. New text in created notes is not
    /// included, since it may contain any fact except names.
    fn pairs_in<T: Fact>(
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

    /// Refuses the edit if a fact is lost or added unexpectedly, or if `judge` returns a problem for
    /// a fact and its image.
    fn compare<T: Fact>(
        &self,
        pairs: &Pairs<'v, T>,
        may_go: impl Fn(&Located<'v, T>) -> bool,
        may_come: impl Fn(&Located<'v, T>) -> bool,
        judge: impl Fn(Located<'v, T>, Located<'v, T>) -> Option<String>,
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

    fn is_created(&self, document: &Document) -> bool {
        self.before.document(document.id).is_none()
    }

    /// Returns a refusal with the unexpected effect.
    fn refused(&self, what: impl AsRef<str>) -> Failure {
        let action = if self.edit.moves.is_empty() { "apply" } else { "move this text" };
        refused(format!("Cannot {action}: {}.", what.as_ref()))
    }

    fn refused_in(&self, what: impl AsRef<str>, document: &Document) -> Failure {
        self.refused(format!("{} in “{}”", what.as_ref(), document.title()))
    }

    /// Returns whether the heading of a section is expected to change.
    fn is_renamed_heading(&self, note: NoteId, section: Option<usize>) -> bool {
        section.is_some_and(|section| self.expected.meet(&Expect::RenamedHeading { note, section }))
    }

    /// Checks that tags keep their text, except renamed ones.
    fn tags(&self) -> Result<(), Failure> {
        let pairs = self.pairs(|_: &InlineTag, _| true);
        let judge = |old: Located<'_, InlineTag>, new: Located<'_, InlineTag>| {
            let expected = self.expected.tag(TagKind::Tag, &old.fact.text);
            (expected != new.fact.text).then(|| "become a different tag".to_owned())
        };
        self.compare(&pairs, |_| false, |_| false, judge)
    }
}
