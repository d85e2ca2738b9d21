//! Headword: the language server for notes that define terms.
//!
//! The library behind the `headword` command, in five floors. A module may use its own floor and
//! those below it, never one above; `tests/tidy.rs` reads the imports and holds them to it.
//!
//! | floor | module | what it is |
//! | --- | --- | --- |
//! | 5 | [`server`], [`cli`] | the protocol and the terminal |
//! | 4 | [`features`] | what an editor can ask |
//! | 3 | [`workspace`] | all notes together |
//! | 2 | [`note`] | one note, parsed |
//! | 1 | [`text`] | one text: byte offsets, lines and columns, edits |
//!
//! Places below floor 5 are byte offsets ([`text_size::TextSize`]); lines and columns exist only
//! in [`text`] and, as the protocol's types, in [`server`].

#![warn(clippy::disallowed_types)]

pub mod cli;
mod fault;
pub mod features;
pub mod note;
pub mod server;
pub mod text;
pub mod workspace;
