//! `headword check --fix`: what is repaired, and what is never touched.

#![expect(clippy::unwrap_used, reason = "what fails here fails the test")]

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use expect_test::expect;
use serde_json::{Value, json};

use crate::support::Workspace;

const TAGS: &str = "---\ntitle: Tags\ntags: [a, b, a, c, b]\n---\n# Tags\n\nText.\n";
const LINKS: &str =
    "# Links\r\n\r\nA [link][used].\r\n\r\n[used]: ../tags.md\r\n[unused]: ../tags.md\r\n";

/// Runs a command in a folder: its exit code, and what it wrote to stdout and stderr.
fn run(arguments: &[&str], folder: &Path) -> (i32, String, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_headword"));
    command.args(arguments).current_dir(folder).stdin(Stdio::null()).env("NO_COLOR", "1");
    let output = command.output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
}

fn notes() -> Workspace {
    Workspace::new(&[
        ("tags.md", TAGS),
        ("sub/links.md", LINKS),
        ("fine.md", "# Fine\n\nSee [tags](tags.md).\n"),
        ("left.md", "# Left\n\n[broken](none.md)\n"),
    ])
}

/// All there is in a folder: names and contents.
fn contents(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap().map(Result::unwrap) {
        if entry.path().is_dir() {
            found.extend(contents(&entry.path()));
        } else {
            let read = fs::read(entry.path()).unwrap_or_default();
            found.push((entry.path().display().to_string(), read));
        }
    }
    found.sort();
    found
}

