//! The state of the session, and what events do to it.

use std::collections::{BTreeSet, HashSet};
use std::ops::ControlFlow;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::time::{Duration, Instant};

use serde_json::Value;
use tokio::sync::oneshot;
use tower_lsp::ls_types::{MessageType, Uri};
use tracing::{debug, warn};

use crate::features::diagnostics::diagnostics;
use crate::server::abilities::Abilities;
use crate::server::outgoing::{Outbox, Outgoing, Refresh};
use crate::server::session::{Event, Session, Snapshot};
use crate::server::{from_proto, scan, to_proto};
use crate::text::Change;
use crate::workspace::Workspace;
use crate::workspace::config::file;
use crate::workspace::config::settings::Settings;
use crate::workspace::document::NoteId;
use crate::workspace::folders::is_too_wide;
use crate::workspace::loader::{MAX_NOTES, Scan};

/// A pause of this length is a quiet moment: whoever types has stopped, at least for a thought.
const QUIET: Duration = Duration::from_millis(25);

/// Diagnostics go out after this time even if there was no quiet moment.
const PUBLISH_AT_THE_LATEST: Duration = Duration::from_millis(250);

/// How many notes that were left out are logged by name.
const MAX_LOGGED: usize = 10;

/// What the session owns.
pub(super) struct State {
    now: Snapshot,
    session: Session,
    outbox: Outbox,
    /// The folders, as the client names them.
    folders: Vec<PathBuf>,
    /// Whether the client is ready to be spoken to.
    is_started: bool,
    /// Settings from the client's start, over which later ones go.
    defaults: Value,
    /// The settings that the client told later.
    settings: Value,
    /// What the user was last told about the settings.
    problems: Vec<String>,
    /// Whether the client has been asked for its first settings and has not answered.
    awaits_settings: bool,
    /// Who waits for the settings.
    unconfigured: Vec<oneshot::Sender<Snapshot>>,
    /// Who waits for all notes to be read.
    waiting: Vec<oneshot::Sender<Snapshot>>,
    /// The number of the last scan; events of earlier ones are out of date.
    generation: u64,
    /// Files and folders that have changed since the scan began: it may have read them before.
    overtaken: HashSet<PathBuf>,
    /// Open documents whose diagnostics are out of date, and since when.
    unpublished: BTreeSet<NoteId>,
    unpublished_since: Option<Instant>,
}

impl State {
    /// The state of a session that nothing has happened in.
    pub(super) fn new(session: Session, outbox: Outbox) -> Self {
        let now = Snapshot {
            workspace: Workspace::default(),
            abilities: Abilities::default(),
            is_scanning: false,
            uris: imbl::HashMap::new(),
        };
        Self {
            now,
            session,
            outbox,
            folders: Vec::new(),
            is_started: false,
            defaults: Value::Null,
            settings: Value::Null,
            problems: Vec::new(),
            awaits_settings: false,
            unconfigured: Vec::new(),
            waiting: Vec::new(),
            generation: 0,
            overtaken: HashSet::new(),
            unpublished: BTreeSet::new(),
            unpublished_since: None,
        }
    }

    /// Takes events until no one can send any more.
    pub(super) fn run(mut self, events: &Receiver<Event>) {
        while let ControlFlow::Continue(event) = self.next(events) {
            // A fault in one event must not take the session down, and all notes with it.
            let handled = catch_unwind(AssertUnwindSafe(|| match event {
                Some(event) => self.handle(event),
                None => self.publish(),
            }));
            if handled.is_err() {
                warn!("an event was not handled to its end");
            }
        }
    }

    /// The next event; `None` is the moment to publish diagnostics.
    fn next(&self, events: &Receiver<Event>) -> ControlFlow<(), Option<Event>> {
        let Some(since) = self.unpublished_since else {
            return events
                .recv()
                .map_or(ControlFlow::Break(()), |e| ControlFlow::Continue(Some(e)));
        };
        let left = PUBLISH_AT_THE_LATEST.saturating_sub(since.elapsed());
        match events.recv_timeout(left.min(QUIET)) {
            Ok(event) => ControlFlow::Continue(Some(event)),
            Err(RecvTimeoutError::Timeout) => ControlFlow::Continue(None),
            Err(RecvTimeoutError::Disconnected) => ControlFlow::Break(()),
        }
    }

