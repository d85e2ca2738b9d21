//! Whole sessions with the real binary: what a server says after any of them is what a new one says
//! of the same disk and the same buffers, on any number of threads and in any order of questions.
//!
//! A few dozen are tried in every run; `HEADWORD_SESSIONS=1000` tries more, and `HEADWORD_SEED` the
//! same again.

use std::collections::BTreeMap;
use std::fs;

use serde_json::{Value, json};

use crate::support::ask::{about, at};
use crate::support::{Client, Workspace};

/// How many sessions are tried, unless `HEADWORD_SESSIONS` says otherwise.
const SESSIONS: u64 = 30;

/// What they are drawn with, unless `HEADWORD_SEED` says otherwise.
const SEED: u64 = 1;

/// How long a session is.
const EVENTS: usize = 25;

const NOTES: [&str; 6] =
    ["one/a.md", "one/b.md", "one/sub/c.md", "one/sub/index.md", "two/a.md", "two/2024-01-02-e.md"];

const PIECES: [&str; 22] = [
    "---\ntags: [a, b c]\ncategories: [Core]\n---\n",
    "---\ntitle: Big Cache\naliases: [Store]\n---\n",
    "---\ntags: [a,\n",
    "# Cache\n",
    "## Cache\nA fast store of what a disk has, so that the disk is not asked so often for it.\n",
    "## Disk\nA fast store of what a disk has, so that the disk is not asked so often for it.\n",
    "#### BASE\nBasically available.\n",
    "#### Base\nAll stands on it.\n",
    "#### Empty\n",
    "**Page**: is a piece of a disk.\n",
    "The caches 😀 of a base. #tag #a #Tag\n",
    "[[a]] [[sub/c#cache|x]] [[Big Cache]] ![[b]]\n",
    "[x](b.md#disk) [y](../one/a.md) [z](sub/) [q](/posts/e/)\n",
    "[ref] and [^1]\n\n[ref]: a.md\n[^1]: A note.\n",
    "<!-- later -->\n",
    "```\n",
    "\r\n",
    "\r",
    "\n",
    "é",
    "e\u{301}",
    "データ\n",
];

const TOMLS: [&str; 5] = [
    "",
    "maxHeadingLevel = 2\n",
    "exclude = [\"sub/**\"]\n",
    "[diagnostics]\nempty-section = \"error\"\n",
    "[terms]\nstyles = [\"bold\"]\n",
];

/// Numbers that are the same for the same seed.
struct Random(u64);

impl Random {
    fn below(&mut self, end: usize) -> usize {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap_or_default() % end
    }

    fn text(&mut self) -> String {
        (0..self.below(7)).map(|_| PIECES[self.below(PIECES.len())]).collect()
    }
}

fn number(variable: &str) -> Option<u64> {
    std::env::var(variable).ok()?.parse().ok()
}

/// A client that asks for diagnostics and counts in an encoding.
fn start(disk: &Workspace, encoding: &str, folders: &[&str], settings: &Value) -> Client {
    let mut client = Client::spawn_set_up(|command| command.env("HEADWORD_AUDIT", "1"));
    let folders = folders.iter().map(|it| json!({ "uri": disk.uri(it), "name": it }));
    client.initialize(json!({
        "processId": null, "rootUri": null,
        "workspaceFolders": folders.collect::<Vec<_>>(),
        "initializationOptions": settings,
        "capabilities": {
            "general": { "positionEncodings": [encoding] },
            "textDocument": {
                "diagnostic": {}, "publishDiagnostics": {},
                "documentSymbol": { "hierarchicalDocumentSymbolSupport": true },
                "semanticTokens": {
                    "requests": { "full": { "delta": true } }, "formats": ["relative"],
                    "tokenTypes": ["type", "decorator", "property"],
                    "tokenModifiers": ["declaration"],
                },
            },
            "workspace": { "workspaceFolders": true },
        },
    }));
    client
}

