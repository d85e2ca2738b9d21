//! A map from ranges before an edit to ranges after it.
//!
//! A lookup is a binary search in the changes of one note. So thousands of facts can be mapped
//! through thousands of changes.

use std::collections::BTreeMap;

use text_size::{TextRange, TextSize};

use super::text_edit::TextEdit;
use super::text_edit::TextMove;
use super::workspace_edit::WorkspaceEdit;
use crate::workspace::document::NoteId;

/// Maps ranges before an edit to ranges after it. The changes of the edit must be disjoint.
pub struct PositionMap<'e> {
    edit: &'e WorkspaceEdit,
    offsets: BTreeMap<NoteId, OffsetMap<'e>>,
    /// The blocks that leave each note, in the order of their ranges.
    moves: BTreeMap<NoteId, Vec<MovedBlock<'e>>>,
    /// The blocks copied from each note, in the order of their ranges.
    copies: BTreeMap<NoteId, Vec<MovedBlock<'e>>>,
    /// The ranges removed from each note, disjoint and in order.
    dropped: BTreeMap<NoteId, Vec<TextRange>>,
    /// The ranges removed or moved away from each note, disjoint and in order.
    removed: BTreeMap<NoteId, Vec<TextRange>>,
}

/// A block with the map of the offsets inside it.
struct MovedBlock<'e> {
    moved: &'e TextMove,
    offsets: OffsetMap<'e>,
}

impl<'e> PositionMap<'e> {
    /// Returns the map of an edit.
    pub fn new(edit: &'e WorkspaceEdit) -> Self {
        let offsets = edit.notes().map(|(note, edits)| (note, OffsetMap::new(edits))).collect();
        let (mut moves, mut copies) = (BTreeMap::new(), BTreeMap::new());
        for moved in &edit.moves {
            let blocks: &mut BTreeMap<_, Vec<_>> =
                if moved.is_copy { &mut copies } else { &mut moves };
            let offsets = OffsetMap::new(&moved.changes);
            blocks.entry(moved.from).or_default().push(MovedBlock { moved, offsets });
        }
        for blocks in moves.values_mut().chain(copies.values_mut()) {
            blocks.sort_by_key(|block| block.moved.range.start());
        }
        let mut dropped: BTreeMap<NoteId, Vec<TextRange>> = BTreeMap::new();
        for (note, range) in &edit.dropped {
            dropped.entry(*note).or_default().push(*range);
        }
        let mut removed = dropped.clone();
        for moved in edit.moves.iter().filter(|it| !it.is_copy) {
            removed.entry(moved.from).or_default().push(moved.range);
        }
        for ranges in dropped.values_mut().chain(removed.values_mut()) {
            *ranges = merged(std::mem::take(ranges));
        }
        Self { edit, offsets, moves, copies, dropped, removed }
    }

    /// Returns the new range of some text, or `None` if a part of it is removed or moves alone. Text
    /// inserted at the edges is not included.
    pub fn place(&self, note: NoteId, range: TextRange) -> Option<(NoteId, TextRange)> {
        if let Some(block) = around(self.moves.get(&note), range) {
            return Some(self.within(block, range));
        }
        let stays = || self.offsets.get(&note).map_or(range, |offsets| offsets.moved(range));
        (!meets(self.removed(note), range)).then(|| (note, stays()))
    }

    /// Returns the ranges of the copies of some text.
    pub fn copy(&self, note: NoteId, range: TextRange) -> Option<(NoteId, TextRange)> {
        around(self.copies.get(&note), range).map(|block| self.within(block, range))
    }

