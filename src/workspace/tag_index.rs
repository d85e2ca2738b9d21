//! The index of tags and categories, and their occurrences in a note.

use std::collections::BTreeSet;
use std::sync::Arc;

use text_size::TextRange;

use crate::note::Note;
use crate::note::front_matter::TagKind;
use crate::note::tag::{belongs, loose};
use crate::note::words::fold;
use crate::workspace::document::NoteId;
use crate::workspace::postings::Postings;

/// The tags or categories as written, with their notes.
#[derive(Clone, Default)]
pub struct TagIndex {
    pub(super) notes: Postings<Arc<str>>,
    /// Each tag after its [loose] form, which is equal for all similar tags.
    pub(super) alike: imbl::OrdSet<(Arc<str>, Arc<str>)>,
}

impl TagIndex {
    /// Returns all tags with the number of their notes, in arbitrary order.
    pub fn iter(&self) -> impl Iterator<Item = (&str, usize)> {
        self.notes.iter().map(|(tag, notes)| (&**tag, notes))
    }

    /// Returns the number of notes with exactly this spelling.
    pub fn count(&self, tag: &str) -> usize {
        self.notes.count(&tag.into())
    }

    /// Returns whether this note is the only one with the tag.
    pub fn is_only_in(&self, tag: &str, note: NoteId) -> bool {
        self.notes.notes(&tag.into()).eq([note])
    }

    /// Returns this tag and those that differ only in letter case, spaces and hyphens. They are in
    /// alphabetical order, each with the number of its notes.
    pub fn alike(&self, tag: &str) -> impl Iterator<Item = (&str, usize)> {
        let form: Arc<str> = loose(tag).into();
        let from = (form.clone(), Arc::from(""));
        let same = self.alike.range(from..).take_while(move |(other, _)| *other == form);
        same.map(|(_, tag)| (&**tag, self.notes.count(tag)))
    }

    /// Returns the notes with this tag in any letter case, or with a child of it.
    pub fn notes(&self, kind: TagKind, tag: &str) -> BTreeSet<NoteId> {
        let own = fold(tag);
        let meant = self.notes.iter().filter(|(other, _)| matches_tag(kind, &own, other));
        meant.flat_map(|(other, _)| self.notes.notes(other)).collect()
    }

    /// Replaces the old tags of a note by its new ones.
    pub(super) fn update(
        &mut self,
        id: NoteId,
        old: &BTreeSet<Arc<str>>,
        new: &BTreeSet<Arc<str>>,
    ) {
        for tag in old.difference(new) {
            if self.notes.remove(tag, id) {
                self.alike.remove(&(loose(tag).into(), tag.clone()));
            }
        }
        for tag in new.difference(old) {
            if self.notes.insert(tag, id) {
                self.alike.insert((loose(tag).into(), tag.clone()));
            }
        }
    }
}

/// Returns whether a tag has this folded form or is a child of it.
fn matches_tag(kind: TagKind, folded: &str, other: &str) -> bool {
    match kind {
        TagKind::Tag => belongs(other, folded),
        TagKind::Category => fold(other) == folded,
    }
}

/// An occurrence of a tag or category in a note.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TagOccurrence<'n> {
    /// The tag or category.
    pub text: &'n str,
    /// The range without quotes, but with the `#` of an inline tag.
    pub range: TextRange,
    /// Whether it is an inline tag.
    pub is_inline: bool,
}

/// Returns the occurrences of a tag in a note, in any letter case, and those of its children.
pub fn in_note<'n>(
    note: &'n Note,
    kind: TagKind,
    tag: &str,
) -> impl Iterator<Item = TagOccurrence<'n>> {
    let own = fold(tag).into_owned();
    all_in_note(note, kind).filter(move |found| matches_tag(kind, &own, found.text))
}

/// Returns the occurrences of all tags or categories in a note, from top to bottom.
pub fn all_in_note(note: &Note, kind: TagKind) -> impl Iterator<Item = TagOccurrence<'_>> {
    let (listed, inline) = match kind {
        TagKind::Tag => (note.tags(), note.inline_tags.as_slice()),
        TagKind::Category => (note.categories(), [].as_slice()),
    };
    let listed = listed.iter().map(|tag| TagOccurrence {
        text: &tag.text,
        range: tag.text_range,
        is_inline: false,
    });
    let inline = inline.iter().map(|tag| TagOccurrence {
        text: &tag.text,
        range: tag.range,
        is_inline: true,
    });
    listed.chain(inline)
}
