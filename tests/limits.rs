//! Limits: what is beyond one is said, and all the rest goes on. One test each, at the limit and
//! just above; `docs/limits.md` lists them all.

#![expect(clippy::unwrap_used, reason = "what fails here fails the test")]

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use crate::support::{Client, Workspace, profiles};
use expect_test::expect_file;
use serde_json::{Value, json};

const MIB: usize = 1 << 20;

fn started(files: &[(&str, &str)]) -> (Client, Workspace) {
    let workspace = Workspace::new(files);
    let client = Client::spawn().initialized(&workspace, profiles::vscode());
    (client, workspace)
}

fn symbols(client: &mut Client, uri: &str) -> usize {
    let params = json!({ "textDocument": { "uri": uri } });
    let found = client.request("textDocument/documentSymbol", params).unwrap();
    found.as_array().map_or(0, Vec::len)
}

/// A note of so many bytes with one heading.
fn note_of(bytes: usize) -> String {
    let head = "## Kiln\nHardens clay.\n";
    format!("{head}{}", "a\n".repeat((bytes - head.len()) / 2))
}

#[test]
fn a_note_that_is_too_large_is_told_and_read_again_when_it_is_not() {
    let (mut client, workspace) = started(&[("a.md", "## Wheel\nTurns clay.\n")]);
    let uri = workspace.uri("large.md");
    client.open_text(&uri, &note_of(10 * MIB));
    assert_eq!(symbols(&mut client, &uri), 1, "at the limit it is read");

    let start = json!({ "line": 0, "character": 0 });
    let one_more = json!({ "range": { "start": start, "end": start }, "text": "\n" });
    client.change(&uri, 2, json!([one_more]));
    assert_eq!(symbols(&mut client, &uri), 0, "above it is not");
    let told = client.wait_for_notification("window/showMessage", |it| {
        it["message"].as_str().is_some_and(|text| text.contains("larger than 10 MiB"))
    });
    let expected = "“large” is not analyzed: it is larger than 10 MiB.";
    assert_eq!(told["message"], expected);

    client.change(&uri, 3, json!([{ "text": "## Kiln\nHot.\n## Glaze\nGlass.\n" }]));
    assert_eq!(symbols(&mut client, &uri), 2, "it is small again");
    client.open(&workspace, "a.md");
    assert_eq!(symbols(&mut client, &workspace.uri("a.md")), 1, "the rest goes on");
    assert_eq!(client.said("window/showMessage").count(), 1, "it is told once");
    client.finish();
}

#[test]
fn a_frame_that_is_too_large_is_refused_and_the_next_one_read() {
    let (mut client, workspace) = started(&[("a.md", "## Wheel\nTurns clay.\n")]);
    client.raw(b"Content-Length: 268435457\r\n\r\n");
    let complaint = client.complaint();
    assert_eq!(complaint["code"], -32700);
    let told = complaint["message"].as_str().unwrap();
    assert_eq!(told, "a message of 268435457 bytes exceeds the limit of 268435456");
    client.open(&workspace, "a.md");
    assert_eq!(symbols(&mut client, &workspace.uri("a.md")), 1);
    client.finish();
}

#[test]
fn selections_in_deep_blocks_are_a_chain_that_editors_can_read() {
    for (depth, most) in [(20, 40), (5_000, 64)] {
        let (mut client, workspace) = started(&[]);
        let uri = workspace.uri("deep.md");
        let text: String = (1..depth).map(|depth| ">".repeat(depth.min(400)) + "a\n").collect();
        client.open_text(&uri, &text);
        let place = json!({ "line": depth - 2, "character": 1 });
        let params = json!({ "textDocument": { "uri": uri }, "positions": [place] });
        let found = client.request("textDocument/selectionRange", params).unwrap();
        let chain = std::iter::successors(Some(&found[0]), |it| it.get("parent"));
        let length = chain.clone().count();
        assert!((3..=most).contains(&length), "{length} ranges");
        let last = chain.last().unwrap();
        assert_eq!(last["range"]["start"], json!({ "line": 0, "character": 0 }), "the whole note");
        client.finish();
    }
}

