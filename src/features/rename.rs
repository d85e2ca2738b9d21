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

use crate::features::cursor_target::{self, CursorTarget};
use crate::features::labels::Label;
use crate::features::link::{LinkPart, fragment_range};
use crate::features::{FilePosition, RangeInfo};
use crate::note::link::{Link, LinkKind};
use crate::note::reference::LinkReference;
use crate::workspace::Workspace;
use crate::workspace::document::{Document, NoteId};
use crate::workspace::edit::{Refusal, VerifiedEdit};
use crate::workspace::links::Target;

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
    match subject(workspace, position)? {
        Some(Subject::Tag(RangeInfo { range, info })) => Ok(RangeInfo { range, info: info.name }),
        Some(Subject::LinkLabel(document, label)) => Ok(RangeInfo {
            range: label.label,
            info: document.text.slice(label.label).into_owned(),
        }),
        Some(Subject::Linked(RangeInfo { range, info })) => {
            Ok(RangeInfo { range, info: prepare(workspace, info)?.info })
        }
        None => {
            let term = term::prepare(workspace, position);
            term.or_else(|refusal| section::prepare(workspace, position).ok_or(refusal))
        }
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
    match subject(workspace, position)? {
        Some(Subject::Tag(tag)) => return label::rename(workspace, &tag.info, new),
        Some(Subject::LinkLabel(document, label)) => {
            return reference::rename(workspace, document, label, new);
        }
        Some(Subject::Linked(found)) => return rename(workspace, found.info, new, can_confirm),
        None => {}
    }
    if term::prepare(workspace, position).is_err()
        && section::prepare(workspace, position).is_some()
    {
        return section::rename(workspace, position, new);
    }
    let renamed = term::rename(workspace, position, new, can_confirm);
    renamed.or_else(|refusal| section::rename_to_no_term(workspace, position, new).ok_or(refusal))
}

/// What to rename, unless it is a term or heading at the position itself.
enum Subject<'w> {
    /// A tag or category.
    Tag(RangeInfo<Label>),
    /// The label of a link or footnote, in its note.
    LinkLabel(&'w Document, &'w LinkReference),
    /// The heading that a link leads to.
    Linked(RangeInfo<FilePosition>),
}

fn subject(workspace: &Workspace, position: FilePosition) -> Result<Option<Subject<'_>>, Refusal> {
    let Some(document) = workspace.document(position.note) else { return Ok(None) };
    for RangeInfo { range, info } in cursor_target::at(workspace, position) {
        match info {
            CursorTarget::Tag(info) => return Ok(Some(Subject::Tag(RangeInfo { range, info }))),
            // The renamed range must contain the cursor, and it is without the brackets.
            CursorTarget::LinkLabel(label) if label.label.contains_inclusive(position.offset) => {
                return Ok(Some(Subject::LinkLabel(document, label)));
            }
            CursorTarget::Link { link, part, target } => {
                let is_wiki = link.text.is_none() && link.kind == LinkKind::Wiki;
                if part == LinkPart::Fragment || part == LinkPart::Path && !is_wiki {
                    return linked(workspace, link, part, target).map(Some);
                }
            }
            _ => {}
        }
    }
    Ok(None)
}

/// The heading that a link leads to, if the cursor is in its fragment.
fn linked(
    workspace: &Workspace,
    link: &Link,
    part: LinkPart,
    target: Option<Target>,
) -> Result<Subject<'static>, Refusal> {
    let section = target.filter(|_| part == LinkPart::Fragment).and_then(|target| {
        let section = workspace.document(target.note)?.note.sections.get(target.section?)?;
        Some(FilePosition { note: target.note, offset: section.heading.name_range.start() })
    });
    match section {
        Some(info) => Ok(Subject::Linked(RangeInfo { range: fragment_range(link), info })),
        None if part == LinkPart::Path && target.is_some() => Err(Refusal(
            "Rename the file where your editor shows files: the links to it follow.".to_owned(),
        )),
        None => Err(Refusal("There is nothing at the end of this link to rename.".to_owned())),
    }
}

#[cfg(test)]
mod tests;
