//! Conversations about the folders: which notes are read, what happens when the disk changes, and
//! what is left alone.
//!
//! What the server knows is seen by hovering a term's name in a document that is none of the
//! workspace's. Questions and notifications are taken in order, so nothing here has to wait.

#![expect(clippy::unwrap_used, reason = "what fails here fails the test")]

use std::fmt::Write;

use serde_json::{Value, json};

use crate::support::workspace::file_uri;
use crate::support::{Client, Workspace, profiles};

const CREATED: u8 = 1;
const CHANGED: u8 = 2;
const DELETED: u8 = 3;

/// A note that defines one term.
fn note(term: &str) -> String {
    format!("#### {term}\n\nThe meaning of {term}.\n")
}

/// A workspace whose notes define one term each.
fn notes(files: &[(&str, &str)]) -> Workspace {
    let workspace = Workspace::new(&[]);
    for (name, term) in files {
        workspace.write(name, &note(term));
    }
    workspace
}

#[track_caller]
fn assert_known(client: &mut Client, terms: &[&str]) {
    for term in terms {
        assert!(client.define(term).contains(&format!("The meaning of {term}.")), "{term}");
    }
}

#[track_caller]
fn assert_unknown(client: &mut Client, terms: &[&str]) {
    for term in terms {
        assert_eq!(client.define(term), "", "{term}");
    }
}

/// Starts a server in these folders.
fn in_folders(folders: &[&str], capabilities: &Value) -> Client {
    let mut client = Client::spawn();
    let folders: Vec<_> = folders.iter().map(|uri| json!({ "uri": uri, "name": "n" })).collect();
    client.initialize(json!({
        "processId": null, "rootUri": null, "workspaceFolders": folders,
        "capabilities": capabilities,
    }));
    client
}

// The scan.

#[test]
fn notes_are_found_in_nested_folders_under_every_name_for_markdown() {
    let workspace = notes(&[
        ("a.md", "alpha"),
        ("b.markdown", "beta"),
        ("c.mdx", "gamma"),
        ("D.MD", "delta"),
        ("one/two/three/four/five/six/seven/e.md", "epsilon"),
        ("日本 [1]/f g.md", "zeta"),
        ("no.txt", "eta"),
        ("md", "theta"),
        ("no.md.bak", "iota"),
    ]);
    for (name, capabilities) in profiles::all() {
        println!("{name}");
        let mut client = Client::spawn().initialized(&workspace, capabilities);
        assert_known(&mut client, &["alpha", "beta", "gamma", "delta", "epsilon", "zeta"]);
        assert_unknown(&mut client, &["eta", "theta", "iota"]);
        client.finish();
    }
}

#[test]
fn ignored_hidden_and_generated_files_are_left_out() {
    let workspace = notes(&[
        ("drafts/a.md", "alpha"),
        ("sub/private.md", "beta"),
        ("sub/public.md", "gamma"),
        (".hidden.md", "delta"),
        (".obsidian/plugin.md", "epsilon"),
        ("node_modules/pkg/readme.md", "zeta"),
        ("sub/node_modules/readme.md", "eta"),
        ("CHANGELOG.md", "theta"),
        ("sub/CHANGELOG-1.md", "iota"),
        ("drafts-kept.md", "kappa"),
    ]);
    // There is no repository here; the file is respected all the same.
    workspace.write(".gitignore", "/drafts/\n");
    workspace.write("sub/.gitignore", "private.md\n");
    let mut client = Client::spawn().initialized(&workspace, profiles::vscode());
    assert_known(&mut client, &["gamma", "kappa"]);
    assert_unknown(
        &mut client,
        &["alpha", "beta", "delta", "epsilon", "zeta", "eta", "theta", "iota"],
    );
    // Whoever opens one wants to see it.
    client.open(&workspace, "drafts/a.md");
    assert_eq!(client.names(&workspace.uri("drafts/a.md")), ["alpha"]);
    client.close(&workspace.uri("drafts/a.md"));
    assert_unknown(&mut client, &["alpha"]);
    client.finish();
}

#[test]
fn ignore_files_above_a_folder_are_not_read() {
    let above = notes(&[("repo/docs/a.md", "alpha"), ("repo/docs/drafts/b.md", "beta")]);
    // As some keep it in their home folder, to have none of it in a repository by accident.
    above.write(".gitignore", "*\n");
    above.write("repo/.gitignore", "drafts\n");
    std::fs::create_dir(above.path("repo/.git")).unwrap();
    let mut client = in_folders(&[&above.uri("repo/docs")], &profiles::bare());
    assert_known(&mut client, &["alpha", "beta"]);
    client.finish();
}

