//! Rename: another name for a term, in its declarations, in links to it and in all prose; for a tag
//! or category, wherever it is listed or written; for a heading, with the links to it; for the
//! label of a link or footnote.
//!
//! On the fragment of a link it is the heading that is renamed.
//!
//! A mention keeps its case and its number, so that renaming back restores the text. A mention that
//! the [verifier](crate::workspace::edit) does not recognize under the new name stays as it is, and
//! the user is told.
//!
//! LSP: textDocument/rename, textDocument/prepareRename.

mod changes;
pub(super) mod label;
mod reference;
mod section;
pub(super) mod spelling;
mod target;
mod term;

use text_size::TextRange;

use crate::features::labels::label_at;
use crate::features::link::{Part, fragment_range, link_at};
use crate::features::{FilePosition, RangeInfo};
use crate::note::link::LinkKind;
use crate::workspace::Workspace;
use crate::workspace::document::NoteId;
use crate::workspace::edit::{Refusal, VerifiedEdit};
use crate::workspace::links::Resolver;

/// A verified rename.
#[derive(Clone, Debug)]
pub struct Rename {
    /// The changes.
    pub edit: VerifiedEdit,
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

/// The name at a position as it is declared, and its range there.
///
/// # Errors
///
/// Says why there is nothing to rename.
pub fn prepare(
    workspace: &Workspace,
    position: FilePosition,
) -> Result<RangeInfo<String>, Refusal> {
    if let Some((label, range)) = label_at(workspace, position) {
        return Ok(RangeInfo { range, info: label.name });
    }
    if let Some(found) = reference::prepare(workspace, position) {
        return Ok(found);
    }
    if let Some(link) = linked(workspace, position)? {
        let found = prepare(workspace, link.info)?;
        return Ok(RangeInfo { range: link.range, info: found.info });
    }
    let term = term::prepare(workspace, position);
    term.or_else(|refusal| section::prepare(workspace, position).ok_or(refusal))
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
    if let Some((label, _)) = label_at(workspace, position) {
        return label::rename(workspace, &label, new);
    }
    if reference::prepare(workspace, position).is_some() {
        return reference::rename(workspace, position, new);
    }
    if let Some(link) = linked(workspace, position)? {
        return rename(workspace, link.info, new, can_confirm);
    }
    if term::prepare(workspace, position).is_err()
        && section::prepare(workspace, position).is_some()
    {
        return section::rename(workspace, position, new);
    }
    let renamed = term::rename(workspace, position, new, can_confirm);
    renamed.or_else(|refusal| section::rename_to_no_term(workspace, position, new).ok_or(refusal))
}

/// The heading that the link at a position leads to, if the position is in its destination.
fn linked(
    workspace: &Workspace,
    position: FilePosition,
) -> Result<Option<RangeInfo<FilePosition>>, Refusal> {
    let found = workspace.document(position.note).and_then(|document| {
        let (link, part) = link_at(document, position.offset)?;
        let is_name = link.text.is_none() && link.kind == LinkKind::Wiki && part == Part::Path;
        (part != Part::Text && !is_name).then_some((document, link, part))
    });
    let Some((document, link, part)) = found else { return Ok(None) };
    let target = Resolver::new(workspace).resolve(document, link);
    let section = target.filter(|_| part == Part::Fragment).and_then(|target| {
        let section = workspace.document(target.note)?.note.sections.get(target.section?)?;
        Some(FilePosition { note: target.note, offset: section.heading.name_range.start() })
    });
    match section {
        Some(info) => Ok(Some(RangeInfo { range: fragment_range(link), info })),
        None if part == Part::Path && target.is_some() => Err(Refusal(
            "Rename the file where your editor shows files: the links to it follow.".to_owned(),
        )),
        None => Err(Refusal("There is nothing at the end of this link to rename.".to_owned())),
    }
}

#[cfg(test)]
mod tests;
