//! What notes are called in links, and which notes may link to one, kept by difference.
//!
//! A link can be told to lead nowhere, and the links to a note be found, without a look at every
//! note: by the last part of what a link names, without marks and in small letters.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::note::Note;
use crate::note::link::{Link, LinkKind};
use crate::note::term::Style;
use crate::note::words::fold;
use crate::workspace::document::{Document, Location, NoteId};
use crate::workspace::index::update;
use crate::workspace::links::decoded;
use crate::workspace::links::path::{is_index, without_date, without_extension};
use crate::workspace::postings::Postings;

/// What notes are called in links.
#[derive(Clone, Default)]
pub struct NoteNameIndex {
    /// By the name of the file without its extension, folded, and without the date of a post.
    pub(super) files: Postings<Arc<str>>,
    /// By the title and the other names in front matter, folded.
    pub(super) titles: Postings<Arc<str>>,
    /// The notes whose links name something like it.
    pub(super) links: Postings<Arc<str>>,
}

/// What one note has to say of it.
#[derive(Default)]
pub(super) struct Entries {
    titles: BTreeSet<Arc<str>>,
    links: BTreeSet<Arc<str>>,
}

impl Entries {
    pub(super) fn of(note: &Note) -> Self {
        let names = note.title().into_iter().chain(note.aliases.iter().cloned());
        let titles = names.map(|name| fold(&name).into()).collect();
        let links = note.links.iter().filter(|link| !link.is_external());
        Self { titles, links: links.map(|link| link_key(link).into()).collect() }
    }
}

impl NoteNameIndex {
    /// The notes whose file has this folded name, without an extension.
    pub fn files<'n>(&'n self, name: &str) -> impl Iterator<Item = NoteId> + use<'n> {
        self.files.notes(&name.into())
    }

    /// The notes with this folded title or other name.
    pub fn titles<'n>(&'n self, name: &str) -> impl Iterator<Item = NoteId> + use<'n> {
        self.titles.notes(&name.into())
    }

    /// The notes that may link to any of these: all that do are among them. A note's own links to
    /// places in it do not count.
    pub fn linking<'d>(&self, to: impl Iterator<Item = &'d Document>) -> BTreeSet<NoteId> {
        let names: BTreeSet<_> = to.flat_map(link_keys).collect();
        names.into_iter().flat_map(|name| self.links.notes(&name.into())).collect()
    }

    /// The notes whose links may lead to a file of this name.
    pub fn linking_to_file<'n>(&'n self, name: &str) -> impl Iterator<Item = NoteId> + use<'n> {
        self.links.notes(&loose(without_extension(name)).into())
    }

    /// A document has come.
    pub(super) fn insert(&mut self, id: NoteId, location: &Location) {
        for name in file_names(location) {
            self.files.insert(&name.into(), id);
        }
    }

    /// A document has gone.
    pub(super) fn remove(&mut self, id: NoteId, location: &Location) {
        for name in file_names(location) {
            self.files.remove(&name.into(), id);
        }
    }

    /// Exchanges what `old` said for what `new` says of the same note.
    pub(super) fn replace(&mut self, id: NoteId, old: &Entries, new: &Entries) {
        update(&mut self.titles, id, &old.titles, &new.titles);
        update(&mut self.links, id, &old.links, &new.links);
    }
}

/// The folded names of a file: whole, and that of a post without its date.
fn file_names(location: &Location) -> BTreeSet<String> {
    let stem = location.name();
    let names = [Some(stem.as_str()), without_date(&stem)].into_iter().flatten();
    names.map(|name| fold(name).into_owned()).collect()
}

/// What a link may name a note by: the keys of all links to it are among these.
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

/// The last part of what a link names.
fn link_key(link: &Link) -> String {
    let path = match link.kind {
        LinkKind::Wiki => link.path.as_str().into(),
        _ => decoded(&link.path),
    };
    let last = path.trim_end_matches('/').rsplit('/').next().unwrap_or_default();
    let last = last.strip_suffix(".html").unwrap_or(last);
    loose(without_extension(last))
}

/// Letters and digits in small letters: two names that are the same in any sense are the same so.
fn loose(name: &str) -> String {
    fold(name).chars().filter(|c| c.is_alphanumeric()).collect()
}
