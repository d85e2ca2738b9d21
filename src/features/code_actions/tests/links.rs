//! Repairs of links, anchors and labels.

use expect_test::expect;

use text_size::TextRange;

use super::check;
use crate::features::code_actions::{ActionKind, code_actions};
use crate::features::fixture::Fixture;

#[test]
fn a_broken_path_is_changed_to_a_file_of_the_same_name() {
    check(
        "//- /n/a.md\nSee [it](x/store%20it.md#why$0).\n//- /n/y z/store it.md\n# Store\n## Why\nSo.\n",
        "",
        expect![[r#"
            Change “x/store it.md” to “y z/store it.md” (broken-link, preferred)
              See [it](y%20z/store%20it.md#why).
            Create note “x/store it.md” (broken-link)
              creates /n/x/store it.md
                # store it
        "#]],
    );
    check(
        "//- /n/a.md\nSee [it][l] and [l].\n\n[l]: cah$0ce.md 'T'\n//- /n/cache.md\nText.\n//- /n/disk.md\nText.\n",
        "",
        expect![[r#"
            Change “cahce.md” to “cache.md” (broken-link, preferred)
              [l]: cache.md 'T'
            Create note “cahce.md” (broken-link)
              creates /n/cahce.md
                # Cahce
        "#]],
    );
    check(
        "//- /n/a.md\nSee [[Write-bak ca$0che|it]].\n//- /n/b.md\n# Write-back cache\nText.\n",
        "",
        expect![[r#"
            Change “Write-bak cache” to “Write-back cache” (broken-link, preferred)
              See [[Write-back cache|it]].
            Create note “Write-bak cache.md” (broken-link)
              creates /n/Write-bak cache.md
                # Write-bak cache
        "#]],
    );
    check(
        "//- /n/a.md\nSee [[cahc$0e]], a cache.\n//- /n/cache.md\n# Cache\nA store.\n",
        "",
        expect![[r#"
            Change “cahce” to “cache” (broken-link, preferred)
              See [[cache]], a cache.
            Create note “cahce.md” (broken-link)
              creates /n/cahce.md
                # cahce
        "#]],
    );
}

#[test]
fn a_missing_note_is_created() {
    check(
        "//- /n/a.md\nSee [Fast store](sub/fast-store$0.md#why), [x](sub/fast-store.md).\n",
        "",
        expect![[r#"
            Create note “sub/fast-store.md” (broken-link)
              creates /n/sub/fast-store.md
                # Fast store
        "#]],
    );
    check(
        "//- /n/a.md\nSee [here](fast-store$0).\n",
        "",
        expect![[r#"
        Create note “fast-store.md” (broken-link)
          creates /n/fast-store.md
            # Fast store
    "#]],
    );
    check(
        "//- /n/x/a.md\nSee [[Fast $0store]].\n",
        "",
        expect![[r#"
        Create note “x/Fast store.md” (broken-link)
          creates /n/x/Fast store.md
            # Fast store
    "#]],
    );
    check(
        "//- /n/x/a.md\nSee [[y/Fast $0store]].\n",
        "",
        expect![[r#"
        Create note “y/Fast store.md” (broken-link)
          creates /n/y/Fast store.md
            # Fast store
    "#]],
    );
    check(
        "//- /n/a.md\n---\ntitle: A\ntags: [x]\n---\nSee [x](fast-store$0.md).\n//- /n/b.md\n---\ntitle: B\ntags: []\n---\n",
        "",
        expect![[r#"
            Create note “fast-store.md” (broken-link)
              creates /n/fast-store.md
                ---
                title: Fast store
                tags: []
                ---
        "#]],
    );
    // None of these can be the path of a new note.
    check("//- /n/a.md\nSee ![x](none$0.png), ![y](none).\n", "", expect![[""]]);
    check("//- /n/a.md\nSee [x](non$0e/), [y](none.pdf), [z](con.md).\n", "", expect![[""]]);
}

#[test]
fn a_misspelled_anchor_is_fixed_or_the_section_is_added() {
    check(
        "//- /n/a.md\nSee [it](b.md#wirte-back$0).\n//- /n/b.md\n# B\n\n## Write-back\n\nText.\n",
        "",
        expect![[r#"
            Change “#wirte-back” to “#write-back” (broken-anchor, preferred)
              See [it](b.md#write-back).
            Add heading “Wirte back” to “B” (broken-anchor)

              ## Wirte back
        "#]],
    );
    check(
        "//- /n/a.md\nSee [[b#Wirte back$0|it]], [[b#Wirte back]].\n//- /n/b.md\n# B\n\n## Write-back (WB)\n\nText.\n\n### More\nText.",
        "",
        expect![[r#"
            Add heading “Wirte back” to “B” (broken-anchor)

              ## Wirte back
        "#]],
    );
    check(
        "//- /n/a.md\n# A\n\nSee [more](#change-data$0), [more](#change-data).\n\n## Change data capture\nText.\n",
        "",
        expect![[r#"
            Change “#change-data” to “#change-data-capture” (broken-anchor)
              See [more](#change-data-capture), [more](#change-data).
            Add heading “Change data” to “A” (broken-anchor)

              ## Change data
        "#]],
    );
    check(
        "//- /n/a.md\n# A\n\nSee [more](#change$0), the block [y](#^y).\n",
        "",
        expect![[r#"
        Add heading “Change” to “A” (broken-anchor)

          ## Change
    "#]],
    );
}

#[test]
fn a_link_to_a_term_without_a_heading_gets_the_heading_around_it() {
    let stores = "//- /n/stores.md\n# Stores\n\n## Fast ones\n\n- **Page cache**: the memory that keeps pages of files.\n- **Register**: the memory inside of a processor.\n\n## Slow ones\n\n| Term | Definition |\n| --- | --- |\n| Tape drive | A machine that winds a tape. |\n\n### Fast ones\n\nDisk array\n: A group of disks that works as one.\n";
    check(
        &format!("//- /n/a.md\nSee [[stores#Page cache$0]].\n{stores}"),
        "",
        expect![[r#"
        Change “#Page cache” to “#Fast ones”, where the term is defined (broken-anchor, preferred)
          See [[stores#Fast ones]].
    "#]],
    );
    check(
        &format!("//- /n/a.md\nSee [it](stores.md#tape-drive$0).\n{stores}"),
        "",
        expect![[r#"
        Change “#tape-drive” to “#Slow ones”, where the term is defined (broken-anchor, preferred)
          See [it](stores.md#slow-ones).
    "#]],
    );
    check(
        &format!("//- /n/a.md\nSee [[stores#Disk array$0|it]].\n{stores}"),
        "",
        expect![[r#"
        Change “#Disk array” to “#Fast ones”, where the term is defined (broken-anchor, preferred)
          See [[stores#Slow ones#Fast ones|it]].
    "#]],
    );
    check(
        &format!("//- /n/a.md\nSee [it](stores.md#disk-array$0).\n{stores}"),
        "",
        expect![[r#"
        Change “#disk-array” to “#Fast ones”, where the term is defined (broken-anchor, preferred)
          See [it](stores.md#fast-ones-1).
    "#]],
    );
}

#[test]
fn an_undefined_label_is_changed_or_defined() {
    check(
        "//- /n/a.md\nSee [it][tpoic$0], [tpoic][] and [topic].\n\n[topic]: b.md\n//- /n/b.md\nText.\n",
        "",
        expect![[r#"
            Change “[tpoic]” to “[topic]” (broken-reference, preferred)
              See [it][topic], [topic][] and [topic].
            Define “[tpoic]” (broken-reference)
              [tpoic]: <>
            Define “tpoic” as a term

              ## tpoic
        "#]],
    );
    check(
        "//- /n/a.md\nSee [it][b$0] and [b] or [c].\n\n[c]: b.md\n\nEnd.\n//- /n/b.md\nText.\n",
        "",
        expect![[r#"
            Define “[b]” as “b.md” (broken-reference)
              [b]: b.md
            Define “b” as a term

              ## b
        "#]],
    );
    check(
        "See [the cache][cache$0].\n\n#### Cache\nFast.",
        "",
        expect![[r#"
            Define “[cache]” (broken-reference)

              [cache]: <>
            Link “cache” to its definition
              refused: Cannot apply: “cache” in “note” would no longer be recognized as a label.
            Link all mentions in this note
              refused: Cannot apply: “cache” in “note” would no longer be recognized as a label.
            Link the first mention of each term in this note
              refused: Cannot apply: “cache” in “note” would no longer be recognized as a label.
        "#]],
    );
    check(
        "One[^1], two[^tow$0].\n\n[^1]: Text.\n\n[^two]: Text.\n",
        "",
        expect![[r#"
        Change “[^tow]” to “[^two]” (broken-reference, preferred)
          One[^1], two[^two].
        Define “[^tow]” (broken-reference)
          [^tow]:
        Define “tow” as a term

          ## tow
    "#]],
    );
    check(
        "One[^a$0].\n\n## Empty\n",
        "",
        expect![[r#"
            Define “[^a]” (broken-reference)
              refused: Cannot apply: “Empty” in “note” would become a different section.
            Define “a” as a term

              ## a
        "#]],
    );
}

#[test]
fn an_unused_definition_is_removed_with_its_line() {
    for (before, title, after) in [
        (
            "[a]\n\n[a]: #x\n[u$0]: #x\n  'T'\n\nMore.\n",
            "Remove “[u]”",
            "[a]\n\n[a]: #x\n\nMore.\n",
        ),
        ("Text.\n\n[u$0]: #x\n\nMore.\n", "Remove “[u]”", "Text.\n\nMore.\n"),
        ("Text.\r\n\r\n[u$0]: #x\r\n\r\nMore.\r\n", "Remove “[u]”", "Text.\r\n\r\nMore.\r\n"),
        ("[u$0]: #x\n\n# A\nText.\n", "Remove “[u]”", "# A\nText.\n"),
        ("Text.\n\n[u$0]: #x", "Remove “[u]”", "Text.\n\n"),
        ("> [u$0]: #x\n> Text.\n", "Remove “[u]”", "> Text.\n"),
        ("A.\n\n[^u$0]: B\n    c.\n\nMore.\n", "Remove footnote “[^u]”", "A.\n\nMore.\n"),
    ] {
        let fixture = Fixture::new(before);
        let position = fixture.position();
        let here = TextRange::empty(position.offset);
        let found = code_actions(&fixture.workspace, position.note, here, |_| true);
        let action = found.iter().find(|action| action.title == title).expect(before);
        let edit = action.edit(&fixture.workspace).expect(before);
        let made = edit.edit().apply(&fixture.workspace);
        let text = made.document(position.note).map(|it| it.note.text.to_string());
        assert_eq!(text.as_deref(), Some(after));
        let is_safe = found.iter().any(|it| it.kind == ActionKind::FixAll);
        assert_eq!(is_safe, !title.contains("footnote"), "{before}");
    }
    // A definition with other text on its line is not removed.
    check("- [u$0]: #x\n", "", expect![[""]]);
}
