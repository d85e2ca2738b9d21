//! Conversations about terms: who speaks of one, what it is made of, where it belongs, and what an
//! editor shows of it all the time.

#![expect(clippy::unwrap_used, reason = "what fails here fails the test")]

use std::fmt::Write as _;

use expect_test::{Expect, expect};
use serde_json::{Value, json};

use crate::support::ask::{about, at};
use crate::support::{Client, Workspace, profiles};

const STORAGE: &str = "\
---
title: Storage
tags: [notes]
---
## Stores
### Cache
A 😀 store that keeps pages of a disk.
### Disk
It spins; a cache does not.
### Queue
";

const USE: &str = "\
# Use
Caches, [a cache](x) and a 😀 disk. #notes

## Page
A part of a disk; of a disk only.
";

/// The workspace of these two notes, the second one open.
fn opened(capabilities: Value) -> (Client, Workspace) {
    let workspace = Workspace::new(&[("storage.md", STORAGE), ("sub/use.md", USE)]);
    let mut client = Client::spawn().initialized(&workspace, capabilities);
    client.open(&workspace, "sub/use.md");
    (client, workspace)
}

/// A place in one of the notes, as a person would say it.
fn show(client: &Client, uri: &Value, range: &Value) -> String {
    let name = uri.as_str().unwrap().rsplit('/').next().unwrap();
    let text = if name == "use.md" { USE } else { STORAGE };
    let line = range["start"]["line"].as_u64().unwrap() + 1;
    format!("{name}:{line}: {}\n", client.encoding().slice(text, range))
}

fn show_all(client: &Client, places: &Value) -> String {
    let places = places.as_array().into_iter().flatten();
    places.map(|place| show(client, &place["uri"], &place["range"])).collect()
}

/// Asks each kind of client; all must be told the same.
#[expect(clippy::needless_pass_by_value, reason = "an expectation is made where it is checked")]
fn check(expected: Expect, ask: impl Fn(&mut Client, &Workspace) -> String) {
    for (_, capabilities) in profiles::all() {
        let (mut client, workspace) = opened(capabilities);
        expected.assert_eq(&ask(&mut client, &workspace));
        client.finish();
    }
}

fn params(client: &Client, workspace: &Workspace, mark: &str) -> Value {
    at(&workspace.uri("sub/use.md"), &client.encoding().at(USE, mark))
}

