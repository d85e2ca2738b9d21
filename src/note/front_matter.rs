//! Front matter: the YAML (`---`) or TOML (`+++`) block at the top of a note.
//!
//! People type into this block, so most texts seen here are broken somewhere. One broken key
//! costs one problem and no other key; every value is known with the exact bytes it stands in,
//! because edits replace those bytes and never write the block anew (that would destroy
//! comments, quotes and dates).
//!
//! All ranges are byte offsets into the whole text of the note.

pub mod date;
mod fences;
mod items;
mod labels;
mod lines;
mod pieces;
pub mod place;
mod relabel;
mod repair;
mod slot;
mod toml;
mod toml_pieces;
mod typed;
mod write;
mod yaml;

use std::ops::Range;

use text_size::{TextRange, TextSize};

pub use self::slot::{CursorContext, LabelKind, Shape, Slot, cursor_context};
pub use self::typed::Typed;
pub use self::write::written_text;

/// Front matter longer than this (in bytes between the fences) is not read.
///
/// Real front matter has a few hundred bytes; a block of this size is data that has strayed
/// into a note, or an attack.
const MAX_CONTENT: usize = 64 * 1024;

/// Lists and maps within each other beyond this depth are a problem of their key.
const MAX_DEPTH: usize = 32;

/// More problems than this in one note are not told.
const MAX_PROBLEMS: usize = 100;

/// The keys that hold other names of what a note is about, the one to be written first.
pub const ALIAS_KEYS: [&str; 3] = ["aliases", "alias", "aka"];

/// The language between the fences.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Syntax {
    /// Between `---` and `---` or `...`.
    Yaml,
    /// Between `+++` and `+++`.
    Toml,
}

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
    tags: Vec<Label>,
    categories: Vec<Label>,
}

/// A key and its value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The key without quotes, spelled as in the note.
    pub key: String,
    /// The key with its quotes.
    pub key_range: TextRange,
    /// What it is set to.
    pub value: Value,
}

/// A value and where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Value {
    /// With quotes and brackets; without comments, tags (`!!str`) and anchors. Empty for a value
    /// that is not written.
    pub range: TextRange,
    /// What it is.
    pub kind: ValueKind,
}

/// What a value is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ValueKind {
    /// Nothing, `~` or `null`; also an alias (`*name`), which is never expanded.
    Null,
    /// A string, number, boolean or date.
    Scalar(Scalar),
    /// `[a, b]` or lines that begin with `- `.
    List(Vec<Value>),
    /// `{a: b}`, indented keys, or a TOML table.
    Map(Vec<Entry>),
}

/// A string, number, boolean or date.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scalar {
    /// What a reader gets: escapes resolved, lines folded. Numbers, booleans and dates stay as
    /// they are written.
    pub text: String,
    /// The text in the note: inside the quotes, below the header of a block scalar.
    pub text_range: TextRange,
    /// How it is written.
    pub quote: Quote,
}

/// How a scalar is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Quote {
    /// Without quotes.
    Plain,
    /// `'…'`.
    Single,
    /// `"…"`.
    Double,
    /// YAML's `|` and `>` blocks.
    Block,
    /// TOML's `'''…'''`.
    TripleSingle,
    /// TOML's `"""…"""`.
    TripleDouble,
}

/// One tag, category or title: a text with what an edit replaces.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// The label: trimmed, and a tag without a leading `#`.
    pub text: String,
    /// The value with its quotes; one part of a comma string is without them.
    pub range: TextRange,
    /// The label itself.
    pub text_range: TextRange,
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
            tags: labels::tags(text, &reading.entries),
            categories: labels::categories(text, &reading.entries),
            entries: reading.entries,
            problems: reading.problems.into_iter().map(|it| it.on_one_line(text)).collect(),
        })
    }

    /// The first entry with this key. Letter case does not matter: real notes have `Title` and
    /// `tAGs`.
    pub fn get(&self, key: &str) -> Option<&Entry> {
        self.entries.iter().find(|entry| entry.is(key))
    }

    /// The note's title, if it is a text and not blank.
    pub fn title(&self) -> Option<Label> {
        self.label("title")
    }

    /// What a key is set to, if it is a text and not blank.
    pub fn label(&self, key: &str) -> Option<Label> {
        labels::single(&self.get(key)?.value)
    }

    /// All that is listed under these keys, in source order: as a list, or as a text with commas.
    pub fn labels(&self, text: &str, keys: &[&str]) -> Vec<Label> {
        labels::collect(text, &self.entries, keys)
    }

    /// The tags under `tags`, `tag` and the `tags` of `taxonomies`, in source order. Null and
    /// blank ones are left out.
    pub fn tags(&self) -> &[Label] {
        &self.tags
    }

    /// The categories under `categories`, `category` and the `categories` of `taxonomies`, in
    /// source order; nested lists are flattened.
    pub fn categories(&self) -> &[Label] {
        &self.categories
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

impl Entry {
    /// Whether this is the entry of `key`, in any letter case.
    pub fn is(&self, key: &str) -> bool {
        self.key.eq_ignore_ascii_case(key)
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

/// Byte positions as a text range. Texts beyond 4 GiB never get here ([`fences::find`]).
fn range(bytes: Range<usize>) -> TextRange {
    let size = |at: usize| TextSize::new(u32::try_from(at).unwrap_or(u32::MAX));
    TextRange::new(size(bytes.start.min(bytes.end)), size(bytes.end))
}

/// A text range as byte positions.
fn bytes(range: TextRange) -> Range<usize> {
    range.start().into()..range.end().into()
}

#[cfg(test)]
mod tests;
