//! An editor, a disk and a watcher that may be wrong, around a state.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::mpsc::Receiver;

use serde_json::Value;
use tempfile::TempDir;
use tokio::sync::mpsc::UnboundedReceiver;
use tokio::sync::oneshot;
use tower_lsp::ls_types::Uri;

use super::{client, runtime};
use crate::features::answers::answers;
use crate::server::checking::reports;
use crate::server::client_capabilities::ClientCapabilities;
use crate::server::event::{Event, Question, Wait};
use crate::server::outgoing::{Outbox, Outgoing};
use crate::server::published::CheckScope;
use crate::server::session::Session;
use crate::server::snapshot::Snapshot;
use crate::server::state::State;
use crate::server::{publishing, reader};
use crate::text::tests::reference;
use crate::text::{Change, Encoding};
use crate::workspace::audit::difference;
use crate::workspace::config::Level;
use crate::workspace::disk::forbid;

/// The possible files: first notes, then settings files.
pub(super) const FILES: [&str; 12] = [
    "one/a.md",
    "one/b.md",
    "one/index.md",
    "one/sub/a.md",
    "one/sub/c.md",
    "one/sub/deep/d.md",
    "two/a.md",
    "two/2024-01-02-e.md",
    "two/e.md",
    "one/headword.toml",
    "one/sub/headword.toml",
    "two/headword.toml",
];

/// The number of notes among them.
pub(super) const NOTES: usize = 9;

/// The number of documents without a file.
pub(super) const UNTITLED: usize = 2;

/// The folder that is renamed, and its new name.
const MOVING: [&str; 2] = ["one/sub", "one/other"];

/// The number of positions in each note to compare answers at.
const PLACES: usize = 4;

/// The way in which the watcher reports a change on disk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reporting {
    /// Once, with the changed files.
    Right,
    /// Twice.
    Twice,
    /// Each file separately, in reverse order.
    Reversed,
    /// Only the folders of the files.
    Folder,
    /// Not until the watcher catches up.
    Lost,
}

/// A workspace folder that is opened or closed.
#[derive(Clone, Copy, Debug)]
pub(super) enum Folder {
    One,
    Two,
    /// A folder inside `One`.
    Sub,
}

impl Folder {
    pub(super) const ALL: [Self; 3] = [Self::One, Self::Two, Self::Sub];

    fn name(self) -> &'static str {
        match self {
            Self::One => "one",
            Self::Two => "two",
            Self::Sub => "one/sub",
        }
    }
}

/// A state with its events and messages.
struct Running {
    state: State,
    /// The events of the reader and the publisher.
    events: Receiver<Event>,
    /// The events of the reader that have arrived and are not handled yet.
    waiting: VecDeque<Event>,
    sent: UnboundedReceiver<Outgoing>,
    /// The diagnostics that the client shows.
    shown: BTreeMap<String, String>,
    /// The number of messages with diagnostics.
    published: usize,
}

/// An editor, a disk and a watcher.
pub(super) struct Editor {
    _folder: TempDir,
    root: PathBuf,
    /// The symbolic link to the folder `one`, if the folder is opened through it.
    link: Option<PathBuf>,
    /// The number of reported paths.
    named: usize,
    encoding: Encoding,
    running: Running,
    folders: Vec<PathBuf>,
    settings: Value,
    buffers: BTreeMap<usize, (i32, String)>,
    /// The changed files that the watcher has not reported.
    unreported: BTreeSet<PathBuf>,
    /// The first problem that was found.
    pub(super) problem: Option<String>,
}

