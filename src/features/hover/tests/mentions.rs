//! Hovers on mentions of terms.

use expect_test::expect;

use super::{check, in_prose};
use crate::features::fixture::Fixture;
use crate::features::hover::{Hover, hover};

#[test]
fn a_mention_shows_the_definition_and_its_place() {
    check(
        &in_prose("Ask the ca$0che first."),
        expect![[r#"
                *cache*
                Cache: A fast copy that may be wrong.
                  Stores › Kinds › Fast
            "#]],
    );
}

#[test]
fn the_edges_of_a_mention_belong_to_it() {
    check(
        &in_prose("Ask the $0cache."),
        expect![[r#"
            *cache*
            Cache: A fast copy that may be wrong.
              Stores › Kinds › Fast
        "#]],
    );
    check(
        &in_prose("Ask the cache$0."),
        expect![[r#"
            *cache*
            Cache: A fast copy that may be wrong.
              Stores › Kinds › Fast
        "#]],
    );
}

#[test]
fn plurals_and_possessives_are_mentions() {
    check(
        &in_prose("Two ca$0ches."),
        expect![[r#"
            *caches*
            Cache: A fast copy that may be wrong.
              Stores › Kinds › Fast
        "#]],
    );
    check(
        &in_prose("The cac$0he's size."),
        expect![[r#"
            *cache*
            Cache: A fast copy that may be wrong.
              Stores › Kinds › Fast
        "#]],
    );
}

#[test]
fn a_term_of_several_words_is_found_across_a_line_break_and_without_its_hyphen() {
    check(
        &in_prose("Append to the write ahead\nlo$0g."),
        expect![[r#"
            *write ahead
            log*
            Write-Ahead Log: A record of what is about to be done. See the cache.
              Stores › Kinds › Fast
        "#]],
    );
}

#[test]
fn what_stands_in_capitals_is_the_term_that_has_them() {
    for (prose, headword) in [("BA$0SE", "BASE"), ("BA$0SEs", "BASE"), ("Ba$0se", "Base")] {
        let notes = in_prose(&format!("#### Base\nThe ground of all.\n#### Use\nOf {prose}."));
        let fixture = Fixture::new(&notes);
        let found = hover(&fixture.workspace, fixture.position()).expect(prose);
        let Hover::Term(entries) = found.info else { panic!("{prose} is a term") };
        let names: Vec<_> = entries.shown.iter().map(|entry| &entry.headword).collect();
        assert_eq!(names, [headword], "{prose}");
    }
}

#[test]
fn a_term_in_capitals_is_mentioned_in_capitals_only() {
    check(
        &in_prose("BA$0SE is not ACID."),
        expect![[r#"
            *BASE*
            BASE: Basically available.
              Stores › Kinds › Fast
        "#]],
    );
    check(
        &in_prose("The ba$0se of it."),
        expect![[r#"
            nothing
        "#]],
    );
    check(
        &in_prose("All WA$0Ls grow."),
        expect![[r#"
            *WALs*
            WAL: Short for something.
              Stores › Kinds › Fast
        "#]],
    );
}

#[test]
fn an_acronym_has_a_plural_whatever_its_letters() {
    let indicator = "#### Indicator (SLI)\nA figure.\n#### Use\n";
    check(
        &format!("{indicator}Poor SLIs$0."),
        expect![[r#"
            *SLIs*
            Indicator (SLI): A figure.
              note
        "#]],
    );
}

#[test]
fn parts_of_words_code_addresses_and_names_are_no_mentions() {
    for prose in [
        "Re-cac$0heable",
        "The `ca$0che` command",
        "[it](https://ca$0che.md)",
        "https://example.org/ca$0che",
        "mail ca$0che@example.org",
        "<b class=\"ca$0che\">",
        "<!-- ca$0che -->",
        "    ca$0che",
        "$ca$0che$",
        "{{< ca$0che >}}",
        "@ca$0che",
        "a.ca$0che.b",
        "ca$0che_size",
    ] {
        check(&in_prose(prose), expect![["nothing\n"]]);
    }
}

#[test]
fn the_text_of_a_link_is_prose() {
    check(
        &in_prose("[the ca$0che](x.md)"),
        expect![[r#"
            *cache*
            Cache: A fast copy that may be wrong.
              Stores › Kinds › Fast
        "#]],
    );
}

#[test]
fn an_emoji_before_the_cursor_moves_nothing() {
    check(
        &in_prose("😀👩‍⚕️ the ca$0che"),
        expect![[r#"
            *cache*
            Cache: A fast copy that may be wrong.
              Stores › Kinds › Fast
        "#]],
    );
}

#[test]
fn scripts_without_spaces_need_none() {
    let notes = "//- /a.md\n#### 機械学習\n学ぶこと。\n#### サービス\n提供すること。\n//- /b.md\n";
    check(
        &format!("{notes}これは機械$0学習です。"),
        expect![[r#"
            *機械学習*
            機械学習: 学ぶこと。
              a
        "#]],
    );
    check(
        &format!("{notes}マイクロサー$0ビス"),
        expect![[r#"
            nothing
        "#]],
    );
    check(
        &format!("{notes}そのサー$0ビスは"),
        expect![[r#"
            *サービス*
            サービス: 提供すること。
              a
        "#]],
    );
}

#[test]
fn a_possessive_shows_the_definition_once() {
    check(
        "#### Account\nA place for money.\n#### Use\nThe acc$0ount's owner.\n",
        expect![[r#"
        *account*
        Account: A place for money.
          note
    "#]],
    );
}

#[test]
fn a_name_with_tags_or_block_names_is_a_name() {
    for heading in ["## Weir #river", "## #river Weir #low #todo", "## Weir ^wall", "## ==Weir=="] {
        check(
            &format!("{heading}\nA weir is a wall in a river.\n//- /b.md\nA we$0ir.\n"),
            expect![[r#"
            *weir*
            Weir: A weir is a wall in a river.
              note
        "#]],
        );
    }
    for entry in [
        "- **Weir** #river: A wall in a river.\n",
        "- **Weir #river**: A wall in a river.\n",
        "Weir #river\n: A wall in a river.\n",
    ] {
        check(
            &format!("{entry}//- /b.md\nA we$0ir.\n"),
            expect![[r#"
            *weir*
            Weir: A wall in a river.
              note
        "#]],
        );
    }
}

#[test]
fn marked_references_are_mentions() {
    let term = "## Weir\nA weir is a wall in a river.\n//- /b.md\n";
    for reference in [
        "The {term}`We$0ir` here.\n",
        "The {term}`walls <We$0ir>` here.\n",
        "The {{< glossary_tooltip text=\"We$0ir\" term_id=\"weir\" >}}.\n",
        "The {{Glossary(\"We$0ir\")}}.\n",
    ] {
        check(
            &format!("{term}{reference}"),
            expect![[r#"
            *Weir*
            Weir: A weir is a wall in a river.
              note
        "#]],
        );
    }
}
