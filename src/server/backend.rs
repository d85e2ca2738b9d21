//! The handlers. Each one takes the same three steps: from the protocol, ask a feature, to the
//! protocol.
//!
//! What stands before a handler's first `await` happens in the order in which the messages
//! arrived; so events are sent and snapshots are asked for there, and nothing else is.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::PathBuf;

use serde_json::Value;
use tokio::sync::oneshot;
use tokio::time::timeout;
use tower_lsp::jsonrpc::{Error, ErrorCode, Result};
use tower_lsp::ls_types::{
    CompletionParams, CompletionResponse, ConfigurationItem, DidChangeConfigurationParams,
    DidChangeTextDocumentParams, DidChangeWatchedFilesParams,
    DidChangeWatchedFilesRegistrationOptions, DidChangeWorkspaceFoldersParams,
    DidCloseTextDocumentParams, DidOpenTextDocumentParams, DocumentDiagnosticParams,
    DocumentDiagnosticReport, DocumentDiagnosticReportResult, DocumentSymbolParams,
    DocumentSymbolResponse, FileSystemWatcher, FullDocumentDiagnosticReport, GlobPattern,
    GotoDefinitionParams, GotoDefinitionResponse, Hover, HoverParams, InitializeParams,
    InitializeResult, InitializedParams, Registration, RelatedFullDocumentDiagnosticReport,
    RelatedUnchangedDocumentDiagnosticReport, TextDocumentPositionParams,
    UnchangedDocumentDiagnosticReport, Uri, WatchKind,
};
use tower_lsp::{Client, LanguageServer};

use crate::features::{FilePosition, completion, definition, diagnostics, document_symbols, hover};
use crate::server::abilities::Abilities;
use crate::server::outgoing::{Outbox, PATIENCE};
use crate::server::session::{Event, Session, Snapshot};
use crate::server::{capabilities, from_proto, parent, to_proto};
use crate::workspace::document::Document;

/// The server as the protocol sees it.
pub(super) struct Backend {
    session: Session,
    outbox: Outbox,
    abilities: std::sync::OnceLock<Abilities>,
}

impl Backend {
    /// A server for this client. To be called on the runtime.
    pub(super) fn new(client: Client) -> Self {
        let outbox = Outbox::new(client);
        let session = Session::start(outbox.clone());
        Self { session, outbox, abilities: std::sync::OnceLock::new() }
    }

    fn abilities(&self) -> Abilities {
        self.abilities.get().copied().unwrap_or_default()
    }

    /// Answers a question about a document from a snapshot that was asked for at its arrival.
    async fn ask<T: Send + 'static>(
        &self,
        snapshot: oneshot::Receiver<Snapshot>,
        uri: Uri,
        answer: impl Fn(&Snapshot, &Document) -> T + Send + Sync + 'static,
    ) -> Result<Option<T>> {
        let snapshot = received(snapshot).await?;
        on_blocking_thread(move || {
            let document = snapshot.workspace.document(snapshot.find(&uri)?)?;
            Some(answer(&snapshot, document))
        })
        .await
    }

    /// Answers a question about a position. As long as not all notes have been read, "nothing"
    /// would be a wrong answer: it is asked again when they have.
    async fn ask_at<T: Send + 'static>(
        &self,
        at: TextDocumentPositionParams,
        answer: impl Fn(&Snapshot, &Document, FilePosition) -> Option<T> + Send + Sync + Copy + 'static,
    ) -> Result<Option<T>> {
        let snapshot = received(self.session.snapshot()).await?;
        let uri = at.text_document.uri;
        let place = from_proto::line_col(at.position);
        let look = move |snapshot: &Snapshot, uri: &Uri| {
            let document = snapshot.workspace.document(snapshot.find(uri)?)?;
            let offset = document.text.offset(place, snapshot.abilities.encoding);
            answer(snapshot, document, FilePosition { note: document.id, offset })
        };
        let (is_scanning, version) = (snapshot.is_scanning, version(&snapshot, &uri));
        let asked = uri.clone();
        let found = on_blocking_thread(move || look(&snapshot, &asked)).await?;
        if found.is_some() || !is_scanning {
            return Ok(found);
        }
        let snapshot = received(self.session.complete()).await?;
        if self::version(&snapshot, &uri) != version {
            return Err(Error::content_modified());
        }
        on_blocking_thread(move || look(&snapshot, &uri)).await
    }

    /// Asks the client for its settings, and has them taken in.
    fn pull_settings(&self) {
        let session = self.session.clone();
        self.outbox.converse(|client| async move {
            let section = Some("headword".to_owned());
            let asked = client.configuration(vec![ConfigurationItem { scope_uri: None, section }]);
            session.send(match timeout(PATIENCE, asked).await {
                Ok(Ok(settings)) => {
                    Event::Settings(settings.into_iter().next().unwrap_or_default())
                }
                _ => Event::NoSettings,
            });
        });
    }

    /// Has the client tell us what we need to know, as far as it can be told to.
    fn register(&self) {
        let abilities = self.abilities();
        let mut registrations = Vec::new();
        if abilities.register_watchers {
            registrations.push(registration("workspace/didChangeWatchedFiles", watchers()));
        }
        if abilities.register_configuration {
            let section = serde_json::json!({ "section": "headword" });
            registrations.push(registration("workspace/didChangeConfiguration", section));
        }
        if !registrations.is_empty() {
            self.outbox.converse(|client| async move {
                if let Ok(Err(error)) =
                    timeout(PATIENCE, client.register_capability(registrations)).await
                {
                    tracing::warn!(%error, "the client did not register what it offers");
                }
            });
        }
    }
}

