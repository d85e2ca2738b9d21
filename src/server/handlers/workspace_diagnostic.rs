//! workspace/diagnostic.
//!
//! Clients ask again two seconds after each answer. So one that can take an answer in parts, and
//! by that says that it may be kept waiting, gets none before there is something that it does not
//! know; what it takes for "nothing new" is that it waits.

use tower_lsp::jsonrpc::Result;
use tower_lsp::ls_types::{
    FullDocumentDiagnosticReport, UnchangedDocumentDiagnosticReport, WorkspaceDiagnosticParams,
    WorkspaceDiagnosticReport, WorkspaceDiagnosticReportResult, WorkspaceDocumentDiagnosticReport,
    WorkspaceFullDocumentDiagnosticReport, WorkspaceUnchangedDocumentDiagnosticReport,
};

use crate::server::checking;
use crate::server::context::Context;
use crate::server::event::Wait;
use crate::server::from_proto;
use crate::server::published::{CheckScope, PublishedVersions, Report};
use crate::server::session::Session;

pub(in crate::server) async fn workspace_diagnostic(
    server: &Context,
    params: WorkspaceDiagnosticParams,
) -> Result<WorkspaceDiagnosticReportResult> {
    let configured = server.session.ask(Wait::Configured, None);
    // The next question, and the end, find this one answered.
    let mut next = server.next_pull();
    let known = params.previous_result_ids.into_iter().map(|known| {
        let location = from_proto::location(&known.uri);
        (location, (known.uri, known.value))
    });
    let may_wait = params.partial_result_params.partial_result_token.is_some();
    let known = known.collect();
    // Not every client asks again when its settings arrive.
    drop(configured.await);
    let news = news(&server.session, known, may_wait);
    let reports = tokio::select! {
        found = news => found.unwrap_or_default(),
        _ = next.changed() => Vec::new(),
    };
    let items = reports.into_iter().map(to_proto).collect();
    Ok(WorkspaceDiagnosticReportResult::Report(WorkspaceDiagnosticReport { items }))
}

async fn news(session: &Session, known: PublishedVersions, may_wait: bool) -> Option<Vec<Report>> {
    let which = CheckScope::Pull(known);
    loop {
        let (snapshot, reports) = checking::check(session, &which).await?;
        if !may_wait || reports.iter().any(|report| report.items.is_some()) {
            return Some(reports);
        }
        checking::next_change(&mut session.changes(), snapshot.revision).await?;
    }
}

fn to_proto(report: Report) -> WorkspaceDocumentDiagnosticReport {
    let Report { uri, version, id, items } = report;
    let version = version.map(i64::from);
    match items {
        Some(items) => WorkspaceFullDocumentDiagnosticReport {
            uri,
            version,
            full_document_diagnostic_report: FullDocumentDiagnosticReport { result_id: id, items },
        }
        .into(),
        None => WorkspaceUnchangedDocumentDiagnosticReport {
            uri,
            version,
            unchanged_document_diagnostic_report: UnchangedDocumentDiagnosticReport {
                result_id: id.unwrap_or_default(),
            },
        }
        .into(),
    }
}