#[test]
fn a_rename_of_too_many_places_is_refused() {
    let (mut client, workspace) = started(&[]);
    let uri = workspace.uri("many.md");
    for (mentions, is_made) in [(1_000, true), (20_000, false)] {
        let text = format!("## Kiln\nHardens clay.\n\n{}", "A kiln. ".repeat(mentions));
        client.open_text(&uri, &text);
        let params = json!({
            "textDocument": { "uri": uri },
            "position": { "line": 0, "character": 4 },
            "newName": "Oven",
        });
        match client.request("textDocument/rename", params) {
            Ok(edit) => assert!(is_made && edit != Value::Null, "{mentions}: {edit:.100}"),
            Err(error) => {
                let told = "This would change more than 20000 places.";
                assert_eq!((is_made, &error["message"]), (false, &json!(told)));
            }
        }
        client.close(&uri);
    }
    client.finish();
}

#[test]
fn front_matter_that_is_too_long_or_too_deep_costs_itself() {
    let (mut client, workspace) = started(&[]);
    let long = |bytes: usize| format!("k: {}\n", "a".repeat(bytes - 4));
    let deep = |depth| format!("k: {}{}\n", "[".repeat(depth), "]".repeat(depth));
    for (name, front, problem) in [
        ("long", long(64 << 10), None),
        ("too-long", long((64 << 10) + 1), Some("at most 64 KiB")),
        ("deep", deep(30), None),
        ("too-deep", deep(40), Some("at most 32 levels of nesting")),
    ] {
        let uri = workspace.uri(&format!("{name}.md"));
        client.open_text(&uri, &format!("---\n{front}---\n## Kiln\nHot.\n"));
        let params = json!({ "textDocument": { "uri": uri } });
        let found = client.request("textDocument/diagnostic", params).unwrap();
        let all = found["items"].to_string();
        match problem {
            Some(problem) => assert!(all.contains(problem), "{name}: {all}"),
            None => assert!(!all.contains("at most"), "{name}: {all}"),
        }
        assert_eq!(symbols(&mut client, &uri), 1, "{name}: the rest is read");
    }
    client.finish();
}

#[test]
fn aliases_that_multiply_cost_no_memory() {
    let (mut client, workspace) = started(&[]);
    let uri = workspace.uri("bomb.md");
    let mut front = "a0: &a0 [x, x]\n".to_owned();
    for level in 1..40 {
        let below = level - 1;
        let _ = writeln!(front, "a{level}: &a{level} [*a{below}, *a{below}]");
    }
    client.open_text(&uri, &format!("---\n{front}tags: [clay]\n---\n## Kiln\nHot.\n"));
    assert_eq!(symbols(&mut client, &uri), 1);
    client.finish();
}

#[test]
fn front_matter_with_too_many_values_or_problems_is_told_so() {
    let (mut client, workspace) = started(&[]);
    // The list, the map around it, their ends and the key are counted with the values.
    let values = |count: usize| format!("k: [{}]\n", vec!["a"; count].join(","));
    let broken = |count| (0..count).map(|it| format!("k{it}: {{a\n")).collect();
    for (name, front, told, times) in [
        ("many", values(9_000), "Expected fewer values", 0),
        ("too-many", values(11_000), "Expected fewer values", 1),
        ("broken", broken(30), "invalid-front-matter", 30),
        ("very-broken", broken(300), "invalid-front-matter", 100),
    ] {
        let uri = workspace.uri(&format!("{name}.md"));
        client.open_text(&uri, &format!("---\n{front}tags: [clay]\n---\n## Kiln\nHot.\n"));
        let params = json!({ "textDocument": { "uri": uri } });
        let found = client.request("textDocument/diagnostic", params).unwrap();
        let found = found["items"].as_array().unwrap().clone();
        let found = found.iter().filter(|it| it.to_string().contains(told));
        assert_eq!(found.count(), times, "{name}");
        assert_eq!(symbols(&mut client, &uri), 1, "{name}: the rest is read");
    }
    client.finish();
}

