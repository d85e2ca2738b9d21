//! `headword quiz`, as a person uses it in a terminal, and as a script may try to.

#![expect(clippy::unwrap_used, reason = "what fails here fails the test")]

#[cfg(unix)]
use std::fs;

use crate::support::Workspace;
use crate::support::command::run;

const NOTES: &str = "\
# Stores
## Cache (FIFO)
A fast copy of a page, which is read again and again and again.
## Page
A part of a disk.
## Disk
A plate with a magnetic surface.
";

#[test]
fn a_quiz_needs_a_terminal() {
    let workspace = Workspace::new(&[("a.md", NOTES)]);
    let (code, out, errors) = run(&["quiz"], workspace.root());
    assert_eq!((code, out.as_str()), (2, ""));
    assert_eq!(
        errors,
        "headword: the quiz reads keys, so stdin and stdout must be a terminal. \
         `headword cards` prints the cards.\n"
    );
}

/// A terminal of its own for a process.
#[cfg(unix)]
mod terminal {
    use std::fs::File;
    use std::io::{Read as _, Write as _};
    use std::path::Path;
    use std::process::Child;
    use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
    use std::thread;
    use std::time::{Duration, Instant};

    use rustix::fs::{Mode, OFlags};
    use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};
    use rustix::termios::{
        LocalModes, OptionalActions, Winsize, tcgetattr, tcsetattr, tcsetwinsize,
    };

    use crate::support::command::headword;

    /// How long an output may take.
    const PATIENCE: Duration = Duration::from_mins(2);

    pub(super) struct Terminal {
        keys: File,
        process: Child,
        output: Receiver<Vec<u8>>,
        /// The bytes that were read and not yet expected.
        bytes: Vec<u8>,
        /// The whole output.
        pub(super) shown: String,
    }

    impl Terminal {
        /// Runs a command in a folder, in a terminal with 40 columns.
        pub(super) fn run(arguments: &[&str], folder: &Path, variables: &[(&str, &str)]) -> Self {
            let master = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY).unwrap();
            grantpt(&master).unwrap();
            unlockpt(&master).unwrap();
            let name = ptsname(&master, Vec::new()).unwrap();
            let end = rustix::fs::open(&*name, OFlags::RDWR | OFlags::NOCTTY, Mode::empty());
            let end = File::from(end.unwrap());
            let size = Winsize { ws_row: 12, ws_col: 40, ws_xpixel: 0, ws_ypixel: 0 };
            tcsetwinsize(&end, size).unwrap();
            // A key may arrive before the program waits for it. Then it is not in the output.
            let mut modes = tcgetattr(&end).unwrap();
            modes.local_modes -= LocalModes::ECHO;
            tcsetattr(&end, OptionalActions::Now, &modes).unwrap();
            let mut command = headword(arguments, folder);
            command.envs(variables.iter().copied()).env("TERM", "xterm");
            command.stdin(end.try_clone().unwrap()).stdout(end.try_clone().unwrap()).stderr(end);
            let process = command.spawn().unwrap();
            // The command holds the other end open, so the output would never end.
            drop(command);
            let keys = File::from(master);
            let mut reader = keys.try_clone().unwrap();
            let (sender, output) = channel();
            thread::spawn(move || {
                let mut part = [0; 4096];
                // Linux reports an error at the end.
                while let Ok(count @ 1..) = reader.read(&mut part) {
                    if sender.send(part[..count].to_vec()).is_err() {
                        return;
                    }
                }
            });
            Self { keys, process, output, bytes: Vec::new(), shown: String::new() }
        }

        /// Waits for a text in the output, and returns the output up to its end.
        #[track_caller]
        pub(super) fn expect(&mut self, text: &str) -> String {
            let deadline = Instant::now() + PATIENCE;
            loop {
                let place = self.bytes.windows(text.len()).position(|it| it == text.as_bytes());
                if let Some(at) = place {
                    let rest = self.bytes.split_off(at + text.len());
                    let found = std::mem::replace(&mut self.bytes, rest);
                    return String::from_utf8(found).unwrap();
                }
                let left = deadline.saturating_duration_since(Instant::now());
                match self.output.recv_timeout(left) {
                    Ok(part) => {
                        self.shown += &String::from_utf8_lossy(&part);
                        self.bytes.extend(part);
                    }
                    Err(error) => panic!("no {text:?} ({error}) in {:?}", self.shown),
                }
            }
        }

        pub(super) fn press(&mut self, keys: &str) {
            self.keys.write_all(keys.as_bytes()).unwrap();
        }

        /// Waits for the end, and returns the exit code. Presses a key until then, if there is one.
        #[track_caller]
        pub(super) fn end(&mut self, key: &str) -> i32 {
            let deadline = Instant::now() + PATIENCE;
            loop {
                if let Some(status) = self.process.try_wait().unwrap() {
                    while let Ok(part) = self.output.recv_timeout(Duration::from_millis(200)) {
                        self.shown += &String::from_utf8_lossy(&part);
                    }
                    return status.code().unwrap();
                }
                assert!(Instant::now() < deadline, "it does not end: {:?}", self.shown);
                self.press(key);
                match self.output.recv_timeout(Duration::from_millis(200)) {
                    Ok(part) => self.shown += &String::from_utf8_lossy(&part),
                    Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => {}
                }
            }
        }
    }

    impl Drop for Terminal {
        fn drop(&mut self) {
            let _ = self.process.kill();
            let _ = self.process.wait();
        }
    }
}

