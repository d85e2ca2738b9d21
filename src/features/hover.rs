//! Hover: the definition of a term, the target of a link, or the notes with a tag. A mention of a gap
//! shows that its text is missing, a heading a summary, and a front matter key its documentation.
//!
//! LSP: textDocument/hover.

use text_size::{TextRange, TextSize};

use crate::features::compound;
use crate::features::cursor_target::{self, CursorTarget};
use crate::features::definition_card::DefinitionCards;
use crate::features::explain;
use crate::features::keys::{self, KeyInfo, KnownKeys};
use crate::features::link::same_reference;
use crate::features::preview::{Preview, preview};
use crate::features::resolved_gap::{GapInfo, NoteCount, ResolvedGap};
use crate::features::resolved_terms::ResolvedTerms;
use crate::features::tags::{self, TagInfo};
use crate::features::{FilePosition, RangeInfo};
use crate::note::excerpt;
use crate::note::link::Link;
use crate::note::reference::{Family, LinkReference};
use crate::note::section::{Section, SectionStatus};
use crate::note::term::{Style, Term};
use crate::workspace::document::{Document, NoteId};
use crate::workspace::links::{Destination, Resolver, Target};
use crate::workspace::{Declaration, Workspace};

/// What to show. Texts of notes are Markdown that is safe to render.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Hover {
    /// All declarations of the term that is mentioned, the nearest first.
    Term(DefinitionCards),
    /// A name whose section is still empty.
    Gap(GapInfo),
    /// A heading.
    Heading(HeadingInfo),
    /// A tag or category with its notes.
    Tag(TagInfo),
    /// A front matter key.
    Key(KeyInfo),
    /// The target of a link.
    Link(Preview),
    /// The target file of a link, if it is not a note.
    File {
        /// Its path below the workspace folder, with slashes.
        path: String,
        /// Whether it exists.
        exists: bool,
    },
    /// The missing target note of a link.
    MissingNote {
        /// Its name.
        name: String,
        /// The number of notes with links to it.
        notes: usize,
    },
    /// The text of a footnote, or the destination of a link label.
    LinkLabel(String),
}

/// A summary of a heading.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HeadingInfo {
    /// Its name.
    pub name: String,
    /// The state of its section.
    pub state: SectionStatus,
    /// Whether it declares a term.
    pub is_term: bool,
    /// Why it does not declare a term, as clauses. Empty if it does, or has no text of its own.
    pub objections: Vec<String>,
    /// The number of terms that the section and its subsections declare.
    pub terms: usize,
    /// The number of its subsections that are empty.
    pub gaps: usize,
    /// The number of notes that mention the name, if the section is still empty.
    pub wanted: NoteCount,
    /// Declarations of the same name in other places.
    pub elsewhere: DefinitionCards,
}

/// Returns the hover for a position.
pub fn hover(workspace: &Workspace, position: FilePosition) -> Option<RangeInfo<Hover>> {
    let document = workspace.document(position.note)?;
    let found = cursor_target::at(workspace, position);
    let shown = found.iter().find_map(|target| {
        let info = match &target.info {
            CursorTarget::Tag(tag) => Hover::Tag(tags::info(workspace, tag)),
            CursorTarget::LinkLabel(label) => Hover::LinkLabel(meaning(document, label)?),
            CursorTarget::Link { target: Some(target), .. } => link(workspace, *target)?,
            CursorTarget::Heading(index) => {
                let gap = ResolvedGap::of(workspace, position, target);
                let wanted = gap.and_then(|gap| gap.info(workspace)).map(|gap| gap.notes);
                let wanted = wanted.unwrap_or_default();
                Hover::Heading(HeadingInfo { wanted, ..heading(workspace, document, *index) })
            }
            CursorTarget::Key { table, entry } => {
                let known = KnownKeys::of(workspace, document);
                let key = known.get(table, &entry.key)?;
                Hover::Key(keys::info(workspace, known, key))
            }
            CursorTarget::Term(_) | CursorTarget::Mention(_) | CursorTarget::Link { .. } => {
                if let Some(terms) = ResolvedTerms::of(workspace, position, target) {
                    Hover::Term(DefinitionCards::new(workspace, terms.declared))
                } else {
                    Hover::Gap(ResolvedGap::of(workspace, position, target)?.info(workspace)?)
                }
            }
            CursorTarget::Title => return None,
        };
        Some(RangeInfo { range: target.range, info })
    });
    // The text of a broken link is more useful than its destination.
    shown
        .or_else(|| {
            found.iter().find_map(|target| {
                let CursorTarget::Link { link, .. } = target.info else { return None };
                Some(RangeInfo { range: target.range, info: broken(workspace, document, link)? })
            })
        })
        .or_else(|| compound(workspace, document, position.offset))
}