#[test]
fn a_question_during_the_scan_waits_for_it_and_one_about_an_open_note_does_not() {
    // So much that a scan of it is not over at once.
    let workspace = notes(&[("z.md", "omega")]);
    let large = "## Section\n\nWords of *some* kind, `code` and [links](a.md).\n\n".repeat(40_000);
    for number in 0..4 {
        workspace.write(&format!("{number}.md"), &large);
    }
    let text = "#### Open\n\nSpeaks of omega and of nothing.\n";
    let mut client = Client::spawn().initialized(&workspace, profiles::vscode());
    client.open_text("untitled:open", text);
    let encoding = client.encoding();
    let mut hover = |mark| {
        let params = crate::support::ask::at("untitled:open", &encoding.at(text, mark));
        client.start("textDocument/hover", params)
    };
    let (nothing, something) = (hover("no|thing"), hover("om|ega"));
    let outline =
        client.start("textDocument/documentSymbol", crate::support::ask::about("untitled:open"));
    assert_eq!(client.response(&nothing), Ok(Value::Null));
    let found = client.response(&something).unwrap();
    assert!(crate::support::ask::hover_value(&found).contains("The meaning of omega."));
    assert_eq!(crate::support::ask::names(&client.response(&outline).unwrap()), ["Open"]);
    let answers = client
        .transcript()
        .iter()
        .filter(|(who, message)| *who == "server" && message.get("method").is_none());
    let answers: Vec<_> = answers.map(|(_, message)| &message["id"]).collect();
    let place = |id: &Value| answers.iter().position(|answer| *answer == id);
    assert!(place(&outline) < place(&nothing), "the open note waited for the others");
    client.finish();
}

// Folders.

#[test]
fn folders_come_and_go() {
    let first = notes(&[("a.md", "alpha"), ("sub/b.md", "beta")]);
    let second = notes(&[("c.md", "gamma")]);
    let third = notes(&[("d.md", "delta")]);
    for (name, capabilities) in profiles::all() {
        println!("{name}");
        let mut client = in_folders(&[&first.root_uri(), &second.root_uri()], &capabilities);
        assert_known(&mut client, &["alpha", "beta", "gamma"]);
        assert_unknown(&mut client, &["delta"]);

        client.open(&first, "a.md");
        client.folders_changed(&[&third.root_uri()], &[&first.root_uri()]);
        // An open document stays: the editor shows it.
        assert_known(&mut client, &["alpha", "gamma", "delta"]);
        assert_unknown(&mut client, &["beta"]);
        assert_eq!(client.names(&first.uri("a.md")), ["alpha"]);
        client.close(&first.uri("a.md"));
        assert_unknown(&mut client, &["alpha"]);

        client.folders_changed(&[&first.root_uri()], &[&second.root_uri(), &third.root_uri()]);
        assert_known(&mut client, &["alpha", "beta"]);
        assert_unknown(&mut client, &["gamma", "delta"]);
        client.folders_changed(&[], &[&first.root_uri()]);
        assert_unknown(&mut client, &["alpha", "beta"]);
        client.finish();
    }
}

#[test]
fn a_folder_is_known_by_every_spelling_of_its_uri() {
    let workspace = notes(&[("日本 [1]/a.md", "alpha")]);
    let raw = format!("{}/日本 [1]/", workspace.root_uri());
    let mut client = in_folders(&[&raw], &profiles::bare());
    assert_known(&mut client, &["alpha"]);
    client.folders_changed(&[], &[&workspace.uri("日本 [1]")]);
    assert_unknown(&mut client, &["alpha"]);
    client.finish();
}

#[test]
fn a_folder_added_twice_is_one() {
    let workspace = notes(&[("a.md", "alpha")]);
    let uri = workspace.root_uri();
    let mut client = in_folders(&[&uri, &uri], &profiles::bare());
    client.folders_changed(&[&uri], &[]);
    assert_eq!(client.define("alpha").matches("The meaning").count(), 1);
    client.folders_changed(&[], &[&uri]);
    assert_unknown(&mut client, &["alpha"]);
    client.finish();
}

#[test]
fn a_folder_inside_another_adds_nothing_twice() {
    let workspace = notes(&[("a.md", "alpha"), ("sub/b.md", "beta")]);
    let (outer, inner) = (workspace.root_uri(), workspace.uri("sub"));
    let mut client = in_folders(&[&outer, &inner], &profiles::bare());
    assert_known(&mut client, &["alpha"]);
    assert_eq!(client.define("beta").matches("The meaning").count(), 1);
    client.folders_changed(&[], &[&inner]);
    assert_known(&mut client, &["alpha", "beta"]);
    client.folders_changed(&[&inner], &[&outer]);
    assert_known(&mut client, &["beta"]);
    assert_unknown(&mut client, &["alpha"]);
    client.finish();
}

