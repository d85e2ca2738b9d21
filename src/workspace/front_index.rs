//! The index of all front matter, updated incrementally.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::note::Note;
use crate::note::date::DateForm;
use crate::note::front_matter::{FrontMatter, ValueKind};
use crate::workspace::document::{Location, NoteId};
use crate::workspace::keys::detect::{self, Votes};
use crate::workspace::postings::Postings;

/// The maximum length of an indexed value in bytes. A longer one is not a choice of a few.
const MAX_VALUE: usize = 40;

/// The keys whose values are specific to one note.
const OWN: [&str; 12] = [
    "title",
    "description",
    "summary",
    "excerpt",
    "id",
    "slug",
    "permalink",
    "url",
    "path",
    "desc",
    "short_title",
    "hoverText",
];

/// The index of all front matter.
#[derive(Clone, Default)]
pub struct FrontIndex {
    /// The top-level keys as written.
    pub keys: Postings<Arc<str>>,
    /// The short values with their keys.
    pub values: Postings<(Arc<str>, Arc<str>)>,
    /// The categories, each with the previous one in its list, an empty one for the first.
    pub pairs: Postings<(Arc<str>, Arc<str>)>,
    /// The forms of dates.
    pub dates: Postings<DateForm>,
    /// The votes of the notes for a tool.
    pub votes: Votes,
}

impl FrontIndex {
    /// Returns the most frequent form of dates.
    pub fn date_form(&self) -> Option<DateForm> {
        let forms = self.dates.iter().map(|(form, notes)| (notes, form));
        forms.max().map(|(_, form)| form.clone())
    }

    /// Replaces the vote of the old note by that of the new one.
    pub(super) fn vote(&mut self, location: &Location, old: &Note, new: &Note) {
        self.votes.update(detect::vote(location, old), detect::vote(location, new));
    }

    /// Replaces the old entries of a note by its new ones.
    pub(super) fn update(&mut self, id: NoteId, was: &FrontMatterFacts, is: &FrontMatterFacts) {
        self.keys.update(id, &was.keys, &is.keys);
        self.values.update(id, &was.values, &is.values);
        self.pairs.update(id, &was.pairs, &is.pairs);
        self.dates.update(id, &was.dates, &is.dates);
    }
}

/// The entries of one note.
#[derive(Clone, Debug, Default)]
pub(super) struct FrontMatterFacts {
    keys: BTreeSet<Arc<str>>,
    values: BTreeSet<(Arc<str>, Arc<str>)>,
    pairs: BTreeSet<(Arc<str>, Arc<str>)>,
    dates: BTreeSet<DateForm>,
}

impl FrontMatterFacts {
    pub(super) fn by(note: &Note) -> Self {
        let Some(front) = &note.front_matter else { return Self::default() };
        let mut said = Self { pairs: pairs(front), ..Self::default() };
        for entry in &front.entries {
            let key: Arc<str> = entry.key.as_str().into();
            said.keys.insert(key.clone());
            let ValueKind::Scalar(scalar) = &entry.value.kind else { continue };
            let text = scalar.text.trim();
            if let Some(form) = DateForm::of(text) {
                said.dates.insert(form);
            } else if !text.is_empty()
                && text.len() <= MAX_VALUE
                && !text.contains(['\n', '\r'])
                && !OWN.iter().any(|own| entry.is(own))
            {
                said.values.insert((key, text.into()));
            }
        }
        said
    }
}

fn pairs(front: &FrontMatter) -> BTreeSet<(Arc<str>, Arc<str>)> {
    let categories: Vec<Arc<str>> =
        front.categories().iter().map(|it| it.text.as_str().into()).collect();
    let before = std::iter::once("".into()).chain(categories.iter().cloned());
    before.zip(categories.iter().cloned()).collect()
}
