//! Front matter, tags and categories.

use expect_test::expect;
use serde_json::json;

use super::{check, check_with};

#[test]
fn a_syntax_error_is_reported_at_its_range() {
    check(
        "---\ntitle: x: y\ntags: [a, \"b\nlayout: post\nlayout: page\n---\n",
        expect![[r#"
            /note.md:2: :
              Error invalid-front-matter: Expected quotes around a value that contains `: `.
            /note.md:3: "
              Error invalid-front-matter: Expected a closing quote.
            /note.md:5: layout
              Error invalid-front-matter: Expected one `layout`; this key already occurs above.
        "#]],
    );
    check(
        "---\ntitle: A\n\nText.\n",
        expect![[r#"
            /note.md:1: ---
              Error invalid-front-matter: Front matter is not closed. Add a line `---`.
        "#]],
    );
    check(
        "+++\ntitle = A\n+++\n",
        expect![[r#"
            /note.md:2: A
              Error invalid-front-matter: Expected a value; a string needs quotes.
        "#]],
    );
}

/// A note by which Jekyll is detected.
const POST: &str = "//- /_posts/2024-01-01-x.md\n---\nlayout: post\ndate: 2024-01-01\n---\n";

#[test]
fn a_misspelled_key_is_reported_with_a_suggestion() {
    check(
        &format!(
            "//- /_posts/2024-01-02-a.md\n---\ntgas: [a]\ncatagories: [b]\nTitle: A\nimages: x\nlevel: 1\ndata: x\n---\n{POST}"
        ),
        expect![[r#"
            /_posts/2024-01-02-a.md:2: tgas
              Warning unknown-key: Unknown key `tgas`. Did you mean `tags`?
            /_posts/2024-01-02-a.md:3: catagories
              Warning unknown-key: Unknown key `catagories`. Did you mean `categories`?
        "#]],
    );
    let others: String =
        (0..5).map(|n| format!("//- /{n}.md\n---\ndifficulty: hard\n---\n")).collect();
    check(
        &format!("//- /a.md\n---\ndificulty: easy\n---\n{others}"),
        expect![[r#"
            /a.md:2: dificulty
              Warning unknown-key: Unknown key `dificulty`. Did you mean `difficulty`?
        "#]],
    );
    let own: String = (0..3).map(|n| format!("//- /{n}.md\n---\npins: hard\n---\n")).collect();
    check(&format!("//- /a.md\n---\npins: x\n---\n{own}{POST}"), expect![[""]]);
}

#[test]
fn a_value_of_the_wrong_type_is_reported() {
    check(
        &format!(
            "//- /_posts/2024-01-02-a.md\n---\ntitle: [a]\npin: \"true\"\ntoc: yes\ndate: yesterday\n\
             math:\ncomments: '{{{{ x }}}}'\ntags: {{a: b}}\nimage:\n  alt: [x]\n---\n{POST}"
        ),
        expect![[r#"
            /_posts/2024-01-02-a.md:2: [a]
              Warning wrong-type: `title` must be a text.
            /_posts/2024-01-02-a.md:3: "true"
              Warning wrong-type: `pin` must be `true` or `false`, without quotes.
            /_posts/2024-01-02-a.md:5: yesterday
              Warning wrong-type: `date` must be a date.
            /_posts/2024-01-02-a.md:8: {a: b}
              Warning wrong-type: `tags` must be a list or a text.
            /_posts/2024-01-02-a.md:10: [x]
              Warning wrong-type: `alt` must be a text.
        "#]],
    );
    check(
        "+++\npath = \"a\"\nsort_by = \"name\"\naliases = \"x\"\nweight = \"3\"\n[taxonomies]\ntags = \"a\"\n+++\n",
        expect![[r#"
            /note.md:3: "name"
              Warning wrong-type: `sort_by` must be one of: date, update_date, title, title_bytes, weight, slug, none.
            /note.md:4: "x"
              Warning wrong-type: `aliases` must be a list.
            /note.md:7: "a"
              Warning wrong-type: `tags` must be a list.
        "#]],
    );
    check_with(
        &json!({ "frontMatter": { "profile": "none" } }),
        "+++\npath = \"a\"\nsort_by = \"name\"\n+++\n",
        expect![[""]],
    );
    check_with(
        &json!({ "frontMatter": { "profile": "docusaurus" } }),
        "---\nsidebar_position: first\ntags: a\n---\n",
        expect![[r#"
            /note.md:2: first
              Warning wrong-type: `sidebar_position` must be a number.
            /note.md:3: a
              Warning wrong-type: `tags` must be a list.
        "#]],
    );
}

#[test]
fn a_tag_that_is_listed_twice_is_reported() {
    check(
        "---\ntags: [Data, x, data]\ncategories:\n- A\n- A\n---\n#data #data\n",
        expect![[r#"
            /note.md:2: Data
              Information similar-tag: Tag “Data” is written “data” in 1 note.
            /note.md:2: data
              Warning duplicate-tag: The tag “data” is already listed.
                /note.md:2: Data (First occurrence.)
            /note.md:5: A
              Warning duplicate-tag: The category “A” is already listed.
                /note.md:4: A (First occurrence.)
        "#]],
    );
}

#[test]
fn an_unusual_spelling_of_a_tag_is_reported() {
    let others = "//- /b.md\n---\ntags: [interview prep]\ncategories: [Big Data]\n---\n\
        //- /c.md\n---\ntags: [interview prep, cache]\n---\n#on-call #On-Call\n\
        //- /d.md\n#on-call\n";
    check(
        &format!(
            "//- /a.md\n---\ntags: [interview-prep, Interview Prep, cache]\ncategories: [big-data]\n---\n#On-Call #interview-prep\n{others}"
        ),
        expect![[r#"
            /a.md:2: interview-prep
              Information similar-tag: Tag “interview-prep” is written “interview prep” in 2 notes.
            /a.md:2: Interview Prep
              Information similar-tag: Tag “Interview Prep” is written “interview prep” in 2 notes.
            /a.md:5: #On-Call
              Information similar-tag: Tag “On-Call” is written “on-call” in 2 notes.
        "#]],
    );
}

#[test]
fn a_date_that_differs_from_the_file_name_is_reported() {
    let note = |date: &str| {
        format!("//- /_posts/2024-01-02-a.md\n---\nlayout: post\ndate: {date}\n---\n{POST}")
    };
    check(
        &note("2024-01-03 10:00:00 +0100"),
        expect![[r#"
            /_posts/2024-01-02-a.md:3: 2024-01-03 10:00:00 +0100
              Information file-date-mismatch: This date differs from the file name (2024-01-02).
        "#]],
    );
    check(&note("2024-01-02 10:00:00 +0100"), expect![[""]]);
    check(
        &note("'2024-01-01'"),
        expect![[r#"
            /_posts/2024-01-02-a.md:3: 2024-01-01
              Information file-date-mismatch: This date differs from the file name (2024-01-02).
        "#]],
    );
    check(&note("someday 3"), expect![[""]]);
}

#[test]
fn dates_that_do_not_exist_are_reported() {
    let note = "---\nlayout: post\ndate: 2023-02-010T17:46:51\nlast_modified_at: 2024-02-30\n---\n";
    check(
        &format!("//- /_posts/2024-01-02-y.md\n{note}{POST}"),
        expect![[r#"
        /_posts/2024-01-02-y.md:3: 2023-02-010T17:46:51
          Warning wrong-type: `date` must be a date.
        /_posts/2024-01-02-y.md:4: 2024-02-30
          Warning wrong-type: `last_modified_at` must be a date.
    "#]],
    );
    let hugo = json!({"frontMatter": {"profile": "hugo"}});
    let note = "---\ndate: 30/01/2024\nlastmod: 2020年8月8日\npublishDate: 205-09-29\nexpiryDate: 5 May 2024\n---\n";
    check_with(
        &hugo,
        note,
        expect![[r#"
        /note.md:2: 30/01/2024
          Warning wrong-type: `date` must be a date.
        /note.md:3: 2020年8月8日
          Warning wrong-type: `lastmod` must be a date.
        /note.md:4: 205-09-29
          Warning wrong-type: `publishDate` must be a date.
    "#]],
    );
}

#[test]
fn a_map_among_texts_is_reported() {
    let obsidian = json!({"frontMatter": {"profile": "obsidian"}});
    let note = "---\naliases:\n  - Other\n  - Note: the second\ntags:\n  - Title:\n  - seed\n---\n";
    check_with(
        &obsidian,
        note,
        expect![[r#"
        /note.md:4: Note: the second
          Warning wrong-type: An item of `aliases` must be a text. Put it in quotes.
        /note.md:6: Title
          Warning wrong-type: An item of `tags` must be a text. Put it in quotes.
    "#]],
    );
}

#[test]
fn values_with_a_template_are_not_checked() {
    let hugo = json!({"frontMatter": {"profile": "hugo"}});
    let note = "---\ntitle: \"{{ replace .Name \"-\" \" \" }}\"\ndate: {{ .Date }}\ndraft: <% x %>\ntags: {{tag}}\nlastmod: {{date}}, {{time}}\n---\n";
    check_with(&hugo, note, expect![[""]]);
}

#[test]
fn templates_may_have_empty_sections() {
    check("//- /Templates/a.md\n# {{title}}\n\n## Summary\n", expect![[""]]);
}

#[test]
fn a_broken_link_in_front_matter_is_reported() {
    super::check_in(
        "/w",
        "//- /w/a.md\n---\nrelated:\n  - \"[[Nowhere]]\"\n---\n",
        expect![[r#"
        /w/a.md:3: Nowhere
          Warning broken-link: Note “Nowhere” not found.
    "#]],
    );
}

#[test]
fn tags_that_are_comments_are_reported() {
    check(
        "---\ntitle: One\ntags: #river #mill\n---\n",
        expect![[r#"
        /note.md:3: #river
          Warning wrong-type: `#river` is a comment in YAML. Write the tag without `#`.
    "#]],
    );
    check(
        "---\ntags:\n  - #river\n  - mill # mine\ncategories: # later\n---\n",
        expect![[r#"
        /note.md:3: #river
          Warning wrong-type: `#river` is a comment in YAML. Write the tag without `#`.
    "#]],
    );
}
