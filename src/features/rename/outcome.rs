//! The outcome of a rename: the edit, and the facts that the user should know.

use text_size::TextRange;

use crate::workspace::document::NoteId;
use crate::workspace::edit::VerifiedEdit;

/// A verified rename.
#[derive(Clone, Debug)]
pub struct Rename {
    /// The edit.
    pub edit: VerifiedEdit,
    /// The unchanged mentions of the old name, where the new one would not be recognized.
    pub left_out: Vec<(NoteId, TextRange)>,
    /// Whether renaming back restores all declarations. It does not if their spellings differ.
    pub is_reversible: bool,
    /// The old name as declared.
    pub old: String,
    /// The new name.
    pub new: String,
    /// A message for the user, as a sentence.
    pub remark: Option<String>,
}
