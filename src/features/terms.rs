//! The dictionary: all terms of the workspace, and one of them by its name.

use std::cmp::Ordering;

use crate::features::origin::Entry;
use crate::note::prose::{Join, Segment};
use crate::note::words::{fold, words_of};
use crate::workspace::{Declaration, Workspace, mention};

/// All terms, in the order of their headwords.
pub fn terms(workspace: &Workspace) -> Vec<Entry> {
    let mut found: Vec<_> = workspace
        .documents()
        .flat_map(|document| {
            document.note.terms.iter().map(move |term| Declaration { document, term })
        })
        .filter(|found| !workspace.is_structure(found.term))
        .collect();
    found.sort_by(|a, b| alphabetic(a, b));
    found.into_iter().map(Entry::new).collect()
}

/// All declarations of the term with this name, in any number and case.
pub fn define(workspace: &Workspace, name: &str) -> Vec<Entry> {
    let whole = words_of(name);
    let (Some(first), Some(last)) = (whole.first(), whole.last()) else { return Vec::new() };
    let range = first.range.cover(last.range);
    let block = [Segment { range, join: Join::Block, in_link: false }];
    let mentions = mention::in_block(workspace, name, &block);
    let mut keys: Vec<_> = mentions
        .into_iter()
        .filter(|mention| mention.range == range)
        .flat_map(|mention| mention.names)
        .map(|found| found.key)
        .collect();
    if keys.is_empty() {
        // At a prompt no one presses shift for an acronym.
        let upper = name.to_uppercase();
        keys.extend(crate::note::term_key::TermKey::new(&upper));
    }
    keys.iter().flat_map(|key| workspace.declarations(key, None)).map(Entry::new).collect()
}

fn alphabetic(a: &Declaration<'_>, b: &Declaration<'_>) -> Ordering {
    let key = |found: &Declaration<'_>| fold(&found.term.headword).into_owned();
    key(a)
        .cmp(&key(b))
        .then_with(|| a.document.location.cmp(&b.document.location))
        .then_with(|| a.term.range.start().cmp(&b.term.range.start()))
}
