//! Backlinks: the links to a note or to a part of it.

use std::collections::BTreeSet;

use crate::note::link::Link;
use crate::workspace::Workspace;
use crate::workspace::document::{Document, NoteId};
use crate::workspace::links::{Resolver, Target};
use crate::workspace::scheduling::make_way;

/// A link with its note and its target.
#[derive(Clone, Copy, Debug)]
pub struct Backlink<'w> {
    /// The note that contains the link.
    pub document: &'w Document,
    /// The link.
    pub link: &'w Link,
    /// The target of the link.
    pub target: Target,
}

/// Returns all links to these notes or to parts of them, including links inside them: by note, from
/// top to bottom. Only notes that may link to them are read.
pub fn backlinks<'w>(
    workspace: &'w Workspace,
    resolver: &Resolver<'w>,
    to: &BTreeSet<NoteId>,
) -> Vec<Backlink<'w>> {
    let documents = to.iter().filter_map(|id| workspace.document(*id));
    let mut linking = workspace.index().names.linking(documents);
    linking.extend(to);
    let linking = linking.into_iter().filter_map(|id| workspace.document(id));
    let links = linking.inspect(|_| make_way()).flat_map(|document| {
        let leading = move |link: &'w Link| {
            let note = resolver.note(document, link).filter(|note| to.contains(note))?;
            Some(Backlink { document, link, target: resolver.target(note, link) })
        };
        document.note.links.iter().filter_map(leading)
    });
    links.collect()
}
