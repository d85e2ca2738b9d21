//! The proof of a refactoring: text goes elsewhere, and nothing is lost, doubled or misread.
//!
//! What a note is made of is compared by its places: each section, term, link and mention that
//! was there before has one where the text that it was read from stands now.

use std::collections::BTreeMap;

use text_size::{TextRange, TextSize};

use super::{Change, Failure, refused};
use crate::note::section::{Section, SectionStatus};
use crate::workspace::document::{Document, NoteId};
use crate::workspace::edit::TextEdit;
use crate::workspace::edit::moves::{Move, Places, Structure, changed};

/// Compares all notes before and after.
pub(super) fn compare(change: &Change<'_>, structure: &Structure) -> Result<(), Failure> {
    let places = Places::new(change.edit, structure);
    let proof = Proof { change, structure, places, sections: sections(change, &places) };
    proof.texts()?;
    proof.trees()?;
    proof.terms()?;
    proof.tags()?;
    proof.links()?;
    proof.mentions()
}

/// What a refactoring is held to.
pub(super) struct Proof<'c> {
    pub(super) change: &'c Change<'c>,
    pub(super) structure: &'c Structure,
    pub(super) places: Places<'c>,
    /// What has become of the sections of the notes that are changed.
    pub(super) sections: BTreeMap<(NoteId, usize), (NoteId, usize)>,
}

/// A section is where its name is.
fn sections(
    change: &Change<'_>,
    places: &Places<'_>,
) -> BTreeMap<(NoteId, usize), (NoteId, usize)> {
    let start = |section: &Section| section.heading.name_range.start();
    let mut found = BTreeMap::new();
    for (id, _) in change.edit.notes() {
        let sections = change.before.document(id).map(|it| it.note.sections.iter());
        for (index, section) in sections.into_iter().flatten().enumerate() {
            let place = places.of(id, section.heading.name_range);
            let image = place.and_then(|(note, range)| {
                let sections = &change.after.document(note)?.note.sections;
                let at = sections.binary_search_by_key(&range.start(), start).ok()?;
                Some((note, at))
            });
            found.extend(image.map(|image| ((id, index), image)));
        }
    }
    found
}

