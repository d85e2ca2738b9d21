//! Mentions before and after an edit.

use std::collections::{BTreeMap, BTreeSet};

use text_size::{TextRange, TextSize};

use super::verifier::Verifier;
use crate::note::link::Link;
use crate::note::reference::{Family, LinkReference};
use crate::note::term_key::TermKey;
use crate::note::vocabulary::SoughtName;
use crate::text::interval_sweep::IntervalSweep;
use crate::workspace::Workspace;
use crate::workspace::document::{Document, NoteId};
use crate::workspace::edit::failure::Failure;
use crate::workspace::mention::{self, Mention};
use crate::workspace::term_index::{NameForm, NameMatch};

/// Mentions by note and start. The mentions of one note are disjoint.
type Mentions = BTreeMap<(NoteId, TextSize), Mention>;

impl Verifier<'_> {
    /// Compares the mentions in all notes that the edit may affect. Returns the number of places
    /// that now mention a new name.
    pub(super) fn mentions(&self) -> Result<usize, Failure> {
        let created = self.edit.created().filter_map(|new| self.after.document(new.id));
        let mut found = Mentions::new();
        let mut concerned = Vec::new();
        for new in created {
            self.list(self.after, new, &[], &mut found);
        }
        let names = self.expected.old_names.iter().chain(&self.expected.new_names);
        let names: Vec<_> = names.map(|name| SoughtName::new(name)).collect();
        let is_concerned = |document: &&Document| {
            !self.edit.of(document.id).is_empty()
                || names.iter().any(|name| document.vocabulary().may_mention(name))
        };
        for old in self.before.documents().filter(is_concerned) {
            let Some(new) = self.after.document(old.id) else { continue };
            let [before, after] = self.loose(old, new);
            self.list(self.after, new, &after, &mut found);
            concerned.push((old, before));
        }
        let mut judge = Judge { verifier: self, harvested: self.harvested(), found };
        let (mut freed, mut failed) = (BTreeMap::new(), Vec::new());
        for (old, loose) in concerned {
            let mut mentions = Mentions::new();
            self.list(self.before, old, &loose, &mut mentions);
            for mention in mentions.into_values() {
                let Some((note, range)) = self.map.place(old.id, mention.range) else { continue };
                match judge.judge(old, &mention, (note, range)) {
                    Judgment::Holds => {}
                    Judgment::Freed => drop(freed.insert((note, range.start()), range)),
                    Judgment::Failed => {
                        failed.push((old.id, mention.range));
                        freed.insert((note, range.start()), range);
                    }
                    Judgment::Broken => {
                        return Err(self.misread(old, mention.range, "no longer mean the same"));
                    }
                }
            }
        }
        let captured = judge.count_captured(&freed)?;
        if failed.is_empty() { Ok(captured) } else { Err(Failure::Mentions(failed)) }
    }

    /// Returns names that may disappear: those derived from the definitions of renamed terms.
    fn harvested(&self) -> BTreeSet<TermKey> {
        let renamed = self.expected.names.keys();
        let declared = renamed.flat_map(|name| self.before.declarations(name, None));
        let aliases = declared.flat_map(|found| &found.term.aliases);
        aliases.filter(|it| !it.source.is_declared()).map(|alias| alias.key.clone()).collect()
    }

    /// Adds the mentions in a note, without those in `loose` ranges. If tags change, mentions in
    /// tags are left out too.
    fn list(
        &self,
        workspace: &Workspace,
        document: &Document,
        loose: &[TextRange],
        into: &mut Mentions,
    ) {
        let tags = document.note.inline_tags.iter().filter(|_| self.expected.has_any_tags());
        let loose = loose.iter().copied().chain(tags.map(|tag| tag.range));
        let mut loose = IntervalSweep::new(loose.map(|range| (range, ())));
        for mention in mention::in_note(workspace, document) {
            if loose.of(mention.range).next().is_none() {
                into.insert((document.id, mention.range.start()), mention);
            }
        }
    }

    /// Returns the ranges whose words may change, before and after the edit: links that get a
    /// destination, and changed labels.
    fn loose(&self, old: &Document, new: &Document) -> [Vec<TextRange>; 2] {
        let is_retargeted =
            |link: &&Link| self.expected.retargeted.contains(&(old.id, link.range.start()));
        let links = old.note.links.iter().filter(is_retargeted).map(|link| link.range);
        let images = links.clone().filter_map(|range| Some(self.map.place(old.id, range)?.1));
        let after = images.chain(self.loose_labels(new)).collect();
        [links.chain(self.loose_labels(old)).collect(), after]
    }

    fn loose_labels<'d>(&'d self, document: &'d Document) -> impl Iterator<Item = TextRange> {
        // A label that is also the text of its link must stay.
        let is_shown = |it: &LinkReference| {
            let open = it.label.start() - it.range.start();
            it.family == Family::Link && usize::from(open) == 1
        };
        let labels = document.note.references.iter();
        let changed = labels.filter(|it| self.expected.has_label(document.id, it));
        changed.filter(move |it| !is_shown(it)).map(|it| it.label)
    }

    fn misread(&self, document: &Document, range: TextRange, what: &str) -> Failure {
        let (written, title) = (document.note.text.slice(range), document.title());
        self.refused(format!("“{written}” in “{title}” would {what}"))
    }
}

