//! URIs, files and folders.

use serde_json::{Value, json};

use super::{notes, place, running};
use crate::support::{Client, Workspace, profiles};

const NOTE: &str = "untitled:note";

/// 43 M: URIs are compared by their meaning, not by their spelling.
#[cfg(unix)]
#[test]
fn spellings_of_one_uri_are_one_document() {
    let name = "notes: a b/x [1] {y} 日本 100% #1?.md";
    let workspace = Workspace::new(&[(name, "#### Cache\n\nA text on disk.\n")]);
    let root = workspace.root_uri();
    // The plainest characters encoded or not, the others raw where a URI can hold them at all.
    let spellings = [
        workspace.uri(name),
        format!("{root}/notes:%20a%20b/x%20[1]%20{{y}}%20日本%20100%25%20%231%3F.md"),
        format!("{root}/notes%3A a b/x [1] {{y}} %E6%97%A5%E6%9C%AC 100% %231%3f.md"),
        format!(
            "{root}/%6Eotes%3a%20a%20b/x%20%5b1%5d%20%7By%7d%20日%E6%9C%AC%20100%25%20%231%3F%2Emd"
        ),
    ];
    for (profile, capabilities) in profiles::all() {
        for (index, opened) in spellings.iter().enumerate() {
            let mut client = Client::spawn().initialized(&workspace, capabilities.clone());
            client.open_text(opened, "#### Cache\n\nA text in the editor.\n");
            let other = &spellings[(index + 1) % spellings.len()];
            client.change(other, 2, json!([{ "text": "#### Cache\n\nChanged.\n" }]));
            for asked in &spellings {
                assert_eq!(client.names(asked), ["Cache"], "{profile}: {asked}");
            }
            let found = client.define("cache");
            assert!(found.contains("Changed.") && !found.contains("A text on disk."), "{found}");
            client.close(&spellings[(index + 2) % spellings.len()]);
            assert!(client.define("cache").contains("A text on disk."), "{profile}");
            client.finish();
        }
    }
}

#[test]
fn answers_name_an_open_document_as_its_editor_does() {
    let workspace = Workspace::new(&[("日本 [1].md", "#### Cache\n\nA store.\n")]);
    let raw = format!("{}/日本%20%5b1%5d.md", workspace.root_uri());
    let encoded = format!("{}/%E6%97%A5%E6%9C%AC%20%5b1%5d.md", workspace.root_uri());
    let mut client = Client::spawn().initialized(&workspace, profiles::vscode());
    client.open_text(&encoded, "#### Cache\n\nA store.\n");
    client.open_text(NOTE, "The cache.\n");
    let found = client.definition(NOTE, &place(0, 5));
    assert_eq!(found[0]["targetUri"], encoded.as_str());
    // What is no URI cannot be said back.
    client.close(&encoded);
    client.open_text(&raw, "#### Cache\n\nA store.\n");
    let found = client.definition(NOTE, &place(0, 5));
    assert_eq!(found[0]["targetUri"].as_str().unwrap(), encoded);
    client.finish();
}

#[test]
fn odd_uris_are_documents_too() {
    let mut client = running();
    for uri in [
        "untitled:Untitled-1",
        "git:/notes/a.md?%7B%22ref%22%3A%22HEAD%22%7D",
        "vscode-notebook-cell:/notes/a.ipynb#W0sZmlsZQ%3D%3D",
        "zipfile:///notes.zip::a.md",
        "file:///notes/日本 [x] {y}.md",
        "file:///notes/100%.md",
        "file:///c:/notes/a.md",
        "term://~/notes//1:/bin/zsh;#toggleterm#1",
    ] {
        client.open_text(uri, "#### Term\n\nIts definition.\n");
        let mut params = super::hover();
        params["textDocument"]["uri"] = uri.into();
        client.request("textDocument/hover", params).unwrap();
        client.close(uri);
    }
    client.finish();
}

/// A note that defines one term.
fn note(term: &str) -> String {
    format!("#### {term}\n\nThe meaning of {term}.\n")
}

#[track_caller]
fn assert_known(client: &mut Client, term: &str, times: usize) {
    let known = client.define(term);
    assert_eq!(known.matches(&format!("The meaning of {term}.")).count(), times, "{known}");
}

