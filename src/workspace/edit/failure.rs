//! The reasons why an edit cannot be verified.

use text_size::TextRange;

use super::workspace_edit::Refusal;
use crate::workspace::document::NoteId;

/// The reason why an edit cannot be verified.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Failure {
    /// The new name would not be recognized in these mentions. The edit may be valid without the
    /// changes to them.
    Mentions(Vec<(NoteId, TextRange)>),
    /// The edit has an unexpected effect. The message is for the user.
    Refused(Refusal),
}

pub(super) fn refused(reason: impl Into<String>) -> Failure {
    Failure::Refused(Refusal(reason.into()))
}

pub(super) fn deleted() -> Failure {
    refused("A note was deleted while the edit was being prepared. Try again.")
}
