//! textDocument/diagnostic.

use tower_lsp::jsonrpc::Result;
use tower_lsp::ls_types::{
    Diagnostic, DocumentDiagnosticParams, DocumentDiagnosticReport, DocumentDiagnosticReportResult,
    FullDocumentDiagnosticReport, RelatedFullDocumentDiagnosticReport,
    RelatedUnchangedDocumentDiagnosticReport, UnchangedDocumentDiagnosticReport, Uri,
};

use crate::features::diagnostics;
use crate::server::context::Context;
use crate::server::event::Wait;
use crate::server::snapshot::Snapshot;
use crate::server::{from_proto, published, to_proto};

pub(in crate::server) async fn diagnostic(
    server: &Context,
    params: DocumentDiagnosticParams,
) -> Result<DocumentDiagnosticReportResult> {
    let known = params.previous_result_id;
    // Not every client supports a refresh. So wait for all notes and the settings of the client.
    let configured = server.session.ask(Wait::Configured, None);
    let uri = params.text_document.uri;
    drop(configured.await);
    let items = server.for_workspace(Wait::Scanned, move |snapshot| items(snapshot, &uri));
    let items = items.await?.unwrap_or_default();
    let result_id = published::result_id(&items);
    let report = if known.as_ref() == Some(&result_id) {
        DocumentDiagnosticReport::Unchanged(RelatedUnchangedDocumentDiagnosticReport {
            related_documents: None,
            unchanged_document_diagnostic_report: UnchangedDocumentDiagnosticReport { result_id },
        })
    } else {
        DocumentDiagnosticReport::Full(RelatedFullDocumentDiagnosticReport {
            related_documents: None,
            full_document_diagnostic_report: FullDocumentDiagnosticReport {
                result_id: Some(result_id),
                items,
            },
        })
    };
    Ok(DocumentDiagnosticReportResult::Report(report))
}

/// Returns the diagnostics of a note or of a settings file. `None` if the document is neither.
fn items(snapshot: &Snapshot, uri: &Uri) -> Option<Vec<Diagnostic>> {
    let (text, found) = if let Some(id) = snapshot.find(uri) {
        let found = diagnostics::diagnostics(&snapshot.workspace, id);
        (&snapshot.workspace.document(id)?.note.text, found)
    } else {
        let path = from_proto::path(uri)?;
        let file = snapshot.workspace.settings().files().iter().find(|file| file.path == path)?;
        (&file.text, diagnostics::invalid_settings(file))
    };
    Some(to_proto::diagnostics(found, text, snapshot))
}
