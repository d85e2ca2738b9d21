//! References to notes and headings: the links that lead to them.

use std::collections::BTreeSet;

use crate::features::navigation_target::NavigationTarget;
use crate::features::reference::{Reference, ReferenceKind};
use crate::workspace::Workspace;
use crate::workspace::backlinks::backlinks;
use crate::workspace::document::{Document, NoteId};
use crate::workspace::links::{Resolver, Target};

/// Returns a section as the target of links: the first heading is the title of its note.
pub(super) fn of_section(document: &Document, section: usize) -> Target {
    let is_title = section == 0 && document.note.sections[0].heading.level == 1;
    Target { section: (!is_title).then_some(section), ..Target::of(document.id) }
}

/// The targets whose links are searched.
pub(super) struct LinkTargets {
    /// Notes as a whole, sections and anchors. A title counts as its note.
    pub(super) targets: BTreeSet<Target>,
    /// A note with all places in it.
    pub(super) into: Option<NoteId>,
}

/// Returns all links that lead to one of the targets, in all notes or in one.
pub(super) fn leading_to(
    workspace: &Workspace,
    to: &LinkTargets,
    only: Option<&Document>,
) -> Vec<Reference> {
    let resolver = Resolver::new(workspace);
    let found: Vec<_> = match only {
        None => {
            let notes: BTreeSet<_> = to.targets.iter().map(|target| target.note).collect();
            let found = backlinks(workspace, &resolver, &notes).into_iter();
            found.map(|it| (it.document.id, it.link.range, it.target)).collect()
        }
        Some(document) => {
            let links = document.note.links.iter();
            let led = links.filter_map(|it| Some((it.range, resolver.resolve(document, it)?)));
            led.map(|(range, led)| (document.id, range, led)).collect()
        }
    };
    let links = found.into_iter().filter(|(.., led)| to.has(workspace, *led));
    links.map(|(note, range, _)| Reference { note, range, kind: ReferenceKind::Link }).collect()
}

impl LinkTargets {
    fn has(&self, workspace: &Workspace, led: Target) -> bool {
        let led_to = match (workspace.document(led.note), led.section) {
            (Some(document), Some(section)) => of_section(document, section),
            _ => led,
        };
        self.targets.contains(&led_to) || self.into == Some(led.note)
    }
}

/// Returns the declaration of a link's target: the name of its heading, or the title of its note.
pub(super) fn declaration(workspace: &Workspace, target: Target) -> Option<Reference> {
    let NavigationTarget { note, name_range, .. } = NavigationTarget::of_link(workspace, target)?;
    let title = || Some(workspace.document(note)?.note.front_matter_title()?.text_range);
    let range = if name_range.is_empty() { title().unwrap_or(name_range) } else { name_range };
    Some(Reference { note, range, kind: ReferenceKind::Declaration })
}
