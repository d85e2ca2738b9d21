//! Rename of the label of a link or footnote, in its note.

use crate::features::edit_builder::EditBuilder;
use crate::features::link::{reference_at, same_reference};
use crate::features::rename::Rename;
use crate::features::{FilePosition, RangeInfo};
use crate::note::reference::{Family, key as label_key};
use crate::workspace::Workspace;
use crate::workspace::edit::{Expect, Refusal};

/// Returns the label at a position.
pub(super) fn prepare(workspace: &Workspace, position: FilePosition) -> Option<RangeInfo<String>> {
    let document = workspace.document(position.note)?;
    let found = reference_at(document, position.offset)?;
    // An editor shows the renamed text at the cursor, so the bracket before it is excluded.
    found.label.contains_inclusive(position.offset).then_some(())?;
    Some(RangeInfo { range: found.label, info: document.text.slice(found.label).into_owned() })
}

/// Renames the label at a position. A link whose text is the label gets the new text too.
pub(super) fn rename(
    workspace: &Workspace,
    position: FilePosition,
    new: &str,
) -> Result<Rename, Refusal> {
    let nothing = || Refusal("No label to rename here.".to_owned());
    let document = workspace.document(position.note).ok_or_else(nothing)?;
    let found = reference_at(document, position.offset).ok_or_else(nothing)?;
    let new = new.trim().trim_start_matches('^');
    let has_space = found.family == Family::Footnote && new.contains(char::is_whitespace);
    if new.is_empty() || has_space || new.contains(|c: char| c.is_control() || "[]\\".contains(c)) {
        return Err(Refusal(format!("“{new}” is not a valid label.")));
    }
    let (family, from, to) = (found.family, found.key.clone(), label_key(new));
    let mut same = document.note.references.iter().filter(|it| it.family == family && it.key == to);
    if from != to && same.next().is_some() {
        return Err(Refusal(format!("“{new}” is already a label of this note.")));
    }
    let mut edit = EditBuilder::default();
    for found in same_reference(document, found) {
        edit.replace(document.id, found.label, new);
    }
    edit.expect(Expect::RenamedLabel { note: document.id, family, from, to });
    Ok(Rename {
        old: document.text.slice(found.label).into_owned(),
        edit: edit.finish(workspace)?,
        left_out: Vec::new(),
        is_reversible: true,
        new: new.to_owned(),
        remark: None,
    })
}
