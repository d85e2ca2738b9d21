//! Edits: changes to notes, and the check that they change nothing but what is expected.
//!
//! An edit changes the user's only copy of a note. Therefore a feature proposes a [`WorkspaceEdit`]
//! and lists its effects ([`Expect`]). Only [`verify()`] can construct a [`VerifiedEdit`], and only
//! those are sent to the editor.

mod expectation;
mod facts;
mod failure;
mod file_moves;
mod moved_text;
mod new_notes;
mod position_map;
mod text_edit;
mod verify;
mod workspace_edit;

pub use self::expectation::{Expect, NewLink};
pub use self::failure::Failure;
pub use self::file_moves::FileMoves;
pub use self::moved_text::{MovedText, changed};
pub use self::position_map::PositionMap;
pub use self::text_edit::{Group, TextEdit, TextMove, applied, range};
pub use self::verify::{VerifiedEdit, verify};
pub use self::workspace_edit::{NewNote, Refusal, WorkspaceEdit};

#[cfg(test)]
mod tests;