#[cfg(unix)]
use self::terminal::Terminal;

/// The names of the cards in a progress file, each with its grades.
#[cfg(unix)]
fn grades(file: &str) -> String {
    let content: serde_json::Value = serde_json::from_str(file).unwrap();
    let cards = content["cards"].as_object().unwrap().iter();
    let cards = cards.map(|(guid, reviews)| {
        let reviews = reviews.as_array().unwrap().iter();
        let grades: Vec<_> = reviews.map(|it| it["grade"].as_str().unwrap()).collect();
        format!("{guid}: {}", grades.join(" "))
    });
    cards.collect::<Vec<_>>().join("\n")
}

#[cfg(unix)]
#[test]
fn a_quiz_asks_what_others_are_made_of_first_and_keeps_the_grades() {
    let workspace = Workspace::new(&[("a.md", NOTES)]);
    let arguments = ["quiz", "--progress", "kept/quiz.json"];
    let mut terminal = Terminal::run(&arguments, workspace.root(), &[("NO_COLOR", "1")]);
    let first = terminal.expect("space: show, q: end");
    expect_test::expect![[r#"
        [3 left] Stores: what is it?
        Disk
        space: show, q: end"#]]
    .assert_eq(&first.replace("\r\n", "\n"));
    terminal.press("x4 ");
    let answer = terminal.expect("4 easy (15 days)");
    expect_test::expect![[r#"


        A plate with a magnetic surface.
        a.md:6

        1 again (1 min)     2 hard (5 min)
        3 good (10 min)     4 easy (15 days)"#]]
    .assert_eq(&answer.replace("\r\n", "\n"));
    terminal.press(" 4");
    terminal.expect("easy: again in 15 days");
    terminal.expect("space: show");
    terminal.press("\r");
    terminal.expect("4 easy");
    terminal.press("1");
    terminal.expect("again: again in 1 min");
    terminal.expect("Cache (FIFO)");
    terminal.expect("space: show");
    terminal.press(" ");
    terminal.expect("4 easy");
    terminal.press("4");
    // Only the card that was not known is left.
    terminal.expect("[1 left]");
    terminal.expect("Page");
    terminal.press("q");
    assert_eq!(terminal.end(""), 0);
    assert!(terminal.shown.contains("3 answers: 1 again, 2 easy."), "{:?}", terminal.shown);
    assert!(!terminal.shown.contains('\u{1b}'), "{:?}", terminal.shown);
    let widest = terminal.shown.lines().map(|line| line.chars().count()).max();
    assert!(widest <= Some(40), "{widest:?}: {:?}", terminal.shown);
    assert_eq!(
        grades(&workspace.read("kept/quiz.json")),
        "headword: cache ( fifo ): easy\nheadword: disk: easy\nheadword: page: again"
    );
    assert_eq!(workspace.read("a.md"), NOTES);
}

#[cfg(unix)]
#[test]
fn an_interrupted_quiz_keeps_what_was_graded_also_after_a_move() {
    let workspace = Workspace::new(&[("a.md", NOTES)]);
    let arguments = ["quiz", "--progress", "quiz.json", "--cloze"];
    let mut terminal = Terminal::run(&arguments, workspace.root(), &[]);
    terminal.expect("what is missing?");
    terminal.expect("space: show");
    terminal.press(" ");
    terminal.expect("4 easy");
    terminal.press("4");
    terminal.expect("15 days");
    assert_eq!(terminal.end("\u{3}"), 0);
    assert_eq!(grades(&workspace.read("quiz.json")), "headword: disk (cloze): easy");
    fs::remove_file(workspace.path("a.md")).unwrap();
    workspace.write("new/b.md", "# New\n#### Disk\nA round plate.\n");
    let mut terminal = Terminal::run(&[&arguments[..], &["--due"]].concat(), workspace.root(), &[]);
    terminal.expect("No card is due.\r\nThe next card is due in 14 days.");
    assert_eq!(terminal.end(""), 0);
}

#[cfg(unix)]
#[test]
fn a_damaged_progress_file_is_reported_and_kept() {
    let workspace = Workspace::new(&[("a.md", NOTES), ("quiz.json", "{\"version\":1,")]);
    let mut terminal = Terminal::run(&["quiz", "--progress", "quiz.json"], workspace.root(), &[]);
    terminal.expect("headword: quiz.json: not a progress file of `headword quiz`: ");
    assert_eq!(terminal.end(""), 2);
    assert_eq!(workspace.read("quiz.json"), "{\"version\":1,");
}

#[cfg(target_os = "linux")]
#[test]
fn grades_are_in_the_data_folder_of_the_user() {
    let workspace = Workspace::new(&[("notes/a.md", NOTES)]);
    let data = workspace.path("data").display().to_string();
    let mut terminal =
        Terminal::run(&["quiz", "notes"], workspace.root(), &[("XDG_DATA_HOME", &data)]);
    terminal.expect("space: show");
    terminal.press(" ");
    terminal.expect("4 easy");
    terminal.press("3");
    terminal.expect("good: again in 10 min");
    assert_eq!(terminal.end("q"), 0);
    assert_eq!(grades(&workspace.read("data/headword/quiz.json")), "headword: disk: good");
    let names = fs::read_dir(workspace.path("notes")).unwrap().count();
    assert_eq!(names, 1, "nothing is written beside the notes");
}
