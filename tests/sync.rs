//! Conversations about documents: whatever an editor does to them, the server's text is the
//! editor's text.
//!
//! Each line of the texts here is a heading, so that the outline shows all of a text.

mod support;

use serde_json::{Value, json};

use support::places::Encoding;
use support::{Client, Workspace, profiles};

const NOTE: &str = "untitled:note";

/// A client that counts in one of the three encodings.
fn counting_in(encoding: &str) -> Client {
    let mut client = Client::spawn();
    client.initialize(json!({
        "processId": null, "rootUri": null,
        "capabilities": { "general": { "positionEncodings": [encoding] } },
    }));
    client
}

fn in_all_encodings() -> impl Iterator<Item = Client> {
    ["utf-8", "utf-16", "utf-32"].into_iter().map(counting_in)
}

fn place(line: u32, character: u32) -> Value {
    json!({ "line": line, "character": character })
}

fn insert(place: &Value, text: &str) -> Value {
    json!({ "range": { "start": place, "end": place }, "text": text })
}

/// Asserts that the server has this text under the URI: everything it says of it is what it says
/// of a document that is opened with the text.
#[track_caller]
fn assert_text(client: &mut Client, uri: &str, text: &str) {
    const FRESH: &str = "untitled:fresh";
    client.open_text(FRESH, text);
    let same = |found: Value| found.to_string().replace(FRESH, uri);
    let (expected, found) = (same(client.symbols(FRESH)), same(client.symbols(uri)));
    assert_eq!(found, expected, "the outline of {text:?}");
    let (expected, found) = (same(client.answers(FRESH, text)), same(client.answers(uri, text)));
    assert_eq!(found, expected, "what is said of {text:?}");
    let (expected, found) = (client.diagnostics(FRESH), client.diagnostics(uri));
    assert_eq!(found, expected, "the diagnostics of {text:?}");
    client.close(FRESH);
}

/// Opens a text, changes it, and asserts what it is then.
#[track_caller]
fn check(client: &mut Client, text: &str, changes: Value, expected: &str) {
    client.open_text(NOTE, text);
    client.change(NOTE, 2, changes);
    assert_text(client, NOTE, expected);
    client.close(NOTE);
}

// Changes.

#[test]
fn columns_count_what_was_agreed() {
    let text = "# First\n## a😀b日本e\u{301}👩\u{200d}⚕\u{fe0f}z end\n## Last\n";
    for mut client in in_all_encodings() {
        let encoding = client.encoding();
        for (old, new) in [
            ("😀", ""),
            ("b", "𝄞"),
            ("日本", "n"),
            ("e\u{301}", "é"),
            ("\u{301}", ""),
            ("👩\u{200d}⚕\u{fe0f}", "👨"),
            ("z end\n## L", "日"),
            ("# First\n", ""),
            ("\n## Last\n", "\n"),
        ] {
            let change = encoding.replace(text, old, new);
            check(&mut client, text, json!([change]), &text.replacen(old, new, 1));
        }
        client.finish();
    }
}

#[test]
fn places_in_answers_count_what_was_agreed() {
    let text = "# 日本 😀\n## e\u{301}😀 cache\nA store.\n\n## 日😀 Empty\n";
    for mut client in in_all_encodings() {
        let encoding = client.encoding();
        client.open_text(NOTE, text);
        let found = client.diagnostics(NOTE);
        assert_eq!(encoding.slice(text, &found[0]["range"]), "日😀 Empty", "{encoding:?}");
        let place = encoding.at(text, "ca|che");
        assert_eq!(encoding.slice(text, &client.hover(NOTE, &place)["range"]), "e\u{301}😀 cache");
        client.finish();
    }
}

#[test]
fn changes_in_one_notification_apply_in_order() {
    let changes = json!([
        insert(&place(0, 0), "# One\n"),
        insert(&place(1, 0), "# Two\n"),
        insert(&place(2, 2), "very "),
        { "range": { "start": place(0, 2), "end": place(1, 2) }, "text": "Zero, " },
        insert(&place(1, 0), ""),
    ]);
    for mut client in in_all_encodings() {
        check(&mut client, "# last\n", changes.clone(), "# Zero, Two\n# very last\n");
        client.finish();
    }
}