    fn handle(&mut self, event: Event) {
        match event {
            Event::Initialize { abilities, folders, settings } => {
                self.now.abilities = abilities;
                self.folders = folders;
                self.defaults = settings;
                self.now.workspace.set_folders(self.folders.clone());
                self.configure();
            }
            Event::Start => {
                self.is_started = true;
                self.awaits_settings = self.now.abilities.configuration;
                self.explain_wide(&self.folders);
                self.scan();
            }
            Event::Open { uri, version, text } => {
                let location = from_proto::location(&uri);
                let id = self.now.workspace.open(location, version, &text);
                self.now.uris.insert(id, uri);
                self.touch(id);
            }
            Event::Change { uri, version, changes } => self.change(&uri, version, &changes),
            Event::Close { uri } => self.close(&uri),
            Event::Folders { added, removed } => {
                self.folders.retain(|folder| !removed.contains(folder));
                self.explain_wide(&added);
                self.folders.extend(added);
                self.now.workspace.set_folders(self.folders.clone());
                self.configure();
                self.scan();
            }
            Event::Files(paths) => self.files_changed(paths),
            Event::Settings(settings) => {
                self.settings = settings;
                if self.configure() {
                    self.scan();
                }
                self.settings_known();
            }
            Event::NoSettings => self.settings_known(),
            Event::Loaded { generation, mut notes, taken } => {
                // A scan that is out of date ends when it hears nothing.
                if generation == self.generation {
                    notes.retain(|note| !self.is_overtaken(&note.path));
                    self.now.workspace.load(notes);
                    let _ = taken.send(());
                }
            }
            Event::Scanned { generation, scan } => self.scanned(generation, &scan),
            Event::Configured(asker) if self.awaits_settings => self.unconfigured.push(asker),
            Event::Complete(asker) if self.now.is_scanning => self.waiting.push(asker),
            Event::Snapshot(asker) | Event::Configured(asker) | Event::Complete(asker) => {
                drop(asker.send(self.snapshot()));
            }
        }
    }

    fn snapshot(&mut self) -> Snapshot {
        self.now.workspace.settle();
        self.now.clone()
    }

    fn change(&mut self, uri: &Uri, version: i32, changes: &[Change]) {
        let encoding = self.now.abilities.encoding;
        let Some(id) = self.now.find(uri) else {
            return warn!(uri = uri.as_str(), "a document changed that is not open");
        };
        if self.now.workspace.change(id, version, changes, encoding) {
            self.touch(id);
        } else {
            warn!(
                uri = uri.as_str(),
                version, "a change was dropped: the document is not open, or is newer"
            );
        }
    }

    fn close(&mut self, uri: &Uri) {
        let Some(id) = self.now.find(uri) else { return };
        self.overtake(from_proto::path(uri));
        self.now.workspace.close(id);
        self.now.uris.remove(&id);
        self.unpublished.remove(&id);
        if !self.now.abilities.pull_diagnostics {
            self.outbox.send(Outgoing::Diagnostics(uri.clone(), Vec::new(), None));
        }
    }

    fn files_changed(&mut self, paths: Vec<PathBuf>) {
        let settings = self.now.workspace.folders().iter().map(|folder| folder.join(file::NAME));
        let has_settings = settings.into_iter().any(|file| paths.contains(&file));
        self.now.workspace.files_changed(&paths);
        self.overtake(paths);
        if has_settings && self.configure() {
            self.scan();
        }
    }

    /// Takes in the settings of the editor and the folders; says whether the notes are to be
    /// scanned again.
    fn configure(&mut self) -> bool {
        let editor = merged(self.defaults.clone(), self.settings.clone());
        let (settings, problems) = Settings::read(&editor, self.now.workspace.folders());
        if !problems.is_empty() && problems != self.problems {
            let text = format!("Headword: {}. All other settings hold.", problems.join("; "));
            self.outbox.send(Outgoing::Show(MessageType::WARNING, text));
        }
        self.problems = problems;
        let before = self.now.workspace.settings();
        let rescan = !before.exclude_as(&settings);
        if *before != settings {
            self.now.workspace.set_config(settings);
            let open: Vec<_> = self.now.uris.keys().copied().collect();
            for id in open {
                self.touch(id);
            }
            self.refresh();
        }
        rescan
    }

