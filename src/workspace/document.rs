//! Documents: texts with identity and version.

use std::borrow::Cow;
use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use rustc_hash::FxBuildHasher;

use crate::note::phrase::{self, Phrase};
use crate::note::term::Term;
use crate::note::text_form::TextForm;
use crate::note::vocabulary::Vocabulary;
use crate::note::{Note, ReadOptions};
use crate::text::buffer::Buffer;
use crate::text::letters::Letters;
use crate::workspace::disk::{MAX_NOTE_BYTES, Stamp};

/// The identity of a document in a workspace.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NoteId(u32);

impl NoteId {
    /// The first identity in the order.
    pub const MIN: Self = Self(u32::MIN);
    pub(super) const MAX: Self = Self(u32::MAX);

    /// Returns whether this identity was assigned before the `nth` one.
    #[cfg(any(test, debug_assertions))]
    pub(super) fn is_before(self, next: u32) -> bool {
        self.0 < next
    }
}

/// The location of a document.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Location {
    /// The absolute path of a file.
    File(PathBuf),
    /// The URI of a document without a file: an unsaved note, a note in an archive, …
    Other(String),
}

/// The owner of the current text of a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Owner {
    /// The editor: the document is open.
    Client {
        /// The version that the editor gave.
        version: i32,
    },
    /// The disk.
    Disk,
}

/// A text with its identity and its parsed note.
#[derive(Clone, Debug)]
pub struct Document {
    /// The identity.
    pub id: NoteId,
    /// The location.
    pub location: Arc<Location>,
    /// The owner of the current text.
    pub owner: Owner,
    /// The location in the editor, whose path may contain a symbolic link.
    pub(super) opened_as: Option<Arc<Location>>,
    /// The version of the file of the text, or `None` if a later one could not be distinguished.
    pub(super) stamp: Option<Stamp>,
    /// The current text, to which changes are applied. `None` if it is that of the note.
    pub(super) buffer: Option<Buffer>,
    /// Whether the document is only kept in sync and its note has nothing but the text.
    pub(super) is_unread: bool,
    /// The form of a document that is not a note. It mentions terms, and declares nothing.
    pub(super) form: Option<TextForm>,
    /// The note with the text that it was parsed from.
    pub note: Arc<Note>,
    /// Computed at the first use, since few features need it.
    pub(super) vocabulary: Arc<OnceLock<Vocabulary>>,
    /// Computed at the first use, since few features need it.
    pub(super) phrases: Arc<OnceLock<Vec<Phrase>>>,
    /// The title of the note, cached because a list of terms needs it for each term.
    pub(super) title: Arc<OnceLock<Option<String>>>,
    /// Computed at the first use, since few features need it.
    pub(super) letters: Arc<OnceLock<NameLetters>>,
}

/// The letters of the names in a note. A search in all notes reads these few bytes first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NameLetters {
    /// The letters in all names of each term.
    pub terms: Box<[Letters]>,
    /// The index of each section with its letters, except for headings that are a headword.
    pub headings: Box<[(u32, Letters)]>,
}

impl NameLetters {
    pub(super) fn of(note: &Note) -> Self {
        let of_term = |term: &Term| {
            let aliases = term.aliases.iter().map(|alias| Letters::of(&alias.name));
            aliases.fold(Letters::of(&term.headword), Letters::and)
        };
        let own = note.terms.iter().filter_map(|term| note.section_by_name(term));
        let own: HashSet<_> = own.collect();
        let headings = (0..).zip(&note.sections).enumerate();
        let headings = headings.filter(|(index, _)| !own.contains(index));
        let headings = headings.map(|(_, (at, it))| (at, Letters::of(&it.heading.name)));
        Self { terms: note.terms.iter().map(of_term).collect(), headings: headings.collect() }
    }
}

impl Location {
    /// Returns the path of a file.
    pub fn path(&self) -> Option<&Path> {
        match self {
            Self::File(path) => Some(path),
            Self::Other(_) => None,
        }
    }

    /// Returns the proximity of two locations: 2 for equal, 1 for the same folder, 0 for the rest.
    pub fn nearness(&self, other: &Self) -> u8 {
        if self == other {
            return 2;
        }
        let folder = self.path().and_then(Path::parent);
        u8::from(folder.is_some() && folder == other.path().and_then(Path::parent))
    }

