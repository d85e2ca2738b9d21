//! Where links lead: to a note of the workspace, and perhaps to a heading in it.
//!
//! A path is taken relative to the note that the link stands in, or to the workspace folder if it
//! begins with a slash; the extension may be missing. A wiki link names a note: by its path or
//! the end of it, by its title or by another name. Whatever leads out of the workspace leads
//! nowhere.

use std::borrow::Cow;
use std::cell::{OnceCell, RefCell};
use std::collections::HashMap;
use std::path::{Component, Path, PathBuf};
use std::rc::Rc;

use crate::note::link::{Link, LinkKind};
use crate::note::slug::anchors;
use crate::note::term::Style;
use crate::note::term_key::TermKey;
use crate::note::words::fold;
use crate::workspace::Workspace;
use crate::workspace::document::{Document, Location, NoteId};

/// Where a link leads.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Target {
    /// The note.
    pub note: NoteId,
    /// The index of the section, if the link names one that is there.
    pub section: Option<usize>,
}

/// Finds where links lead, with what it has learned of one link at hand for the next.
pub struct Resolver<'w> {
    workspace: &'w Workspace,
    names: OnceCell<Names>,
    anchors: RefCell<HashMap<NoteId, Rc<[String]>>>,
}

impl<'w> Resolver<'w> {
    /// A resolver for the links of a settled workspace.
    pub fn new(workspace: &'w Workspace) -> Self {
        Self { workspace, names: OnceCell::new(), anchors: RefCell::default() }
    }

    /// Where a link of a document leads; none if that is no note that is known.
    pub fn resolve(&self, from: &Document, link: &Link) -> Option<Target> {
        let note = match link.kind {
            _ if link.path.is_empty() => from.id,
            LinkKind::Wiki => self.named(from, &link.path)?,
            _ => self.at_path(from, &decoded(&link.path))?,
        };
        let section = link.fragment.as_deref().and_then(|it| self.section(note, it));
        Some(Target { note, section })
    }

    /// The note that a wiki link of a document would name so.
    pub fn note_named(&self, from: &Document, name: &str) -> Option<NoteId> {
        self.named(from, name)
    }

    /// The anchor by which links name a section of a note.
    pub fn anchor(&self, target: Target) -> Option<String> {
        self.anchors(target.note).get(target.section?).cloned()
    }

    /// The section that a fragment names: by its anchor, or by the text of its heading.
    fn section(&self, note: NoteId, fragment: &str) -> Option<usize> {
        let fragment = decoded(fragment);
        let by_anchor = self.anchors(note).iter().position(|anchor| *anchor == fragment);
        by_anchor.or_else(|| {
            let last = fragment.rsplit('#').next().filter(|last| !last.starts_with('^'))?;
            let wanted = plain(last);
            let sections = &self.workspace.document(note)?.note.sections;
            let is_called = |name: &str| !wanted.is_empty() && plain(name) == wanted;
            sections.iter().position(|section| is_called(&section.heading.name))
        })
    }

    fn anchors(&self, note: NoteId) -> Rc<[String]> {
        let mut known = self.anchors.borrow_mut();
        let found = known.entry(note).or_insert_with(|| {
            let document = self.workspace.document(note);
            document.map_or_else(|| [].into(), |document| anchors(&document.note.sections).into())
        });
        found.clone()
    }

    /// The note at a path, as a note of `from` writes it.
    fn at_path(&self, from: &Document, path: &str) -> Option<NoteId> {
        let own = from.location.path()?;
        if path.contains("://") || path.starts_with("mailto:") {
            return None;
        }
        let base = match path.strip_prefix('/') {
            Some(_) => self.workspace.folders().of(own)?,
            None => own.parent()?,
        };
        let whole = normalized(&base.join(path.trim_start_matches('/')))?;
        let find = |path: PathBuf| self.workspace.find(&Location::File(path));
        let is_folder = path.ends_with('/') || whole.file_name().is_none();
        let with = |end: &str| {
            let mut name = whole.clone().into_os_string();
            name.push(end);
            PathBuf::from(name)
        };
        let file =
            || find(whole.clone()).or_else(|| EXTENSIONS.iter().find_map(|end| find(with(end))));
        let index = || INDEXES.iter().find_map(|name| find(whole.join(name)));
        if is_folder { index() } else { file().or_else(index) }
    }

    /// The note that a wiki link names; of several the one with the shortest path.
    fn named(&self, from: &Document, name: &str) -> Option<NoteId> {
        if name.starts_with("./") || name.starts_with("../") {
            return self.at_path(from, name);
        }
        let folded = fold(name.trim_start_matches('/'));
        let end = folded.rsplit('/').next().unwrap_or_default();
        let fits = |id: &&NoteId| {
            let path = self.workspace.document(**id).and_then(|d| d.location.path());
            !folded.contains('/') || path.is_some_and(|path| ends_with(path, &folded))
        };
        let known = self.names().files.get(without_extension(end));
        let by_path = known.into_iter().flatten().find(fits).copied();
        by_path.or_else(|| self.at_path(from, name)).or_else(|| self.titled(name))
    }

