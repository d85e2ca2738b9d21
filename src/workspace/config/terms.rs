//! The settings for terms: which are declared where, and what they are called.

use std::collections::BTreeMap;
use std::ops::RangeInclusive;
use std::sync::Arc;

use crate::note::ReadOptions;
use crate::note::term::Styles;
use crate::workspace::config::never::Never;
use crate::workspace::config::patterns::Patterns;

/// The settings below `terms`.
#[derive(Clone, Debug, PartialEq)]
pub struct Terms {
    /// `styles`: the ways to declare a term.
    pub styles: Styles,
    /// `levels`: the heading levels whose headings may be terms, as far as `maxHeadingLevel` lets
    /// them be sections.
    pub levels: RangeInclusive<u8>,
    /// `folders`: the notes that declare terms, as patterns in the syntax of `.gitignore`; all, if
    /// not set.
    pub folders: Option<Patterns>,
    /// `never`: names that are no mentions in running text.
    pub never: Arc<Never>,
    /// `aliases`: further names, by the headword.
    pub aliases: Arc<BTreeMap<String, Vec<String>>>,
}

impl Default for Terms {
    fn default() -> Self {
        let ReadOptions { styles, term_levels, .. } = ReadOptions::default();
        Self {
            styles,
            levels: term_levels,
            folders: None,
            never: Arc::default(),
            aliases: Arc::default(),
        }
    }
}
