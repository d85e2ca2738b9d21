//! Hostile workspaces: every note, every name of a file and every setting in the folder is someone
//! else's. Whatever they say, nothing outside the folder is read or named, nothing is started and
//! nothing written, and what an editor or a terminal shows of them leads nowhere and does nothing.

#![cfg(unix)]
#![expect(clippy::unwrap_used, reason = "what fails here fails the test")]
#![expect(clippy::print_stdout, reason = "what was looked at is counted")]
#![allow(clippy::format_push_string, reason = "notes are written as they read")]
#![allow(clippy::needless_pass_by_value, clippy::unused_self, reason = "tests read better so")]

use std::collections::{BTreeMap, HashSet};
use std::fs;
use std::os::unix::fs::symlink;
use std::path::Path;
use std::process::{Command, Stdio};

use pulldown_cmark::{Event, Options, Parser, Tag};
use serde_json::{Value, json};

use crate::support::ask::{about, at};
use crate::support::trace::{Trace, offences};
use crate::support::workspace::file_uri;
use crate::support::{Client, Workspace, profiles};

/// What stands only in files outside the folder, and what they are called.
const SECRET: &str = "Unspeakable";

/// Where links lead that mean no good.
const DESTINATIONS: &[&str] = &[
    "../outside/secret.md",
    "../../../../../../../../etc/passwd",
    "sub/../../outside/secret.md",
    "./././../outside/secret.md",
    "....//outside/secret.md",
    "../",
    "..",
    "/etc/passwd",
    "//etc/passwd",
    "///etc/passwd",
    "/../outside/secret.md",
    "//host/share/x.md",
    r"\\host\share\x.md",
    r"\\?\C:\secret.md",
    r"..\outside\secret.md",
    r"C:\secret.md",
    "C:/secret.md",
    "c|/secret.md",
    "file:///etc/passwd",
    "FILE:///etc/passwd",
    "file:../outside/secret.md",
    "file://host/share",
    "%2e%2e%2foutside%2fsecret.md",
    "%2e%2e/outside/secret.md",
    "..%2foutside%2fsecret.md",
    "..%5coutside%5csecret.md",
    "%252e%252e%252fsecret.md",
    "%2fetc%2fpasswd",
    "a%00.md",
    "%00",
    "sub/%00/../../../outside/secret.md",
    "a\u{0}b.md",
    "CON",
    "NUL.md",
    "COM1",
    "sub/con.txt",
    "aux.md",
    "trailing.",
    "trailing%20",
    "dots...",
    "command:workbench.action.terminal.new",
    "COMMAND:editor.action.x",
    "command&colon;x",
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "java&#115;cript:alert(1)",
    "&#106;avascript&#58;alert(1)",
    "java%0ascript:alert(1)",
    "java\u{a0}script:alert(1)",
    "\u{1}javascript:alert(1)",
    "data:text/html;base64,PHNjcmlwdD4=",
    "vscode://file/etc/passwd",
    "vscode-insiders:x",
    "smb://host/share",
    "ssh://host",
    "ms-word:ofe%7Cu%7Chttps://host",
    "~/.ssh/id_rsa",
    "$HOME/secret.md",
    "x\u{1b}[31m.md",
    "\u{202e}gpj.exe",
    "x\u{2067}y.md",
    "linked.md",
    "linked/secret.md",
    "loop/loop/a.md",
    "dangling.md",
];

/// How a link is written: its form, with `D` for where it leads.
const FORMS: &[&str] = &[
    "[t](D)",
    "[t](<D>)",
    "[t](D#x \"title\")",
    "![t](D)",
    "[[D]]",
    "[[D|t]]",
    "![[D]]",
    "<D>",
    "[t][r]",
    "<a href=\"D\">t</a>",
    "<img src=\"D\" onerror=\"alert(1)\">",
    "[<b>t</b>](D)",
    "[[t](D)](D)",
];

