//! Conversations about diagnostics: pushed to a client that waits for them, kept for one that asks.

#![expect(clippy::unwrap_used, reason = "what fails here fails the test")]

use std::time::Duration;

use serde_json::{Value, json};

use crate::support::{Client, Workspace, profiles};

const PUBLISH: &str = "textDocument/publishDiagnostics";

/// Two gaps, one of them parked.
const GAPS: &str = "# Note\n\n## Empty\n\n## Parked\n\n<!-- later -->\n";

const FULL: &str = "# Note\n\n## Empty\n\nNo more.\n\n## Parked\n\nNeither.\n";

fn pulls(capabilities: &Value) -> bool {
    capabilities["textDocument"].get("diagnostic").is_some()
}

/// The clients that ask for diagnostics.
fn pulling() -> impl Iterator<Item = (&'static str, Value)> {
    profiles::all().into_iter().filter(|(_, capabilities)| pulls(capabilities))
}

/// The clients that wait for diagnostics.
fn waiting() -> impl Iterator<Item = (&'static str, Value)> {
    profiles::all().into_iter().filter(|(_, capabilities)| !pulls(capabilities))
}

fn workspace() -> Workspace {
    Workspace::new(&[("a.md", GAPS)])
}

/// Code and severity of each.
fn codes(diagnostics: &[Value]) -> Vec<(&str, u64)> {
    let code = |found: &'_ Value| found["severity"].as_u64().unwrap();
    diagnostics.iter().map(|found| (found["code"].as_str().unwrap(), code(found))).collect()
}

const BOTH: [(&str, u64); 2] = [("empty-section", 3), ("parked-section", 4)];

/// Starts a server with these `initializationOptions`.
fn with_options(workspace: &Workspace, capabilities: &Value, options: &Value) -> Client {
    let mut client = Client::spawn();
    client.initialize(json!({
        "processId": null, "rootUri": workspace.root_uri(), "capabilities": capabilities,
        "initializationOptions": options,
    }));
    client
}

// Pushed.

#[test]
fn diagnostics_are_pushed_with_their_version() {
    for (name, capabilities) in waiting() {
        println!("{name}");
        let workspace = workspace();
        let uri = workspace.uri("a.md");
        let mut client = Client::spawn().initialized(&workspace, capabilities);
        client.open(&workspace, "a.md");
        let found = client.published(&uri, 1);
        assert_eq!(codes(&found), BOTH);
        assert_eq!(found[0]["source"], "headword");
        assert!(found[0]["message"].as_str().unwrap().contains("Empty"));
        assert_eq!(client.encoding().slice(GAPS, &found[0]["range"]), "Empty");

        client.change(&uri, 5, json!([{ "text": FULL }]));
        assert_eq!(client.published(&uri, 5), Vec::<Value>::new());
        client.change(&uri, 6, json!([{ "text": "## 日 😀 本\n" }]));
        let found = client.published(&uri, 6);
        assert_eq!(client.encoding().slice("## 日 😀 本\n", &found[0]["range"]), "日 😀 本");
        client.finish();
    }
}

#[test]
fn of_many_changes_the_last_one_is_pushed_and_none_goes_back() {
    for (name, capabilities) in waiting() {
        let workspace = workspace();
        let uri = workspace.uri("a.md");
        let mut client = Client::spawn().initialized(&workspace, capabilities);
        client.open(&workspace, "a.md");
        for version in 2..200 {
            let text = if version % 2 == 0 { FULL } else { GAPS };
            client.change(&uri, version, json!([{ "text": text }]));
        }
        assert_eq!(codes(&client.published(&uri, 199)), BOTH);
        let versions: Vec<_> = client.said(PUBLISH).map(|it| it["version"].as_i64()).collect();
        assert!(versions.is_sorted(), "{name}: {versions:?}");
        client.finish();
    }
}