impl<'c> Proof<'c> {
    /// The notes that are changed, as they were.
    pub(super) fn changed(&self) -> impl Iterator<Item = &'c Document> {
        self.change.edit.notes().filter_map(|(id, _)| self.change.before.document(id))
    }

    /// The notes that are changed or created, as they are afterwards.
    pub(super) fn written(&self) -> impl Iterator<Item = &'c Document> {
        let changed = self.change.edit.notes().map(|(id, _)| id);
        let created = self.change.edit.created().map(|new| new.id);
        changed.chain(created).filter_map(|id| self.change.after.document(id))
    }

    pub(super) fn is_dropped(&self, note: NoteId, range: TextRange) -> bool {
        let mut dropped = self.structure.dropped.iter();
        dropped.any(|(of, gone)| *of == note && gone.contains_range(range))
    }

    /// What moves arrives, once, and what goes was meant to.
    fn texts(&self) -> Result<(), Failure> {
        for it in &self.structure.moves {
            let (Some(old), Some(new)) =
                (self.change.before.document(it.from), self.change.after.document(it.to))
            else {
                return Err(refused("A note is gone."));
            };
            let sent = changed(&old.text.slice(it.range), it.range.start(), &it.changes);
            let target = self.places.target(it);
            let leaves = |edit: &TextEdit| edit.range.contains_range(it.range);
            let arrives = target.end() <= new.text.len() && new.text.slice(target) == *sent;
            if !arrives || !self.change.edit.of(it.from).iter().any(leaves) || self.meets(it) {
                return Err(refused("Text would be lost or doubled."));
            }
            self.only_marks_go(old, &it.changes, false)?;
        }
        for old in self.changed() {
            self.only_marks_go(old, self.change.edit.of(old.id), true)?;
            let front = |it: &'c Document| it.note.front_matter.as_ref().map(|front| front.range);
            let new = self.change.after.document(old.id);
            let now = new.and_then(|new| Some(new.text.slice(front(new)?).into_owned()));
            if front(old).map(|range| old.text.slice(range).into_owned()) != now {
                return Err(refused("The front matter would break."));
            }
        }
        Ok(())
    }

    fn meets(&self, it: &Move) -> bool {
        let others = self.structure.moves.iter().filter(|other| !std::ptr::eq(*other, it));
        let meets =
            |a: TextRange, b: TextRange| a.intersect(b).is_some_and(|both| !both.is_empty());
        let mut others = others.filter(|other| other.from == it.from);
        others.any(|other| meets(other.range, it.range))
    }

    /// Whether changes take away nothing but blanks, marks of headings, destinations of links and
    /// what moves or is to go.
    fn only_marks_go(
        &self,
        old: &Document,
        edits: &[TextEdit],
        in_place: bool,
    ) -> Result<(), Failure> {
        let mut free: Vec<TextRange> = Vec::new();
        for Section { heading, .. } in &old.note.sections {
            let (all, name) = (heading.range, heading.name_range);
            free.push(TextRange::new(all.start(), name.start().max(all.start())));
            free.push(TextRange::new(name.end().min(all.end()), all.end()));
        }
        for place in old.note.links.iter().filter_map(|link| link.place) {
            free.push(place.fragment.map_or(place.path, |it| it.cover(place.path)));
        }
        let own = |of: NoteId| of == old.id;
        free.extend(self.structure.dropped.iter().filter(|(of, _)| own(*of)).map(|(_, it)| *it));
        if in_place {
            let moves = self.structure.moves.iter().filter(|it| own(it.from));
            free.extend(moves.map(|it| it.range));
        }
        free.sort_by_key(|range| (range.start(), range.end()));
        for edit in edits {
            let mut from = edit.range.start();
            let is_blank = |range: TextRange| old.text.slice(range).trim().is_empty();
            for range in free.iter().filter(|it| it.end() > edit.range.start()) {
                let to = range.start().clamp(from, edit.range.end());
                if !is_blank(TextRange::new(from, to)) {
                    break;
                }
                from = range.end().clamp(from, edit.range.end());
            }
            if !is_blank(TextRange::new(from, edit.range.end())) {
                let title = old.title();
                return Err(refused(format!("Text of “{title}” would be lost.")));
            }
        }
        Ok(())
    }

    /// Each section has its name, its level, its own text and its place in the tree.
    fn trees(&self) -> Result<(), Failure> {
        let mut count = 0;
        for old in self.changed() {
            for (index, section) in old.note.sections.iter().enumerate() {
                let key = (old.id, index);
                if self.is_dropped(old.id, section.heading.range)
                    || self.structure.unheaded.contains(&key)
                {
                    continue;
                }
                count += 1;
                let found = self.sections.get(&key);
                if !found.is_some_and(|found| self.is_same(old, index, *found)) {
                    let name = &section.heading.name;
                    return Err(refused(format!("The section “{name}” would not stay whole.")));
                }
            }
        }
        let now: usize = self.written().map(|new| new.note.sections.len()).sum();
        if now == count + self.structure.new_sections {
            Ok(())
        } else {
            Err(refused("The change would make or hide a heading."))
        }
    }

    fn is_same(&self, old: &Document, index: usize, image: (NoteId, usize)) -> bool {
        let Some(new) = self.change.after.document(image.0) else { return false };
        let (section, found) = (&old.note.sections[index], &new.note.sections[image.1]);
        let key = (old.id, index);
        let level = self.structure.levels.get(&key).copied().unwrap_or(section.heading.level);
        let parent = section.parent.map(|parent| self.sections.get(&(old.id, parent)).copied());
        let keeps_parent = || parent == found.parent.map(|parent| Some((image.0, parent)));
        let keeps_body = || {
            let body = self::body(new, image.1);
            self.kept(old, self::body(old, index)).into_iter().all(|piece| {
                let place = self.places.of(old.id, piece);
                place.is_some_and(|(note, range)| note == image.0 && body.contains_range(range))
            })
        };
        found.heading.level == level
            && found.heading.name == section.heading.name
            && (self.structure.roots.contains(&key) || keeps_parent())
            && keeps_body()
            && self.has_state(key, section.state, found.state)
    }

    /// The pieces of a text that neither go nor go elsewhere on their own, but for blanks.
    fn kept(&self, old: &Document, range: TextRange) -> Vec<TextRange> {
        let moves = self.structure.moves.iter().filter(|it| it.from == old.id).map(|it| it.range);
        let moves = moves.filter(|it| !it.contains_range(range));
        let dropped = self.structure.dropped.iter().filter(|(of, _)| *of == old.id);
        let gone = moves.chain(dropped.map(|(_, range)| *range));
        let mut gone: Vec<_> = gone.collect();
        gone.sort_by_key(|it| it.start());
        let (mut kept, mut from) = (Vec::new(), range.start());
        for gone in gone.into_iter().filter_map(|it| it.intersect(range)) {
            kept.push(TextRange::new(from, gone.start().max(from)));
            from = gone.end().max(from);
        }
        kept.push(TextRange::new(from, range.end()));
        let trimmed = kept.into_iter().map(|it| trimmed(old, it));
        trimmed.filter(|it| !it.is_empty()).collect()
    }

    /// A section may gain or lose its parts; what it holds itself stays.
    fn has_state(&self, key: (NoteId, usize), old: SectionStatus, new: SectionStatus) -> bool {
        match self.structure.states.get(&key) {
            Some(promised) => new == *promised,
            None => old == new || old == SectionStatus::Topic || new == SectionStatus::Topic,
        }
    }

    fn tags(&self) -> Result<(), Failure> {
        let tags = |documents: &mut dyn Iterator<Item = &Document>| {
            let all = documents.flat_map(|it| &it.note.inline_tags).map(|tag| tag.text.clone());
            let mut all: Vec<_> = all.collect();
            all.sort_unstable();
            all
        };
        if tags(&mut self.changed()) == tags(&mut self.written()) {
            Ok(())
        } else {
            Err(refused("The change would make or break a tag."))
        }
    }
}

/// The text of a section that stands before its first subsection, without blanks around it.
fn body(document: &Document, index: usize) -> TextRange {
    let sections = &document.note.sections;
    let start = sections[index].heading.range.end();
    let end = sections[index].range.end();
    let end = sections.get(index + 1).map_or(end, |next| next.heading.range.start());
    trimmed(document, TextRange::new(start, end.max(start)))
}

fn trimmed(document: &Document, range: TextRange) -> TextRange {
    let text = document.text.slice(range);
    let lead = TextSize::of(&text[..text.len() - text.trim_start().len()]);
    TextRange::at(range.start() + lead, TextSize::of(text.trim()))
}
