//! The text of headings and other names, without markup and emoji, and its range.
//!
//! Tags, names of blocks and marks of highlights are markup too.

use std::ops::Range;

use text_size::TextRange;
use unicode_properties::{EmojiStatus, UnicodeEmoji};
use unicode_segmentation::UnicodeSegmentation;

use crate::note::tag::{is_tag, tag_name};
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
    /// The parts as they were added, in source order.
    parts: Vec<Part>,
}

/// A word or character of a name.
#[derive(Debug)]
struct Part {
    /// The range in the text of the name.
    text: Range<usize>,
    /// The range in the note.
    source: Range<usize>,
    is_code: bool,
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
            self.name.push(word, range, true);
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
        let (text, range) = name.finish();
        Name {
            text,
            raw: self.raw,
            range: range.as_ref().map(text_range),
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
                self.push(cluster, if verbatim { &place } else { range }, false);
            }
        }
    }

    /// Adds ASCII text, which has no emoji, word by word. Almost all names are ASCII.
    fn add_ascii(&mut self, content: &str, start: usize) {
        let mut at = 0;
        for part in content.split_inclusive(|c: char| c.is_ascii_whitespace()) {
            let word = part.trim_end_matches(|c: char| c.is_ascii_whitespace());
            if !word.is_empty() {
                self.push(word, &(start + at..start + at + word.len()), false);
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

    fn push(&mut self, content: &str, range: &Range<usize>, is_code: bool) {
        if std::mem::take(&mut self.pending_space) {
            self.text.push(' ');
        }
        let start = self.text.len();
        self.text.push_str(content);
        self.parts.push(Part { text: start..self.text.len(), source: range.clone(), is_code });
    }

    /// Returns the text and its range, without tags and names of blocks at the edges, and without
    /// marks of highlights.
    fn finish(self) -> (String, Option<Range<usize>>) {
        let kept = if self.text.contains(['#', '^']) { self.kept() } else { 0..self.text.len() };
        let is_kept = |part: &&Part| kept.start <= part.text.start && part.text.end <= kept.end;
        let parts: Vec<_> = self.parts.iter().filter(is_kept).collect();
        let range = parts.first().zip(parts.last());
        let mut range = range.map(|(first, last)| first.source.start..last.source.end);
        let text = &self.text[kept];
        if !text.contains("==") || parts.iter().any(|part| part.is_code) {
            return (text.to_owned(), range);
        }
        let plain = without_highlights(text);
        if let Some(range) = range.as_mut().filter(|_| plain != text) {
            let marks = |is_edge: bool| if is_edge { HIGHLIGHT.len() } else { 0 };
            range.start += marks(text.starts_with(HIGHLIGHT) && !plain.starts_with(HIGHLIGHT));
            range.end -= marks(text.ends_with(HIGHLIGHT) && !plain.ends_with(HIGHLIGHT));
        }
        (plain, range)
    }

    /// Returns the range of the text without the tags and names of blocks at its edges. A text of
    /// nothing else is kept.
    fn kept(&self) -> Range<usize> {
        let is_code = |at: usize| {
            let after = self.parts.partition_point(|part| part.text.start <= at);
            after.checked_sub(1).is_some_and(|part| self.parts[part].is_code)
        };
        let is_mark = |word: &str, at: usize| {
            let tag = word.strip_prefix('#').filter(|it| tag_name(it) == *it && is_tag(it));
            let block = word.strip_prefix('^').filter(|it| !it.is_empty());
            (tag.is_some() || block.is_some()) && !is_code(at)
        };
        let mut kept = 0..self.text.len();
        while let Some((before, last)) = self.text[kept.clone()].rsplit_once(' ') {
            if !is_mark(last, kept.end - last.len()) {
                break;
            }
            kept.end = kept.start + before.len();
        }
        while let Some((first, after)) = self.text[kept.clone()].split_once(' ') {
            if !first.starts_with('#') || !is_mark(first, kept.start) {
                break;
            }
            kept.start = kept.end - after.len();
        }
        let is_only_marks = is_mark(&self.text[kept.clone()], kept.start);
        if is_only_marks { 0..self.text.len() } else { kept }
    }
}

/// The mark of a highlight in Obsidian, Typora, MkDocs and Logseq.
const HIGHLIGHT: &str = "==";

/// Returns a name without the pairs of marks around its highlighted words.
fn without_highlights(name: &str) -> String {
    let mut parts = name.split(HIGHLIGHT).peekable();
    let mut plain = parts.next().unwrap_or_default().to_owned();
    while let Some(inside) = parts.next() {
        let is_space = |c: Option<char>| c.is_none_or(char::is_whitespace);
        let is_marked = !is_space(inside.chars().next()) && !is_space(inside.chars().next_back());
        match parts.peek() {
            Some(after) if is_marked && !plain.ends_with(char::is_alphanumeric) => {
                plain.extend([inside, after]);
                parts.next();
            }
            _ => plain.extend([HIGHLIGHT, inside]),
        }
    }
    plain
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