#[test]
fn clients_from_before_workspace_folders_name_a_root() {
    let workspace = notes(&[("a.md", "alpha")]);
    let root = workspace.root().to_str().unwrap();
    for params in [
        json!({ "rootUri": workspace.root_uri(), "capabilities": {} }),
        json!({ "rootUri": null, "rootPath": root, "capabilities": {} }),
        json!({ "rootUri": workspace.root_uri(), "rootPath": "/no/such", "capabilities": {} }),
        json!({ "rootUri": workspace.root_uri(), "workspaceFolders": null, "capabilities": {} }),
    ] {
        let mut client = Client::spawn();
        let mut params = params;
        params["processId"] = Value::Null;
        client.initialize(params.clone());
        assert!(client.define("alpha").contains("The meaning"), "{params}");
        client.finish();
    }
}

/// A folder that is opened through a symbolic link, by a client that uses its real path as well.
#[cfg(unix)]
#[test]
fn a_folder_behind_a_link_is_known_by_both_of_its_names() {
    let workspace = notes(&[("real/a.md", "alpha")]);
    std::os::unix::fs::symlink(workspace.path("real"), workspace.path("link")).unwrap();
    let (link, real) = (workspace.uri("link"), workspace.uri("real"));
    let mut client = in_folders(&[&link], &profiles::bare());
    assert_known(&mut client, &["alpha"]);

    // Changes are reported by the real path: of a note, of the folder itself, of its settings.
    workspace.write("real/b.md", &note("beta"));
    client.files_changed(&[(CREATED, &workspace.uri("real/b.md"))]);
    assert_known(&mut client, &["alpha", "beta"]);
    workspace.write("real/c.md", &note("gamma"));
    client.files_changed(&[(CHANGED, &real)]);
    assert_known(&mut client, &["gamma"]);
    workspace.write("real/headword.toml", "exclude = ['b.md']\n");
    client.files_changed(&[(CREATED, &workspace.uri("real/headword.toml"))]);
    assert_unknown(&mut client, &["beta"]);

    // The settings file is opened by the real path.
    let settings = workspace.uri("real/headword.toml");
    client.open_text(&settings, "exclude = ['c.md']\n");
    assert_known(&mut client, &["beta"]);
    assert_unknown(&mut client, &["gamma"]);
    client.close(&settings);

    // An open note stays while its folder goes and comes back.
    let uri = workspace.uri("real/a.md");
    client.open_text(&uri, &note("opened"));
    client.folders_changed(&[], &[&link]);
    client.change(&uri, 2, json!([{ "text": note("changed") }]));
    assert_eq!(client.names(&uri), ["changed"]);
    client.folders_changed(&[&link], &[]);
    client.settle();
    assert_eq!(client.names(&uri), ["changed"]);
    assert_unknown(&mut client, &["alpha"]);
    client.finish();
}

#[test]
fn a_changed_ignore_file_is_respected_at_once() {
    let workspace = notes(&[("a.md", "alpha"), ("sub/b.md", "beta")]);
    let mut client = in_folders(&[&workspace.root_uri()], &profiles::bare());
    assert_known(&mut client, &["alpha", "beta"]);
    for name in [".gitignore", ".ignore", ".git/info/exclude", "sub/.gitignore"] {
        workspace.write(name, "b.md\n");
        client.files_changed(&[(CREATED, &workspace.uri(name))]);
        assert_unknown(&mut client, &["beta"]);
        assert_known(&mut client, &["alpha"]);
        std::fs::remove_file(workspace.path(name)).unwrap();
        client.files_changed(&[(DELETED, &workspace.uri(name))]);
        assert_known(&mut client, &["alpha", "beta"]);
    }
    client.finish();
}

/// A client that watches no files reports only what it has saved.
#[test]
fn a_save_finds_what_other_programs_have_changed() {
    let workspace = notes(&[("a.md", "alpha"), ("b.md", "beta")]);
    let mut client = in_folders(&[&workspace.root_uri()], &profiles::bare());
    client.open(&workspace, "a.md");
    assert_known(&mut client, &["alpha", "beta"]);
    workspace.write("c.md", &note("gamma"));
    std::fs::remove_file(workspace.path("b.md")).unwrap();
    client.notify("textDocument/didSave", crate::support::ask::about(&workspace.uri("a.md")));
    assert_known(&mut client, &["alpha", "gamma"]);
    assert_unknown(&mut client, &["beta"]);
    client.finish();
}

