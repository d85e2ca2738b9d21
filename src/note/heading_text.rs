//! The text of headings and other names, without markup and emoji, and its range.

use std::ops::Range;

use text_size::TextRange;
use unicode_properties::{EmojiStatus, UnicodeEmoji};
use unicode_segmentation::UnicodeSegmentation;

use crate::text::range::text_range;

/// A name without markup.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Name {
    /// The text without markup and emoji, with white space collapsed. May be empty.
    pub(super) text: String,
    /// The text without markup, with emoji.
    pub(super) raw: String,
    /// The range from its first character to its last, in byte offsets. `None` if it is empty.
    pub(super) range: Option<TextRange>,
    /// Whether it consists of one code span.
    pub(super) is_code: bool,
}

/// Collects a name while its parts are read.
#[derive(Debug, Default)]
pub(super) struct NameReader {
    name: Gathered,
    /// The descriptions of images, which are the name if there is no other text.
    pictured: Gathered,
    raw: String,
    codes: usize,
    /// The number of parts that are not code.
    others: usize,
}

#[derive(Debug, Default)]
struct Gathered {
    text: String,
    /// Whether a space is needed before the next character.
    pending_space: bool,
    range: Option<Range<usize>>,
}

impl NameReader {
    /// Adds running text.
    pub(super) fn text(&mut self, content: &str, range: &Range<usize>) {
        self.others += usize::from(!content.trim().is_empty());
        self.raw.push_str(content);
        self.name.add(content, range);
    }

    /// Adds a part of an image's description.
    pub(super) fn image_text(&mut self, content: &str, range: &Range<usize>) {
        self.others += 1;
        self.pictured.add(content, range);
    }

    /// Adds the content of a code span. `range` is between the backticks.
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

    /// Adds white space.
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
        // An entity differs from its source, so all its characters have the whole range.
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

    /// Adds ASCII text, which has no emoji, word by word. Almost all names are ASCII.
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

/// Whether a grapheme cluster is an emoji with a pictorial presentation.
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
