//! The state of the session, and what events do to it.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::ops::ControlFlow;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::time::{Duration, Instant};

use serde_json::Value;
use tokio::sync::{oneshot, watch};
use tower_lsp::ls_types::{Diagnostic, MessageType, Uri};
use tracing::{debug, warn};

use crate::features::diagnostics::{codes, diagnostics, invalid_settings};
use crate::server::abilities::Abilities;
use crate::server::checking::Report;
use crate::server::outgoing::{Outbox, Outgoing, Refresh};
use crate::server::session::{Event, Session, Snapshot};
use crate::server::{from_proto, scan, to_proto};
use crate::text::Change;
use crate::workspace::config::sources::{Sources, is_settings};
use crate::workspace::document::NoteId;
use crate::workspace::folders::is_too_wide;
use crate::workspace::loader::{MAX_NOTES, Scan};
use crate::workspace::{MAX_NOTE_BYTES, Workspace};

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
    /// Where the number of the state is told.
    revision: watch::Sender<u64>,
    /// The folders, as the client names them.
    folders: Vec<PathBuf>,
    /// Whether the client is ready to be spoken to.
    is_started: bool,
    /// Settings from the client's start, over which later ones go.
    defaults: Value,
    /// The settings that the client told later.
    settings: Value,
    /// All of them, with those in files.
    sources: Sources,
    /// What is wrong with the settings of the editor.
    problems: Vec<String>,
    /// What of that the user was told last.
    told: Vec<String>,
    /// What is shown of what is wrong in files of settings.
    shown: BTreeMap<PathBuf, Vec<Diagnostic>>,
    /// The URIs of files of settings that are open, as the client spells them.
    settings_uris: BTreeMap<PathBuf, Uri>,
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
    /// Open documents that are too large to be read; the user has been told.
    unread: BTreeSet<NoteId>,
}

impl State {
    /// The state of a session that nothing has happened in.
    pub(super) fn new(session: Session, outbox: Outbox, revision: watch::Sender<u64>) -> Self {
        let now = Snapshot {
            workspace: Workspace::default(),
            abilities: Abilities::default(),
            revision: 0,
            is_scanning: false,
            told: imbl::HashMap::new(),
            uris: imbl::HashMap::new(),
        };
        Self {
            now,
            session,
            outbox,
            revision,
            folders: Vec::new(),
            is_started: false,
            defaults: Value::Null,
            settings: Value::Null,
            sources: Sources::new(codes()),
            problems: Vec::new(),
            told: Vec::new(),
            shown: BTreeMap::new(),
            settings_uris: BTreeMap::new(),
            awaits_settings: false,
            unconfigured: Vec::new(),
            waiting: Vec::new(),
            generation: 0,
            overtaken: HashSet::new(),
            unpublished: BTreeSet::new(),
            unpublished_since: None,
            unread: BTreeSet::new(),
        }
    }

