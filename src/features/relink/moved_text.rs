//! Rewrites links in edits that move or copy text. The changes to a link move with its text.

use std::collections::BTreeMap;

use text_size::TextRange;

use super::relinker::{LinkChange, Relinker};
use crate::features::edit_builder::EditBuilder;
use crate::workspace::Workspace;
use crate::workspace::document::NoteId;
use crate::workspace::edit::{PositionMap, TextEdit, WorkspaceEdit};

/// Changes to the destinations of links, by note and in the order of their places.
#[derive(Clone, Debug, Default)]
pub(in crate::features) struct LinkChanges {
    /// The changes to links that stay or move.
    moved: BTreeMap<NoteId, Vec<TextEdit>>,
    /// The changes to links in copied text.
    copied: BTreeMap<NoteId, Vec<TextEdit>>,
}

impl LinkChanges {
    /// Returns the changes to links in a moved range, joined with other changes to it.
    pub(in crate::features) fn with(
        &self,
        note: NoteId,
        range: TextRange,
        changes: Vec<TextEdit>,
    ) -> Vec<TextEdit> {
        joined(self.moved.get(&note), range, changes)
    }

    /// Returns the changes to links in a copied range, joined with other changes to the copy.
    pub(in crate::features) fn with_copied(
        &self,
        note: NoteId,
        range: TextRange,
        changes: Vec<TextEdit>,
    ) -> Vec<TextEdit> {
        joined(self.copied.get(&note), range, changes)
    }

    /// Adds the changes to links outside moved text to an edit.
    fn make(&self, edit: &mut EditBuilder) {
        let built = edit.edit().clone();
        let map = PositionMap::new(&built);
        for (note, changes) in &self.moved {
            for change in changes {
                if map
                    .place(*note, change.range)
                    .is_some_and(|_| map.move_of(*note, change.range).is_none())
                {
                    edit.push(*note, change.clone());
                }
            }
        }
    }
}

fn joined(
    own: Option<&Vec<TextEdit>>,
    range: TextRange,
    mut changes: Vec<TextEdit>,
) -> Vec<TextEdit> {
    let own = own.into_iter().flatten();
    changes.extend(own.filter(|edit| range.contains_range(edit.range)).cloned());
    changes.sort_by_key(|edit| (edit.range.start(), edit.range.end()));
    changes
}

/// Returns the edit of `build` with rewritten links. It is built twice: the first edit, without
/// changes to links, shows which links break.
pub(in crate::features) fn relinked(
    workspace: &Workspace,
    build: impl Fn(&LinkChanges) -> Option<EditBuilder>,
) -> Option<EditBuilder> {
    let first = build(&LinkChanges::default())?;
    let fit = |edits: &[TextEdit]| {
        edits.windows(2).all(|pair| pair[0].range.end() <= pair[1].range.start())
    };
    first.edit().notes().all(|(_, edits)| fit(edits)).then_some(())?;
    let relinks = broken(workspace, first.edit());
    if relinks.moved.is_empty() && relinks.copied.is_empty() {
        return Some(first);
    }
    let mut edit = build(&relinks)?;
    relinks.make(&mut edit);
    Some(edit)
}

/// Returns the changes to links that would break.
fn broken(workspace: &Workspace, edit: &WorkspaceEdit) -> LinkChanges {
    let after = edit.apply(workspace);
    let relinker = Relinker::new(workspace, &after, edit);
    let mut relinks = LinkChanges::default();
    for document in workspace.documents() {
        for link in &document.note.links {
            let (note, range) = (document.id, link.range);
            let places = [relinker.map.place(note, range), relinker.map.copy(note, range)];
            for (place, changes) in
                places.into_iter().zip([&mut relinks.moved, &mut relinks.copied])
            {
                let found = place.map(|place| relinker.relink(document, link, place));
                if let Some(LinkChange::Rewritten(new)) = found {
                    changes.entry(note).or_default().extend(new);
                }
            }
        }
    }
    relinks
}