#[test]
fn without_a_folder_open_documents_are_served() {
    for folders in [json!(null), json!([]), json!([{ "uri": "untitled:x", "name": "x" }])] {
        for (name, capabilities) in profiles::all() {
            let mut client = Client::spawn();
            client.initialize(json!({
                "processId": null, "rootUri": null, "workspaceFolders": folders,
                "capabilities": capabilities,
            }));
            client.open_text("untitled:a", &note("alpha"));
            client.open_text("file:///no/such/b.md", &note("beta"));
            assert!(client.define("alpha").contains("The meaning"), "{name} {folders}");
            assert!(client.define("beta").contains("The meaning"), "{name} {folders}");
            client.finish();
        }
    }
}

#[test]
fn a_folder_that_is_not_there_does_no_harm() {
    let workspace = notes(&[("a.md", "alpha")]);
    let mut client = in_folders(
        &[&workspace.uri("no/such"), &workspace.uri("a.md"), &workspace.root_uri()],
        &profiles::vscode(),
    );
    assert_known(&mut client, &["alpha"]);
    client.finish();
}

#[test]
fn a_folder_that_vanishes_is_forgotten() {
    let workspace = notes(&[("a.md", "alpha"), ("sub/b.md", "beta"), ("sub/deep/c.md", "gamma")]);
    let mut client = Client::spawn().initialized(&workspace, profiles::vscode());
    client.open(&workspace, "sub/deep/c.md");
    assert_known(&mut client, &["alpha", "beta", "gamma"]);
    std::fs::remove_dir_all(workspace.root()).unwrap();
    client.files_changed(&[(DELETED, &workspace.root_uri())]);
    assert_unknown(&mut client, &["alpha", "beta"]);
    assert_known(&mut client, &["gamma"]);
    client.folders_changed(&[&workspace.uri("sub")], &[&workspace.root_uri()]);
    assert_known(&mut client, &["gamma"]);
    client.finish();
}

#[test]
fn the_home_folder_is_not_read_and_the_user_is_told() {
    let home = notes(&[("a.md", "alpha"), ("notes/b.md", "beta")]);
    for root in [home.root_uri(), file_uri(home.root().parent().unwrap()), "file:///".to_owned()] {
        let mut client = Client::spawn_set_up(|command| command.env("HOME", home.root()));
        client.initialize(json!({
            "processId": null, "rootUri": root, "capabilities": profiles::vscode(),
        }));
        let told = client.wait_for_notification("window/showMessage", |_| true);
        assert!(told["message"].as_str().unwrap().contains("too broad"), "{told}");
        assert_unknown(&mut client, &["alpha", "beta"]);
        client.open(&home, "a.md");
        assert_known(&mut client, &["alpha"]);
        client.close(&home.uri("a.md"));
        client.files_changed(&[(CHANGED, &home.uri("notes/b.md"))]);
        assert_unknown(&mut client, &["alpha", "beta"]);
        // A folder in it is meant.
        client.folders_changed(&[&home.uri("notes")], &[]);
        assert_known(&mut client, &["beta"]);
        assert_eq!(client.said("window/showMessage").count(), 1);
        client.finish();
    }
}

#[test]
fn the_home_folder_added_later_is_not_read_either() {
    let home = notes(&[("a.md", "alpha")]);
    let mut client = Client::spawn_set_up(|command| command.env("HOME", home.root()));
    client.initialize(json!({ "processId": null, "rootUri": null, "capabilities": {} }));
    client.folders_changed(&[&home.root_uri()], &[]);
    let told = client.wait_for_notification("window/showMessage", |_| true);
    assert!(told["message"].as_str().unwrap().contains("too broad"), "{told}");
    assert_unknown(&mut client, &["alpha"]);
    client.finish();
}

// Changes on disk.

#[test]
fn what_happens_to_files_on_disk_is_seen() {
    let workspace = notes(&[("a.md", "alpha")]);
    for (name, capabilities) in profiles::all() {
        println!("{name}");
        let mut client = Client::spawn().initialized(&workspace, capabilities);
        assert_known(&mut client, &["alpha"]);

        workspace.write("sub/b.md", &note("beta"));
        client.files_changed(&[(CREATED, &workspace.uri("sub/b.md"))]);
        assert_known(&mut client, &["alpha", "beta"]);

        workspace.write("sub/b.md", &note("gamma"));
        client.files_changed(&[(CHANGED, &workspace.uri("sub/b.md"))]);
        assert_known(&mut client, &["gamma"]);
        assert_unknown(&mut client, &["beta"]);

        std::fs::rename(workspace.path("sub/b.md"), workspace.path("sub/c.md")).unwrap();
        let renamed = [workspace.uri("sub/b.md"), workspace.uri("sub/c.md")];
        client.files_changed(&[(DELETED, &renamed[0]), (CREATED, &renamed[1])]);
        assert_eq!(client.define("gamma").matches("The meaning").count(), 1);

        workspace.remove("sub/c.md");
        client.files_changed(&[(DELETED, &workspace.uri("sub/c.md"))]);
        assert_unknown(&mut client, &["gamma"]);
        assert_known(&mut client, &["alpha"]);
        client.finish();
    }
}

