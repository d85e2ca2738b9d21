//! Tests of the headings that declare terms, and of the names of these terms.

use std::collections::BTreeMap;
use std::sync::Arc;

use expect_test::{Expect, expect};

use crate::note::term::{Style, Styles};
use crate::note::{ReadOptions, render};

fn check(text: &str, expected: &Expect) {
    expected.assert_eq(&render::terms(text));
}

/// The names of the terms with these titles, each with a definition below it.
fn names(titles: &[&str]) -> String {
    let note: Vec<_> =
        titles.iter().map(|title| format!("## {title}\n\nIs a thing.\n\n")).collect();
    render::terms(&note.concat()).replace(": Is a thing.", "")
}

#[test]
fn the_first_paragraph_is_the_definition() {
    check(
        "## Kafka\n\nA log\nof events.\n\nMore about it.\n\n## Kinesis\nA stream.\n- one\n- two\n\n## Spark\n\nAn engine:\n\n| a |\n| - |\n",
        &expect![[r#"
            Kafka: A log⏎of events.
            Kinesis: A stream.
            Spark: An engine:
        "#]],
    );
}

#[test]
fn comments_and_images_may_precede_the_definition() {
    check(
        "## A\n\n<!-- todo -->\n\nIs a letter.\n\n## B\n\n![b](b.png)\n\nIs one too.\n\n## C\n\n%% todo %%\n\n![[c.png]]\n\nAnd one.\n\n## D\n\n[![d](d.png)](x), ![d](e.png)\n\nThe last.\n",
        &expect![[r#"
            A: Is a letter.
            B: Is one too.
            C: And one.
            D: The last.
        "#]],
    );
}

#[test]
fn other_blocks_may_precede_the_definition() {
    check(
        "## A\n\n- list\n\ntext\n\n## B\n\n```\ncode\n```\n\ntext\n\n## C\n\n> quote\n\ntext\n\n## D\n\n| a |\n| - |\n\ntext\n\n## E\n\n---\n\ntext\n\n## F\n\n::: note\ntext\n:::\n\n## G\n\n![only](a.png)\n\n## H\n\n`code`\n\n## I\n\n<p>html</p>\n",
        &expect![[r#"
            A: text
            B: text
            C: text
            D: text
            E: text
            F: text
            I: html
        "#]],
    );
}

#[test]
fn only_leaves_of_levels_2_to_4() {
    check(
        "# One\n\ntext\n\n## Two\n\ntext\n\n## Topic\n\ntext\n\n### Three\n\ntext\n\n#### Four\n\ntext\n\n##### Five\n\ntext\n\n###### Six\n\ntext\n",
        &expect![[r#"
            [note] One: text
            Two: text
            Four: text
        "#]],
    );
}

#[test]
fn a_styled_heading_ends_what_may_define() {
    check(
        "#### A\n\n##### Styled\n\ntext\n\n#### B\n\nIs.\n\n##### Styled\n\ntext\n",
        &expect![[r#"
            B: Is.
        "#]],
    );
}

#[test]
fn empty_sections_are_not_terms() {
    check("## A\n\n## B\n\n<!-- later -->\n\n## C\n\n%% later %%\n", &expect![""]);
}

#[test]
fn names_are_terms() {
    expect![[r#"
        OLTP
        Change Data Capture
        2PC
        3D model
        2-3 tree
        C++
        .NET
        U.S.
        Man in the middle
        Bring your own device
        Machine learning
        Use of map
        Multi-Armed Bandit
        What if analysis
        Level set
        Part of speech
        Stage fright
        Table
        Notes app
        データベース
        数据库
    "#]]
    .assert_eq(&names(&[
        "OLTP",
        "Change Data Capture",
        "2PC",
        "3D model",
        "2-3 tree",
        "C++",
        ".NET",
        "U.S.",
        "Man in the middle",
        "Bring your own device",
        "Machine learning",
        "Use of `map`",
        "Multi-Armed Bandit",
        "What if analysis",
        "Level set",
        "Part of speech",
        "Stage fright",
        "Table",
        "Notes app",
        "データベース",
        "数据库",
    ]));
}

#[test]
fn a_question_names_a_term() {
    let text = "### What is a *ribosome*?\n\nA part of a cell.\n\n### What are ribosomes?\n\nParts of a cell.\n\n### What is the use of it?\n\nA part of a cell.\n";
    expect![[r#"
        ribosome: A part of a cell.
        ribosomes: Parts of a cell.
    "#]]
    .assert_eq(&render::terms(text));
}

#[test]
fn other_titles_are_not_terms() {
    expect![""].assert_eq(&names(&[
        "What is it?",
        "How to begin",
        "Why it matters",
        "It is so.",
        "Hello!",
        "Glossary",
        "Building the compiler",
        "Add a test",
        "Testing locally",
        "Set up your vault",
        "なぜ？",
        "Requirements:",
        "例：",
        "`code`",
        "1. Scope",
        "2.1 Scope",
        "3) Scope",
        "Step 1",
        "Step 2: Install",
        "Chapter IV",
        "Part II: More",
        "Examples",
        "SEE ALSO",
        "TL;DR",
        "404",
        "---",
        "🎉",
        "",
    ]));
}

#[test]
fn names_in_parentheses_are_aliases() {
    expect![[r#"
        Change Data Capture (CDC) = Change Data Capture = CDC
        CDC (Change Data Capture) = CDC = Change Data Capture
        CI/CD (Continuous Delivery) = CI/CD
        Infrastructure as Code (IaC) = Infrastructure as Code = IaC
        Representation (relation) = Representation
        Time (in UTC) = Time
        变更数据捕获（CDC） = 变更数据捕获 = CDC
        print() = print
        Set (ADT) and more
        (ABC)
        Nested ((ABC))
        f(x) (FX) = f(x) = FX
        Kappa (K) = Kappa
        Generic associated types (GATs) = Generic associated types = GATs
        JavaScript (JS) = JavaScript = JS
        Extensible Markup Language (XML) = Extensible Markup Language = XML
        Closure (JavaScript) = Closure
        Join (SQL) = Join = SQL
        Training (AI) = Training = AI
        登録する（PRを作成する） = 登録する
    "#]]
    .assert_eq(&names(&[
        "Change Data Capture (CDC)",
        "CDC (Change Data Capture)",
        "CI/CD (Continuous Delivery)",
        "Infrastructure as Code (IaC)",
        "Representation (relation)",
        "Time (in UTC)",
        "变更数据捕获（CDC）",
        "print()",
        "Set (ADT) and more",
        "(ABC)",
        "Nested ((ABC))",
        "f(x) (FX)",
        "Kappa (K)",
        "Generic associated types (GATs)",
        "JavaScript (JS)",
        "Extensible Markup Language (XML)",
        "Closure (JavaScript)",
        "Join (SQL)",
        "Training (AI)",
        "登録する（PRを作成する）",
    ]));
}

#[test]
fn emoji_and_anchors_are_not_part_of_a_headword() {
    check(
        "## 📑 **Key** space {#key}\n\nA set of keys.\n",
        &expect![[r#"
        Key space: A set of keys.
    "#]],
    );
}

#[test]
fn the_definition_has_no_line_end() {
    check(
        "## A\r\n\r\nOne\r\ntwo.  \r\n\r\nthree\r\n",
        &expect![[r#"
        A: One␍⏎two.
    "#]],
    );
    check(
        "## A\nIs",
        &expect![[r#"
        A: Is
    "#]],
    );
}

#[test]
fn a_comment_below_a_heading_gives_names() {
    check(
        "## A\n<!-- aliases: b, the c -->\nIs one.\n\n## D\n\n%% aka: e %%\n\nIs one too.\n\n## Stub\n<!-- aliases: nothing -->\n",
        &expect![[r#"
            A = b (in a comment) = the c (in a comment): Is one.
            D = e (in a comment): Is one too.
        "#]],
    );
    let note = "## Stub\n<!-- aliases: nothing -->\n";
    expect![[r#"
        ## [stub] Stub L1-L2
    "#]]
    .assert_eq(&render::outline(note));
}

#[test]
fn a_title_may_have_several_names() {
    check(
        "## Accuracy, Precision\n\nAre two things.\n\n## Author or Writer\n\nA writer is a person.\n\n## CI/CD\n\nIs one.\n\n## Client / Server\n\nA split.\n\n## Feature / Feature vector\n\nA number.\n\n## HIR / High-level IR\n\nA tree.\n",
        &expect![[r#"
            Accuracy, Precision: Are two things.
            Author or Writer = Author = Writer: A writer is a person.
            CI/CD: Is one.
            Client / Server: A split.
            Feature / Feature vector = Feature = Feature vector: A number.
            HIR / High-level IR = HIR = High-level IR: A tree.
        "#]],
    );
}

#[test]
fn a_title_may_have_names_in_two_scripts() {
    check(
        "## 과적합 (Overfitting)\n\nIs one.\n\n## Gradient descent (경사 하강법)\n\nIs one.\n\n## ノード(グラフ)\n\nIs one.\n\n## Абстракция (abstraction)\n\nIs one.\n",
        &expect![[r#"
            과적합 (Overfitting) = 과적합 = Overfitting: Is one.
            Gradient descent (경사 하강법) = Gradient descent = 경사 하강법: Is one.
            ノード(グラフ) = ノード: Is one.
            Абстракция (abstraction) = Абстракция = abstraction: Is one.
        "#]],
    );
}

#[test]
fn the_definition_follows_a_question() {
    check(
        "## A\n\n**Is it so?**\n\nYes.\n\n## B\n\n**Is** it **so**\n\n## C\n[c]: #x\nIs one.\n\n## D\n[d]: #x\n\nIs one.\n",
        &expect![[r#"
            A: Yes.
            B: **Is** it **so**
            C: Is one.
            D: Is one.
        "#]],
    );
}

#[test]
fn options_change_styles_levels_and_aliases() {
    let text = "## A\n\nIs one.\n\n### B\n\nIs two.\n\n**Cee**: is three of them.\n";
    let options = ReadOptions::default();
    let styles = ReadOptions { styles: Styles::from_iter([Style::BoldLead]), ..options.clone() };
    expect![[r#"
        [bold] Cee: is three of them.
    "#]]
    .assert_eq(&render::terms_with(&styles, text));
    let levels = ReadOptions { term_levels: 2..=2, ..options.clone() };
    expect![[r#"
        [bold] Cee: is three of them.
    "#]]
    .assert_eq(&render::terms_with(&levels, text));
    let names = BTreeMap::from([("B".to_owned(), vec!["bee".to_owned(), "b".to_owned()])]);
    let aliases = ReadOptions { aliases: Arc::new(names), ..options };
    expect![[r#"
        B = bee (in the settings) = b (in the settings): Is two.
        [bold] Cee: is three of them.
    "#]]
    .assert_eq(&render::terms_with(&aliases, text));
}
