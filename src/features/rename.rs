//! Rename of a term, a tag or category, a heading, or a label of a link or footnote.
//!
//! A term is renamed in its declarations, mentions and links, and a heading in the links to it. At
//! the fragment of a link, the heading is renamed.
//!
//! A mention keeps its case and its number, so that renaming back restores the text. The
//! [verifier](crate::workspace::edit) must recognize each mention under the new name. Other mentions
//! are not changed, and are reported to the user.
//!
//! LSP: textDocument/rename, textDocument/prepareRename.

mod changes;
mod link_label;
mod outcome;
mod section;
pub(super) mod spelling;
pub(super) mod tag;
mod target;
mod term;

use crate::features::cursor_target::{self, CursorTarget};
use crate::features::link::{LinkPart, fragment_range};
use crate::features::tags::TagName;
use crate::features::{FilePosition, RangeInfo};
use crate::note::link::{Link, LinkKind};
use crate::note::reference::LinkReference;
use crate::workspace::Workspace;
use crate::workspace::document::Document;
use crate::workspace::edit::Refusal;
use crate::workspace::links::Target;

pub use self::outcome::Rename;

/// Returns the name at a position as declared, and its range at the position.
///
/// # Errors
///
/// Returns the reason why nothing can be renamed.
pub fn prepare(
    workspace: &Workspace,
    position: FilePosition,
) -> Result<RangeInfo<String>, Refusal> {
    match subject(workspace, position)? {
        Some(Subject::Tag(RangeInfo { range, info })) => Ok(RangeInfo { range, info: info.name }),
        Some(Subject::LinkLabel(document, label)) => Ok(RangeInfo {
            range: label.label,
            info: document.note.text.slice(label.label).to_owned(),
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

/// Renames the term, heading, tag or label at a position. Mentions that may mean another term are
/// changed only if the user can confirm each change.
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
    match subject(workspace, position)? {
        Some(Subject::Tag(tag)) => return tag::rename(workspace, &tag.info, new),
        Some(Subject::LinkLabel(document, label)) => {
            return link_label::rename(workspace, document, label, new);
        }
        Some(Subject::Linked(found)) => return rename(workspace, found.info, new, can_confirm),
        None => {}
    }
    let is_no_term = || term::prepare(workspace, position).is_err();
    if section::is_repeated(workspace, position)
        || is_no_term() && section::prepare(workspace, position).is_some()
    {
        return section::rename(workspace, position, new);
    }
    let renamed = term::rename(workspace, position, new, can_confirm);
    let is_gap = || term::is_gap(workspace, position);
    if renamed.is_err() && section::prepare(workspace, position).is_some() && is_gap() {
        let renamed = section::rename(workspace, position, new)?;
        // The mentions of the old name are not changed.
        return Ok(Rename { is_reversible: false, ..renamed });
    }
    renamed
}

/// What to rename, unless it is a term or heading at the position itself.
enum Subject<'w> {
    /// A tag or category.
    Tag(RangeInfo<TagName>),
    /// The label of a link or footnote, in its note.
    LinkLabel(&'w Document, &'w LinkReference),
    /// The heading that a link leads to.
    Linked(RangeInfo<FilePosition>),
}

fn subject(workspace: &Workspace, position: FilePosition) -> Result<Option<Subject<'_>>, Refusal> {
    let Some(document) = workspace.document(position.note) else { return Ok(None) };
    if !document.is_note() {
        return Err(Refusal("This is not a note. Rename the term in a note.".to_owned()));
    }
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

/// Returns the target heading of a link, if the cursor is in its fragment.
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
            "Rename the file in the file explorer of your editor; links to it are updated."
                .to_owned(),
        )),
        None => Err(Refusal("The target of this link cannot be renamed.".to_owned())),
    }
}

#[cfg(test)]
mod tests;
