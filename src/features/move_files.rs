//! Moving files and folders: what it takes to keep every link where it leads.
//!
//! The links to what is moved, the links in it, and those that would come to mean another note:
//! each is written anew in the way in which it was written, and only its path.
//!
//! LSP: workspace/willRenameFiles.

use std::cell::OnceCell;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use text_size::TextRange;

use crate::features::linker::{Linker, encoded_path};
use crate::note::link::{Link, LinkKind};
use crate::note::words::fold;
use crate::workspace::document::{Document, Location, NoteId};
use crate::workspace::edit::{
    Failure, Group, Moves, Promise, Proven, Refusal, TextEdit, WorkspaceEdit, prove,
};
use crate::workspace::links::path::without_date;
use crate::workspace::links::{Destination, Resolver, decoded, relative_path};
use crate::workspace::{Workspace, is_note};

/// A move that has been proven.
#[derive(Clone, Debug)]
pub struct Moved {
    /// The changes to links.
    pub edit: Proven,
    /// Links that will lead elsewhere or nowhere: how they are written leaves no other way.
    pub left_out: Vec<(NoteId, TextRange)>,
}

/// Keeps all links when these files and folders are moved, each from its first path to the second.
///
/// # Errors
///
/// Says why they cannot be kept.
pub fn move_files(workspace: &Workspace, files: Vec<(PathBuf, PathBuf)>) -> Result<Moved, Refusal> {
    let moves = Moves::new(files, workspace.folders());
    let after = moves.apply(workspace);
    let keeper = Keeper {
        moves: &moves,
        before: workspace,
        after: &after,
        led_by: Resolver::new(workspace),
        leading_by: Resolver::new(&after),
    };
    let (mut edit, mut left_out) = (WorkspaceEdit::default(), Vec::new());
    let mut left = BTreeSet::new();
    for document in workspace.documents() {
        let Some(now) = after.document(document.id) else { continue };
        let linker = OnceCell::new();
        for link in &document.note.links {
            match keeper.keep(document, now, link, &linker) {
                Kept::AsItIs => {}
                Kept::By(change) => {
                    if keeper.moved_name(link).is_some() {
                        // Where it leads cannot be told from the notes alone.
                        left.insert((document.id, link.range.start()));
                    }
                    edit.push(document.id, change);
                }
                Kept::Not => left_out.push((document.id, link.range)),
            }
        }
    }
    left.extend(left_out.iter().map(|(note, range): &(NoteId, TextRange)| (*note, range.start())));
    let promise = Promise { moves, left, ..Promise::default() };
    let edit = prove(workspace, edit, &promise).map_err(|failure| match failure {
        Failure::Refused(refusal) => refusal,
        Failure::Mentions(_) => Refusal("A mention would become something else.".to_owned()),
    })?;
    Ok(Moved { edit, left_out })
}

/// What becomes of a link.
enum Kept {
    AsItIs,
    By(TextEdit),
    Not,
}

struct Keeper<'w> {
    moves: &'w Moves,
    before: &'w Workspace,
    after: &'w Workspace,
    led_by: Resolver<'w>,
    leading_by: Resolver<'w>,
}

/// Where a link led before.
struct Led<'w> {
    destination: Destination,
    /// The note that it led to.
    document: Option<&'w Document>,
    /// Whether it called the note by its file: then it is to do so again.
    by_file: bool,
}

impl<'w> Keeper<'w> {
    fn keep(
        &self,
        old: &Document,
        now: &'w Document,
        link: &Link,
        linker: &OnceCell<Linker<'w>>,
    ) -> Kept {
        if link.is_external() || link.kind == LinkKind::Reference {
            return Kept::AsItIs;
        }
        let led = self.led(old, link);
        if self.holds(&led, now, link) {
            return Kept::AsItIs;
        }
        let Some(place) = link.place else { return Kept::Not };
        let query = link.path.find('?').filter(|_| link.kind != LinkKind::Wiki);
        let (path, query) = link.path.split_at(query.unwrap_or(link.path.len()));
        let bare = Link { path: path.to_owned(), ..link.clone() };
        let ways = self.ways(&led, now, &bare, linker).into_iter().map(|path| path + query);
        let found = ways
            .filter(|path| fits(old, link, path))
            .find(|path| self.holds(&led, now, &Link { path: path.clone(), ..link.clone() }));
        let edit = |new_text| TextEdit { range: place.path, new_text, group: Group::Certain };
        found.map_or(Kept::Not, |new_text| Kept::By(edit(new_text)))
    }

