//! The reader: the thread that reads settings and notes from disk, one job at a time.
//!
//! No other part of the server waits for the disk. The session sends a [`Job`] and continues. The
//! results arrive as events. Requests during a job are combined into the next job.

use std::collections::{HashMap, HashSet, VecDeque};
use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, Sender, SyncSender, channel, sync_channel};
use std::sync::{Mutex, PoisonError};
use std::thread;
use std::time::Duration;

use tokio::sync::watch;
use tower_lsp::Client;
use tower_lsp::ls_types::ProgressToken;
use tracing::warn;

#[cfg(debug_assertions)]
use crate::fault;
use crate::features::diagnostics::codes;
use crate::server::event::{Event, Wait};
use crate::server::job::{Job, Request};
use crate::server::outgoing::{CLIENT_TIMEOUT, Outbox};
use crate::server::session::Session;
use crate::workspace::config::settings::Settings;
use crate::workspace::config::sources::Sources;
use crate::workspace::disk::Stamp;
use crate::workspace::document::Owner;
use crate::workspace::folders::Folders;
use crate::workspace::ignored::{IgnoreCache, ignore_file_folder};
use crate::workspace::loader::{self, FoundFiles, Scan, Search};
use crate::workspace::vault::{moves_vault, vault_of};

/// The time between two progress reports.
const INTERVAL: Duration = Duration::from_millis(100);

/// The maximum number of batches that wait for the session. A few keep it busy, and few parsed notes
/// are in memory.
const MAX_WAITING: usize = 4;

/// The number of notes in an [`Event::Unloaded`].
const GONE_BATCH: usize = 8;

/// Starts the thread. It ends when the sender is dropped.
///
/// # Errors
///
/// Fails if the system cannot start a thread.
pub(super) fn start(session: Session) -> io::Result<Sender<Job>> {
    let (sender, jobs) = channel();
    let reader = Reader {
        session,
        named: Folders::default(),
        adopted: Vec::new(),
        vaults: HashMap::new(),
        folders: Folders::default(),
        sources: Sources::new(codes()),
        ignored: IgnoreCache::default(),
        scans: 0,
    };
    thread::Builder::new().name("reader".to_owned()).spawn(move || reader.run(&jobs))?;
    Ok(sender)
}

struct Reader {
    session: Session,
    /// The folders of the client.
    named: Folders,
    /// The vaults of open notes, for a client without a folder.
    adopted: Vec<PathBuf>,
    /// The open notes with their vaults, each searched again only if it may have moved.
    vaults: HashMap<PathBuf, Option<PathBuf>>,
    /// The folders to read: those of the client, or else the vaults.
    folders: Folders,
    sources: Sources,
    ignored: IgnoreCache,
    /// The number of scans with progress, for unique tokens.
    scans: u64,
}

impl Reader {
    fn run(mut self, jobs: &Receiver<Job>) {
        while let Ok(job) = jobs.recv() {
            // Send the end of the job also after a panic: requests wait for it.
            let done = catch_unwind(AssertUnwindSafe(|| self.fulfill(job)));
            let (rest, scan) = done.unwrap_or_else(|_| {
                warn!("a job of the reader failed");
                (Request::default(), None)
            });
            self.session.send(Event::JobDone { rest, scan });
        }
    }