/// A note that leads there in each form, in its text and in the definition of a term.
fn hostile_note(number: usize, destination: &str) -> String {
    let quoted = serde_json::to_string(destination).unwrap();
    let mut note = format!("---\nimage: {quoted}\nlayout: D\nlevel: x\n---\n# Note {number}\n\n");
    for form in FORMS {
        note += &format!("- {}\n", form.replace('D', destination));
    }
    note +=
        &format!("\n[r]: {destination}\n\n#### Term {number}\n\nTerm {number} is one of many. ");
    for form in FORMS {
        note += &format!("It is {}. ", form.replace('D', destination));
    }
    note + "<script>alert(1)</script> <b onclick=x>bold</b> \u{202e}turned\u{202c} \u{1b}[31mred\n"
}

/// The workspace, and what lies beside it. Both go with the folder.
struct Vault {
    workspace: Workspace,
    root: std::path::PathBuf,
    outside: std::path::PathBuf,
}

impl Vault {
    fn new() -> Self {
        let workspace = Workspace::new(&[]);
        let (root, outside) = (workspace.path("vault"), workspace.path("outside"));
        let secret = format!("#### {SECRET}\n\n{SECRET} is not to be known.\n");
        workspace.write("outside/secret.md", &secret);
        workspace.write(&format!("outside/{SECRET}.md"), &secret);
        workspace.write(
            "outside/schema.json",
            &json!({ "properties": { "level": {
            "type": "integer", "description": SECRET } } })
            .to_string(),
        );
        workspace.write("headword.toml", "[diagnostics]\nbroken-link = 'off'\n");
        for (number, destination) in DESTINATIONS.iter().enumerate() {
            workspace.write(&format!("vault/{number}.md"), &hostile_note(number, destination));
        }
        let mentions: String = (0..DESTINATIONS.len()).map(|n| format!("Term {n}.\n\n")).collect();
        workspace.write("vault/mentions.md", &mentions);
        workspace.write("vault/sub/deep.md", "# Deep\n\n[up](../../outside/secret.md)\n");
        for (folder, schema) in
            [("", "../outside/schema.json"), ("a/", "linked.json"), ("b/", "linked/schema.json")]
        {
            let path = format!("vault/{folder}headword.toml");
            workspace.write(&path, &format!("[frontMatter]\nschema = '{schema}'\n"));
            workspace.write(&format!("vault/{folder}keys.md"), "---\nlevel: x\n---\n# Keys\n");
        }
        let absolute = outside.join("schema.json");
        let absolute = format!("[frontMatter]\nschema = '{}'\n", absolute.display());
        workspace.write("vault/c/headword.toml", &absolute);
        symlink(outside.join("schema.json"), root.join("a/linked.json")).unwrap();
        symlink(&outside, root.join("b/linked")).unwrap();
        symlink(outside.join("secret.md"), root.join("linked.md")).unwrap();
        symlink(&outside, root.join("linked")).unwrap();
        symlink(&root, root.join("loop")).unwrap();
        symlink("nothing.md", root.join("dangling.md")).unwrap();
        // Files that say what is ignored, and are none.
        symlink(outside.join("secret.md"), root.join("sub/.gitignore")).unwrap();
        symlink(&outside, root.join("a/.git")).unwrap();
        let made = Command::new("mkfifo").arg(root.join("b/.ignore")).status();
        assert!(made.unwrap().success());
        Self { workspace, root, outside }
    }

    /// Starts a session in the vault, under the path that the editor has for it.
    fn opened(&self, mut client: Client, root: &Path, capabilities: Value) -> Client {
        client.initialize(json!({
            "processId": null, "rootUri": null, "capabilities": capabilities,
            "workspaceFolders": [{ "uri": file_uri(root), "name": "vault" }],
        }));
        client
    }
}

