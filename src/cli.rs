//! The command line: the features of the server for terminals and scripts.
//!
//! Only this module and the transport of the protocol write to stdout.

mod arguments;
mod cards;
mod check;
mod config;
mod define;
mod explain;
mod export;
mod filter;
mod fix;
mod gaps;
mod graph;
mod history;
mod mcp;
mod mdbook;
mod mentions;
mod notes;
mod outcome;
mod outline;
mod path;
mod quiz;
mod rules;
mod shell;
mod stats;
mod terminal;
mod terms;

use std::env;
use std::io::{self, IsTerminal as _};
use std::panic;
use std::process::ExitCode;

use clap::{Args, CommandFactory as _, Parser, Subcommand, ValueEnum};
use tracing_subscriber::EnvFilter;

use self::outcome::Outcome;
use crate::server;

/// The language server for notes that define terms.
///
/// Without a command, it serves an editor on stdin and stdout, like `headword lsp`. If stdin is a
/// terminal, it prints this help.
#[derive(Parser)]
#[command(name = "headword", version, args_conflicts_with_subcommands = true)]
struct Cli {
    #[command(subcommand)]
    command: Option<Command>,
    #[command(flatten)]
    serve: Serve,
    /// When to color the output. The variable `NO_COLOR` turns colors off for `auto`.
    #[arg(long, value_name = "WHEN", global = true, default_value = "auto", value_enum)]
    color: Color,
}

/// When the output is colored.
#[derive(Clone, Copy, ValueEnum)]
enum Color {
    /// On a terminal.
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

impl From<Color> for anstream::ColorChoice {
    fn from(color: Color) -> Self {
        match color {
            Color::Auto => Self::Auto,
            Color::Always => Self::Always,
            Color::Never => Self::Never,
        }
    }
}

#[derive(Subcommand)]
enum Command {
    /// Serve an editor on stdin and stdout.
    Lsp(Serve),
    /// Print the diagnostics of notes, and optionally apply safe fixes.
    Check(check::CheckOptions),
    /// Print the headings, terms, empty sections and tags of a note.
    Outline(outline::OutlineOptions),
    /// Print all terms, in alphabetical order.
    Terms(terms::TermsOptions),
    /// Print the definition of a term.
    Define(define::DefineOptions),
    /// Print the mentions of a term.
    Mentions(mentions::MentionsOptions),
    /// Print the empty sections, the most mentioned first.
    Gaps(gaps::GapsOptions),
    /// Print cards to learn the terms with, for Anki and other programs.
    Cards(cards::CardsOptions),
    /// Ask for the terms on the terminal, each when it is due again.
    Quiz(quiz::QuizOptions),
    /// Print the terms as a page from A to Z, as abbreviations or as a word list.
    Export(export::ExportOptions),
    /// Print the terms as a graph: what their definitions mention.
    Graph(graph::GraphOptions),
    /// Print what to read before a term, in order.
    Path(path::PathOptions),
    /// Print figures: terms, gaps, what is written of each topic and tag.
    Stats(stats::StatsOptions),
    /// Print what a line of a note is, and why: a heading, a term, a mention.
    Explain(explain::ExplainOptions),
    /// Serve an agent on stdin and stdout: the Model Context Protocol.
    Mcp(mcp::McpOptions),
    /// Add tooltips to a book: the preprocessor of mdBook.
    Mdbook(mdbook::MdbookOptions),
    /// Print the settings of `headword.toml` with their defaults.
    Config(config::ConfigOptions),
    /// Print all rules with their default levels.
    Rules(rules::RulesOptions),
    /// Print the page of a rule: what it reports, and why.
    Rule(rules::RuleOptions),
    /// Print the completion script of a shell.
    Completions(shell::CompletionsOptions),
    /// Print a page of the manual, in roff.
    #[command(hide = true)]
    Man(shell::ManOptions),
}

#[derive(Args)]
struct Serve {
    /// Use stdin and stdout (default).
    #[arg(long)]
    stdio: bool,
    /// Exit when this process ends.
    #[arg(long = "clientProcessId", value_name = "PID")]
    client_process_id: Option<u32>,
    /// Level of the log on stderr: error, warn, info, debug or trace.
    #[arg(long, value_name = "LEVEL", env = "HEADWORD_LOG", default_value = "warn")]
    log: String,
}

/// Runs the command in the arguments. The exit status is 0 if nothing was found, 1 if something
/// was found, and 2 if the command failed.
pub fn run() -> ExitCode {
    // The message of a panic may quote a note, with control characters.
    panic::set_hook(Box::new(|panic| {
        terminal::print_error(&format!("headword: {}", terminal::shown_lines(&panic.to_string())));
    }));
    if env::args_os().len() == 1 && io::stdin().is_terminal() {
        // A person started it: an editor sends its messages through a pipe.
        return match Cli::command().print_help() {
            Ok(()) => ExitCode::SUCCESS,
            Err(_) => ExitCode::from(2),
        };
    }
    let cli = Cli::parse();
    anstream::ColorChoice::from(cli.color).write_global();
    let result = match cli.command {
        None => return serve(&cli.serve),
        Some(Command::Lsp(options)) => return serve(&options),
        Some(Command::Check(options)) => check::run(&options),
        Some(Command::Outline(options)) => outline::run(&options),
        Some(Command::Terms(options)) => terms::run(&options),
        Some(Command::Define(options)) => define::run(&options),
        Some(Command::Mentions(options)) => mentions::run(&options),
        Some(Command::Gaps(options)) => gaps::run(&options),
        Some(Command::Cards(options)) => cards::run(&options),
        Some(Command::Quiz(options)) => quiz::run(&options),
        Some(Command::Export(options)) => export::run(&options),
        Some(Command::Graph(options)) => graph::run(&options),
        Some(Command::Path(options)) => path::run(&options),
        Some(Command::Stats(options)) => stats::run(&options),
        Some(Command::Explain(options)) => explain::run(&options),
        Some(Command::Mcp(options)) => mcp::run(options),
        Some(Command::Mdbook(options)) => mdbook::run(&options),
        Some(Command::Config(options)) => config::run(&options),
        Some(Command::Rules(options)) => rules::list(&options),
        Some(Command::Rule(options)) => rules::show(&options),
        Some(Command::Completions(options)) => shell::completions(&options, Cli::command()),
        Some(Command::Man(options)) => shell::man(&options, Cli::command()),
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
    server::run(options.client_process_id)
}
