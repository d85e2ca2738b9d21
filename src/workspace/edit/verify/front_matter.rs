//! Front matter and its tags, before and after an edit.

use std::collections::BTreeSet;

use super::verifier::Verifier;
use crate::note::front_matter::{ALIAS_KEYS, Entry, FrontMatter, TagKind, TextValue, ValueKind};
use crate::note::words::fold;
use crate::workspace::document::Document;
use crate::workspace::edit::Expect;
use crate::workspace::edit::failure::{Failure, deleted};

impl Verifier<'_> {
    /// Checks that front matter stays valid and keeps its keys, values and tags, except for
    /// expected changes.
    pub(super) fn front_matter(&self) -> Result<(), Failure> {
        for (note, _) in self.edit.notes() {
            let (old, new) = (self.before.document(note), self.after.document(note));
            let (Some(old), Some(new)) = (old, new) else { return Err(deleted()) };
            if !self.is_valid(old, new) {
                return Err(self.refused_in("the front matter would break", old));
            }
            if !self.has_same_tags(old, new) {
                return Err(self.refused_in("a tag would be added or removed", old));
            }
        }
        Ok(())
    }

    fn is_valid(&self, old: &Document, new: &Document) -> bool {
        let (before, after) = match (&old.note.front_matter, &new.note.front_matter) {
            (None, None) => return true,
            (None, Some(after)) if self.expected.meet(&Expect::NewFrontMatter(old.id)) => {
                return after.closed && after.problems.is_empty();
            }
            (Some(before), Some(after)) => (before, after),
            _ => return false,
        };
        let shape = |block: &FrontMatter| (block.syntax, block.closed, block.problems.len());
        let adds_alias = !self.expected.new_aliases.is_empty();
        let mut left = after.entries.iter();
        let has = |entry: &Entry| {
            let Some(found) = left.find(|found| self.is_key(old, &entry.key, &found.key)) else {
                return false;
            };
            let is_alias = adds_alias && ALIAS_KEYS.iter().any(|it| entry.is(it));
            let may_change = !self.expected.has_any_tags() || entry.may_list_tags();
            let is_edited = || {
                let mut edits = self.map.changes(old.id, entry.value.range);
                edits.any(|edit| edit.range.intersect(entry.value.range).is_some())
            };
            let written = |document: &Document, entry: &Entry| {
                document.note.text.slice(entry.value.range).to_owned()
            };
            let gets_tag = entry.may_list_tags() && self.expected.gets_tag(old.id);
            is_alias
                || gets_tag
                || may_change && is_edited()
                || written(old, entry) == written(new, found)
        };
        shape(before) == shape(after)
            && before.entries.iter().all(has)
            && after.entries.len() <= before.entries.len() + usize::from(adds_alias)
    }

    /// Returns whether a key has its old name or the expected one.
    fn is_key(&self, document: &Document, old: &str, new: &str) -> bool {
        let (note, from, to) = (document.id, old.to_owned(), new.to_owned());
        old == new || self.expected.meet(&Expect::RenamedKey { note, from, to })
    }

    fn has_same_tags(&self, old: &Document, new: &Document) -> bool {
        // Under its correct name, a key may contain tags that were not recognized before.
        let gets_key = self.expected.gets_key(old.id);
        let is_same = |kind| {
            let written = |document| -> Vec<&str> {
                tags(document, kind).iter().map(|tag| tag.text.as_str()).collect()
            };
            let before = written(old).into_iter().map(|tag| self.expected.tag(kind, tag));
            let (before, mut after): (Vec<_>, _) = (before.collect(), written(new));
            if kind == TagKind::Tag && self.expected.gets_tag(old.id) {
                self.take_new_tag(old, &before, &mut after);
            }
            if gets_key {
                let after: BTreeSet<_> = after.into_iter().collect();
                return before.iter().all(|tag| after.contains(tag));
            }
            before == after || self.expected.has_tags(kind) && is_without_doubles(&before, &after)
        };
        is_same(TagKind::Tag)
            && is_same(TagKind::Category)
            && (gets_key || other_taxonomies(old) == other_taxonomies(new))
    }
}

impl Verifier<'_> {
    /// Takes the expected new tag of a note out of its tags after the edit.
    fn take_new_tag(&self, document: &Document, before: &[&str], after: &mut Vec<&str>) {
        let new = (0..after.len()).find(|at| before.get(*at) != Some(&after[*at]));
        let Some(new) = new else { return };
        let tag = after[new].to_owned();
        if self.expected.take(&Expect::NewTag { note: document.id, tag }) {
            after.remove(new);
        }
    }
}

fn tags(document: &Document, kind: TagKind) -> &[TextValue] {
    match kind {
        TagKind::Tag => document.note.tags(),
        TagKind::Category => document.note.categories(),
    }
}

/// Returns whether a list has the same tags in the same order, possibly without duplicates.
fn is_without_doubles(before: &[&str], after: &[&str]) -> bool {
    let keys = |tags: &[&str]| -> BTreeSet<String> {
        tags.iter().map(|tag| fold(tag).into_owned()).collect()
    };
    let mut rest = before.iter();
    keys(before) == keys(after) && after.iter().all(|tag| rest.any(|other| other == tag))
}

/// Returns the keys of a table of taxonomies besides tags and categories.
fn other_taxonomies(document: &Document) -> Vec<(String, String)> {
    let front = document.note.front_matter.as_ref();
    let tables = front.into_iter().flat_map(|front| &front.entries);
    let entries = tables.filter(|entry| entry.is("taxonomies")).flat_map(|entry| {
        let ValueKind::Map(entries) = &entry.value.kind else { return [].iter() };
        entries.iter()
    });
    let others = entries.filter(|entry| !entry.may_list_tags());
    others.map(|it| (it.key.clone(), document.note.text.slice(it.value.range).to_owned())).collect()
}