#[test]
fn closing_clears_and_opening_again_brings_back() {
    for (name, capabilities) in waiting() {
        println!("{name}");
        let workspace = workspace();
        let uri = workspace.uri("a.md");
        let mut client = Client::spawn().initialized(&workspace, capabilities);
        for version in [1, 1, 7] {
            let document = json!({
                "uri": uri, "languageId": "markdown", "version": version, "text": GAPS,
            });
            client.notify("textDocument/didOpen", json!({ "textDocument": document }));
            assert_eq!(codes(&client.published(&uri, version)), BOTH);
            client.close(&uri);
            assert_eq!(client.published(&uri, Value::Null), Vec::<Value>::new());
        }
        // Opened and closed before anything was computed.
        client.open(&workspace, "a.md");
        client.close(&uri);
        client.published(&uri, Value::Null);
        let later = client.listen(Duration::from_millis(100));
        assert!(later.iter().all(|call| call["method"] != PUBLISH), "{later:?}");
        client.finish();
    }
}

#[test]
fn a_note_that_is_deleted_is_marked_as_long_as_it_is_open() {
    for (_, capabilities) in waiting() {
        let workspace = workspace();
        let uri = workspace.uri("a.md");
        let mut client = Client::spawn().initialized(&workspace, capabilities);
        client.open(&workspace, "a.md");
        assert_eq!(codes(&client.published(&uri, 1)), BOTH);
        workspace.remove("a.md");
        client.files_changed(&[(3, &uri)]);
        client.change(&uri, 2, json!([{ "text": "## Other\n" }]));
        assert_eq!(client.published(&uri, 2).len(), 1);
        client.close(&uri);
        assert_eq!(client.published(&uri, Value::Null), Vec::<Value>::new());
        client.finish();
    }
}

#[test]
fn documents_that_are_no_files_are_marked() {
    for (_, capabilities) in waiting() {
        let mut client = Client::spawn();
        client.initialize(json!({
            "processId": null, "rootUri": null, "capabilities": capabilities,
        }));
        client.open_text("untitled:a", GAPS);
        assert_eq!(codes(&client.published("untitled:a", 1)), BOTH);
        client.close("untitled:a");
        assert_eq!(client.published("untitled:a", Value::Null), Vec::<Value>::new());
        client.finish();
    }
}

// Pulled.

#[test]
fn a_client_that_asks_is_not_pushed_to() {
    for (name, capabilities) in pulling() {
        let workspace = workspace();
        let uri = workspace.uri("a.md");
        let mut client = Client::spawn().initialized(&workspace, capabilities);
        client.open(&workspace, "a.md");
        assert_eq!(codes(&client.diagnostics(&uri)), BOTH, "{name}");
        client.change(&uri, 2, json!([{ "text": FULL }]));
        assert_eq!(client.diagnostics(&uri), Vec::<Value>::new(), "{name}");
        client.close(&uri);
        client.listen(Duration::from_millis(300));
        assert_eq!(client.said(PUBLISH).count(), 0, "{name}");
        client.finish();
    }
}

#[test]
fn diagnostics_are_offered_to_clients_that_can_ask() {
    for (name, capabilities) in profiles::all() {
        let can = pulls(&capabilities);
        let mut client = Client::spawn();
        let offered = client.initialize(json!({
            "processId": null, "rootUri": null, "capabilities": capabilities,
        }));
        assert_eq!(offered["capabilities"].get("diagnosticProvider").is_some(), can, "{name}");
        client.finish();
    }
}

