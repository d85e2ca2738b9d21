//! The check of the workspace: diagnostics of all notes, and those that the client lacks.
//!
//! A change of one note may change the diagnostics of any other note. So all notes are checked
//! again after a change: after a pause, on other threads, and only until the next change.

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

#[cfg(debug_assertions)]
use crate::fault;
use crate::features::diagnostics::{Diagnostic as Problem, diagnostics};
use crate::server::blocking::on_blocking_thread;
use crate::server::event::{Event, Wait};
use crate::server::protocol::MAX_ITEMS;
use crate::server::published::{CheckScope, PublishedVersions, Report, result_id};
use crate::server::session::Session;
use crate::server::snapshot::Snapshot;
use crate::server::to_proto;
use crate::workspace::config::DiagnosticScope;
use crate::workspace::config::sources::is_settings;
use crate::workspace::document::Document;
use crate::workspace::scheduling::make_way;

/// The pause after the last change before all notes are checked.
const DEBOUNCE: Duration = Duration::from_millis(500);

/// The approximate number of bytes of text that are checked together. Their diagnostics are in
/// memory at the same time, and may need a hundred times as much.
const BATCH_BYTES: usize = 512 << 10;

/// Checks all notes of one snapshot. Starts again if the state changes during the check. `None` at
/// the end of the session.
pub(super) async fn check(
    session: &Session,
    which: &CheckScope,
) -> Option<(Snapshot, Vec<Report>)> {
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

/// Waits for a change after `revision`, and then for a pause of [`DEBOUNCE`]. `None` at the end of
/// the session.
pub(super) async fn next_change(changes: &mut watch::Receiver<u64>, revision: u64) -> Option<()> {
    changes.wait_for(|now| *now != revision).await.ok()?;
    while let Ok(changed) = timeout(DEBOUNCE, changes.changed()).await {
        changed.ok()?;
    }
    Some(())
}

/// Checks all notes after each change, for a client that does not pull diagnostics. Returns `None`
/// at the end of the session.
pub(super) async fn push(session: Session) -> Option<()> {
    loop {
        let mut revision = *session.changes().borrow();
        let checked = AssertUnwindSafe(check(&session, &CheckScope::Push)).catch_unwind().await;
        // A panic costs this check, but not the next ones.
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

/// Returns the reports on all notes in the scope, and empty reports on other notes that the client
/// has diagnostics of. `None` as soon as `is_current` returns false.
pub(super) fn reports(
    snapshot: &Snapshot,
    which: &CheckScope,
    is_current: impl Fn() -> bool + Sync,
) -> Option<Vec<Report>> {
    #[cfg(debug_assertions)]
    fault::point("check");
    let workspace = &snapshot.workspace;
    let known = match which {
        CheckScope::Pull(known) => known,
        CheckScope::Push => &snapshot.published,
    };
    let is_open = |document: &Document| document.version().is_some();
    let is_wanted = |document: &&Document| {
        let scope = workspace.config_of(&document.location).diagnostics_for;
        match which {
            CheckScope::Push if is_open(document) => true,
            CheckScope::Pull(_)
                if is_open(document) && known.contains_key(&*snapshot.shown_at(document)) =>
            {
                true
            }
            CheckScope::Pull(_) | CheckScope::Push => scope == DiagnosticScope::Workspace,
        }
    };
    let mut wanted: Vec<_> = workspace.documents().filter(is_wanted).collect();
    // Open notes come first, so that the limit omits other notes.
    wanted.sort_by_key(|document| (!is_open(document), &*document.location));
    let mut limit = Limit::new();
    let mut reports = Vec::new();
    for batch in batches(&wanted) {
        let look = |document: &&Document| {
            make_way();
            is_current().then(|| diagnostics(workspace, document.id))
        };
        let found: Option<Vec<_>> = batch.par_iter().map(look).collect();
        let found = batch.iter().copied().zip(found?);
        let kept: Vec<_> =
            found.filter_map(|(document, found)| limit.keep(document, found)).collect();
        let report = |(document, found)| report(snapshot, known, document, found, None);
        reports.par_extend(kept.into_par_iter().filter_map(report));
    }
    if let Some(Edge { document, kept, place }) = limit.edge {
        let left_out = to_proto::left_out(place, limit.more, &document.note.text, snapshot);
        reports.extend(report(snapshot, known, document, kept, Some(left_out)));
    }
    let wanted: HashSet<_> = wanted.iter().map(|document| snapshot.shown_at(document)).collect();
    for (location, (uri, _)) in known.iter().filter(|(location, _)| !wanted.contains(*location)) {
        let document = workspace.find(location).and_then(|id| workspace.document(id));
        let is_settings = location.path().is_some_and(is_settings);
        let is_shown = |it: &Document| is_open(it) && *snapshot.shown_at(it) == *location;
        if !is_settings && !document.is_some_and(is_shown) {
            let (uri, items) = (uri.clone(), Some(Vec::new()));
            reports.push(Report { uri, version: None, id: None, items });
        }
    }
    Some(reports)
}

/// Groups documents into batches of about [`BATCH_BYTES`].
fn batches<'d, 'w>(documents: &'d [&'w Document]) -> impl Iterator<Item = &'d [&'w Document]> {
    let mut size = 0;
    documents.chunk_by(move |document, _| {
        size += document.note.text.len();
        let is_full = size >= BATCH_BYTES;
        if is_full {
            size = 0;
        }
        !is_full
    })
}

/// The limit on the total number of diagnostics of all notes.
struct Limit<'w> {
    /// The number of diagnostics that may still be reported.
    room: usize,
    /// The number of omitted diagnostics.
    more: usize,
    edge: Option<Edge<'w>>,
}

/// The first note with omitted diagnostics.
struct Edge<'w> {
    document: &'w Document,
    /// The diagnostics that are reported.
    kept: Vec<Problem>,
    /// The range of the first omitted diagnostic.
    place: TextRange,
}

impl<'w> Limit<'w> {
    fn new() -> Self {
        Self { room: MAX_ITEMS, more: 0, edge: None }
    }

    /// Returns a document with the diagnostics that may be reported. `None` for the edge: its
    /// report contains the number of omitted diagnostics, so it is made last.
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

/// Returns the report on a note. `None` if it has no diagnostics and the client has none of it.
fn report(
    snapshot: &Snapshot,
    known: &PublishedVersions,
    document: &Document,
    found: Vec<Problem>,
    left_out: Option<Diagnostic>,
) -> Option<Report> {
    let known = known.get(&*snapshot.shown_at(document));
    if found.is_empty() && left_out.is_none() && known.is_none() {
        return None;
    }
    let uri = snapshot.uri(document.id)?;
    let mut items = to_proto::diagnostics(found, &document.note.text, snapshot);
    items.extend(left_out);
    let id = result_id(&items);
    let is_known = known.is_some_and(|(_, known)| *known == id);
    let id = (is_known || !items.is_empty()).then_some(id);
    Some(Report { uri, version: document.version(), id, items: (!is_known).then_some(items) })
}
