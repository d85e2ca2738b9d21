//! The text that an edit adds to notes: moved, copied or new.

use std::collections::BTreeMap;

use text_size::TextRange;

use crate::workspace::Workspace;
use crate::workspace::document::NoteId;
use crate::workspace::edit::position_map::{PositionMap, subtracted};
use crate::workspace::edit::text_edit::TextEdit;

/// The new text of the notes after an edit.
pub(super) struct NewTexts {
    /// The new ranges of blocks in order, and whether they are copies.
    arrivals: BTreeMap<NoteId, Vec<(TextRange, bool)>>,
    /// The ranges of new texts that replace nothing, in order.
    inserted: BTreeMap<NoteId, Vec<TextRange>>,
    created: Vec<NoteId>,
}

impl NewTexts {
    pub(super) fn new(before: &Workspace, map: &PositionMap<'_>) -> Self {
        let mut arrivals: BTreeMap<NoteId, Vec<_>> = BTreeMap::new();
        for it in &map.edit().moves {
            arrivals.entry(it.to).or_default().push((map.target(it), it.is_copy));
        }
        for ranges in arrivals.values_mut() {
            ranges.sort_by_key(|(range, _)| range.start());
        }
        let mut inserted = BTreeMap::new();
        for (note, _) in map.edit().notes() {
            let Some(document) = before.document(note) else { continue };
            let is_blank = |range: &TextRange| document.note.text.slice(*range).trim().is_empty();
            let replaces_nothing =
                |edit: &TextEdit| subtracted(edit.range, map.removed(note)).iter().all(is_blank);
            let new = map.new_texts(note).filter(|(edit, _)| replaces_nothing(edit));
            inserted.insert(note, new.map(|(_, range)| range).collect());
        }
        let created = map.edit().created().map(|new| new.id).collect();
        Self { arrivals, inserted, created }
    }

    /// Returns whether an entire range is new: inserted, and neither moved nor copied.
    pub(super) fn is_new(&self, note: NoteId, range: TextRange) -> bool {
        let is_moved =
            self.arrival(note, range).is_some_and(|(it, _)| it.intersect(range).is_some());
        let is_inserted = || {
            let inserted = self.inserted.get(&note).map_or(&[][..], Vec::as_slice);
            let after = inserted.partition_point(|it| it.start() <= range.start());
            inserted[..after].last().is_some_and(|it| it.contains_range(range))
        };
        !is_moved && (self.created.contains(&note) || is_inserted())
    }

    /// Returns whether an entire range is moved text.
    pub(super) fn is_moved(&self, note: NoteId, range: TextRange) -> bool {
        self.arrival(note, range).is_some_and(|(it, is_copy)| !is_copy && it.contains_range(range))
    }

    /// Returns whether an entire range is copied text.
    pub(super) fn is_copied(&self, note: NoteId, range: TextRange) -> bool {
        self.arrival(note, range).is_some_and(|(it, is_copy)| is_copy && it.contains_range(range))
    }

    /// Returns the last block that begins at the end of a range or before it.
    fn arrival(&self, note: NoteId, range: TextRange) -> Option<(TextRange, bool)> {
        let arrivals = self.arrivals.get(&note)?;
        let before = arrivals.partition_point(|(it, _)| it.start() <= range.end());
        arrivals[..before].last().copied()
    }
}
