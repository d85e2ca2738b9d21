//! The glossary: every term with its definition, its topic and tags, and what its definition
//! mentions.
//!
//! Cards, pages, graphs, reading orders and statistics are made from it. Only the definition
//! itself is read, not the rest of the entry. So “its definition mentions” means what a reader
//! must know to understand the first sentence. Only certain mentions count.

mod identity;
mod linked_text;
mod passage;
mod places;

use std::cmp::Reverse;
use std::collections::{HashMap, HashSet};
use std::iter;
use std::path::Path;

use text_size::TextRange;

use crate::features::empty_sections::{EmptySection, empty_sections};
use crate::features::navigation_target::TermOrSection;
use crate::features::terms::{declarations, define, gaps as sections_named};
use crate::features::wanted_notes::{WantedNote, wanted_notes};
use crate::note::section::SectionStatus;
use crate::note::term::Style;
use crate::note::term_key::TermKey;
use crate::note::words::fold;
use crate::workspace::document::{Document, NoteId};
use crate::workspace::{Declaration, Workspace};

use self::identity::identities;
use self::passage::PassageReader;
use self::places::Places;

pub use self::linked_text::{LinkRules, is_plain, linked_text};
pub use self::passage::{DefinitionLink, LinkGoal, Passage, Use};
pub use self::places::Mentioned;

/// All terms of a workspace, and the names that have no text yet.
#[derive(Debug)]
pub struct Glossary<'w> {
    /// The terms, in the order of their headwords.
    pub entries: Vec<GlossaryEntry<'w>>,
    /// The gaps and missing notes, one for each name, the most wanted first.
    pub gaps: Vec<GlossaryGap>,
}

/// A term.
#[derive(Debug)]
pub struct GlossaryEntry<'w> {
    /// The declaration.
    pub declaration: Declaration<'w>,
    /// An identity that edits of the definition and moves of the entry do not change.
    pub identity: String,
    /// The names around the entry, outermost first: the title of the note and its topics. For a
    /// note about one term, the folders of the note.
    pub topic: Vec<String>,
    /// The tags of the note, and those in the entry.
    pub tags: Vec<String>,
    /// The definition.
    pub definition: Passage,
}

/// A name that has no text yet: an empty or parked section, or a missing note.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GlossaryGap {
    /// The name as the heading or the first link writes it.
    pub name: String,
    /// The note with the section, or with the first link to the missing note.
    pub note: NoteId,
    /// The range of the heading's name or of that link.
    pub range: TextRange,
    /// The number of mentions and links.
    pub mentions: usize,
    /// The number of notes with them.
    pub notes: usize,
    /// The state of the section, or `None` for a missing note.
    pub state: Option<SectionStatus>,
    /// The names around the section, as for a term.
    pub topic: Vec<String>,
    /// The tags of the note.
    pub tags: Vec<String>,
}

impl GlossaryEntry<'_> {
    /// Returns the headword.
    pub fn headword(&self) -> &str {
        &self.declaration.term.headword
    }

    /// Returns the other names.
    pub fn aliases(&self) -> impl Iterator<Item = &str> {
        self.declaration.term.aliases.iter().map(|alias| alias.name.as_str())
    }

    /// Returns the style of the declaration.
    pub fn style(&self) -> Style {
        self.declaration.term.style
    }
}

impl<'w> Glossary<'w> {
    /// Reads the glossary of a settled workspace.
    pub fn new(workspace: &'w Workspace) -> Self {
        let declared = declarations(workspace);
        let gaps = gaps(workspace);
        let places =
            Places::new(&declared, gaps.iter().map(|gap| (gap.name.as_str(), gap.state.is_none())));
        let identities = identities(&declared);
        let mut entries: Vec<_> = declared
            .iter()
            .zip(identities)
            .map(|(declaration, identity)| GlossaryEntry {
                declaration: *declaration,
                identity,
                topic: topic(workspace, *declaration),
                tags: tags_of(declaration.document, Some(declaration.term.range)),
                definition: Passage::default(),
            })
            .collect();
        let mut by_note: HashMap<NoteId, Vec<usize>> = HashMap::new();
        for (index, found) in declared.iter().enumerate() {
            by_note.entry(found.document.id).or_default().push(index);
        }
        let mut reader = PassageReader::new(workspace, &places);
        for indexes in by_note.values() {
            let document = declared[indexes[0]].document;
            let mut in_note = reader.of_note(document);
            for &index in indexes {
                entries[index].definition = in_note.read(declared[index].term, index);
            }
        }
        Self { entries, gaps }
    }