    fn led(&self, from: &Document, link: &Link) -> Led<'w> {
        let destination = self.led_by.destination(from, link);
        let document = match &destination {
            Destination::Note(target) => self.before.document(target.note),
            _ => None,
        };
        let by_file = document.is_some_and(|document| names_file(link, &document.location));
        Led { destination, document, by_file }
    }

    /// Whether a link leads afterwards where it led.
    fn holds(&self, led: &Led<'_>, from: &Document, link: &Link) -> bool {
        let is_by_file = || {
            let document = led.document.and_then(|document| self.after.document(document.id));
            document.is_some_and(|document| names_file(link, &document.location))
        };
        let is_there = match (&led.destination, self.leading_by.destination(from, link)) {
            (Destination::File(led), Destination::File(leads)) => self.moves.of(led) == leads,
            (Destination::Unknown, Destination::Unknown) => self.moved_name(link).is_none(),
            // What leads nowhere may lead nowhere in any way.
            (Destination::Nowhere | Destination::Unknown | Destination::Outside, leads) => {
                !matches!(leads, Destination::Note(_))
            }
            (led, leads) => *led == leads,
        };
        is_there && (!led.by_file || is_by_file())
    }

    /// The ways to write the path of a link, the most like the old one first.
    fn ways(
        &self,
        led: &Led<'_>,
        from: &'w Document,
        link: &Link,
        linker: &OnceCell<Linker<'w>>,
    ) -> Vec<String> {
        match &led.destination {
            Destination::Note(target) => {
                let Some(to) = self.after.document(target.note) else { return Vec::new() };
                let linker = linker.get_or_init(|| Linker::new(self.after, from));
                let same = led.document.and_then(|old| renamed(link, &old.location, &to.location));
                let around = self.around(led, from, to, link).into_iter();
                let around = around.flat_map(|path| as_written(&path, &link.path));
                same.into_iter().chain(around).chain(to_note(linker, from, to, link)).collect()
            }
            Destination::File(path) => to_file(from, &self.moves.of(path), link),
            Destination::Unknown => self.moved_name(link).into_iter().collect(),
            Destination::Outside | Destination::Nowhere => Vec::new(),
        }
    }

    /// The paths to a note from the folders around another one, from the innermost on, if a link
    /// with a slash before its path began at one of them and not at the workspace folder.
    fn around(&self, led: &Led<'_>, from: &Document, to: &Document, link: &Link) -> Vec<String> {
        let paths = || {
            let (from, to) = (from.location.path()?, to.location.path()?);
            let root = self.after.folders().of(from)?;
            let old = led.document?.location.path()?.strip_prefix(root).ok()?.to_str()?;
            let written = decoded(&link.path);
            let written = written.trim_start_matches('/').trim_end_matches('/');
            let is_from_root = old.starts_with(written.strip_suffix(".html").unwrap_or(written));
            let is_asked = link.kind != LinkKind::Wiki && link.path.starts_with('/');
            (is_asked && !is_from_root).then_some(())?;
            let folders = from.ancestors().skip(1).take_while(|above| *above != root);
            let below = folders.filter_map(|above| to.strip_prefix(above).ok()?.to_str());
            Some(below.map(|path| format!("/{path}")).collect())
        };
        paths().unwrap_or_default()
    }

    /// The new name of a file that a wiki link only names, if that file is given another one.
    fn moved_name(&self, link: &Link) -> Option<String> {
        let is_name = link.kind == LinkKind::Wiki && !link.path.contains('/');
        is_name.then(|| self.moves.new_name(&link.path)).flatten()
    }
}

/// Whether a path may stand in a link where its path stands.
pub(super) fn fits(document: &Document, link: &Link, path: &str) -> bool {
    let start = link.place.map_or(link.range.start(), |place| place.path.start());
    let before = start.checked_sub(1.into()).map(|before| TextRange::new(before, start));
    let is_bracketed = before.is_some_and(|range| document.text.slice(range) == "<");
    match link.kind {
        LinkKind::Wiki => !path.contains(['#', '|', '^', '[', ']']),
        _ => is_bracketed || !path.contains(' '),
    }
}

/// Whether a link calls a note by the name of its file.
fn names_file(link: &Link, location: &Location) -> bool {
    let path = decoded(&link.path);
    let last = path.rsplit('/').next().unwrap_or_default();
    let (last, name) = (without_extension(last), location.name());
    let names = [Some(name.as_str()), without_date(&name)];
    names.into_iter().flatten().any(|name| fold(name) == fold(&last))
}

