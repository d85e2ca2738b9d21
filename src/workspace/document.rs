//! Documents: texts with identity and version.

use std::borrow::Cow;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use rustc_hash::FxBuildHasher;

use crate::note::Note;
use crate::note::phrase::{self, Phrase};
use crate::note::term::Term;
use crate::note::vocabulary::Vocabulary;
use crate::text::Text;
use crate::workspace::disk::Stamp;

/// The identity of a document in a workspace.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NoteId(u32);

impl NoteId {
    /// The first identity in the order.
    pub const MIN: Self = Self(u32::MIN);
    pub(super) const MAX: Self = Self(u32::MAX);

    /// Returns whether this identity was assigned before the `nth` one.
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
    /// The text.
    pub text: Text,
    /// Whether the document is only kept in sync and its note is empty.
    pub(super) is_unread: bool,
    /// The note.
    pub note: Arc<Note>,
    /// Computed at the first use, since few features need it.
    pub(super) vocabulary: Arc<OnceLock<Vocabulary>>,
    /// Computed at the first use, since few features need it.
    pub(super) phrases: Arc<OnceLock<Vec<Phrase>>>,
    /// The title of the note, cached because a list of terms needs it for each term.
    pub(super) title: Arc<OnceLock<Option<String>>>,
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
    /// Returns the version in the editor, or `None` if the document is not open.
    pub fn version(&self) -> Option<i32> {
        match self.owner {
            Owner::Client { version } => Some(version),
            Owner::Disk => None,
        }
    }

    /// Returns the version of the file, or `None` if a later one could not be distinguished.
    pub fn stamp(&self) -> Option<Stamp> {
        self.stamp
    }

    /// Returns the words of the running text.
    pub fn vocabulary(&self) -> &Vocabulary {
        let Self { text, note, .. } = self;
        let read = || Vocabulary::new(&text.to_string(), &note.prose, note.language);
        self.vocabulary.get_or_init(read)
    }

    /// Returns the phrases in the definitions that look like names.
    pub fn phrases(&self) -> &[Phrase] {
        self.phrases.get_or_init(|| phrase::in_definitions(&self.text.to_string(), &self.note))
    }

    /// Returns the definition of a term as Markdown.
    pub fn definition<'d>(&'d self, term: &'d Term) -> Cow<'d, str> {
        match &term.definition.reads {
            Some(reads) => Cow::Borrowed(reads),
            None => self.text.slice(term.definition.range),
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
    pub(super) next: u32,
}

impl DocumentStore {
    pub(super) fn get(&self, id: NoteId) -> Option<&Document> {
        self.documents.get(&id).map(Arc::as_ref)
    }

    pub(super) fn get_mut(&mut self, id: NoteId) -> Option<&mut Document> {
        self.documents.get_mut(&id).map(Arc::make_mut)
    }

    pub(super) fn find(&self, location: &Location) -> Option<NoteId> {
        self.ids.get(location).copied()
    }

    /// Returns the same documents with empty notes.
    pub(super) fn unread(&self) -> Self {
        let unread = |(id, document): (&NoteId, &Arc<Document>)| {
            let document = Document {
                note: Arc::default(),
                vocabulary: Arc::default(),
                phrases: Arc::default(),
                title: Arc::default(),
                ..(**document).clone()
            };
            (*id, Arc::new(document))
        };
        let ids = self.documents.iter().map(|(id, document)| (document.location.clone(), *id));
        let ids = ids.collect();
        Self { ids, documents: self.documents.iter().map(unread).collect(), next: self.next }
    }

    /// Returns the identity of the `nth` future document, from 0.
    pub(super) fn upcoming(&self, nth: usize) -> NoteId {
        NoteId(self.next.saturating_add(u32::try_from(nth).unwrap_or(u32::MAX)))
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &Document> {
        self.documents.values().map(Arc::as_ref)
    }

    /// Sets the text of the document at a location. A known document keeps its identity. It keeps
    /// its old note until the next parse.
    pub(super) fn put(&mut self, location: Location, owner: Owner, text: Text) -> NoteId {
        if let Some(id) = self.find(&location)
            && let Some(document) = self.get_mut(id)
        {
            document.owner = owner;
            document.text = text;
            document.is_unread = false;
            (document.opened_as, document.stamp) = (None, None);
            return id;
        }
        let id = NoteId(self.next);
        self.next += 1;
        let location = Arc::new(location);
        self.ids.insert(location.clone(), id);
        let document = Document {
            id,
            location,
            owner,
            opened_as: None,
            stamp: None,
            text,
            is_unread: false,
            note: Arc::default(),
            vocabulary: Arc::default(),
            phrases: Arc::default(),
            title: Arc::default(),
        };
        self.documents.insert(id, Arc::new(document));
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
