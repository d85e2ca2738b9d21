//! The blocks of Markdown around an edit: a block that no change touches stays the same block.
//!
//! Text without blank lines around it would become a part of the block above or below: a line of a
//! paragraph, an item of a list, a row of a table, a heading that is underlined.

use std::collections::HashSet;

use text_size::TextRange;

use super::verifier::Verifier;
use crate::note::blocks::{TopBlock, top_blocks};
use crate::workspace::document::Document;
use crate::workspace::edit::failure::Failure;
use crate::workspace::edit::text_edit::TextEdit;

impl Verifier<'_> {
    /// Checks that each block outside of the changes is there after the edit, and of the same kind.
    pub(super) fn blocks(&self) -> Result<(), Failure> {
        for old in &self.touched {
            let edits = self.edit.of(old.id);
            let Some(new) = self.after.document(old.id).filter(|_| !edits.is_empty()) else {
                continue;
            };
            let now: HashSet<_> = top_blocks(&new.note).into_iter().collect();
            let blocks = top_blocks(&old.note);
            let mut places = untouched(&blocks, edits);
            if let Some(lost) =
                places.find_map(|(block, place)| (!now.contains(&place)).then_some(block))
            {
                return Err(self.refused(changed(old, *lost)));
            }
        }
        Ok(())
    }
}

fn changed(document: &Document, block: TopBlock) -> String {
    let written = document.note.text.slice(block.range);
    let line: String = written.lines().next().unwrap_or_default().chars().take(40).collect();
    format!("“{line}” in “{}” would become a different block", document.title())
}

/// Returns the blocks that no edit touches, with their places after the edits. The edits are in
/// order and disjoint.
fn untouched<'b>(
    blocks: &'b [TopBlock],
    edits: &'b [TextEdit],
) -> impl Iterator<Item = (&'b TopBlock, TopBlock)> {
    let (mut next, mut grown) = (0, 0_i64);
    blocks.iter().filter_map(move |block| {
        while let Some(edit) = edits.get(next).filter(|edit| is_before(edit, block.range)) {
            grown +=
                i64::try_from(edit.new_text.len()).ok()? - i64::from(u32::from(edit.range.len()));
            next += 1;
        }
        edits.get(next).is_none_or(|edit| is_after(edit, block.range)).then_some(())?;
        let start = u32::try_from(i64::from(u32::from(block.range.start())) + grown).ok()?;
        let range = TextRange::at(start.into(), block.range.len());
        Some((block, TopBlock { range, ..*block }))
    })
}

/// Returns whether an edit is before a range. New text directly before it ends with a line end.
fn is_before(edit: &TextEdit, range: TextRange) -> bool {
    let is_apart = !edit.range.is_empty() || edit.new_text.ends_with(['\n', '\r']);
    edit.range.end() < range.start() || edit.range.end() == range.start() && is_apart
}

/// Returns whether an edit is after a range. New text directly after it begins with a line end.
fn is_after(edit: &TextEdit, range: TextRange) -> bool {
    let is_apart = !edit.range.is_empty() || edit.new_text.starts_with(['\n', '\r']);
    edit.range.start() > range.end() || edit.range.start() == range.end() && is_apart
}
