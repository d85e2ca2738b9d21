//! The settings of the session: those of the client, the open settings files, and the problems that
//! the user was shown.

use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};

use serde_json::Value;
use tower_lsp::ls_types::{Diagnostic, MessageType, Uri};

use crate::features::diagnostics::{codes, invalid_settings};
use crate::server::outgoing::{Outbox, Outgoing};
use crate::server::snapshot::Snapshot;
use crate::server::{from_proto, to_proto};
use crate::workspace::config::Config;
use crate::workspace::config::buffers::Buffers;
use crate::workspace::config::layer::merge;
use crate::workspace::config::problems::SettingProblem;
use crate::workspace::config::settings::Settings;
use crate::workspace::config::sources::is_settings;

/// The settings of the session.
pub(super) struct KnownSettings {
    /// The settings from the client's initialization. Later settings take precedence.
    defaults: Value,
    /// The settings that the client sent later.
    editor: Value,
    /// The open settings files.
    pub(super) buffers: Buffers,
    /// The problems of the client's settings.
    problems: Vec<String>,
    /// The problems that the user was last notified of.
    notified: Vec<String>,
    /// The published diagnostics of settings files.
    published: HashMap<Uri, FileDiagnostics>,
    /// The URIs of open settings files, as the client writes them.
    uris: BTreeMap<PathBuf, Uri>,
}

/// The diagnostics of a file, and the version of the document that they apply to.
type FileDiagnostics = (Vec<Diagnostic>, Option<i32>);

impl Default for KnownSettings {
    fn default() -> Self {
        Self {
            defaults: Value::Null,
            editor: Value::Null,
            buffers: Buffers::default(),
            problems: Vec::new(),
            notified: Vec::new(),
            published: HashMap::new(),
            uris: BTreeMap::new(),
        }
    }
}

/// The path of a settings file.
pub(super) fn settings_path(uri: &Uri) -> Option<PathBuf> {
    from_proto::path(uri).filter(|path| is_settings(path))
}

impl KnownSettings {
    /// Sets the settings from the client's initialization.
    pub(super) fn set_defaults(&mut self, settings: Value) {
        self.defaults = settings;
    }

    /// Sets the settings that the client has sent. Returns whether the client's settings changed.
    pub(super) fn set_editor(&mut self, settings: Value) -> bool {
        let before = self.editor();
        self.editor = settings;
        self.editor() != before
    }

    /// The client opens a settings file.
    pub(super) fn open(&mut self, path: PathBuf, uri: Uri, version: i32, text: &str) {
        self.buffers.open(path.clone(), version, text);
        self.uris.insert(path, uri);
    }

    /// The client closes a settings file.
    pub(super) fn close(&mut self, path: &Path) {
        self.buffers.close(path);
        self.uris.remove(path);
    }

    /// The settings of the client: the later ones take precedence over those of its initialization.
    pub(super) fn editor(&self) -> Value {
        let mut settings = self.defaults.clone();
        merge(&mut settings, &self.editor);
        settings
    }

    /// The settings of the client alone, without those of files.
    pub(super) fn read(&self) -> Settings {
        let codes: Vec<_> = codes().collect();
        Config::read(&self.editor(), &codes).0.into()
    }

    /// Sets the problems of the client's settings.
    pub(super) fn set_problems(&mut self, problems: Vec<SettingProblem>) {
        self.problems = problems.into_iter().map(|problem| problem.message).collect();
    }

    /// Reports new problems: those of the client's settings in a message, those of files as
    /// diagnostics.
    pub(super) fn explain(&mut self, now: &Snapshot, outbox: &Outbox) {
        if !self.problems.is_empty() && self.problems != self.notified {
            let problems = self.problems.join(" ");
            let text = format!("Headword: {problems} All other settings are in effect.");
            outbox.send(Outgoing::Show(MessageType::WARNING, text));
        }
        self.notified.clone_from(&self.problems);
        if now.client.push_diagnostics {
            self.publish(now, outbox);
        }
    }

    fn publish(&mut self, now: &Snapshot, outbox: &Outbox) {
        let send = |uri, (items, version)| outbox.send(Outgoing::Diagnostics(uri, items, version));
        let mut before = std::mem::take(&mut self.published);
        for file in now.workspace.settings().files() {
            let open = self.opened(&file.path, now);
            // The client requests the diagnostics of open files, and would show them twice.
            if open.is_some() && now.client.pull_diagnostics {
                continue;
            }
            let uri = open.map(|(_, uri)| uri.clone());
            let Some(uri) = uri.or_else(|| Uri::from_file_path(&file.path)) else { continue };
            let items = to_proto::diagnostics(invalid_settings(file), &file.text, now);
            let found = (items, open.and_then(|(path, _)| self.buffers.version(path)));
            match before.remove(&uri) {
                Some(before) if before == found => {}
                None if found.0.is_empty() => {}
                _ => send(uri.clone(), found.clone()),
            }
            if !found.0.is_empty() {
                self.published.insert(uri, found);
            }
        }
        // Files that are gone, or that the editor knows by another path now.
        for uri in before.into_keys() {
            send(uri, (Vec::new(), None));
        }
    }

    /// The client's path and URI of an open settings file.
    fn opened(&self, file: &Path, now: &Snapshot) -> Option<(&PathBuf, &Uri)> {
        let folders = now.workspace.folders();
        self.uris.iter().find(|(path, _)| folders.own((*path).clone()) == file)
    }
}
