//! The resolver: finds the target of a link, which is a note, an anchor, a file or a URL.
//!
//! A path is relative to the note of the link, or with a leading slash to the workspace folder. The
//! extension is optional. Site generators use another root. So a path with a leading slash that is
//! not found is tried from each parent folder of the note. A wiki link names a note by its path,
//! the end of its path, its title or an alias. A path that leaves the workspace has no target.

mod anchor_table;
mod page;
pub mod path;
pub(super) mod same_name;

use std::cell::RefCell;
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::sync::Arc;

use unicode_normalization::UnicodeNormalization as _;

use crate::note::link::{Link, LinkKind, PageLookup};
use crate::note::section::anchors;
use crate::note::term::Style;
use crate::note::term_key::TermKey;
use crate::note::words::fold;
use crate::workspace::Workspace;
use crate::workspace::disk;
use crate::workspace::document::{Document, Location, NoteId};

use self::anchor_table::AnchorTable;
pub use self::anchor_table::{plain_text, without_accents};
use self::path::{EXTENSIONS, INDEXES, normalized, without_extension};
pub use self::path::{decoded, encoded, relative_path};
use self::same_name::{Preferred, SameName, by_length};

/// The maximum number of files in a folder listing. Users type more letters instead.
const MAX_ENTRIES: usize = 2_000;

/// The target of a link in the notes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Target {
    /// The note.
    pub note: NoteId,
    /// The index of the section, if the fragment names an existing one.
    pub section: Option<usize>,
    /// The index of the anchor, if the fragment names an existing one and not a section.
    pub anchor: Option<usize>,
}

/// The destination of a link.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Destination {
    /// A note.
    Note(Target),
    /// The path of a file other than a known note. The file may not exist.
    File(PathBuf),
    /// A URL with a scheme, or a path outside the folders.
    Outside,
    /// A destination that the notes do not determine: a template, or a file name that may be in any
    /// folder.
    Unknown,
    /// A note that does not exist.
    Nowhere,
}

/// Finds the targets of links. It caches the anchors of each target note.
pub struct Resolver<'w> {
    workspace: &'w Workspace,
    anchors: RefCell<HashMap<NoteId, Rc<[String]>>>,
    places: RefCell<HashMap<NoteId, Rc<AnchorTable>>>,
}

impl<'w> Resolver<'w> {
    /// Returns a resolver for a settled workspace.
    pub fn new(workspace: &'w Workspace) -> Self {
        Self { workspace, anchors: RefCell::default(), places: RefCell::default() }
    }

    /// Returns the target of a link, or `None` if it is not a known note.
    pub fn resolve(&self, from: &Document, link: &Link) -> Option<Target> {
        Some(self.target(self.note(from, link)?, link))
    }

    /// Returns the target of a link in the note that it leads to.
    pub fn target(&self, note: NoteId, link: &Link) -> Target {
        let fragment = link.fragment.as_deref();
        fragment.map_or(Target::of(note), |fragment| self.place(note, fragment))
    }

    /// Returns the known note that a link leads to. That note is not read.
    pub fn note(&self, from: &Document, link: &Link) -> Option<NoteId> {
        match (link.kind, link.lookup) {
            _ if link.is_external() => None,
            _ if link.path.is_empty() && link.fragment.is_some() => Some(from.id),
            (_, Some(lookup)) => self.page(from, &link.path, lookup),
            (LinkKind::Wiki, _) => self.named(from, &link.path),
            // Zola's paths from its content folder, which is one of those above the note.
            _ if link.path.starts_with("@/") => self.at_path(from, &decoded(&link.path[1..])),
            _ => self.at_path(from, &decoded(&link.path)).or_else(|| {
                // The text after a `?` is a query for a web server.
                let (path, _) = link.path.split_once('?')?;
                self.at_path(from, &decoded(path))
            }),
        }
    }

