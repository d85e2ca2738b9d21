//! Promotion and demotion of sections.

use expect_test::expect;

use super::{check, glossary};

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
