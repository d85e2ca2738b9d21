//! Renames of tags and categories: their changes, and renaming back.

use std::fmt::Write;

use expect_test::{Expect, expect};
use proptest::prelude::{ProptestConfig, proptest};

use crate::features::FilePosition;
use crate::features::cursor_target;
use crate::features::fixture::Fixture;
use crate::features::rename::{prepare, rename};
use crate::workspace::edit::PositionMap;

/// Checks all changed notes. If the rename is reversible, renaming back must restore them.
#[expect(clippy::needless_pass_by_value, reason = "an expectation is made where it is checked")]
fn check(fixture: &str, new: &str, expected: Expect) {
    expected.assert_eq(&renamed(fixture, new));
}

fn renamed(fixture: &str, new: &str) -> String {
    let fixture = Fixture::new(fixture);
    let found = match rename(&fixture.workspace, fixture.position(), new, true) {
        Ok(found) => found,
        Err(refusal) => return format!("refused: {}\n", refusal.0),
    };
    let after = found.edit.edit().apply(&fixture.workspace);
    let mut out = String::new();
    for (note, _) in found.edit.edit().notes() {
        let document = after.document(note).expect("it is there");
        let path = document.location.path().expect("it is a file").display();
        let text = document.note.text.replace('\r', "␍").replace('\u{feff}', "␂");
        write!(out, "{path}\n{text}").expect("a string takes all");
    }
    if let Some(remark) = &found.remark {
        writeln!(out, "remark: {remark}").expect("a string takes all");
    }
    if found.is_reversible {
        let position = fixture.position();
        let target = cursor_target::at(&fixture.workspace, position).remove(0);
        let map = PositionMap::new(found.edit.edit());
        let (_, moved) = map.place(position.note, target.range).unwrap();
        let offset = moved.start();
        let back = rename(&after, FilePosition { offset, ..position }, &found.old, true);
        let back = back.expect("it can go back");
        let back = back.edit.edit().apply(&after);
        for document in fixture.workspace.documents() {
            let restored = &back.document(document.id).expect("it is there").note.text;
            assert_eq!(restored, &document.note.text);
        }
    } else {
        out.push_str("not reversible\n");
    }
    out
}

