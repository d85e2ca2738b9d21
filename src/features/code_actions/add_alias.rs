//! Add the selected words as an alias of a nearby term.

use std::collections::HashSet;

use text_size::{TextRange, TextSize};

use super::action::{Action, ActionKind};
use super::selection::selected_words;
use crate::features::edit_builder::EditBuilder;
use crate::note::prose;
use crate::note::term::{AliasSource, Style, Term};
use crate::note::term_key::{TermKey, is_capitals};
use crate::text::lines;
use crate::workspace::document::Document;
use crate::workspace::edit::Expect;
use crate::workspace::mention;
use crate::workspace::{Declaration, Workspace};

/// The maximum number of suggested terms. A longer menu is hard to read.
const MAX_TERMS: usize = 3;

/// Returns the actions for the selected words, or for an acronym at the cursor.
pub(super) fn actions(
    workspace: &Workspace,
    document: &Document,
    selected: TextRange,
) -> Vec<Action> {
    let Some(at) = selected_words(document, selected) else { return Vec::new() };
    let name = document.note.text.slice(at);
    let is_acronym = name.chars().count() > 1 && is_capitals(name);
    let key = TermKey::new(name).filter(|key| !workspace.is_declared(key));
    let Some(key) = key.filter(|_| !selected.is_empty() || is_acronym) else { return Vec::new() };
    let near = near(workspace, document, at);
    let action = |found: &Declaration<'_>| {
        let (at, new_text) = addition(found, name)?;
        let mut edit = EditBuilder::default();
        edit.insert(found.document.id, at, new_text);
        edit.expect(Expect::NewAlias { term: found.term.key.clone(), name: key.clone() });
        let title = format!("Add “{name}” as alias of “{}”", found.term.headword);
        Some(Action::new(title, ActionKind::Rewrite, vec![edit]))
    };
    near.iter().filter_map(action).take(MAX_TERMS).collect()
}

/// Returns the term whose definition contains the words, and the terms mentioned near them, the
/// nearest first.
fn near<'w>(
    workspace: &'w Workspace,
    document: &'w Document,
    at: TextRange,
) -> Vec<Declaration<'w>> {
    let terms = document.note.terms.iter().filter(|term| !workspace.is_rejected(term));
    let own = terms.filter(|term| term.range.contains_range(at));
    let own = own.min_by_key(|term| term.range.len()).map(|term| Declaration { document, term });
    let block = prose::block_at(&document.note.prose, at.start()).unwrap_or_default();
    let is_beside = |range: TextRange| {
        block.iter().any(|segment| segment.range.intersect(range).is_some_and(|it| !it.is_empty()))
    };
    let distance = |range: TextRange| {
        let apart = |a: TextSize, b: TextSize| u32::from(a).abs_diff(b.into());
        apart(range.end(), at.start()).min(apart(range.start(), at.end()))
    };
    let mut beside = mention::in_note(workspace, document);
    beside.retain(|mention| is_beside(mention.range));
    beside.sort_by_key(|mention| distance(mention.range));
    let names = beside.into_iter().flat_map(|mention| mention.names);
    let mut known = HashSet::new();
    let names = names.filter(|name| known.insert(name.key.clone())).collect::<Vec<_>>();
    let beside = names.iter().flat_map(|it| workspace.declarations(&it.key, Some(document.id)));
    let mut known = HashSet::new();
    beside.chain(own).filter(|found| known.insert(&found.term.key)).collect()
}

/// Returns the insertion that gives a term an alias: its offset in bytes and its text.
fn addition(found: &Declaration<'_>, name: &str) -> Option<(TextSize, String)> {
    let (document, term) = (found.document, found.term);
    let text = &document.note.text;
    match &document.note.front_matter {
        Some(front) if term.style == Style::Note => front.add_alias(text, name),
        _ => in_comment(document, term, text, name),
    }
}

/// Returns an insertion after the last name in the comment below the heading of the term, or a
/// new comment.
fn in_comment(
    document: &Document,
    term: &Term,
    text: &str,
    name: &str,
) -> Option<(TextSize, String)> {
    if !matches!(term.style, Style::Heading | Style::Note) || name.contains([',', '-', '>']) {
        return None;
    }
    let aliases = term.aliases.iter().filter(|alias| alias.source == AliasSource::Comment);
    if let Some(last) = aliases.filter_map(|alias| alias.range).next_back() {
        return Some((last.end(), format!(", {name}")));
    }
    let heading = document.note.sections.get(term.section?)?.heading.range;
    let offset = lines::after(text, heading);
    let end = lines::ending(text);
    let lead = if text[..usize::from(offset)].ends_with('\n') { "" } else { end };
    Some((offset, format!("{lead}<!-- aliases: {name} -->{end}")))
}
