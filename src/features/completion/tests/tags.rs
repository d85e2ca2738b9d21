//! Tags and categories.
use expect_test::{Expect, expect};

use crate::features::completion::{CompletionKind, completion};
use crate::features::fixture::Fixture;

const VAULT: &str = "\
//- /one.md
---
tags: [interview prep, storage, C#]
categories: [Core, Data]
---
#storage #area/db
//- /two.md
---
tags: [interview prep, networks]
categories: Core
---
";

#[expect(clippy::needless_pass_by_value, reason = "an expectation is made where it is checked")]
fn check(note: &str, expected: Expect) {
    let fixture = Fixture::new(&format!("{VAULT}//- /note.md\n{note}"));
    let position = fixture.position();
    let Some(found) = completion(&fixture.workspace, position, false, None) else {
        return expected.assert_eq("nothing\n");
    };
    let shown: String = found
        .items
        .iter()
        .map(|item| {
            assert!(item.range.contains_inclusive(position.offset), "the edit is at the cursor");
            let replaced = fixture.slice(position.note, item.range);
            assert!(!replaced.contains(['\n', '\r']), "the edit is on one line");
            let (CompletionKind::Tag { notes } | CompletionKind::Category { notes }) = item.kind
            else {
                panic!("{} is not a tag", item.label)
            };
            format!("{} ({notes}): «{replaced}» → «{}»\n", item.label, item.new_text)
        })
        .collect();
    expected.assert_eq(&shown);
}

#[test]
fn tags_are_offered_the_most_used_first() {
    check(
        "---\ntags: [forme, $0]\n---\n",
        expect![[r##"
        interview prep (2): «» → «interview prep»
        C# (1): «» → «C#»
        area/db (1): «» → «area/db»
        networks (1): «» → «networks»
        storage (1): «» → «storage»
    "##]],
    );
}

#[test]
fn a_fuzzy_match_replaces_the_whole_typed_text() {
    check(
        "---\ntags: [forme, ip$0]\n---\n",
        expect![[r#"
        interview prep (2): «ip» → «interview prep»
    "#]],
    );
    check(
        "---\ntags:\n  - net$0wo\n---\n",
        expect![[r#"
        networks (1): «netwo» → «networks»
    "#]],
    );
}

#[test]
fn tags_are_offered_in_broken_front_matter() {
    check(
        "---\ntags: [forme, net$0\n---\n",
        expect![[r#"
        networks (1): «net» → «networks»
    "#]],
    );
    check(
        "---\ntitle: Foo: bar\ntags: [\"net$0\n---\n",
        expect![[r#"
        networks (1): «"net» → «"networks"»
    "#]],
    );
}

#[test]
fn a_tag_of_the_same_note_is_not_offered_again() {
    check("---\ntags: [storage, Networks, s$0]\n---\n", expect![""]);
}

#[test]
fn categories_are_offered_for_their_key() {
    check(
        "---\ncategories: [$0]\n---\n",
        expect![[r#"
        Core (2): «» → «Core»
        Data (1): «» → «Data»
    "#]],
    );
}

#[test]
fn an_incomplete_tag_is_not_offered() {
    check(
        "---\ntags: [netw$0]\n---\n",
        expect![[r#"
        networks (1): «netw» → «networks»
    "#]],
    );
    check(
        "Text #netw$0\n",
        expect![[r##"
        networks (1): «#netw» → «#networks»
    "##]],
    );
}

#[test]
fn nothing_is_offered_for_other_keys_and_in_prose() {
    check("---\ntitle: net$0\n---\n", expect![["nothing\n"]]);
    check("Text net$0\n", expect![""]);
}

#[test]
fn only_valid_inline_tags_are_offered_inline() {
    check(
        "Text #$0\n",
        expect![[r##"
        area/db (1): «#» → «#area/db»
        networks (1): «#» → «#networks»
        storage (1): «#» → «#storage»
    "##]],
    );
    check(
        "#sto$0\n",
        expect![[r##"
        storage (1): «#sto» → «#storage»
    "##]],
    );
}

#[test]
fn no_tags_are_offered_in_headings_code_and_links() {
    check("#$0\n", expect![["nothing\n"]]);
    check("##$0\n", expect![["nothing\n"]]);
    check("`x #st$0`\n", expect![["nothing\n"]]);
    check("    x #st$0\n", expect![["nothing\n"]]);
    check(
        "[a](b #st$0)\n",
        expect![[r#"
        storage (1): «#st» → «#storage»
    "#]],
    );
    check("word#st$0\n", expect![["nothing\n"]]);
}

#[test]
fn categories_that_follow_the_previous_one_come_first() {
    let posts = "//- /three.md\n---\ncategories: [Systems, Storage]\n---\n\
        //- /four.md\n---\ncategories: [Systems, Networks]\n---\n";
    let offered = |note: &str| {
        let fixture = Fixture::new(&format!("{VAULT}{posts}//- /note.md\n{note}"));
        let found = completion(&fixture.workspace, fixture.position(), false, None);
        let items = found.expect("there is something").items.into_iter();
        items.map(|item| item.label).collect::<Vec<_>>()
    };
    let below = offered("---\ncategories: [Systems, $0]\n---\n");
    assert_eq!(below[..2], ["Networks", "Storage"]);
    let first = offered("---\ncategories: [$0]\n---\n");
    assert_eq!(first[..2], ["Core", "Systems"]);
    let block = offered("---\ncategories:\n- Core\n- $0\n---\n");
    assert_eq!(block[0], "Data");
}

#[test]
fn a_text_of_tags_with_spaces_completes_each() {
    check(
        "---\ntags: storage net$0\n---\n",
        expect![[r#"
        networks (1): «net» → «networks»
    "#]],
    );
    check(
        "---\ntags: net$0 storage\n---\n",
        expect![[r#"
        networks (1): «net» → «networks»
    "#]],
    );
    check(
        "---\ntags: storage $0\n---\n",
        expect![[r#"
        C# (1): «» → «C#»
        area/db (1): «» → «area/db»
        networks (1): «» → «networks»
    "#]],
    );
    // The text of `tag` is one tag.
    check("---\ntag: storage net$0\n---\n", expect![""]);
}

#[test]
fn a_tag_that_yaml_reads_as_a_comment_is_replaced() {
    check(
        "---\ntags: #net$0\n---\n",
        expect![[r#"
        networks (1): «#net» → «networks»
    "#]],
    );
    check(
        "---\ntags:\n  - storage\n  - #net$0\n---\n",
        expect![[r#"
        networks (1): «#net» → «networks»
    "#]],
    );
    check(
        "---\ntags: #$0\n---\n",
        expect![[r#"
        interview prep (2): «#» → «[interview prep]»
        C# (1): «#» → «C#»
        area/db (1): «#» → «area/db»
        networks (1): «#» → «networks»
        storage (1): «#» → «storage»
    "#]],
    );
    check(
        "---\ntags: # net$0 is a comment\n---\n",
        expect![[r#"
        nothing
    "#]],
    );
}