#[test]
fn what_has_not_changed_is_not_sent_again() {
    for (name, capabilities) in pulling() {
        let workspace = workspace();
        let uri = workspace.uri("a.md");
        let mut client = Client::spawn().initialized(&workspace, capabilities);
        client.open(&workspace, "a.md");
        let first = client.pull(&uri, None);
        let id = first["resultId"].as_str().unwrap().to_owned();
        assert_eq!(first["kind"], "full", "{name}");
        let unchanged = json!({ "kind": "unchanged", "resultId": id });
        assert_eq!(client.pull(&uri, Some(&id)), unchanged);

        // An id that we did not give, or not for this.
        for other in ["", "0", "日本"] {
            assert_eq!(client.pull(&uri, Some(other))["kind"], "full", "{name}");
        }
        // An edit that moves nothing.
        client.change(&uri, 2, json!([{ "text": format!("{GAPS}\nMore.\n") }]));
        client.change(&uri, 3, json!([{ "text": GAPS }]));
        assert_eq!(client.pull(&uri, Some(&id)), unchanged);

        client.change(&uri, 4, json!([{ "text": format!("\n{GAPS}") }]));
        let moved = client.pull(&uri, Some(&id));
        assert_eq!(codes(moved["items"].as_array().unwrap()), BOTH, "{name}");
        assert_ne!(moved["resultId"], id.as_str());

        client.change(&uri, 5, json!([{ "text": FULL }]));
        let fixed = client.pull(&uri, Some(&id));
        assert_eq!((&fixed["kind"], &fixed["items"]), (&json!("full"), &json!([])), "{name}");
        client.finish();
    }
}

#[test]
fn a_document_nobody_knows_has_no_diagnostics() {
    let workspace = workspace();
    let mut client = Client::spawn().initialized(&workspace, profiles::vscode());
    for uri in ["untitled:none".to_owned(), workspace.uri("none.md"), "file:///".to_owned()] {
        assert_eq!(client.pull(&uri, None)["items"], json!([]), "{uri}");
    }
    client.finish();
}

// Of notes that are not open.

/// Asks for the diagnostics of all notes; codes by note.
fn pull_all(client: &mut Client, known: &[Value]) -> Vec<Value> {
    let params = json!({ "previousResultIds": known });
    let report = client.request("workspace/diagnostic", params).unwrap();
    report["items"].as_array().unwrap().clone()
}

fn known(reports: &[Value]) -> Vec<Value> {
    let one = |report: &Value| json!({ "uri": report["uri"], "value": report["resultId"] });
    reports.iter().filter(|report| report["resultId"].is_string()).map(one).collect()
}

#[test]
fn notes_that_are_not_open_are_checked_if_the_user_wants_it() {
    for (name, capabilities) in pulling() {
        println!("{name}");
        let workspace = Workspace::new(&[("a.md", GAPS), ("b.md", GAPS), ("c.md", FULL)]);
        let mut client = Client::spawn().initialized(&workspace, capabilities.clone());
        assert_eq!(pull_all(&mut client, &[]), Vec::<Value>::new());
        client.finish();

        workspace.write("headword.toml", "diagnosticsFor = 'workspace'\n");
        let mut client = Client::spawn().initialized(&workspace, capabilities);
        client.open(&workspace, "a.md");
        let first = pull_all(&mut client, &[]);
        let mut about: Vec<_> = first.iter().map(|it| (&it["uri"], &it["version"])).collect();
        about.sort_by_key(|(uri, _)| uri.to_string());
        let (a, b) = (workspace.uri("a.md"), workspace.uri("b.md"));
        assert_eq!(about, [(&json!(a), &json!(1)), (&json!(b), &Value::Null)]);
        assert_eq!(codes(first[1]["items"].as_array().unwrap()), BOTH);

        let again = pull_all(&mut client, &known(&first));
        assert!(again.iter().all(|it| it["kind"] == "unchanged"), "{again:?}");
        assert_eq!(again.len(), 2);

        workspace.remove("b.md");
        client.files_changed(&[(3, &b)]);
        let gone = pull_all(&mut client, &known(&first));
        let gone: Vec<_> = gone.iter().filter(|it| it["kind"] == "full").collect();
        assert_eq!((gone.len(), &gone[0]["uri"]), (1, &json!(b)));
        assert_eq!(gone[0]["items"], json!([]));
        client.finish();
    }
}