#[test]
fn a_folder_that_comes_or_goes_brings_or_takes_its_notes() {
    let workspace = notes(&[("a.md", "alpha"), ("sub/b.md", "beta"), ("sub/deep/c.md", "gamma")]);
    workspace.write("subordinate.md", &note("delta"));
    let mut client = Client::spawn().initialized(&workspace, profiles::vscode());
    assert_known(&mut client, &["alpha", "beta", "gamma", "delta"]);
    std::fs::remove_dir_all(workspace.path("sub")).unwrap();
    client.files_changed(&[(DELETED, &workspace.uri("sub"))]);
    assert_unknown(&mut client, &["beta", "gamma"]);
    assert_known(&mut client, &["alpha", "delta"]);
    workspace.write("sub/deep/c.md", &note("gamma"));
    client.files_changed(&[(CREATED, &format!("{}/", workspace.uri("sub")))]);
    assert_known(&mut client, &["gamma"]);
    client.finish();
}

#[test]
fn an_open_note_is_the_editors_whatever_happens_on_disk() {
    let workspace = notes(&[("a.md", "alpha")]);
    let uri = workspace.uri("a.md");
    let mut client = Client::spawn().initialized(&workspace, profiles::vscode());
    client.open_text(&uri, &note("buffer"));
    workspace.write("a.md", &note("disk"));
    client.files_changed(&[(CHANGED, &uri), (CHANGED, &uri)]);
    assert_known(&mut client, &["buffer"]);
    assert_unknown(&mut client, &["alpha", "disk"]);
    workspace.remove("a.md");
    client.files_changed(&[(DELETED, &uri), (DELETED, &workspace.root_uri())]);
    assert_known(&mut client, &["buffer"]);
    workspace.write("a.md", &note("disk"));
    client.files_changed(&[(CREATED, &uri)]);
    assert_known(&mut client, &["buffer"]);
    client.close(&uri);
    assert_known(&mut client, &["disk"]);
    assert_unknown(&mut client, &["buffer"]);
    client.finish();
}

#[test]
fn events_that_are_wrong_or_doubled_do_no_harm() {
    let workspace = notes(&[("a.md", "alpha")]);
    let mut client = Client::spawn().initialized(&workspace, profiles::vscode());
    let (here, gone) = (workspace.uri("a.md"), workspace.uri("gone.md"));
    client.files_changed(&[(CREATED, &here), (CREATED, &here), (CHANGED, &here), (DELETED, &here)]);
    assert_eq!(client.define("alpha").matches("The meaning").count(), 1);
    client.files_changed(&[(DELETED, &gone), (CHANGED, &gone), (CREATED, &gone), (DELETED, &gone)]);
    client.files_changed(&[]);
    client.files_changed(&[(CHANGED, "untitled:a"), (CHANGED, "file:///"), (DELETED, "git:/a.md")]);
    client.files_changed(&[(CHANGED, &format!("{}/../a.md", workspace.root_uri()))]);
    assert_known(&mut client, &["alpha"]);
    client.finish();
}

#[test]
fn what_a_scan_would_not_read_is_not_read_on_an_event() {
    let workspace = notes(&[
        ("inside/a.md", "alpha"),
        ("outside/b.md", "beta"),
        ("inside/drafts/c.md", "gamma"),
        ("inside/.hidden/d.md", "delta"),
        ("inside/node_modules/e.md", "epsilon"),
        ("inside/CHANGELOG.md", "zeta"),
        ("inside/f.txt", "eta"),
    ]);
    workspace.write("inside/.gitignore", "drafts\n");
    let mut client = in_folders(&[&workspace.uri("inside")], &profiles::vscode());
    let uris: Vec<_> = [
        "outside/b.md",
        "outside",
        "inside/drafts/c.md",
        "inside/drafts",
        "inside/.hidden/d.md",
        "inside/node_modules",
        "inside/node_modules/e.md",
        "inside/CHANGELOG.md",
        "inside/f.txt",
        "inside/../outside/b.md",
    ]
    .iter()
    .map(|name| format!("{}/{name}", workspace.root_uri()))
    .collect();
    let events: Vec<_> = uris.iter().map(|uri| (CHANGED, uri.as_str())).collect();
    client.files_changed(&events);
    assert_unknown(&mut client, &["beta", "gamma", "delta", "epsilon", "zeta", "eta"]);
    assert_known(&mut client, &["alpha"]);
    client.finish();
}

