//! The preparation of the first answers: what they need of all notes is computed after the scan.

use tokio::task::spawn_blocking;

use crate::server::event::Wait;
use crate::server::session::Session;

/// Waits for the scan, and then prepares the state after it. Changed notes are prepared again at
/// their next use. Returns `None` if the session ends before.
pub(super) async fn prepare(session: Session) -> Option<()> {
    let snapshot = session.ask(Wait::Scanned, None).await.ok()??;
    let changes = session.changes();
    // The session has ended when nobody can report a change.
    let is_open = move || changes.has_changed().is_ok();
    spawn_blocking(move || snapshot.workspace.prepare(is_open)).await.ok()
}
