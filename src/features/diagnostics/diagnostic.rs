//! A diagnostic of a note, as the editor and the command line show it.

use text_size::TextRange;

use crate::workspace::Declaration;
use crate::workspace::config::Level;
use crate::workspace::document::NoteId;

/// Another place that explains a diagnostic.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Related {
    /// The note.
    pub note: NoteId,
    /// The range in this note.
    pub range: TextRange,
    /// The relation of this place to the problem, as a sentence.
    pub message: String,
}

impl Related {
    /// Returns the name of another declaration as a related place.
    pub(super) fn new(other: &Declaration<'_>, message: String) -> Self {
        Self { note: other.document.id, range: other.term.name_range, message }
    }
}

/// A problem at a range of a note.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// The code of the rule.
    pub code: &'static str,
    /// The level on the command line; never [`Level::Off`].
    pub level: Level,
    /// The level in editors.
    pub editor_level: Level,
    /// The range in the note.
    pub range: TextRange,
    /// The problem, and the remedy if there is one, as sentences.
    pub message: String,
    /// Other places that explain the problem.
    pub related: Vec<Related>,
    /// Whether an earlier place of the note has the same problem. Then this one is not shown, but has
    /// fixes.
    pub is_repeated: bool,
}
