//! The indexes over all notes, updated incrementally.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;

use crate::note::Note;
use crate::note::language::Language;
use crate::note::near_duplicate::Fingerprint;
use crate::note::term::evidence::Verdict;
use crate::note::term::is_boilerplate;
use crate::note::term_key::TermKey;
use crate::workspace::claims::{self, Claim, Claims};
use crate::workspace::document::{Location, NoteId};
use crate::workspace::front_index::{FrontIndex, FrontMatterFacts};
use crate::workspace::note_name_index::{self, NoteNameIndex};
use crate::workspace::postings::Postings;
use crate::workspace::tag_index::TagIndex;
use crate::workspace::term_index::TermIndex;
use crate::workspace::term_names::{TermNameList, TermNames};

/// The indexes over all notes.
#[derive(Clone, Default)]
pub struct Index {
    /// The names of terms and gaps.
    pub terms: TermIndex,
    /// The names of gaps.
    pub gaps: Postings<TermKey>,
    /// The terms that claim each name, and the sections that have it as title.
    pub claims: Claims,
    /// The tags as written, from front matter and running text.
    pub tags: TagIndex,
    /// The categories as written.
    pub categories: TagIndex,
    /// The titles of sections that have content, but not of empty or deferred ones.
    pub written_titles: Postings<TermKey>,
    /// These titles as one text.
    pub(super) title_names: TermNames,
    /// The folders of the notes with a title and a text that may define it.
    pub entries: Postings<Arc<Path>>,
    /// The folders of the notes whose text clearly defines their title.
    pub defined_entries: Postings<Arc<Path>>,
    /// The fingerprints of definitions.
    pub fingerprints: Postings<Fingerprint>,
    /// The keys and values of front matter.
    pub front: FrontIndex,
    /// The names of notes in links.
    pub names: NoteNameIndex,
}

/// The index entries of one note. They are computed where the note is parsed, so that the thread
/// that owns the workspace has less to do.
#[derive(Clone, Debug)]
pub struct NoteEntries {
    /// The names of terms and gaps.
    terms: BTreeSet<TermKey>,
    /// The names of terms and gaps, if the language of the note has forms.
    inflecting: BTreeSet<(Language, TermKey)>,
    /// The names of terms.
    declared: BTreeSet<TermKey>,
    gaps: BTreeSet<TermKey>,
    claims: BTreeSet<Claim>,
    tags: BTreeSet<Arc<str>>,
    categories: BTreeSet<Arc<str>>,
    /// The titles of sections that have content, but not of empty or deferred ones.
    written_titles: BTreeSet<TermKey>,
    /// The headwords of terms whose text clearly defines them.
    definitions: BTreeSet<TermKey>,
    entries: BTreeSet<Arc<Path>>,
    defined_entries: BTreeSet<Arc<Path>>,
    fingerprints: BTreeSet<Fingerprint>,
    names: note_name_index::NameEntries,
    front: FrontMatterFacts,
}

impl NoteEntries {
    /// Returns the entries of a note.
    pub fn of(note: &Note) -> Self {
        let front = note.tags().iter().map(|tag| tag.text.as_str());
        let inline = note.inline_tags.iter().map(|tag| tag.text.as_str());
        let gaps = gaps(note);
        let declared: BTreeSet<_> =
            note.terms.iter().flat_map(|term| term.keys().cloned()).collect();
        let terms: BTreeSet<_> = declared.union(&gaps).cloned().collect();
        let language = note.language.filter(|language| language.has_forms());
        let forms = |language| terms.iter().map(move |key| (language, key.clone()));
        Self {
            inflecting: language.map(forms).into_iter().flatten().collect(),
            terms,
            declared,
            gaps,
            claims: claims::of(note),
            tags: front.chain(inline).map(Arc::from).collect(),
            categories: note.categories().iter().map(|it| it.text.as_str().into()).collect(),
            fingerprints: note.fingerprints().map(|(fingerprint, _)| fingerprint).collect(),
            names: note_name_index::NameEntries::of(note),
            entries: note.entry.iter().map(|entry| entry.folder.clone()).collect(),
            defined_entries: note
                .entry
                .iter()
                .filter(|entry| entry.defines)
                .map(|entry| entry.folder.clone())
                .collect(),
            front: FrontMatterFacts::by(note),
            written_titles: note
                .sections
                .iter()
                .filter(|section| !section.state.is_gap())
                .filter_map(|section| section.heading.key.clone())
                .collect(),
            definitions: note
                .terms
                .iter()
                .filter(|term| term.evidence.verdict() == Verdict::Defines)
                .map(|term| term.key.clone())
                .collect(),
        }
    }
}

/// Returns the names of the gaps in a note. A single letter or a number is not a name in running
/// text, and a common title (“Examples”) has no meaning of its own.
fn gaps(note: &Note) -> BTreeSet<TermKey> {
    let gaps = note.sections.iter().filter(|section| section.state.is_gap());
    let named = gaps.filter(|section| {
        let name = &section.heading.name;
        name.chars().filter(|c| c.is_alphabetic()).nth(1).is_some() && !is_boilerplate(name)
    });
    named.filter_map(|section| section.heading.key.clone()).collect()
}

impl Index {
    /// Returns the titles of all sections that have content, as one text.
    pub fn title_names(&self) -> TermNameList<'_> {
        self.title_names.list(self.written_titles.iter().map(|(key, _)| key))
    }

    /// Replaces the entries of `old` by `entries`, those of `new`. Both are versions of one note.
    pub(super) fn replace(
        &mut self,
        id: NoteId,
        location: &Location,
        old: &Note,
        new: &Note,
        entries: &NoteEntries,
    ) {
        self.front.vote(location, old, new);
        let (old, new) = (NoteEntries::of(old), entries);
        self.front.update(id, &old.front, &new.front);
        for key in old.terms.difference(&new.terms) {
            self.terms.remove(key, id);
        }
        for key in new.terms.difference(&old.terms) {
            self.terms.insert(key, id);
        }
        for name in old.inflecting.difference(&new.inflecting) {
            self.terms.remove_forms(name, id);
        }
        for name in new.inflecting.difference(&old.inflecting) {
            self.terms.insert_forms(name, id);
        }
        // Where a gap becomes a term, the names remain, but other notes declare them.
        for key in old.declared.symmetric_difference(&new.declared) {
            self.terms.declared.forget_first(key);
        }
        self.gaps.update(id, &old.gaps, &new.gaps);
        self.claims.replace(&old.claims, &new.claims);
        self.tags.update(id, &old.tags, &new.tags);
        self.categories.update(id, &old.categories, &new.categories);
        for key in old.written_titles.difference(&new.written_titles) {
            if self.written_titles.remove(key, id) {
                self.title_names.remove(key);
            }
        }
        for key in new.written_titles.difference(&old.written_titles) {
            if self.written_titles.insert(key, id) {
                self.title_names.add(key);
            }
        }
        self.claims.recount_definitions(&old.definitions, &new.definitions);
        self.entries.update(id, &old.entries, &new.entries);
        self.defined_entries.update(id, &old.defined_entries, &new.defined_entries);
        self.fingerprints.update(id, &old.fingerprints, &new.fingerprints);
        self.names.replace(id, &old.names, &new.names);
    }
}
