//! The `headword` command.

use std::process::ExitCode;

fn main() -> ExitCode {
    headword::cli::run()
}
