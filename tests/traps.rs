//! Where tools for notes have fallen: each trap that others were caught in, with what happens here
//! instead. Those that have tests of their own elsewhere are named in `docs/reliability.md`.

#![expect(clippy::unwrap_used, reason = "what fails here fails the test")]
#![expect(
    clippy::needless_pass_by_value,
    reason = "expectations are written where they are passed"
)]

use std::fmt::Write;

use expect_test::{Expect, expect};
use serde_json::{Value, json};

use crate::support::ask::at;
use crate::support::written::written;
use crate::support::{Client, Workspace, profiles};

/// A client that can take everything, in a workspace with these notes. The first is open.
fn opened(files: &[(&str, &str)]) -> (Client, Workspace) {
    let workspace = Workspace::new(files);
    let mut client = Client::spawn().initialized(&workspace, profiles::everything());
    client.open(&workspace, files[0].0);
    (client, workspace)
}

/// The notes that an edit changes, as they are after it; or why there is none.
fn shown(client: &Client, workspace: &Workspace, edit: Result<Value, Value>) -> String {
    let edit = match edit {
        Ok(edit) => edit,
        Err(error) => return format!("refused: {}\n", error["message"].as_str().unwrap()),
    };
    let mut out = String::new();
    for (name, text) in written(client, workspace, &edit) {
        writeln!(out, "{name}:\n{text}").unwrap();
    }
    if out.is_empty() { "nothing changes\n".to_owned() } else { out }
}

/// What an editor is told to change before it moves a file or folder.
#[track_caller]
fn check_move(files: &[(&str, &str)], old: &str, new: &str, expected: Expect) {
    let (mut client, workspace) = opened(files);
    let moved = json!({ "oldUri": workspace.uri(old), "newUri": workspace.uri(new) });
    let edit = client.request("workspace/willRenameFiles", json!({ "files": [moved] }));
    expected.assert_eq(&shown(&client, &workspace, edit));
    client.finish();
}

/// A rename at a mark of the first file.
#[track_caller]
fn check_rename(files: &[(&str, &str)], mark: &str, new: &str, expected: Expect) {
    let (mut client, workspace) = opened(files);
    let place = client.encoding().at(files[0].1, mark);
    let mut params = at(&workspace.uri(files[0].0), &place);
    params["newName"] = new.into();
    let edit = client.request("textDocument/rename", params);
    expected.assert_eq(&shown(&client, &workspace, edit));
    client.finish();
}

/// The titles of the actions at a mark of a note, and what one of them changes.
fn act(client: &mut Client, workspace: &Workspace, name: &str, mark: &str, title: &str) -> String {
    let uri = workspace.uri(name);
    let place = client.encoding().at(&workspace.read(name), mark);
    let range = json!({ "start": place, "end": place });
    let params = json!({
        "textDocument": { "uri": uri }, "range": range, "context": { "diagnostics": [] },
    });
    let actions = client.request("textDocument/codeAction", params).unwrap();
    let is_it = |action: &&Value| action["title"].as_str().unwrap().starts_with(title);
    let Some(action) = actions.as_array().unwrap().iter().find(is_it).cloned() else {
        return "there is no such action\n".to_owned();
    };
    let resolved = client.request("codeAction/resolve", action).map(|mut it| it["edit"].take());
    shown(client, workspace, resolved)
}

// Data that was lost.