#[test]
fn a_client_that_may_wait_is_answered_when_there_is_news() {
    for (name, capabilities) in pulling() {
        println!("{name}");
        let workspace = Workspace::new(&[("a.md", GAPS), ("b.md", FULL)]);
        let (b, settings) = (workspace.uri("b.md"), workspace.uri("headword.toml"));
        let mut client = Client::spawn().initialized(&workspace, capabilities);
        let ask = |client: &mut Client, known: &[Value]| {
            let params = json!({ "previousResultIds": known, "partialResultToken": "t" });
            client.start("workspace/diagnostic", params)
        };
        // The settings want none.
        let first = ask(&mut client, &[]);
        client.listen(Duration::from_millis(300));
        assert!(!client.is_answered(&first));
        workspace.write("headword.toml", "diagnosticsFor = 'workspace'\n");
        client.files_changed(&[(1, &settings)]);
        let report = client.response(&first).unwrap();
        assert_eq!(report["items"].as_array().unwrap().len(), 1);

        let second = ask(&mut client, &known(report["items"].as_array().unwrap()));
        workspace.write("b.md", GAPS);
        client.files_changed(&[(2, &b)]);
        let report = client.response(&second).unwrap();
        let full: Vec<_> = report["items"].as_array().unwrap().iter().collect();
        let full: Vec<_> = full.into_iter().filter(|it| it["kind"] == "full").collect();
        assert_eq!((full.len(), &full[0]["uri"]), (1, &json!(b)));

        // Another question, or the end, has it answered.
        let all = pull_all(&mut client, &[]);
        let third = ask(&mut client, &known(&all));
        let fourth = ask(&mut client, &known(&all));
        assert_eq!(client.response(&third).unwrap()["items"], json!([]));
        assert!(!client.is_answered(&fourth));
        client.cancel(&fourth);
        assert_eq!(client.response(&fourth).unwrap_err()["code"], -32800);

        let last = ask(&mut client, &known(&all));
        client.request("shutdown", Value::Null).unwrap();
        assert_eq!(client.response(&last).unwrap()["items"], json!([]));
        client.notify("exit", Value::Null);
        assert_eq!(client.wait_for_exit(Duration::from_secs(10)), Some(0));
    }
}

#[test]
fn notes_that_are_not_open_are_pushed_if_the_user_wants_it() {
    for (name, capabilities) in waiting() {
        println!("{name}");
        let workspace = Workspace::new(&[("a.md", GAPS), ("b.md", FULL)]);
        let (a, b) = (workspace.uri("a.md"), workspace.uri("b.md"));
        let settings = workspace.uri("headword.toml");
        workspace.write("headword.toml", "diagnosticsFor = 'workspace'\n");
        let mut client = Client::spawn().initialized(&workspace, capabilities);
        assert_eq!(codes(&client.published(&a, Value::Null)), BOTH);
        workspace.write("b.md", GAPS);
        client.files_changed(&[(2, &b)]);
        assert_eq!(codes(&client.published(&b, Value::Null)), BOTH);
        // Opened, cleared and closed again.
        client.open(&workspace, "b.md");
        assert_eq!(codes(&client.published(&b, 1)), BOTH);
        client.change(&b, 2, json!([{ "text": FULL }]));
        assert_eq!(client.published(&b, 2), Vec::<Value>::new());
        client.close(&b);
        assert_eq!(client.published(&b, Value::Null), Vec::<Value>::new());
        assert_eq!(codes(&client.published(&b, Value::Null)), BOTH);
        workspace.remove("b.md");
        client.files_changed(&[(3, &b)]);
        assert_eq!(client.published(&b, Value::Null), Vec::<Value>::new());
        // Not wanted any more.
        workspace.write("headword.toml", "");
        client.files_changed(&[(2, &settings)]);
        assert_eq!(client.published(&a, Value::Null), Vec::<Value>::new());
        client.finish();
    }
}

// Levels.

