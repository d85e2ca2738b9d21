//! Verification of edits: of renames, quick fixes and refactorings.
//!
//! An edit is applied in memory. The facts of the notes before it and after it are listed, their
//! ranges are mapped, and the facts are compared. An [unexpected](Expect) difference refuses the
//! edit.
//!
//! Changes of files on disk since they were read are not detected here. Edits of open notes contain
//! a version, and the editor reads other notes when it changes them.

mod blocks;
mod expected;
mod front_matter;
mod links;
mod mentions;
mod new_texts;
mod outline;
mod terms;
mod texts;
mod unmet;
mod verifier;

use text_size::TextRange;

use self::expected::ExpectedChanges;
use self::verifier::Verifier;
use super::expectation::Expect;
use super::facts::LocatedFact;
use super::failure::{Failure, deleted, refused};
use super::new_notes;
use super::text_edit::{TextEdit, are_disjoint};
use super::workspace_edit::WorkspaceEdit;
use crate::note::front_matter::TagKind;
use crate::note::tag::InlineTag;
use crate::workspace::Workspace;
use crate::workspace::document::Document;

/// An edit that changes what is expected and nothing else. Only [`verify`] constructs one.
#[derive(Clone, Debug)]
pub struct VerifiedEdit {
    edit: WorkspaceEdit,
    captured: usize,
    lost_terms: Vec<String>,
}

impl VerifiedEdit {
    /// Returns the edit.
    pub fn edit(&self) -> &WorkspaceEdit {
        &self.edit
    }

    /// Returns the number of new mentions of a changed name in text that was not a mention before.
    pub fn captured(&self) -> usize {
        self.captured
    }

    /// Returns the headings that are no longer terms, as a side effect.
    pub fn lost_terms(&self) -> &[String] {
        &self.lost_terms
    }
}

/// Verifies an edit.
///
/// # Errors
///
/// Fails if the edit has an unexpected effect, or does not have all expected ones.
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
    let expected = ExpectedChanges::new(expects);
    let after = expected.files.apply(&edit.apply(workspace));
    let (captured, lost_terms) = Verifier::new(workspace, &after, &edit, expected)?.verify()?;
    Ok(VerifiedEdit { edit, captured, lost_terms })
}

/// Checks that the note is open or in a workspace folder. Its changes must be in order, disjoint,
/// in bounds and between characters.
fn fits(workspace: &Workspace, document: &Document, edits: &[TextEdit]) -> Result<(), Failure> {
    let is_inside = document.location.path().is_some_and(|path| workspace.folders().contain(path));
    if document.version().is_none() && !is_inside {
        let name = document.location.name();
        return Err(refused(format!("“{name}” is not in an open folder.")));
    }
    let text = &document.note.text;
    let cut = |range: &TextRange| {
        text.is_char_boundary(range.start().into()) && text.is_char_boundary(range.end().into())
    };
    let is_within = edits.iter().all(|edit| edit.range.end() <= document.note.text.end());
    let is_whole = edits.iter().all(|edit| cut(&edit.range));
    if is_within && is_whole && are_disjoint(edits) {
        Ok(())
    } else {
        Err(refused("Cannot apply: two of the changes overlap."))
    }
}

impl Verifier<'_> {
    /// Compares all facts. Returns the number of captured mentions and the lost terms.
    fn verify(mut self) -> Result<(usize, Vec<String>), Failure> {
        self.texts()?;
        self.front_matter()?;
        self.sections()?;
        self.terms()?;
        self.labels()?;
        self.tags()?;
        let is_new = |note, range| self.new_texts.is_new(note, range);
        new_notes::check_names(self.before, self.after, self.edit, is_new)?;
        self.links()?;
        self.blocks()?;
        let captured = self.mentions()?;
        self.all_is_met()?;
        Ok((captured, self.lost_terms))
    }

    /// Checks that tags keep their text, except renamed ones.
    fn tags(&self) -> Result<(), Failure> {
        let pairs = self.pairs(|_: &InlineTag, _| true);
        let judge = |old: LocatedFact<'_, InlineTag>, new: LocatedFact<'_, InlineTag>| {
            let expected = self.expected.tag(TagKind::Tag, &old.fact.text);
            (expected != new.fact.text).then(|| "become a different tag".to_owned())
        };
        self.compare(&pairs, |_| false, |_| false, judge)
    }
}
