//! Front matter: the YAML (`---`) or TOML (`+++`) block at the top of a note.
//!
//! People type into this block, so it often has a syntax error. One broken key causes one problem
//! and does not affect other keys. Each value has its byte range, because edits replace only that
//! range. A rewrite of the whole block would lose comments, quotes and forms of dates.
//!
//! `outline` splits the block into keys, and `items` reads their values. Both read the text without
//! a parser, in both languages, and are enough for completion. The parsers (`yaml`, `toml`) find
//! invalid keys and read values. For an invalid key, the values of `items` are used.
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
pub use self::tags::{ALIAS_KEYS, TagKind, is_template};
pub use self::value::{Entry, Quote, Scalar, Syntax, TextValue, Value, ValueKind, ValueType};
pub use self::write::written_text;

#[cfg(test)]
mod tests;