/// Where there are symbolic links.
#[cfg(unix)]
mod links {
    use std::os::unix::fs::symlink;

    use super::{Client, Workspace, assert_known, json, note, profiles};

    /// 44 R: a folder or file that is also reached through a symbolic link is indexed once.
    #[test]
    fn what_is_linked_is_known_once() {
        let real = Workspace::new(&[("a.md", &note("alpha"))]);
        let place = Workspace::new(&[]);
        symlink(real.root(), place.path("link")).unwrap();
        symlink(real.path("a.md"), real.path("b.md")).unwrap();
        for (name, capabilities) in profiles::all() {
            println!("{name}");
            let mut client = Client::spawn();
            client.initialize(json!({
                "processId": null, "rootUri": place.uri("link"), "capabilities": capabilities,
            }));
            assert_known(&mut client, "alpha", 1);
            // Some editors name what they open as the folder does, others as the disk does.
            for uri in [place.uri("link/a.md"), real.uri("a.md")] {
                client.open_text(&uri, &note("alpha"));
                assert_known(&mut client, "alpha", 1);
                client.change(&uri, 2, json!([{ "text": note("beta") }]));
                assert_known(&mut client, "beta", 1);
                assert_known(&mut client, "alpha", 0);
                client.close(&uri);
                assert_known(&mut client, "alpha", 1);
            }
            client.finish();
        }
    }
}

/// 45 R: a rename that changes only the case of a name results in one note.
#[test]
fn a_rename_of_the_case_alone_leaves_one_note() {
    let workspace = Workspace::new(&[("note.md", &note("alpha")), ("b.md", "[x](Note.md)\n")]);
    for (name, capabilities) in profiles::all() {
        println!("{name}");
        let (lower, upper) = (workspace.uri("note.md"), workspace.uri("Note.md"));
        let mut client = Client::spawn().initialized(&workspace, capabilities);
        assert_known(&mut client, "alpha", 1);
        std::fs::rename(workspace.path("note.md"), workspace.path("Note.md")).unwrap();
        client.files_changed(&[(1, &upper), (3, &lower)]);
        assert_known(&mut client, "alpha", 1);
        client.open(&workspace, "Note.md");
        assert_eq!(client.names(&upper), ["alpha"]);
        client.close(&upper);
        std::fs::rename(workspace.path("Note.md"), workspace.path("note.md")).unwrap();
        client.files_changed(&[(3, &upper), (1, &lower)]);
        assert_known(&mut client, "alpha", 1);
        client.finish();
    }
}

/// 46 S: a link finds its note if one name is composed Unicode and the other decomposed.
#[test]
fn names_are_the_same_composed_or_not() {
    let (composed, decomposed) = ("Caf\u{e9}.md", "Cafe\u{301}.md");
    for (on_disk, written) in [(composed, decomposed), (decomposed, composed)] {
        let text = format!("See [it]({written}) and [[{}]].\n", written.trim_end_matches(".md"));
        let workspace = Workspace::new(&[(on_disk, &note("alpha")), ("links.md", &text)]);
        let mut client = Client::spawn().initialized(&workspace, profiles::vscode());
        assert_known(&mut client, "alpha", 1);
        let uri = workspace.uri("links.md");
        client.open(&workspace, "links.md");
        for mark in ["[it](Ca|f", "[[Ca|f"] {
            let cursor = client.encoding().at(&text, mark);
            let found = client.definition(&uri, &cursor);
            assert_eq!(found[0]["targetUri"], workspace.uri(on_disk), "{mark} to {on_disk}");
        }
        let wrong = client.diagnostics(&uri);
        assert!(wrong.is_empty(), "{wrong:?}");
        client.finish();
    }
}

