//! The workspace: all notes, and the indexes over them.
//!
//! A [`Workspace`] is a value with persistent maps, so a clone is cheap. A request works on a clone
//! and is not affected by later edits. The indexes are updated incrementally. When a note changes,
//! its old entries are replaced by its new ones, and no other note is read.

pub mod answers;
#[cfg(any(test, debug_assertions))]
pub mod audit;
pub mod backlinks;
pub mod certainty;
pub mod claims;
pub mod config;
pub mod disk;
pub mod document;
pub mod edit;
pub mod file_role;
pub mod first_notes;
pub mod folders;
pub mod front_index;
pub mod gaps;
pub mod ignored;
pub mod index;
pub mod keys;
pub mod link_names;
pub mod links;
pub mod loader;
pub mod mention;
pub mod missing_notes;
pub mod note_name_index;
mod postings;
pub mod scheduling;
pub mod schema;
pub mod tag_index;
pub mod term_index;
pub mod term_names;
pub mod vault;
pub mod writer;

use std::cmp::Reverse;
use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rayon::iter::{IntoParallelIterator, ParallelIterator};

use crate::note::term::Term;
use crate::note::term::folder_habit::FolderHabit;
use crate::note::term_key::TermKey;
use crate::note::text_form::TextForm;
use crate::note::{Note, ReadOptions};
use crate::text::buffer::Buffer;
use crate::text::{Change, Encoding};
use crate::workspace::answers::Answers;
use crate::workspace::config::Config;
use crate::workspace::config::settings::Settings;
use crate::workspace::disk::Stamp;
pub use crate::workspace::disk::{MAX_NOTE_BYTES, is_note};
use crate::workspace::document::{Document, DocumentStore, Location, NoteId, Owner};
use crate::workspace::folders::Folders;
use crate::workspace::index::{Index, NoteEntries};
use crate::workspace::link_names::LinkNames;
use crate::workspace::loader::LoadedNote;
use crate::workspace::scheduling::make_way;

/// All notes, in one consistent state.
#[derive(Clone, Default)]
pub struct Workspace {
    documents: DocumentStore,
    index: Index,
    folders: Folders,
    settings: Settings,
    /// The cached answers about this state.
    answers: Answers,
    /// The notes whose text has changed since they were parsed.
    stale: imbl::OrdSet<NoteId>,
}

/// A declaration of a term.
#[derive(Clone, Copy, Debug)]
pub struct Declaration<'w> {
    /// The document that declares the term.
    pub document: &'w Document,
    /// The term.
    pub term: &'w Term,
}

impl Workspace {
    /// Returns the document with this identity.
    ///
    /// Its note is up to date only in a workspace that is [settled](Self::settle).
    pub fn document(&self, id: NoteId) -> Option<&Document> {
        self.documents.get(id)
    }

    /// Returns the identity of the document at a location.
    pub fn find(&self, location: &Location) -> Option<NoteId> {
        self.documents.find(location).or_else(|| self.documents.find(&self.own(location.path()?)))
    }

    /// Returns the identity of the open document at a location that is not a note.
    pub fn find_other(&self, location: &Location) -> Option<NoteId> {
        self.documents.find_other(location)
    }

    /// Returns the location of a file, below the name of its workspace folder.
    fn own(&self, path: &Path) -> Location {
        Location::File(self.folders.own(path.to_path_buf()))
    }

    /// Returns all notes in arbitrary order.
    pub fn documents(&self) -> impl Iterator<Item = &Document> {
        self.documents.iter()
    }

    /// Returns the indexes over all notes.
    pub fn index(&self) -> &Index {
        &self.index
    }

    /// Returns the place of a document in the order of all locations.
    pub fn rank(&self, id: NoteId) -> Option<usize> {
        let ranks = self.answers.located.ranks.get_or_init(|| {
            let mut documents: Vec<_> = self.documents().collect();
            documents.sort_by_key(|document| &document.location);
            let ids = documents.into_iter().map(|document| document.id);
            ids.enumerate().map(|(rank, id)| (id, rank)).collect()
        });
        ranks.get(&id).copied()
    }

