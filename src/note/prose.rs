//! Running text: the sentences of a note, without markup.
//!
//! Running text excludes code, URLs, HTML, comments, shortcodes, math and image descriptions. So
//! mentions and tags are never found there.

use memchr::memmem;
use text_size::{TextRange, TextSize};

/// A part of running text without markup in it. Its text equals its source, except for `&amp;` and for
/// escaped underscores in words (`item\_id`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Segment {
    /// The range in byte offsets of the note. Never empty.
    pub range: TextRange,
    /// How the segment continues the previous one.
    pub join: Join,
    /// Whether the segment is in the text of a link.
    pub in_link: bool,
}

/// How a segment continues the previous one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Join {
    /// Directly: only emphasis marks or a backslash are between them.
    Glued,
    /// After a line break.
    Space,
    /// Not at all, but in the same block: code or the edge of a link, for example, is between them.
    Cut,
    /// Not at all: the segment begins a paragraph, list item, table cell, heading, …
    #[default]
    Block,
}

/// The block of running text that contains or touches the byte offset `offset`.
pub fn block_at(prose: &[Segment], offset: TextSize) -> Option<&[Segment]> {
    let after = prose.partition_point(|segment| segment.range.start() <= offset);
    let found = after.checked_sub(1)?;
    prose[found].range.contains_inclusive(offset).then_some(())?;
    let opens = |segment: &Segment| segment.join == Join::Block;
    let start = prose[..=found].iter().rposition(opens).unwrap_or(0);
    let end = prose[after..].iter().position(opens).map_or(prose.len(), |length| after + length);
    Some(&prose[start..end])
}

/// All blocks of running text, in source order.
pub fn blocks(prose: &[Segment]) -> impl Iterator<Item = &[Segment]> {
    prose.chunk_by(|_, next| next.join != Join::Block)
}

/// Finds a mark in running text: the index of each segment, and the byte offset in `text`.
///
/// The search runs over the whole text, which is fast. Most notes have none of these marks.
pub(super) fn find(
    text: &str,
    prose: &[Segment],
    mark: &str,
) -> impl Iterator<Item = (usize, usize)> {
    let mut next = 0;
    let length = mark.len();
    memmem::find_iter(text.as_bytes(), mark).filter_map(move |at| {
        while prose.get(next).is_some_and(|s| usize::from(s.range.end()) < at + length) {
            next += 1;
        }
        let start = usize::from(prose.get(next)?.range.start());
        (start <= at).then_some((next, at))
    })
}

#[cfg(test)]
mod tests;
