//! References: all places that refer to the term, heading, note, label or tag under the cursor.
//!
//! References to a term are the mentions of any of its names and the links to its heading. Mentions
//! are in running text and in the text of links. An ambiguous mention counts for each of its terms.
//!
//! LSP: textDocument/references.

mod links;

use std::collections::BTreeSet;

use crate::features::cursor_target::{self, CursorTarget};
use crate::features::link::{LinkPart, same_reference};
use crate::features::reference::{Reference, ReferenceKind};
use crate::features::references::links::LinkTargets;
use crate::features::resolved_gap::ResolvedGap;
use crate::features::resolved_terms::ResolvedTerms;
use crate::features::tags::{self, TagName};
use crate::features::{FilePosition, RangeInfo};
use crate::note::term::Style;
use crate::workspace::document::Document;
use crate::workspace::links::Target;
use crate::workspace::missing_notes::is_name;
use crate::workspace::tag_index::in_note as places_of_tag;
use crate::workspace::{Workspace, mention};

/// Returns all references to the target at a position, and its declarations if they are requested.
/// Those in the same note come first, then the others by path, each from top to bottom.
///
/// References to the path of a link or to a title are all links into the note. References to a
/// heading or fragment are the links to the heading, and the mentions of its term. `None` if nothing
/// at the position can have references.
pub fn references(
    workspace: &Workspace,
    position: FilePosition,
    with_declarations: bool,
) -> Option<Vec<Reference>> {
    let mut found = find(workspace, position, None)?;
    if !with_declarations {
        found.retain(|reference| reference.kind != ReferenceKind::Declaration);
    }
    found.sort_by_cached_key(|reference| {
        let location = workspace.document(reference.note).map(|document| document.location.clone());
        let is_elsewhere = reference.note != position.note;
        (is_elsewhere, location, reference.range.start(), reference.kind)
    });
    found.dedup();
    Some(found)
}

/// Returns all references in the note of a position, from top to bottom. No other note is read.
pub(super) fn in_note(workspace: &Workspace, position: FilePosition) -> Option<Vec<Reference>> {
    let document = workspace.document(position.note)?;
    let mut found = find(workspace, position, Some(document))?;
    found.retain(|reference| reference.note == position.note);
    found.sort_by_key(|reference| (reference.range.start(), reference.kind));
    found.dedup();
    Some(found)
}

/// Returns the references to the target at a position, in all notes or in one.
fn find(
    workspace: &Workspace,
    position: FilePosition,
    only: Option<&Document>,
) -> Option<Vec<Reference>> {
    let document = workspace.document(position.note)?;
    let found = cursor_target::at(workspace, position);
    match found.first().map(|it| &it.info)? {
        CursorTarget::Tag(tag) => Some(of_tag(workspace, tag, only)),
        CursorTarget::LinkLabel(label) => {
            let same = same_reference(document, label).map(|found| Reference {
                note: document.id,
                range: found.label,
                kind: if found.is_definition {
                    ReferenceKind::Declaration
                } else {
                    ReferenceKind::Link
                },
            });
            Some(same.collect())
        }
        _ => of_terms_and_links(workspace, document, position, &found, only),
    }
}

fn of_tag(workspace: &Workspace, tag: &TagName, only: Option<&Document>) -> Vec<Reference> {
    let notes = match only {
        Some(document) => vec![document],
        None => tags::notes(workspace, tag.kind, &tag.name),
    };
    let places = notes.iter().flat_map(|document| {
        let places = places_of_tag(&document.note, tag.kind, &tag.name);
        places.map(|found| (document.id, found.range))
    });
    places.map(|(note, range)| Reference { note, range, kind: ReferenceKind::Tag }).collect()
}

