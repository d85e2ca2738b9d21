//! `headword explain`: what a line of a note is, and why.

use std::io::{self, Write};
use std::path::PathBuf;
use std::str::FromStr;

use anstyle::Style;
use clap::Args;
use serde::Serialize;

use crate::cli::arguments::OutputFormat;
use crate::cli::notes::{self, Notes};
use crate::cli::outcome::Outcome;
use crate::cli::terminal::{json, shown, stdout};
use crate::features::explain::{self, Explanation};
use crate::text::{Encoding, LineCol, lines};
use crate::workspace::document::Document;

#[derive(Args)]
pub(super) struct ExplainOptions {
    /// Note and line, from 1: `notes.md:12`.
    #[arg(value_name = "FILE:LINE")]
    place: FileLine,
    /// Files or folders with more notes, besides the vault of the note.
    #[arg(long = "in", value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// Output format.
    #[arg(long, value_enum, default_value_t)]
    format: OutputFormat,
}

/// A line of a file.
#[derive(Clone)]
struct FileLine {
    file: PathBuf,
    /// The line, from 1.
    line: u32,
}

impl FromStr for FileLine {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let parts = text.rsplit_once(':').filter(|(file, _)| !file.is_empty());
        let line = |line: &str| line.parse().ok().filter(|line| *line > 0);
        let parsed = parts.and_then(|(file, number)| Some((file, line(number)?)));
        let (file, line) = parsed.ok_or("write a file, a colon and a line number from 1")?;
        Ok(Self { file: file.into(), line })
    }
}

/// An explanation in the JSON output. Lines and columns are from 1. Columns count characters.
#[derive(Serialize)]
struct ExplainRecord {
    path: String,
    line: u32,
    column: u32,
    name: String,
    kind: String,
    reasons: Vec<String>,
    advice: Option<String>,
}

pub(super) fn run(options: &ExplainOptions) -> io::Result<Outcome> {
    let FileLine { file, line } = &options.place;
    let mut paths = options.paths.clone();
    paths.push(file.clone());
    let notes = notes::read(&paths)?;
    let document = document(&notes, file)?;
    if *line > document.note.text.line_count() {
        let count = document.note.text.line_count();
        let problem = format!("{} has only {count} lines", notes::path(document));
        return Err(io::Error::new(io::ErrorKind::InvalidInput, problem));
    }
    let start = document.note.text.offset(LineCol { line: line - 1, col: 0 }, Encoding::Utf32);
    let range = lines::whole(&document.note.text, start);
    let found = explain::explain(&notes.workspace, document.id, range);
    let rows: Vec<_> = found.into_iter().map(|found| row(document, found)).collect();
    let mut out = stdout();
    if options.format == OutputFormat::Json {
        writeln!(out, "{}", json(&rows)?)?;
    } else {
        for row in &rows {
            print(&mut out, row)?;
        }
        if rows.is_empty() {
            writeln!(out, "No heading, term or mention is on this line.")?;
        }
    }
    Ok(if rows.is_empty() { Outcome::Findings } else { Outcome::Fine })
}

fn document<'n>(notes: &'n Notes, file: &std::path::Path) -> io::Result<&'n Document> {
    let wanted = file.canonicalize()?;
    let is_wanted = |document: &&Document| {
        let path = document.location.path().and_then(|path| path.canonicalize().ok());
        path.is_some_and(|path| path == wanted)
    };
    notes.documents().find(is_wanted).ok_or_else(|| {
        let problem = format!("{} is not a note", notes::display(file));
        io::Error::new(io::ErrorKind::InvalidInput, problem)
    })
}

fn row(document: &Document, found: Explanation) -> ExplainRecord {
    let (line, column) = notes::line_col(&document.note.text, found.range.start());
    let Explanation { name, kind, reasons, advice, .. } = found;
    ExplainRecord { path: notes::path(document), line, column, name, kind, reasons, advice }
}

fn print(out: &mut impl Write, row: &ExplainRecord) -> io::Result<()> {
    let (bold, dim) = (Style::new().bold(), Style::new().dimmed());
    let ExplainRecord { path, line, column, name, kind, reasons, advice } = row;
    let (path, name, kind) = (shown(path), shown(name), shown(kind));
    writeln!(out, "{dim}{path}:{line}:{column}:{dim:#} {bold}{name}{bold:#} is {kind}")?;
    for reason in reasons {
        writeln!(out, "  - {}", shown(reason))?;
    }
    match advice {
        Some(advice) => writeln!(out, "  {dim}{}{dim:#}", shown(advice)),
        None => Ok(()),
    }
}