/// All that a server says of the notes on the disk and in the buffers.
fn answers(client: &mut Client, disk: &Workspace, buffers: &BTreeMap<&str, String>) -> Vec<Value> {
    let all = client.request("workspace/symbol", json!({ "query": "" }));
    let mut found = vec![json!(all.ok())];
    for name in NOTES {
        let text = buffers.get(name).cloned();
        let Some(text) = text.or_else(|| fs::read_to_string(disk.path(name)).ok()) else {
            continue;
        };
        let uri = disk.uri(name);
        found.push(json!([name, text]));
        found.push(client.answers(&uri, &text));
        found.push(client.diagnostics(&uri).into());
    }
    found
}

/// One session: what happens, and what is said at its end.
struct Session {
    random: Random,
    disk: Workspace,
    client: Client,
    encoding: &'static str,
    folders: Vec<&'static str>,
    settings: Value,
    buffers: BTreeMap<&'static str, String>,
    version: i32,
}

impl Session {
    fn start(seed: u64) -> Self {
        let mut random = Random(seed);
        random.below(1);
        let encoding = ["utf-8", "utf-16", "utf-32"][random.below(3)];
        let disk = Workspace::new(&[("one/b.md", "#### Cache\nA store.\n")]);
        for name in NOTES {
            if random.below(2) == 0 {
                disk.write(name, &random.text());
            }
        }
        let (folders, settings) = (vec!["one"], json!({}));
        let client = start(&disk, encoding, &folders, &settings);
        let buffers = BTreeMap::new();
        Self { random, disk, client, encoding, folders, settings, buffers, version: 1 }
    }

    fn tell(&mut self, kind: u8, names: &[&str]) {
        let uris: Vec<_> = names.iter().map(|name| self.disk.uri(name)).collect();
        let changes: Vec<_> = uris.iter().map(|uri| (kind, uri.as_str())).collect();
        for _ in 0..=self.random.below(2) {
            self.client.files_changed(&changes);
        }
    }

    fn event(&mut self) {
        let name = NOTES[self.random.below(NOTES.len())];
        match self.random.below(12) {
            0 | 1 => {
                let text = self.random.text();
                self.disk.write(name, &text);
                self.tell(2, &[name]);
            }
            2 => {
                if fs::remove_file(self.disk.path(name)).is_ok() {
                    self.tell(3, &[name]);
                }
            }
            3 => self.open(name),
            4 => {
                if self.buffers.remove(name).is_some() {
                    self.client.close(&self.disk.uri(name));
                }
            }
            5 => self.move_folder(),
            6 => {
                let toml = ["one/headword.toml", "one/sub/headword.toml"][self.random.below(2)];
                self.disk.write(toml, TOMLS[self.random.below(TOMLS.len())]);
                self.tell(2, &[toml]);
            }
            7 => self.toggle_folder(),
            8 => {
                self.settings = json!({ "maxHeadingLevel": 2 + self.random.below(4) });
                let params = json!({ "settings": { "headword": self.settings } });
                self.client.notify("workspace/didChangeConfiguration", params);
            }
            _ => self.edit(),
        }
    }

    fn open(&mut self, name: &'static str) {
        let on_disk = fs::read_to_string(self.disk.path(name)).ok();
        let Some(text) = on_disk.filter(|_| !self.buffers.contains_key(name)) else { return };
        self.client.open_text(&self.disk.uri(name), &text);
        self.buffers.insert(name, text);
    }

    /// A folder with notes gets another name, which is told of the folder alone.
    fn move_folder(&mut self) {
        let [from, to] = ["one/sub", "one/other"];
        let (from, to) = if self.disk.path(from).is_dir() { (from, to) } else { (to, from) };
        if self.disk.path(from).is_dir() && !self.disk.path(to).exists() {
            fs::rename(self.disk.path(from), self.disk.path(to)).expect("it can be moved");
            self.tell(2, &[from, to]);
        }
    }

    fn toggle_folder(&mut self) {
        let uri = self.disk.uri("two");
        fs::create_dir_all(self.disk.path("two")).expect("a folder can be made");
        if self.folders.contains(&"two") {
            self.folders.retain(|it| *it != "two");
            self.client.folders_changed(&[], &[&uri]);
        } else {
            self.folders.push("two");
            self.client.folders_changed(&[&uri], &[]);
        }
    }

