//! Notes that wiki links name, but that do not exist: gaps without a place yet.

use std::collections::HashSet;

use text_size::TextRange;

use crate::note::link::Link;
use crate::note::term_key::TermKey;
use crate::note::words::fold;
use crate::workspace::Workspace;
use crate::workspace::document::{Document, NoteId};
use crate::workspace::links::Resolver;
use crate::workspace::missing_notes::{is_missing, is_name};

/// A note that does not exist, with the links to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WantedNote {
    /// The name as the first link writes it.
    pub name: String,
    /// The number of links.
    pub links: usize,
    /// The number of notes with these links.
    pub notes: usize,
    /// The note of the first link.
    pub note: NoteId,
    /// The range of the first link.
    pub range: TextRange,
}

/// Returns all wanted notes, without those that an empty section waits for, in the order of the
/// first links.
pub fn wanted_notes(workspace: &Workspace) -> Vec<WantedNote> {
    let mut documents: Vec<_> = workspace.documents().collect();
    documents.sort_by(|a, b| a.location.cmp(&b.location));
    let resolver = Resolver::new(workspace);
    let mut known = HashSet::new();
    let mut found = Vec::new();
    for document in documents.into_iter().filter(|it| !workspace.is_generated(&it.location)) {
        for link in document.note.links.iter().filter(|it| is_name(it)) {
            let name = link.path.trim();
            let is_new = known.insert(fold(name).into_owned());
            if !is_new || !is_missing(&resolver, document, link) {
                continue;
            }
            let is_gap = TermKey::new(name).is_some_and(|key| workspace.is_gap(&key));
            if is_gap || is_unreadable(workspace, document, link) {
                continue;
            }
            let missing = workspace.missing_note(name);
            found.push(WantedNote {
                name: name.to_owned(),
                links: missing.links.len(),
                notes: missing.notes,
                note: document.id,
                range: link.range,
            });
        }
    }
    found
}

/// Returns whether a wiki link names a file that exists beside the note or in the workspace folder,
/// but is not read as a note: its text is not UTF-8, or it is too long.
pub(super) fn is_unreadable(workspace: &Workspace, document: &Document, link: &Link) -> bool {
    let Some(own) = document.location.path() else { return false };
    let name = format!("{}.md", link.path.trim().trim_end_matches(".md"));
    let folders = [own.parent(), workspace.folders().of(own)];
    let mut paths = folders.into_iter().flatten().map(|folder| folder.join(&name));
    paths.any(|path| workspace.has_file(&path))
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};

    use super::wanted_notes;
    use crate::features::fixture::Fixture;

    #[expect(clippy::needless_pass_by_value, reason = "an expectation is made where it is checked")]
    fn check(fixture: &str, expected: Expect) {
        let fixture = Fixture::new(fixture);
        let shown = wanted_notes(&fixture.workspace).into_iter().map(|found| {
            let place = fixture.place(found.note, found.range);
            format!("{place}: {} in {}\n", found.links, found.notes)
        });
        expected.assert_eq(&shown.collect::<String>());
    }

    #[test]
    fn each_missing_note_is_wanted_once() {
        check(
            "//- /a.md\n[[Weir]] [[weir|weirs]] [[a]] ![[pic.png]] [x](none.md)\n\
             //- /b.md\n[[WEIR#Uses]], `[[Weir]]`, [[db/Weir]] and [[{{name}}]]\n",
            expect![[r#"
            /a.md:1: [[Weir]]: 3 in 2
            /b.md:1: [[db/Weir]]: 1 in 1
        "#]],
        );
    }

    #[test]
    fn an_empty_section_with_the_name_waits_for_the_link() {
        check("//- /a.md\n## Weir\n//- /b.md\n[[Weir]]\n", expect![[""]]);
    }
}