impl Running {
    fn start(encoding: Encoding, folders: Vec<PathBuf>) -> Self {
        let (session, events, revision) = Session::new();
        let (outbox, sent) = Outbox::held(client(), runtime().handle().clone());
        let reader = reader::start(session.clone()).expect("a thread can be started");
        let publisher = publishing::start(session).expect("a thread can be started");
        let state = State::new(reader, publisher, outbox, revision);
        let mut running = Self {
            state,
            events,
            waiting: VecDeque::new(),
            sent,
            shown: BTreeMap::new(),
            published: 0,
        };
        let client = ClientCapabilities {
            encoding,
            push_diagnostics: true,
            ..ClientCapabilities::default()
        };
        let settings = Value::Null;
        running.handle(Event::Initialize { client, folders, settings });
        running.handle(Event::Start);
        running
    }

    /// Handles an event. Afterwards the next event of the reader has arrived, but is not handled.
    fn handle(&mut self, event: Event) {
        forbid(|| self.state.handle(event));
        while self.state.jobs.is_running() && self.waiting.is_empty() {
            self.receive();
        }
        self.listen();
    }

    /// Receives the next event of the reader or the publisher. An event that changes the state
    /// waits for the next step.
    fn receive(&mut self) {
        match self.events.recv().expect("the session has not ended") {
            event @ (Event::Ask(_) | Event::Published(_) | Event::BatchDone) => {
                forbid(|| self.state.handle(event));
            }
            event => self.waiting.push_back(event),
        }
    }

    /// Receives the messages to the client.
    fn listen(&mut self) {
        while let Ok(outgoing) = self.sent.try_recv() {
            // Versions are ignored: unchanged diagnostics are not sent for each version.
            if let Outgoing::Diagnostics(uri, items, _) = outgoing {
                self.published += 1;
                let shown = format!("{items:#?}");
                self.shown.remove(uri.as_str());
                if !items.is_empty() {
                    self.shown.insert(uri.as_str().to_owned(), shown);
                }
            }
        }
    }

    /// Lets the reader continue by one event.
    fn step(&mut self) {
        if let Some(event) = self.waiting.pop_front() {
            self.handle(event);
        }
    }

    fn finish_reading(&mut self) {
        while !self.waiting.is_empty() {
            self.step();
        }
    }

    fn snapshot(&mut self) -> Snapshot {
        self.state.snapshot()
    }

    /// A pause in which all changed diagnostics are published.
    fn pause(&mut self) {
        if self.state.now.is_scanning {
            return;
        }
        forbid(|| self.state.publish());
        while self.state.publishing.is_busy() {
            self.receive();
        }
        self.listen();
        self.check();
    }

    /// A check of all notes.
    fn check(&mut self) {
        let now = self.snapshot();
        let revision = now.revision;
        let reports = reports(&now, &CheckScope::Push, || true).unwrap_or_default();
        self.handle(Event::Checked { revision, reports });
    }
}

impl Editor {
    /// Creates an editor with an open folder: by its real path, or through a symbolic link to it.
    pub(super) fn new(encoding: Encoding, files: &[(usize, String)], is_linked: bool) -> Self {
        let folder = TempDir::with_prefix("headword-").expect("there is a place for files");
        let root = folder.path().canonicalize().expect("it is there");
        for (file, text) in files {
            write(&root.join(FILES[*file]), text);
        }
        fs::create_dir_all(root.join("one")).expect("a folder can be made");
        let link = (is_linked && cfg!(unix)).then(|| root.join("link"));
        #[cfg(unix)]
        if let Some(link) = &link {
            std::os::unix::fs::symlink(root.join("one"), link).expect("a link can be made");
        }
        let folders = vec![link.clone().unwrap_or_else(|| root.join("one"))];
        Self {
            _folder: folder,
            root,
            link,
            named: 0,
            encoding,
            running: Running::start(encoding, folders.clone()),
            folders,
            settings: Value::Null,
            buffers: BTreeMap::new(),
            unreported: BTreeSet::new(),
            problem: None,
        }
    }

    fn path(&self, file: usize) -> PathBuf {
        self.root.join(FILES[file])
    }

