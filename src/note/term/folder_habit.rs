//! The habit of a folder: whether its notes define their titles.
//!
//! Where most notes of a folder do so, as in a glossary, the doubtful ones do so too.

use std::path::Path;
use std::sync::Arc;

/// A note with a title and a text that may define it, among the notes of its folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FolderEntry {
    /// The folder.
    pub folder: Arc<Path>,
    /// Whether the text defines the title, or has at least the form of a definition.
    pub defines: bool,
}

/// The habit that a folder must have, so that the title of a doubtful note is a term.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct FolderHabit {
    /// The folder.
    pub folder: Arc<Path>,
    /// Whether the text of the note has the form of a definition: `Keeps what was read.`
    pub has_form: bool,
}

impl FolderHabit {
    /// Whether a folder has the habit. `defined` of its `entries` define their title.
    pub fn is_met(&self, defined: usize, entries: usize) -> bool {
        if self.has_form {
            defined * 2 >= entries
        } else {
            // Without any clue, only a glossary counts.
            defined >= 3 && defined * 4 >= entries * 3
        }
    }
}
