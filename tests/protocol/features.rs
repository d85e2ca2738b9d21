//! What an editor shows: in the form that the client takes, about the place that was asked for.

use serde_json::{Value, json};

use super::{STORAGE, notes, place};
use crate::support::ask::{about, at};
use crate::support::conformance::{items, offers};
use crate::support::{Client, Workspace, profiles};

/// A client in the usual workspace, with this text as a third note, open.
fn opened(capabilities: Value, text: &str) -> (Client, Workspace, String) {
    let workspace = notes();
    let mut client = Client::spawn().initialized(&workspace, capabilities);
    assert!(client.define("cache").contains("store in memory"), "all notes have been read");
    let uri = workspace.uri("new.md");
    client.open_text(&uri, text);
    (client, workspace, uri)
}

/// Texts to complete in, each with where, and a label that is offered there.
const UNFINISHED: [(&str, &str, &str); 5] = [
    ("😀 By the cach and more\n", "cach|", "Cache"),
    ("---\ntags: [datab]\n---\n", "datab|", "databases"),
    ("---\ntags: [\"日本 😀\", no\n---\n", ", no|", "notes"),
    ("Of #dat and\n", "#dat|", "databases"),
    ("See [[stor and\n", "[[stor|", "storage"),
];

/// Asks for completions at each of those places.
fn complete(name: &str, capabilities: &Value, check: impl Fn(&Client, &str, &Value, &Value)) {
    for (text, mark, label) in UNFINISHED {
        let (mut client, _workspace, uri) = opened(capabilities.clone(), text);
        let cursor = client.encoding().at(text, mark);
        let found = client.completion(&uri, &cursor);
        let is_it = |item: &&Value| item["label"].as_str().is_some_and(|it| it.contains(label));
        let item = items(&found["items"]).find(is_it);
        let item = item.unwrap_or_else(|| panic!("{name}: no {label} at {mark} in {found}"));
        check(&client, text, &cursor, item);
        client.finish();
    }
}

/// 66 M: a completion replaces text on the line of the cursor and around it.
#[test]
fn a_completion_is_around_the_cursor_on_its_line() {
    for (name, capabilities) in profiles::in_all_encodings() {
        complete(&name, &capabilities, |_, text, cursor, item| {
            let edit = &item["textEdit"];
            let range = edit.get("insert").unwrap_or(&edit["range"]);
            for end in ["start", "end"] {
                assert_eq!(range[end]["line"], cursor["line"], "{name}: {text:?}");
            }
            let column = |place: &Value| place["character"].as_u64().unwrap();
            assert!(column(&range["start"]) <= column(cursor), "{name}: {text:?}");
            assert!(column(&range["end"]) >= column(cursor), "{name}: {text:?}");
        });
    }
}

/// 67 M: additional edits of a completion do not touch its range.
#[test]
fn edits_beside_a_completion_leave_its_place_alone() {
    for (name, capabilities) in profiles::in_all_encodings() {
        complete(&name, &capabilities, |client, text, _, item| {
            // There are none at present: all of the change is in the one edit.
            assert!(item.get("additionalTextEdits").is_none(), "{name}");
            let edited = client.encoding().applied(text, &item["textEdit"]);
            assert_ne!(edited, text, "{name}: nothing happens");
        });
    }
}

/// 68 M: a completion item has only supported fields; resolving it changes only the lazy fields.
#[test]
fn a_completion_is_made_of_what_the_client_supports() {
    for (name, capabilities) in profiles::in_all_encodings() {
        complete(&name, &capabilities, |_, _, _, item| {
            // No `$` of a note's is ever taken for a snippet's.
            assert!(item["insertTextFormat"].is_null() || item["insertTextFormat"] == 1, "{name}");
        });
        let (mut client, _workspace, uri) = opened(capabilities, "The cach\n");
        let cursor = client.encoding().at("The cach\n", "cach|");
        let found = client.completion(&uri, &cursor);
        assert!(found.get("itemDefaults").is_none(), "{name}");
        if client.offered("completionProvider.resolveProvider") {
            let item = found["items"][0].clone();
            let resolved = client.request("completionItem/resolve", item.clone()).unwrap();
            let mut lazy = resolved.clone();
            lazy.as_object_mut().unwrap().remove("documentation");
            assert_eq!(lazy, item, "{name}");
            assert!(resolved["documentation"].is_object(), "{name}: {resolved}");
        }
        client.finish();
    }
}

