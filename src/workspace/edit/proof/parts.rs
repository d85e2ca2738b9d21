//! What a note is made of, before and after an edit: front matter, headings, terms, tags.

use std::collections::BTreeSet;

use text_size::TextRange;

use super::{Change, Failure, labels, refused};
use crate::note::front_matter::{ALIAS_KEYS, FrontMatter};
use crate::note::section::{Section, SectionStatus};
use crate::note::term::{Alias, Term};
use crate::note::term_key::TermKey;
use crate::workspace::document::Document;
use crate::workspace::edit::{RenamedReference, TextEdit};

/// Compares the two readings of a note.
pub(super) fn compare(change: &Change<'_>, old: &Document, new: &Document) -> Result<(), Failure> {
    front_matter(change, old, new)?;
    headings(change, old, new)?;
    terms(change, old, new)?;
    names(change, old, new)?;
    references(change, old, new)?;
    labels::compare(change, old, new)
}

pub(super) fn in_note(what: &str, document: &Document) -> Failure {
    refused(format!("{what} in “{}”.", document.title()))
}

/// The block is as valid as before, with the same keys, and with the same values but for those
/// that are meant.
fn front_matter(change: &Change<'_>, old: &Document, new: &Document) -> Result<(), Failure> {
    let broken = || in_note("The front matter would break", old);
    let (before, after) = match (&old.note.front_matter, &new.note.front_matter) {
        (None, None) => return Ok(()),
        (None, Some(after)) if change.promise.new_front_matter == Some(old.id) => {
            let is_whole = after.closed && after.problems.is_empty();
            return if is_whole { Ok(()) } else { Err(broken()) };
        }
        (Some(before), Some(after)) => (before, after),
        _ => return Err(broken()),
    };
    let shape = |block: &FrontMatter| (block.syntax, block.closed, block.problems.len());
    if shape(before) != shape(after) {
        return Err(broken());
    }
    let edits = change.edit.of(old.id);
    let mut left = after.entries.iter();
    for entry in &before.entries {
        let key = new_key(change, old, &entry.key);
        let Some(found) = left.find(|found| found.key == key) else { return Err(broken()) };
        let is_alias =
            change.promise.new_alias.is_some() && ALIAS_KEYS.iter().any(|it| entry.is(it));
        let may_change = change.promise.labels.is_none() || labels::may_hold(entry);
        let is_meant = is_alias || (may_change && touches(edits, entry.value.range));
        if !is_meant && old.text.slice(entry.value.range) != new.text.slice(found.value.range) {
            return Err(broken());
        }
    }
    let may_be_added = usize::from(change.promise.new_alias.is_some());
    if after.entries.len() > before.entries.len() + may_be_added {
        return Err(broken());
    }
    Ok(())
}

/// What a key of front matter is called afterwards.
fn new_key<'k>(change: &'k Change<'_>, document: &Document, key: &'k str) -> &'k str {
    let meant = change.promise.new_key.as_ref();
    let meant = meant.filter(|(note, old, _)| *note == document.id && old == key);
    meant.map_or(key, |(_, _, new)| new)
}

fn touches(edits: &[TextEdit], range: TextRange) -> bool {
    edits.iter().any(|edit| edit.range.intersect(range).is_some())
}

/// Levels, order and states of all headings are the same, and so are the names of those that are
/// not meant. The section that a new one is a part of becomes a topic.
fn headings(change: &Change<'_>, old: &Document, new: &Document) -> Result<(), Failure> {
    let edits = change.edit.of(old.id);
    let mut after: Vec<_> = new.note.sections.iter().collect();
    let mut parent = None;
    if let Some(added) = change.promise.new_section.as_ref().filter(|new| new.note == old.id) {
        let found = (added.index < after.len()).then(|| after.remove(added.index));
        let is_meant =
            |it: &&Section| it.heading.name == added.name && it.state == SectionStatus::Empty;
        if !found.as_ref().is_some_and(is_meant) {
            let what = format!("“{}” would not become an empty heading", added.name);
            return Err(in_note(&what, old));
        }
        parent = found.and_then(|it| it.parent);
    }
    if after.len() != old.note.sections.len() {
        return Err(in_note("The change would make or hide a heading", old));
    }
    let free = change.promise.heading.filter(|(note, _)| *note == old.id);
    for (index, (section, found)) in old.note.sections.iter().zip(after).enumerate() {
        let (heading, read) = (&section.heading, &found.heading);
        // With markup in the new name, it is read otherwise than it is written.
        let is_free = free.is_some_and(|(_, it)| it == index);
        let expected = if is_free {
            read.name.clone()
        } else {
            renamed(&heading.name, old, heading.range, edits)
        };
        let is_opened = parent == Some(index) && found.state == SectionStatus::Topic;
        let is_state = section.state == found.state || is_opened;
        if heading.level != read.level || !is_state || expected != read.name {
            let what = format!("The heading “{}” would become something else", heading.name);
            return Err(in_note(&what, old));
        }
    }
    Ok(())
}

