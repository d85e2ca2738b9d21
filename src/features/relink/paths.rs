//! The possible paths of a link, the most similar to the old one first.

use std::path::Path;

use super::fragments::is_plain;
use crate::note::link::{Link, LinkKind, PageLookup};
use crate::note::words::fold;
use crate::workspace::document::{Document, Location};
use crate::workspace::links::path::{is_index, without_date};
use crate::workspace::links::{Resolver, decoded, encoded, relative_path};
use crate::workspace::{Workspace, is_note};

/// Writes paths in the links of one note.
pub(in crate::features) struct Paths<'p, 'w> {
    pub(in crate::features) workspace: &'w Workspace,
    pub(in crate::features) resolver: &'p Resolver<'w>,
    pub(in crate::features) from: &'p Document,
}

impl Paths<'_, '_> {
    /// Returns the possible paths of a link to a note.
    pub(in crate::features) fn to_note(&self, to: &Document, link: &Link) -> Vec<String> {
        let old = link.path.as_str();
        if let Some(lookup) = link.lookup {
            return self.to_page(to, old, lookup);
        }
        let absolute = self.absolute(to);
        if link.kind != LinkKind::Wiki {
            let path =
                if old.starts_with('/') { absolute.clone() } else { relative(self.from, to, old) };
            return path
                .into_iter()
                .chain(absolute)
                .flat_map(|path| in_style(styles(&path, old), old))
                .collect();
        }
        let has_extension = is_note(Path::new(old));
        let end = |path: String| if has_extension { path } else { without_extension(&path) };
        let mut candidates = Vec::new();
        if old.starts_with('.') {
            candidates.extend(relative(self.from, to, old).map(end));
        }
        if !old.contains('/') {
            let name = to.location.path().and_then(|path| path.file_name()?.to_str());
            candidates.extend(name.map(|name| end(name.to_owned())));
        }
        candidates.extend(absolute.as_deref().map(|path| {
            let path = if old.starts_with('/') { path } else { path.trim_start_matches('/') };
            end(path.to_owned())
        }));
        candidates.extend(self.wiki_name(to));
        candidates
    }

    /// Returns the paths to a note from the parent folders, the innermost first. They are for a link
    /// with a leading slash that is relative to one of these and not to the workspace folder.
    pub(super) fn around(&self, was: &Location, to: &Document, link: &Link) -> Vec<String> {
        let paths = || {
            let (from, to) = (self.from.location.path()?, to.location.path()?);
            let root = self.workspace.folders().of(from)?;
            let old = was.path()?.strip_prefix(root).ok()?.to_str()?;
            let written = decoded(&link.path);
            let written = written.trim_start_matches('/').trim_end_matches('/');
            let is_from_root = old.starts_with(written.strip_suffix(".html").unwrap_or(written));
            let is_path = link.kind != LinkKind::Wiki && link.lookup.is_none();
            let is_asked = is_path && link.path.starts_with('/');
            (is_asked && !is_from_root).then_some(())?;
            let folders = from.ancestors().skip(1).take_while(|above| *above != root);
            let below = folders.filter_map(|above| to.strip_prefix(above).ok()?.to_str());
            Some(
                below
                    .flat_map(|path| in_style(styles(&format!("/{path}"), &link.path), &link.path))
                    .collect(),
            )
        };
        paths().unwrap_or_default()
    }

    /// Returns the path to a note, which may be in another workspace folder.
    pub(in crate::features) fn relative(&self, to: &Document) -> Option<String> {
        self.folder_of(to)?;
        relative_path(self.from.location.path()?, to.location.path()?)
    }

    /// Returns the path from the workspace folder to a note in it, with a leading slash.
    pub(in crate::features) fn absolute(&self, to: &Document) -> Option<String> {
        let folder = self.folder_of(to)?;
        (self.workspace.folders().of(self.from.location.path()?)? == folder).then_some(())?;
        let below = to.location.path()?.strip_prefix(folder).ok()?;
        Some(format!("/{}", below.to_str()?.replace('\\', "/")))
    }

    /// Returns the shortest name with which a wiki link leads to a note.
    pub(in crate::features) fn wiki_name(&self, to: &Document) -> Option<String> {
        let (folder, name) = (self.folder_of(to)?, to.location.name());
        let key = fold(&name);
        // A link by the only name of its kind needs no search.
        let is_only = !is_note(Path::new(&*key)) && self.workspace.index().names.is_only_file(&key);
        if is_only && is_plain(&name) {
            return Some(name);
        }
        let below = to.location.path()?.strip_prefix(folder).ok()?;
        let path = below.with_extension("").to_str()?.replace('\\', "/");
        let means = |name: &str| self.resolver.note_named(self.from, name) == Some(to.id);
        [name, path].into_iter().find(|name| is_plain(name) && means(name))
    }

    /// Returns the workspace folder of a note, if the note of the links is in a folder too.
    fn folder_of(&self, to: &Document) -> Option<&Path> {
        let folders = self.workspace.folders();
        folders.of(self.from.location.path()?)?;
        folders.of(to.location.path()?)
    }
}