    /// Does a job. Returns the rest of the request if it was cancelled, and the result of a whole
    /// scan.
    fn fulfill(&mut self, job: Job) -> (Request, Option<Scan>) {
        #[cfg(debug_assertions)]
        fault::point("scan");
        let Job { mut request, folders, open, editor, buffers, mut settings, is_cancelled, outbox } =
            job;
        let opened = std::mem::take(&mut request.opened);
        if request.folders {
            self.named = Folders::new(folders);
        }
        self.vaults.retain(|note, _| !request.paths.iter().any(|path| moves_vault(path, note)));
        request.folders |= self.adopt(open);
        if request.folders {
            let is_named = self.named.iter().next().is_some();
            let adopted = || Folders::new(self.adopted.clone());
            self.folders = if is_named { self.named.clone() } else { adopted() };
            self.sources.set_folders(self.folders.clone());
        }
        let paths = std::mem::take(&mut request.paths).into_iter();
        request.paths = paths.map(|path| self.folders.own(path)).collect();
        // A changed ignore file affects all notes in its folder.
        let above: Vec<_> =
            request.paths.iter().filter_map(|path| ignore_file_folder(path)).collect();
        let above: Vec<_> = above.into_iter().map(Path::to_path_buf).collect();
        request.paths.extend(above);

        self.sources.set_editor(editor);
        self.sources.set_buffers(buffers);
        let mut is_due = request.folders || request.settings;
        for note in opened {
            is_due |= self.sources.look_above(&self.folders.own(note));
        }
        if self.sources.changed(&request.paths) || is_due {
            self.read_settings(&mut request, &mut settings);
        }
        if !request.is_wide() && request.paths.is_empty() {
            return (Request::default(), None);
        }
        let (search, found) = self.find(&mut request, &mut settings);
        let scan = self.read_notes(&request, &settings, &search, found, &is_cancelled, outbox);
        if scan.is_cut {
            return (request, None);
        }
        (Request::default(), request.everything.then_some(scan))
    }

    /// Adopts the vaults of the open notes if the client has no folder: some editors open none for
    /// a folder without a marker. Returns whether the vaults have changed.
    fn adopt(&mut self, open: HashSet<PathBuf>) -> bool {
        let is_named = self.named.iter().next().is_some();
        self.vaults.retain(|note, _| !is_named && open.contains(note));
        for note in open.into_iter().filter(|_| !is_named) {
            self.vaults.entry(note).or_insert_with_key(|note| vault_of(note));
        }
        let mut adopted: Vec<_> = self.vaults.values().flatten().cloned().collect();
        adopted.sort_unstable();
        adopted.dedup();
        let has_changed = adopted != self.adopted;
        self.adopted = adopted;
        has_changed
    }

    /// Reads the settings and sends them to the session. Extends the request to all notes if the
    /// new settings change how notes are read or which are excluded.
    fn read_settings(&mut self, request: &mut Request, settings: &mut Settings) {
        let (read, problems) = self.sources.read();
        request.forced |= request.folders || !read.same_reading_as(settings);
        request.everything |= request.forced || !read.same_exclusions_as(settings);
        (request.folders, request.settings) = (false, false);
        settings.clone_from(&read);
        self.session.send(Event::SettingsRead {
            folders: self.folders.clone(),
            settings: read,
            problems,
            is_whole: request.everything,
        });
    }

    /// Finds the requested files. Reads the settings again if new settings files are found.
    fn find(&mut self, request: &mut Request, settings: &mut Settings) -> (Search, FoundFiles) {
        loop {
            let is_wide = request.is_wide();
            let search = if is_wide {
                Search::all(self.ignored.clone())
            } else {
                Search::at(&request.paths, self.ignored.clone())
            };
            let mut found = search.find(&self.folders);
            if self.sources.add(std::mem::take(&mut found.settings)) {
                self.read_settings(request, settings);
            }
            if request.is_wide() == is_wide {
                return (search, found);
            }
        }
    }

