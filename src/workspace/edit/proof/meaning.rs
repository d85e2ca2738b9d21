//! What notes mean, before and after a refactoring: each term, link and mention has a place where
//! the text that it was read from stands now, and means there what it meant.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use text_size::TextSize;

use super::structure::Proof;
use super::{Failure, refused};
use crate::note::link::Link;
use crate::note::term::Term;
use crate::note::term_key::TermKey;
use crate::workspace::document::{Document, NoteId};
use crate::workspace::links::{Destination, Target};
use crate::workspace::mention::{Mention, in_note};

impl Proof<'_> {
    /// All terms are declared where they were, and mean what they meant.
    pub(super) fn terms(&self) -> Result<(), Failure> {
        let mut left: BTreeMap<(NoteId, TextSize, &TermKey), &Term> = BTreeMap::new();
        for new in self.written() {
            let terms = new.note.terms.iter();
            left.extend(terms.map(|it| ((new.id, it.name_range.start(), &it.key), it)));
        }
        for old in self.changed() {
            for term in &old.note.terms {
                if self.is_dropped(old.id, term.name_range) {
                    continue;
                }
                let place = self.places.of(old.id, term.name_range);
                let found = place.and_then(|(note, range)| {
                    Some((note, left.remove(&(note, range.start(), &term.key))?))
                });
                if !found.is_some_and(|(note, found)| self.means_the_same(old, term, note, found)) {
                    let name = &term.headword;
                    return Err(refused(format!("“{name}” would not be declared as it is.")));
                }
            }
        }
        let mut repeated: Vec<_> = self.structure.repeated.iter().collect();
        for term in left.values() {
            let at = repeated.iter().position(|key| **key == term.key);
            if at.map(|at| repeated.swap_remove(at)).is_none() {
                let name = &term.headword;
                return Err(refused(format!("“{name}” would become a term.")));
            }
        }
        Ok(())
    }

    fn means_the_same(&self, old: &Document, term: &Term, note: NoteId, found: &Term) -> bool {
        let key = (old.id, term.name_range.start());
        let style = self.structure.styles.get(&key).copied();
        let definition = self.places.of(old.id, term.definition.range);
        let declared = |term: &Term| -> BTreeSet<TermKey> {
            let aliases = term.aliases.iter().filter(|alias| alias.source.is_declared());
            aliases.map(|alias| alias.key.clone()).collect()
        };
        style.unwrap_or(term.style) == found.style
            && definition.is_some_and(|(place, range)| {
                let now = found.definition.range;
                let is_near = now.contains_range(range) || range.contains_range(now);
                place == note && (range == now || style.is_some() && is_near)
            })
            && declared(term) == declared(found)
            && self.change.before.is_structure(term) == self.change.after.is_structure(found)
    }

    /// Each link leads where it led, wherever both stand now, and those that are added lead where
    /// they are to lead.
    pub(super) fn links(&self) -> Result<(), Failure> {
        let mut left: HashMap<(NoteId, TextSize), (&Document, &Link)> = HashMap::new();
        for new in self.change.after.documents() {
            left.extend(new.note.links.iter().map(|it| ((new.id, it.range.start()), (new, it))));
        }
        for old in self.change.before.documents() {
            for link in &old.note.links {
                if self.is_dropped(old.id, link.range) {
                    continue;
                }
                let place = self.places.of(old.id, link.range);
                let found = place.and_then(|(note, range)| left.remove(&(note, range.start())));
                if !found.is_some_and(|found| self.leads_on((old, link), found)) {
                    let (written, title) = (old.text.slice(link.range), old.title());
                    return Err(refused(format!("The link {written} in “{title}” would break.")));
                }
            }
        }
        let resolve = |(new, link): &(&Document, &Link)| self.change.new_links.resolve(new, link);
        let mut added: Vec<Option<Target>> = left.values().map(resolve).collect();
        added.sort_unstable();
        let mut promised: Vec<_> = self.structure.new_links.iter().copied().map(Some).collect();
        promised.extend(std::iter::repeat_n(None, self.structure.leading_nowhere));
        promised.sort_unstable();
        if added == promised {
            Ok(())
        } else {
            Err(refused("The change would make a link where none is meant."))
        }
    }

    fn leads_on(&self, old: (&Document, &Link), new: (&Document, &Link)) -> bool {
        let Some(led) = self.change.old_links.resolve(old.0, old.1) else {
            let led = self.change.old_links.destination(old.0, old.1);
            let leads = self.change.new_links.destination(new.0, new.1);
            let written = |link: &Link| (link.kind, link.path.clone(), link.fragment.clone());
            return led == leads
                && (matches!(led, Destination::File(_)) || written(old.1) == written(new.1));
        };
        old.1.kind == new.1.kind && self.change.new_links.resolve(new.0, new.1) == self.image(led)
    }

    /// Where the target of a link is afterwards. What has become a note is meant as a whole.
    fn image(&self, target: Target) -> Option<Target> {
        if self.change.edit.of(target.note).is_empty() {
            return Some(target);
        }
        if let Some(anchor) = target.anchor {
            let anchor = self.change.before.document(target.note)?.note.anchors.get(anchor)?;
            let (note, range) = self.places.of(target.note, anchor.range)?;
            let mut anchors = self.change.after.document(note)?.note.anchors.iter();
            let anchor = anchors.position(|it| it.range == range)?;
            return Some(Target { anchor: Some(anchor), ..Target::of(note) });
        }
        let Some(section) = target.section else { return Some(target) };
        let (note, section) = *self.sections.get(&(target.note, section))?;
        let mut moved = target;
        (moved.note, moved.section) = (note, Some(section));
        Some(moved)
    }

    /// What is mentioned is what was, but for what new text says.
    pub(super) fn mentions(&self) -> Result<(), Failure> {
        let mut known: BTreeMap<(NoteId, TextSize), BTreeSet<TermKey>> = BTreeMap::new();
        let names = |mention: Mention| -> BTreeSet<TermKey> {
            mention.names.into_iter().map(|name| name.key).collect()
        };
        for old in self.changed() {
            for mention in in_note(self.change.before, old) {
                if let Some((note, range)) = self.places.of(old.id, mention.range) {
                    known.insert((note, range.start()), names(mention));
                }
            }
        }
        for new in self.written() {
            for mention in in_note(self.change.after, new) {
                let range = mention.range;
                let was = known.remove(&(new.id, range.start()));
                if was.is_none() && self.places.is_new(new.id, range) {
                    continue;
                }
                if was != Some(names(mention)) {
                    let (written, title) = (new.text.slice(range), new.title());
                    let what = format!("“{written}” in “{title}” would no longer mean the same.");
                    return Err(refused(what));
                }
            }
        }
        // A name is no mention where it is declared.
        let is_declared = |(note, start): &(NoteId, TextSize)| {
            let terms = self.change.after.document(*note).map(|new| &new.note.terms);
            let mut here = terms.into_iter().flatten().filter(|it| it.name_range.contains(*start));
            here.any(|term| self.structure.repeated.contains(&term.key))
        };
        if known.keys().all(is_declared) {
            Ok(())
        } else {
            Err(refused("A mention would no longer be one."))
        }
    }
}
