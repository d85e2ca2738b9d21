//! Backlinks: the links that lead to a note or into it.

use std::collections::BTreeSet;

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

/// All links that lead to any of these notes or to a place in one, their own among them: by the
/// notes that they are in, each from top to bottom. Only notes that may link to them are looked at.
pub fn backlinks<'w>(
    workspace: &'w Workspace,
    resolver: &Resolver<'w>,
    to: &BTreeSet<NoteId>,
) -> Vec<Backlink<'w>> {
    let documents = to.iter().filter_map(|id| workspace.document(*id));
    let mut linking = workspace.index().names.linking(documents);
    linking.extend(to);
    let linking = linking.into_iter().filter_map(|id| workspace.document(id));
    let links = linking.flat_map(|document| {
        let leading = move |link: &'w Link| {
            let target = resolver.resolve(document, link)?;
            to.contains(&target.note).then_some(Backlink { document, link, target })
        };
        document.note.links.iter().filter_map(leading)
    });
    links.collect()
}
