//! References: all places that speak of what is under the cursor: a term, a heading, a note or a
//! label, or that have its tag.
//!
//! A term is spoken of under any of its names, in running text and in the text of links, and by
//! links to its heading. A mention that may be of either of two terms counts for each.
//!
//! LSP: textDocument/references.

mod links;

use std::collections::BTreeSet;

use text_size::TextRange;

use crate::features::FilePosition;
use crate::features::labels::{self, label_at};
use crate::features::references::links::Wanted;
use crate::features::symbol::{Meant, terms_at};
use crate::note::term::Style;
use crate::workspace::document::{Document, NoteId};
use crate::workspace::links::Target;
use crate::workspace::{Workspace, mention};

/// A place that speaks of something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reference {
    /// The note.
    pub note: NoteId,
    /// The name as it stands there.
    pub range: TextRange,
    /// What it is.
    pub kind: ReferenceKind,
}

/// What a place that speaks of something is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ReferenceKind {
    /// The headword, title or label where it is declared.
    Declaration,
    /// A mention in running text.
    Mention,
    /// A link, or a mention in the text of one.
    Link,
    /// A tag or category.
    Label,
}

/// All that speaks of what is at a position, and its declarations if they are wanted: those in the
/// note that is asked about first, then the rest by their paths, each from top to bottom.
///
/// On the path of a link and on a note's title these are all links into the note, on a heading or
/// a fragment those to the heading; a heading that declares a term is spoken of by its mentions
/// too. `None` where nothing can be spoken of.
pub fn references(
    workspace: &Workspace,
    position: FilePosition,
    with_declarations: bool,
) -> Option<Vec<Reference>> {
    if let Some((label, _)) = label_at(workspace, position) {
        return Some(labels::references(workspace, &label, position.note));
    }
    let mut found = of_meaning(workspace, position, None)?;
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

/// The same in the note that is asked about alone, but for tags: no other note is looked at.
pub(super) fn in_note(workspace: &Workspace, position: FilePosition) -> Option<Vec<Reference>> {
    let document = workspace.document(position.note)?;
    let mut found = of_meaning(workspace, position, Some(document))?;
    found.retain(|reference| reference.note == position.note);
    found.sort_by_key(|reference| (reference.range.start(), reference.kind));
    found.dedup();
    Some(found)
}

/// What speaks of the label, term, heading or note at a position: in all notes, or in one.
fn of_meaning(
    workspace: &Workspace,
    position: FilePosition,
    only: Option<&Document>,
) -> Option<Vec<Reference>> {
    let document = workspace.document(position.note)?;
    if let Some(found) = links::of_reference(document, position.offset) {
        return Some(found);
    }
    let asked_for = links::target_at(workspace, position);
    let meant = terms_at(workspace, position).or_else(|| declared_by(workspace, asked_for?));
    let mut found = meant.as_ref().map_or_else(Vec::new, |it| of_terms(workspace, it, only));
    let mut targets = BTreeSet::from_iter(asked_for);
    if let Some(meant) = &meant {
        targets.extend(meant.declared.iter().filter_map(|declared| {
            let section = declared.term.section.filter(|_| declared.term.style == Style::Heading);
            Some(links::of_section(declared.document, section?))
        }));
    } else {
        found.extend(links::declaration(workspace, asked_for?));
    }
    // A mention in the text of a link has been found already.
    let known: BTreeSet<_> = found.iter().map(|it| (it.note, it.range.start())).collect();
    let is_new = |link: &Reference| {
        let inside = (link.note, link.range.start())..(link.note, link.range.end());
        known.range(inside).next().is_none()
    };
    let into = asked_for.filter(|target| target.is_whole()).map(|target| target.note);
    let links = links::leading_to(workspace, &Wanted { targets, into }, only);
    found.extend(links.into_iter().filter(is_new));
    Some(found)
}

/// The term that the heading at a target declares.
fn declared_by(workspace: &Workspace, target: Target) -> Option<Meant<'_>> {
    let section = workspace.document(target.note)?.note.sections.get(target.section?)?;
    let offset = section.heading.name_range.start();
    terms_at(workspace, FilePosition { note: target.note, offset })
}

/// All mentions of terms, and their declarations.
fn of_terms(workspace: &Workspace, meant: &Meant<'_>, only: Option<&Document>) -> Vec<Reference> {
    let names = meant.all_names();
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
    found.extend(meant.declared.iter().map(|declared| Reference {
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
                    ReferenceKind::Label => " (label)",
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
                /a.md:1: #data/lake (label)
                /c.md:3: data/lake (label)
            "#]],
        );
    }

    #[test]
    fn a_tag_may_have_spaces_and_a_category_is_no_tag() {
        check(
            &format!("{TAGGED}---\ntags:\n  - 'Interview$0 Prep'\n---\n"),
            expect![[r#"
                /a.md:3: Interview Prep (label)
                /b.md:2: interview prep (label)
            "#]],
        );
        check(
            &format!("{TAGGED}---\ncategories: [da$0ta, other]\n---\n"),
            expect![[r#"
                /a.md:2: data (label)
                /b.md:3: Data (label)
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
}