#[test]
fn references_are_found_in_all_notes() {
    let references = |client: &mut Client, workspace: &Workspace, mark: &str, all: bool| {
        let mut params = params(client, workspace, mark);
        params["context"] = json!({ "includeDeclaration": all });
        client.request("textDocument/references", params).unwrap()
    };
    check(
        expect![[r#"
            use.md:2: Caches
            use.md:2: cache
            storage.md:6: Cache
            storage.md:9: cache
        "#]],
        |client, workspace| {
            let found = references(client, workspace, "Ca|ches", true);
            show_all(client, &found)
        },
    );
    check(
        expect![[r#"
            use.md:2: Caches
            use.md:2: cache
            storage.md:9: cache
        "#]],
        |client, workspace| {
            assert_eq!(references(client, workspace, "o|nly", true), Value::Null);
            let found = references(client, workspace, "Ca|ches", false);
            show_all(client, &found)
        },
    );
}

#[test]
fn the_mentions_in_a_note_are_marked() {
    check(
        expect![[r#"
            use.md:4: Page as 3
        "#]],
        |client, workspace| {
            let params = params(client, workspace, "## Pa|ge");
            let found = client.request("textDocument/documentHighlight", params).unwrap();
            let found = found.as_array().unwrap().iter().map(|it| {
                let place = show(client, &json!("use.md"), &it["range"]);
                format!("{} as {}\n", place.trim_end(), it["kind"])
            });
            found.collect()
        },
    );
    check(
        expect![[r#"
            use.md:2: disk as 2
            use.md:5: disk as 2
            use.md:5: disk as 2
        "#]],
        |client, workspace| {
            let params = params(client, workspace, "😀 di|sk");
            let found = client.request("textDocument/documentHighlight", params).unwrap();
            let found = found.as_array().unwrap().iter().map(|it| {
                let place = show(client, &json!("use.md"), &it["range"]);
                format!("{} as {}\n", place.trim_end(), it["kind"])
            });
            found.collect()
        },
    );
}

#[test]
fn a_term_leads_to_its_declaration_and_to_its_topic() {
    check(
        expect![[r#"
            storage.md:8: Disk
            storage.md:5: Stores
        "#]],
        |client, workspace| {
            let mut shown = String::new();
            for method in ["declaration", "typeDefinition"] {
                let params = params(client, workspace, "😀 di|sk");
                let found = client.request(&format!("textDocument/{method}"), params).unwrap();
                for target in found.as_array().unwrap() {
                    let uri = target.get("targetUri").unwrap_or(&target["uri"]);
                    let range = target.get("targetSelectionRange").unwrap_or(&target["range"]);
                    shown += &show(client, uri, range);
                }
            }
            shown
        },
    );
}

#[test]
fn definitions_call_what_they_mention() {
    check(
        expect![[r#"
            storage.md:6: Cache
            to Page (Use) from 1
            to Disk (Storage › Stores) from 1
            from Disk (Storage › Stores) from 1
            from Use (Use) from 2
        "#]],
        |client, workspace| {
            let params = params(client, workspace, "Ca|ches");
            let items = client.request("textDocument/prepareCallHierarchy", params).unwrap();
            let item = &items[0];
            let mut shown = show(client, &item["uri"], &item["selectionRange"]);
            for (method, end) in [("outgoingCalls", "to"), ("incomingCalls", "from")] {
                let params = json!({ "item": item });
                let calls = client.request(&format!("callHierarchy/{method}"), params).unwrap();
                for call in calls.as_array().unwrap() {
                    let (name, detail) = (&call[end]["name"], &call[end]["detail"]);
                    let (name, detail) = (name.as_str().unwrap(), detail.as_str().unwrap());
                    let uses = call["fromRanges"].as_array().unwrap().len();
                    let _ = writeln!(shown, "{end} {name} ({detail}) from {uses}");
                }
            }
            shown
        },
    );
}

#[test]
fn what_is_gone_has_no_calls() {
    let (mut client, workspace) = opened(profiles::vscode());
    let params = params(&client, &workspace, "## Pa|ge");
    let items = client.request("textDocument/prepareCallHierarchy", params).unwrap();
    let uri = workspace.uri("sub/use.md");
    let calls = |client: &mut Client| {
        client.request("callHierarchy/outgoingCalls", json!({ "item": items[0] })).unwrap()
    };
    assert_eq!(calls(&mut client).as_array().unwrap().len(), 1);
    // It has moved.
    client.change(&uri, 2, json!([{ "text": format!("# More\n\n{USE}") }]));
    assert_eq!(calls(&mut client).as_array().unwrap().len(), 1);
    client.change(&uri, 3, json!([{ "text": USE.replace("## Page", "## Sheet") }]));
    assert_eq!(calls(&mut client), Value::Null);
    client.finish();
}

#[test]
fn topics_are_the_types_of_their_terms() {
    check(
        expect![[r#"
            above Disk: Stores
            below Stores: Cache Disk
        "#]],
        |client, workspace| {
            let params = params(client, workspace, "😀 di|sk");
            let items = client.request("textDocument/prepareTypeHierarchy", params).unwrap();
            let params = json!({ "item": items[0] });
            let above = client.request("typeHierarchy/supertypes", params).unwrap();
            let params = json!({ "item": above[0] });
            let below = client.request("typeHierarchy/subtypes", params).unwrap();
            let names = |items: &Value| {
                let items = items.as_array().unwrap().iter();
                items.map(|item| item["name"].as_str().unwrap()).collect::<Vec<_>>().join(" ")
            };
            let (term, topic) = (names(&items), names(&above));
            format!("above {term}: {topic}\nbelow {topic}: {}\n", names(&below))
        },
    );
}

#[test]
fn a_type_hierarchy_is_offered_where_it_can_be() {
    for (name, capabilities) in profiles::all() {
        let can = &capabilities["textDocument"]["typeHierarchy"]["dynamicRegistration"] == true;
        let (mut client, _workspace) = opened(capabilities);
        if can {
            let is_it = |params: &Value| params.to_string().contains("prepareTypeHierarchy");
            client.wait_for_request("client/registerCapability", is_it);
        }
        client.define("none");
        let said = client.said("client/registerCapability");
        let count = said.filter(|it| it.to_string().contains("TypeHierarchy")).count();
        assert_eq!(count, usize::from(can), "{name}");
        client.finish();
    }
}

#[test]
fn symbols_of_all_notes_are_found_by_a_few_letters() {
    check(
        expect![[r#"
            storage.md:6: Cache (key) in Storage › Stores
            storage.md:8: Disk (key) in Storage › Stores
            use.md:4: Page (key) in Use
            use.md:1: Use (key) in Use
            --
            storage.md:10: Queue (empty) (null) in Storage › Stores
        "#]],
        |client, _| {
            let mut ask = |query: &str| {
                let params = json!({ "query": query });
                let found = client.request("workspace/symbol", params).unwrap();
                let one = |symbol: &Value| {
                    let location = &symbol["location"];
                    let place = show(client, &location["uri"], &location["range"]);
                    let place = place.rsplit_once(' ').unwrap().0.to_owned();
                    let is_key = symbol["kind"] == 20 || symbol["kind"] == 14;
                    let kind = if is_key { "key" } else { "null" };
                    let text = |key: &str| symbol[key].as_str().unwrap().to_owned();
                    format!("{place} {} ({kind}) in {}\n", text("name"), text("containerName"))
                };
                found.as_array().unwrap().iter().map(one).collect::<String>()
            };
            format!("{}--\n{}", ask(""), ask("qu"))
        },
    );
}

/// Tokens as text and type.
fn tokens(client: &Client, text: &str, data: &Value) -> String {
    let numbers: Vec<_> = data.as_array().unwrap().iter().map(|it| it.as_u64().unwrap()).collect();
    let (mut line, mut col, mut shown) = (0, 0, String::new());
    for token in numbers.chunks(5) {
        (line, col) = (line + token[0], if token[0] == 0 { col + token[1] } else { token[1] });
        let place = |col| json!({ "line": line, "character": col });
        let range = json!({ "start": place(col), "end": place(col + token[2]) });
        let kind = ["type", "decorator", "property"][usize::try_from(token[3]).unwrap()];
        let declared = if token[4] == 1 { " declaration" } else { "" };
        let written = client.encoding().slice(text, &range);
        let _ = writeln!(shown, "{}: {written} {kind}{declared}", line + 1);
    }
    shown
}

#[test]
fn tokens_are_colored_where_the_client_does() {
    for (name, capabilities) in profiles::all() {
        let colors = !capabilities["textDocument"]["semanticTokens"].is_null();
        let workspace = Workspace::new(&[("storage.md", STORAGE), ("sub/use.md", USE)]);
        let mut client = Client::spawn();
        let offered = client.initialize(json!({
            "processId": null, "rootUri": workspace.root_uri(), "capabilities": capabilities,
        }));
        let provider = &offered["capabilities"]["semanticTokensProvider"];
        assert_eq!(!provider.is_null(), colors, "{name}");
        client.open(&workspace, "sub/use.md");
        let uri = workspace.uri("sub/use.md");
        let full = client.request("textDocument/semanticTokens/full", about(&uri)).unwrap();
        expect![[r#"
            1: Use type declaration
            2: Caches type
            2: disk type
            2: #notes decorator
            4: Page type declaration
            5: disk type
        "#]]
        .assert_eq(&tokens(&client, USE, &full["data"]));
        let mut part = about(&uri);
        part["range"] = json!({ "start": { "line": 1, "character": 3 },
            "end": { "line": 3, "character": 0 } });
        let part = client.request("textDocument/semanticTokens/range", part).unwrap();
        expect![[r#"
            2: Caches type
            2: disk type
            2: #notes decorator
        "#]]
        .assert_eq(&tokens(&client, USE, &part["data"]));
        client.finish();
    }
}

#[test]
fn later_tokens_are_told_as_a_difference() {
    let (mut client, workspace) = opened(profiles::vscode());
    let uri = workspace.uri("sub/use.md");
    let full = client.request("textDocument/semanticTokens/full", about(&uri)).unwrap();
    let delta = |client: &mut Client, previous: &Value| {
        let mut params = about(&uri);
        params["previousResultId"] = previous.clone();
        client.request("textDocument/semanticTokens/full/delta", params).unwrap()
    };
    let same = delta(&mut client, &full["resultId"]);
    assert_eq!(same["edits"], json!([]));
    let text = USE.replace("## Page", "A cache.\n## Page");
    client.change(&uri, 2, json!([{ "text": text }]));
    let changed = delta(&mut client, &same["resultId"]);
    let mut data = full["data"].as_array().unwrap().clone();
    for edit in changed["edits"].as_array().unwrap() {
        let number = |key: &str| usize::try_from(edit[key].as_u64().unwrap()).unwrap();
        let (start, end) = (number("start"), number("start") + number("deleteCount"));
        data.splice(start..end, edit["data"].as_array().unwrap().iter().cloned());
    }
    let full = client.request("textDocument/semanticTokens/full", about(&uri)).unwrap();
    assert_eq!(json!(data), full["data"]);
    // What is not known any more is told as a whole.
    let all = delta(&mut client, &same["resultId"]);
    assert_eq!(all["data"], full["data"]);
    client.finish();
}

#[test]
fn topics_have_hints_of_their_coverage() {
    check(expect!["5: 2 terms, 1 gap"], |client, workspace| {
        let mut params = about(&workspace.uri("storage.md"));
        params["range"] = json!({ "start": { "line": 0, "character": 0 },
            "end": { "line": 99, "character": 0 } });
        let hints = client.request("textDocument/inlayHint", params).unwrap();
        let hints = hints.as_array().unwrap().iter().map(|hint| {
            let line = hint["position"]["line"].as_u64().unwrap() + 1;
            format!("{line}: {}", hint["label"].as_str().unwrap())
        });
        hints.collect()
    });
}

#[test]
fn lenses_count_mentions_if_they_are_switched_on() {
    for (name, capabilities) in profiles::all() {
        let can_show = !capabilities["experimental"]["commands"].is_null();
        let workspace = Workspace::new(&[("storage.md", STORAGE), ("sub/use.md", USE)]);
        let settings = json!({ "headword": { "codeLens": true } });
        let mut client = Client::spawn().with_settings(settings.clone());
        client.initialize(json!({
            "processId": null, "rootUri": workspace.root_uri(), "capabilities": capabilities,
            "initializationOptions": settings["headword"],
        }));
        let uri = workspace.uri("storage.md");
        client.open(&workspace, "storage.md");
        let lenses = client.request("textDocument/codeLens", about(&uri)).unwrap();
        let mut shown = String::new();
        for lens in lenses.as_array().unwrap() {
            assert!(lens["command"].is_null(), "{name}: counted too early");
            let lens = client.request("codeLens/resolve", lens.clone()).unwrap();
            let command = &lens["command"];
            shown += &show(&client, &json!(uri), &lens["range"]);
            let _ = writeln!(shown, "  {}", command["title"].as_str().unwrap());
            let expected = if can_show { "headword.showReferences" } else { "" };
            assert_eq!(command["command"], expected, "{name}");
            if can_show {
                let arguments = json!([uri, lens["range"]["start"]]);
                assert_eq!(command["arguments"], arguments, "{name}");
            }
        }
        expect![[r#"
            storage.md:6: Cache
              3 mentions in 2 notes
            storage.md:8: Disk
              4 mentions in 2 notes
        "#]]
        .assert_eq(&shown);
        client.finish();
    }
}

#[test]
fn no_lens_is_shown_unasked() {
    check(expect!["[]"], |client, workspace| {
        let uri = workspace.uri("storage.md");
        client.request("textDocument/codeLens", about(&uri)).unwrap().to_string()
    });
}

#[test]
fn what_is_shown_all_the_time_is_asked_for_again_when_the_settings_change() {
    let (mut client, workspace) = opened(profiles::vscode());
    client.define("none");
    client.set_settings(json!({ "headword": { "inlayHints": false } }));
    client.notify("workspace/didChangeConfiguration", json!({ "settings": null }));
    for what in ["codeLens", "inlayHint", "semanticTokens", "diagnostic"] {
        client.wait_for_request(&format!("workspace/{what}/refresh"), |_| true);
    }
    let mut params = about(&workspace.uri("storage.md"));
    params["range"] = json!({ "start": { "line": 0, "character": 0 },
        "end": { "line": 99, "character": 0 } });
    assert_eq!(client.request("textDocument/inlayHint", params), Ok(json!([])));
    client.finish();
}
