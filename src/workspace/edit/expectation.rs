//! The expected changes of an edit. All other facts of the notes must be unchanged.

use text_size::{TextRange, TextSize};

use super::file_moves::FileMoves;
use crate::note::front_matter::TagKind;
use crate::note::reference::Family;
use crate::note::section::SectionStatus;
use crate::note::term::Style;
use crate::note::term_key::TermKey;
use crate::workspace::document::NoteId;
use crate::workspace::links::{Destination, Target};

/// An expected change. Lists of them are joined by `extend`.
///
/// A section is given by its note and its index, and other facts by their start. Both are before
/// the edit, unless the variant documents something else.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "the comment on each variant says what its fields are")]
pub enum Expect {
    /// The name of a term changes in all declarations and mentions.
    Renamed { from: TermKey, to: TermKey },
    /// A name may gain or lose mentions.
    FreeName(TermKey),
    /// A name in the title of a renamed term may stop being its alias, and lose its mentions.
    LostAlias(TermKey),
    /// A renamed term may stop being a term, and its mentions are then plain text.
    Unrecognized { from: TermKey, to: TermKey },
    /// A term gets an alias.
    NewAlias { term: TermKey, name: TermKey },
    /// A known name is declared once more.
    Redeclared(TermKey),
    /// The term whose name begins here is declared in another style.
    Restyled { note: NoteId, name: TextSize, style: Style },
    /// A heading gets another name: it may declare another term, or none.
    RenamedHeading { note: NoteId, section: usize },
    /// A section gets another level.
    Level { note: NoteId, section: usize, level: u8 },
    /// A section gets another status.
    Status { note: NoteId, section: usize, status: SectionStatus },
    /// A section may become part of another one.
    Reparented { note: NoteId, section: usize },
    /// A section's heading becomes the name of a term in another style.
    Unheaded { note: NoteId, section: usize },
    /// A heading is added.
    NewSection { note: NoteId, name: String, is_empty: bool },
    /// A link is added.
    NewLink(NewLink),
    /// A broken link gets a destination.
    Retargeted { note: NoteId, link: TextSize, to: Destination },
    /// A link may change its target or break.
    Unkept { note: NoteId, link: TextSize },
    /// A label without a definition gets another name.
    RenamedLabel { note: NoteId, family: Family, from: String, to: String },
    /// A label gets a definition, which leads here if it leads to a note.
    NewDefinition { note: NoteId, family: Family, key: String, target: Option<Target> },
    /// A tag or category gets another name. A list may lose a duplicate of it.
    RenamedTag { kind: TagKind, from: String, to: String },
    /// A note gets a tag in its front matter.
    NewTag { note: NoteId, tag: String },
    /// A list of tags or categories may lose duplicates.
    UniqueTags(TagKind),
    /// A key of front matter gets another name.
    RenamedKey { note: NoteId, from: String, to: String },
    /// A note gets front matter.
    NewFrontMatter(NoteId),
    /// Files and folders are moved.
    FilesMoved(FileMoves),
}

/// A link that is added.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct NewLink {
    /// The note that it is added to.
    pub note: NoteId,
    /// The range of its text before the edit, if the text existed.
    pub text: Option<TextRange>,
    /// The target in the workspace after the edit.
    pub target: Target,
}