#[test]
fn a_change_during_the_scan_is_not_overtaken_by_it() {
    // Small notes are read first, and handed over with the large one that takes its time.
    let workspace = notes(&[("a.md", "alpha"), ("b.md", "beta"), ("sub/c.md", "gamma")]);
    workspace.write("z.md", &"## Section\n\nWords *of* a [kind](a.md).\n\n".repeat(200_000));
    let mut client = Client::spawn().initialized(&workspace, profiles::vscode());
    client.wait_for_notification("$/progress", |it| it["value"]["kind"] == "begin");
    workspace.write("a.md", &note("delta"));
    client.files_changed(&[(CHANGED, &workspace.uri("a.md"))]);
    std::fs::remove_dir_all(workspace.path("sub")).unwrap();
    client.files_changed(&[(DELETED, &workspace.uri("sub"))]);
    client.open(&workspace, "b.md");
    workspace.write("b.md", &note("epsilon"));
    client.close(&workspace.uri("b.md"));
    // What is not found is answered when the scan is over.
    assert_unknown(&mut client, &["alpha", "beta", "gamma"]);
    assert_known(&mut client, &["delta", "epsilon"]);
    client.finish();
}

#[test]
fn watching_is_asked_for_where_the_client_can_watch() {
    let workspace = notes(&[("a.md", "alpha")]);
    for (name, capabilities) in profiles::all() {
        let can = &capabilities["workspace"]["didChangeWatchedFiles"]["dynamicRegistration"];
        let can = can == true;
        let mut client = Client::spawn().initialized(&workspace, capabilities);
        if can {
            client.wait_for_request("client/registerCapability", |params| {
                let registrations = params["registrations"].as_array().unwrap();
                registrations.iter().any(|it| it["method"] == "workspace/didChangeWatchedFiles")
            });
        } else {
            assert_known(&mut client, &["alpha"]);
            let said = format!("{:?}", client.transcript());
            assert!(!said.contains("workspace/didChangeWatchedFiles"), "{name}");
        }
        client.finish();
    }
}

// Settings that a folder brings along.

#[test]
fn the_settings_of_a_folder_hold_and_are_followed() {
    let workspace = notes(&[("a.md", "alpha"), ("drafts/b.md", "beta")]);
    workspace.write("headword.toml", "exclude = ['drafts']\n[terms]\nnever = ['lead']\n");
    for (name, capabilities) in profiles::all() {
        println!("{name}");
        let mut client = Client::spawn().initialized(&workspace, capabilities);
        assert_known(&mut client, &["alpha"]);
        assert_unknown(&mut client, &["beta"]);
        workspace.write("headword.toml", "exclude = ['a.md']\n");
        client.files_changed(&[(CHANGED, &workspace.uri("headword.toml"))]);
        assert_known(&mut client, &["beta"]);
        assert_unknown(&mut client, &["alpha"]);
        workspace.remove("headword.toml");
        client.files_changed(&[(DELETED, &workspace.uri("headword.toml"))]);
        assert_known(&mut client, &["alpha", "beta"]);
        workspace.write("headword.toml", "exclude = ['drafts']\n[terms]\nnever = ['lead']\n");
        client.finish();
    }
}

#[test]
fn a_broken_settings_file_is_said_once_and_does_no_harm() {
    let workspace = notes(&[("a.md", "alpha")]);
    workspace.write("headword.toml", "exclude = [\n");
    let mut client = Client::spawn().initialized(&workspace, profiles::vscode());
    assert_known(&mut client, &["alpha"]);
    client.files_changed(&[(CHANGED, &workspace.uri("headword.toml"))]);
    assert_known(&mut client, &["alpha"]);
    assert_eq!(client.said("window/showMessage").count(), 0);
    let said: Vec<_> = client.said("textDocument/publishDiagnostics").collect();
    let [said] = &said[..] else { panic!("{said:?}") };
    assert_eq!(said["uri"], workspace.uri("headword.toml"), "{said}");
    assert_eq!(said["diagnostics"][0]["severity"], 1, "{said}");
    client.finish();
}

// Progress.

