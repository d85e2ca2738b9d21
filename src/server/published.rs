//! The diagnostics that the client has, and reports about them.

use std::hash::{DefaultHasher, Hash, Hasher};

use tower_lsp::ls_types::{Diagnostic, Uri};

use crate::workspace::document::Location;

/// The diagnostics that a client has, each with what is the same for the same ones.
pub(super) type Known = imbl::HashMap<Location, (Uri, String)>;

/// Which notes to report on, of those that the settings want to be checked.
#[derive(Clone)]
pub(super) enum Which {
    /// All, and open ones that the client has something of; this is what it has.
    All(Known),
    /// All, and open ones; the session knows what the client has been told.
    Pushed,
}

/// The diagnostics of a note.
pub(super) struct Report {
    pub(super) uri: Uri,
    /// Of a note that is open.
    pub(super) version: Option<i32>,
    /// What is the same for the same diagnostics; none where there are none to be known.
    pub(super) id: Option<String>,
    /// The diagnostics; none if the client has them.
    pub(super) items: Option<Vec<Diagnostic>>,
}

/// What is the same for the same diagnostics.
pub(super) fn result_id(items: &[Diagnostic]) -> String {
    let mut hasher = DefaultHasher::new();
    serde_json::to_string(items).unwrap_or_default().hash(&mut hasher);
    format!("{:016x}", hasher.finish())
}
