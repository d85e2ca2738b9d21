//! The result and the limits of the parsers of both languages.

use std::ops::Range;

use text_size::{TextRange, TextSize};

use super::scan::range;
use super::value::Entry;

/// Front matter longer than this (in bytes between the fences) is not read.
///
/// Real front matter has a few hundred bytes. A block of this size is misplaced data or an attack.
pub(super) const MAX_CONTENT: usize = 64 * 1024;

/// Lists and maps within each other beyond this depth are a problem of their key.
pub(super) const MAX_DEPTH: usize = 32;

/// More problems than this in one note are not reported.
const MAX_PROBLEMS: usize = 100;

/// A mistake in the front matter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The characters to mark, on one line.
    pub range: TextRange,
    /// The message, which begins with “expected” and has no period.
    pub message: String,
}

impl Problem {
    /// The problem, marked on its first line only: a key in YAML may have several.
    pub(super) fn on_one_line(self, text: &str) -> Self {
        let marked = &text[self.range];
        let line = &marked[..marked.find(['\n', '\r']).unwrap_or(marked.len())];
        Self { range: TextRange::at(self.range.start(), TextSize::of(line)), ..self }
    }
}

/// The result of a parser.
#[derive(Debug, Default)]
pub(super) struct Reading {
    pub(super) entries: Vec<Entry>,
    pub(super) problems: Vec<Problem>,
}

impl Reading {
    /// Reports a problem, up to the limit.
    pub(super) fn problem(&mut self, at: Range<usize>, message: impl Into<String>) {
        if self.problems.len() == MAX_PROBLEMS {
            return;
        }
        self.problems.push(Problem { range: range(at), message: message.into() });
    }
}
