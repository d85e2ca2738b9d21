//! The facts of notes before and after an edit, each with its range.
//!
//! A fact after the edit corresponds to one before it if it is at the new position of its text
//! ([`PositionMap`]).

use std::collections::{BTreeMap, HashMap};

use text_size::{TextRange, TextSize};

use super::position_map::PositionMap;
use crate::note::Note;
use crate::note::link::{Link, LinkKind};
use crate::note::reference::{Family, LinkReference};
use crate::note::section::Section;
use crate::note::tag::InlineTag;
use crate::note::term::Term;
use crate::workspace::document::{Document, NoteId};

/// A fact at a range of a note.
pub(super) trait Fact: Sized + 'static {
    /// The name of the kind in messages, with an article.
    const KIND: &'static str;

    /// Whether each copy of the text must contain the fact too.
    const IS_COPIED: bool = true;

    /// Returns all facts of this kind in a note, in the order of their ranges.
    fn all(note: &Note) -> &[Self];

    /// Returns the range of the fact, in bytes of its note.
    fn place(&self) -> TextRange;

    /// Returns whether a fact that begins in a range after the edit can be this one.
    fn may_be(&self, found: &Self, range: TextRange) -> bool {
        found.place().start() == range.start()
    }

    /// Returns the text of the fact in messages.
    fn shown(&self) -> TextRange {
        self.place()
    }
}

impl Fact for Section {
    const KIND: &'static str = "a heading";

    fn all(note: &Note) -> &[Self] {
        &note.sections
    }

    fn place(&self) -> TextRange {
        self.heading.name_range
    }

    // A new name may have marks around it, so it may begin later.
    fn may_be(&self, _: &Self, _: TextRange) -> bool {
        true
    }
}

impl Fact for Term {
    const KIND: &'static str = "a term";
    const IS_COPIED: bool = false;

    fn all(note: &Note) -> &[Self] {
        &note.terms
    }

    fn place(&self) -> TextRange {
        self.name_range
    }

    fn may_be(&self, _: &Self, _: TextRange) -> bool {
        true
    }
}

/// The label of a link or footnote, where it is used or defined.
impl Fact for LinkReference {
    const KIND: &'static str = "a label";

    fn all(note: &Note) -> &[Self] {
        &note.references
    }

    // Only the opening bracket, since the rest may be replaced or moved separately.
    fn place(&self) -> TextRange {
        TextRange::at(self.range.start(), 1.into())
    }

    fn may_be(&self, found: &Self, range: TextRange) -> bool {
        let is_kind = self.family == found.family && self.is_definition == found.is_definition;
        is_kind && found.range.start() == range.start()
    }

    fn shown(&self) -> TextRange {
        self.label
    }
}

impl Fact for InlineTag {
    const KIND: &'static str = "a tag";

    fn all(note: &Note) -> &[Self] {
        &note.inline_tags
    }

    fn place(&self) -> TextRange {
        self.range
    }
}

impl Fact for Link {
    const KIND: &'static str = "a link";

    fn all(note: &Note) -> &[Self] {
        &note.links
    }

    fn place(&self) -> TextRange {
        self.range
    }

    fn may_be(&self, found: &Self, range: TextRange) -> bool {
        // A label that is the text of its link may get another label after it.
        let is_label = matches!(found.kind, LinkKind::Definition | LinkKind::Reference);
        let is_whole = found.range == range || is_label;
        self.kind == found.kind && is_whole && found.range.start() == range.start()
    }
}

/// A fact with its note and its index among the facts of its kind.
pub(super) struct LocatedFact<'w, T> {
    pub(super) document: &'w Document,
    pub(super) index: usize,
    pub(super) fact: &'w T,
}

impl<T: Fact> LocatedFact<'_, T> {
    /// Returns a message about the effect of the edit on the fact.
    pub(super) fn would(&self, what: &str) -> String {
        let (written, title) =
            (self.document.note.text.slice(self.fact.shown()), self.document.title());
        format!("“{written}” in “{title}” would {what}")
    }
}

impl<T> Clone for LocatedFact<'_, T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for LocatedFact<'_, T> {}

