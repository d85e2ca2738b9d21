//! The first look at all notes, beside everything else, with progress that the user sees.

use std::sync::mpsc::sync_channel;
use std::thread;
use std::time::Duration;

use tokio::sync::watch;
use tower_lsp::Client;
use tower_lsp::ls_types::ProgressToken;

use crate::server::outgoing::{Outbox, PATIENCE};
use crate::server::session::{Event, Session};
use crate::workspace::folders::Folders;
use crate::workspace::loader;

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
        let mut found = loader::find(&folders);
        let (taken, settled) = sync_channel(1);
        let settings = std::mem::take(&mut found.settings);
        session.send(Event::Found { generation, settings, taken });
        let Ok(settings) = settled.recv() else { return };
        let scan = loader::read(found, &folders, &settings, |notes, done, total| {
            report.send_replace(Progress { done, total });
            // One batch at a time: a question asked meanwhile waits for one, not for all.
            let (taken, wait) = sync_channel(0);
            session.send(Event::Loaded { generation, notes, taken });
            wait.recv().is_ok()
        });
        session.send(Event::Scanned { generation, scan });
    });
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
