//! The command line, run as a person or a script runs it.

use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Output, Stdio};

/// A command in a folder, without the colors and the log that this environment asks for.
pub(crate) fn headword(arguments: &[&str], folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_headword"));
    command.args(arguments).current_dir(folder).stdin(Stdio::null());
    for name in ["NO_COLOR", "CLICOLOR", "CLICOLOR_FORCE", "HEADWORD_LOG"] {
        command.env_remove(name);
    }
    command
}

/// Runs a command in a folder: its exit code, and what it wrote to stdout and stderr.
pub(crate) fn run(arguments: &[&str], folder: &Path) -> (i32, String, String) {
    told(headword(arguments, folder).output().unwrap())
}

/// Runs a command with a text on stdin.
pub(crate) fn run_with(arguments: &[&str], folder: &Path, stdin: &str) -> (i32, String, String) {
    let mut command = headword(arguments, folder);
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut process = command.spawn().unwrap();
    process.stdin.take().unwrap().write_all(stdin.as_bytes()).unwrap();
    told(process.wait_with_output().unwrap())
}

/// The exit code of a process, and what it wrote to stdout and stderr.
pub(crate) fn told(output: Output) -> (i32, String, String) {
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
}
