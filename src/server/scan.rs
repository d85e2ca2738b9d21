//! The first look at all notes, beside everything else, with progress that the user sees.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::sync_channel;
use std::thread;
use std::time::Duration;

use tokio::sync::watch;
use tower_lsp::Client;
use tower_lsp::ls_types::ProgressToken;

use crate::fault;
use crate::server::outgoing::{Outbox, PATIENCE};
use crate::server::session::{Event, Session};
use crate::workspace::folders::Folders;
use crate::workspace::loader::{self, Scan};

/// How often progress is reported.
const INTERVAL: Duration = Duration::from_millis(100);

/// How far a scan has come.
#[derive(Clone, Copy, Default)]
struct Progress {
    done: usize,
    total: usize,
}

/// Scans the folders on a thread of its own. Every event carries `generation`, so that those of a
/// scan that was overtaken by another one are told apart.
pub(super) fn start(generation: u64, folders: Folders, session: Session, outbox: Option<&Outbox>) {
    let (report, progress) = watch::channel(Progress::default());
    if let Some(outbox) = outbox {
        outbox.converse(|client| show(client, generation, progress));
    }
    thread::spawn(move || {
        let read = AssertUnwindSafe(|| read(generation, &folders, &session, &report));
        // However it ends, many may wait for the end.
        let scan = catch_unwind(read).ok().flatten().unwrap_or_default();
        session.send(Event::Scanned { generation, scan });
    });
}

/// Reads all notes and hands them over; none if the scan is out of date before it has begun.
fn read(
    generation: u64,
    folders: &Folders,
    session: &Session,
    report: &watch::Sender<Progress>,
) -> Option<Scan> {
    fault::point("scan");
    let mut found = loader::find(folders);
    let (taken, settled) = sync_channel(1);
    let settings = std::mem::take(&mut found.settings);
    session.send(Event::Found { generation, settings, taken });
    let settings = settled.recv().ok()?;
    Some(loader::read(found, folders, &settings, |notes, done, total| {
        report.send_replace(Progress { done, total });
        // One batch at a time: a question asked meanwhile waits for one, not for all.
        let (taken, wait) = sync_channel(0);
        session.send(Event::Loaded { generation, notes, taken });
        // A batch that is never answered for was lost by a fault; the next one need not be.
        wait.recv().unwrap_or(true)
    }))
}

/// LSP: window/workDoneProgress/create, $/progress.
async fn show(client: Client, generation: u64, mut progress: watch::Receiver<Progress>) {
    let token = ProgressToken::String(format!("headword/scan/{generation}"));
    let created = client.create_work_done_progress(token.clone());
    if !matches!(tokio::time::timeout(PATIENCE, created).await, Ok(Ok(()))) {
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
