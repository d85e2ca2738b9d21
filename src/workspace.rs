//! All notes together: their documents, and the indexes over them.
//!
//! A [`Workspace`] is a value. Cloning one costs next to nothing, so whoever answers a question
//! takes a clone and is undisturbed by what is typed meanwhile. Everything in it is kept by
//! difference: when one note changes, the entries of that note leave the indexes and its new ones
//! enter, and no other note is looked at.

pub mod answers;
pub mod audit;
pub mod backlinks;
pub mod claims;
pub mod config;
pub mod disk;
pub mod document;
pub mod edit;
pub mod first_notes;
pub mod folders;
pub mod front_index;
pub mod ignored;
pub mod index;
pub mod keys;
pub mod labels;
pub mod links;
pub mod loader;
pub mod mention;
pub mod note_name_index;
mod postings;
pub mod schema;
pub mod sorted_term_names;
pub mod term_index;
pub mod writer;

use std::cmp::Reverse;
use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::note::term::Term;
use crate::note::term_key::TermKey;
use crate::note::{Note, ReadOptions};
use crate::text::{Change, Encoding, Text};
use crate::workspace::answers::Answers;
use crate::workspace::config::Config;
use crate::workspace::config::settings::Settings;
use crate::workspace::disk::Stamp;
pub use crate::workspace::disk::{MAX_NOTE_BYTES, is_note};
use crate::workspace::document::{Document, DocumentStore, Location, NoteId, Owner};
use crate::workspace::folders::Folders;
use crate::workspace::index::Index;
use crate::workspace::loader::Loaded;

/// More files than these are not looked through by anyone.
const MAX_ENTRIES: usize = 2_000;

/// All notes, in one consistent state.
#[derive(Clone, Default)]
pub struct Workspace {
    documents: DocumentStore,
    index: Index,
    folders: Folders,
    settings: Settings,
    /// What has been asked of this state.
    answers: Arc<Answers>,
    /// Notes whose text has changed since they were read.
    stale: imbl::OrdSet<NoteId>,
}

/// A declaration of a term: the term, and the document that declares it.
#[derive(Clone, Copy, Debug)]
pub struct Declaration<'w> {
    /// Where it is declared.
    pub document: &'w Document,
    /// The term.
    pub term: &'w Term,
}

impl Workspace {
    /// The document with this identity.
    ///
    /// Its note is up to date only in a workspace that is [settled](Self::settle).
    pub fn document(&self, id: NoteId) -> Option<&Document> {
        self.documents.get(id)
    }

    /// The identity of the document at a location.
    pub fn find(&self, location: &Location) -> Option<NoteId> {
        self.documents.find(location).or_else(|| self.documents.find(&self.own(location.path()?)))
    }

    /// Where a file is, below the name that its folder has here.
    fn own(&self, path: &Path) -> Location {
        Location::File(self.folders.own(path.to_path_buf()))
    }

    /// All documents, in no order that means anything.
    pub fn documents(&self) -> impl Iterator<Item = &Document> {
        self.documents.iter()
    }

    /// The indexes over all notes.
    pub fn index(&self) -> &Index {
        &self.index
    }

    /// The folders that are open.
    pub fn folders(&self) -> &Folders {
        &self.folders
    }

    /// The settings of all notes.
    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    /// The settings of the note at a location.
    pub fn config_of(&self, location: &Location) -> &Config {
        self.settings.of(location)
    }

    /// The settings of the editor, for what is about no note in particular.
    pub fn config(&self) -> &Config {
        self.settings.editor()
    }

    /// Whether there is a file or folder at a path below the folders. Nothing tells when a file
    /// that is no note comes or goes, so the disk is asked each time.
    pub fn has_file(&self, path: &Path) -> bool {
        self.folders.of(path).is_some_and(|folder| disk::has(folder, path))
    }

    /// Whether a note can be made at a path: below the folders, where there is nothing yet, and
    /// without a link on the way, which may lead anywhere.
    pub fn is_free(&self, path: &Path) -> bool {
        self.folders.of(path).is_some_and(|folder| disk::is_free(folder, path))
    }

    /// What is in the folder that a link of a document names so: the names of files, and of folders
    /// with a slash behind them. Asked from the disk, and never outside the folders.
    pub fn entries(&self, from: &Document, folder: &str) -> Vec<String> {
        let resolver = links::Resolver::new(self);
        let Some(path) = resolver.folder_at(from, folder) else { return Vec::new() };
        let is_there = self.folders.iter().any(|it| it == path) || self.has_file(&path);
        if is_there { disk::entries(&path, MAX_ENTRIES) } else { Vec::new() }
    }