/// The effect of the edit on a mention.
enum Judgment {
    /// The mention has the expected meaning.
    Holds,
    /// The mention may disappear, and others may replace it.
    Freed,
    /// The mention is changed, but the new name is not recognized.
    Failed,
    /// The mention is lost, or means something else.
    Broken,
}

struct Judge<'j, 'v> {
    verifier: &'j Verifier<'v>,
    harvested: BTreeSet<TermKey>,
    /// The mentions after the edit without a counterpart before it.
    found: Mentions,
}

impl Judge<'_, '_> {
    /// Compares a mention with the one at its new range.
    fn judge(
        &mut self,
        old: &Document,
        mention: &Mention,
        (note, range): (NoteId, TextRange),
    ) -> Judgment {
        let key = (note, range.start());
        let expected = &self.verifier.expected;
        // The mentions in a renamed heading change with its name.
        if self.verifier.is_in_renamed_heading(old, mention.range) {
            return Judgment::Holds;
        }
        let now = self.found.get(&key).filter(|now| now.range == range);
        let is_edited = self.verifier.map.touches(old.id, mention.range);
        // The usual case: the same names, or their new names. A changed mention of several names
        // may mean only the new name, because of its new spelling.
        let is_it = |now: &Mention| {
            self.is_same(mention, now) || is_edited && self.is_decided(mention, now)
        };
        if now.is_some_and(is_it) {
            self.found.remove(&key);
            return Judgment::Holds;
        }
        // The term may be lost with its new name, and its mentions with it.
        let is_lost = |name: &NameMatch| expected.unrecognized.contains(&name.key);
        if is_edited
            && now.is_none()
            && mention.names.iter().any(is_lost)
            && mention.names.iter().all(|name| self.may_go(&name.key))
        {
            return Judgment::Freed;
        }
        // The edit may change the language of a note, and so which other forms are recognized.
        if mention.form() == NameForm::Inflected && now.is_none() && !is_edited {
            return Judgment::Freed;
        }
        // The new name is not recognized here. The caller can keep this mention unchanged and try
        // again.
        if is_edited && !expected.names.is_empty() {
            return Judgment::Failed;
        }
        // All its names may disappear: they are renamed, or they come from a changed definition.
        if mention.names.iter().all(|name| self.may_go(&name.key)) {
            return Judgment::Freed;
        }
        // The mention is now a part of a mention of a new, longer name.
        if self.is_hidden(key, range) {
            return Judgment::Holds;
        }
        // A mention of several names loses only those that may disappear.
        if now.is_some_and(|now| self.has_stayed(mention, now)) {
            self.found.remove(&key);
            return Judgment::Holds;
        }
        // A name in a new declaration is not a mention.
        if self.is_redeclared(note, range) { Judgment::Holds } else { Judgment::Broken }
    }

