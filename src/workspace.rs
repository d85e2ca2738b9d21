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
pub mod document;
pub mod edit;
pub mod folders;
pub mod front_index;
mod ignored;
pub mod index;
pub mod keys;
pub mod labels;
pub mod links;
pub mod loader;
pub mod mention;
pub mod names;
pub mod note_names;
mod postings;
pub mod schema;
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
use crate::workspace::document::{Document, DocumentStore, Location, NoteId, Owner};
use crate::workspace::folders::Folders;
use crate::workspace::index::Index;
use crate::workspace::loader::Loaded;

/// A note larger than this is kept in step with its editor, but not read: 10 MiB of prose is more
/// than a person writes in a life, and it would hold up every other note.
pub const MAX_NOTE_BYTES: usize = 10 * 1024 * 1024;

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
        self.folders.of(path).is_some_and(|folder| loader::has(folder, path))
    }

    /// Whether a note can be made at a path: below the folders, where there is nothing yet, and
    /// without a link on the way, which may lead anywhere.
    pub fn is_free(&self, path: &Path) -> bool {
        self.folders.of(path).is_some_and(|folder| loader::is_free(folder, path))
    }

    /// What is in the folder that a link of a document names so: the names of files, and of folders
    /// with a slash behind them. Asked from the disk, and never outside the folders.
    pub fn entries(&self, from: &Document, folder: &str) -> Vec<String> {
        let resolver = links::Resolver::new(self);
        let Some(path) = resolver.folder_at(from, folder) else { return Vec::new() };
        let is_there = self.folders.iter().any(|it| it == path) || self.has_file(&path);
        if is_there { loader::entries(&path, MAX_ENTRIES) } else { Vec::new() }
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
            .filter(|found| !self.is_structure(found.term))
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
    pub fn is_structure(&self, term: &Term) -> bool {
        self.recurs(&term.key)
    }

    fn recurs(&self, title: &TermKey) -> bool {
        self.index.titles.count(title) >= 3
    }

    /// The editor opens a document: from now on its buffer is the truth.
    pub fn open(&mut self, location: Location, version: i32, text: &str) -> NoteId {
        let own = location.path().map(|path| self.own(path));
        self.put(own.unwrap_or(location), Owner::Client { version }, Text::new(text))
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

    /// The editor closes a document: the disk is the truth again, or the note is gone.
    pub fn close(&mut self, id: NoteId) {
        let Some(document) = self.document(id) else { return };
        let location = document.location.clone();
        self.remove(id);
        if let Some(path) = location.path() {
            let loaded = loader::reload(&[path.to_path_buf()], &self.folders, &self.settings);
            self.load(loaded);
        }
    }

    /// Takes in notes that were read from disk; one that is open in the editor stays as it is.
    pub fn load(&mut self, loaded: Vec<Loaded>) {
        for Loaded { path, text, note, options } in loaded {
            let location = Location::File(path);
            if self.find(&location).is_some_and(|id| self.is_open(id)) {
                continue;
            }
            let id = self.place(location, Owner::Disk, text);
            self.set_note(id, note);
            // The settings may have changed while it was read.
            if self.document(id).is_some_and(|d| options == self.read_options(&d.location)) {
                self.stale.remove(&id);
            } else {
                self.stale.insert(id);
            }
        }
    }

    /// Files or folders have appeared, changed or gone.
    pub fn files_changed(&mut self, paths: &[PathBuf]) {
        let paths: Vec<_> = paths.iter().map(|path| self.folders.own(path.clone())).collect();
        let mut affected = Vec::new();
        // What is no note that we know may be a folder with some in it.
        let mut folders = HashSet::new();
        for path in &paths {
            match self.find(&Location::File(path.clone())) {
                Some(id) => affected.push(id),
                None => drop(folders.insert(path.as_path())),
            }
        }
        if !folders.is_empty() {
            let is_below = |path: &Path| path.ancestors().any(|above| folders.contains(above));
            let below = |document: &&Document| document.location.path().is_some_and(is_below);
            affected.extend(self.documents().filter(below).map(|document| document.id));
        }
        for id in affected {
            if !self.is_open(id) {
                self.remove(id);
            }
        }
        let loaded = loader::reload(&paths, &self.folders, &self.settings);
        self.load(loaded);
    }

    /// Sets the folders that are open. Notes in none of them leave, unless the editor has them
    /// open; notes of new ones are to be [scanned](loader::scan).
    pub fn set_folders(&mut self, folders: Vec<PathBuf>) {
        let old = std::mem::replace(&mut self.folders, Folders::new(folders));
        self.drop_unwanted();
        self.reread(&self.settings.clone(), &old);
    }

    /// Sets the settings. What was read under other ones is read again; files that are now left
    /// out leave, and those that no longer are come in by a new [scan](loader::scan).
    pub fn set_config(&mut self, settings: impl Into<Settings>) {
        let old = std::mem::replace(&mut self.settings, settings.into());
        self.drop_unwanted();
        self.reread(&old, &self.folders.clone());
    }

    /// Removes the notes on disk that lie in no folder, or are left out in the one they lie in: the
    /// patterns of the editor are for each folder.
    fn drop_unwanted(&mut self) {
        let is_wanted = |location: &Location| {
            let is_inside = location.path().is_some_and(|path| self.folders.contain(path));
            is_inside && !self.is_generated(location)
        };
        let unwanted: Vec<_> = self
            .documents()
            .filter(|document| document.owner == Owner::Disk && !is_wanted(&document.location))
            .map(|document| document.id)
            .collect();
        for id in unwanted {
            self.remove(id);
        }
    }

    /// Has those notes read again that were read in another way under these settings.
    fn reread(&mut self, settings: &Settings, folders: &Folders) {
        let differs = |document: &&Document| {
            let location = &document.location;
            settings.read_options(location, folders) != self.read_options(location)
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
                self.index.names.go(*id, &document.location);
            }
        }
        let moving: HashSet<_> = moved.iter().map(|(id, _)| *id).collect();
        for (id, location) in &moved {
            if let Some(known) = self.find(location).filter(|known| !moving.contains(known)) {
                self.remove(known);
            }
            self.index.names.come(*id, location);
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
            self.index.tags.exchange(id, &lost, &std::collections::BTreeSet::new());
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
            self.index.names.come(id, &document.location);
            self.answers = Arc::default();
        }
        id
    }

    fn remove(&mut self, id: NoteId) {
        self.set_note(id, Note::default());
        self.answers = Arc::default();
        if let Some(document) = self.documents.get(id) {
            self.index.names.go(id, &document.location);
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

/// Whether a path is named like a note.
pub fn is_note(path: &Path) -> bool {
    path.extension().and_then(|extension| extension.to_str()).is_some_and(|extension| {
        ["md", "markdown", "mdx"].iter().any(|known| extension.eq_ignore_ascii_case(known))
    })
}

#[cfg(test)]
mod tests;
