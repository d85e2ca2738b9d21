//! Empty and parked sections, the most mentioned first.
//!
//! The title of such a section is a name in running text, as those of terms are. So the section
//! *Data* is not counted where *Change Data Capture* is mentioned. A link to a missing note with this
//! title counts as a mention.

use std::cmp::Reverse;
use std::collections::{BTreeSet, HashMap};

use rayon::iter::{IntoParallelIterator, ParallelIterator};
use text_size::TextRange;

use crate::note::prose;
use crate::note::section::{Section, SectionStatus};
use crate::note::term::is_boilerplate;
use crate::note::term_key::TermKey;
use crate::workspace::Workspace;
use crate::workspace::document::{Document, NoteId};
use crate::workspace::links::Resolver;
use crate::workspace::mention::Lexicon;
use crate::workspace::missing_notes::is_missing;

/// An empty or parked section.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EmptySection {
    /// The note.
    pub note: NoteId,
    /// The name of the heading.
    pub name: String,
    /// The range of the name.
    pub range: TextRange,
    /// The status: empty or deferred.
    pub state: SectionStatus,
    /// The number of mentions of the title.
    pub mentions: usize,
    /// The number of notes with a mention.
    pub notes: usize,
}

/// The number of mentions of a title, and of the notes with them.
#[derive(Clone, Copy, Default)]
struct NameUses {
    mentions: usize,
    notes: usize,
}

/// Returns all empty and parked sections: first those that most notes mention, then by place.
pub fn empty_sections(workspace: &Workspace) -> Vec<EmptySection> {
    let mut found: Vec<_> = workspace
        .documents()
        .filter(|document| !workspace.is_generated(&document.location))
        .flat_map(|document| {
            let level = workspace.config_of(&document.location).max_heading_level;
            let sections = document.note.sections.iter();
            let empty = sections.filter(move |it| it.state.is_gap() && it.heading.level <= level);
            empty.map(move |section| (document, section))
        })
        .collect();
    let titles = found.iter().filter_map(|(document, section)| {
        let key = section.heading.key.as_ref()?;
        let is_wanted = !workspace.recurs(key) && !is_boilerplate(&section.heading.name);
        is_wanted.then(|| (key.clone(), document.id))
    });
    let counts = counts(workspace, &titles.collect());
    let of = |section: &Section| {
        section.heading.key.as_ref().and_then(|key| counts.get(key)).copied().unwrap_or_default()
    };
    found.sort_by_cached_key(|(document, section)| {
        let NameUses { mentions, notes } = of(section);
        let place = (document.location.clone(), section.heading.range.start());
        (Reverse((notes, mentions)), place)
    });
    let ranked = found.into_iter().map(|(document, section)| {
        let NameUses { mentions, notes } = of(section);
        EmptySection {
            note: document.id,
            name: section.heading.name.clone(),
            range: section.heading.name_range,
            state: section.state,
            mentions,
            notes,
        }
    });
    ranked.collect()
}

/// Returns the counts of those titles that are mentioned.
fn counts(
    workspace: &Workspace,
    titles: &BTreeSet<(TermKey, NoteId)>,
) -> HashMap<TermKey, NameUses> {
    let is_title = |key: &TermKey| {
        let from = (key.clone(), NoteId::MIN);
        titles.range(from..).next().is_some_and(|(title, _)| title == key)
    };
    let documents: Vec<_> = workspace.documents().collect();
    let counted = documents.into_par_iter().map(|document| {
        let mut counts: HashMap<TermKey, usize> = HashMap::new();
        for key in mentioned(workspace, document) {
            if is_title(&key) {
                *counts.entry(key).or_default() += 1;
            }
        }
        counts
    });
    let mut counts: HashMap<TermKey, NameUses> = HashMap::new();
    for (key, mentions) in counted.collect::<Vec<_>>().into_iter().flatten() {
        let all = counts.entry(key).or_default();
        all.mentions += mentions;
        all.notes += 1;
    }
    counts
}

/// Returns the names that a note mentions, once for each mention, without its own headings.
fn mentioned(workspace: &Workspace, document: &Document) -> Vec<TermKey> {
    let lexicon = Lexicon::of_document(workspace, document);
    let sections = &document.note.sections;
    let is_heading = |range: TextRange, key: &TermKey| {
        let after = sections.partition_point(|it| it.heading.range.start() <= range.start());
        let around = after.checked_sub(1).map(|at| &sections[at].heading);
        around.is_some_and(|heading| {
            heading.name_range.contains_range(range) && heading.key.as_ref() == Some(key)
        })
    };
    let mentions =
        prose::blocks(&document.note.prose).flat_map(|it| lexicon.mentions(&document.note, it));
    let resolver = Resolver::new(workspace);
    let links = document.note.links.iter();
    let linked = links.filter(|link| is_missing(&resolver, document, link));
    mentions
        .flat_map(|mention| mention.names.into_iter().map(move |found| (mention.range, found.key)))
        .filter(|(range, key)| !is_heading(*range, key))
        .map(|(_, key)| key)
        .chain(linked.filter_map(|link| TermKey::new(&link.path)))
        .collect()
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};

    use super::empty_sections;
    use crate::features::fixture::Fixture;

    #[expect(clippy::needless_pass_by_value, reason = "an expectation is made where it is checked")]
    fn check(fixture: &str, expected: Expect) {
        let fixture = Fixture::new(fixture);
        let shown = empty_sections(&fixture.workspace).into_iter().map(|found| {
            let place = fixture.place(found.note, found.range);
            format!("{place} ({:?}): {} in {}\n", found.state, found.mentions, found.notes)
        });
        expected.assert_eq(&shown.collect::<String>());
    }

    #[test]
    fn the_most_mentioned_section_comes_first() {
        check(
            "//- /a.md\n## Alpha\n## Beta\n## Gamma\n<!-- later -->\n\
            //- /b.md\n## Use\nBetas and gammas, a beta.\n\
            //- /c.md\n## Also\nA gamma. `beta`\n",
            expect![[r#"
                /a.md:3: Gamma (Deferred): 2 in 2
                /a.md:2: Beta (Empty): 2 in 1
                /a.md:1: Alpha (Empty): 0 in 0
            "#]],
        );
    }

    #[test]
    fn a_longer_term_is_not_a_mention_of_an_empty_section() {
        check(
            "## Data\n## Change Data Capture\nThe process.\n## Use\nChange data capture.\n",
            expect![[r#"
                /note.md:1: Data (Empty): 0 in 0
            "#]],
        );
    }

    #[test]
    fn boilerplate_titles_have_no_mentions() {
        check(
            "//- /a.md\n## Exercises\n//- /b.md\n## Exercises\nExercises.\n//- /c.md\n## Exercises\n",
            expect![[r#"
                /a.md:1: Exercises (Empty): 0 in 0
                /c.md:1: Exercises (Empty): 0 in 0
            "#]],
        );
    }

    #[test]
    fn a_link_to_a_missing_note_counts_as_a_mention() {
        check(
            "//- /a.md\n## Weir\n//- /b.md\nA [[Weir]] and a weir.\n",
            expect![[r#"
            /a.md:1: Weir (Empty): 2 in 1
        "#]],
        );
    }
}