#[test]
fn progress_is_shown_where_the_client_can_show_it() {
    let workspace = notes(&[("a.md", "alpha"), ("b.md", "beta")]);
    for (name, capabilities) in profiles::all() {
        let can = capabilities["window"]["workDoneProgress"] == true;
        let mut client = Client::spawn().initialized(&workspace, capabilities);
        if can {
            // That it begins, goes on and ends once is seen to by the client.
            client.wait_for_request("window/workDoneProgress/create", |_| true);
            client.wait_for_notification("$/progress", |it| it["value"]["kind"] == "begin");
            client.wait_for_notification("$/progress", |it| it["value"]["kind"] == "end");
        } else {
            assert_known(&mut client, &["alpha"]);
            assert_eq!(client.said("window/workDoneProgress/create").count(), 0, "{name}");
            assert_eq!(client.said("$/progress").count(), 0, "{name}");
        }
        client.finish();
    }
}

#[test]
fn a_client_that_never_answers_has_its_notes_read() {
    let workspace = notes(&[("a.md", "alpha")]);
    for (name, capabilities) in profiles::all() {
        println!("{name}");
        let mut client = Client::spawn().never_answering().initialized(&workspace, capabilities);
        assert_known(&mut client, &["alpha"]);
        assert_eq!(client.said("$/progress").count(), 0, "no one agreed to progress");
        client.finish();
    }
}

// Hostile files.

/// Asserts that the notes of a workspace with something odd in it are read, and that the user is
/// not bothered.
#[track_caller]
fn assert_unharmed(workspace: &Workspace, known: &[&str], unknown: &[&str]) {
    let mut client = Client::spawn().initialized(workspace, profiles::vscode());
    assert_known(&mut client, known);
    assert_unknown(&mut client, unknown);
    assert_eq!(client.said("window/showMessage").count(), 0);
    assert!(client.said("window/logMessage").count() <= 1);
    client.finish();
}

#[test]
fn a_file_that_is_no_text_is_left_out() {
    let workspace = notes(&[("a.md", "alpha")]);
    std::fs::write(workspace.path("bad.md"), b"#### beta\n\nThe meaning of beta. \xff\xfe\n")
        .unwrap();
    std::fs::write(workspace.path("utf16.md"), b"\xff\xfe#\x00 \x00b\x00").unwrap();
    let mut client = Client::spawn().initialized(&workspace, profiles::vscode());
    assert_known(&mut client, &["alpha"]);
    assert_unknown(&mut client, &["beta"]);
    for name in ["bad.md", "utf16.md"] {
        let params = client.wait_for_notification("window/logMessage", |_| true);
        assert!(params["message"].as_str().unwrap().contains(name), "{params}");
    }
    assert_eq!(client.said("window/showMessage").count(), 0);
    client.finish();
}

#[test]
fn a_thousand_files_that_are_no_text_are_no_flood() {
    let workspace = notes(&[("a.md", "alpha")]);
    for number in 0..1_000 {
        std::fs::write(workspace.path(&format!("{number}.md")), b"\xff").unwrap();
    }
    let mut client = Client::spawn().initialized(&workspace, profiles::vscode());
    assert_known(&mut client, &["alpha"]);
    client.wait_for_notification("window/logMessage", |params| {
        params["message"].as_str().unwrap().contains("more notes")
    });
    assert!(client.said("window/logMessage").count() <= 20);
    client.finish();
}

#[test]
fn empty_files_are_notes() {
    let workspace = notes(&[("a.md", "alpha")]);
    workspace.write("empty.md", "");
    workspace.write("bom.md", "\u{feff}");
    workspace.write("blank.md", "\n\n \t\r\r\n");
    assert_unharmed(&workspace, &["alpha"], &["empty"]);
    let mut client = Client::spawn().initialized(&workspace, profiles::bare());
    for name in ["empty.md", "bom.md", "blank.md"] {
        client.open(&workspace, name);
        assert_eq!(client.symbols(&workspace.uri(name)), json!([]), "{name}");
        assert_eq!(client.published(&workspace.uri(name), 1), Vec::<Value>::new());
    }
    client.finish();
}

#[test]
fn a_file_too_large_to_be_a_note_is_left_out() {
    let workspace = notes(&[("a.md", "alpha")]);
    let mut text = note("beta");
    while text.len() < 11 << 20 {
        writeln!(
            text,
            "Some words that fill a line of a text that no one has written. {}",
            text.len()
        )
        .unwrap();
    }
    workspace.write("large.md", &text);
    assert_unharmed(&workspace, &["alpha"], &["beta"]);
}

