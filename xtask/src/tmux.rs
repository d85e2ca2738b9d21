//! A terminal for a test: tmux on its own socket.

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{self, Command, Stdio};
use std::thread;
use std::time::Duration;

use anyhow::{Context, Result, ensure};

use crate::process::poll;

/// How long a screen may take to show what is expected of it.
const PATIENCE: Duration = Duration::from_secs(20);
/// How long one try may take before the keys are sent again.
const TRY: Duration = Duration::from_secs(5);
/// How often keys are sent before the test fails. Keystrokes are sometimes lost.
const TRIES: usize = 4;

/// How long an editor may take to see that Escape is a key of its own.
const AFTER_ESCAPE: Duration = Duration::from_millis(200);
/// How long an editor may take to see a key.
const AFTER_KEY: Duration = Duration::from_millis(50);

/// One terminal with one program in it.
///
/// The tmux server is private to it and ends with it, together with the program.
pub struct Screen {
    tmux: PathBuf,
    socket: String,
}

impl Screen {
    /// Starts `command` in a terminal of 30 lines and 100 columns.
    pub fn open(tmux: &Path, name: &str, command: &Command) -> Result<Self> {
        let socket = format!("headword-{name}-{}", process::id());
        let screen = Self { tmux: tmux.to_path_buf(), socket };
        let mut start = screen.tmux();
        start.args(["new-session", "-d", "-x", "100", "-y", "30"]);
        // The server is new, so what it inherits is what the program gets.
        start.env("LC_ALL", "C.UTF-8").env_remove("TMUX");
        for (key, value) in command.get_envs() {
            if let Some(value) = value {
                start.env(key, value);
            }
        }
        if let Some(folder) = command.get_current_dir() {
            start.arg("-c").arg(folder);
        }
        start.arg("--").arg(command.get_program()).args(command.get_args());
        ensure!(start.status().context("cannot start tmux")?.success(), "tmux did not start");
        Ok(screen)
    }

    /// Presses keys one after the other, in tmux's names for them (`Escape`, `C-x`).
    pub fn press(&self, keys: &[&str]) -> Result<()> {
        for key in keys {
            self.run(["send-keys", "-t", "0", &argument(key)])?;
            // A key right after Escape would be taken for a combination with Alt.
            thread::sleep(if *key == "Escape" { AFTER_ESCAPE } else { AFTER_KEY });
        }
        Ok(())
    }

    /// Types text literally.
    pub fn write(&self, text: &str) -> Result<()> {
        self.run(["send-keys", "-t", "0", "-l", &argument(text)])?;
        thread::sleep(AFTER_KEY);
        Ok(())
    }

    /// The current screen.
    pub fn text(&self) -> Result<String> {
        self.run(["capture-pane", "-p", "-t", "0"])
    }

    /// Waits until `expected` accepts the screen.
    pub fn shows(&self, expected: impl Fn(&str) -> bool) -> bool {
        self.shows_within(PATIENCE, expected)
    }

    /// Acts until the screen shows what is expected. `undo` is called between two tries.
    pub fn shows_after(
        &self,
        act: impl Fn() -> Result<()>,
        undo: impl Fn() -> Result<()>,
        expected: impl Fn(&str) -> bool,
    ) -> Result<bool> {
        for _ in 0..TRIES {
            act()?;
            if self.shows_within(TRY, &expected) {
                return Ok(true);
            }
            undo()?;
        }
        Ok(false)
    }

    /// Waits for the program to end, and with it the terminal.
    pub fn ends(&self) -> bool {
        poll(PATIENCE, || self.text().is_err().then_some(())).is_some()
    }

    /// Writes the screen to a file, to look at.
    pub fn save(&self, file: &Path) -> Result<()> {
        if let Some(folder) = file.parent() {
            fs::create_dir_all(folder)?;
        }
        fs::write(file, self.text()?).with_context(|| format!("cannot write {}", file.display()))
    }

    fn shows_within(&self, limit: Duration, expected: impl Fn(&str) -> bool) -> bool {
        poll(limit, || self.text().ok().filter(|text| expected(text))).is_some()
    }

    fn run(&self, arguments: impl IntoIterator<Item = impl AsRef<OsStr>>) -> Result<String> {
        let output = self.tmux().args(arguments).output().context("cannot run tmux")?;
        ensure!(output.status.success(), "the terminal is gone");
        Ok(String::from_utf8_lossy(&output.stdout).into_owned())
    }

    fn tmux(&self) -> Command {
        let mut command = Command::new(&self.tmux);
        command.args(["-u", "-f", "/dev/null", "-L", &self.socket]).stdin(Stdio::null());
        command
    }
}

/// An argument that tmux takes literally: a semicolon at its end would end the command.
fn argument(text: &str) -> String {
    text.strip_suffix(';').map_or_else(|| text.to_owned(), |rest| format!("{rest}\\;"))
}

impl Drop for Screen {
    fn drop(&mut self) {
        // Fails only when the program, and with it the server, has ended by itself.
        let _ = self.tmux().arg("kill-server").stderr(Stdio::null()).status();
    }
}