    /// Reads the found notes and sends them to the session. Then unloads notes whose files are
    /// gone.
    fn read_notes(
        &mut self,
        request: &Request,
        settings: &Settings,
        search: &Search,
        found: FoundFiles,
        is_cancelled: &AtomicBool,
        outbox: Option<Outbox>,
    ) -> Scan {
        let known = self.known(search);
        let (report, progress) = watch::channel(Progress::default());
        if let Some(outbox) = outbox.filter(|_| request.everything) {
            self.scans += 1;
            let number = self.scans;
            outbox.converse(|client| show(client, number, progress));
        }
        let is_current = |path: &Path, stamp: Stamp| {
            let is_asked = request.forced || request.paths.contains(path);
            !is_asked && known.get(path) == Some(&Some(stamp))
        };
        let deliveries = Deliveries::new(&self.session);
        let scan =
            loader::read(found, &self.folders, settings, is_current, |notes, done, total| {
                report.send_replace(Progress { done, total });
                deliveries.send(|taken| Event::LoadedNote { notes, taken });
                !is_cancelled.load(Ordering::Relaxed)
            });
        if !scan.is_cut {
            let is_gone = |path: &PathBuf| !scan.present.contains(path);
            let gone: Vec<_> = known.into_keys().filter(is_gone).collect();
            for gone in gone.chunks(GONE_BATCH).map(<[_]>::to_vec) {
                deliveries.send(|taken| Event::Unloaded { gone, taken });
            }
        }
        scan
    }

    /// Returns the known notes on disk that the search covers, with the stamps of their files.
    fn known(&self, search: &Search) -> HashMap<PathBuf, Option<Stamp>> {
        let now = self.session.ask(Wait::Nothing, None).blocking_recv();
        let Ok(Some(now)) = now else { return HashMap::new() };
        let on_disk = now.workspace.documents().filter(|document| document.owner == Owner::Disk);
        let known = on_disk.filter_map(|document| {
            let path = document.location.path().filter(|path| search.covers(path))?;
            Some((path.to_path_buf(), document.stamp()))
        });
        known.collect()
    }
}

/// The deliveries to the session. It sends nothing back: it drops the sender in the event when the
/// event is handled, or dropped by a panic.
struct Deliveries<'s> {
    session: &'s Session,
    /// The deliveries that may not have been handled, in their order.
    waiting: Mutex<VecDeque<Receiver<()>>>,
}

impl<'s> Deliveries<'s> {
    fn new(session: &'s Session) -> Self {
        Self { session, waiting: Mutex::default() }
    }

    /// Sends an event. Waits if [`MAX_WAITING`] earlier ones wait.
    fn send(&self, event: impl FnOnce(SyncSender<()>) -> Event) {
        let (taken, wait) = sync_channel(0);
        let mut waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        self.session.send(event(taken));
        waiting.push_back(wait);
        let first = (waiting.len() > MAX_WAITING).then(|| waiting.pop_front()).flatten();
        drop(waiting);
        if let Some(first) = first {
            let _ = first.recv();
        }
    }
}

/// Waits until all events are handled, also after a panic: the session handles the end of a job
/// before waiting notes.
impl Drop for Deliveries<'_> {
    fn drop(&mut self) {
        let waiting = self.waiting.get_mut().unwrap_or_else(PoisonError::into_inner);
        for wait in waiting.drain(..) {
            let _ = wait.recv();
        }
    }
}

/// The progress of a scan, in notes.
#[derive(Clone, Copy, Default)]
struct Progress {
    done: usize,
    total: usize,
}

/// Shows the progress of a scan in the client.
///
/// LSP: window/workDoneProgress/create, $/progress.
async fn show(client: Client, number: u64, mut progress: watch::Receiver<Progress>) {
    let token = ProgressToken::String(format!("headword/scan/{number}"));
    let created = client.create_work_done_progress(token.clone());
    if !matches!(tokio::time::timeout(CLIENT_TIMEOUT, created).await, Ok(Ok(()))) {
        return;
    }
    let shown = client.progress(token, "Reading notes").with_percentage(0).begin().await;
    while progress.changed().await.is_ok() {
        let Progress { done, total } = *progress.borrow_and_update();
        let percentage = u32::try_from(done * 100 / total.max(1)).unwrap_or(100);
        shown.report_with_message(format!("{done} of {total}"), percentage).await;
        tokio::time::sleep(INTERVAL).await;
    }
    shown.finish().await;
}
