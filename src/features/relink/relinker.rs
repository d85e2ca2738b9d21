//! The relinker: finds links that an edit or a move would break, and their new destinations.

use std::collections::HashMap;

use text_size::TextRange;

use super::fragments;
use super::pages;
use super::paths::{self, Paths, fits, to_file};
use crate::note::link::{Link, LinkKind, LinkParts};
use crate::note::section::Section;
use crate::note::words::fold;
use crate::workspace::Workspace;
use crate::workspace::document::{Document, NoteId};
use crate::workspace::edit::{FileMoves, Group, PositionMap, TextEdit, WorkspaceEdit};
use crate::workspace::links::{Destination, Resolver, Target, decoded};

/// The change that keeps the target of a link.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::features) enum LinkChange {
    /// No change is needed.
    Unchanged,
    /// The changes to the destination.
    Rewritten(Vec<TextEdit>),
    /// No spelling of the destination leads to the target.
    Broken,
}

/// Finds links that would break, and their new destinations.
pub(in crate::features) struct Relinker<'w> {
    before: &'w Workspace,
    after: &'w Workspace,
    pub(super) map: PositionMap<'w>,
    files: &'w FileMoves,
    /// The new names of renamed files, by the folded old ones.
    new_names: HashMap<String, &'w str>,
    old_links: Resolver<'w>,
    new_links: Resolver<'w>,
    /// The old and the new name of the renamed note or heading.
    renamed: Option<(&'w str, &'w str)>,
}

/// The target of a link before the edit.
struct LinkOrigin<'w> {
    destination: Destination,
    /// The note.
    document: Option<&'w Document>,
    /// Whether the link names the file of the note. The new destination then does too.
    by_file: bool,
}

impl<'w> Relinker<'w> {
    /// Returns a relinker for the links of a workspace and the edited workspace `after`.
    pub(in crate::features) fn new(
        before: &'w Workspace,
        after: &'w Workspace,
        edit: &'w WorkspaceEdit,
    ) -> Self {
        Self {
            before,
            after,
            map: PositionMap::new(edit),
            files: FileMoves::none(),
            new_names: HashMap::new(),
            old_links: Resolver::new(before),
            new_links: Resolver::new(after),
            renamed: None,
        }
    }

    /// Adds moves of files.
    pub(in crate::features) fn with_files(self, files: &'w FileMoves) -> Self {
        let names = files.names().map(|(old, new)| (fold(old).into_owned(), new));
        Self { files, new_names: names.collect(), ..self }
    }

    /// Adds a rename: links with the old name get the new one.
    pub(in crate::features) fn with_name(self, old: &'w str, new: &'w str) -> Self {
        Self { renamed: Some((old, new)), ..self }
    }

    /// Returns the changes for all links that stay or move, in the order of the notes.
    pub(in crate::features) fn all(
        &self,
    ) -> impl Iterator<Item = (&'w Document, &'w Link, LinkChange)> {
        let links = self
            .before
            .documents()
            .flat_map(|document| document.note.links.iter().map(move |link| (document, link)));
        links.filter_map(|(document, link)| {
            let place = self.map.place(document.id, link.range)?;
            Some((document, link, self.relink(document, link, place)))
        })
    }

    /// Returns the change for a link whose text is at another place after the edit.
    pub(in crate::features) fn relink(
        &self,
        document: &Document,
        link: &Link,
        (note, range): (NoteId, TextRange),
    ) -> LinkChange {
        let Some(from) = self.after.document(note) else { return LinkChange::Unchanged };
        if link.is_external() || link.kind == LinkKind::Reference {
            return LinkChange::Unchanged;
        }
        let origin = self.origin(document, link);
        // The edit itself may change the link.
        let mut same_start = from.note.links_from(range.start());
        let now = same_start.find(|it| it.kind == link.kind).unwrap_or(link);
        if self.holds(&origin, from, now) {
            return LinkChange::Unchanged;
        }
        let Some(place) = link.place else { return LinkChange::Broken };
        let query = link.path.find('?').filter(|_| link.kind != LinkKind::Wiki);
        let (path, query) = link.path.split_at(query.unwrap_or(link.path.len()));
        let bare = Link { path: path.to_owned(), ..link.clone() };
        let paths = self.paths(&origin, (document, from), &bare).into_iter();
        let paths = paths.map(|path| path + query).filter(|path| fits(document, link, path));
        for path in paths {
            let fragments = self.fragments(&origin, link).into_iter().map(Some);
            for fragment in std::iter::once(link.fragment.clone()).chain(fragments) {
                let new = Link { path: path.clone(), fragment, ..link.clone() };
                if self.holds(&origin, from, &new) {
                    return LinkChange::Rewritten(self.changes(&origin, link, place, &new));
                }
            }
        }
        LinkChange::Broken
    }

