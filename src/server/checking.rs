//! The diagnostics of all notes, open or not, and what of them the client does not know yet.
//!
//! What one note says may change the diagnostics of any other one. So after a change all notes are
//! checked again, but in a quiet moment, beside everything else, and only until the next change.

use std::collections::HashSet;
use std::panic::AssertUnwindSafe;
use std::time::Duration;

use futures_util::FutureExt as _;
use rayon::prelude::{IntoParallelRefIterator as _, ParallelIterator as _};
use tokio::sync::watch;
use tokio::time::timeout;

use crate::fault;
use crate::features::diagnostics::diagnostics;
use crate::server::blocking::on_blocking_thread;
use crate::server::event::{Event, Wait};
use crate::server::published::{Known, Report, Which, result_id};
use crate::server::session::Session;
use crate::server::snapshot::Snapshot;
use crate::server::to_proto;
use crate::workspace::config::Reach;
use crate::workspace::config::sources::is_settings;
use crate::workspace::document::Document;

/// A pause of this length is a moment to check all notes in.
const QUIET: Duration = Duration::from_millis(500);

/// Checks all notes in a state that has not changed meanwhile. None at the end of the session.
pub(super) async fn check(session: &Session, which: &Which) -> Option<(Snapshot, Vec<Report>)> {
    loop {
        let snapshot = session.ask(Wait::Scanned, None).await.ok()??;
        let (now, which, changes) = (snapshot.clone(), which.clone(), session.changes());
        let found =
            on_blocking_thread(move || reports(&now, &which, || *changes.borrow() == now.revision));
        if let Some(reports) = found.await.ok()? {
            return Some((snapshot, reports));
        }
        next_change(&mut session.changes(), snapshot.revision).await?;
    }
}

/// Waits until something has changed since a revision, and then for a quiet moment.
pub(super) async fn next_change(changes: &mut watch::Receiver<u64>, revision: u64) -> Option<()> {
    changes.wait_for(|now| *now != revision).await.ok()?;
    while let Ok(changed) = timeout(QUIET, changes.changed()).await {
        changed.ok()?;
    }
    Some(())
}

/// Keeps a client that waits for diagnostics informed about what others' changes mean for a note,
/// up to the end of the session.
pub(super) async fn push(session: Session) -> Option<()> {
    loop {
        let mut revision = *session.changes().borrow();
        let checked = AssertUnwindSafe(check(&session, &Which::Pushed)).catch_unwind().await;
        // A fault costs this look at the notes, but not the ones after it.
        if let Ok(checked) = checked {
            let (snapshot, reports) = checked?;
            revision = snapshot.revision;
            if reports.iter().any(|report| report.items.is_some()) {
                session.send(Event::Checked { revision, reports });
            }
        }
        next_change(&mut session.changes(), revision).await?;
    }
}

/// Reports on all notes that are to be checked, and on what the client has of others. None if that
/// is not current any more.
pub(super) fn reports(
    snapshot: &Snapshot,
    which: &Which,
    is_current: impl Fn() -> bool + Sync,
) -> Option<Vec<Report>> {
    fault::point("check");
    let workspace = &snapshot.workspace;
    let known = match which {
        Which::All(known) => known,
        Which::Pushed => &snapshot.told,
    };
    let is_open = |document: &Document| document.version().is_some();
    let is_wanted = |document: &&Document| {
        let reach = workspace.config_of(&document.location).diagnostics_for;
        match which {
            Which::Pushed if is_open(document) => true,
            Which::All(_) if is_open(document) && known.contains_key(&*document.location) => true,
            Which::All(_) | Which::Pushed => reach == Reach::Workspace,
        }
    };
    let wanted: Vec<_> = workspace.documents().filter(is_wanted).collect();
    let look = |document: &&Document| is_current().then(|| report(snapshot, known, document));
    let found: Option<Vec<_>> = wanted.par_iter().map(look).collect();
    let mut reports: Vec<_> = found?.into_iter().flatten().collect();
    let wanted: HashSet<_> = wanted.iter().map(|document| &*document.location).collect();
    for (location, (uri, _)) in known.iter().filter(|(location, _)| !wanted.contains(location)) {
        let document = workspace.find(location).and_then(|id| workspace.document(id));
        let is_settings = location.path().is_some_and(is_settings);
        if !is_settings && !document.is_some_and(is_open) {
            let (uri, items) = (uri.clone(), Some(Vec::new()));
            reports.push(Report { uri, version: None, id: None, items });
        }
    }
    Some(reports)
}

/// The report on a note, unless there is nothing to say and nothing known.
fn report(snapshot: &Snapshot, known: &Known, document: &Document) -> Option<Report> {
    let found = diagnostics(&snapshot.workspace, document.id);
    let known = known.get(&*document.location);
    if found.is_empty() && known.is_none() {
        return None;
    }
    let uri = snapshot.uri(document.id)?;
    let items = to_proto::diagnostics(found, &document.text, snapshot);
    let id = result_id(&items);
    let is_known = known.is_some_and(|(_, known)| *known == id);
    let id = (is_known || !items.is_empty()).then_some(id);
    Some(Report { uri, version: document.version(), id, items: (!is_known).then_some(items) })
}
