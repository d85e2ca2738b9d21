//! Backlinks: the links that lead to a note or into it.

use crate::note::link::Link;
use crate::workspace::Workspace;
use crate::workspace::document::{Document, NoteId};
use crate::workspace::links::{Resolver, Target};

/// A link, where it stands and where it leads.
#[derive(Clone, Copy, Debug)]
pub struct Backlink<'w> {
    /// The note that it stands in.
    pub document: &'w Document,
    /// The link.
    pub link: &'w Link,
    /// Where it leads.
    pub target: Target,
}

/// All links that lead to a note or to a place in it, its own among them: by the notes that they
/// stand in, each from top to bottom. Only notes that may link to it are looked at.
pub fn backlinks<'w>(
    workspace: &'w Workspace,
    resolver: &Resolver<'w>,
    to: NoteId,
) -> Vec<Backlink<'w>> {
    let Some(document) = workspace.document(to) else { return Vec::new() };
    let mut linking = workspace.index().names.linking(document);
    linking.insert(to);
    let linking = linking.into_iter().filter_map(|id| workspace.document(id));
    let links = linking.flat_map(|document| {
        let leading = move |link: &'w Link| {
            let target = resolver.resolve(document, link)?;
            (target.note == to).then_some(Backlink { document, link, target })
        };
        document.note.links.iter().filter_map(leading)
    });
    links.collect()
}
