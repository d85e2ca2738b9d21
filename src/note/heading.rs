//! A heading: its three ranges and its name.
//!
//! In `## 📑 **Key** points ## {#key}` the heading's `range` is the whole line, its `name` is
//! `Key points`, and its `name_range` is what an editor selects: `Key** points`. The third range,
//! the section that it opens, belongs to [`Section`](crate::note::section::Section).

use std::ops::Range;

use text_size::{TextRange, TextSize};
use unicode_properties::{EmojiStatus, UnicodeEmoji};
use unicode_segmentation::UnicodeSegmentation;

use crate::note::markdown::text_range;
use crate::note::term_key::TermKey;

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
    /// Whether it is nothing but one code span.
    pub is_code: bool,
}

/// Gathers a heading from the parts of its line.
pub(super) struct HeadingReader {
    level: u8,
    id: Option<String>,
    range: Range<usize>,
    name: Name,
    /// The descriptions of images: the name of a heading that has no other.
    pictured: Name,
    codes: usize,
    /// Parts that are no code.
    others: usize,
}

/// A name while it is being gathered.
#[derive(Default)]
struct Name {
    text: String,
    /// A space is due before the next character.
    pending_space: bool,
    range: Option<Range<usize>>,
}

impl HeadingReader {
    pub(super) fn new(level: u8, id: Option<&str>, range: Range<usize>) -> Self {
        Self {
            level,
            id: id.map(str::to_owned),
            range,
            name: Name::default(),
            pictured: Name::default(),
            codes: 0,
            others: 0,
        }
    }

    /// Running text of the heading, and where it stands.
    pub(super) fn text(&mut self, content: &str, range: &Range<usize>) {
        self.others += usize::from(!content.trim().is_empty());
        self.name.add(content, range);
    }

    /// A part of an image's description.
    pub(super) fn image_text(&mut self, content: &str, range: &Range<usize>) {
        self.others += 1;
        self.pictured.add(content, range);
    }

    /// The content of a code span, and where it stands between the backticks.
    pub(super) fn code(&mut self, content: &str, range: &Range<usize>) {
        self.codes += 1;
        for (index, word) in content.split_whitespace().enumerate() {
            if index > 0 {
                self.name.space();
            }
            self.name.push(word, range);
        }
    }

    /// White space.
    pub(super) fn space(&mut self) {
        self.name.space();
        self.pictured.space();
    }

    pub(super) fn finish(self, text: &str) -> Heading {
        let name = if self.name.text.is_empty() { self.pictured } else { self.name };
        let is_atx = text[self.range.clone()].starts_with('#');
        let end_of_marks = self.range.start + if is_atx { usize::from(self.level) } else { 0 };
        Heading {
            level: self.level,
            range: text_range(&self.range),
            key: TermKey::new(&name.text),
            name_range: text_range(&name.range.unwrap_or(end_of_marks..end_of_marks)),
            name: name.text,
            id: self.id,
            is_code: self.codes == 1 && self.others == 0,
        }
    }
}

impl Name {
    fn add(&mut self, content: &str, range: &Range<usize>) {
        // Where what is written differs from what is read (an entity), it counts as a whole.
        let verbatim = content.len() == range.len();
        if content.is_ascii() && verbatim {
            return self.add_ascii(content, range.start);
        }
        for (at, cluster) in content.grapheme_indices(true) {
            if cluster.chars().all(char::is_whitespace) {
                self.space();
            } else if !is_emoji(cluster) {
                let start = range.start + at;
                let place = start..start + cluster.len();
                self.push(cluster, if verbatim { &place } else { range });
            }
        }
    }

    /// The same for text that can hold no emoji, word by word: almost all headings are such.
    fn add_ascii(&mut self, content: &str, start: usize) {
        let mut at = 0;
        for part in content.split_inclusive(|c: char| c.is_ascii_whitespace()) {
            let word = part.trim_end_matches(|c: char| c.is_ascii_whitespace());
            if !word.is_empty() {
                self.push(word, &(start + at..start + at + word.len()));
            }
            if word.len() < part.len() {
                self.space();
            }
            at += part.len();
        }
    }

    fn space(&mut self) {
        self.pending_space = !self.text.is_empty();
    }

    fn push(&mut self, content: &str, range: &Range<usize>) {
        if std::mem::take(&mut self.pending_space) {
            self.text.push(' ');
        }
        self.text.push_str(content);
        let start = self.range.as_ref().map_or(range.start, |known| known.start);
        self.range = Some(start..range.end);
    }
}

impl Heading {
    /// The heading's line without its line end: what a person takes for the heading.
    pub fn line(&self, text: &str) -> TextRange {
        let line = &text[self.range];
        let trimmed = line.trim_end_matches(['\n', '\r']).len();
        TextRange::at(self.range.start(), TextSize::new(u32::try_from(trimmed).unwrap_or(u32::MAX)))
    }
}

/// Whether a character, as a reader counts them, is a picture and not text.
///
/// Unicode: UTS #51, `Emoji_Presentation`, or any emoji followed by U+FE0F.
fn is_emoji(cluster: &str) -> bool {
    if cluster.is_ascii() {
        return false;
    }
    let mut chars = cluster.chars();
    let Some(first) = chars.next() else { return false };
    let pictured = matches!(
        first.emoji_status(),
        EmojiStatus::EmojiPresentation
            | EmojiStatus::EmojiPresentationAndModifierBase
            | EmojiStatus::EmojiPresentationAndModifierAndEmojiComponent
            | EmojiStatus::EmojiPresentationAndEmojiComponent
    );
    pictured || (first.is_emoji_char() && chars.any(|c| c == '\u{fe0f}'))
}

#[cfg(test)]
mod tests;
