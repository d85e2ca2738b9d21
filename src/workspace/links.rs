//! Where links lead: to a note of the workspace and perhaps to a place in it, to another file, or
//! out of the notes.
//!
//! A path is taken relative to the note that the link stands in, or to the workspace folder if it
//! begins with a slash; the extension may be missing. Generators of sites begin at another folder,
//! so a path with a slash that leads nowhere is tried from each folder around the note. A wiki link
//! names a note: by its path or the end of it, by its title or by another name. Whatever leads out
//! of the workspace leads nowhere.

pub mod path;
pub(super) mod same_name;

use std::cell::RefCell;
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::sync::Arc;

use unicode_normalization::UnicodeNormalization as _;

use crate::note::link::{Link, LinkKind};
use crate::note::section::anchors;
use crate::note::term::Style;
use crate::note::term_key::TermKey;
use crate::note::words::fold;
use crate::workspace::Workspace;
use crate::workspace::document::{Document, Location, NoteId};

use self::path::{EXTENSIONS, INDEXES, normalized, without_extension};
pub use self::path::{decoded, encoded, relative_path};
use self::same_name::{SameName, by_length};

/// Where in the notes a link leads.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Target {
    /// The note.
    pub note: NoteId,
    /// The index of the section, if the link names one that is there.
    pub section: Option<usize>,
    /// The index of the anchor, if the link names one that is there and no section.
    pub anchor: Option<usize>,
}

/// Where a link leads.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Destination {
    /// To a note.
    Note(Target),
    /// To what would be this file: no note that is known, whether or not it is there.
    File(PathBuf),
    /// Out of the notes: to an address with a scheme, or out of the folders.
    Outside,
    /// To nothing that can be told from the notes alone: what a template makes of it, or a file
    /// that is only named and may be anywhere.
    Unknown,
    /// To a note that is not there.
    Nowhere,
}

/// Finds where links lead, with what it has learned of one link at hand for the next.
pub struct Resolver<'w> {
    workspace: &'w Workspace,
    anchors: RefCell<HashMap<NoteId, Rc<[String]>>>,
    places: RefCell<HashMap<NoteId, Rc<Places>>>,
}

/// What fragments can name in a note, with the index of the first that is called so.
#[derive(Default)]
struct Places {
    /// Sections by the names of their anchors.
    sections: HashMap<String, usize>,
    /// Other anchors.
    anchors: HashMap<String, usize>,
    /// Sections by the plain text of their headings.
    headings: HashMap<String, usize>,
}

impl<'w> Resolver<'w> {
    /// A resolver for the links of a settled workspace.
    pub fn new(workspace: &'w Workspace) -> Self {
        Self { workspace, anchors: RefCell::default(), places: RefCell::default() }
    }

    /// Where in the notes a link of a document leads; none if that is no note that is known.
    pub fn resolve(&self, from: &Document, link: &Link) -> Option<Target> {
        let note = match link.kind {
            _ if link.is_external() => return None,
            _ if link.path.is_empty() && link.fragment.is_some() => from.id,
            LinkKind::Wiki => self.named(from, &link.path)?,
            _ => self.at_path(from, &decoded(&link.path)).or_else(|| {
                // What stands behind a `?` is for whoever serves the file.
                let (path, _) = link.path.split_once('?')?;
                self.at_path(from, &decoded(path))
            })?,
        };
        let fragment = link.fragment.as_deref();
        Some(fragment.map_or(Target::of(note), |fragment| self.place(note, fragment)))
    }

    /// Where a link of a document leads.
    pub fn destination(&self, from: &Document, link: &Link) -> Destination {
        if let Some(target) = self.resolve(from, link) {
            return Destination::Note(target);
        }
        if link.is_external() {
            return Destination::Outside;
        }
        let path = decoded(&link.path);
        let is_made = |mark: &str| path.contains(mark);
        if path.is_empty() || ["{{", "{%", "<%", "${", "@"].iter().any(|mark| is_made(mark)) {
            return Destination::Unknown;
        }
        match link.kind {
            // The file may lie anywhere.
            LinkKind::Wiki if has_extension(&path) => Destination::Unknown,
            LinkKind::Wiki => Destination::Nowhere,
            _ => {
                let path = decoded(link.path.split('?').next().unwrap_or_default());
                self.file_at(from, &path).map_or(Destination::Outside, Destination::File)
            }
        }
    }

    /// The note that a wiki link of a document would name so.
    pub fn note_named(&self, from: &Document, name: &str) -> Option<NoteId> {
        self.named(from, name)
    }

    /// The note that a path in a link of a document leads to.
    pub fn note_at(&self, from: &Document, path: &str) -> Option<NoteId> {
        self.at_path(from, &decoded(path))
    }

    /// The name by which links lead to a section or anchor of a note.
    pub fn anchor(&self, target: Target) -> Option<String> {
        if let Some(section) = target.section {
            return self.anchors(target.note).get(section).cloned();
        }
        let note = &self.workspace.document(target.note)?.note;
        Some(note.anchors.get(target.anchor?)?.id.clone())
    }

    /// The names by which links lead to the sections of a note.
    pub fn anchors(&self, note: NoteId) -> Rc<[String]> {
        let mut known = self.anchors.borrow_mut();
        let found = known.entry(note).or_insert_with(|| {
            let document = self.workspace.document(note);
            document.map_or_else(|| [].into(), |document| anchors(&document.note.sections).into())
        });
        found.clone()
    }

