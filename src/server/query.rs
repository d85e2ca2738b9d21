//! Queries: how a request is answered from a snapshot, and the bounds of an answer.
//!
//! LSP: each request has exactly one response. One that waits for the notes to be read gets an
//! error in time.

use std::time::Duration;

use tokio::sync::oneshot;
use tokio::time::timeout;
use tower_lsp::jsonrpc::{Error, ErrorCode, Result};
use tower_lsp::ls_types::{GotoDefinitionResponse, Uri};

use crate::server::blocking::on_blocking_thread;
use crate::server::context::Context;
use crate::server::event::{Event, Wait};
use crate::server::protocol::MAX_ITEMS;
use crate::server::snapshot::Snapshot;
use crate::workspace::document::Document;

/// The time after which a request that waits for all notes to be read gets an error.
const SCAN_TIMEOUT: Duration = Duration::from_secs(60);

impl Context {
    /// Answers a request about a document, from the state at its arrival or, if it has to wait,
    /// when that is over. To be called before the handler's first `await`.
    pub(super) async fn for_document<T: Send + 'static>(
        &self,
        uri: Uri,
        wait: Wait,
        answer: impl FnOnce(&Snapshot, &Document) -> Option<T> + Send + 'static,
    ) -> Result<Option<T>> {
        let snapshot = received(self.session.ask(wait, Some(uri.clone()))).await?;
        on_blocking_thread(move || {
            let document = snapshot.workspace.document(snapshot.find(&uri)?)?;
            answer(&snapshot, document)
        })
        .await
    }

    /// Answers a request about the whole workspace; the same otherwise.
    pub(super) async fn for_workspace<T: Send + 'static>(
        &self,
        wait: Wait,
        answer: impl FnOnce(&Snapshot) -> T + Send + 'static,
    ) -> Result<T> {
        let snapshot = received(self.session.ask(wait, None)).await?;
        on_blocking_thread(move || answer(&snapshot)).await
    }

    /// The first [`MAX_ITEMS`] of what was found about a document. The user is informed of the
    /// rest, by what it is: `references`.
    pub(super) fn limited<T>(&self, mut found: Vec<T>, what: &'static str, uri: Uri) -> Vec<T> {
        self.explain_limit(found.len(), what, uri);
        found.truncate(MAX_ITEMS);
        found
    }

    /// The same for places to go to.
    pub(super) fn limited_targets(
        &self,
        found: GotoDefinitionResponse,
        what: &'static str,
        uri: Uri,
    ) -> GotoDefinitionResponse {
        match found {
            GotoDefinitionResponse::Array(found) => self.limited(found, what, uri).into(),
            GotoDefinitionResponse::Link(found) => self.limited(found, what, uri).into(),
            GotoDefinitionResponse::Scalar(_) => found,
        }
    }

    /// Informs the user of what was left out of an answer, if more was found than it may hold.
    pub(super) fn explain_limit(&self, count: usize, what: &'static str, uri: Uri) {
        if count > MAX_ITEMS {
            self.session.send(Event::Cut { uri, what, count });
        }
    }
}

/// The snapshot that was asked for, in time and of the version that was asked about.
async fn received(snapshot: oneshot::Receiver<Option<Snapshot>>) -> Result<Snapshot> {
    match timeout(SCAN_TIMEOUT, snapshot).await {
        Ok(Ok(Some(snapshot))) => Ok(snapshot),
        Ok(Ok(None)) => Err(Error::content_modified()),
        // The session answers unless a fault in its own code has kept it from doing so.
        Ok(Err(_)) => Err(Error::new(ErrorCode::InternalError)),
        Err(_) => {
            let message = "Headword is still reading the notes. Try again in a moment.";
            // LSP 3.17, LSPErrorCodes.ServerCancelled.
            Err(Error { code: ErrorCode::ServerError(-32802), message: message.into(), data: None })
        }
    }
}