    /// The note with this title or, as one about a term, this other name.
    fn titled(&self, name: &str) -> Option<NoteId> {
        // A name in capitals may be meant in small letters too: here case does not matter.
        let keys = [TermKey::new(name), TermKey::new(&fold(name))].into_iter().flatten();
        let declared = keys.flat_map(|key| self.workspace.declarations(&key, None));
        let mut about = declared.filter(|found| found.term.style == Style::Note);
        about.next().map(|found| found.document.id).or_else(|| {
            self.names().titles.get(&*fold(name)).and_then(|notes| notes.first()).copied()
        })
    }

    fn names(&self) -> &Names {
        self.names.get_or_init(|| Names::new(self.workspace))
    }
}

/// What a note's file may end with.
const EXTENSIONS: [&str; 3] = [".md", ".markdown", ".mdx"];

/// The notes that stand for their folder.
const INDEXES: [&str; 3] = ["index.md", "README.md", "_index.md"];

/// What notes are called, folded; those with the shortest paths first.
#[derive(Default)]
struct Names {
    files: HashMap<String, Vec<NoteId>>,
    titles: HashMap<String, Vec<NoteId>>,
}

impl Names {
    fn new(workspace: &Workspace) -> Self {
        let mut documents: Vec<_> = workspace.documents().collect();
        documents.sort_by_key(|document| by_length(document));
        let mut names = Self::default();
        for document in documents {
            let file = fold(&document.location.name()).into_owned();
            names.files.entry(file).or_default().push(document.id);
            if let Some(title) = document.note.title() {
                names.titles.entry(fold(&title).into_owned()).or_default().push(document.id);
            }
        }
        names
    }
}

fn by_length(document: &Document) -> (usize, &Location) {
    let length = document.location.path().map_or(usize::MAX, |path| path.components().count());
    (length, &document.location)
}

/// Whether a path ends with these folded parts, whatever its extension.
fn ends_with(path: &Path, folded: &str) -> bool {
    let path = path.to_string_lossy().replace('\\', "/");
    let path = fold(&path);
    let (path, end) = (without_extension(&path), without_extension(folded));
    path.strip_suffix(end).is_some_and(|rest| rest.ends_with('/'))
}

fn without_extension(path: &str) -> &str {
    EXTENSIONS.iter().find_map(|end| path.strip_suffix(end)).unwrap_or(path)
}

/// A path without `.` and `..`; none if it leads above the root.
fn normalized(path: &Path) -> Option<PathBuf> {
    let mut parts = PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir => parts.pop().then_some(())?,
            part => parts.push(part),
        }
    }
    Some(parts)
}

/// A text without marks and in small letters: what remains when a heading becomes a fragment.
fn plain(text: &str) -> String {
    let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    fold(&words.collect::<Vec<_>>().join(" ")).into_owned()
}

/// A text with its `%41` as `A`; as it is if that makes no text.
pub fn decoded(text: &str) -> Cow<'_, str> {
    if !text.contains('%') {
        return Cow::Borrowed(text);
    }
    let (mut bytes, mut rest) = (Vec::with_capacity(text.len()), text.as_bytes());
    while let Some((first, after)) = rest.split_first() {
        let code = after.get(..2).filter(|_| *first == b'%').and_then(|code| {
            let code = str::from_utf8(code).ok().filter(|code| !code.starts_with('+'))?;
            u8::from_str_radix(code, 16).ok()
        });
        bytes.push(code.unwrap_or(*first));
        rest = if code.is_some() { &after[2..] } else { after };
    }
    String::from_utf8(bytes).map_or(Cow::Borrowed(text), Cow::Owned)
}

/// A path or fragment as it may stand in a link's destination: what would end or change it there
/// as `%41`.
pub fn encoded(text: &str) -> String {
    use std::fmt::Write;
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if c.is_whitespace() || c.is_control() || "\"#%()<>?[\\]^`{|}*&".contains(c) {
            let mut buffer = [0; 4];
            for byte in c.encode_utf8(&mut buffer).bytes() {
                let _ = write!(out, "%{byte:02X}");
            }
        } else {
            out.push(c);
        }
    }
    out
}

/// The path from one file to another, both below the same folder, as links write it.
pub fn relative_path(from: &Path, to: &Path) -> Option<String> {
    let base: Vec<_> = from.parent()?.components().collect();
    let to: Vec<_> = to.components().collect();
    let common = base.iter().zip(&to).take_while(|(a, b)| a == b).count();
    let up = std::iter::repeat_n("..".to_owned(), base.len() - common);
    let down = to[common..].iter().map(|part| part.as_os_str().to_str().map(encoded));
    let parts: Option<Vec<_>> = up.map(Some).chain(down).collect();
    Some(parts?.join("/"))
}

#[cfg(test)]
mod tests;