#[test]
fn full_text_and_ranges_may_be_mixed() {
    let mut client = counting_in("utf-16");
    let end = |line| insert(&place(line, 0), "# End\n");
    for (changes, expected) in [
        (json!([{ "text": "# New\n" }]), "# New\n"),
        (json!([{ "text": "" }]), ""),
        (json!([{ "text": "# New\n" }, end(1)]), "# New\n# End\n"),
        (json!([end(1), { "text": "# New\n" }]), "# New\n"),
        (json!([end(1), { "text": "# 😀\n" }, end(1), end(2)]), "# 😀\n# End\n# End\n"),
        (json!([]), "# Old\n"),
    ] {
        check(&mut client, "# Old\n", changes, expected);
    }
    client.finish();
}

#[test]
fn range_length_is_not_looked_at() {
    let mut client = counting_in("utf-16");
    for length in [0, 1, 999, 2_147_483_647] {
        let mut change = Encoding::Utf16.replace("# a 😀 b\n", "😀", "c");
        change["rangeLength"] = length.into();
        check(&mut client, "# a 😀 b\n", json!([change]), "# a c b\n");
    }
    client.finish();
}

#[test]
fn places_beyond_the_text_are_moved_to_its_end() {
    const FAR: u32 = 2_147_483_647;
    for mut client in in_all_encodings() {
        for (at, expected) in [
            (place(0, 5), "# One!\n# Two"),
            (place(0, 6), "# One!\n# Two"),
            (place(0, FAR), "# One!\n# Two"),
            (place(1, FAR), "# One\n# Two!"),
            (place(2, 0), "# One\n# Two!"),
            (place(FAR, FAR), "# One\n# Two!"),
        ] {
            check(&mut client, "# One\n# Two", json!([insert(&at, "!")]), expected);
        }
        let all = json!([{ "range": { "start": place(0, 0), "end": place(FAR, 0) }, "text": "" }]);
        check(&mut client, "# One\n# Two", all, "");
        client.finish();
    }
}

#[test]
fn a_range_that_ends_before_it_starts_is_turned_round() {
    let mut client = counting_in("utf-8");
    let change = json!([{ "range": { "start": place(1, 2), "end": place(0, 2) }, "text": "" }]);
    check(&mut client, "# One\n# Two\n", change, "# Two\n");
    client.finish();
}

#[test]
fn places_inside_a_character_are_moved_to_its_start() {
    for (encoding, inside) in [("utf-16", vec![3]), ("utf-8", vec![3, 4, 5])] {
        let mut client = counting_in(encoding);
        for column in inside {
            let change = json!([insert(&place(0, column), "x")]);
            check(&mut client, "# 😀b\n", change, "# x😀b\n");
        }
        let ends_inside =
            json!([{ "range": { "start": place(0, 0), "end": place(0, 3) }, "text": "# x" }]);
        check(&mut client, "# 😀b\n", ends_inside, "# x😀b\n");
        client.finish();
    }
}

#[test]
fn lines_end_as_the_protocol_says() {
    for mut client in in_all_encodings() {
        for (text, at, expected) in [
            ("# 1\r\n# 2\r\n# 3", place(1, 3), "# 1\r\n# 2!\r\n# 3"),
            ("# 1\r\n# 2\r\n# 3", place(2, 3), "# 1\r\n# 2\r\n# 3!"),
            // No place lies between the two.
            ("# 1\r\n# 2", place(0, 4), "# 1!\r\n# 2"),
            ("# 1\r# 2\r# 3", place(1, 3), "# 1\r# 2!\r# 3"),
            ("# 1\r\r\n# 3", place(2, 3), "# 1\r\r\n# 3!"),
            ("# 1\n\r# 3", place(2, 3), "# 1\n\r# 3!"),
            // These are no line ends, whatever Unicode says.
            (
                "# 1\u{b}\u{c}\u{85}\u{2028}\u{2029}\n# 2",
                place(1, 3),
                "# 1\u{b}\u{c}\u{85}\u{2028}\u{2029}\n# 2!",
            ),
        ] {
            check(&mut client, text, json!([insert(&at, "!")]), expected);
        }
        client.finish();
    }
}

