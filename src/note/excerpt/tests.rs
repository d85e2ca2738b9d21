//! Tests of excerpts: the parts that are kept, and their safety.

use expect_test::{Expect, expect};
use proptest::prelude::{ProptestConfig, prop_assert, prop_assert_eq, proptest};
use pulldown_cmark::{Event, LinkType, Parser, Tag};

use crate::note::excerpt::{
    DIALECTS, destination, escape, escape_line, is_bidi_or_invisible, is_safe, markdown, plain,
};

fn check(source: &str, expected: &Expect) {
    expected.assert_eq(&format!("{}\n---\n{}\n", markdown(source), plain(source)));
}

#[test]
fn ordinary_markdown_is_unchanged() {
    check(
        "A **bold** `code` & [link](https://a.b \"title\").\n\n- one\n- two\n  three\n",
        &expect![[r#"
            A **bold** `code` & [link](https://a.b "title").

            - one
            - two
              three
            ---
            A bold code & link.
            one
            two three
        "#]],
    );
    check(
        "| a | b |\n| - | - |\n| c | d |\n\n```rust\nfn x() {}\n```\n\n# Head\ntext\n",
        &expect![[r#"
            | a | b |
            | - | - |
            | c | d |

            ```rust
            fn x() {}
            ```

            # Head
            text
            ---
            a b
            c d
            fn x() {}
            Head
            text
        "#]],
    );
    check(
        "$x^2$ and ~~gone~~ &lt;b&gt;\n",
        &expect![[r#"
        $x^2$ and ~~gone~~ &lt;b&gt;
        ---
        x^2 and gone <b>
    "#]],
    );
}

#[test]
fn a_rule_is_a_blank_line_in_plain_text() {
    check(
        "One.\n\n---\n\nTwo.\n",
        &expect![[r#"
        One.

        ---

        Two.
        ---
        One.

        Two.
    "#]],
    );
}

#[test]
fn html_is_removed() {
    check(
        "a <b onclick=\"x\">bold</b> <!-- no --> c<br>d\n",
        &expect![[r#"
        a bold  c d
        ---
        a bold  c d
    "#]],
    );
    check(
        "<script>\nalert(1)\n</script>\n\ntext\n",
        &expect![[r#"
        text
        ---
        text
    "#]],
    );
    check(
        "<details>\n<summary>x</summary>\n\ninside\n\n</details>\n",
        &expect![[r#"
        inside
        ---
        inside
    "#]],
    );
    check(
        "`<b>` and \\<b>\n",
        &expect![[r#"
        `<b>` and \<b>
        ---
        <b> and <b>
    "#]],
    );
}

#[test]
fn only_links_to_the_web_keep_their_destination() {
    check(
        "[a](http://x) [b](HTTPS://x) [c](mailto:x@y) <https://x> <x@y.z>\n",
        &expect![[r#"
        [a](http://x) [b](HTTPS://x) [c](mailto:x@y) <https://x> <x@y.z>
        ---
        a b c https://x x@y.z
    "#]],
    );
    check(
        "[a](command:x) [b](javascript:x) [c](data:text/html,x) [d](../x.md) [e](file:///x) [f](#x) [g]( JavaScript:x ) [h]() <command:x> [i](vscode://x)\n",
        &expect![[r#"
            a b c d e f g h command:x i
            ---
            a b c d e f g h command:x i
        "#]],
    );
    check(
        "[a](&#106;avascript:x) [b](java\\\nscript:x) [](command:x)\n",
        &expect![[r#"
        a [b](java\
        script:x)
        ---
        a [b](java
        script:x)
    "#]],
    );
}

#[test]
fn links_with_labels_lose_an_unsafe_destination() {
    check(
        "[a][b] [b][] [b] [c][d]\n\n[b]: https://x\n",
        &expect![[r#"
        [a][b] [b][] [b] c

        [b]: https://x
        ---
        a b b c
    "#]],
    );
    check(
        "[a][b] [b][] [b]\n\n[b]: command:x\n",
        &expect![[r#"
        a b b
        ---
        a b b
    "#]],
    );
    check(
        "[elsewhere][x] and [x][] and [x]\n",
        &expect![[r#"
        elsewhere and x and [x]
        ---
        elsewhere and x and [x]
    "#]],
    );
}

#[test]
fn wiki_links_become_their_text() {
    check(
        "See [[acid_base]], [[note|shown]] and ![[embed]].\n",
        &expect![[r#"
        See acid_base, shown and embed.
        ---
        See acid_base, shown and embed.
    "#]],
    );
}

#[test]
fn images_become_their_description() {
    check(
        "![a *cat*](cat.png) and ![](x) and ![d](https://x/y.png)\n",
        &expect![[r#"
        a *cat* and  and d
        ---
        a cat and  and d
    "#]],
    );
    check(
        "[![badge](https://x/y.svg)](https://x) [![b](c)](d)\n",
        &expect![[r#"
        [badge](https://x) b
        ---
        badge b
    "#]],
    );
}

#[test]
fn comments_are_removed() {
    check(
        "a %%private%% b, 100%%\n\n%%\nmore\n%%\n\nc `%%` d `%%`\n",
        &expect![[r#"
        a  b, 100%%



        c `%%` d `%%`
        ---
        a  b, 100%%
        c %% d %%
    "#]],
    );
}

#[test]
fn invisible_characters_are_removed() {
    check(
        "a\u{1b}[31mb\u{7}\u{85}\u{202e}c\u{2066}\td\u{0}e\u{7f}\n",
        &expect![[r#"
        a[31mbc	de
        ---
        a[31mbc	de
    "#]],
    );
    check(
        "a &#x202e; b &#27; c [x](https://a \"&#x202e;\")\n",
        &expect![[r#"
        a  b  c x
        ---
        a  b  c x
    "#]],
    );
    check(
        "one\r\ntwo\rthree\n",
        &expect![[r#"
        one
        two
        three
        ---
        one two three
    "#]],
    );
    check(
        "right\u{200f} and क\u{94d}\u{200d}ष\n",
        &expect![[r#"
        right‏ and क्‍ष
        ---
        right‏ and क्‍ष
    "#]],
    );
}

#[test]
fn markup_that_a_removal_creates_is_removed() {
    check(
        "<<b>script>alert<</b>/script> [a](<<b>command:x>)\n",
        &expect![[r#"

        ---
        <script>alert</script> [a](<command:x>)
    "#]],
    );
    check(
        "$<b>$ $[a](command:x)$ [[x|[a](command:x)]]\n",
        &expect![[r#"
        $$ $a$ a
        ---
        <b> [a](command:x) [[x|a]]
    "#]],
    );
    check(
        "    <script>indented code\n",
        &expect![[r#"

        ---

    "#]],
    );
    check(
        &("<".repeat(20) + &"<b>i>".repeat(20)),
        &expect![[r#"
        \<\<\<\<\<\<\<\<\<\<\<\<i\>i\>i\>i\>i\>i\>i\>i\>i\>i\>i\>i\>
        ---
        <<<<<<<<<<<<<<<<<<<<i>i>i>i>i>i>i>i>i>i>i>i>i>i>i>i>i>i>i>i>
    "#]],
    );
}

/// The first unsafe part of an excerpt, if there is one.
fn harm(excerpt: &str) -> Option<String> {
    let in_dialects = DIALECTS.iter().flat_map(|dialect| Parser::new_ext(excerpt, *dialect));
    for event in in_dialects {
        match event {
            Event::Html(html) | Event::InlineHtml(html) => return Some(html.to_string()),
            Event::Start(Tag::Image { dest_url, .. }) => return Some(dest_url.to_string()),
            Event::Start(Tag::Link { dest_url, link_type, .. })
                if link_type != LinkType::Email && !is_safe(&dest_url) =>
            {
                return Some(dest_url.to_string());
            }
            Event::Text(text) if text.contains(is_bidi_or_invisible) => {
                return Some(text.to_string());
            }
            _ => {}
        }
    }
    None
}

const FRAGMENTS: &str = "(<|>|<b>|</b>|<!--|-->|<script>|!|\\[|\\]|\\(|\\)|\\[a\\]|\\[a\\]: |\\[\\[|\\]\\]|command:x|https://x|x@y\\.z|`|``|\\$|\\$\\$|%%|\\*|_|~~|\\\\|&#x202e;|&lt;|\u{202e}|\u{1b}|\\||- |> |# |    |\t|\n|\n\n|\r\n|\r|:|\"| |a|é|日){0,24}";

proptest! {
    #![proptest_config(ProptestConfig::with_cases(5_000))]

    #[test]
    fn an_excerpt_of_anything_is_harmless(source in FRAGMENTS) {
        let excerpt = markdown(&source);
        prop_assert_eq!(harm(&excerpt), None, "{:?} of {:?}", excerpt, source);
        prop_assert!(!plain(&source).contains(is_bidi_or_invisible));
        for excerpt in [destination(&source), format!("[{}](https://x)", escape(&source))] {
            prop_assert_eq!(harm(&excerpt), None, "{:?} of {:?}", excerpt, source);
        }
    }

    #[test]
    fn an_escaped_text_renders_as_itself(text in "[!-~é日]([ -~é日]{0,12}[!-~é日])?") {
        prop_assert_eq!(plain(&escape_line(&text)), text.as_str());
        prop_assert_eq!(plain(&format!("**{}**: x", escape(&text))), format!("{text}: x"));
        prop_assert_eq!(plain(&format!("[{}](https://x)", escape(&text))), text.as_str());
    }
}

#[test]
fn an_escaped_name_renders_as_itself() {
    for name in ["US$5/US$6", "$x$", "~~gone~~ H~2~O", "a %%b%% c", "[[a]] `b` <i> &amp;", "a\\b"] {
        assert_eq!(plain(&escape(name)), name);
        assert_eq!(plain(&format!("**{}**: x", escape(name))), format!("{name}: x"));
    }
    // Some editors show the source.
    for name in ["~/notes", "$HOME", "5 % of a", "1. First", "C# / F#"] {
        assert_eq!(escape(name), name);
    }
}

#[test]
fn an_escaped_line_opens_no_block() {
    for line in ["1. First", "2) Second", "# C", "- a", "+ a", "> a", "=a", ":a:", "~~~ a", "--- a"]
    {
        assert_eq!(plain(&format!("x\n\n{}", escape_line(line))), format!("x\n{line}"));
    }
}

#[test]
fn a_destination_is_shown_as_written() {
    let check = |written, markdown, text| {
        assert_eq!((&*destination(written), &*plain(&destination(written))), (markdown, text));
    };
    check("../a_b/c*d*.md", "`../a_b/c*d*.md`", "../a_b/c*d*.md");
    check("<my note.md> \"A title\"", "`my note.md` \"A title\"", "my note.md \"A title\"");
    check("https://x.y/~a/~b?q=$a$", "<https://x.y/~a/~b?q=$a$>", "https://x.y/~a/~b?q=$a$");
    check("a%%20b%%c.md", "`a%%20b%%c.md`", "a%%20b%%c.md");
    check("javascript:alert(1)", "`javascript:alert(1)`", "javascript:alert(1)");
    check("<>", "", "");
}
