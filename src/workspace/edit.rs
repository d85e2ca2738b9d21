//! Edits: changes to notes, and the check that they change nothing but what is expected.
//!
//! An edit touches a person's only copy. So a feature proposes a [`WorkspaceEdit`] and lists what
//! it changes ([`Expect`]); only [`verify`] can construct a [`VerifiedEdit`], and only those are
//! sent.

mod expectation;
mod facts;
mod failure;
mod file_moves;
mod new_notes;
mod position_map;
mod text_edit;
mod text_moves;
mod verify;

pub use self::expectation::{Expect, NewLink};
pub use self::failure::Failure;
pub use self::file_moves::FileMoves;
pub use self::position_map::PositionMap;
pub use self::text_edit::{Group, NewNote, Refusal, TextEdit, WorkspaceEdit, applied, range};
pub use self::text_moves::{MovedText, TextMove, changed};
pub use self::verify::{VerifiedEdit, verify};

#[cfg(test)]
mod tests;
