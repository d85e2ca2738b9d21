//! Tests of links and their ranges.

use std::fmt::Write;

use expect_test::{Expect, expect};

use crate::note::{Note, ReadOptions};

/// One line per link: kind, text, path and fragment, each as in the source.
#[expect(clippy::needless_pass_by_value, reason = "an expectation is made where it is checked")]
fn check(text: &str, expected: Expect) {
    let note = Note::read(text, &ReadOptions::default());
    let mut out = String::new();
    for link in &note.links {
        let embeds = if link.embeds { "!" } else { "" };
        write!(out, "{embeds}{:?} <{}>", link.kind, &text[link.range]).unwrap();
        if let Some(shown) = link.text {
            write!(out, " shows <{}>", &text[shown]).unwrap();
        }
        write!(out, " to <{}>", link.path).unwrap();
        if let Some(fragment) = &link.fragment {
            write!(out, " # <{fragment}>").unwrap();
        }
        match link.place {
            Some(place) => {
                assert_eq!(text[place.path], link.path);
                assert_eq!(place.fragment.map(|range| &text[range]), link.fragment.as_deref());
            }
            None => out.push_str(", written elsewhere"),
        }
        out.push('\n');
    }
    expected.assert_eq(&out);
}

#[test]
fn inline_links_are_read() {
    check(
        "See [the *cache*](notes/a.md#cache \"title\"), [](x), ![pic](p.png) and [a\\]b]( <b c.md#d> ).\n",
        expect![[r##"
            Inline <[the *cache*](notes/a.md#cache "title")> shows <the *cache*> to <notes/a.md> # <cache>
            Inline <[](x)> shows <> to <x>
            !Inline <![pic](p.png)> shows <pic> to <p.png>
            Inline <[a\]b]( <b c.md#d> )> shows <a\]b> to <b c.md> # <d>
        "##]],
    );
    check(
        "[![alt](i.png)](a_(b).md) and [x](a\\_b.md)\n\n> [two\n> lines](#here)\n",
        expect![[r##"
            Inline <[![alt](i.png)](a_(b).md)> shows <![alt](i.png)> to <a_(b).md>
            !Inline <![alt](i.png)> shows <alt> to <i.png>
            Inline <[x](a\_b.md)> shows <x> to <a_b.md>, written elsewhere
            Inline <[two
            > lines](#here)> shows <two
            > lines> to <> # <here>
        "##]],
    );
}

#[test]
fn references_and_definitions_are_read() {
    check(
        "See [the cache][c], [c][] and [c], not [d].\n\n[c]: a.md#cache 'Title'\n[e]: <f g>\n",
        expect![[r#"
            Reference <[the cache][c]> shows <the cache> to <a.md> # <cache>, written elsewhere
            Reference <[c][]> shows <c]> to <a.md> # <cache>, written elsewhere
            Reference <[c]> shows <c> to <a.md> # <cache>, written elsewhere
            Definition <[c]: a.md#cache 'Title'> to <a.md> # <cache>
            Definition <[e]: <f g>> to <f g>
        "#]],
    );
}

#[test]
fn wiki_links_are_read() {
    check(
        "---\ntitle: x\n---\n[[Note]], [[sub/Note#A heading|shown]] and ![[Note#^block]].\n\n| a |\n|---|\n| [[Note\\|b]] |\n",
        expect![[r##"
            Wiki <[[Note]]> to <Note>
            Wiki <[[sub/Note#A heading|shown]]> shows <shown> to <sub/Note> # <A heading>
            !Wiki <![[Note#^block]]> to <Note> # <^block>
            Wiki <[[Note\|b]]> shows <b> to <Note>
        "##]],
    );
}

#[test]
fn code_and_bare_urls_are_not_links() {
    check(
        "<https://example.com> `[a](b)` https://example.com\n",
        expect![[r#"
        Address <<https://example.com>> to <https://example.com>
    "#]],
    );
}

#[test]
fn shortcodes_that_name_pages_are_links() {
    check(
        "---\ntitle: x\n---\nSee {{< ref \"page.md#part\" >}} and [*the* page]({{< relref `a b` >}}).\n\
         {{%relref path=\"/x/\" outputFormat=\"amp\"%}} [x]({{% ref #here %}}) ![i]({{< ref \"x\" >}})\n",
        expect![[r#"
            Shortcode <{{< ref "page.md#part" >}}> to <page.md> # <part>
            Inline <[*the* page]({{< relref `a b` >}})> shows <*the* page> to <a b>
            Shortcode <{{%relref path="/x/" outputFormat="amp"%}}> to </x/>
            Inline <[x]({{% ref #here %}})> shows <x> to <> # <here>
            !Inline <![i]({{< ref "x" >}})> shows <i> to <x>
        "#]],
    );
    check(
        "[a]({% link _posts/2026-01-31-x.md %}#part) [b]({{ site.baseurl }}{%- post_url sub/2026-01-31-x -%})\n\
         {% post_url 2026-01-31-x %}#part. <a href=\"{% link a b.md %}\">x</a> [r][r]\n\n\
         | a |\n|---|\n| [c](https://example.com/{% link c.md %}) |\n\n[r]: {{< ref \"r.md\" >}} \"Title\"\n",
        expect![[r#"
            Inline <[a]({% link _posts/2026-01-31-x.md %}#part)> shows <a> to <_posts/2026-01-31-x.md> # <part>
            Inline <[b]({{ site.baseurl }}{%- post_url sub/2026-01-31-x -%})> shows <b> to <sub/2026-01-31-x>
            Shortcode <{% post_url 2026-01-31-x %}#part> to <2026-01-31-x> # <part>
            Html <{% link a b.md %}> to <a b.md>
            Reference <[r][r]> shows <r> to <r.md>, written elsewhere
            Inline <[c](https://example.com/{% link c.md %})> shows <c> to <c.md>
            Definition <[r]: {{< ref "r.md" >}} "Title"> to <r.md>
        "#]],
    );
    check(
        "<div>\n<a href=\"{{< ref \"x\" >}}\">x</a>\n</div>\n",
        expect![[r#"
        Html <{{< ref "x" >}}> to <x>
    "#]],
    );
    check(
        "\u{feff}# See [x]({{< ref \"ä.md\" >}})\r\n",
        expect![[r#"
        Inline <[x]({{< ref "ä.md" >}})> shows <x> to <ä.md>
    "#]],
    );
}

#[test]
fn other_shortcodes_and_those_in_code_are_not_links() {
    check(
        "`{{< ref \"x\" >}}` {{</* ref \"x\" */>}} {{< ref \"x\" lang=\"fr\" >}} {{< figure \"x\" >}} {{< ref >}}\n\
         {% link {{ page }} %} {% include x.md %} {% linked x %} {{ link x }} <!-- {{< ref \"x\" >}} -->\n\
         {{< ref \"x\n\" >}} {{< ref \"https://example.com\" >}} {{< ref \"x %}}\n\n    {{< ref \"x\" >}}\n\n\
         ```\n{% link x.md %}\n```\n\n{% raw %} {% link x.md %} {% endraw %} {% link y.md %}\n",
        expect![[r#"
            Shortcode <{% link y.md %}> to <y.md>
        "#]],
    );
    check(
        "[x]({{0}}) [y]({{000000000000}}) {{< ref \"x\" >}}\n",
        expect![[r#"
        Inline <[x]({{0}})> shows <x> to <{{0}}>
        Inline <[y]({{000000000000}})> shows <y> to <{{000000000000}}>
        Shortcode <{{< ref "x" >}}> to <x>
    "#]],
    );
}
