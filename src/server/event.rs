//! The events of the session: everything that changes its state or asks for it.

use std::path::PathBuf;
use std::sync::mpsc::SyncSender;

use serde_json::Value;
use tokio::sync::oneshot;
use tower_lsp::ls_types::Uri;

use crate::server::abilities::Abilities;
use crate::server::job::Request;
use crate::server::published::Report;
use crate::server::snapshot::Snapshot;
use crate::text::Change;
use crate::workspace::Workspace;
use crate::workspace::audit::Difference;
use crate::workspace::config::problems::Problem;
use crate::workspace::config::settings::Settings;
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
    Ask(Question),
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
            Self::Ask(Question { wait: Wait::Scanned, .. }) => "event complete",
            _ => "event",
        }
    }

    /// Whether it leaves the state as it is.
    pub(super) fn is_question(&self) -> bool {
        use Event::{Ask, Audited, BatchDone, Checked, Cut, Published};
        matches!(
            self,
            Ask(_) | Audited { .. } | BatchDone | Checked { .. } | Cut { .. } | Published(_)
        )
    }
}

/// A question to the session.
pub(super) struct Question {
    /// What it waits for.
    pub(super) wait: Wait,
    /// The document that it is about. Positions in the question mean nothing in another version.
    pub(super) about: Option<Uri>,
    /// Where the answer goes: no state if the document has changed since the question arrived.
    pub(super) answer: oneshot::Sender<Option<Snapshot>>,
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
