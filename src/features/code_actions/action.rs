//! A code action: its title and kind, and the edit that it makes.

use std::fmt;
use std::sync::Arc;

use crate::features::diagnostics::Diagnostic;
use crate::features::edit_builder::EditBuilder;
use crate::workspace::Workspace;
use crate::workspace::edit::{Refusal, VerifiedEdit};

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
    /// The choice that the action is an option of, if it is one of several for the same purpose.
    pub choice: Option<Choice>,
    /// Whether the action is a safe fix: a fix with only one sensible result.
    pub(super) is_safe: bool,
    /// The possible edits. The first one that can be verified is made.
    pub(super) proposals: Proposals,
}

/// A choice between several actions, which an editor can offer as one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// The title of the choice, which all its actions share.
    pub title: String,
    /// The name of this action in the choice.
    pub option: String,
}

/// The possible edits of an action, in the order of preference.
#[derive(Clone)]
pub(super) enum Proposals {
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
    pub(super) fn new(title: String, kind: ActionKind, proposals: Vec<EditBuilder>) -> Self {
        let proposals = Proposals::Made(proposals);
        let (fixes, choice) = (Vec::new(), None);
        Self { title, kind, fixes, is_preferred: false, choice, is_safe: false, proposals }
    }

    /// Returns an action whose edit is built only when the user chooses it.
    pub(super) fn later(
        title: String,
        kind: ActionKind,
        make: impl Fn(&Workspace) -> Vec<EditBuilder> + Send + Sync + 'static,
    ) -> Self {
        let proposals = Proposals::Later { creates_notes: false, make: Arc::new(make) };
        Self { proposals, ..Self::new(title, kind, Vec::new()) }
    }

    /// Marks the action as one that creates a note.
    pub(super) fn creating(mut self) -> Self {
        if let Proposals::Later { creates_notes, .. } = &mut self.proposals {
            *creates_notes = true;
        }
        self
    }

    /// Makes the action an option of a choice.
    pub(super) fn of_choice(self, title: String, option: String) -> Self {
        Self { choice: Some(Choice { title, option }), ..self }
    }

    /// Returns a quick fix. The module [`fix`](super::fix) sets its diagnostic.
    pub(super) fn fix(title: String, edit: EditBuilder) -> Self {
        Self::new(title, ActionKind::QuickFix, vec![edit])
    }

    /// Marks the action as the best fix, although not a safe one.
    pub(super) fn preferred(self) -> Self {
        Self { is_preferred: true, ..self }
    }

    /// Marks the action as a safe fix, which “fix all” includes.
    pub(super) fn safe(self) -> Self {
        Self { is_preferred: true, is_safe: true, ..self }
    }

    /// Returns whether the action creates a note, which some clients do not support.
    pub fn creates_notes(&self) -> bool {
        match &self.proposals {
            Proposals::Made(made) => made.iter().any(|it| it.edit().created().next().is_some()),
            Proposals::Later { creates_notes, .. } => *creates_notes,
        }
    }

    /// Returns the first possible edit that can be verified, preferably one that loses no term.
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
        let mut losing = None;
        for edit in proposals.into_iter().filter(|it| !it.edit().is_empty()) {
            match edit.finish(workspace) {
                Ok(edit) if edit.lost_terms().is_empty() => return Ok(edit),
                Ok(edit) => losing = losing.or(Some(edit)),
                Err(refusal) => reason = refusal,
            }
        }
        losing.ok_or(reason)
    }
}
