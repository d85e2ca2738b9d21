//! Names of several terms.

use std::collections::BTreeMap;

use crate::features::definition_card::DefinitionCard;
use crate::features::terms::declarations;
use crate::note::term_key::TermKey;
use crate::workspace::{Declaration, Workspace};

/// An ambiguous name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AmbiguousName {
    /// The name as one of the terms declares it.
    pub name: String,
    /// The terms.
    pub terms: Vec<DefinitionCard>,
}

/// Returns all names of terms with different headwords.
pub fn ambiguous(workspace: &Workspace) -> Vec<AmbiguousName> {
    let mut claims: BTreeMap<&TermKey, Vec<Declaration<'_>>> = BTreeMap::new();
    for found in declarations(workspace) {
        for key in found.term.keys() {
            claims.entry(key).or_default().push(found);
        }
    }
    let several = claims.into_iter().filter(|(_, terms)| {
        let pointers = terms.iter().filter(|found| found.term.see.is_none());
        let mut keys: Vec<_> = pointers.map(|found| &found.term.key).collect();
        keys.sort();
        keys.dedup();
        keys.len() > 1
    });
    several
        .map(|(key, terms)| {
            let alias = terms.iter().flat_map(|found| &found.term.aliases);
            let name = alias.into_iter().find(|alias| alias.key == *key);
            AmbiguousName {
                name: name.map_or_else(|| key.as_str().to_owned(), |alias| alias.name.clone()),
                terms: terms.into_iter().map(DefinitionCard::new).collect(),
            }
        })
        .collect()
}
