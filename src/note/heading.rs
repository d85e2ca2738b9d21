//! A heading: its three ranges and its name.
//!
//! In `## 📑 **Key** points {#key} ##` the heading's `range` is the whole line, its `name` is
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
    /// Where the name stands in the source; empty, at the end of the line, if there is none.
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
    name: String,
    /// A space is due before the next character.
    pending_space: bool,
    name_range: Option<Range<usize>>,
    texts: usize,
    codes: usize,
}

impl HeadingReader {
    pub(super) fn new(level: u8, id: Option<&str>, range: Range<usize>) -> Self {
        Self {
            level,
            id: id.map(str::to_owned),
            range,
            name: String::new(),
            pending_space: false,
            name_range: None,
            texts: 0,
            codes: 0,
        }
    }

    /// Running text of the heading, and where it stands.
    pub(super) fn text(&mut self, content: &str, range: Range<usize>) {
        self.texts += usize::from(!content.trim().is_empty());
        // Where what is written differs from what is read (an entity), it counts as a whole.
        let verbatim = content.len() == range.len();
        if content.is_ascii() && verbatim {
            return self.ascii(content, range.start);
        }
        for (at, cluster) in content.grapheme_indices(true) {
            if cluster.chars().all(char::is_whitespace) {
                self.space();
            } else if !is_emoji(cluster) {
                let start = range.start + at;
                self.push(
                    cluster,
                    if verbatim { start..start + cluster.len() } else { range.clone() },
                );
            }
        }
    }

    /// The same for text that can hold no emoji, word by word: almost all headings are such.
    fn ascii(&mut self, content: &str, start: usize) {
        let mut at = 0;
        for part in content.split_inclusive(|c: char| c.is_ascii_whitespace()) {
            let word = part.trim_end_matches(|c: char| c.is_ascii_whitespace());
            if !word.is_empty() {
                self.push(word, start + at..start + at + word.len());
            }
            if word.len() < part.len() {
                self.space();
            }
            at += part.len();
        }
    }

    /// A code span, its backticks included in the range.
    pub(super) fn code(&mut self, content: &str, range: Range<usize>) {
        self.codes += 1;
        let ticks = (range.len().saturating_sub(content.len())) / 2;
        self.push(content, range.start + ticks..range.end - ticks);
    }

    /// White space.
    pub(super) fn space(&mut self) {
        self.pending_space = !self.name.is_empty();
    }

    fn push(&mut self, content: &str, range: Range<usize>) {
        if std::mem::take(&mut self.pending_space) {
            self.name.push(' ');
        }
        self.name.push_str(content);
        let start = self.name_range.as_ref().map_or(range.start, |known| known.start);
        self.name_range = Some(start..range.end);
    }

    pub(super) fn finish(self) -> Heading {
        let range = text_range(&self.range);
        let end_of_markup = self.range.start + usize::from(self.level);
        let nowhere = end_of_markup.min(self.range.end)..end_of_markup.min(self.range.end);
        Heading {
            level: self.level,
            range,
            key: TermKey::new(&self.name),
            name_range: text_range(&self.name_range.unwrap_or(nowhere)),
            name: self.name,
            id: self.id,
            is_code: self.codes == 1 && self.texts == 0,
        }
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
