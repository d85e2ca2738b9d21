//! Faults: disks, clients and code that do what they should not. The server loses what it must and
//! nothing else, answers all along, and ends when it is told to.
//!
//! What happens at random is drawn from a seed that is printed. `HEADWORD_FAULT_ROUNDS` has more of
//! it happen, `HEADWORD_FAULT_SEED` the same again.

#![cfg(target_os = "linux")]
#![expect(clippy::unwrap_used, reason = "what fails here fails the test")]
#![expect(clippy::needless_pass_by_value, reason = "JSON is written where it is passed")]
#![expect(clippy::print_stdout, reason = "what is skipped, and what was drawn, is said")]

use std::collections::BTreeSet;
use std::fs;
use std::io::{Read, Write};
use std::os::unix::fs::{PermissionsExt, symlink};
use std::os::unix::net::UnixListener;
use std::os::unix::process::ExitStatusExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, kill_process};
use serde_json::{Value, json};

use crate::support::ask::{about, at};
use crate::support::pipes::{Event, frame, read_events, read_log};
use crate::support::{Client, Workspace, profiles};

const CREATED: u8 = 1;
const CHANGED: u8 = 2;

/// How long a process that is to end may take; far more than it does.
const PATIENCE: Duration = Duration::from_mins(1);

/// A note that defines one term.
fn note(term: &str) -> String {
    format!("#### {term}\n\nThe meaning of {term}.\n")
}

/// Numbers that look random, the same for the same seed.
struct Random(u64);

impl Random {
    /// The seed is printed, so that a test that fails can be run again.
    fn new(test: &str) -> Self {
        let given = std::env::var("HEADWORD_FAULT_SEED").ok().and_then(|seed| seed.parse().ok());
        let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap();
        let seed = given.unwrap_or(u64::from(now.subsec_nanos()) | 1);
        println!("{test}: HEADWORD_FAULT_SEED={seed}, {} rounds", rounds(0));
        Self(seed)
    }

    /// A number below `limit`. (xorshift64*)
    fn below(&mut self, limit: u64) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 33) % limit
    }
}

/// How often something is tried: so often, or as often as was asked for.
fn rounds(usual: usize) -> usize {
    let given = std::env::var("HEADWORD_FAULT_ROUNDS").ok();
    given.and_then(|rounds| rounds.parse().ok()).unwrap_or(usual)
}

fn is_root() -> bool {
    rustix::process::geteuid().is_root()
}

fn command() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_headword"));
    command.env("NO_COLOR", "1").stdin(Stdio::null());
    command
}

/// The names of all there is in a folder.
fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap();
    let mut names: Vec<_> =
        entries.map(|it| it.unwrap().file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

// Files that become something else.

/// What a file may become between one look and the next.
const SHAPES: [&str; 10] =
    ["note", "gone", "folder", "fifo", "socket", "dangling", "outside", "binary", "huge", "secret"];

/// Gives the file at a path another shape. `outside` is a note that no one may read.
fn turn_into(path: &Path, shape: &str, outside: &Path) {
    let text = note(path.file_stem().unwrap().to_str().unwrap());
    let _ = fs::remove_dir_all(path);
    let _ = fs::remove_file(path);
    match shape {
        "note" => fs::write(path, text).unwrap(),
        "folder" => fs::create_dir(path).unwrap(),
        "fifo" => drop(Command::new("mkfifo").arg(path).status()),
        // A socket stays when no one listens any more.
        "socket" => drop(UnixListener::bind(path)),
        "dangling" => symlink("nothing-is-there.md", path).unwrap(),
        "outside" => symlink(outside, path).unwrap(),
        "binary" => fs::write(path, b"#### Flipped\n\nThe meaning. \xff\xfe\n").unwrap(),
        "huge" => fs::File::create(path).unwrap().set_len(20 << 20).unwrap(),
        "secret" => {
            fs::write(path, text).unwrap();
            fs::set_permissions(path, fs::Permissions::from_mode(0o000)).unwrap();
        }
        _ => {}
    }
}

/// Says that it is over when it is dropped, also by a test that fails.
struct AtTheEnd<'a>(&'a AtomicBool);

impl Drop for AtTheEnd<'_> {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Relaxed);
    }
}

