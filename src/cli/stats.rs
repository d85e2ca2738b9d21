//! `headword stats`: figures of the terms, today and over time.

use std::io::{self, Write};
use std::path::PathBuf;

use anstyle::Style;
use clap::Args;
use serde::Serialize;

use crate::cli::arguments::{OutputFormat, or_here};
use crate::cli::filter::TermFilter;
use crate::cli::history;
use crate::cli::notes::{self, Notes};
use crate::cli::outcome::Outcome;
use crate::cli::terminal::{json, shown, stdout};
use crate::features::glossary::Glossary;
use crate::features::glossary_stats::{Coverage, GlossaryStats, glossary_stats};
use crate::note::plural::counted;

/// The most lines of a list in the text output. JSON has all.
const MAX_LINES: usize = 15;

/// The most commits of a history. All notes of each commit are parsed.
const MAX_POINTS: usize = 12;

#[derive(Args)]
pub(super) struct StatsOptions {
    /// Files or folders to search [default: current directory]
    paths: Vec<PathBuf>,
    #[command(flatten)]
    filter: TermFilter,
    /// Add the figures since this date, from the history of the git repository. A date as git reads
    /// it: `2026-01-31`, `3 months ago`. This runs `git`, which must be in `PATH`.
    #[arg(long, value_name = "DATE")]
    since: Option<String>,
    /// Output format.
    #[arg(long, value_enum, default_value_t)]
    format: OutputFormat,
}

/// The JSON output.
#[derive(Serialize)]
struct StatsRecord {
    notes: usize,
    #[serde(flatten)]
    coverage: CoverageRecord,
    missing_notes: usize,
    topics: Vec<NamedCoverage>,
    tags: Vec<NamedCoverage>,
    /// Terms that mention no other, and that no other mentions.
    orphans: Vec<String>,
    /// Each from what it is made of.
    longest_chains: Vec<Vec<String>>,
    circles: Vec<Vec<String>>,
    /// With `--since`: the figures of some commits, the oldest first.
    #[serde(skip_serializing_if = "Option::is_none")]
    history: Option<Vec<PointRecord>>,
}

/// A coverage in the JSON output.
#[derive(Serialize)]
struct CoverageRecord {
    terms: usize,
    gaps: usize,
    percent: usize,
}

/// The coverage of a topic or tag in the JSON output.
#[derive(Serialize)]
struct NamedCoverage {
    name: String,
    #[serde(flatten)]
    coverage: CoverageRecord,
}

/// The figures of a commit in the JSON output.
#[derive(Serialize)]
struct PointRecord {
    date: String,
    commit: String,
    notes: usize,
    #[serde(flatten)]
    coverage: CoverageRecord,
}

impl From<Coverage> for CoverageRecord {
    fn from(coverage: Coverage) -> Self {
        let Coverage { terms, gaps } = coverage;
        Self { terms, gaps, percent: coverage.percent() }
    }
}

pub(super) fn run(options: &StatsOptions) -> io::Result<Outcome> {
    let notes = notes::read(&or_here(&options.paths))?;
    let glossary = Glossary::new(&notes.workspace);
    let stats = figures(options, &notes, &glossary);
    let history = options.since.as_ref().map(|since| points(options, &notes, since)).transpose()?;
    let record = record(&notes, &glossary, stats, history);
    let mut out = stdout();
    if options.format == OutputFormat::Json {
        writeln!(out, "{}", json(&record)?)?;
    } else {
        print(&mut out, &record)?;
    }
    Ok(Outcome::Fine)
}

fn figures(options: &StatsOptions, notes: &Notes, glossary: &Glossary<'_>) -> GlossaryStats {
    let (entries, gaps) = (options.filter.entries(notes), options.filter.gaps(notes));
    glossary_stats(glossary, entries, gaps)
}

/// Returns the figures of some commits.
fn points(options: &StatsOptions, notes: &Notes, since: &str) -> io::Result<Vec<PointRecord>> {
    let point = |revision: history::Revision| {
        let past = notes.past(revision.notes);
        let stats = figures(options, &past, &Glossary::new(&past.workspace));
        PointRecord {
            date: revision.date,
            commit: revision.commit,
            notes: past.ids.len(),
            coverage: stats.coverage.into(),
        }
    };
    Ok(history::revisions(notes.workspace.folders().iter(), since, MAX_POINTS)?
        .into_iter()
        .map(point)
        .collect())
}