#[test]
fn a_line_end_may_be_typed_in_two_halves() {
    for mut client in in_all_encodings() {
        let halves = json!([
            insert(&place(0, 3), "\r"),
            insert(&place(1, 0), "\n"),
            insert(&place(1, 0), "# 2"),
        ]);
        check(&mut client, "# 1", halves, "# 1\r\n# 2");
        client.finish();
    }
}

// Versions, and documents that are not open.

#[test]
fn an_older_version_is_dropped_and_gaps_are_not() {
    let mut client = counting_in("utf-16");
    client.open_text(NOTE, "# One\n");
    for (version, text, expected) in [
        (7, "# Seven\n", "# Seven\n"),
        (6, "# Six\n", "# Seven\n"),
        (7, "# Again\n", "# Seven\n"),
        (-1, "# Negative\n", "# Seven\n"),
        (2_147_483_647, "# Last\n", "# Last\n"),
    ] {
        client.change(NOTE, version, json!([{ "text": text }]));
        assert_text(&mut client, NOTE, expected);
    }
    client.close(NOTE);
    client.open_text(NOTE, "# One again\n");
    client.change(NOTE, 2, json!([{ "text": "# Two\n" }]));
    assert_text(&mut client, NOTE, "# Two\n");
    client.finish();
}

#[test]
fn what_was_never_opened_is_neither_changed_nor_closed() {
    let workspace = Workspace::new(&[("a.md", "#### Cache\n\nA fast store.\n")]);
    for (_, capabilities) in profiles::all() {
        let mut client = Client::spawn().initialized(&workspace, capabilities);
        for uri in [workspace.uri("a.md"), workspace.uri("none.md"), "untitled:none".to_owned()] {
            client.change(&uri, 5, json!([{ "text": "#### Other\n\nNo.\n" }]));
            client.close(&uri);
        }
        assert!(client.define("cache").contains("A fast store."));
        assert_eq!(client.define("other"), "");
        client.finish();
    }
}

#[test]
fn the_second_of_two_opens_counts() {
    let mut client = counting_in("utf-16");
    client.open_text(NOTE, "# One\n");
    client.change(NOTE, 9, json!([{ "text": "# Nine\n" }]));
    client.open_text(NOTE, "# Again\n");
    assert_text(&mut client, NOTE, "# Again\n");
    client.change(NOTE, 2, json!([insert(&place(0, 7), "!")]));
    assert_text(&mut client, NOTE, "# Again!\n");
    client.close(NOTE);
    assert_eq!(client.symbols(NOTE), Value::Null);
    client.finish();
}

#[test]
fn closing_gives_the_note_back_to_the_disk() {
    for (name, capabilities) in profiles::all() {
        let workspace = Workspace::new(&[("a.md", "#### Cache\n\nOn disk.\n")]);
        let mut client = Client::spawn().initialized(&workspace, capabilities);
        let uri = workspace.uri("a.md");
        client.open_text(&uri, "#### Cache\n\nIn the editor.\n\n#### Buffer\n\nOnly there.\n");
        assert!(client.define("cache").contains("In the editor."), "{name}");
        assert!(client.define("buffer").contains("Only there."), "{name}");
        client.close(&uri);
        assert!(client.define("cache").contains("On disk."), "{name}");
        assert_eq!(client.define("buffer"), "", "{name}");

        // The disk as it is now, not as it was.
        client.open(&workspace, "a.md");
        workspace.write("a.md", "#### Cache\n\nOn disk, later.\n");
        assert!(client.define("cache").contains("On disk."), "{name}");
        client.close(&uri);
        assert!(client.define("cache").contains("On disk, later."), "{name}");

        client.open(&workspace, "a.md");
        workspace.remove("a.md");
        assert!(client.define("cache").contains("On disk, later."), "{name}");
        client.close(&uri);
        assert_eq!(client.define("cache"), "", "{name}");
        client.finish();
    }
}

// URIs.