    /// Returns the destination of a link.
    pub fn destination(&self, from: &Document, link: &Link) -> Destination {
        if let Some(target) = self.resolve(from, link) {
            return Destination::Note(target);
        }
        if link.is_external() {
            return Destination::Outside;
        }
        if let Some(lookup) = link.lookup {
            // A file that is not a note may be below any root.
            let is_note =
                lookup != PageLookup::File || crate::workspace::is_note(link.path.as_ref());
            return if is_note { Destination::Nowhere } else { Destination::Unknown };
        }
        let path = decoded(&link.path);
        let is_made = |mark: &str| path.contains(mark);
        if path.is_empty() || ["{{", "{%", "<%", "${", "@"].iter().any(|mark| is_made(mark)) {
            return Destination::Unknown;
        }
        match link.kind {
            // The file may be in any folder. The wikis of GitLab and Azure DevOps replace `[[_TOC_]]`.
            LinkKind::Wiki if has_extension(&path) || is_contents_mark(&path) => {
                Destination::Unknown
            }
            LinkKind::Wiki => Destination::Nowhere,
            _ => {
                let path = decoded(link.path.split('?').next().unwrap_or_default());
                self.file_at(from, &path).map_or(Destination::Outside, Destination::File)
            }
        }
    }

    /// Returns the note that a wiki link with this name leads to.
    pub fn note_named(&self, from: &Document, name: &str) -> Option<NoteId> {
        self.named(from, name)
    }

    /// Returns the note that a link with this path leads to.
    pub fn note_at(&self, from: &Document, path: &str) -> Option<NoteId> {
        self.at_path(from, &decoded(path))
    }

    /// Returns the names in the folder at a path of a link: files, and folders with a slash at the
    /// end. Notes only if they are asked for. This reads the disk, but never outside the workspace
    /// folders.
    pub fn entries(&self, from: &Document, folder: &str, with_notes: bool) -> Vec<String> {
        let Some(path) = self.folder_at(from, folder) else { return Vec::new() };
        let mut folders = self.workspace.folders().iter();
        let is_there = folders.any(|it| it == path) || self.workspace.has_file(&path);
        if is_there { disk::entries(&path, with_notes, MAX_ENTRIES) } else { Vec::new() }
    }

    /// Returns the fragment that leads to a section or anchor of a note.
    pub fn anchor(&self, target: Target) -> Option<String> {
        if let Some(section) = target.section {
            return self.anchors(target.note).get(section).cloned();
        }
        let note = &self.workspace.document(target.note)?.note;
        Some(note.anchors.get(target.anchor?)?.id.clone())
    }

    /// Returns the fragments that lead to the sections of a note.
    pub fn anchors(&self, note: NoteId) -> Rc<[String]> {
        let mut known = self.anchors.borrow_mut();
        let found = known.entry(note).or_insert_with(|| {
            let document = self.workspace.document(note);
            let of = |document: &Document| {
                let scheme = self.workspace.config_of(&document.location).anchors;
                anchors(&document.note.sections, scheme).into()
            };
            document.map_or_else(|| [].into(), of)
        });
        found.clone()
    }

    /// Returns the target of a fragment: a section by its anchor or by the text of its heading, or
    /// else another anchor. Without one, the target is the whole note.
    pub fn place(&self, note: NoteId, fragment: &str) -> Target {
        let fragment = decoded(fragment);
        let (whole, places) = (Target::of(note), self.places(note));
        if let Some(section) = places.sections.get(&*fragment) {
            return Target { section: Some(*section), ..whole };
        }
        if let Some(anchor) = places.anchors.get(&*fragment) {
            return Target { anchor: Some(*anchor), ..whole };
        }
        let sections = self.workspace.document(note).map(|document| &document.note.sections);
        let section = sections.and_then(|sections| places.heading(&fragment, sections));
        Target { section, ..whole }
    }

    /// Returns the shortest text that leads to a section: its heading, after as many of the headings
    /// above it as are needed. `None` if there is no such text.
    pub fn heading_path(&self, target: Target) -> Option<String> {
        let sections = &self.workspace.document(target.note)?.note.sections;
        let name = |index: usize| sections[index].heading.name.as_str();
        let parent = |index: &usize| sections[*index].parent;
        let own = name(target.section.filter(|index| *index < sections.len())?);
        let above: Vec<_> =
            std::iter::successors(target.section, parent).skip(1).map(name).collect();
        let short = above.iter().map(|above| format!("{above}#{own}"));
        let long = (2..=above.len()).map(|count| {
            let above = above[..count].iter().rev();
            above.copied().chain([own]).collect::<Vec<_>>().join("#")
        });
        let leads = |path: &String| self.place(target.note, path) == target;
        std::iter::once(own.to_owned()).chain(short).chain(long).find(leads)
    }

