//! `headword check`: its output for people and for other programs, and what it is asked to report.

use std::path::Path;

use expect_test::{Expect, expect};
use serde_json::Value;

use crate::support::Workspace;
use crate::support::command::{run, run_with};

/// Two notes with a problem of each level of the command line, and one without problems.
fn notes() -> Workspace {
    Workspace::new(&[
        ("tides, 100%.md", "---\ntags: [sea\n---\n# Tides\n\nSee [it](gone.md).\n\n## Neap\n"),
        ("moon.md", "# Moon\n\n## Phases\n<!-- later -->\n"),
        ("sub/fine.md", "# Fine\n\nA [moon](../moon.md).\n"),
    ])
}

/// Checks what a command prints about the notes. All of them find something.
#[track_caller]
#[expect(clippy::needless_pass_by_value, reason = "an expectation is made where it is checked")]
fn check(arguments: &[&str], expected: Expect) {
    let workspace = notes();
    let (code, out, errors) = run(&[&["check"], arguments].concat(), workspace.root());
    assert_eq!((code, errors.as_str()), (1, ""), "{out}");
    expected.assert_eq(&out);
}

#[test]
fn text_is_grouped_by_note() {
    check(
        &[],
        expect![[r#"
        moon.md
          3:4  hint  Section “Phases” contains only a comment. [parked-section]

        tides, 100%.md
           2:7  error    Expected `]` to close this list. [invalid-front-matter]
          6:10  warning  Note “gone.md” not found. [broken-link]
           8:4  warning  Section “Neap” is empty. [empty-section]

        1 error, 2 warnings, 1 hint in 3 notes.
    "#]],
    );
}

#[test]
fn concise_has_one_line_per_diagnostic() {
    check(
        &["--format", "concise"],
        expect![[r#"
        moon.md:3:4: hint: Section “Phases” contains only a comment. [parked-section]
        tides, 100%.md:2:7: error: Expected `]` to close this list. [invalid-front-matter]
        tides, 100%.md:6:10: warning: Note “gone.md” not found. [broken-link]
        tides, 100%.md:8:4: warning: Section “Neap” is empty. [empty-section]
        1 error, 2 warnings, 1 hint in 3 notes.
    "#]],
    );
}

#[test]
fn quiet_leaves_out_the_summary() {
    check(
        &["--quiet", "moon.md", "--deny", "hint"],
        expect![[r#"
        moon.md
          3:4  hint  Section “Phases” contains only a comment. [parked-section]

    "#]],
    );
    let workspace = notes();
    assert_eq!(run(&["check", "-q", "sub"], workspace.root()), (0, String::new(), String::new()));
}

#[test]
fn statistics_count_per_rule() {
    check(
        &["--statistics"],
        expect![[r#"
        1  broken-link
        1  empty-section
        1  invalid-front-matter
        1  parked-section
        1 error, 2 warnings, 1 hint in 3 notes.
    "#]],
    );
    check(
        &["--statistics", "--format", "json", "--select", "broken-link"],
        expect![[r#"
        [
          {
            "code": "broken-link",
            "count": 1
          }
        ]
    "#]],
    );
    let (code, _, errors) = run(&["check", "--statistics", "--format", "sarif"], Path::new("."));
    assert_eq!(code, 2);
    assert_eq!(errors, "headword: --statistics has the formats text and json\n");
}

#[test]
fn rules_are_selected_and_ignored() {
    check(
        &["--select", "empty-section,broken-link", "--quiet"],
        expect![[r#"
        tides, 100%.md
          6:10  warning  Note “gone.md” not found. [broken-link]
           8:4  warning  Section “Neap” is empty. [empty-section]

    "#]],
    );
    check(
        &["--ignore", "empty-section,broken-link", "--quiet"],
        expect![[r#"
        moon.md
          3:4  hint  Section “Phases” contains only a comment. [parked-section]

        tides, 100%.md
          2:7  error  Expected `]` to close this list. [invalid-front-matter]

    "#]],
    );
    let workspace = notes();
    let nothing = ["check", "--select", "broken-link", "--ignore", "broken-link"];
    assert_eq!(run(&nothing, workspace.root()).0, 0);
    assert_eq!(run(&["check", "--select", "no-such-rule"], workspace.root()).0, 2);
}

#[test]
fn github_gets_annotations_with_escaped_names() {
    check(
        &["--format", "github"],
        expect![[r#"
        ::notice file=moon.md,line=3,endLine=3,col=4,endColumn=10,title=parked-section::Section “Phases” contains only a comment.
        ::error file=tides%2C 100%25.md,line=2,endLine=2,col=7,endColumn=8,title=invalid-front-matter::Expected `]` to close this list.
        ::warning file=tides%2C 100%25.md,line=6,endLine=6,col=10,endColumn=17,title=broken-link::Note “gone.md” not found.
        ::warning file=tides%2C 100%25.md,line=8,endLine=8,col=4,endColumn=8,title=empty-section::Section “Neap” is empty.
    "#]],
    );
}

#[test]
fn junit_has_a_suite_per_note_and_a_case_per_diagnostic() {
    check(
        &["--format", "junit"],
        expect![[r#"
        <?xml version="1.0" encoding="UTF-8"?>
        <testsuites name="headword" tests="5" failures="3">
          <testsuite name="moon.md" tests="1" failures="0">
            <testcase name="parked-section at 3:4" classname="moon.md">
              <system-out>moon.md:3:4: hint: Section “Phases” contains only a comment.</system-out>
            </testcase>
          </testsuite>
          <testsuite name="sub/fine.md" tests="1" failures="0">
            <testcase name="check" classname="sub/fine.md"/>
          </testsuite>
          <testsuite name="tides, 100%.md" tests="3" failures="3">
            <testcase name="invalid-front-matter at 2:7" classname="tides, 100%.md">
              <failure message="Expected `]` to close this list." type="invalid-front-matter">tides, 100%.md:2:7: error: Expected `]` to close this list.</failure>
            </testcase>
            <testcase name="broken-link at 6:10" classname="tides, 100%.md">
              <failure message="Note “gone.md” not found." type="broken-link">tides, 100%.md:6:10: warning: Note “gone.md” not found.</failure>
            </testcase>
            <testcase name="empty-section at 8:4" classname="tides, 100%.md">
              <failure message="Section “Neap” is empty." type="empty-section">tides, 100%.md:8:4: warning: Section “Neap” is empty.</failure>
            </testcase>
          </testsuite>
        </testsuites>
    "#]],
    );
}

#[test]
fn sarif_names_the_rule_and_the_place() {
    let workspace = notes();
    let (code, out, _) = run(&["check", "--format", "sarif"], workspace.root());
    assert_eq!(code, 1);
    let log: Value = serde_json::from_str(&out).unwrap();
    let schema = include_str!("data/sarif/sarif-schema-2.1.0.json");
    let mut schema: Value = serde_json::from_str(schema).unwrap();
    // Its pattern has a bracket too many, which is no error in every dialect of patterns.
    for object in ["run", "toolComponent"] {
        schema["definitions"][object]["properties"]["language"] = Value::Bool(true);
    }
    let errors: Vec<_> = jsonschema::validator_for(&schema)
        .unwrap()
        .iter_errors(&log)
        .map(|error| error.to_string())
        .collect();
    assert!(errors.is_empty(), "{errors:#?}");
    let run = &log["runs"][0];
    let rules: Vec<_> =
        run["tool"]["driver"]["rules"].as_array().unwrap().iter().map(|it| &it["id"]).collect();
    for result in run["results"].as_array().unwrap() {
        assert!(rules.contains(&&result["ruleId"]), "{result}");
    }
    let result = serde_json::to_string_pretty(&run["results"][2]).unwrap();
    expect![[r#"
        {
          "level": "warning",
          "locations": [
            {
              "physicalLocation": {
                "artifactLocation": {
                  "uri": "tides%2C%20100%25.md"
                },
                "region": {
                  "endColumn": 17,
                  "endLine": 6,
                  "startColumn": 10,
                  "startLine": 6
                }
              }
            }
          ],
          "message": {
            "text": "Note “gone.md” not found."
          },
          "ruleId": "broken-link"
        }"#]]
    .assert_eq(&result);
}

#[test]
fn a_note_on_stdin_is_checked_in_its_vault() {
    let workspace = notes();
    let text = "# New\n\nThe [moon](moon.md), the [sun](sun.md).\n";
    let arguments = ["check", "-", "--stdin-filename", "new.md"];
    let (code, out, errors) = run_with(&arguments, workspace.root(), text);
    assert_eq!((code, errors.as_str()), (1, ""));
    expect![[r#"
        new.md
          3:32  warning  Note “sun.md” not found. [broken-link]

        1 warning in 1 note.
    "#]]
    .assert_eq(&out);
    // The text replaces the one on disk.
    let arguments = ["check", "-", "--stdin-filename", "moon.md"];
    let (code, out, _) = run_with(&arguments, workspace.root(), "# Moon\n\nA rock.\n");
    assert_eq!((code, out.as_str()), (0, "Nothing found in 1 note.\n"));
    for arguments in [
        &["check", "-"][..],
        &["check", "-", "moon.md", "--stdin-filename", "new.md"],
        &["check", "--stdin-filename", "new.md"],
        &["check", "-", "--fix", "--stdin-filename", "new.md"],
    ] {
        assert_eq!(run_with(arguments, workspace.root(), "").0, 2, "{arguments:?}");
    }
}

#[test]
fn rules_and_their_pages_are_printed() {
    let workspace = Workspace::new(&[]);
    let (code, out, _) = run(&["rules"], workspace.root());
    assert_eq!(code, 0);
    expect!["empty-section                warning      A section without subsections and without content."]
        .assert_eq(out.lines().next().unwrap());
    let (_, json, _) = run(&["rules", "--format", "json"], workspace.root());
    let rules: Value = serde_json::from_str(&json).unwrap();
    let rules = rules.as_array().unwrap();
    assert_eq!(rules.len(), out.lines().count());
    let page = include_str!("../docs/diagnostics.md");
    let codes = rules.iter().map(|rule| rule["code"].as_str().unwrap());
    for code in codes.chain(["invalid-settings"]) {
        let (status, out, _) = run(&["rule", code], workspace.root());
        assert!(status == 0 && page.contains(&format!("\n{out}")), "{out}");
    }
    assert_eq!(run(&["rule", "no-such-rule"], workspace.root()).0, 2);
}

#[test]
fn shells_and_the_manual_know_all_commands() {
    let workspace = Workspace::new(&[]);
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        let (code, out, _) = run(&["completions", shell], workspace.root());
        assert!(code == 0 && out.contains("stdin-filename"), "{shell}");
    }
    let (code, page, _) = run(&["man"], workspace.root());
    assert!(code == 0 && page.contains(".TH headword 1"), "{page}");
    let (code, page, _) = run(&["man", "check"], workspace.root());
    assert!(code == 0 && page.contains(".TH headword-check 1"), "{page}");
    assert_eq!(run(&["man", "no-such"], workspace.root()).0, 2);
}
