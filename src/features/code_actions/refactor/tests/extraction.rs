//! Sections that are extracted to a note.

use expect_test::expect;

use super::{check, glossary};

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
