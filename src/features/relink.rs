//! Keeps links right: each link that would lead elsewhere after an edit, or after files are moved,
//! is written so that it leads where it led, in the style in which it is written.
//!
//! Renames of headings and notes, moves of files and of text, and copies of text all use the one
//! loop here.

mod fragments;
mod moved_text;
mod new_link;
mod paths;

use text_size::TextRange;

use crate::note::link::{Link, LinkKind, LinkParts};
use crate::workspace::Workspace;
use crate::workspace::document::{Document, NoteId};
use crate::workspace::edit::{FileMoves, Group, PositionMap, TextEdit, WorkspaceEdit};
use crate::workspace::links::{Destination, Resolver, Target};

pub(super) use self::moved_text::{Relinks, relinked};
pub(super) use self::new_link::LinkWriter;
pub(super) use self::paths::{Paths, fits, to_file};

/// What has to be done for a link to lead where it led.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Relinked {
    /// Nothing.
    AsItIs,
    /// These changes to its destination.
    By(Vec<TextEdit>),
    /// No way to write it leads there.
    Broken,
}

/// Finds links that would lead elsewhere, and what to write instead.
pub(super) struct Relinker<'w> {
    before: &'w Workspace,
    after: &'w Workspace,
    map: PositionMap<'w>,
    files: &'w FileMoves,
    led_by: Resolver<'w>,
    leading_by: Resolver<'w>,
    /// The name of what is renamed, and its new name.
    renamed: Option<(&'w str, &'w str)>,
}

/// Where a link led before.
struct LinkOrigin<'w> {
    destination: Destination,
    /// The note that it led to.
    document: Option<&'w Document>,
    /// Whether it called the note by its file: then it is to do so again.
    by_file: bool,
}

impl<'w> Relinker<'w> {
    /// For the links of a workspace, which is changed by an edit to `after`.
    pub(super) fn new(
        before: &'w Workspace,
        after: &'w Workspace,
        edit: &'w WorkspaceEdit,
    ) -> Self {
        Self {
            before,
            after,
            map: PositionMap::new(edit),
            files: FileMoves::none(),
            led_by: Resolver::new(before),
            leading_by: Resolver::new(after),
            renamed: None,
        }
    }

    /// For files that are moved as well.
    pub(super) fn with_files(self, files: &'w FileMoves) -> Self {
        Self { files, ..self }
    }

    /// For something that is called by another name: links that call it by name follow.
    pub(super) fn with_name(self, old: &'w str, new: &'w str) -> Self {
        Self { renamed: Some((old, new)), ..self }
    }

    /// What has to be done for each link that stays or moves, in the order of the notes.
    pub(super) fn all(&self) -> impl Iterator<Item = (&'w Document, &'w Link, Relinked)> {
        let links = self
            .before
            .documents()
            .flat_map(|document| document.note.links.iter().map(move |link| (document, link)));
        links.filter_map(|(document, link)| {
            let place = self.map.place(document.id, link.range)?;
            Some((document, link, self.relink(document, link, place)))
        })
    }

