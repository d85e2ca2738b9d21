//! The link or label at a place: what hover, definition and all that follow ask of it.

use text_size::{TextRange, TextSize};

use crate::note::link::{Link, LinkKind};
use crate::note::reference::{Family, LinkReference};
use crate::workspace::Workspace;
use crate::workspace::document::Document;
use crate::workspace::links::{Resolver, Target};

/// Which part of a link a place is in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    /// What it shows.
    Text,
    /// What stands behind the `#` of its destination.
    Fragment,
    /// The rest of it.
    Path,
}

/// The innermost link that a place stands in or at the edge of, and the part of it.
pub(super) fn link_at(document: &Document, offset: TextSize) -> Option<(&Link, Part)> {
    let links = document.note.links.iter();
    let here = links.filter(|link| link.range.contains_inclusive(offset));
    let link = here.min_by_key(|link| link.range.len())?;
    let is_in = |range: Option<TextRange>| range.is_some_and(|it| it.contains_inclusive(offset));
    let part = if is_in(link.place.and_then(|place| place.fragment)) {
        Part::Fragment
    } else if is_in(link.text) && !is_in(link.place.map(|place| place.path)) {
        Part::Text
    } else {
        Part::Path
    };
    Some((link, part))
}

/// The label of a link or footnote that a place stands in or at the edge of. Where the text of a
/// link is its label, it is the text.
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

/// All uses and definitions of a label in its note, from top to bottom.
pub(super) fn same_reference<'d>(
    document: &'d Document,
    label: &'d LinkReference,
) -> impl Iterator<Item = &'d LinkReference> {
    let references = document.note.references.iter();
    references.filter(|found| found.family == label.family && found.key == label.key)
}

/// A place that a link leads to: what an editor selects there, and all that belongs to it.
pub(super) fn place(workspace: &Workspace, target: Target) -> Option<(TextRange, TextRange)> {
    let document = workspace.document(target.note)?;
    let note = &document.note;
    if let Some(section) = target.section {
        let section = note.sections.get(section)?;
        return Some((section.heading.name_range, section.range));
    }
    if let Some(anchor) = target.anchor {
        let range = note.anchors.get(anchor)?.range;
        return Some((range, range));
    }
    let all = TextRange::up_to(document.text.len());
    let title = note.sections.first().filter(|section| section.heading.level == 1);
    let title = title.map(|section| section.heading.name_range);
    Some((title.unwrap_or_else(|| TextRange::empty(0.into())), all))
}

/// Where the link at a place leads in the notes.
pub(super) fn target_at(
    workspace: &Workspace,
    document: &Document,
    offset: TextSize,
) -> Option<(TextRange, Target)> {
    let (link, _) = link_at(document, offset)?;
    let target = Resolver::new(workspace).resolve(document, link)?;
    Some((clickable(link, offset), target))
}

/// The part of a link that leads somewhere: its destination where that stands with it, or else all
/// of it.
pub(super) fn destination_range(link: &Link) -> TextRange {
    let place = link.place.map(|place| match place.fragment {
        Some(fragment) => place.path.cover(fragment),
        None => place.path,
    });
    place.filter(|range| !range.is_empty()).unwrap_or(link.range)
}

/// Where the name of a place in a note stands in a link, or else all of the link.
pub(super) fn fragment_range(link: &Link) -> TextRange {
    let fragment = link.place.and_then(|place| place.fragment);
    fragment.filter(|range| !range.is_empty()).unwrap_or(link.range)
}

/// What a hover or a jump from a place takes for the link: the destination of a definition, or all
/// of it where the place is beside that; all of another link.
pub(super) fn clickable(link: &Link, from: TextSize) -> TextRange {
    let destination = destination_range(link);
    let is_part = link.kind == LinkKind::Definition && destination.contains_inclusive(from);
    if is_part { destination } else { link.range }
}
