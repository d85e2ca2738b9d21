//! The output of `headword check` for people.

use std::collections::BTreeMap;
use std::io::{self, Write};

use anstyle::{AnsiColor, Style};
use serde::Serialize;

use crate::cli::check::finding::{CheckResult, by_file, level_name};
use crate::cli::terminal::shown;
use crate::note::plural::counted;
use crate::workspace::config::Level;

/// Prints the diagnostics in groups, each with its file above it.
pub(super) fn print_grouped(out: &mut impl Write, found: &[CheckResult]) -> io::Result<()> {
    let (bold, dim) = (Style::new().bold(), Style::new().dimmed());
    for (path, group) in by_file(found) {
        writeln!(out, "{bold}{}{bold:#}", shown(path))?;
        let place = |it: &CheckResult| format!("{}:{}", it.line, it.column);
        let places = group.iter().map(|it| place(it).len()).max().unwrap_or_default();
        let levels = group.iter().map(|it| level_name(it.level).len()).max().unwrap_or_default();
        for it in group {
            let (place, level, style) = (place(it), level_name(it.level), style(it.level));
            let (message, code) = (shown(&it.message), code(it));
            writeln!(
                out,
                "  {place:>places$}  {style}{level:levels$}{style:#}  {message} {dim}[{code}]{dim:#}"
            )?;
        }
        writeln!(out)?;
    }
    Ok(())
}

/// The code of the rule, with a mark if `--fix` can fix the diagnostic.
fn code(found: &CheckResult) -> String {
    format!("{}{}", found.code, if found.fixable { ", fixable" } else { "" })
}

/// Prints each diagnostic on a line with its file, for editors and `grep`.
pub(super) fn print_lines(out: &mut impl Write, found: &[CheckResult]) -> io::Result<()> {
    let dim = Style::new().dimmed();
    for CheckResult { path, line, column, code, level, message, .. } in found {
        let (path, message, style) = (shown(path), shown(message), style(*level));
        let level = level_name(*level);
        writeln!(
            out,
            "{path}:{line}:{column}: {style}{level}{style:#}: {message} {dim}[{code}]{dim:#}"
        )?;
    }
    Ok(())
}

/// The number of diagnostics of a rule.
#[derive(Serialize)]
pub(super) struct RuleCount {
    code: &'static str,
    count: usize,
}

/// The number of diagnostics per rule, the most frequent first.
pub(super) fn statistics(found: &[CheckResult]) -> Vec<RuleCount> {
    let mut counts = BTreeMap::new();
    for found in found {
        *counts.entry(found.code).or_insert(0) += 1;
    }
    let counts = counts.into_iter().map(|(code, count)| RuleCount { code, count });
    let mut counts: Vec<_> = counts.collect();
    counts.sort_by_key(|it| std::cmp::Reverse(it.count));
    counts
}

/// Prints the number of diagnostics per rule.
pub(super) fn print_statistics(out: &mut impl Write, counts: &[RuleCount]) -> io::Result<()> {
    let width = counts.first().map_or(0, |it| it.count.to_string().len());
    counts.iter().try_for_each(|it| writeln!(out, "{:>width$}  {}", it.count, it.code))
}

/// A sentence such as “2 problems are fixable with `--fix`.” `None` if no problem is fixable.
pub(super) fn fixable(found: &[CheckResult]) -> Option<String> {
    let count = found.iter().filter(|found| found.fixable).count();
    let verb = if count == 1 { "is" } else { "are" };
    (count > 0).then(|| format!("{} {verb} fixable with `--fix`.", counted(count, "problem")))
}

/// A summary such as “1 warning, 1 hint in 2 notes.”
pub(super) fn summary(notes: usize, found: &[CheckResult]) -> String {
    let levels = [Level::Error, Level::Warning, Level::Information, Level::Hint];
    let counts: Vec<_> = levels
        .into_iter()
        .map(|level| (level, found.iter().filter(|found| found.level == level).count()))
        .filter(|(_, count)| *count > 0)
        .map(|(level, count)| count_of(level, count))
        .collect();
    let checked = counted(notes, "note");
    if counts.is_empty() {
        format!("Nothing found in {checked}.")
    } else {
        format!("{} in {checked}.", counts.join(", "))
    }
}

fn count_of(level: Level, count: usize) -> String {
    match level {
        Level::Information => counted(count, "info"),
        _ => counted(count, level_name(level)),
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
