//! Options for the parse of notes.

use std::collections::BTreeMap;
use std::ops::RangeInclusive;
use std::path::Path;
use std::sync::Arc;

use crate::note::slug::Anchors;
use crate::note::term::Styles;

/// The options for the parse of a note.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReadOptions {
    /// The deepest heading level, 1 to 6, that begins a section.
    ///
    /// Many notes use `#####` and `######` for styled text and whole sentences. So deeper headings
    /// appear in the outline, but are otherwise content of their section.
    pub max_heading_level: u8,
    /// The enabled styles of declaration. Front matter can override them for a note.
    pub styles: Styles,
    /// The heading levels that declare terms. Levels below `max_heading_level` do not count.
    pub term_levels: RangeInclusive<u8>,
    /// Additional names of terms, by headword or by term key.
    pub aliases: Arc<BTreeMap<String, Vec<String>>>,
    /// The scheme of heading anchors.
    pub anchors: Anchors,
    /// The path of the note's file. Its name is the title of a note without one.
    pub path: Option<Arc<Path>>,
}

impl Default for ReadOptions {
    fn default() -> Self {
        Self {
            max_heading_level: 4,
            styles: Styles::ALL,
            term_levels: 2..=6,
            aliases: Arc::default(),
            anchors: Anchors::default(),
            path: None,
        }
    }
}
