//! `headword check`: the diagnostics of the editor for terminals and builds.

mod finding;
mod github;
mod junit;
mod sarif;
mod text;

use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{Args, ValueEnum};

pub(super) use self::finding::{CheckResult, findings};
use crate::cli::arguments::or_here;
use crate::cli::fix::{Repairs, fix};
use crate::cli::notes::{self, Notes};
use crate::cli::outcome::Outcome;
use crate::cli::terminal::{json, print_error, stdout};
use crate::features::diagnostics::{INVALID_SETTINGS, codes};
use crate::workspace::config::Level;

#[derive(Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of the command")]
pub(super) struct CheckOptions {
    /// Files or folders to check, or `-` for stdin [default: current directory]
    paths: Vec<PathBuf>,
    /// Output format.
    #[arg(long, value_enum, default_value_t)]
    format: CheckFormat,
    /// Exit with status 1 if there is a diagnostic of this level or above.
    #[arg(long, value_name = "LEVEL", default_value = "warning", value_parser = levels())]
    deny: Level,
    /// Report only these rules, separated by commas. A rule that is off remains off.
    #[arg(long, value_name = "CODE", value_delimiter = ',', value_parser = rule_codes())]
    select: Vec<String>,
    /// Do not report these rules, separated by commas.
    #[arg(long, value_name = "CODE", value_delimiter = ',', value_parser = rule_codes())]
    ignore: Vec<String>,
    /// Print the number of diagnostics per rule instead of the diagnostics.
    #[arg(long)]
    statistics: bool,
    /// Print no summary.
    #[arg(short, long)]
    quiet: bool,
    /// The path of the note on stdin. Its vault and its settings apply.
    #[arg(long, value_name = "FILE")]
    stdin_filename: Option<PathBuf>,
    /// Apply safe fixes and print the remaining problems.
    #[arg(long, conflicts_with_all = ["select", "ignore", "stdin_filename"])]
    fix: bool,
    /// Print the fixes without writing them.
    #[arg(long, requires = "fix")]
    dry_run: bool,
    /// Print the fixes as a unified diff without writing them. Exit with status 1 if there are any.
    #[arg(long, requires = "fix", conflicts_with_all = ["dry_run", "statistics"])]
    diff: bool,
}

/// The output format of the diagnostics.
#[derive(Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
enum CheckFormat {
    /// Text for people, grouped by file.
    #[default]
    Text,
    /// One line for each diagnostic, with its file.
    Concise,
    /// JSON.
    Json,
    /// Annotations of GitHub Actions.
    Github,
    /// SARIF 2.1.0.
    Sarif,
    /// A JUnit report.
    Junit,
}

fn levels() -> impl TypedValueParser<Value = Level> {
    let names = ["error", "warning", "information", "hint", "off"];
    PossibleValuesParser::new(names).try_map(|name| serde_json::from_value(name.into()))
}

/// The codes that `--select` and `--ignore` accept.
pub(super) fn rule_codes() -> PossibleValuesParser {
    PossibleValuesParser::new(codes().chain([INVALID_SETTINGS]))
}

pub(super) fn run(options: &CheckOptions) -> io::Result<Outcome> {
    if options.statistics && !matches!(options.format, CheckFormat::Text | CheckFormat::Json) {
        return Err(invalid("--statistics has the formats text and json"));
    }
    if options.diff && options.format != CheckFormat::Text {
        return Err(invalid("--diff has the format text"));
    }
    let mut notes = load(options)?;
    if options.diff {
        notes.complain();
        return print_diffs(&fix(&notes, false), options.quiet);
    }
    let repairs = options.fix.then(|| fix(&notes, !options.dry_run));
    if repairs.as_ref().is_some_and(|repairs| !repairs.fixed.is_empty()) && !options.dry_run {
        // Reads the notes again, because only the state of the disk counts.
        notes = load(options)?;
    }
    notes.complain();
    let mut found = findings(&notes);
    found.retain(|found| {
        let is_in = |codes: &[String]| codes.iter().any(|code| code == found.code);
        (options.select.is_empty() || is_in(&options.select)) && !is_in(&options.ignore)
    });
    print(&mut stdout(), &notes, &found, repairs.as_ref(), options)?;
    if let Some(repairs) = repairs.filter(|repairs| !repairs.failed.is_empty()) {
        repairs.complain();
        return Ok(Outcome::Incomplete);
    }
    let is_denied = found.iter().any(|found| is_denied(found, options));
    Ok(if is_denied { Outcome::Findings } else { Outcome::Fine })
}

