//! A reference: a place that refers to a term, heading, note, label or tag.

use text_size::TextRange;

use crate::workspace::document::NoteId;

/// A place that refers to something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reference {
    /// The note.
    pub note: NoteId,
    /// The byte range of the name or link.
    pub range: TextRange,
    /// Its kind.
    pub kind: ReferenceKind,
}

/// The kind of a reference.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ReferenceKind {
    /// The headword, title or label in its declaration.
    Declaration,
    /// A mention in running text.
    Mention,
    /// A link, or a mention in the text of a link.
    Link,
    /// A tag or category.
    Tag,
}
