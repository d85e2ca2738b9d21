//! The session: events go in, in the order of their arrival, and snapshots come out.
//!
//! The state that events change has one owner, on a thread of its own, which never waits for the
//! disk or another thread. A question gets a [`Snapshot`] of the state as it was when the question
//! arrived, and is answered from it without holding up the next event.

use std::io;
use std::path::PathBuf;
use std::sync::mpsc::{Sender, SyncSender, channel};
use std::thread;

use serde_json::Value;
use text_size::TextRange;
use tokio::sync::{oneshot, watch};
use tower_lsp::ls_types::Uri;

use crate::server::abilities::Abilities;
use crate::server::checking::{Known, Report};
use crate::server::from_proto;
use crate::server::outgoing::Outbox;
use crate::server::publishing;
use crate::server::reader::{self, Request};
use crate::server::state::State;
use crate::text::Change;
use crate::workspace::Workspace;
use crate::workspace::audit::Difference;
use crate::workspace::config::problems::Problem;
use crate::workspace::config::settings::Settings;
use crate::workspace::disk::forbid;
use crate::workspace::document::{Location, NoteId};
use crate::workspace::folders::Folders;
use crate::workspace::loader::{Loaded, Scan};

/// Something that changes the state or asks for it.
pub(super) enum Event {
    /// The client introduces itself.
    Initialize { abilities: Abilities, folders: Vec<PathBuf>, settings: Value },
    /// The client is ready.
    Start,
    /// The editor opens a document.
    Open { uri: Uri, version: i32, text: String },
    /// The editor has changed a document.
    Change { uri: Uri, version: i32, changes: Vec<Change> },
    /// The editor closes a document.
    Close { uri: Uri },
    /// Folders are added and removed.
    Folders { added: Vec<PathBuf>, removed: Vec<PathBuf> },
    /// Files or folders have changed on disk.
    Files(Vec<PathBuf>),
    /// The editor has saved a file, and reports no other changes on disk.
    Saved(Option<PathBuf>),
    /// The editor's settings.
    Settings(Value),
    /// The editor did not tell its settings when it was asked.
    NoSettings,
    /// The reader has read the settings. `is_whole` says whether it looks at all notes now.
    SettingsRead { folders: Folders, settings: Settings, problems: Vec<Problem>, is_whole: bool },
    /// Notes that are not open have been checked; the client is told if nothing has changed since.
    Checked { revision: u64, reports: Vec<Report> },
    /// The reader has read some notes; it waits until they are taken.
    Loaded { notes: Vec<Loaded>, taken: SyncSender<()> },
    /// The files of some notes are gone or excluded; the reader waits until these have left.
    Unloaded { gone: Vec<PathBuf>, taken: SyncSender<()> },
    /// The reader has finished its job, but for the rest; the result is that of a whole scan.
    JobDone { rest: Request, scan: Option<Scan> },
    /// The diagnostics of an open document have been computed.
    Published(Report),
    /// All diagnostics that were to be computed have been.
    BatchDone,
    /// An answer about a document does not hold all that was found.
    Cut { uri: Uri, what: &'static str, count: usize },
    /// What was kept by difference is not what is made anew, which is to take its place.
    Audited { revision: u64, difference: Difference, anew: Box<Workspace> },
    /// A test changes the state behind its back.
    #[cfg(test)]
    Break(fn(&mut Workspace)),
    /// Someone asks for the state.
    Ask { wait: Wait, answer: oneshot::Sender<Snapshot> },
    /// The server has ended.
    End,
}

impl Event {
    /// The document whose text it changes.
    pub(super) fn changes(&self) -> Option<&Uri> {
        match self {
            Self::Open { uri, .. } | Self::Change { uri, .. } => Some(uri),
            _ => None,
        }
    }

    /// A name for it, by which tests have it fail.
    pub(super) fn name(&self) -> &'static str {
        match self {
            Self::Open { .. } => "event open",
            Self::Change { .. } => "event change",
            Self::Close { .. } => "event close",
            Self::Files(_) => "event files",
            Self::Folders { .. } => "event folders",
            Self::Settings(_) => "event settings",
            Self::SettingsRead { .. } => "event found",
            Self::Loaded { .. } => "event loaded",
            Self::Ask { wait: Wait::Scanned, .. } => "event complete",
            _ => "event",
        }
    }