#[test]
fn a_file_may_become_anything_while_it_is_read() {
    let mut random = Random::new("flips");
    let workspace = Workspace::new(&[("steady.md", &note("Steady"))]);
    let outside = Workspace::new(&[("outside.md", &note("Outside"))]);
    let flips: Vec<PathBuf> = (0..4).map(|n| workspace.path(&format!("flip{n}.md"))).collect();
    let is_over = AtomicBool::new(false);
    let mut client = Client::spawn().initialized(&workspace, profiles::vscode());
    let root = workspace.root_uri();
    thread::scope(|scope| {
        let end = AtTheEnd(&is_over);
        let (flips, is_over, secret) = (&flips, &is_over, outside.path("outside.md"));
        let mut draw = Random(random.below(1 << 40) | 1);
        scope.spawn(move || {
            while !is_over.load(Ordering::Relaxed) {
                let at = usize::try_from(draw.below(flips.len() as u64)).unwrap();
                let shape = usize::try_from(draw.below(SHAPES.len() as u64)).unwrap();
                turn_into(&flips[at], SHAPES[shape], &secret);
            }
        });
        for _ in 0..rounds(60) {
            if random.below(4) == 0 {
                client.folders_changed(&[], &[&root]);
                client.folders_changed(&[&root], &[]);
            } else {
                for number in 0..4 {
                    client.files_changed(&[(CHANGED, &workspace.uri(&format!("flip{number}.md")))]);
                }
            }
            assert!(client.define("Steady").contains("The meaning of Steady."));
            assert_eq!(client.define("Outside"), "", "no link is followed");
            let links = workspace.path("steady.md");
            fs::write(links, format!("{}\n[x](flip0.md) ![y](flip1.md)\n", note("Steady")))
                .unwrap();
            client
                .request("textDocument/documentLink", about(&workspace.uri("steady.md")))
                .unwrap();
        }
        for _ in 0..rounds(5) {
            let checked = command().arg("check").current_dir(workspace.root()).output().unwrap();
            assert!(checked.status.code().is_some_and(|code| code < 2), "{checked:?}");
        }
        drop(end);
    });
    for flip in &flips {
        turn_into(flip, "note", Path::new(""));
    }
    client.files_changed(&[(CHANGED, &root)]);
    for number in 0..4 {
        assert!(client.define(&format!("flip{number}")).contains("The meaning"), "{number}");
    }
    client.finish();
}

#[test]
fn each_shape_is_left_out_and_told_and_a_note_again_when_it_is_one() {
    let outside = Workspace::new(&[("outside.md", &note("Outside"))]);
    for shape in SHAPES {
        let workspace = Workspace::new(&[("steady.md", &note("Steady"))]);
        let flip = workspace.path("flip.md");
        turn_into(&flip, shape, &outside.path("outside.md"));
        let mut client = Client::spawn().initialized(&workspace, profiles::neovim());
        assert!(client.define("Steady").contains("The meaning"), "{shape}");
        // Modes mean nothing to root.
        let is_read = shape == "note" || shape == "secret" && is_root();
        assert_eq!(client.define("flip").is_empty(), !is_read, "{shape}");
        assert_eq!(client.define("Outside"), "", "{shape}");
        turn_into(&flip, "note", Path::new(""));
        client.files_changed(&[(CREATED, &workspace.uri("flip.md"))]);
        assert!(client.define("flip").contains("The meaning"), "{shape}");
        client.finish();
    }
}

#[test]
fn what_may_not_be_read_is_left_out_until_it_may() {
    let (alpha, beta, gamma) = (note("Alpha"), note("Beta"), note("Gamma"));
    let files = [("a.md", &*alpha), ("b.md", &*beta), ("locked/c.md", &*gamma)];
    let workspace = Workspace::new(&files);
    let mode = |name: &str, mode| {
        fs::set_permissions(workspace.path(name), fs::Permissions::from_mode(mode)).unwrap();
    };
    mode("", 0o755);
    mode("a.md", 0o644);
    mode("b.md", 0);
    mode("locked", 0);
    let mut client = if is_root() {
        // As root no mode means anything, so the server runs as someone else.
        let someone = ["--reuid=65534", "--regid=65534", "--clear-groups"];
        let mut can = Command::new("setpriv");
        can.args(someone).arg(env!("CARGO_BIN_EXE_headword")).arg("--version");
        let can = can.stdout(Stdio::null()).stderr(Stdio::null()).status();
        if !can.is_ok_and(|status| status.success()) {
            return println!("skipped: root, and the server cannot be run as someone else");
        }
        Client::spawn_set_up(|command| {
            *command = Command::new("setpriv");
            command.args(someone).arg(env!("CARGO_BIN_EXE_headword"))
        })
    } else {
        Client::spawn()
    };
    client = client.initialized(&workspace, profiles::vscode());
    assert!(client.define("Alpha").contains("The meaning"));
    assert_eq!(client.define("Beta"), "");
    assert_eq!(client.define("Gamma"), "");
    client.wait_for_notification("window/logMessage", |params| {
        params["message"].as_str().unwrap().contains("b.md")
    });
    mode("b.md", 0o644);
    client.files_changed(&[(CHANGED, &workspace.uri("b.md"))]);
    assert!(client.define("Beta").contains("The meaning"));
    mode("locked", 0o755);
    mode("locked/c.md", 0o644);
    client.files_changed(&[(CHANGED, &workspace.uri("locked"))]);
    assert!(client.define("Gamma").contains("The meaning"));
    client.finish();
}

// Writing.

const BROKEN: &str = "---\ntags: [a, b, a]\n---\n";

/// A note that has something to repair, and what is to become of it.
fn repairable(number: usize) -> (String, String) {
    let text = format!("# Note {number}\n\n{}\n", "Some words that fill it.\n".repeat(200));
    (format!("{BROKEN}{text}"), format!("{}{text}", BROKEN.replace(", a]", "]")))
}

fn repairable_notes(count: usize) -> Workspace {
    let workspace = Workspace::new(&[]);
    for number in 0..count {
        fs::write(workspace.path(&format!("{number}.md")), repairable(number).0).unwrap();
    }
    workspace
}

/// How many of the notes are repaired. Each is as it was or as it is to be.
#[track_caller]
fn repaired(folder: &Path, count: usize) -> usize {
    let is_new = |number: &usize| {
        let (old, new) = repairable(*number);
        let text = fs::read_to_string(folder.join(format!("{number}.md"))).unwrap();
        assert!(text == old || text == new, "{number}.md is half written: {} bytes", text.len());
        text == new
    };
    (0..count).filter(is_new).count()
}

