//! Links that are replaced by the content of their notes.

use expect_test::expect;

use super::check;

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
