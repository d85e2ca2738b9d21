//! The settings as the session knows them: what the client has told, what stands in files, and what
//! the user has been told is wrong in either.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde_json::Value;
use tower_lsp::ls_types::{Diagnostic, MessageType, Uri};

use crate::features::diagnostics::{codes, invalid_settings};
use crate::server::outgoing::{Outbox, Outgoing};
use crate::server::snapshot::Snapshot;
use crate::server::{from_proto, to_proto};
use crate::workspace::config::Config;
use crate::workspace::config::buffers::Buffers;
use crate::workspace::config::problems::Problem;
use crate::workspace::config::settings::Settings;
use crate::workspace::config::sources::is_settings;

/// The settings as the session knows them.
pub(super) struct KnownSettings {
    /// Settings from the client's start, over which later ones go.
    defaults: Value,
    /// The settings that the client told later.
    editor: Value,
    /// The settings files that are open.
    pub(super) buffers: Buffers,
    /// What is wrong with the settings of the editor.
    problems: Vec<String>,
    /// What of that the user was told last.
    told: Vec<String>,
    /// What is shown of what is wrong in files of settings.
    shown: BTreeMap<PathBuf, Shown>,
    /// The URIs of files of settings that are open, as the client spells them.
    uris: BTreeMap<PathBuf, Uri>,
}

/// What is shown of what is wrong in a file, and the version of the document for which it holds.
type Shown = (Vec<Diagnostic>, Option<i32>);

/// No settings yet.
impl Default for KnownSettings {
    fn default() -> Self {
        Self {
            defaults: Value::Null,
            editor: Value::Null,
            buffers: Buffers::default(),
            problems: Vec::new(),
            told: Vec::new(),
            shown: BTreeMap::new(),
            uris: BTreeMap::new(),
        }
    }
}

/// The path of a file of settings.
pub(super) fn settings_path(uri: &Uri) -> Option<PathBuf> {
    from_proto::path(uri).filter(|path| is_settings(path))
}

impl KnownSettings {
    /// The settings that the client told when it introduced itself.
    pub(super) fn set_defaults(&mut self, settings: Value) {
        self.defaults = settings;
    }

    /// Sets the settings that the client has sent now; says whether they differ from those before.
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

    /// The settings of the client: those that it has sent now over those at its start.
    pub(super) fn editor(&self) -> Value {
        merged(self.defaults.clone(), self.editor.clone())
    }

    /// The settings of the client alone, without those in folders.
    pub(super) fn read(&self) -> Settings {
        let codes: Vec<_> = codes().collect();
        Config::read(&self.editor(), &codes).0.into()
    }

    /// Sets the problems that were found in the settings of the client.
    pub(super) fn set_problems(&mut self, problems: Vec<Problem>) {
        self.problems = problems.into_iter().map(|problem| problem.message).collect();
    }

    /// Tells the user what is wrong with the settings, unless it is told already: of the editor's
    /// own in a message, of those in files at their places.
    pub(super) fn explain(&mut self, now: &Snapshot, outbox: &Outbox) {
        if !self.problems.is_empty() && self.problems != self.told {
            let text = format!("Headword: {}. All other settings hold.", self.problems.join("; "));
            outbox.send(Outgoing::Show(MessageType::WARNING, text));
        }
        self.told.clone_from(&self.problems);
        if now.client.push_diagnostics {
            self.show_problems(now, outbox);
        }
    }

    fn show_problems(&mut self, now: &Snapshot, outbox: &Outbox) {
        let mut shown = std::mem::take(&mut self.shown);
        for file in now.workspace.settings().files() {
            let open = self.opened(&file.path, now);
            // The client asks for what it has opened, and would show it twice.
            if open.is_some() && now.client.pull_diagnostics {
                continue;
            }
            let found = to_proto::diagnostics(invalid_settings(file), &file.text, now);
            let found = (found, open.and_then(|(path, _)| self.buffers.version(path)));
            match shown.remove(&file.path) {
                Some(before) if before == found => {}
                None if found.0.is_empty() => {}
                _ => self.show(now, outbox, &file.path, found.clone()),
            }
            if !found.0.is_empty() {
                self.shown.insert(file.path.clone(), found);
            }
        }
        for path in shown.into_keys() {
            self.show(now, outbox, &path, (Vec::new(), None));
        }
    }

    /// The client's path and URI of a settings file that is open.
    fn opened(&self, file: &Path, now: &Snapshot) -> Option<(&PathBuf, &Uri)> {
        let folders = now.workspace.folders();
        self.uris.iter().find(|(path, _)| folders.own((*path).clone()) == file)
    }

    fn show(&self, now: &Snapshot, outbox: &Outbox, file: &Path, (found, version): Shown) {
        let known = self.opened(file, now).map(|(_, uri)| uri.clone());
        if let Some(uri) = known.or_else(|| Uri::from_file_path(file)) {
            outbox.send(Outgoing::Diagnostics(uri, found, version));
        }
    }
}

/// Settings with others put over them, one by one, at every depth; the JSON reader bounds it.
fn merged(under: Value, over: Value) -> Value {
    match (under, over) {
        (under, Value::Null) => under,
        (Value::Object(mut settings), Value::Object(over)) => {
            for (name, value) in over {
                let under = settings.remove(&name).unwrap_or_default();
                settings.insert(name, merged(under, value));
            }
            Value::Object(settings)
        }
        (_, over) => over,
    }
}
