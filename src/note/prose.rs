//! Running text: what a person reads as sentences, without markup.
//!
//! It leaves out code, addresses, HTML, comments, shortcodes, math and image descriptions, so
//! whatever is looked for in prose is never found there.

use memchr::memmem;
use text_size::{TextRange, TextSize};

/// A stretch of running text that no markup interrupts. What stands in it in the source is what
/// is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Segment {
    /// Its place; never empty.
    pub range: TextRange,
    /// How it continues the segment before it.
    pub join: Join,
    /// Whether it is the text of a link.
    pub in_link: bool,
}

/// How a segment continues the one before it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Join {
    /// Directly: only emphasis marks or a backslash stand between them.
    Glued,
    /// After a line break.
    Space,
    /// Not at all, though in the same sentence: code, a link's edge or such stands between them.
    Cut,
    /// Not at all: it opens a paragraph, list item, table cell, heading, …
    #[default]
    Block,
}

/// The block of running text that `offset` stands in or at the edge of.
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

/// Where running text contains a mark: the index of the segment, and the byte offset in `text`.
///
/// The whole text is searched at once. That is quick, and most notes have none of these marks.
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
