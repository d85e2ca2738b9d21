//! The `headword` command.

use std::process::ExitCode;

use mimalloc::MiMalloc;

/// `headword terms` takes a fifth less processor time with it, a keystroke a quarter less.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

fn main() -> ExitCode {
    headword::cli::run()
}
