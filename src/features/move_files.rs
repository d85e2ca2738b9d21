//! Moving files and folders: what it takes to keep every link where it leads.
//!
//! The links to what is moved, the links in it, and those that would come to mean another note: of
//! each only the path is changed.
//!
//! LSP: workspace/willRenameFiles.

use std::path::PathBuf;

use text_size::TextRange;

use crate::features::edit_builder::EditBuilder;
use crate::features::relink::{Relinked, Relinker};
use crate::workspace::Workspace;
use crate::workspace::document::NoteId;
use crate::workspace::edit::{Expect, FileMoves, Refusal, VerifiedEdit, WorkspaceEdit};

/// The changes that a move of files needs.
#[derive(Clone, Debug)]
pub struct MovedFiles {
    /// The changes to links.
    pub edit: VerifiedEdit,
    /// Links that will lead elsewhere or nowhere: how they are written leaves no other way.
    pub left_out: Vec<(NoteId, TextRange)>,
}

/// Keeps all links when these files and folders are moved, each from its first path to the second.
///
/// # Errors
///
/// Says why they cannot be kept.
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
            Relinked::AsItIs => {}
            Relinked::By(changes) => {
                if relinker.moved_name(link).is_some() {
                    // Where it leads cannot be told from the notes alone.
                    edit.expect(unkept);
                }
                edit.push_all(id, changes);
            }
            Relinked::Broken => {
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
