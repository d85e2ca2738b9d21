//! The dictionary: all terms of the workspace, and one of them by its name.

use std::cmp::Ordering;

use crate::features::origin::Entry;
use crate::note::inflection::singulars;
use crate::note::prose::{Join, Segment};
use crate::note::term_key::TermKey;
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
        keys = namesakes(workspace, name);
    }
    keys.iter().flat_map(|key| workspace.declarations(key, None)).map(Entry::new).collect()
}

/// The names that differ from this one in nothing but case and number. At a prompt no one presses
/// shift for an acronym.
fn namesakes(workspace: &Workspace, name: &str) -> Vec<TermKey> {
    let Some(wanted) = TermKey::new(name).map(|key| forms(&key)) else { return Vec::new() };
    let names = workspace.index().terms.iter().map(|(key, _)| key);
    names.filter(|key| forms(key).iter().any(|form| wanted.contains(form))).cloned().collect()
}

/// A name without its capitals: as it stands, and as what it may be the plural of.
fn forms(key: &TermKey) -> Vec<String> {
    let whole = key.words().map(fold).collect::<Vec<_>>().join(" ");
    let (before, last) = whole.split_at(whole.rfind(' ').map_or(0, |space| space + 1));
    let singular = singulars(last).map(|last| format!("{before}{last}"));
    let singular: Vec<_> = singular.collect();
    std::iter::once(whole).chain(singular).collect()
}

fn alphabetic(a: &Declaration<'_>, b: &Declaration<'_>) -> Ordering {
    let key = |found: &Declaration<'_>| fold(&found.term.headword).into_owned();
    key(a)
        .cmp(&key(b))
        .then_with(|| a.document.location.cmp(&b.document.location))
        .then_with(|| a.term.range.start().cmp(&b.term.range.start()))
}