    /// Returns the changes that replace the destination of a link.
    fn changes(
        &self,
        origin: &LinkOrigin<'_>,
        link: &Link,
        place: LinkParts,
        new: &Link,
    ) -> Vec<TextEdit> {
        let mut changes = Vec::new();
        if new.path != link.path {
            changes.push(TextEdit::certain(place.path, new.path.clone()));
        }
        if let (Some(range), Some(fragment)) = (place.fragment, &new.fragment)
            && new.fragment != link.fragment
        {
            let (new_text, group) = (fragment.clone(), self.group(origin));
            changes.push(TextEdit { range, new_text, group });
        }
        changes
    }

    /// Returns the group of the changes to a link, which is that of the change to the heading.
    fn group(&self, origin: &LinkOrigin<'_>) -> Group {
        let Destination::Note(target) = origin.destination else { return Group::Certain };
        let section = origin.document.zip(target.section);
        let heading = section.and_then(|(document, index)| document.note.sections.get(index));
        let Some(heading) = heading.map(|section| section.heading.range) else {
            return Group::Certain;
        };
        let edits = self.map.changes(target.note, heading);
        let here = edits.filter(|edit| heading.contains_range(edit.range));
        here.map(|edit| edit.group).max().unwrap_or(Group::Certain)
    }