/// The facts of one kind before an edit, paired with those after it.
pub(super) struct Pairs<'w, T> {
    /// The facts that are at the new position of their text.
    pub(super) kept: Vec<(LocatedFact<'w, T>, LocatedFact<'w, T>)>,
    /// The facts in copied text, with their copies.
    pub(super) copied: Vec<(LocatedFact<'w, T>, LocatedFact<'w, T>)>,
    /// The facts that are lost, also in a copy of their text. Facts in removed text are not
    /// included.
    pub(super) lost: Vec<LocatedFact<'w, T>>,
    /// The added facts, in the order of their ranges.
    pub(super) added: Vec<LocatedFact<'w, T>>,
}

fn all<T: Fact>(document: &Document) -> impl Iterator<Item = LocatedFact<'_, T>> {
    let facts = T::all(&document.note).iter().enumerate();
    facts.map(move |(index, fact)| LocatedFact { document, index, fact })
}

/// Pairs the facts of notes before an edit with those after it.
pub(super) fn pair<'w, T: Fact>(
    map: &PositionMap<'_>,
    before: impl Iterator<Item = &'w Document>,
    after: impl Iterator<Item = &'w Document>,
    is_same: impl Fn(&T, &T) -> bool,
) -> Pairs<'w, T> {
    let mut left: BTreeMap<(NoteId, TextSize), Vec<LocatedFact<'w, T>>> = BTreeMap::new();
    for new in after.flat_map(all::<T>) {
        left.entry((new.document.id, new.fact.place().start())).or_default().push(new);
    }
    let mut take = |fact: &T, (note, range): (NoteId, TextRange)| {
        let mut near = left.range_mut((note, range.start())..=(note, range.end()));
        near.find_map(|(_, found)| {
            let is_it =
                |it: &LocatedFact<'w, T>| fact.may_be(it.fact, range) && is_same(fact, it.fact);
            let at = found.iter().position(is_it)?;
            Some(found.remove(at))
        })
    };
    let (mut kept, mut copied, mut lost) = (Vec::new(), Vec::new(), Vec::new());
    for old in before.flat_map(all::<T>) {
        let (note, range) = (old.document.id, old.fact.place());
        if let Some(copy) = map.copy(note, range) {
            match take(old.fact, copy) {
                Some(found) => copied.push((old, found)),
                None if T::IS_COPIED => lost.push(old),
                None => {}
            }
        }
        if map.is_dropped(note, range) {
            continue;
        }
        match map.place(note, range).and_then(|place| take(old.fact, place)) {
            Some(found) => kept.push((old, found)),
            None => lost.push(old),
        }
    }
    Pairs { kept, copied, lost, added: left.into_values().flatten().collect() }
}

/// The definitions of labels in notes. The first of several definitions of one label counts.
pub(super) struct Definitions<'w>(HashMap<(NoteId, Family, &'w str), &'w LinkReference>);

impl<'w> Definitions<'w> {
    pub(super) fn of(documents: impl Iterator<Item = &'w Document>) -> Self {
        let mut first = HashMap::new();
        for document in documents {
            for found in document.note.references.iter().filter(|it| it.is_definition) {
                let key = (document.id, found.family, found.key.as_str());
                first.entry(key).or_insert(found);
            }
        }
        Self(first)
    }

    /// Returns the definition of a label in its note.
    pub(super) fn get(&self, label: LocatedFact<'_, LinkReference>) -> Option<&'w LinkReference> {
        let LocatedFact { document, fact, .. } = label;
        self.0.get(&(document.id, fact.family, fact.key.as_str())).copied()
    }
}

/// Returns the text of a section before its first subsection, without white space around it.
pub(super) fn body(document: &Document, index: usize) -> TextRange {
    let sections = &document.note.sections;
    let start = sections[index].heading.range.end();
    let end = sections[index].range.end();
    let end = sections.get(index + 1).map_or(end, |next| next.heading.range.start());
    trimmed(document, TextRange::new(start, end.max(start)))
}

/// Returns a range without the white space at its edges.
pub(super) fn trimmed(document: &Document, range: TextRange) -> TextRange {
    let text = document.note.text.slice(range);
    let lead = TextSize::of(&text[..text.len() - text.trim_start().len()]);
    TextRange::at(range.start() + lead, TextSize::of(text.trim()))
}
