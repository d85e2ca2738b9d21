//! `headword gaps`: the empty sections and the missing notes, the most mentioned first.

use std::cmp::Reverse;
use std::io::{self, Write};
use std::path::PathBuf;

use anstyle::Style;
use clap::Args;
use schemars::JsonSchema;
use serde::Serialize;

use crate::cli::arguments::{OutputFormat, or_here};
use crate::cli::filter::NoteFilter;
use crate::cli::notes::{self, Notes};
use crate::cli::outcome::Outcome;
use crate::cli::terminal::{json, print_error, shown, stdout};
use crate::features::empty_sections::{EmptySection, empty_sections};
use crate::features::wanted_notes::{WantedNote, wanted_notes};
use crate::note::plural::counted;
use crate::note::section::SectionStatus;

#[derive(Args)]
pub(super) struct GapsOptions {
    /// Files or folders to search [default: current directory]
    paths: Vec<PathBuf>,
    /// Exit with status 1 if there are more than N gaps.
    #[arg(long, value_name = "N")]
    max: Option<usize>,
    #[command(flatten)]
    filter: NoteFilter,
    /// Output format.
    #[arg(long, value_enum, default_value_t)]
    format: OutputFormat,
}

/// A gap in the JSON output. Lines are from 1.
#[derive(JsonSchema, Serialize)]
pub(super) struct GapRecord {
    name: String,
    /// `empty` or `parked` for a section, `missing` for a note.
    state: &'static str,
    /// The number of mentions and links, and of notes with them.
    mentions: usize,
    notes: usize,
    /// The place of the section, or of the first link to the missing note.
    path: String,
    line: u32,
}

pub(super) fn run(options: &GapsOptions) -> io::Result<Outcome> {
    let mut notes = notes::read(&or_here(&options.paths))?;
    options.filter.apply(&mut notes);
    let found = gaps(&notes);
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
    let Some(max) = options.max.filter(|max| found.len() > *max) else { return Ok(Outcome::Fine) };
    print_error(&too_many(found.len(), max));
    Ok(Outcome::Findings)
}

/// The reason why `--max` failed, and the remedy.
fn too_many(found: usize, max: usize) -> String {
    let (found, more) = (counted(found, "gap"), counted(found - max, "gap"));
    format!("{found}, but --max allows {max}. Write {more}, or raise --max.")
}

/// Returns all gaps, the most mentioned first.
pub(super) fn gaps(notes: &Notes) -> Vec<GapRecord> {
    let sections = empty_sections(&notes.workspace).into_iter().filter(|it| notes.has(it.note));
    let sections = sections.filter_map(|it| section(notes, it));
    let wanted = wanted_notes(&notes.workspace).into_iter().filter(|it| notes.has(it.note));
    let mut found: Vec<_> = sections.chain(wanted.filter_map(|it| missing(notes, it))).collect();
    found.sort_by_key(|gap| Reverse((gap.notes, gap.mentions)));
    found
}

fn section(notes: &Notes, found: EmptySection) -> Option<GapRecord> {
    let document = notes.workspace.document(found.note)?;
    Some(GapRecord {
        name: found.name,
        state: if found.state == SectionStatus::Deferred { "parked" } else { "empty" },
        mentions: found.mentions,
        notes: found.notes,
        path: notes::path(document),
        line: notes::line_col(&document.note.text, found.range.start()).0,
    })
}

fn missing(notes: &Notes, found: WantedNote) -> Option<GapRecord> {
    let document = notes.workspace.document(found.note)?;
    Some(GapRecord {
        name: found.name,
        state: "missing",
        mentions: found.links,
        notes: found.notes,
        path: notes::path(document),
        line: notes::line_col(&document.note.text, found.range.start()).0,
    })
}

fn print(out: &mut impl Write, gap: &GapRecord) -> io::Result<()> {
    let (bold, dim) = (Style::new().bold(), Style::new().dimmed());
    let GapRecord { name, state, mentions, notes, path, line } = gap;
    let name = if name.is_empty() { "(no name)".to_owned() } else { shown(name) };
    write!(out, "{bold}{name}{bold:#}")?;
    if *mentions > 0 {
        let what = if *state == "missing" { "link" } else { "mention" };
        write!(out, " {} in {}", counted(*mentions, what), counted(*notes, "note"))?;
    }
    match *state {
        "parked" => write!(out, " (only a comment)")?,
        "missing" => write!(out, " (no note)")?,
        _ => {}
    }
    writeln!(out, " {dim}{}:{line}{dim:#}", shown(path))
}
