//! Refactorings: the offered actions, and the changed notes.

mod labels;
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
fn a_promoted_section_moves_after_its_following_siblings() {
    check(
        &glossary("### Cache"),
        "Promote “Cache” with its subsections",
        expect![[r#"
        //- /n/glossary.md
        ---
        title: Glossary
        ---
        # Glossary

        ## Stores

        ### Disk

        Slow, see [the tape](#tape).

        ### Äther

        None.

        ## Cache

        Fast. 😀

        ### Levels

        Three.

        ## Feeds

        ### Stream

        All.
    "#]],
    );
    check(
        "//- /n/a.md\nOne\n===\n\n### $0Two ###\nText.\n\n#### Three {#x}\nText.",
        "Promote “Two” with its subsections",
        expect![[r#"
            //- /n/a.md
            One
            ===

            ## Two ##
            Text.

            ### Three {#x}
            Text."#]],
    );
}

#[test]
fn a_section_is_demoted_below_the_one_before_it() {
    check(
        "//- /n/a.md\r\n## One\r\n### Part\r\nText.\r\n## Tw$0o\r\n### Three\r\nText.\r\n## Four\r\n",
        "Demote “Two” with its subsections",
        expect![[r#"
            //- /n/a.md
            ## One␍
            ### Part␍
            Text.␍
            ### Two␍
            #### Three␍
            Text.␍
            ## Four␍
        "#]],
    );
    check(
        "//- /n/a.md\n## One\n### Part\nText.\n\n#t$0wo é\n---\nText.\n",
        "Demote “é”",
        expect![[r#"
            //- /n/a.md
            ## One
            ### Part
            Text.

            ### #two é
            Text.
        "#]],
    );
    check(
        "//- /n/a.md\n## One\n### Part\nText.\n\nTw$0o\n---\nText.\n",
        "Demote “Two”",
        expect![[r#"
            //- /n/a.md
            ## One
            ### Part
            Text.

            ### Two
            Text.
        "#]],
    );
    // A term with subsections would no longer be a term.
    check(
        "//- /n/a.md\n## One\nText.\n## Tw$0o\nText.\n",
        "Demote “Two”",
        expect![[r#"
            not offered, but: [
                "Extract “Two” to a new note",
            ]
        "#]],
    );
}

#[test]
fn a_topic_is_sorted() {
    check(
        &glossary("## Stores"),
        "Sort sections under “Stores”",
        expect![[r#"
        //- /n/glossary.md
        ---
        title: Glossary
        ---
        # Glossary

        ## Stores

        ### Äther

        None.

        ### Cache

        Fast. 😀

        #### Levels

        Three.

        ### Disk

        Slow, see [the tape](#tape).

        ## Feeds

        ### Stream

        All.
    "#]],
    );
    check(
        "//- /n/a.md\n# T$0\n## Level 10\nA.\n\n\n## level 9\nB.\n## B\nC [x](#b-1).\n## b\nD.",
        "Sort sections under “T”",
        expect![[r#"
            //- /n/a.md
            # T
            ## B
            C [x](#b-1).


            ## b
            D.
            ## level 9
            B.
            ## Level 10
            A."#]],
    );
    check(
        "//- /n/a.md\n# T$0\n## B\nA.\n## A\nB.\n## B\nC.\n//- /n/b.md\n[x](a.md#b) [y](a.md#b-1) [[a#B]]\n",
        "Sort sections under “T”",
        expect![[r#"
            //- /n/a.md
            # T
            ## A
            B.
            ## B
            A.
            ## B
            C.
        "#]],
    );
}

#[test]
fn a_term_moves_to_another_topic() {
    // A link without a number leads to the first of two equal headings.
    check(
        "//- /n/a.md\n## One\n### $0Disk\nA.\n### X\nA.\n## Two\n### Disk\nB.\n//- /n/b.md\n[one](a.md#disk), [two](a.md#disk-1)\n",
        "Move “Disk” to “Two”",
        expect![[r#"
            //- /n/a.md
            ## One
            ### X
            A.
            ## Two
            ### Disk
            B.

            ### Disk
            A.
            //- /n/b.md
            [one](a.md#disk-1), [two](a.md#disk)
        "#]],
    );
    check(
        &glossary("### Disk"),
        "Move “Disk” to “Feeds”",
        expect![[r#"
            //- /n/glossary.md
            ---
            title: Glossary
            ---
            # Glossary

            ## Stores

            ### Cache

            Fast. 😀

            #### Levels

            Three.

            ### Äther

            None.

            ## Feeds

            ### Stream

            All.

            ### Disk

            Slow, see [the tape](#tape).
        "#]],
    );
    check(
        &glossary("### Stream"),
        "Move “Stream” to “Stores”",
        expect![[r#"
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

        ### Stream

        All.

        ## Feeds
    "#]],
    );
    check(
        "//- /n/a.md\n# T\n## One\n#### Cache\nFast.\n## Two\n#### Di$0sk\nSlow.\n#### Tape\nSlow.\n",
        "Move “Disk” to “One”",
        expect![[r#"
            //- /n/a.md
            # T
            ## One
            #### Cache
            Fast.

            #### Disk
            Slow.

            ## Two
            #### Tape
            Slow.
        "#]],
    );
}

#[test]
fn a_section_is_extracted_to_a_note() {
    let links = "//- /n/x/other.md\n[a](../glossary.md#cache) [b](../glossary.md#levels) [[glossary#Levels|c]] and a cache\n";
    let linked =
        glossary("### Cache").replace("Fast. 😀", "Fast, unlike a [disk](#disk). ![i](i.png)");
    check(
        &format!("{linked}{links}"),
        "Extract “Cache” to a new note",
        expect![[r#"
            //- /n/glossary.md
            ---
            title: Glossary
            ---
            # Glossary

            ## Stores

            ### Disk

            Slow, see [the tape](#tape).

            [Cache](cache.md)

            ### Äther

            None.

            ## Feeds

            ### Stream

            All.
            //- /n/x/other.md
            [a](../cache.md#cache) [b](../cache.md#levels) [[cache#Levels|c]] and a cache
            //- /n/cache.md
            # Cache

            Fast, unlike a [disk](glossary.md#disk). ![i](i.png)

            ## Levels

            Three.
        "#]],
    );
    check(
        &glossary("### Disk"),
        "Extract “Disk” to a new note",
        expect![[r#"
            //- /n/glossary.md
            ---
            title: Glossary
            ---
            # Glossary

            ## Stores

            [Disk](disk.md)

            ### Cache

            Fast. 😀

            #### Levels

            Three.

            ### Äther

            None.

            ## Feeds

            ### Stream

            All.
            //- /n/disk.md
            # Disk

            Slow, see [the tape](glossary.md#tape).
        "#]],
    );
    check(
        "//- /n/My Notes.md\n# A\n## $0What: is?\nText.\n- item\n//- /n/Other Note.md\n[[My Notes]]\n",
        "Extract “What: is?” to a new note",
        expect![[r#"
            //- /n/My Notes.md
            # A

            [[What is|What: is?]]
            //- /n/What is.md
            # What: is?
            Text.
            - item
        "#]],
    );
}

#[test]
fn a_table_of_contents_is_inserted_and_updated() {
    check(
        &glossary("Slow"),
        "Insert table of contents",
        expect![[r#"
        //- /n/glossary.md
        ---
        title: Glossary
        ---
        # Glossary

        <!-- toc -->

        - [Stores](#stores)
          - [Disk](#disk)
          - [Cache](#cache)
            - [Levels](#levels)
          - [Äther](#äther)
        - [Feeds](#feeds)
          - [Stream](#stream)

        <!-- tocstop -->

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
    "#]],
    );
    check(
        "//- /n/a.md\n# T\n\n$0<!-- toc -->\n- [Old](#old)\n<!-- tocstop -->\n\n## A [x]\n### B\n## A [x]\n",
        "Update table of contents",
        expect![[r#"
            //- /n/a.md
            # T

            <!-- toc -->
            - [A \[x\]](#a-x)
              - [B](#b)
            - [A \[x\]](#a-x-1)
            <!-- tocstop -->

            ## A [x]
            ### B
            ## A [x]
        "#]],
    );
    check(
        "//- /n/a.md\n# T$0\n## Contents\n* [A](#a)\n* [B](#b)\n* [C](#c)\n\n## A\n### B\n## C\n## D\n",
        "Update table of contents",
        expect![[r#"
            //- /n/a.md
            # T
            ## Contents
            * [A](#a)
              * [B](#b)
            * [C](#c)
            * [D](#d)

            ## A
            ### B
            ## C
            ## D
        "#]],
    );
}

#[test]
fn the_terms_of_a_topic_are_converted_to_another_style() {
    let note = "//- /n/a.md\n# T\n\n## $0Stores\n\n### Cache\n\nA fast store of\nwhat is near.\n\n### Disk\n\nA slow store, see [it](b.md).\n\n## Feeds\n\n### Stream\n\nAll.\n//- /n/b.md\nA cache.\n";
    check(
        note,
        "Convert the terms of “Stores” to a list",
        expect![[r#"
        //- /n/a.md
        # T

        ## Stores

        - **Cache**: A fast store of
          what is near.
        - **Disk**: A slow store, see [it](b.md).

        ## Feeds

        ### Stream

        All.
    "#]],
    );
    check(
        note,
        "Convert the terms of “Stores” to a definition list",
        expect![[r#"
        //- /n/a.md
        # T

        ## Stores

        Cache
        : A fast store of
          what is near.

        Disk
        : A slow store, see [it](b.md).

        ## Feeds

        ### Stream

        All.
    "#]],
    );
    check(
        "//- /n/a.md\n# T\n\n## Stores\n\n- **$0Cache**: A fast store of\n  what is near.\n- **Disk**: A slow store that is large.\n\n## Feeds\n",
        "Convert the terms of “Stores” to sections",
        expect![[r#"
            //- /n/a.md
            # T

            ## Stores

            ### Cache

            A fast store of
            what is near.

            ### Disk

            A slow store that is large.

            ## Feeds
        "#]],
    );
    check(
        "//- /n/a.md\r\n## Stores\r\n\r\nCa$0che\r\n: A fast store of\r\n  what is near.\r\n\r\nDisk\r\n: A slow store.\r\n",
        "Convert the terms of “Stores” to sections",
        expect![[r#"
            //- /n/a.md
            ## Stores␍
            ␍
            ### Cache␍
            ␍
            A fast store of␍
            what is near.␍
            ␍
            ### Disk␍
            ␍
            A slow store.␍
        "#]],
    );
    // A link to a heading leads to the heading around the item.
    check(
        &note.replace("A cache.", "[c](a.md#cache)"),
        "Convert the terms of “Stores” to a list",
        expect![[r#"
            //- /n/a.md
            # T

            ## Stores

            - **Cache**: A fast store of
              what is near.
            - **Disk**: A slow store, see [it](b.md).

            ## Feeds

            ### Stream

            All.
            //- /n/b.md
            [c](a.md#stores)
        "#]],
    );
    // A new list would become one with a list beside it.
    check(
        "//- /n/a.md\n## Sto$0res\n\n- near\n\n### Cache\n\nA fast store.\n\n### Disk\n\nA slow store.\n",
        "Convert the terms of “Stores” to a list",
        expect![[r#"
            not offered, but: [
                "Extract “Stores” to a new note",
            ]
        "#]],
    );
    // A list item can contain only one paragraph.
    check(
        &note.replace("near.\n", "near.\n\nMore.\n"),
        "Convert the terms of “Stores” to a list",
        expect![[r#"
            not offered, but: [
                "Extract “Stores” to a new note",
                "Insert table of contents",
            ]
        "#]],
    );
}

#[test]
fn a_link_is_replaced_by_the_content_of_its_note() {
    let linked = "//- /n/x/b.md\n---\ntitle: B\n---\n# B\n\nAbout [a](../a.md) and ![i](https://i.png).\n\n## Disk\n\nSlow, see [it](#b).\n";
    check(
        &format!("//- /n/a.md\n# A\n\n## Stores\n\n![[$0b]]\n{linked}"),
        "Replace link with content of “B”",
        expect![[r#"
            //- /n/a.md
            # A

            ## Stores

            ### B

            About [a](a.md) and ![i](https://i.png).

            #### Disk

            Slow, see [it](x/b.md#b).
        "#]],
    );
    check(
        &format!("//- /n/a.md\n# A\n\n[B]($0x/b.md#disk)\n\nMore.\n{linked}"),
        "Replace link with content of “Disk”",
        expect![[r#"
            Cannot move this text: “A” in “A” would become a different section.
        "#]],
    );
    check(
        &format!("//- /n/a.md\n# A\n\nSee [B]($0x/b.md).\n{linked}"),
        "Replace link with content of “B”",
        expect![[r#"
            not offered, but: []
        "#]],
    );
}

#[test]
fn an_extracted_section_leaves_a_link_apart_from_other_blocks() {
    let notes = |above: &str| {
        format!(
            "//- /n/a.md\n# T\n## One\n{above}\n## T$0wo\nA two is a number.\n## Three\nText.\n"
        )
    };
    let title = "Extract “Two” to a new note";
    check(
        &notes("- item"),
        title,
        expect![[r#"
        //- /n/a.md
        # T
        ## One
        - item

        [Two](two.md)

        ## Three
        Text.
        //- /n/two.md
        # Two
        A two is a number.
    "#]],
    );
    check(
        &notes("| a |\n| - |\n| 1 |"),
        title,
        expect![[r#"
        //- /n/a.md
        # T
        ## One
        | a |
        | - |
        | 1 |

        [Two](two.md)

        ## Three
        Text.
        //- /n/two.md
        # Two
        A two is a number.
    "#]],
    );
    check(
        &notes("A one is a number."),
        title,
        expect![[r#"
        //- /n/a.md
        # T
        ## One
        A one is a number.

        [Two](two.md)

        ## Three
        Text.
        //- /n/two.md
        # Two
        A two is a number.
    "#]],
    );
    check(
        &notes("> said"),
        title,
        expect![[r#"
            //- /n/a.md
            # T
            ## One
            > said

            [Two](two.md)

            ## Three
            Text.
            //- /n/two.md
            # Two
            A two is a number.
        "#]],
    );
}

#[test]
fn an_untouched_heading_may_become_a_term() {
    let note = |at: &str| {
        "//- /n/a.md\n# Tour\nThe packing list.\n## Packing\nPacking is the filling of bags.\n\n### Shoes\n\nTwo pairs.\n\n## Route\n\nBy train.\n"
            .replacen(at, &format!("{at}$0"), 1)
    };
    check(
        &note("### Sh"),
        "Promote “Shoes”",
        expect![[r#"
        //- /n/a.md
        # Tour
        The packing list.
        ## Packing
        Packing is the filling of bags.

        ## Shoes

        Two pairs.

        ## Route

        By train.
    "#]],
    );
    check(
        &note("### Sh"),
        "Extract “Shoes” to a new note",
        expect![[r#"
        //- /n/a.md
        # Tour
        The packing list.
        ## Packing
        Packing is the filling of bags.

        [Shoes](shoes.md)

        ## Route

        By train.
        //- /n/shoes.md
        # Shoes

        Two pairs.
    "#]],
    );
    check(
        &note("## Ro"),
        "Demote “Route”",
        expect![[r#"
        not offered, but: [
            "Extract “Route” to a new note",
        ]
    "#]],
    );
}

#[test]
fn a_table_of_contents_names_repeated_headings_by_their_path() {
    check(
        "//- /n/a.md\n# Week\n$0[[b]] [[b]]\n## Monday\n### Plan\n## Tuesday\n### Plan\n### Plan\n//- /n/b.md\n# B\n",
        "Insert table of contents",
        expect![[r#"
            //- /n/a.md
            # Week
            [[b]] [[b]]
            <!-- toc -->

            - [[#Monday]]
              - [[#Plan]]
            - [[#Tuesday]]
              - [[#Tuesday#Plan]]
              - [Plan](#plan-2)

            <!-- tocstop -->

            ## Monday
            ### Plan
            ## Tuesday
            ### Plan
            ### Plan
        "#]],
    );
}

#[test]
fn a_table_of_contents_leaves_out_what_a_comment_excludes() {
    check(
        "//- /n/a.md\n# T\n$0\n## A\n## B <!-- omit in toc -->\n## C\n<!-- OMIT from TOC -->\n## D\n## E\n## F\n## G\n",
        "Insert table of contents",
        expect![[r#"
            //- /n/a.md
            # T

            <!-- toc -->

            - [A](#a)
            - [C](#c)
            - [E](#e)
            - [F](#f)
            - [G](#g)

            <!-- tocstop -->

            ## A
            ## B <!-- omit in toc -->
            ## C
            <!-- OMIT from TOC -->
            ## D
            ## E
            ## F
            ## G
        "#]],
    );
}

#[test]
fn only_a_table_of_contents_is_updated() {
    let parts = "## A\nText.\n## B\nText.\n## C\nText.\n## D\nText.\n## E\nText.\n";
    let list = "- [A](#a)\n- [B](#b)\n- [C](#c)\n";
    check_offered(
        &format!("//- /n/a.md\n# T$0\n{list}{parts}"),
        expect![[r#"
            Source: Update table of contents
        "#]],
    );
    check_offered(
        &format!("//- /n/a.md\n# T$0\n{parts}Try:\n{list}"),
        expect![[r#"
        Source: Insert table of contents
    "#]],
    );
    check_offered(
        &format!("//- /n/a.md\n# T$0\n- [one](#a)\n- [two](#b)\n- [three](#c)\n{parts}"),
        expect![[r#"
            Source: Insert table of contents
        "#]],
    );
    check(
        &format!(
            "//- /n/a.md\n# T$0\n## Contents\n1. [T](#t)\n2. [A](#a)\n    1. [Old](#old)\n3. [B](#b)\n\n{parts}"
        ),
        "Update table of contents",
        expect![[r#"
            //- /n/a.md
            # T
            ## Contents
            1. [T](#t)
                1. [A](#a)
                2. [B](#b)
                3. [C](#c)
                4. [D](#d)
                5. [E](#e)

            ## A
            Text.
            ## B
            Text.
            ## C
            Text.
            ## D
            Text.
            ## E
            Text.
        "#]],
    );
}

#[test]
fn a_block_replaces_a_link_to_it() {
    check(
        "//- /n/a.md\nBefore.\n![[b#^x$0]]\nAfter.\n//- /n/b.md\nOne. ^w\n\nTwo\nlines. ^x\n\nThree.\n",
        "Replace link with content of “b”",
        expect![[r#"
            //- /n/a.md
            Before.

            Two
            lines.

            After.
        "#]],
    );
}

#[test]
fn inlined_text_from_another_folder_keeps_its_links() {
    check(
        "//- /n/a.md\n# Atlas\n\nA book of maps.\n\n[b$0](sub/b.md)\n\nEnd.\n//- /n/sub/b.md\nSee ![p](p.png), [c](c.md) and [d][d].\n\n[d]: c.md\n//- /n/sub/c.md\n# C\n",
        "Replace link with content of “b”",
        expect![[r#"
            //- /n/a.md
            # Atlas

            A book of maps.

            See ![p](sub/p.png), [c](sub/c.md) and [d][d].

            [d]: sub/c.md

            End.
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
