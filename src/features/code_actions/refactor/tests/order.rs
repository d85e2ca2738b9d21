//! Sections that are sorted or moved to another topic.

use expect_test::expect;

use super::{check, glossary};

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
