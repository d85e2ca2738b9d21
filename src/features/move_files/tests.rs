//! Moves of files, and the rewritten links.

use std::fmt::Write;
use std::path::PathBuf;

use expect_test::{Expect, expect};

use super::move_files;
use crate::features::fixture::Fixture;

/// Moves files of a fixture below `/notes`. Shows each changed line, and the links that break.
#[expect(clippy::needless_pass_by_value, reason = "an expectation is made where it is checked")]
fn check(moves: &[(&str, &str)], fixture: &str, expected: Expect) {
    let mut fixture = Fixture::new(fixture);
    fixture.workspace.set_folders(vec![PathBuf::from("/notes")]);
    fixture.workspace.settle();
    let moves = moves.iter().map(|(from, to)| (PathBuf::from(from), PathBuf::from(to))).collect();
    let found = match move_files(&fixture.workspace, moves) {
        Ok(found) => found,
        Err(refusal) => return expected.assert_eq(&format!("refused: {}\n", refusal.0)),
    };
    let after = found.edit.edit().apply(&fixture.workspace);
    let mut shown = String::new();
    for note in &fixture.notes {
        let path = fixture.document(*note).location.path().expect("a file").display().to_string();
        let new = &after.document(*note).expect("it is there").note.text;
        let old = &fixture.document(*note).note.text;
        for (old, new) in old.lines().zip(new.lines()).filter(|(old, new)| old != new) {
            writeln!(shown, "{path}\n- {old}\n+ {new}").unwrap();
        }
    }
    for (note, range) in found.left_out {
        writeln!(shown, "left: {}", fixture.place(note, range)).unwrap();
    }
    for lost in found.lost_names {
        writeln!(shown, "{}: {} mentions in {} notes", lost.name, lost.mentions, lost.notes)
            .unwrap();
    }
    expected.assert_eq(&shown);
}