    /// Returns the sections that the parts of a fragment name: those above the target, and itself.
    pub fn named_sections(&self, target: Target, fragment: &str) -> Vec<usize> {
        let document = self.workspace.document(target.note);
        let Some((document, section)) = document.zip(target.section) else { return Vec::new() };
        let sections = &document.note.sections;
        let mut above = std::iter::successors(sections[section].parent, |it| sections[*it].parent);
        let mut found = vec![section];
        for part in fragment.split('#').rev().skip(1) {
            let part = plain_text(part);
            found.extend(above.find(|index| plain_text(&sections[*index].heading.name) == part));
        }
        found.reverse();
        found
    }

    fn places(&self, note: NoteId) -> Rc<AnchorTable> {
        if let Some(known) = self.places.borrow().get(&note) {
            return known.clone();
        }
        let places = self.workspace.document(note).map_or_else(AnchorTable::default, |document| {
            AnchorTable::new(&document.note, &self.anchors(note))
        });
        let places = Rc::new(places);
        self.places.borrow_mut().insert(note, places.clone());
        places
    }

    /// Returns the note at a path in a link of the note `from`.
    fn at_path(&self, from: &Document, path: &str) -> Option<NoteId> {
        let own = from.location.path()?;
        let found = self.near(&self.file_at(from, path)?, path);
        if found.is_some() || !path.starts_with('/') {
            return found;
        }
        let folder = self.workspace.folders().of(own)?;
        let around = own.ancestors().skip(1).take_while(|above| *above != folder);
        let inside = path.trim_start_matches('/');
        let mut around = around.filter_map(|above| normalized(&above.join(inside)));
        around.find_map(|whole| self.near(&whole, path)).or_else(|| self.post(path))
    }

    /// Returns the file at a path in a link of the note `from`, even if it does not exist. `None` if
    /// the path leaves the workspace folders.
    fn file_at(&self, from: &Document, path: &str) -> Option<PathBuf> {
        let own = from.location.path()?;
        let base = match path.strip_prefix('/') {
            Some(_) => self.workspace.folders().of(own)?,
            None => own.parent()?,
        };
        let whole = normalized(&base.join(path.trim_start_matches('/')))?;
        let folders = self.workspace.folders();
        (!folders.contain(own) || folders.contain(&whole)).then_some(whole)
    }

    /// Returns the folder at a path in a link of the note `from`, or `None` if it is outside.
    fn folder_at(&self, from: &Document, path: &str) -> Option<PathBuf> {
        let folder = self.file_at(from, if path.is_empty() { "." } else { path })?;
        self.workspace.folders().contain(&folder).then_some(folder)
    }

    /// Returns the note of a path: with the path itself, with an extension, or as a folder index.
    fn near(&self, whole: &Path, path: &str) -> Option<NoteId> {
        let find = |path: PathBuf| self.workspace.find(&Location::File(path));
        let with = |path: &Path, end: &str| {
            let mut name = path.to_path_buf().into_os_string();
            name.push(end);
            PathBuf::from(name)
        };
        let extended = |path: &Path| EXTENSIONS.iter().find_map(|end| find(with(path, end)));
        let index = || INDEXES.iter().find_map(|name| find(whole.join(name)));
        if path.ends_with('/') || whole.file_name().is_none() {
            return index().or_else(|| path.starts_with('/').then(|| extended(whole)).flatten());
        }
        let is_page = || whole.extension().is_some_and(|extension| extension == "html");
        let page = || is_page().then(|| extended(&whole.with_extension(""))).flatten();
        let exact = find(whole.to_path_buf()).or_else(|| extended(whole));
        exact.or_else(page).or_else(index).or_else(|| self.composed(whole))
    }

