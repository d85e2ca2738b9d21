//! Rewrites links that an edit or a move of files would break, in the style of each link.
//!
//! Renames of headings and notes, moves of files and text, and copies of text all use this code.

mod fragments;
mod moved_text;
mod new_link;
mod pages;
mod paths;
mod relinker;

use crate::workspace::Workspace;
use crate::workspace::edit::WorkspaceEdit;

pub(super) use self::fragments::is_plain;
pub(super) use self::moved_text::{LinkChanges, relinked};
pub(super) use self::new_link::{LinkWriter, target};
pub(super) use self::paths::{Paths, fits, to_file};
pub(super) use self::relinker::{LinkChange, Relinker};

/// Adds the changes that keep all links to an edit that renames something.
pub(super) fn keep_links(
    workspace: &Workspace,
    edit: &WorkspaceEdit,
    old: &str,
    new: &str,
) -> WorkspaceEdit {
    // The verifier refuses such an edit.
    if !edit.is_disjoint() {
        return edit.clone();
    }
    let after = edit.apply(workspace);
    let relinker = Relinker::new(workspace, &after, edit).with_name(old, new);
    let mut kept = edit.clone();
    for (document, _, relinked) in relinker.all() {
        // The verifier refuses the edit if a link breaks.
        let LinkChange::Rewritten(changes) = relinked else { continue };
        for change in changes {
            kept.push(document.id, change);
        }
    }
    kept
}