    /// Some changes in one notification, each of a range between two characters or of all.
    fn edit(&mut self) {
        let nth = self.random.below(NOTES.len());
        let open = self.buffers.keys().nth(nth % self.buffers.len().max(1)).copied();
        let Some(name) = open else { return self.open(NOTES[nth]) };
        let mut text = self.buffers[name].clone();
        let encoding = self.client.encoding();
        let mut changes = Vec::new();
        for _ in 0..=self.random.below(3) {
            let new = self.random.text();
            if self.random.below(8) == 0 {
                changes.push(json!({ "text": new }));
                text = new;
                continue;
            }
            // There is no place between the two halves of a line end.
            let starts = text.char_indices().map(|(at, _)| at).chain([text.len()]);
            let starts =
                starts.filter(|at| !(text[..*at].ends_with('\r') && text[*at..].starts_with('\n')));
            let starts: Vec<_> = starts.collect();
            let (a, b) = (self.random.below(starts.len()), self.random.below(starts.len()));
            let (start, end) = (starts[a.min(b)], starts[a.max(b).min(a.min(b) + 6)]);
            let range = json!({
                "start": encoding.place(&text, start), "end": encoding.place(&text, end),
            });
            changes.push(json!({ "range": range, "text": new }));
            text.replace_range(start..end, &new);
        }
        self.version += 1;
        self.client.change(&self.disk.uri(name), self.version, changes.into());
        self.buffers.insert(name, text);
    }

    /// Holds what is said at the end against what a new server says.
    fn compare(mut self) {
        let kept = answers(&mut self.client, &self.disk, &self.buffers);
        let mut fresh = start(&self.disk, self.encoding, &self.folders, &self.settings);
        for (name, text) in &self.buffers {
            fresh.open_text(&self.disk.uri(name), text);
        }
        let anew = answers(&mut fresh, &self.disk, &self.buffers);
        for (kept, anew) in kept.iter().zip(&anew) {
            assert_eq!(kept, anew);
        }
        assert_eq!(kept.len(), anew.len());
        for client in [self.client, fresh] {
            assert!(!client.log().contains("made anew"), "{}", client.log());
            client.finish();
        }
    }
}

#[test]
fn after_any_session_a_server_says_what_a_new_one_says() {
    let seed = number("HEADWORD_SEED").unwrap_or(SEED);
    let sessions = number("HEADWORD_SESSIONS").unwrap_or(SESSIONS);
    println!("HEADWORD_SEED={seed} HEADWORD_SESSIONS={sessions}");
    for seed in seed..seed + sessions {
        println!("HEADWORD_SEED={seed} HEADWORD_SESSIONS=1");
        let mut session = Session::start(seed);
        for _ in 0..EVENTS {
            session.event();
        }
        session.compare();
    }
}

/// Many notes that have much in common, so that whatever is the first of many shows.
fn crowd() -> Workspace {
    let disk = Workspace::new(&[]);
    let mut random = Random(5);
    for number in 0..150 {
        let same = PIECES[4].replace("Cache", &format!("Store {number}"));
        let text = format!("{}\n{same}\n{}", random.text(), random.text());
        disk.write(&format!("{}/n{number}.md", ["one", "one/sub", "one/x"][number % 3]), &text);
    }
    for name in NOTES {
        let text = format!("{}\n[[store]] [x](n1.md) [y](n.md)\n\n{}", PIECES[4], PIECES[11]);
        disk.write(name, &text);
    }
    disk
}

