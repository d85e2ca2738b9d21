//! `--paranoid`: in quiet moments, what is kept by difference is held against what is made anew.
//!
//! Each time all notes are read again, which is work in proportion to them, and so not done unless
//! it is asked for.

use std::time::Duration;

use tokio::time::sleep;

use crate::server::blocking::on_blocking_thread;
use crate::server::checking::next_change;
use crate::server::event::{Event, Wait};
use crate::server::session::Session;
use crate::workspace::audit::difference;

/// It is not looked more often than this.
const INTERVAL: Duration = Duration::from_secs(1);

/// Audits the state after each change, up to the end of the session.
pub(super) async fn watch(session: Session) -> Option<()> {
    loop {
        let now = session.ask(Wait::Scanned, None).await.ok()??;
        let revision = now.revision;
        let found = on_blocking_thread(move || {
            let anew = now.workspace.made_anew();
            Some((difference(&now.workspace, &anew)?, anew))
        });
        if let Some((difference, anew)) = found.await.ok()? {
            session.send(Event::Audited { revision, difference, anew: Box::new(anew) });
        }
        sleep(INTERVAL).await;
        next_change(&mut session.changes(), revision).await?;
    }
}

#[cfg(test)]
mod tests;
