//! Terms that are converted to another style.

use expect_test::expect;

use super::check;

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
