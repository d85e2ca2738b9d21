//! `headword gaps`: the empty sections, the most mentioned first.

use std::io::{self, Write};
use std::path::PathBuf;

use anstyle::Style;
use clap::Args;
use serde::Serialize;

use crate::cli::arguments::{OutputFormat, or_here};
use crate::cli::notes::{self, Notes};
use crate::cli::outcome::Outcome;
use crate::cli::terminal::{json, shown, stdout};
use crate::features::empty_sections::{self, empty_sections};
use crate::note::plural::counted;
use crate::note::section::SectionStatus;

#[derive(Args)]
pub(super) struct GapsOptions {
    /// Files or folders to search [default: current directory]
    paths: Vec<PathBuf>,
    /// Exit with status 1 if more than N sections are empty.
    #[arg(long, value_name = "N")]
    max: Option<usize>,
    /// Output format.
    #[arg(long, value_enum, default_value_t)]
    format: OutputFormat,
}

/// An empty or parked section in the JSON output. Lines are from 1.
#[derive(Serialize)]
struct EmptySectionRecord {
    name: String,
    state: &'static str,
    /// The number of mentions, and of notes with mentions.
    mentions: usize,
    notes: usize,
    path: String,
    line: u32,
}

pub(super) fn run(options: &GapsOptions) -> io::Result<Outcome> {
    let notes = notes::read(&or_here(&options.paths))?;
    let found = empty_sections(&notes.workspace).into_iter().filter(|it| notes.has(it.note));
    let found: Vec<_> = found.filter_map(|it| gap(&notes, it)).collect();
    let mut out = stdout();
    if options.format == OutputFormat::Json {
        writeln!(out, "{}", json(&found)?)?;
    } else {
        for gap in &found {
            print(&mut out, gap)?;
        }
        let (gaps, notes) = (counted(found.len(), "gap"), counted(notes.ids.len(), "note"));
        writeln!(out, "{gaps} in {notes}.")?;
    }
    let too_many = options.max.is_some_and(|max| found.len() > max);
    Ok(if too_many { Outcome::Findings } else { Outcome::Fine })
}

fn gap(notes: &Notes, found: empty_sections::EmptySection) -> Option<EmptySectionRecord> {
    let document = notes.workspace.document(found.note)?;
    Some(EmptySectionRecord {
        name: found.name,
        state: if found.state == SectionStatus::Deferred { "parked" } else { "empty" },
        mentions: found.mentions,
        notes: found.notes,
        path: notes::path(document),
        line: notes::line_col(&document.text, found.range.start()).0,
    })
}

fn print(out: &mut impl Write, gap: &EmptySectionRecord) -> io::Result<()> {
    let (bold, dim) = (Style::new().bold(), Style::new().dimmed());
    let EmptySectionRecord { name, state, mentions, notes, path, line } = gap;
    let name = if name.is_empty() { "(no name)".to_owned() } else { shown(name) };
    write!(out, "{bold}{name}{bold:#}")?;
    if *mentions > 0 {
        write!(out, " {} in {}", counted(*mentions, "mention"), counted(*notes, "note"))?;
    }
    if *state == "parked" {
        write!(out, " (only a comment)")?;
    }
    writeln!(out, " {dim}{}:{line}{dim:#}", shown(path))
}