#[test]
fn answers_are_the_same_on_any_number_of_threads_and_in_any_order() {
    let disk = crowd();
    let root = disk.uri("one");
    let ask = |threads: &str, is_reversed: bool| {
        let mut client = Client::spawn_set_up(|command| {
            command.env("RAYON_NUM_THREADS", threads).env("TOKIO_WORKER_THREADS", threads)
        });
        client.initialize(json!({
            "processId": null, "rootUri": null,
            "workspaceFolders": [{ "uri": root, "name": "one" }],
            "capabilities": { "textDocument": { "diagnostic": {}, "codeAction": {
                "codeActionLiteralSupport": { "codeActionKind": { "valueSet": [] } },
            } } },
        }));
        let mut questions = Vec::new();
        for name in NOTES.iter().filter(|name| name.starts_with("one")) {
            let uri = disk.uri(name);
            client.open(&disk, name);
            questions.push(("textDocument/diagnostic", about(&uri)));
            questions.push(("textDocument/documentLink", about(&uri)));
            questions.push(("textDocument/codeLens", about(&uri)));
            for line in 0..5 {
                for character in [2, 5, 12] {
                    let place = json!({ "line": line, "character": character });
                    let here = at(&uri, &place);
                    let mut refer = here.clone();
                    refer["context"] = json!({ "includeDeclaration": true });
                    let mut act = about(&uri);
                    act["range"] = json!({ "start": place, "end": place });
                    act["context"] = json!({ "diagnostics": [] });
                    questions.push(("textDocument/hover", here.clone()));
                    questions.push(("textDocument/definition", here.clone()));
                    questions.push(("textDocument/completion", here));
                    questions.push(("textDocument/references", refer));
                    questions.push(("textDocument/codeAction", act));
                }
            }
        }
        for query in ["", "store", "c"] {
            questions.push(("workspace/symbol", json!({ "query": query })));
        }
        // A completion and a hover come before all notes are read, as far as they can.
        client.settle();
        let mut order: Vec<_> = (0..questions.len()).collect();
        if is_reversed {
            order.reverse();
        }
        let started = order.iter().map(|index| {
            let (method, params) = questions[*index].clone();
            (*index, client.start(method, params))
        });
        let started: BTreeMap<_, _> = started.collect();
        let answers =
            started.into_iter().map(|(index, id)| (questions[index].clone(), client.response(&id)));
        let answers: Vec<_> = answers.collect();
        client.finish();
        answers
    };
    let one = ask("1", false);
    for (threads, is_reversed) in [("2", true), ("8", false), ("8", true)] {
        for (one, other) in one.iter().zip(ask(threads, is_reversed)) {
            assert_eq!(*one, other, "on {threads} threads");
        }
    }
}

/// The numbers of an answer about semantic tokens.
fn numbers(tokens: &Value) -> Vec<Value> {
    tokens["data"].as_array().cloned().unwrap_or_default()
}

#[test]
fn differences_of_tokens_add_up_and_pushed_diagnostics_are_those_that_are_asked_for() {
    let disk = crowd();
    let mut asking = start(&disk, "utf-16", &["one"], &json!({}));
    let mut waiting = Client::spawn();
    waiting.initialize(json!({
        "processId": null, "rootUri": null,
        "workspaceFolders": [{ "uri": disk.uri("one"), "name": "one" }],
        "capabilities": { "textDocument": { "publishDiagnostics": {} } },
    }));
    let (uri, mut text, mut random) = (disk.uri("one/a.md"), disk.read("one/a.md"), Random(9));
    for client in [&mut asking, &mut waiting] {
        client.open_text(&uri, &text);
    }
    let full = asking.request("textDocument/semanticTokens/full", about(&uri)).unwrap_or_default();
    let (mut data, mut id) = (numbers(&full), full["resultId"].clone());
    assert!(!data.is_empty());
    for version in 2..22 {
        text = if random.below(3) == 0 { random.text() } else { text + &random.text() };
        for client in [&mut asking, &mut waiting] {
            client.change(&uri, version, json!([{ "text": text }]));
        }
        let mut params = about(&uri);
        params["previousResultId"] = id;
        let found = asking.request("textDocument/semanticTokens/full/delta", params);
        let found = found.unwrap_or_default();
        for edit in found["edits"].as_array().into_iter().flatten().rev() {
            let number =
                |name: &str| usize::try_from(edit[name].as_u64().unwrap_or(0)).unwrap_or(0);
            let range = number("start")..number("start") + number("deleteCount");
            data.splice(range, numbers(edit));
        }
        if found.get("data").is_some() {
            data = numbers(&found);
        }
        let full = asking.request("textDocument/semanticTokens/full", about(&uri));
        let full = full.unwrap_or_default();
        assert_eq!(data, numbers(&full), "the tokens of {text:?}");
        id = full["resultId"].clone();
        assert_eq!(waiting.published(&uri, version), asking.diagnostics(&uri), "of {text:?}");
    }
    asking.finish();
    waiting.finish();
}
