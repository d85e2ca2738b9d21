//! References: all places that refer to the term, heading, note, label or tag under the cursor.
//!
//! References to a term are the mentions of any of its names and the links to its heading. Mentions
//! are in running text and in the text of links. An ambiguous mention counts for each of its terms.
//!
//! LSP: textDocument/references.

mod links;

use std::collections::BTreeSet;

use crate::features::cursor_target::{self, CursorTarget};
use crate::features::link::{LinkPart, same_reference};
use crate::features::reference::{Reference, ReferenceKind};
use crate::features::references::links::LinkTargets;
use crate::features::resolved_gap::ResolvedGap;
use crate::features::resolved_terms::ResolvedTerms;
use crate::features::tags::{self, TagName};
use crate::features::{FilePosition, RangeInfo};
use crate::note::term::Style;
use crate::workspace::document::Document;
use crate::workspace::links::Target;
use crate::workspace::missing_notes::is_name;
use crate::workspace::tag_index::in_note as places_of_tag;
use crate::workspace::{Workspace, mention};

/// Returns all references to the target at a position, and its declarations if they are requested.
/// Those in the same note come first, then the others by path, each from top to bottom.
///
/// References to the path of a link or to a title are all links into the note. References to a
/// heading or fragment are the links to the heading, and the mentions of its term. `None` if nothing
/// at the position can have references.
pub fn references(
    workspace: &Workspace,
    position: FilePosition,
    with_declarations: bool,
) -> Option<Vec<Reference>> {
    let mut found = find(workspace, position, None)?;
    if !with_declarations {
        found.retain(|reference| reference.kind != ReferenceKind::Declaration);
    }
    found.sort_by_cached_key(|reference| {
        let is_elsewhere = reference.note != position.note;
        let rank = workspace.rank(reference.note);
        (is_elsewhere, rank, reference.range.start(), reference.kind)
    });
    found.dedup();
    Some(found)
}

/// Returns all references in the note of a position, from top to bottom. No other note is read.
pub(super) fn in_note(workspace: &Workspace, position: FilePosition) -> Option<Vec<Reference>> {
    let document = workspace.document(position.note)?;
    let mut found = find(workspace, position, Some(document))?;
    found.retain(|reference| reference.note == position.note);
    found.sort_by_key(|reference| (reference.range.start(), reference.kind));
    found.dedup();
    Some(found)
}

/// Returns the references to the target at a position, in all notes or in one.
fn find(
    workspace: &Workspace,
    position: FilePosition,
    only: Option<&Document>,
) -> Option<Vec<Reference>> {
    let document = workspace.document(position.note)?;
    let found = cursor_target::at(workspace, position);
    match found.first().map(|it| &it.info)? {
        CursorTarget::Tag(tag) => Some(of_tag(workspace, tag, only)),
        CursorTarget::LinkLabel(label) => {
            let same = same_reference(document, label).map(|found| Reference {
                note: document.id,
                range: found.label,
                kind: if found.is_definition {
                    ReferenceKind::Declaration
                } else {
                    ReferenceKind::Link
                },
            });
            Some(same.collect())
        }
        _ => of_terms_and_links(workspace, document, position, &found, only),
    }
}

fn of_tag(workspace: &Workspace, tag: &TagName, only: Option<&Document>) -> Vec<Reference> {
    let notes = match only {
        Some(document) => vec![document],
        None => tags::notes(workspace, tag.kind, &tag.name),
    };
    let places = notes.iter().flat_map(|document| {
        let places = places_of_tag(&document.note, tag.kind, &tag.name);
        places.map(|found| (document.id, found.range))
    });
    places.map(|(note, range)| Reference { note, range, kind: ReferenceKind::Tag }).collect()
}

