//! Hover: the definition of the term under the cursor; what a link leads to; the notes that
//! have a tag; what a heading amounts to; what a key of front matter is for.
//!
//! LSP: textDocument/hover.

use text_size::{TextRange, TextSize};

use crate::features::keys::{self, KeyInfo};
use crate::features::labels::{self, LabelInfo};
use crate::features::origin::Entries;
use crate::features::preview::{Preview, preview};
use crate::features::symbol::{Symbol, symbol_at};
use crate::features::{FilePosition, RangeInfo, link};
use crate::note::excerpt;
use crate::note::front_matter::TagKind;
use crate::note::reference::Family;
use crate::note::section::SectionStatus;
use crate::note::term::{Style, Term};
use crate::workspace::document::{Document, NoteId};
use crate::workspace::links::{Destination, Resolver};
use crate::workspace::{Declaration, Workspace};

/// What to show.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Hover {
    /// All declarations of the term that is mentioned, the nearest first.
    Term(Entries),
    /// What is below a heading.
    Heading(HeadingInfo),
    /// A tag or category, and the notes that have it.
    Label(LabelInfo),
    /// A key of front matter.
    Key(KeyInfo),
    /// Where a link leads.
    Link(Preview),
    /// A file that a link leads to and that is no note, by its path below the workspace folder.
    File {
        /// With slashes.
        path: String,
        /// Whether it is there.
        exists: bool,
    },
    /// A link to a note that is not there, by what the link calls it.
    Nowhere(String),
    /// What a label stands for: a footnote or the destination of a link, as Markdown that is safe
    /// to be rendered.
    Reference {
        /// As Markdown.
        text: String,
        /// Without markup.
        plain: String,
    },
}

/// What is below a heading.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HeadingInfo {
    /// Its name.
    pub name: String,
    /// Whether it is written.
    pub state: SectionStatus,
    /// Whether it declares a term.
    pub is_term: bool,
    /// How many terms the section and its subsections declare.
    pub terms: usize,
    /// How many of its subsections are still to be written.
    pub gaps: usize,
    /// Declarations of the same name in other places.
    pub elsewhere: Entries,
}

/// What there is to say about the symbol at a position.
pub fn hover(workspace: &Workspace, position: FilePosition) -> Option<RangeInfo<Hover>> {
    let document = workspace.document(position.note)?;
    reference(document, position.offset)
        .or_else(|| link(workspace, document, position.offset))
        .or_else(|| symbol(workspace, document, position))
        .or_else(|| broken(workspace, document, position.offset))
        .or_else(|| {
            let (key, range) = keys::key_at(workspace, document, position.offset)?;
            Some(RangeInfo { range, info: Hover::Key(key) })
        })
}

/// What there is to say of a label: what it stands for.
fn reference(document: &Document, offset: TextSize) -> Option<RangeInfo<Hover>> {
    let label = link::reference_at(document, offset).filter(|label| !label.is_definition)?;
    let mut same = link::same_reference(document, label);
    let definition = same.find(|found| found.is_definition)?;
    let start = definition.label.end() + TextSize::of("]:");
    let written = document.text.slice(TextRange::new(start, definition.range.end()));
    let (text, plain) = match label.family {
        Family::Footnote => {
            let lines: Vec<_> = written.trim().lines().map(str::trim_start).collect();
            let text = lines.join("\n");
            (excerpt::markdown(&text), excerpt::plain(&text))
        }
        Family::Link => (excerpt::markdown(written.trim()), written.trim().to_owned()),
    };
    // The brackets belong to it.
    let range = label.range.cover_offset(offset);
    Some(RangeInfo { range, info: Hover::Reference { text, plain } })
}