    /// Has the client ask again for what it shows all the time.
    fn refresh(&self) {
        // Before the start the client has asked for none yet, and may not be spoken to.
        if !self.is_started {
            return;
        }
        let can = self.now.abilities;
        for (what, is_wanted) in [
            (Refresh::Diagnostics, can.refresh_diagnostics && can.pull_diagnostics),
            (Refresh::CodeLens, can.refresh_code_lens),
            (Refresh::InlayHints, can.refresh_inlay_hints),
            (Refresh::SemanticTokens, can.refresh_semantic_tokens && can.semantic_tokens),
        ] {
            if is_wanted {
                self.outbox.send(Outgoing::Refresh(what));
            }
        }
    }

    fn scan(&mut self) {
        self.generation += 1;
        self.overtaken.clear();
        self.now.is_scanning = true;
        let outbox = self.now.abilities.progress.then_some(&self.outbox);
        scan::start(
            self.generation,
            self.now.workspace.folders().clone(),
            self.now.workspace.settings().clone(),
            self.session.clone(),
            outbox,
        );
    }

    fn scanned(&mut self, generation: u64, scan: &Scan) {
        if generation != self.generation {
            return;
        }
        debug!(notes = scan.notes, left_out = scan.left_out.len(), "scan done");
        self.log_left_out(&scan.left_out);
        if scan.too_many {
            let text = format!("Headword has read {MAX_NOTES} notes here, and left out the rest.");
            self.outbox.send(Outgoing::Show(MessageType::WARNING, text));
        }
        self.now.is_scanning = false;
        let waiting = std::mem::take(&mut self.waiting);
        self.answer(waiting);
        // What the client shows is from before the folders or settings changed.
        if generation > 1 {
            self.refresh();
        }
    }

    fn settings_known(&mut self) {
        self.awaits_settings = false;
        let waiting = std::mem::take(&mut self.unconfigured);
        self.answer(waiting);
    }

    fn answer(&mut self, askers: Vec<oneshot::Sender<Snapshot>>) {
        let snapshot = self.snapshot();
        for asker in askers {
            let _ = asker.send(snapshot.clone());
        }
    }

    /// Something has changed on disk, and we have looked at it.
    fn overtake(&mut self, paths: impl IntoIterator<Item = PathBuf>) {
        if self.now.is_scanning {
            self.overtaken.extend(paths);
        }
    }

    fn is_overtaken(&self, path: &Path) -> bool {
        !self.overtaken.is_empty() && path.ancestors().any(|above| self.overtaken.contains(above))
    }

    fn log_left_out(&self, left_out: &[(PathBuf, String)]) {
        let log = |text| self.outbox.send(Outgoing::Log(MessageType::WARNING, text));
        for (path, reason) in left_out.iter().take(MAX_LOGGED) {
            log(format!("Headword left out {}: {reason}.", path.display()));
        }
        if left_out.len() > MAX_LOGGED {
            log(format!("Headword left out {} more notes.", left_out.len() - MAX_LOGGED));
        }
    }

    fn explain_wide(&self, folders: &[PathBuf]) {
        for folder in folders.iter().filter(|folder| is_too_wide(folder)) {
            let text = format!(
                "Headword reads only the notes you open: {} is too wide a folder to be read whole.",
                folder.display()
            );
            self.outbox.send(Outgoing::Show(MessageType::INFO, text));
        }
    }

    /// A document's diagnostics are out of date.
    fn touch(&mut self, id: NoteId) {
        if !self.now.abilities.pull_diagnostics {
            self.unpublished.insert(id);
            self.unpublished_since.get_or_insert_with(Instant::now);
        }
    }

    /// Sends the diagnostics that are out of date, with the version they were computed from.
    fn publish(&mut self) {
        self.unpublished_since = None;
        let documents = std::mem::take(&mut self.unpublished);
        let snapshot = self.snapshot();
        for id in documents {
            let (Some(document), Some(uri)) = (snapshot.workspace.document(id), snapshot.uri(id))
            else {
                continue;
            };
            let found = diagnostics(&snapshot.workspace, id);
            let found = to_proto::diagnostics(found, document, &snapshot);
            self.outbox.send(Outgoing::Diagnostics(uri, found, document.version()));
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
