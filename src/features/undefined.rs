//! Names that definitions use, but no note defines: acronyms and capitalized phrases.

use std::collections::{HashMap, HashSet};

use text_size::TextRange;

use crate::note::phrase::Phrase;
use crate::note::prose::{Join, Segment};
use crate::note::term_key::TermKey;
use crate::note::words::words_of;
use crate::workspace::document::{Document, NoteId};
use crate::workspace::term_index::NameMatch;
use crate::workspace::{Workspace, mention};

/// The minimum number of definitions with a name. A rarer name is not worth a definition.
const MIN_DEFINITIONS: usize = 3;

/// A name that no note defines.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UndefinedName {
    /// The name as written.
    pub name: String,
    /// The number of definitions with the name in the workspace.
    pub definitions: usize,
    /// The first note with such a definition.
    pub note: NoteId,
    /// The range of the name there.
    pub range: TextRange,
}

/// Returns all undefined names, the most frequent first.
pub fn undefined(workspace: &Workspace) -> Vec<UndefinedName> {
    let mut documents: Vec<_> = workspace.documents().collect();
    documents.sort_by(|a, b| a.location.cmp(&b.location));
    let mut uses: HashMap<&TermKey, Vec<(NoteId, &Phrase)>> = HashMap::new();
    for document in documents {
        for phrase in document.phrases() {
            uses.entry(&phrase.key).or_default().push((document.id, phrase));
        }
    }
    let found = uses.into_values().filter_map(|uses| {
        let (note, first) = *uses.first()?;
        let definitions: HashSet<_> = uses.iter().map(|(note, it)| (*note, it.term)).collect();
        let definitions = definitions.len();
        let is_wanted = definitions >= MIN_DEFINITIONS && !is_defined(workspace, &first.name);
        is_wanted.then(|| UndefinedName {
            name: first.name.clone(),
            definitions,
            note,
            range: first.range,
        })
    });
    let mut found: Vec<_> = found.collect();
    found.sort_by(|a, b| b.definitions.cmp(&a.definitions).then_with(|| a.name.cmp(&b.name)));
    found
}

/// Returns the undefined names in the definitions of one document, each with its first range.
pub fn counts(workspace: &Workspace, document: &Document) -> Vec<UndefinedName> {
    let mut wanted: HashMap<&TermKey, usize> =
        document.phrases().iter().map(|phrase| (&phrase.key, 0)).collect();
    if wanted.is_empty() {
        return Vec::new();
    }
    for other in workspace.documents() {
        let uses: HashSet<_> = other.phrases().iter().map(|it| (&it.key, it.term)).collect();
        for (key, _) in uses {
            wanted.entry(key).and_modify(|count| *count += 1);
        }
    }
    wanted.retain(|_, count| *count >= MIN_DEFINITIONS);
    let first = document.phrases().iter().filter_map(|phrase| {
        let definitions = wanted.remove(&phrase.key)?;
        (!is_defined(workspace, &phrase.name)).then(|| UndefinedName {
            name: phrase.name.clone(),
            definitions,
            note: document.id,
            range: phrase.range,
        })
    });
    first.collect()
}

/// Returns whether a text as a whole is a mention of a term.
fn is_defined(workspace: &Workspace, name: &str) -> bool {
    let words = words_of(name);
    let (Some(first), Some(last)) = (words.first(), words.last()) else { return false };
    let range = first.range.cover(last.range);
    let block = [Segment { range, join: Join::Block, in_link: false }];
    let is_term = |name: &NameMatch| workspace.is_declared(&name.key);
    let mentions = mention::in_block(workspace, name, &block);
    mentions.iter().any(|mention| mention.range == range && mention.names.iter().any(is_term))
}