    fn uri(&self, buffer: usize) -> Uri {
        match FILES.get(buffer) {
            Some(file) => {
                // Some documents are opened by the real path, some through the link.
                let path = self.named_as(self.root.join(file), buffer.is_multiple_of(2));
                Uri::from_file_path(path).expect("a path is a URI")
            }
            None => format!("untitled:{buffer}").parse().expect("this is one"),
        }
    }

    /// Reports that these files have changed on disk.
    fn notify(&mut self, reporting: Reporting, paths: Vec<PathBuf>) {
        let folders = || paths.iter().filter_map(|path| path.parent()).map(Path::to_path_buf);
        match reporting {
            Reporting::Right => self.events(paths),
            Reporting::Twice => {
                self.events(paths.clone());
                self.events(paths);
            }
            Reporting::Reversed => {
                for path in paths.into_iter().rev() {
                    self.events(vec![path]);
                }
            }
            Reporting::Folder => self.events(folders().collect()),
            Reporting::Lost => {
                // The server reads an open file again when it is closed.
                let open: BTreeSet<_> = self.open_files().collect();
                self.unreported.extend(paths.into_iter().filter(|path| !open.contains(path)));
            }
        }
    }

    fn open_files(&self) -> impl Iterator<Item = PathBuf> {
        let files = self.buffers.keys().filter(|buffer| **buffer < FILES.len());
        files.map(|file| self.path(*file))
    }

    fn events(&mut self, paths: Vec<PathBuf>) {
        self.unreported.retain(|file| !paths.iter().any(|path| file.starts_with(path)));
        self.report(paths);
    }

    pub(super) fn catch_up(&mut self) {
        let behind = std::mem::take(&mut self.unreported);
        self.report(behind.into_iter().rev().collect());
    }

    /// Sends changed files, alternately by the real path and through the link.
    fn report(&mut self, paths: Vec<PathBuf>) {
        let named = paths.into_iter().map(|path| {
            self.named += 1;
            self.named_as(path, self.named.is_multiple_of(2))
        });
        let named = named.collect();
        self.running.handle(Event::Files(named));
    }

    /// Returns a path by its real name, or through the link if there is one.
    fn named_as(&self, path: PathBuf, through_link: bool) -> PathBuf {
        let Some(link) = self.link.as_ref().filter(|_| through_link) else { return path };
        match path.strip_prefix(self.root.join("one")) {
            Ok(below) if below == Path::new("") => link.clone(),
            Ok(below) => link.join(below),
            Err(_) => path,
        }
    }

    pub(super) fn write(&mut self, file: usize, text: &str, reporting: Reporting) {
        let path = self.path(file);
        write(&path, text);
        self.notify(reporting, vec![path]);
    }

    pub(super) fn delete(&mut self, file: usize, reporting: Reporting) {
        let path = self.path(file);
        if fs::remove_file(&path).is_ok() {
            self.notify(reporting, vec![path]);
        }
    }

    pub(super) fn move_file(&mut self, from: usize, to: usize, reporting: Reporting) {
        let (from, to) = (self.path(from), self.path(to));
        if from.is_file() {
            fs::create_dir_all(to.parent().expect("it is in a folder")).expect("it can be made");
            fs::rename(&from, &to).expect("a file can be moved");
            self.notify(reporting, vec![from, to]);
        }
    }

    pub(super) fn move_folder(&mut self, reporting: Reporting) {
        let [mut from, mut to] = MOVING.map(|name| self.root.join(name));
        if !from.is_dir() {
            std::mem::swap(&mut from, &mut to);
        }
        if !from.is_dir() || to.exists() {
            return;
        }
        fs::rename(&from, &to).expect("a folder can be moved");
        let below_of = |name: &&str| name.strip_prefix(MOVING[0]).map(|rest| rest[1..].to_owned());
        let below: Vec<_> = FILES.iter().filter_map(below_of).collect();
        let files = |folder: &Path| below.iter().map(|name| folder.join(name)).collect::<Vec<_>>();
        match reporting {
            Reporting::Right | Reporting::Twice => self.notify(reporting, vec![from, to]),
            _ => self.notify(reporting, [files(&from), files(&to)].concat()),
        }
    }