    /// Takes events until the server ends.
    pub(super) fn run(mut self, events: &Receiver<Event>) {
        while let ControlFlow::Continue(event) = self.next(events) {
            if matches!(event, Some(Event::End)) {
                return;
            }
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
        if !event.is_question() {
            self.now.revision += 1;
            self.revision.send_replace(self.now.revision);
        }
        match event {
            Event::Initialize { abilities, folders, settings } => {
                self.now.abilities = abilities;
                self.folders = folders;
                self.defaults = settings;
                self.set_folders();
            }
            Event::Start => {
                self.is_started = true;
                self.explain_settings();
                self.awaits_settings = self.now.abilities.configuration;
                self.explain_wide(&self.folders);
                self.scan();
            }
            Event::Open { uri, version, text } => self.open(uri, version, &text),
            Event::Change { uri, version, changes } => self.change(&uri, version, &changes),
            Event::Close { uri } => self.close(&uri),
            Event::Folders { added, removed } => {
                self.folders.retain(|folder| !removed.contains(folder));
                self.explain_wide(&added);
                self.folders.extend(added);
                self.set_folders();
                self.scan();
            }
            Event::Files(paths) => self.files_changed(paths),
            Event::Settings(settings) => {
                self.settings = settings;
                self.reconfigure();
                self.settings_known();
            }
            Event::NoSettings => self.settings_known(),
            Event::Found { generation, settings, taken } => {
                if generation == self.generation {
                    self.sources.add(settings);
                    self.configure();
                    let _ = taken.send(self.now.workspace.settings().clone());
                }
            }
            Event::Checked { revision, reports } => {
                if revision == self.now.revision {
                    for report in reports {
                        self.tell(report);
                    }
                }
            }
            Event::Loaded { generation, mut notes, taken } => {
                // A scan that is out of date ends when it hears nothing.
                if generation == self.generation {
                    notes.retain(|note| !self.is_overtaken(&note.path));
                    self.now.workspace.load(notes);
                    let _ = taken.send(());
                }
            }
            Event::Scanned { generation, scan } => self.scanned(generation, &scan),
            Event::End => {}
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

    fn set_folders(&mut self) {
        self.now.workspace.set_folders(self.folders.clone());
        self.sources.set_folders(self.now.workspace.folders());
        self.configure();
    }

    fn open(&mut self, uri: Uri, version: i32, text: &str) {
        let folders = self.now.workspace.folders();
        let path = from_proto::path(&uri);
        if let Some(path) = path.as_ref().filter(|path| is_settings(path)) {
            self.sources.open(path.clone(), version, text, folders);
            self.settings_uris.insert(path.clone(), uri);
            return self.reconfigure();
        }
        if path.is_some_and(|path| self.sources.look_above(&path, folders)) {
            self.reconfigure();
        }
        let location = from_proto::location(&uri);
        // From now on it is told of with its versions.
        self.now.told.remove(&location);
        let id = self.now.workspace.open(location, version, text);
        self.now.uris.insert(id, uri);
        self.explain_large(id);
        self.touch(id);
    }

    fn change(&mut self, uri: &Uri, version: i32, changes: &[Change]) {
        let encoding = self.now.abilities.encoding;
        if let Some(path) = settings_path(uri) {
            self.sources.change(&path, version, changes, encoding);
            return self.reconfigure();
        }
        let Some(id) = self.now.find(uri) else {
            return warn!(uri = uri.as_str(), "a document changed that is not open");
        };
        if self.now.workspace.change(id, version, changes, encoding) {
            self.explain_large(id);
            self.touch(id);
        } else {
            warn!(
                uri = uri.as_str(),
                version, "a change was dropped: the document is not open, or is newer"
            );
        }
    }

    fn close(&mut self, uri: &Uri) {
        if let Some(path) = settings_path(uri) {
            self.sources.close(&path);
            self.settings_uris.remove(&path);
            return self.reconfigure();
        }
        let Some(id) = self.now.find(uri) else { return };
        self.overtake(from_proto::path(uri));
        self.now.workspace.close(id);
        self.now.uris.remove(&id);
        self.unpublished.remove(&id);
        self.unread.remove(&id);
        if !self.now.abilities.pull_diagnostics {
            self.outbox.send(Outgoing::Diagnostics(uri.clone(), Vec::new(), None));
        }
    }

    fn files_changed(&mut self, paths: Vec<PathBuf>) {
        let has_settings = self.sources.changed(&paths, self.now.workspace.folders());
        self.now.workspace.files_changed(&paths);
        self.overtake(paths);
        if has_settings {
            self.reconfigure();
        }
    }

    /// The same as [`Self::configure`], with a scan if it is needed.
    fn reconfigure(&mut self) {
        if self.configure() {
            self.scan();
        }
    }

    /// Takes in the settings of the editor and the folders; says whether the notes are to be
    /// scanned again.
    fn configure(&mut self) -> bool {
        self.sources.set_editor(merged(self.defaults.clone(), self.settings.clone()));
        let (settings, problems) = self.sources.read();
        self.problems = problems.into_iter().map(|problem| problem.message).collect();
        let before = self.now.workspace.settings();
        let rescan = !before.exclude_as(&settings);
        let is_other = !before.hold_as(&settings);
        if *before != settings {
            self.now.workspace.set_config(settings);
        }
        if is_other {
            let open: Vec<_> = self.now.uris.keys().copied().collect();
            for id in open {
                self.touch(id);
            }
            self.refresh();
        }
        self.explain_settings();
        rescan
    }

    /// Tells the user what is wrong with the settings, unless it is told already: of the editor's
    /// own in a message, of those in files at their places.
    fn explain_settings(&mut self) {
        // Before the start the client may not be spoken to.
        if !self.is_started {
            return;
        }
        if !self.problems.is_empty() && self.problems != self.told {
            let text = format!("Headword: {}. All other settings hold.", self.problems.join("; "));
            self.outbox.send(Outgoing::Show(MessageType::WARNING, text));
        }
        self.told.clone_from(&self.problems);
        if !self.now.abilities.push_diagnostics {
            return;
        }
        let mut shown = std::mem::take(&mut self.shown);
        for file in self.now.workspace.settings().files() {
            let uri = self.settings_uris.get(&file.path);
            // The client asks for what it has opened, and would show it twice.
            if uri.is_some() && self.now.abilities.pull_diagnostics {
                continue;
            }
            let found = to_proto::diagnostics(invalid_settings(file), &file.text, &self.now);
            let before = shown.remove(&file.path).unwrap_or_default();
            let version = self.sources.version(&file.path);
            if before != found {
                self.show(&file.path, found.clone(), version);
            }
            if !found.is_empty() {
                self.shown.insert(file.path.clone(), found);
            }
        }
        for path in shown.into_keys() {
            self.show(&path, Vec::new(), None);
        }
    }

    fn show(&self, file: &Path, found: Vec<Diagnostic>, version: Option<i32>) {
        let known = self.settings_uris.get(file).cloned();
        if let Some(uri) = known.or_else(|| Uri::from_file_path(file)) {
            self.outbox.send(Outgoing::Diagnostics(uri, found, version));
        }
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

    /// Tells once of a document that it is too large to be read.
    fn explain_large(&mut self, id: NoteId) {
        let Some(document) = self.now.workspace.document(id) else { return };
        if usize::from(document.text.len()) <= MAX_NOTE_BYTES {
            self.unread.remove(&id);
        } else if self.unread.insert(id) {
            let (name, most) = (document.location.name(), MAX_NOTE_BYTES >> 20);
            let text = format!("Headword does not read “{name}”: it is larger than {most} MiB.");
            self.outbox.send(Outgoing::Show(MessageType::WARNING, text));
        }
    }

    /// Sends what is new about a note that is not open.
    fn tell(&mut self, report: Report) {
        let location = from_proto::location(&report.uri);
        match report.id {
            Some(id) => self.now.told.insert(location, (report.uri.clone(), id)),
            None => self.now.told.remove(&location),
        };
        if let Some(items) = report.items {
            self.outbox.send(Outgoing::Diagnostics(report.uri, items, None));
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
            let found = to_proto::diagnostics(found, &document.text, &snapshot);
            self.outbox.send(Outgoing::Diagnostics(uri, found, document.version()));
        }
    }
}

/// The path of a file of settings.
fn settings_path(uri: &Uri) -> Option<PathBuf> {
    from_proto::path(uri).filter(|path| is_settings(path))
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