#[test]
fn mentions_of_a_name_that_only_the_file_had_are_counted() {
    let vault = "\
//- /notes/Weir.md
A weir is a low wall across a river.
//- /notes/Lock.md
# Lock
A lock is a basin with two gates.
//- /notes/a.md
A weir and a lock, and two weirs. [[Weir]]
";
    check(
        &[("/notes/Weir.md", "/notes/Dam.md"), ("/notes/Lock.md", "/notes/Basin.md")],
        vault,
        expect![[r#"
            /notes/a.md
            - A weir and a lock, and two weirs. [[Weir]]
            + A weir and a lock, and two weirs. [[Dam]]
            Weir: 3 mentions in 2 notes
        "#]],
    );
    check(&[("/notes/Weir.md", "/notes/sub/Weir.md")], vault, expect![[""]]);
}

const VAULT: &str = "\
//- /notes/index.md
[a](sub/a.md?raw=1) [a](./sub/a.md#part \"A\") [a](/sub/a.md) [a](sub/a) [[a]] [[sub/a|x]] [[A]] ![[a#Part]]
[a][r] <a href=\"sub/a.md\">x</a> [out](https://example.com/sub/a.md) `[a](sub/a.md)`

[r]: <sub/a.md> 'A'
//- /notes/sub/a.md
# A
## Part
[index](../index.md) ![i](../img/i.png) [b](b.md#x) [self](#part) [self](a.md) [sub](./)
//- /notes/sub/b.md
## X
[a](a.md) [a](../sub/a.md)
//- /notes/sub/README.md
";

#[test]
fn links_to_a_moved_note_and_in_it_are_kept_in_their_style() {
    check(
        &[("/notes/sub/a.md", "/notes/deep/er/new name.md")],
        VAULT,
        expect![[r#"
            /notes/index.md
            - [a](sub/a.md?raw=1) [a](./sub/a.md#part "A") [a](/sub/a.md) [a](sub/a) [[a]] [[sub/a|x]] [[A]] ![[a#Part]]
            + [a](deep/er/new%20name.md?raw=1) [a](./deep/er/new%20name.md#part "A") [a](/deep/er/new%20name.md) [a](deep/er/new%20name) [[new name]] [[deep/er/new name|x]] [[new name]] ![[new name#Part]]
            /notes/index.md
            - [a][r] <a href="sub/a.md">x</a> [out](https://example.com/sub/a.md) `[a](sub/a.md)`
            + [a][r] <a href="deep/er/new%20name.md">x</a> [out](https://example.com/sub/a.md) `[a](sub/a.md)`
            /notes/index.md
            - [r]: <sub/a.md> 'A'
            + [r]: <deep/er/new name.md> 'A'
            /notes/sub/a.md
            - [index](../index.md) ![i](../img/i.png) [b](b.md#x) [self](#part) [self](a.md) [sub](./)
            + [index](../../index.md) ![i](../../img/i.png) [b](../../sub/b.md#x) [self](#part) [self](new%20name.md) [sub](../../sub/)
            /notes/sub/b.md
            - [a](a.md) [a](../sub/a.md)
            + [a](../deep/er/new%20name.md) [a](../deep/er/new%20name.md)
        "#]],
    );
}

#[test]
fn links_by_file_name_get_the_new_file_name() {
    check(
        &[("/notes/sub/a.md", "/notes/sub/c.md")],
        VAULT,
        expect![[r#"
            /notes/index.md
            - [a](sub/a.md?raw=1) [a](./sub/a.md#part "A") [a](/sub/a.md) [a](sub/a) [[a]] [[sub/a|x]] [[A]] ![[a#Part]]
            + [a](sub/c.md?raw=1) [a](./sub/c.md#part "A") [a](/sub/c.md) [a](sub/c) [[c]] [[sub/c|x]] [[c]] ![[c#Part]]
            /notes/index.md
            - [a][r] <a href="sub/a.md">x</a> [out](https://example.com/sub/a.md) `[a](sub/a.md)`
            + [a][r] <a href="sub/c.md">x</a> [out](https://example.com/sub/a.md) `[a](sub/a.md)`
            /notes/index.md
            - [r]: <sub/a.md> 'A'
            + [r]: <sub/c.md> 'A'
            /notes/sub/a.md
            - [index](../index.md) ![i](../img/i.png) [b](b.md#x) [self](#part) [self](a.md) [sub](./)
            + [index](../index.md) ![i](../img/i.png) [b](b.md#x) [self](#part) [self](c.md) [sub](./)
            /notes/sub/b.md
            - [a](a.md) [a](../sub/a.md)
            + [a](c.md) [a](../sub/c.md)
        "#]],
    );
}

#[test]
fn a_folder_moves_with_all_that_is_in_it() {
    check(
        &[("/notes/sub", "/notes/part")],
        VAULT,
        expect![[r#"
            /notes/index.md
            - [a](sub/a.md?raw=1) [a](./sub/a.md#part "A") [a](/sub/a.md) [a](sub/a) [[a]] [[sub/a|x]] [[A]] ![[a#Part]]
            + [a](part/a.md?raw=1) [a](./part/a.md#part "A") [a](/part/a.md) [a](part/a) [[a]] [[part/a|x]] [[A]] ![[a#Part]]
            /notes/index.md
            - [a][r] <a href="sub/a.md">x</a> [out](https://example.com/sub/a.md) `[a](sub/a.md)`
            + [a][r] <a href="part/a.md">x</a> [out](https://example.com/sub/a.md) `[a](sub/a.md)`
            /notes/index.md
            - [r]: <sub/a.md> 'A'
            + [r]: <part/a.md> 'A'
            /notes/sub/b.md
            - [a](a.md) [a](../sub/a.md)
            + [a](a.md) [a](a.md)
        "#]],
    );
}

#[test]
fn links_to_other_files_are_rewritten() {
    check(
        &[("/notes/img", "/notes/pictures")],
        VAULT,
        expect![[r#"
        /notes/sub/a.md
        - [index](../index.md) ![i](../img/i.png) [b](b.md#x) [self](#part) [self](a.md) [sub](./)
        + [index](../index.md) ![i](../pictures/i.png) [b](b.md#x) [self](#part) [self](a.md) [sub](./)
    "#]],
    );
}

#[test]
fn an_ambiguous_link_by_name_gets_a_path() {
    check(
        &[("/notes/sub/deep/a.md", "/notes/a.md")],
        "//- /notes/sub/a.md\n//- /notes/sub/deep/a.md\n//- /notes/note.md\n[[a]] [[deep/a]]\n",
        expect![[r#"
            /notes/note.md
            - [[a]] [[deep/a]]
            + [[sub/a]] [[a]]
        "#]],
    );
}

#[test]
fn two_notes_can_exchange_their_paths() {
    check(
        &[("/notes/a.md", "/notes/b.md"), ("/notes/b.md", "/notes/a.md")],
        "//- /notes/a.md\n[b](b.md)\n//- /notes/b.md\n[a](a.md)\n//- /notes/c.md\n[a](a.md) [[b]]\n",
        expect![[r#"
            /notes/a.md
            - [b](b.md)
            + [b](a.md)
            /notes/b.md
            - [a](a.md)
            + [a](b.md)
            /notes/c.md
            - [a](a.md) [[b]]
            + [a](b.md) [[a]]
        "#]],
    );
}

#[test]
fn special_characters_in_names_are_encoded() {
    check(
        &[("/notes/a.md", "/notes/C# (1)?.md")],
        "//- /notes/a.md\n//- /notes/b.md\n[a](a.md) [a](<a.md>) [[a]] [a](a)\n",
        expect![[r#"
            /notes/b.md
            - [a](a.md) [a](<a.md>) [[a]] [a](a)
            + [a](C%23%20%281%29%3F.md) [a](<C%23%20%281%29%3F.md>) [[a]] [a](C%23%20%281%29%3F)
            left: /notes/b.md:1: [[a]]
        "#]],
    );
}

#[test]
fn moves_outside_the_folders_change_nothing() {
    check(&[("/notes/sub/a.md", "/else/a.md")], VAULT, expect![[r#""#]]);
    check(&[("/else/a.md", "/notes/sub/c.md")], VAULT, expect![[r#""#]]);
}

#[test]
fn a_path_with_escapes_is_reported_and_not_changed() {
    check(
        &[("/notes/a_b.md", "/notes/c.md")],
        "//- /notes/a_b.md\n//- /notes/b.md\n[a](a\\_b.md) [a](a_b.md)\n",
        expect![[r#"
            /notes/b.md
            - [a](a\_b.md) [a](a_b.md)
            + [a](a\_b.md) [a](c.md)
            left: /notes/b.md:1: [a](a\_b.md)
        "#]],
    );
}

#[test]
fn line_ends_are_kept_and_site_urls_are_rewritten() {
    check(
        &[("/notes/_posts/2026-01-02-old.md", "/notes/_posts/2026-01-02-new.md")],
        "//- /notes/_posts/2026-01-02-old.md\n# Old\n//- /notes/b.md\n[x](/posts/old/) [[old]] [x](_posts/2026-01-02-old.md)\r\n",
        expect![[r#"
            /notes/b.md
            - [x](/posts/old/) [[old]] [x](_posts/2026-01-02-old.md)
            + [x](/posts/new/) [[new]] [x](_posts/2026-01-02-new.md)
        "#]],
    );
}

#[test]
fn a_file_embedded_by_name_gets_its_new_name() {
    check(
        &[("/notes/img/old.png", "/notes/img/new.png")],
        "//- /notes/b.md\n![[old.png]] ![[old.png|300]] [[older.png]] ![x](img/old.png)\n",
        expect![[r#"
            /notes/b.md
            - ![[old.png]] ![[old.png|300]] [[older.png]] ![x](img/old.png)
            + ![[new.png]] ![[new.png|300]] [[older.png]] ![x](img/new.png)
        "#]],
    );
    check(
        &[("/notes/img/old.png", "/notes/other/old.png")],
        "//- /notes/b.md\n![[old.png]] ![x](img/old.png)\n",
        expect![[r#"
            /notes/b.md
            - ![[old.png]] ![x](img/old.png)
            + ![[old.png]] ![x](other/old.png)
        "#]],
    );
}

#[test]
fn a_site_url_keeps_its_root() {
    check(
        &[("/notes/content/en/a.md", "/notes/content/en/new/a.md")],
        "//- /notes/content/en/a.md\n//- /notes/content/en/b.md\n[x](/a/) [x](/content/en/a/) [x](/a)\n",
        expect![[r#"
            /notes/content/en/b.md
            - [x](/a/) [x](/content/en/a/) [x](/a)
            + [x](/new/a/) [x](/content/en/new/a/) [x](/new/a)
        "#]],
    );
}

#[test]
fn a_name_in_angle_brackets_stays_as_it_is_written() {
    let notes = "//- /notes/a.md\n[x](<two words.md>) [x](two%20words.md) [x](<two%20words.md>)\n\n\
        [r]: <two words.md>\n\n[r]\n//- /notes/two words.md\nText.\n";
    check(
        &[("/notes/two words.md", "/notes/three (3) words.md")],
        notes,
        expect![[r#"
        /notes/a.md
        - [x](<two words.md>) [x](two%20words.md) [x](<two%20words.md>)
        + [x](<three%20%283%29%20words.md>) [x](three%20%283%29%20words.md) [x](<three%20%283%29%20words.md>)
        /notes/a.md
        - [r]: <two words.md>
        + [r]: <three%20%283%29%20words.md>
    "#]],
    );
    check(
        &[("/notes/two words.md", "/notes/one.md")],
        notes,
        expect![[r#"
        /notes/a.md
        - [x](<two words.md>) [x](two%20words.md) [x](<two%20words.md>)
        + [x](<one.md>) [x](one.md) [x](<one.md>)
        /notes/a.md
        - [r]: <two words.md>
        + [r]: <one.md>
    "#]],
    );
    check(
        &[("/notes/one.md", "/notes/two words.md")],
        "//- /notes/a.md\n[x](<one.md>) [x](one.md)\n//- /notes/one.md\nText.\n",
        expect![[r#"
            /notes/a.md
            - [x](<one.md>) [x](one.md)
            + [x](<two words.md>) [x](two%20words.md)
        "#]],
    );
}

#[test]
fn a_link_to_a_folder_stays_one() {
    let notes = "//- /notes/a.md\n[x](sub) [x](/sub) [x](sub/) [x](sub/index.md) [x](./sub)\n\
        //- /notes/sub/index.md\nText.\n//- /notes/leaf.md\n# L\n//- /notes/b.md\n[x](leaf) [x](/leaf) [x](leaf.md)\n";
    check(
        &[("/notes/sub", "/notes/part")],
        notes,
        expect![[r#"
        /notes/a.md
        - [x](sub) [x](/sub) [x](sub/) [x](sub/index.md) [x](./sub)
        + [x](part) [x](/part) [x](part/) [x](part/index.md) [x](./part)
    "#]],
    );
    check(
        &[("/notes/leaf.md", "/notes/leaf/index.md")],
        notes,
        expect![[r#"
        /notes/b.md
        - [x](leaf) [x](/leaf) [x](leaf.md)
        + [x](leaf) [x](/leaf) [x](leaf/index.md)
    "#]],
    );
}

#[test]
fn a_definition_for_a_wiki_link_gets_its_name() {
    let notes = "//- /notes/a.md\nSee [[bird]] and [[bird|x]].\n\n[bird]: bird.md \"Bird\"\n\
        //- /notes/b.md\n[[bird]] and [bird].\n\n[bird]: bird.md\n//- /notes/bird.md\n# Bird\n";
    check(
        &[("/notes/bird.md", "/notes/owl.md")],
        notes,
        expect![[r#"
        /notes/a.md
        - See [[bird]] and [[bird|x]].
        + See [[owl]] and [[owl|x]].
        /notes/a.md
        - [bird]: bird.md "Bird"
        + [owl]: owl.md "Bird"
        /notes/b.md
        - [[bird]] and [bird].
        + [[owl]] and [bird].
        /notes/b.md
        - [bird]: bird.md
        + [bird]: owl.md
    "#]],
    );
}

#[test]
fn a_path_from_the_content_folder_of_zola_follows() {
    let notes = "//- /notes/content/_index.md\n[x](@/blog/post.md#old) [x](@/gone.md) ![x](@/i.png)\n\
        //- /notes/content/blog/post.md\n# Old\n[x](@/_index.md)\n";
    let post = "/notes/content/blog/post.md";
    check(
        &[(post, "/notes/content/blog/entry.md")],
        notes,
        expect![[r#"
        /notes/content/_index.md
        - [x](@/blog/post.md#old) [x](@/gone.md) ![x](@/i.png)
        + [x](@/blog/entry.md#old) [x](@/gone.md) ![x](@/i.png)
    "#]],
    );
    check(
        &[(post, "/notes/content/news/two words.md")],
        notes,
        expect![[r#"
        /notes/content/_index.md
        - [x](@/blog/post.md#old) [x](@/gone.md) ![x](@/i.png)
        + [x](@/news/two%20words.md#old) [x](@/gone.md) ![x](@/i.png)
    "#]],
    );
}

#[test]
fn links_and_names_cross_from_folder_to_folder() {
    let mut fixture = Fixture::new(
        "//- /one/plan.md\n# P\n//- /two/plan.md\n# Q\n//- /two/a.md\n[[plan]] [x](../one/plan.md) [x](/plan.md)\n",
    );
    fixture.workspace.set_folders(vec!["/one".into(), "/two".into()]);
    fixture.workspace.settle();
    let moves = vec![("/one/plan.md".into(), "/one/todo.md".into())];
    let found = move_files(&fixture.workspace, moves).expect("it is moved");
    let after = found.edit.edit().apply(&fixture.workspace);
    let text = &after.document(fixture.notes[2]).expect("it is there").note.text;
    assert_eq!(&**text, "[[plan]] [x](../one/todo.md) [x](/plan.md)\n");
}

#[test]
fn wiki_links_in_front_matter_follow_their_note() {
    check(
        &[("/notes/Old Weir.md", "/notes/New Weir.md")],
        "//- /notes/Old Weir.md\nText.\n//- /notes/b.md\n---\nparent: \"[[Old Weir]]\"\nrelated:\n  - '[[Old Weir|old]]'\n---\n[[Old Weir]]\n",
        expect![[r#"
            /notes/b.md
            - parent: "[[Old Weir]]"
            + parent: "[[New Weir]]"
            /notes/b.md
            -   - '[[Old Weir|old]]'
            +   - '[[New Weir|old]]'
            /notes/b.md
            - [[Old Weir]]
            + [[New Weir]]
        "#]],
    );
}

#[test]
fn a_note_that_is_not_read_is_renamed_by_its_name() {
    check(
        &[("/notes/old.md", "/notes/new.md")],
        "//- /notes/index.md\n[a](old.md) [[old]] [[Old#Part|x]] ![[old]] [[old.md]] [[older]] [[x/old]]\n",
        expect![[r#"
            /notes/index.md
            - [a](old.md) [[old]] [[Old#Part|x]] ![[old]] [[old.md]] [[older]] [[x/old]]
            + [a](new.md) [[new]] [[new#Part|x]] ![[new]] [[new.md]] [[older]] [[x/old]]
        "#]],
    );
}

#[test]
fn shortcodes_of_hugo_follow() {
    let notes = "//- /notes/content/a.md\n[x]({{< ref \"blog/post.md#old\" >}}) {{< relref \"/blog/post\" >}} \
        {{< ref \"post\" >}} {{% ref `gone.md` %}}\n//- /notes/content/blog/post.md\n# Old\n[x]({{< ref \"/a\" >}}) {{< ref \"../a\" >}}\n";
    let post = "/notes/content/blog/post.md";
    check(
        &[(post, "/notes/content/blog/entry.md")],
        notes,
        expect![[r#"
        /notes/content/a.md
        - [x]({{< ref "blog/post.md#old" >}}) {{< relref "/blog/post" >}} {{< ref "post" >}} {{% ref `gone.md` %}}
        + [x]({{< ref "blog/entry.md#old" >}}) {{< relref "/blog/entry" >}} {{< ref "entry" >}} {{% ref `gone.md` %}}
    "#]],
    );
    check(
        &[(post, "/notes/content/news/old/two words.md")],
        notes,
        expect![[r#"
        /notes/content/a.md
        - [x]({{< ref "blog/post.md#old" >}}) {{< relref "/blog/post" >}} {{< ref "post" >}} {{% ref `gone.md` %}}
        + [x]({{< ref "news/old/two words.md#old" >}}) {{< relref "/news/old/two words" >}} {{< ref "two words" >}} {{% ref `gone.md` %}}
        /notes/content/blog/post.md
        - [x]({{< ref "/a" >}}) {{< ref "../a" >}}
        + [x]({{< ref "/a" >}}) {{< ref "../../a" >}}
    "#]],
    );
    check(
        &[("/notes/content/a.md", "/notes/content/sub/b.md")],
        notes,
        expect![[r#"
        /notes/content/blog/post.md
        - [x]({{< ref "/a" >}}) {{< ref "../a" >}}
        + [x]({{< ref "/sub/b" >}}) {{< ref "../sub/b" >}}
    "#]],
    );
}

#[test]
fn shortcodes_of_jekyll_follow() {
    let notes = "//- /notes/site/index.md\n[x]({% link docs/page.md %}#old) {% link /docs/page.md %} [y]({{ site.baseurl }}{% post_url 2026-01-31-x %})\n\
        {% post_url cat/2026-01-31-y %} {% post_url 2026-01-31-gone %}\n\
        //- /notes/site/docs/page.md\n# Old\n[x]({% link index.md %})\n\
        //- /notes/site/_posts/2026-01-31-x.md\n//- /notes/site/_posts/cat/2026-01-31-y.md\n";
    check(
        &[("/notes/site/docs/page.md", "/notes/site/new/two words.md")],
        notes,
        expect![[r#"
        /notes/site/index.md
        - [x]({% link docs/page.md %}#old) {% link /docs/page.md %} [y]({{ site.baseurl }}{% post_url 2026-01-31-x %})
        + [x]({% link new/two words.md %}#old) {% link /new/two words.md %} [y]({{ site.baseurl }}{% post_url 2026-01-31-x %})
    "#]],
    );
    check(
        &[
            ("/notes/site/_posts/2026-01-31-x.md", "/notes/site/_posts/2026-02-01-z.md"),
            ("/notes/site/_posts/cat/2026-01-31-y.md", "/notes/site/_posts/dog/2026-01-31-w.md"),
        ],
        notes,
        expect![[r#"
            /notes/site/index.md
            - [x]({% link docs/page.md %}#old) {% link /docs/page.md %} [y]({{ site.baseurl }}{% post_url 2026-01-31-x %})
            + [x]({% link docs/page.md %}#old) {% link /docs/page.md %} [y]({{ site.baseurl }}{% post_url 2026-02-01-z %})
            /notes/site/index.md
            - {% post_url cat/2026-01-31-y %} {% post_url 2026-01-31-gone %}
            + {% post_url dog/2026-01-31-w %} {% post_url 2026-01-31-gone %}
        "#]],
    );
}