    /// Returns the names of all notes in links.
    pub fn link_names(&self) -> &LinkNames {
        let new = || LinkNames::new(self.documents(), &self.folders, &self.index.names);
        self.answers.link_names.get_or_init(new)
    }

    /// Computes what is otherwise computed at its first use: the names that completion and symbol
    /// searches read, and the vocabularies of all notes. It takes about a second for 10,000 notes,
    /// which the first request would wait for. Stops if it is no longer wanted.
    pub fn prepare(&self, is_wanted: impl Fn() -> bool + Sync) {
        self.link_names();
        self.index.terms.names();
        self.index.title_names();
        let documents: Vec<_> = self.documents().collect();
        documents.into_par_iter().take_any_while(|_| is_wanted()).for_each(|document| {
            make_way();
            document.name_letters();
            document.vocabulary();
        });
    }

    /// Returns the workspace folders.
    pub fn folders(&self) -> &Folders {
        &self.folders
    }

    /// Returns the settings of all notes.
    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    /// Returns the settings of the note at a location.
    pub fn config_of(&self, location: &Location) -> &Config {
        self.settings.of(location)
    }

    /// Returns the settings of the editor, for features that do not concern one note.
    pub fn config(&self) -> &Config {
        self.settings.editor()
    }

    /// Returns whether a file or folder exists at a path in the workspace folders. Files other than
    /// notes are not watched, so each call reads the disk.
    pub fn has_file(&self, path: &Path) -> bool {
        self.folders.of(path).is_some_and(|folder| disk::has(folder, path))
    }

    /// Returns whether a note can be created at a path: in the workspace folders, and where nothing
    /// exists. The path must not contain a symbolic link, which may lead outside.
    pub fn is_free(&self, path: &Path) -> bool {
        self.folders.of(path).is_some_and(|folder| disk::is_free(folder, path))
    }