    fn origin(&self, from: &Document, link: &Link) -> LinkOrigin<'w> {
        let destination = self.old_links.destination(from, link);
        let document = match &destination {
            Destination::Note(target) => self.before.document(target.note),
            _ => None,
        };
        let by_file = document.is_some_and(|document| {
            !self.files.is_empty() && paths::names_file(link, &document.location)
        });
        LinkOrigin { destination, document, by_file }
    }

    /// Returns whether a link has the same target after the edit.
    fn holds(&self, origin: &LinkOrigin<'_>, from: &Document, link: &Link) -> bool {
        let is_by_file = || {
            let document = origin.document.and_then(|document| self.after.document(document.id));
            document.is_some_and(|document| {
                paths::names_file(link, &document.location)
                    || paths::names_folder(link, &document.location)
            })
        };
        let is_there = match (&origin.destination, self.new_links.destination(from, link)) {
            (Destination::Note(old_target), Destination::Note(new_target)) => {
                self.image(*old_target) == Some(new_target)
            }
            (Destination::File(old_target), Destination::File(new_target)) => {
                self.files.of(old_target) == new_target
            }
            (Destination::Unknown, Destination::Unknown)
            | (Destination::Nowhere, Destination::Nowhere) => self.new_name(link).is_none(),
            // A broken link may stay broken in another way.
            (Destination::Nowhere | Destination::Unknown | Destination::Outside, new_target) => {
                !matches!(new_target, Destination::Note(_))
            }
            _ => false,
        };
        is_there && (!origin.by_file || is_by_file())
    }

    /// Returns the target after the edit. A section is found by the range of its name. If the name is
    /// no longer a heading, the section around it is the target.
    fn image(&self, target: Target) -> Option<Target> {
        let document = self.before.document(target.note)?;
        if let Some(anchor) = target.anchor {
            let anchor = document.note.anchors.get(anchor)?;
            let (note, range) = self.map.place(target.note, anchor.range)?;
            let anchors = &self.after.document(note)?.note.anchors;
            let at = anchors.partition_point(|it| it.range.start() < range.start());
            anchors.get(at).filter(|it| it.range == range)?;
            return Some(Target { anchor: Some(at), ..Target::of(note) });
        }
        let Some(index) = target.section else { return Some(target) };
        let name = document.note.sections.get(index)?.heading.name_range;
        let (note, range) = self.map.place(target.note, name)?;
        let sections = &self.after.document(note)?.note.sections;
        let at = sections.partition_point(|it| it.heading.name_range.start() < range.start());
        // Marks around a new name come before it.
        let is_it = |it: &Section| range.contains_inclusive(it.heading.name_range.start());
        let section = if sections.get(at).is_some_and(is_it) {
            Some(at)
        } else {
            at.checked_sub(1).filter(|at| sections[*at].range.contains_range(range))
        };
        section.map(|section| Target { section: Some(section), ..Target::of(note) })
    }

    /// Returns the possible paths of a link, the most similar to the old one first.
    fn paths(
        &self,
        origin: &LinkOrigin<'_>,
        (old, from): (&Document, &Document),
        link: &Link,
    ) -> Vec<String> {
        let target = match &origin.destination {
            Destination::Note(old_target) => self.image(*old_target),
            Destination::File(path) => return to_file(from, &self.files.of(path), link),
            Destination::Unknown | Destination::Nowhere => {
                return self.new_name(link).into_iter().collect();
            }
            Destination::Outside => None,
        };
        let to = target.and_then(|target| self.after.document(target.note));
        let Some(to) = to else { return Vec::new() };
        let paths = Paths { workspace: self.after, resolver: &self.new_links, from };
        let mut candidates = Vec::new();
        // A link inside one note has no path.
        let names_itself = old.id == from.id && !link.path.is_empty();
        if to.id == from.id && pages::may_be_fragment(link) && !names_itself {
            candidates.push(String::new());
        }
        let is_note = |bare: &Link| {
            let new_target = self.new_links.resolve(from, bare);
            new_target.is_some_and(|new_target| new_target.note == to.id)
        };
        if !origin.by_file && !link.path.is_empty() && is_note(link) {
            candidates.push(link.path.clone());
        }
        let is_wiki = link.kind == LinkKind::Wiki;
        candidates.extend(
            self.renamed
                .filter(|_| is_wiki)
                .and_then(|(old, new)| fragments::respelled(&link.path, old, new)),
        );
        if let Some(was) = origin.document.filter(|_| !self.files.is_empty()) {
            candidates.extend(paths::renamed(link, &was.location, &to.location));
            candidates.extend(paths.around(&was.location, to, link));
            candidates.extend(pages::from_root(&was.location, &to.location, link));
        }
        candidates.extend(paths.to_note(to, link));
        candidates
    }

    /// Returns the possible fragments of a link, the most similar to the old one first.
    fn fragments(&self, origin: &LinkOrigin<'_>, link: &Link) -> Vec<String> {
        let (Destination::Note(old_target), Some(fragment)) = (&origin.destination, &link.fragment)
        else {
            return Vec::new();
        };
        let Some(image) = self.image(*old_target) else { return Vec::new() };
        let anchors = (self.old_links.anchor(*old_target), self.new_links.anchor(image));
        let (Some(old), Some(new)) = anchors else { return Vec::new() };
        let sections = self.old_links.named_sections(*old_target, &decoded(fragment)).into_iter();
        let names: Vec<_> =
            sections.filter_map(|index| self.names(old_target.note, index)).collect();
        if names.is_empty() {
            return Vec::new();
        }
        let mut found = fragments::candidates(link.kind, fragment, &names, (&old, &new));
        if link.kind == LinkKind::Wiki {
            found.splice(
                1..1,
                self.new_links.heading_path(image).filter(|path| fragments::is_path(path)),
            );
        }
        found
    }

    /// Returns the old and the new name of a heading.
    fn names(&self, note: NoteId, section: usize) -> Option<(&'w str, &'w str)> {
        let heading = |workspace: &'w Workspace, target: Target| {
            let section = workspace.document(target.note)?.note.sections.get(target.section?)?;
            Some(section.heading.name.as_str())
        };
        let old_target = Target { section: Some(section), ..Target::of(note) };
        let image = self.image(old_target).and_then(|image| heading(self.after, image));
        let old = heading(self.before, old_target)?;
        Some((old, image.unwrap_or(old)))
    }

    /// Returns whether a link that leads to no note names a renamed file. Then the notes alone do not
    /// determine its target.
    pub(in crate::features) fn is_by_name(&self, from: &Document, link: &Link) -> bool {
        let destination = || self.old_links.destination(from, link);
        self.new_name(link).is_some()
            && matches!(destination(), Destination::Unknown | Destination::Nowhere)
    }

    /// Returns the new name of a file that a wiki link names, if the file is renamed. The file of a
    /// note is named without its extension. It may be one that is not read, since it is not UTF-8.
    fn new_name(&self, link: &Link) -> Option<String> {
        let is_name = link.kind == LinkKind::Wiki && !link.path.contains('/');
        let file = |name: &str| self.new_names.get(&*fold(name)).copied();
        let note = || file(&format!("{}.md", link.path))?.strip_suffix(".md");
        let new = file(&link.path).or_else(note).filter(|_| is_name);
        new.map(str::to_owned)
    }
}