#[test]
fn a_note_with_a_dot_in_its_name_is_created_once() {
    let text = "# A\n\nSee [[release 1.2]].\n\nSee [[v1.0 notes]].\n";
    let files = [("a.md", text), ("v1.0 notes.md", "# V\n")];
    let (mut client, workspace) = opened(&files);
    expect![[r#"
        release 1.2.md:
        # release 1.2

    "#]]
    .assert_eq(&act(&mut client, &workspace, "a.md", "release| 1.2", "Create"));
    expect![[r#"
        there is no such action
    "#]]
    .assert_eq(&act(&mut client, &workspace, "a.md", "v1|.0", "Create"));
    workspace.write("release 1.2.md", "Written meanwhile.\n");
    let created = act(&mut client, &workspace, "a.md", "release| 1.2", "Create");
    assert_eq!(created.trim(), "there is no such action", "the file exists now");
    client.finish();
}

#[test]
fn a_move_keeps_angle_brackets_and_the_fragment() {
    let files = [("a.md", "See [x](<b c.md#h>) and [y](b%20c.md#h).\n"), ("b c.md", "# H\n")];
    check_move(
        &files,
        "b c.md",
        "d e.md",
        expect![[r#"
            a.md:
            See [x](<d e.md#h>) and [y](d%20e.md#h).

        "#]],
    );
    check_move(
        &files,
        "b c.md",
        "sub/(d).md",
        expect![[r#"
        a.md:
        See [x](<sub/%28d%29.md#h>) and [y](sub/%28d%29.md#h).

    "#]],
    );
}

#[test]
fn a_link_over_two_lines_keeps_its_text() {
    let files = [
        ("a.md", "See [the\nother note](b.md) and [one\nmore](b.md#h \"of\nit\").\n"),
        ("b.md", "# H\n"),
    ];
    check_move(
        &files,
        "b.md",
        "c.md",
        expect![[r#"
        a.md:
        See [the
        other note](c.md) and [one
        more](c.md#h "of
        it").

    "#]],
    );
}

#[test]
fn an_encoded_path_stays_encoded_and_its_text_stays() {
    let files = [
        ("a.md", "[L](./%F0%9F%98%80%20d/Lorem.md) [L](<./😀 d/Lorem.md>)\n"),
        ("😀 d/Lorem.md", "# L\n"),
    ];
    check_move(
        &files,
        "😀 d/Lorem.md",
        "😀 d/Hello World.md",
        expect![[r#"
            a.md:
            [L](./%F0%9F%98%80%20d/Hello%20World.md) [L](<./😀 d/Hello World.md>)

        "#]],
    );
}

#[test]
fn a_rename_at_the_heading_of_a_wiki_link_renames_the_heading() {
    let files = [
        ("a.md", "See [[foo#Bar baz]] and [[foo]].\n"),
        ("foo.md", "# Foo\n\n## Bar baz\n\nText.\n"),
    ];
    check_rename(
        &files,
        "Bar| baz",
        "Qux",
        expect![[r#"
        a.md:
        See [[foo#Qux]] and [[foo]].

        foo.md:
        # Foo

        ## Qux

        Text.

    "#]],
    );
    check_rename(
        &files,
        "[[fo|o]]",
        "qux",
        expect![[r#"
        refused: There is no term here to rename.
    "#]],
    );
}

#[test]
fn a_wiki_link_by_name_is_written_by_name_after_a_move() {
    let files = [("a.md", "[[foo]] [[sub/foo|f]] [t](sub/foo.md)\n"), ("sub/foo.md", "# F\n")];
    check_move(
        &files,
        "sub/foo.md",
        "sub/deep/bar.md",
        expect![[r#"
        a.md:
        [[bar]] [[sub/deep/bar|f]] [t](sub/deep/bar.md)

    "#]],
    );
}

#[test]
fn a_link_from_one_folder_into_another_is_relative_to_its_note() {
    let files =
        [("x/a.md", "[t](../y/b.md#h) [u](./c.md)\n"), ("y/b.md", "# H\n"), ("x/c.md", "# C\n")];
    check_move(
        &files,
        "y/b.md",
        "x/z/b.md",
        expect![[r#"
        x/a.md:
        [t](z/b.md#h) [u](./c.md)

    "#]],
    );
    check_move(
        &files,
        "x/a.md",
        "a.md",
        expect![[r#"
        x/a.md:
        [t](y/b.md#h) [u](./x/c.md)

    "#]],
    );
}

#[test]
fn a_name_is_encoded_in_a_link_and_plain_in_a_wiki_link() {
    let files = [("a.md", "[[b]] [t](b.md) ![[b]]\n\n[r]: b.md\n"), ("b.md", "# B\n")];
    check_move(
        &files,
        "b.md",
        "ö [1] #2.md",
        expect![[r#"
        a.md:
        [[b]] [t](ö%20%5B1%5D%20%232.md) ![[b]]

        [r]: ö%20%5B1%5D%20%232.md

    "#]],
    );
}

#[test]
fn a_link_to_the_second_of_two_headings_alike_follows_both() {
    let files = [(
        "a.md",
        "# T\n\n## Example\n\nOne.\n\n## Example\n\nTwo.\n\n[1](#example) [2](#example-1)\n",
    )];
    check_rename(
        &files,
        "## Ex|ample\n\nOne",
        "Sample",
        expect![[r#"
        a.md:
        # T

        ## Sample

        One.

        ## Example

        Two.

        [1](#sample) [2](#example)

    "#]],
    );
    check_rename(
        &files,
        "[2](#exam|ple-1)",
        "Sample",
        expect![[r#"
        a.md:
        # T

        ## Example

        One.

        ## Sample

        Two.

        [1](#example) [2](#sample)

    "#]],
    );
}

#[test]
fn a_rename_of_a_link_to_nothing_is_refused() {
    let files = [("a.md", "See [x](missing.md), [[missing]] and [z](#none).\n")];
    for mark in ["missing|.md", "[[miss|ing", "(#no|ne)"] {
        let (mut client, workspace) = opened(&files);
        let mut params = at(&workspace.uri("a.md"), &client.encoding().at(files[0].1, mark));
        params["newName"] = "other".into();
        let answer = client.request("textDocument/rename", params);
        assert!(answer.as_ref().map_or(true, Value::is_null), "{mark}: {answer:?}");
        client.finish();
    }
}

#[test]
fn a_link_to_nothing_is_whole_as_soon_as_the_note_is_there() {
    let (mut client, workspace) = opened(&[("a.md", "# A\n\nSee [x](b.md) and [[b]].\n")]);
    let codes = |found: Vec<Value>| {
        found.iter().map(|it| it["code"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(codes(client.diagnostics(&workspace.uri("a.md"))), ["broken-link", "broken-link"]);
    workspace.write("b.md", "# B\n\nText.\n");
    client.files_changed(&[(1, &workspace.uri("b.md"))]);
    assert_eq!(codes(client.diagnostics(&workspace.uri("a.md"))), [""; 0]);
    client.finish();
}

// Places.

#[test]
fn places_behind_a_dash_a_wiki_link_and_a_pipe_are_right() {
    let text = "# A—B\n\n| [[a|b]] — x | 😀 [[c\\|d]] |\n|---|---|\n| — | cache |\n\n## Cache\n\nA store.\n";
    let (mut client, workspace) = opened(&[("a.md", text)]);
    let place = client.encoding().at(text, "ca|che |");
    let hover = client.hover(&workspace.uri("a.md"), &place);
    assert_eq!(client.encoding().slice(text, &hover["range"]), "cache");
    client.finish();
}

#[test]
fn lines_behind_empty_front_matter_are_right() {
    for (front, line) in
        [("---\n---\n", 2), ("---\r\n\r\n---\r\n", 3), ("+++\n+++\n", 2), ("---\n---", 1)]
    {
        let text = format!("{front}\n## Cache\n\nA store.\n");
        let (mut client, workspace) = opened(&[("a.md", &text)]);
        let symbols = client.symbols(&workspace.uri("a.md"));
        let found = &symbols[0]["selectionRange"]["start"]["line"];
        assert_eq!(found.as_u64().unwrap(), line + 1, "{front:?}");
        client.finish();
    }
}

// Crashes.

/// Texts that took other servers down, and some around them.
#[test]
fn texts_that_took_others_down_are_served() {
    let spaces = format!("## a{}b\n", " ".repeat(2_000));
    let (mut client, workspace) = opened(&[("good.md", "## Cache\n\nA store.\n")]);
    let uri = workspace.uri("odd.md");
    for text in [
        "[][][]",
        "[[]][[|]][[#]][](<>)![](",
        "#a",
        "#",
        "# #a #b/ #/",
        "a\n<div>\n    <p>\n\n  </div>\n- x\n    <b>\n",
        "    <table>\n  <tr>\n",
        "—",
        "| [[a|b",
        "[[a|b]]|",
        "> - > - > ```\n> - x",
        &spaces,
    ] {
        client.open_text(&uri, text);
        client.answers(&uri, text);
        client.diagnostics(&uri);
        let end = client.encoding().place(text, text.len());
        client.completion(&uri, &end);
        client.close(&uri);
    }
    assert_eq!(client.names(&workspace.uri("good.md")), ["Cache"]);
    client.finish();
}

/// A fence is typed around text, taken away and changed, a letter at a time.
#[test]
fn a_fence_may_be_typed_a_letter_at_a_time() {
    let (mut client, workspace) = opened(&[("a.md", "## Cache\n\nText.\n\n## Disk\n\nA store.\n")]);
    let (uri, typed) = (workspace.uri("a.md"), "```rust\nfn\n```\n~~~~\n```\n");
    let mut version = 1;
    for end in (0..=typed.len()).chain((0..typed.len()).rev()) {
        let text = format!("## Cache\n\n{}\nText.\n\n## Disk\n\nA store.\n", &typed[..end]);
        version += 1;
        client.change(&uri, version, json!([{ "text": text }]));
        let names = client.names(&uri);
        assert_eq!(names[0], "Cache", "{text:?}");
        // An open fence holds all that follows it.
        let open = typed[..end].lines().fold(None, |open, line| match open {
            Some(mark) => (!line.starts_with(mark)).then_some(mark),
            None => ["```", "~~~"].into_iter().find(|mark| line.starts_with(mark)),
        });
        assert_eq!(names.len() == 1, open.is_some(), "{text:?}");
    }
    client.finish();
}

#[test]
fn a_folder_may_be_named_like_those_of_clouds_and_package_managers() {
    let workspace = Workspace::new(&[
        ("iCloud~md~obsidian/Docs & %20/a.md", "## Cache\n\nA store.\n"),
        ("node_modules/pkg/README.md", "## Disk\n\nNot ours.\n"),
        ("[x] {y} #z/b.md", "## Tape\n\nA slow store.\n"),
    ]);
    let mut client = Client::spawn().initialized(&workspace, profiles::everything());
    assert!(client.define("cache").contains("A store"));
    assert!(client.define("tape").contains("A slow store"));
    assert_eq!(client.define("disk"), "");
    client.finish();
}

#[test]
fn one_bad_note_among_many_costs_itself() {
    let files: Vec<_> =
        (0..300).map(|n| (format!("n{n}.md"), format!("## Term {n}\n\nText.\n"))).collect();
    let files: Vec<_> = files.iter().map(|(name, text)| (&name[..], &text[..])).collect();
    let workspace = Workspace::new(&files);
    std::fs::write(workspace.path("n7.md"), b"## Term 7\n\n\xff\xfe\n").unwrap();
    let mut client = Client::spawn().initialized(&workspace, profiles::everything());
    assert!(client.define("term 299").contains("Text"));
    assert_eq!(client.define("term 7"), "");
    client.finish();
}

#[test]
fn what_was_said_of_a_note_is_said_again_when_it_is_opened_again() {
    let workspace = Workspace::new(&[("a.md", "## Cache\n")]);
    let mut client = Client::spawn().initialized(&workspace, profiles::neovim());
    let uri = workspace.uri("a.md");
    for version in 1..4 {
        let document = json!({ "uri": uri, "languageId": "markdown", "version": version, "text": "## Cache\n" });
        client.notify("textDocument/didOpen", json!({ "textDocument": document }));
        assert_eq!(client.diagnostics(&uri)[0]["code"], "empty-section");
        client.close(&uri);
    }
    client.finish();
}
