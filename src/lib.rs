//! Headword: the language server for notes that define terms.
//!
//! The library of the `headword` command has five floors. A module may use its own floor and those
//! below it. `tests/tidy.rs` checks the imports.
//!
//! | floor | module | content |
//! | --- | --- | --- |
//! | 5 | [`server`], [`cli`] | the protocol and the terminal |
//! | 4 | [`features`] | the requests of an editor |
//! | 3 | [`workspace`] | all notes |
//! | 2 | [`note`] | one parsed note |
//! | 1 | [`text`] | one text: byte offsets, lines and columns, edits |
//!
//! Positions below floor 5 are byte offsets ([`text_size::TextSize`]). Lines and columns exist
//! only in [`text`] and, as types of the protocol, in [`server`].

#![warn(clippy::disallowed_types)]

pub mod cli;
#[cfg(debug_assertions)]
mod fault;
pub mod features;
pub mod note;
pub mod server;
pub mod text;
pub mod workspace;
