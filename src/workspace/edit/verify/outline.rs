//! Sections before and after an edit.

use text_size::TextRange;

use super::verifier::Verifier;
use crate::note::section::{Section, SectionStatus};
use crate::workspace::document::Document;
use crate::workspace::edit::facts::{LocatedFact, body, trimmed};
use crate::workspace::edit::failure::Failure;
use crate::workspace::edit::position_map::{merged, subtracted};
use crate::workspace::edit::{Expect, TextEdit};

impl Verifier<'_> {
    /// Checks that each section keeps its name, level, own text and parent.
    pub(super) fn sections(&mut self) -> Result<(), Failure> {
        let pairs = self.pairs(|_: &Section, _| true);
        let images = pairs
            .kept
            .iter()
            .map(|(old, new)| ((old.document.id, old.index), (new.document.id, new.index)));
        self.sections = images.collect();
        let may_go = |lost: &LocatedFact<'_, Section>| {
            let (note, section) = (lost.document.id, lost.index);
            self.expected.meet(&Expect::Unheaded { note, section })
        };
        let may_come = |added: &LocatedFact<'_, Section>| {
            let (note, name) = (added.document.id, added.fact.heading.name.clone());
            let new = |is_empty| Expect::NewSection { note, name: name.clone(), is_empty };
            let is_empty = added.fact.state == SectionStatus::Empty;
            is_empty && self.expected.take(&new(true)) || self.expected.take(&new(false))
        };
        self.compare(&pairs, may_go, may_come, |old, new| {
            let is_copy = self.new_texts.is_copied(new.document.id, new.fact.heading.name_range);
            let (name, now) = (&old.fact.heading.name, &new.fact.heading.name);
            // If a new name contains markup, its parsed form differs from its written form.
            let is_renamed = self.is_renamed_heading(old.document.id, Some(old.index));
            if !is_renamed && *now != if is_copy { name.clone() } else { self.renamed(old) } {
                return Some(format!("be read as “{now}”"));
            }
            let is_same = is_copy || self.is_same_section(old, new);
            (!is_same).then(|| "become a different section".to_owned())
        })
    }

    fn is_same_section(
        &self,
        old: LocatedFact<'_, Section>,
        new: LocatedFact<'_, Section>,
    ) -> bool {
        let (note, section) = (old.document.id, old.index);
        let (level, status) = (new.fact.heading.level, new.fact.state);
        let has_level = old.fact.heading.level == level
            || self.expected.meet(&Expect::Level { note, section, level });
        let parent = old.fact.parent.map(|parent| self.sections.get(&(note, parent)).copied());
        let keeps_parent = parent == new.fact.parent.map(|parent| Some((new.document.id, parent)))
            || self.expected.meet(&Expect::Reparented { note, section });
        // A section may gain or lose subsections, but it keeps its own text.
        let has_status = self.expected.meet(&Expect::Status { note, section, status })
            || old.fact.state == status
            || [old.fact.state, status].contains(&SectionStatus::Topic);
        let whole = body(new.document, new.index);
        let keeps = |piece| {
            let place = self.map.place(note, piece);
            place.is_some_and(|(to, range)| to == new.document.id && whole.contains_range(range))
        };
        let pieces = || self.unchanged(old.document, body(old.document, section));
        has_level && keeps_parent && has_status && pieces().into_iter().all(keeps)
    }

    /// Returns the name of a heading with its changes made.
    fn renamed(&self, old: LocatedFact<'_, Section>) -> String {
        let heading = &old.fact.heading;
        let is_in_name = |edit: &&TextEdit| {
            let both = edit.range.intersect(heading.name_range);
            heading.range.contains_range(edit.range) && both.is_some_and(|it| !it.is_empty())
        };
        let (mut renamed, mut rest) = (String::new(), heading.name.as_str());
        for edit in self.map.changes(old.document.id, heading.range).filter(is_in_name) {
            let written = old.document.note.text.slice(edit.range);
            if let Some(at) = rest.find(written) {
                renamed.push_str(&rest[..at]);
                renamed.push_str(&edit.new_text);
                rest = &rest[at + written.len()..];
            }
        }
        renamed + rest
    }

    /// Returns the unchanged pieces of a text, without white space at their edges. Definitions of
    /// labels are left out, since they apply to the whole note.
    fn unchanged(&self, old: &Document, range: TextRange) -> Vec<TextRange> {
        let labels = &old.note.references;
        let from = labels.partition_point(|it| it.range.start() < range.start());
        let inside = labels[from..].iter().take_while(|it| it.range.start() < range.end());
        let definitions = inside.filter(|it| it.is_definition).map(|it| it.range);
        let changes = self.map.changes(old.id, range).map(|edit| edit.range);
        let others = merged(changes.chain(definitions).collect());
        let pieces = subtracted(range, &others).into_iter().map(|piece| trimmed(old, piece));
        pieces.filter(|piece| !piece.is_empty()).collect()
    }
}
