//! What an editor can ask, and the command line with it: one file per question.
//!
//! Every feature is a pure function over a [settled](crate::workspace::Workspace::settle) workspace. It takes byte
//! offsets, gives plain data with public fields, and has an answer to every text: `None` means
//! that there is nothing here.

pub mod ambiguous;
pub mod call_hierarchy;
pub mod code_actions;
pub mod code_lens;
pub mod completion;
pub mod declaration;
mod declarations;
pub mod definition;
pub mod diagnostics;
pub mod document_highlight;
pub mod document_links;
pub mod document_symbols;
mod edit_builder;
pub mod folding_ranges;
pub mod gaps;
pub mod hover;
pub mod inlay_hints;
pub mod item;
pub mod keys;
pub mod labels;
mod link;
pub mod move_files;
pub mod next_gap;
pub mod origin;
pub mod preview;
pub mod references;
mod relink;
pub mod rename;
pub mod selection_ranges;
pub mod semantic_tokens;
pub mod settings;
pub mod symbol;
pub mod terms;
pub mod type_definition;
pub mod type_hierarchy;
pub mod undefined;
pub mod unused;
pub mod workspace_symbols;

use text_size::{TextRange, TextSize};

use crate::workspace::document::NoteId;

/// A place in a note.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FilePosition {
    /// The note.
    pub note: NoteId,
    /// The byte offset in its text.
    pub offset: TextSize,
}

/// Something, and the range of the note that it is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RangeInfo<T> {
    /// The range, in the note that was asked about.
    pub range: TextRange,
    /// What there is to say.
    pub info: T,
}

#[cfg(test)]
pub(crate) mod answers;
#[cfg(test)]
pub(crate) mod fixture;
