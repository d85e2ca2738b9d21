//! The text of notes before and after an edit: moved text arrives once, and no text is lost.

use std::collections::BTreeMap;

use text_size::TextRange;

use super::{Failure, Verifier};
use crate::workspace::Workspace;
use crate::workspace::document::{Document, NoteId};
use crate::workspace::edit::position_map::{PositionMap, merged, subtracted};
use crate::workspace::edit::text_edit::TextEdit;
use crate::workspace::edit::text_moves::{TextMove, changed};

/// The new text of the notes after an edit.
pub(super) struct NewTexts {
    /// The new ranges of blocks in order, and whether they are copies.
    arrivals: BTreeMap<NoteId, Vec<(TextRange, bool)>>,
    /// The new texts that replace nothing, in the order of their places.
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
            let is_blank = |range: &TextRange| document.text.slice(*range).trim().is_empty();
            let replaces_nothing =
                |edit: &TextEdit| subtracted(edit.range, map.gone(note)).iter().all(is_blank);
            let new = map.new_texts(note).filter(|(edit, _)| replaces_nothing(edit));
            inserted.insert(note, new.map(|(_, range)| range).collect());
        }
        let created = map.edit().created().map(|new| new.id).collect();
        Self { arrivals, inserted, created }
    }

    /// Whether all of a range is new: inserted, and neither moved nor copied.
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

    /// Whether all of a range is copied text.
    pub(super) fn is_copied(&self, note: NoteId, range: TextRange) -> bool {
        self.arrival(note, range).is_some_and(|(it, is_copy)| is_copy && it.contains_range(range))
    }

    /// The last block that arrives at the end of a range or before it.
    fn arrival(&self, note: NoteId, range: TextRange) -> Option<(TextRange, bool)> {
        let arrivals = self.arrivals.get(&note)?;
        let before = arrivals.partition_point(|(it, _)| it.start() <= range.end());
        arrivals[..before].last().copied()
    }
}

impl Verifier<'_> {
    /// Blocks that move arrive, once, and other text is only removed if it is meant to be.
    pub(super) fn texts(&self) -> Result<(), Failure> {
        let is_apart = self.map.are_moves_disjoint();
        for it in &self.edit.moves {
            let (Some(old), Some(new)) =
                (self.before.document(it.from), self.after.document(it.to))
            else {
                return Err(super::deleted());
            };
            let sent = changed(&old.text.slice(it.range), it.range.start(), &it.changes);
            let target = self.map.target(it);
            let arrives = target.end() <= new.text.len() && new.text.slice(target) == *sent;
            if !arrives || !is_apart || !(it.is_copy || self.leaves(it)) {
                return Err(self.refused("text would be lost or doubled"));
            }
            self.only_marks_go(old, &it.changes, &[])?;
        }
        for old in &self.touched {
            self.only_marks_go(old, self.edit.of(old.id), self.map.gone(old.id))?;
        }
        Ok(())
    }

    /// Whether a block is taken from its old place.
    fn leaves(&self, it: &TextMove) -> bool {
        let edits = self.edit.of(it.from);
        let after = edits.partition_point(|edit| edit.range.start() <= it.range.start());
        let mut around = edits[..after].iter().rev().take(2);
        around.any(|edit| edit.range.contains_range(it.range))
    }

    /// Whether changes that remove text, or take some of it elsewhere, remove only white space,
    /// marks of headings, destinations of links, front matter, and what moves or is to be removed.
    /// Changes that replace words by others are checked by what the notes say.
    fn only_marks_go(
        &self,
        old: &Document,
        edits: &[TextEdit],
        gone: &[TextRange],
    ) -> Result<(), Failure> {
        let removes = |edit: &&TextEdit| {
            let is_taken = || subtracted(edit.range, gone) != [edit.range];
            !edit.range.is_empty() && (edit.new_text.trim().is_empty() || is_taken())
        };
        let mut removing = edits.iter().filter(removes).peekable();
        if removing.peek().is_none() {
            return Ok(());
        }
        let mut free = gone.to_vec();
        for section in &old.note.sections {
            let (all, name) = (section.heading.range, section.heading.name_range);
            free.push(TextRange::new(all.start(), name.start().max(all.start())));
            free.push(TextRange::new(name.end().min(all.end()), all.end()));
        }
        for place in old.note.links.iter().filter_map(|link| link.place) {
            free.push(place.fragment.map_or(place.path, |it| it.cover(place.path)));
        }
        free.extend(old.note.front_matter.as_ref().map(|front| front.range));
        let free = merged(free);
        // A `>` marks a quote, or the line of one.
        let is_mark = |c: char| c.is_whitespace() || c == '>';
        let is_blank = |range: &TextRange| old.text.slice(*range).chars().all(is_mark);
        if removing.all(|edit| subtracted(edit.range, &free).iter().all(is_blank)) {
            Ok(())
        } else {
            Err(self.refused_in("text would be lost", old))
        }
    }
}
