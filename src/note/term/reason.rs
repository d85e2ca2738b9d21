//! Why a heading declares a term, or why it does not.

use text_size::TextRange;

use crate::note::term::evidence::Evidence;

/// Why a heading declares a term or not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// Headings do not declare terms in this note.
    Style,
    /// The front matter declares the note as one term.
    Entry,
    /// The heading is the title of the note.
    NoteTitle,
    /// The title is that of an article: the front matter names an author or a layout of pages.
    Article,
    /// The title is that of a note with many terms.
    Collection,
    /// Headings of this level do not declare terms.
    Level,
    /// The section has no content yet.
    Gap,
    /// The heading cannot be a name, for this reason: `the title is a question`.
    Title(&'static str),
    /// The section has no text that could define the heading.
    NoPassage,
    /// The heading and its text were weighed.
    Weighed(Weighing),
}

/// What decided whether a heading and its text make a term.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Weighing {
    /// Whether the heading declares a term.
    pub is_term: bool,
    /// The text that was weighed, in byte offsets of the note.
    pub passage: TextRange,
    /// The clues.
    pub evidence: Evidence,
    /// The number of headings of this level with a text.
    pub headings: usize,
    /// The number of these headings whose text defines them.
    pub defining: usize,
}
