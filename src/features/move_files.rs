//! Moving files and folders: what it takes to keep every link where it leads.
//!
//! The links to what is moved, the links in it, and those that would come to mean another note:
//! each is written anew in the way in which it was written, and only its path.
//!
//! LSP: workspace/willRenameFiles.

use std::cell::OnceCell;
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
pub fn move_files(workspace: &Workspace, moved: Vec<(PathBuf, PathBuf)>) -> Result<Moved, Refusal> {
    let moves = Moves::new(moved, workspace.folders());
    let after = moves.apply(workspace);
    let keeper = Keeper {
        moves: &moves,
        before: workspace,
        after: &after,
        led_by: Resolver::new(workspace),
        leading_by: Resolver::new(&after),
    };
    let (mut edit, mut left_out) = (WorkspaceEdit::default(), Vec::new());
    for document in workspace.documents() {
        let Some(now) = after.document(document.id) else { continue };
        let linker = OnceCell::new();
        for link in &document.note.links {
            match keeper.keep(document, now, link, &linker) {
                Kept::AsItIs => {}
                Kept::By(change) => edit.push(document.id, change),
                Kept::Not => left_out.push((document.id, link.range)),
            }
        }
    }
    let left = left_out.iter().map(|(note, range)| (*note, range.start())).collect();
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
        let led = self.led_by.destination(old, link);
        let led_to = match &led {
            Destination::Note(target) => self.before.document(target.note),
            _ => None,
        };
        let is_by_file = led_to.is_some_and(|target| names_file(link, &target.location));
        let is_now_by_file = |link: &Link| {
            let leads_to = led_to.and_then(|it| self.after.document(it.id));
            !is_by_file || leads_to.is_some_and(|target| names_file(link, &target.location))
        };
        let leads_on = |link: &Link| {
            self.leads_on(&led, &self.leading_by.destination(now, link)) && is_now_by_file(link)
        };
        if leads_on(link) {
            return Kept::AsItIs;
        }
        let Some(place) = link.place else { return Kept::Not };
        let written = match &led {
            Destination::Note(target) => {
                let Some(to) = self.after.document(target.note) else { return Kept::Not };
                let linker = linker.get_or_init(|| Linker::new(self.after, now));
                let mut ways = to_note(linker, now, to, link);
                let same = led_to.and_then(|old| renamed(link, &old.location, &to.location));
                ways.splice(0..0, same);
                ways
            }
            Destination::File(path) => to_file(now, &self.moves.of(path), link),
            _ => return Kept::AsItIs,
        };
        let is_it = |path: &String| {
            fits(old, link, path) && leads_on(&Link { path: path.clone(), ..link.clone() })
        };
        match written.into_iter().find(is_it) {
            Some(new_text) => {
                Kept::By(TextEdit { range: place.path, new_text, group: Group::Certain })
            }
            None => Kept::Not,
        }
    }

    fn leads_on(&self, led: &Destination, leads: &Destination) -> bool {
        match (led, leads) {
            (Destination::File(led), Destination::File(leads)) => self.moves.of(led) == *leads,
            // What leads nowhere may lead nowhere in any way.
            (Destination::Nowhere | Destination::Unknown | Destination::Outside, leads) => {
                !matches!(leads, Destination::Note(_))
            }
            (led, leads) => led == leads,
        }
    }
}

/// Whether a path may stand in a link where its path stands.
pub(super) fn fits(document: &Document, link: &Link, path: &str) -> bool {
    let start = link.place.map_or(link.range.start(), |place| place.path.start());
    let is_bracketed = document.text.slice(TextRange::up_to(start)).ends_with('<');
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
    for path in path.into_iter().chain(absolute) {
        let folder = path.rsplit_once('/').map_or(".", |(folder, _)| folder);
        if old.ends_with('/') {
            ways.push(format!("{}/", if folder.is_empty() { "" } else { folder }));
            ways.push(format!("{}/", without_extension(&path)));
        }
        if old.ends_with(".html") {
            ways.push(without_extension(&path) + ".html");
        }
        if !is_note(Path::new(&*decoded(old))) {
            ways.push(without_extension(&path));
            ways.push(folder.to_owned());
        }
        ways.push(path);
    }
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
