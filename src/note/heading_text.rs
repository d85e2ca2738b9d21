//! The text of headings and of other names: without markup and emoji, with its range.

use std::ops::Range;

use text_size::TextRange;
use unicode_properties::{EmojiStatus, UnicodeEmoji};
use unicode_segmentation::UnicodeSegmentation;

use crate::text::range::text_range;

/// A name without markup.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Name {
    /// The text without markup and emoji, white space collapsed; may be empty.
    pub(super) text: String,
    /// The text without markup, emoji and all.
    pub(super) raw: String,
    /// Where it stands, from its first character to its last; none if it is empty.
    pub(super) range: Option<TextRange>,
    /// Whether it is nothing but one code span.
    pub(super) is_code: bool,
}

/// Collects a name while its parts are read.
#[derive(Debug, Default)]
pub(super) struct NameReader {
    name: Gathered,
    /// The descriptions of images: the name of what has no other.
    pictured: Gathered,
    raw: String,
    codes: usize,
    /// Parts that are no code.
    others: usize,
}

#[derive(Debug, Default)]
struct Gathered {
    text: String,
    /// A space is due before the next character.
    pending_space: bool,
    range: Option<Range<usize>>,
}

impl NameReader {
    /// Running text, and where it stands.
    pub(super) fn text(&mut self, content: &str, range: &Range<usize>) {
        self.others += usize::from(!content.trim().is_empty());
        self.raw.push_str(content);
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
        self.raw.push_str(content);
        for (index, word) in content.split_whitespace().enumerate() {
            if index > 0 {
                self.name.space();
            }
            self.name.push(word, range);
        }
    }

    /// White space.
    pub(super) fn space(&mut self) {
        self.raw.push(' ');
        self.name.space();
        self.pictured.space();
    }

    pub(super) fn finish(self) -> Name {
        let name = if self.name.text.is_empty() { self.pictured } else { self.name };
        Name {
            text: name.text,
            raw: self.raw,
            range: name.range.as_ref().map(text_range),
            is_code: self.codes == 1 && self.others == 0,
        }
    }
}

impl Gathered {
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

    /// The same for text that can hold no emoji, word by word: almost all names are such.
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
