//! What an editor and the command line can request: one file per feature.
//!
//! Every feature is a pure function of a [settled](crate::workspace::Workspace::settle) workspace.
//! It takes byte offsets, returns plain data with public fields, and works for every text. `None`
//! means that there is nothing here.

pub mod ambiguous;
pub mod call_hierarchy;
pub mod cards;
pub mod code_actions;
pub mod code_lens;
pub mod completion;
mod compound;
mod cursor_target;
pub mod declaration;
mod declarations;
pub mod definition;
pub mod definition_card;
pub mod diagnostics;
pub mod document_highlight;
pub mod document_links;
pub mod document_symbols;
mod edit_builder;
pub mod empty_sections;
pub mod explain;
pub mod fill_section;
pub mod folding_ranges;
pub mod glossary;
pub mod glossary_page;
pub mod glossary_stats;
pub mod graph_layout;
pub mod hover;
pub mod inlay_hints;
pub mod keys;
mod link;
pub mod move_files;
pub mod navigation_target;
pub mod next_empty_section;
pub mod note_uses;
pub mod preview;
pub mod reading_order;
pub mod reference;
pub mod references;
mod relink;
pub mod rename;
pub mod resolved_gap;
mod resolved_terms;
pub mod selection_ranges;
pub mod semantic_tokens;
pub mod settings;
pub mod tags;
pub mod term_graph;
pub mod terms;
pub mod tooltips;
pub mod type_definition;
pub mod type_hierarchy;
pub mod undefined;
pub mod unused;
pub mod wanted_notes;
pub mod workspace_symbols;

use text_size::{TextRange, TextSize};

use crate::workspace::document::NoteId;

/// A position in a note.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FilePosition {
    /// The note.
    pub note: NoteId,
    /// The byte offset in its text.
    pub offset: TextSize,
}

/// An answer, and the range of the note that it is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RangeInfo<T> {
    /// The range, in the note of the request.
    pub range: TextRange,
    /// The answer.
    pub info: T,
}

#[cfg(test)]
pub(crate) mod answers;
#[cfg(test)]
pub(crate) mod fixture;
