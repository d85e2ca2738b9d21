//! Code actions: refactorings at the cursor, and quick fixes for diagnostics.
//!
//! An action is cheap to offer: its edit is verified only when the user chooses it.
//!
//! LSP: textDocument/codeAction, codeAction/resolve.

mod add_alias;
mod add_front_matter;
mod define;
mod fix;
mod link;
mod link_all;
mod refactor;
mod topic;

use std::collections::HashSet;
use std::fmt;
use std::sync::Arc;

use text_size::{TextRange, TextSize};

use crate::features::diagnostics::Diagnostic;
use crate::features::edit_builder::EditBuilder;
use crate::note::prose;
use crate::note::words::{Class, words};
use crate::text::lines;
use crate::workspace::Workspace;
use crate::workspace::document::{Document, NoteId};
use crate::workspace::edit::{Refusal, VerifiedEdit};

pub use self::fix::fix_all;

/// A change that the editor offers.
#[derive(Clone, Debug)]
pub struct Action {
    /// The title in the menu. It begins with a verb.
    pub title: String,
    /// The kind of change.
    pub kind: ActionKind,
    /// The diagnostics that the action fixes; empty for a refactoring.
    pub fixes: Vec<Diagnostic>,
    /// Whether the action is the best fix of its diagnostics.
    pub is_preferred: bool,
    /// Whether the action is a safe fix: a fix with only one sensible result.
    is_safe: bool,
    /// The possible edits. The first one that can be verified is made.
    proposals: Proposals,
}

/// The possible edits of an action, in the order of preference.
#[derive(Clone)]
enum Proposals {
    Made(Vec<EditBuilder>),
    /// Built only when the user chooses the action, since that is expensive.
    Later {
        creates_notes: bool,
        make: Arc<Make>,
    },
}

type Make = dyn Fn(&Workspace) -> Vec<EditBuilder> + Send + Sync;

impl fmt::Debug for Proposals {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Made(proposals) => f.debug_tuple("Made").field(proposals).finish(),
            Self::Later { .. } => f.write_str("Later"),
        }
    }
}

/// The kind of an action.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ActionKind {
    /// A fix for a diagnostic.
    QuickFix,
    /// Moves the text at the cursor elsewhere.
    Extract,
    /// Copies text from elsewhere to the cursor.
    Inline,
    /// Rewrites the text at the cursor.
    Rewrite,
    /// Changes the whole note.
    Source,
    /// Applies all safe fixes of the note.
    FixAll,
}

impl Action {
    /// Returns an action without diagnostics.
    fn new(title: String, kind: ActionKind, proposals: Vec<EditBuilder>) -> Self {
        let proposals = Proposals::Made(proposals);
        Self { title, kind, fixes: Vec::new(), is_preferred: false, is_safe: false, proposals }
    }

    /// Returns an action whose edit is built only when the user chooses it.
    fn later(
        title: String,
        kind: ActionKind,
        make: impl Fn(&Workspace) -> Vec<EditBuilder> + Send + Sync + 'static,
    ) -> Self {
        let proposals = Proposals::Later { creates_notes: false, make: Arc::new(make) };
        Self { proposals, ..Self::new(title, kind, Vec::new()) }
    }

    /// Marks the action as one that creates a note.
    fn creating(mut self) -> Self {
        if let Proposals::Later { creates_notes, .. } = &mut self.proposals {
            *creates_notes = true;
        }
        self
    }

    /// Returns a quick fix. The module [`fix`] sets its diagnostic.
    fn fix(title: String, edit: EditBuilder) -> Self {
        Self::new(title, ActionKind::QuickFix, vec![edit])
    }

    /// Marks the action as the best fix, although not a safe one.
    fn preferred(self) -> Self {
        Self { is_preferred: true, ..self }
    }

    /// Marks the action as a safe fix, which “fix all” includes.
    fn safe(self) -> Self {
        Self { is_preferred: true, is_safe: true, ..self }
    }

    /// Returns whether the action creates a note, which some clients do not support.
    pub fn creates_notes(&self) -> bool {
        match &self.proposals {
            Proposals::Made(made) => made.iter().any(|it| it.edit().created().next().is_some()),
            Proposals::Later { creates_notes, .. } => *creates_notes,
        }
    }

    /// Returns the first possible edit that can be verified.
    ///
    /// # Errors
    ///
    /// Returns the reason why the last edit is refused.
    pub fn edit(&self, workspace: &Workspace) -> Result<VerifiedEdit, Refusal> {
        let mut reason = Refusal("Nothing to change.".to_owned());
        let proposals = match &self.proposals {
            Proposals::Made(made) => made.clone(),
            Proposals::Later { make, .. } => make(workspace),
        };
        for edit in proposals.into_iter().filter(|it| !it.edit().is_empty()) {
            match edit.finish(workspace) {
                Ok(edit) => return Ok(edit),
                Err(refusal) => reason = refusal,
            }
        }
        Err(reason)
    }
}

/// Returns the actions of these kinds for a selection or cursor, quick fixes first.
pub fn code_actions(
    workspace: &Workspace,
    note: NoteId,
    selected: TextRange,
    is_wanted: impl Fn(ActionKind) -> bool,
) -> Vec<Action> {
    let Some(document) = workspace.document(note) else { return Vec::new() };
    let mut actions = Vec::new();
    if is_wanted(ActionKind::QuickFix) {
        actions.extend(fix::actions(workspace, document, selected));
    }
    if is_wanted(ActionKind::Rewrite) {
        actions.extend(link::actions(workspace, document, selected));
        actions.extend(define::action(workspace, document, selected));
        actions.extend(add_alias::actions(workspace, document, selected));
        actions.extend(add_front_matter::action(workspace, document, selected));
    }
    actions.extend(refactor::actions(workspace, document, selected, &is_wanted));
    if is_wanted(ActionKind::Source) {
        actions.extend(link_all::actions(workspace, document));
    }
    if is_wanted(ActionKind::FixAll) {
        actions.extend(fix::all(workspace, document));
    }
    // An action that is also a quick fix is offered only once.
    let fixes = actions.iter().filter(|action| action.kind == ActionKind::QuickFix);
    let titles: HashSet<_> = fixes.map(|action| action.title.clone()).collect();
    actions.retain(|it| it.kind == ActionKind::QuickFix || !titles.contains(&it.title));
    actions
}

/// Returns the selected words in one block of running text, or the word at the cursor.
fn selected_words(document: &Document, selected: TextRange) -> Option<TextRange> {
    let block = prose::block_at(&document.note.prose, selected.start())?;
    let text = document.text.to_string();
    let words = words(&text, block);
    let is_word = |class| class != Class::Symbol;
    if selected.is_empty() {
        let here = words.iter().filter(|word| is_word(word.class));
        return here.map(|word| word.range).find(|it| it.contains_inclusive(selected.start()));
    }
    let inside = words.iter().filter(|word| selected.contains_range(word.range));
    let covered = inside.map(|word| word.range).reduce(TextRange::cover)?;
    let is_all = text[selected].trim().len() == usize::from(covered.len());
    (is_all && !text[covered].contains(['\n', '\r'])).then_some(covered)
}

/// Returns the start of the line after a heading. At the end of a note without a final line end,
/// this is the end of the text.
fn below(text: &str, heading: TextRange) -> TextSize {
    if text[heading].ends_with(lines::ENDS) {
        heading.end()
    } else {
        lines::next(text, heading.end())
    }
}

#[cfg(test)]
mod tests;