/// Prints the fixes as a patch on stdout, and a summary on stderr.
fn print_diffs(repairs: &Repairs, is_quiet: bool) -> io::Result<Outcome> {
    repairs.print_diffs(&mut stdout())?;
    let summary = repairs.summary(false);
    let is_clean = summary.is_none();
    if !is_quiet {
        print_error(&summary.unwrap_or_else(|| "Nothing to fix.".to_owned()));
    }
    Ok(if is_clean { Outcome::Fine } else { Outcome::Findings })
}

/// Reads the notes in the arguments, or the one on stdin.
fn load(options: &CheckOptions) -> io::Result<Notes> {
    let is_stdin = |path: &PathBuf| path == Path::new("-");
    match (&options.paths[..], &options.stdin_filename) {
        ([path], Some(name)) if is_stdin(path) => {
            let mut text = String::new();
            io::stdin().read_to_string(&mut text)?;
            notes::load_text(name, &text)
        }
        (paths, None) if !paths.iter().any(is_stdin) => notes::load(&or_here(paths)),
        _ => Err(invalid("a note on stdin needs `-` as the only path, and --stdin-filename FILE")),
    }
}

fn invalid(problem: &str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidInput, problem)
}

fn is_denied(found: &CheckResult, options: &CheckOptions) -> bool {
    options.deny != Level::Off && found.level >= options.deny
}

fn print(
    out: &mut impl Write,
    notes: &Notes,
    found: &[CheckResult],
    repairs: Option<&Repairs>,
    options: &CheckOptions,
) -> io::Result<()> {
    match (options.format, repairs) {
        (CheckFormat::Text | CheckFormat::Concise, _) => {
            print_text(out, notes, found, repairs, options)
        }
        (CheckFormat::Json, None) if options.statistics => {
            writeln!(out, "{}", json(&text::statistics(found))?)
        }
        (CheckFormat::Json, None) => writeln!(out, "{}", json(found)?),
        (CheckFormat::Json, Some(Repairs { fixed, failed })) => {
            let all = serde_json::json!({ "fixed": fixed, "failed": failed, "findings": found });
            writeln!(out, "{}", json(&all)?)
        }
        (CheckFormat::Github, _) => github::print(out, found),
        (CheckFormat::Sarif, _) => writeln!(out, "{}", json(&sarif::log(found))?),
        (CheckFormat::Junit, _) => {
            let files = notes.documents().map(notes::path);
            junit::print(out, files, found, |found| is_denied(found, options))
        }
    }
}

fn print_text(
    out: &mut impl Write,
    notes: &Notes,
    found: &[CheckResult],
    repairs: Option<&Repairs>,
    options: &CheckOptions,
) -> io::Result<()> {
    if let Some(repairs) = repairs {
        repairs.print(out, !options.dry_run)?;
        if !repairs.fixed.is_empty() && options.format == CheckFormat::Text {
            writeln!(out)?;
        }
    }
    match options.format {
        _ if options.statistics => text::print_statistics(out, &text::statistics(found))?,
        CheckFormat::Concise => text::print_lines(out, found)?,
        _ => text::print_grouped(out, found)?,
    }
    if options.quiet {
        return Ok(());
    }
    if let Some(summary) = repairs.and_then(|repairs| repairs.summary(!options.dry_run)) {
        writeln!(out, "{summary}")?;
    }
    if !notes.ids.is_empty() || !found.is_empty() {
        writeln!(out, "{}", text::summary(notes.ids.len(), found))?;
    }
    match text::fixable(found).filter(|_| repairs.is_none()) {
        Some(fixable) => writeln!(out, "{fixable}"),
        None => Ok(()),
    }
}