    /// Returns the name of a document without a title: the file name without its extension, or the
    /// last part of the URI.
    pub fn name(&self) -> String {
        match self {
            Self::File(path) => path.file_stem().unwrap_or_default().to_string_lossy().into_owned(),
            Self::Other(uri) => uri.rsplit(['/', ':']).next().unwrap_or_default().to_owned(),
        }
    }
}

impl Document {
    fn new(id: NoteId, location: Arc<Location>, owner: Owner, buffer: Option<Buffer>) -> Self {
        Self {
            id,
            location,
            owner,
            opened_as: None,
            stamp: None,
            buffer,
            is_unread: false,
            form: None,
            note: Arc::default(),
            vocabulary: Arc::default(),
            phrases: Arc::default(),
            title: Arc::default(),
            letters: Arc::default(),
        }
    }

    /// Returns the version in the editor, or `None` if the document is not open.
    pub fn version(&self) -> Option<i32> {
        match self.owner {
            Owner::Client { version } => Some(version),
            Owner::Disk => None,
        }
    }

    /// Returns whether the document is a note. Other documents, such as source code, only mention
    /// terms.
    pub fn is_note(&self) -> bool {
        self.form.is_none()
    }

    /// Returns the version of the file, or `None` if a later one could not be distinguished.
    pub fn stamp(&self) -> Option<Stamp> {
        self.stamp
    }

    /// Returns the length of the current text in bytes, also if the note is not up to date.
    pub fn len(&self) -> usize {
        self.buffer.as_ref().map_or(self.note.text.len(), Buffer::len)
    }

    /// Returns whether the current text is empty.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Parses the current text. The note has nothing but the text if it is too large, if the
    /// document is only kept in sync, or if the parser panics.
    pub(super) fn parsed(&self, options: &ReadOptions) -> Note {
        let text = match &self.buffer {
            Some(buffer) => buffer.to_string().as_str().into(),
            None => self.note.text.clone(),
        };
        let is_read = !self.is_unread && text.len() <= MAX_NOTE_BYTES;
        let read = || match self.form {
            Some(form) => Note::try_read_text(text.clone(), form),
            None => Note::try_read(text.clone(), options),
        };
        let note = is_read.then(read).flatten();
        note.unwrap_or_else(|| Note::unread(text))
    }

    /// Returns the words of the running text.
    pub fn vocabulary(&self) -> &Vocabulary {
        let note = &self.note;
        let read = || Vocabulary::new(&note.text, &note.prose, note.language);
        self.vocabulary.get_or_init(read)
    }

    /// Returns the phrases in the definitions that look like names.
    pub fn phrases(&self) -> &[Phrase] {
        self.phrases.get_or_init(|| phrase::in_definitions(&self.note))
    }

    /// Returns the letters of the names of terms and headings.
    pub fn name_letters(&self) -> &NameLetters {
        self.letters.get_or_init(|| NameLetters::of(&self.note))
    }

    /// Returns the definition of a term as Markdown.
    pub fn definition<'d>(&'d self, term: &'d Term) -> Cow<'d, str> {
        match &term.definition.reads {
            Some(reads) => Cow::Borrowed(reads),
            None => Cow::Borrowed(self.note.text.slice(term.definition.range)),
        }
    }

    /// Returns the title of the note, or the name of the document.
    pub fn title(&self) -> String {
        self.shown_title().into_owned()
    }

    /// Returns the [title](Self::title) without a copy.
    pub fn shown_title(&self) -> Cow<'_, str> {
        let title = self.title.get_or_init(|| self.note.title());
        title.as_deref().map_or_else(|| self.location.name().into(), Cow::Borrowed)
    }
}

/// Documents by location, with a fast hash because each link is looked up here.
type Ids =
    imbl::GenericHashMap<Arc<Location>, NoteId, FxBuildHasher, imbl::shared_ptr::DefaultSharedPtr>;

/// All documents, open ones and those on disk.
#[derive(Clone, Default)]
pub(super) struct DocumentStore {
    pub(super) ids: Ids,
    pub(super) documents: imbl::OrdMap<NoteId, Arc<Document>>,
    /// The open documents that are not notes. No index and no search over all notes has them.
    pub(super) others: imbl::OrdMap<NoteId, Arc<Document>>,
    pub(super) other_ids: Ids,
    pub(super) next: u32,
}

