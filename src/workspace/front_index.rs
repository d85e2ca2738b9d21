//! What the front matter of all notes says together, kept by the difference that one note makes.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::note::Note;
use crate::note::date::DateForm;
use crate::note::front_matter::{FrontMatter, ValueKind};
use crate::workspace::document::{Location, NoteId};
use crate::workspace::index::update;
use crate::workspace::keys::detect::{self, Votes};
use crate::workspace::postings::Postings;

/// Longer values are no choice among a few.
const MAX_VALUE: usize = 40;

/// Keys whose values say something of one note only.
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

/// What the front matter of all notes says together.
#[derive(Clone, Default)]
pub struct FrontIndex {
    /// The keys at the top, as they are written.
    pub keys: Postings<Arc<str>>,
    /// Short values with the key that they stand behind.
    pub values: Postings<(Arc<str>, Arc<str>)>,
    /// Categories with the one that stands before them in their list; nothing before the first.
    pub pairs: Postings<(Arc<str>, Arc<str>)>,
    /// How dates are written.
    pub dates: Postings<DateForm>,
    /// For which tool the notes are written.
    pub votes: Votes,
}

impl FrontIndex {
    /// How most dates are written.
    pub fn date_form(&self) -> Option<DateForm> {
        let forms = self.dates.iter().map(|(form, notes)| (notes, form));
        forms.max().map(|(_, form)| form.clone())
    }

    /// Exchanges what a note said for what it says.
    pub(super) fn update(&mut self, id: NoteId, location: &Location, old: &Note, new: &Note) {
        let (was, is) = (FrontMatterFacts::by(old), FrontMatterFacts::by(new));
        update(&mut self.keys, id, &was.keys, &is.keys);
        update(&mut self.values, id, &was.values, &is.values);
        update(&mut self.pairs, id, &was.pairs, &is.pairs);
        update(&mut self.dates, id, &was.dates, &is.dates);
        self.votes.update(detect::vote(location, old), detect::vote(location, new));
    }
}

/// What the front matter of one note says.
#[derive(Default)]
struct FrontMatterFacts {
    keys: BTreeSet<Arc<str>>,
    values: BTreeSet<(Arc<str>, Arc<str>)>,
    pairs: BTreeSet<(Arc<str>, Arc<str>)>,
    dates: BTreeSet<DateForm>,
}

impl FrontMatterFacts {
    fn by(note: &Note) -> Self {
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
    let labels: Vec<Arc<str>> =
        front.categories().iter().map(|label| label.text.as_str().into()).collect();
    let before = std::iter::once("".into()).chain(labels.iter().cloned());
    before.zip(labels.iter().cloned()).collect()
}
