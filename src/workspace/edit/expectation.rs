//! What an edit is expected to change in what the notes say. Everything else must stay as it is.

use text_size::{TextRange, TextSize};

use super::file_moves::FileMoves;
use crate::note::front_matter::TagKind;
use crate::note::reference::Family;
use crate::note::section::SectionStatus;
use crate::note::term::Style;
use crate::note::term_key::TermKey;
use crate::workspace::document::NoteId;
use crate::workspace::links::{Destination, Target};

/// One thing that an edit changes. Lists of them are joined by `extend`.
///
/// Sections are named by their note and their index in it, other things by where they begin: both
/// before the edit, unless it says otherwise.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "the comment on each variant says what its fields are")]
pub enum Expect {
    /// A term's name becomes another one, wherever it is declared or mentioned.
    Renamed { from: TermKey, to: TermKey },
    /// A name may come to be mentioned, or cease to be.
    FreeName(TermKey),
    /// A term gets an alias.
    NewAlias { term: TermKey, name: TermKey },
    /// A name that is known already is declared once more.
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
    /// A link that leads nowhere, or to no place in a note, gets a destination.
    Retargeted { note: NoteId, link: TextSize, to: Destination },
    /// A link may lead elsewhere, or nowhere.
    Unkept { note: NoteId, link: TextSize },
    /// A label without a definition gets another name.
    RenamedLabel { note: NoteId, family: Family, from: String, to: String },
    /// A label gets a definition, which leads here if it leads to a note.
    NewDefinition { note: NoteId, family: Family, key: String, target: Option<Target> },
    /// A tag or category is written otherwise. A list that would have it twice may have it once.
    RenamedTag { kind: TagKind, from: String, to: String },
    /// A list of tags or categories that has one twice may have it once.
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
    /// What becomes its text, if that is text of the note before the edit.
    pub text: Option<TextRange>,
    /// Where it leads, in the workspace after the edit.
    pub target: Target,
}
