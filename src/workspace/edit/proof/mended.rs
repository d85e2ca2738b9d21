//! What is mended: links that led nowhere, labels without a definition, and what nothing uses.

use text_size::TextRange;

use super::parts::in_note;
use super::{Change, Failure, NewDefinition, refused};
use crate::note::link::Link;
use crate::note::reference::{Family, LinkReference};
use crate::workspace::document::Document;
use crate::workspace::edit::Shift;
use crate::workspace::links::Target;

impl Change<'_> {
    /// Whether what stands in a range of a note is to go.
    pub(super) fn is_dropped(&self, old: &Document, range: TextRange) -> bool {
        let mut dropped = self.promise.dropped.iter().filter(|(note, _)| *note == old.id);
        dropped.any(|(_, gone)| gone.contains_range(range))
    }

    /// Whether a link that led to no place leads where it is meant to lead; none if it is not
    /// meant to change.
    pub(super) fn is_mended(
        &self,
        old: (&Document, &Link),
        new: (&Document, &Link),
    ) -> Option<bool> {
        let meant = self.promise.mended.get(&(old.0.id, old.1.range.start()))?;
        let led = self.old_links.resolve(old.0, old.1);
        // Only what is broken is mended.
        let is_broken = led.is_none_or(Target::is_whole);
        Some(is_broken && self.new_links.destination(new.0, new.1) == *meant)
    }

    /// Whether a link that led to a note as a whole now leads to the section that is added to it.
    pub(super) fn leads_to_new_section(&self, led: Option<Target>, leads: Option<Target>) -> bool {
        let (Some(led), Some(leads)) = (led, leads) else { return false };
        let added = self.promise.new_section.as_ref().filter(|new| new.note == leads.note);
        led.is_whole()
            && led.note == leads.note
            && added.is_some_and(|added| leads.section == Some(added.index))
    }

    /// Whether the label of a link gets a definition, or a name that has one.
    pub(super) fn is_labeled(&self, document: &Document, link: &Link) -> bool {
        let (references, start) = (&document.note.references, link.range.start());
        let first = references.partition_point(|it| it.range.start() < start);
        let mut own = references[first..].iter().take_while(|it| it.range.start() == start);
        own.any(|it| self.is_concerned(document, it))
    }

    /// Whether a label gets a definition, or another name, or is that other name.
    fn is_concerned(&self, document: &Document, found: &LinkReference) -> bool {
        let promise = self.promise;
        let renamed = promise.reference.as_ref().is_some_and(|it| {
            let is_one = it.old == found.key || it.new == found.key;
            it.note == document.id && it.family == found.family && is_one
        });
        renamed || self.definition(document).is_some_and(|it| it.is_of(found))
    }

    /// The definition that a note gets.
    fn definition(&self, document: &Document) -> Option<&NewDefinition> {
        self.promise.new_definition.as_ref().filter(|it| it.note == document.id)
    }

    /// Whether the definition that a note is to get is there and leads where it is to lead.
    pub(super) fn is_defined(&self, old: &Document, new: &Document) -> Result<(), Failure> {
        let Some(meant) = self.definition(old) else { return Ok(()) };
        let count = |document: &Document, is_definition| {
            let all = document.note.references.iter().filter(|it| meant.is_of(it));
            all.filter(|it| it.is_definition == is_definition).count()
        };
        let is_new = count(old, true) == 0 && count(new, true) == 1;
        let definition = new.note.references.iter().find(|it| meant.is_of(it) && it.is_definition);
        let link = definition.and_then(|found| {
            new.note.links.iter().find(|link| link.range.start() == found.range.start())
        });
        let leads = link.and_then(|link| self.new_links.resolve(new, link));
        if is_new && count(old, false) <= count(new, false) && leads == meant.target {
            Ok(())
        } else {
            Err(in_note("The label would not be defined", old))
        }
    }

    /// The references of a note that have to stay, with the one exception that gets a definition.
    pub(super) fn kept_references<'d>(
        &'d self,
        document: &'d Document,
    ) -> impl Iterator<Item = &'d LinkReference> {
        let meant = self.definition(document);
        let references = document.note.references.iter();
        references.filter(move |found| !meant.is_some_and(|it| it.is_of(found)))
    }

    /// Where the words of a note as it was are no text that has to stay: in what goes, in links
    /// that are mended, and in labels that were text.
    pub(super) fn loose_before(&self, old: &Document) -> Vec<TextRange> {
        let dropped = self.promise.dropped.iter().filter(|(note, _)| *note == old.id);
        let mended = old.note.links.iter().filter(|link| self.has_mended(old, link));
        let mended = mended.map(|link| link.range);
        dropped.map(|(_, range)| *range).chain(mended).chain(self.loose_labels(old)).collect()
    }

    /// The same of the note as it is afterwards.
    pub(super) fn loose_after(&self, old: &Document, new: &Document) -> Vec<TextRange> {
        let shift = Shift::new(self.edit.of(old.id));
        let mended = old.note.links.iter().filter(|link| self.has_mended(old, link));
        let mended = mended.map(|link| shift.moved(link.range));
        mended.chain(self.loose_labels(new)).collect()
    }

    fn has_mended(&self, document: &Document, link: &Link) -> bool {
        self.promise.mended.contains_key(&(document.id, link.range.start()))
    }

    fn loose_labels<'d>(&'d self, document: &'d Document) -> impl Iterator<Item = TextRange> {
        // Where the label is what the link shows, it stays text.
        let is_shown = |it: &LinkReference| {
            let open = it.label.start() - it.range.start();
            it.family == Family::Link && usize::from(open) == 1
        };
        let references = document.note.references.iter();
        let concerned = references.filter(|it| self.is_concerned(document, it));
        concerned.filter(move |it| !is_shown(it)).map(|it| it.label)
    }

    /// All that is to be mended is a link that is there.
    pub(super) fn all_mended(&self) -> Result<(), Failure> {
        let is_there = |(note, start): &(_, _)| {
            let document = self.before.document(*note);
            document.is_some_and(|it| it.note.links.iter().any(|link| link.range.start() == *start))
        };
        let is_whole = self.promise.mended.keys().all(is_there);
        if is_whole { Ok(()) } else { Err(refused("There is no link to change.")) }
    }
}

impl NewDefinition {
    fn is_of(&self, found: &LinkReference) -> bool {
        self.family == found.family && self.key == found.key
    }
}
