//! Documents: texts with an identity.

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

/// The identity of a document for as long as it is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NoteId(u32);

impl NoteId {
    /// Comes before all others.
    pub const MIN: Self = Self(u32::MIN);
    pub(super) const MAX: Self = Self(u32::MAX);

    /// Whether it was given before the one with this number.
    pub(super) fn is_before(self, next: u32) -> bool {
        self.0 < next
    }
}

/// Where a document lives.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Location {
    /// In a file, by its absolute path.
    File(PathBuf),
    /// Anywhere else, by its URI: a note that was never saved, one in an archive, …
    Other(String),
}

/// Who holds the truth about a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Owner {
    /// The editor, whose buffer it is, in this version.
    Client {
        /// The version that the editor gave.
        version: i32,
    },
    /// The disk.
    Disk,
}

/// A text with its identity, and the note that was read from it.
#[derive(Clone, Debug)]
pub struct Document {
    /// Its identity.
    pub id: NoteId,
    /// Where it lives.
    pub location: Arc<Location>,
    /// Who holds the truth about it.
    pub owner: Owner,
    /// The location by which the editor opened it: its path may lead through a symbolic link.
    pub(super) opened_as: Option<Arc<Location>>,
    /// The version of the file that the text was read from, if that can be told from a later one.
    pub(super) stamp: Option<Stamp>,
    /// The text.
    pub text: Text,
    /// Whether it is only kept in step with its editor: its note stays empty.
    pub(super) is_unread: bool,
    /// The note.
    pub note: Arc<Note>,
    /// Made when it is first asked for: few questions need it.
    pub(super) vocabulary: Arc<OnceLock<Vocabulary>>,
    /// The same.
    pub(super) phrases: Arc<OnceLock<Vec<Phrase>>>,
    /// The title of the note: a list of its terms needs it for each of them.
    pub(super) title: Arc<OnceLock<Option<String>>>,
}

impl Location {
    /// The path, of a file.
    pub fn path(&self) -> Option<&Path> {
        match self {
            Self::File(path) => Some(path),
            Self::Other(_) => None,
        }
    }

    /// How near two locations are: 2 for the same, 1 for the same folder, 0 for the rest.
    pub fn nearness(&self, other: &Self) -> u8 {
        if self == other {
            return 2;
        }
        let folder = self.path().and_then(Path::parent);
        u8::from(folder.is_some() && folder == other.path().and_then(Path::parent))
    }

    /// What to call the document if it has no title: the name of its file without the extension,
    /// or the last part of its URI.
    pub fn name(&self) -> String {
        match self {
            Self::File(path) => path.file_stem().unwrap_or_default().to_string_lossy().into_owned(),
            Self::Other(uri) => uri.rsplit(['/', ':']).next().unwrap_or_default().to_owned(),
        }
    }
}

impl Document {
    /// The version that the editor gave, of a document that is open in it.
    pub fn version(&self) -> Option<i32> {
        match self.owner {
            Owner::Client { version } => Some(version),
            Owner::Disk => None,
        }
    }

    /// The version of the file that the text was read from, if that can be told from a later one.
    pub fn stamp(&self) -> Option<Stamp> {
        self.stamp
    }

    /// The words of the note's running text.
    pub fn vocabulary(&self) -> &Vocabulary {
        self.vocabulary.get_or_init(|| Vocabulary::new(&self.text.to_string(), &self.note.prose))
    }

    /// The phrases in the note's definitions that look like names.
    pub fn phrases(&self) -> &[Phrase] {
        self.phrases.get_or_init(|| phrase::in_definitions(&self.text.to_string(), &self.note))
    }

    /// What a term of the note means, as Markdown.
    pub fn definition<'d>(&'d self, term: &'d Term) -> Cow<'d, str> {
        match &term.definition.reads {
            Some(reads) => Cow::Borrowed(reads),
            None => self.text.slice(term.definition.range),
        }
    }

    /// What a reader would call the note.
    pub fn title(&self) -> String {
        let title = self.title.get_or_init(|| self.note.title());
        title.clone().unwrap_or_else(|| self.location.name())
    }
}

/// Every link is looked up here, so the hash is a fast one.
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

    /// The same documents, as if their notes had not been read yet.
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

    /// The identity of the document that is the `nth` to come, from 0.
    pub(super) fn upcoming(&self, nth: usize) -> NoteId {
        NoteId(self.next.saturating_add(u32::try_from(nth).unwrap_or(u32::MAX)))
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &Document> {
        self.documents.values().map(Arc::as_ref)
    }

    /// Sets the text of the document at a location. A known document keeps its identity, and its
    /// note until it is read again.
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

    /// Gives documents other locations, all at once: they may update them.
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
