//! Diagnostics of links, anchors and labels.

use expect_test::expect;

use super::{check, check_in};

#[test]
fn broken_links_are_reported() {
    check_in(
        "/notes",
        "//- /notes/a.md\n[x](b.md) [y](none.md) [z](c%20d.md) [[none]] [[b]] ![i](none.png)\n\
         [w](/feed.xml) [w](/tags/) [w](/none.md) [v](x.html) [u]({{ url }}) <img src=\"no.png\">\n\
         [h](https://example.com/none.md) [m](mailto:me) [r][r] [s](b.md \"t\") [q](b.md?x=1) [q](none.md?x=1) ![[any.png]]\n\n\
         [r]: gone.md\n//- /notes/b.md\n//- /notes/c d.md\n",
        expect![[r#"
            /notes/a.md:1: none.md
              Warning broken-link: Note “none.md” not found.
            /notes/a.md:1: none
              Warning broken-link: Note “none” not found.
            /notes/a.md:1: none.png
              Warning broken-link: File “none.png” not found.
            /notes/a.md:2: /none.md
              Warning broken-link: Note “/none.md” not found.
            /notes/a.md:2: no.png
              Warning broken-link: File “no.png” not found.
            /notes/a.md:3: none.md?x=1
              Warning broken-link: Note “none.md?x=1” not found.
            /notes/a.md:5: gone.md
              Warning broken-link: Note “gone.md” not found.
        "#]],
    );
    // The files next to a note outside the folders are unknown.
    check("[x](none.md) [[none]]\n", expect![[""]]);
}

#[test]
fn broken_shortcodes_are_reported_in_notes_for_their_generator() {
    let notes = "//- /notes/a.md\n[x]({{< ref \"none.md\" >}}) {{< ref \"b\" >}} {{% relref `gone` %}}\n\
        [x]({% link none.md %}) {% link b.md %} {% link x.pdf %} {% post_url 2026-01-31-none %} {{< ref \"b#none\" >}}\n//- /notes/b.md\n";
    let profile = |key: &str| {
        notes.replacen("//- /notes/a.md\n", &format!("//- /notes/a.md\n---\n{key}\n---\n"), 1)
    };
    check_in(
        "/notes",
        &profile("publishDate: 2026-01-31"),
        expect![[r#"
        /notes/a.md:4: none.md
          Warning broken-link: Note “none.md” not found.
        /notes/a.md:4: gone
          Warning broken-link: Note “gone” not found.
        /notes/a.md:5: none
          Warning broken-anchor: “b” has no heading or anchor “none”.
    "#]],
    );
    check_in(
        "/notes",
        &profile("layout: post"),
        expect![[r#"
        /notes/a.md:5: none.md
          Warning broken-link: Note “none.md” not found.
        /notes/a.md:5: 2026-01-31-none
          Warning broken-link: Note “2026-01-31-none” not found.
        /notes/a.md:5: none
          Warning broken-anchor: “b” has no heading or anchor “none”.
    "#]],
    );
    check_in(
        "/notes",
        notes,
        expect![[r#"
        /notes/a.md:2: none
          Warning broken-anchor: “b” has no heading or anchor “none”.
    "#]],
    );
}

#[test]
fn broken_anchors_are_reported() {
    check(
        "//- /a.md\n# A\n## Same\n## Same\n## Own {#own}\n[a](#same-1) [b](#own) [c](#same-2) \
         [d](b.md#part) [e](b.md#none) [[b#Part]] [[b#None]] [[#Same]] [f](#top) [g](#) [h](b.md#L3)\n\
         ![[b#^block]] [[b#^none]] [i](b.md#id) [j](https://example.com#none)\n\
         //- /b.md\n## Part\nText. ^block\n\n<div id=\"id\"></div>\n",
        expect![[r#"
            /a.md:2: Same
              Warning empty-section: Section “Same” is empty.
            /a.md:3: Same
              Hint duplicate-heading: “Same” has the same anchor as an earlier heading; links to it go there.
                /a.md:2: Same (First heading with this anchor.)
            /a.md:3: Same
              Warning empty-section: Section “Same” is empty.
            /a.md:5: same-2
              Warning broken-anchor: “A” has no heading or anchor “same-2”.
            /a.md:5: none
              Warning broken-anchor: “b” has no heading or anchor “none”.
            /a.md:5: None
              Warning broken-anchor: “b” has no heading or anchor “None”.
            /a.md:6: ^none
              Warning broken-anchor: “b” has no heading or anchor “^none”.
        "#]],
    );
}

#[test]
fn undefined_labels_and_unused_definitions_are_reported() {
    check(
        "[a][one], [two][], [three], [x][^two] and[^one] and[^gone]. [[wiki]]\n\n[one]: https://example.com\n\
         [four]: https://example.com\n[//]: # (a comment)\n[wiki]: wiki.md\n\n[^one]: Text.\n\n[^five]: Text.\n",
        expect![[r#"
            /note.md:1: two
              Warning broken-reference: Label “[two]” is not defined.
            /note.md:1: two
              Warning broken-reference: Footnote “[^two]” is not defined.
            /note.md:1: gone
              Warning broken-reference: Footnote “[^gone]” is not defined.
            /note.md:4: four
              Hint unused-reference: “[four]” is not used.
            /note.md:10: five
              Hint unused-reference: “[^five]” is not used.
        "#]],
    );
}

#[test]
fn headings_with_the_same_anchor_are_reported() {
    check(
        "## Same\nText.\n### Same\nText.\n## Tide\nText.\n## tide\nText.\n## Tide {#o}\nText.\n",
        expect![[r#"
            /note.md:3: Same
              Hint duplicate-heading: “Same” has the same anchor as an earlier heading; links to it go there.
                /note.md:1: Same (First heading with this anchor.)
            /note.md:5: Tide
              Hint duplicate-term: “Tide” is also defined in this note.
                /note.md:7: tide (Also defined here.)
                /note.md:9: Tide (Also defined here.)
            /note.md:7: tide
              Hint duplicate-term: “tide” is also defined in this note.
                /note.md:5: Tide (Also defined here.)
                /note.md:9: Tide (Also defined here.)
            /note.md:9: Tide
              Hint duplicate-term: “Tide” is also defined in this note.
                /note.md:5: Tide (Also defined here.)
                /note.md:7: tide (Also defined here.)
        "#]],
    );
    check("## A\nText.\n### Example\nText.\n## B\nText.\n### Example\nText.\n", expect![[""]]);
}

#[test]
fn a_missing_note_is_reported_once() {
    let notes = [
        "/w/a.md\nSee [[Weir]], [[weir|weirs]] and [[Weir#Uses]]. [[Other]]\n",
        "/w/b.md\nA [[WEIR]].\n",
    ];
    check_in(
        "/w",
        &format!("//- {}//- {}", notes[0], notes[1]),
        expect![[r#"
            /w/a.md:1: Weir
              Warning broken-link: Note “Weir” not found. 3 links in this note lead to it.
            /w/a.md:1: Other
              Warning broken-link: Note “Other” not found.
        "#]],
    );
    // The first note by path reports it.
    check_in(
        "/w",
        &format!("//- {}//- {}", notes[1], notes[0]),
        expect![[r#"
        /w/b.md:1: WEIR
          Warning broken-link: Note “WEIR” not found.
    "#]],
    );
    let silent = notes[0].replacen("See", "<!-- headword-ignore broken-link -->\n\nSee", 1);
    check_in(
        "/w",
        &format!("//- {}//- {silent}", notes[1]),
        expect![[r#"
            /w/b.md:1: WEIR
              Warning broken-link: Note “WEIR” not found.
        "#]],
    );
}

#[test]
fn a_bare_target_of_many_notes_is_reported_once() {
    let notes = |count: usize, from: usize| {
        let order = (from..count).chain(0..from);
        let notes = order.map(|at| format!("//- /n/{at:02}.md\nA [kind](g), a [page](g).\n"));
        notes.collect::<String>()
    };
    check_in(
        "/n",
        &notes(9, 0),
        expect![[r#"
        /n/00.md:1: g
          Warning broken-link: File “g” not found.
        /n/00.md:1: g
          Warning broken-link: File “g” not found.
    "#]],
    );
    check_in(
        "/n",
        &notes(10, 0),
        expect![[r#"
        /n/00.md:1: g
          Warning broken-link: File “g” not found. It is reported once, because 10 notes link to it.
    "#]],
    );
    check_in("/n", &notes(10, 3), expect![""]);
}
