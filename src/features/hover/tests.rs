//! Hover, tested.

mod gaps;
mod headings;
mod languages;
mod links;
mod mentions;

use expect_test::{Expect, expect};

use super::{Hover, hover};
use crate::features::definition_card::{DefinitionCard, DefinitionCards};
use crate::features::fixture::Fixture;
use crate::workspace::keys::Profile;

#[expect(clippy::needless_pass_by_value, reason = "an expectation is made where it is checked")]
fn check(fixture: &str, expected: Expect) {
    let fixture = Fixture::new(fixture);
    let position = fixture.position();
    let Some(found) = hover(&fixture.workspace, position) else {
        return expected.assert_eq("nothing\n");
    };
    assert!(found.range.contains_inclusive(position.offset), "the range holds the cursor");
    let shown = match found.info {
        Hover::Term(entries) => show_all(&entries),
        Hover::Key(key) => {
            let (profile, kind) =
                (key.profile.map_or("schema", Profile::name), key.key.kind.name());
            let values = key.key.values.join(", ");
            format!("{profile} key, {kind} [{values}] of {}: {}\n", key.notes, key.key.about)
        }
        Hover::Link(preview) => {
            format!("link to {}\n{}\n", preview.target.place(), preview.text)
        }
        Hover::File { path, exists } => format!("file {path}, there: {exists}\n"),
        Hover::Gap(gap) => {
            let (place, state) = (gap.target.place(), gap.state);
            let wanted = gap.notes.mentioned().unwrap_or_default();
            format!("gap {} ({state:?}) {wanted}\n{place}\n", gap.name)
        }
        Hover::MissingNote { name, notes } => format!("no note {name}, wanted in {notes}\n"),
        Hover::LinkLabel(text) => format!("label for {text}\n"),
        Hover::Tag(tag) => {
            let shown: Vec<_> = tag.shown.iter().map(|(_, title)| title.as_str()).collect();
            let (kind, name) = (format!("{:?}", tag.kind).to_lowercase(), &tag.name);
            format!("{kind} {name}: {} ({})\n", tag.notes, shown.join(", "))
        }
        Hover::Heading(heading) => {
            let term = if heading.is_term { ", a term" } else { "" };
            let (state, terms, gaps) = (heading.state, heading.terms, heading.gaps);
            let wanted = heading.wanted.mentioned();
            let wanted = wanted.map_or_else(String::new, |it| format!(", {it}"));
            let elsewhere = show_all(&heading.elsewhere);
            let objections = heading.objections.iter().map(|it| format!("  not a term: {it}\n"));
            let objections: String = objections.collect();
            format!(
                "heading {state:?}{term}: {terms} terms, {gaps} gaps{wanted}\n{objections}{elsewhere}"
            )
        }
    };
    let range = fixture.slice(position.note, found.range);
    expected.assert_eq(&format!("*{range}*\n{shown}"));
}

fn show_all(entries: &DefinitionCards) -> String {
    let shown: String = entries.shown.iter().map(show).collect();
    match entries.more {
        0 => shown,
        more => format!("{shown}and {more} more\n"),
    }
}

fn show(entry: &DefinitionCard) -> String {
    let more = if entry.more.is_empty() { String::new() } else { format!("\n{}", entry.more) };
    let shown =
        format!("{}: {}{more}\n  {}\n", entry.headword, entry.definition, entry.target.place());
    match &entry.see {
        Some(target) => format!("{shown}-> {}", show(target)),
        None => shown,
    }
}

const STORES: &str = "\
//- /stores.md
---
title: Stores
---
## Kinds
### Fast
#### Cache
A fast copy that may be wrong.
#### Write-Ahead Log
A record of what is about to be done. See the cache.
#### WAL
Short for something.
#### BASE
Basically available.
";

fn in_prose(prose: &str) -> String {
    format!("{STORES}//- /prose.md\n{prose}\n")
}

