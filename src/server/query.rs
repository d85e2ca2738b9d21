//! Queries: a request is answered from a snapshot, and an answer has a maximum length.
//!
//! LSP: each request has exactly one response. A request that waits too long for the scan gets an
//! error.

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

/// The maximum wait of a request for the scan, before it gets an error.
const SCAN_TIMEOUT: Duration = Duration::from_mins(1);

impl Context {
    /// Answers a request about a document, from the snapshot after `wait`. `None` if the document
    /// is not known. Must be called before the first `await` of the handler, so that the snapshot
    /// follows all earlier messages.
    ///
    /// # Errors
    ///
    /// Fails if the document changes during the wait, after [`SCAN_TIMEOUT`], and after an internal
    /// error.
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

    /// Answers a request about the whole workspace. Otherwise as
    /// [`for_document`](Self::for_document).
    pub(super) async fn for_workspace<T: Send + 'static>(
        &self,
        wait: Wait,
        answer: impl FnOnce(&Snapshot) -> T + Send + 'static,
    ) -> Result<T> {
        let snapshot = received(self.session.ask(wait, None)).await?;
        on_blocking_thread(move || answer(&snapshot)).await
    }

    /// Truncates items about a document to [`MAX_ITEMS`], and reports this to the user. `what`
    /// names the items: `references`.
    pub(super) fn limited<T>(&self, mut found: Vec<T>, what: &'static str, uri: Uri) -> Vec<T> {
        self.explain_limit(found.len(), what, uri);
        found.truncate(MAX_ITEMS);
        found
    }

    /// Truncates navigation targets as [`limited`](Self::limited) does.
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

    /// Reports to the user that an answer is truncated, if `count` exceeds [`MAX_ITEMS`].
    pub(super) fn explain_limit(&self, count: usize, what: &'static str, uri: Uri) {
        if count > MAX_ITEMS {
            self.session.send(Event::Truncated { uri, what, count });
        }
    }
}

/// Waits for a snapshot, at most [`SCAN_TIMEOUT`].
async fn received(snapshot: oneshot::Receiver<Option<Snapshot>>) -> Result<Snapshot> {
    match timeout(SCAN_TIMEOUT, snapshot).await {
        Ok(Ok(Some(snapshot))) => Ok(snapshot),
        Ok(Ok(None)) => Err(Error::content_modified()),
        // The session always answers, except after a panic in its own code.
        Ok(Err(_)) => Err(Error::new(ErrorCode::InternalError)),
        Err(_) => {
            let message = "Headword is still reading the notes. Try again in a moment.";
            // LSP 3.17, LSPErrorCodes.ServerCancelled.
            Err(Error { code: ErrorCode::ServerError(-32802), message: message.into(), data: None })
        }
    }
}
