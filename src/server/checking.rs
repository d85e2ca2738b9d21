//! The diagnostics of all notes, open or not, and what of them the client does not know yet.
//!
//! What one note says may change the diagnostics of any other one. So after a change all notes are
//! checked again, but in a quiet moment, beside everything else, and only until the next change.

use std::collections::HashSet;
use std::panic::AssertUnwindSafe;
use std::time::Duration;

use futures_util::FutureExt as _;
use rayon::prelude::{
    IntoParallelIterator as _, IntoParallelRefIterator as _, ParallelExtend as _,
    ParallelIterator as _,
};
use text_size::TextRange;
use tokio::sync::watch;
use tokio::time::timeout;
use tower_lsp::ls_types::Diagnostic;

use crate::fault;
use crate::features::diagnostics::{Diagnostic as Problem, diagnostics};
use crate::server::blocking::on_blocking_thread;
use crate::server::event::{Event, Wait};
use crate::server::protocol::MAX_ITEMS;
use crate::server::published::{Known, Report, Which, result_id};
use crate::server::session::Session;
use crate::server::snapshot::Snapshot;
use crate::server::to_proto;
use crate::workspace::config::DiagnosticScope;
use crate::workspace::config::sources::is_settings;
use crate::workspace::document::Document;

/// A pause of this length is a moment to check all notes in.
const QUIET: Duration = Duration::from_millis(500);

/// About so much text is checked at a time, in bytes: its diagnostics are in memory together, and
/// may take a hundred times as much.
const AT_ONCE: usize = 512 << 10;

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
        let scope = workspace.config_of(&document.location).diagnostics_for;
        match which {
            Which::Pushed if is_open(document) => true,
            Which::All(_) if is_open(document) && known.contains_key(&*document.location) => true,
            Which::All(_) | Which::Pushed => scope == DiagnosticScope::Workspace,
        }
    };
    let mut wanted: Vec<_> = workspace.documents().filter(is_wanted).collect();
    // Those that are looked at count first.
    wanted.sort_by_key(|document| (!is_open(document), &*document.location));
    let mut limit = Limit::new();
    let mut reports = Vec::new();
    for batch in batches(&wanted) {
        let look = |document: &&Document| is_current().then(|| diagnostics(workspace, document.id));
        let found: Option<Vec<_>> = batch.par_iter().map(look).collect();
        let found = batch.iter().copied().zip(found?);
        let kept: Vec<_> =
            found.filter_map(|(document, found)| limit.keep(document, found)).collect();
        let report = |(document, found)| report(snapshot, known, document, found, None);
        reports.par_extend(kept.into_par_iter().filter_map(report));
    }
    if let Some(Edge { document, kept, place }) = limit.edge {
        let left_out = to_proto::left_out(place, limit.more, &document.text, snapshot);
        reports.extend(report(snapshot, known, document, kept, Some(left_out)));
    }
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

/// Documents in batches of about [`AT_ONCE`] bytes.
fn batches<'d, 'w>(documents: &'d [&'w Document]) -> impl Iterator<Item = &'d [&'w Document]> {
    let mut size = 0;
    documents.chunk_by(move |document, _| {
        size += usize::from(document.text.len());
        let is_full = size >= AT_ONCE;
        if is_full {
            size = 0;
        }
        !is_full
    })
}

/// The limit on the diagnostics of all notes together.
struct Limit<'w> {
    /// How many more may be reported.
    room: usize,
    /// How many are left out.
    more: usize,
    edge: Option<Edge<'w>>,
}

/// The note whose diagnostics are the first to be left out.
struct Edge<'w> {
    document: &'w Document,
    /// Those that are reported.
    kept: Vec<Problem>,
    /// Where the others begin.
    place: TextRange,
}

impl<'w> Limit<'w> {
    fn new() -> Self {
        Self { room: MAX_ITEMS, more: 0, edge: None }
    }

    /// A document with those of its diagnostics that may be reported; none if it is the edge, whose
    /// report has to wait for the count.
    fn keep(
        &mut self,
        document: &'w Document,
        mut found: Vec<Problem>,
    ) -> Option<(&'w Document, Vec<Problem>)> {
        let first = found.get(self.room).map(|first| first.range);
        self.more += found.len().saturating_sub(self.room);
        found.truncate(self.room);
        self.room -= found.len();
        match first {
            Some(place) if self.edge.is_none() => {
                self.edge = Some(Edge { document, kept: found, place });
                None
            }
            _ => Some((document, found)),
        }
    }
}

/// The report on a note, unless there is nothing to say and nothing known.
fn report(
    snapshot: &Snapshot,
    known: &Known,
    document: &Document,
    found: Vec<Problem>,
    left_out: Option<Diagnostic>,
) -> Option<Report> {
    let known = known.get(&*document.location);
    if found.is_empty() && left_out.is_none() && known.is_none() {
        return None;
    }
    let uri = snapshot.uri(document.id)?;
    let mut items = to_proto::diagnostics(found, &document.text, snapshot);
    items.extend(left_out);
    let id = result_id(&items);
    let is_known = known.is_some_and(|(_, known)| *known == id);
    let id = (is_known || !items.is_empty()).then_some(id);
    Some(Report { uri, version: document.version(), id, items: (!is_known).then_some(items) })
}
