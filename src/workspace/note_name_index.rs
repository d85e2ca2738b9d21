//! The names of notes in links, and the notes that may link to a name, updated incrementally.
//!
//! The key is the last part of the name in a link, in small letters without punctuation. With it,
//! the target of a link and the links to a note are found without a search in all notes.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::note::Note;
use crate::note::link::{Link, LinkKind};
use crate::note::term::Style;
use crate::note::words::fold;
use crate::workspace::document::{Document, Location, NoteId};
use crate::workspace::links::decoded;
use crate::workspace::links::path::{is_index, without_date, without_extension};
use crate::workspace::postings::Postings;

/// The index of the names of notes in links.
#[derive(Clone, Default)]
pub struct NoteNameIndex {
    /// The notes by folded file name, without the extension, with and without the date of a post.
    pub(super) files: Postings<Arc<str>>,
    /// The notes by folded title and by folded aliases in front matter.
    pub(super) titles: Postings<Arc<str>>,
    /// The notes with links by the key of a link.
    pub(super) links: Postings<Arc<str>>,
    /// The names in wiki links, with the number of notes that have each.
    pub(super) linked: imbl::OrdMap<LinkedName, usize>,
}

/// A name in wiki links, sorted by its folded spelling.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct LinkedName {
    /// In small letters.
    pub folded: Arc<str>,
    /// As written.
    pub written: Arc<str>,
}

impl LinkedName {
    fn new(written: &str) -> Self {
        let folded = fold(written);
        let written: Arc<str> = written.into();
        let folded = if *folded == *written { written.clone() } else { folded.into() };
        Self { folded, written }
    }
}

/// The entries of one note.
#[derive(Clone, Debug, Default)]
pub(super) struct NameEntries {
    titles: BTreeSet<Arc<str>>,
    links: BTreeSet<Arc<str>>,
    linked: BTreeSet<LinkedName>,
}

impl NameEntries {
    pub(super) fn of(note: &Note) -> Self {
        let names = note.title().into_iter().chain(note.aliases.iter().cloned());
        let titles = names.map(|name| fold(&name).into()).collect();
        let links = note.links.iter().filter(|link| !link.is_external());
        let wiki = note.links.iter().filter(|link| link.kind == LinkKind::Wiki && !link.embeds);
        let wiki = wiki.map(|link| link.path.trim()).filter(|name| !name.is_empty());
        Self {
            titles,
            links: links.map(|link| link_key(link).into()).collect(),
            linked: wiki.map(LinkedName::new).collect(),
        }
    }
}

impl NoteNameIndex {
    /// Returns the notes with this folded file name, without an extension.
    pub fn files<'n>(&'n self, name: &str) -> impl Iterator<Item = NoteId> + use<'n> {
        self.files.notes(&name.into())
    }

    /// Returns whether exactly one note has this folded file name, without an extension.
    pub fn is_only_file(&self, name: &str) -> bool {
        self.files.count(&name.into()) == 1
    }

    /// Returns the notes with this folded title or alias.
    pub fn titles<'n>(&'n self, name: &str) -> impl Iterator<Item = NoteId> + use<'n> {
        self.titles.notes(&name.into())
    }

    /// Returns a superset of the notes that link to any of these notes. Links of a note to its own
    /// anchors do not count.
    pub fn linking<'d>(&self, to: impl Iterator<Item = &'d Document>) -> BTreeSet<NoteId> {
        let names: BTreeSet<_> = to.flat_map(link_keys).collect();
        names.into_iter().flat_map(|name| self.links.notes(&name.into())).collect()
    }

    /// Returns the notes whose links may lead to a file with this name.
    pub fn linking_to_file<'n>(&'n self, name: &str) -> impl Iterator<Item = NoteId> + use<'n> {
        self.links.notes(&loose(without_extension(name)).into())
    }

    /// Returns the number of notes with a link whose path ends with this name.
    pub fn notes_linking_to(&self, name: &str) -> usize {
        self.links.count(&loose(name).into())
    }

    /// Returns the names in wiki links that begin with a text in small letters, with the number of
    /// notes that have each.
    pub fn linked<'n>(
        &'n self,
        start: &'n str,
    ) -> impl Iterator<Item = (&'n LinkedName, usize)> + use<'n> {
        let first = LinkedName { folded: start.into(), written: "".into() };
        let from = self.linked.range(first..).map(|(name, notes)| (name, *notes));
        from.take_while(move |(name, _)| name.folded.starts_with(start))
    }

    pub(super) fn insert(&mut self, id: NoteId, location: &Location) {
        for name in file_names(location) {
            self.files.insert(&name.into(), id);
        }
    }

    pub(super) fn remove(&mut self, id: NoteId, location: &Location) {
        for name in file_names(location) {
            self.files.remove(&name.into(), id);
        }
    }

    /// Replaces the entries of `old` by those of `new`, two versions of one note.
    pub(super) fn replace(&mut self, id: NoteId, old: &NameEntries, new: &NameEntries) {
        self.titles.update(id, &old.titles, &new.titles);
        self.links.update(id, &old.links, &new.links);
        for name in old.linked.difference(&new.linked) {
            match self.linked.get(name) {
                Some(notes) if *notes > 1 => self.linked.insert(name.clone(), notes - 1),
                _ => self.linked.remove(name),
            };
        }
        for name in new.linked.difference(&old.linked) {
            let notes = self.linked.get(name).copied().unwrap_or_default();
            self.linked.insert(name.clone(), notes + 1);
        }
    }
}

/// Returns the folded names of a file: the complete one, and the one without the date of a post.
fn file_names(location: &Location) -> BTreeSet<String> {
    let stem = location.name();
    let names = [Some(stem.as_str()), without_date(&stem)].into_iter().flatten();
    names.map(|name| fold(name).into_owned()).collect()
}

/// Returns the keys of all possible links to a note.
fn link_keys(to: &Document) -> BTreeSet<String> {
    let mut names = file_names(&to.location);
    names.extend(to.note.title());
    names.extend(to.note.aliases.iter().cloned());
    let terms = to.note.terms.iter().filter(|term| term.style == Style::Note);
    names.extend(terms.flat_map(|term| term.aliases.iter().map(|alias| alias.name.clone())));
    if let Some(path) = to.location.path().filter(|path| is_index(path)) {
        let folder = path.parent().and_then(|folder| folder.file_name()).unwrap_or_default();
        names.insert(folder.to_string_lossy().into_owned());
        names.insert(String::new());
    }
    names.iter().map(|name| loose(name)).collect()
}

/// Returns the last part of the name in a link.
fn link_key(link: &Link) -> String {
    let path = match link.kind {
        LinkKind::Wiki => link.path.as_str().into(),
        _ => decoded(&link.path),
    };
    let last = path.trim_end_matches('/').rsplit('/').next().unwrap_or_default();
    let last = last.strip_suffix(".html").unwrap_or(last);
    loose(without_extension(last))
}

/// Returns the letters and digits in small letters. Names with equal meaning have equal keys.
fn loose(name: &str) -> String {
    fold(name).chars().filter(|c| c.is_alphanumeric()).collect()
}
