//! Rename of the label of a link or footnote, in its note.

use crate::features::edit_builder::EditBuilder;
use crate::features::link::same_reference;
use crate::features::rename::outcome::Rename;
use crate::note::reference::{Family, LinkReference, key as label_key};
use crate::workspace::Workspace;
use crate::workspace::document::Document;
use crate::workspace::edit::{Expect, Refusal};

/// Renames a label. A link whose text is the label gets the new text too.
pub(super) fn rename(
    workspace: &Workspace,
    document: &Document,
    found: &LinkReference,
    new: &str,
) -> Result<Rename, Refusal> {
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
        old: document.note.text.slice(found.label).to_owned(),
        edit: edit.finish(workspace)?,
        left_out: Vec::new(),
        is_reversible: true,
        new: new.to_owned(),
        remark: None,
    })
}