/// What there is to say of a link that leads into the notes. One to the declaration of a term
/// shows the term.
fn link(workspace: &Workspace, document: &Document, offset: TextSize) -> Option<RangeInfo<Hover>> {
    let (range, target) = link::target_at(workspace, document, offset)?;
    let note = workspace.document(target.note)?;
    let is_declared = |term: &&Term| match term.style {
        Style::Note => target.is_whole(),
        Style::Heading => target.section.is_some() && term.section == target.section,
        // An anchor stands where the term is declared.
        _ => target
            .anchor
            .is_some_and(|anchor| term.range.contains_range(note.note.anchors[anchor].range)),
    };
    let terms = note.note.terms.iter().filter(|term| !workspace.is_boilerplate_title(term));
    let declared = terms.filter(is_declared).min_by_key(|term| term.range.len());
    let info = match declared {
        Some(term) => {
            Hover::Term(Entries::new(workspace, vec![Declaration { document: note, term }]))
        }
        None => Hover::Link(preview(workspace, target)?),
    };
    Some(RangeInfo { range, info })
}

/// What there is to say of a link that leads to no note.
fn broken(
    workspace: &Workspace,
    document: &Document,
    offset: TextSize,
) -> Option<RangeInfo<Hover>> {
    let (found, _) = link::link_at(document, offset)?;
    let info = match Resolver::new(workspace).destination(document, found) {
        Destination::File(path) => {
            let below = workspace.folders().of(&path).and_then(|it| path.strip_prefix(it).ok());
            let shown = below.unwrap_or(&path).to_string_lossy().replace('\\', "/");
            Hover::File { path: shown, exists: workspace.has_file(&path) }
        }
        Destination::Nowhere => Hover::Nowhere(found.path.clone()),
        _ => return None,
    };
    Some(RangeInfo { range: link::clickable(found, offset), info })
}

/// What there is to say of a term, a heading, a tag or a category.
fn symbol(
    workspace: &Workspace,
    document: &Document,
    position: FilePosition,
) -> Option<RangeInfo<Hover>> {
    let (symbol, range) = symbol_at(workspace, position)?;
    let info = match symbol {
        Symbol::Mention(keys) => {
            let declared =
                keys.iter().flat_map(|key| workspace.declarations(key, Some(position.note)));
            Hover::Term(Entries::new(workspace, declared.collect()))
        }
        Symbol::Heading(index) => Hover::Heading(heading(workspace, document, index)),
        Symbol::Term(index) => {
            let key = &document.note.terms[index].key;
            let declared = workspace.declarations(key, Some(position.note));
            Hover::Term(Entries::new(workspace, declared))
        }
        Symbol::Tag(name) => Hover::Label(labels::info(workspace, TagKind::Tag, name)),
        Symbol::Category(name) => Hover::Label(labels::info(workspace, TagKind::Category, name)),
    };
    Some(RangeInfo { range, info })
}

fn heading(workspace: &Workspace, document: &Document, index: usize) -> HeadingInfo {
    let note = &document.note;
    let section = &note.sections[index];
    let is_inside = |other: TextRange| section.range.contains_range(other);
    let terms = note.terms.iter().filter(|term| is_inside(term.name_range));
    let terms = terms.filter(|term| !workspace.is_boilerplate_title(term));
    let is_term = terms.clone().any(|term| term.name_range == section.heading.name_range);
    // A topic may have a term of its own: the one that the whole note is about.
    let is_own = |term: &&Term| {
        section.state == SectionStatus::Topic && term.name_range == section.heading.name_range
    };
    let gaps = note.sections[index..]
        .iter()
        .take_while(|other| is_inside(other.heading.range))
        .filter(|other| other.state.is_gap())
        .count();
    HeadingInfo {
        name: section.heading.name.clone(),
        state: section.state,
        is_term,
        terms: terms.filter(|term| !is_own(term)).count(),
        gaps,
        elsewhere: elsewhere(workspace, document.id, section),
    }
}

fn elsewhere(
    workspace: &Workspace,
    note: NoteId,
    section: &crate::note::section::Section,
) -> Entries {
    let Some(key) = &section.heading.key else { return Entries::default() };
    let is_here = |found: &Declaration<'_>| {
        found.document.id == note && found.term.name_range == section.heading.name_range
    };
    let mut declared = workspace.declarations(key, Some(note));
    declared.retain(|found| !is_here(found));
    Entries::new(workspace, declared)
}

#[cfg(test)]
mod tests;
