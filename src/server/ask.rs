//! The ways in which a question is answered: at once, or when all notes have been read; and how
//! much of an answer there is.

use std::time::Duration;

use tokio::sync::oneshot;
use tokio::time::timeout;
use tower_lsp::jsonrpc::{Error, ErrorCode, Result};
use tower_lsp::ls_types::{GotoDefinitionResponse, TextDocumentPositionParams, Uri};

use crate::fault;
use crate::features::FilePosition;
use crate::server::backend::Backend;
use crate::server::from_proto;
use crate::server::session::{Event, Snapshot, Wait};
use crate::workspace::document::Document;

/// An answer has no more items than this: nobody looks through more, an editor draws each of them,
/// and a note of nothing but headings has a million.
pub(super) const MAX_ITEMS: usize = 20_000;

/// The time after which a question that waits for all notes to be read gets an error.
const SCAN_TIMEOUT: Duration = Duration::from_secs(60);

impl Backend {
    /// The state as it is at a question's arrival, if this is called before its first `await`.
    pub(super) fn snapshot(&self) -> oneshot::Receiver<Snapshot> {
        self.session.now()
    }

    /// The same when the settings are known.
    pub(super) fn configured(&self) -> oneshot::Receiver<Snapshot> {
        self.session.ask(Wait::Configured)
    }

    /// Answers a question about a document from a snapshot that was asked for at its arrival.
    pub(super) async fn ask<T: Send + 'static>(
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

    /// Answers a question from a snapshot that was asked for at its arrival.
    pub(super) async fn ask_snapshot<T: Send + 'static>(
        &self,
        snapshot: oneshot::Receiver<Snapshot>,
        answer: impl FnOnce(&Snapshot) -> T + Send + 'static,
    ) -> Result<T> {
        let snapshot = received(snapshot).await?;
        on_blocking_thread(move || answer(&snapshot)).await
    }

    /// Answers a question about a position. As long as not all notes have been read, "nothing"
    /// would be a wrong answer: it is asked again when they have.
    pub(super) async fn ask_at<T: Send + 'static>(
        &self,
        at: TextDocumentPositionParams,
        answer: impl Fn(&Snapshot, &Document, FilePosition) -> Option<T> + Send + Sync + Copy + 'static,
    ) -> Result<Option<T>> {
        let snapshot = received(self.snapshot()).await?;
        let uri = at.text_document.uri;
        let place = from_proto::line_col(at.position);
        let look = move |snapshot: &Snapshot, uri: &Uri| {
            let document = snapshot.workspace.document(snapshot.find(uri)?)?;
            let offset = document.text.offset(place, snapshot.abilities.encoding);
            answer(snapshot, document, FilePosition { note: document.id, offset })
        };
        let (is_reading, version) = (snapshot.is_reading, version(&snapshot, &uri));
        let asked = uri.clone();
        let found = on_blocking_thread(move || look(&snapshot, &asked)).await?;
        if found.is_some() || !is_reading {
            return Ok(found);
        }
        let snapshot = scanned(self.session.ask(Wait::Scanned)).await?;
        if self::version(&snapshot, &uri) != version {
            return Err(Error::content_modified());
        }
        on_blocking_thread(move || look(&snapshot, &uri)).await
    }

    /// Answers a question about a position that only all notes together can answer.
    pub(super) async fn ask_all_at<T: Send + 'static>(
        &self,
        at: TextDocumentPositionParams,
        answer: impl FnOnce(&Snapshot, &Document, FilePosition) -> T + Send + 'static,
    ) -> Result<Option<T>> {
        let place = from_proto::line_col(at.position);
        self.ask_all(at.text_document.uri, move |snapshot, document| {
            let offset = document.text.offset(place, snapshot.abilities.encoding);
            answer(snapshot, document, FilePosition { note: document.id, offset })
        })
        .await
    }

    /// Answers a question about a document that only all notes together can answer.
    pub(super) async fn ask_all<T: Send + 'static>(
        &self,
        uri: Uri,
        answer: impl FnOnce(&Snapshot, &Document) -> T + Send + 'static,
    ) -> Result<Option<T>> {
        let (asked, complete) = (self.snapshot(), self.session.ask(Wait::Scanned));
        let asked = version(&received(asked).await?, &uri);
        let snapshot = scanned(complete).await?;
        // The places in the question mean nothing in another version.
        if version(&snapshot, &uri) != asked {
            return Err(Error::content_modified());
        }
        on_blocking_thread(move || {
            let document = snapshot.workspace.document(snapshot.find(&uri)?)?;
            Some(answer(&snapshot, document))
        })
        .await
    }

    /// Answers a question about all notes together, when all have been read.
    pub(super) async fn ask_workspace<T: Send + 'static>(
        &self,
        answer: impl FnOnce(&Snapshot) -> T + Send + 'static,
    ) -> Result<T> {
        let snapshot = scanned(self.session.ask(Wait::Scanned)).await?;
        on_blocking_thread(move || answer(&snapshot)).await
    }

    /// As much of what was found about a document as an answer may hold: the first of it. Of what
    /// is left out the user is told, by what it is: `references`.
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

    /// Tells the user of what was left out of an answer, if more was found than it may hold.
    pub(super) fn explain_limit(&self, count: usize, what: &'static str, uri: Uri) {
        if count > MAX_ITEMS {
            self.session.send(Event::Cut { uri, what, count });
        }
    }
}

fn version(snapshot: &Snapshot, uri: &Uri) -> Option<i32> {
    snapshot.workspace.document(snapshot.find(uri)?)?.version()
}

async fn received(snapshot: oneshot::Receiver<Snapshot>) -> Result<Snapshot> {
    // The session answers unless a fault in its own code has kept it from doing so.
    snapshot.await.map_err(|_| Error::new(ErrorCode::InternalError))
}

/// A snapshot for which all notes have to be read. A question does not wait for ever.
async fn scanned(snapshot: oneshot::Receiver<Snapshot>) -> Result<Snapshot> {
    timeout(SCAN_TIMEOUT, received(snapshot)).await.unwrap_or_else(|_| {
        let message = "Headword is still reading the notes. Try again in a moment.";
        // LSP 3.17, LSPErrorCodes.ServerCancelled.
        Err(Error { code: ErrorCode::ServerError(-32802), message: message.into(), data: None })
    })
}

/// Runs what computes on a thread where it holds up nothing. A panic goes on as one.
pub(super) async fn on_blocking_thread<T: Send + 'static>(
    compute: impl FnOnce() -> T + Send + 'static,
) -> Result<T> {
    let answer = || {
        fault::point("answer");
        compute()
    };
    match tokio::task::spawn_blocking(answer).await {
        Ok(answer) => Ok(answer),
        Err(error) if error.is_panic() => std::panic::resume_unwind(error.into_panic()),
        Err(_) => Err(Error::request_cancelled()),
    }
}
