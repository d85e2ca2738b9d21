//! The state of the session, and what events do to it.

use std::ops::ControlFlow;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender};

use tokio::sync::watch;
use tower_lsp::ls_types::Uri;
use tracing::{debug, warn};

use crate::fault;
use crate::server::abilities::Abilities;
use crate::server::event::{Event, Question, Wait};
use crate::server::from_proto;
use crate::server::job::{Job, Request};
use crate::server::notices::Notices;
use crate::server::outgoing::{Outbox, Outgoing, Refresh};
use crate::server::published::Report;
use crate::server::publishing::{Batch, Publishing};
use crate::server::settings::{KnownSettings, settings_path};
use crate::server::snapshot::Snapshot;
use crate::text::Change;
use crate::workspace::Workspace;
use crate::workspace::config::settings::Settings;
use crate::workspace::document::NoteId;
use crate::workspace::folders::{Folders, is_too_wide};
use crate::workspace::loader::Scan;

/// Open documents beyond these are kept in step with their editor, but not read: nobody works on so
/// many, and each costs the memory of a note.
const MAX_OPEN: usize = 10_000;

/// The state of the session. Nothing in it waits: work that may take long is handed to the reader
/// or the publisher and comes back as an event.
pub(super) struct State {
    now: Snapshot,
    reader: Sender<Job>,
    publisher: Sender<Batch>,
    outbox: Outbox,
    /// Where the number of the state is announced.
    revision: watch::Sender<u64>,
    /// The folders, as the client names them.
    folders: Vec<PathBuf>,
    /// Whether the client is ready to receive messages.
    is_started: bool,
    settings: KnownSettings,
    /// Whether the client was asked for its first settings and has not answered.
    awaits_settings: bool,
    /// Whether settings have been read.
    is_configured: bool,
    /// Questions that wait.
    waiting: Vec<WaitingQuestion>,
    /// What the reader is to read next.
    request: Request,
    /// The job that the reader is doing.
    job: Option<RunningJob>,
    /// The number of whole scans that are done.
    scans: u64,
    publishing: Publishing,
    notices: Notices,
}

/// A question that waits, and the version that its document had when it arrived.
struct WaitingQuestion {
    question: Question,
    version: Option<i32>,
}

/// A job that the reader is doing.
struct RunningJob {
    is_cancelled: Arc<AtomicBool>,
    /// Whether it has not read the settings yet, which may have changed.
    awaits_settings: bool,
}

