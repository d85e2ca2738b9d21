//! Notes that wiki links name, but that do not exist.

use std::sync::Arc;

use crate::note::link::{Link, LinkKind};
use crate::note::words::fold;
use crate::workspace::Workspace;
use crate::workspace::answers::{MissingNote, NamedLinks};
use crate::workspace::document::Document;
use crate::workspace::links::{Destination, Resolver};

impl Workspace {
    /// Returns the wiki links to a missing note with this name, in any letter case.
    pub fn missing_note(&self, name: &str) -> Arc<MissingNote> {
        let name = fold(name.trim());
        self.answers.missing.get(&*name, || Arc::new(self.find_missing(&name)))
    }

    fn find_missing(&self, name: &str) -> MissingNote {
        let last = name.rsplit('/').next().unwrap_or_default();
        let ids = self.index.names.linking_to_file(last);
        let mut documents: Vec<_> = ids.filter_map(|id| self.document(id)).collect();
        documents.sort_by(|a, b| a.location.cmp(&b.location));
        let resolver = Resolver::new(self);
        let mut found = MissingNote::default();
        for document in documents {
            let before = found.links.len();
            let named =
                self.answers.named_links.get(&document.id, || Arc::new(named_links(document)));
            let indexes = named.get(name).into_iter().flatten().copied();
            let missing =
                indexes.filter(|at| is_missing(&resolver, document, &document.note.links[*at]));
            found.links.extend(missing.map(|at| (document.id, at)));
            found.notes += usize::from(found.links.len() > before);
        }
        found
    }

    /// Returns the links to a missing note.
    pub fn links_to<'w>(
        &'w self,
        missing: &MissingNote,
    ) -> impl Iterator<Item = (&'w Document, &'w Link)> {
        missing.links.iter().filter_map(|(note, at)| {
            let document = self.document(*note)?;
            Some((document, document.note.links.get(*at)?))
        })
    }
}

fn named_links(document: &Document) -> NamedLinks {
    let mut named = NamedLinks::new();
    for (at, link) in document.note.links.iter().enumerate().filter(|(_, link)| is_name(link)) {
        named.entry(fold(link.path.trim()).into_owned()).or_default().push(at);
    }
    named
}

/// Returns whether a link names a note instead of giving its path.
pub fn is_name(link: &Link) -> bool {
    link.kind == LinkKind::Wiki && !link.path.trim().is_empty()
}

/// Returns whether a link names a missing note.
pub fn is_missing(resolver: &Resolver<'_>, document: &Document, link: &Link) -> bool {
    is_name(link) && resolver.destination(document, link) == Destination::Nowhere
}
