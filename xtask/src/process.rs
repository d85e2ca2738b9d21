//! Child processes with a timeout; all are ended with their parent.

use std::env;
use std::io::{BufRead, BufReader};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result};

/// The result of a child process.
#[derive(Clone, Debug)]
pub struct Finished {
    /// Whether it ended in time and with exit code zero.
    pub success: bool,
    /// Whether it was ended because it took too long.
    pub timed_out: bool,
    /// Its standard output.
    pub output: String,
}

/// Runs a command to its end, at most for `limit`, and passes its output on line by line.
///
/// Standard input is closed, so that no program waits for input.
pub fn stream(command: &mut Command, limit: Duration) -> Result<Finished> {
    let name = command.get_program().to_string_lossy().into_owned();
    command.stdin(Stdio::null()).stdout(Stdio::piped());
    let mut child = Reaped(command.spawn().with_context(|| format!("cannot start {name}"))?);
    let stdout = child.0.stdout.take().context("the child has no standard output")?;
    let (sender, lines) = mpsc::channel();
    thread::spawn(move || {
        for line in BufReader::new(stdout).split(b'\n').map_while(Result::ok) {
            if sender.send(String::from_utf8_lossy(&line).into_owned()).is_err() {
                break;
            }
        }
    });

    let deadline = Instant::now() + limit;
    let mut output = String::new();
    loop {
        match lines.recv_timeout(deadline.saturating_duration_since(Instant::now())) {
            Ok(line) => {
                println!("{line}");
                output.push_str(&line);
                output.push('\n');
            }
            Err(RecvTimeoutError::Disconnected) => break,
            Err(RecvTimeoutError::Timeout) => {
                println!("{name} did not end within {} s", limit.as_secs());
                return Ok(Finished { success: false, timed_out: true, output });
            }
        }
    }
    let status = child.0.wait().with_context(|| format!("cannot wait for {name}"))?;
    Ok(Finished { success: status.success(), timed_out: false, output })
}

/// Asks `ready` every few milliseconds until it has an answer or the time is up.
pub fn poll<T>(limit: Duration, mut ready: impl FnMut() -> Option<T>) -> Option<T> {
    let deadline = Instant::now() + limit;
    loop {
        if let Some(answer) = ready() {
            return Some(answer);
        }
        if Instant::now() >= deadline {
            return None;
        }
        thread::sleep(Duration::from_millis(50));
    }
}

/// The full path of a program in `PATH`.
pub fn find_program(name: &str) -> Option<PathBuf> {
    let file = format!("{name}{}", env::consts::EXE_SUFFIX);
    env::split_paths(&env::var_os("PATH")?).map(|dir| dir.join(&file)).find(|path| path.is_file())
}

/// The value of `PATH` with `folder` in front, so that the server built here is the one found.
pub fn path_with(folder: PathBuf) -> Result<std::ffi::OsString> {
    let rest = env::var_os("PATH").unwrap_or_default();
    let folders = std::iter::once(folder).chain(env::split_paths(&rest));
    env::join_paths(folders).context("a folder in PATH has a separator in its name")
}

/// A child process that is ended when the value is dropped.
pub struct Reaped(pub Child);

impl Drop for Reaped {
    fn drop(&mut self) {
        // Both fail only when the child is gone already.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}
