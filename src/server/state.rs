//! The state of the session, and what events do to it.

use std::collections::HashSet;
use std::ops::ControlFlow;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError};

use tokio::sync::{oneshot, watch};
use tower_lsp::ls_types::Uri;
use tracing::{debug, warn};

use crate::fault;
use crate::server::abilities::Abilities;
use crate::server::checking::Report;
use crate::server::from_proto;
use crate::server::notices::Notices;
use crate::server::outgoing::{Outbox, Outgoing, Refresh};
use crate::server::publishing::Publishing;
use crate::server::scan;
use crate::server::session::{Event, Session, Snapshot};
use crate::server::settings::{KnownSettings, settings_path};
use crate::text::Change;
use crate::workspace::Workspace;
use crate::workspace::document::NoteId;
use crate::workspace::folders::is_too_wide;
use crate::workspace::loader::Scan;

/// Open documents beyond these are kept in step with their editor, but not read: nobody works on so
/// many, and each costs the memory of a note.
const MAX_OPEN: usize = 10_000;

/// What the session owns.
pub(super) struct State {
    now: Snapshot,
    /// An event that was received ahead of its time.
    upcoming: Option<Event>,
    session: Session,
    outbox: Outbox,
    /// Where the number of the state is told.
    revision: watch::Sender<u64>,
    /// The folders, as the client names them.
    folders: Vec<PathBuf>,
    /// Whether the client is ready to be spoken to.
    is_started: bool,
    settings: KnownSettings,
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
    /// Open documents whose diagnostics are out of date.
    unpublished: Publishing,
    notices: Notices,
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
        let notices = Notices::new(outbox.clone());
        Self {
            now,
            upcoming: None,
            session,
            outbox,
            revision,
            folders: Vec::new(),
            is_started: false,
            settings: KnownSettings::default(),
            awaits_settings: false,
            unconfigured: Vec::new(),
            waiting: Vec::new(),
            generation: 0,
            overtaken: HashSet::new(),
            unpublished: Publishing::default(),
            notices,
        }
    }

    /// Takes events until the server ends.
    pub(super) fn run(mut self, events: &Receiver<Event>) {
        while let ControlFlow::Continue(event) = self.next(events) {
            if matches!(event, Some(Event::End)) {
                return;
            }
            let changed = event.as_ref().and_then(Event::changes).cloned();
            // A fault in one event must not take the session down, and all notes with it.
            let handled = catch_unwind(AssertUnwindSafe(|| match event {
                Some(event) => self.handle(event),
                None => self.publish(),
            }));
            if handled.is_err() {
                warn!("an event was not handled to its end");
                if let Some(uri) = changed {
                    self.lose(&uri);
                }
            }
        }
    }

    /// The next event; `None` is the moment to publish diagnostics.
    fn next(&mut self, events: &Receiver<Event>) -> ControlFlow<(), Option<Event>> {
        if let Some(event) = self.upcoming.take() {
            return ControlFlow::Continue(Some(event));
        }
        let event = self.received(events)?;
        let Some(Event::Files(mut paths)) = event else { return ControlFlow::Continue(event) };
        // Some clients tell of thousands of files one by one: what has come by now is one change.
        loop {
            match events.try_recv() {
                Ok(Event::Files(more)) => paths.extend(more),
                other => {
                    self.upcoming = other.ok();
                    return ControlFlow::Continue(Some(Event::Files(paths)));
                }
            }
        }
    }

    fn received(&self, events: &Receiver<Event>) -> ControlFlow<(), Option<Event>> {
        // As long as not all notes are read, what is said of one may be wrong.
        let Some(wait) = self.unpublished.wait().filter(|_| !self.now.is_scanning) else {
            return events
                .recv()
                .map_or(ControlFlow::Break(()), |e| ControlFlow::Continue(Some(e)));
        };
        match events.recv_timeout(wait) {
            Ok(event) => ControlFlow::Continue(Some(event)),
            Err(RecvTimeoutError::Timeout) => ControlFlow::Continue(None),
            Err(RecvTimeoutError::Disconnected) => ControlFlow::Break(()),
        }
    }

    /// A change of a document was not taken in, and it cannot be asked for: what we would say of
    /// the document from now on would be wrong.
    fn lose(&mut self, uri: &Uri) {
        if let Some(id) = self.now.find(uri) {
            self.now.workspace.lose(id);
        }
        self.notices.lost(&from_proto::location(uri).name());
    }

    fn handle(&mut self, event: Event) {
        fault::point(event.name());
        if !event.is_question() {
            self.changed();
        }
        match event {
            Event::Initialize { abilities, folders, settings } => {
                self.now.abilities = abilities;
                self.folders = folders;
                self.settings.set_defaults(settings);
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
            Event::Saved => {
                let folders = self.now.workspace.folders().iter();
                let folders = folders.map(Path::to_path_buf).collect();
                self.files_changed(folders);
            }
            Event::Settings(settings) => {
                self.settings.set_editor(settings);
                self.reconfigure();
                self.settings_known();
            }
            Event::NoSettings => self.settings_known(),
            Event::Found { generation, settings, taken } => {
                if generation == self.generation {
                    self.settings.sources.add(settings);
                    if self.configure() {
                        // What was left out under the settings known then may be a note now.
                        let again: Vec<_> = self.overtaken.iter().cloned().collect();
                        self.now.workspace.files_changed(&again);
                    }
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
                let is_current = generation == self.generation;
                if is_current {
                    notes.retain(|note| !self.is_overtaken(&note.path));
                    self.now.workspace.load(notes);
                }
                let _ = taken.send(is_current);
            }
            Event::Scanned { generation, scan } => self.scanned(generation, &scan),
            Event::Cut { uri, what, count } => {
                let id = self.now.find(&uri);
                if let Some(document) = id.and_then(|id| self.now.workspace.document(id)) {
                    self.notices.cut(document, what, count);
                }
            }
            Event::End => {}
            Event::Configured(asker) if self.awaits_settings => self.unconfigured.push(asker),
            Event::Complete(asker) if self.now.is_scanning => self.waiting.push(asker),
            Event::Audited { revision, difference, anew } => {
                self.notices.mended(&difference);
                if revision == self.now.revision {
                    self.now.workspace = *anew;
                    self.changed();
                    self.touch_all();
                    self.refresh();
                }
            }
            #[cfg(test)]
            Event::Break(damage) => damage(&mut self.now.workspace),
            Event::Snapshot(asker) | Event::Configured(asker) | Event::Complete(asker) => {
                drop(asker.send(self.snapshot()));
            }
        }
    }

    fn changed(&mut self) {
        self.now.revision += 1;
        self.revision.send_replace(self.now.revision);
    }

    fn snapshot(&mut self) -> Snapshot {
        self.now.workspace.settle();
        self.now.clone()
    }

    fn set_folders(&mut self) {
        self.now.workspace.set_folders(self.folders.clone());
        self.settings.sources.set_folders(self.now.workspace.folders());
        self.configure();
    }

    fn open(&mut self, uri: Uri, version: i32, text: &str) {
        let folders = self.now.workspace.folders();
        if let Some(path) = settings_path(&uri) {
            self.settings.open(path, uri, version, text, folders);
            return self.reconfigure();
        }
        let path = from_proto::path(&uri);
        if path.is_some_and(|path| self.settings.sources.look_above(&path, folders)) {
            self.reconfigure();
        }
        let (location, others) = (from_proto::location(&uri), self.now.uris.len());
        let workspace = &mut self.now.workspace;
        let is_new = workspace.find(&location).is_none_or(|id| !self.now.uris.contains_key(&id));
        let id = if is_new && others >= MAX_OPEN {
            let id = workspace.open_unread(location, version, text);
            if let Some(document) = workspace.document(id) {
                self.notices.crowd(document, others);
            }
            id
        } else {
            workspace.open(location, version, text)
        };
        self.now.uris.insert(id, uri);
        self.look_at_size(id);
        self.touch(id);
    }

    fn change(&mut self, uri: &Uri, version: i32, changes: &[Change]) {
        let encoding = self.now.abilities.encoding;
        if let Some(path) = settings_path(uri) {
            self.settings.sources.change(&path, version, changes, encoding);
            return self.reconfigure();
        }
        let Some(id) = self.now.find(uri) else {
            return warn!(uri = uri.as_str(), "a document changed that is not open");
        };
        if self.now.workspace.change(id, version, changes, encoding) {
            self.look_at_size(id);
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
            self.settings.close(&path);
            return self.reconfigure();
        }
        let Some(id) = self.now.find(uri) else { return };
        self.overtake(from_proto::path(uri));
        self.now.workspace.close(id);
        self.now.uris.remove(&id);
        self.unpublished.remove(id);
        self.notices.forget(id);
        if !self.now.abilities.pull_diagnostics {
            self.tell(Report {
                uri: uri.clone(),
                version: None,
                id: None,
                items: Some(Vec::new()),
            });
        }
    }

    fn files_changed(&mut self, paths: Vec<PathBuf>) {
        let has_settings = self.settings.sources.changed(&paths, self.now.workspace.folders());
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
        let settings = self.settings.read();
        let before = self.now.workspace.settings();
        let rescan = !before.exclude_as(&settings);
        let is_other = !before.hold_as(&settings);
        if *before != settings {
            self.now.workspace.set_config(settings);
        }
        if is_other {
            self.touch_all();
            self.refresh();
        }
        self.explain_settings();
        rescan
    }

    /// Tells the user what is wrong with the settings, unless it is told already.
    fn explain_settings(&mut self) {
        // Before the start the client may not be spoken to.
        if self.is_started {
            self.settings.explain(&self.now, &self.outbox);
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
        self.notices.scan(scan);
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
            let folders = self.now.workspace.folders();
            self.overtaken.extend(paths.into_iter().map(|path| folders.own(path)));
        }
    }

    fn is_overtaken(&self, path: &Path) -> bool {
        !self.overtaken.is_empty() && path.ancestors().any(|above| self.overtaken.contains(above))
    }

    fn explain_wide(&self, folders: &[PathBuf]) {
        for folder in folders.iter().filter(|folder| is_too_wide(folder)) {
            self.notices.wide(folder);
        }
    }

    fn look_at_size(&mut self, id: NoteId) {
        if let Some(document) = self.now.workspace.document(id) {
            self.notices.size(document);
        }
    }

    /// Sends what is new about a note.
    fn tell(&mut self, report: Report) {
        let location = from_proto::location(&report.uri);
        match report.id {
            Some(id) => self.now.told.insert(location, (report.uri.clone(), id)),
            None => self.now.told.remove(&location),
        };
        if let Some(items) = report.items {
            self.outbox.send(Outgoing::Diagnostics(report.uri, items, report.version));
        }
    }

    /// A document's diagnostics are out of date.
    fn touch(&mut self, id: NoteId) {
        if !self.now.abilities.pull_diagnostics {
            self.unpublished.add(id);
        }
    }

    /// The same for all that are open.
    fn touch_all(&mut self) {
        let open: Vec<_> = self.now.uris.keys().copied().collect();
        for id in open {
            self.touch(id);
        }
    }

    fn publish(&mut self) {
        let snapshot = self.snapshot();
        while let Some(report) = self.unpublished.next(&snapshot) {
            self.tell(report);
        }
    }
}

#[cfg(test)]
pub(super) mod tests;
