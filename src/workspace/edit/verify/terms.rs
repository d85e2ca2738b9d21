//! Terms before and after an edit: their names, and how they are declared.
//!
//! A heading is a term because of the text below it, and in doubt because of the other headings of
//! its level. An edit of sections can change both. So a heading may become a term as a side effect,
//! and one in doubt may stop being one. Other terms stay terms, and no term gets another name.

use std::collections::BTreeSet;

use text_size::TextRange;

use super::verifier::Verifier;
use crate::note::term::evidence::Verdict;
use crate::note::term::{Alias, AliasSource, Style, Term};
use crate::note::term_key::TermKey;
use crate::workspace::document::NoteId;
use crate::workspace::edit::Expect;
use crate::workspace::edit::facts::LocatedFact;
use crate::workspace::edit::failure::Failure;

impl Verifier<'_> {
    /// Checks that all terms keep their declarations, styles and names, except for side effects on
    /// headings.
    pub(super) fn terms(&mut self) -> Result<(), Failure> {
        let is_same = |old: &Term, new: &Term| *self.expected.name(&old.key) == new.key;
        let mut pairs = self.pairs(is_same);
        let (stopped, lost) = pairs.lost.into_iter().partition(|lost| self.may_stop(lost));
        let (new, added) = pairs.added.into_iter().partition(|added| self.may_become(added));
        (pairs.lost, pairs.added) = (lost, added);
        let [stopped, new]: [Vec<LocatedFact<'_, Term>>; 2] = [stopped, new];
        self.side_names =
            stopped.iter().chain(&new).flat_map(|it| it.fact.keys()).cloned().collect();
        self.lost_terms = stopped.iter().map(|it| it.fact.headword.clone()).collect();
        // The term of a renamed heading changes with its name.
        let is_free =
            |it: &LocatedFact<'_, Term>| self.is_renamed_heading(it.document.id, it.fact.section);
        let may_come = |added: &LocatedFact<'_, Term>| {
            let term = added.fact;
            // Copied text may declare known names and boilerplate titles once more.
            let is_known = || self.before.is_declared(&term.key) || self.after.is_rejected(term);
            is_free(added)
                || self.new_texts.is_copied(added.document.id, term.name_range) && is_known()
                || self.expected.take(&Expect::Redeclared(term.key.clone()))
        };
        let may_go = |lost: &LocatedFact<'_, Term>| is_free(lost) || self.may_be_lost(lost.fact);
        self.compare(&pairs, may_go, may_come, |old, new| {
            let is_copy = self.new_texts.is_copied(new.document.id, new.fact.name_range);
            let is_lost = self.may_be_lost(old.fact) && self.after.is_rejected(new.fact);
            if is_copy || is_lost || is_free(&old) { None } else { self.judge_term(old, new) }
        })?;
        let kept = pairs.kept.iter().filter(|(old, _)| is_free(old)).map(|(_, new)| new);
        let new = kept.chain(pairs.added.iter().filter(|added| is_free(added)));
        for new in new.filter(|new| self.before.document(new.document.id).is_some()) {
            // The shortest name says the most.
            let aliases = new.fact.declared_aliases().map(|alias| &alias.key);
            let names = aliases.chain([&new.fact.key]);
            let mut unknown = names.filter(|key| !self.is_known(new.document.id, key));
            if let Some(name) = unknown.next() {
                let what = format!("get the name “{}”", name.as_str());
                return Err(self.refused(new.would(&what)));
            }
        }
        Ok(())
    }

    /// Returns whether a renamed term may stop being a term.
    fn may_be_lost(&self, term: &Term) -> bool {
        self.expected.unrecognized.contains(&term.key)
    }

    /// Returns whether a term may be lost as a side effect: one of a heading whose name is unchanged.
    /// A rename may change the mentions in its definition. If its name or text moves, it must be in
    /// doubt.
    fn may_stop(&self, lost: &LocatedFact<'_, Term>) -> bool {
        let (note, term) = (lost.document.id, lost.fact);
        let may_by_text = || {
            let parts = [term.name_range, term.definition.range];
            if parts.iter().any(|part| self.map.move_of(note, *part).is_some()) {
                return is_in_doubt(term);
            }
            let is_renaming = !self.expected.old_names.is_empty();
            is_renaming || !self.is_rewritten(note, term.definition.range)
        };
        let may = is_by_heading(term)
            && !self.is_renamed_heading(note, term.section)
            && !self.is_rewritten(note, term.name_range)
            && may_by_text();
        if may {
            self.meet_restyled(note, term);
        }
        may
    }

    /// Counts the expected change of style of a lost term as found, if there is one.
    fn meet_restyled(&self, note: NoteId, term: &Term) {
        for style in [Style::Heading, Style::Note, Style::BoldLead, Style::DefinitionList] {
            let name = term.name_range.start();
            self.expected.meet(&Expect::Restyled { note, name, style });
        }
    }

    /// Returns whether a change replaces a part of a range.
    fn is_rewritten(&self, note: NoteId, range: TextRange) -> bool {
        let mut changes = self.map.changes(note, range);
        changes.any(|edit| edit.range.intersect(range).is_some_and(|both| !both.is_empty()))
    }

    /// Returns whether a term may be added as a side effect: one of an existing heading, or one in
    /// text that moves as a whole. The title of new front matter names the note as its heading did.
    fn may_become(&self, added: &LocatedFact<'_, Term>) -> bool {
        let (note, range) = (added.document.id, added.fact.name_range);
        let is_title = added.fact.style == Style::Note && self.expected.gets_key(note);
        let is_old = !self.new_texts.is_new(note, range) && !self.new_texts.is_copied(note, range);
        let is_side = is_by_heading(added.fact) && (is_old || is_title)
            || self.new_texts.is_moved(note, added.fact.range);
        is_side && !self.is_renamed_heading(note, added.fact.section)
    }

    /// Returns whether a note declared a name before, or the name is expected to get mentions.
    fn is_known(&self, note: NoteId, key: &TermKey) -> bool {
        let terms = self.before.document(note).into_iter().flat_map(|old| &old.note.terms);
        let mut names = terms.flat_map(Term::declared_keys);
        self.expected.new_names.contains(key) || names.any(|name| self.expected.name(name) == key)
    }

    fn judge_term(&self, old: LocatedFact<'_, Term>, new: LocatedFact<'_, Term>) -> Option<String> {
        let (term, found) = (old.fact, new.fact);
        let (note, name, style) = (old.document.id, term.name_range.start(), found.style);
        let is_restyled = self.expected.meet(&Expect::Restyled { note, name, style });
        let has_style =
            term.style == style || is_restyled || is_by_heading(term) && is_by_heading(found);
        if !has_style
            || self.before.is_rejected(term) != self.after.is_rejected(found)
            || !self.has_definition(old, new, is_restyled)
        {
            return Some("no longer be recognized as a term".to_owned());
        }
        let before: BTreeSet<_> =
            term.declared_aliases().map(|it| self.expected.name(&it.key)).collect();
        let after: BTreeSet<_> = found.declared_aliases().map(|it| &it.key).collect();
        // A name that is now only found in the definition is no longer declared.
        let mut lost = before.iter().filter(|key| **key != &found.key && !after.contains(*key));
        if let Some(lost) = lost.find(|key| !self.expected.lost_aliases.contains(*key)) {
            return Some(format!("lose its alias “{}”", lost.as_str()));
        }
        let mut added = after.iter().filter(|key| ***key != found.key && !before.contains(*key));
        // An acronym that stayed in the title may abbreviate the new name: `Cache (C)`.
        let is_old = |key: &TermKey| {
            let alias = found.aliases.iter().find(|alias| alias.key == *key);
            alias.is_some_and(|alias| term.headword.ends_with(&format!("({})", alias.name)))
        };
        let added = added.find(|key| !self.is_known(note, key) && !is_old(key));
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

/// Returns whether the other headings of its level decide that a heading is a term: its text is not
/// a clear definition, and no alias declares it.
fn is_in_doubt(term: &Term) -> bool {
    let is_explicit =
        |alias: &Alias| matches!(alias.source, AliasSource::Comment | AliasSource::FrontMatter);
    is_by_heading(term)
        && term.evidence.verdict() != Verdict::Defines
        && !term.aliases.iter().any(is_explicit)
}