#[test]
fn all_declarations_are_shown_the_nearest_first() {
    check(
        "\
//- /far/a.md
#### Shard
Far.
//- /near/b.md
#### Shard
Near.
//- /near/c.md
A sha$0rd.
",
        expect![[r#"
                *shard*
                Shard: Near.
                  b
                Shard: Far.
                  a
            "#]],
    );
}

#[test]
fn a_pointer_is_followed_one_hop() {
    check(
        "## Bool\n\nSee [boolean](#boolean).\n\n## Boolean\n\nTrue or false.\n\n## Use\n\n- A bo$0ol.\n",
        expect![[r#"
            *bool*
            Bool: See boolean.
              note
            -> Boolean: True or false.
              note
        "#]],
    );
    check(
        "## One\n\nSee two.\n\n## Two\n\nSee one.\n\n## Use\n\n- Just o$0ne.\n",
        expect![[r#"
        *one*
        One: See two.
          note
    "#]],
    );
}

#[test]
fn an_entry_is_folded() {
    let long = "Another sentence of it.\n".repeat(20);
    check(
        &format!("## Cache\n\nA copy.\n\n- one\n- two\n\n{long}\n## Use\n\n- A ca$0che.\n"),
        expect![[r#"
            *cache*
            Cache: A copy.
            - one
            - two

            …
              note
        "#]],
    );
}

#[test]
fn a_note_may_be_the_entry() {
    check(
        "//- /pod.md\n---\ntitle: Pod\nshort_description: >\n  A set of\n  containers.\n---\nMore of it.\n\n## Details\nText.\n//- /a.md\nTwo po$0ds.\n",
        expect![[r#"
            *pods*
            Pod: A set of containers.
            More of it.
              Pod
        "#]],
    );
}

#[test]
fn a_definition_may_begin_in_bold() {
    check(
        "#### Cache\n**Fast** copy.\n#### Use\nA ca$0che.\n",
        expect![[r#"
        *cache*
        Cache: **Fast** copy.
          note
    "#]],
    );
}

#[test]
fn a_nested_entry_is_shown_without_its_indentation() {
    check(
        "Weir\n:   A wall in a river.\n\n    ```sh\n    weir --low\n    ```\n\n    - kept\n    - low\n\n\
         //- /b.md\nA we$0ir.\n",
        expect![[r#"
            *weir*
            Weir: A wall in a river.
            ```sh
            weir --low
            ```

            - kept
            - low
              note
        "#]],
    );
    check(
        "- Group\n\n    - **Weir**: A wall in a river.\n\n        ```sh\n        weir --low\n        ```\n\
         //- /b.md\nA we$0ir.\n",
        expect![[r#"
            *weir*
            Weir: A wall in a river.
            ```sh
              weir --low
              ```
              note
        "#]],
    );
    check(
        "Weir\n: The first meaning of it.\n: The second meaning of it.\n//- /b.md\nA we$0ir.\n",
        expect![[r#"
            *weir*
            Weir: The first meaning of it.
            The second meaning of it.
              note
        "#]],
    );
}

#[test]
fn a_description_that_the_text_repeats_is_shown_once() {
    let note = |text: &str| {
        format!(
            "//- /pod.md\n---\ntitle: Pod\nshort_description: >\n  A set of running parts.\n---\n{text}\n\n\
             The parts share a network.\n//- /note.md\nA po$0d.\n"
        )
    };
    for text in ["A set of running parts.", "A *set* of running\nparts."] {
        check(
            &note(text),
            expect![[r#"
                *pod*
                Pod: A set of running parts.
                The parts share a network.
                  Pod
            "#]],
        );
    }
    check(
        &note("A set of running parts. Each has a name."),
        expect![[r#"
        *pod*
        Pod: A set of running parts.
        Each has a name.

        The parts share a network.
          Pod
    "#]],
    );
    check(
        &note("A set of running parts of one kind."),
        expect![[r#"
        *pod*
        Pod: A set of running parts.
        A set of running parts of one kind.

        The parts share a network.
          Pod
    "#]],
    );
}