#[test]
fn levels_are_set_when_starting() {
    for (name, capabilities) in profiles::all() {
        for (levels, expected) in [
            (json!({}), BOTH.to_vec()),
            (
                json!({ "empty-section": "error" }),
                vec![("empty-section", 1), ("parked-section", 4)],
            ),
            (json!({ "empty-section": "off" }), vec![("parked-section", 4)]),
            (
                json!({ "empty-section": "hint", "parked-section": "information" }),
                vec![("empty-section", 4), ("parked-section", 3)],
            ),
            (json!({ "empty-section": "off", "parked-section": "off" }), vec![]),
        ] {
            let workspace = workspace();
            let options = json!({ "diagnostics": levels });
            let mut client = with_options(&workspace, &capabilities, &options);
            client.open(&workspace, "a.md");
            let uri = workspace.uri("a.md");
            let found = if pulls(&capabilities) {
                client.diagnostics(&uri)
            } else {
                client.published(&uri, 1)
            };
            assert_eq!(codes(&found), expected, "{name} {levels}");
            client.finish();
        }
    }
}

#[test]
fn settings_are_asked_for_and_asked_again_when_they_change() {
    let level = |level: &str| json!({ "headword": { "diagnostics": { "empty-section": level } } });
    let clients = profiles::all().into_iter();
    for (name, capabilities) in clients.filter(|(_, it)| it["workspace"]["configuration"] == true) {
        println!("{name}");
        let workspace = workspace();
        let uri = workspace.uri("a.md");
        let refreshes = capabilities["workspace"]["diagnostics"]["refreshSupport"] == true;
        let pulls = pulls(&capabilities);
        let mut client =
            Client::spawn().with_settings(level("error")).initialized(&workspace, capabilities);
        client.open(&workspace, "a.md");
        wait_for_level(&mut client, &uri, pulls, refreshes, Some(1));
        client.set_settings(level("information"));
        client.notify("workspace/didChangeConfiguration", json!({ "settings": null }));
        wait_for_level(&mut client, &uri, pulls, refreshes, Some(3));
        client.set_settings(level("off"));
        client.notify("workspace/didChangeConfiguration", Value::Null);
        wait_for_level(&mut client, &uri, pulls, refreshes, None);
        // Back to what is not set.
        client.set_settings(Value::Null);
        client.notify("workspace/didChangeConfiguration", json!({ "settings": {} }));
        wait_for_level(&mut client, &uri, pulls, refreshes, Some(3));
        client.finish();
    }
}

/// Waits until the empty section has this severity; by being told, as far as the client can be.
#[track_caller]
fn wait_for_level(
    client: &mut Client,
    uri: &str,
    pulls: bool,
    refreshes: bool,
    level: Option<u64>,
) {
    let level_of = |found: &[Value]| {
        codes(found).iter().find(|(code, _)| *code == "empty-section").map(|(_, level)| *level)
    };
    if !pulls {
        client.wait_for_notification(PUBLISH, |params| {
            params["uri"] == uri && level_of(params["diagnostics"].as_array().unwrap()) == level
        });
        return;
    }
    if refreshes {
        client.wait_for_request("workspace/diagnostic/refresh", |_| true);
        assert_eq!(level_of(&client.diagnostics(uri)), level);
        return;
    }
    client.wait_for_request("workspace/configuration", |_| true);
    // Our answer is taken in by itself; how soon, nothing tells.
    let seen = (0..1_000).any(|_| level_of(&client.diagnostics(uri)) == level);
    assert!(seen, "the level never became {level:?}");
}

#[test]
fn settings_may_be_pushed_with_or_without_their_section() {
    for settings in [
        json!({ "headword": { "diagnostics": { "empty-section": "error" } } }),
        json!({ "diagnostics": { "empty-section": "error" } }),
    ] {
        let workspace = workspace();
        let uri = workspace.uri("a.md");
        let mut client = Client::spawn().initialized(&workspace, profiles::bare());
        client.open(&workspace, "a.md");
        assert_eq!(codes(&client.published(&uri, 1)), BOTH);
        client.notify("workspace/didChangeConfiguration", json!({ "settings": settings }));
        let found = client.published(&uri, 1);
        assert_eq!(codes(&found), [("empty-section", 1), ("parked-section", 4)]);
        assert_eq!(client.said("window/showMessage").count(), 0);
        client.finish();
    }
}