#[test]
fn blocks_in_blocks_without_end_are_answered() {
    let (mut client, workspace) = started(&[]);
    for (name, opening) in [("quotes", "> "), ("lists", "- "), ("both", "> 1. ")] {
        let uri = workspace.uri(&format!("{name}.md"));
        let deep = opening.repeat(20_000);
        client
            .open_text(&uri, &format!("## Kiln\nHot.\n\n{deep}## Deep kiln\n\n## Glaze\nGlass.\n"));
        assert_eq!(
            symbols(&mut client, &uri),
            2,
            "{name}: a heading in a block is none of the note"
        );
        let document = json!({ "uri": uri });
        let deep = place(3, deep.len() + 10);
        let at = json!({ "textDocument": document, "position": deep });
        let hover = client.request("textDocument/hover", at.clone()).unwrap();
        assert!(hover.to_string().contains("Hot."), "{name}: {hover:.100}");
        for method in ["documentHighlight", "completion", "definition", "prepareRename"] {
            let answer = client.request(&format!("textDocument/{method}"), at.clone());
            assert!(answer.is_ok(), "{name}: {method} gives {answer:?}");
        }
        for method in ["foldingRange", "diagnostic", "semanticTokens/full", "documentLink"] {
            let params = json!({ "textDocument": document });
            let answer = client.request(&format!("textDocument/{method}"), params);
            assert!(answer.is_ok(), "{name}: {method} gives {answer:?}");
        }
        client.close(&uri);
    }
    client.finish();
}

/// A number as a name in letters.
fn word(number: usize) -> String {
    let digits = format!("{number:04}");
    let letters: String = digits.bytes().map(|digit| char::from(b'a' + (digit - b'0'))).collect();
    format!("Q{letters}")
}

#[test]
fn what_is_looked_through_by_hand_is_a_few() {
    let (mut client, workspace) = started(&[]);
    let uri = workspace.uri("many.md");
    let mut text = String::new();
    for number in 0..1_000 {
        let _ = write!(text, "## {}\nOf clay.\n\n## {}\n\n", word(number), word(number + 5_000));
    }
    text.push_str("Qa");
    client.open_text(&uri, &text);
    let last = place(text.lines().count() - 1, 2);

    let found = client.completion(&uri, &last);
    assert_eq!(found["items"].as_array().unwrap().len(), 100);
    assert_eq!(found["isIncomplete"], true, "the editor asks again");
    let found = client.request("workspace/symbol", json!({ "query": "q" })).unwrap();
    let found = found.as_array().unwrap().len();
    assert!((200..=300).contains(&found), "{found} symbols");
    client.finish();
}

/// The items of an answer, those in others among them.
fn items(answer: &Value) -> usize {
    let all = answer.get("data").or(answer.get("items")).unwrap_or(answer);
    let of = |item: &Value| item.get("children").map_or(0, items) + 1;
    match all.as_array() {
        // A token is five numbers.
        Some(data) if answer.get("data").is_some() => data.len() / 5,
        Some(all) => all.iter().map(of).sum(),
        None => 0,
    }
}

#[test]
fn an_answer_has_at_most_twenty_thousand_items_and_what_is_left_out_is_told() {
    const MOST: usize = 20_000;
    const KILN: &str = "## Kiln\nHardens clay at great heat.\n\n";
    let mentions: fn(usize) -> String = |n| format!("{KILN}{}", "A kiln. ".repeat(n));
    let mut client = Client::spawn();
    let workspace = Workspace::new(&[]);
    client = client.initialized(&workspace, profiles::everything());
    let declaring = json!({ "includeDeclaration": false });
    for (method, what, text, more) in [
        ("references", "references", mentions, json!({ "context": declaring })),
        ("documentHighlight", "highlights", |n| mentions_and_heading(n, KILN), json!({})),
        ("semanticTokens/full", "semantic tokens", |n| "#clay ".repeat(n), json!({})),
        ("documentLink", "links", |n| "[x](https://a.b) ".repeat(n), json!({})),
        ("documentSymbol", "symbols", |n| format!("# A\n{}", "## B\n".repeat(n - 1)), json!({})),
        ("definition", "definitions", |n| KILN.repeat(n), json!({})),
        ("prepareCallHierarchy", "", |n| KILN.repeat(n), json!({})),
    ] {
        for (count, is_whole) in [(MOST, true), (MOST + 1, false)] {
            let uri = workspace.uri(&format!("{}-{count}.md", method.replace('/', "-")));
            client.open_text(&uri, &text(count));
            for _ in 0..2 {
                let mut params = more.clone();
                params["textDocument"] = json!({ "uri": uri });
                params["position"] = place(0, 4);
                let found = client.request(&format!("textDocument/{method}"), params).unwrap();
                // Of a term that is declared here, this declaration is meant.
                let most = if what.is_empty() { 1 } else { MOST };
                assert_eq!(items(&found), most, "{method} of {count}");
            }
            client.close(&uri);
            let told: Vec<_> = client.said("window/showMessage").cloned().collect();
            client.forget();
            if is_whole || what.is_empty() {
                assert_eq!(told, Vec::<Value>::new(), "{method} of {count}");
                continue;
            }
            let [told] = &told[..] else { panic!("{method} of {count} is told once: {told:?}") };
            let expected = format!("Only the first {MOST} of {count} {what} ");
            let told = told["message"].as_str().unwrap();
            assert!(told.starts_with(&expected), "{told}");
        }
    }
    client.finish();
}

