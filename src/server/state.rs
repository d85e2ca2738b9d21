//! The state of the session, and how events change it.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::Sender;
use std::time::Duration;

use tokio::sync::watch;
use tower_lsp::ls_types::Uri;
use tracing::{debug, warn};

#[cfg(debug_assertions)]
use crate::fault;
use crate::note::text_form::TextForm;
use crate::server::answering::Answering;
use crate::server::client_capabilities::ClientCapabilities;
use crate::server::event::{Event, Question, Wait};
use crate::server::from_proto;
use crate::server::job::{Job, Request};
use crate::server::job_queue::JobQueue;
use crate::server::outgoing::{Outbox, Outgoing, Refresh};
use crate::server::published::Report;
use crate::server::publishing::{Batch, Publishing};
use crate::server::settings::{KnownSettings, settings_path};
use crate::server::snapshot::Snapshot;
use crate::server::user_messages::UserMessages;
use crate::text::Change;
use crate::workspace::config::settings::Settings;
use crate::workspace::document::NoteId;
use crate::workspace::folders::{Folders, is_too_wide};
use crate::workspace::loader::Scan;
use crate::workspace::{Workspace, is_note};

/// The maximum number of open documents that are analyzed. Others follow their editor, but are not
/// parsed: nobody works on so many, and each parsed note costs memory.
const MAX_OPEN: usize = 10_000;

/// The state of the session. No method waits. The reader and the publisher do the slow work, and
/// send their results as events.
#[expect(clippy::struct_excessive_bools, reason = "each is a step of the start or the end")]
pub(super) struct State {
    now: Snapshot,
    jobs: JobQueue,
    publisher: Sender<Batch>,
    outbox: Outbox,
    /// Sends the revision of the state.
    revision: watch::Sender<u64>,
    /// The workspace folders, in the spelling of the client.
    folders: Vec<PathBuf>,
    /// Whether the client is ready to receive messages.
    is_started: bool,
    settings: KnownSettings,
    /// Whether the first settings were requested from the client, and it has not answered.
    awaits_settings: bool,
    /// Whether the settings files have been read.
    is_configured: bool,
    /// The questions that wait.
    waiting: Vec<WaitingQuestion>,
    answering: Answering,
    /// Whether the client has asked for the end. Then no question waits any longer.
    is_ending: bool,
    /// The number of finished whole scans.
    scans: u64,
    publishing: Publishing,
    messages: UserMessages,
}

/// A question that waits, and the version of its document at its arrival.
struct WaitingQuestion {
    question: Question,
    version: Option<i32>,
}

impl State {
    /// Creates the state of a new session.
    pub(super) fn new(
        reader: Sender<Job>,
        publisher: Sender<Batch>,
        outbox: Outbox,
        revision: watch::Sender<u64>,
    ) -> Self {
        let now = Snapshot {
            workspace: Workspace::default(),
            client: ClientCapabilities::default(),
            revision: 0,
            is_scanning: false,
            is_reading: false,
            published: imbl::HashMap::new(),
            mark: None,
            uris: imbl::HashMap::new(),
        };
        let messages = UserMessages::new(outbox.clone());
        Self {
            now,
            jobs: JobQueue::new(reader),
            publisher,
            outbox,
            revision,
            folders: Vec::new(),
            is_started: false,
            settings: KnownSettings::default(),
            awaits_settings: false,
            is_configured: false,
            waiting: Vec::new(),
            answering: Answering::default(),
            is_ending: false,
            scans: 0,
            publishing: Publishing::default(),
            messages,
        }
    }

    /// Returns the time until diagnostics are due. `None` if no diagnostics are.
    pub(super) fn until_diagnostics(&self) -> Option<Duration> {
        // Diagnostics may be wrong until all notes are read.
        self.publishing.wait().filter(|_| !self.now.is_scanning)
    }

    /// Continues after a panic in an event. `changed` is the document whose change was lost. The
    /// change cannot be requested again, so each later answer about the document would be wrong.
    pub(super) fn recover(&mut self, changed: Option<&Uri>) {
        if let Some(uri) = changed {
            if let Some(id) = self.now.find(uri) {
                self.now.workspace.mark_out_of_sync(id);
            }
            self.messages.out_of_sync(&from_proto::location(uri).name());
        }
        // Nobody may wait for what the event would have done.
        self.is_configured = true;
        self.start_job();
        self.answer();
    }

