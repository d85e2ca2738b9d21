//! Code actions: what can be done with a term, a mention or a word where the cursor is.
//!
//! An action is cheap to offer: its edit is proven only when it is asked for.
//!
//! LSP: textDocument/codeAction, codeAction/resolve.

mod add_alias;
mod define;
mod link;
mod link_all;
mod topic;

use text_size::{TextRange, TextSize};

use crate::note::prose;
use crate::note::words::{Class, words};
use crate::workspace::Workspace;
use crate::workspace::document::{Document, NoteId};
use crate::workspace::edit::{Failure, Promise, Proven, Refusal, WorkspaceEdit, prove};

/// Something that can be done.
#[derive(Clone, Debug)]
pub struct Action {
    /// What the user reads; no two actions at one place have the same.
    pub title: String,
    /// What kind of change it is.
    pub kind: Kind,
    /// What may be changed for it: the first that can be proven.
    proposals: Vec<(WorkspaceEdit, Promise)>,
}

/// What kind of change an action is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Of what stands at the cursor.
    Rewrite,
    /// Of the whole note.
    Source,
}

impl Action {
    /// The edit of the action.
    ///
    /// # Errors
    ///
    /// Says why it cannot be made.
    pub fn edit(&self, workspace: &Workspace) -> Result<Proven, Refusal> {
        let mut reason = Refusal("There is nothing to change.".to_owned());
        for (edit, promise) in self.proposals.iter().filter(|(edit, _)| !edit.is_empty()) {
            match prove(workspace, edit.clone(), promise) {
                Ok(proven) => return Ok(proven),
                Err(Failure::Refused(refusal)) => reason = refusal,
                Err(Failure::Mentions(_)) => {
                    reason = Refusal("A mention would become something else.".to_owned());
                }
            }
        }
        Err(reason)
    }
}

/// What can be done with what is selected in a note, or stands at the cursor.
pub fn code_actions(workspace: &Workspace, note: NoteId, selected: TextRange) -> Vec<Action> {
    let Some(document) = workspace.document(note) else { return Vec::new() };
    let mut actions = link::actions(workspace, document, selected);
    actions.extend(define::action(workspace, document, selected));
    actions.extend(add_alias::actions(workspace, document, selected));
    actions.extend(link_all::actions(workspace, document));
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

/// The line end that a note has.
fn line_end(text: &str) -> &'static str {
    if text.contains("\r\n") { "\r\n" } else { "\n" }
}

fn after_line(text: &str, offset: TextSize) -> TextSize {
    let rest = &text[usize::from(offset)..];
    let end = rest.find('\n').map_or(rest.len(), |at| at + 1);
    offset + TextSize::of(&rest[..end])
}

#[cfg(test)]
mod tests;
