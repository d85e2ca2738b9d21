//! The possible paths in the shortcodes of site generators, the most similar to the old one first.

use std::path::Path;

use text_size::TextSize;

use super::paths::{Paths, encoded_path, relative, styles, without_extension};
use crate::note::link::{Link, PageLookup};
use crate::workspace::document::{Document, Location};
use crate::workspace::is_note;
use crate::workspace::links::decoded;
use crate::workspace::links::path::is_index;

impl Paths<'_, '_> {
    /// Returns the possible paths of a shortcode to a note.
    pub(super) fn to_page(&self, to: &Document, old: &str, lookup: PageLookup) -> Vec<String> {
        let absolute = self.absolute(to);
        let inside = absolute.as_deref().map(|path| path.trim_start_matches('/').to_owned());
        match lookup {
            PageLookup::Post => inside.map(|path| posts(&path, old)).unwrap_or_default(),
            PageLookup::File => inside.map(|path| rooted(old, path)).into_iter().collect(),
            PageLookup::Ref => {
                let content = inside.as_deref().and_then(|path| path.rsplit_once("content/"));
                let content = content.map(|(_, path)| format!("/{path}"));
                let name = to.location.path().and_then(|path| path.file_name()?.to_str());
                let name = name.filter(|_| !old.contains('/')).map(str::to_owned);
                let near = relative(self.from, to, old).filter(|_| !old.starts_with('/'));
                let paths = [name, near, content, absolute].into_iter().flatten();
                paths.flat_map(|path| styles(&path, old)).collect()
            }
        }
    }
}

/// Returns the possible names of a post: with as many folders as the old one, with fewer or more.
fn posts(path: &str, old: &str) -> Vec<String> {
    let path = without_extension(path);
    let parts: Vec<_> = path.split('/').filter(|part| *part != "_posts").collect();
    let count = old.trim_start_matches('/').split('/').count();
    let counts = (count..=parts.len()).chain(1..count.min(parts.len() + 1));
    counts.map(|count| rooted(old, parts[parts.len() - count..].join("/"))).collect()
}

/// Returns a path with a leading slash if the old one has it.
fn rooted(old: &str, path: String) -> String {
    if old.starts_with('/') { format!("/{path}") } else { path }
}

/// Returns the path of a link from the root of a site: of Zola (`@/blog/post.md`), or in a shortcode.
pub(super) fn from_root(old: &Location, new: &Location, link: &Link) -> Option<String> {
    let whole = |location: &Location| Some(location.path()?.to_str()?.replace('\\', "/"));
    let (old, new) = (whole(old)?, whole(new)?);
    if link.lookup.is_none() {
        let root = old.strip_suffix(&*decoded(link.path.strip_prefix("@/")?))?;
        return Some(format!("@/{}", encoded_path(new.strip_prefix(root)?)));
    }
    let inside = link.path.trim_start_matches('/');
    inside.contains('/').then_some(())?;
    if is_note(Path::new(inside)) {
        let root = old.strip_suffix(inside).filter(|root| root.ends_with('/'))?;
        return Some(rooted(&link.path, new.strip_prefix(root)?.to_owned()));
    }
    let page = |path: &str| {
        let folder = path.rsplit_once('/').filter(|_| is_index(Path::new(path)));
        folder.map_or_else(|| without_extension(path), |(folder, _)| folder.to_owned())
    };
    let old = page(&old);
    let root = old.strip_suffix(inside.trim_end_matches('/')).filter(|root| root.ends_with('/'))?;
    Some(rooted(&link.path, page(&new).strip_prefix(root)?.to_owned()))
}

/// Returns whether a link can consist of its fragment alone: `#part`. In a shortcode, that is a
/// fragment directly after the path.
pub(super) fn may_be_fragment(link: &Link) -> bool {
    let is_inside = || {
        let place = link.place.and_then(|place| Some((place.path, place.fragment?)));
        place.is_some_and(|(path, fragment)| fragment.start() == path.end() + TextSize::of('#'))
    };
    let is_ref = link.lookup == Some(PageLookup::Ref);
    link.fragment.is_some() && (link.lookup.is_none() || is_ref && is_inside())
}
