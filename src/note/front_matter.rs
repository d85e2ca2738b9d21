//! Front matter: the YAML (`---`) or TOML (`+++`) block at the top of a note.
//!
//! People type into this block, so most texts seen here are broken somewhere. One broken key
//! costs one problem and no other key. Every value has its exact bytes, because edits replace
//! those bytes and never write the whole block (that would destroy comments, quotes and dates).
//!
//! `outline` cuts the block into keys and `items` reads their values, from the text alone and in
//! both languages. Completion uses nothing else; the parsers (`yaml`, `toml`) say whether a key is
//! valid and what its value is, and leave a broken one to `items`.
//!
//! All ranges are byte offsets into the whole text of the note.

mod context;
mod cursor;
mod edit;
mod fences;
mod items;
mod outline;
mod parse;
mod reading;
mod scan;
mod tags;
mod toml;
mod value;
mod write;
mod yaml;
mod yaml_error;

pub use self::context::{CursorContext, KeyContext, TagContext, ValueContext};
pub use self::cursor::context_at;
pub use self::items::Shape;
pub use self::parse::FrontMatter;
pub use self::reading::Problem;
pub use self::tags::{ALIAS_KEYS, TagKind};
pub use self::value::{Entry, Quote, Scalar, Syntax, TextValue, Value, ValueKind, ValueType};
pub use self::write::written_text;

#[cfg(test)]
mod tests;