    /// Returns the block that moves all of a range.
    pub fn move_of(&self, note: NoteId, range: TextRange) -> Option<&'e TextMove> {
        around(self.moves.get(&note), range).map(|block| block.moved)
    }

    /// Returns whether an entire range is removed on purpose.
    pub fn is_dropped(&self, note: NoteId, range: TextRange) -> bool {
        let ranges = self.dropped.get(&note).map_or(&[][..], Vec::as_slice);
        let after = ranges.partition_point(|it| it.start() <= range.start());
        ranges[..after].last().is_some_and(|it| it.contains_range(range))
    }

    /// Returns whether a change outside of moved blocks touches a range or its edges.
    pub fn touches(&self, note: NoteId, range: TextRange) -> bool {
        let offsets = self.offsets.get(&note);
        offsets.is_some_and(|it| it.near(range).any(|edit| !edit.range.is_empty()))
    }

    /// Returns the changes in a range of a note: those of the block that moves it, or else those of
    /// the note.
    pub fn changes(
        &self,
        note: NoteId,
        range: TextRange,
    ) -> impl Iterator<Item = &'e TextEdit> + use<'_, 'e> {
        let block = around(self.moves.get(&note), range).map(|block| &block.offsets);
        let offsets = block.or_else(|| self.offsets.get(&note));
        offsets.into_iter().flat_map(move |it| it.near(range))
    }

    /// Returns the new range of a block.
    pub fn target(&self, moved: &TextMove) -> TextRange {
        let end = OffsetMap::new(&moved.changes).moved(moved.range).end();
        TextRange::at(self.start(moved), end - moved.range.start())
    }

    /// Returns the range of the new text of each change of a note.
    pub fn new_texts(&self, note: NoteId) -> impl Iterator<Item = (&'e TextEdit, TextRange)> {
        let new = |offsets: &OffsetMap<'e>, edit: &'e TextEdit| {
            (edit, TextRange::at(offsets.start(edit.range), TextSize::of(&edit.new_text)))
        };
        let offsets = self.offsets.get(&note).into_iter();
        offsets.flat_map(move |it| it.edits.iter().map(move |edit| new(it, edit)))
    }

    /// Returns the ranges removed or moved away from a note, disjoint and in order.
    pub(super) fn removed(&self, note: NoteId) -> &[TextRange] {
        self.removed.get(&note).map_or(&[], Vec::as_slice)
    }

    /// Returns whether no two moved blocks overlap, and no two copied ones.
    pub(super) fn are_moves_disjoint(&self) -> bool {
        let is_apart =
            |pair: &[MovedBlock<'_>]| pair[0].moved.range.end() <= pair[1].moved.range.start();
        self.moves
            .values()
            .chain(self.copies.values())
            .all(|blocks| blocks.windows(2).all(is_apart))
    }

    /// Returns the edit.
    pub fn edit(&self) -> &'e WorkspaceEdit {
        self.edit
    }

    fn within(&self, block: &MovedBlock<'_>, range: TextRange) -> (NoteId, TextRange) {
        let moved = block.offsets.moved(range) - block.moved.range.start();
        (block.moved.to, moved + self.start(block.moved))
    }

    /// Returns the new start of a block.
    fn start(&self, moved: &TextMove) -> TextSize {
        let offsets = self.offsets.get(&moved.to);
        offsets.map_or(moved.at.start(), |it| it.start(moved.at)) + moved.inside
    }
}

/// The offsets of one text after changes that are in order and disjoint.
struct OffsetMap<'e> {
    edits: &'e [TextEdit],
    /// The shift in bytes of the text after each number of changes.
    by: Vec<i64>,
}

impl<'e> OffsetMap<'e> {
    fn new(edits: &'e [TextEdit]) -> Self {
        let length = |size: TextSize| i64::from(u32::from(size));
        let grown =
            |edit: &TextEdit| length(TextSize::of(&edit.new_text)) - length(edit.range.len());
        let mut by = vec![0];
        by.extend(edits.iter().map(grown).scan(0, |sum, grown| {
            *sum += grown;
            Some(*sum)
        }));
        Self { edits, by }
    }

    /// Returns a range after the changes. An end inside a replaced range moves to the edge of the
    /// replacement, so that the result covers it.
    fn moved(&self, range: TextRange) -> TextRange {
        let before = self.edits.partition_point(|edit| edit.range.end() <= range.start());
        let until = before
            + self.edits[before..].partition_point(|edit| {
                edit.range.end() <= range.end() && edit.range.start() < range.end()
            });
        let cut = |at: usize, place: TextSize| {
            self.edits.get(at).filter(|edit| edit.range.start() < place)
        };
        let start = cut(before, range.start()).map_or(range.start(), |edit| edit.range.start());
        let start = self.offset(start, before);
        let end = match cut(until, range.end()) {
            Some(edit) => self.offset(edit.range.start(), until) + TextSize::of(&edit.new_text),
            None => self.offset(range.end(), until),
        };
        TextRange::new(start, end.max(start))
    }

    /// Returns the start of the new text of the change of a range.
    fn start(&self, range: TextRange) -> TextSize {
        let key = |range: TextRange| (range.start(), range.end());
        let before = self.edits.partition_point(|edit| key(edit.range) < key(range));
        self.offset(range.start(), before)
    }

    /// Returns the changes in a range or at its edges.
    fn near(&self, range: TextRange) -> impl Iterator<Item = &'e TextEdit> + use<'e> {
        let from = self.edits.partition_point(|edit| edit.range.end() < range.start());
        self.edits[from..].iter().take_while(move |it| it.range.start() <= range.end())
    }

    /// Returns the new position of an offset that has this many changes before it.
    fn offset(&self, at: TextSize, count: usize) -> TextSize {
        let moved = i64::from(u32::from(at)) + self.by[count];
        TextSize::new(u32::try_from(moved).unwrap_or_default())
    }
}

/// Returns the block that contains a range. The blocks must be disjoint and in order.
fn around<'b, 'e>(
    blocks: Option<&'b Vec<MovedBlock<'e>>>,
    range: TextRange,
) -> Option<&'b MovedBlock<'e>> {
    let blocks = blocks?;
    let after = blocks.partition_point(|block| block.moved.range.start() <= range.start());
    blocks[..after].last().filter(|block| block.moved.range.contains_range(range))
}

/// Returns whether a range overlaps one of these, which must be disjoint and in order. An empty
/// range overlaps a range that contains or touches it.
fn meets(all: &[TextRange], range: TextRange) -> bool {
    let from = all.partition_point(|it| it.end() < range.start());
    let mut near = all[from..].iter().take_while(|it| it.start() <= range.end());
    near.any(|it| {
        it.intersect(range).is_some_and(|both| !both.is_empty()) || it.contains_range(range)
    })
}