impl State {
    /// The state of a session in which nothing has happened.
    pub(super) fn new(
        reader: Sender<Job>,
        publisher: Sender<Batch>,
        outbox: Outbox,
        revision: watch::Sender<u64>,
    ) -> Self {
        let now = Snapshot {
            workspace: Workspace::default(),
            abilities: Abilities::default(),
            revision: 0,
            is_scanning: false,
            is_reading: false,
            told: imbl::HashMap::new(),
            uris: imbl::HashMap::new(),
        };
        let notices = Notices::new(outbox.clone());
        Self {
            now,
            reader,
            publisher,
            outbox,
            revision,
            folders: Vec::new(),
            is_started: false,
            settings: KnownSettings::default(),
            awaits_settings: false,
            is_configured: false,
            waiting: Vec::new(),
            request: Request::default(),
            job: None,
            scans: 0,
            publishing: Publishing::default(),
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
    fn next(&self, events: &Receiver<Event>) -> ControlFlow<(), Option<Event>> {
        // As long as not all notes are read, diagnostics may be wrong.
        let Some(wait) = self.publishing.wait().filter(|_| !self.now.is_scanning) else {
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

    pub(super) fn handle(&mut self, event: Event) {
        fault::point(event.name());
        if !event.is_question() {
            self.changed();
        }
        self.apply(event);
        self.start_job();
        self.answer();
    }

    fn apply(&mut self, event: Event) {
        match event {
            Event::Initialize { abilities, folders, settings } => {
                self.now.abilities = abilities;
                self.settings.set_defaults(settings);
                self.now.workspace.set_config(self.settings.read());
                // There are no other settings where there is no folder.
                self.is_configured = folders.is_empty();
                self.folders = folders;
            }
            Event::Start => {
                self.is_started = true;
                self.awaits_settings = self.now.abilities.configuration;
                self.explain_wide(&self.folders);
                let all = Request { folders: true, everything: true, ..Request::default() };
                self.request(all);
            }
            Event::Open { uri, version, text } => self.open(uri, version, &text),
            Event::Change { uri, version, changes } => self.change(&uri, version, &changes),
            Event::Close { uri } => self.close(&uri),
            Event::Folders { added, removed } => {
                self.folders.retain(|folder| !removed.contains(folder));
                self.explain_wide(&added);
                self.folders.extend(added);
                self.request(Request { folders: true, everything: true, ..Request::default() });
            }
            Event::Files(paths) => self.request(Request::paths(paths)),
            Event::Saved(path) => {
                // Nothing else reports what other programs have changed in the meantime. Files that
                // have not changed are not read again.
                self.request(Request { unreported: true, ..Request::paths(path) });
            }
            Event::Settings(settings) => {
                self.awaits_settings = false;
                if self.settings.set_editor(settings) {
                    self.request_settings();
                }
            }
            Event::NoSettings => self.awaits_settings = false,
            Event::SettingsRead { folders, settings, problems, is_whole } => {
                self.settings.set_problems(problems);
                self.configure(folders, settings);
                self.now.is_scanning |= is_whole;
                if let Some(job) = &mut self.job {
                    job.awaits_settings = false;
                }
            }
            Event::Loaded { notes, taken } => {
                self.now.workspace.load(notes);
                let _ = taken.send(());
            }
            Event::Unloaded { gone, taken } => {
                self.now.workspace.unload(&gone);
                let _ = taken.send(());
            }
            Event::JobDone { rest, scan } => self.job_done(rest, scan),
            Event::Checked { revision, reports } => {
                if revision == self.now.revision {
                    for report in reports {
                        self.tell(report);
                    }
                }
            }
            Event::Published(report) => {
                // It may have been closed in the meantime, or changed, and is computed again.
                let id = self.now.find(&report.uri);
                let document = id.and_then(|id| self.now.workspace.document(id));
                if report.version.is_some()
                    && document.is_some_and(|it| it.version() == report.version)
                {
                    self.tell(report);
                }
            }
            Event::BatchDone => self.publishing.done(),
            Event::Cut { uri, what, count } => {
                let id = self.now.find(&uri);
                if let Some(document) = id.and_then(|id| self.now.workspace.document(id)) {
                    self.notices.cut(document, what, count);
                }
            }
            Event::End => {}
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
            Event::Ask(question) => {
                let version = question.about.as_ref().and_then(|uri| self.version(uri));
                self.waiting.push(WaitingQuestion { question, version });
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

    /// Answers those questions that need wait no longer.
    fn answer(&mut self) {
        let waiting = std::mem::take(&mut self.waiting);
        let (ready, waiting): (Vec<_>, _) =
            waiting.into_iter().partition(|it| self.is_ready(it.question.wait));
        self.waiting = waiting;
        if !ready.is_empty() {
            let snapshot = self.snapshot();
            for WaitingQuestion { question, version } in ready {
                let now = question.about.as_ref().and_then(|uri| self.version(uri));
                let is_same = now == version;
                let _ = question.answer.send(is_same.then(|| snapshot.clone()));
            }
        }
    }

    /// The version of an open document.
    fn version(&self, uri: &Uri) -> Option<i32> {
        self.now.workspace.document(self.now.find(uri)?)?.version()
    }

    fn is_ready(&self, wait: Wait) -> bool {
        let is_configured = !self.is_started || self.is_configured;
        match wait {
            Wait::Arrival => is_configured,
            Wait::Configured => {
                let is_due = self.request.is_about_settings()
                    || self.job.as_ref().is_some_and(|job| job.awaits_settings);
                is_configured && !self.awaits_settings && !is_due
            }
            Wait::Scanned => is_configured && !self.now.is_reading,
        }
    }

    /// Has the reader read something, after what it is doing or instead of it.
    fn request(&mut self, more: Request) {
        // What it reads under other folders or settings is out of date.
        if more.is_about_settings()
            && let Some(job) = &self.job
        {
            job.is_cancelled.store(true, Ordering::Relaxed);
        }
        self.request.extend(more);
    }

    fn request_settings(&mut self) {
        self.request(Request { settings: true, ..Request::default() });
    }

    /// Hands the next job to the reader, if it has none and there is something to be read.
    fn start_job(&mut self) {
        self.now.is_reading = self.is_started && (self.job.is_some() || !self.request.is_empty());
        if self.job.is_some() || !self.now.is_reading {
            return;
        }
        let request = std::mem::take(&mut self.request);
        let awaits_settings = request.is_about_settings();
        self.now.is_scanning = request.everything;
        let is_cancelled = Arc::new(AtomicBool::new(false));
        let job = Job {
            request,
            folders: self.folders.clone(),
            editor: self.settings.editor(),
            buffers: self.settings.buffers.clone(),
            settings: self.now.workspace.settings().clone(),
            is_cancelled: is_cancelled.clone(),
            outbox: self.now.abilities.progress.then(|| self.outbox.clone()),
        };
        self.job = Some(RunningJob { is_cancelled, awaits_settings });
        if self.reader.send(job).is_err() {
            warn!("the reader has ended");
            self.job_done(Request::default(), None);
        }
    }

    fn job_done(&mut self, rest: Request, scan: Option<Scan>) {
        self.job = None;
        self.is_configured = true;
        self.request.extend(rest);
        self.now.is_reading = !self.request.is_empty();
        self.now.is_scanning = false;
        if let Some(scan) = scan {
            debug!(notes = scan.present.len(), left_out = scan.left_out.len(), "scan done");
            self.notices.scan(&scan);
            self.scans += 1;
            // What the client shows is from before the folders or settings changed.
            if self.scans > 1 {
                self.refresh();
            }
        }
    }

    fn open(&mut self, uri: Uri, version: i32, text: &str) {
        if let Some(path) = settings_path(&uri) {
            self.settings.open(path, uri, version, text);
            return self.request_settings();
        }
        if let Some(path) = from_proto::path(&uri) {
            self.request(Request { opened: [path].into(), ..Request::default() });
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
            self.settings.buffers.change(&path, version, changes, encoding);
            return self.request_settings();
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
            return self.request_settings();
        }
        let Some(id) = self.now.find(uri) else { return };
        self.now.workspace.close(id);
        self.request(Request::paths(from_proto::path(uri)));
        self.now.uris.remove(&id);
        self.publishing.remove(id);
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

    /// Takes in the folders and the settings that were read.
    fn configure(&mut self, folders: Folders, settings: Settings) {
        self.is_configured = true;
        if *self.now.workspace.folders() != folders {
            self.now.workspace.set_folders(folders);
        }
        let before = self.now.workspace.settings();
        let is_other = !before.same_effect_as(&settings);
        if *before != settings {
            self.now.workspace.set_config(settings);
        }
        if is_other {
            self.touch_all();
            self.refresh();
        }
        self.explain_settings();
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
            self.publishing.add(id);
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
        if self.publisher.send(self.publishing.batch(snapshot)).is_err() {
            warn!("the publisher has ended");
        }
    }
}

#[cfg(test)]
pub(super) mod tests;