    /// Returns the entries and gaps with a name, in any number and case.
    pub fn named(&self, workspace: &Workspace, name: &str) -> Vec<Mentioned> {
        let found = define(workspace, name);
        let is_found = |entry: &GlossaryEntry<'_>| {
            let Declaration { document, term } = entry.declaration;
            found.iter().any(|card| {
                card.target.note == document.id
                    && card.target.name_range == term.name_range
                    && card.headword == term.headword
            })
        };
        let entries = self.entries.iter().enumerate().filter(|(_, entry)| is_found(entry));
        let entries: Vec<_> = entries.map(|(index, _)| Mentioned::Entry(index)).collect();
        if !entries.is_empty() {
            return entries;
        }
        let sections = sections_named(workspace, name);
        let is_named = |gap: &GlossaryGap| {
            fold(&gap.name) == fold(name.trim())
                || sections.iter().any(|it| it.target.note == gap.note && it.name == gap.name)
        };
        let gaps = self.gaps.iter().enumerate().filter(|(_, gap)| is_named(gap));
        gaps.map(|(index, _)| Mentioned::Gap(index)).collect()
    }

    /// Returns what each definition mentions, in the order of the first mentions. A link counts as
    /// a mention. No term mentions itself.
    pub fn mentioned(&self) -> Vec<Vec<Mentioned>> {
        let of = |entry: &GlossaryEntry<'_>| {
            let links = entry.definition.links.iter().filter_map(|link| match link.goal {
                LinkGoal::Mentioned(to) => Some((link.range.start(), to)),
                _ => None,
            });
            let uses = entry.definition.uses.iter().map(|it| (it.range.start(), it.to));
            let mut all: Vec<_> = uses.chain(links).collect();
            all.sort_by_key(|(start, _)| *start);
            let mut found: Vec<Mentioned> = Vec::new();
            for (_, to) in all {
                if !found.contains(&to) {
                    found.push(to);
                }
            }
            found
        };
        self.entries.iter().map(of).collect()
    }
}

/// Returns the name of a topic: its outermost two names.
pub fn topic_name(topic: &[String]) -> String {
    topic.iter().take(2).map(String::as_str).collect::<Vec<_>>().join(" › ")
}

/// Returns the gaps, one for each name, the most wanted first.
pub fn gaps(workspace: &Workspace) -> Vec<GlossaryGap> {
    let mut found: Vec<GlossaryGap> = Vec::new();
    let mut known = HashSet::new();
    for section in empty_sections(workspace) {
        let key = TermKey::new(&section.name).filter(|key| workspace.is_gap(key));
        if key.is_some_and(|key| known.insert(key)) {
            found.extend(of_section(workspace, section));
        }
    }
    found.extend(wanted_notes(workspace).into_iter().filter_map(|it| of_note(workspace, it)));
    found.sort_by_key(|gap| Reverse((gap.notes, gap.mentions)));
    found
}

fn of_section(workspace: &Workspace, found: EmptySection) -> Option<GlossaryGap> {
    let document = workspace.document(found.note)?;
    let index = document.note.section_at(found.range.start());
    let parent = index.and_then(|index| document.note.sections[index].parent);
    Some(GlossaryGap {
        topic: names_around(document, parent),
        tags: tags_of(document, None),
        name: found.name,
        note: found.note,
        range: found.range,
        mentions: found.mentions,
        notes: found.notes,
        state: Some(found.state),
    })
}

fn of_note(workspace: &Workspace, found: WantedNote) -> Option<GlossaryGap> {
    let document = workspace.document(found.note)?;
    Some(GlossaryGap {
        topic: names_around(document, document.note.section_at(found.range.start())),
        tags: Vec::new(),
        name: found.name,
        note: found.note,
        range: found.range,
        mentions: found.links,
        notes: found.notes,
        state: None,
    })
}

/// Returns the names around an entry.
fn topic(workspace: &Workspace, found: Declaration<'_>) -> Vec<String> {
    let Declaration { document, term } = found;
    if term.style == Style::Note {
        return folders(workspace, document);
    }
    names_around(document, TermOrSection::Term(found).parent())
}

/// Returns the title of a note and the names of the sections around a place.
fn names_around(document: &Document, section: Option<usize>) -> Vec<String> {
    let title = document.title();
    let sections = section.map_or_else(Vec::new, |index| document.note.path_of(index));
    let names = sections.into_iter().map(|section| section.heading.name.clone());
    let names: Vec<_> = names.filter(|name| !name.is_empty() && *name != title).collect();
    iter::once(title).chain(names).collect()
}

/// Returns the folders of a note, from the workspace folder on, without that folder itself. For a
/// note directly in the workspace folder, the name of that folder.
fn folders(workspace: &Workspace, document: &Document) -> Vec<String> {
    let name = |path: &Path| path.file_name().map(|name| name.to_string_lossy().into_owned());
    let Some(own) = document.location.path().and_then(Path::parent) else { return Vec::new() };
    let top = workspace.folders().of(own);
    let below = top.and_then(|top| own.strip_prefix(top).ok());
    let below: Vec<_> = below.map_or_else(Vec::new, |below| {
        below.iter().map(|part| part.to_string_lossy().into_owned()).collect()
    });
    if below.is_empty() { name(own).into_iter().collect() } else { below }
}

/// Returns the tags of a note, and those in a part of its text, each once.
pub fn tags_of(document: &Document, part: Option<TextRange>) -> Vec<String> {
    let note = &document.note;
    let inline = note.inline_tags.iter();
    let inline = inline.filter(|tag| part.is_some_and(|part| part.contains_range(tag.range)));
    let listed = note.tags().iter().map(|tag| &tag.text);
    let mut found: Vec<String> = Vec::new();
    for tag in listed.chain(inline.map(|tag| &tag.text)) {
        if !found.iter().any(|known| fold(known) == fold(tag)) {
            found.push(tag.clone());
        }
    }
    found
}

#[cfg(test)]
mod tests;
