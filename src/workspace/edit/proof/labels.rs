//! Tags and categories, before and after an edit.

use std::collections::BTreeSet;

use super::parts::in_note;
use super::{Change, Failure};
use crate::note::front_matter::{Entry, TagKind, TextValue, ValueKind};
use crate::note::words::fold;
use crate::workspace::document::Document;

/// All labels are as before, but for those that are meant.
pub(super) fn compare(change: &Change<'_>, old: &Document, new: &Document) -> Result<(), Failure> {
    let inline = |document: &Document| -> Vec<String> {
        document.note.inline_tags.iter().map(|tag| tag.text.clone()).collect()
    };
    let expected: Vec<_> =
        inline(old).into_iter().map(|tag| renamed(change, TagKind::Tag, tag)).collect();
    let listed = |kind| {
        let of = |document| -> Vec<String> {
            labels(document, kind).iter().map(|label| label.text.clone()).collect()
        };
        let expected: Vec<_> =
            of(old).into_iter().map(|label| renamed(change, kind, label)).collect();
        // Under its right name a key may hold labels that were none before.
        if has_new_key(change, old) {
            return expected.iter().all(|label| of(new).contains(label));
        }
        is_list(change, kind, &expected, &of(new))
    };
    let is_same = expected == inline(new) && listed(TagKind::Tag) && listed(TagKind::Category);
    let what = "The change would make or break a tag";
    let is_same = is_same && (has_new_key(change, old) || others(old) == others(new));
    if is_same { Ok(()) } else { Err(in_note(what, old)) }
}

fn has_new_key(change: &Change<'_>, document: &Document) -> bool {
    let promise = change.promise;
    promise.new_key.as_ref().is_some_and(|(note, ..)| *note == document.id)
        || promise.new_front_matter == Some(document.id)
}

/// Whether an entry of front matter may hold labels.
pub(super) fn may_hold(entry: &Entry) -> bool {
    entry.may_list_tags()
}

fn labels(document: &Document, kind: TagKind) -> &[TextValue] {
    match kind {
        TagKind::Tag => document.note.tags(),
        TagKind::Category => document.note.categories(),
    }
}

fn renamed(change: &Change<'_>, kind: TagKind, label: String) -> String {
    let meant = change.promise.labels.as_ref().filter(|labels| labels.kind == kind);
    meant.and_then(|labels| labels.names.get(&label)).cloned().unwrap_or(label)
}

/// Whether the labels found are those expected: all of them, or each at least once where two have
/// become the same.
fn is_list(change: &Change<'_>, kind: TagKind, expected: &[String], found: &[String]) -> bool {
    if expected == found {
        return true;
    }
    let is_meant = change.promise.labels.as_ref().is_some_and(|labels| labels.kind == kind);
    let keys = |labels: &[String]| -> BTreeSet<String> {
        labels.iter().map(|label| fold(label).into_owned()).collect()
    };
    let mut rest = expected.iter();
    is_meant
        && keys(expected) == keys(found)
        && found.iter().all(|label| rest.any(|other| other == label))
}

/// What a table of taxonomies has besides.
fn others(document: &Document) -> Vec<(String, String)> {
    let front = document.note.front_matter.as_ref();
    let tables = front.into_iter().flat_map(|front| &front.entries);
    let entries = tables.filter(|entry| entry.is("taxonomies")).flat_map(|entry| {
        let ValueKind::Map(entries) = &entry.value.kind else { return [].iter() };
        entries.iter()
    });
    let others = entries.filter(|entry| !may_hold(entry));
    others.map(|it| (it.key.clone(), document.text.slice(it.value.range).into_owned())).collect()
}