    /// Counts the mentions of new names without a counterpart. Other mentions without one are
    /// refused, except in new text and at the range of a lost mention.
    fn count_captured(
        &self,
        freed: &BTreeMap<(NoteId, TextSize), TextRange>,
    ) -> Result<usize, Failure> {
        let mut captured = 0;
        for ((note, _), mention) in &self.found {
            let range = mention.range;
            if mention.form() == NameForm::Inflected {
                continue;
            }
            let Some(document) = self.verifier.after.document(*note) else { continue };
            let texts = &self.verifier.new_texts;
            if self.verifier.is_in_renamed_heading(document, range)
                || texts.is_new(*note, range)
                || texts.is_copied(*note, range)
            {
                continue;
            }
            let mut before = freed.range((*note, 0.into())..=(*note, range.end()));
            let is_freed = before.next_back().is_some_and(|(_, it)| it.intersect(range).is_some());
            if self.is_of_new_name(mention) {
                captured += usize::from(!is_freed);
            } else if !is_freed
                && !self.is_harvested(mention)
                && !self.is_side(mention)
                && !self.is_in_side_heading(document, range)
            {
                return Err(self.verifier.misread(document, range, "be read as a mention"));
            }
        }
        Ok(captured)
    }

    /// Returns whether a name may lose mentions.
    fn may_go(&self, name: &TermKey) -> bool {
        self.verifier.expected.old_names.contains(name)
            || self.harvested.contains(name)
            // It is the name of a gap.
            || !self.verifier.before.is_declared(name)
            || self.verifier.side_names.contains(name)
    }

    /// Returns whether a mention has its old names, or their new names.
    fn is_same(&self, old: &Mention, new: &Mention) -> bool {
        let expected = &self.verifier.expected;
        let before: BTreeSet<_> = old.names.iter().map(|name| expected.name(&name.key)).collect();
        let after: BTreeSet<_> = new.names.iter().map(|name| &name.key).collect();
        before == after
    }

    /// Returns whether a mention of several names now means only the new name.
    fn is_decided(&self, old: &Mention, new: &Mention) -> bool {
        let expected = &self.verifier.expected;
        let renamed: Vec<_> = old.names.iter().map(|name| expected.name(&name.key)).collect();
        self.is_of_new_name(new) && new.names.iter().all(|name| renamed.contains(&&name.key))
    }

    /// Returns whether a mention keeps all names that must not disappear.
    fn has_stayed(&self, old: &Mention, new: &Mention) -> bool {
        let mut stayed = old.names.iter().filter(|name| !self.may_go(&name.key)).peekable();
        stayed.peek().is_some() && stayed.all(|name| new.is_named(&name.key))
    }

    fn is_of_new_name(&self, mention: &Mention) -> bool {
        mention.names.iter().any(|name| self.verifier.expected.new_names.contains(&name.key))
    }

    /// Returns whether all names of a mention come from a changed definition.
    fn is_harvested(&self, mention: &Mention) -> bool {
        mention.names.iter().all(|name| !self.verifier.before.is_declared(&name.key))
    }

    /// Returns whether a mention has the name of a heading that became a term as a side effect.
    fn is_side(&self, mention: &Mention) -> bool {
        mention.names.iter().any(|name| self.verifier.side_names.contains(&name.key))
    }

    /// Returns whether a range is in the name of a heading that is no longer a term as a side
    /// effect. The name of a term mentions no other term.
    fn is_in_side_heading(&self, document: &Document, range: TextRange) -> bool {
        let section = document.note.section_at(range.start());
        let heading = section.map(|index| &document.note.sections[index].heading);
        heading.filter(|heading| heading.name_range.contains_range(range)).is_some_and(|heading| {
            heading.key.as_ref().is_some_and(|key| self.verifier.side_names.contains(key))
        })
    }

    /// Returns whether a range is part of a mention of a new name. Mentions are disjoint, so the
    /// search begins at the last one that begins before the range.
    fn is_hidden(&self, (note, start): (NoteId, TextSize), range: TextRange) -> bool {
        let before = self.found.range((note, 0.into())..=(note, start)).next_back();
        let inside = self.found.range((note, start)..(note, range.end().max(start)));
        before.into_iter().chain(inside).any(|(_, now)| {
            let is_over = now.range.intersect(range).is_some_and(|it| !it.is_empty());
            is_over && (self.is_of_new_name(now) || self.is_harvested(now) || self.is_side(now))
        })
    }

    /// Returns whether this range declares a name that is expected to be declared once more.
    fn is_redeclared(&self, note: NoteId, range: TextRange) -> bool {
        let redeclared = &self.verifier.expected.redeclared;
        let Some(new) = self.verifier.after.document(note).filter(|_| !redeclared.is_empty())
        else {
            return false;
        };
        let mut here = new.note.terms.iter().filter(|it| it.name_range.contains_range(range));
        here.any(|term| redeclared.contains(&term.key))
    }
}
