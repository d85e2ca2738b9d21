//! The command line: the server's features, for the terminal and for scripts.
//!
//! The only part that writes to stdout, besides the protocol's transport.

mod check;
mod config;
mod define;
mod fix;
mod gaps;
mod mentions;
mod notes;
mod outline;
mod terminal;
mod terms;

use std::io;
use std::panic;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, Parser, Subcommand, ValueEnum};
use tracing_subscriber::EnvFilter;

use crate::server;

/// The language server for notes that define terms.
///
/// Without a command it serves an editor on stdin and stdout, like `headword lsp`.
#[derive(Parser)]
#[command(name = "headword", version, args_conflicts_with_subcommands = true)]
struct Cli {
    #[command(subcommand)]
    command: Option<Command>,
    #[command(flatten)]
    serve: Serve,
}

#[derive(Subcommand)]
enum Command {
    /// Serve an editor on stdin and stdout.
    Lsp(Serve),
    /// Check notes: print what the editor would mark, and repair it if asked to.
    Check(check::Options),
    /// Print what is seen in a note: its headings, terms, gaps and tags.
    Outline(outline::Options),
    /// Print all terms, in alphabetical order.
    Terms(terms::Options),
    /// Print what a term means.
    Define(define::Options),
    /// Print where notes mention a term.
    Mentions(mentions::Options),
    /// Print what is still to be written, the most wanted first.
    Gaps(gaps::Options),
    /// Print what can be set in `headword.toml`, with the defaults.
    Config(config::Options),
}

#[derive(Args)]
struct Serve {
    /// Speak over stdin and stdout; this is what is done anyway.
    #[arg(long)]
    stdio: bool,
    /// End when this process ends.
    #[arg(long = "clientProcessId", value_name = "PID")]
    client_process_id: Option<u32>,
    /// After each change, read all notes again in a quiet moment and tell where what the server
    /// keeps differs from that. This takes work in proportion to all notes: it is for finding
    /// faults of Headword.
    #[arg(long)]
    paranoid: bool,
    /// What to write to stderr: error, warn, info, debug or trace.
    #[arg(long, value_name = "LEVEL", env = "HEADWORD_LOG", default_value = "warn")]
    log: String,
}

/// How to print.
#[derive(Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people.
    #[default]
    Text,
    /// For machines.
    Json,
}

/// What a command found, as its exit code says it.
enum Outcome {
    /// Nothing to complain about.
    Fine,
    /// Something to complain about.
    Findings,
    /// A part of the work that could not be done, as was said on stderr.
    Incomplete,
}

/// Runs the command that the arguments ask for. Exits with 0 if there is nothing to complain
/// about, 1 if there is, and 2 if the command could not do its work.
pub fn run() -> ExitCode {
    // What panics may quote a note.
    panic::set_hook(Box::new(|panic| {
        terminal::print_error(&format!("headword: {}", terminal::shown_lines(&panic.to_string())));
    }));
    let cli = Cli::parse();
    let result = match cli.command {
        None => return serve(&cli.serve),
        Some(Command::Lsp(options)) => return serve(&options),
        Some(Command::Check(options)) => check::run(&options),
        Some(Command::Outline(options)) => outline::run(&options),
        Some(Command::Terms(options)) => terms::run(&options),
        Some(Command::Define(options)) => define::run(&options),
        Some(Command::Mentions(options)) => mentions::run(&options),
        Some(Command::Gaps(options)) => gaps::run(&options),
        Some(Command::Config(options)) => config::run(&options),
    };
    match result {
        Ok(Outcome::Fine) => ExitCode::SUCCESS,
        Ok(Outcome::Findings) => ExitCode::from(1),
        Ok(Outcome::Incomplete) => ExitCode::from(2),
        Err(error) => {
            terminal::print_error(&format!("headword: {}", terminal::shown(&error.to_string())));
            ExitCode::from(2)
        }
    }
}

fn serve(options: &Serve) -> ExitCode {
    let filter = EnvFilter::try_new(&options.log).unwrap_or_else(|_| EnvFilter::new("warn"));
    tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(|| terminal::Log(io::stderr()))
        .with_ansi(false)
        .init();
    server::run(options.client_process_id, options.paranoid)
}

/// The paths that a command is about; here, if none are given.
fn or_here(paths: &[PathBuf]) -> Vec<PathBuf> {
    if paths.is_empty() { vec![PathBuf::from(".")] } else { paths.to_vec() }
}
