//! Repairs of front matter and tags.

use expect_test::expect;

use super::check;

const POST: &str = "//- /_posts/2024-01-01-x.md\n---\nlayout: post\ndate: 2024-01-01\n---\n";

#[test]
fn a_misspelled_key_is_fixed() {
    check(
        &format!("//- /a.md\n---\n\"tg$0as\": [a] # mine\n---\n{POST}"),
        "",
        expect![[r#"
        Change `tgas` to `tags` (unknown-key, preferred)
          "tags": [a] # mine
    "#]],
    );
    check(
        &format!("//- /a.md\n---\nperma$0lnik: /a/\n---\n{POST}"),
        "",
        expect![[r#"
        Change `permalnik` to `permalink` (unknown-key, preferred)
          permalink: /a/
    "#]],
    );
}

#[test]
fn the_second_of_two_equal_tags_is_removed() {
    check(
        "---\ntags: [a, b, $0A] # mine\n---\n",
        "",
        expect![[r#"
        Remove the second “A” (duplicate-tag, preferred)
          tags: [a, b] # mine
        Change “A” to “a” in all notes (similar-tag, preferred)
          tags: [a, b] # mine
        Change “A” to “a” in this note (similar-tag)
          tags: [a, b] # mine
        Fix all auto-fixable problems in this note (duplicate-tag)
          tags: [a, b] # mine
    "#]],
    );
    check("---\ntags:\n- a\n- $0a # mine\n---\n", "", expect![[""]]);
}

#[test]
fn a_tag_gets_its_usual_spelling_in_one_note_or_all() {
    check(
        "//- /a.md\n---\ntags: [inter$0view-prep, x]\n---\n//- /b.md\n---\ntags: 'interview prep'\n---\n\
         //- /c.md\n---\ntags:\n- interview prep\n- interview-prep\n---\n",
        "",
        expect![[r#"
            Change “interview-prep” to “interview prep” in all notes (similar-tag, preferred)
              tags: [interview prep, x]
            Change “interview-prep” to “interview prep” in this note (similar-tag)
              tags: [interview prep, x]
        "#]],
    );
}

#[test]
fn added_front_matter_has_the_keys_of_most_notes() {
    let posts = "//- /b.md\n---\ntitle: B\ntags: [x]\ncategories: [A, B]\n---\n\
        //- /c.md\n---\ntitle: C\ndate: 2024-01-02\ntags: [x]\n---\n";
    check(
        &format!("//- /2024-03-04-a.md\n$0# What: a note\n\nText.\n{posts}"),
        "",
        expect![[r#"
        Add front matter: title, tags
          ---
          title: "What: a note"
          tags: []
          ---

    "#]],
    );
    check(
        &format!("//- /a.md\n# A\n\nText$0.\n{posts}"),
        "",
        expect![[r#"
        Define “Text” as a term

          ## Text
    "#]],
    );
}

#[test]
fn front_matter_is_added_to_a_note_named_by_its_file() {
    check(
        "//- /n/Bloom filter.md\n$0A Bloom filter is a set that may err.\n//- /n/Hash.md\n---\ntags: [x]\n---\nA hash is a number.\n//- /n/Tree.md\n---\ntags: [x]\n---\nA tree is a graph.\n",
        "",
        expect![[r#"
            Define “A” as a term

              ## A
            Add front matter: tags
              ---
              tags: []
              ---

        "#]],
    );
}

#[test]
fn a_tag_that_yaml_reads_as_a_comment_gets_no_hash() {
    check(
        "---\ntitle: A\ntags: #ri$0ver\n---\n",
        "",
        expect![[r#"
        Write `river` without `#` (wrong-type, preferred)
          tags: river
    "#]],
    );
    check(
        "---\ntags:\n  - wall\n  - #ri$0ver\n  - stone\n---\n",
        "",
        expect![[r#"
        Write `river` without `#` (wrong-type, preferred)
            - river
    "#]],
    );
}