/// A heading's name with the changes in its line made.
fn renamed(name: &str, document: &Document, range: TextRange, edits: &[TextEdit]) -> String {
    let (mut renamed, mut rest) = (String::new(), name);
    for edit in edits.iter().filter(|edit| range.contains_range(edit.range)) {
        let written = document.text.slice(edit.range);
        if let Some(at) = rest.find(&*written).filter(|_| !written.is_empty()) {
            renamed.push_str(&rest[..at]);
            renamed.push_str(&edit.new_text);
            rest = &rest[at + written.len()..];
        }
    }
    renamed + rest
}

/// The same terms are declared in the same ways, under the names that are meant.
fn terms(change: &Change<'_>, old: &Document, new: &Document) -> Result<(), Failure> {
    // What the changed heading declares is its own affair.
    let heading = change.promise.heading.filter(|(note, _)| *note == old.id);
    let is_free = |term: &&Term| heading.is_some_and(|(_, it)| term.section == Some(it));
    let kept = |document: &'_ Document| -> Vec<Term> {
        document.note.terms.iter().filter(|term| !is_free(term)).cloned().collect()
    };
    let (before, after) = (kept(old), kept(new));
    if before.len() != after.len() {
        return Err(in_note("The change would add or remove a term", old));
    }
    for (term, found) in before.iter().zip(&after) {
        let is_same = found.key == *change.renamed(&term.key) && found.style == term.style;
        if !is_same || change.before.is_structure(term) != change.after.is_structure(found) {
            let what = format!("“{}” would not be declared as is meant", term.headword);
            return Err(in_note(&what, old));
        }
        let mut aliases = term.aliases.iter().filter(|alias| alias.source.is_declared());
        // A name that is only harvested from now on would not be declared any more.
        let has = |alias: &Alias| {
            let key = change.renamed(&alias.key);
            found.key == *key || declared_aliases(found).any(|other| other == key)
        };
        if let Some(lost) = aliases.find(|alias| !has(alias)) {
            let (term, lost) = (&term.headword, &lost.name);
            return Err(in_note(&format!("“{term}” would no longer be called “{lost}”"), old));
        }
    }
    Ok(())
}

/// No term has got a name that nothing promised, and one that was promised is there. Names that
/// are harvested from a definition change with its words.
fn names(change: &Change<'_>, old: &Document, new: &Document) -> Result<(), Failure> {
    let names = |document: &Document| -> BTreeSet<TermKey> {
        let terms = document.note.terms.iter();
        terms.flat_map(|term| declared_aliases(term).chain([&term.key])).cloned().collect()
    };
    let mut known: BTreeSet<_> = names(old).iter().map(|key| change.renamed(key).clone()).collect();
    known.extend(change.promise.new_alias.iter().map(|(_, name)| name.clone()));
    known.extend(change.promise.free.iter().cloned());
    if let Some(added) = names(new).into_iter().find(|key| !known.contains(key)) {
        return Err(in_note(&format!("“{}” would become a name", added.as_str()), old));
    }
    if let Some((term, name)) = &change.promise.new_alias {
        let is_of = |found: &&Term| found.key == *term;
        let mut here = new.note.terms.iter().filter(is_of).peekable();
        if here.peek().is_some() && !here.any(|found| found.keys().any(|key| key == name)) {
            return Err(in_note("The name would not be read as one", old));
        }
    }
    Ok(())
}

/// The same labels are used and defined, under the name that is meant.
fn references(change: &Change<'_>, old: &Document, new: &Document) -> Result<(), Failure> {
    let renamed = change.promise.reference.as_ref().filter(|it| it.note == old.id);
    let kept = change.kept_references(old).filter(|found| !change.is_dropped(old, found.range));
    let expected = kept.map(|found| {
        let is_it = |it: &&RenamedReference| it.family == found.family && it.old == found.key;
        let key = renamed.filter(is_it).map_or(&found.key, |it| &it.new);
        (found.family, found.is_definition, key)
    });
    let found = change.kept_references(new).map(|it| (it.family, it.is_definition, &it.key));
    if expected.eq(found) {
        change.is_defined(old, new)
    } else {
        Err(in_note("A label would stand for something else", old))
    }
}

fn declared_aliases(term: &Term) -> impl Iterator<Item = &TermKey> {
    term.aliases.iter().filter(|alias| alias.source.is_declared()).map(|alias| &alias.key)
}