impl LanguageServer for Backend {
    async fn initialize(&self, params: InitializeParams) -> Result<InitializeResult> {
        if let Some(id) = params.process_id {
            parent::exit_with(id);
        }
        let abilities = *self.abilities.get_or_init(|| Abilities::of(&params));
        self.session.send(Event::Initialize {
            abilities,
            folders: from_proto::folders(&params),
            settings: own_section(params.initialization_options.unwrap_or_default()),
        });
        Ok(capabilities::offer(&abilities))
    }

    async fn initialized(&self, _: InitializedParams) {
        self.session.send(Event::Start);
        self.register();
        if self.abilities().configuration {
            self.pull_settings();
        }
    }

    async fn shutdown(&self) -> Result<()> {
        Ok(())
    }

    async fn did_open(&self, params: DidOpenTextDocumentParams) {
        let document = params.text_document;
        self.session.send(Event::Open {
            uri: document.uri,
            version: document.version,
            text: document.text,
        });
    }

    async fn did_change(&self, params: DidChangeTextDocumentParams) {
        self.session.send(Event::Change {
            uri: params.text_document.uri,
            version: params.text_document.version,
            changes: params.content_changes.into_iter().map(from_proto::change).collect(),
        });
    }

    async fn did_close(&self, params: DidCloseTextDocumentParams) {
        self.session.send(Event::Close { uri: params.text_document.uri });
    }

    async fn did_change_watched_files(&self, params: DidChangeWatchedFilesParams) {
        let paths = params.changes.iter().filter_map(|change| from_proto::path(&change.uri));
        self.session.send(Event::Files(paths.collect()));
    }

    async fn did_change_workspace_folders(&self, params: DidChangeWorkspaceFoldersParams) {
        let paths = |folders: Vec<tower_lsp::ls_types::WorkspaceFolder>| -> Vec<PathBuf> {
            folders.iter().filter_map(|folder| from_proto::path(&folder.uri)).collect()
        };
        self.session.send(Event::Folders {
            added: paths(params.event.added),
            removed: paths(params.event.removed),
        });
    }

    async fn did_change_configuration(&self, params: DidChangeConfigurationParams) {
        if self.abilities().configuration {
            self.pull_settings();
        } else {
            self.session.send(Event::Settings(own_section(params.settings)));
        }
    }

    async fn document_symbol(
        &self,
        params: DocumentSymbolParams,
    ) -> Result<Option<DocumentSymbolResponse>> {
        let uri = params.text_document.uri;
        self.ask(self.session.snapshot(), uri.clone(), move |snapshot, document| {
            let items = document_symbols::document_symbols(&snapshot.workspace, document.id);
            to_proto::document_symbols(items, &uri, &document.text, snapshot)
        })
        .await
    }

