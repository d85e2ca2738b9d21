//! Terms that are mentioned nowhere outside of their own entries.

use std::collections::HashSet;

use crate::features::definition_card::DefinitionCard;
use crate::features::terms::declarations;
use crate::note::term_key::TermKey;
use crate::workspace::{Workspace, mention};

/// Returns all such terms, in the order of their headwords.
pub fn unused(workspace: &Workspace) -> Vec<DefinitionCard> {
    let mut used: HashSet<TermKey> = HashSet::new();
    for (document, mentions) in mention::in_all(workspace) {
        for mention in mentions {
            let entries = document.note.terms.iter();
            let around: Vec<_> =
                entries.filter(|term| term.range.contains_range(mention.range)).collect();
            let names = mention.names.into_iter().map(|found| found.key);
            used.extend(names.filter(|key| !around.iter().any(|t| t.keys().any(|k| k == key))));
        }
    }
    let is_used = |key: &TermKey| used.contains(key);
    let declared = declarations(workspace).into_iter();
    declared.filter(|found| !found.term.keys().any(is_used)).map(DefinitionCard::new).collect()
}
