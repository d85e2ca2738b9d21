//! The reasons why an edit cannot be verified.

use text_size::TextRange;

use super::workspace_edit::Refusal;
use crate::workspace::document::NoteId;

/// Why an edit cannot be verified.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Failure {
    /// These mentions would not mention the new name. The rest of the edit may be verified without
    /// the changes to them.
    Mentions(Vec<(NoteId, TextRange)>),
    /// The edit as a whole changes something that is not expected.
    Refused(Refusal),
}

pub(super) fn refused(reason: impl Into<String>) -> Failure {
    Failure::Refused(Refusal(reason.into()))
}

pub(super) fn deleted() -> Failure {
    refused("A note was deleted while the edit was being prepared. Try again.")
}