#[test]
fn settings_of_the_editor_go_over_those_from_the_start() {
    let workspace = workspace();
    let uri = workspace.uri("a.md");
    let options = json!({ "diagnostics": { "empty-section": "error", "parked-section": "off" } });
    let mut client = with_options(&workspace, &profiles::bare(), &options);
    client.open(&workspace, "a.md");
    assert_eq!(codes(&client.published(&uri, 1)), [("empty-section", 1)]);
    let settings = json!({ "diagnostics": { "empty-section": "hint" } });
    client.notify("workspace/didChangeConfiguration", json!({ "settings": settings }));
    // Rule by rule: nothing was said about the other one.
    assert_eq!(codes(&client.published(&uri, 1)), [("empty-section", 4)]);
    client.finish();
}

#[test]
fn the_first_answer_to_a_client_that_asks_knows_its_settings() {
    for (name, capabilities) in [("vscode", profiles::vscode()), ("neovim", profiles::neovim())] {
        let workspace = workspace();
        let settings = json!({ "headword": { "diagnostics": { "empty-section": "error" } } });
        let client = Client::spawn().with_settings(settings);
        let mut client = client.initialized(&workspace, capabilities);
        client.open(&workspace, "a.md");
        let found = client.diagnostics(&workspace.uri("a.md"));
        assert_eq!(codes(&found)[0], ("empty-section", 1), "{name}");
        client.finish();
    }
}

#[test]
fn a_setting_that_cannot_be_used_is_told_once_and_the_rest_holds() {
    for (options, word) in [
        (json!({ "diagnostics": { "empty-section": "loud", "parked-section": "error" } }), "loud"),
        (json!({ "diagnostics": 5 }), "diagnostics"),
        (json!({ "maxHeadingLevel": 9 }), "maxHeadingLevel"),
        (json!({ "maxHeadingLevel": "4" }), "maxHeadingLevel"),
        (json!({ "exclude": "a" }), "exclude"),
        (json!({ "exclude": ["{a"] }), "exclude"),
        (json!({ "noSuch": true }), "noSuch"),
        (json!([1]), "settings"),
        (json!("text"), "settings"),
    ] {
        let workspace = workspace();
        let uri = workspace.uri("a.md");
        let mut client = with_options(&workspace, &profiles::bare(), &options);
        let told = client.wait_for_notification("window/showMessage", |_| true);
        assert!(told["message"].as_str().unwrap().contains(word), "{told}");
        client.open(&workspace, "a.md");
        let found = client.published(&uri, 1);
        assert_eq!(codes(&found)[0], BOTH[0], "{options}");
        client.notify("workspace/didChangeConfiguration", json!({ "settings": null }));
        client.change(&uri, 2, json!([{ "text": FULL }]));
        client.published(&uri, 2);
        assert_eq!(client.said("window/showMessage").count(), 1, "{options}");
        client.finish();
    }
}

#[test]
fn headings_below_the_deepest_level_are_content() {
    let text = "#### Term\n\n##### Styled\n";
    for (level, expected) in [(4, vec![]), (5, vec![("empty-section", 3)])] {
        let workspace = Workspace::new(&[("a.md", text)]);
        let options = json!({ "maxHeadingLevel": level });
        // Some clients send settings under the name of their section.
        for options in [json!({ "headword": options }), options] {
            let mut client = with_options(&workspace, &profiles::bare(), &options);
            client.open(&workspace, "a.md");
            assert_eq!(codes(&client.published(&workspace.uri("a.md"), 1)), expected, "{level}");
            client.finish();
        }
    }
}

// Files that are left out.