/// Returns the ranges in order, with overlapping ones merged.
pub(super) fn merged(mut ranges: Vec<TextRange>) -> Vec<TextRange> {
    ranges.sort_by_key(|range| (range.start(), range.end()));
    let mut merged: Vec<TextRange> = Vec::with_capacity(ranges.len());
    for range in ranges {
        match merged.last_mut() {
            Some(last) if range.start() < last.end() => *last = last.cover(range),
            _ => merged.push(range),
        }
    }
    merged
}

/// Returns the parts of a range outside of others, which must be disjoint and in order.
pub(super) fn subtracted(range: TextRange, others: &[TextRange]) -> Vec<TextRange> {
    let from = others.partition_point(|it| it.end() <= range.start());
    let (mut left, mut start) = (Vec::new(), range.start());
    for other in others[from..].iter().take_while(|it| it.start() < range.end()) {
        if start < other.start() {
            left.push(TextRange::new(start, other.start()));
        }
        start = other.end();
    }
    if start < range.end() {
        left.push(TextRange::new(start, range.end()));
    }
    left
}

#[cfg(test)]
mod tests {
    use text_size::TextRange;

    use super::PositionMap;
    use crate::workspace::Workspace;
    use crate::workspace::document::{Location, NoteId};
    use crate::workspace::edit::{MovedText, TextEdit, WorkspaceEdit, range};

    fn notes() -> (Workspace, [NoteId; 2]) {
        let mut workspace = Workspace::default();
        let mut open = |path: &str| workspace.open(Location::File(path.into()), 1, "0123456789");
        let notes = [open("/a.md"), open("/b.md")];
        workspace.settle();
        (workspace, notes)
    }

    fn edit(note: NoteId, changes: &[(usize, usize, &str)]) -> WorkspaceEdit {
        let mut edit = WorkspaceEdit::default();
        for (start, end, new) in changes {
            edit.push(note, TextEdit::certain(range(*start..*end), *new));
        }
        edit
    }

    #[test]
    fn text_inserted_at_the_edges_is_outside() {
        let (_, [note, other]) = notes();
        let edit = edit(note, &[(0, 2, "abc"), (5, 5, "["), (8, 8, "](x)"), (9, 9, "y")]);
        let map = PositionMap::new(&edit);
        let place = |from, to| map.place(note, range(from..to)).map(|(_, range)| range);
        assert_eq!(place(5, 8), Some(range(7..10)));
        assert_eq!(place(4, 9), Some(range(5..15)));
        assert_eq!(place(9, 9), Some(range(16..16)));
        assert_eq!(map.place(other, range(5..8)), Some((other, range(5..8))));
    }

    #[test]
    fn a_range_that_is_replaced_in_part_covers_the_replacement() {
        let (_, [note, _]) = notes();
        let edit = edit(note, &[(2, 6, "ab")]);
        let map = PositionMap::new(&edit);
        let place = |from, to| map.place(note, range(from..to)).map(|(_, range)| range);
        assert_eq!(place(1, 4), Some(range(1..4)));
        assert_eq!(place(4, 8), Some(range(2..6)));
        assert_eq!(place(3, 5), Some(range(2..4)));
    }

    #[test]
    fn moved_text_is_found_at_its_target_and_copied_text_at_both() {
        let (workspace, [note, other]) = notes();
        let mut edit = edit(note, &[(2, 6, "")]);
        let mut text = MovedText::default();
        text.write("- ");
        let change = TextEdit::certain(range(3..3), "xx");
        text.take(workspace.document(note).unwrap(), range(2..6), vec![change]);
        text.copy(workspace.document(note).unwrap(), range(8..10), Vec::new());
        let at = TextRange::empty(5.into());
        let new_text = text.place(&mut edit, other, at);
        assert_eq!(new_text, "- 2xx34589");
        edit.push(other, TextEdit::certain(at, new_text));
        let map = PositionMap::new(&edit);
        assert_eq!(map.place(note, range(2..6)), Some((other, range(7..13))));
        assert_eq!(map.place(note, range(4..5)), Some((other, range(11..12))));
        assert_eq!(map.place(note, range(5..7)), None, "half of it leaves");
        assert_eq!(map.place(note, range(8..10)), Some((note, range(4..6))));
        assert_eq!(map.copy(note, range(8..10)), Some((other, range(13..15))));
        assert_eq!(map.place(other, range(6..8)), Some((other, range(16..18))));
    }

    #[test]
    fn removed_text_has_no_new_range() {
        let (_, [note, _]) = notes();
        let mut edit = edit(note, &[(2, 6, "")]);
        edit.drop_text(note, range(2..4));
        edit.drop_text(note, range(3..6));
        let map = PositionMap::new(&edit);
        assert!(map.is_dropped(note, range(2..6)));
        assert_eq!(map.place(note, range(5..8)), None);
        assert_eq!(map.place(note, range(6..8)), Some((note, range(2..4))));
    }
}
