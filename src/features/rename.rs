//! Rename: another name for a term, in its declarations, in links to it and in all prose; or for a
//! tag or category, wherever it is listed or written.
//!
//! A mention keeps its case and its number, so that renaming back restores what was there. What a
//! mention would not survive is told by the [proof](crate::workspace::edit): then it stays as it
//! is, and that is said.
//!
//! LSP: textDocument/rename, textDocument/prepareRename.

mod anchors;
mod changes;
pub(super) mod label;
mod name;
mod spelling;
mod term;

use text_size::TextRange;

use crate::features::labels::label_at;
use crate::features::{FilePosition, RangeInfo};
use crate::workspace::Workspace;
use crate::workspace::document::NoteId;
use crate::workspace::edit::{Proven, Refusal};

/// A rename that has been proven.
#[derive(Clone, Debug)]
pub struct Rename {
    /// The changes.
    pub edit: Proven,
    /// Mentions of the old name that stay as they are, since the new one would not be read there.
    pub left_out: Vec<(NoteId, TextRange)>,
    /// Whether renaming back would restore all declarations: not if they are spelled differently.
    pub is_reversible: bool,
    /// The name that was renamed, as it was declared.
    pub old: String,
    /// What it is called now.
    pub new: String,
    /// What else the user should know, as a sentence.
    pub remark: Option<String>,
}

/// The name at a position as it is declared, and what stands for it there.
///
/// # Errors
///
/// Says why there is nothing to rename.
pub fn prepare(
    workspace: &Workspace,
    position: FilePosition,
) -> Result<RangeInfo<String>, Refusal> {
    match label_at(workspace, position) {
        Some((label, range)) => Ok(RangeInfo { range, info: label.name }),
        None => term::prepare(workspace, position),
    }
}

/// Renames the term or label at a position. Mentions that may mean another term are changed only
/// if the user can confirm each change.
///
/// # Errors
///
/// Says why it cannot be renamed so.
pub fn rename(
    workspace: &Workspace,
    position: FilePosition,
    new: &str,
    can_confirm: bool,
) -> Result<Rename, Refusal> {
    match label_at(workspace, position) {
        Some((label, _)) => label::rename(workspace, &label, new),
        None => term::rename(workspace, position, new, can_confirm),
    }
}

#[cfg(test)]
mod tests;
