//! References of notes, headings and labels: the links that lead to them.

use std::collections::BTreeSet;

use text_size::{TextRange, TextSize};

use crate::features::FilePosition;
use crate::features::link::{Part, link_at, place, reference_at, same_reference};
use crate::features::references::{Reference, ReferenceKind};
use crate::features::symbol::{Symbol, symbol_at};
use crate::workspace::Workspace;
use crate::workspace::backlinks::backlinks;
use crate::workspace::document::{Document, NoteId};
use crate::workspace::links::{Resolver, Target};

/// All places in the note that use or define the label at a position.
pub(super) fn of_reference(document: &Document, offset: TextSize) -> Option<Vec<Reference>> {
    let label = reference_at(document, offset)?;
    let found = same_reference(document, label).map(|found| Reference {
        note: document.id,
        range: found.label,
        kind: if found.is_definition { ReferenceKind::Declaration } else { ReferenceKind::Link },
    });
    Some(found.collect())
}

/// What a position means if it is a link's destination, a heading or a note's title. On the text
/// of a link it is rather the term that is mentioned there, if there is one.
pub(super) fn target_at(workspace: &Workspace, position: FilePosition) -> Option<Target> {
    let document = workspace.document(position.note)?;
    if let Some((link, part)) = link_at(document, position.offset) {
        let symbol = || symbol_at(workspace, position);
        if part == Part::Text && symbol().is_some_and(|(it, _)| matches!(it, Symbol::Mention(_))) {
            return None;
        }
        let target = Resolver::new(workspace).resolve(document, link)?;
        return Some(if part == Part::Path { Target::of(target.note) } else { target });
    }
    let is_title = document.note.front_matter_title();
    if is_title.is_some_and(|title| title.text_range.contains_inclusive(position.offset)) {
        return Some(Target::of(document.id));
    }
    match symbol_at(workspace, position)? {
        (Symbol::Heading(section), _) => Some(of_section(document, section)),
        _ => None,
    }
}

/// A section as what links lead to: the first heading is the title of its note.
pub(super) fn of_section(document: &Document, section: usize) -> Target {
    let is_title = section == 0 && document.note.sections[0].heading.level == 1;
    Target { section: (!is_title).then_some(section), ..Target::of(document.id) }
}

/// What links are looked for.
pub(super) struct Wanted {
    /// What they lead to; to a note as a whole also by its title.
    pub(super) targets: BTreeSet<Target>,
    /// The note that they lead into, wherever in it.
    pub(super) into: Option<NoteId>,
}

/// All links that lead to what is wanted, in all notes or in one.
pub(super) fn leading_to(
    workspace: &Workspace,
    wanted: &Wanted,
    only: Option<&Document>,
) -> Vec<Reference> {
    let resolver = Resolver::new(workspace);
    let found: Vec<_> = match only {
        None => {
            let notes: BTreeSet<_> = wanted.targets.iter().map(|target| target.note).collect();
            let found = backlinks(workspace, &resolver, &notes).into_iter();
            found.map(|it| (it.document.id, it.link.range, it.target)).collect()
        }
        Some(document) => {
            let links = document.note.links.iter();
            let led = links.filter_map(|it| Some((it.range, resolver.resolve(document, it)?)));
            led.map(|(range, led)| (document.id, range, led)).collect()
        }
    };
    let links = found.into_iter().filter(|(.., led)| wanted.has(workspace, *led));
    links.map(|(note, range, _)| Reference { note, range, kind: ReferenceKind::Link }).collect()
}

impl Wanted {
    fn has(&self, workspace: &Workspace, led: Target) -> bool {
        let led_to = match (workspace.document(led.note), led.section) {
            (Some(document), Some(section)) => of_section(document, section),
            _ => led,
        };
        self.targets.contains(&led_to) || self.into == Some(led.note)
    }
}

/// Where a target is declared: the name of its heading, or the title of its note.
pub(super) fn declaration(workspace: &Workspace, target: Target) -> Option<Reference> {
    let (range, _) = place(workspace, target)?;
    let title = |note: NoteId| -> Option<TextRange> {
        Some(workspace.document(note)?.note.front_matter_title()?.text_range)
    };
    let range = if range.is_empty() { title(target.note).unwrap_or(range) } else { range };
    Some(Reference { note: target.note, range, kind: ReferenceKind::Declaration })
}
