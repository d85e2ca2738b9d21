//! The name of a term at a position.

use text_size::{TextRange, TextSize};

use crate::features::cursor_target::{self, CursorTarget};
use crate::features::{FilePosition, RangeInfo};
use crate::note::term::{AliasSource, Term};
use crate::note::term_key::TermKey;
use crate::workspace::Workspace;
use crate::workspace::document::Document;
use crate::workspace::edit::Refusal;

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
    let found = cursor_target::at(workspace, position);
    let found = found.iter().find_map(|target| key_at(document, position.offset, target));
    let RangeInfo { range, info: (term, key) } = found.ok_or_else(nothing)?;
    if term.is_some_and(|term| workspace.is_rejected(term)) {
        return Err(nothing());
    }
    name(workspace, document, key, range)
}

/// Returns the key of a declared or mentioned name, and the term if it is declared here.
fn key_at<'a>(
    document: &'a Document,
    offset: TextSize,
    target: &'a RangeInfo<CursorTarget<'_>>,
) -> Option<RangeInfo<(Option<&'a Term>, &'a TermKey)>> {
    let note = &document.note;
    let declared = match &target.info {
        CursorTarget::Term(_) => innermost(&note.terms, offset),
        // A cursor on the heading marks selects the name.
        CursorTarget::Heading(index) => {
            innermost(&note.terms, offset.max(note.sections[*index].heading.name_range.start()))
        }
        _ => None,
    };
    let Some((term, range, key)) = declared else {
        let key = match &target.info {
            CursorTarget::Mention(names) => names.first(),
            CursorTarget::Heading(index) => note.sections[*index].heading.key.as_ref(),
            _ => None,
        };
        return Some(RangeInfo { range: target.range, info: (None, key?) });
    };
    let range = if offset < range.start() { target.range.cover(range) } else { range };
    Some(RangeInfo { range, info: (Some(term), key) })
}

/// Returns the innermost declared name at an offset: its term, its range and its key.
fn innermost(terms: &[Term], offset: TextSize) -> Option<(&Term, TextRange, &TermKey)> {
    let names = terms.iter().flat_map(|term| {
        let aliases = term.declared_aliases().filter_map(|alias| Some((alias.range?, &alias.key)));
        aliases.chain([(term.name_range, &term.key)]).map(move |(range, key)| (term, range, key))
    });
    let here = names.filter(|(_, range, _)| !range.is_empty() && range.contains_inclusive(offset));
    here.min_by_key(|(_, range, _)| range.len())
}

/// Returns the name with this key. `Name (ALIAS)` contains two names; then it is the first.
fn name(
    workspace: &Workspace,
    from: &Document,
    key: &TermKey,
    range: TextRange,
) -> Result<RangeInfo<TermName>, Refusal> {
    let declarations = workspace.declarations(key, Some(from.id));
    if let Some(gap) = workspace.gaps(key, Some(from.id)).first() {
        let declared = gap.section.heading.name.clone();
        return Ok(RangeInfo { range, info: TermName { key: key.clone(), declared } });
    }
    let mut harvested = None;
    for found in &declarations {
        let term = found.term;
        if term.key == *key {
            if term.name_range.is_empty() {
                return Err(Refusal(format!(
                    "“{}” is the name of a file. Rename the file in the file explorer of your \
                     editor; links to it are updated.",
                    term.headword
                )));
            }
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