#[test]
fn files_that_are_left_out_are_not_marked() {
    for (name, capabilities) in profiles::all() {
        let workspace = Workspace::new(&[
            ("CHANGELOG.md", GAPS),
            ("sub/CHANGELOG-1.md", GAPS),
            ("made/a.md", GAPS),
            ("kept/a.md", GAPS),
        ]);
        let options = json!({ "exclude": ["CHANGELOG*", "/made/"] });
        let mut client = with_options(&workspace, &capabilities, &options);
        for (file, expected) in
            [("CHANGELOG.md", 0), ("sub/CHANGELOG-1.md", 0), ("made/a.md", 0), ("kept/a.md", 2)]
        {
            client.open(&workspace, file);
            let uri = workspace.uri(file);
            let found = if pulls(&capabilities) {
                client.diagnostics(&uri)
            } else {
                client.published(&uri, 1)
            };
            assert_eq!(found.len(), expected, "{name} {file}");
        }
        client.finish();
    }
}

#[test]
fn what_is_left_out_follows_the_settings() {
    let workspace = Workspace::new(&[("made/a.md", "#### Cache\n\nMade.\n\n#### Gap\n")]);
    let uri = workspace.uri("made/a.md");
    let mut client = Client::spawn().initialized(&workspace, profiles::bare());
    assert!(client.define("cache").contains("Made."));
    client.open(&workspace, "made/a.md");
    assert_eq!(client.published(&uri, 1).len(), 1);
    let exclude = |patterns: Value| json!({ "settings": { "headword": { "exclude": patterns } } });
    client.notify("workspace/didChangeConfiguration", exclude(json!(["made"])));
    assert_eq!(client.published(&uri, 1).len(), 0);
    client.close(&uri);
    assert_eq!(client.define("cache"), "");
    client.notify("workspace/didChangeConfiguration", exclude(json!([])));
    assert!(client.define("cache").contains("Made."));
    client.open(&workspace, "made/a.md");
    assert_eq!(client.published(&uri, 1).len(), 1);
    client.finish();
}

#[test]
fn a_remark_on_an_open_note_goes_when_another_note_does_away_with_it() {
    let workspace = Workspace::new(&[("a.md", "[x](b.md)\n")]);
    let mut client = Client::spawn().initialized(&workspace, profiles::bare());
    client.open(&workspace, "a.md");
    let uri = workspace.uri("a.md");
    let has = |params: &Value, count: usize| {
        params["uri"] == uri.as_str()
            && params["diagnostics"].as_array().map(Vec::len) == Some(count)
    };
    client.wait_for_notification(PUBLISH, |params| has(params, 1));
    workspace.write("b.md", "# B\n");
    client.files_changed(&[(1, &workspace.uri("b.md"))]);
    client.wait_for_notification(PUBLISH, |params| has(params, 0));
    client.finish();
}

/// A file is shown at one place: where the client has opened it, else below the folder of the client.
#[cfg(unix)]
#[test]
fn a_note_opened_by_another_path_has_its_diagnostics_there_alone() {
    let workspace = Workspace::new(&[
        ("real/a.md", GAPS),
        ("real/headword.toml", "diagnosticsFor = 'workspace'\n"),
    ]);
    std::os::unix::fs::symlink("real", workspace.path("linked")).unwrap();
    let (real, linked) = (workspace.uri("real/a.md"), workspace.uri("linked/a.md"));
    let mut client = Client::spawn();
    client.initialize(json!({
        "processId": null, "rootUri": null,
        "workspaceFolders": [{ "uri": workspace.uri("linked"), "name": "linked" }],
        "capabilities": { "textDocument": { "publishDiagnostics": { "versionSupport": true } } },
    }));
    assert_eq!(codes(&client.published(&linked, Value::Null)), BOTH);
    client.open(&workspace, "real/a.md");
    assert_eq!(codes(&client.published(&real, 1)), BOTH);
    assert_eq!(client.published(&linked, Value::Null), Vec::<Value>::new());
    client.close(&real);
    assert_eq!(client.published(&real, Value::Null), Vec::<Value>::new());
    assert_eq!(codes(&client.published(&linked, Value::Null)), BOTH);
    client.finish();
}