fn fix(folder: &Path) -> Command {
    let mut command = command();
    command.args(["check", "--fix"]).current_dir(folder);
    command
}

#[test]
fn a_repair_that_is_killed_leaves_each_note_old_or_new() {
    const NOTES: usize = 20;
    let mut random = Random::new("kills");
    let workspace = repairable_notes(NOTES);
    // How long it takes here and now, so that it is killed in the midst of it.
    let start = Instant::now();
    assert!(fix(workspace.root()).output().unwrap().status.success());
    let whole = u64::try_from(start.elapsed().as_micros()).unwrap();
    let (mut halfway, mut litter) = (0, 0);
    for _ in 0..rounds(25) {
        let workspace = repairable_notes(NOTES);
        let mut process = fix(workspace.root()).stdout(Stdio::null()).spawn().unwrap();
        thread::sleep(Duration::from_micros(random.below(whole * 5 / 4)));
        process.kill().unwrap();
        process.wait().unwrap();
        let count = repaired(workspace.root(), NOTES);
        halfway += usize::from((1..NOTES).contains(&count));
        litter += names(workspace.root()).len() - NOTES;
        let left = fix(workspace.root()).output().unwrap();
        assert!(left.status.success(), "{left:?}");
        assert_eq!(repaired(workspace.root(), NOTES), NOTES);
        let all = names(workspace.root());
        assert_eq!(all.len(), NOTES, "something is left: {all:?}");
    }
    println!("killed between two notes {halfway} times, files left behind: {litter}");
}

#[test]
fn a_repair_on_a_full_disk_leaves_each_note_old_or_new() {
    const NOTES: usize = 20;
    let workspace = repairable_notes(NOTES);
    // A limit of size, with its signal ignored, is an error in the midst of writing.
    let script =
        format!("trap '' XFSZ; ulimit -f 4; exec '{}' check --fix", env!("CARGO_BIN_EXE_headword"));
    let output = Command::new("sh").args(["-c", &script]).current_dir(workspace.root()).output();
    let output = output.unwrap();
    let errors = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(2), "{errors}");
    assert_eq!(errors.lines().count(), NOTES, "{errors}");
    assert!(errors.lines().all(|line| line.starts_with("headword: not fixed: ")), "{errors}");
    assert_eq!(repaired(workspace.root(), NOTES), 0);
    assert_eq!(names(workspace.root()).len(), NOTES);

    let disk = Workspace::new(&[]);
    let mounted = Command::new("mount")
        .args(["-t", "tmpfs", "-o", "size=256k", "headword-test"])
        .arg(disk.root())
        .stderr(Stdio::null())
        .status();
    if !mounted.is_ok_and(|status| status.success()) {
        return println!("skipped: no small disk can be mounted here");
    }
    for number in 0..NOTES {
        fs::write(disk.path(&format!("{number}.md")), repairable(number).0).unwrap();
    }
    let mut filler = fs::File::create(disk.path("filler")).unwrap();
    while filler.write_all(&[0; 1024]).is_ok() {}
    let full = fix(disk.root()).output().unwrap();
    let (count, all) = (repaired(disk.root(), NOTES), names(disk.root()));
    drop(filler);
    fs::remove_file(disk.path("filler")).unwrap();
    let after = fix(disk.root()).output().unwrap();
    let healed = repaired(disk.root(), NOTES);
    assert!(Command::new("umount").arg(disk.root()).status().unwrap().success());
    assert_eq!((full.status.code(), count), (Some(2), 0), "{full:?}");
    assert_eq!(all.len(), NOTES + 1, "nothing is left on the full disk: {all:?}");
    assert_eq!((after.status.code(), healed), (Some(0), NOTES), "{after:?}");
}

// Clients.

/// A server without a client around it: what is written to it, and what comes out, as it is.
struct Bare(Child);

impl Bare {
    fn spawn() -> Self {
        Self::spawn_set_up(|command| command.stderr(Stdio::null()))
    }

    fn spawn_set_up(set_up: impl FnOnce(&mut Command) -> &mut Command) -> Self {
        let mut command = command();
        set_up(&mut command).stdin(Stdio::piped()).stdout(Stdio::piped());
        Self(command.spawn().unwrap())
    }

    fn send(&mut self, message: Value) {
        self.0.stdin.as_mut().unwrap().write_all(&frame(&message)).unwrap();
    }

    /// Opens a session and a document with this text.
    fn open(&mut self, text: &str) {
        let params = json!({ "processId": null, "rootUri": null, "capabilities": {} });
        self.send(json!({ "jsonrpc": "2.0", "id": 0, "method": "initialize", "params": params }));
        self.send(json!({ "jsonrpc": "2.0", "method": "initialized", "params": {} }));
        let document =
            json!({ "uri": "untitled:a", "languageId": "markdown", "version": 1, "text": text });
        let params = json!({ "textDocument": document });
        self.send(json!({ "jsonrpc": "2.0", "method": "textDocument/didOpen", "params": params }));
    }

    fn ask(&mut self, id: usize) {
        let method = "textDocument/documentSymbol";
        let params = about("untitled:a");
        self.send(json!({ "jsonrpc": "2.0", "id": id, "method": method, "params": params }));
    }