#[test]
fn documents_of_every_scheme_are_answered() {
    let text =
        "---\ntags: [\n---\n#### Cache\n\nA fast store.\n\n#### Use\n\nThe cache.\n\n#### Gap\n";
    for (name, capabilities) in profiles::all() {
        for uri in [
            "untitled:Untitled-1",
            "git:/notes/a.md?%7B%22ref%22%3A%22HEAD%22%7D",
            "zipfile:///notes.zip::a.md",
            "vscode-notebook-cell:/notes/a.ipynb#W0sZmlsZQ%3D%3D",
            "vscode-vfs://github/notes/a.md",
            "file:///no/such/folder/a.md",
        ] {
            let mut client = Client::spawn();
            client.initialize(json!({
                "processId": null, "rootUri": null, "capabilities": capabilities,
            }));
            client.open_text(uri, text);
            let place = client.encoding().at(text, "The ca|che");
            assert_eq!(client.names(uri), ["Cache", "Use", "Gap"], "{name} {uri}");
            assert!(client.hover_text(uri, text, "The ca|che").contains("A fast store."));
            assert_eq!(client.definition(uri, &place).as_array().map(Vec::len), Some(1));
            let found = client.diagnostics(uri);
            let codes: Vec<_> = found.iter().map(|it| it["code"].as_str().unwrap()).collect();
            assert_eq!(codes, ["invalid-front-matter", "empty-section"], "{name} {uri}");
            client.completion(uri, &client.encoding().at(text, "tags: [|"));
            client.finish();
        }
    }
}

#[cfg(unix)]
#[test]
fn spellings_of_one_uri_are_one_document() {
    let name = "notes: a b/x [1] {y} 日本 100% #1?.md";
    let workspace = Workspace::new(&[(name, "#### Cache\n\nOn disk.\n")]);
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
            client.open_text(opened, "#### Cache\n\nIn the editor.\n");
            let other = &spellings[(index + 1) % spellings.len()];
            client.change(other, 2, json!([{ "text": "#### Cache\n\nChanged.\n" }]));
            for asked in &spellings {
                assert_eq!(client.names(asked), ["Cache"], "{profile}: {asked}");
            }
            let found = client.define("cache");
            assert!(found.contains("Changed.") && !found.contains("On disk."), "{found}");
            client.close(&spellings[(index + 2) % spellings.len()]);
            assert!(client.define("cache").contains("On disk."), "{profile}");
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

// Order.

#[test]
fn each_answer_is_of_the_state_at_its_question() {
    const EDITS: i32 = 500;
    for (name, capabilities) in
        [("vscode", profiles::vscode()), ("helix", profiles::helix()), ("bare", profiles::bare())]
    {
        let mut client = Client::spawn();
        client.initialize(json!({
            "processId": null, "rootUri": null, "capabilities": capabilities,
        }));
        client.open_text(NOTE, "# Version 1\n");
        let asked: Vec<_> = (2..EDITS + 2)
            .map(|version| {
                let line = json!({ "start": place(0, 0), "end": place(0, 99) });
                let text = format!("# Version {version}");
                let grow = insert(&place(1, 0), "More.\n");
                client.change(NOTE, version, json!([{ "range": line, "text": text }, grow]));
                client.start("textDocument/documentSymbol", support::ask::about(NOTE))
            })
            .collect();
        for (version, id) in (2..).zip(asked) {
            let symbols = client.response(&id).unwrap();
            assert_eq!(support::ask::names(&symbols), [format!("Version {version}")], "{name}");
            let symbol = &symbols[0];
            let range = symbol.get("location").unwrap_or(symbol)["range"].clone();
            assert_eq!(range["end"]["line"], version, "{name}");
        }
        client.finish();
    }
}

#[test]
fn a_question_behind_a_close_is_about_a_closed_document() {
    let mut client = counting_in("utf-16");
    for _ in 0..50 {
        client.open_text(NOTE, "# Open\n");
        let open = client.start("textDocument/documentSymbol", support::ask::about(NOTE));
        client.close(NOTE);
        let closed = client.start("textDocument/documentSymbol", support::ask::about(NOTE));
        assert_eq!(support::ask::names(&client.response(&open).unwrap()), ["Open"]);
        assert_eq!(client.response(&closed), Ok(Value::Null));
    }
    client.finish();
}
