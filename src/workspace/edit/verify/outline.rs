//! Sections and terms before and after an edit.

use std::collections::BTreeSet;

use text_size::TextRange;

use super::verifier::Verifier;
use crate::note::section::{Section, SectionStatus};
use crate::note::term::{Style, Term};
use crate::note::term_key::TermKey;
use crate::workspace::document::{Document, NoteId};
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
            let written = old.document.text.slice(edit.range);
            if let Some(at) = rest.find(&*written) {
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

    /// Checks that all terms keep their declarations, styles and names. A heading that is not touched
    /// may become a term, or stop being one, since the text around it decides that.
    pub(super) fn terms(&mut self) -> Result<(), Failure> {
        let is_same = |old: &Term, new: &Term| *self.expected.name(&old.key) == new.key;
        let mut pairs = self.pairs(is_same);
        let mut side_names = BTreeSet::new();
        let mut is_other = |it: &LocatedFact<'_, Term>, is_side: bool| {
            side_names.extend(it.fact.keys().filter(|_| is_side).cloned());
            !is_side
        };
        pairs.lost.retain(|lost| is_other(lost, self.may_stop(lost)));
        pairs.added.retain(|added| is_other(added, self.may_become(added)));
        self.side_names = side_names;
        // The term of a renamed heading changes with its name.
        let is_free =
            |it: &LocatedFact<'_, Term>| self.is_renamed_heading(it.document.id, it.fact.section);
        let may_come = |added: &LocatedFact<'_, Term>| {
            let term = added.fact;
            // Copied text may declare known names and boilerplate titles once more.
            let is_known =
                || self.before.is_declared(&term.key) || self.after.is_boilerplate_title(term);
            is_free(added)
                || self.new_texts.is_copied(added.document.id, term.name_range) && is_known()
                || self.expected.take(&Expect::Redeclared(term.key.clone()))
        };
        self.compare(&pairs, is_free, may_come, |old, new| {
            let is_copy = self.new_texts.is_copied(new.document.id, new.fact.name_range);
            if is_copy || is_free(&old) { None } else { self.judge_term(old, new) }
        })?;
        let kept = pairs.kept.iter().filter(|(old, _)| is_free(old)).map(|(_, new)| new);
        let new = kept.chain(pairs.added.iter().filter(|added| is_free(added)));
        for new in new.filter(|new| self.before.document(new.document.id).is_some()) {
            let names = declared(new.fact).chain([&new.fact.key]);
            let mut unknown = names.filter(|key| !self.is_known(new.document.id, key));
            if let Some(name) = unknown.next() {
                let what = format!("get the name “{}”", name.as_str());
                return Err(self.refused(new.would(&what)));
            }
        }
        Ok(())
    }

    /// Returns whether a term may be lost as a side effect: one of a heading that stays unchanged. Of
    /// its definition, a rename may change the mentions.
    fn may_stop(&self, lost: &LocatedFact<'_, Term>) -> bool {
        let (note, range) = (lost.document.id, lost.fact.name_range);
        let is_renaming = !self.expected.old_names.is_empty();
        is_by_heading(lost.fact)
            && self.map.move_of(note, range).is_none()
            && !self.map.touches(note, range)
            && (is_renaming || !self.map.touches(note, lost.fact.definition.range))
            && !self.is_renamed_heading(note, lost.fact.section)
    }

    /// Returns whether a term may be added as a side effect: one of an existing heading. The title of
    /// new front matter names the note as its heading did.
    fn may_become(&self, added: &LocatedFact<'_, Term>) -> bool {
        let (note, range) = (added.document.id, added.fact.name_range);
        let is_title = added.fact.style == Style::Note && self.expected.gets_key(note);
        let is_old = !self.new_texts.is_new(note, range) && !self.new_texts.is_copied(note, range);
        is_by_heading(added.fact)
            && (is_old || is_title)
            && !self.is_renamed_heading(note, added.fact.section)
    }

    /// Returns whether a note declared a name before, or the name is expected to get mentions.
    fn is_known(&self, note: NoteId, key: &TermKey) -> bool {
        let terms = self.before.document(note).into_iter().flat_map(|old| &old.note.terms);
        let mut names = terms.flat_map(|it| declared(it).chain([&it.key]));
        self.expected.new_names.contains(key) || names.any(|name| self.expected.name(name) == key)
    }

    fn judge_term(&self, old: LocatedFact<'_, Term>, new: LocatedFact<'_, Term>) -> Option<String> {
        let (term, found) = (old.fact, new.fact);
        let (note, name, style) = (old.document.id, term.name_range.start(), found.style);
        let is_restyled = self.expected.meet(&Expect::Restyled { note, name, style });
        if !(term.style == style || is_restyled)
            || self.before.is_boilerplate_title(term) != self.after.is_boilerplate_title(found)
            || !self.has_definition(old, new, is_restyled)
        {
            return Some("no longer be recognized as a term".to_owned());
        }
        let before: BTreeSet<_> = declared(term).map(|key| self.expected.name(key)).collect();
        let after: BTreeSet<_> = declared(found).collect();
        // A name that is now only found in the definition is no longer declared.
        let mut lost = before.iter().filter(|key| **key != &found.key && !after.contains(*key));
        if let Some(lost) = lost.next() {
            return Some(format!("lose its alias “{}”", lost.as_str()));
        }
        let mut added = after.iter().filter(|key| ***key != found.key && !before.contains(*key));
        let added = added.find(|key| !self.is_known(note, key));
        added.map(|added| format!("get the alias “{}”", added.as_str()))
    }

    /// Returns whether a term keeps its definition. Only moved text can join neighboring text.
    fn has_definition(
        &self,
        old: LocatedFact<'_, Term>,
        new: LocatedFact<'_, Term>,
        is_restyled: bool,
    ) -> bool {
        let now = new.fact.definition.range;
        let place = self.map.place(old.document.id, old.fact.definition.range);
        let is_it = |(note, range): (_, TextRange)| {
            let is_near = now.contains_range(range) || range.contains_range(now);
            note == new.document.id && (range == now || is_restyled && is_near)
        };
        self.edit.moves.is_empty() || place.is_some_and(is_it)
    }
}

/// Returns whether the text below a heading decides that it is a term.
fn is_by_heading(term: &Term) -> bool {
    matches!(term.style, Style::Heading | Style::Note)
}

fn declared(term: &Term) -> impl Iterator<Item = &TermKey> {
    term.aliases.iter().filter(|alias| alias.source.is_declared()).map(|alias| &alias.key)
}