    /// All declarations of a name, the nearest to `from` first: those in the same note, then
    /// those in the same folder, then the rest, each in the order of their places.
    pub fn declarations(&self, key: &TermKey, from: Option<NoteId>) -> Vec<Declaration<'_>> {
        let mut found: Vec<_> = self
            .index
            .terms
            .notes(key)
            .filter_map(|id| self.document(id))
            .flat_map(|document| {
                let terms = document.note.terms_named(key);
                terms.map(move |term| Declaration { document, term })
            })
            .filter(|found| !self.is_boilerplate_title(found.term))
            .collect();
        let near = from.and_then(|id| self.document(id));
        found.sort_by_cached_key(|found| {
            let location = &found.document.location;
            let nearness = near.map_or(0, |near| near.location.nearness(location));
            (Reverse(nearness), location.clone(), found.term.range.start())
        });
        found
    }

    /// Whether any note declares this name.
    pub fn is_declared(&self, name: &TermKey) -> bool {
        self.index.claims.headwords(name).any(|headword| !self.recurs(headword))
    }

    /// Whether a term's title is no term but part of how these notes are built: it recurs in three
    /// or more of them ("Examples", "See also" in whatever language).
    pub fn is_boilerplate_title(&self, term: &Term) -> bool {
        self.recurs(&term.key)
    }

    fn recurs(&self, title: &TermKey) -> bool {
        self.index.titles.count(title) >= 3
    }

    /// The editor opens a document: from now on its buffer is the truth.
    pub fn open(&mut self, location: Location, version: i32, text: &str) -> NoteId {
        let own = location.path().map(|path| self.own(path));
        let own = own.unwrap_or_else(|| location.clone());
        let id = self.put(own, Owner::Client { version }, Text::new(text));
        if let Some(document) = self.documents.get_mut(id) {
            document.opened_as = Some(Arc::new(location));
        }
        id
    }

    /// The same for a document that is only to be kept in step, until it is opened again.
    pub fn open_unread(&mut self, location: Location, version: i32, text: &str) -> NoteId {
        let id = self.open(location, version, text);
        if let Some(document) = self.documents.get_mut(id) {
            document.is_unread = true;
        }
        id
    }

    /// The editor has changed a document. Changes apply in order, each to the result of the one
    /// before. Unknown documents and versions that are not newer than the known one are left alone.
    pub fn change(
        &mut self,
        id: NoteId,
        version: i32,
        changes: &[Change],
        encoding: Encoding,
    ) -> bool {
        let Some(document) = self.documents.get_mut(id) else { return false };
        let Owner::Client { version: known } = document.owner else { return false };
        if version <= known {
            return false;
        }
        document.owner = Owner::Client { version };
        for change in changes {
            document.text.apply(change, encoding);
        }
        self.stale.insert(id);
        true
    }

    /// The changes of an open document are no longer known: nothing changes it until it is opened
    /// again, and edits of it carry no version that the editor has, which refuses them.
    pub fn lose(&mut self, id: NoteId) {
        if let Some(document) = self.documents.get_mut(id) {
            document.owner = Owner::Client { version: i32::MAX };
        }
    }

    /// The editor closes a document: the disk is the truth again, and its file is to be
    /// [read](loader::read). A document without a file in the folders leaves.
    pub fn close(&mut self, id: NoteId) {
        let Some(document) = self.documents.get_mut(id) else { return };
        (document.owner, document.opened_as, document.stamp) = (Owner::Disk, None, None);
        if !document.location.path().is_some_and(|path| self.folders.contain(path)) {
            self.remove(id);
        }
    }

    /// Takes in notes that were read from disk; one that is open in the editor stays as it is.
    pub fn load(&mut self, loaded: Vec<Loaded>) {
        for Loaded { path, stamp, text, note, options } in loaded {
            let location = Location::File(path);
            if self.find(&location).is_some_and(|id| self.is_open(id)) {
                continue;
            }
            let id = self.place(location, Owner::Disk, text);
            if let Some(document) = self.documents.get_mut(id) {
                document.stamp = stamp;
            }
            self.set_note(id, note);
            // The settings may have changed while it was read.
            if self.document(id).is_some_and(|d| options == self.read_options(&d.location)) {
                self.stale.remove(&id);
            } else {
                self.stale.insert(id);
            }
        }
    }

    /// Takes out notes whose files are gone or excluded; one that is open in the editor stays.
    pub fn unload(&mut self, gone: &[PathBuf]) {
        for path in gone {
            let known = self.documents.find(&Location::File(path.clone()));
            if let Some(id) = known.filter(|id| !self.is_open(*id)) {
                self.remove(id);
            }
        }
    }

    /// Whether the text of a note is that of its file with this stamp.
    pub fn is_current(&self, path: &Path, stamp: Stamp) -> bool {
        let id = self.documents.find(&Location::File(path.to_path_buf()));
        id.and_then(|id| self.document(id)).is_some_and(|document| document.stamp == Some(stamp))
    }

    /// Sets the folders that are open. Notes on disk are to be [read](loader::read) again, since
    /// they may lie in other folders now. Open documents get the names that they have in these.
    pub fn set_folders(&mut self, folders: impl Into<Folders>) {
        let old = std::mem::replace(&mut self.folders, folders.into());
        let renamed: Vec<_> = self.documents().filter_map(|it| self.renamed(it)).collect();
        for (id, location) in renamed {
            // Two documents that the editor opened by two names of one file stay two.
            let known = self.documents.find(&location);
            if !known.is_some_and(|known| self.is_open(known)) {
                self.relocate(vec![(id, location)]);
            }
        }
        self.reread(&self.settings.clone(), &old);
    }

    /// The name of an open document in these folders, if it is not the present one.
    fn renamed(&self, document: &Document) -> Option<(NoteId, Location)> {
        let own = self.own(document.opened_as.as_ref()?.path()?);
        (own != *document.location).then_some((document.id, own))
    }

    /// Sets the settings. Open notes that are read in another way under them are parsed again;
    /// notes on disk are to be [read](loader::read) again, see [`Settings::read_as`].
    pub fn set_config(&mut self, settings: impl Into<Settings>) {
        let old = std::mem::replace(&mut self.settings, settings.into());
        self.reread(&old, &self.folders.clone());
    }

    /// Has open notes parsed again that were read in another way under these settings.
    fn reread(&mut self, settings: &Settings, folders: &Folders) {
        let differs = |document: &&Document| {
            let location = &document.location;
            document.owner != Owner::Disk
                && settings.read_options(location, folders) != self.read_options(location)
        };
        let affected: Vec<_> =
            self.documents().filter(differs).map(|document| document.id).collect();
        self.stale.extend(affected);
    }

    fn read_options(&self, location: &Location) -> ReadOptions {
        self.settings.read_options(location, &self.folders)
    }

    /// Whether a file is left out by the settings, as generated ones are.
    pub fn is_generated(&self, location: &Location) -> bool {
        location
            .path()
            .is_some_and(|path| self.settings.of_path(path).excludes(path, self.folders.of(path)))
    }

    /// Reads all notes whose text has changed, so that documents, notes and indexes agree.
    pub fn settle(&mut self) {
        for id in std::mem::take(&mut self.stale) {
            if let Some(document) = self.document(id) {
                let is_read = !document.is_unread;
                let read = || read(&document.text, &self.read_options(&document.location));
                let note = is_read.then(read).unwrap_or_default();
                self.set_note(id, note);
            }
        }
    }

    /// Gives documents other locations, as if their files had been moved; what was at one of these
    /// is gone.
    pub(in crate::workspace) fn relocate(&mut self, moved: Vec<(NoteId, Location)>) {
        self.answers = Arc::default();
        for (id, _) in &moved {
            if let Some(document) = self.documents.get(*id) {
                self.index.names.remove(*id, &document.location);
            }
        }
        let moving: HashSet<_> = moved.iter().map(|(id, _)| *id).collect();
        for (id, location) in &moved {
            if let Some(known) = self.find(location).filter(|known| !moving.contains(known)) {
                self.remove(known);
            }
            self.index.names.insert(*id, location);
            // The settings may be other ones there.
            self.stale.insert(*id);
        }
        self.documents.relocate(moved);
        self.settle();
    }

    /// Forgets a tag, as a fault might.
    #[cfg(test)]
    pub(crate) fn lose_tag(&mut self, tag: &str) {
        let lost = [tag.into()].into();
        let known: Vec<_> = self.documents().map(|document| document.id).collect();
        let having = known.into_iter().find(|id| self.index.tags.is_only_in(tag, *id));
        if let Some(id) = having {
            self.index.tags.update(id, &lost, &std::collections::BTreeSet::new());
        }
    }

    fn is_open(&self, id: NoteId) -> bool {
        self.document(id).is_some_and(|document| document.owner != Owner::Disk)
    }

    fn put(&mut self, location: Location, owner: Owner, text: Text) -> NoteId {
        let id = self.place(location, owner, text);
        self.stale.insert(id);
        id
    }

    fn place(&mut self, location: Location, owner: Owner, text: Text) -> NoteId {
        let known = self.find(&location);
        let id = self.documents.put(location, owner, text);
        if let Some(document) = self.documents.get(id).filter(|_| known.is_none()) {
            self.index.names.insert(id, &document.location);
            self.answers = Arc::default();
        }
        id
    }

    fn remove(&mut self, id: NoteId) {
        self.set_note(id, Note::default());
        self.answers = Arc::default();
        if let Some(document) = self.documents.get(id) {
            self.index.names.remove(id, &document.location);
        }
        self.documents.remove(id);
        self.stale.remove(&id);
    }

    fn set_note(&mut self, id: NoteId, note: Note) {
        self.answers = Arc::default();
        let Some(document) = self.documents.get_mut(id) else { return };
        let old = std::mem::replace(&mut document.note, Arc::new(note));
        document.vocabulary = Arc::default();
        document.phrases = Arc::default();
        document.title = Arc::default();
        let (new, location) = (document.note.clone(), document.location.clone());
        self.index.replace(id, &location, &old, &new);
    }
}

/// Reads a note, unless it is too large to be one or we are not able to.
pub fn read(text: &Text, options: &ReadOptions) -> Note {
    if usize::from(text.len()) > MAX_NOTE_BYTES {
        return Note::default();
    }
    Note::try_read(&text.to_string(), options).unwrap_or_default()
}

#[cfg(test)]
mod tests;
