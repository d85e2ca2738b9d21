//! Hovers on links, labels, tags and keys.

use expect_test::expect;

use super::check;

#[test]
fn tags_and_categories_show_how_many_notes_have_them() {
    let notes = "//- /a.md\n---\ntags: [exam prep]\n---\n//- /b.md\n#todo #exam\n";
    check(
        &format!("//- /c.md\n---\ntags: [\"exam$0 prep\", x]\n---\n{notes}"),
        expect![[r#"
            *exam prep*
            tag exam prep: 2 (a, c)
        "#]],
    );
    check(
        &format!("//- /c.md\n#to$0do\n{notes}"),
        expect![[r#"
            *#todo*
            tag todo: 2 (b, c)
        "#]],
    );
    check(
        "---\ncategories: [Co$0re]\n---\n",
        expect![[r#"
            *Core*
            category Core: 1 (note)
        "#]],
    );
}

#[test]
fn a_key_is_explained_by_the_tool_that_the_notes_speak_for() {
    let posts = "//- /_posts/2024-01-02-a.md\n---\ntitle: A\npin: true\n---\n";
    check(
        &format!("{posts}//- /_posts/2024-01-03-b.md\n---\npi$0n: false\n---\n"),
        expect![[r#"
        *pin*
        Jekyll key, true or false [] of 2: Whether the post is pinned to the top of the home page (Chirpy).
    "#]],
    );
    let zola = "+++\nsor$0t_by = \"date\"\n[taxonomies]\ntags = [\"a\"]\n+++\n";
    check(
        zola,
        expect![[r#"
        *sort_by*
        Zola key, text [date, update_date, title, title_bytes, weight, slug, none] of 1: The sort key of the pages of the section (`_index.md`).
    "#]],
    );
    check(
        "---\naliases: [x]\nunkno$0wn: 1\n---\n",
        expect![[r#"
        nothing
    "#]],
    );
}

const LINKED: &str = "\
//- /a.md
---
title: Alpha
---
Beginning of the note.

## Part
First block.

Second block. ^two

#### Cache
A fast copy.
//- /b.md
";

#[test]
fn a_link_shows_what_it_leads_to() {
    check(
        &format!("{LINKED}[x](a$0.md)\n"),
        expect![[r#"
            *[x](a.md)*
            Alpha: Beginning of the note.
              Alpha
        "#]],
    );
    check(
        &format!("{LINKED}[[Alpha#Pa$0rt]]\n"),
        expect![[r#"
            *[[Alpha#Part]]*
            link to Alpha › Part
            First block.

            Second block. ^two

            #### Cache
            A fast copy.
        "#]],
    );
    check(
        &format!("{LINKED}[[a#^t$0wo]]\n"),
        expect![[r#"
            *[[a#^two]]*
            link to Alpha
            Second block. ^two
        "#]],
    );
}

#[test]
fn a_link_to_a_term_shows_the_term() {
    check(
        &format!("{LINKED}[this](a.md#ca$0che)\n"),
        expect![[r#"
            *[this](a.md#cache)*
            Cache: A fast copy.
              Alpha › Part
        "#]],
    );
}

#[test]
fn a_link_to_nothing_says_so() {
    check(
        &format!("{LINKED}[x](no$0ne.md)\n"),
        expect![[r#"
            *[x](none.md)*
            file /none.md, there: false
        "#]],
    );
    check(
        &format!("{LINKED}[[no$0ne]]\n"),
        expect![[r#"
            *[[none]]*
            no note none, wanted in 1
        "#]],
    );
}

#[test]
fn a_label_shows_what_it_stands_for() {
    check(
        "One[^o$0ne].\n\n[^one]: The *text*\n    goes on.\n",
        expect![[r#"
            *[^one]*
            label for The *text*
            goes on.
        "#]],
    );
    check(
        "See [text][la$0bel].\n\n[label]: https://example.com 'T'\n",
        expect![[r#"
            *[text][label]*
            label for <https://example.com> 'T'
        "#]],
    );
}

#[test]
fn a_wiki_link_in_front_matter_shows_its_note() {
    let note = "//- /Old Weir.md\n# Old Weir\nA wall in the river.\n//- /b.md\n";
    check(
        &format!("{note}---\nparent: \"[[Old We$0ir]]\"\n---\n"),
        expect![[r#"
            *[[Old Weir]]*
            Old Weir: A wall in the river.
              Old Weir
        "#]],
    );
    check(
        &format!("{note}---\nrelated:\n  - '[[old weir|the we$0ir]]'\n---\n"),
        expect![[r#"
            *[[old weir|the weir]]*
            Old Weir: A wall in the river.
              Old Weir
        "#]],
    );
    check(
        &format!("{note}+++\nparent = \"see [[Old We$0ir]]\"\n+++\n"),
        expect![[r#"
            *[[Old Weir]]*
            Old Weir: A wall in the river.
              Old Weir
        "#]],
    );
    check(&format!("{note}---\nmatrix: [[1, $02]]\n---\n"), expect![["nothing\n"]]);
}