#[test]
fn a_note_nested_deeper_than_anyone_writes_is_read() {
    let workspace = notes(&[("a.md", "alpha")]);
    workspace.write("quotes.md", &">".repeat(50_000));
    workspace.write("brackets.md", &"[".repeat(50_000));
    workspace
        .write("lists.md", &(0..2_000).map(|n| " ".repeat(n * 2) + "- x\n").collect::<String>());
    workspace.write(
        "bomb.md",
        &format!("---\na: &a [x]\nb: &b [{0}]\ntags: [{0}]\n---\n", "*a,".repeat(500)),
    );
    workspace.write("flow.md", &format!("---\ntags: {}\n---\n", "[".repeat(20_000)));
    assert_unharmed(&workspace, &["alpha"], &["beta"]);
}

#[cfg(unix)]
mod unix {
    use std::fs;
    use std::os::unix::fs::symlink;
    use std::process::Command;

    use super::{CHANGED, assert_known, assert_unharmed, assert_unknown, in_folders, note, notes};
    use crate::support::{Client, Workspace, profiles};

    fn fifo(workspace: &Workspace, name: &str) {
        let made = Command::new("mkfifo").arg(workspace.path(name)).status().unwrap();
        assert!(made.success());
    }

    #[test]
    fn a_pipe_named_like_a_note_is_not_read() {
        let workspace = notes(&[("a.md", "alpha")]);
        fifo(&workspace, "pipe.md");
        assert_unharmed(&workspace, &["alpha"], &[]);
        let mut client = Client::spawn().initialized(&workspace, profiles::vscode());
        let uri = workspace.uri("pipe.md");
        client.files_changed(&[(CHANGED, &uri)]);
        client.open_text(&uri, &note("beta"));
        assert_known(&mut client, &["alpha", "beta"]);
        client.close(&uri);
        assert_unknown(&mut client, &["beta"]);
        client.finish();
    }

    #[test]
    fn a_loop_of_links_ends() {
        let workspace = notes(&[("sub/a.md", "alpha")]);
        symlink(workspace.root(), workspace.path("sub/up")).unwrap();
        symlink(workspace.path("sub/self"), workspace.path("sub/self")).unwrap();
        symlink(workspace.path("sub/self.md"), workspace.path("sub/self.md")).unwrap();
        symlink(workspace.path("none"), workspace.path("dangling.md")).unwrap();
        assert_unharmed(&workspace, &["alpha"], &[]);
    }

    #[test]
    fn a_link_that_leads_out_is_not_followed() {
        let outside = notes(&[("b.md", "beta"), ("sub/c.md", "gamma")]);
        let workspace = notes(&[("a.md", "alpha")]);
        symlink(outside.path("b.md"), workspace.path("b.md")).unwrap();
        symlink(outside.path("sub"), workspace.path("sub")).unwrap();
        assert_unharmed(&workspace, &["alpha"], &["beta", "gamma"]);
        let mut client = Client::spawn().initialized(&workspace, profiles::vscode());
        let linked = [workspace.uri("b.md"), workspace.uri("sub"), workspace.uri("sub/c.md")];
        let events: Vec<_> = linked.iter().map(|uri| (CHANGED, uri.as_str())).collect();
        client.files_changed(&events);
        assert_unknown(&mut client, &["beta", "gamma"]);
        // What the editor opens it shows anyway; closed, it is unknown again.
        client.open_text(&linked[2], &note("gamma"));
        assert_known(&mut client, &["gamma"]);
        client.close(&linked[2]);
        assert_unknown(&mut client, &["gamma"]);
        client.finish();
    }

    #[test]
    fn a_folder_that_is_a_link_is_opened() {
        let behind = notes(&[("a.md", "alpha")]);
        let workspace = Workspace::new(&[]);
        symlink(behind.root(), workspace.path("link")).unwrap();
        let mut client = in_folders(&[&workspace.uri("link")], &profiles::vscode());
        assert_known(&mut client, &["alpha"]);
        client.open(&workspace, "link/a.md");
        client.change(&workspace.uri("link/a.md"), 2, super::json!([{ "text": note("beta") }]));
        assert_known(&mut client, &["beta"]);
        assert_unknown(&mut client, &["alpha"]);
        client.close(&workspace.uri("link/a.md"));
        behind.write("a.md", &note("gamma"));
        client.files_changed(&[(CHANGED, &workspace.uri("link/a.md"))]);
        assert_known(&mut client, &["gamma"]);
        client.finish();
    }

    #[test]
    fn a_name_that_is_no_text_does_no_harm() {
        use std::ffi::OsStr;
        use std::os::unix::ffi::OsStrExt;
        let workspace = notes(&[("a.md", "alpha")]);
        let odd = workspace.root().join(OsStr::from_bytes(b"\xff\xfe.md"));
        fs::write(odd, note("beta")).unwrap();
        assert_unharmed(&workspace, &["alpha", "beta"], &[]);
    }
}
