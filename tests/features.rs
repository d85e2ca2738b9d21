//! Conversations about what an editor shows: outline, hover, definition, completion, each in the
//! form that the client can take.

#![expect(clippy::unwrap_used, reason = "what fails here fails the test")]

use std::collections::BTreeSet;
use std::fmt::Write;

use expect_test::expect;
use pulldown_cmark::{Event, Options, Parser, Tag};
use serde_json::{Value, json};

use crate::support::ask::{hover_value, names, tree};
use crate::support::{Client, Workspace, profiles};

const STORAGE: &str = "\
---
title: Storage
tags: [databases, notes]
categories: Core
---
## Stores
### Fast
#### Cache
A *fast* store in [memory](https://example.com) that keeps what is needed again and again.

It is small.
#### Queue
### Slow
#### Disk
<!-- later -->
#### Tape

- long
### `code`
Text.
###
";

const USE: &str = "\
---
tags: [notes, notes to self]
---
# Use

The caches are #notes on a cache. A queue is none.

#### Queue

What waits in line.

## Cache
";

/// The one thing that all clients were shown.
fn only(seen: BTreeSet<String>) -> String {
    assert_eq!(seen.len(), 1, "{seen:#?}");
    seen.into_iter().next().unwrap()
}

/// The workspace of these two notes, both open.
fn opened(capabilities: Value) -> (Client, Workspace) {
    let workspace = Workspace::new(&[("storage.md", STORAGE), ("sub/use.md", USE)]);
    let mut client = Client::spawn().initialized(&workspace, capabilities);
    client.open(&workspace, "storage.md");
    client.open(&workspace, "sub/use.md");
    (client, workspace)
}

// Outline.

#[test]
fn the_outline_is_a_tree_where_the_client_takes_one() {
    let mut seen = BTreeSet::new();
    for (_, capabilities) in profiles::all() {
        let symbols = &capabilities["textDocument"]["documentSymbol"];
        if symbols["hierarchicalDocumentSymbolSupport"] != true {
            continue;
        }
        let names_kinds = !symbols["symbolKind"].is_null();
        let (mut client, workspace) = opened(capabilities);
        let symbols = client.symbols(&workspace.uri("storage.md"));
        let mut shown = tree(&symbols);
        if !names_kinds {
            // Kinds from the first version of the protocol stand for newer ones.
            assert!(!shown.contains("(key)") && !shown.contains("(null)"), "{shown}");
            shown = shown.replace("(constant)", "(key)").replace("(variable)", "(null)");
        }
        seen.insert(shown);
        assert_nested(&client, STORAGE, &symbols);
        client.finish();
    }
    expect![[r#"
        Storage (file)
          Stores (namespace): 1 term, 3 gaps
            Fast (namespace): 1 term, 1 gap
              Cache (key): A fast store in memory that keeps what is needed again and a…
              Queue (null): empty
            Slow (namespace): 1 gap
              Disk (null): parked
              Tape (field)
            code (field)
            (no name) (null): empty
    "#]]
    .assert_eq(&only(seen));
}

/// Asserts that each name lies in its symbol and each symbol in its parent, and that the selected
/// text is the name.
fn assert_nested(client: &Client, text: &str, symbols: &Value) {
    let encoding = client.encoding();
    for symbol in symbols.as_array().unwrap() {
        let (all, selected) = (
            encoding.slice(text, &symbol["range"]),
            encoding.slice(text, &symbol["selectionRange"]),
        );
        assert!(all.contains(selected));
        let name = symbol["name"].as_str().unwrap();
        assert!(name == selected.trim_matches('`') || selected.is_empty(), "{name}: {selected}");
        for child in symbol["children"].as_array().unwrap() {
            assert!(all.contains(encoding.slice(text, &child["range"])), "{name}");
        }
        assert_nested(client, text, &symbol["children"]);
    }
}

#[test]
fn the_outline_is_flat_where_the_client_takes_no_tree() {
    let mut seen = BTreeSet::new();
    for capabilities in [profiles::helix(), profiles::bare()] {
        let (mut client, workspace) = opened(capabilities);
        let symbols = client.symbols(&workspace.uri("storage.md"));
        seen.insert(tree(&symbols));
        let places: Vec<_> = symbols.as_array().unwrap().iter().map(|it| &it["location"]).collect();
        assert!(places.iter().all(|place| place["uri"] == workspace.uri("storage.md")));
        let lines = places.iter().map(|place| place["range"]["start"]["line"].as_u64());
        assert!(lines.is_sorted(), "not in the order of the note");
        client.finish();
    }
    expect![[r#"
        Storage (file)
        Stores (namespace) in Storage
        Fast (namespace) in Stores
        Cache (constant) in Fast
        Queue (variable) in Fast
        Slow (namespace) in Stores
        Disk (variable) in Slow
        Tape (field) in Slow
        code (field) in Stores
        (no name) (variable) in Stores
    "#]]
    .assert_eq(&only(seen));
}

#[test]
fn a_first_heading_is_the_root_rather_than_the_title() {
    let mut client = Client::spawn();
    client.initialize(json!({ "processId": null, "rootUri": null, "capabilities": {} }));
    for (text, expected) in [
        ("---\ntitle: Title\n---\n## Head\n", vec!["Title", "Head"]),
        ("---\ntitle: Title\n---\n# Head\n", vec!["Head"]),
        ("+++\ntitle = \"Title\"\n+++\n## Head\n", vec!["Title", "Head"]),
        ("---\ntitle: Title\n---\n", vec!["Title"]),
        ("---\ntitle: ''\n---\n## Head\n", vec!["Head"]),
        ("---\ntitle: [\n---\n## Head\n", vec!["Head"]),
        ("no heading\n", vec![]),
    ] {
        client.open_text("untitled:a", text);
        assert_eq!(client.names("untitled:a"), expected, "{text:?}");
    }
    client.finish();
}

// Hover.

/// What the hovers at all marks say to a client.
fn hovers(capabilities: Value) -> String {
    let (mut client, workspace) = opened(capabilities);
    let mut shown = String::new();
    for mark in MARKS {
        let place = client.encoding().at(USE, mark);
        let hover = client.hover(&workspace.uri("sub/use.md"), &place);
        let range = match &hover["range"] {
            Value::Null => "nothing",
            range => client.encoding().slice(USE, range),
        };
        let text = hover_value(&hover).replace(&workspace.root_uri(), "ROOT");
        let kind = hover["contents"]["kind"].as_str().unwrap_or_default();
        writeln!(shown, "== {mark} on “{range}” {kind}\n{text}").unwrap();
    }
    client.finish();
    shown
}

const MARKS: [&str; 9] = [
    "The ca|ches",
    "on a ca|che",
    "A qu|eue",
    "is no|ne",
    "#no|tes on",
    "[no|tes,",
    "# U|se",
    "#### Qu|eue",
    "## Ca|che",
];

#[test]
fn hovers_are_markdown_where_the_client_renders_it() {
    let mut seen = BTreeSet::new();
    for capabilities in [profiles::vscode(), profiles::neovim(), profiles::helix()] {
        seen.insert(hovers(capabilities));
    }
    expect![[r#"
        == The ca|ches on “caches” markdown
        **Cache**

        A *fast* store in [memory](https://example.com) that keeps what is needed again and again.

        It is small.

        [Storage › Stores › Fast](ROOT/storage.md#L8)
        == on a ca|che on “cache” markdown
        **Cache**

        A *fast* store in [memory](https://example.com) that keeps what is needed again and again.

        It is small.

        [Storage › Stores › Fast](ROOT/storage.md#L8)
        == A qu|eue on “queue” markdown
        **Queue**

        What waits in line.

        [Use](ROOT/sub/use.md#L8)
        == is no|ne on “nothing” 

        == #no|tes on on “#notes” markdown
        **notes**: tag of 2 notes

        - [Storage](ROOT/storage.md#L1)
        - [Use](ROOT/sub/use.md#L1)
        == [no|tes, on “notes” markdown
        **notes**: tag of 2 notes

        - [Storage](ROOT/storage.md#L1)
        - [Use](ROOT/sub/use.md#L1)
        == # U|se on “Use” markdown
        **Use**: topic with 1 term, 1 gap
        == #### Qu|eue on “Queue” markdown
        **Queue**: defined here
        == ## Ca|che on “Cache” markdown
        **Cache**: still empty, but defined elsewhere

        ---

        **Cache**

        A *fast* store in [memory](https://example.com) that keeps what is needed again and again.

        It is small.

        [Storage › Stores › Fast](ROOT/storage.md#L8)
    "#]]
    .assert_eq(&only(seen));
}

#[test]
fn hovers_are_plain_where_the_client_does_not_say() {
    let mut seen = BTreeSet::new();
    for capabilities in [profiles::eglot(), profiles::bare()] {
        seen.insert(hovers(capabilities));
    }
    expect![[r#"
        == The ca|ches on “caches” plaintext
        Cache
        A fast store in memory that keeps what is needed again and again.
        It is small.
        Storage › Stores › Fast
        == on a ca|che on “cache” plaintext
        Cache
        A fast store in memory that keeps what is needed again and again.
        It is small.
        Storage › Stores › Fast
        == A qu|eue on “queue” plaintext
        Queue
        What waits in line.
        Use
        == is no|ne on “nothing” 

        == #no|tes on on “#notes” plaintext
        notes: tag of 2 notes
        Storage
        Use
        == [no|tes, on “notes” plaintext
        notes: tag of 2 notes
        Storage
        Use
        == # U|se on “Use” plaintext
        Use: topic with 1 term, 1 gap
        == #### Qu|eue on “Queue” plaintext
        Queue: defined here
        == ## Ca|che on “Cache” plaintext
        Cache: still empty, but defined elsewhere

        Cache
        A fast store in memory that keeps what is needed again and again.
        It is small.
        Storage › Stores › Fast
    "#]]
    .assert_eq(&only(seen));
}

#[test]
fn the_nearest_declaration_comes_first() {
    let define = |place: &str| format!("#### Cache\n\nThe one {place}.\n\n");
    let here = define("in this note") + "#### Use\n\nOf the cache.\n";
    // A title that three notes have is structure and no term, so there are two at a time.
    for (other, place) in [("sub/near.md", "in the folder"), ("a/far.md", "far away")] {
        let workspace = Workspace::new(&[(other, &define(place)), ("sub/here.md", &here)]);
        workspace.write("sub/bare.md", "Of the cache.\n");
        for (name, capabilities) in profiles::all() {
            let mut client = Client::spawn().initialized(&workspace, capabilities);
            assert_eq!(client.define("none"), "", "all notes are read then");
            for (asked, text) in
                [("sub/here.md", here.as_str()), ("sub/bare.md", "Of the cache.\n")]
            {
                let uri = workspace.uri(asked);
                client.open_text(&uri, text);
                let hover = client.hover_text(&uri, text, "Of the ca|che");
                let first = hover.find("The one in this note.").unwrap();
                let second = hover.find(&format!("The one {place}.")).unwrap();
                // Of two in the same folder the names decide.
                let is_first_here =
                    asked == "sub/here.md" || other == "a/far.md" || "sub/here.md" < other;
                assert_eq!(first < second, is_first_here, "{name} {asked} {other}: {hover}");
                let targets = client.definition(&uri, &client.encoding().at(text, "Of the ca|che"));
                let targets: Vec<_> = targets
                    .as_array()
                    .unwrap()
                    .iter()
                    .map(|target| {
                        target.get("targetUri").unwrap_or(&target["uri"]).as_str().unwrap()
                    })
                    .collect();
                let mut expected = [workspace.uri("sub/here.md"), workspace.uri(other)];
                if !is_first_here {
                    expected.reverse();
                }
                assert_eq!(targets, expected, "{name}");
            }
            client.finish();
        }
    }
}

// Definition.

#[test]
fn definitions_are_links_where_the_client_takes_them() {
    for (name, capabilities) in profiles::all() {
        let links = capabilities["textDocument"]["definition"]["linkSupport"] == true;
        let (mut client, workspace) = opened(capabilities);
        let encoding = client.encoding();
        let uri = workspace.uri("sub/use.md");
        let found = client.definition(&uri, &encoding.at(USE, "The cac|hes"));
        let found = found.as_array().unwrap();
        assert_eq!(found.len(), 1, "{name}");
        let target = workspace.uri("storage.md");
        let name_range = encoding.range(STORAGE, "Cache");
        if links {
            assert_eq!(found[0]["targetUri"], target, "{name}");
            assert_eq!(found[0]["targetSelectionRange"], name_range, "{name}");
            let origin = encoding.slice(USE, &found[0]["originSelectionRange"]);
            assert_eq!(origin, "caches", "{name}");
            let all = encoding.slice(STORAGE, &found[0]["targetRange"]);
            assert!(all.starts_with("#### Cache") && all.ends_with("small.\n"), "{name}");
        } else {
            assert_eq!(found[0], json!({ "uri": target, "range": name_range }), "{name}");
        }
        assert_eq!(client.definition(&uri, &encoding.at(USE, "is no|ne")), Value::Null);
        // A heading that is still empty leads to where the term is defined.
        let from_gap = client.definition(&uri, &encoding.at(USE, "## Ca|che"));
        assert!(from_gap.to_string().contains("storage.md"), "{name}");
        client.finish();
    }
}

// Completion.

#[test]
fn a_term_is_completed_with_its_definition_at_once_or_when_it_is_asked_for() {
    for (name, capabilities) in profiles::all() {
        let item = &capabilities["textDocument"]["completion"]["completionItem"];
        let lazy = item["resolveSupport"]["properties"].as_array();
        let lazy = lazy.is_some_and(|it| it.contains(&json!("documentation")));
        let formats = item["documentationFormat"].as_array();
        let markdown = formats.is_some_and(|it| it.contains(&json!("markdown")));
        let workspace = Workspace::new(&[
            ("terms.md", "## Write-Ahead Log (WAL)\n\nA log that is *written* first.\n"),
            ("new.md", ""),
        ]);
        let mut client = Client::spawn().initialized(&workspace, capabilities);
        assert!(client.define("WAL").contains("A log"), "all notes have been read");
        let uri = workspace.uri("new.md");
        let text = "😀 By the write-ah\n";
        client.open_text(&uri, text);
        let place = client.encoding().at(text, "write-ah|");
        let found = client.completion(&uri, &place);
        let item = &found["items"][0];
        assert_eq!(item["label"], "Write-Ahead Log", "{name}: {found}");
        assert_eq!(item["detail"], "→ Write-Ahead Log (WAL): A log that is written first.");
        let edited = client.encoding().applied(text, &item["textEdit"]);
        assert_eq!(edited, "😀 By the write-ahead log\n");
        let shown = if lazy {
            assert!(item["documentation"].is_null());
            client.request("completionItem/resolve", item.clone()).unwrap()
        } else {
            item.clone()
        };
        let documentation = &shown["documentation"];
        assert_eq!(documentation["kind"], if markdown { "markdown" } else { "plaintext" });
        let text = documentation["value"].as_str().unwrap();
        assert_eq!(text.contains("*written*"), markdown, "{name}: {text}");
        assert!(text.contains("A log that is"), "{name}: {text}");
        client.finish();
    }
}

/// The edit of the completion with this label.
fn edit_of(completion: &Value, label: &str) -> Value {
    let items = completion["items"].as_array().unwrap();
    let item = items.iter().find(|item| item["label"] == label);
    item.unwrap_or_else(|| panic!("no {label} in {completion}"))["textEdit"].clone()
}

fn labels(completion: &Value) -> Vec<&str> {
    let items = completion["items"].as_array().into_iter().flatten();
    items.map(|item| item["label"].as_str().unwrap()).collect()
}

#[test]
fn an_accepted_label_is_read_as_that_label() {
    for (name, capabilities) in profiles::all() {
        let (mut client, workspace) = opened(capabilities);
        let encoding = client.encoding();
        let uri = workspace.uri("new.md");
        for (text, mark, label) in [
            ("---\ntags: []\n---\n", "tags: [|]", "databases"),
            ("---\ntags: [own, dat]\n---\n", "own, dat|]", "databases"),
            ("---\ntags: [own, d\n---\n", "own, d|\n", "databases"),
            ("---\ntags: [\n---\n", "tags: [|\n", "notes to self"),
            ("---\ntags:\n  - own\n  - \n---\n", "  - |\n---", "databases"),
            ("---\ntags:\n- \"no\n---\n", "- \"no|\n", "notes to self"),
            ("---\ntags: da\n---\n", "tags: da|", "databases"),
            ("---\ntags: \n---\n", "tags: |", "databases"),
            ("---\ntags: own, da\n---\n", "own, da|", "databases"),
            ("---\ntags: ['日本 😀', da]\n---\n", ", da|", "databases"),
            ("+++\ntags = [\"\"]\n+++\n", "[\"|\"]", "databases"),
            ("\u{feff}---\r\ntags: [own, da]\r\n---\r\n", ", da|", "databases"),
        ] {
            client.open_text(&uri, text);
            let place = encoding.at(text, mark);
            let found = client.completion(&uri, &place);
            let edit = edit_of(&found, label);
            let (start, end) = (&edit["range"]["start"], &edit["range"]["end"]);
            assert_eq!(start["line"], place["line"], "{name} {text:?}");
            assert_eq!(end["line"], place["line"], "{name} {text:?}");
            assert!(start["character"].as_u64() <= place["character"].as_u64());
            assert!(end["character"].as_u64() >= place["character"].as_u64());

            let text = encoding.applied(text, &edit);
            client.change(&uri, 2, json!([{ "text": text }]));
            let mark = label.replacen(' ', " |", 1);
            let mark = if mark == label { label.replacen('t', "t|", 1) } else { mark };
            let hover = client.hover_text(&uri, &text, &mark);
            assert!(hover.contains("tag of 2 notes"), "{name} {text:?}: {hover}");
            client.close(&uri);
        }
        client.finish();
    }
}

#[test]
fn tags_are_completed_in_running_text_too() {
    for (name, capabilities) in profiles::all() {
        let (mut client, _workspace) = opened(capabilities);
        let encoding = client.encoding();
        for (text, mark, expected) in [
            ("Of #dat", "#dat|", vec!["databases"]),
            ("Of #", "#|", vec!["notes", "databases"]),
            ("#n", "#n|", vec!["notes"]),
            ("日本 😀 #not", "#not|", vec!["notes"]),
            ("# ", "# |", vec![]),
            ("`#n`", "#n|", vec![]),
            ("page#n", "#n|", vec![]),
            ("Of ", "Of |", vec![]),
        ] {
            client.open_text("untitled:a", text);
            let found = client.completion("untitled:a", &encoding.at(text, mark));
            assert_eq!(labels(&found), expected, "{name} {text:?}");
            if let Some(label) = expected.first() {
                let applied = encoding.applied(text, &edit_of(&found, label));
                assert!(applied.ends_with(&format!("#{label}")), "{name} {applied:?}");
            }
        }
        client.finish();
    }
}

#[test]
fn only_what_belongs_there_is_offered_in_front_matter() {
    let text = "---\ntitle: no\ntags: [notes, ]\nkey: da\ncategories: [C]\n---\n";
    let (mut client, workspace) = opened(profiles::vscode());
    let encoding = client.encoding();
    let uri = workspace.uri("new.md");
    client.open_text(&uri, text);
    let mut at = |mark| {
        let found = client.completion(&uri, &encoding.at(text, mark));
        labels(&found).into_iter().map(str::to_owned).collect::<Vec<_>>()
    };
    assert!(at("title: no|").is_empty());
    assert!(at("key: da|").is_empty());
    assert!(!at("ta|gs").contains(&"databases".to_owned()));
    assert_eq!(at("notes, |]"), ["databases", "notes to self"], "and none that is there already");
    assert_eq!(at("[C|]"), ["Core"]);
    client.finish();
}

#[test]
fn a_list_that_is_cut_says_so() {
    let tags: Vec<_> = (0..250).map(|number| format!("tag-{number}")).collect();
    let many = format!("---\ntags: [{}]\n---\n", tags.join(", "));
    let workspace = Workspace::new(&[("many.md", &many)]);
    let mut client = Client::spawn().initialized(&workspace, profiles::vscode());
    assert_eq!(client.define("none"), "");
    for (text, is_incomplete) in [("Of #", true), ("Of #tag-1", false), ("Of #tag-249", false)] {
        client.open_text("untitled:a", text);
        let end = client.encoding().place(text, text.len());
        let found = client.completion("untitled:a", &end);
        assert_eq!(found["isIncomplete"], is_incomplete, "{text}");
        assert!(!labels(&found).is_empty());
    }
    client.finish();
}

// What notes may not do.

/// Paragraphs that would run or load something if they were shown as they are.
const HOSTILE: [&str; 22] = [
    "[x](command:workbench.action.terminal.new)",
    "[x](command:a?%5B%22b%22%5D 'title')",
    "[x][y] and [y] and [z][]\n\n[y]: command:a\n[z]: javascript:a",
    "<command:a>",
    "[x](javascript:alert(1)) [x](JavaScript:a) [x](data:text/html,a) [x](vscode://a/b)",
    "[x](&#99;ommand:a) [x](\\command:a) [x]( <command:a> )",
    "[x](file:///etc/passwd) [x](//host/share) [x](\\\\host\\share) [x](../../secret)",
    "<script>alert(1)</script> <img src=x onerror=alert(1)> <a href='command:a'>x</a>",
    "Text <b onclick='a'>bold</b> <!-- comment --> end",
    "![x](https://example.com/pixel.png) ![x](command:a)",
    "[![x](https://example.com/pixel.png)](command:a)",
    "[a [b](command:c) d](command:e)",
    // What is left when something is taken out may be markup again.
    "<<b></b>script>alert(1)<<b></b>/script>",
    "[x]<b></b>(command:a)",
    "[x](<b></b>command:a)",
    "<b></b>[x]: command:a\nSee [x].",
    "<!-- -->[x]: command:a 'b'\n[x] and more",
    "![<b></b>]<i></i>(https://example.com/pixel.png)",
    "a <<!-- -->img src=x onerror=a> b",
    "[[command:a]] [[x|command:a]] ![[https://example.com/a.png]]",
    "a\u{1b}[31m b\u{202e} c\u{0} d",
    "`<b>` \\<b> &lt;script&gt; [x]\\(command:a)",
];

#[test]
fn nothing_in_a_note_runs_or_loads_in_a_hover() {
    for (name, capabilities) in [
        ("vscode", profiles::vscode()),
        ("neovim", profiles::neovim()),
        ("helix", profiles::helix()),
    ] {
        let workspace = Workspace::new(&[("a.md", "Nothing.\n")]);
        let mut client = Client::spawn().initialized(&workspace, capabilities);
        for paragraph in HOSTILE {
            // A second declaration: what one leaves open the other must not close.
            workspace.write("a.md", "#### Cache\n\nSee [x] and [y], ` <b> and (command:a).\n");
            client.files_changed(&[(2, &workspace.uri("a.md"))]);
            let text = format!("#### Cache\n\n{paragraph}\n\n#### Use\n\nOf the cache.\n");
            client.open_text("untitled:a", &text);
            let hover = client.hover_text("untitled:a", &text, "Of the ca|che");
            assert_harmless(&hover, name, paragraph);
            client.close("untitled:a");
        }
        client.finish();
    }
}

#[track_caller]
fn assert_harmless(markdown: &str, client: &str, source: &str) {
    let problem = |what: &str| panic!("{client}: {what} of {source:?} in the hover\n{markdown}");
    for event in Parser::new_ext(markdown, Options::all()) {
        match event {
            Event::Html(html) | Event::InlineHtml(html) => problem(&format!("HTML {html}")),
            Event::Start(Tag::Image { dest_url, .. }) => problem(&format!("image {dest_url}")),
            Event::Start(Tag::Link { dest_url, .. }) => {
                let harmless = ["https://", "http://", "mailto:"];
                let ours = dest_url.starts_with("file://") && dest_url.contains("#L");
                if !ours && !harmless.iter().any(|scheme| dest_url.starts_with(scheme)) {
                    problem(&format!("link to {dest_url}"));
                }
            }
            _ => {}
        }
    }
    assert!(!markdown.contains(['\u{1b}', '\0']), "{client}: controls of {source:?}\n{markdown}");
}

#[test]
fn names_of_notes_and_sections_are_text_in_a_hover() {
    let name = "a) [x](command:a) <b>.md";
    let text = "---\ntitle: '[t](command:a) <b>t</b> `'\n---\n\
        ## [s](command:b) <i>\n#### A `cache` [c](command:c)\n\nA store.\n";
    let workspace =
        Workspace::new(&[(name, text), ("b) c.md", "#### Disk\n\nA plate that spins.\n")]);
    for capabilities in [profiles::vscode(), profiles::helix()] {
        let mut client = Client::spawn().initialized(&workspace, capabilities);
        for is_open in [false, true] {
            if is_open {
                client.open_text(
                    &format!("{}/b)%20c.md", workspace.root_uri()),
                    "#### Disk\n\nA plate that spins.\n",
                );
            }
            for term in ["a cache c", "disk"] {
                let hover = client.define(term);
                assert!(!hover.is_empty(), "{term}");
                assert_harmless(&hover, "", name);
                // The link to the place is whole.
                let links = Parser::new(&hover).filter_map(|event| match event {
                    Event::Start(Tag::Link { dest_url, .. }) => Some(dest_url.to_string()),
                    _ => None,
                });
                let links: Vec<_> = links.collect();
                assert!(links.iter().all(|link| link.contains(".md#L")), "{links:?}\n{hover}");
                assert_eq!(links.len(), 1, "{hover}");
            }
        }
        client.finish();
    }
}

#[test]
fn every_answer_at_every_place_keeps_the_protocol() {
    let text =
        format!("{STORAGE}\n{USE}\n日本 😀 e\u{301} [[wiki|link]] ![[embed]] #tag/a\r\n\r# End");
    for (name, capabilities) in profiles::all() {
        let (mut client, _workspace) = opened(capabilities);
        let encoding = client.encoding();
        client.open_text("untitled:a", &text);
        let mut asked = Vec::new();
        for (offset, _) in text.char_indices() {
            if text[..offset].ends_with('\r') && text[offset..].starts_with('\n') {
                continue; // There is no place between the two.
            }
            let params = crate::support::ask::at("untitled:a", &encoding.place(&text, offset));
            for method in [
                "hover",
                "definition",
                "completion",
                "declaration",
                "typeDefinition",
                "documentHighlight",
                "prepareCallHierarchy",
                "prepareTypeHierarchy",
            ] {
                asked.push(client.start(&format!("textDocument/{method}"), params.clone()));
            }
        }
        for id in asked {
            client.response(&id).unwrap();
        }
        assert!(!names(&client.symbols("untitled:a")).is_empty(), "{name}");
        client.finish();
    }
}

#[test]
fn commands_list_terms_gaps_and_the_uses_of_a_note() {
    let workspace = Workspace::new(&[("storage.md", STORAGE), ("use.md", USE)]);
    let mut client = Client::spawn().initialized(&workspace, profiles::vscode());
    client.open(&workspace, "storage.md");
    let uri = workspace.uri("storage.md");
    let mut shown = String::new();
    for (command, arguments) in [
        ("headword.terms", json!([])),
        ("headword.gaps", json!([])),
        ("headword.gaps", json!([uri])),
        ("headword.usesOfNote", json!([uri])),
    ] {
        let params = json!({ "command": command, "arguments": arguments });
        let found = client.request("workspace/executeCommand", params).unwrap();
        assert_eq!(found["omitted"], 0);
        writeln!(shown, "{command} {}", arguments.as_array().unwrap().len()).unwrap();
        for item in found["items"].as_array().unwrap() {
            let [name, detail, group, uri] =
                ["name", "detail", "group", "uri"].map(|key| item[key].as_str().unwrap());
            let (note, start) = (uri.rsplit('/').next().unwrap(), &item["range"]["start"]);
            writeln!(shown, "  {note} {start} {name} | {detail} | {group}").unwrap();
        }
    }
    expect![[r#"
        headword.terms 0
          storage.md {"character":5,"line":7} Cache | A fast store in memory that keeps what is needed again and again. | 
          use.md {"character":5,"line":7} Queue | What waits in line. | 
        headword.gaps 0
          storage.md {"character":5,"line":13} Disk |  | Storage › Stores
        headword.gaps 1
          storage.md {"character":5,"line":11} Queue |  | 
          storage.md {"character":5,"line":13} Disk |  | 
          storage.md {"character":3,"line":20}  |  | 
        headword.usesOfNote 1
          use.md {"character":4,"line":5} caches | The caches are #notes on a cache. A queue is none. | Use
          use.md {"character":27,"line":5} cache | The caches are #notes on a cache. A queue is none. | Use
          use.md {"character":3,"line":11} Cache | ## Cache | Use
    "#]].assert_eq(&shown);
    let params = json!({ "command": "headword.usesOfNote", "arguments": [] });
    let refused = client.request("workspace/executeCommand", params).unwrap_err();
    assert_eq!(refused["message"], "expected one argument: the URI of a document");
    client.finish();
}
