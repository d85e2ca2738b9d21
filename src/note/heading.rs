//! A heading, with its three ranges and its name.
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
    /// The level, 1 to 6.
    pub level: u8,
    /// The whole line with its line end, or both lines of a setext heading. In byte offsets.
    pub range: TextRange,
    /// The text without markup and emoji, with white space collapsed. May be empty.
    pub name: String,
    /// The range of the name in the source. If the name is empty, an empty range after the opening
    /// marks.
    pub name_range: TextRange,
    /// The key of the name. `None` if the name has no letters or digits.
    pub key: Option<TermKey>,
    /// The explicit anchor, as in `{#id}`.
    pub id: Option<String>,
    /// The text without markup, if it differs from the name.
    raw: Option<Box<str>>,
    /// How the slug is computed.
    anchors: Anchors,
    /// Whether it consists of one code span.
    pub is_code: bool,
}

/// The start of a heading, before its name is read.
pub(super) struct Opening {
    pub(super) level: u8,
    pub(super) id: Option<String>,
    pub(super) range: Range<usize>,
}

impl Opening {
    /// Builds the heading with its name.
    pub(super) fn finish(self, name: Name, text: &str, anchors: Anchors) -> Heading {
        let marks = if is_atx(&text[self.range.clone()]) { usize::from(self.level) } else { 0 };
        let end_of_marks = self.range.start + marks;
        let raw = (name.raw != name.text).then(|| name.raw.into());
        Heading {
            level: self.level,
            range: text_range(&self.range),
            key: TermKey::new(&name.text),
            name_range: name.range.unwrap_or_else(|| text_range(&(end_of_marks..end_of_marks))),
            name: name.text,
            id: self.id,
            raw,
            anchors,
            is_code: name.is_code,
        }
    }
}

impl Heading {
    /// The fragment of links to it, if it has no explicit anchor and no earlier heading has the
    /// same slug. It is computed at each call, because few features need it.
    pub fn slug(&self) -> String {
        self.anchors.of(self.raw.as_deref().unwrap_or(&self.name))
    }

    /// The range of the heading without its line end.
    pub fn line(&self, text: &str) -> TextRange {
        let line = text[self.range].trim_end_matches(lines::ENDS);
        TextRange::at(self.range.start(), TextSize::of(line))
    }

    /// Whether it is an ATX heading (`# Name`) and not a setext heading, whose text may begin with
    /// `#` too: `#tag`.
    ///
    /// CommonMark 0.31.2, section 4.2.
    pub fn is_atx(&self, text: &str) -> bool {
        is_atx(&text[self.range])
    }
}

fn is_atx(written: &str) -> bool {
    let rest = written.trim_start_matches('#');
    (1..=6).contains(&(written.len() - rest.len()))
        && (rest.is_empty() || rest.starts_with([' ', '\t', '\n', '\r']))
}

#[cfg(test)]
mod tests;
