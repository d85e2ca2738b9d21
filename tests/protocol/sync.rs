//! Conversations about documents: whatever an editor does to them, the server's text is the
//! editor's text.
//!
//! Each line of the texts here is a heading, so that the outline shows all of a text.

use serde_json::{Value, json};

use super::{place, running, without_folder};
use crate::support::places::Encoding;
use crate::support::{Client, Workspace, profiles};

const NOTE: &str = "untitled:note";

/// A client that counts in one of the three encodings.
fn counting_in(encoding: &str) -> Client {
    without_folder(&profiles::counting_in(encoding, json!({})))
}

fn in_all_encodings() -> impl Iterator<Item = Client> {
    profiles::ENCODINGS.into_iter().map(counting_in)
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

/// 34 M: columns use the agreed encoding: UTF-16 unless the client offers others.
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
fn the_encoding_is_the_best_that_the_client_has() {
    for (offered, expected) in [
        (json!(["utf-16"]), "utf-16"),
        (json!(["utf-8", "utf-16"]), "utf-8"),
        (json!(["utf-16", "utf-32", "utf-8"]), "utf-8"),
        (json!(["utf-32", "utf-16"]), "utf-32"),
        (json!(["utf-16", "utf-32"]), "utf-32"),
        (json!([]), "utf-16"),
        (Value::Null, "utf-16"),
    ] {
        let mut client = Client::spawn();
        let general = match &offered {
            Value::Null => json!({}),
            offered => json!({ "positionEncodings": offered }),
        };
        let result = client.initialize(json!({
            "processId": null, "rootUri": null, "capabilities": { "general": general },
        }));
        assert_eq!(result["capabilities"]["positionEncoding"], expected, "of {offered}");
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

/// 29 M: the changes of one notification are applied in order, each to the result of the change
/// before.
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

/// 42 M: full texts and ranges may be mixed in one notification.
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

/// 30 M: `rangeLength` is ignored, even if it is absent or wrong.
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

const FAR: u32 = 2_147_483_647;

/// 31 M: a column beyond the end of its line means the end of the line.
#[test]
fn a_column_beyond_its_line_is_the_end_of_the_line() {
    for mut client in in_all_encodings() {
        for (at, expected) in [
            (place(0, 5), "# One!\n# Two"),
            (place(0, 6), "# One!\n# Two"),
            (place(0, FAR), "# One!\n# Two"),
            (place(1, FAR), "# One\n# Two!"),
        ] {
            check(&mut client, "# One\n# Two", json!([insert(&at, "!")]), expected);
        }
        client.finish();
    }
}

/// 32 R: a line beyond the text means the end of the text; a range with swapped ends is reversed.
#[test]
fn a_line_beyond_the_text_is_its_end() {
    for mut client in in_all_encodings() {
        for at in [place(2, 0), place(FAR, 0), place(FAR, FAR)] {
            check(&mut client, "# One\n# Two", json!([insert(&at, "!")]), "# One\n# Two!");
        }
        let all = json!([{ "range": { "start": place(0, 0), "end": place(FAR, 0) }, "text": "" }]);
        check(&mut client, "# One\n# Two", all, "");
        let turned = json!([{ "range": { "start": place(1, 2), "end": place(0, 2) }, "text": "" }]);
        check(&mut client, "# One\n# Two\n", turned, "# Two\n");
        client.finish();
    }
}

/// 35 R: a position inside a character means the start of the character.
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

/// 33 M: lines end at `\n`, `\r\n` and `\r`, and nowhere else.
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

/// 36 M: for an open document the editor's text is used, whatever happens on disk.
#[test]
fn an_open_document_is_the_editors() {
    for (name, capabilities) in profiles::in_all_encodings() {
        println!("{name}");
        let workspace = Workspace::new(&[("a.md", "#### Cache\n\nA text on disk.\n")]);
        let uri = workspace.uri("a.md");
        let mut client = Client::spawn().initialized(&workspace, capabilities);
        client.open_text(&uri, "#### Cache\n\nA text in the editor.\n");
        workspace.write("a.md", "#### Cache\n\nA text on disk, later.\n");
        client.files_changed(&[(2, &uri), (3, &uri), (1, &uri)]);
        let known = client.define("cache");
        assert!(known.contains("A text in the editor.") && !known.contains("on disk"), "{known}");
        client.change(&uri, 2, json!([insert(&place(2, 0), "Still ")]));
        assert!(client.define("cache").contains("Still A text in the editor."));
        client.finish();
    }
}

/// 41 S: a document whose language changes is closed, opened again, and served as before.
#[test]
fn another_language_is_another_opening() {
    let mut client = running();
    for language in ["markdown", "plaintext", "mdx", "", "markdown"] {
        let document = json!({
            "uri": NOTE, "languageId": language, "version": 1, "text": "# One\n",
        });
        client.notify("textDocument/didOpen", json!({ "textDocument": document }));
        client.change(NOTE, 2, json!([insert(&place(0, 5), "!")]));
        // Plain text has no headings.
        if language == "plaintext" {
            assert_eq!(client.symbols(NOTE), json!([]));
        } else {
            assert_text(&mut client, NOTE, "# One!\n");
        }
        client.close(NOTE);
    }
    client.finish();
}

// Versions, and documents that are not open.

/// 40 M: versions may grow in any steps; an older version is ignored.
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

/// 39 R: a document that was never opened is not changed or closed.
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

/// 37 M: a closed document has its content on disk.
#[test]
fn closing_gives_the_note_back_to_the_disk() {
    for (name, capabilities) in profiles::all() {
        let workspace = Workspace::new(&[("a.md", "#### Cache\n\nA text on disk.\n")]);
        let mut client = Client::spawn().initialized(&workspace, capabilities);
        let uri = workspace.uri("a.md");
        client.open_text(
            &uri,
            "#### Cache\n\nA text in the editor.\n\n#### Buffer\n\nA text that is only there.\n",
        );
        assert!(client.define("cache").contains("A text in the editor."), "{name}");
        assert!(client.define("buffer").contains("A text that is only there."), "{name}");
        client.close(&uri);
        assert!(client.define("cache").contains("A text on disk."), "{name}");
        assert_eq!(client.define("buffer"), "", "{name}");

        // The disk as it is now, not as it was.
        client.open(&workspace, "a.md");
        workspace.write("a.md", "#### Cache\n\nA text on disk, later.\n");
        assert!(client.define("cache").contains("A text on disk."), "{name}");
        client.close(&uri);
        assert!(client.define("cache").contains("A text on disk, later."), "{name}");

        client.open(&workspace, "a.md");
        workspace.remove("a.md");
        assert!(client.define("cache").contains("A text on disk, later."), "{name}");
        client.close(&uri);
        assert_eq!(client.define("cache"), "", "{name}");
        client.finish();
    }
}

/// 38 M: documents without a file are served like any other.
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