/// 69 S: a truncated list is marked as incomplete, and its filter texts match the replaced text.
#[test]
fn a_list_that_was_cut_says_so() {
    let tags: Vec<_> = (0..250).map(|number| format!("tag-{number}")).collect();
    let many = format!("---\ntags: [{}]\n---\n", tags.join(", "));
    for (name, capabilities) in profiles::in_all_encodings() {
        let workspace = Workspace::new(&[("many.md", &many)]);
        let mut client = Client::spawn().initialized(&workspace, capabilities);
        assert_eq!(client.define("none"), "");
        for (text, is_cut) in [("Of #", true), ("Of #tag-24", false)] {
            client.open_text("untitled:a", text);
            let cursor = client.encoding().place(text, text.len());
            let found = client.completion("untitled:a", &cursor);
            assert_eq!(found["isIncomplete"], is_cut, "{name}: {text}");
            for item in items(&found["items"]) {
                let replaced = client.encoding().slice(text, &item["textEdit"]["range"]);
                let filter = item["filterText"].as_str().unwrap_or(item["label"].as_str().unwrap());
                // As editors look for it: all letters, in their order.
                let mut letters = filter.chars();
                let fits = replaced.chars().all(|letter| letters.any(|it| it == letter));
                assert!(fits, "{name}: {filter} for {replaced}");
            }
        }
        client.finish();
    }
}

/// 70 M: hovers have a format that the client supports; an outline is a tree only if the client
/// supports trees.
#[test]
fn content_and_outlines_are_as_the_client_takes_them() {
    for (name, capabilities) in profiles::in_all_encodings() {
        let formats = &capabilities["textDocument"]["hover"]["contentFormat"];
        let renders = formats.as_array().is_some_and(|it| it.contains(&json!("markdown")));
        let trees =
            offers(&capabilities, "textDocument.documentSymbol.hierarchicalDocumentSymbolSupport");
        let (mut client, _workspace, uri) = opened(capabilities, STORAGE);
        let cursor = client.encoding().at(STORAGE, "below the ca|che");
        let kind = if renders { "markdown" } else { "plaintext" };
        assert_eq!(client.hover(&uri, &cursor)["contents"]["kind"], kind, "{name}");

        let symbols = client.symbols(&uri);
        let is_tree = items(&symbols).all(|symbol| symbol.get("location").is_none());
        assert_eq!(is_tree, trees, "{name}");
        let names = client.names(&uri);
        assert_eq!(names, ["Storage", "Stores", "Cache", "Disk", "Tape", "Links"], "{name}");
        client.finish();
    }
}

/// 71 M: each position gets one selection range, which contains it and grows; folds are lines of
/// the document.
#[test]
fn selections_grow_and_folds_are_lines() {
    for (name, capabilities) in profiles::in_all_encodings() {
        let (mut client, _workspace, uri) = opened(capabilities, STORAGE);
        let encoding = client.encoding();
        let cursors = ["fa|st", "日|本", "#### Ta|pe"].map(|mark| encoding.at(STORAGE, mark));
        let mut params = about(&uri);
        params["positions"] = json!(cursors);
        let found = client.request("textDocument/selectionRange", params).unwrap();
        assert_eq!(items(&found).count(), cursors.len(), "{name}");
        for mut selection in items(&found) {
            let mut before = "";
            while selection.is_object() {
                let selected = encoding.slice(STORAGE, &selection["range"]);
                assert!(selected.contains(before) && selected != before, "{name}: {selected:?}");
                (before, selection) = (selected, &selection["parent"]);
            }
            assert_eq!(before, STORAGE, "{name}: at last all is selected");
        }
        let folds = client.request("textDocument/foldingRange", about(&uri)).unwrap();
        assert!(items(&folds).count() > 0, "{name}");
        for fold in items(&folds) {
            let line = |key: &str| usize::try_from(fold[key].as_u64().unwrap()).unwrap();
            assert!(line("startLine") <= line("endLine"), "{name}: {fold}");
            assert!(line("endLine") < STORAGE.lines().count(), "{name}: {fold}");
        }
        client.finish();
    }
}

