//! What is mentioned, before and after an edit.

use std::collections::{BTreeMap, BTreeSet};

use text_size::{TextRange, TextSize};

use super::{Change, Failure, refused};
use crate::note::term_key::TermKey;
use crate::workspace::Workspace;
use crate::workspace::document::{Document, NoteId};
use crate::workspace::edit::Shift;
use crate::workspace::mention::{Mention, in_note};

/// Compares the mentions in all notes that the edit may concern. Tells how many places have come
/// to mention one of the new names.
pub(super) fn compare(change: &Change<'_>) -> Result<usize, Failure> {
    let comparison = Comparison { change, lost: lost(change) };
    let (mut captured, mut failed) = (0, Vec::new());
    for old in change.before.documents() {
        let Some(new) = change.after.document(old.id) else { continue };
        if is_concerned(change, old) {
            captured += comparison.compare(old, new, &mut failed)?;
        }
    }
    if failed.is_empty() { Ok(captured) } else { Err(Failure::Mentions(failed)) }
}

fn is_concerned(change: &Change<'_>, document: &Document) -> bool {
    let promise = change.promise;
    let names = promise.names.iter().flat_map(|(old, new)| [old, new]);
    let mut names =
        names.chain(promise.new_alias.iter().map(|(_, name)| name)).chain(&promise.free);
    !change.edit.of(document.id).is_empty()
        || names.any(|name| document.vocabulary().may_mention(name))
}

/// Names that may go: those of the renamed terms that stand in the words of their definitions.
fn lost(change: &Change<'_>) -> BTreeSet<TermKey> {
    let renamed = change.promise.names.keys();
    let declared = renamed.flat_map(|name| change.before.declarations(name, None));
    let aliases = declared.flat_map(|found| &found.term.aliases);
    aliases.filter(|it| !it.source.is_declared()).map(|alias| alias.key.clone()).collect()
}

struct Comparison<'c> {
    change: &'c Change<'c>,
    lost: BTreeSet<TermKey>,
}

