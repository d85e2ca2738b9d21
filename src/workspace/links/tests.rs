//! Links between notes and their targets.

use std::fmt::Write;
use std::path::{Path, PathBuf};

use expect_test::{Expect, expect};

use super::{Resolver, decoded, encoded, relative_path};
use crate::workspace::Workspace;
use crate::workspace::document::Location;

const NOTES: [(&str, &str); 5] = [
    (
        "/notes/cache.md",
        "---\ntitle: The Cache\naliases: [Store]\n---\nFast.\n\n## Old ones\n## Old ones\n## 💾 Größe: *a*/b {#x}\n",
    ),
    ("/notes/sub/cache.md", "# Another\n"),
    ("/notes/sub/index.md", "# Index\n"),
    ("/notes/sub/two words.md", "## A\n"),
    ("/elsewhere/note.md", "# Else\n"),
];

/// Checks the links of `/notes/from.md`, one on each line: the written path and the target.
#[expect(clippy::needless_pass_by_value, reason = "an expectation is made where it is checked")]
fn check(text: &str, expected: Expect) {
    let mut workspace = Workspace::default();
    workspace.set_folders(vec![PathBuf::from("/notes")]);
    for (path, text) in NOTES.iter().filter(|(path, _)| path.starts_with("/notes")) {
        workspace.open(Location::File(path.into()), 1, text);
    }
    let from = workspace.open(Location::File("/notes/from.md".into()), 1, text);
    workspace.settle();
    let resolver = Resolver::new(&workspace);
    let document = workspace.document(from).unwrap();
    let mut out = String::new();
    for link in &document.note.links {
        write!(out, "{}: ", &text[link.range]).unwrap();
        let Some(target) = resolver.resolve(document, link) else {
            out.push_str("nowhere\n");
            continue;
        };
        let note = workspace.document(target.note).unwrap();
        let path = note.location.path().unwrap().display();
        let anchor = resolver.anchor(target).map(|it| format!("#{it}")).unwrap_or_default();
        writeln!(out, "{path}{anchor}").unwrap();
    }
    expected.assert_eq(&out);
}

