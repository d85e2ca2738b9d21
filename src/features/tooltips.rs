//! Tooltips: the first mention of each term in a note, for pages that are made of it.
//!
//! Headings, links and code have no tooltips, and neither has a term in its own entry.

use std::collections::HashSet;

use text_size::TextRange;

use crate::features::declarations::Declarations;
use crate::features::glossary::is_plain;
use crate::features::glossary_page::plain_line;
use crate::note::term_key::TermKey;
use crate::workspace::document::{Document, NoteId};
use crate::workspace::mention::{self, Mention};
use crate::workspace::{Declaration, Workspace};

/// The most characters of a tooltip. A longer text covers the page.
const MAX_CHARS: usize = 400;

/// A mention with the definition to show there.
#[derive(Clone, Debug)]
pub struct Tooltip<'w> {
    /// The range of the mention.
    pub range: TextRange,
    /// The term.
    pub declaration: Declaration<'w>,
    /// The definition in one line of plain text.
    pub text: String,
}

/// Returns the first certain mention of each term that `keeps` accepts, in the order of the text.
pub fn tooltips<'w>(
    workspace: &'w Workspace,
    note: NoteId,
    keeps: impl Fn(&Declaration<'w>) -> bool,
) -> Vec<Tooltip<'w>> {
    let Some(document) = workspace.document(note) else { return Vec::new() };
    let text = &document.note.text;
    let mut declarations = Declarations::new(workspace, note);
    let mut seen: HashSet<TermKey> = HashSet::new();
    let mut found = Vec::new();
    for mention in mention::in_note(workspace, document) {
        if mention.in_link
            || !is_plain(text.slice(mention.range))
            || is_in_heading(document, &mention)
            || !declarations.has_certain(text, &mention)
        {
            continue;
        }
        let mut names = mention.names.iter().map(|name| declarations.of(&name.key));
        let Some(declaration) = names.find_map(|all| all.first().copied()) else { continue };
        let is_own =
            declaration.document.id == note && declaration.term.range.contains_range(mention.range);
        if !is_own && keeps(&declaration) && seen.insert(declaration.term.key.clone()) {
            let text = one_line(declaration);
            found.push(Tooltip { range: mention.range, declaration, text });
        }
    }
    found
}

/// Whether a mention is in a heading, or is the name of a term in another declaration.
fn is_in_heading(document: &Document, mention: &Mention) -> bool {
    let meets =
        |range: TextRange| range.intersect(mention.range).is_some_and(|both| !both.is_empty());
    document.note.sections.iter().any(|section| meets(section.heading.range))
        || document.note.terms.iter().any(|term| meets(term.name_range))
}

/// Returns a definition in one line.
fn one_line(declaration: Declaration<'_>) -> String {
    let line = plain_line(&declaration.document.definition(declaration.term));
    if line.chars().count() <= MAX_CHARS {
        return line;
    }
    let cut: String = line.chars().take(MAX_CHARS).collect();
    let words = cut.rsplit_once(' ').map_or(cut.as_str(), |(words, _)| words);
    format!("{words} …")
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};

    use super::tooltips;
    use crate::features::fixture::Fixture;

    #[expect(clippy::needless_pass_by_value, reason = "an expectation is made where it is checked")]
    fn check(fixture: &str, expected: Expect) {
        let fixture = Fixture::new(fixture);
        let mut shown = String::new();
        for note in &fixture.notes {
            for it in tooltips(&fixture.workspace, *note, |_| true) {
                let place = fixture.place(*note, it.range);
                let name = &it.declaration.term.headword;
                shown.extend([&place, " ", name, ": ", &it.text, "\n"]);
            }
        }
        expected.assert_eq(&shown);
    }

    #[test]
    fn the_first_mention_of_each_term_has_a_tooltip() {
        check(
            "//- /a.md\n# A cache of disks\n## Cache\nA *fast* copy\nof a disk, in a cache.\n## Disk\n\
             A [plate](b.md), `cache` and [a cache](#cache). Disks have caches, and a cache.\n\
             //- /b.md\n# Other\nOne **cache** and __a disk__ of it.\n",
            expect![[r#"
                /a.md:4: disk Disk: A plate, cache and a cache. Disks have caches, and a cache.
                /a.md:6: caches Cache: A fast copy of a disk, in a cache.
                /b.md:2: cache Cache: A fast copy of a disk, in a cache.
                /b.md:2: disk Disk: A plate, cache and a cache. Disks have caches, and a cache.
            "#]],
        );
    }

    #[test]
    fn a_long_definition_is_cut_between_words() {
        let long = "word ".repeat(100);
        let fixture = Fixture::new(&format!(
            "//- /a.md\n## Cache\nA store of {long}.\n//- /b.md\nA cache.\n"
        ));
        let found = tooltips(&fixture.workspace, fixture.notes[1], |_| true);
        let text = &found[0].text;
        assert!(text.chars().count() <= 402 && text.ends_with("word …"), "{text}");
    }
}
