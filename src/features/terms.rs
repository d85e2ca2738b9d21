//! The dictionary: all terms of the workspace, and lookup by name.

use std::cmp::Ordering;

use crate::features::definition_card::DefinitionCard;
use crate::features::resolved_gap::{GapInfo, ResolvedGap};
use crate::note::inflection::singulars;
use crate::note::prose::{Join, Segment};
use crate::note::spelling::{distance, tolerance};
use crate::note::term_key::TermKey;
use crate::note::words::{fold, words_of};
use crate::workspace::document::Document;
use crate::workspace::mention::Mention;
use crate::workspace::{Declaration, Workspace, mention};

/// Returns all terms in the order of their headwords.
pub fn terms(workspace: &Workspace) -> Vec<DefinitionCard> {
    declarations(workspace).into_iter().map(DefinitionCard::new).collect()
}

/// Returns the first terms in the order of their headwords, at most `limit`, and the number of the
/// others.
pub fn first_terms(workspace: &Workspace, limit: usize) -> (Vec<DefinitionCard>, usize) {
    let found = declarations(workspace);
    let more = found.len().saturating_sub(limit);
    (found.into_iter().take(limit).map(DefinitionCard::new).collect(), more)
}

/// Returns the declarations of all terms in the order of their headwords.
pub(super) fn declarations(workspace: &Workspace) -> Vec<Declaration<'_>> {
    let mut found: Vec<_> = workspace
        .documents()
        .flat_map(|document| {
            document.note.terms.iter().map(move |term| Declaration { document, term })
        })
        .filter(|found| !workspace.is_rejected(found.term))
        .collect();
    found.sort_by(alphabetic);
    found
}

/// Returns all declarations of the term with this name, in any number and case.
pub fn define(workspace: &Workspace, name: &str) -> Vec<DefinitionCard> {
    let keys = names(workspace, name);
    keys.iter().flat_map(|key| workspace.declarations(key, None)).map(DefinitionCard::new).collect()
}

/// Returns the empty sections with this name, in any number and case.
pub fn gaps(workspace: &Workspace, name: &str) -> Vec<GapInfo> {
    let keys = names(workspace, name);
    keys.iter().filter_map(|key| ResolvedGap::named(workspace, key)?.info(workspace)).collect()
}

/// Returns the terms with a name in which each of these words begins a word, in the order of their
/// headwords. `ahead` and `wri log` find “write-ahead log”.
pub fn terms_with(workspace: &Workspace, words: &str) -> Vec<DefinitionCard> {
    let pieces = Pieces::new(words);
    let is_found = |found: &Declaration<'_>| {
        let aliases = found.term.aliases.iter().map(|alias| alias.name.as_str());
        std::iter::once(found.term.headword.as_str()).chain(aliases).any(|name| pieces.fit(name))
    };
    declarations(workspace).into_iter().filter(is_found).map(DefinitionCard::new).collect()
}

/// Returns the gaps with a name in which each of these words begins a word, in alphabetical order.
pub fn gaps_with(workspace: &Workspace, words: &str) -> Vec<GapInfo> {
    let pieces = Pieces::new(words);
    let names = workspace.index().gaps.iter().map(|(key, _)| key);
    let mut found: Vec<_> = names
        .filter(|key| pieces.fit(key.as_str()))
        .filter_map(|key| ResolvedGap::named(workspace, key)?.info(workspace))
        .collect();
    found.sort_by_cached_key(|gap| fold(&gap.name).into_owned());
    found
}

/// The beginnings of words in a name.
struct Pieces(Vec<String>);

impl Pieces {
    /// Returns the words of a text. One letter alone would fit too many names.
    fn new(text: &str) -> Self {
        let words: Vec<_> = words_of(text).iter().map(|it| fold(it.text).into_owned()).collect();
        let letters = words.iter().flat_map(|word| word.chars()).count();
        Self(if letters > 1 { words } else { Vec::new() })
    }

    /// Returns whether each piece begins a word of a name.
    fn fit(&self, name: &str) -> bool {
        let words: Vec<_> = words_of(name).iter().map(|it| fold(it.text).into_owned()).collect();
        let begins = |piece: &String| words.iter().any(|word| word.starts_with(piece.as_str()));
        !self.0.is_empty() && self.0.iter().all(begins)
    }
}

/// Returns all mentions of the term or gap under any of its names, by note and then by range.
pub fn mentions<'w>(workspace: &'w Workspace, name: &str) -> Vec<(&'w Document, Vec<Mention>)> {
    let keys = names(workspace, name);
    let declared = keys.iter().flat_map(|key| workspace.declarations(key, None));
    let gaps = keys.iter().filter(|key| workspace.is_gap(key)).cloned();
    let all = declared.flat_map(|found| found.term.keys().cloned()).chain(gaps).collect();
    mention::everywhere(workspace, &all)
}

/// Returns the names most similar to an unknown one, the most similar first.
pub fn suggestions(workspace: &Workspace, name: &str) -> Vec<String> {
    let most = tolerance(name);
    let wanted: Vec<_> = words_of(name).iter().map(|word| fold(word.text).into_owned()).collect();
    let declared = declarations(workspace);
    let written = declared.iter().flat_map(|found| {
        let aliases = found.term.aliases.iter().map(|alias| alias.name.as_str());
        std::iter::once(found.term.headword.as_str()).chain(aliases)
    });
    let mut near: Vec<_> = written
        .filter_map(|known| match distance(name, known, most) {
            Some(far) => Some((far, known)),
            // Names with more words come after misspellings.
            None => has_words(known, &wanted).then_some((usize::MAX, known)),
        })
        .collect();
    near.sort_by_key(|(far, known)| (*far, known.len(), *known));
    near.dedup_by(|(_, a), (_, b)| fold(a) == fold(b));
    near.truncate(MAX_SUGGESTIONS);
    near.into_iter().map(|(_, known)| known.to_owned()).collect()
}

/// The maximum number of similar names.
const MAX_SUGGESTIONS: usize = 3;

/// Returns whether all of these words are words of a name.
fn has_words(name: &str, wanted: &[String]) -> bool {
    let words: Vec<_> = words_of(name).iter().map(|word| fold(word.text)).collect();
    !wanted.is_empty() && wanted.iter().all(|wanted| words.iter().any(|word| word == wanted))
}

/// Returns the keys of the terms that a name as a whole may mean.
fn names(workspace: &Workspace, name: &str) -> Vec<TermKey> {
    let whole = words_of(name);
    let (Some(first), Some(last)) = (whole.first(), whole.last()) else { return Vec::new() };
    let range = first.range.cover(last.range);
    let block = [Segment { range, join: Join::Block, in_link: false }];
    let mentions = mention::in_block(workspace, name, &block);
    let keys: Vec<_> = mentions
        .into_iter()
        .filter(|mention| mention.range == range)
        .flat_map(|mention| mention.names)
        .map(|found| found.key)
        .collect();
    if keys.is_empty() { namesakes(workspace, name) } else { keys }
}

/// Returns the names that differ from this one only in case and number. In a terminal, users often
/// type an acronym in small letters.
fn namesakes(workspace: &Workspace, name: &str) -> Vec<TermKey> {
    let Some(wanted) = TermKey::new(name).map(|key| forms(&key)) else { return Vec::new() };
    let names = workspace.index().terms.iter().map(|(key, _)| key);
    names.filter(|key| forms(key).iter().any(|form| wanted.contains(form))).cloned().collect()
}

/// Returns a name in small letters, and its possible singulars.
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
