//! The events of the session: changes of its state and questions about it.

use std::path::PathBuf;
use std::sync::mpsc::SyncSender;

use serde_json::Value;
use tokio::sync::oneshot;
use tower_lsp::ls_types::Uri;

use crate::server::client_capabilities::ClientCapabilities;
use crate::server::job::Request;
use crate::server::published::Report;
use crate::server::snapshot::Snapshot;
use crate::text::Change;
#[cfg(any(test, debug_assertions))]
use crate::workspace::Workspace;
#[cfg(any(test, debug_assertions))]
use crate::workspace::audit::Difference;
use crate::workspace::config::problems::SettingProblem;
use crate::workspace::config::settings::Settings;
use crate::workspace::folders::Folders;
use crate::workspace::loader::{LoadedNote, Scan};

/// A change of the state, or a question about it.
pub(super) enum Event {
    /// `initialize`.
    Initialize { client: ClientCapabilities, folders: Vec<PathBuf>, settings: Value },
    /// `initialized`: the client is ready for messages.
    Start,
    /// The editor opens a document.
    Open { uri: Uri, language: String, version: i32, text: String },
    /// The editor changes a document.
    Change { uri: Uri, version: i32, changes: Vec<Change> },
    /// The editor closes a document.
    Close { uri: Uri },
    /// The editor opens and closes workspace folders.
    Folders { added: Vec<PathBuf>, removed: Vec<PathBuf> },
    /// Files or folders have changed on disk.
    Files(Vec<PathBuf>),
    /// The editor saved a file. Sent only for clients that do not watch files.
    Saved(Option<PathBuf>),
    /// The editor's settings.
    Settings(Value),
    /// The editor did not answer a request for its settings.
    NoSettings,
    /// The reader has read the settings. `is_whole`: it reads all notes next.
    SettingsRead {
        folders: Folders,
        settings: Settings,
        problems: Vec<SettingProblem>,
        is_whole: bool,
    },
    /// All notes have been checked. The reports are published if the revision is still current.
    Checked { revision: u64, reports: Vec<Report> },
    /// The reader has read some notes. It waits until the session has loaded them, and `taken` and
    /// its copies are dropped.
    LoadedNote { notes: Vec<LoadedNote>, taken: SyncSender<()> },
    /// The files of some notes are deleted or excluded. The reader waits until they are unloaded,
    /// and `taken` is dropped.
    Unloaded { gone: Vec<PathBuf>, taken: SyncSender<()> },
    /// The reader has ended its job, except for `rest`. `scan` is the result of a whole scan.
    JobDone { rest: Request, scan: Option<Scan> },
    /// The diagnostics of an open document have been computed.
    Published(Report),
    /// The publisher has finished its batch.
    BatchDone,
    /// An answer about a document was truncated to the maximum length.
    Truncated { uri: Uri, what: &'static str, count: usize },
    /// An incrementally updated index differs from the rebuilt workspace, which replaces it.
    #[cfg(any(test, debug_assertions))]
    Audited { revision: u64, difference: Difference, rebuilt: Box<Workspace> },
    /// A test damages the state.
    #[cfg(test)]
    Break(fn(&mut Workspace)),
    /// A request needs a snapshot.
    Ask(Question),
    /// The client has asked for the end, and waits for the answers to its requests.
    Shutdown,
    /// The server has ended.
    End,
}

impl Event {
    /// Returns the document whose text the event changes.
    pub(super) fn changes(&self) -> Option<&Uri> {
        match self {
            Self::Open { uri, .. } | Self::Change { uri, .. } => Some(uri),
            _ => None,
        }
    }

    /// Returns the name of the failpoint of the event.
    #[cfg(debug_assertions)]
    pub(super) fn name(&self) -> &'static str {
        match self {
            Self::Open { .. } => "event open",
            Self::Change { .. } => "event change",
            Self::Close { .. } => "event close",
            Self::Files(_) => "event files",
            Self::Folders { .. } => "event folders",
            Self::Settings(_) => "event settings",
            Self::SettingsRead { .. } => "event settings read",
            Self::LoadedNote { .. } => "event notes read",
            Self::Ask(Question { wait: Wait::Scanned, .. }) => "event question",
            _ => "event",
        }
    }

    /// Returns whether the event leaves the state unchanged.
    pub(super) fn is_question(&self) -> bool {
        use Event::{Ask, BatchDone, Checked, Published, Truncated};
        #[cfg(any(test, debug_assertions))]
        if matches!(self, Self::Audited { .. }) {
            return true;
        }
        matches!(self, Ask(_) | BatchDone | Checked { .. } | Truncated { .. } | Published(_))
    }
}

/// A question to the session.
pub(super) struct Question {
    /// The condition that the answer waits for.
    pub(super) wait: Wait,
    /// The document of the question. Positions in the question are invalid in another version.
    pub(super) about: Option<Uri>,
    /// The receiver of the snapshot. `None` if the document has changed since the question arrived.
    pub(super) answer: oneshot::Sender<Option<Snapshot>>,
}

/// The condition that the answer to a question waits for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Wait {
    /// Nothing. For the reader: the session would wait for the reader, and the reader for it.
    Nothing,
    /// The first settings are read, which takes milliseconds. Later there is no wait.
    Arrival,
    /// All settings are known, also those that were requested from the client.
    Configured,
    /// Everything on disk has been read.
    Scanned,
}
