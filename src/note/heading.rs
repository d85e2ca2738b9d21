//! A heading: its three ranges and its name.
//!
//! In `## 📑 **Key** points ## {#key}` the heading's `range` is the whole line, its `name` is
//! `Key points`, and its `name_range` is what an editor selects: `Key** points`. The third range,
//! the section that it opens, belongs to [`Section`](crate::note::section::Section).

use std::ops::Range;

use text_size::{TextRange, TextSize};

use crate::note::heading_text::Name;
use crate::note::slug::Anchors;
use crate::note::term_key::TermKey;
use crate::text::lines;
use crate::text::range::text_range;

/// A heading at the top level of a note.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Heading {
    /// 1 to 6.
    pub level: u8,
    /// Markup, text and line end; both lines of a setext heading.
    pub range: TextRange,
    /// The text without markup and emoji, white space collapsed; may be empty.
    pub name: String,
    /// Where the name stands in the source; empty, behind the opening marks, if there is none.
    pub name_range: TextRange,
    /// The name's key; none if there is no letter or digit in it.
    pub key: Option<TermKey>,
    /// The explicit anchor, as in `{#id}`.
    pub id: Option<String>,
    /// What links call it if it has no explicit anchor and no namesake above it.
    pub slug: String,
    /// Whether it is nothing but one code span.
    pub is_code: bool,
}

/// The start of a heading: what is known of it before its name is read.
pub(super) struct Opening {
    pub(super) level: u8,
    pub(super) id: Option<String>,
    pub(super) range: Range<usize>,
}

impl Opening {
    /// The heading, now that its name is known.
    pub(super) fn finish(self, name: Name, text: &str, anchors: Anchors) -> Heading {
        let is_atx = text[self.range.clone()].starts_with('#');
        let end_of_marks = self.range.start + if is_atx { usize::from(self.level) } else { 0 };
        Heading {
            level: self.level,
            range: text_range(&self.range),
            key: TermKey::new(&name.text),
            name_range: name.range.unwrap_or_else(|| text_range(&(end_of_marks..end_of_marks))),
            name: name.text,
            id: self.id,
            slug: anchors.of(&name.raw),
            is_code: name.is_code,
        }
    }
}

impl Heading {
    /// The heading's line without its line end: what a person takes for the heading.
    pub fn line(&self, text: &str) -> TextRange {
        let line = text[self.range].trim_end_matches(lines::ENDS);
        TextRange::at(self.range.start(), TextSize::of(line))
    }
}

#[cfg(test)]
mod tests;