fn record(
    notes: &Notes,
    glossary: &Glossary<'_>,
    stats: GlossaryStats,
    history: Option<Vec<PointRecord>>,
) -> StatsRecord {
    let name = |index: usize| glossary.entries[index].headword().to_owned();
    let names = |all: Vec<usize>| all.into_iter().map(name).collect();
    let coverages = |all: Vec<(String, Coverage)>| {
        let all = all.into_iter();
        all.map(|(name, it)| NamedCoverage { name, coverage: it.into() }).collect()
    };
    StatsRecord {
        notes: notes.ids.len(),
        coverage: stats.coverage.into(),
        missing_notes: stats.missing_notes,
        topics: coverages(stats.topics),
        tags: coverages(stats.tags),
        orphans: names(stats.orphans),
        longest_chains: stats.chains.into_iter().map(names).collect(),
        circles: stats.circles.into_iter().map(names).collect(),
        history,
    }
}

fn print(out: &mut impl Write, stats: &StatsRecord) -> io::Result<()> {
    let CoverageRecord { terms, gaps, percent } = stats.coverage;
    let (terms, gaps) = (counted(terms, "term"), counted(gaps, "gap"));
    let notes = counted(stats.notes, "note");
    writeln!(out, "{terms} and {gaps} in {notes}: {percent} % written.")?;
    if stats.missing_notes > 0 {
        writeln!(out, "{} in links.", counted(stats.missing_notes, "missing note"))?;
    }
    table(out, "Topics", &stats.topics)?;
    table(out, "Tags", &stats.tags)?;
    let chains = stats.longest_chains.iter().map(|all| all.join(" → ")).collect::<Vec<_>>();
    list(out, "Longest chains", &chains)?;
    let circles = stats.circles.iter().map(|all| all.join(" ↔ ")).collect::<Vec<_>>();
    list(out, "Circles", &circles)?;
    list(out, "Terms without relations", &stats.orphans)?;
    if let Some(history) = &stats.history {
        title(out, "History")?;
        for PointRecord { date, commit, notes, coverage } in history {
            let CoverageRecord { terms, gaps, percent } = coverage;
            let commit = commit.get(..9).unwrap_or(commit);
            let (terms, gaps) = (counted(*terms, "term"), counted(*gaps, "gap"));
            let notes = counted(*notes, "note");
            writeln!(out, "  {date}  {commit}  {terms}, {gaps} in {notes}, {percent} %")?;
        }
        if history.is_empty() {
            writeln!(out, "  No commit since then.")?;
        }
    }
    Ok(())
}

fn title(out: &mut impl Write, title: &str) -> io::Result<()> {
    let bold = Style::new().bold();
    writeln!(out, "\n{bold}{title}{bold:#}")
}

/// Prints the coverage of each name. Those with the most gaps come first.
fn table(out: &mut impl Write, name: &str, rows: &[NamedCoverage]) -> io::Result<()> {
    if rows.is_empty() {
        return Ok(());
    }
    title(out, name)?;
    let mut rows: Vec<_> = rows.iter().collect();
    rows.sort_by_key(|row| std::cmp::Reverse((row.coverage.gaps, row.coverage.terms)));
    for row in rows.iter().take(MAX_LINES) {
        let CoverageRecord { terms, gaps, percent } = row.coverage;
        let (terms, gaps) = (counted(terms, "term"), counted(gaps, "gap"));
        writeln!(out, "  {percent:>3} %  {}: {terms}, {gaps}", shown(&row.name))?;
    }
    more(out, rows.len())
}

fn list(out: &mut impl Write, name: &str, lines: &[String]) -> io::Result<()> {
    if lines.is_empty() {
        return Ok(());
    }
    title(out, name)?;
    for line in lines.iter().take(MAX_LINES) {
        writeln!(out, "  {}", shown(line))?;
    }
    more(out, lines.len())
}

/// Prints how many lines are left out.
fn more(out: &mut impl Write, all: usize) -> io::Result<()> {
    match all.saturating_sub(MAX_LINES) {
        0 => Ok(()),
        more => writeln!(out, "  … and {more} more (`--format json` has all)"),
    }
}