/// What the tokens of an answer cover.
fn covered(client: &Client, text: &str, data: &Value) -> Vec<String> {
    let numbers: Vec<u32> =
        items(data).map(|it| u32::try_from(it.as_u64().unwrap()).unwrap()).collect();
    let (mut line, mut column) = (0, 0);
    let one = |token: &[u32]| {
        column = if token[0] == 0 { column + token[1] } else { token[1] };
        line += token[0];
        let range = json!({
            "start": place(line, column), "end": place(line, column + token[2]),
        });
        client.encoding().slice(text, &range).to_owned()
    };
    numbers.chunks_exact(5).map(one).collect()
}

/// 72 M: semantic tokens cover words on one line; range and delta results agree with the full
/// result.
#[test]
fn tokens_cover_words_and_parts_agree_with_the_whole() {
    let mut colored = 0;
    for (name, capabilities) in profiles::in_all_encodings() {
        let (mut client, _workspace, uri) = opened(capabilities, STORAGE);
        if !client.offered("semanticTokensProvider") {
            client.finish();
            continue;
        }
        colored += 1;
        let method = "textDocument/semanticTokens";
        let full = client.request(&format!("{method}/full"), about(&uri)).unwrap();
        let words = covered(&client, STORAGE, &full["data"]);
        for word in ["Cache", "cache", "Disk"] {
            assert!(words.iter().any(|it| it == word), "{name}: {words:?}");
        }
        assert!(words.iter().all(|word| !word.contains(['\n', '\r'])), "{name}: {words:?}");

        let mut params = about(&uri);
        params["range"] = json!({
            "start": client.encoding().at(STORAGE, "|A 日本"),
            "end": client.encoding().at(STORAGE, "the cache.|"),
        });
        let part = client.request(&format!("{method}/range"), params).unwrap();
        let part = covered(&client, STORAGE, &part["data"]);
        assert!(part.contains(&"cache".to_owned()), "{name}: {part:?}");
        assert!(words.windows(part.len()).any(|some| some == part), "{name}: {part:?}");

        let changed = STORAGE.replacen("😀 A", "😀 The disk: a", 1);
        client.change(&uri, 2, json!([{ "text": changed }]));
        let mut params = about(&uri);
        params["previousResultId"] = full["resultId"].clone();
        let delta = client.request(&format!("{method}/full/delta"), params).unwrap();
        let mut data: Vec<Value> = items(&full["data"]).cloned().collect();
        for edit in items(&delta["edits"]) {
            let number = |key: &str| usize::try_from(edit[key].as_u64().unwrap()).unwrap();
            let (start, end) = (number("start"), number("start") + number("deleteCount"));
            data.splice(start..end, items(&edit["data"]).cloned());
        }
        let full = client.request(&format!("{method}/full"), about(&uri)).unwrap();
        assert_eq!(json!(data), full["data"], "{name}");
        client.finish();
    }
    assert!(colored > 0);
}

/// The kinds of symbols and completions are those of the first version of the protocol, unless the
/// client says that it knows others.
#[test]
fn kinds_are_those_that_the_client_knows() {
    for (name, capabilities) in profiles::all() {
        let knows = offers(&capabilities, "textDocument.documentSymbol.symbolKind.valueSet");
        let text = "---\ncategories: []\n---\n# Note\n\n#### Cache\n\nA store.\n";
        let (mut client, _workspace, uri) = opened(capabilities, text);
        let symbols = client.symbols(&uri).to_string();
        assert_eq!(symbols.contains("\"kind\":20"), knows, "{name}: {symbols}");
        let params = at(&uri, &client.encoding().at(text, "categories: [|"));
        client.request("textDocument/completion", params).unwrap();
        client.finish();
    }
}