    /// What has to be done for a link whose text is in another place after the edit.
    pub(super) fn relink(
        &self,
        document: &Document,
        link: &Link,
        (note, range): (NoteId, TextRange),
    ) -> Relinked {
        let Some(from) = self.after.document(note) else { return Relinked::AsItIs };
        if link.is_external() || link.kind == LinkKind::Reference {
            return Relinked::AsItIs;
        }
        let origin = self.origin(document, link);
        // Other changes may have been made to the link.
        let mut same_start = from.note.links_from(range.start());
        let now = same_start.find(|it| it.kind == link.kind).unwrap_or(link);
        if self.holds(&origin, from, now) {
            return Relinked::AsItIs;
        }
        let Some(place) = link.place else { return Relinked::Broken };
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
                    return Relinked::By(self.changes(&origin, link, place, &new));
                }
            }
        }
        Relinked::Broken
    }

    /// The changes that make a link another one.
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

    /// The name of a heading is as sure to be meant in a link as where it is changed.
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
        let destination = self.led_by.destination(from, link);
        let document = match &destination {
            Destination::Note(target) => self.before.document(target.note),
            _ => None,
        };
        let by_file = document.is_some_and(|document| {
            !self.files.is_empty() && paths::names_file(link, &document.location)
        });
        LinkOrigin { destination, document, by_file }
    }

    /// Whether a link leads after the edit where it led.
    fn holds(&self, origin: &LinkOrigin<'_>, from: &Document, link: &Link) -> bool {
        let is_by_file = || {
            let document = origin.document.and_then(|document| self.after.document(document.id));
            document.is_some_and(|document| paths::names_file(link, &document.location))
        };
        let is_there = match (&origin.destination, self.leading_by.destination(from, link)) {
            (Destination::Note(led), Destination::Note(leads)) => self.image(*led) == Some(leads),
            (Destination::File(led), Destination::File(leads)) => self.files.of(led) == leads,
            (Destination::Unknown, Destination::Unknown) => self.moved_name(link).is_none(),
            // A link that leads nowhere may lead nowhere in any way.
            (Destination::Nowhere | Destination::Unknown | Destination::Outside, leads) => {
                !matches!(leads, Destination::Note(_))
            }
            _ => false,
        };
        is_there && (!origin.by_file || is_by_file())
    }

    /// Where the target of a link is after the edit: a section is where its name is.
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
        let start = sections.get(at)?.heading.name_range.start();
        // Marks around a new name come before it.
        range.contains_inclusive(start).then(|| Target { section: Some(at), ..Target::of(note) })
    }

    /// The ways to write the path of a link, the most like the old one first.
    fn paths(
        &self,
        origin: &LinkOrigin<'_>,
        (old, from): (&Document, &Document),
        link: &Link,
    ) -> Vec<String> {
        let target = match &origin.destination {
            Destination::Note(led) => self.image(*led),
            Destination::File(path) => return to_file(from, &self.files.of(path), link),
            Destination::Unknown => return self.moved_name(link).into_iter().collect(),
            Destination::Outside | Destination::Nowhere => None,
        };
        let to = target.and_then(|target| self.after.document(target.note));
        let Some(to) = to else { return Vec::new() };
        let paths = Paths { workspace: self.after, resolver: &self.leading_by, from };
        let mut ways = Vec::new();
        // A note that does not name itself in its links has no path in them.
        let names_itself = old.id == from.id && !link.path.is_empty();
        if to.id == from.id && link.fragment.is_some() && !names_itself {
            ways.push(String::new());
        }
        let is_note = |bare: &Link| {
            let leads = self.leading_by.resolve(from, bare);
            leads.is_some_and(|leads| leads.note == to.id)
        };
        if !origin.by_file && !link.path.is_empty() && is_note(link) {
            ways.push(link.path.clone());
        }
        let is_wiki = link.kind == LinkKind::Wiki;
        ways.extend(
            self.renamed
                .filter(|_| is_wiki)
                .and_then(|(old, new)| fragments::respelled(&link.path, old, new)),
        );
        if let Some(was) = origin.document.filter(|_| !self.files.is_empty()) {
            ways.extend(paths::renamed(link, &was.location, &to.location));
            ways.extend(paths.around(&was.location, to, link));
        }
        ways.extend(paths.to_note(to, link));
        ways
    }

    /// The ways to write the fragment of a link, the most like the old one first.
    fn fragments(&self, origin: &LinkOrigin<'_>, link: &Link) -> Vec<String> {
        let (Destination::Note(led), Some(fragment)) = (&origin.destination, &link.fragment) else {
            return Vec::new();
        };
        let heading = |workspace: &'w Workspace, target: Target| {
            let section = workspace.document(target.note)?.note.sections.get(target.section?)?;
            Some(section.heading.name.as_str())
        };
        let names = self.image(*led).and_then(|image| {
            let names = (heading(self.before, *led)?, heading(self.after, image)?);
            let anchors = (self.led_by.anchor(*led)?, self.leading_by.anchor(image)?);
            Some((names, anchors))
        });
        let Some((names, (old, new))) = names else { return Vec::new() };
        fragments::ways(link.kind, fragment, names, (&old, &new))
    }

    /// The new name of a file that a wiki link only names, if that file gets another one.
    pub(super) fn moved_name(&self, link: &Link) -> Option<String> {
        let is_name = link.kind == LinkKind::Wiki && !link.path.contains('/');
        is_name.then(|| self.files.new_name(&link.path)).flatten()
    }
}

/// Adds to an edit that renames something what keeps all links where they lead.
pub(super) fn keep_links(
    workspace: &Workspace,
    edit: &WorkspaceEdit,
    old: &str,
    new: &str,
) -> WorkspaceEdit {
    let after = edit.apply(workspace);
    let relinker = Relinker::new(workspace, &after, edit).with_name(old, new);
    let mut kept = edit.clone();
    for (document, _, relinked) in relinker.all() {
        // Whether a link breaks is for the verifier to find.
        let Relinked::By(changes) = relinked else { continue };
        for change in changes {
            kept.push(document.id, change);
        }
    }
    kept
}
