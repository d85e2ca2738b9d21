//! The name of a term at a position.

use text_size::{TextRange, TextSize};

use crate::features::{FilePosition, RangeInfo};
use crate::note::term::{AliasSource, Term};
use crate::note::term_key::TermKey;
use crate::workspace::Workspace;
use crate::workspace::document::Document;
use crate::workspace::edit::Refusal;
use crate::workspace::mention;

/// A name of a term.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct TermName {
    pub(super) key: TermKey,
    /// The name as the nearest declaration writes it.
    pub(super) declared: String,
}

/// Returns the name at a position, and its range.
pub(super) fn name_at(
    workspace: &Workspace,
    position: FilePosition,
) -> Result<RangeInfo<TermName>, Refusal> {
    let nothing = || Refusal("There is no term here to rename.".to_owned());
    let document = workspace.document(position.note).ok_or_else(nothing)?;
    let offset = position.offset;
    if let Some((term, range, key)) = declared_at(document, offset) {
        if workspace.is_boilerplate_title(term) {
            return Err(nothing());
        }
        // The cursor may be on the marks before the name.
        let range = if offset < range.start() { whole_name(document, range) } else { range };
        return name(workspace, document, &key, range);
    }
    if let Some((key, range)) = mentioned_at(workspace, document, offset) {
        return name(workspace, document, &key, range);
    }
    Err(nothing())
}

/// Returns the range of the name of a heading with the marks before it.
fn whole_name(document: &Document, name: TextRange) -> TextRange {
    let heading = document.note.section_at(name.start());
    let heading = heading.map(|index| document.note.sections[index].heading.range.start());
    TextRange::new(heading.unwrap_or(name.start()).min(name.start()), name.end())
}

/// Returns the innermost declared name at an offset: the term, the range and the key of the name.
fn declared_at(document: &Document, offset: TextSize) -> Option<(&Term, TextRange, TermKey)> {
    let names = document.note.terms.iter().flat_map(|term| {
        let aliases = term.aliases.iter().filter(|alias| alias.source.is_declared());
        let aliases = aliases.filter_map(|alias| Some((alias.range?, &alias.key)));
        aliases.chain([(term.name_range, &term.key)]).map(move |(range, key)| (term, range, key))
    });
    let heading = document.note.section_at(offset).map(|at| &document.note.sections[at].heading);
    let at_heading = heading.filter(|heading| {
        let marks = TextRange::new(heading.range.start(), heading.name_range.start());
        marks.contains(offset)
    });
    // A cursor on the heading marks selects the name.
    let offset = at_heading.map_or(offset, |heading| heading.name_range.start());
    let here = names.filter(|(_, range, _)| range.contains_inclusive(offset));
    let (term, range, key) = here.min_by_key(|(_, range, _)| range.len())?;
    Some((term, range, key.clone()))
}

fn mentioned_at(
    workspace: &Workspace,
    document: &Document,
    offset: TextSize,
) -> Option<(TermKey, TextRange)> {
    let mention = mention::at(workspace, document, offset)?;
    Some((mention.names.into_iter().next()?.key, mention.range))
}

/// Returns the name with this key. `TermName (ALIAS)` contains two names; then it is the first.
fn name(
    workspace: &Workspace,
    from: &Document,
    key: &TermKey,
    range: TextRange,
) -> Result<RangeInfo<TermName>, Refusal> {
    let declarations = workspace.declarations(key, Some(from.id));
    let mut harvested = None;
    for found in &declarations {
        let term = found.term;
        if term.key == *key {
            let part = term.aliases.iter().find(|alias| alias.source == AliasSource::Title);
            let info = part.map_or_else(
                || TermName { key: key.clone(), declared: term.headword.clone() },
                |part| TermName { key: part.key.clone(), declared: part.name.clone() },
            );
            return Ok(RangeInfo { range, info });
        }
        let alias = term.aliases.iter().find(|alias| alias.key == *key);
        if let Some(alias) = alias.filter(|alias| alias.source.is_declared()) {
            let info = TermName { key: key.clone(), declared: alias.name.clone() };
            return Ok(RangeInfo { range, info });
        }
        harvested = harvested.or(alias.map(|alias| (alias, term)));
    }
    let Some((alias, term)) = harvested else {
        return Err(Refusal("There is no term here to rename.".to_owned()));
    };
    let (alias, term) = (&alias.name, &term.headword);
    Err(Refusal(format!(
        "“{alias}” comes from the definition of “{term}”. Edit the definition to rename it."
    )))
}
