//! Tags and categories: which notes have them, and where they stand in a note.

use std::collections::BTreeSet;
use std::sync::Arc;

use text_size::TextRange;

use crate::note::Note;
use crate::note::front_matter::TagKind;
use crate::note::tag::{belongs, loose};
use crate::note::words::fold;
use crate::workspace::document::NoteId;
use crate::workspace::postings::Postings;

/// Tags or categories as they are written, and the notes that have them.
#[derive(Clone, Default)]
pub struct Labels {
    pub(super) notes: Postings<Arc<str>>,
    /// Each label behind its [loose](loose) form, which all that are alike have in common.
    pub(super) alike: imbl::OrdSet<(Arc<str>, Arc<str>)>,
}

impl Labels {
    /// All labels, with the number of notes that have them, in no order that means anything.
    pub fn iter(&self) -> impl Iterator<Item = (&str, usize)> {
        self.notes.iter().map(|(label, notes)| (&**label, notes))
    }

    /// How many notes have this label, written just so.
    pub fn count(&self, label: &str) -> usize {
        self.notes.count(&label.into())
    }

    /// Whether this note has the label, and no other one.
    pub fn is_only_in(&self, label: &str, note: NoteId) -> bool {
        self.notes.notes(&label.into()).eq([note])
    }

    /// The labels that differ from this one in letter case, blanks and hyphens only, and itself,
    /// with the number of notes that have them, in the order of the alphabet.
    pub fn alike(&self, label: &str) -> impl Iterator<Item = (&str, usize)> {
        let form: Arc<str> = loose(label).into();
        let from = (form.clone(), Arc::from(""));
        let same = self.alike.range(from..).take_while(move |(other, _)| *other == form);
        same.map(|(_, label)| (&**label, self.notes.count(label)))
    }

    /// The notes that have the label in any letter case, or for a tag one that belongs to it.
    pub fn notes(&self, kind: TagKind, label: &str) -> BTreeSet<NoteId> {
        let own = fold(label);
        let meant = self.notes.iter().filter(|(other, _)| is_meant(kind, &own, other));
        meant.flat_map(|(other, _)| self.notes.notes(other)).collect()
    }

    /// Exchanges the labels that a note had for those that it has.
    pub(super) fn update(
        &mut self,
        id: NoteId,
        old: &BTreeSet<Arc<str>>,
        new: &BTreeSet<Arc<str>>,
    ) {
        for label in old.difference(new) {
            if self.notes.remove(label, id) {
                self.alike.remove(&(loose(label).into(), label.clone()));
            }
        }
        for label in new.difference(old) {
            if self.notes.insert(label, id) {
                self.alike.insert((loose(label).into(), label.clone()));
            }
        }
    }
}

/// Whether a label is the one with this folded form, or for a tag belongs to it.
fn is_meant(kind: TagKind, folded: &str, other: &str) -> bool {
    match kind {
        TagKind::Tag => belongs(other, folded),
        TagKind::Category => fold(other) == folded,
    }
}

/// A label where it stands in a note.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TagOccurrence<'n> {
    /// The label.
    pub text: &'n str,
    /// Where it stands: without quotes, and with the `#` of an inline tag.
    pub range: TextRange,
    /// Whether it stands in running text.
    pub is_inline: bool,
}

/// The places in a note that mean a label: it in any letter case, or for a tag one that belongs
/// to it.
pub fn in_note<'n>(
    note: &'n Note,
    kind: TagKind,
    label: &str,
) -> impl Iterator<Item = TagOccurrence<'n>> {
    let own = fold(label).into_owned();
    all_in_note(note, kind).filter(move |found| is_meant(kind, &own, found.text))
}

/// The places of all labels in a note, from top to bottom.
pub fn all_in_note(note: &Note, kind: TagKind) -> impl Iterator<Item = TagOccurrence<'_>> {
    let (listed, inline) = match kind {
        TagKind::Tag => (note.tags(), note.inline_tags.as_slice()),
        TagKind::Category => (note.categories(), [].as_slice()),
    };
    let listed = listed.iter().map(|label| TagOccurrence {
        text: &label.text,
        range: label.text_range,
        is_inline: false,
    });
    let inline = inline.iter().map(|tag| TagOccurrence {
        text: &tag.text,
        range: tag.range,
        is_inline: true,
    });
    listed.chain(inline)
}