fn mentions_and_heading(count: usize, heading: &str) -> String {
    format!("{heading}{}", "A kiln. ".repeat(count - 1))
}

#[test]
fn problems_beyond_twenty_thousand_are_counted_where_they_begin() {
    let (mut client, workspace) = started(&[]);
    for (count, more) in [(20_000, None), (20_001, Some("1 more")), (20_500, Some("500 more"))] {
        let uri = workspace.uri(&format!("{count}.md"));
        client.open_text(&uri, &"##\n".repeat(count));
        let found = client.diagnostics(&uri);
        assert_eq!(found.len(), 20_000 + usize::from(more.is_some()), "{count}");
        let last = found.last().unwrap();
        let is_count = last.get("code").is_none();
        assert_eq!(is_count, more.is_some(), "{last}");
        if let Some(more) = more {
            assert!(last["message"].as_str().unwrap().starts_with(more), "{last}");
            assert_eq!(last["range"]["start"], place(20_000, 0));
        }
        client.close(&uri);
    }
    client.finish();
}

#[test]
fn problems_of_all_notes_beyond_twenty_thousand_are_counted_where_they_begin() {
    let problems = "##\n".repeat(9_000);
    let mut files: Vec<_> = ["a.md", "b.md", "c.md", "d.md"].map(|name| (name, &*problems)).into();
    files.push(("headword.toml", "diagnosticsFor = \"workspace\"\n"));
    let (mut client, workspace) = started(&files);
    for open in [None, Some("d.md")] {
        if let Some(name) = open {
            client.open(&workspace, name);
        }
        let params = json!({ "previousResultIds": [] });
        let found = client.request("workspace/diagnostic", params).unwrap();
        let reports = found["items"].as_array().unwrap().iter().map(|report| {
            let items = report["items"].as_array().unwrap();
            let last = items.last().unwrap();
            let more = last.get("code").is_none().then_some(last["message"].as_str().unwrap());
            let name = report["uri"].as_str().unwrap().rsplit('/').next().unwrap();
            (name.to_owned(), items.len(), more)
        });
        let more = Some("16000 more problems from here on are not shown.");
        let [first, second, third] = match open {
            None => ["a.md", "b.md", "c.md"],
            Some(open) => [open, "a.md", "b.md"],
        };
        let expected = [(first, 9_000, None), (second, 9_000, None), (third, 2_001, more)];
        let expected = expected.map(|(name, count, more)| (name.to_owned(), count, more));
        assert_eq!(reports.collect::<Vec<_>>(), expected);
    }
    client.finish();
}

#[test]
fn a_hover_is_what_can_be_read_over_a_text() {
    let (mut client, workspace) = started(&[]);
    let uri = workspace.uri("many.md");
    client.open_text(&uri, &"#### Kiln\nHardens clay at great heat.\n\n".repeat(25));
    let shown = client.hover_text(&uri, "## Kiln", "Ki|ln");
    assert_eq!(shown.matches("Hardens").count(), 20);
    assert!(shown.ends_with("and 4 more definitions"), "{shown}");

    let names: String = (0..40).map(|number| format!("{}, ", word(number))).collect();
    let long = "It hardens clay. ".repeat(1_000);
    let text = format!("#### Kiln\n<!-- aliases: {names} -->\n{long}\n\n#### Use\nA kiln.\n");
    client.change(&uri, 2, json!([{ "text": text }]));
    let shown = client.hover_text(&uri, &text, "ki|ln.");
    assert!(shown.contains(" and 10 more)"), "{shown:.1000}");
    assert!(shown.contains("It hardens …\n"), "{shown}");
    assert!(shown.len() < 6_000, "{}", shown.len());
    client.finish();
}