/// Returns the terms that the last part of a compound mentions.
fn compound(
    workspace: &Workspace,
    document: &Document,
    offset: TextSize,
) -> Option<RangeInfo<Hover>> {
    let RangeInfo { range, info: names } = compound::at(workspace, document, offset)?;
    let declared = names.iter().flat_map(|key| workspace.declarations(key, Some(document.id)));
    let declared: Vec<_> = declared.collect();
    (!declared.is_empty())
        .then(|| RangeInfo { range, info: Hover::Term(DefinitionCards::new(workspace, declared)) })
}

/// Returns the text of a footnote or the destination of a link label, for a use of it.
fn meaning(document: &Document, label: &LinkReference) -> Option<String> {
    let is_use = !label.is_definition;
    let definition = same_reference(document, label).find(|it| is_use && it.is_definition)?;
    let start = definition.label.end() + TextSize::of("]:");
    let written = document.note.text.slice(TextRange::new(start, definition.range.end()));
    let written = written.trim();
    Some(match label.family {
        Family::Footnote => {
            let lines: Vec<_> = written.lines().map(str::trim_start).collect();
            excerpt::markdown(&lines.join("\n"))
        }
        Family::Link => excerpt::destination(written),
    })
}

/// Returns the target of a link. For the declaration of a term it is the term.
fn link(workspace: &Workspace, target: Target) -> Option<Hover> {
    let note = workspace.document(target.note)?;
    let is_declared = |term: &&Term| match term.style {
        Style::Note => target.is_whole(),
        Style::Heading => target.section.is_some() && term.section == target.section,
        // The anchor is in the declaration.
        _ => target
            .anchor
            .is_some_and(|anchor| term.range.contains_range(note.note.anchors[anchor].range)),
    };
    let terms = note.note.terms.iter().filter(|term| !workspace.is_rejected(term));
    let declared = terms.filter(is_declared).min_by_key(|term| term.range.len());
    Some(match declared {
        Some(term) => {
            let found = vec![Declaration { document: note, term }];
            Hover::Term(DefinitionCards::new(workspace, found))
        }
        None => Hover::Link(preview(workspace, target)?),
    })
}

/// Returns the destination of a link that does not lead to a note.
fn broken(workspace: &Workspace, document: &Document, link: &Link) -> Option<Hover> {
    match Resolver::new(workspace).destination(document, link) {
        Destination::File(path) => {
            let below = workspace.folders().of(&path).and_then(|it| path.strip_prefix(it).ok());
            let shown = below.unwrap_or(&path).to_string_lossy().replace('\\', "/");
            Some(Hover::File { path: shown, exists: workspace.has_file(&path) })
        }
        Destination::Nowhere if link.lookup.is_none() => {
            let notes = workspace.missing_note(&link.path).notes;
            Some(Hover::MissingNote { name: link.path.clone(), notes })
        }
        _ => None,
    }
}

fn heading(workspace: &Workspace, document: &Document, index: usize) -> HeadingInfo {
    let note = &document.note;
    let section = &note.sections[index];
    let is_inside = |other: TextRange| section.range.contains_range(other);
    let terms = note.terms.iter().filter(|term| is_inside(term.name_range));
    let terms = terms.filter(|term| !workspace.is_rejected(term));
    let is_in_heading = |term: &Term| section.heading.name_range.contains_range(term.name_range);
    let declared = terms.clone().find(|term| is_in_heading(term));
    // The term that a topic declares itself is not one of its parts.
    let is_own = |term: &&Term| section.state == SectionStatus::Topic && is_in_heading(term);
    let gaps = note.sections[index..]
        .iter()
        .take_while(|other| is_inside(other.heading.range))
        .filter(|other| other.state.is_gap())
        .count();
    let is_doubtful = section.state == SectionStatus::Written && declared.is_none();
    let explanation = is_doubtful.then(|| explain::heading(workspace, document, index)).flatten();
    HeadingInfo {
        // A question declares the name that it asks for.
        name: declared.map_or(&section.heading.name, |term| &term.headword).clone(),
        state: section.state,
        is_term: declared.is_some(),
        objections: explanation.map(|it| it.reasons).unwrap_or_default(),
        terms: terms.filter(|term| !is_own(term)).count(),
        gaps,
        wanted: NoteCount::default(),
        elsewhere: elsewhere(workspace, document.id, section, declared),
    }
}

/// Returns the other definitions of a heading's name, or of the term that it declares.
fn elsewhere(
    workspace: &Workspace,
    note: NoteId,
    section: &Section,
    term: Option<&Term>,
) -> DefinitionCards {
    let key = term.map(|term| &term.key).or(section.heading.key.as_ref());
    let Some(key) = key else { return DefinitionCards::default() };
    let is_here = |found: &Declaration<'_>| {
        let name = section.heading.name_range;
        found.document.id == note && name.contains_range(found.term.name_range)
    };
    let mut declared = workspace.declarations(key, Some(note));
    declared.retain(|found| !is_here(found));
    DefinitionCards::new(workspace, declared)
}

#[cfg(test)]
mod tests;
