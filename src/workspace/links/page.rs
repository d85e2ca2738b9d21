//! The page that a shortcode of a site generator names, by the rules of that generator.

use std::path::Path;

use super::Resolver;
use super::path::{is_index, without_extension};
use crate::note::link::PageLookup;
use crate::note::words::fold;
use crate::workspace::document::{Document, NoteId};

impl Resolver<'_> {
    /// Returns the note that a shortcode names.
    pub(super) fn page(&self, from: &Document, path: &str, lookup: PageLookup) -> Option<NoteId> {
        let inside = path.trim_start_matches('/');
        match lookup {
            PageLookup::File => self.at_path(from, &format!("/{inside}")),
            PageLookup::Post => {
                let folder = self.folder(from);
                let posts = inside.rsplit_once('/');
                let posts = posts.map(|(above, name)| format!("{above}/_posts/{name}"));
                let found = self.by_file(folder, &fold(inside));
                found.or_else(|| self.by_file(folder, &fold(&posts?)))
            }
            PageLookup::Ref => self.hugo_page(from, path).or_else(|| {
                // The file of a translation has its language before the extension: `page.fr.md`.
                let own = from.location.name();
                let (_, language) = own.rsplit_once('.')?;
                let code = language.split('-').next().unwrap_or_default();
                let is_code =
                    matches!(code.len(), 2 | 3) && code.bytes().all(|b| b.is_ascii_alphabetic());
                is_code.then_some(())?;
                self.hugo_page(from, &format!("{}.{language}", without_extension(path)))
            }),
        }
    }

    /// Returns the page at a path of Hugo's `ref`: from the note, from the content folder, which is
    /// one of those above the note, or anywhere by the end of its path.
    fn hugo_page(&self, from: &Document, path: &str) -> Option<NoteId> {
        if path.starts_with('/') {
            return self.at_path(from, path);
        }
        let is_bundle = from.location.path().is_some_and(is_index);
        let beside = || is_bundle.then(|| self.at_path(from, &format!("../{path}"))).flatten();
        let near = self.at_path(from, path).or_else(beside);
        if path.starts_with('.') {
            return near;
        }
        near.or_else(|| self.at_path(from, &format!("/{path}"))).or_else(|| {
            let path = path.trim_end_matches('/');
            let named = |path: &str| self.by_file(self.folder(from), &fold(path));
            let bundle = |index: &str| named(&format!("{path}/{index}"));
            named(path).or_else(|| bundle("index")).or_else(|| bundle("_index"))
        })
    }

    fn folder(&self, from: &Document) -> Option<&Path> {
        from.location.path().and_then(|path| self.workspace.folders().of(path))
    }
}
