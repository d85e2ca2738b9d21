//! Tables of contents.

use expect_test::expect;

use super::{check, check_offered, glossary};

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