    pub(super) fn open(&mut self, buffer: usize, text: Option<String>) {
        if self.buffers.contains_key(&buffer) {
            return;
        }
        let on_disk =
            FILES.get(buffer).and_then(|file| fs::read_to_string(self.root.join(file)).ok());
        let Some(text) = text.or(on_disk).or((buffer >= FILES.len()).then(String::new)) else {
            return;
        };
        self.buffers.insert(buffer, (1, text.clone()));
        self.running.handle(Event::Open {
            uri: self.uri(buffer),
            language: "markdown".to_owned(),
            version: 1,
            text,
        });
    }

    pub(super) fn edit(&mut self, buffer: usize, changes: Vec<Change>) {
        // Few documents are open, so use any of them if this one is not.
        let open = self.buffers.keys().nth(buffer % self.buffers.len().max(1)).copied();
        let Some(buffer) = open else { return };
        let encoding = self.encoding;
        let Some((version, text)) = self.buffers.get_mut(&buffer) else { return };
        *version += 1;
        for change in &changes {
            *text = reference::apply(text, change, encoding);
        }
        let (version, uri) = (*version, self.uri(buffer));
        self.running.handle(Event::Change { uri, version, changes });
    }

    pub(super) fn save(&mut self, buffer: usize, reporting: Reporting) {
        let Some((_, text)) = self.buffers.get(&buffer).filter(|_| buffer < FILES.len()) else {
            return;
        };
        let (path, text) = (self.path(buffer), text.clone());
        write(&path, &text);
        self.notify(reporting, vec![path]);
    }

    pub(super) fn close(&mut self, buffer: usize) {
        if self.buffers.remove(&buffer).is_some() {
            self.running.handle(Event::Close { uri: self.uri(buffer) });
        }
    }

    pub(super) fn toggle(&mut self, folder: Folder) {
        let path = match (&self.link, folder) {
            (Some(link), Folder::One) => link.clone(),
            _ => self.root.join(folder.name()),
        };
        let is_open = self.folders.contains(&path);
        let (added, removed) = if is_open { (vec![], vec![path]) } else { (vec![path], vec![]) };
        self.folders.retain(|folder| !removed.contains(folder));
        self.folders.extend(added.clone());
        self.running.handle(Event::Folders { added, removed });
    }

    pub(super) fn set(&mut self, settings: Value) {
        self.settings.clone_from(&settings);
        self.running.handle(Event::Settings(settings));
    }

    pub(super) fn step(&mut self) {
        self.running.step();
    }

    pub(super) fn ask(&mut self) {
        let (asker, mut answer) = oneshot::channel();
        self.running.handle(Event::Ask(Question {
            wait: Wait::Arrival,
            about: None,
            answer: asker,
        }));
        let is_answered = answer.try_recv().is_ok() || !self.running.state.is_configured;
        self.claim(is_answered, || "a question was not answered".to_owned());
    }

    pub(super) fn pause(&mut self) {
        self.running.pause();
    }

    /// Checks all notes before a pause. Returns the number of messages with diagnostics.
    pub(super) fn check_and_pause(&mut self) -> usize {
        self.running.finish_reading();
        let before = self.running.published;
        self.running.check();
        self.running.pause();
        self.running.published - before
    }

    /// Checks the state as far as it can be correct before all events are handled.
    pub(super) fn check(&mut self) {
        let now = self.running.snapshot();
        // During a scan some notes may still be parsed with the old settings.
        if !now.is_scanning {
            let found = difference(&now.workspace, &now.workspace.rebuilt());
            self.claim(found.is_none(), || {
                format!(
                    "incrementally updated: {}",
                    found.clone().unwrap_or_else(|| unreachable!())
                )
            });
        }
        for (buffer, (version, text)) in self.buffers.clone() {
            if (NOTES..FILES.len()).contains(&buffer) {
                continue;
            }
            let uri = self.uri(buffer);
            let id = now.find(&uri);
            let document = id.and_then(|id| now.workspace.document(id));
            let is_same = document.is_some_and(|document| {
                document.version() == Some(version) && *document.note.text == *text
            });
            self.claim(is_same, || format!("the buffer of {uri:?} is not {text:?}"));
        }
        if self.unreported.is_empty() && !now.is_reading && self.broken(&now).is_empty() {
            self.compare();
        }
    }

