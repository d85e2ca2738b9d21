//! Tests of inline tags and of similar texts.

use expect_test::{Expect, expect};

use crate::note::render;

fn check(text: &str, expected: &Expect) {
    expected.assert_eq(&render::tags(text));
}

#[test]
fn tags_are_found_in_running_text() {
    check(
        "#one and #two, (#three) [#four]\n#five\n- #six\n> #seven\n>#eight\n\n| #nine |\n| - |\n|#ten|\n\n## Title #eleven\n",
        &expect![[r#"
            #one
            #two
            #three
            #four
            #five
            #six
            #seven
            #eight
            #nine
            #ten
            #eleven
        "#]],
    );
}

#[test]
fn tags_have_letters_and_digits_of_any_script() {
    check(
        "#日本語。 #标签， #ไทย #हिन्दी #Über #cafe\u{301} #2023-goals #a #snake_case_tag #kebab-case-tag\n",
        &expect![[r#"
            #日本語
            #标签
            #ไทย
            #हिन्दी
            #Über
            #cafe\u{301}
            #2023-goals
            #a
            #snake_case_tag
            #kebab-case-tag
        "#]],
    );
}

#[test]
fn tags_may_contain_emoji() {
    check(
        "#🌱 #📥/inbox #👩‍⚕️ #tag🎉 #☑️\n",
        &expect![[r#"
        #🌱
        #📥/inbox
        #👩‍⚕️
        #tag🎉
        #☑️
    "#]],
    );
}

#[test]
fn slashes_separate_levels() {
    check(
        "#area/part #a/b/c #trailing/ #a/b/. #/leading #a/2023\n",
        &expect![[r#"
        #area/part
        #a/b/c
        #trailing
        #a/b
        #a/2023
    "#]],
    );
}

#[test]
fn punctuation_ends_a_tag() {
    check(
        "#one. #two, #three! #four? #five: #six; (#seven) #eight's \"#nine\" #ten\u{a0}x #eleven--dash, goal #2--and\n",
        &expect![[r#"
            #one
            #two
            #three
            #four
            #five
            #six
            #seven
            #eight
            #ten
            #eleven
        "#]],
    );
}

#[test]
fn emphasis_may_surround_a_tag() {
    check(
        "**#one** and *#two*\n\nC**#no**\n",
        &expect![[r#"
        #one
        #two
    "#]],
    );
}

#[test]
fn similar_texts_are_not_tags() {
    check("C# F# a#b {#id} [term]{#id} page#anchor &#35; #12 #1-2 # #! ##x\n", &expect![""]);
    check("#fff #FFFFFF #1a2b3c #00f #ff000080 #a1b2\n", &expect![""]);
    check("\\#no and \\#no\n\n*\\#no*\n", &expect![""]);
    check(
        "`#no` `a`#no\n\n    #no\n\n```\n#no\n```\n<b>#yes</b> <a href=\"#no\">x</a>#no\n",
        &expect![[r#"
            #yes
        "#]],
    );
    check(
        "[#no](a) [x](#no)#no <https://a.b#no> https://a.b/#no www.a.b#no [[a#no]] ![#no](x)\n",
        &expect![""],
    );
    check("<!-- #no --> %% #no %% {{< x #no >}} $#no$\n", &expect![""]);
    check("---\ntags: [a] #no\n---\n## A {#no}\n", &expect![""]);
}

#[test]
fn words_that_look_like_colors_are_tags() {
    check(
        "#facade #decade #bed #abc\n",
        &expect![[r#"
        #facade
        #decade
        #bed
        #abc
    "#]],
    );
}