    /// The place in a note that a fragment names: a section by its anchor or by the text of its
    /// heading, or else another anchor; the note itself if there is none.
    pub fn place(&self, note: NoteId, fragment: &str) -> Target {
        let fragment = decoded(fragment);
        let (whole, places) = (Target::of(note), self.places(note));
        if let Some(section) = places.sections.get(&*fragment) {
            return Target { section: Some(*section), ..whole };
        }
        if let Some(anchor) = places.anchors.get(&*fragment) {
            return Target { anchor: Some(*anchor), ..whole };
        }
        let last = fragment.rsplit('#').next().filter(|last| !last.starts_with('^'));
        let section = last.and_then(|last| places.headings.get(&plain(last)).copied());
        Target { section, ..whole }
    }

    fn places(&self, note: NoteId) -> Rc<Places> {
        if let Some(known) = self.places.borrow().get(&note) {
            return known.clone();
        }
        let mut places = Places::default();
        if let Some(document) = self.workspace.document(note) {
            for (index, name) in self.anchors(note).iter().enumerate() {
                places.sections.entry(name.clone()).or_insert(index);
            }
            for (index, anchor) in document.note.anchors.iter().enumerate() {
                places.anchors.entry(anchor.id.clone()).or_insert(index);
            }
            for (index, section) in document.note.sections.iter().enumerate() {
                let name = plain(&section.heading.name);
                if !name.is_empty() {
                    places.headings.entry(name).or_insert(index);
                }
            }
        }
        let places = Rc::new(places);
        self.places.borrow_mut().insert(note, places.clone());
        places
    }

    /// The note at a path, as a note of `from` writes it.
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

    /// The file that a path names, as a note of `from` writes it, whether or not it is there; none
    /// if it leads out of the folder.
    fn file_at(&self, from: &Document, path: &str) -> Option<PathBuf> {
        let own = from.location.path()?;
        let base = match path.strip_prefix('/') {
            Some(_) => self.workspace.folders().of(own)?,
            None => own.parent()?,
        };
        let whole = normalized(&base.join(path.trim_start_matches('/')))?;
        match self.workspace.folders().of(own) {
            Some(folder) => whole.starts_with(folder).then_some(whole),
            None => Some(whole),
        }
    }

    /// The folder that a path names, as a note of `from` writes it; never one outside the folders.
    pub(super) fn folder_at(&self, from: &Document, path: &str) -> Option<PathBuf> {
        let folder = self.file_at(from, if path.is_empty() { "." } else { path })?;
        self.workspace.folders().contain(&folder).then_some(folder)
    }

    /// The note that a path means: at it, at it with an extension, or for it as a folder.
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

    /// The note at a path whose letters have their accents in one piece here and apart there: some
    /// systems write the one for the other.
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

    /// The post at an address of a site: `/posts/name/`, whatever its date.
    fn post(&self, path: &str) -> Option<NoteId> {
        let name = path.trim_end_matches('/').rsplit('/').next()?;
        self.same_name(&fold(name.strip_suffix(".html").unwrap_or(name))).post
    }

    /// The notes whose files have this folded name.
    fn same_name(&self, name: &str) -> Arc<SameName> {
        let workspace = self.workspace;
        workspace.answers.files.get(name, || {
            let ids = workspace.index().names.files(name);
            let documents: Vec<_> = ids.filter_map(|id| workspace.document(id)).collect();
            Arc::new(SameName::new(&documents, name))
        })
    }

    /// The note that a wiki link names.
    fn named(&self, from: &Document, name: &str) -> Option<NoteId> {
        if name.starts_with("./") || name.starts_with("../") {
            return self.at_path(from, name);
        }
        let found = self.by_file(&fold(name.trim_start_matches('/')));
        found
            .or_else(|| self.at_path(from, name))
            .or_else(|| self.workspace.answers.titled.get(name, || self.titled(name)))
    }

    /// The note whose file has this folded name, or whose path ends with these folded parts; of
    /// several the one with the shortest path.
    fn by_file(&self, folded: &str) -> Option<NoteId> {
        let folded = without_extension(folded);
        let Some((_, name)) = folded.rsplit_once('/') else {
            return self.same_name(folded).shortest;
        };
        self.workspace.answers.paths.get(folded, || {
            let found = self.same_name(name);
            let found = found.ending(&format!("/{folded}"));
            let found = found.filter_map(|id| self.workspace.document(id));
            found.min_by_key(by_length).map(|document| document.id)
        })
    }

    /// The note with this title or, as one about a term, this other name.
    fn titled(&self, name: &str) -> Option<NoteId> {
        // A name in capitals may be meant in small letters too: here case does not matter.
        let keys = [TermKey::new(name), TermKey::new(&fold(name))].into_iter().flatten();
        let declared = keys.flat_map(|key| self.workspace.declarations(&key, None));
        let mut about = declared.filter(|found| found.term.style == Style::Note);
        about.next().map(|found| found.document.id).or_else(|| {
            let titled = self.workspace.index().names.titles(&fold(name));
            let titled = titled.filter_map(|id| self.workspace.document(id));
            titled.min_by_key(by_length).map(|document| document.id)
        })
    }
}

impl Target {
    /// A note as a whole.
    pub fn of(note: NoteId) -> Self {
        Self { note, section: None, anchor: None }
    }

    /// Whether it is no particular place in the note.
    pub fn is_whole(self) -> bool {
        self.section.is_none() && self.anchor.is_none()
    }
}

fn has_extension(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or_default();
    let extension = name.rsplit_once('.').map_or("", |(_, extension)| extension);
    (1..=5).contains(&extension.len())
        && extension.bytes().all(|b| b.is_ascii_alphanumeric())
        // A name that ends with a version has none.
        && !extension.bytes().all(|b| b.is_ascii_digit())
}

/// A text without marks and in small letters: what remains when a heading becomes a fragment.
fn plain(text: &str) -> String {
    let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    fold(&words.collect::<Vec<_>>().join(" ")).into_owned()
}

#[cfg(test)]
mod tests;