    /// Returns the open settings files with a syntax error. Their previous settings stay in effect,
    /// so a new state would differ.
    fn broken(&self, now: &Snapshot) -> Vec<PathBuf> {
        let open: BTreeSet<_> =
            self.open_files().flat_map(|path| [self.named_as(path.clone(), true), path]).collect();
        let files = now.workspace.settings().files().iter();
        let broken = files.filter(|file| file.problems.iter().any(|it| it.level == Level::Error));
        broken.map(|file| file.path.clone()).filter(|path| open.contains(path)).collect()
    }

    /// Handles all pending events, and checks the state afterwards.
    pub(super) fn check_all(&mut self) {
        self.check();
        self.running.finish_reading();
        self.catch_up();
        self.running.finish_reading();
        let now = self.running.snapshot();
        for path in self.broken(&now) {
            let is_it = |file: &&str| {
                let real = self.root.join(file);
                real == path || self.named_as(real, true) == path
            };
            let file = FILES.iter().position(is_it);
            // The settings may have moved with their folder.
            if let Some(file) = file {
                self.close(file);
            }
            write(&path, "maxHeadingLevel = 3\n");
            self.events(vec![path]);
        }
        self.running.finish_reading();
        self.check();
    }

    /// Compares the state with a new one.
    fn compare(&mut self) {
        let mut rebuilt = Running::start(self.encoding, self.folders.clone());
        rebuilt.handle(Event::Settings(self.settings.clone()));
        for (buffer, (version, text)) in &self.buffers {
            let (uri, version, text) = (self.uri(*buffer), *version, text.clone());
            rebuilt.handle(Event::Open { uri, language: "markdown".to_owned(), version, text });
        }
        rebuilt.finish_reading();
        self.running.pause();
        rebuilt.pause();
        let (old, fresh) = (self.running.snapshot(), rebuilt.snapshot());
        let found = difference(&old.workspace, &fresh.workspace);
        self.claim(found.is_none(), || {
            format!("{}", found.clone().unwrap_or_else(|| unreachable!()))
        });
        let same = old.workspace.settings() == fresh.workspace.settings();
        self.claim(same, || "other settings".to_owned());
        let (was, is) = (answers(&old.workspace, PLACES), answers(&fresh.workspace, PLACES));
        self.claim(was == is, || format!("other answers: {}", first_difference(&was, &is)));
        let (was, is) = (format!("{:#?}", self.running.shown), format!("{:#?}", rebuilt.shown));
        self.claim(was == is, || format!("other diagnostics: {}", first_difference(&was, &is)));
    }

    fn claim(&mut self, is_true: bool, problem: impl Fn() -> String) {
        if !is_true && self.problem.is_none() {
            let root = self.root.display().to_string();
            self.problem = Some(problem().replace(&root, ""));
        }
    }
}

fn write(path: &Path, text: &str) {
    fs::create_dir_all(path.parent().expect("it is in a folder")).expect("a folder can be made");
    fs::write(path, text).expect("a file can be written");
}

fn first_difference(a: &str, b: &str) -> String {
    let (mut a, mut b) = (a.lines(), b.lines());
    let mut before = String::new();
    loop {
        match (a.next(), b.next()) {
            (Some(a), Some(b)) if a == b => before = a.to_owned(),
            (a, b) => return format!("after {before}\n old {a:?}\n rebuilt {b:?}"),
        }
    }
}