#[test]
fn safe_repairs_are_made_in_all_notes_and_the_rest_is_printed() {
    let workspace = notes();
    let (code, out, errors) = run(&["check", "--fix"], workspace.root());
    assert_eq!((code, errors.as_str()), (1, ""));
    expect![[r#"
        sub/links.md: fixed 1 unused-reference
        tags.md: fixed 2 duplicate-tag

        left.md
          3:10  warning  Note “none.md” not found. [broken-link]

        3 problems fixed in 2 notes.
        1 warning in 4 notes.
    "#]]
    .assert_eq(&out);
    assert_eq!(workspace.read("tags.md"), TAGS.replace("[a, b, a, c, b]", "[a, b, c]"));
    assert_eq!(workspace.read("sub/links.md"), LINKS.replace("[unused]: ../tags.md\r\n", ""));
    assert_eq!(contents(workspace.root()).len(), 4, "nothing else is left in the folders");
    let before = contents(workspace.root());
    let (code, out, _) = run(&["check", "--fix"], workspace.root());
    assert_eq!(code, 1);
    assert!(!out.contains("fixed"), "a second time there is nothing to do: {out}");
    assert_eq!(contents(workspace.root()), before);
}

#[test]
fn what_would_be_repaired_is_printed_and_nothing_written() {
    let workspace = notes();
    let before = contents(workspace.root());
    let (code, out, _) = run(&["check", "--fix", "--dry-run"], workspace.root());
    assert_eq!(code, 1);
    assert!(out.starts_with("sub/links.md: would fix 1 unused-reference\n"), "{out}");
    assert!(out.contains("\n3 problems to fix in 2 notes.\n"), "{out}");
    assert_eq!(contents(workspace.root()), before);
    assert_eq!(run(&["check", "--dry-run"], workspace.root()).0, 2);
}

#[test]
fn a_diff_shows_the_repairs_and_writes_nothing() {
    let workspace = notes();
    let before = contents(workspace.root());
    let (code, out, errors) = run(&["check", "--fix", "--diff"], workspace.root());
    assert_eq!((code, errors.as_str()), (1, "3 problems to fix in 2 notes.\n"));
    expect![[r#"
        --- sub/links.md
        +++ sub/links.md
        @@ -3,4 +3,3 @@
         A [link][used].\r
         \r
         [used]: ../tags.md\r
        -[unused]: ../tags.md\r
        --- tags.md
        +++ tags.md
        @@ -1,6 +1,6 @@
         ---
         title: Tags
        -tags: [a, b, a, c, b]
        +tags: [a, b, c]
         ---
         # Tags
         
    "#]]
    .assert_eq(&out.replace('\r', "\\r"));
    assert_eq!(contents(workspace.root()), before);

    assert_eq!(run(&["check", "--fix"], workspace.root()).0, 1);
    let nothing = (0, String::new(), "Nothing to fix.\n".to_owned());
    assert_eq!(run(&["check", "--fix", "--diff"], workspace.root()), nothing);
    for wrong in [&["--diff"][..], &["--fix", "--diff", "--dry-run"]] {
        assert_eq!(run(&[&["check"], wrong].concat(), workspace.root()).0, 2);
    }
    let json = ["check", "--fix", "--diff", "--format", "json"];
    assert_eq!(run(&json, workspace.root()).2, "headword: --diff has the format text\n");
}

#[test]
fn what_can_be_fixed_is_marked() {
    let (code, out, _) = run(&["check", "tags.md"], notes().root());
    assert_eq!(code, 1);
    expect![[r#"
        tags.md
          3:14  warning  The tag “a” is already listed. [duplicate-tag, fixable]
          3:20  warning  The tag “b” is already listed. [duplicate-tag, fixable]

        2 warnings in 1 note.
        2 problems are fixable with `--fix`.
    "#]]
    .assert_eq(&out);
}

#[test]
fn repairs_are_printed_for_machines() {
    let workspace = notes();
    let (code, out, _) =
        run(&["check", "--fix", "--format", "json", "--deny", "error"], workspace.root());
    assert_eq!(code, 0);
    let all: Value = serde_json::from_str(&out).unwrap();
    let fixed = json!([
        { "path": "sub/links.md", "repairs": { "unused-reference": 1 } },
        { "path": "tags.md", "repairs": { "duplicate-tag": 2 } },
    ]);
    assert_eq!(all["fixed"], fixed);
    assert_eq!(all["failed"], json!([]));
    let codes: Vec<_> =
        all["findings"].as_array().unwrap().iter().map(|found| &found["code"]).collect();
    assert_eq!(codes, ["broken-link"]);
}

#[test]
fn one_note_that_is_named_is_repaired_and_no_other() {
    let workspace = notes();
    let (code, out, errors) = run(&["check", "--fix", "tags.md"], workspace.root());
    assert_eq!((code, errors.as_str()), (0, ""), "{out}");
    assert!(out.starts_with("tags.md: fixed 2 duplicate-tag\n"), "{out}");
    assert_eq!(workspace.read("sub/links.md"), LINKS);
}

#[test]
fn many_notes_are_repaired_together() {
    let workspace = Workspace::new(&[]);
    for number in 0..200 {
        workspace.write(&format!("{number}.md"), &format!("{TAGS}\n[never]: {number}.md\n"));
    }
    let (code, out, errors) = run(&["check", "--fix"], workspace.root());
    assert_eq!((code, errors.as_str()), (0, ""), "{out}");
    assert!(out.contains("\n600 problems fixed in 200 notes.\n"), "{out}");
}

#[test]
fn what_a_setting_or_a_comment_silences_is_left() {
    let workspace = notes();
    workspace.write("headword.toml", "[diagnostics]\nduplicate-tag = 'off'\n");
    workspace
        .write("sub/links.md", &format!("<!-- headword-ignore unused-reference -->\r\n{LINKS}"));
    let before = contents(workspace.root());
    run(&["check", "--fix"], workspace.root());
    assert_eq!(contents(workspace.root()), before);
}

#[cfg(unix)]
#[test]
fn permissions_and_owner_stay() {
    use std::os::unix::fs::{MetadataExt, PermissionsExt, chown};
    let workspace = notes();
    let path = workspace.path("tags.md");
    fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).unwrap();
    if chown(&path, Some(4711), Some(4712)).is_err() {
        println!("skipped: only root gives files away");
    }
    let before = fs::metadata(&path).unwrap();
    run(&["check", "--fix"], workspace.root());
    assert_ne!(workspace.read("tags.md"), TAGS);
    let after = fs::metadata(&path).unwrap();
    let shown = |it: &fs::Metadata| (it.mode(), it.uid(), it.gid());
    assert_eq!(shown(&after), shown(&before));
}

#[cfg(unix)]
#[test]
fn a_note_that_may_not_be_written_is_left_and_told() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let workspace = notes();
    let outside = Workspace::new(&[("outside.md", TAGS)]);
    fs::set_permissions(workspace.path("tags.md"), fs::Permissions::from_mode(0o444)).unwrap();
    symlink(outside.path("outside.md"), workspace.path("link.md")).unwrap();
    symlink(outside.root(), workspace.path("folder")).unwrap();
    let (code, out, errors) = run(&["check", "--fix"], workspace.root());
    assert_eq!(code, 2);
    assert_eq!(errors, "headword: not fixed: tags.md: it is read-only\n");
    assert!(out.contains("sub/links.md: fixed 1 unused-reference\n"), "{out}");
    assert!(out.contains("tags.md\n  3:14  "), "what is left is among the findings: {out}");
    let (code, _, errors) = run(&["check", "--fix", "link.md"], workspace.root());
    assert_eq!(code, 2);
    assert_eq!(
        errors,
        "headword: not fixed: link.md: it was deleted or replaced by a symbolic link\n"
    );
    assert_eq!(outside.read("outside.md"), TAGS);
    assert!(workspace.path("link.md").is_symlink());
}

#[cfg(unix)]
#[test]
fn what_was_left_behind_goes_and_what_is_like_it_stays() {
    use std::os::unix::fs::symlink;
    let workspace = notes();
    let names = [".headword-abc.unfinished", ".headword-held.unfinished", ".headword-x.md", ".md"];
    for name in names {
        fs::write(workspace.path(name), "half of it").unwrap();
    }
    symlink("fine.md", workspace.path(".headword-link.unfinished")).unwrap();
    let held = fs::File::open(workspace.path(names[1])).unwrap();
    held.lock().unwrap();
    run(&["check", "--fix"], workspace.root());
    assert!(!workspace.path(names[0]).exists(), "nobody is at it");
    assert!(workspace.path(names[1]).exists(), "another process is at it");
    assert!(workspace.path(names[2]).exists() && workspace.path(names[3]).exists());
    assert!(workspace.path(".headword-link.unfinished").is_symlink());
    assert_eq!(workspace.read("fine.md"), "# Fine\n\nSee [tags](tags.md).\n");
}