    async fn hover(&self, params: HoverParams) -> Result<Option<Hover>> {
        self.ask_at(params.text_document_position_params, |snapshot, document, position| {
            let found = hover::hover(&snapshot.workspace, position)?;
            Some(to_proto::hover(&found, &document.text, snapshot))
        })
        .await
    }

    async fn goto_definition(
        &self,
        params: GotoDefinitionParams,
    ) -> Result<Option<GotoDefinitionResponse>> {
        self.ask_at(params.text_document_position_params, |snapshot, document, position| {
            let found = definition::definition(&snapshot.workspace, position)?;
            Some(to_proto::definition(&found, &document.text, snapshot))
        })
        .await
    }

    async fn completion(&self, params: CompletionParams) -> Result<Option<CompletionResponse>> {
        let at = params.text_document_position;
        let place = from_proto::line_col(at.position);
        let asked = self.session.snapshot();
        let answered = self.ask(asked, at.text_document.uri, move |snapshot, document| {
            let offset = document.text.offset(place, snapshot.abilities.encoding);
            let position = FilePosition { note: document.id, offset };
            let found = completion::completion(&snapshot.workspace, position)?;
            Some(to_proto::completion(found, &document.text, snapshot))
        });
        Ok(answered.await?.flatten())
    }

    async fn diagnostic(
        &self,
        params: DocumentDiagnosticParams,
    ) -> Result<DocumentDiagnosticReportResult> {
        let known = params.previous_result_id;
        // Not every client can be told to ask again when its settings arrive.
        let asked = self.session.configured();
        let items = self.ask(asked, params.text_document.uri, |snapshot, document| {
            let found = diagnostics::diagnostics(&snapshot.workspace, document.id);
            to_proto::diagnostics(found, &document.text, snapshot.abilities.encoding)
        });
        let items = items.await?.unwrap_or_default();
        let mut hasher = DefaultHasher::new();
        serde_json::to_string(&items).unwrap_or_default().hash(&mut hasher);
        let result_id = format!("{:016x}", hasher.finish());
        let report = if known.as_ref() == Some(&result_id) {
            DocumentDiagnosticReport::Unchanged(RelatedUnchangedDocumentDiagnosticReport {
                related_documents: None,
                unchanged_document_diagnostic_report: UnchangedDocumentDiagnosticReport {
                    result_id,
                },
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
}

/// Our settings, which some clients send under the name of their section and others without.
fn own_section(mut settings: Value) -> Value {
    settings.get_mut("headword").map(Value::take).unwrap_or(settings)
}

fn version(snapshot: &Snapshot, uri: &Uri) -> Option<i32> {
    snapshot.workspace.document(snapshot.find(uri)?)?.version()
}

async fn received(snapshot: oneshot::Receiver<Snapshot>) -> Result<Snapshot> {
    // The session answers unless a fault in its own code has kept it from doing so.
    snapshot.await.map_err(|_| Error::new(ErrorCode::InternalError))
}

/// Runs what computes on a thread where it holds up nothing. A panic goes on as one.
async fn on_blocking_thread<T: Send + 'static>(
    compute: impl FnOnce() -> T + Send + 'static,
) -> Result<T> {
    match tokio::task::spawn_blocking(compute).await {
        Ok(answer) => Ok(answer),
        Err(error) if error.is_panic() => std::panic::resume_unwind(error.into_panic()),
        Err(_) => Err(Error::request_cancelled()),
    }
}

fn registration(method: &str, options: Value) -> Registration {
    Registration {
        id: format!("headword/{method}"),
        method: method.to_owned(),
        register_options: Some(options),
    }
}

/// Notes in whatever way they change, and folders when they go: the files in them then go unsaid.
fn watchers() -> Value {
    let watch = |pattern: &str, kind| FileSystemWatcher {
        glob_pattern: GlobPattern::String(pattern.to_owned()),
        kind,
    };
    let options = DidChangeWatchedFilesRegistrationOptions {
        watchers: vec![
            watch("**/*.{md,markdown,mdx}", None),
            watch("**/*", Some(WatchKind::Delete)),
        ],
    };
    serde_json::to_value(options).unwrap_or_default()
}
