//! Tests of running text and of similar texts.

use expect_test::{Expect, expect};

use crate::note::prose::block_at;
use crate::note::render;

fn check(text: &str, expected: &Expect) {
    expected.assert_eq(&render::prose(text));
}

#[test]
fn all_blocks_of_text_are_running_text() {
    check(
        "---\ntitle: no\n---\n# Heading\nparagraph\n- item\n  - inner\n1. number\n\n> quote\n\n| a | b |\n| - | - |\n| c | d |\n\nTerm\n: definition\n\n- [x] task\n\nnote[^1]\n\n[^1]: foot\n",
        &expect![[r#"
            Heading
            paragraph
            item
            inner
            number
            quote
            a
            b
            c
            d
            Term
            definition
            task
            note
            foot
        "#]],
    );
}

#[test]
fn markup_glues_cuts_or_separates_text() {
    check(
        "a **b** c_d_e *f*g\n",
        &expect![[r#"
        a b c_d_e fg
    "#]],
    );
    check(
        "one\ntwo  \nthree\\\nfour\n",
        &expect![[r#"
        one␣two␣three␣four
    "#]],
    );
    check(
        "> one\n> two\nthree\n",
        &expect![[r#"
        one␣two␣three
    "#]],
    );
    check(
        "a `code` b\n`code`\n",
        &expect![[r#"
        a | b
    "#]],
    );
    check(
        "a \\* b \\_c\n",
        &expect![[r#"
        a * b _c
    "#]],
    );
    check(
        "one\r\ntwo\r\n",
        &expect![[r#"
        one␣two
    "#]],
    );
}

#[test]
fn the_text_of_links_is_running_text_and_marked() {
    check(
        "a [link *text*](dest \"title\") b\n",
        &expect![[r#"
        a |[link ][text]| b
    "#]],
    );
    check(
        "[full][ref], [collapsed][], [shortcut], [unknown][x]\n\n[ref]: a\n[collapsed]: b\n[shortcut]: c\n",
        &expect![[r#"
            [full]|, |[collapsed]|, |[shortcut]|, [unknown][x]
        "#]],
    );
}

#[test]
fn wiki_links_show_only_their_description() {
    check(
        "a [[target]] b [[target|shown]] c [[note#part|]] ![[embed]]\n",
        &expect![[r#"
        a | b |[shown]| c | 
    "#]],
    );
}

#[test]
fn code_html_math_and_comments_are_not_running_text() {
    check(
        "    code\n\n```\ncode\n```\n\n<div>html</div>\n\na <b>b</b> <span title=\"no\">c</span> <!-- no --> d\n\n<!-- no -->\n\n$x$ and $$y$$ e\n",
        &expect![[r#"
            a |b| |c| | d
             and | e
        "#]],
    );
}

#[test]
fn images_are_not_running_text() {
    check(
        "a ![alt *text*](src) b [![alt](src)](dest) c\n",
        &expect![[r#"
        a | b | c
    "#]],
    );
}

#[test]
fn entities_are_not_running_text_except_those_in_names() {
    check(
        "AT&amp;T and R&D, x&lt;y\n",
        &expect![[r#"
        AT&amp;T and R&D, x|y
    "#]],
    );
}

#[test]
fn urls_are_not_running_text() {
    check(
        "see https://a.b/c_d_e?f#g, or <https://a.b> or www.a.b/c.\n",
        &expect![[r#"
        see | or | or 
    "#]],
    );
    check(
        "write to me.too@a-b.org or <me@a.b>, @me\n",
        &expect![[r#"
        write to | or |, @me
    "#]],
    );
    check(
        "(http://a.b) and \"ftp://a.b\" end\n",
        &expect![[r#"
        (| and "|" end
    "#]],
    );
    check(
        "https://a.b\nnext line\n\n**https://a.b** end\n",
        &expect![[r#"
        next line
         end
    "#]],
    );
}

#[test]
fn a_url_ends_at_wide_punctuation() {
    check(
        "見よhttps://a.b/日本。次の文、https://a.b（注）と「https://a.b」\n",
        &expect![[r#"
        見よ|。次の文、|（注）と「|」
    "#]],
    );
}

#[test]
fn a_url_in_a_link_hides_nothing_after_it() {
    check(
        "[a](https://a.b)-based [リンク](https://a.b)を参照\n",
        &expect![[r#"
        [a]|-based |[リンク]|を参照
    "#]],
    );
    check(
        "| https://a.b|next |\n| - | - |\n",
        &expect![[r#"
        next
    "#]],
    );
}

#[test]
fn shortcodes_are_not_running_text() {
    check(
        "a {{< figure src=\"x\" >}} b {{% note %}}c{{% /note %}} {% if x %}d{% endif %}\n",
        &expect![[r#"
            a | b |c| |d
        "#]],
    );
    check(
        "So {{Glossary(\"HTML\")}} is [text]({{< ref \"x\" >}}) {{ page.title }}.\n",
        &expect![[r#"
            So |[HTML]| is |[text]| |.
        "#]],
    );
    check(
        "{{< tabs\n  a=\"b\"\n  c=\"d\" >}}\nend\n",
        &expect![[r#"
        end
    "#]],
    );
}

#[test]
fn shortcode_marks_in_code_hide_nothing() {
    check(
        "Use `{{` and `}}` for `{%` templates `%}`.\n",
        &expect![[r#"
        Use | and | for | templates |.
    "#]],
    );
    check(
        "an open {{ brace\n",
        &expect![[r#"
        an open {{ brace
    "#]],
    );
}

#[test]
fn comments_between_percent_signs_are_not_running_text() {
    check(
        "a %%no%% b %% no\nno %% c\n",
        &expect![[r#"
        a | b | c
    "#]],
    );
    check(
        "%%\nno\n\n- no\n%%\nend\n",
        &expect![[r#"
        end
    "#]],
    );
    check(
        "100%% of a and 50%% of b\n",
        &expect![[r#"
        100%% of a and 50%% of b
    "#]],
    );
    check(
        "a %% in one\n\nand %% in another\n",
        &expect![[r#"
        a %% in one
        and %% in another
    "#]],
    );
    check(
        "The `%%` code `%%`\n",
        &expect![[r#"
            The | code 
        "#]],
    );
}

#[test]
fn text_removed_at_an_edge_cuts() {
    check(
        "a **{{x}}** b\n\n{{x}}\nnext\n\n{{x}}*y*\n",
        &expect![[r#"
        a | b
        next
        y
    "#]],
    );
}

#[test]
fn a_block_is_found_by_an_offset() {
    let text = "# Head\n\none *two* three\nfour `code` five\n\nsix\n";
    let note = render::read(text);
    let block = |what: &str| {
        let at = u32::try_from(text.find(what).unwrap()).unwrap();
        block_at(&note.prose, at.into())
            .map(|block| text[block[0].range.cover(block[block.len() - 1].range)].to_owned())
    };
    assert_eq!(block("Head").as_deref(), Some("Head"));
    for what in ["one", "two", "three", "four", "five"] {
        assert_eq!(block(what).as_deref(), Some("one *two* three\nfour `code` five"));
    }
    assert_eq!(block("ode"), None);
    assert_eq!(block("six").as_deref(), Some("six"));
    assert_eq!(block_at(&note.prose, 0.into()), None);
    assert_eq!(block_at(&[], 0.into()), None);
}
