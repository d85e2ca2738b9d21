//! Code actions: refactorings at the cursor, and quick fixes for diagnostics.
//!
//! An action is cheap to offer: its edit is verified only when it is asked for.
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

/// Something that can be done.
#[derive(Clone, Debug)]
pub struct Action {
    /// What the user reads.
    pub title: String,
    /// What kind of change it is.
    pub kind: ActionKind,
    /// The diagnostics that it fixes.
    pub fixes: Vec<Diagnostic>,
    /// Whether it is the best of what can be done about them.
    pub is_preferred: bool,
    /// Whether nobody would want it otherwise, so that it may be done without a question.
    is_safe: bool,
    /// What may be changed for it: the first that can be verified.
    proposals: Proposals,
}

/// What may be changed: the first that can be verified.
#[derive(Clone)]
enum Proposals {
    Made(Vec<EditBuilder>),
    /// Made only when it is asked for, since it takes more than a look.
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

/// What kind of change an action is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ActionKind {
    /// A fix for a diagnostic.
    QuickFix,
    /// Text at the cursor moves elsewhere.
    Extract,
    /// Text from elsewhere is copied to the cursor.
    Inline,
    /// A change of the text at the cursor.
    Rewrite,
    /// A change of the whole note.
    Source,
    /// All safe repairs of the note.
    FixAll,
}

impl Action {
    /// An action that repairs nothing as yet.
    fn new(title: String, kind: ActionKind, proposals: Vec<EditBuilder>) -> Self {
        let proposals = Proposals::Made(proposals);
        Self { title, kind, fixes: Vec::new(), is_preferred: false, is_safe: false, proposals }
    }

    /// An action whose edit takes more than a look to make.
    fn later(
        title: String,
        kind: ActionKind,
        make: impl Fn(&Workspace) -> Vec<EditBuilder> + Send + Sync + 'static,
    ) -> Self {
        let proposals = Proposals::Later { creates_notes: false, make: Arc::new(make) };
        Self { proposals, ..Self::new(title, kind, Vec::new()) }
    }

    /// The same as one that creates a note.
    fn creating(mut self) -> Self {
        if let Proposals::Later { creates_notes, .. } = &mut self.proposals {
            *creates_notes = true;
        }
        self
    }

    /// The fix for a diagnostic: [`fix`] sets which.
    fn fix(title: String, edit: EditBuilder) -> Self {
        Self::new(title, ActionKind::QuickFix, vec![edit])
    }

    /// The best repair there is, though not one for everybody.
    fn preferred(self) -> Self {
        Self { is_preferred: true, ..self }
    }

    /// The best repair, which nobody would want otherwise: done with all others at once.
    fn safe(self) -> Self {
        Self { is_preferred: true, is_safe: true, ..self }
    }

    /// Whether it creates a note, which not every client can.
    pub fn creates_notes(&self) -> bool {
        match &self.proposals {
            Proposals::Made(made) => made.iter().any(|it| it.edit().created().next().is_some()),
            Proposals::Later { creates_notes, .. } => *creates_notes,
        }
    }

    /// The edit of the action.
    ///
    /// # Errors
    ///
    /// Says why it cannot be made.
    pub fn edit(&self, workspace: &Workspace) -> Result<VerifiedEdit, Refusal> {
        let mut reason = Refusal("There is nothing to change.".to_owned());
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

/// The actions of the wanted kinds for the selection or the cursor, quick fixes first.
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
    // What is offered as a repair is offered as nothing else.
    let repairs = actions.iter().filter(|action| action.kind == ActionKind::QuickFix);
    let titles: HashSet<_> = repairs.map(|action| action.title.clone()).collect();
    actions.retain(|it| it.kind == ActionKind::QuickFix || !titles.contains(&it.title));
    actions
}

/// The words that are selected in one block of running text, or the word at the cursor.
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

/// Where the line below a heading begins. Most headings end with their line; the last of a note
/// may have no line end.
fn below(text: &str, heading: TextRange) -> TextSize {
    if text[heading].ends_with(lines::ENDS) {
        heading.end()
    } else {
        lines::next(text, heading.end())
    }
}

#[cfg(test)]
mod tests;
