//! Tests of headings, their names and their three ranges.

use expect_test::{Expect, expect};

use crate::note::render;

fn check(text: &str, expected: &Expect) {
    expected.assert_eq(&render::headings(text));
}

#[test]
fn atx_and_setext_headings_are_read() {
    check(
        "# One\n\n## Two ##\n\ntext\n\nThree\n===\n\nFour\nand five\n---\n",
        &expect![[r##"
        # "One" <One> in <# One⏎>
        ## "Two" <Two> in <## Two ##⏎>
        # "Three" <Three> in <Three⏎===⏎>
        ## "Four and five" <Four⏎and five> in <Four⏎and five⏎---⏎>
    "##]],
    );
}

#[test]
fn the_text_of_a_setext_heading_may_begin_with_a_mark() {
    check(
        "#tag\n---\n\n#x\n===\n",
        &expect![[r###"
        ## "#tag" <#tag> in <#tag⏎---⏎>
        # "#x" <#x> in <#x⏎===⏎>
    "###]],
    );
}

#[test]
fn up_to_three_spaces_may_precede_a_heading() {
    check(
        " # One\n  ## Two\n   ### Three\n    #### Code\n",
        &expect![[r##"
        # "One" <One> in <# One⏎>
        ## "Two" <Two> in <## Two⏎>
        ### "Three" <Three> in <### Three⏎>
    "##]],
    );
    check("#Tag\n####### Seven\n\\# Escaped\n", &expect![""]);
}

#[test]
fn closing_marks_are_not_part_of_the_name() {
    check(
        "## One ##\n## Two ####  \n## C#\n## F# #\n## Three \\#\n",
        &expect![[r###"
        ## "One" <One> in <## One ##⏎>
        ## "Two" <Two> in <## Two ####  ⏎>
        ## "C#" <C#> in <## C#⏎>
        ## "F#" <F#> in <## F# #⏎>
        ## "Three #" <Three \#> in <## Three \#⏎>
    "###]],
    );
}

#[test]
fn explicit_anchors_are_read() {
    check(
        "## One {#one}\n## Two {#two .wide key=value}\n## Three {.wide}\n",
        &expect![[r###"
        ## "One" #one <One> in <## One {#one}⏎>
        ## "Two" #two <Two> in <## Two {#two .wide key=value}⏎>
        ## "Three" <Three> in <## Three {.wide}⏎>
    "###]],
    );
    check(
        "## Four ## {#four}\n## Five {#five} ##\n## Go `{}`\n## {{ title }}\n",
        &expect![[r###"
        ## "Four" #four <Four> in <## Four ## {#four}⏎>
        ## "Five {#five}" <Five {#five}> in <## Five {#five} ##⏎>
        ## "Go {}" <Go `{}> in <## Go `{}`⏎>
        ## "{{ title }}" <{{ title }}> in <## {{ title }}⏎>
    "###]],
    );
    check(
        "Five {#five}\n===\n",
        &expect![[r##"
        # "Five" #five <Five> in <Five {#five}⏎===⏎>
    "##]],
    );
}

#[test]
fn inline_markup_is_not_part_of_the_name() {
    check(
        "# The **bold _nested_** word\n# ~~Gone~~ *and* back\n# snake_case_name\n# 2 * 3 \\* 4\n",
        &expect![[r##"
            # "The bold nested word" <The **bold _nested_** word> in <# The **bold _nested_** word⏎>
            # "Gone and back" <Gone~~ *and* back> in <# ~~Gone~~ *and* back⏎>
            # "snake_case_name" <snake_case_name> in <# snake_case_name⏎>
            # "2 * 3 * 4" <2 * 3 \* 4> in <# 2 * 3 \* 4⏎>
        "##]],
    );
}

#[test]
fn emphasis_at_the_edge_is_outside_the_name_range() {
    check(
        "# **Bold**\n# **Bold** and *more*\n",
        &expect![[r##"
        # "Bold" <Bold> in <# **Bold**⏎>
        # "Bold and more" <Bold** and *more> in <# **Bold** and *more*⏎>
    "##]],
    );
}

#[test]
fn code_spans_become_their_content() {
    check(
        "# `code`\n# `` a`b ``\n# `a`b `c  d`\n# ` x `\n# Use `map`\n# `a` `b`\n# 📑 `code`\n",
        &expect![[r##"
            # "code" code <code> in <# `code`⏎>
            # "a`b" code <a`b> in <# `` a`b ``⏎>
            # "ab c d" <a`b `c  d> in <# `a`b `c  d`⏎>
            # "x" code <x> in <# ` x `⏎>
            # "Use map" <Use `map> in <# Use `map`⏎>
            # "a b" <a` `b> in <# `a` `b`⏎>
            # "code" <code> in <# 📑 `code`⏎>
        "##]],
    );
}

#[test]
fn links_become_their_text() {
    check(
        "# [Open Science](../10-open.md)\n# [Ref][r] and [short]\n# <https://example.com>\n\n[r]: x\n[short]: y\n",
        &expect![[r##"
            # "Open Science" <Open Science> in <# [Open Science](../10-open.md)⏎>
            # "Ref and short" <Ref][r] and [short> in <# [Ref][r] and [short]⏎>
            # "https://example.com" <https://example.com> in <# <https://example.com>⏎>
        "##]],
    );
}

#[test]
fn wiki_links_become_their_text() {
    check(
        "# [[note]]\n# [[note|shown]]\n# [[note#part]] more\n# ![[README#Neovim]]\n",
        &expect![[r##"
            # "note" <note> in <# [[note]]⏎>
            # "shown" <shown> in <# [[note|shown]]⏎>
            # "note#part more" <note#part]] more> in <# [[note#part]] more⏎>
            # "README#Neovim" <README#Neovim> in <# ![[README#Neovim]]⏎>
        "##]],
    );
}

#[test]
fn an_image_names_a_heading_only_without_text() {
    check(
        "# ![The logo](logo.svg) Kafka\n# ![The logo](logo.svg)\n# ![](logo.svg)\n# [![CI](a)](b) Tool\n",
        &expect![[r##"
            # "Kafka" <Kafka> in <# ![The logo](logo.svg) Kafka⏎>
            # "The logo" <The logo> in <# ![The logo](logo.svg)⏎>
            # "" <> in <# ![](logo.svg)⏎>
            # "Tool" <Tool> in <# [![CI](a)](b) Tool⏎>
        "##]],
    );
}

#[test]
fn emoji_are_not_part_of_the_name() {
    check(
        "# 📑 Requirements\n# 👩‍⚕️ Doctor\n# 1️⃣ First\n# 🇩🇪 German\n# Done ✅\n# ❤️ Heart\n# ✈ Text\n# 🎉\n# A 🎉 B\n# A🎉B\n",
        &expect![[r##"
            # "Requirements" <Requirements> in <# 📑 Requirements⏎>
            # "Doctor" <Doctor> in <# 👩‍⚕️ Doctor⏎>
            # "First" <First> in <# 1️⃣ First⏎>
            # "German" <German> in <# 🇩🇪 German⏎>
            # "Done" <Done> in <# Done ✅⏎>
            # "Heart" <Heart> in <# ❤️ Heart⏎>
            # "✈ Text" <✈ Text> in <# ✈ Text⏎>
            # "" <> in <# 🎉⏎>
            # "A B" <A 🎉 B> in <# A 🎉 B⏎>
            # "AB" <A🎉B> in <# A🎉B⏎>
        "##]],
    );
    check(
        "🎉\n===\n",
        &expect![[r##"
        # "" <> in <🎉⏎===⏎>
    "##]],
    );
}

#[test]
fn signs_that_may_be_emoji_are_text() {
    check(
        "# Foo™ and Bar©\n# 3 of #4 *\n# → Arrow\n",
        &expect![[r##"
        # "Foo™ and Bar©" <Foo™ and Bar©> in <# Foo™ and Bar©⏎>
        # "3 of #4 *" <3 of #4 *> in <# 3 of #4 *⏎>
        # "→ Arrow" <→ Arrow> in <# → Arrow⏎>
    "##]],
    );
}

#[test]
fn entities_are_decoded() {
    check(
        "# AT&amp;T\n# a &lt; b\n# &#x41;B\n# R&D\n# non&nbsp;breaking\n",
        &expect![[r##"
        # "AT&T" <AT&amp;T> in <# AT&amp;T⏎>
        # "a < b" <a &lt; b> in <# a &lt; b⏎>
        # "AB" <&#x41;B> in <# &#x41;B⏎>
        # "R&D" <R&D> in <# R&D⏎>
        # "non breaking" <non&nbsp;breaking> in <# non&nbsp;breaking⏎>
    "##]],
    );
}

#[test]
fn math_html_and_footnotes() {
    check(
        "# The $k$-means\n# Name <a id=\"name\"></a>\n# One<br>Two<br/>Three\n# Note[^1]\n# H<sub>2</sub>O\n\n[^1]: x\n",
        &expect![[r##"
            # "The k-means" <The $k$-means> in <# The $k$-means⏎>
            # "Name" <Name> in <# Name <a id="name"></a>⏎>
            # "One Two Three" <One<br>Two<br/>Three> in <# One<br>Two<br/>Three⏎>
            # "Note" <Note> in <# Note[^1]⏎>
            # "H2O" <H<sub>2</sub>O> in <# H<sub>2</sub>O⏎>
        "##]],
    );
}

#[test]
fn empty_names() {
    check(
        "#\n##  \n### ###\n#\t\n## <!-- x -->\n",
        &expect![[r##"
        # "" <> in <#⏎>
        ## "" <> in <##  ⏎>
        ### "" <> in <### ###⏎>
        # "" <> in <#	⏎>
        ## "" <> in <## <!-- x -->⏎>
    "##]],
    );
}

#[test]
fn white_space_is_collapsed() {
    check(
        "#   a   b\t c  \nOne\n  two  \nthree\n===\n",
        &expect![[r##"
        # "a b c" <a   b	 c> in <#   a   b	 c  ⏎>
        # "One two three" <One⏎  two  ⏎three> in <One⏎  two  ⏎three⏎===⏎>
    "##]],
    );
}

#[test]
fn other_blocks_have_no_headings() {
    check(
        "```\n# fence\n```\n~~~\n# fence\n~~~\n\n    # indented\n\n<!--\n# comment\n-->\n\n<div>\n# html\n</div>\n\n> # quote\n\n- # list\n\n1. # number\n\n%%\n# hidden\n%%\n\n[^1]:\n    # note\n\ntext %% inline\n# Real\n",
        &expect![[r##"
            # "Real" <Real> in <# Real⏎>
        "##]],
    );
}

#[test]
fn details_may_contain_headings() {
    check(
        "<details>\n<summary>x</summary>\n\n## Inside\n\n</details>\n",
        &expect![[r###"
        ## "Inside" <Inside> in <## Inside⏎>
    "###]],
    );
}

#[test]
fn all_line_ends_are_read() {
    check(
        "# One\r\ntext\r\nTwo\r\nthree\r\n---\r\n## Last\r\n",
        &expect![[r##"
        # "One" <One> in <# One␍⏎>
        ## "text Two three" <text␍⏎Two␍⏎three> in <text␍⏎Two␍⏎three␍⏎---␍⏎>
        ## "Last" <Last> in <## Last␍⏎>
    "##]],
    );
    check(
        "# One\rtext\r\rTwo\r---\r## Last\r",
        &expect![[r##"
        # "One" <One> in <# One␍>
        ## "Two" <Two> in <Two␍---␍>
        ## "Last" <Last> in <## Last␍>
    "##]],
    );
}

#[test]
fn a_byte_order_mark_is_skipped() {
    check(
        "\u{feff}# One\n",
        &expect![[r##"
        # "One" <One> in <# One⏎>
    "##]],
    );
    check(
        "\u{feff}---\ntitle: x\n---\n# One\n",
        &expect![[r##"
        # "One" <One> in <# One⏎>
    "##]],
    );
}

#[test]
fn the_last_line_needs_no_end() {
    check(
        "text\n\n# One",
        &expect![[r##"
        # "One" <One> in <# One>
    "##]],
    );
    check(
        "#",
        &expect![[r##"
        # "" <> in <#>
    "##]],
    );
    check(
        "One\n=",
        &expect![[r##"
        # "One" <One> in <One⏎=>
    "##]],
    );
    check(
        "# One ##",
        &expect![[r##"
        # "One" <One> in <# One ##>
    "##]],
    );
}

#[test]
fn a_line_is_the_heading_without_its_line_end() {
    let line = |text: &str| {
        let note = render::read(text);
        text[note.sections[0].heading.line(text)].to_owned()
    };
    assert_eq!(line("## One ##  \r\ntext"), "## One ##  ");
    assert_eq!(line("One\ntwo\n---\n\n"), "One\ntwo\n---");
    assert_eq!(line("# One"), "# One");
}