    fn wait(&mut self) -> std::process::ExitStatus {
        let end = Instant::now() + PATIENCE;
        loop {
            if let Some(status) = self.0.try_wait().unwrap() {
                return status;
            }
            assert!(Instant::now() < end, "the server did not end");
            thread::sleep(Duration::from_millis(5));
        }
    }

    fn signal(&self, signal: Signal) {
        kill_process(Pid::from_child(&self.0), signal).unwrap();
    }
}

impl Drop for Bare {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// The messages in what was written. What is no whole frame fails the test.
#[track_caller]
fn messages(mut bytes: &[u8]) -> Vec<Value> {
    let mut found = Vec::new();
    while !bytes.is_empty() {
        let end = bytes.windows(4).position(|it| it == b"\r\n\r\n").expect("a whole header");
        let header = str::from_utf8(&bytes[..end]).unwrap();
        let length: usize = header.strip_prefix("Content-Length: ").unwrap().parse().unwrap();
        let body = bytes.get(end + 4..end + 4 + length).expect("a whole body");
        found.push(serde_json::from_slice(body).unwrap());
        bytes = &bytes[end + 4 + length..];
    }
    found
}

#[test]
fn a_client_that_does_not_read_for_long_gets_all_answers_when_it_does() {
    const QUESTIONS: usize = 600;
    let mut server = Bare::spawn();
    // One answer is more than a pipe holds.
    server.open(&"## Heading with a name\n\nText.\n".repeat(1_000));
    for id in 1..=QUESTIONS {
        server.ask(id);
    }
    server.send(json!({ "jsonrpc": "2.0", "id": "last", "method": "shutdown" }));
    thread::sleep(Duration::from_millis(u64::try_from(rounds(1_000)).unwrap()));
    let events = read_events(server.0.stdout.take().unwrap());
    let mut answered = BTreeSet::new();
    while answered.len() < QUESTIONS + 2 {
        match events.recv_timeout(PATIENCE) {
            Ok(Event::Message(message)) if message.get("method").is_none() => {
                assert!(answered.insert(message["id"].to_string()), "answered twice: {message}");
            }
            Ok(Event::Message(_)) => {}
            other => panic!("{other:?} after {} answers", answered.len()),
        }
    }
    server.send(json!({ "jsonrpc": "2.0", "method": "exit" }));
    assert_eq!(server.wait().code(), Some(0));
}

#[test]
fn a_client_that_does_not_read_gets_the_newest_diagnostics_and_not_all() {
    const VERSIONS: i64 = 20;
    let workspace = Workspace::new(&[("a.md", &note("Alpha"))]);
    let (root, uri) = (workspace.root_uri(), workspace.uri("headword.toml"));
    let mut server = Bare::spawn_set_up(|command| {
        command.stderr(Stdio::piped()).env("HEADWORD_FAULTS", "event files")
    });
    let log = read_log(server.0.stderr.take().unwrap());
    let capabilities = json!({ "textDocument": { "publishDiagnostics": {} } });
    let folders = json!([{ "uri": root, "name": "notes" }]);
    let params =
        json!({ "processId": null, "capabilities": capabilities, "workspaceFolders": folders });
    server.send(json!({ "jsonrpc": "2.0", "id": 0, "method": "initialize", "params": params }));
    let mut notify = |method: &str, params: Value| {
        server.send(json!({ "jsonrpc": "2.0", "method": method, "params": params }));
    };
    notify("initialized", json!({}));
    // The diagnostics of one version are more than a pipe holds, and go out at once.
    let name = "x".repeat(200);
    let text: String = (0..200).map(|number| format!("{name}{number} = 1\n")).collect();
    let document = json!({ "uri": uri, "languageId": "toml", "version": 1, "text": text });
    notify("textDocument/didOpen", json!({ "textDocument": document }));
    for version in 2..=VERSIONS {
        let document = json!({ "uri": uri, "version": version });
        let changes = json!([{ "text": format!("# {version}\n{text}") }]);
        notify(
            "textDocument/didChange",
            json!({ "textDocument": document, "contentChanges": changes }),
        );
    }
    let change = json!({ "uri": workspace.uri("a.md"), "type": CHANGED });
    notify("workspace/didChangeWatchedFiles", json!({ "changes": [change] }));
    // That one is handled after all others, and says so beside the pipe.
    let end = Instant::now() + PATIENCE;
    while !log.lock().unwrap().contains("a fault at event files") {
        assert!(Instant::now() < end, "the changes were not handled");
        thread::sleep(Duration::from_millis(5));
    }
    let events = read_events(server.0.stdout.take().unwrap());
    let mut versions = Vec::new();
    while versions.last() != Some(&VERSIONS) {
        match events.recv_timeout(PATIENCE) {
            Ok(Event::Message(message)) => {
                if message["params"]["uri"] == uri.as_str() {
                    versions.extend(message["params"]["version"].as_i64());
                }
            }
            other => panic!("{other:?} after the versions {versions:?}"),
        }
    }
    // One is written, one is on its way, and the others have been replaced.
    assert!(versions.len() <= 5, "{versions:?}");
    assert!(versions.is_sorted(), "{versions:?}");
}

#[test]
fn a_client_that_has_closed_its_end_ends_the_server() {
    let mut server = Bare::spawn();
    server.open(&note("Term"));
    drop(server.0.stdout.take());
    for id in 1..=3 {
        // The server may have ended already.
        let method = "textDocument/documentSymbol";
        let params = about("untitled:a");
        let message = json!({ "jsonrpc": "2.0", "id": id, "method": method, "params": params });
        let _ = server.0.stdin.as_mut().unwrap().write_all(&frame(&message));
    }
    assert_eq!(server.wait().code(), Some(1));
}

#[test]
fn half_a_frame_and_then_nothing_holds_up_nobody() {
    let mut server = Bare::spawn();
    server.open(&note("Term"));
    server.ask(1);
    let question = json!({ "jsonrpc": "2.0", "id": 2, "method": "textDocument/documentSymbol", "params": about("untitled:a") });
    let whole = frame(&question);
    let (half, rest) = whole.split_at(whole.len() / 2);
    server.0.stdin.as_mut().unwrap().write_all(half).unwrap();
    let mut output = server.0.stdout.take().unwrap();
    let mut bytes = Vec::new();
    let mut read_until = |needle: &str| {
        while !String::from_utf8_lossy(&bytes).contains(needle) {
            let mut some = [0; 4096];
            let count = output.read(&mut some).unwrap();
            assert_ne!(count, 0, "the server ended before {needle}");
            bytes.extend_from_slice(&some[..count]);
        }
    };
    read_until("\"id\":1");
    server.0.stdin.as_mut().unwrap().write_all(rest).unwrap();
    read_until("\"id\":2");
    server.0.stdin.as_mut().unwrap().write_all(half).unwrap();
    drop(server.0.stdin.take());
    assert_eq!(server.wait().code(), Some(1));
}

/// Whether whoever started the tests has them ignore a signal, and so what they start.
fn is_ignored(signal: Signal) -> bool {
    let status = fs::read_to_string("/proc/self/status").unwrap();
    let ignored = status.lines().find_map(|line| line.strip_prefix("SigIgn:")).unwrap();
    u64::from_str_radix(ignored.trim(), 16).unwrap() & (1 << (signal.as_raw() - 1)) != 0
}

#[test]
fn a_signal_ends_the_server_and_what_it_has_written_is_whole() {
    let mut random = Random::new("signals");
    for round in 0..rounds(20) {
        let mut server = Bare::spawn();
        // All answers have room in the pipe: nothing makes whoever has to write half of one wait.
        server.open(&"## Heading\n\nText.\n".repeat(4));
        let mut output = server.0.stdout.take().unwrap();
        let reader = thread::spawn(move || {
            let mut bytes = Vec::new();
            output.read_to_end(&mut bytes).map(|_| bytes).unwrap()
        });
        for id in 1..=50 {
            server.ask(id);
        }
        thread::sleep(Duration::from_micros(random.below(60_000)));
        let is_term = round % 2 == 0 || is_ignored(Signal::INT);
        let signal = if is_term { Signal::TERM } else { Signal::INT };
        server.signal(signal);
        assert_eq!(server.wait().signal(), Some(signal.as_raw()));
        let written = reader.join().unwrap();
        assert!(written.len() < 64 << 10, "{} bytes are more than a pipe holds", written.len());
        messages(&written);
    }
}

// Our own faults.

/// A server in which each of these places panics once.
fn faulty(places: &[&str], workspace: &Workspace) -> Client {
    let client = Client::spawn_set_up(|command| {
        command.env("HEADWORD_FAULTS", places.join(",")).env("RUST_BACKTRACE", "0")
    });
    client.initialized(workspace, profiles::everything())
}

const GLOSSARY: &str = "---\ntags: [a, a]\n---\n# Glossary\n\n## Stores\n\n#### Cache\n\nA fast \
    [store](#stores), unlike a disk. See [none](none.md).\n\n#### Disk\n\nA slow store.\n";

/// Every request there is, with params that have an answer.
fn requests(uri: &str) -> Vec<(&'static str, Value)> {
    let all =
        json!({ "start": { "line": 0, "character": 0 }, "end": { "line": 20, "character": 0 } });
    let place = json!({ "line": 7, "character": 6 });
    let item = json!({ "name": "Cache", "kind": 20, "uri": uri, "range": all, "selectionRange": {
        "start": { "line": 7, "character": 5 }, "end": { "line": 7, "character": 10 } } });
    let with = |mut params: Value, key: &str, value: Value| {
        params[key] = value;
        params
    };
    let spot = at(uri, &place);
    let whole = with(about(uri), "range", all.clone());
    let item_of = json!({ "item": item });
    let file = json!({ "files": [{ "oldUri": uri, "newUri": format!("{uri}.md") }] });
    vec![
        ("textDocument/hover", spot.clone()),
        ("textDocument/documentSymbol", about(uri)),
        ("textDocument/definition", spot.clone()),
        ("textDocument/declaration", spot.clone()),
        ("textDocument/typeDefinition", spot.clone()),
        (
            "textDocument/references",
            with(spot.clone(), "context", json!({ "includeDeclaration": true })),
        ),
        ("textDocument/documentHighlight", spot.clone()),
        ("textDocument/documentLink", about(uri)),
        ("textDocument/prepareCallHierarchy", spot.clone()),
        ("callHierarchy/incomingCalls", item_of.clone()),
        ("callHierarchy/outgoingCalls", item_of.clone()),
        ("textDocument/prepareTypeHierarchy", spot.clone()),
        ("typeHierarchy/supertypes", item_of.clone()),
        ("typeHierarchy/subtypes", item_of),
        ("workspace/symbol", json!({ "query": "ca" })),
        ("textDocument/semanticTokens/full", about(uri)),
        (
            "textDocument/semanticTokens/full/delta",
            with(about(uri), "previousResultId", "x".into()),
        ),
        ("textDocument/semanticTokens/range", whole.clone()),
        ("textDocument/codeLens", about(uri)),
        ("codeLens/resolve", json!({ "range": all })),
        ("textDocument/foldingRange", about(uri)),
        ("textDocument/selectionRange", with(about(uri), "positions", json!([place]))),
        ("textDocument/inlayHint", whole.clone()),
        ("textDocument/completion", spot.clone()),
        ("completionItem/resolve", json!({ "label": "Cache" })),
        ("textDocument/prepareRename", spot.clone()),
        ("textDocument/rename", with(spot.clone(), "newName", "Store of Speed".into())),
        ("textDocument/codeAction", with(whole.clone(), "context", json!({ "diagnostics": [] }))),
        ("codeAction/resolve", json!({ "title": "None" })),
        ("textDocument/diagnostic", about(uri)),
        ("workspace/diagnostic", json!({ "previousResultIds": [] })),
        (
            "workspace/executeCommand",
            json!({ "command": "headword.nextGap", "arguments": [uri, place] }),
        ),
        ("workspace/willRenameFiles", file),
    ]
}

/// An answer without what is another one each time.
fn plain(mut answer: Result<Value, Value>) -> Result<Value, Value> {
    if let Ok(Value::Object(answer)) = &mut answer {
        answer.remove("resultId");
    }
    answer
}

/// The answer to a request when all notes have been read: before that a hover says so.
fn settled(client: &mut Client, method: &str, params: &Value) -> Result<Value, Value> {
    loop {
        let answer = plain(client.request(method, params.clone()));
        let is_early =
            answer.as_ref().is_ok_and(|it| it.to_string().contains("is still reading notes"));
        if !is_early {
            return answer;
        }
    }
}

#[test]
fn a_panic_costs_one_request_whatever_it_is_and_the_next_is_answered_right() {
    let workspace = Workspace::new(&[("glossary.md", GLOSSARY), ("other.md", &note("Other"))]);
    let uri = workspace.uri("glossary.md");
    let requests = requests(&uri);
    let methods: Vec<_> = requests.iter().map(|(method, _)| *method).collect();
    let mut sound = faulty(&[], &workspace);
    let mut client = faulty(&methods, &workspace);
    sound.open(&workspace, "glossary.md");
    client.open(&workspace, "glossary.md");
    for (method, params) in &requests {
        let right = settled(&mut sound, method, params);
        let failed = client.request(method, params.clone()).expect_err(method);
        assert_eq!(failed["code"], -32603, "{method}: {failed}");
        assert_eq!(failed["message"], format!("internal error in {method}"));
        assert_eq!(settled(&mut client, method, params), right, "{method}");
        assert!(client.define_now("Cache").contains("A fast"), "after {method}");
    }
    println!("{} requests panicked and were answered the next time", requests.len());
    assert!(client.log().contains("as was asked for"));
    sound.finish();
    client.finish();
}

#[test]
fn every_request_that_is_offered_is_among_those_that_panic() {
    let workspace = Workspace::new(&[]);
    let known = requests(&workspace.uri("a.md"));
    let mut client = faulty(&[], &workspace);
    let transcript = client.transcript().to_vec();
    let offered = transcript.iter().find_map(|(_, it)| it["result"]["capabilities"].as_object());
    // Each provider has a request of the same name.
    let providers = offered.unwrap().keys().filter_map(|key| key.strip_suffix("Provider"));
    for provider in
        providers.filter(|provider| !["semanticTokens", "workspaceSymbol"].contains(provider))
    {
        let is_known = known.iter().any(|(method, _)| {
            let name = method.rsplit('/').next().unwrap().to_lowercase();
            name.trim_start_matches("prepare") == provider.to_lowercase()
        });
        assert!(is_known, "no request for {provider}");
    }
    // What is not offered is not known.
    for (method, params) in known {
        let answer = client.request(method, params);
        assert_ne!(
            answer.as_ref().err().map(|error| &error["code"]),
            Some(&json!(-32601)),
            "{method}"
        );
    }
    client.finish();
}

#[test]
fn a_panic_in_a_feature_costs_one_request() {
    let workspace = Workspace::new(&[("glossary.md", GLOSSARY)]);
    let mut client = faulty(&["answer"], &workspace);
    client.open(&workspace, "glossary.md");
    let uri = workspace.uri("glossary.md");
    let failed = client.request("textDocument/foldingRange", about(&uri)).unwrap_err();
    assert_eq!(failed["code"], -32603);
    assert!(client.request("textDocument/foldingRange", about(&uri)).is_ok());
    client.finish();
}

#[test]
fn a_panic_in_a_change_costs_the_document_until_it_is_opened_again() {
    let workspace = Workspace::new(&[("a.md", &note("Alpha")), ("b.md", &note("Beta"))]);
    for place in ["event open", "event change"] {
        let mut client = faulty(&[place], &workspace);
        let uri = workspace.uri("a.md");
        client.open(&workspace, "a.md");
        client.change(&uri, 2, json!([{ "text": note("Gamma") }]));
        client.change(&uri, 3, json!([{ "text": note("Delta") }]));
        let told = client.wait_for_notification("window/showMessage", |_| true);
        assert!(told["message"].as_str().unwrap().contains("out of sync with “a”"), "{told}");
        assert_eq!(client.define("Delta"), "", "nothing is made of a text that is not known");
        assert!(client.define("Beta").contains("The meaning"));
        client.close(&uri);
        client.open_text(&uri, &note("Delta"));
        assert!(client.define("Delta").contains("The meaning"), "{place}");
        assert_eq!(client.said("window/showMessage").count(), 1, "it is told once");
        client.finish();
    }
}

#[test]
fn a_panic_in_reading_costs_one_note_and_is_told_once() {
    let workspace = Workspace::new(&[]);
    for number in 0..20 {
        workspace.write(&format!("{number}.md"), &note(&format!("Term{number}")));
    }
    let mut client = faulty(&["note"], &workspace);
    let known = |client: &mut Client| {
        (0..20).filter(|number| !client.define(&format!("Term{number}")).is_empty()).count()
    };
    // The question waits for all notes, so that the first to be read is one of them.
    client.request("workspace/symbol", json!({ "query": "Term" })).unwrap();
    assert_eq!(known(&mut client), 19);
    client.wait_for_notification("window/logMessage", |_| true);
    let told: Vec<_> = client.said("window/logMessage").collect();
    assert!(told.len() == 1 && told[0]["message"].as_str().unwrap().contains("internal error"));
    client.files_changed(&[(CHANGED, &workspace.root_uri())]);
    assert_eq!(known(&mut client), 20);
    client.finish();
}

#[test]
fn a_panic_beside_the_questions_leaves_none_without_an_answer() {
    let workspace = Workspace::new(&[("a.md", &note("Alpha")), ("glossary.md", GLOSSARY)]);
    workspace.write("headword.toml", "diagnosticsFor = 'workspace'\n");
    for place in [
        "scan",
        "check",
        "publish",
        "event settings read",
        "event notes read",
        "event files",
        "event settings",
        "event question",
        "event close",
        "event folders",
    ] {
        let mut fired = false;
        for capabilities in [profiles::everything(), profiles::bare()] {
            let mut client = Client::spawn_set_up(|command| command.env("HEADWORD_FAULTS", place))
                .initialized(&workspace, capabilities);
            client.open(&workspace, "glossary.md");
            // The one question that is asked of what panics may fail.
            let uri = workspace.uri("glossary.md");
            let _ = client.request("textDocument/codeAction", requests(&uri)[27].1.clone());
            client.close(&uri);
            client.files_changed(&[(CHANGED, &workspace.uri("a.md"))]);
            client.folders_changed(&[], &[&workspace.root_uri()]);
            client.folders_changed(&[&workspace.root_uri()], &[]);
            client.folders_changed(&[], &[&workspace.root_uri()]);
            client.folders_changed(&[&workspace.root_uri()], &[]);
            client.open(&workspace, "glossary.md");
            client.request("textDocument/references", requests(&uri)[5].1.clone()).unwrap();
            client.files_changed(&[(CHANGED, &workspace.root_uri())]);
            client.define("Alpha");
            assert!(client.define("Alpha").contains("The meaning"), "{place}");
            fired |= client.log().contains(&format!("a fault at {place}"));
            client.finish();
        }
        // These wait for a quiet moment, which may not have come.
        let is_timed = ["publish", "check"].contains(&place);
        assert!(fired || is_timed, "nothing has come by {place}");
    }
}

// Many changes at once.

/// A note of 5,000, in the first or the second state of its repository.
fn versioned(number: usize, version: usize) -> String {
    let other = (number * 7 + version) % 5_000;
    format!(
        "---\ntags: [t{}, t{}]\n---\n# Note {number}\n\n#### Term{number}x{version}\n\nIt is like \
         [another]({other}.md) term{other}x{version}.\n",
        number % 50,
        number * version % 50,
    )
}

/// What a server knows of all notes.
fn known(client: &mut Client) -> Value {
    let mut diagnostics =
        client.request("workspace/diagnostic", json!({ "previousResultIds": [] })).unwrap();
    let items = diagnostics["items"].as_array_mut().unwrap();
    for item in items.iter_mut() {
        item.as_object_mut().unwrap().remove("resultId");
    }
    items.sort_by_key(|item| item["uri"].to_string());
    let queries = ["Term7", "Term4999x", "x0", "x1", "Note 12"];
    let mut symbols = Vec::new();
    for query in queries {
        symbols.push(client.request("workspace/symbol", json!({ "query": query })).unwrap());
    }
    json!([diagnostics, symbols, client.define("Term4998x1"), client.define("Term17x0")])
}

fn git(folder: &Path, arguments: &[&str]) -> bool {
    let mut git = Command::new("git");
    git.args(["-c", "user.name=n", "-c", "user.email=n@example.com", "-c", "gc.auto=0"]);
    git.args(arguments).current_dir(folder).stdout(Stdio::null()).stderr(Stdio::null());
    git.status().is_ok_and(|status| status.success())
}

/// Writes all notes in a version: by git if it is there, and else one by one.
fn check_out(workspace: &Workspace, version: usize, has_git: bool) {
    if has_git {
        assert!(git(workspace.root(), &["checkout", "-q", &format!("v{version}")]));
        return;
    }
    for number in 0..5_000 {
        fs::write(workspace.path(&format!("{number}.md")), versioned(number, version)).unwrap();
    }
}

#[test]
fn five_thousand_notes_change_at_once_and_the_state_is_that_of_a_fresh_server() {
    let workspace = Workspace::new(&[]);
    workspace.write("headword.toml", "diagnosticsFor = 'workspace'\n");
    check_out(&workspace, 0, false);
    let has_git = git(workspace.root(), &["init", "-q"])
        && git(workspace.root(), &["add", "."])
        && git(workspace.root(), &["commit", "-qm", "0"])
        && git(workspace.root(), &["tag", "v0"]);
    if has_git {
        check_out(&workspace, 1, false);
        assert!(git(workspace.root(), &["commit", "-qam", "1"]));
        assert!(git(workspace.root(), &["tag", "v1"]));
        check_out(&workspace, 0, true);
    } else {
        println!("there is no git: the notes are written one by one");
    }
    let uris: Vec<_> = (0..5_000).map(|number| workspace.uri(&format!("{number}.md"))).collect();
    let events: Vec<_> = uris.iter().map(|uri| (CHANGED, uri.as_str())).collect();
    let mut client = Client::spawn().initialized(&workspace, profiles::everything());
    let before = known(&mut client);
    for (version, at_once) in [(1, 5_000), (0, 5)] {
        check_out(&workspace, version, has_git);
        let start = Instant::now();
        let mut asked = Vec::new();
        for (number, some) in events.chunks(at_once).enumerate() {
            client.files_changed(some);
            if number % 100 == 0 {
                asked.push(client.start("workspace/symbol", json!({ "query": "Term7" })));
            }
        }
        for id in asked {
            client.response(&id).unwrap();
        }
        client.define("Term1x1");
        println!("5,000 notes in {} events taken in after {:?}", 5_000 / at_once, start.elapsed());
        let mut fresh = Client::spawn().initialized(&workspace, profiles::everything());
        let (state, expected) = (known(&mut client), known(&mut fresh));
        assert!(
            state == expected,
            "it is not what a fresh server knows: {state:.2000} {expected:.2000}"
        );
        assert_eq!(state == before, version == 0, "the versions differ, and the first is back");
        fresh.finish();
    }
    client.finish();
}

#[test]
fn a_flood_of_events_and_none_at_all_end_in_the_same_state() {
    let workspace = Workspace::new(&[("a.md", &note("Alpha")), ("b.md", &note("Beta"))]);
    let uris: Vec<_> =
        ["a.md", "b.md", "none.md", "sub", "sub/c.md"].map(|name| workspace.uri(name)).into();
    let mut flooded = Client::spawn().initialized(&workspace, profiles::everything());
    let mut deaf = Client::spawn().initialized(&workspace, profiles::everything());
    let mut saving = Client::spawn().initialized(&workspace, profiles::bare());
    for client in [&mut flooded, &mut deaf, &mut saving] {
        assert!(client.define("Beta").contains("The meaning"));
    }
    workspace.write("a.md", &note("Gamma"));
    workspace.remove("b.md");
    workspace.write("sub/c.md", &note("Delta"));
    for number in 0..500 {
        let events: Vec<_> = (0..100_u8)
            .map(|it| (it % 3 + 1, uris[(number + usize::from(it)) % 5].as_str()))
            .collect();
        flooded.files_changed(&events);
    }
    deaf.files_changed(&[(CHANGED, &workspace.root_uri())]);
    saving.open(&workspace, "a.md");
    saving.notify("textDocument/didSave", about(&workspace.uri("a.md")));
    for client in [&mut flooded, &mut deaf, &mut saving] {
        for (term, is_known) in
            [("Alpha", false), ("Beta", false), ("Gamma", true), ("Delta", true)]
        {
            assert_eq!(!client.define(term).is_empty(), is_known, "{term}");
        }
    }
    flooded.finish();
    deaf.finish();
    saving.finish();
}

#[test]
fn two_servers_and_two_repairs_share_one_workspace() {
    const NOTES: usize = 60;
    for _ in 0..rounds(3) {
        let workspace = repairable_notes(NOTES);
        let mut clients =
            [(); 2].map(|()| Client::spawn().initialized(&workspace, profiles::everything()));
        let repairs = [(); 2].map(|()| {
            fix(workspace.root()).stderr(Stdio::piped()).stdout(Stdio::null()).spawn().unwrap()
        });
        for client in &mut clients {
            for number in 0..NOTES {
                client.symbols(&workspace.uri(&format!("{number}.md")));
            }
        }
        for repair in repairs {
            let output = repair.wait_with_output().unwrap();
            let errors = String::from_utf8(output.stderr).unwrap();
            // One may find what the other has written meanwhile.
            let is_clear = |line: &str| {
                line.contains("it has changed since it was read") || line.contains("No such file")
            };
            assert!(errors.lines().all(is_clear), "{errors}");
        }
        assert_eq!(repaired(workspace.root(), NOTES), NOTES);
        assert_eq!(names(workspace.root()).len(), NOTES);
        for client in &mut clients {
            client.files_changed(&[(CHANGED, &workspace.root_uri())]);
            for number in 0..NOTES {
                let found = client.diagnostics(&workspace.uri(&format!("{number}.md")));
                assert_eq!(found, Vec::<Value>::new());
            }
        }
        clients.into_iter().for_each(Client::finish);
    }
}