impl DocumentStore {
    pub(super) fn get(&self, id: NoteId) -> Option<&Document> {
        self.documents.get(&id).or_else(|| self.others.get(&id)).map(Arc::as_ref)
    }

    pub(super) fn get_mut(&mut self, id: NoteId) -> Option<&mut Document> {
        let found = match self.others.get_mut(&id) {
            None => self.documents.get_mut(&id),
            found => found,
        };
        found.map(Arc::make_mut)
    }

    pub(super) fn find(&self, location: &Location) -> Option<NoteId> {
        self.ids.get(location).copied()
    }

    /// Returns the open document at a location that is not a note.
    pub(super) fn find_other(&self, location: &Location) -> Option<NoteId> {
        self.other_ids.get(location).copied()
    }

    /// Sets the text of a document that is not a note.
    pub(super) fn put_other(
        &mut self,
        location: Location,
        owner: Owner,
        buffer: Buffer,
        form: TextForm,
    ) -> NoteId {
        let known = self.find_other(&location);
        let id = known.unwrap_or_else(|| self.fresh_id());
        let location = Arc::new(location);
        self.other_ids.insert(location.clone(), id);
        let document = Document::new(id, location, owner, Some(buffer));
        self.others.insert(id, Arc::new(Document { form: Some(form), ..document }));
        id
    }

    pub(super) fn remove_other(&mut self, id: NoteId) {
        if let Some(document) = self.others.remove(&id) {
            self.other_ids.remove(&document.location);
        }
    }

    fn fresh_id(&mut self) -> NoteId {
        self.next += 1;
        NoteId(self.next - 1)
    }

    /// Returns the same notes with empty texts, and nothing else.
    #[cfg(any(test, debug_assertions))]
    pub(super) fn unread(&self) -> Self {
        let unread = |(id, document): (&NoteId, &Arc<Document>)| {
            let document = Document {
                note: Arc::default(),
                vocabulary: Arc::default(),
                phrases: Arc::default(),
                title: Arc::default(),
                letters: Arc::default(),
                ..(**document).clone()
            };
            (*id, Arc::new(document))
        };
        let ids = self.documents.iter().map(|(id, document)| (document.location.clone(), *id));
        let ids = ids.collect();
        let documents = self.documents.iter().map(unread).collect();
        Self { ids, documents, next: self.next, ..Self::default() }
    }

    /// Returns the identity of the `nth` future document, from 0.
    pub(super) fn upcoming(&self, nth: usize) -> NoteId {
        NoteId(self.next.saturating_add(u32::try_from(nth).unwrap_or(u32::MAX)))
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &Document> {
        self.documents.values().map(Arc::as_ref)
    }

    /// Sets the text of the document at a location; `None` if that of its next note. A known
    /// document keeps its identity. It keeps its old note until the next parse.
    pub(super) fn put(
        &mut self,
        location: Location,
        owner: Owner,
        buffer: Option<Buffer>,
    ) -> NoteId {
        if let Some(id) = self.find(&location)
            && let Some(document) = self.get_mut(id)
        {
            document.owner = owner;
            document.buffer = buffer;
            document.is_unread = false;
            (document.opened_as, document.stamp) = (None, None);
            return id;
        }
        let id = self.fresh_id();
        let location = Arc::new(location);
        self.ids.insert(location.clone(), id);
        self.documents.insert(id, Arc::new(Document::new(id, location, owner, buffer)));
        id
    }

    /// Gives documents other locations at once, since they may exchange them.
    pub(super) fn relocate(&mut self, moved: Vec<(NoteId, Location)>) {
        for (id, _) in &moved {
            if let Some(document) = self.documents.get(id) {
                self.ids.remove(&document.location);
            }
        }
        for (id, location) in moved {
            let location = Arc::new(location);
            if let Some(document) = self.get_mut(id) {
                document.location = location.clone();
                self.ids.insert(location, id);
            }
        }
    }

    pub(super) fn remove(&mut self, id: NoteId) {
        if let Some(document) = self.documents.remove(&id) {
            self.ids.remove(&document.location);
        }
    }
}