/// Returns the references to the terms at a position, and to the target of the link, title or
/// heading.
fn of_terms_and_links(
    workspace: &Workspace,
    document: &Document,
    position: FilePosition,
    found: &[RangeInfo<CursorTarget<'_>>],
    only: Option<&Document>,
) -> Option<Vec<Reference>> {
    let target = link_target(document, found);
    let gap = found.iter().find_map(|it| ResolvedGap::of(workspace, position, it));
    let terms = found.iter().find_map(|it| ResolvedTerms::of(workspace, position, it));
    let terms = terms.or_else(|| declared_by(workspace, target?));
    let mut targets = BTreeSet::from_iter(target);
    let mut found = match &terms {
        Some(terms) => {
            targets.extend(terms.declared.iter().filter_map(|found| {
                let section = found.term.section.filter(|_| found.term.style == Style::Heading);
                Some(links::of_section(found.document, section?))
            }));
            of_terms(workspace, terms, only)
        }
        None => match (&gap, target) {
            (Some(gap), _) => {
                let sections = gap.gaps.iter();
                targets.extend(sections.map(|gap| links::of_section(gap.document, gap.index)));
                gap.references(workspace, only)
            }
            (None, Some(target)) => links::declaration(workspace, target).into_iter().collect(),
            (None, None) => return missing_note(workspace, found, only),
        },
    };
    // The mentions in the texts of links are already in the list.
    let known: BTreeSet<_> = found.iter().map(|it| (it.note, it.range.start())).collect();
    let is_new = |link: &Reference| {
        let inside = (link.note, link.range.start())..(link.note, link.range.end());
        known.range(inside).next().is_none()
    };
    let into = target.filter(|target| target.is_whole()).map(|target| target.note);
    let links = links::leading_to(workspace, &LinkTargets { targets, into }, only);
    found.extend(links.into_iter().filter(is_new));
    Some(found)
}

/// Returns the links with the name of the missing note that a link at the cursor names.
fn missing_note(
    workspace: &Workspace,
    found: &[RangeInfo<CursorTarget<'_>>],
    only: Option<&Document>,
) -> Option<Vec<Reference>> {
    let link = found.iter().find_map(|it| match it.info {
        CursorTarget::Link { link, target: None, .. } => is_name(link).then_some(link),
        _ => None,
    })?;
    let missing = workspace.missing_note(&link.path);
    let links = workspace.links_to(&missing);
    let links = links.filter(|(document, _)| only.is_none_or(|only| only.id == document.id));
    let found: Vec<_> = links
        .map(|(document, link)| Reference {
            note: document.id,
            range: link.range,
            kind: ReferenceKind::Link,
        })
        .collect();
    (!found.is_empty()).then_some(found)
}

/// Returns the target of the link at the cursor, or the note or section of the title or heading
/// there. If the text of a link is also a mention, the mention has precedence.
fn link_target(document: &Document, found: &[RangeInfo<CursorTarget<'_>>]) -> Option<Target> {
    let is_mention = found.iter().any(|it| matches!(it.info, CursorTarget::Mention(_)));
    let target = found.iter().find_map(|it| match it.info {
        CursorTarget::Link { part: LinkPart::Text, .. } if is_mention => Some(None),
        CursorTarget::Link { part: LinkPart::Path, target, .. } => {
            Some(target.map(|target| Target::of(target.note)))
        }
        CursorTarget::Link { target, .. } => Some(target),
        CursorTarget::Title => Some(Some(Target::of(document.id))),
        CursorTarget::Heading(section) => Some(Some(links::of_section(document, section))),
        _ => None,
    });
    target.flatten()
}

/// Returns the term that the heading at a link's target declares.
fn declared_by(workspace: &Workspace, target: Target) -> Option<ResolvedTerms<'_>> {
    let section = workspace.document(target.note)?.note.sections.get(target.section?)?;
    let offset = section.heading.name_range.start();
    ResolvedTerms::at(workspace, FilePosition { note: target.note, offset })
}

/// Returns all mentions of terms, and their declarations.
fn of_terms(
    workspace: &Workspace,
    terms: &ResolvedTerms<'_>,
    only: Option<&Document>,
) -> Vec<Reference> {
    let names = terms.all_names();
    let mentions = match only {
        None => mention::everywhere(workspace, &names),
        Some(document) => {
            let mut mentions = mention::in_note(workspace, document);
            mentions.retain(|mention| mention.is_of(&names));
            vec![(document, mentions)]
        }
    };
    let mut found: Vec<_> = mentions
        .into_iter()
        .flat_map(|(document, mentions)| mentions.into_iter().map(move |it| (document.id, it)))
        .map(|(note, mention)| {
            let kind = if mention.in_link { ReferenceKind::Link } else { ReferenceKind::Mention };
            Reference { note, range: mention.range, kind }
        })
        .collect();
    found.extend(terms.declared.iter().map(|declared| Reference {
        note: declared.document.id,
        range: declared.term.name_range,
        kind: ReferenceKind::Declaration,
    }));
    found
}

#[cfg(test)]
mod tests;
