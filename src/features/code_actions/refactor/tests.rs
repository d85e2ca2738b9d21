//! Refactorings: the offered actions, and the changed notes.

mod contents;
mod conversion;
mod extraction;
mod inlining;
mod labels;
mod levels;
mod order;
mod terms_in_doubt;

use std::fmt::Write;

use expect_test::{Expect, expect};
use text_size::TextRange;

use crate::features::code_actions::{ActionKind, code_actions};
use crate::features::fixture::Fixture;

/// Checks the notes changed by the action with this title.
#[expect(clippy::needless_pass_by_value, reason = "an expectation is made where it is checked")]
fn check(fixture: &str, title: &str, expected: Expect) {
    let mut fixture = Fixture::new(fixture);
    fixture.workspace.set_folders(vec!["/n".into()]);
    let position = fixture.position();
    let here = TextRange::empty(position.offset);
    let actions = code_actions(&fixture.workspace, position.note, here, |_| true);
    let Some(action) = actions.iter().find(|action| action.title == title) else {
        let titles: Vec<_> = actions.iter().map(|action| action.title.as_str()).collect();
        expected.assert_eq(&format!("not offered, but: {titles:#?}\n"));
        return;
    };
    let mut out = String::new();
    match action.edit(&fixture.workspace) {
        Err(refusal) => writeln!(out, "{}", refusal.0).unwrap(),
        Ok(proven) => {
            let after = proven.edit().apply(&fixture.workspace);
            let created = proven.edit().created().map(|new| new.id);
            for note in proven.edit().notes().map(|(note, _)| note).chain(created) {
                let document = after.document(note).unwrap();
                let name = document.location.path().unwrap().display();
                let text = document.note.text.replace('\r', "␍");
                write!(out, "//- {name}\n{text}").unwrap();
            }
        }
    }
    expected.assert_eq(&out);
}

/// Checks the titles of the actions on a section.
#[expect(clippy::needless_pass_by_value, reason = "an expectation is made where it is checked")]
fn check_offered(fixture: &str, expected: Expect) {
    let mut fixture = Fixture::new(fixture);
    fixture.workspace.set_folders(vec!["/n".into()]);
    let position = fixture.position();
    let here = TextRange::empty(position.offset);
    let is_wanted = |kind| kind != ActionKind::QuickFix;
    let mut out = String::new();
    for action in code_actions(&fixture.workspace, position.note, here, is_wanted) {
        writeln!(out, "{:?}: {}", action.kind, action.title).unwrap();
    }
    expected.assert_eq(&out);
}

const GLOSSARY: &str = "\
//- /n/glossary.md
---
title: Glossary
---
# Glossary

## Stores

### Disk

Slow, see [the tape](#tape).

### Cache

Fast. 😀

#### Levels

Three.

### Äther

None.

## Feeds

### Stream

All.
";

fn glossary(at: &str) -> String {
    GLOSSARY.replacen(at, &format!("$0{at}"), 1)
}

#[test]
fn the_refactorings_of_a_heading_are_offered() {
    check_offered(
        &glossary("### Disk"),
        expect![[r#"
        Extract: Extract “Disk” to a new note
        Rewrite: Promote “Disk”
        Rewrite: Move “Disk” to “Cache”
        Rewrite: Move “Disk” to “Feeds”
        Rewrite: Sort sections under “Stores”
        Source: Insert table of contents
    "#]],
    );
    check_offered(
        &glossary("## Stores"),
        expect![[r#"
        Extract: Extract “Stores” to a new note
        Rewrite: Sort sections under “Stores”
        Source: Insert table of contents
    "#]],
    );
    check_offered(
        &glossary("# Glossary"),
        expect![[r#"
        Source: Insert table of contents
    "#]],
    );
}

#[test]
fn front_matter_is_added_to_any_note() {
    let others = "//- /n/b.md\n---\ntitle: B\n---\nB is a text.\n//- /n/c.md\n---\ntitle: C\n---\n";
    let title = "Add front matter: title";
    check(
        &format!("//- /n/raft.md\n$0# Raft\n\nA raft is a flat boat. The raft.\n{others}"),
        title,
        expect![[r#"
        //- /n/raft.md
        ---
        title: Raft
        ---

        # Raft

        A raft is a flat boat. The raft.
    "#]],
    );
    check(
        &format!("//- /n/raft.md\n$0A raft is a flat boat. The raft.\n{others}"),
        title,
        expect![[r#"
        //- /n/raft.md
        ---
        title: raft
        ---

        A raft is a flat boat. The raft.
    "#]],
    );
    check(
        &format!("//- /n/raft.md\n$0# Raft\n## Oar\nAn oar is a pole.\n{others}"),
        title,
        expect![[r#"
        //- /n/raft.md
        ---
        title: Raft
        ---

        # Raft
        ## Oar
        An oar is a pole.
    "#]],
    );
}
