//! The command line, as a person or a script runs it.

#![expect(clippy::unwrap_used, reason = "what fails here fails the test")]
#![expect(clippy::print_stdout, reason = "what is skipped is said")]

use std::fs;
use std::io::Read;
use std::path::Path;
use std::process::{Command, Stdio};

use expect_test::expect;
use serde_json::{Value, json};

use crate::support::Workspace;
use crate::support::command::{headword, run, told};

const PANTRY: &str = "\
---
title: The Pantry
date: 2024-05-01
categories: [Kitchen]
tags: [food, \"long term\", 7]
---
## Dry Goods
### Grains
#### Rice
The seed of a grass. Kept dry it lasts for years, unlike bread.

#### Oats (OAT)
A cereal that #horses like too.
### Flour
<!-- which ones? -->
## Cellar
### Preserves
#### OLTP
Of little tins, plenty. Opposed to OLAP.
### Roots
###### Not a section
## Empty
";

/// Runs a command that has nothing to complain about.
#[track_caller]
fn stdout(arguments: &[&str], workspace: &Workspace) -> String {
    let (code, out, errors) = run(arguments, workspace.root());
    assert_eq!((code, errors.as_str()), (0, ""), "{arguments:?}: {out}");
    out
}

fn pantry() -> Workspace {
    Workspace::new(&[
        ("pantry.md", PANTRY),
        ("sub/other.md", "# Other\n\n#### Bread\n\nBaked rice and oats.\n"),
    ])
}

/// Runs a command whose stdout and stderr are closed at the other end: its exit status.
fn status_unread(arguments: &[&str], folder: &Path) -> i32 {
    let mut command = headword(arguments, folder);
    let closed = || std::io::pipe().unwrap().1;
    command.stdout(closed()).stderr(closed()).status().unwrap().code().unwrap()
}

#[test]
fn the_exit_status_is_the_same_if_nobody_reads() {
    let workspace = pantry();
    // Enough for several writes, and for lines on stderr.
    for number in 0..100 {
        workspace.write(&format!("gaps/{number}.md"), "# Gaps\n\n## Empty\n");
    }
    workspace.write("headword.toml", "codeLens = 3\n");
    for (arguments, expected) in [
        (&["check"][..], 1),
        (&["check", "--format", "json"], 1),
        (&["check", "--deny", "off"], 0),
        (&["check", "--fix", "--dry-run"], 1),
        (&["check", "nowhere"], 2),
        (&["gaps", "--max", "1"], 1),
        (&["gaps", "--max", "1", "--format", "json"], 1),
        (&["config", "--show", "pantry.md"], 0),
        (&["gaps"], 0),
        (&["define", "rice"], 0),
        (&["define", "nothing"], 1),
        (&["define", "nothing", "--format", "json"], 1),
        (&["mentions", "rice"], 0),
        (&["mentions", "nothing"], 1),
        (&["terms"], 0),
        (&["outline", "pantry.md"], 0),
        (&["outline", "pantry.md", "--format", "json"], 0),
        (&["config"], 0),
        (&["config", "--schema"], 0),
        (&["check", "--format", "junit"], 1),
        (&["check", "--format", "sarif"], 1),
        (&["rules"], 0),
        (&["rule", "broken-link"], 0),
        (&["completions", "bash"], 0),
    ] {
        assert_eq!(run(arguments, workspace.root()).0, expected, "{arguments:?}");
        assert_eq!(status_unread(arguments, workspace.root()), expected, "{arguments:?}");
    }
}

// check

#[test]
fn check_prints_what_the_editor_marks() {
    let workspace = pantry();
    let (code, out, errors) = run(&["check"], workspace.root());
    assert_eq!((code, errors.as_str()), (1, ""));
    expect![[r#"
        pantry.md
          14:5  hint     Section “Flour” contains only a comment. [parked-section]
          22:4  warning  Section “Empty” is empty. [empty-section]

        1 warning, 1 hint in 2 notes.
    "#]]
    .assert_eq(&out);
}

#[test]
fn check_prints_for_machines() {
    let workspace = pantry();
    let (code, out, _) = run(&["check", "--format", "json", "pantry.md"], workspace.root());
    assert_eq!(code, 1);
    let found: Value = serde_json::from_str(&out).unwrap();
    assert_eq!(found.as_array().unwrap().len(), 2);
    let first = json!({
        "path": "pantry.md", "line": 14, "column": 5, "end_line": 14, "end_column": 10,
        "code": "parked-section", "level": "hint", "message": found[0]["message"],
        "fixable": false,
    });
    assert_eq!(found[0], first);

    let nothing = stdout(&["check", "--format", "json", "sub"], &workspace);
    assert_eq!(nothing, "[]\n");
}

#[test]
fn the_exit_code_follows_what_is_denied() {
    let workspace = pantry();
    workspace.write("parked.md", "# Parked\n\n## Later\n\n%% later %%\n");
    for (arguments, expected) in [
        (&["check"][..], 1),
        (&["check", "sub"], 0),
        (&["check", "parked.md"], 0),
        (&["check", "--deny", "hint", "parked.md"], 1),
        (&["check", "--deny", "information", "parked.md"], 0),
        (&["check", "--deny", "warning"], 1),
        (&["check", "--deny", "error"], 0),
        (&["check", "--deny", "off"], 0),
        (&["check", "--deny", "loud"], 2),
        (&["check", "--no-such"], 2),
        (&["no-such"], 2),
    ] {
        assert_eq!(run(arguments, workspace.root()).0, expected, "{arguments:?}");
    }
}

#[test]
fn nothing_found_is_said() {
    let workspace = pantry();
    assert_eq!(stdout(&["check", "sub"], &workspace), "Nothing found in 1 note.\n");
    fs::create_dir(workspace.path("empty")).unwrap();
    for (arguments, out) in [
        (&["check", "empty"][..], ""),
        (&["gaps", "empty"], "0 gaps in 0 notes.\n"),
        (&["terms", "empty"], "0 terms in 0 notes.\n"),
    ] {
        let problem = "No notes in “empty”: it has no Markdown files, or settings exclude them.\n";
        let expected = (0, out.to_owned(), problem.to_owned());
        assert_eq!(run(arguments, workspace.root()), expected, "{arguments:?}");
    }
}

#[test]
fn a_note_named_twice_is_checked_once() {
    let workspace = pantry();
    let once = run(&["check", "pantry.md"], workspace.root());
    for arguments in [
        &["check", "pantry.md", "pantry.md"][..],
        &["check", "./pantry.md", "sub/../pantry.md"],
        &["check", "pantry.md", workspace.path("pantry.md").to_str().unwrap()],
    ] {
        assert_eq!(run(arguments, workspace.root()), once, "{arguments:?}");
    }
    assert_eq!(
        run(&["check", ".", "pantry.md", "sub"], workspace.root()).1,
        run(&["check"], workspace.root()).1
    );
}

#[test]
fn a_path_that_is_not_there_is_an_error() {
    let workspace = pantry();
    for command in ["check", "outline", "terms"] {
        let (code, out, errors) = run(&[command, "none.md"], workspace.root());
        assert_eq!((code, out.as_str()), (2, ""), "{command}");
        assert!(errors.starts_with("headword: none.md: "), "{errors}");
        assert_eq!(errors.lines().count(), 1, "{errors}");
    }
    let (code, _, errors) = run(&["define", "rice", "--in", "none"], workspace.root());
    assert_eq!((code, errors.starts_with("headword: none: ")), (2, true), "{errors}");
}

#[test]
fn a_file_that_cannot_be_read_is_an_error_if_named_and_a_message_if_found() {
    let workspace = pantry();
    fs::write(workspace.path("bad.md"), b"## \xff\n").unwrap();
    let (code, _, errors) = run(&["check", "bad.md"], workspace.root());
    assert_eq!((code, errors.as_str()), (2, "headword: bad.md: not UTF-8\n"));
    let (code, out, errors) = run(&["check", "--deny", "error"], workspace.root());
    assert_eq!((code, errors.as_str()), (0, "not read: bad.md: not UTF-8\n"));
    assert!(out.ends_with("in 2 notes.\n"), "{out}");
}

#[cfg(unix)]
#[test]
fn a_link_is_followed_if_named() {
    let workspace = pantry();
    std::os::unix::fs::symlink("pantry.md", workspace.path("link.md")).unwrap();
    std::os::unix::fs::symlink("sub", workspace.path("linked")).unwrap();
    assert_eq!(run(&["check", "link.md"], workspace.root()).0, 1);
    assert_eq!(stdout(&["check", "linked"], &workspace), "Nothing found in 1 note.\n");
    assert!(run(&["check"], workspace.root()).1.ends_with("in 2 notes.\n"));
}

// outline

#[test]
fn outline_prints_what_is_seen_in_a_note() {
    let workspace = pantry();
    expect![[r#"
        The Pantry pantry.md
        categories: Kitchen
        tags: food, long term, 7
        inline tags: horses
            7    Dry Goods topic
            8      Grains topic
            9        Rice term
           12        Oats (OAT) term
           14      Flour gap
           16    Cellar topic
           17      Preserves topic
           18        OLTP term
           20      Roots section
           21            Not a section gap
           22    Empty gap
        11 headings, 3 terms, 3 gaps
    "#]]
    .assert_eq(&stdout(&["outline", "pantry.md"], &workspace));
}

#[test]
fn outline_prints_one_object_a_line_for_machines() {
    let workspace = pantry();
    let out = stdout(&["outline", "--format", "json", "pantry.md", "sub/other.md"], &workspace);
    let notes: Vec<Value> = out.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(notes.len(), 2);
    let [pantry, other] = [&notes[0], &notes[1]];
    assert_eq!((&pantry["path"], &pantry["title"]), (&json!("pantry.md"), &json!("The Pantry")));
    assert_eq!(pantry["tags"], json!(["food", "long term", "7"]));
    assert_eq!(pantry["inline_tags"], json!(["horses"]));
    assert_eq!(pantry["categories"], json!(["Kitchen"]));
    let headings: Vec<_> = pantry["headings"]
        .as_array()
        .unwrap()
        .iter()
        .map(|heading| {
            let text = |key: &str| heading[key].as_str().unwrap();
            format!("{} {} {} {}", heading["line"], heading["level"], text("name"), text("kind"))
        })
        .collect();
    expect![[r#"
        7 2 Dry Goods topic
        8 3 Grains topic
        9 4 Rice term
        12 4 Oats (OAT) term
        14 3 Flour gap
        16 2 Cellar topic
        17 3 Preserves topic
        18 4 OLTP term
        20 3 Roots section
        21 6 Not a section gap
        22 2 Empty gap"#]]
    .assert_eq(&headings.join("\n"));
    let rice = json!({
        "headword": "Rice", "aliases": [], "style": "heading", "line": 9,
        "definition": "The seed of a grass. Kept dry it lasts for years, unlike bread.",
        "definition_range": { "line": 10, "column": 1, "end_line": 10, "end_column": 64 },
    });
    assert_eq!(pantry["terms"][0], rice);
    assert_eq!(pantry["terms"][1]["aliases"], json!(["Oats", "OAT"]));
    let gaps: Vec<_> = pantry["gaps"]
        .as_array()
        .unwrap()
        .iter()
        .map(|gap| (gap["name"].as_str().unwrap(), gap["state"].as_str().unwrap()))
        .collect();
    assert_eq!(gaps, [("Flour", "parked"), ("Not a section", "empty"), ("Empty", "empty")]);
    assert_eq!(other["title"], "Other");
    assert_eq!((&other["tags"], &other["gaps"]), (&json!([]), &json!([])));
}

// terms and define

#[test]
fn terms_are_printed_in_alphabetical_order() {
    let workspace = pantry();
    expect![[r#"
        Bread sub/other.md:3
        Oats (OAT), Oats, OAT pantry.md:12
        OLTP pantry.md:18
        Rice pantry.md:9
        4 terms in 2 notes.
    "#]]
    .assert_eq(&stdout(&["terms"], &workspace));
    let found: Value =
        serde_json::from_str(&stdout(&["terms", "--format", "json"], &workspace)).unwrap();
    let names: Vec<_> = found.as_array().unwrap().iter().map(|term| &term["headword"]).collect();
    assert_eq!(names, ["Bread", "Oats (OAT)", "OLTP", "Rice"]);
    assert_eq!(found[3]["place"], json!(["The Pantry", "Dry Goods", "Grains"]));
}

#[test]
fn a_term_is_found_in_any_number_and_case() {
    let workspace = pantry();
    for (name, headword) in [
        ("rice", "Rice"),
        ("RICE", "Rice"),
        ("rices", "Rice"),
        ("  bread ", "Bread"),
        ("breads", "Bread"),
        ("oat", "Oats (OAT)"),
        ("oats", "Oats (OAT)"),
        ("OAT", "Oats (OAT)"),
        ("OLTP", "OLTP"),
        ("oltp", "OLTP"),
        ("Oltp", "OLTP"),
        ("oltps", "OLTP"),
        ("OLTPs", "OLTP"),
        ("OLTPS", "OLTP"),
    ] {
        let out = stdout(&["define", name], &workspace);
        assert!(out.starts_with(&format!("{headword}\n")), "{name}: {out}");
    }
    expect![[r#"
        Rice
        The seed of a grass. Kept dry it lasts for years, unlike bread.
        The Pantry › Dry Goods › Grains (pantry.md:9)

    "#]]
    .assert_eq(&stdout(&["define", "rice"], &workspace));
    let out = stdout(&["define", "--format", "json", "rice"], &workspace);
    let found: Value = serde_json::from_str(&out).unwrap();
    assert_eq!(found[0]["line"], 9);
}

#[test]
fn a_term_nobody_defines_is_said() {
    let workspace = pantry();
    for name in ["no such", "rice and", "…", ""] {
        let (code, out, errors) = run(&["define", name], workspace.root());
        assert_eq!((code, out.as_str()), (1, ""), "{name}");
        assert_eq!(errors, format!("No note here defines “{name}”.\n"));
    }
    let (code, out, _) = run(&["define", "--format", "json", "none"], workspace.root());
    assert_eq!((code, out.as_str()), (1, "[]\n"));
}

#[test]
fn what_may_have_been_meant_is_said() {
    let workspace = pantry();
    for (name, meant) in [("rize", "“Rice”"), ("brade", "“Bread”"), ("olpt", "“OLTP”")]
    {
        let (code, out, errors) = run(&["define", name], workspace.root());
        assert_eq!((code, out.as_str()), (1, ""), "{name}");
        assert_eq!(errors, format!("No note here defines “{name}”. Did you mean {meant}?\n"));
    }
}

#[test]
fn a_term_is_found_by_the_beginnings_of_its_words() {
    let workspace = Workspace::new(&[(
        "a.md",
        "#### Write-ahead log\nA log of changes.\n\n#### Write Skew\nAn anomaly of writes.\n\n\
         #### Torn Write\n",
    )]);
    for name in ["ahead", "wri log", "log", "LO"] {
        let out = stdout(&["define", name], &workspace);
        assert!(out.starts_with("Write-ahead log\nA log of changes.\n"), "{name}: {out}");
    }
    let (code, out, errors) = run(&["define", "wri"], workspace.root());
    assert_eq!((code, errors.as_str()), (1, ""), "none is meant for certain");
    expect![[r#"
        Write Skew a.md:4
        Write-ahead log a.md:1
        Torn Write (still empty) a.md:7
        3 names fit “wri”. Give more of the name.
    "#]]
    .assert_eq(&out);
    let (code, out, _) = run(&["define", "torn"], workspace.root());
    assert_eq!((code, out.starts_with("Torn Write\nstill empty")), (1, true), "{out}");
    // A letter fits too much, and a name as a whole comes before the parts of others.
    assert_eq!(run(&["define", "w"], workspace.root()).1, "");
    workspace.write("b.md", "#### Skew\nA load that is not even.\n");
    assert!(stdout(&["define", "skew"], &workspace).starts_with("Skew\nA load"));
}

#[test]
fn a_definition_is_printed_with_the_other_names() {
    let out = stdout(&["define", "oats"], &pantry());
    assert!(out.starts_with("Oats (OAT)\nalso Oats, OAT\nA cereal"), "{out}");
}

#[test]
fn terms_that_are_not_mentioned_are_listed() {
    expect![[r#"
        OLTP pantry.md:18
        1 term not mentioned in 2 notes.
    "#]]
    .assert_eq(&stdout(&["terms", "--unused"], &pantry()));
}

#[test]
fn names_that_several_terms_claim_are_listed() {
    let workspace = Workspace::new(&[(
        "a.md",
        "## Continuous Delivery (CD)\nCode that is ready.\n## Continuous Deployment (CD)\nA practice.\n",
    )]);
    expect![[r#"
        CD
          Continuous Delivery (CD), Continuous Delivery, CD a.md:1
          Continuous Deployment (CD), Continuous Deployment, CD a.md:3
    "#]]
    .assert_eq(&stdout(&["terms", "--ambiguous"], &workspace));
    let found = stdout(&["terms", "--ambiguous", "--format", "json"], &workspace);
    let found: Value = serde_json::from_str(&found).unwrap();
    assert_eq!(found[0]["terms"].as_array().unwrap().len(), 2);
}

#[test]
fn names_that_no_note_defines_are_listed() {
    let workspace = Workspace::new(&[(
        "a.md",
        "## A\nA Data Lake, by ETL.\n## B\nThe Data Lake. ETL.\n## C\nOur Data Lake.\n\
         ## D\nETLs.\n",
    )]);
    expect![[r#"
        Data Lake in 3 definitions a.md:2
        ETL in 3 definitions a.md:2
    "#]]
    .assert_eq(&stdout(&["terms", "--undefined"], &workspace));
    let found = stdout(&["terms", "--undefined", "--format", "json"], &workspace);
    let found: Value = serde_json::from_str(&found).unwrap();
    assert_eq!(found[0]["definitions"], 3);
}

// mentions and gaps

#[test]
fn mentions_are_printed_with_their_lines() {
    let workspace = pantry();
    expect![[r#"
        pantry.md:10:58: The seed of a grass. Kept dry it lasts for years, unlike bread.
        1 mention of “bread” in 2 notes.
    "#]]
    .assert_eq(&stdout(&["mentions", "bread"], &workspace));
    // The note that defines it is not among those looked at.
    assert_eq!(run(&["mentions", "oat", "--in", "sub"], workspace.root()).0, 1);
    let found = stdout(&["mentions", "oats", "--format", "json"], &workspace);
    let found: Value = serde_json::from_str(&found).unwrap();
    assert_eq!(found[0]["text"], "oats", "{found}");
    let (code, out, errors) = run(&["mentions", "none"], workspace.root());
    assert_eq!((code, out.as_str()), (1, ""));
    assert_eq!(errors, "No note here defines “none”.\n");
}

#[test]
fn gaps_are_printed_the_most_wanted_first_and_may_be_limited() {
    let workspace = pantry();
    workspace.write("wish.md", "# Wish\n\nMore flour, and roots.\n\n## Roots\n");
    expect![[r#"
        Flour 1 mention in 1 note (only a comment) pantry.md:14
        Roots 1 mention in 1 note wish.md:5
        Empty pantry.md:22
        3 gaps in 3 notes.
    "#]]
    .assert_eq(&stdout(&["gaps"], &workspace));
    let found = stdout(&["gaps", "--format", "json"], &workspace);
    let found: Value = serde_json::from_str(&found).unwrap();
    assert_eq!(found[0]["state"], "parked");
    let count = found.as_array().unwrap().len();
    assert_eq!(run(&["gaps", "--max", &count.to_string()], workspace.root()).0, 0);
    let (code, _, errors) = run(&["gaps", "--max", &(count - 1).to_string()], workspace.root());
    let problem =
        format!("{count} gaps, but --max allows {}. Write 1 gap, or raise --max.\n", count - 1);
    assert_eq!((code, errors), (1, problem));
}

#[test]
fn a_gap_is_told_by_its_name_and_missing_notes_are_gaps() {
    let workspace = pantry();
    workspace.write("wish.md", "# Wish\n\nMore flour, and [[Sieve]].\n");
    workspace.write("list.md", "# List\n\nA [[Sieve]] or a [[sieve|fine one]].\n");
    let (code, out, _) = run(&["define", "flour"], workspace.root());
    assert_eq!(code, 1, "it is not defined");
    expect![[r#"
        Flour
        left for later, mentioned in 1 note
        The Pantry › Dry Goods › Flour (pantry.md:14)

    "#]]
    .assert_eq(&out);
    expect![[r#"
        wish.md:3:6: More flour, and [[Sieve]].
        1 mention of “flour” in 4 notes.
    "#]]
    .assert_eq(&stdout(&["mentions", "flour"], &workspace));
    expect![[r#"
        Sieve 3 links in 2 notes (no note) list.md:3
        Flour 1 mention in 1 note (only a comment) pantry.md:14
        Empty pantry.md:22
        3 gaps in 4 notes.
    "#]]
    .assert_eq(&stdout(&["gaps"], &workspace));
    let (_, out, _) = run(&["check"], workspace.root());
    assert_eq!(out.matches("Note “Sieve” not found.").count(), 2, "one in each note: {out}");
}

#[test]
fn the_settings_of_a_folder_hold_here_too() {
    let workspace = pantry();
    workspace.write("headword.toml", "exclude = ['sub']\n[diagnostics]\nempty-section = 'off'\n");
    let (code, out, errors) = run(&["check"], workspace.root());
    assert_eq!((code, errors.as_str()), (0, ""));
    assert!(out.ends_with("1 hint in 1 note.\n"), "{out}");
    workspace.write("headword.toml", "maxHeadingLevels = 2\n");
    let (code, out, errors) = run(&["check"], workspace.root());
    assert_eq!((code, errors.as_str()), (1, ""));
    let problem = "headword.toml\n  1:1  warning  Unknown setting `maxHeadingLevels`. \
        Did you mean `maxHeadingLevel`? [invalid-settings]\n";
    assert!(out.starts_with(problem), "{out}");
    let (_, _, errors) = run(&["terms"], workspace.root());
    assert!(errors.contains("headword.toml:1:1: Unknown setting"), "{errors}");
}

#[test]
fn some_notes_have_levels_of_their_own() {
    let workspace = Workspace::new(&[("a.md", "## Empty\n"), ("drafts/b.md", "## Empty\n")]);
    workspace.write(
        "headword.toml",
        "[[overrides]]\nfiles = ['drafts/']\ndiagnostics.empty-section = 'off'\n",
    );
    let (_, out, _) = run(&["check", "--format", "concise"], workspace.root());
    assert!(out.contains("a.md:1") && !out.contains("b.md:1"), "{out}");
}

#[test]
fn settings_are_looked_for_upward_as_far_as_the_repository() {
    let workspace = Workspace::new(&[("notes/a/b.md", "## Empty\n"), ("notes/c.md", "")]);
    workspace.write("headword.toml", "[diagnostics]\nempty-section = 'error'\n");
    let level = |path: &str| {
        let (_, out, _) = run(&["check", "--format", "concise", path], workspace.root());
        out.lines().next().unwrap_or_default().to_owned()
    };
    assert!(level("notes/a").contains("error"), "{}", level("notes/a"));
    assert!(level("notes/a/b.md").contains("error"));
    std::fs::create_dir(workspace.path("notes/.git")).unwrap();
    assert!(level("notes/a").contains("warning"));
    workspace.write("notes/a/headword.toml", "[diagnostics]\nempty-section = 'hint'\n");
    assert!(level("notes").contains("hint"));
    assert!(level("notes/a/b.md").contains("hint"));
}

#[test]
fn what_can_be_set_is_told() {
    let workspace = Workspace::new(&[]);
    assert!(stdout(&["config"], &workspace).contains("maxHeadingLevel = 4\n"));
    let schema: Value = serde_json::from_str(&stdout(&["config", "--schema"], &workspace)).unwrap();
    assert_eq!(schema["properties"]["codeLens"]["type"], "boolean");
}

#[test]
fn a_term_of_several_words_needs_no_quotes() {
    let workspace = Workspace::new(&[("a.md", "#### Change Data Capture (CDC)\n\nA process.\n")]);
    for arguments in [
        &["define", "change", "data", "capture"][..],
        &["define", "change-data  captures"],
        &["define", "cdc"],
        &["define", "cdcs"],
    ] {
        assert!(stdout(arguments, &workspace).contains("A process."), "{arguments:?}");
    }
}

#[test]
fn the_settings_in_force_are_shown_with_their_file() {
    let workspace = Workspace::new(&[("drafts/a.md", ""), ("drafts/deep/b.md", ""), ("c.md", "")]);
    workspace.write(
        "headword.toml",
        "maxHeadingLevel = 3\n[terms]\nlevels = [2, 3]\n[diagnostics]\nbroken-link = 'error'\n\
         [[overrides]]\nfiles = ['drafts/']\ndiagnostics.empty-section = 'off'\n",
    );
    workspace.write("drafts/deep/headword.toml", "codeLens = true\n");
    let set = |path: &str| {
        let out = stdout(&["config", "--show", path], &workspace);
        let lines = out.lines().filter(|line| !line.ends_with("# default"));
        lines.map(|line| format!("{line}\n")).collect::<String>()
    };
    let of_the_folder = "\
        diagnostics.broken-link = \"error\" # headword.toml\n\
        maxHeadingLevel = 3 # headword.toml\n\
        terms.levels = [2,3] # headword.toml\n";
    assert_eq!(set("c.md"), of_the_folder);
    assert_eq!(set("."), of_the_folder);
    expect![[r#"
        diagnostics.broken-link = "error" # headword.toml
        diagnostics.empty-section = "off" # headword.toml
        maxHeadingLevel = 3 # headword.toml
        terms.levels = [2,3] # headword.toml
    "#]]
    .assert_eq(&set("drafts/a.md"));
    assert_eq!(set("drafts/deep/b.md"), "codeLens = true # drafts/deep/headword.toml\n");

    let out = stdout(&["config", "--show", "c.md", "--format", "json"], &workspace);
    let found: Vec<Value> = serde_json::from_str(&out).unwrap();
    let one = |name: &str| found.iter().find(|setting| setting["name"] == name).unwrap();
    assert_eq!(one("codeLens"), &json!({ "name": "codeLens", "value": false, "file": null }));
    assert_eq!(one("maxHeadingLevel")["file"], "headword.toml");
    assert_eq!(run(&["config", "--show", "none.md"], workspace.root()).0, 2);
    assert_eq!(run(&["config", "--format", "json"], workspace.root()).0, 2);
}

// Filters.

#[test]
fn notes_and_terms_are_filtered() {
    let workspace = Workspace::new(&[
        (
            "area/db/log.md",
            "---\ntags: [sea/deep]\n---\n#### Ledger\nA record of a tide.\n#### Gap A\n",
        ),
        ("db.md", "---\ncategories: [sea]\n---\n- **Tide**: water that moves.\n\n## Gap B\n"),
        ("area/other.md", "#### Wave\nA tide in a ledger.\n"),
    ]);
    for (arguments, names) in [
        (&[][..], &["Ledger", "Tide", "Wave"][..]),
        (&["--tag", "sea"], &["Ledger", "Tide"]),
        (&["--tag", "#Sea/deep"], &["Ledger"]),
        (&["--tag", "none", "--tag", "sea/deep"], &["Ledger"]),
        (&["--folder", "db"], &["Ledger"]),
        (&["--folder", "area"], &["Ledger", "Wave"]),
        (&["--folder", "area", "--tag", "sea"], &["Ledger"]),
        (&["--style", "bold"], &["Tide"]),
        (&["--style", "bold,heading", "--folder", "area/db"], &["Ledger"]),
    ] {
        let arguments = [&["terms", "--format", "json"], arguments].concat();
        let found: Vec<Value> = serde_json::from_str(&stdout(&arguments, &workspace)).unwrap();
        let found: Vec<_> = found.iter().map(|term| term["headword"].as_str().unwrap()).collect();
        assert_eq!(found, names, "{arguments:?}");
    }
    let gaps = stdout(&["gaps", "--tag", "sea/deep"], &workspace);
    assert_eq!(gaps, "Gap A area/db/log.md:6\n1 gap in 1 note.\n");
    let mentions = stdout(&["mentions", "tide", "--folder", "db"], &workspace);
    assert!(mentions.ends_with("1 mention of “tide” in 1 note.\n"), "{mentions}");
    let wave = ["define", "wave", "--style"];
    assert_eq!(run(&[&wave[..], &["heading"]].concat(), workspace.root()).0, 0);
    assert_eq!(run(&[&wave[..], &["table"]].concat(), workspace.root()).0, 1);
    assert_eq!(run(&[&wave[..], &["bald"]].concat(), workspace.root()).0, 2);
    assert_eq!(run(&["terms", "--undefined", "--style", "bold"], workspace.root()).0, 2);
    let (code, _, errors) = run(&["terms", "--folder", "none"], workspace.root());
    assert_eq!(code, 0);
    assert_eq!(errors, "No note here has such a tag and is in such a folder.\n");
}

// What a terminal may be told.

const HOSTILE: &str = "---\ntitle: \"a\\e[31mb\"\ntags: [\"t\\u202e\"]\n---\n\
    ## \u{1b}[31mRed\u{202e}\n## \u{9b}31m\u{7}Term\n\nA \u{1b}]0;title\u{7} meaning.\n";

#[test]
fn escapes_in_notes_and_names_are_spelled_out() {
    let workspace = Workspace::new(&[("a\u{1b}[31m\u{202e}\nb.md", HOSTILE)]);
    let path = workspace.path("a\u{1b}[31m\u{202e}\nb.md");
    let path = path.to_str().unwrap();
    for arguments in [
        &["check"][..],
        &["check", path],
        &["terms"],
        &["outline", path],
        &["define", "31mTerm"],
        &["define", "\u{1b}[31mno"],
        &["check", "no\u{1b}[31m\nsuch"],
    ] {
        let (_, out, errors) = run(arguments, workspace.root());
        for text in [&out, &errors] {
            assert!(
                !text.contains(['\u{1b}', '\u{7}', '\u{9b}', '\u{202e}']),
                "{arguments:?}: {text:?}"
            );
        }
        // A line end in a name would begin a line of its own.
        assert!(!out.contains("\nb.md") && !errors.contains("\nsuch"), "{arguments:?}: {out}");
    }
}

#[test]
fn colors_are_for_terminals() {
    let workspace = pantry();
    for command in [&["check"][..], &["outline", "pantry.md"], &["terms"], &["define", "rice"]] {
        assert!(!run(command, workspace.root()).1.contains('\u{1b}'), "{command:?}");
        let forced = headword(command, workspace.root()).env("CLICOLOR_FORCE", "1").output();
        assert!(told(forced.unwrap()).1.contains('\u{1b}'), "{command:?}");
        let colored = |when| [command, &["--color", when]].concat();
        let always = headword(&colored("always"), workspace.root()).env("NO_COLOR", "1").output();
        assert!(told(always.unwrap()).1.contains('\u{1b}'), "{command:?}");
        let mut never = headword(&colored("never"), workspace.root());
        let never = never.env("CLICOLOR_FORCE", "1").output();
        assert!(!told(never.unwrap()).1.contains('\u{1b}'), "{command:?}");
    }
}

/// Runs a command on a terminal, where `script` can give it one.
#[cfg(target_os = "linux")]
fn on_a_terminal(line: &str, folder: &Path, environment: &[(&str, &str)]) -> Option<String> {
    let mut command = Command::new("script");
    command.args(["--quiet", "--return", "--command", line, "/dev/null"]);
    command.current_dir(folder).stdin(Stdio::null()).env("TERM", "xterm-256color");
    command.env_remove("NO_COLOR").env_remove("CLICOLOR").envs(environment.iter().copied());
    let output = command.output();
    if output.is_err() {
        println!("skipped: there is no `script` to make a terminal");
    }
    Some(String::from_utf8_lossy(&output.ok()?.stdout).into_owned())
}

#[cfg(target_os = "linux")]
#[test]
fn a_terminal_gets_colors_unless_it_wants_none() {
    let workspace = pantry();
    let line = format!("{} check", env!("CARGO_BIN_EXE_headword"));
    let Some(shown) = on_a_terminal(&line, workspace.root(), &[]) else { return };
    assert!(shown.contains("\u{1b}[") && shown.contains("empty-section"), "{shown:?}");
    let plain = on_a_terminal(&line, workspace.root(), &[("NO_COLOR", "1")]).unwrap();
    assert!(!plain.contains('\u{1b}') && plain.contains("empty-section"), "{plain:?}");
}

#[cfg(target_os = "linux")]
#[test]
fn a_person_at_a_terminal_gets_the_help() {
    let workspace = Workspace::new(&[]);
    let line = env!("CARGO_BIN_EXE_headword");
    let Some(shown) = on_a_terminal(line, workspace.root(), &[]) else { return };
    assert!(shown.contains("Usage:") && shown.contains("Serve an editor"), "{shown:?}");
}

#[test]
fn a_reader_that_has_read_enough_changes_no_exit_status() {
    let workspace = Workspace::new(&[]);
    workspace.write("long.md", &"## Gap\n## Term\n\nText.\n".repeat(5_000));
    for (arguments, status) in [
        (&["check"][..], 1),
        (&["check", "--format", "json"], 1),
        (&["terms"], 0),
        (&["outline", "long.md"], 0),
        (&["outline", "--format", "json", "long.md"], 0),
    ] {
        let mut process = headword(arguments, workspace.root())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut some = [0; 10];
        process.stdout.take().unwrap().read_exact(&mut some).unwrap();
        let (code, _, errors) = told(process.wait_with_output().unwrap());
        assert_eq!((code, errors.as_str()), (status, ""), "{arguments:?}");
    }
}

// The rest.

#[test]
fn the_version_and_the_help_are_printed() {
    let workspace = Workspace::new(&[]);
    let version = concat!("headword ", env!("CARGO_PKG_VERSION"), "\n");
    for flag in ["--version", "-V"] {
        assert_eq!(stdout(&[flag], &workspace), version);
    }
    for arguments in [&["--help"][..], &["help"], &["-h"]] {
        let help = stdout(arguments, &workspace);
        for command in ["lsp", "check", "outline", "terms", "define", "rules", "completions"] {
            assert!(help.contains(command), "{arguments:?}: {help}");
        }
    }
    for command in ["lsp", "check", "outline", "terms", "define"] {
        assert!(stdout(&[command, "--help"], &workspace).contains("Usage: headword"), "{command}");
    }
}

#[test]
fn opening_notes_writes_nothing() {
    let workspace = pantry();
    let before = files(workspace.root());
    for command in [&["check"][..], &["outline", "pantry.md"], &["terms"], &["define", "rice"]] {
        run(command, workspace.root());
    }
    assert_eq!(files(workspace.root()), before);
}

fn files(folder: &Path) -> Vec<(std::path::PathBuf, std::time::SystemTime)> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap().map(Result::unwrap) {
        found.push((entry.path(), entry.metadata().unwrap().modified().unwrap()));
        if entry.path().is_dir() {
            found.extend(files(&entry.path()));
        }
    }
    found.sort();
    found
}
