//! Links that a refactoring would break, written so that they lead where they led.

use std::collections::BTreeMap;

use text_size::TextRange;

use crate::features::linker::encoded_path;
use crate::note::link::{Link, LinkKind};
use crate::note::section::Section;
use crate::workspace::Workspace;
use crate::workspace::document::{Document, NoteId};
use crate::workspace::edit::moves::{Places, Structure};
use crate::workspace::edit::{Group, Promise, TextEdit, WorkspaceEdit};
use crate::workspace::links::{Resolver, Target, encoded, relative_path};

/// Changes to the destinations of links, by note and in the order of their places.
#[derive(Clone, Debug, Default)]
pub(super) struct Relinks(BTreeMap<NoteId, Vec<TextEdit>>);

impl Relinks {
    /// Those in a range of a note, to go with what stands there, and other changes to it.
    pub(super) fn with(
        &self,
        note: NoteId,
        range: TextRange,
        changes: Vec<TextEdit>,
    ) -> Vec<TextEdit> {
        let mut all = changes;
        let own = self.0.get(&note).into_iter().flatten();
        all.extend(own.filter(|edit| range.contains_range(edit.range)).cloned());
        all.sort_by_key(|edit| (edit.range.start(), edit.range.end()));
        all
    }

    /// Makes those changes that go with no text that moves.
    fn make(&self, edit: &mut WorkspaceEdit, structure: &Structure) {
        for (note, changes) in &self.0 {
            for change in changes {
                let is_in = |range: TextRange| range.contains_range(change.range);
                let moves = structure.moves.iter().filter(|it| it.from == *note);
                let dropped = structure.dropped.iter().filter(|(of, _)| of == note);
                let mut gone = moves.map(|it| it.range).chain(dropped.map(|(_, range)| *range));
                if !gone.any(is_in) {
                    edit.push(*note, change.clone());
                }
            }
        }
    }
}

/// The edit that `build` makes, with all links written so that they lead where they led.
pub(super) fn proposal(
    workspace: &Workspace,
    build: impl Fn(&Relinks) -> Option<(WorkspaceEdit, Structure)>,
) -> Option<(WorkspaceEdit, Promise)> {
    let (edit, structure) = build(&Relinks::default())?;
    let fit = |edits: &[TextEdit]| {
        edits.windows(2).all(|pair| pair[0].range.end() <= pair[1].range.start())
    };
    edit.notes().all(|(_, edits)| fit(edits)).then_some(())?;
    let relinks = broken(workspace, &edit, &structure);
    if relinks.0.is_empty() {
        return Some((edit, structure.into()));
    }
    let (mut edit, structure) = build(&relinks)?;
    relinks.make(&mut edit, &structure);
    Some((edit, structure.into()))
}

/// The links that would lead elsewhere, with what to write instead.
fn broken(workspace: &Workspace, edit: &WorkspaceEdit, structure: &Structure) -> Relinks {
    let after = edit.apply(workspace);
    let places = Places::new(edit, structure);
    let (old, new) = (Resolver::new(workspace), Resolver::new(&after));
    let mut relinks = Relinks::default();
    for document in workspace.documents() {
        for link in &document.note.links {
            let Some(place) = link.place else { continue };
            let Some(target) = old.resolve(document, link) else { continue };
            let Some((note, range)) = places.of(document.id, link.range) else { continue };
            let Some(target) = image(workspace, &after, &places, target) else { continue };
            let Some(moved) = after.document(note) else { continue };
            let found = moved.note.links_from(range.start()).next();
            if found.is_some_and(|found| new.resolve(moved, found) == Some(target)) {
                continue;
            }
            let range = place.fragment.map_or(place.path, |it| it.cover(place.path));
            let new_text = destination(&after, &new, moved, link, target);
            let change =
                new_text.map(|new_text| TextEdit { range, new_text, group: Group::Certain });
            relinks.0.entry(document.id).or_default().extend(change);
        }
    }
    relinks.0.retain(|_, changes| !changes.is_empty());
    relinks
}

/// Where a target is afterwards: a section is where its name is.
fn image(
    workspace: &Workspace,
    after: &Workspace,
    places: &Places<'_>,
    target: Target,
) -> Option<Target> {
    if let Some(anchor) = target.anchor {
        let anchor = workspace.document(target.note)?.note.anchors.get(anchor)?;
        let (note, range) = places.of(target.note, anchor.range)?;
        let mut anchors = after.document(note)?.note.anchors.iter();
        let anchor = anchors.position(|it| it.range == range)?;
        return Some(Target { anchor: Some(anchor), ..Target::of(note) });
    }
    let Some(index) = target.section else { return Some(target) };
    let section = workspace.document(target.note)?.note.sections.get(index)?;
    let (note, range) = places.of(target.note, section.heading.name_range)?;
    let sections = &after.document(note)?.note.sections;
    let is_before = |it: &Section| it.heading.name_range.start() < range.start();
    let section = sections.partition_point(is_before);
    let found = sections.get(section)?.heading.name_range.start();
    (found == range.start()).then_some(())?;
    let mut moved = target;
    (moved.note, moved.section) = (note, Some(section));
    Some(moved)
}

/// What a link is to say, in the way in which it is written.
pub(super) fn destination(
    after: &Workspace,
    resolver: &Resolver<'_>,
    from: &Document,
    link: &Link,
    target: Target,
) -> Option<String> {
    // What is not found in a note is still looked for there.
    let fragment = || link.fragment.as_ref().map(|it| format!("#{it}"));
    let anchor = resolver.anchor(target).map(|it| format!("#{}", encoded(&it))).or_else(fragment);
    let to = after.document(target.note)?;
    let is_here = to.id == from.id;
    if link.kind != LinkKind::Wiki {
        let path = if is_here && anchor.is_some() {
            String::new()
        } else {
            encoded_path(&relative_path(from.location.path()?, to.location.path()?)?)
        };
        return Some(path + &anchor.unwrap_or_default());
    }
    let heading = target.section.map(|index| &to.note.sections[index].heading.name);
    let is_plain = |name: &str| !name.contains(['|', '#', '^', '[', ']', '\n', '\\']);
    let fragment = match heading {
        Some(name) if is_plain(name) && is_first(to, name, target) => format!("#{name}"),
        Some(_) => anchor?,
        None => fragment().unwrap_or_default(),
    };
    if is_here && !fragment.is_empty() {
        return Some(fragment);
    }
    let name = to.location.name();
    let is_meant = is_plain(&name) && resolver.note_named(from, &name) == Some(to.id);
    let path = if is_meant { name } else { below_folder(after, to)? };
    Some(path + &fragment)
}

/// Whether a heading is the first one of its note that is called so.
fn is_first(document: &Document, name: &str, target: Target) -> bool {
    let mut sections = document.note.sections.iter();
    sections.position(|section| section.heading.name == name) == target.section
}

fn below_folder(workspace: &Workspace, document: &Document) -> Option<String> {
    let path = document.location.path()?;
    let below = path.strip_prefix(workspace.folders().of(path)?).ok()?.with_extension("");
    Some(below.to_str()?.replace('\\', "/"))
}