/// Returns whether the syntax of a link allows a path.
pub(in crate::features) fn fits(document: &Document, link: &Link, path: &str) -> bool {
    let start = link.place.map_or(link.range.start(), |place| place.path.start());
    let before = document.note.text[..start.into()].chars().next_back();
    let is_bracketed = before == Some('<');
    if let Some(lookup) = link.lookup {
        let has_marks = path.contains(['"', '`', '#', '\\', '{', '}', '<', '>', '%', '\n', '\r']);
        let may_have_spaces = lookup == PageLookup::File || matches!(before, Some('"' | '`'));
        return !has_marks && (may_have_spaces || !path.contains([' ', '\t']));
    }
    match link.kind {
        // Blanks at the edges are not part of the name.
        LinkKind::Wiki => path.trim() == path && !path.contains(['#', '|', '^', '[', ']']),
        _ => is_bracketed || !path.contains(' '),
    }
}

/// Returns a path, encoded for the destination of a link.
pub(in crate::features) fn encoded_path(path: &str) -> String {
    path.split('/').map(encoded).collect::<Vec<_>>().join("/")
}

/// Returns whether a link names the file of a note.
pub(super) fn names_file(link: &Link, location: &Location) -> bool {
    let path = decoded(&link.path);
    let last = path.rsplit('/').next().unwrap_or_default();
    let (last, name) = (without_extension(last), location.name());
    let names = [Some(name.as_str()), without_date(&name)];
    names.into_iter().flatten().any(|name| fold(name) == fold(&last))
}

/// Returns whether a link names the folder of an index note.
pub(super) fn names_folder(link: &Link, location: &Location) -> bool {
    let path = decoded(&link.path);
    let folder = location.path().filter(|path| is_index(path)).and_then(Path::parent);
    let name = folder.and_then(|folder| folder.file_name()?.to_str());
    let last = path.trim_end_matches('/').rsplit('/').next();
    name.zip(last).is_some_and(|(name, last)| fold(name) == fold(last))
}

/// Returns the possible paths with another file name: complete, or without the date of a post.
pub(super) fn renamed(link: &Link, old: &Location, new: &Location) -> Vec<String> {
    let (path, old, new) = (&link.path, old.name(), new.name());
    let inside = path.trim_end_matches('/');
    let start = inside.rfind('/').map_or(0, |at| at + 1);
    let (stem, rest) =
        path[start..].split_at(path[start..].find(['.', '/']).unwrap_or(path.len() - start));
    let stem = decoded(stem);
    let new = match (without_date(&old), without_date(&new)) {
        _ if *stem == *old => new.as_str(),
        (Some(old), Some(new)) if *stem == *old => new,
        _ => return Vec::new(),
    };
    let whole = |new: &str| format!("{}{new}{rest}", &path[..start]);
    let is_raw = link.kind == LinkKind::Wiki || link.lookup.is_some();
    let names = if is_raw { vec![new.to_owned()] } else { in_style(vec![new.to_owned()], path) };
    names.iter().map(|new| whole(new)).collect()
}

/// Returns the possible paths of a link to a file that is not a note.
pub(in crate::features) fn to_file(from: &Document, to: &Path, link: &Link) -> Vec<String> {
    let Some(own) = from.location.path() else { return Vec::new() };
    let path = relative_path(own, to).map(|path| dotted(path, &link.path));
    in_style(path.into_iter().collect(), &link.path)
}

/// Returns the possible paths of a note in the style of an old one: as a folder, without an
/// extension, or complete.
pub(super) fn styles(path: &str, old: &str) -> Vec<String> {
    let mut candidates = Vec::new();
    let folder = path.rsplit_once('/').map_or(".", |(folder, _)| folder);
    if old.ends_with('/') {
        candidates.push(format!("{folder}/"));
        candidates.push(format!("{}/", without_extension(path)));
    }
    if is_page(old) {
        candidates.push(without_extension(path) + ".html");
    }
    // A link without a path has no path style.
    if !old.is_empty() && !is_note(Path::new(&*decoded(old))) {
        let bare = [without_extension(path), folder.to_owned()];
        // No site has a page of this name.
        let is_folder = is_index(Path::new(path)) && !is_index(Path::new(&format!("{old}.md")));
        candidates.extend(bare.iter().skip(is_folder.into()).chain(&bare[..1]).cloned());
    }
    candidates.push(path.to_owned());
    candidates
}

/// Returns the relative path from one note to another, with `./` if the old one has it.
pub(super) fn relative(from: &Document, to: &Document, old: &str) -> Option<String> {
    let path = relative_path(from.location.path()?, to.location.path()?)?;
    Some(dotted(path, old))
}

fn dotted(path: String, old: &str) -> String {
    let is_dotted = old.starts_with("./") && !path.starts_with('.');
    if is_dotted { format!("./{path}") } else { path }
}

/// Returns each path first with as little encoding as the old one, and then fully encoded.
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

/// Returns whether a path is the URL of a generated page.
fn is_page(path: &str) -> bool {
    Path::new(path).extension().is_some_and(|extension| extension == "html")
}

pub(super) fn without_extension(path: &str) -> String {
    let path = Path::new(path);
    if is_note(path) {
        path.with_extension("").to_string_lossy().into_owned()
    } else {
        path.to_string_lossy().into_owned()
    }
}
