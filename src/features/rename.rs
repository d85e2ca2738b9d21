//! Rename of a term, a tag or category, a heading, or a label of a link or footnote.
//!
//! A term is renamed in its declarations, mentions and links, and a heading in the links to it. At
//! the fragment of a link, the heading is renamed.
//!
//! A mention keeps its case and its number, so that renaming back restores the text. A mention that
//! the [verifier](crate::workspace::edit) does not recognize under the new name is not changed, and
//! is reported to the user.
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
    /// The edit.
    pub edit: VerifiedEdit,
    /// The mentions of the old name that are not changed, since the new one would not be recognized.
    pub left_out: Vec<(NoteId, TextRange)>,
    /// Whether renaming back restores all declarations. It does not if their spellings differ.
    pub is_reversible: bool,
    /// The old name as declared.
    pub old: String,
    /// The new name.
    pub new: String,
    /// A message for the user, as a sentence.
    pub remark: Option<String>,
}

/// Returns the name at a position as declared, and its range at the position.
///
/// # Errors
///
/// Returns the reason why nothing can be renamed.
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
/// Returns the reason why the rename is refused.
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

/// Returns the target heading of a link, if the position is in its destination.
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
            "Rename the file in the file explorer of your editor; links to it are updated."
                .to_owned(),
        )),
        None => Err(Refusal("The target of this link cannot be renamed.".to_owned())),
    }
}

#[cfg(test)]
mod tests;