/// A path with the name of a file in it exchanged: whole, or without the date of a post.
fn renamed(link: &Link, old: &Location, new: &Location) -> Option<String> {
    let (path, old, new) = (&link.path, old.name(), new.name());
    let inside = path.trim_end_matches('/');
    let start = inside.rfind('/').map_or(0, |at| at + 1);
    let (stem, rest) =
        path[start..].split_at(path[start..].find(['.', '/']).unwrap_or(path.len() - start));
    let stem = decoded(stem);
    let new = match (without_date(&old), without_date(&new)) {
        _ if *stem == *old => new.as_str(),
        (Some(old), Some(new)) if *stem == *old => new,
        _ => return None,
    };
    let new = if link.kind == LinkKind::Wiki { new.to_owned() } else { encoded_path(new) };
    Some(format!("{}{new}{rest}", &path[..start]))
}

/// The ways to write the path of a link to a note, the most like the old one first.
pub(super) fn to_note(
    linker: &Linker<'_>,
    from: &Document,
    to: &Document,
    link: &Link,
) -> Vec<String> {
    let old = link.path.as_str();
    let mut ways = Vec::new();
    let absolute = linker.absolute_path(to);
    if link.kind == LinkKind::Wiki {
        let has_extension = is_note(Path::new(old));
        let end = |path: String| if has_extension { path } else { without_extension(&path) };
        if old.starts_with('.') {
            ways.extend(relative(from, to, old).map(end));
        }
        if !old.contains('/') {
            let name = to.location.path().and_then(|path| path.file_name()?.to_str());
            ways.extend(name.map(|name| end(name.to_owned())));
        }
        ways.extend(absolute.as_deref().map(|path| {
            let path = if old.starts_with('/') { path } else { path.trim_start_matches('/') };
            end(path.to_owned())
        }));
        ways.extend(linker.wiki_name(to));
        return ways;
    }
    let path = if old.starts_with('/') { absolute.clone() } else { relative(from, to, old) };
    path.into_iter().chain(absolute).flat_map(|path| as_written(&path, old)).collect()
}

/// The ways to write the path of a note as an old one is written: as a folder, without an
/// extension, or whole.
fn as_written(path: &str, old: &str) -> Vec<String> {
    let mut ways = Vec::new();
    let folder = path.rsplit_once('/').map_or(".", |(folder, _)| folder);
    if old.ends_with('/') {
        ways.push(format!("{folder}/"));
        ways.push(format!("{}/", without_extension(path)));
    }
    if is_page(old) {
        ways.push(without_extension(path) + ".html");
    }
    if !is_note(Path::new(&*decoded(old))) {
        ways.push(without_extension(path));
        ways.push(folder.to_owned());
    }
    ways.push(path.to_owned());
    in_style(ways, old)
}

/// The ways to write the path of a link to another file.
pub(super) fn to_file(from: &Document, to: &Path, link: &Link) -> Vec<String> {
    let Some(own) = from.location.path() else { return Vec::new() };
    let path = relative_path(own, to).map(|path| dotted(path, &link.path));
    in_style(path.into_iter().collect(), &link.path)
}

/// The path from one note to another, with `./` before it if the old one has that.
fn relative(from: &Document, to: &Document, old: &str) -> Option<String> {
    let path = relative_path(from.location.path()?, to.location.path()?)?;
    Some(dotted(path, old))
}

fn dotted(path: String, old: &str) -> String {
    let is_dotted = old.starts_with("./") && !path.starts_with('.');
    if is_dotted { format!("./{path}") } else { path }
}

/// Each path with as little encoding as the old one had, and then as must be.
fn in_style(paths: Vec<String>, old: &str) -> Vec<String> {
    let is_plain = !old.contains('%');
    let both = paths.into_iter().flat_map(|path| {
        let encoded = encoded_path(&path);
        if is_plain && !path.contains(['%', '#', '?', '(', ')', '<', '>']) {
            [path, encoded]
        } else {
            [encoded.clone(), encoded]
        }
    });
    both.collect()
}

/// Whether a path is an address of a page that a generator makes.
fn is_page(path: &str) -> bool {
    Path::new(path).extension().is_some_and(|extension| extension == "html")
}

fn without_extension(path: &str) -> String {
    let path = Path::new(path);
    if is_note(path) {
        path.with_extension("").to_string_lossy().into_owned()
    } else {
        path.to_string_lossy().into_owned()
    }
}

#[cfg(test)]
mod tests;
