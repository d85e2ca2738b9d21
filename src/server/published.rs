//! The diagnostics that the client has, and the reports that change them.

use std::hash::{DefaultHasher, Hash, Hasher};

use tower_lsp::ls_types::{Diagnostic, Uri};

use crate::workspace::document::Location;

/// The notes whose diagnostics a client has, by the location at which it shows them: each with its
/// URI and [`result_id`].
pub(super) type PublishedVersions = imbl::HashMap<Location, (Uri, String)>;

/// The notes that a check of the workspace reports on.
#[derive(Clone)]
pub(super) enum CheckScope {
    /// For a client that pulls: the notes in the scope of the settings, and the open notes that
    /// the client has diagnostics of.
    Pull(PublishedVersions),
    /// For other clients: the notes in the scope of the settings, and all open notes. The session
    /// knows which diagnostics were published.
    Push,
}

/// The diagnostics of a note.
pub(super) struct Report {
    pub(super) uri: Uri,
    /// The version of the document; `None` if the note is not open.
    pub(super) version: Option<i32>,
    /// The [`result_id`]; `None` for an empty list that the client did not have before.
    pub(super) id: Option<String>,
    /// The diagnostics; `None` if the client has them already.
    pub(super) items: Option<Vec<Diagnostic>>,
}

/// Returns an id that is equal for equal diagnostics.
pub(super) fn result_id(items: &[Diagnostic]) -> String {
    let mut hasher = DefaultHasher::new();
    serde_json::to_string(items).unwrap_or_default().hash(&mut hasher);
    format!("{:016x}", hasher.finish())
}