    /// Returns the note at a path in another Unicode normalization, since some file systems change
    /// composed letters to decomposed ones.
    fn composed(&self, whole: &Path) -> Option<NoteId> {
        let whole = whole.to_str().filter(|whole| !whole.is_ascii())?.replace('\\', "/");
        let whole: String = without_extension(&whole).nfc().collect();
        let is_it = |id: &NoteId| {
            let path = self.workspace.document(*id).and_then(|it| it.location.path()?.to_str());
            let path = path.map(|path| path.replace('\\', "/"));
            path.is_some_and(|path| without_extension(&path).nfc().eq(whole.chars()))
        };
        let folded = fold(&whole);
        let name = folded.rsplit('/').next()?;
        self.same_name(name).ending(&folded).find(is_it)
    }

    /// Returns the post at a URL of a site: `/posts/name/`, with any date.
    fn post(&self, path: &str) -> Option<NoteId> {
        let name = path.trim_end_matches('/').rsplit('/').next()?;
        self.same_name(&fold(name.strip_suffix(".html").unwrap_or(name))).post
    }

    /// Returns the notes whose files have this folded name.
    fn same_name(&self, name: &str) -> Arc<SameName> {
        let workspace = self.workspace;
        workspace.answers.located.files.get(name, || {
            let ids = workspace.index().names.files(name);
            let mut documents: Vec<_> = ids.filter_map(|id| workspace.document(id)).collect();
            Arc::new(SameName::new(workspace.folders(), &mut documents, name))
        })
    }

    /// Returns the note that a wiki link names.
    fn named(&self, from: &Document, name: &str) -> Option<NoteId> {
        if name.starts_with("./") || name.starts_with("../") {
            return self.at_path(from, name);
        }
        let folder = from.location.path().and_then(|path| self.workspace.folders().of(path));
        let found = self.by_file(folder, &fold(name.trim_start_matches('/')));
        found
            .or_else(|| self.at_path(from, name))
            .or_else(|| self.workspace.answers.titled.get(name, || self.titled(name)).from(folder))
    }

    /// Returns the note with this folded file name or end of the path. Of several notes, it is one in
    /// the workspace folder of the link, and there the one with the shortest path.
    fn by_file(&self, folder: Option<&Path>, path: &str) -> Option<NoteId> {
        let path = without_extension(path);
        let Some((_, name)) = path.rsplit_once('/') else {
            return self.same_name(path).shortest.from(folder);
        };
        let preferred = self.workspace.answers.located.paths.get(path, || {
            let found = self.same_name(name);
            let found = found.ending(&format!("/{path}"));
            let mut found: Vec<_> = found.filter_map(|id| self.workspace.document(id)).collect();
            found.sort_by_key(by_length);
            Preferred::new(self.workspace.folders(), found)
        });
        preferred.from(folder)
    }

    /// Returns the notes with this title or alias.
    fn titled(&self, name: &str) -> Preferred {
        // Ignore the case, also for a name in capitals.
        let keys = [TermKey::new(name), TermKey::new(&fold(name))].into_iter().flatten();
        let declared = keys.flat_map(|key| self.workspace.declarations(&key, None));
        let about = declared.filter(|found| found.term.style == Style::Note);
        let titled = self.workspace.index().names.titles(&fold(name));
        let mut titled: Vec<_> = titled.filter_map(|id| self.workspace.document(id)).collect();
        titled.sort_by_key(by_length);
        let all = about.map(|found| found.document).chain(titled);
        Preferred::new(self.workspace.folders(), all)
    }
}

impl Target {
    /// Returns a whole note as a target.
    pub fn of(note: NoteId) -> Self {
        Self { note, section: None, anchor: None }
    }

    /// Returns whether the target is a whole note.
    pub fn is_whole(self) -> bool {
        self.section.is_none() && self.anchor.is_none()
    }
}

fn is_contents_mark(path: &str) -> bool {
    ["_toc_", "toc"].iter().any(|mark| path.eq_ignore_ascii_case(mark))
}

fn has_extension(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or_default();
    let extension = name.rsplit_once('.').map_or("", |(_, extension)| extension);
    (1..=5).contains(&extension.len())
        && extension.bytes().all(|b| b.is_ascii_alphanumeric())
        // A version at the end of a name is not an extension.
        && !extension.bytes().all(|b| b.is_ascii_digit())
}

#[cfg(test)]
mod tests;
