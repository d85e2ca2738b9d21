//! `headword check`: the diagnostics of the editor for terminals and builds.

use std::io::{self, Write};
use std::path::PathBuf;

use anstyle::{AnsiColor, Style};
use clap::Args;
use clap::builder::{PossibleValuesParser, TypedValueParser};
use serde::Serialize;

use crate::cli::arguments::{OutputFormat, or_here};
use crate::cli::fix::{Repairs, fix};
use crate::cli::notes::{self, Notes};
use crate::cli::outcome::Outcome;
use crate::cli::terminal::{json, shown, stdout};
use crate::features::diagnostics::{Diagnostic, diagnostics, invalid_settings};
use crate::note::plural::counted;
use crate::text::Text;
use crate::workspace::config::Level;

#[derive(Args)]
pub(super) struct CheckOptions {
    /// Files or folders to check [default: current directory]
    paths: Vec<PathBuf>,
    /// Output format.
    #[arg(long, value_enum, default_value_t)]
    format: OutputFormat,
    /// Exit with status 1 if there is a diagnostic of this level or above.
    #[arg(long, value_name = "LEVEL", default_value = "warning", value_parser = levels())]
    deny: Level,
    /// Apply safe fixes and print the remaining problems.
    #[arg(long)]
    fix: bool,
    /// Print the fixes without writing them.
    #[arg(long, requires = "fix")]
    dry_run: bool,
}

/// A diagnostic in the JSON output. Lines and columns are from 1. Columns count characters.
#[derive(Serialize)]
struct CheckResult {
    path: String,
    line: u32,
    column: u32,
    end_line: u32,
    end_column: u32,
    code: &'static str,
    level: Level,
    message: String,
}

fn levels() -> impl TypedValueParser<Value = Level> {
    let names = ["error", "warning", "information", "hint", "off"];
    PossibleValuesParser::new(names).try_map(|name| serde_json::from_value(name.into()))
}

pub(super) fn run(options: &CheckOptions) -> io::Result<Outcome> {
    let mut notes = notes::load(&or_here(&options.paths))?;
    let repairs = options.fix.then(|| fix(&notes, !options.dry_run));
    if repairs.as_ref().is_some_and(|repairs| !repairs.fixed.is_empty()) && !options.dry_run {
        // Reads the notes again, because only the state of the disk counts.
        notes = notes::load(&or_here(&options.paths))?;
    }
    notes.complain();
    let found = findings(&notes);
    let mut out = stdout();
    match (options.format, &repairs) {
        (OutputFormat::Text, repairs) => {
            print(&mut out, &notes, &found, repairs.as_ref(), options)?;
        }
        (OutputFormat::Json, None) => writeln!(out, "{}", json(&found)?)?,
        (OutputFormat::Json, Some(Repairs { fixed, failed })) => {
            let all = serde_json::json!({ "fixed": fixed, "failed": failed, "findings": found });
            writeln!(out, "{}", json(&all)?)?;
        }
    }
    if let Some(repairs) = repairs.filter(|repairs| !repairs.failed.is_empty()) {
        repairs.complain();
        return Ok(Outcome::Incomplete);
    }
    let denied =
        options.deny != Level::Off && found.iter().any(|found| found.level >= options.deny);
    Ok(if denied { Outcome::Findings } else { Outcome::Fine })
}

/// All diagnostics of the settings and the notes.
fn findings(notes: &Notes) -> Vec<CheckResult> {
    let mut found = Vec::new();
    for file in notes.workspace.settings().files() {
        let here = invalid_settings(file).into_iter();
        found.extend(here.map(|found| finding(notes::display(&file.path), &file.text, found)));
    }
    for document in notes.documents() {
        let here = diagnostics(&notes.workspace, document.id).into_iter();
        found.extend(here.map(|found| finding(notes::path(document), &document.text, found)));
    }
    found
}

fn finding(path: String, text: &Text, found: Diagnostic) -> CheckResult {
    let (line, column) = notes::line_col(text, found.range.start());
    let (end_line, end_column) = notes::line_col(text, found.range.end());
    CheckResult {
        path,
        line,
        column,
        end_line,
        end_column,
        code: found.code,
        level: found.level,
        message: found.message,
    }
}

fn print(
    out: &mut impl Write,
    notes: &Notes,
    found: &[CheckResult],
    repairs: Option<&Repairs>,
    options: &CheckOptions,
) -> io::Result<()> {
    let dim = Style::new().dimmed();
    if let Some(repairs) = repairs {
        repairs.print(out, !options.dry_run)?;
    }
    for CheckResult { path, line, column, code, level, message, .. } in found {
        let (path, message, style) = (shown(path), shown(message), style(*level));
        let level = name(*level);
        writeln!(
            out,
            "{path}:{line}:{column}: {style}{level}{style:#}: {message} {dim}[{code}]{dim:#}"
        )?;
    }
    if let Some(summary) = repairs.and_then(|repairs| repairs.summary(!options.dry_run)) {
        writeln!(out, "{summary}")?;
    }
    writeln!(out, "{}", summary(notes, found))
}

/// A summary such as “1 warning, 1 hint in 2 notes.”
fn summary(notes: &Notes, found: &[CheckResult]) -> String {
    let levels = [Level::Error, Level::Warning, Level::Information, Level::Hint];
    let counts: Vec<_> = levels
        .into_iter()
        .map(|level| (level, found.iter().filter(|found| found.level == level).count()))
        .filter(|(_, count)| *count > 0)
        .map(|(level, count)| count_of(level, count))
        .collect();
    let checked = counted(notes.ids.len(), "note");
    if counts.is_empty() {
        format!("Nothing found in {checked}.")
    } else {
        format!("{} in {checked}.", counts.join(", "))
    }
}

fn count_of(level: Level, count: usize) -> String {
    match level {
        Level::Information => counted(count, "info"),
        _ => counted(count, name(level)),
    }
}

fn name(level: Level) -> &'static str {
    match level {
        Level::Error => "error",
        Level::Warning => "warning",
        Level::Information => "information",
        Level::Hint | Level::Off => "hint",
    }
}

fn style(level: Level) -> Style {
    let color = match level {
        Level::Error => AnsiColor::Red,
        Level::Warning => AnsiColor::Yellow,
        Level::Information => AnsiColor::Blue,
        Level::Hint | Level::Off => AnsiColor::Cyan,
    };
    color.on_default().bold()
}
