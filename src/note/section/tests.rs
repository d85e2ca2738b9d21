//! Tests of sections: nesting and status.

use expect_test::{Expect, expect};

use crate::note::render;

fn check(text: &str, expected: &Expect) {
    expected.assert_eq(&render::outline(text));
}

/// The status of the only section of a note, with this body.
fn state(body: &str) -> String {
    let outline = render::outline(&format!("## A\n{body}"));
    let state = outline.split(['[', ']']).nth(1).unwrap().to_owned();
    assert_eq!(outline.lines().count(), 1, "{outline}");
    let in_the_middle = render::outline(&format!("## A\n{body}\n\n## B\n"));
    if in_the_middle.lines().count() == 2 {
        assert_eq!(in_the_middle.split(['[', ']']).nth(1), Some(&*state), "{body:?}");
    }
    state
}

#[track_caller]
fn all_are(expected: &str, bodies: &[&str]) {
    for body in bodies {
        assert_eq!(state(body), expected, "{body:?}");
    }
}

#[test]
fn sections_nest_by_level() {
    check(
        "# Note\n\n## Storage\n\n### OLTP\n\ntext\n\n### OLAP\n\n## Serving\n\ntext\n\n# Other\n",
        &expect![[r#"
            # [topic] Note L1-L14
              ## [topic] Storage L3-L10
                ### [written] OLTP L5-L8
                ### [stub] OLAP L9-L10
              ## [written] Serving L11-L14
            # [stub] Other L15-L15
        "#]],
    );
}

#[test]
fn levels_may_be_skipped() {
    check(
        "### Deep\n\n# Top\n\n#### Deeper\n\ntext\n\n## Middle\n",
        &expect![[r#"
        ### [stub] Deep L1-L2
        # [topic] Top L3-L9
          #### [written] Deeper L5-L8
          ## [stub] Middle L9-L9
    "#]],
    );
}

#[test]
fn two_levels_may_have_equal_titles() {
    check(
        "## Production\n\n### Production\n\ntext\n\n### Production\n\n## Production\n",
        &expect![[r#"
            ## [topic] Production L1-L8
              ### [written] Production L3-L6
              ### [stub] Production L7-L8
            ## [stub] Production L9-L9
        "#]],
    );
}

#[test]
fn a_topic_is_never_empty() {
    check(
        "## Empty\n\n### Leaf\ntext\n## Commented\n<!-- x -->\n### Leaf\ntext\n",
        &expect![[r#"
        ## [topic] Empty L1-L4
          ### [written] Leaf L3-L4
        ## [topic] Commented L5-L8
          ### [written] Leaf L7-L8
    "#]],
    );
}

#[test]
fn the_last_section_extends_to_the_end_of_the_file() {
    check(
        "# One\n\n## Last\n\n\n\n",
        &expect![[r#"
        # [topic] One L1-L6
          ## [stub] Last L3-L6
    "#]],
    );
    check(
        "# One\n## Last",
        &expect![[r#"
        # [topic] One L1-L2
          ## [stub] Last L2-L2
    "#]],
    );
    check(
        "# One\r\n\r\n## Last\r\n\r\n",
        &expect![[r#"
        # [topic] One L1-L4
          ## [stub] Last L3-L4
    "#]],
    );
}

#[test]
fn front_matter_is_not_a_section() {
    check(
        "---\ntitle: x\n---\n## A\n",
        &expect![[r#"
        ## [stub] A L4-L4
    "#]],
    );
    check(
        "----\n\n## A\n\n----\n",
        &expect![[r#"
        ## [stub] A L3-L5
    "#]],
    );
}

#[test]
fn any_content_makes_a_section_written() {
    all_are(
        "written",
        &[
            "text",
            "- item",
            "-",
            "1. item",
            "- [ ] task",
            "    indented code",
            "```\ncode\n```",
            "```",
            "| a |\n| --- |\n| b |",
            "![image](a.png)",
            "<img src=\"a.png\">",
            "<div></div>",
            "<details>\n<summary>x</summary>\n</details>",
            "![[embed]]",
            "[[link]]",
            "$$\nx^2\n$$",
            "$x$",
            "{{< figure src=\"a.png\" >}}",
            "{% include a.html %}",
            "{{Glossary(\"X\")}}",
            "> quote",
            ">",
            "> [!note]",
            "Term\n: definition",
            "[^1]: footnote",
            "#tag",
            "&nbsp;",
            "https://example.com",
            "**bold**",
            "\\",
        ],
    );
}

#[test]
fn a_section_without_content_is_empty() {
    all_are(
        "stub",
        &[
            "",
            "\n",
            "\n\n   \n\t\n",
            "---",
            "***\n\n___\n",
            "[a]: b",
            "[a]: b\n[c]: <d> 'title'\n",
            "\n[a]: b\n\n---\n\n",
            "\r\n\r\n",
            "[a]:\n  b\n  \"title\"",
        ],
    );
}

#[test]
fn a_section_with_only_comments_is_parked() {
    all_are(
        "parked",
        &[
            "<!-- later -->",
            "<!-- one -->\n\n<!-- two -->",
            "<!-- one --><!-- two -->",
            "<!-- one --> <!-- two -->\n",
            "<!--\nseveral\n\nlines\n\n- of them\n-->\n",
            "<!-- left open\n\ntext\n",
            "<!---->",
            "%% later %%",
            "%% one %% %% two %%",
            "%% one %%\n%% two %%",
            "%%\nseveral\nlines\n%%",
            "%%\nover\n\nblank lines\n\n- a list\n\n```\ncode\n```\n%%\n",
            "%% text\n\nmore %%",
            "<!-- one -->\n\n%% two %%",
            "<!-- comment -->\n\n---\n",
            "---\n\n%% comment %%",
            "[a]: b\n\n<!-- comment -->",
            "   <!-- set in -->",
            "{/* later */}",
            "{/*later*/}",
            "{/* one */}\n\n%% two %%\n{/* three *with* emphasis */}",
            "{/*\nover\n\nblank lines\n\n- a list\n*/}",
        ],
    );
}

#[test]
fn a_section_with_a_comment_and_text_is_written() {
    all_are(
        "written",
        &[
            "<!-- comment -->\n\ntext",
            "<!-- comment -->\ntext",
            "<!-- comment --> text",
            "text <!-- comment -->",
            "text\n\n<!-- comment -->",
            "%% comment %%\n\ntext",
            "%% comment %% text",
            "text %% comment %%",
            "%% one %% and %% two %%",
            "%% left open",
            "100%% sure, 50%% done",
            "%%\ncomment\n%%\n- item",
            "<!-- comment -->\n<img>",
            "{/* comment */}\n\ntext",
            "text {/* comment */}",
            "{/* comment */} text",
            "{/* left open",
            "`{/* code */}`",
            "{/ * no comment * /}",
        ],
    );
}

#[test]
fn a_comment_hides_headings() {
    check(
        "## A\n\n%%\n\n## B\n\ntext\n\n%%\n\n## C\n\n<!--\n## D\n-->\n",
        &expect![[r#"
        ## [parked] A L1-L10
        ## [parked] C L11-L15
    "#]],
    );
}

#[test]
fn an_unclosed_comment_hides_no_headings() {
    check(
        "## A\n\n%% left open\n\n## B\n\ntext\n",
        &expect![[r#"
        ## [written] A L1-L4
        ## [written] B L5-L7
    "#]],
    );
    check(
        "## A\n\nsome %% text\n\n## B\n\nwith %% signs\n",
        &expect![[r#"
        ## [written] A L1-L4
        ## [written] B L5-L7
    "#]],
    );
}

const STYLED: &str = "#### Term\n\n##### Styled\n\n###### More\n\ntext\n\n##### Last\n\n## Topic\n\n### Stub\n\n## Only styled\n\n##### Text\n";

#[test]
fn deep_headings_are_content() {
    check(
        STYLED,
        &expect![[r#"
        #### [written] Term L1-L10
          ##### [topic] Styled L3-L8
            ###### [written] More L5-L8
          ##### [stub] Last L9-L10
        ## [topic] Topic L11-L14
          ### [stub] Stub L13-L14
        ## [written] Only styled L15-L17
          ##### [stub] Text L17-L17
    "#]],
    );
}

#[test]
fn deep_headings_count_on_demand() {
    expect![[r#"
        #### [topic] Term L1-L10
          ##### [topic] Styled L3-L8
            ###### [written] More L5-L8
          ##### [stub] Last L9-L10
        ## [topic] Topic L11-L14
          ### [stub] Stub L13-L14
        ## [topic] Only styled L15-L17
          ##### [stub] Text L17-L17
    "#]]
    .assert_eq(&render::outline_to(6, STYLED));
    expect![[r#"
        #### [topic] Term L1-L10
          ##### [written] Styled L3-L8
            ###### [written] More L5-L8
          ##### [stub] Last L9-L10
        ## [topic] Topic L11-L14
          ### [stub] Stub L13-L14
        ## [topic] Only styled L15-L17
          ##### [stub] Text L17-L17
    "#]]
    .assert_eq(&render::outline_to(5, STYLED));
}

#[test]
fn fewer_levels_count_on_demand() {
    expect![[r#"
        ## [written] One L1-L6
          ### [stub] B L3-L4
          ### [stub] C L5-L6
        ## [stub] Two L7-L8
        ## [written] E L9-L11
    "#]]
    .assert_eq(&render::outline_to(2, "## One\n\n### B\n\n### C\n\n## Two\n\n## E\n\ntext\n"));
}

#[test]
fn a_letter_of_an_index_is_no_gap() {
    expect![[r#"
        ## [topic] A L1-L6
          ### [written] Ash L3-L6
        ## [topic] B L7-L8
        ## [topic] C L9-L10
        ## [topic] D–F L11-L12
        ## [stub] Pine L13-L13
    "#]]
    .assert_eq(&render::outline(
        "## A\n\n### Ash\n\nA tree.\n\n## B\n\n## C\n\n## D–F\n\n## Pine\n",
    ));
    // A single letter may be a name.
    expect![[r#"
        ## [stub] C L1-L2
        ## [stub] Rust L3-L3
    "#]]
    .assert_eq(&render::outline("## C\n\n## Rust\n"));
}

#[test]
fn the_path_leads_from_the_outermost_section() {
    let text = "# Note\n## Topic\n### Term\n## Other\n";
    let note = render::read(text);
    let path = |index| {
        let names: Vec<_> =
            note.path_of(index).into_iter().map(|s| s.heading.name.as_str()).collect();
        names.join(" > ")
    };
    assert_eq!(path(2), "Note > Topic > Term");
    assert_eq!(path(3), "Note > Other");
    assert_eq!(path(4), "");
}

#[test]
fn an_offset_is_in_its_innermost_section() {
    let text = "before\n# Note\n## Topic\ntext\n# Other\n";
    let note = render::read(text);
    let at = |what: &str| note.section_at(u32::try_from(text.find(what).unwrap()).unwrap().into());
    assert_eq!(at("before"), None);
    assert_eq!(at("# Note"), Some(0));
    assert_eq!(at("## Topic"), Some(1));
    assert_eq!(at("text"), Some(1));
    assert_eq!(at("Other"), Some(2));
}
