//! `headword terms`: the dictionary of a folder.

use std::io::{self, Write};
use std::path::PathBuf;

use anstyle::Style;
use clap::Args;
use serde::Serialize;

use crate::cli::notes::{self, Notes};
use crate::cli::terminal::{plural, shown};
use crate::cli::{Format, Outcome, or_here};
use crate::features::origin::Entry;
use crate::features::terms::terms;

#[derive(Args)]
pub(super) struct Options {
    /// Notes, and folders of notes; here, if none are given.
    paths: Vec<PathBuf>,
    /// How to print.
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

/// A term for machines. Lines count from 1.
#[derive(Serialize)]
pub(super) struct Term {
    pub(super) headword: String,
    pub(super) aliases: Vec<String>,
    pub(super) style: &'static str,
    pub(super) definition: String,
    pub(super) path: String,
    pub(super) line: u32,
    /// The note and the sections around the term, outermost first.
    pub(super) place: Vec<String>,
}

impl Term {
    pub(super) fn new(notes: &Notes, entry: Entry) -> Option<Self> {
        let document = notes.workspace.document(entry.origin.note)?;
        let mut place = vec![entry.origin.title];
        place.extend(entry.origin.path);
        Some(Self {
            headword: entry.headword,
            aliases: entry.aliases,
            style: entry.style.name(),
            definition: entry.plain,
            path: notes::path(document),
            line: notes::line_col(document, entry.origin.name_range.start()).0,
            place,
        })
    }
}

pub(super) fn run(options: &Options) -> io::Result<Outcome> {
    let notes = notes::read(&or_here(&options.paths))?;
    let found = terms(&notes.workspace).into_iter();
    let found: Vec<_> = found.filter_map(|entry| Term::new(&notes, entry)).collect();
    let mut out = anstream::stdout().lock();
    if options.format == Format::Json {
        writeln!(out, "{}", serde_json::to_string_pretty(&found)?)?;
        return Ok(Outcome::Fine);
    }
    let (bold, dim) = (Style::new().bold(), Style::new().dimmed());
    for Term { headword, aliases, path, line, .. } in &found {
        let aliases: String = aliases.iter().map(|alias| format!(", {alias}")).collect();
        let (headword, aliases, path) = (shown(headword), shown(&aliases), shown(path));
        writeln!(out, "{bold}{headword}{bold:#}{aliases} {dim}{path}:{line}{dim:#}")?;
    }
    let (terms, notes) = (plural(found.len(), "term"), plural(notes.ids.len(), "note"));
    writeln!(out, "{terms} in {notes}.")?;
    Ok(Outcome::Fine)
}