    /// Handles an event, then starts what it makes possible.
    pub(super) fn handle(&mut self, event: Event) {
        #[cfg(debug_assertions)]
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
            Event::Initialize { client, folders, settings } => {
                self.now.client = client;
                self.settings.set_defaults(settings);
                self.now.workspace.set_config(self.settings.read());
                // Without a folder there are no settings files.
                self.is_configured = folders.is_empty();
                self.folders = folders;
            }
            Event::Start => {
                self.is_started = true;
                self.awaits_settings = self.now.client.configuration;
                self.explain_wide(&self.folders);
                let all = Request { folders: true, everything: true, ..Request::default() };
                self.jobs.request(all);
            }
            Event::Open { uri, language, version, text } => {
                self.open(uri, &language, version, &text);
            }
            Event::Change { uri, version, changes } => self.change(&uri, version, &changes),
            Event::Close { uri } => self.close(&uri),
            Event::Folders { added, removed } => {
                self.folders.retain(|folder| !removed.contains(folder));
                self.explain_wide(&added);
                self.folders.extend(added);
                self.jobs.request(Request {
                    folders: true,
                    everything: true,
                    ..Request::default()
                });
            }
            Event::Files(paths) => self.jobs.request(Request::paths(paths)),
            Event::Saved(path) => {
                // The client does not watch files, so look for changes by other programs too.
                // Unchanged files are not read again.
                self.jobs.request(Request { unreported: true, ..Request::paths(path) });
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
                self.jobs.settings_read();
            }
            Event::LoadedNote { notes, taken } => {
                self.now.workspace.load(notes);
                drop(taken);
            }
            Event::Unloaded { gone, taken } => {
                self.now.workspace.unload(&gone);
                drop(taken);
            }
            Event::JobDone { rest, scan } => self.job_done(rest, scan),
            Event::Checked { revision, reports } => {
                if revision == self.now.revision {
                    for report in reports {
                        // The publisher would send the same diagnostics again.
                        if let Some(id) =
                            self.now.find(&report.uri).filter(|_| report.items.is_some())
                        {
                            self.publishing.remove(id);
                        }
                        self.publish_report(report);
                    }
                }
            }
            Event::Published(report) => {
                // Drop the report if the document was closed or changed meanwhile. Another follows.
                let id = self.now.find(&report.uri);
                let document = id.and_then(|id| self.now.workspace.document(id));
                if report.version.is_some()
                    && document.is_some_and(|it| it.version() == report.version)
                {
                    self.publish_report(report);
                }
            }
            Event::BatchDone => self.publishing.done(),
            Event::Truncated { uri, what, count } => {
                let id = self.now.find(&uri);
                if let Some(document) = id.and_then(|id| self.now.workspace.document(id)) {
                    self.messages.truncated(document, what, count);
                }
            }
            Event::End => {}
            #[cfg(any(test, debug_assertions))]
            Event::Audited { revision, difference, rebuilt } => {
                self.messages.rebuilt(&difference);
                self.replace(revision, *rebuilt);
            }
            #[cfg(test)]
            Event::Break(damage) => damage(&mut self.now.workspace),
            Event::Shutdown => self.is_ending = true,
            Event::Ask(question) => {
                let version = question.about.as_ref().and_then(|uri| self.version(uri));
                self.waiting.push(WaitingQuestion { question, version });
            }
        }
    }

    /// Replaces the workspace by a rebuilt one, unless the state has changed since this revision.
    #[cfg(any(test, debug_assertions))]
    fn replace(&mut self, revision: u64, rebuilt: Workspace) {
        if revision == self.now.revision {
            self.now.workspace = rebuilt;
            self.changed();
            self.touch_all();
            self.refresh();
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

    /// Answers the questions whose condition is met.
    fn answer(&mut self) {
        let waiting = std::mem::take(&mut self.waiting);
        let (ready, waiting): (Vec<_>, _) =
            waiting.into_iter().partition(|it| self.is_ready(it.question.wait));
        self.waiting = waiting;
        if !ready.is_empty() {
            let mut snapshot = self.snapshot();
            for WaitingQuestion { question, version } in ready {
                let is_request = question.wait != Wait::Nothing;
                snapshot.mark = is_request.then(|| self.answering.mark());
                let now = question.about.as_ref().and_then(|uri| self.version(uri));
                let is_same = now == version;
                let _ = question.answer.send(is_same.then(|| snapshot.clone()));
            }
        }
    }

    /// Returns whether a request is answered at the moment.
    pub(super) fn is_answering(&self) -> bool {
        self.answering.is_busy()
    }

    /// Returns the version of an open document. `None` if it is not open.
    fn version(&self, uri: &Uri) -> Option<i32> {
        self.now.workspace.document(self.now.find(uri)?)?.version()
    }

    fn is_ready(&self, wait: Wait) -> bool {
        let is_configured = !self.is_started || self.is_configured;
        if self.is_ending {
            return true;
        }
        match wait {
            Wait::Nothing => true,
            Wait::Arrival => is_configured,
            Wait::Configured => {
                is_configured && !self.awaits_settings && !self.jobs.awaits_settings()
            }
            Wait::Scanned => is_configured && !self.now.is_reading,
        }
    }

    fn request_settings(&mut self) {
        self.jobs.request(Request { settings: true, ..Request::default() });
    }

    /// Sends the next job to the reader, if it is idle and something is requested.
    fn start_job(&mut self) {
        self.now.is_reading = self.is_started && self.jobs.has_work();
        if !self.now.is_reading || self.jobs.is_running() {
            return;
        }
        let request = self.jobs.take_request();
        self.now.is_scanning = request.everything;
        let job = Job {
            request,
            folders: self.folders.clone(),
            open: self.now.uris.values().filter_map(from_proto::path).collect(),
            editor: self.settings.editor(),
            buffers: self.settings.buffers.clone(),
            settings: self.now.workspace.settings().clone(),
            is_cancelled: Arc::default(),
            outbox: self.now.client.progress.then(|| self.outbox.clone()),
        };
        if !self.jobs.start(job) {
            warn!("the reader has ended");
            self.job_done(Request::default(), None);
        }
    }

    fn job_done(&mut self, rest: Request, scan: Option<Scan>) {
        self.jobs.done(rest);
        self.is_configured = true;
        self.now.is_reading = self.jobs.has_work();
        self.now.is_scanning = false;
        if let Some(scan) = scan {
            debug!(notes = scan.present.len(), left_out = scan.left_out.len(), "scan done");
            self.messages.scan(&scan);
            self.scans += 1;
            // The client still shows answers from before the folders or settings changed.
            if self.scans > 1 {
                self.refresh();
            }
        }
    }

    fn open(&mut self, uri: Uri, language: &str, version: i32, text: &str) {
        if let Some(path) = settings_path(&uri) {
            self.settings.open(path, uri, version, text);
            return self.request_settings();
        }
        let (location, path) = (from_proto::location(&uri), from_proto::path(&uri));
        // A file of any extension may be opened as Markdown, and a Markdown file is always a note.
        let form = TextForm::of(language).filter(|_| !path.as_deref().is_some_and(is_note));
        let workspace = &mut self.now.workspace;
        let id = if let Some(form) = form {
            workspace.open_other(location, version, text, form)
        } else {
            if let Some(path) = path {
                self.jobs.request(Request { opened: [path].into(), ..Request::default() });
            }
            workspace.open(location, version, text)
        };
        let is_new = !self.now.uris.contains_key(&id);
        if is_new && self.now.uris.len() >= MAX_OPEN {
            workspace.leave_unread(id);
            if let Some(document) = workspace.document(id) {
                self.messages.too_many_open(document, MAX_OPEN);
            }
        }
        self.now.uris.insert(id, uri);
        self.look_at_size(id);
        self.touch(id);
    }

    fn change(&mut self, uri: &Uri, version: i32, changes: &[Change]) {
        let encoding = self.now.client.encoding;
        if let Some(path) = settings_path(uri) {
            self.settings.buffers.change(&path, version, changes, encoding);
            return self.request_settings();
        }
        let Some(id) = self.now.find(uri) else {
            return warn!(uri = uri.as_str(), "dropped a change of a document that is not open");
        };
        if self.now.workspace.change(id, version, changes, encoding) {
            self.look_at_size(id);
            self.touch(id);
        } else {
            warn!(
                uri = uri.as_str(),
                version, "dropped a change: the document is not open or is newer"
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
        self.jobs.request(Request::paths(from_proto::path(uri)));
        self.now.uris.remove(&id);
        self.publishing.remove(id);
        self.messages.forget(id);
        if !self.now.client.pull_diagnostics {
            self.publish_report(Report {
                uri: uri.clone(),
                version: None,
                id: None,
                items: Some(Vec::new()),
            });
        }
    }

    /// Applies the folders and settings that the reader has read.
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

    /// Reports invalid settings to the user, unless they were reported before.
    fn explain_settings(&mut self) {
        // LSP forbids messages to the client before `initialized`.
        if self.is_started {
            self.settings.explain(&self.now, &self.outbox);
        }
    }

    /// Requests that the client refreshes what it always shows.
    fn refresh(&self) {
        // LSP forbids messages to the client before `initialized`.
        if !self.is_started {
            return;
        }
        for what in Refresh::supported(&self.now.client) {
            self.outbox.send(Outgoing::Refresh(what));
        }
    }

    fn explain_wide(&self, folders: &[PathBuf]) {
        for folder in folders.iter().filter(|folder| is_too_wide(folder)) {
            self.messages.wide(folder);
        }
    }

    fn look_at_size(&mut self, id: NoteId) {
        if let Some(document) = self.now.workspace.document(id) {
            self.messages.size(document);
        }
    }

    /// Publishes a report, and remembers which diagnostics the client has.
    fn publish_report(&mut self, report: Report) {
        let location = from_proto::location(&report.uri);
        match report.id {
            Some(id) => self.now.published.insert(location, (report.uri.clone(), id)),
            None => self.now.published.remove(&location),
        };
        if let Some(items) = report.items {
            self.outbox.send(Outgoing::Diagnostics(report.uri, items, report.version));
        }
    }

    /// Marks the diagnostics of an open document as out of date.
    fn touch(&mut self, id: NoteId) {
        if !self.now.client.pull_diagnostics {
            self.publishing.add(id);
        }
    }

    /// Marks the diagnostics of all open documents as out of date.
    fn touch_all(&mut self) {
        let open: Vec<_> = self.now.uris.keys().copied().collect();
        for id in open {
            self.touch(id);
        }
    }

    /// Hands the notes whose diagnostics are due to the publisher.
    pub(super) fn publish(&mut self) {
        let snapshot = self.snapshot();
        if self.publisher.send(self.publishing.batch(snapshot)).is_err() {
            warn!("the publisher has ended");
        }
    }
}

#[cfg(test)]
pub(super) mod tests;
