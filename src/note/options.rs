//! Options: how notes are read.

use std::collections::BTreeMap;
use std::ops::RangeInclusive;
use std::sync::Arc;

use crate::note::slug::Anchors;
use crate::note::term::Styles;

/// How notes are to be read; the same for all notes of a workspace.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReadOptions {
    /// The deepest heading level, 1 to 6, that makes a section of its own.
    ///
    /// Real notes use `#####` and `######` for styled text, whole sentences among them, so deeper
    /// headings are shown in the outline but are otherwise content of the section they stand in.
    pub max_heading_level: u8,
    /// The ways to declare a term that count. A note's front matter may say others for itself.
    pub styles: Styles,
    /// The heading levels that declare terms, as far as they make sections of their own.
    pub term_levels: RangeInclusive<u8>,
    /// Further names of terms, by the headword as it is written or by its key.
    pub aliases: Arc<BTreeMap<String, Vec<String>>>,
    /// How links name headings.
    pub anchors: Anchors,
}

impl Default for ReadOptions {
    fn default() -> Self {
        Self {
            max_heading_level: 4,
            styles: Styles::ALL,
            term_levels: 2..=6,
            aliases: Arc::default(),
            anchors: Anchors::default(),
        }
    }
}
