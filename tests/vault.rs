//! The vault is found: a command about one note knows the other notes, and reports only what it was
//! asked for.

#![expect(clippy::unwrap_used, reason = "what fails here fails the test")]

use std::fs;

use expect_test::expect;
use serde_json::json;

use crate::support::command::run;
use crate::support::{Client, Workspace, profiles};

/// A vault with a link that works and one that does not, below a folder that is not in it.
fn vault(marker: &str) -> Workspace {
    let workspace = Workspace::new(&[
        ("outside.md", "#### Reef\n\nRock below the water.\n"),
        ("vault/sea/tide.md", "#### Tide\n\nThe [moon](../sky/moon.md) pulls. [x](gone.md)\n"),
        ("vault/sky/moon.md", "#### Moon\n\nA body that moves the tide, on a reef. [x](none.md)\n"),
    ]);
    fs::create_dir(workspace.path(&format!("vault/{marker}"))).unwrap();
    workspace
}

#[test]
fn a_note_is_checked_with_its_vault_and_reported_alone() {
    for marker in [".git", ".obsidian"] {
        let workspace = vault(marker);
        let (code, out, errors) = run(&["check", "vault/sea/tide.md"], workspace.root());
        assert_eq!((code, errors.as_str()), (1, ""));
        expect![[r#"
            vault/sea/tide.md
              3:39  warning  Note “gone.md” not found. [broken-link]

            1 warning in 1 note.
        "#]]
        .assert_eq(&out);
        // A folder in the vault, and the same from inside.
        assert_eq!(run(&["check", "vault/sea"], workspace.root()).1, out);
        let (_, inside, _) = run(&["check"], &workspace.path("vault/sea"));
        assert_eq!(inside, out.replace("vault/sea/", ""));
    }
}

#[test]
fn a_term_is_found_in_the_whole_vault_and_not_outside() {
    let workspace = vault(".git");
    let here = workspace.path("vault/sea");
    let (code, out, _) = run(&["define", "moon"], &here);
    assert!(code == 0 && out.starts_with("Moon\n"), "{out}");
    assert_eq!(run(&["define", "reef"], &here).0, 1);
    let (_, out, _) = run(&["mentions", "tide"], &here);
    assert!(out.starts_with("../sky/moon.md:3:"), "{out}");
    assert!(out.ends_with("1 mention of “tide” in 2 notes.\n"), "{out}");
    // A limit to some paths is a limit of what is reported.
    assert_eq!(run(&["define", "moon", "--in", "."], &here).0, 1);
    let (code, out, _) = run(&["mentions", "moon", "--in", "."], &here);
    assert!(code == 0 && out.ends_with("1 mention of “moon” in 1 note.\n"), "{out}");
    let (_, out, _) = run(&["terms"], &here);
    assert!(out.ends_with("1 term in 1 note.\n"), "{out}");
}

#[test]
fn settings_decide_before_the_editor_and_the_repository() {
    let workspace = vault(".git");
    workspace.write("vault/sea/headword.toml", "");
    // The link to the moon leads out of the vault now, and is not looked at.
    let (_, out, _) = run(&["define", "moon"], &workspace.path("vault/sea"));
    assert_eq!(out, "");
    // A file above the repository does not make a vault.
    let workspace = vault(".git");
    workspace.write("headword.toml", "");
    assert_eq!(run(&["define", "reef"], &workspace.path("vault")).0, 1);
}

#[test]
fn without_a_marker_the_folder_is_the_vault() {
    let workspace = Workspace::new(&[
        ("a.md", "See [b](b.md), [c](sub/c.md) and [x](x.md).\n"),
        ("b.md", "#### Buoy\n\nA float.\n"),
        ("sub/c.md", "A buoy.\n"),
    ]);
    let (_, out, _) = run(&["check", "a.md", "--format", "concise"], workspace.root());
    expect![[r#"
        a.md:1:38: warning: Note “x.md” not found. [broken-link]
        1 warning in 1 note.
    "#]]
    .assert_eq(&out);
    let (_, out, _) = run(&["explain", "sub/c.md:1"], workspace.root());
    assert!(!out.contains("Buoy"), "{out}");
}

#[test]
fn a_folder_that_its_vault_ignores_is_checked_by_itself() {
    let workspace = vault(".git");
    workspace.write("vault/.gitignore", "drafts/\n");
    workspace.write("vault/drafts/a.md", "[b](b.md) and [c](c.md)\n");
    workspace.write("vault/drafts/b.md", "# B\n\nText.\n");
    workspace.write("vault/.github/x.md", "[b](b.md)\n");
    for (path, notes) in [("vault/drafts", "2 notes"), ("vault/.github", "1 note")] {
        let (code, out, _) = run(&["check", path], workspace.root());
        assert!(code == 1 && out.ends_with(&format!("1 warning in {notes}.\n")), "{out}");
    }
}

#[test]
fn problems_of_other_notes_and_their_settings_are_not_reported() {
    let workspace = vault(".git");
    workspace.write("vault/sky/headword.toml", "codeLens = 3\n");
    fs::write(workspace.path("vault/sky/bad.md"), b"\xff").unwrap();
    let (_, out, errors) = run(&["check", "vault/sea"], workspace.root());
    assert_eq!(errors, "");
    assert!(!out.contains("headword.toml"), "{out}");
    let (_, out, errors) = run(&["check", "vault"], workspace.root());
    assert!(errors.contains("bad.md") && out.contains("headword.toml"), "{out}");
}

#[cfg(unix)]
#[test]
fn a_link_to_a_note_of_the_vault_is_that_note() {
    let workspace = vault(".git");
    std::os::unix::fs::symlink("sea/tide.md", workspace.path("vault/link.md")).unwrap();
    let (_, out, _) = run(&["check", "vault/link.md"], workspace.root());
    assert!(out.starts_with("vault/sea/tide.md\n") && out.ends_with("1 note.\n"), "{out}");
}

#[test]
fn a_client_without_a_folder_gets_the_vaults_of_its_notes() {
    let workspace = Workspace::new(&[
        ("a/b.md", "#### Buoy\n\nA float that marks a channel.\n"),
        ("a/c.md", "# C\n\nSee the buoy.\n"),
        ("d/e.md", "#### Eddy\n\nA current that turns.\n"),
    ]);
    for folders in [json!(null), json!([])] {
        let mut client = Client::spawn();
        client.initialize(json!({
            "processId": null, "rootUri": null, "workspaceFolders": folders, "capabilities": {},
        }));
        assert_eq!(client.define("Buoy"), "");
        client.open(&workspace, "a/c.md");
        assert!(client.define("Buoy").contains("A float"));
        assert_eq!(client.define("Eddy"), "");
        client.open(&workspace, "d/e.md");
        assert!(client.define("Eddy").contains("A current"));
        client.finish();
    }
}

#[test]
fn a_client_that_closes_its_last_folder_keeps_the_vaults_of_its_open_notes() {
    let workspace = Workspace::new(&[
        ("a/b.md", "#### Buoy\n\nA float that marks a channel.\n"),
        ("a/c.md", "# C\n\nSee the buoy.\n"),
        ("d/e.md", "#### Eddy\n\nA current that turns.\n"),
    ]);
    let mut client = Client::spawn().initialized(&workspace, profiles::vscode());
    client.open(&workspace, "a/c.md");
    assert!(client.define("Eddy").contains("A current"));
    client.folders_changed(&[], &[&workspace.root_uri()]);
    assert!(client.define("Buoy").contains("A float"));
    assert_eq!(client.define("Eddy"), "");
    client.close(&workspace.uri("a/c.md"));
    assert_eq!(client.define("Buoy"), "", "the vault is closed with its last note");
    client.finish();
}

#[test]
fn the_vaults_of_open_notes_follow_their_markers() {
    let workspace = Workspace::new(&[
        ("a/b.md", "#### Buoy\n\nA float that marks a channel.\n"),
        ("a/in/c.md", "# C\n\nSee the buoy.\n"),
    ]);
    let mut client = Client::spawn();
    client.initialize(json!({
        "processId": null, "rootUri": null, "workspaceFolders": null, "capabilities": {},
    }));
    client.open(&workspace, "a/in/c.md");
    assert_eq!(client.define("Buoy"), "");
    workspace.write("a/headword.toml", "");
    client.files_changed(&[(1, &workspace.uri("a/headword.toml"))]);
    assert!(client.define("Buoy").contains("A float"));
    std::fs::remove_file(workspace.path("a/headword.toml")).unwrap();
    client.files_changed(&[(3, &workspace.uri("a/headword.toml"))]);
    assert_eq!(client.define("Buoy"), "");
    client.finish();
}