    /// Whether it leaves the state as it is.
    pub(super) fn is_question(&self) -> bool {
        use Event::{Ask, Audited, BatchDone, Checked, Cut, Published};
        matches!(
            self,
            Ask { .. } | Audited { .. } | BatchDone | Checked { .. } | Cut { .. } | Published(_)
        )
    }
}

/// What a question waits for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Wait {
    /// For nothing but the first settings, which are read in the first milliseconds.
    Arrival,
    /// Until all settings are known, also those that the client was asked for.
    Configured,
    /// Until everything on disk has been read.
    Scanned,
}

/// The state at one moment, settled. It does not change any more.
#[derive(Clone)]
pub(super) struct Snapshot {
    /// All notes.
    pub(super) workspace: Workspace,
    /// What the client can do.
    pub(super) abilities: Abilities,
    /// What it is the state after: it grows with each event that may change an answer.
    pub(super) revision: u64,
    /// Whether all notes are being looked at, and some may not have been read yet.
    pub(super) is_scanning: bool,
    /// Whether anything on disk is still to be read.
    pub(super) is_reading: bool,
    /// The diagnostics of notes that are not open, as the client has been told them.
    pub(super) told: Known,
    /// The URIs of open documents, as the client spells them.
    pub(super) uris: imbl::HashMap<NoteId, Uri>,
}

impl Snapshot {
    /// The document with this URI.
    pub(super) fn find(&self, uri: &Uri) -> Option<NoteId> {
        self.workspace.find(&from_proto::location(uri))
    }

    /// The URI of a document, as the client spells it if it has said.
    pub(super) fn uri(&self, id: NoteId) -> Option<Uri> {
        self.uris.get(&id).cloned().or_else(|| {
            let path = self.workspace.document(id)?.location.path()?;
            Uri::from_file_path(path)
        })
    }

    /// A link that opens a document at the line where `range` begins.
    pub(super) fn link(&self, id: NoteId, range: TextRange) -> Option<String> {
        let document = self.workspace.document(id)?;
        matches!(*document.location, Location::File(_)).then_some(())?;
        let line = document.text.line_col(range.start(), self.abilities.encoding).line + 1;
        // These are legal in a URI but would end a link in Markdown.
        let uri = self.uri(id)?.as_str().replace('(', "%28").replace(')', "%29");
        Some(format!("{uri}#L{line}"))
    }
}

/// A handle to the session. Sending never waits.
#[derive(Clone)]
pub(super) struct Session {
    events: Sender<Event>,
    changes: watch::Receiver<u64>,
}

impl Session {
    /// Starts the session's thread and those that work for it. The session begins when it gets its
    /// outbox.
    pub(super) fn start() -> io::Result<(Self, Sender<Outbox>)> {
        let (sender, events) = channel();
        let (revision, changes) = watch::channel(0);
        let session = Self { events: sender, changes };
        let (reader, publisher) =
            (reader::start(session.clone())?, publishing::start(session.clone())?);
        let (begin, outbox) = channel();
        thread::Builder::new().name("session".to_owned()).spawn(move || {
            if let Ok(outbox) = outbox.recv() {
                let state = State::new(reader, publisher, outbox, revision);
                forbid(|| state.run(&events));
            }
        })?;
        Ok((session, begin))
    }

    /// A handle whose events come to a test.
    #[cfg(test)]
    pub(super) fn held() -> (Self, std::sync::mpsc::Receiver<Event>) {
        let (events, waiting) = channel();
        let (_, changes) = watch::channel(0);
        (Self { events, changes }, waiting)
    }

    /// Hands over an event. What is handed over first happens first.
    pub(super) fn send(&self, event: Event) {
        // It only fails at the end of the server.
        let _ = self.events.send(event);
    }

    /// The revision of the state, which changes with it.
    pub(super) fn changes(&self) -> watch::Receiver<u64> {
        self.changes.clone()
    }

    /// The state when what is waited for is there, but no earlier state than that at this call.
    pub(super) fn ask(&self, wait: Wait) -> oneshot::Receiver<Snapshot> {
        let (answer, snapshot) = oneshot::channel();
        self.send(Event::Ask { wait, answer });
        snapshot
    }

    /// The state at this call, not when it is awaited.
    pub(super) fn now(&self) -> oneshot::Receiver<Snapshot> {
        self.ask(Wait::Arrival)
    }
}