#[test]
fn paths_are_relative_to_the_note_or_the_folder() {
    check(
        "[a](cache.md) [b](cache) [c](./sub/../cache.md) [d](/sub/cache.md) [e](sub/two%20words.md#a)\n\
         [f](sub/) [g](<sub/two words.md>) [h](../elsewhere/note.md) [i](../notes/cache.md) [j](none.md)\n\
         [k](https://example.com/cache.md) [l](../../../../../cache.md)\n",
        expect![[r##"
            [a](cache.md): /notes/cache.md
            [b](cache): /notes/cache.md
            [c](./sub/../cache.md): /notes/cache.md
            [d](/sub/cache.md): /notes/sub/cache.md
            [e](sub/two%20words.md#a): /notes/sub/two words.md#a
            [f](sub/): /notes/sub/index.md
            [g](<sub/two words.md>): /notes/sub/two words.md
            [h](../elsewhere/note.md): nowhere
            [i](../notes/cache.md): /notes/cache.md
            [j](none.md): nowhere
            [k](https://example.com/cache.md): nowhere
            [l](../../../../../cache.md): nowhere
        "##]],
    );
}

#[test]
fn fragments_are_anchors_or_the_text_of_a_heading() {
    check(
        "[a](#here) [b](cache.md#old-ones-1) [c](cache.md#Old%20ones) [d](cache#x) [[cache#Old ones]]\n\
         [[cache#Größe a b]] [[#Here]] [[cache#^block]] [e](cache.md#none)\n\n## Here\n",
        expect![[r##"
            [a](#here): /notes/from.md#here
            [b](cache.md#old-ones-1): /notes/cache.md#old-ones-1
            [c](cache.md#Old%20ones): /notes/cache.md#old-ones
            [d](cache#x): /notes/cache.md#x
            [[cache#Old ones]]: /notes/cache.md#old-ones
            [[cache#Größe a b]]: /notes/cache.md#x
            [[#Here]]: /notes/from.md#here
            [[cache#^block]]: /notes/cache.md
            [e](cache.md#none): /notes/cache.md
        "##]],
    );
}

#[test]
fn wiki_links_name_notes() {
    check(
        "[[Cache]] [[sub/cache]] [[the cache]] [[STORE]] [[Another|x]] [[two words]] [[cache.md]] [[none]]\n",
        expect![[r##"
            [[Cache]]: /notes/cache.md
            [[sub/cache]]: /notes/sub/cache.md
            [[the cache]]: /notes/cache.md
            [[STORE]]: /notes/cache.md
            [[Another|x]]: /notes/sub/cache.md
            [[two words]]: /notes/sub/two words.md
            [[cache.md]]: /notes/cache.md
            [[none]]: nowhere
        "##]],
    );
}

#[test]
fn notes_of_one_name_are_distinguished_by_their_folders() {
    check(
        "[[sub/index]] [[index]] [[notes/cache]] [[SUB/Cache.md]] [[b/cache]] [[/sub/cache]] [[ub/cache]]\n",
        expect![[r#"
            [[sub/index]]: /notes/sub/index.md
            [[index]]: /notes/sub/index.md
            [[notes/cache]]: /notes/cache.md
            [[SUB/Cache.md]]: /notes/sub/cache.md
            [[b/cache]]: nowhere
            [[/sub/cache]]: /notes/sub/cache.md
            [[ub/cache]]: nowhere
        "#]],
    );
}

#[test]
fn relative_paths_are_encoded() {
    for text in ["a b", "50%", "ä(b)#c", "plain/path"] {
        assert_eq!(decoded(&encoded(text)), text);
    }
    assert_eq!(decoded("100%"), "100%");
    assert_eq!(decoded("%FF"), "%FF");
    let path = |from, to| relative_path(Path::new(from), Path::new(to)).unwrap();
    assert_eq!(path("/n/a.md", "/n/b c.md"), "b c.md");
    assert_eq!(path("/n/x/a.md", "/n/y/b.md"), "../y/b.md");
}

#[test]
fn a_path_of_headings_leads_below_each_of_them() {
    let note = "# Top\n\n## One\n\n### Same\n\n## Two\n\n### Between\n\n#### Same\n\n## Crème\n\n";
    check(
        &format!(
            "{note}[[#Same]] [[#One#Same]] [[#two#same]] [[#Top#Two#Between#Same]] [[#Three#Same]] \
             [[#Same#Two]] [[#One#]] [x](#creme) [x](#Two#Same)\n"
        ),
        expect![[r#"
            [[#Same]]: /notes/from.md#same
            [[#One#Same]]: /notes/from.md#same
            [[#two#same]]: /notes/from.md#same-1
            [[#Top#Two#Between#Same]]: /notes/from.md#same-1
            [[#Three#Same]]: /notes/from.md
            [[#Same#Two]]: /notes/from.md
            [[#One#]]: /notes/from.md
            [x](#creme): /notes/from.md#crème
            [x](#Two#Same): /notes/from.md#same-1
        "#]],
    );
}

#[test]
fn shortcodes_name_pages_by_the_rules_of_their_generator() {
    let ref_to = |path: &str| format!("{{{{< ref \"{path}\" >}}}}");
    let refs = [
        "cache.md#x",
        "cache",
        "/sub/cache",
        "SUB/two words.md",
        "two words",
        "sub",
        "../x",
        "#here",
    ];
    let refs: Vec<_> = refs.map(ref_to).into();
    check(
        &format!(
            "{}\n{{% link sub/cache.md %}}\n{{% link cache %}}\n{{% link /sub/two words.md %}}\n\
             {{% post_url sub/cache %}}\n{{% post_url none %}}\n\n## Here\n",
            refs.join("\n")
        ),
        expect![[r##"
            {{< ref "cache.md#x" >}}: /notes/cache.md#x
            {{< ref "cache" >}}: /notes/cache.md
            {{< ref "/sub/cache" >}}: /notes/sub/cache.md
            {{< ref "SUB/two words.md" >}}: /notes/sub/two words.md
            {{< ref "two words" >}}: /notes/sub/two words.md
            {{< ref "sub" >}}: /notes/sub/index.md
            {{< ref "../x" >}}: nowhere
            {{< ref "#here" >}}: /notes/from.md#here
            {% link sub/cache.md %}: /notes/sub/cache.md
            {% link cache %}: /notes/cache.md
            {% link /sub/two words.md %}: /notes/sub/two words.md
            {% post_url sub/cache %}: /notes/sub/cache.md
            {% post_url none %}: nowhere
        "##]],
    );
}