    /// Returns all declarations of a name. Those in the note `from` come first, then those in its
    /// folder, then the rest, each group in the order of locations. Definitions in another language
    /// than that of `from` come last.
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
            .filter(|found| !self.is_rejected(found.term))
            .collect();
        let near = from.and_then(|id| self.document(id));
        found.sort_by_cached_key(|found| {
            let location = &found.document.location;
            let nearness = near.map_or(0, |near| near.location.nearness(location));
            let language = near.and_then(|near| near.note.language);
            let other = found.document.note.language;
            let is_foreign = language.is_some() && other.is_some() && language != other;
            (is_foreign, Reverse(nearness), location.clone(), found.term.range.start())
        });
        found
    }

    /// Returns whether any note declares this name.
    pub fn is_declared(&self, name: &TermKey) -> bool {
        let mut headwords = self.index.claims.headwords(name);
        headwords.any(|(headword, habit)| {
            !self.recurs(headword) && habit.is_none_or(|habit| self.has(habit))
        })
    }

    /// Whether other notes show that a declared term is not one. Its title [recurs](Self::recurs), or
    /// it is the title of a note in doubt in a folder where few notes define theirs.
    pub fn is_rejected(&self, term: &Term) -> bool {
        self.recurs(&term.key) || term.judged_by.as_ref().is_some_and(|habit| !self.has(habit))
    }

    /// Whether a folder has a habit.
    fn has(&self, habit: &FolderHabit) -> bool {
        let Index { entries, defined_entries, .. } = &self.index;
        habit.is_met(defined_entries.count(&habit.folder), entries.count(&habit.folder))
    }

    /// Whether a title is boilerplate in these notes: three or more have a section with this title,
    /// and less than half of these sections define it, as with “Examples” and “See also” in any
    /// language. Empty sections do not count, because their title may be a term without a text yet.
    pub fn recurs(&self, title: &TermKey) -> bool {
        let written = self.index.written_titles.count(title);
        written >= 3 && self.index.claims.counts(title).definitions as usize * 2 < written
    }

    /// Opens a document in the editor. From now on, its text is the one of the editor.
    pub fn open(&mut self, location: Location, version: i32, text: &str) -> NoteId {
        let own = location.path().map(|path| self.own(path));
        let own = own.unwrap_or_else(|| location.clone());
        let id = self.put(own, Owner::Client { version }, text);
        if let Some(document) = self.documents.get_mut(id) {
            document.opened_as = Some(Arc::new(location));
        }
        id
    }

    /// Leaves an open document unparsed: it is only kept in sync, until it is opened again.
    pub fn leave_unread(&mut self, id: NoteId) {
        if let Some(document) = self.documents.get_mut(id) {
            document.is_unread = true;
        }
    }

    /// Opens a document that is not a note, for example source code. It declares nothing, and is in no
    /// list of notes.
    pub fn open_other(
        &mut self,
        location: Location,
        version: i32,
        text: &str,
        form: TextForm,
    ) -> NoteId {
        let owner = Owner::Client { version };
        let id = self.documents.put_other(location, owner, Buffer::new(text), form);
        self.stale.insert(id);
        id
    }

    /// Applies the changes of the editor to a document in order, each to the result of the previous
    /// one. Their positions are a line from 0 and a column in code units of `encoding`.
    ///
    /// Returns false for a document that is not open and for an old version. Then nothing changes.
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
        let note = &document.note;
        let buffer = document.buffer.get_or_insert_with(|| Buffer::new(&note.text));
        for change in changes {
            buffer.apply(change, encoding);
        }
        self.stale.insert(id);
        true
    }

    /// Marks an open document as out of sync. Further changes are ignored until it is opened again.
    /// Edits of it get an unknown version, so that the editor refuses them.
    pub fn mark_out_of_sync(&mut self, id: NoteId) {
        if let Some(document) = self.documents.get_mut(id) {
            document.owner = Owner::Client { version: i32::MAX };
        }
    }

    /// Closes a document in the editor. The caller must [read](loader::read) its file again. A
    /// document without a file in the workspace folders is removed.
    pub fn close(&mut self, id: NoteId) {
        let Some(document) = self.documents.get_mut(id) else { return };
        if !document.is_note() {
            self.documents.remove_other(id);
            self.stale.remove(&id);
            return;
        }
        (document.owner, document.opened_as, document.stamp) = (Owner::Disk, None, None);
        if !self.stale.contains(&id) {
            document.buffer = None;
        }
        if !document.location.path().is_some_and(|path| self.folders.contain(path)) {
            self.remove(id);
        }
    }

    /// Adds notes that were read from disk. A document that is open in the editor is not changed.
    pub fn load(&mut self, loaded: Vec<LoadedNote>) {
        for LoadedNote { path, stamp, note, options, entries } in loaded {
            let location = Location::File(path);
            if self.find(&location).is_some_and(|id| self.is_open(id)) {
                continue;
            }
            let id = self.place(location, Owner::Disk, None);
            if let Some(document) = self.documents.get_mut(id) {
                document.stamp = stamp;
            }
            self.set_parsed(id, note, &entries);
            // The settings may have changed during the scan.
            if self.document(id).is_some_and(|d| options == self.read_options(&d.location)) {
                self.stale.remove(&id);
            } else {
                self.stale.insert(id);
            }
        }
    }

    /// Removes notes whose files are deleted or excluded, except those open in the editor.
    pub fn unload(&mut self, gone: &[PathBuf]) {
        for path in gone {
            let known = self.documents.find(&Location::File(path.clone()));
            if let Some(id) = known.filter(|id| !self.is_open(*id)) {
                self.remove(id);
            }
        }
    }

    /// Returns whether the text of a note is that of the file with this stamp.
    pub fn is_current(&self, path: &Path, stamp: Stamp) -> bool {
        let id = self.documents.find(&Location::File(path.to_path_buf()));
        id.and_then(|id| self.document(id)).is_some_and(|document| document.stamp == Some(stamp))
    }

    /// Sets the workspace folders. The caller must [read](loader::read) the notes on disk again.
    /// Open documents get their locations in these folders.
    pub fn set_folders(&mut self, folders: impl Into<Folders>) {
        let old = std::mem::replace(&mut self.folders, folders.into());
        self.answers = Answers::default();
        let renamed: Vec<_> = self.documents().filter_map(|it| self.renamed(it)).collect();
        for (id, location) in renamed {
            // Two documents that the editor opened with two paths of one file stay separate.
            let known = self.documents.find(&location);
            if !known.is_some_and(|known| self.is_open(known)) {
                self.relocate(vec![(id, location)]);
            }
        }
        self.reread(&self.settings.clone(), &old);
    }

    /// Returns the new location of an open document in these folders, or `None` if it is unchanged.
    fn renamed(&self, document: &Document) -> Option<(NoteId, Location)> {
        let own = self.own(document.opened_as.as_ref()?.path()?);
        (own != *document.location).then_some((document.id, own))
    }

    /// Sets the settings. Open notes with other parse options are parsed again. The caller must
    /// [read](loader::read) such notes on disk again, see [`Settings::same_reading_as`].
    pub fn set_config(&mut self, settings: impl Into<Settings>) {
        let old = std::mem::replace(&mut self.settings, settings.into());
        self.reread(&old, &self.folders.clone());
    }

    /// Marks the open notes whose parse options have changed for another parse.
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

    /// Returns the options to read the note at a location.
    pub fn read_options(&self, location: &Location) -> ReadOptions {
        self.settings.read_options(location, &self.folders)
    }

    /// Returns whether the settings exclude a file, for example a generated one.
    pub fn is_generated(&self, location: &Location) -> bool {
        location
            .path()
            .is_some_and(|path| self.settings.of_path(path).excludes(path, self.folders.of(path)))
    }

    /// Parses all notes whose text has changed, so that documents, notes and indexes agree.
    pub fn settle(&mut self) {
        for id in std::mem::take(&mut self.stale) {
            if let Some(document) = self.document(id) {
                let note = document.parsed(&self.read_options(&document.location));
                self.set_note(id, note);
            }
        }
    }

    /// Gives documents other locations, as if their files had been moved. Documents that were at
    /// the new locations are removed.
    pub(in crate::workspace) fn relocate(&mut self, moved: Vec<(NoteId, Location)>) {
        self.answers = Answers::default();
        for (id, _) in &moved {
            // The first notes of a name depend on their locations.
            let text = self.document(*id).map(|document| document.note.text.clone());
            self.set_note(*id, Note::unread(text.unwrap_or_default()));
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
            // The settings may differ at the new location.
            self.stale.insert(*id);
        }
        self.documents.relocate(moved);
        self.settle();
    }

    /// Removes a tag from the index, to simulate a bug.
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

    fn put(&mut self, location: Location, owner: Owner, text: &str) -> NoteId {
        let id = self.place(location, owner, Some(Buffer::new(text)));
        self.stale.insert(id);
        id
    }

    fn place(&mut self, location: Location, owner: Owner, buffer: Option<Buffer>) -> NoteId {
        let known = self.find(&location);
        let id = self.documents.put(location, owner, buffer);
        if let Some(document) = self.documents.get(id).filter(|_| known.is_none()) {
            self.index.names.insert(id, &document.location);
            self.answers = Answers::default();
        }
        id
    }

    fn remove(&mut self, id: NoteId) {
        self.set_note(id, Note::default());
        self.answers = Answers::default();
        if let Some(document) = self.documents.get(id) {
            self.index.names.remove(id, &document.location);
        }
        self.documents.remove(id);
        self.stale.remove(&id);
    }

    fn set_note(&mut self, id: NoteId, note: Note) {
        let entries = NoteEntries::of(&note);
        self.set_parsed(id, note, &entries);
    }

    fn set_parsed(&mut self, id: NoteId, note: Note, entries: &NoteEntries) {
        let Some(document) = self.documents.get_mut(id) else { return };
        let old = std::mem::replace(&mut document.note, Arc::new(note));
        if (old.title(), &old.aliases) != (document.note.title(), &document.note.aliases) {
            self.answers.link_names = Arc::default();
        }
        document.vocabulary = Arc::default();
        document.phrases = Arc::default();
        document.title = Arc::default();
        if document.owner == Owner::Disk {
            document.buffer = None;
        }
        document.letters = Arc::default();
        if !document.is_note() {
            return;
        }
        self.answers.forget_texts();
        let (new, location) = (document.note.clone(), document.location.clone());
        self.index.replace(id, &location, &old, &new, entries);
    }
}

#[cfg(test)]
mod tests;