#[test]
fn of_ten_thousand_open_documents_all_are_read_and_more_are_kept_in_step() {
    const MOST: usize = 10_000;
    let (mut client, workspace) = started(&[("late.md", "## Kiln\nHardens clay.\n")]);
    let uris: Vec<_> = (0..MOST).map(|it| workspace.uri(&format!("{it}.md"))).collect();
    for (number, uri) in uris.iter().enumerate() {
        client.open_text(uri, &format!("## {}\nOf clay.\n", word(number)));
    }
    for uri in uris.iter().step_by(500) {
        assert!(client.hover(uri, &place(0, 4)).to_string().contains("**Q"), "{uri}");
    }
    let late = workspace.uri("late.md");
    client.open_text(&late, "## Kiln\nHardens clay.\n");
    assert_eq!(symbols(&mut client, &late), 0, "it is not read");
    let told = client.wait_for_notification("window/showMessage", |_| true);
    let expected = "“late” is not analyzed: too many open documents (limit 10000).";
    assert_eq!(told["message"], expected);
    assert!(client.hover(&uris[0], &place(0, 4)).to_string().contains("**Q"), "the rest goes on");

    client.close(&uris[0]);
    client.close(&late);
    client.open_text(&late, "## Kiln\nHardens clay.\n");
    assert_eq!(symbols(&mut client, &late), 1, "there is room again");
    client.finish();
}

fn place(line: usize, character: usize) -> Value {
    json!({ "line": line, "character": character })
}

/// The sources of the released program: without tests and the audit.
fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, found);
        } else if !path.ends_with("tests.rs") && !path.ends_with("workspace/audit.rs") {
            found.push(path);
        }
    }
}

/// The constants of a source that bound something: name, value, and what is said of it.
fn limits(source: &str) -> Vec<(String, String, String)> {
    let mut found = Vec::new();
    let mut said = String::new();
    for line in source.lines().map(str::trim) {
        if let Some(text) = line.strip_prefix("///") {
            said = format!("{said} {}", text.trim());
            continue;
        }
        let constant = line.find("const MAX_").map(|at| &line[at + "const ".len()..]);
        if let Some((name, rest)) = constant.and_then(|constant| constant.split_once(':')) {
            let value = rest.split_once('=').map_or("", |(_, value)| value);
            let value = value.trim().trim_end_matches(';').to_owned();
            found.push((name.to_owned(), value, said.trim().to_owned()));
        }
        said.clear();
    }
    found
}

#[test]
fn the_page_of_limits_is_up_to_date() {
    let mut page = "# Limits\n\n\
        The limits of Headword, from its sources. Input beyond a limit is omitted or refused; \
        everything else works. Message queues have no limit, because a server that stops reading \
        would block its editor.\n\n\
        A limit is reported to the user like this:\n\n\
        - a note that is too large: a message when it is opened, or a log line if it is only on \
        disk\n\
        - too many notes or open documents: a message\n\
        - front matter: a diagnostic in the note\n\
        - settings: a diagnostic in the file\n\
        - a rename or another edit that is too large: the reason of the refusal\n\
        - a protocol message that is too large: an error\n\
        - too many items in an answer: a message with the total, once for each open document\n\
        - too many problems: a last diagnostic at the first omitted one\n\n\
        Completions and workspace symbols beyond a limit appear when more letters are typed.\n"
        .to_owned();
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut files = Vec::new();
    sources(&root.join("src"), &mut files);
    files.sort();
    for path in files {
        let limits = limits(&fs::read_to_string(&path).unwrap());
        if limits.is_empty() {
            continue;
        }
        let name = path.strip_prefix(root).unwrap().display().to_string().replace('\\', "/");
        let _ = write!(page, "\n## {name}\n\n| limit | value | why |\n| --- | --- | --- |\n");
        for (constant, value, said) in limits {
            assert!(!said.is_empty(), "{constant} in {name} does not say why");
            let said = said.replace('|', "\\|");
            let _ = writeln!(page, "| `{constant}` | `{value}` | {said} |");
        }
    }
    expect_file!["../docs/limits.md"].assert_eq(&page);
}
