//! Cards, pages, graphs, reading orders and figures, as a person or a script gets them.

#![expect(clippy::unwrap_used, reason = "what fails here fails the test")]

use std::collections::BTreeSet;
use std::path::Path;
use std::process::Command;

use expect_test::expect;
use serde_json::Value;

use crate::support::Workspace;
use crate::support::command::{run, run_with};

const STORES: &str = "\
---
title: Stores
tags: [db, long term]
---
## Fast
### Cache (FIFO)
A cache is a *fast* copy of a page, $O(1)$, ![a picture](img/cache.png).
### Page
A part of a [disk](sub/slow.md#disk), 50 % <b>of it</b>.
## Ledger
";

const SLOW: &str = "\
---
title: Slow
tags: [db/disks]
---
## Disk
A plate for pages, with a ledger.
## Tape
A band with a [[Reel]].
";

fn notes() -> Workspace {
    Workspace::new(&[("stores.md", STORES), ("sub/slow.md", SLOW)])
}

/// Runs a command that has nothing to complain about.
#[track_caller]
fn stdout(arguments: &[&str], workspace: &Workspace) -> String {
    let (code, out, errors) = run(arguments, workspace.root());
    assert_eq!((code, errors.as_str()), (0, ""), "{arguments:?}: {out}");
    out
}

fn json(arguments: &[&str], workspace: &Workspace) -> Value {
    let arguments = [arguments, &["--format", "json"]].concat();
    serde_json::from_str(&stdout(&arguments, workspace)).unwrap()
}

/// The texts under a key of each item.
fn texts(found: &Value, key: &str) -> Vec<String> {
    let items = found.as_array().unwrap().iter();
    items.map(|item| item[key].as_str().unwrap().to_owned()).collect()
}

// cards

#[test]
fn cards_are_a_file_for_anki() {
    expect![[r#"
        #separator:comma
        #html:true
        #guid column:1
        #notetype column:2
        #deck column:3
        #tags column:6
        headword: cache ( fifo ),Basic,Stores::Fast,Cache (FIFO),"A cache is a <em>fast</em> copy of a page, \(O(1)\), <img src=""cache.png"" alt=""a picture"" />.<p><small>also Cache, FIFO</small></p>",db long_term
        headword: disk,Basic,Slow,Disk,"A plate for pages, with a ledger.",db::disks
        headword: page,Basic,Stores::Fast,Page,"A part of a disk, 50 % <b>of it</b>.",db long_term
        headword: tape,Basic,Slow,Tape,A band with a Reel.,db::disks
    "#]].assert_eq(&stdout(&["cards"], &notes()));
}

#[test]
fn cards_of_both_directions_and_clozes() {
    let workspace = notes();
    expect![[r#"
        guid,kind,deck,front,back,tags
        headword: disk,definition,Slow,Disk,"A plate for pages, with a ledger.",db::disks
        headword: disk (reverse),reverse,Slow,"A plate for pages, with a ledger.",Disk,db::disks
        headword: tape,definition,Slow,Tape,A band with a Reel.,db::disks
        headword: tape (reverse),reverse,Slow,A band with a Reel.,Tape,db::disks
    "#]]
    .assert_eq(&stdout(&["cards", "--reverse", "--format", "csv", "sub"], &workspace));
    let clozes = json(&["cards", "--cloze", "--tag", "DB", "stores.md"], &workspace);
    expect![[r#"
        [
            "A {{c1::cache}} is a <em>fast</em> copy of a page, \\(O(1)\\), <img src=\"cache.png\" alt=\"a picture\" />.",
            "{{c1::Page}}: A part of a disk, 50 % <b>of it</b>.",
        ]"#]].assert_eq(&format!("{:#?}", texts(&clozes, "front")));
}

#[test]
fn a_filter_selects_by_tag_folder_and_style() {
    let workspace = notes();
    let names = |filter: &[&str]| {
        texts(&json(&[&["cards"], filter].concat(), &workspace), "headword").join(", ")
    };
    assert_eq!(names(&[]), "Cache (FIFO), Disk, Page, Tape");
    assert_eq!(names(&["--tag", "db"]), "Cache (FIFO), Disk, Page, Tape");
    assert_eq!(names(&["--tag", "#DB/disks"]), "Disk, Tape");
    assert_eq!(
        names(&["--tag", "db/disks", "--tag", "long term"]),
        "Cache (FIFO), Disk, Page, Tape"
    );
    assert_eq!(names(&["--folder", "sub"]), "Disk, Tape");
    assert_eq!(names(&["--folder", "./sub/", "--style", "heading"]), "Disk, Tape");
    let (code, out, errors) = run(&["cards", "--style", "table"], workspace.root());
    assert_eq!((code, out.lines().count()), (1, 6));
    assert_eq!(errors, "No term fits. `headword terms` lists all terms.\n");
    assert_eq!(run(&["cards", "--style", "loud"], workspace.root()).0, 2);
}

#[test]
fn a_card_keeps_its_guid_when_its_entry_moves_and_changes() {
    let workspace = notes();
    let guids = |workspace: &Workspace| {
        let guids = texts(&json(&["cards", "--reverse"], workspace), "guid");
        guids.into_iter().collect::<BTreeSet<_>>()
    };
    let before = guids(&workspace);
    assert_eq!(before.len(), 8);
    workspace.write("stores.md", "# Nothing\n");
    workspace
        .write("new/other.md", "# All\n#### Page\nA sheet.\n#### Cache (FIFO)\nA copy of it.\n");
    assert_eq!(guids(&workspace), before);
}

// export

#[test]
fn a_page_goes_from_a_to_z() {
    expect![[r#"
        # Glossary

        [C](#letter-c) · [D](#letter-d) · [P](#letter-p) · [T](#letter-t)

        <a id="letter-c"></a>

        ## C

        <a id="term-cache-fifo"></a>

        ### Cache (FIFO)

        *also Cache, FIFO*

        A cache is a *fast* copy of a [page](#term-page), $O(1)$, ![a picture](img/cache.png).

        [Stores › Fast](stores.md#cache-fifo)

        <a id="letter-d"></a>

        ## D

        <a id="term-disk"></a>

        ### Disk

        A plate for [pages](#term-page), with a ledger.

        [Slow](sub/slow.md#disk)

        <a id="letter-p"></a>

        ## P

        <a id="term-page"></a>

        ### Page

        A part of a [disk](#term-disk), 50 % <b>of it</b>.

        [Stores › Fast](stores.md#page)

        <a id="letter-t"></a>

        ## T

        <a id="term-tape"></a>

        ### Tape

        A band with a Reel.

        [Slow](sub/slow.md#tape)
    "#]]
    .assert_eq(&stdout(&["export"], &notes()));
}

#[test]
fn a_page_of_html_has_links_that_lead() {
    let page = stdout(&["export", "--format", "html", "--title", "A < B"], &notes());
    let attributes = |name: &str| -> Vec<String> {
        let attribute = format!(" {name}=\"");
        let all = page.split(&attribute).skip(1);
        all.map(|rest| rest.split('"').next().unwrap().to_owned()).collect()
    };
    let ids = attributes("id");
    let distinct: BTreeSet<_> = ids.iter().collect();
    assert_eq!(ids.len(), distinct.len(), "{ids:?}");
    let links = attributes("href");
    let inside: Vec<_> = links.iter().filter_map(|link| link.strip_prefix('#')).collect();
    assert!(inside.iter().all(|link| ids.iter().any(|id| id == link)), "{inside:?} in {ids:?}");
    // A letter, a headword, or a definition that mentions a term.
    assert!(inside.len() > 10, "{inside:?}");
    let outside: BTreeSet<_> = links.iter().filter(|link| !link.starts_with('#')).collect();
    expect![[r#"
        {
            "stores.md#cache-fifo",
            "stores.md#page",
            "sub/slow.md#disk",
            "sub/slow.md#tape",
        }"#]]
    .assert_eq(&format!("{outside:#?}"));
    assert!(page.contains("<title>A &lt; B</title>"));
    // The image of a definition is a file beside the notes.
    let loads = ["<script", "<link", "http:", "https:"].map(|it| page.contains(it));
    assert_eq!(loads, [false; 4], "the page loads something");
}

#[test]
fn names_are_a_word_list_and_abbreviations() {
    let workspace = notes();
    expect![[r#"
        Cache
        Cache (FIFO)
        Disk
        FIFO
        Page
        Tape
    "#]]
    .assert_eq(&stdout(&["export", "--format", "words"], &workspace));
    expect![[r#"
        *[Cache]: A cache is a fast copy of a page, O(1), a picture.
        *[Cache (FIFO)]: A cache is a fast copy of a page, O(1), a picture.
        *[Disk]: A plate for pages, with a ledger.
        *[FIFO]: A cache is a fast copy of a page, O(1), a picture.
        *[Page]: A part of a disk, 50 % of it.
        *[Tape]: A band with a Reel.
    "#]]
    .assert_eq(&stdout(&["export", "--format", "abbr"], &workspace));
}

// graph

#[test]
fn a_graph_is_text_for_other_tools() {
    let workspace = notes();
    expect![[r#"
        graph LR
          subgraph t0 ["Slow"]
            n1["Disk"]
            n3["Tape"]
          end
          subgraph t1 ["Slow › Tape"]
            n5["Reel"]:::gap
          end
          subgraph t2 ["Stores"]
            n4["Ledger"]:::gap
          end
          subgraph t3 ["Stores › Fast"]
            n0["Cache (FIFO)"]
            n2["Page"]
          end
          n0 --> n2
          n1 --> n2
          n1 --> n4
          n2 --> n1
          n3 --> n5
          classDef gap fill:none,stroke-dasharray:4 3
    "#]]
    .assert_eq(&stdout(&["graph", "--format", "mermaid"], &workspace));
    expect![[r#"
        digraph terms {
          rankdir=LR;
          node [shape=box, style=rounded];
          subgraph cluster_0 {
            label="Slow";
            n0 [label="Tape"];
          }
          subgraph cluster_1 {
            label="Slow › Tape";
            n1 [label="Reel", style="rounded,dashed"];
          }
          n0 -> n1;
        }
    "#]]
    .assert_eq(&stdout(&["graph", "--format", "dot", "--around", "tapes"], &workspace));
}

#[test]
fn a_graph_is_a_page_and_a_picture() {
    let workspace = notes();
    let page = stdout(&["graph", "--title", "A < B"], &workspace);
    let data = page.split("type=\"application/json\">").nth(1).unwrap();
    let data: Value = serde_json::from_str(data.split("</script>").next().unwrap()).unwrap();
    let graph = json(&["graph"], &workspace);
    assert_eq!((&data["nodes"], &data["edges"]), (&graph["nodes"], &graph["edges"]));
    assert_eq!(
        texts(&data["nodes"], "name"),
        ["Cache (FIFO)", "Disk", "Page", "Tape", "Ledger", "Reel"]
    );
    assert!(page.contains("<h1>A &lt; B</h1>"));
    assert_eq!(page.matches("</script>").count(), 2, "a definition cannot close a script");
    let loads = [" src=", "@import", "url(", "fetch(", "import("];
    assert!(loads.iter().all(|word| !page.contains(word)), "the page loads something");

    let picture = stdout(&["graph", "--format", "svg"], &workspace);
    for name in ["Cache (FIFO)", "Disk", "Page", "Tape", "Ledger", "Reel"] {
        assert!(picture.contains(&format!(">{name}<")), "{name}: {picture}");
    }
    assert!(picture.starts_with("<svg") && picture.trim_end().ends_with("</svg>"));
}

#[test]
fn a_name_that_nothing_has_is_reported() {
    let workspace = notes();
    for arguments in [&["graph", "--around", "dusk"][..], &["path", "dusk"]] {
        let (code, out, errors) = run(arguments, workspace.root());
        assert_eq!((code, out.as_str()), (1, ""), "{arguments:?}");
        assert_eq!(errors, "No note here defines “dusk”. Did you mean “Disk”?\n");
    }
}

// path

#[test]
fn a_path_has_what_a_term_needs_first() {
    let workspace = notes();
    expect![[r#"
        1. a circle: 2 terms that need each other
           - Disk sub/slow.md:5 (not written yet: Ledger)
           - Page stores.md:8
        2. Cache (FIFO) stores.md:6
        3 terms, 1 circle.
    "#]]
    .assert_eq(&stdout(&["path", "caches"], &workspace));
    expect![[r#"
        1. Cache (FIFO) stores.md:6
        1 term.
    "#]]
    .assert_eq(&stdout(&["path", "--depth", "0", "Cache"], &workspace));
    expect![[r#"
        1. Page stores.md:8
        2. Cache (FIFO) stores.md:6
        2 terms.
    "#]]
    .assert_eq(&stdout(&["path", "--topic", "stores"], &workspace));
    let found = json(&["path", "cache"], &workspace);
    assert_eq!(found[0]["is_circle"], true);
    assert_eq!(texts(&found[0]["terms"], "headword"), ["Disk", "Page"]);
    let (code, _, errors) = run(&["path", "--topic", "nothing"], workspace.root());
    assert_eq!(
        (code, errors.as_str()),
        (1, "No term fits. `headword outline` lists the sections of a note.\n")
    );
    assert_eq!(run(&["path"], workspace.root()).0, 2);
}

// stats

#[test]
fn stats_count_what_is_written() {
    let workspace = notes();
    expect![[r#"
        4 terms and 1 gap in 2 notes: 80 % written.
        1 missing note in links.

        Topics
            0 %  Stores: 0 terms, 1 gap
          100 %  Slow: 2 terms, 0 gaps
          100 %  Stores › Fast: 2 terms, 0 gaps

        Tags
           66 %  db: 2 terms, 1 gap
           66 %  long term: 2 terms, 1 gap
          100 %  db/disks: 2 terms, 0 gaps

        Longest chains
          Disk → Cache (FIFO)

        Circles
          Disk ↔ Page

        Terms without relations
          Tape
    "#]]
    .assert_eq(&stdout(&["stats"], &workspace));
    let found = json(&["stats", "sub"], &workspace);
    assert_eq!((found["terms"].as_u64(), found["gaps"].as_u64()), (Some(2), Some(0)));
    assert_eq!(found["percent"], 100);
    assert_eq!(found.get("history"), None);
}

/// Runs git in a folder, as a person with a name of a day.
fn git(folder: &Path, day: &str, arguments: &[&str]) {
    let date = format!("{day}T12:00:00Z");
    let mut command = Command::new("git");
    command.args(["-c", "user.name=A", "-c", "user.email=a@example.org"]).args(arguments);
    command.env("GIT_AUTHOR_DATE", &date).env("GIT_COMMITTER_DATE", &date);
    assert!(command.current_dir(folder).output().unwrap().status.success(), "{arguments:?}");
}

#[test]
fn stats_over_time_are_read_from_git() {
    if Command::new("git").arg("--version").output().is_err() {
        println!("skipped: git is not installed");
        return;
    }
    let workspace = Workspace::new(&[("a.md", "# A\n## Page\n## Disk\n")]);
    let root = workspace.root();
    git(root, "2020-01-01", &["init", "-q"]);
    for (day, text) in [
        ("2020-01-01", "# A\n## Page\n## Disk\n"),
        ("2020-03-01", "# A\n## Page\nA sheet.\n## Disk\n"),
        ("2020-05-01", "# A\n## Page\nA sheet.\n## Disk\nA plate.\n## Tape\n"),
    ] {
        workspace.write("a.md", text);
        workspace.write(".hidden/b.md", "## Ink\nA fluid.\n");
        git(root, day, &["add", "."]);
        git(root, day, &["commit", "-q", "-m", "notes"]);
    }
    // A repository must not be able to run something.
    let hook = workspace.path("ran");
    let program = format!("touch {}", hook.display());
    for key in ["core.fsmonitor", "core.pager", "gpg.program", "diff.external", "core.sshCommand"] {
        git(root, "2020-05-01", &["config", key, &program]);
    }
    git(root, "2020-05-01", &["config", "log.showSignature", "true"]);
    workspace.write("a.md", "# A\n");

    let figures = |since: &str| {
        let found = json(&["stats", "--since", since], &workspace);
        let points = found["history"].as_array().unwrap().clone();
        let point =
            |it: &Value| format!("{} {}/{}", it["date"].as_str().unwrap(), it["terms"], it["gaps"]);
        points.iter().map(point).collect::<Vec<_>>()
    };
    assert_eq!(figures("2019-01-01"), ["2020-01-01 0/2", "2020-03-01 1/1", "2020-05-01 2/1"]);
    assert_eq!(figures("2020-04-01"), ["2020-03-01 1/1", "2020-05-01 2/1"]);
    let text = stdout(&["stats", "--since", "2020-04-01"], &workspace);
    assert!(
        text.contains("2020-05-01") && text.contains("2 terms, 1 gap in 1 note, 66 %"),
        "{text}"
    );
    assert!(!hook.exists(), "git ran a program of the repository");
}

#[test]
fn stats_over_time_need_a_repository() {
    let workspace = notes();
    let (code, _, errors) = run(&["stats", "--since", "2020-01-01"], workspace.root());
    assert_eq!(code, 2);
    assert!(errors.starts_with("headword: git rev-parse: "), "{errors}");
}

// mdbook

/// A book as mdBook sends it, with the chapters that have a path.
fn book(workspace: &Workspace, list: &str, chapters: &[(&str, &str)]) -> String {
    let chapter = |(path, content): &(&str, &str)| {
        serde_json::json!({ "Chapter": {
            "name": "x", "content": content, "number": null, "sub_items": [],
            "path": path, "source_path": path, "parent_names": [],
        }})
    };
    let (first, rest) = chapters.split_first().unwrap();
    let mut first = chapter(first);
    first["Chapter"]["sub_items"] = rest.iter().map(chapter).collect();
    let draft = serde_json::json!({ "Chapter": {
        "name": "y", "content": "", "number": null, "sub_items": [],
        "path": null, "source_path": null, "parent_names": [],
    }});
    let config = serde_json::json!({ "book": { "src": "text" } });
    let context = serde_json::json!({
        "root": workspace.root(), "config": config, "renderer": "html", "mdbook_version": "0.5.0",
    });
    let book = serde_json::json!({ list: ["Separator", first, { "PartTitle": "P" }, draft] });
    serde_json::json!([context, book]).to_string()
}

#[test]
fn a_book_gets_tooltips() {
    let workspace = Workspace::new(&[
        ("text/stores.md", "old text"),
        ("text/other.md", "## Log\nA list of \"all\" <b>changes</b> | {{x}}.\n"),
    ]);
    let stores = "# Stores of pages\n\n## Cache\n\nA copy of a page, in a cache, [page](x.md).\n\n\
        | A log | `cache` |\n|--|--|\n| logs | caches and **pages** |\n";
    let pages = "# Pages\n\n## Page\n\nA part, in a cache.\n\nPages.\n";
    for list in ["sections", "items"] {
        let sent = book(&workspace, list, &[("stores.md", stores), ("sub/pages.md", pages)]);
        let (code, out, errors) = run_with(&["mdbook"], workspace.root(), &sent);
        assert_eq!((code, errors.as_str()), (0, ""));
        let book: Value = serde_json::from_str(&out).unwrap();
        assert_eq!(book[list].as_array().unwrap().len(), 4);
        let chapter = &book[list][1]["Chapter"];
        let contents = [&chapter["content"], &chapter["sub_items"][0]["Chapter"]["content"]];
        let contents = contents.map(|content| {
            let (text, style) = content.as_str().unwrap().split_once("\n\n<style>\n").unwrap();
            assert!(style.ends_with("</style>\n") && !style.contains("\n\n"), "{style}");
            text.to_owned()
        });
        expect![[r##"
            # Stores of pages

            ## Cache

            A copy of a <a class="headword-term" data-definition="A part, in a cache." aria-description="A part, in a cache." href="sub/pages.md#page">page</a>, in a cache, [page](x.md).

            | A log | `cache` |
            |--|--|
            | logs | caches and **pages** |

            ---
            # Pages

            ## Page

            A part, in a <a class="headword-term" data-definition="A copy of a page, in a cache, page." aria-description="A copy of a page, in a cache, page." href="../stores.md#cache">cache</a>.

            Pages.
        "##]].assert_eq(&contents.join("\n---\n"));
    }
}

#[test]
fn the_plug_in_for_markdown_it_has_the_same_style_sheet() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let read = |path: &str| std::fs::read_to_string(root.join(path)).unwrap();
    assert_eq!(read("data/pages/tooltips.css"), read("editors/markdown-it/tooltips.css"));
}

#[test]
fn a_book_is_for_the_html_renderer() {
    let workspace = notes();
    assert_eq!(run(&["mdbook", "supports", "html"], workspace.root()).0, 0);
    assert_eq!(run(&["mdbook", "supports", "epub"], workspace.root()).0, 1);
    let (code, out, errors) = run_with(&["mdbook"], workspace.root(), "{}");
    assert_eq!((code, out.as_str()), (2, ""));
    assert!(errors.starts_with("headword: stdin is not a book of mdBook: "), "{errors}");
}
