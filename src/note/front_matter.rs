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
mod scan;
mod tags;
mod toml;
mod value;
mod write;
mod yaml;
mod yaml_error;

use std::ops::Range;

use text_size::{TextRange, TextSize};

pub use self::context::{CursorContext, KeyContext, TagContext, ValueContext};
pub use self::cursor::context_at;
pub use self::items::Shape;
pub use self::tags::TagKind;
pub use self::value::{Entry, Quote, Scalar, Syntax, TextValue, Value, ValueKind, ValueType};
pub use self::write::written_text;

/// Front matter longer than this (in bytes between the fences) is not read.
///
/// Real front matter has a few hundred bytes; a block of this size is data that has strayed
/// into a note, or an attack.
const MAX_CONTENT: usize = 64 * 1024;

/// Lists and maps within each other beyond this depth are a problem of their key.
const MAX_DEPTH: usize = 32;

/// More problems than this in one note are not reported.
const MAX_PROBLEMS: usize = 100;

/// The keys with other names for the subject of a note, the usual one first.
pub const ALIAS_KEYS: [&str; 3] = ["aliases", "alias", "aka"];

/// The block at the top of a note.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FrontMatter {
    /// The language between the fences.
    pub syntax: Syntax,
    /// The whole block, from the start of the opening fence line up to the line after the closing
    /// fence, so the body begins where this ends. A byte order mark and blank lines before the
    /// block are not in it.
    pub range: TextRange,
    /// What stands between the fences: whole lines, with their line breaks.
    pub content: TextRange,
    /// Whether there is a closing fence. Without one, the content ends before the first blank
    /// line or heading.
    pub closed: bool,
    /// The top-level keys in source order. A broken one is here with what could be read of it.
    pub entries: Vec<Entry>,
    /// What is wrong: one problem per broken key.
    pub problems: Vec<Problem>,
    tags: Vec<TextValue>,
    categories: Vec<TextValue>,
}

/// Something the front matter should not look like.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The characters to mark, on one line.
    pub range: TextRange,
    /// What was expected, as a sentence without a period.
    pub message: String,
}

impl FrontMatter {
    /// Reads the front matter of a note; `None` if the note has none.
    ///
    /// A note may open with a thematic break that looks like a fence: it is front matter only if
    /// the first line below looks like a key, a list item or a flow map, or if nothing stands
    /// between two fences.
    pub fn parse(text: &str) -> Option<FrontMatter> {
        let block = fences::find(text)?;
        let mut reading = Reading::default();
        if block.content.len() > MAX_CONTENT {
            let message = format!(
                "expected front matter of at most {} KiB; it is not read",
                MAX_CONTENT / 1024
            );
            reading.problem(block.opening.range(), message);
        } else {
            match block.syntax {
                Syntax::Yaml => yaml::read(text, block.content.clone(), &mut reading),
                Syntax::Toml => toml::read(text, block.content.clone(), &mut reading),
            }
        }
        Some(FrontMatter {
            syntax: block.syntax,
            range: range(block.range()),
            content: range(block.content),
            closed: block.closing.is_some(),
            tags: tags::listed(text, &reading.entries, TagKind::Tag),
            categories: tags::listed(text, &reading.entries, TagKind::Category),
            entries: reading.entries,
            problems: reading.problems.into_iter().map(|it| it.on_one_line(text)).collect(),
        })
    }

    /// The first entry with this key, in any letter case.
    pub fn get(&self, key: &str) -> Option<&Entry> {
        self.entries.iter().find(|entry| entry.is(key))
    }

    /// The note's title, if it is a text and not blank.
    pub fn title(&self) -> Option<TextValue> {
        self.text_value("title")
    }

    /// The value of a key, if it is a text and not blank.
    pub fn text_value(&self, key: &str) -> Option<TextValue> {
        self.get(key)?.value.as_text()
    }

    /// The texts listed under these keys, in source order: as a list, or as a text with commas.
    pub fn text_values(&self, text: &str, keys: &[&str]) -> Vec<TextValue> {
        tags::texts(text, &self.entries, keys)
    }

    /// The tags under `tags`, `tag` and the `tags` of `taxonomies`, in source order. Null and
    /// blank ones are left out.
    pub fn tags(&self) -> &[TextValue] {
        &self.tags
    }

    /// The categories under `categories`, `category` and the `categories` of `taxonomies`, in
    /// source order; nested lists are flattened.
    pub fn categories(&self) -> &[TextValue] {
        &self.categories
    }

    /// The tags or the categories, by their kind.
    pub fn listed(&self, kind: TagKind) -> &[TextValue] {
        match kind {
            TagKind::Tag => &self.tags,
            TagKind::Category => &self.categories,
        }
    }
}

impl Problem {
    /// The problem, marked on its first line only: a key in YAML may have several.
    fn on_one_line(self, text: &str) -> Self {
        let marked = &text[self.range];
        let line = &marked[..marked.find(['\n', '\r']).unwrap_or(marked.len())];
        Self { range: TextRange::at(self.range.start(), TextSize::of(line)), ..self }
    }
}

/// What the readers of the two languages fill in.
#[derive(Debug, Default)]
struct Reading {
    entries: Vec<Entry>,
    problems: Vec<Problem>,
}

impl Reading {
    fn problem(&mut self, at: Range<usize>, message: impl Into<String>) {
        if self.problems.len() == MAX_PROBLEMS {
            return;
        }
        self.problems.push(Problem { range: range(at), message: message.into() });
    }
}

/// Texts beyond 4 GiB never get here ([`fences::find`]).
fn size(at: usize) -> TextSize {
    TextSize::new(u32::try_from(at).unwrap_or(u32::MAX))
}

/// Byte positions as a text range.
fn range(bytes: Range<usize>) -> TextRange {
    TextRange::new(size(bytes.start.min(bytes.end)), size(bytes.end))
}

/// A text range as byte positions.
fn bytes(range: TextRange) -> Range<usize> {
    range.start().into()..range.end().into()
}

#[cfg(test)]
mod tests;
