//! `HEADWORD_AUDIT`: compares the incrementally updated indexes with rebuilt ones in quiet moments.
//!
//! Each comparison parses all notes again. The work is proportional to the workspace, so it is off
//! by default, and only in builds with debug assertions.

use std::time::Duration;

use tokio::time::sleep;

use crate::server::blocking::on_blocking_thread;
use crate::server::checking::next_change;
use crate::server::event::{Event, Wait};
use crate::server::session::Session;
use crate::workspace::audit::difference;

/// The minimum time between two comparisons.
const INTERVAL: Duration = Duration::from_secs(1);

/// Returns whether the variable `HEADWORD_AUDIT` is set.
pub(super) fn is_requested() -> bool {
    std::env::var_os("HEADWORD_AUDIT").is_some()
}

/// Compares the state after each change, until the end of the session, where it returns `None`.
pub(super) async fn watch(session: Session) -> Option<()> {
    loop {
        let now = session.ask(Wait::Scanned, None).await.ok()??;
        let revision = now.revision;
        let found = on_blocking_thread(move || {
            let rebuilt = now.workspace.rebuilt();
            Some((difference(&now.workspace, &rebuilt)?, rebuilt))
        });
        if let Some((difference, rebuilt)) = found.await.ok()? {
            session.send(Event::Audited { revision, difference, rebuilt: Box::new(rebuilt) });
        }
        sleep(INTERVAL).await;
        next_change(&mut session.changes(), revision).await?;
    }
}

#[cfg(test)]
mod tests;
