//! Moves of files and folders: the changes that keep the target of every link.
//!
//! This concerns links to moved files, links in them, and links whose name would find another
//! note. Only the path of a link is changed.
//!
//! LSP: workspace/willRenameFiles.

use std::path::PathBuf;

use text_size::TextRange;

use crate::features::edit_builder::EditBuilder;
use crate::features::relink::{LinkChange, Relinker};
use crate::workspace::Workspace;
use crate::workspace::document::NoteId;
use crate::workspace::edit::{Expect, FileMoves, Refusal, VerifiedEdit, WorkspaceEdit};

/// The changes to links for a move of files.
#[derive(Clone, Debug)]
pub struct MovedFiles {
    /// The changes to links.
    pub edit: VerifiedEdit,
    /// The links that will break, because no path in their style leads to the target.
    pub left_out: Vec<(NoteId, TextRange)>,
}

/// Returns the changes that keep all links when files and folders are moved. Each move is a pair of
/// the old and the new path.
///
/// # Errors
///
/// Returns the reason why the edit is refused.
pub fn move_files(
    workspace: &Workspace,
    files: Vec<(PathBuf, PathBuf)>,
) -> Result<MovedFiles, Refusal> {
    let files = FileMoves::new(files, workspace.folders());
    let (after, none) = (files.apply(workspace), WorkspaceEdit::default());
    let relinker = Relinker::new(workspace, &after, &none).with_files(&files);
    let (mut edit, mut left_out) = (EditBuilder::default(), Vec::new());
    for (document, link, relinked) in relinker.all() {
        let id = document.id;
        let unkept = Expect::Unkept { note: id, link: link.range.start() };
        match relinked {
            LinkChange::Unchanged => {}
            LinkChange::Rewritten(changes) => {
                if relinker.moved_name(link).is_some() {
                    // The notes alone do not determine the target.
                    edit.expect(unkept);
                }
                edit.push_all(id, changes);
            }
            LinkChange::Broken => {
                edit.expect(unkept);
                left_out.push((id, link.range));
            }
        }
    }
    edit.expect(Expect::FilesMoved(files.clone()));
    Ok(MovedFiles { edit: edit.finish(workspace)?, left_out })
}

#[cfg(test)]
mod tests;