/// 47 M: the file watcher is registered if the client supports it, with patterns that the client
/// supports.
#[test]
fn watching_is_registered_where_the_client_can_watch() {
    for (name, capabilities) in profiles::all() {
        let watched = &capabilities["workspace"]["didChangeWatchedFiles"];
        let can = watched["dynamicRegistration"] == true;
        let workspace = notes();
        let mut client = Client::spawn().initialized(&workspace, capabilities.clone());
        let is_it = |params: &Value| params.to_string().contains("didChangeWatchedFiles");
        if can {
            client.wait_for_request("client/registerCapability", is_it);
        }
        client.define("cache");
        let count = client.said("client/registerCapability").filter(|it| is_it(it)).count();
        assert_eq!(count, usize::from(can), "{name}");
        client.finish();
    }
}

/// 48 M: an event for a folder applies to the notes in it.
#[test]
fn a_folder_that_goes_takes_its_notes() {
    let workspace = Workspace::new(&[("a.md", &note("alpha")), ("sub/deep/b.md", &note("beta"))]);
    for (name, capabilities) in profiles::all() {
        println!("{name}");
        let mut client = Client::spawn().initialized(&workspace, capabilities);
        assert_known(&mut client, "beta", 1);
        std::fs::rename(workspace.path("sub"), workspace.path("other")).unwrap();
        client.files_changed(&[(3, &workspace.uri("sub")), (1, &workspace.uri("other"))]);
        assert_known(&mut client, "beta", 1);
        std::fs::remove_dir_all(workspace.path("other")).unwrap();
        client.files_changed(&[(3, &workspace.uri("other"))]);
        assert_known(&mut client, "beta", 0);
        assert_known(&mut client, "alpha", 1);
        workspace.write("sub/deep/b.md", &note("beta"));
        client.finish();
    }
}

/// 49 M: a new workspace folder adds its notes; a removed one removes its notes and their
/// diagnostics.
#[test]
fn workspace_folders_come_and_go() {
    let first = Workspace::new(&[("a.md", &note("alpha"))]);
    let second = Workspace::new(&[("b.md", &note("beta")), ("gap.md", "# Gap\n\n## Empty\n")]);
    let settings = json!({ "headword": { "diagnosticsFor": "workspace" } });
    for (name, capabilities) in profiles::all() {
        println!("{name}");
        let pulls = !capabilities["textDocument"]["diagnostic"].is_null();
        let asked = capabilities["workspace"]["configuration"] == true;
        let mut client = Client::spawn().with_settings(settings.clone());
        client = client.initialized(&first, capabilities);
        if !asked {
            client.notify("workspace/didChangeConfiguration", json!({ "settings": settings }));
        }
        assert_known(&mut client, "alpha", 1);
        client.folders_changed(&[&second.root_uri()], &[]);
        assert_known(&mut client, "beta", 1);
        let gap = second.uri("gap.md");
        if !pulls {
            let is_it = |it: &Value| it["uri"] == gap && it["diagnostics"] != json!([]);
            client.wait_for_notification("textDocument/publishDiagnostics", is_it);
        }
        client.folders_changed(&[], &[&second.root_uri()]);
        assert_known(&mut client, "beta", 0);
        if pulls {
            let params = json!({ "previousResultIds": [] });
            let report = client.request("workspace/diagnostic", params).unwrap();
            assert!(!report.to_string().contains(&second.root_uri()), "{name}: {report}");
        } else {
            let is_it = |it: &Value| it["uri"] == gap && it["diagnostics"] == json!([]);
            client.wait_for_notification("textDocument/publishDiagnostics", is_it);
        }
        client.finish();
    }
}

/// 50 R: events for missing files and duplicate events are harmless.
#[test]
fn events_of_what_is_gone_and_doubled_events_do_no_harm() {
    let workspace = Workspace::new(&[("a.md", &note("alpha"))]);
    for (name, capabilities) in profiles::all() {
        println!("{name}");
        let mut client = Client::spawn().initialized(&workspace, capabilities);
        let (here, gone) = (workspace.uri("a.md"), workspace.uri("gone.md"));
        client.files_changed(&[(1, &gone), (2, &gone), (3, &gone), (1, &gone)]);
        client.files_changed(&[(1, &here), (1, &here), (2, &here), (3, &here)]);
        client.files_changed(&[(2, "untitled:a"), (3, "file:///"), (1, "git:/a.md")]);
        client.files_changed(&[]);
        assert_known(&mut client, "alpha", 1);
        client.finish();
    }
}
