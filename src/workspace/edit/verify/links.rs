//! Links and labels before and after an edit: each keeps its target.

use std::collections::HashMap;

use super::verifier::Verifier;
use crate::note::link::Link;
use crate::note::reference::LinkReference;
use crate::workspace::document::{Document, NoteId};
use crate::workspace::edit::facts::{Definitions, Fact, LocatedFact};
use crate::workspace::edit::failure::Failure;
use crate::workspace::edit::{Expect, NewLink};
use crate::workspace::links::{Destination, Target};

impl Verifier<'_> {
    /// Checks that each label keeps its definition, even if both are moved.
    pub(super) fn labels(&self) -> Result<(), Failure> {
        let pairs = self.pairs(|_: &LinkReference, _| true);
        let before = Definitions::of(self.touched.iter().copied());
        let after = Definitions::of(self.written.iter().copied());
        let may_come = |added: &LocatedFact<'_, LinkReference>| {
            let (document, label) = (added.document, added.fact);
            let is_expected = !label.is_definition || self.is_new_definition(document, label);
            self.expected.defines(document.id, label) && is_expected
        };
        let judge = |old: LocatedFact<'_, LinkReference>, new: LocatedFact<'_, LinkReference>| {
            let (note, label, found) = (old.document.id, old.fact, new.fact);
            let is_renamed = || {
                let (family, from, to) = (label.family, label.key.clone(), found.key.clone());
                self.expected.meet(&Expect::RenamedLabel { note, family, from, to })
            };
            let holds = match (before.get(old), after.get(new)) {
                _ if label.is_definition => true,
                // The name of the label may change, but not its definition.
                (Some(definition), Some(now)) => {
                    let range = definition.place();
                    let place = (new.document.id, now.place().start());
                    let images = [self.map.place(note, range), self.map.copy(note, range)];
                    images.into_iter().flatten().any(|(note, it)| (note, it.start()) == place)
                }
                (None, None) => label.key == found.key || is_renamed(),
                (None, Some(_)) => self.expected.defines(note, label) || is_renamed(),
                (Some(_), None) => false,
            };
            (!holds).then(|| "lead elsewhere".to_owned())
        };
        let may_go = |lost: &LocatedFact<'_, LinkReference>| {
            self.is_in_renamed_heading(lost.document, lost.fact.range)
        };
        self.compare(&pairs, may_go, may_come, judge)
    }

    /// Returns whether an added definition has its expected target.
    fn is_new_definition(&self, document: &Document, label: &LinkReference) -> bool {
        let mut links = document.note.links_from(label.range.start());
        let target = links.next().and_then(|link| self.new_links.resolve(document, link));
        let (note, family, key) = (document.id, label.family, label.key.clone());
        self.expected.take(&Expect::NewDefinition { note, family, key, target })
    }

    /// Checks that all links keep their targets, and that new links have the expected targets.
    pub(super) fn links(&self) -> Result<(), Failure> {
        let before = self.before.documents().filter(|old| self.after.document(old.id).is_some());
        let pairs = self.pairs_in(before, self.after.documents(), |_: &Link, _| true);
        let by_text: HashMap<_, _> = self
            .expected
            .links()
            .filter_map(|link| Some((self.map.place(link.note, link.text?)?, link)))
            .collect();
        let may_come = |added: &LocatedFact<'_, Link>| {
            let (document, link) = (added.document, added.fact);
            let target = self.new_links.resolve(document, link);
            let known = link.text.and_then(|text| by_text.get(&(document.id, text)).copied());
            let known = known.filter(|known| Some(known.target) == target).cloned();
            let any = || Some(NewLink { note: document.id, text: None, target: target? });
            let is_expected = |link: NewLink| self.expected.take(&Expect::NewLink(link));
            known.or_else(any).is_some_and(is_expected) || self.is_labeled(document, link)
        };
        let judge = |old: LocatedFact<'_, Link>, new: LocatedFact<'_, Link>| {
            let keeps_target =
                self.keeps_target((old.document, old.fact), (new.document, new.fact));
            (!keeps_target).then(|| "lead elsewhere".to_owned())
        };
        // A new name of a heading may leave out the links in the old one.
        let may_go = |lost: &LocatedFact<'_, Link>| {
            self.is_in_renamed_heading(lost.document, lost.fact.range)
        };
        self.compare(&pairs, may_go, may_come, judge)
    }

    /// Returns whether the label of a link gets a definition, or a name with a definition.
    fn is_labeled(&self, document: &Document, link: &Link) -> bool {
        let (labels, start) = (&document.note.references, link.range.start());
        let first = labels.partition_point(|it| it.range.start() < start);
        let mut own = labels[first..].iter().take_while(|it| it.range.start() == start);
        own.any(|it| self.expected.has_label(document.id, it))
    }

    fn keeps_target(&self, old: (&Document, &Link), new: (&Document, &Link)) -> bool {
        let (note, link) = (old.0.id, old.1.range.start());
        let old_target = self.old_links.destination(old.0, old.1);
        let new_target = self.new_links.destination(new.0, new.1);
        if self.expected.meet(&Expect::Unkept { note, link }) {
            return true;
        }
        if self.expected.retargeted.contains(&(note, link)) {
            // Only a broken link gets another destination.
            let is_broken = !matches!(old_target, Destination::Note(target) if !target.is_whole());
            return is_broken
                && self.expected.meet(&Expect::Retargeted { note, link, to: new_target });
        }
        let written = |link: &Link| (link.kind, link.path.clone(), link.fragment.clone());
        // A created note or added section may be the missing target.
        let is_found =
            |target: Target| self.after.document(target.note).is_some_and(|it| self.is_created(it));
        match (old_target, new_target) {
            (Destination::Note(old_target), Destination::Note(new_target)) => {
                self.image(old_target) == Some(new_target)
                    || self.is_added_section(old_target, new_target)
            }
            (Destination::Note(_), _) => false,
            (_, Destination::Note(new_target)) => is_found(new_target),
            (Destination::File(old_target), Destination::File(new_target)) => {
                self.expected.files.of(&old_target) == new_target
            }
            (Destination::File(_), _) => false,
            (old_target, new_target) => {
                written(old.1) == written(new.1)
                    && (old_target == new_target || !self.expected.files.is_empty())
            }
        }
    }

    /// Returns the target of a link after the edit. A section that became a note is a whole note.
    fn image(&self, target: Target) -> Option<Target> {
        if self.edit.of(target.note).is_empty() {
            return Some(target);
        }
        if let Some(anchor) = target.anchor {
            let anchor = self.before.document(target.note)?.note.anchors.get(anchor)?;
            let (note, range) = self.map.place(target.note, anchor.range)?;
            let anchors = &self.after.document(note)?.note.anchors;
            let at = anchors.partition_point(|it| it.range.start() < range.start());
            let found = anchors.get(at).filter(|found| found.range == range)?;
            return (found.id == anchor.id)
                .then_some(Target { anchor: Some(at), ..Target::of(note) });
        }
        let Some(section) = target.section else { return Some(target) };
        if let Some((note, section)) = self.sections.get(&(target.note, section)) {
            return Some(Target { section: Some(*section), ..Target::of(*note) });
        }
        self.section_around(target.note, section)
    }

    /// Returns the section that contains the name of a term that had a heading.
    fn section_around(&self, note: NoteId, section: usize) -> Option<Target> {
        self.expected.meet(&Expect::Unheaded { note, section }).then_some(())?;
        let name = self.before.document(note)?.note.sections.get(section)?.heading.name_range;
        let (note, range) = self.map.place(note, name)?;
        let around = self.after.document(note)?.note.section_at(range.start())?;
        Some(Target { section: Some(around), ..Target::of(note) })
    }

    /// Returns whether a link to a whole note now leads to a section that is added to the note.
    fn is_added_section(&self, old_target: Target, new_target: Target) -> bool {
        let section = self.after.document(new_target.note).zip(new_target.section);
        let name = section.and_then(|(document, index)| {
            Some(document.note.sections.get(index)?.heading.name.clone())
        });
        let is_added = |name| {
            self.expected.meet(&Expect::NewSection { note: new_target.note, name, is_empty: true })
        };
        old_target.is_whole() && old_target.note == new_target.note && name.is_some_and(is_added)
    }
}