impl Comparison<'_> {
    /// The mentions in a note that have to stay: those in some ranges are free, and so are the
    /// words of tags where tags are to become others.
    fn mentions(
        &self,
        workspace: &Workspace,
        document: &Document,
        mut free: Vec<TextRange>,
    ) -> impl Iterator<Item = Mention> {
        let are_free = self.change.promise.labels.is_some();
        let tags = document.note.inline_tags.iter().filter(|_| are_free);
        free.extend(tags.map(|tag| tag.range));
        let is_free = move |range| free.iter().any(|it: &TextRange| it.contains_range(range));
        in_note(workspace, document).into_iter().filter(move |mention| !is_free(mention.range))
    }

    /// Compares the mentions in one note; a changed mention that is not of the new name is added
    /// to the failed ones.
    fn compare(
        &self,
        old: &Document,
        new: &Document,
        failed: &mut Vec<(NoteId, TextRange)>,
    ) -> Result<usize, Failure> {
        let shift = Shift::new(self.change.edit.of(old.id));
        let (before, after) = (self.change.loose_before(old), self.change.loose_after(old, new));
        let found = self.mentions(self.change.after, new, after);
        let mut found: BTreeMap<TextSize, Mention> =
            found.map(|mention| (mention.range.start(), mention)).collect();
        // Where a name goes, others may come to light.
        let mut freed = Vec::new();
        for mention in self.mentions(self.change.before, old, before) {
            if self.is_in_heading(old, mention.range) {
                // What a changed heading mentions is its own affair.
                continue;
            }
            let range = shift.moved(mention.range);
            let now = found.get(&range.start()).filter(|now| now.range == range);
            let is_edited = shift.touches(mention.range);
            let is_it = |now: &Mention| {
                self.is_same(&mention, now) || (is_edited && self.is_decided(&mention, now))
            };
            if now.is_some_and(is_it) {
                found.remove(&range.start());
            } else if is_edited && !self.change.promise.names.is_empty() {
                failed.push((old.id, mention.range));
                freed.push(range);
            } else if mention.names.iter().all(|name| self.may_go(&name.key)) {
                freed.push(range);
            } else if found.values().any(|now| self.is_hidden(range, now)) {
                // The new name is longer, and counts for what is read there.
            } else if now.is_some_and(|now| self.is_left(&mention, now)) {
                found.remove(&range.start());
            } else {
                return Err(Self::misread(old, mention.range, "would no longer mean the same"));
            }
        }
        self.count_captured(new, &found, &freed)
    }

    /// Counts the mentions of new names among those that have appeared; there may be no others.
    fn count_captured(
        &self,
        new: &Document,
        found: &BTreeMap<TextSize, Mention>,
        freed: &[TextRange],
    ) -> Result<usize, Failure> {
        let mut captured = 0;
        for mention in found.values() {
            let is_freed = freed.iter().any(|range| range.intersect(mention.range).is_some());
            if self.is_in_heading(new, mention.range) {
                continue;
            }
            if self.is_of_new_name(mention) {
                captured += usize::from(!is_freed);
            } else if !is_freed && !self.is_harvested(mention) && !self.is_added(new, mention) {
                return Err(Self::misread(new, mention.range, "would become a mention"));
            }
        }
        Ok(captured)
    }

    fn misread(document: &Document, range: TextRange, what: &str) -> Failure {
        let written = document.text.slice(range);
        refused(format!("“{written}” in “{}” {what}.", document.title()))
    }

    /// Whether a name may be mentioned less often than before.
    fn may_go(&self, name: &TermKey) -> bool {
        let promise = self.change.promise;
        promise.names.contains_key(name) || promise.free.contains(name) || self.lost.contains(name)
    }

    /// Whether a mention is of the names that it was of, as they are called now.
    fn is_same(&self, old: &Mention, new: &Mention) -> bool {
        let before: BTreeSet<_> =
            old.names.iter().map(|name| self.change.renamed(&name.key)).collect();
        let after: BTreeSet<_> = new.names.iter().map(|name| &name.key).collect();
        before == after
    }

    /// Whether a mention of several names is of those that have stayed.
    fn is_left(&self, old: &Mention, new: &Mention) -> bool {
        let mut stayed = old.names.iter().filter(|name| !self.may_go(&name.key)).peekable();
        stayed.peek().is_some() && stayed.all(|name| new.is_named(&name.key))
    }

    /// Whether a mention of several names has become one of the new name.
    fn is_decided(&self, old: &Mention, new: &Mention) -> bool {
        let renamed: Vec<_> = old.names.iter().map(|name| self.change.renamed(&name.key)).collect();
        self.is_of_new_name(new) && new.names.iter().all(|name| renamed.contains(&&name.key))
    }

    fn is_of_new_name(&self, mention: &Mention) -> bool {
        let promise = self.change.promise;
        let mut names =
            promise.names.values().chain(promise.new_alias.iter().map(|(_, name)| name));
        let mut names = names.by_ref().chain(&promise.free);
        names.any(|name| mention.is_named(name))
    }

    /// Whether a range stands in the heading that changes.
    fn is_in_heading(&self, document: &Document, range: TextRange) -> bool {
        let heading = self.change.promise.heading.filter(|(note, _)| *note == document.id);
        let section = heading.and_then(|(_, index)| document.note.sections.get(index));
        section.is_some_and(|section| section.heading.range.contains_range(range))
    }

    /// Whether what stands in a range is taken in by a mention of a new name.
    fn is_hidden(&self, range: TextRange, mention: &Mention) -> bool {
        let is_over = mention.range.intersect(range).is_some_and(|it| !it.is_empty());
        is_over && (self.is_of_new_name(mention) || self.is_harvested(mention))
    }

    /// Whether a mention stands in the heading that is added.
    fn is_added(&self, document: &Document, mention: &Mention) -> bool {
        let added = self.change.promise.new_section.as_ref();
        let added = added.filter(|added| added.note == document.id);
        let section = added.and_then(|added| document.note.sections.get(added.index));
        section.is_some_and(|section| section.heading.range.contains_range(mention.range))
    }

    /// Whether a mention is of names that a changed definition has come to give.
    fn is_harvested(&self, mention: &Mention) -> bool {
        mention.names.iter().all(|name| !self.change.before.is_declared(&name.key))
    }
}
