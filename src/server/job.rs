//! A job of the reader: the files to read from disk, and the settings for it.

use std::collections::HashSet;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use serde_json::Value;

use crate::server::outgoing::Outbox;
use crate::workspace::config::buffers::Buffers;
use crate::workspace::config::settings::Settings;

/// The folders, settings and notes that the reader has to read again.
#[expect(clippy::struct_excessive_bools, reason = "each is a request of its own")]
#[derive(Clone, Debug, Default)]
pub(super) struct Request {
    /// Whether the client has opened or closed workspace folders.
    pub(super) folders: bool,
    /// Whether the settings of the editor or an open settings file may have changed.
    pub(super) settings: bool,
    /// Whether to scan all notes.
    pub(super) everything: bool,
    /// Whether to look for changed files in the whole workspace, for clients without watchers.
    pub(super) unreported: bool,
    /// Whether to read notes again although their files have not changed.
    pub(super) forced: bool,
    /// The files and folders that have changed on disk.
    pub(super) paths: HashSet<PathBuf>,
    /// The opened notes. The folders above them may contain settings files.
    pub(super) opened: HashSet<PathBuf>,
}

impl Request {
    /// Requests files and folders that have changed on disk.
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

    /// Returns whether nothing is requested.
    pub(super) fn is_empty(&self) -> bool {
        let asks = self.folders || self.settings || self.everything || self.unreported;
        !asks && self.paths.is_empty() && self.opened.is_empty()
    }

    /// Returns whether the job may change the settings.
    pub(super) fn is_about_settings(&self) -> bool {
        self.folders || self.settings
    }

    /// Returns whether the job searches the whole workspace, not only some paths.
    pub(super) fn is_wide(&self) -> bool {
        self.everything || self.unreported
    }
}

/// A request, and the data to fulfill it.
pub(super) struct Job {
    pub(super) request: Request,
    /// The workspace folders, in the spelling of the client.
    pub(super) folders: Vec<PathBuf>,
    /// The open notes. Their vaults are read if there is no workspace folder.
    pub(super) open: HashSet<PathBuf>,
    /// The settings of the editor.
    pub(super) editor: Value,
    /// The texts of the settings files that are open in the editor.
    pub(super) buffers: Buffers,
    /// The settings with which the known notes were read.
    pub(super) settings: Settings,
    /// Becomes true when the job is out of date. The reader then returns the rest of the request.
    pub(super) is_cancelled: Arc<AtomicBool>,
    /// The queue for progress. `None` if the client does not support progress.
    pub(super) outbox: Option<Outbox>,
}
