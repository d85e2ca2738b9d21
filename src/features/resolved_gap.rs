//! The gap that a text names, and the places that wait for it.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use text_size::TextRange;

use crate::features::cursor_target::CursorTarget;
use crate::features::navigation_target::NavigationTarget;
use crate::features::reference::{Reference, ReferenceKind};
use crate::features::{FilePosition, RangeInfo};
use crate::note::plural::counted;
use crate::note::section::SectionStatus;
use crate::note::term_key::TermKey;
use crate::workspace::answers::MissingNote;
use crate::workspace::document::{Document, NoteId};
use crate::workspace::gaps::Gap;
use crate::workspace::missing_notes::is_name;
use crate::workspace::{Workspace, mention};

/// The gap that the text at a position names.
#[derive(Clone, Debug)]
pub(super) struct ResolvedGap<'w> {
    /// The range of the name, in the note of the position.
    pub(super) range: TextRange,
    /// The key of the name.
    pub(super) key: TermKey,
    /// The empty sections with this name, the nearest first; never empty.
    pub(super) gaps: Vec<Gap<'w>>,
}

/// The maximum number of notes that are counted. A common name may be in thousands of notes, and a
/// hover cannot search all of them.
pub const MAX_COUNTED: usize = 20;

/// A gap, as a hover shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GapInfo {
    /// The name of the nearest empty section.
    pub name: String,
    /// Its status: empty or deferred.
    pub state: SectionStatus,
    /// The number of notes that mention the name or link to it.
    pub notes: NoteCount,
    /// The place to write.
    pub target: NavigationTarget,
}

/// A number of notes that is not counted to the end.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct NoteCount(usize);

impl NoteCount {
    /// Returns the number of notes, at most one more than [`MAX_COUNTED`].
    pub fn counted(self) -> usize {
        self.0
    }

    /// Returns where a name is mentioned: "mentioned in 3 notes", or `None` if no note mentions it.
    pub fn mentioned(self) -> Option<String> {
        let many = if self.0 > MAX_COUNTED { "more than " } else { "" };
        let notes = counted(self.0.min(MAX_COUNTED), "note");
        (self.0 > 0).then(|| format!("mentioned in {many}{notes}"))
    }
}

impl<'w> ResolvedGap<'w> {
    /// Returns the gap with this name.
    pub(super) fn named(workspace: &'w Workspace, key: &TermKey) -> Option<Self> {
        let gaps = workspace.gaps(key, None);
        let range = TextRange::default();
        (!gaps.is_empty()).then(|| Self { range, key: key.clone(), gaps })
    }

    /// Returns the gap that a mention, a heading or a link to a missing note names; `None` for other
    /// targets, and for names that a note defines.
    pub(super) fn of(
        workspace: &'w Workspace,
        position: FilePosition,
        target: &RangeInfo<CursorTarget<'_>>,
    ) -> Option<Self> {
        let note = &workspace.document(position.note)?.note;
        let missing;
        let keys = match &target.info {
            CursorTarget::Mention(names) => names.as_slice(),
            CursorTarget::Heading(index) => note.sections[*index].heading.key.as_slice(),
            CursorTarget::Link { link, target: None, .. } if is_name(link) => {
                missing = TermKey::new(&link.path);
                missing.as_slice()
            }
            _ => return None,
        };
        keys.iter().find_map(|key| {
            let gaps = workspace.gaps(key, Some(position.note));
            (!gaps.is_empty()).then(|| Self { range: target.range, key: key.clone(), gaps })
        })
    }

    /// Returns the empty sections as places to write in.
    pub(super) fn targets(&self) -> Vec<NavigationTarget> {
        self.gaps.iter().map(target).collect()
    }

    /// Returns what a hover shows.
    pub(super) fn info(&self, workspace: &Workspace) -> Option<GapInfo> {
        let first = self.gaps.first()?;
        let section = first.section;
        Some(GapInfo {
            name: section.heading.name.clone(),
            state: section.state,
            notes: self.notes(workspace),
            target: target(first),
        })
    }

    /// Counts the notes that mention the name, and those that link to a missing note with it.
    fn notes(&self, workspace: &Workspace) -> NoteCount {
        let missing = self.missing_note(workspace);
        let mut notes: BTreeSet<_> = missing.links.iter().map(|(note, _)| *note).collect();
        notes.extend(mention::notes_with(workspace, &self.key, MAX_COUNTED + 1));
        NoteCount(notes.len().min(MAX_COUNTED + 1))
    }

    /// Returns the links to a missing note with the name.
    fn missing_note(&self, workspace: &Workspace) -> Arc<MissingNote> {
        let name = self.gaps.first().map(|gap| gap.section.heading.name.as_str());
        workspace.missing_note(name.unwrap_or_default())
    }

    /// Returns the mentions, the links and the headings, in all notes or in one.
    pub(super) fn references(
        &self,
        workspace: &Workspace,
        only: Option<&Document>,
    ) -> Vec<Reference> {
        let headings = self.gaps.iter().map(|gap| Reference {
            note: gap.document.id,
            range: gap.section.heading.name_range,
            kind: ReferenceKind::Declaration,
        });
        self.uses(workspace, only).into_iter().chain(headings).collect()
    }

    /// Returns the mentions of a gap, and the links to a missing note with its name.
    fn uses(&self, workspace: &Workspace, only: Option<&Document>) -> Vec<Reference> {
        let key = &self.key;
        let mentions = match only {
            None => mention::everywhere(workspace, &BTreeSet::from([key.clone()])),
            Some(document) => vec![(document, mention::in_note(workspace, document))],
        };
        let mentions = mentions.into_iter().flat_map(|(document, mentions)| {
            let named = mentions.into_iter().filter(|mention| mention.is_named(key));
            named.map(move |mention| Reference {
                note: document.id,
                range: mention.range,
                kind: if mention.in_link { ReferenceKind::Link } else { ReferenceKind::Mention },
            })
        });
        let missing = self.missing_note(workspace);
        let links = workspace.links_to(&missing);
        let links = links.filter(|(document, _)| only.is_none_or(|only| only.id == document.id));
        let links = links.map(|(document, link)| Reference {
            note: document.id,
            range: link.range,
            kind: ReferenceKind::Link,
        });
        // The text of a link can be a mention.
        let all = links.chain(mentions).map(|found| ((found.note, found.range.start()), found));
        let mut found: BTreeMap<(NoteId, text_size::TextSize), Reference> = BTreeMap::new();
        for (place, reference) in all {
            found.entry(place).or_insert(reference);
        }
        found.into_values().collect()
    }
}

fn target(gap: &Gap<'_>) -> NavigationTarget {
    let section = gap.section;
    NavigationTarget::new(gap.document, section.range, section.heading.name_range, Some(gap.index))
}
