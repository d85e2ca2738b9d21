//! Comments that suppress a diagnostic.

use expect_test::{Expect, expect};

use super::shown;

#[expect(clippy::needless_pass_by_value, reason = "an expectation is made where it is checked")]
fn check(fixture: &str, expected: Expect) {
    let fixture = format!("//- /n/note.md\n{fixture}");
    expected.assert_eq(&shown(&fixture, "", |title| title.starts_with("Ignore `")));
}

#[test]
fn a_diagnostic_is_suppressed_for_its_line_section_or_note() {
    check(
        "# A\n\n## Em$0pty\n\n## Full\nText.\n",
        expect![[r#"
        Ignore `empty-section` on this line (empty-section)
          ## Empty <!-- headword-ignore-line empty-section -->
        Ignore `empty-section` in “Empty” (empty-section)
          <!-- headword-ignore empty-section -->
        Ignore `empty-section` in this note (empty-section)
          <!-- headword-ignore empty-section -->

    "#]],
    );
    check(
        "---\ntitle: A\n---\nSee [[no$0ne]].\n",
        expect![[r#"
        Ignore `broken-link` on this line (broken-link)
          See [[none]]. <!-- headword-ignore-line broken-link -->
        Ignore `broken-link` in this note (broken-link)

          <!-- headword-ignore broken-link -->

    "#]],
    );
    check(
        "| a |\n|---|\n| [[no$0ne]] |\n",
        expect![[r#"
        Ignore `broken-link` on this line (broken-link)
          <!-- headword-ignore-next-line broken-link -->
        Ignore `broken-link` in this note (broken-link)
          <!-- headword-ignore broken-link -->

    "#]],
    );
    check(
        "## A\nOne\n[x](no$0ne.md)\ntwo.\n## B\n",
        expect![[r#"
        Ignore `broken-link` on this line (broken-link)
          [x](none.md) <!-- headword-ignore-line broken-link -->
        Ignore `broken-link` in “A” (broken-link)
          <!-- headword-ignore broken-link -->
        Ignore `broken-link` in this note (broken-link)
          <!-- headword-ignore broken-link -->

    "#]],
    );
    check(
        "---\ntags: [a, $0a]\n---\n\n# A\nText.\n",
        expect![[r#"
        Ignore `duplicate-tag` in this note (duplicate-tag)
          <!-- headword-ignore duplicate-tag -->

    "#]],
    );
    check(
        "## Em$0pty",
        expect![[r#"
        Ignore `empty-section` on this line (empty-section)
          ## Empty <!-- headword-ignore-line empty-section -->
        Ignore `empty-section` in this note (empty-section)
          <!-- headword-ignore empty-section -->

    "#]],
    );
}

#[test]
fn an_existing_suppression_gets_another_code() {
    check(
        "<!-- headword-ignore skipped-level -- as it is -->\n\n## A\n%% headword-ignore empty-section %%\n\
         [[no$0ne]] <!-- headword-ignore-line broken-anchor -->\n## B\nText.\n",
        expect![[r#"
            Ignore `broken-link` on this line (broken-link)
              [[none]] <!-- headword-ignore-line broken-anchor, broken-link -->
            Ignore `broken-link` in “A” (broken-link)
              %% headword-ignore empty-section, broken-link %%
            Ignore `broken-link` in this note (broken-link)
              <!-- headword-ignore skipped-level, broken-link -- as it is -->
        "#]],
    );
    check(
        "---\nheadword: { ignore: [empty-section] }\n---\n[[no$0ne]]\n",
        expect![[r#"
        Ignore `broken-link` on this line (broken-link)
          [[none]] <!-- headword-ignore-line broken-link -->
        Ignore `broken-link` in this note (broken-link)
          headword: { ignore: [empty-section, broken-link] }
    "#]],
    );
    check(
        "---\nheadword:\n  ignore:\n    - \"empty-section\" # x\n---\n[[no$0ne]]\n",
        expect![[r#"
            Ignore `broken-link` on this line (broken-link)
              [[none]] <!-- headword-ignore-line broken-link -->
            Ignore `broken-link` in this note (broken-link)
                  - "empty-section"
                  - "broken-link" # x
        "#]],
    );
    check(
        "---\nheadword:\n  ignore: empty-section\n---\n[[no$0ne]]\n",
        expect![[r#"
        Ignore `broken-link` on this line (broken-link)
          [[none]] <!-- headword-ignore-line broken-link -->
        Ignore `broken-link` in this note (broken-link)

          <!-- headword-ignore broken-link -->

    "#]],
    );
    check(
        "[[no$0ne]] <!-- headword-ignore-line broken-anchor -->\r\nText.\r\n",
        expect![[r#"
            Ignore `broken-link` on this line (broken-link)
              [[none]] <!-- headword-ignore-line broken-anchor, broken-link -->
            Ignore `broken-link` in this note (broken-link)
              <!-- headword-ignore broken-link -->

        "#]],
    );
}