/// What was looked at.
#[derive(Default)]
struct Counts(BTreeMap<&'static str, usize>);

impl Counts {
    fn add(&mut self, what: &'static str) {
        *self.0.entry(what).or_default() += 1;
    }
}

/// Holds each answer against the promise.
struct Judge {
    root: String,
    outside: String,
    counts: Counts,
    /// The note and title of each action that was resolved.
    resolved: HashSet<String>,
}

impl Judge {
    fn new(vault: &Vault, root: &Path) -> Self {
        let outside = vault.outside.display().to_string();
        let (counts, resolved) = Default::default();
        Self { root: file_uri(root), outside, counts, resolved }
    }

    #[track_caller]
    fn judge(&mut self, what: &str, value: &Value) {
        let text = value.to_string();
        assert!(!text.contains(SECRET), "{what} tells a secret: {value:#}");
        assert!(!text.contains(&self.outside), "{what} names what is outside: {value:#}");
        self.walk(what, "", value);
    }

    #[track_caller]
    fn walk(&mut self, what: &str, key: &str, value: &Value) {
        match value {
            Value::Array(items) => items.iter().for_each(|item| self.walk(what, key, item)),
            Value::Object(object) => {
                let markdown = object.get("kind").is_some_and(|kind| kind == "markdown");
                if let Some(text) = object.get("value").and_then(Value::as_str).filter(|_| markdown)
                {
                    self.markdown(what, text);
                }
                for (name, value) in object {
                    if key == "changes" {
                        self.uri(what, name, false);
                    }
                    self.walk(what, name, value);
                }
            }
            Value::String(text) => match key {
                "uri" | "targetUri" | "oldUri" | "newUri" => self.uri(what, text, false),
                "target" => self.uri(what, text, true),
                "title" | "label" | "detail" | "name" | "message" | "value" | "containerName" => {
                    self.counts.add("texts");
                    assert!(!text.contains(is_treacherous), "{what}: {key} acts: {text:?}");
                }
                _ => {}
            },
            _ => {}
        }
    }

    /// A URI that an editor may open or write to.
    #[track_caller]
    fn uri(&mut self, what: &str, uri: &str, may_be_web: bool) {
        self.counts.add("uris");
        let lower = uri.to_lowercase();
        let is_web = ["http://", "https://", "mailto:"].iter().any(|web| lower.starts_with(web));
        let path = uri.strip_prefix(&self.root).map(|path| path.split(['#', '?']).next().unwrap());
        let is_plain = |path: &str| {
            let lower = path.to_lowercase().replace("%2e", ".").replace("%5c", "/");
            (path.is_empty() || path.starts_with('/'))
                && !lower.split(['/', '\\']).any(|part| part == "..")
                && !["%00", "%2f", "%1b"].iter().any(|code| lower.contains(code))
        };
        let is_linked = |path: &str| path.starts_with("/linked") || path.starts_with("/loop");
        let is_inside = path.is_some_and(|path| is_plain(path) && !is_linked(path));
        assert!(is_inside || may_be_web && is_web, "{what} leads out: {uri}");
    }

    /// Markdown that an editor may render, in whatever dialect it has.
    #[track_caller]
    fn markdown(&mut self, what: &str, text: &str) {
        self.counts.add("markdown texts");
        for options in [Options::empty(), Options::all()] {
            for event in Parser::new_ext(text, options) {
                match event {
                    Event::Start(Tag::Image { .. }) | Event::Html(_) | Event::InlineHtml(_) => {
                        panic!("{what} shows {event:?}: {text}")
                    }
                    Event::Start(Tag::Link { dest_url, link_type, .. }) => {
                        let is_mail = link_type == pulldown_cmark::LinkType::Email;
                        self.counts.add("links in markdown");
                        if !is_mail {
                            self.uri(what, &dest_url, true);
                        }
                    }
                    _ => {}
                }
            }
            let parser = Parser::new_ext(text, options);
            for (_, definition) in parser.reference_definitions().iter() {
                self.uri(what, &definition.dest, true);
            }
        }
    }
}

/// Control characters and those that turn the direction of what follows.
fn is_treacherous(c: char) -> bool {
    (c.is_control() && c != '\n' && c != '\t')
        || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// Asks everything there is to ask of a note: of the whole, and at the middle of each line's link.
fn ask_everything(client: &mut Client, judge: &mut Judge, root: &Path, number: usize) {
    let uri = file_uri(&root.join(format!("{number}.md")));
    let text = hostile_note(number, DESTINATIONS[number]);
    for method in ["documentLink", "documentSymbol", "codeLens", "foldingRange", "diagnostic"] {
        let found = client.request(&format!("textDocument/{method}"), about(&uri)).unwrap();
        judge.judge(method, &found);
    }
    for (row, line) in text.lines().enumerate() {
        if !line.contains(['[', '<', ':', '#']) {
            continue;
        }
        // Each kind of place is asked about in some of the notes.
        let columns =
            if line.starts_with("It is") { [3, 60, 200] } else { [4, 4, line.chars().count() / 2] };
        let column = columns[(row + number) % columns.len()];
        judge.counts.add("places");
        ask_at(client, judge, &uri, &json!({ "line": row, "character": column }));
    }
}

fn ask_at(client: &mut Client, judge: &mut Judge, uri: &str, place: &Value) {
    let spot = at(uri, place);
    for method in ["hover", "definition", "declaration", "typeDefinition", "documentHighlight"] {
        let found = client.request(&format!("textDocument/{method}"), spot.clone()).unwrap();
        judge.judge(method, &found);
    }
    let mut references = spot.clone();
    references["context"] = json!({ "includeDeclaration": true });
    judge.judge("references", &client.request("textDocument/references", references).unwrap());
    let completion = client.request("textDocument/completion", spot.clone()).unwrap();
    judge.judge("completion", &completion);
    for item in completion["items"].as_array().into_iter().flatten().take(3) {
        let resolved = client.request("completionItem/resolve", item.clone()).unwrap();
        judge.judge("completionItem/resolve", &resolved);
    }
    let mut actions = about(uri);
    actions["range"] = json!({ "start": place, "end": place });
    actions["context"] = json!({ "diagnostics": [], "triggerKind": 1 });
    let actions = client.request("textDocument/codeAction", actions).unwrap();
    judge.judge("codeAction", &actions);
    for action in actions.as_array().into_iter().flatten() {
        // The same edit of a note is offered at many places.
        let title = format!("{uri} {}", action["title"]);
        if action.get("data").is_none() || !judge.resolved.insert(title) {
            continue;
        }
        match client.request("codeAction/resolve", action.clone()) {
            Ok(resolved) => {
                judge.counts.add("actions resolved");
                judge.judge("codeAction/resolve", &resolved);
            }
            Err(refusal) => {
                judge.counts.add("actions refused");
                judge.judge("codeAction/resolve", &refusal);
            }
        }
    }
}

/// Renames a term to each destination, and moves a note there.
fn rename_and_move(client: &mut Client, judge: &mut Judge, root: &Path) {
    let uri = |name: &str| file_uri(&root.join(name));
    for destination in DESTINATIONS {
        let mut params = at(&uri("mentions.md"), &json!({ "line": 0, "character": 2 }));
        params["newName"] = json!(destination);
        judge.judge(
            "rename",
            &client.request("textDocument/rename", params).unwrap_or_else(|it| it),
        );
        let plain = destination.replace('\u{0}', "%00").replace(' ', "%20");
        for target in [format!("{}/{plain}", judge.root), format!("file://{plain}"), plain.clone()]
        {
            let params = json!({ "files": [{ "oldUri": uri("sub/deep.md"), "newUri": target }] });
            let answer = client.request("workspace/willRenameFiles", params);
            judge.judge("willRenameFiles", &answer.unwrap_or_else(|it| it));
            judge.counts.add("moves");
        }
    }
}

/// Half-typed links whose folder is somewhere else.
fn complete_outside(client: &mut Client, judge: &mut Judge, root: &Path) {
    let uri = file_uri(&root.join("typing.md"));
    for destination in DESTINATIONS {
        let folder = destination.rsplit_once('/').map_or(*destination, |(folder, _)| folder);
        for text in [format!("[x]({folder}/"), format!("![x]({folder}/"), format!("[[{folder}/")] {
            client.open_text(&uri, &text);
            let place = json!({ "line": 0, "character": text.encode_utf16().count() });
            let found = client.completion(&uri, &place);
            judge.judge("completion", &found);
            judge.counts.add("half-typed links");
            client.close(&uri);
        }
    }
}

fn hostile_session(vault: &Vault, client: Client, root: &Path, every: usize) {
    let mut judge = Judge::new(vault, root);
    let mut client = vault.opened(client, root, profiles::everything());
    for number in (0..DESTINATIONS.len()).step_by(every) {
        ask_everything(&mut client, &mut judge, root, number);
    }
    for number in 0..DESTINATIONS.len() {
        let place = json!({ "line": 2 * number, "character": 2 });
        ask_at(&mut client, &mut judge, &file_uri(&root.join("mentions.md")), &place);
    }
    for name in ["keys.md", "a/keys.md", "b/keys.md"] {
        ask_at(
            &mut client,
            &mut judge,
            &file_uri(&root.join(name)),
            &json!({ "line": 1, "character": 2 }),
        );
    }
    rename_and_move(&mut client, &mut judge, root);
    complete_outside(&mut client, &mut judge, root);
    let pulled =
        client.request("workspace/diagnostic", json!({ "previousResultIds": [] })).unwrap();
    judge.judge("workspace/diagnostic", &pulled);
    let symbols = client.request("workspace/symbol", json!({ "query": "" })).unwrap();
    judge.judge("workspace/symbol", &symbols);
    assert_eq!(client.define(SECRET), "");
    let said: Vec<_> = client
        .transcript()
        .iter()
        .filter(|(who, it)| *who == "server" && it.get("method").is_some())
        .cloned()
        .collect();
    for (_, message) in &said {
        // What was asked for is named in what the server looks for, but in nothing that it says.
        judge.judge("a message", &message["params"]);
    }
    let log = client.log();
    assert!(!log.contains(SECRET) && !log.contains(is_treacherous), "{log:?}");
    let things = DESTINATIONS.len() * FORMS.len();
    println!("{things} hostile links, {:?}", judge.counts.0);
    assert!(judge.counts.0["markdown texts"] > 100 / every);
    client.finish();
}

#[test]
fn no_answer_leads_out_of_a_hostile_workspace() {
    let vault = Vault::new();
    hostile_session(&vault, Client::spawn(), &vault.root, 1);
}

#[test]
fn a_root_that_is_a_link_is_a_folder_like_any_other() {
    let vault = Vault::new();
    let root = vault.workspace.path("door");
    symlink(&vault.root, &root).unwrap();
    let mut judge = Judge::new(&vault, &root);
    let mut client = vault.opened(Client::spawn(), &root, profiles::vscode());
    for number in [0, 2, 22, 61, 62, 63] {
        ask_everything(&mut client, &mut judge, &root, number);
    }
    assert!(client.define("Term 0").contains("Term 0"));
    assert_eq!(client.define(SECRET), "");
    client.finish();
}

// What is asked of the system.

/// A session under trace, and what of it is against the promise.
fn traced(trace: &Trace, vault: &Vault, session: impl FnOnce(Client)) {
    session(Client::spawn_set_up(|command| {
        *command = trace.command();
        command
    }));
    let calls = trace.calls();
    let looked = calls.iter().filter(|call| call.line.contains(vault.root.to_str().unwrap()));
    println!("{} calls, {} of them in the folder", calls.len(), looked.clone().count());
    assert!(looked.count() > 50, "the trace has nothing of the session");
    // What a folder is really called is asked of the folders above it.
    let is_named = |call: &crate::support::trace::Call, path: &std::path::Path| {
        call.name == "readlink" && vault.root.starts_with(path)
    };
    let found = offences(&calls, &[&vault.root], is_named, false);
    assert!(found.is_empty(), "{found:#?}");
    // What is named like something in the folder is elsewhere if there is a link on the way.
    let root = vault.root.display();
    let links = ["linked", "b/linked", "loop", "a/.git"].map(|link| format!("{root}/{link}/"));
    let through = calls.iter().find(|call| links.iter().any(|link| call.line.contains(link)));
    assert!(through.is_none(), "looked for behind a link: {through:?}");
}

#[test]
fn a_hostile_workspace_starts_nothing_writes_nothing_and_reads_nothing_outside() {
    let (Some(trace), vault) = (Trace::new(), Vault::new()) else { return };
    traced(&trace, &vault, |client| hostile_session(&vault, client, &vault.root, 6));
}

#[test]
fn a_day_s_work_starts_nothing_writes_nothing_and_reads_nothing_outside() {
    let (Some(trace), vault) = (Trace::new(), Vault::new()) else { return };
    traced(&trace, &vault, |client| {
        let mut client = vault.opened(client, &vault.root, profiles::vscode());
        let uri = file_uri(&vault.root.join("mentions.md"));
        client.open_text(&uri, "# Day\n\nTerm 1 and [[Term 2]].\n");
        client.change(&uri, 2, json!([{ "text": "# Day\n\nTerm 3.\n" }]));
        client
            .request("textDocument/hover", at(&uri, &json!({ "line": 2, "character": 1 })))
            .unwrap();
        client.request("workspace/symbol", json!({ "query": "term" })).unwrap();
        client.notify("textDocument/didSave", about(&uri));
        client.files_changed(&[
            (2, &file_uri(&vault.root.join("linked/secret.md"))),
            (2, &file_uri(&vault.outside.join("secret.md"))),
            (1, &file_uri(&vault.root)),
        ]);
        client.close(&uri);
        assert_eq!(client.define(SECRET), "");
        client.finish();
    });
}

#[test]
fn the_command_line_reads_nothing_outside_but_settings_above_and_writes_only_repairs() {
    let vault = Vault::new();
    let Some(_) = Trace::new() else { return };
    let root = vault.root.as_path();
    for arguments in [
        &["check"][..],
        &["check", "--fix"],
        &["terms"],
        &["gaps"],
        &["define", "term 1"],
        &["mentions", "term 1"],
        &["outline", "0.md"],
        &["cards"],
        &["export", "--format", "html"],
        &["graph"],
        &["path", "term 1"],
        &["stats"],
    ] {
        let trace = Trace::new().unwrap();
        let status = trace
            .command()
            .args(arguments)
            .current_dir(root)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .status();
        assert!(status.unwrap().code().is_some_and(|code| code < 2), "{arguments:?}");
        // The vault and its settings are looked for upward, as far as a repository goes.
        // What a file that is named leads to is asked from the top down.
        let is_above = |call: &crate::support::trace::Call, path: &Path| {
            let is_way = call.name == "readlink" && root.starts_with(path);
            let name = path.file_name().and_then(|name| name.to_str());
            let is_above = path.parent().is_some_and(|folder| root.starts_with(folder));
            is_way || is_above && matches!(name, Some("headword.toml" | ".obsidian" | ".git"))
        };
        let found = offences(&trace.calls(), &[root], is_above, arguments.contains(&"--fix"));
        assert!(found.is_empty(), "{arguments:?}: {found:#?}");
    }
}

// Terminals.

/// Characters of which hostile names are made.
const ALPHABET: [&str; 24] = [
    "a",
    "Term",
    " ",
    "\u{1b}[31m",
    "\u{1b}]0;x\u{7}",
    "\u{9b}31m",
    "\u{7}",
    "\u{8}",
    "\r",
    "\u{7f}",
    "\u{202e}",
    "\u{2066}",
    "\u{200f}",
    "\u{61c}",
    "\u{85}",
    "\u{2028}",
    "é",
    "日本",
    "#",
    "[x](y.md)",
    "**b**",
    "\u{b}",
    "\u{0}",
    "😀",
];

#[test]
fn nothing_that_is_printed_acts_on_a_terminal() {
    let seed = std::env::var("HEADWORD_FAULT_SEED").ok().and_then(|seed| seed.parse().ok());
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap();
    let mut state: u64 = seed.unwrap_or(u64::from(now.subsec_nanos()) | 1);
    println!("terminals: HEADWORD_FAULT_SEED={state}");
    let mut name = |is_file: bool| {
        let mut name = String::new();
        for _ in 0..6 {
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            let part = ALPHABET[usize::try_from(state >> 33).unwrap() % ALPHABET.len()];
            name += if is_file && part.contains(['\u{0}', '/']) { "_" } else { part };
        }
        name
    };
    let mut printed = 0;
    for _ in 0..8 {
        let workspace = Workspace::new(&[]);
        let file = format!("{}/{}.md", name(true).replace('/', "_"), name(true));
        let tags = json!([name(false), name(false), name(false)]);
        let note = format!(
            "---\ntitle: {}\ntags: {tags}\ntgas: {tags}\n---\n# {}\n\n## {}\n\nIt is {} {}.\n\n#### {}\n\n## {}\n",
            json!(name(false)),
            name(false),
            name(false),
            name(false),
            name(false),
            name(false),
            name(false),
        );
        let path = workspace.path(&file);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, &note).unwrap();
        fs::write(workspace.path(&format!("{}.md", name(true))), b"\xff").unwrap();
        fs::write(workspace.path("headword.toml"), format!("{} = 1\n", json!(name(false))))
            .unwrap();
        let word = name(true);
        for arguments in [
            &["check"][..],
            &["check", "--fix"],
            &["check", "--fix", "--dry-run"],
            &["check", path.to_str().unwrap()],
            &["check", "--format", "json"],
            &["check", "--format", "concise"],
            &["check", "--format", "github"],
            &["check", "--format", "sarif"],
            &["check", "--format", "junit"],
            &["check", "--statistics"],
            &["terms"],
            &["terms", "--unused"],
            &["terms", "--undefined"],
            &["terms", "--ambiguous"],
            &["terms", "--format", "json"],
            &["gaps"],
            &["define", &word],
            &["define", "term"],
            &["mentions", "term"],
            &["mentions", &word],
            &["outline", path.to_str().unwrap()],
            &["outline", "--format", "json", path.to_str().unwrap()],
            &["cards"],
            &["cards", "--cloze", "--format", "csv"],
            &["cards", "--format", "json"],
            &["export"],
            &["export", "--format", "html"],
            &["export", "--format", "abbr"],
            &["export", "--format", "words"],
            &["graph"],
            &["graph", "--format", "svg"],
            &["graph", "--format", "dot"],
            &["graph", "--format", "mermaid"],
            &["path", &word],
            &["path", "--topic", &word],
            &["stats"],
        ] {
            let mut command = Command::new(env!("CARGO_BIN_EXE_headword"));
            command.args(arguments).current_dir(workspace.root()).stdin(Stdio::null());
            let output = command.env("NO_COLOR", "1").output().unwrap();
            for (stream, bytes) in [("stdout", &output.stdout), ("stderr", &output.stderr)] {
                let text = str::from_utf8(bytes).unwrap();
                let acts = |c: char| {
                    c.is_control() && c != '\n'
                        || matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{2028}' | '\u{2029}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
                };
                assert!(!text.contains(acts), "{arguments:?} {stream}: {text:?}");
                printed += text.len();
            }
        }
    }
    println!("{printed} bytes printed");
}