#[test]
fn a_tag_is_renamed_in_each_syntax_and_keeps_its_quotes() {
    check(
        "\
//- /a.md
---
title: A
tags: [$0data, 'data', \"x\"]   # mine
---
On #data.
//- /b.md
+++
date = 2024-01-02
[taxonomies]
tags = [\"x\", 'data']
+++
//- /c.md
---
tags:
    - other # why
    -   \"data\" # because
date: 2024-01-02 10:00:00 +0100
---
",
        "facts",
        expect![[r#"
            /a.md
            ---
            title: A
            tags: [facts, "x"]   # mine
            ---
            On #facts.
            /b.md
            +++
            date = 2024-01-02
            [taxonomies]
            tags = ["x", 'facts']
            +++
            /c.md
            ---
            tags:
                - other # why
                -   "facts" # because
            date: 2024-01-02 10:00:00 +0100
            ---
            not reversible
        "#]],
    );
}

#[test]
fn no_hash_is_written_into_yaml() {
    for new in ["#new", "new"] {
        assert_eq!(
            renamed("---\ntags: [forme, interview prep, old]\n---\nOn #ol$0d.\n", new),
            "/note.md\n---\ntags: [forme, interview prep, new]\n---\nOn #new.\n"
        );
    }
}

#[test]
fn child_tags_are_renamed_with_their_parent() {
    check(
        "---\ntags: [area/Part, areal, Area]\n---\n#are$0a #area/part/x #areas area\n",
        "top/field",
        expect![[r#"
            /note.md
            ---
            tags: [top/field/Part, areal, top/field]
            ---
            #top/field #top/field/part/x #areas area
            not reversible
        "#]],
    );
    check(
        "---\ntags: [area, area/part]\n---\n#area/pa$0rt/x\n",
        "area/part",
        expect![[r#"
            /note.md
            ---
            tags: [area, area/part]
            ---
            #area/part
            remark: “area/part” was already a tag of a note; “area/part/x” is merged into it.
            not reversible
        "#]],
    );
}

#[test]
fn merged_tags_are_reported_and_listed_once() {
    check(
        "//- /a.md\n---\ntags: [interview-prep$0, x, Interview Prep]\n---\n\
         //- /b.md\n---\ntags:\n- Interview Prep\n- interview-prep\n---\n\
         //- /c.md\n---\ntags: interview-prep, Interview Prep\n---\n\
         //- /d.md\n---\ntags: [interview-prep]\n---\n",
        "Interview Prep",
        expect![[r#"
            /a.md
            ---
            tags: [x, Interview Prep]
            ---
            /b.md
            ---
            tags:
            - Interview Prep
            ---
            /c.md
            ---
            tags: Interview Prep, Interview Prep
            ---
            /d.md
            ---
            tags: [Interview Prep]
            ---
            remark: “Interview Prep” was already a tag of 3 notes; “interview-prep” is merged into it.
            not reversible
        "#]],
    );
}

#[test]
fn a_duplicate_with_a_comment_is_not_removed() {
    check(
        "---\ntags:\n- a$0 # why\n- b # because\n---\n",
        "b",
        expect![[r#"
            /note.md
            ---
            tags:
            - b # why
            - b # because
            ---
            remark: “b” was already a tag of a note; “a” is merged into it.
            not reversible
        "#]],
    );
}

#[test]
fn rename_refuses_tags_invalid_inline() {
    check(
        "//- /a.md\n---\ntags: [pr$0ep]\n---\n//- /b.md\n# B\n\nOn #prep.\n",
        "interview prep",
        expect![[r#"
            refused: “interview prep” cannot replace #prep on line 3 of “B”: an inline tag cannot contain spaces.
        "#]],
    );
    check(
        "---\ntags: [pr$0ep]\n---\n#prep\n",
        "2024",
        expect![[r#"
            refused: “2024” cannot replace #prep on line 4 of “note”: it is not a valid inline tag.
        "#]],
    );
    check(
        "---\ntags: pr$0ep, other\n---\n",
        "a, b",
        expect![[r#"
            refused: “a, b” cannot replace “prep” on line 2 of “note”: it would be cut at the comma.
        "#]],
    );
    for new in ["", " # ", "a\nb", "a//b", "/a", "a/"] {
        assert!(renamed("#a$0", new).starts_with("refused: "), "{new:?}");
    }
}

#[test]
fn spaces_quotes_commas_and_null_are_quoted_as_needed() {
    for (new, written) in [
        ("interview prep", "interview prep"),
        ("a, b", "\"a, b\""),
        ("say \"hi\"", "say \"hi\""),
        ("\"hi\"", "'\"hi\"'"),
        ("it's", "it's"),
        ("null", "\"null\""),
        ("yes", "\"yes\""),
        ("a: b", "\"a: b\""),
        ("a #b", "\"a #b\""),
        ("日本 語", "日本 語"),
    ] {
        let after = renamed("---\ntags: [x, ol$0d] # c\n---\n", new);
        let expected = format!("/note.md\n---\ntags: [x, {written}] # c\n---\n");
        let is_plain = !written.starts_with(['"', '\'']);
        let end = if is_plain { "" } else { "not reversible\n" };
        assert_eq!(after, format!("{expected}{end}"));
    }
}

#[test]
fn a_string_a_block_list_and_null_keep_their_syntax() {
    check(
        "//- /a.md\n---\ntags: ol$0d\n---\n//- /b.md\n---\ntags:\n  -\n  - null\n  - old\n  -   ~\nempty:\n---\n\
         //- /c.md\n---\ntag: [[x, old], [y]]\n---\n",
        "new",
        expect![[r#"
            /a.md
            ---
            tags: new
            ---
            /b.md
            ---
            tags:
              -
              - null
              - new
              -   ~
            empty:
            ---
            /c.md
            ---
            tag: [[x, new], [y]]
            ---
        "#]],
    );
}

#[test]
fn a_tag_with_a_space_is_one_tag() {
    check(
        "---\ntags: [interview prep, interview$0]\n---\n",
        "talk",
        expect![[r#"
            /note.md
            ---
            tags: [interview prep, talk]
            ---
        "#]],
    );
}

#[test]
fn line_ends_and_a_byte_order_mark_are_kept() {
    check(
        "\u{feff}---\r\ntitle:   T # c\r\ntags:\r\n- ol$0d\r\n- b\r\n---\r\n#old\r\n",
        "new",
        expect![[r#"
            /note.md
            ␂---␍
            title:   T # c␍
            tags:␍
            - new␍
            - b␍
            ---␍
            #new␍
        "#]],
    );
    check(
        "---\r\ntags:\r\n- ol$0d\r\n- new\r\n---\r\n",
        "new",
        expect![[r#"
            /note.md
            ---␍
            tags:␍
            - new␍
            ---␍
            remark: “new” was already a tag of a note; “old” is merged into it.
            not reversible
        "#]],
    );
}

#[test]
fn a_category_is_renamed_only_as_a_category() {
    check(
        "---\ncategories: [Da$0ta, Lakes]\ntags: [Data]\n---\n#Data\n",
        "Facts",
        expect![[r#"
            /note.md
            ---
            categories: [Facts, Lakes]
            tags: [Data]
            ---
            #Data
        "#]],
    );
}

#[test]
fn a_broken_key_does_not_prevent_a_rename() {
    check(
        "---\ntitle: a: b\ntags: [ol$0d]\nx: [1\n---\n",
        "new",
        expect![[r#"
            /note.md
            ---
            title: a: b
            tags: [new]
            x: [1
            ---
        "#]],
    );
}

#[test]
fn a_term_with_the_name_of_a_tag_is_not_renamed() {
    check(
        "## Cache\nFast. #cac$0he and cache.\n",
        "store",
        expect![[r#"
            /note.md
            ## Cache
            Fast. #store and cache.
        "#]],
    );
}

#[test]
fn the_words_of_a_tag_may_be_a_term() {
    check(
        "//- /a.md\n## Data view\nA table.\n## Use\nOf a data view. #pl$0ugin/data-view\n",
        "addon",
        expect![[r#"
            /a.md
            ## Data view
            A table.
            ## Use
            Of a data view. #addon
        "#]],
    );
    check(
        "//- /a.md\n## Data view\nA table.\n## Use\nOf a data view. #plugin/data-vi$0ew\n",
        "addon",
        expect![[r#"
            /a.md
            ## Data view
            A table.
            ## Use
            Of a data view. #addon
        "#]],
    );
    check(
        "## Data view\nA table.\n## Use\nOf an #ad$0don.\n",
        "data-view",
        expect![[r#"
        /note.md
        ## Data view
        A table.
        ## Use
        Of an #data-view.
    "#]],
    );
}

#[test]
fn prepare_returns_the_tag_without_its_mark() {
    let fixture = Fixture::new("On #da$0ta.\n");
    let found = prepare(&fixture.workspace, fixture.position()).expect("there is a tag");
    let range = fixture.slice(fixture.position().note, found.range);
    assert_eq!((range.as_str(), found.info.as_str()), ("#data", "data"));
}

/// Front matter with a tag in each syntax; `@` is the tag.
const SHAPES: [&str; 8] = [
    "---\ntags: [x, @, y] # c\n---\n",
    "---\ntags: ['@', \"y\"]\n---\n",
    "---\r\ntags:\r\n-   x\r\n-   @ # c\r\n---\r\n",
    "---\ntags: @\n---\n",
    "---\ntags: x, @ , y\n---\n",
    "---\nTags:\n  - \"@\"\n---\n",
    "+++\n[taxonomies]\ntags = [ \"@\",\n 'y' ]\n+++\n",
    "+++\ntags = '@'\n+++\nText #@, (#@/z).\n",
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    /// For all names: renaming back restores each byte after a rename that is reported as
    /// reversible. Each rename is verified.
    #[test]
    fn renaming_and_back_restores_the_bytes(
        shape in 0..SHAPES.len(),
        old in "[a-zé日][a-z0-9/_-]{0,3}[a-z]",
        new in "[a-zA-Z#'\", :日/&*\\[\\]{}|-]{1,6}",
    ) {
        let text = SHAPES[shape].replacen('@', &format!("$0{old}"), 1).replace('@', &old);
        renamed(&text, &new);
    }
}

#[test]
fn links_to_a_heading_with_the_tag_are_kept() {
    check(
        "//- /a.md\n## Weir #river\nA weir is a wall.\n//- /b.md\n---\ntags: [riv$0er]\n---\n\
         [x](a.md#weir-river)\n",
        "water",
        expect![[r#"
            /a.md
            ## Weir #water
            A weir is a wall.
            /b.md
            ---
            tags: [water]
            ---
            [x](a.md#weir-water)
        "#]],
    );
}

#[test]
fn words_of_a_single_text_are_renamed() {
    check(
        "//- /a.md\n---\ncategories: garden update\n---\n//- /b.md\n---\ncategories: [gar$0den]\n---\n",
        "yard",
        expect![[r#"
            /a.md
            ---
            categories: yard update
            ---
            /b.md
            ---
            categories: [yard]
            ---
        "#]],
    );
}
