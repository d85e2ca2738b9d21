//! A job of the reader: what is to be read from disk, and under which settings.

use std::collections::HashSet;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use serde_json::Value;

use crate::server::outgoing::Outbox;
use crate::workspace::config::buffers::Buffers;
use crate::workspace::config::settings::Settings;

/// What is to be read again.
#[derive(Clone, Debug, Default)]
pub(super) struct Request {
    /// Whether the client has opened or closed folders.
    pub(super) folders: bool,
    /// Whether the settings of the editor or an open settings file may have changed.
    pub(super) settings: bool,
    /// Whether all notes are to be looked at.
    pub(super) everything: bool,
    /// Whether notes are to be looked for whose files have changed without a report.
    pub(super) unreported: bool,
    /// Whether notes are to be read though their files have not changed.
    pub(super) forced: bool,
    /// Files and folders that have changed on disk.
    pub(super) paths: HashSet<PathBuf>,
    /// Notes that were opened: there may be settings files above them.
    pub(super) opened: HashSet<PathBuf>,
}

impl Request {
    /// A request to read files and folders that have changed on disk.
    pub(super) fn paths(paths: impl IntoIterator<Item = PathBuf>) -> Self {
        Self { paths: paths.into_iter().collect(), ..Self::default() }
    }

    /// Adds another request.
    pub(super) fn extend(&mut self, other: Self) {
        self.folders |= other.folders;
        self.settings |= other.settings;
        self.everything |= other.everything;
        self.unreported |= other.unreported;
        self.forced |= other.forced;
        self.paths.extend(other.paths);
        self.opened.extend(other.opened);
    }

    /// Whether nothing is requested.
    pub(super) fn is_empty(&self) -> bool {
        let asks = self.folders || self.settings || self.everything || self.unreported;
        !asks && self.paths.is_empty() && self.opened.is_empty()
    }

    /// Whether other settings may come of it than those under which notes are read now.
    pub(super) fn is_about_settings(&self) -> bool {
        self.folders || self.settings
    }

    /// Whether it is about all files, and not just about some.
    pub(super) fn is_wide(&self) -> bool {
        self.everything || self.unreported
    }
}

/// A request with all that it takes to fulfill it.
pub(super) struct Job {
    pub(super) request: Request,
    /// The folders as the client names them.
    pub(super) folders: Vec<PathBuf>,
    /// The settings of the editor.
    pub(super) editor: Value,
    /// The settings files that are open in the editor.
    pub(super) buffers: Buffers,
    /// The settings under which the known notes were read.
    pub(super) settings: Settings,
    /// Becomes true when the job is out of date. The rest of it comes back with its end.
    pub(super) is_cancelled: Arc<AtomicBool>,
    /// Where progress is shown, if the client can.
    pub(super) outbox: Option<Outbox>,
}