/// Returns the references to the terms at a position, and to the target of the link, title or
/// heading.
fn of_terms_and_links(
    workspace: &Workspace,
    document: &Document,
    position: FilePosition,
    found: &[RangeInfo<CursorTarget<'_>>],
    only: Option<&Document>,
) -> Option<Vec<Reference>> {
    let target = link_target(document, found);
    let gap = found.iter().find_map(|it| ResolvedGap::of(workspace, position, it));
    let terms = found.iter().find_map(|it| ResolvedTerms::of(workspace, position, it));
    let terms = terms.or_else(|| declared_by(workspace, target?));
    let mut targets = BTreeSet::from_iter(target);
    let mut found = match &terms {
        Some(terms) => {
            targets.extend(terms.declared.iter().filter_map(|found| {
                let section = found.term.section.filter(|_| found.term.style == Style::Heading);
                Some(links::of_section(found.document, section?))
            }));
            of_terms(workspace, terms, only)
        }
        None => match (&gap, target) {
            (Some(gap), _) => {
                let sections = gap.gaps.iter();
                targets.extend(sections.map(|gap| links::of_section(gap.document, gap.index)));
                gap.references(workspace, only)
            }
            (None, Some(target)) => links::declaration(workspace, target).into_iter().collect(),
            (None, None) => return missing_note(workspace, found, only),
        },
    };
    // The mentions in the texts of links are already in the list.
    let known: BTreeSet<_> = found.iter().map(|it| (it.note, it.range.start())).collect();
    let is_new = |link: &Reference| {
        let inside = (link.note, link.range.start())..(link.note, link.range.end());
        known.range(inside).next().is_none()
    };
    let into = target.filter(|target| target.is_whole()).map(|target| target.note);
    let links = links::leading_to(workspace, &LinkTargets { targets, into }, only);
    found.extend(links.into_iter().filter(is_new));
    Some(found)
}

/// Returns the links with the name of the missing note that a link at the cursor names.
fn missing_note(
    workspace: &Workspace,
    found: &[RangeInfo<CursorTarget<'_>>],
    only: Option<&Document>,
) -> Option<Vec<Reference>> {
    let link = found.iter().find_map(|it| match it.info {
        CursorTarget::Link { link, target: None, .. } => is_name(link).then_some(link),
        _ => None,
    })?;
    let missing = workspace.missing_note(&link.path);
    let links = workspace.links_to(&missing);
    let links = links.filter(|(document, _)| only.is_none_or(|only| only.id == document.id));
    let found: Vec<_> = links
        .map(|(document, link)| Reference {
            note: document.id,
            range: link.range,
            kind: ReferenceKind::Link,
        })
        .collect();
    (!found.is_empty()).then_some(found)
}

/// Returns the target of the link at the cursor, or the note or section of the title or heading
/// there. If the text of a link is also a mention, the mention has precedence.
fn link_target(document: &Document, found: &[RangeInfo<CursorTarget<'_>>]) -> Option<Target> {
    let is_mention = found.iter().any(|it| matches!(it.info, CursorTarget::Mention(_)));
    let target = found.iter().find_map(|it| match it.info {
        CursorTarget::Link { part: LinkPart::Text, .. } if is_mention => Some(None),
        CursorTarget::Link { part: LinkPart::Path, target, .. } => {
            Some(target.map(|target| Target::of(target.note)))
        }
        CursorTarget::Link { target, .. } => Some(target),
        CursorTarget::Title => Some(Some(Target::of(document.id))),
        CursorTarget::Heading(section) => Some(Some(links::of_section(document, section))),
        _ => None,
    });
    target.flatten()
}

/// Returns the term that the heading at a link's target declares.
fn declared_by(workspace: &Workspace, target: Target) -> Option<ResolvedTerms<'_>> {
    let section = workspace.document(target.note)?.note.sections.get(target.section?)?;
    let offset = section.heading.name_range.start();
    ResolvedTerms::at(workspace, FilePosition { note: target.note, offset })
}

/// Returns all mentions of terms, and their declarations.
fn of_terms(
    workspace: &Workspace,
    terms: &ResolvedTerms<'_>,
    only: Option<&Document>,
) -> Vec<Reference> {
    let names = terms.all_names();
    let mentions = match only {
        None => mention::everywhere(workspace, &names),
        Some(document) => {
            let mut mentions = mention::in_note(workspace, document);
            mentions.retain(|mention| mention.is_of(&names));
            vec![(document, mentions)]
        }
    };
    let mut found: Vec<_> = mentions
        .into_iter()
        .flat_map(|(document, mentions)| mentions.into_iter().map(move |it| (document.id, it)))
        .map(|(note, mention)| {
            let kind = if mention.in_link { ReferenceKind::Link } else { ReferenceKind::Mention };
            Reference { note, range: mention.range, kind }
        })
        .collect();
    found.extend(terms.declared.iter().map(|declared| Reference {
        note: declared.document.id,
        range: declared.term.name_range,
        kind: ReferenceKind::Declaration,
    }));
    found
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};

    use super::{ReferenceKind, references};
    use crate::features::fixture::Fixture;

    #[expect(clippy::needless_pass_by_value, reason = "an expectation is made where it is checked")]
    fn check(fixture: &str, expected: Expect) {
        let fixture = Fixture::new(fixture);
        let Some(found) = references(&fixture.workspace, fixture.position(), true) else {
            return expected.assert_eq("nothing\n");
        };
        let shown: String = found
            .iter()
            .map(|reference| {
                let place = fixture.place(reference.note, reference.range);
                let kind = match reference.kind {
                    ReferenceKind::Declaration => " (declaration)",
                    ReferenceKind::Mention => "",
                    ReferenceKind::Link => " (link)",
                    ReferenceKind::Tag => " (tag)",
                };
                format!("{place}{kind}\n")
            })
            .collect();
        expected.assert_eq(&shown);
        let mentions: Vec<_> = found
            .into_iter()
            .filter(|reference| reference.kind != ReferenceKind::Declaration)
            .collect();
        let without = references(&fixture.workspace, fixture.position(), false);
        assert_eq!(without, Some(mentions), "all but the declarations");
    }

    #[test]
    fn mentions_are_found_in_all_notes_the_note_asked_from_first() {
        let notes = |mark: &str, heading: &str| {
            format!(
                "//- /b/use.md\nA {mark} and a [cache](x).\n\n`cache` and CACHES.\n\
                 //- /a.md\nNo cash, but caches.\n\
                 //- /c.md\n#### {heading}\nA cache's use.\n"
            )
        };
        let expected = expect![[r#"
            /b/use.md:1: cache
            /b/use.md:1: cache (link)
            /b/use.md:3: CACHES
            /a.md:1: caches
            /c.md:1: Cache (declaration)
            /c.md:2: cache
        "#]];
        check(&notes("ca$0che", "Cache"), expected);
        check(
            &notes("cache", "Ca$0che"),
            expect![[r#"
                /c.md:1: Cache (declaration)
                /c.md:2: cache
                /a.md:1: caches
                /b/use.md:1: cache
                /b/use.md:1: cache (link)
                /b/use.md:3: CACHES
            "#]],
        );
    }

    #[test]
    fn a_term_is_found_under_all_its_names() {
        check(
            "#### Change Data Capture (CDC)\nThe process.\n#### Use\nOf C$0DC: change-data capture.\n",
            expect![[r#"
                /note.md:1: Change Data Capture (CDC) (declaration)
                /note.md:4: CDC
                /note.md:4: change-data capture
            "#]],
        );
    }

    #[test]
    fn an_ambiguous_mention_counts_for_each() {
        let notes = "#### First Aid Kit (FAK)\nOne.\n#### Free Air Kite (FAK)\nOther.\n#### Use\n";
        check(
            &format!("{notes}A FAK, a first aid ki$0t, a free air kite.\n"),
            expect![[r#"
                /note.md:1: First Aid Kit (FAK) (declaration)
                /note.md:6: FAK
                /note.md:6: first aid kit
            "#]],
        );
    }

    #[test]
    fn a_longer_term_is_not_a_mention_of_a_shorter_one() {
        check(
            "#### Data\nFacts.\n#### Data lake\nWater.\n#### Use\nThe data$0 of a data lake.\n",
            expect![[r#"
                /note.md:1: Data (declaration)
                /note.md:6: data
            "#]],
        );
    }

    #[test]
    fn what_is_no_term_has_none() {
        check("#### Cache\nNo$0thing.\n", expect![["nothing\n"]]);
    }

    const TAGGED: &str = "\
//- /b.md
---
tags: [Data, interview prep]
categories: [Data]
---
//- /c.md
+++
[taxonomies]
tags = [\"data/lake\", \"database\"]
+++
In #data, not #database.
//- /a.md
";

    #[test]
    fn a_tag_is_found_in_every_syntax_and_case_with_those_below_it() {
        for mark in ["#da$0ta", "Text $0#data.", "---\ntag: da$0ta\n---"] {
            let fixture = Fixture::new(&format!("{TAGGED}{mark}\n"));
            let found = references(&fixture.workspace, fixture.position(), true).unwrap();
            let places: Vec<_> = found.iter().map(|it| fixture.place(it.note, it.range)).collect();
            assert!(places[0].starts_with("/a.md:"), "{places:?}");
            assert_eq!(places[1..], ["/b.md:2: Data", "/c.md:3: data/lake", "/c.md:5: #data"]);
        }
    }

    #[test]
    fn what_belongs_to_a_tag_is_not_all_of_it() {
        check(
            &format!("{TAGGED}#data/la$0ke\n"),
            expect![[r#"
                /a.md:1: #data/lake (tag)
                /c.md:3: data/lake (tag)
            "#]],
        );
    }

    #[test]
    fn a_tag_may_have_spaces_and_a_category_is_no_tag() {
        check(
            &format!("{TAGGED}---\ntags:\n  - 'Interview$0 Prep'\n---\n"),
            expect![[r#"
                /a.md:3: Interview Prep (tag)
                /b.md:2: interview prep (tag)
            "#]],
        );
        check(
            &format!("{TAGGED}---\ncategories: [da$0ta, other]\n---\n"),
            expect![[r#"
                /a.md:2: data (tag)
                /b.md:3: Data (tag)
            "#]],
        );
    }

    const LINKED: &str = "\
//- /a.md
# Alpha
See [part](#part).
## Part
Text.
#### Cache
A fast copy.
//- /b.md
[[Alpha]], [x](a.md#part), ![[a#Part]], [this](a.md#cache), [Cache](a.md#cache), a cache.
";

    #[test]
    fn links_to_a_heading_speak_of_it() {
        check(
            &LINKED.replace("## Part", "## Pa$0rt"),
            expect![[r#"
                /a.md:2: [part](#part) (link)
                /a.md:3: Part (declaration)
                /b.md:1: [x](a.md#part) (link)
                /b.md:1: ![[a#Part]] (link)
            "#]],
        );
        check(
            &LINKED.replace("[x](a.md#part)", "[x](a.md#pa$0rt)"),
            expect![[r#"
                /b.md:1: [x](a.md#part) (link)
                /b.md:1: ![[a#Part]] (link)
                /a.md:2: [part](#part) (link)
                /a.md:3: Part (declaration)
            "#]],
        );
    }

    #[test]
    fn links_to_the_heading_of_a_term_speak_of_the_term() {
        check(
            &LINKED.replace("#### Cache", "#### Ca$0che"),
            expect![[r#"
            /a.md:5: Cache (declaration)
            /b.md:1: [this](a.md#cache) (link)
            /b.md:1: Cache (link)
            /b.md:1: cache
        "#]],
        );
    }

    #[test]
    fn a_title_is_spoken_of_by_all_links_into_its_note() {
        check(
            &LINKED.replace("# Alpha", "# Al$0pha"),
            expect![[r#"
            /a.md:1: Alpha (declaration)
            /a.md:2: [part](#part) (link)
            /b.md:1: [[Alpha]] (link)
            /b.md:1: [x](a.md#part) (link)
            /b.md:1: ![[a#Part]] (link)
            /b.md:1: [this](a.md#cache) (link)
            /b.md:1: [Cache](a.md#cache) (link)
        "#]],
        );
        check(
            &LINKED.replace("[[Alpha]]", "[[Al$0pha]]"),
            expect![[r#"
            /b.md:1: [[Alpha]] (link)
            /b.md:1: [x](a.md#part) (link)
            /b.md:1: ![[a#Part]] (link)
            /b.md:1: [this](a.md#cache) (link)
            /b.md:1: [Cache](a.md#cache) (link)
            /a.md:1: Alpha (declaration)
            /a.md:2: [part](#part) (link)
        "#]],
        );
    }

    #[test]
    fn labels_and_footnotes_are_spoken_of_in_their_note() {
        check(
            "[a][l$0abel] [label] [^label]\n\n[label]: x\n\n[^label]: y\n",
            expect![[r#"
                /note.md:1: label (link)
                /note.md:1: label (link)
                /note.md:3: label (declaration)
            "#]],
        );
        check(
            "[a][label] [^1] again [^$01]\n\n[label]: x\n\n[^1]: y\n",
            expect![[r#"
                /note.md:1: 1 (link)
                /note.md:1: 1 (link)
                /note.md:5: 1 (declaration)
            "#]],
        );
    }

    #[test]
    fn a_gap_is_found_at_its_headings_mentions_and_links() {
        let notes = "//- /a.md\n# Words\n## Tide mill\n\
            //- /b.md\nA tide mill. See [[Tide mill]], [x](a.md#tide-mill).\n";
        check(
            &notes.replace("A tide", "A ti$0de"),
            expect![[r#"
            /b.md:1: tide mill
            /b.md:1: [[Tide mill]] (link)
            /b.md:1: [x](a.md#tide-mill) (link)
            /a.md:2: Tide mill (declaration)
        "#]],
        );
        check(
            &notes.replace("## Tide", "## Ti$0de"),
            expect![[r#"
            /a.md:2: Tide mill (declaration)
            /b.md:1: tide mill
            /b.md:1: [[Tide mill]] (link)
            /b.md:1: [x](a.md#tide-mill) (link)
        "#]],
        );
        check(
            &notes.replace("[[Tide", "[[Ti$0de"),
            expect![[r#"
            /b.md:1: tide mill
            /b.md:1: [[Tide mill]] (link)
            /b.md:1: [x](a.md#tide-mill) (link)
            /a.md:2: Tide mill (declaration)
        "#]],
        );
    }

    #[test]
    fn links_to_a_missing_note_refer_to_it() {
        check(
            "//- /a.md\nSee [[Weir]].\n//- /b.md\nA [[we$0ir]] and [[Weir|weirs]], [[Other]].\n",
            expect![[r#"
            /b.md:1: [[weir]] (link)
            /b.md:1: [[Weir|weirs]] (link)
            /a.md:1: [[Weir]] (link)
        "#]],
        );
    }
}
