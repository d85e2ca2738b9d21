//! The link or label at a byte offset, and the ranges of its parts.

use text_size::{TextRange, TextSize};

use crate::note::link::{Link, LinkKind};
use crate::note::reference::{Family, LinkReference};
use crate::text::lines;
use crate::workspace::document::Document;

/// The part of a link that an offset is in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum LinkPart {
    /// The displayed text.
    Text,
    /// The part of the destination after `#`.
    Fragment,
    /// The rest of the link.
    Path,
}

/// Returns the innermost link around an offset, and the part that the offset is in.
pub(super) fn link_at(document: &Document, offset: TextSize) -> Option<(&Link, LinkPart)> {
    let links = document.note.links.iter();
    let here = links.filter(|link| link.range.contains_inclusive(offset));
    let link = here.min_by_key(|link| link.range.len())?;
    let is_in = |range: Option<TextRange>| range.is_some_and(|it| it.contains_inclusive(offset));
    let part = if is_in(link.place.and_then(|place| place.fragment)) {
        LinkPart::Fragment
    } else if is_in(link.text) && !is_in(link.place.map(|place| place.path)) {
        LinkPart::Text
    } else {
        LinkPart::Path
    };
    Some((link, part))
}

/// Returns the label of a link or footnote around an offset, with its brackets. A label that is
/// also the text of its link counts as text.
pub(super) fn reference_at(document: &Document, offset: TextSize) -> Option<&LinkReference> {
    let references = document.note.references.iter();
    let mut here = references.filter(|found| {
        let brackets = match found.family {
            Family::Link => TextRange::new(
                found.label.start().checked_sub(1.into()).unwrap_or_default(),
                found.label.end() + TextSize::new(1),
            ),
            Family::Footnote => TextRange::new(
                found.label.start().checked_sub(2.into()).unwrap_or_default(),
                found.label.end() + TextSize::new(1),
            ),
        };
        let is_text = found.family == Family::Link
            && !found.is_definition
            && found.range.start() + TextSize::new(1) == found.label.start();
        brackets.contains_inclusive(offset) && !is_text
    });
    here.next()
}

/// Returns all uses and definitions of a label in its note, from top to bottom.
pub(super) fn same_reference<'d>(
    document: &'d Document,
    label: &'d LinkReference,
) -> impl Iterator<Item = &'d LinkReference> {
    let references = document.note.references.iter();
    references.filter(|found| found.family == label.family && found.key == label.key)
}

/// Returns the range of a link's destination, or of the whole link if the destination is defined
/// elsewhere.
pub(super) fn destination_range(link: &Link) -> TextRange {
    let place = link.place.map(|place| match place.fragment {
        Some(fragment) => place.path.cover(fragment),
        None => place.path,
    });
    place.filter(|range| !range.is_empty()).unwrap_or(link.range)
}

/// Returns the range of a link's fragment, or of the whole link if it has none.
pub(super) fn fragment_range(link: &Link) -> TextRange {
    let fragment = link.place.and_then(|place| place.fragment);
    fragment.filter(|range| !range.is_empty()).unwrap_or(link.range)
}

/// Returns the range of a link for hover and definition. In the destination of a link definition it
/// is the destination, else the whole link.
pub(super) fn clickable(link: &Link, from: TextSize) -> TextRange {
    let destination = destination_range(link);
    let is_part = link.kind == LinkKind::Definition && destination.contains_inclusive(from);
    if is_part { destination } else { link.range }
}

/// Returns the lines of the definition of a label, or `None` if they contain other text. A blank
/// line after them is included if there is one before, so that one remains.
pub(super) fn definition_lines(text: &str, range: TextRange) -> Option<TextRange> {
    let written = text[range].trim_end();
    let before = &text[..usize::from(range.start())];
    let start = usize::from(lines::start(text, range.start()));
    let end = lines::next(text, range.start() + TextSize::of(written));
    let is_quote = |c: char| c.is_whitespace() || c == '>';
    let line = text[TextRange::new(range.start(), end)].trim_end();
    let is_alone = before[start..].chars().all(is_quote) && line == written;
    is_alone.then_some(())?;
    let above = before[..start].trim_end_matches(['\n', '\r']);
    let is_apart = before[..start].matches('\n').count() - above.matches('\n').count() != 1;
    let below = lines::next(text, end);
    let is_blank = text[TextRange::new(end, below)].trim().is_empty();
    let end = if is_apart && is_blank { below } else { end };
    Some(TextRange::new(TextSize::of(&text[..start]), end))
}
