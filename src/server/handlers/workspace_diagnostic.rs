//! workspace/diagnostic.
//!
//! Clients send this request again two seconds after each response. A client with a partial result
//! token can wait. It gets the response only when there are new diagnostics.

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
    // The next request and `shutdown` end this one.
    let mut next = server.next_pull();
    let known = params.previous_result_ids.into_iter().map(|known| {
        let location = from_proto::location(&known.uri);
        (location, (known.uri, known.value))
    });
    let may_wait = params.partial_result_params.partial_result_token.is_some();
    let known = known.collect();
    // Not every client pulls again when its settings arrive.
    drop(configured.await);
    let changes = changed_reports(&server.session, known, may_wait);
    let reports = tokio::select! {
        found = changes => found.unwrap_or_default(),
        _ = next.changed() => Vec::new(),
    };
    let items = reports.into_iter().map(to_proto).collect();
    Ok(WorkspaceDiagnosticReportResult::Report(WorkspaceDiagnosticReport { items }))
}

/// Returns the reports on all notes. If the client `may_wait`, waits until one has new diagnostics.
/// `None` at the end of the session.
async fn changed_reports(
    session: &Session,
    known: PublishedVersions,
    may_wait: bool,
) -> Option<Vec<Report>> {
    let scope = CheckScope::Pull(known);
    loop {
        let (snapshot, reports) = checking::check(session, &scope).await?;
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
