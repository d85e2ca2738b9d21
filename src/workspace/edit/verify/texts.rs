//! The text of notes before and after an edit: moved text arrives once, and no text is lost.

use text_size::TextRange;

use super::verifier::Verifier;
use crate::workspace::document::Document;
use crate::workspace::edit::failure::{Failure, deleted};
use crate::workspace::edit::moved_text::changed;
use crate::workspace::edit::position_map::{merged, subtracted};
use crate::workspace::edit::text_edit::TextEdit;
use crate::workspace::edit::text_edit::TextMove;

impl Verifier<'_> {
    /// Checks that each moved block arrives exactly once, and that other text is removed only on
    /// purpose.
    pub(super) fn texts(&self) -> Result<(), Failure> {
        let is_apart = self.map.are_moves_disjoint();
        for it in &self.edit.moves {
            let (Some(old), Some(new)) =
                (self.before.document(it.from), self.after.document(it.to))
            else {
                return Err(deleted());
            };
            let sent = changed(old.note.text.slice(it.range), it.range.start(), &it.changes);
            let target = self.map.target(it);
            let arrives =
                target.end() <= new.note.text.end() && new.note.text.slice(target) == sent;
            if !arrives || !is_apart || !(it.is_copy || self.leaves(it)) {
                return Err(self.refused("text would be lost or duplicated"));
            }
            self.only_marks_go(old, &it.changes, &[])?;
        }
        for old in &self.touched {
            self.only_marks_go(old, self.edit.of(old.id), self.map.removed(old.id))?;
        }
        Ok(())
    }

    /// Returns whether a block is removed from its old place.
    fn leaves(&self, it: &TextMove) -> bool {
        let edits = self.edit.of(it.from);
        let after = edits.partition_point(|edit| edit.range.start() <= it.range.start());
        let mut around = edits[..after].iter().rev().take(2);
        around.any(|edit| edit.range.contains_range(it.range))
    }

    /// Checks that changes lose no text. They may remove white space, heading marks, link
    /// destinations and front matter, and text that moves or is removed on purpose. Replaced words
    /// are checked by the facts of the notes.
    fn only_marks_go(
        &self,
        old: &Document,
        edits: &[TextEdit],
        removed: &[TextRange],
    ) -> Result<(), Failure> {
        let loses_text = |edit: &&TextEdit| {
            let is_taken = || subtracted(edit.range, removed) != [edit.range];
            !edit.range.is_empty() && (edit.new_text.trim().is_empty() || is_taken())
        };
        let mut removing = edits.iter().filter(loses_text).peekable();
        if removing.peek().is_none() {
            return Ok(());
        }
        let mut free = removed.to_vec();
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
        // A `>` marks a line of a quote.
        let is_mark = |c: char| c.is_whitespace() || c == '>';
        let is_blank = |range: &TextRange| old.note.text.slice(*range).chars().all(is_mark);
        if removing.all(|edit| subtracted(edit.range, &free).iter().all(is_blank)) {
            Ok(())
        } else {
            Err(self.refused_in("text would be lost", old))
        }
    }
}
