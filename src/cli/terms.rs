//! `headword terms`: the terms of a folder, in alphabetical order.

use std::collections::HashMap;
use std::io::{self, Write};
use std::path::PathBuf;

use anstyle::Style;
use clap::Args;
use schemars::JsonSchema;
use serde::Serialize;

use crate::cli::arguments::{OutputFormat, or_here};
use crate::cli::filter::{NoteFilter, StyleFilter};
use crate::cli::notes::{self, Notes};
use crate::cli::outcome::Outcome;
use crate::cli::terminal::{json, shown, stdout};
use crate::features::ambiguous::ambiguous;
use crate::features::definition_card::DefinitionCard;
use crate::features::terms::terms;
use crate::features::undefined::{counts, undefined};
use crate::features::unused::unused;
use crate::note::plural::counted;

#[derive(Args)]
pub(super) struct TermsOptions {
    /// Files or folders to search [default: current directory]
    paths: Vec<PathBuf>,
    /// Print only terms without mentions outside their own entry.
    #[arg(long, conflicts_with_all = ["undefined", "ambiguous"])]
    unused: bool,
    /// Print names in definitions that no note defines: acronyms, and capitalized words in the
    /// middle of a sentence.
    #[arg(long, conflicts_with_all = ["ambiguous", "styles"])]
    undefined: bool,
    /// Print names that several terms have.
    #[arg(long, conflicts_with = "styles")]
    ambiguous: bool,
    #[command(flatten)]
    filter: NoteFilter,
    #[command(flatten)]
    styles: StyleFilter,
    /// Output format.
    #[arg(long, value_enum, default_value_t)]
    format: OutputFormat,
}

/// A term in the JSON output. Lines are from 1.
#[derive(JsonSchema, Serialize)]
pub(super) struct TermRecord {
    pub(super) headword: String,
    pub(super) aliases: Vec<String>,
    pub(super) style: &'static str,
    pub(super) definition: String,
    pub(super) path: String,
    pub(super) line: u32,
    /// The note and the sections around the term, outermost first.
    pub(super) place: Vec<String>,
}

impl TermRecord {
    pub(super) fn new(notes: &Notes, entry: DefinitionCard) -> Option<Self> {
        let document = notes.workspace.document(entry.target.note)?;
        Some(Self {
            definition: entry.plain_definition(),
            headword: entry.headword,
            aliases: entry.aliases,
            style: entry.style.name(),
            path: notes::path(document),
            line: notes::line_col(&document.note.text, entry.target.name_range.start()).0,
            place: entry.target.path,
        })
    }
}

/// An undefined name in the JSON output. Lines are from 1.
#[derive(Serialize)]
struct Undefined {
    name: String,
    definitions: usize,
    path: String,
    line: u32,
}

/// An ambiguous name in the JSON output.
#[derive(Serialize)]
struct Ambiguous {
    name: String,
    terms: Vec<TermRecord>,
}

pub(super) fn run(options: &TermsOptions) -> io::Result<Outcome> {
    let mut notes = notes::read(&or_here(&options.paths))?;
    options.filter.apply(&mut notes);
    let mut out = stdout();
    if options.undefined {
        return list(&mut out, options.format, &undefined_names(&notes), print_undefined);
    }
    if options.ambiguous {
        return list(&mut out, options.format, &ambiguous_names(&notes), print_ambiguous);
    }
    let found = if options.unused { unused(&notes.workspace) } else { terms(&notes.workspace) };
    let is_wanted = |it: &DefinitionCard| notes.has(it.target.note) && options.styles.has(it.style);
    let found = found.into_iter().filter(is_wanted);
    let found: Vec<_> = found.filter_map(|it| TermRecord::new(&notes, it)).collect();
    list(&mut out, options.format, &found, print)?;
    if options.format == OutputFormat::Text {
        let (terms, notes) = (counted(found.len(), "term"), counted(notes.ids.len(), "note"));
        let of = if options.unused { "not mentioned in" } else { "in" };
        writeln!(out, "{terms} {of} {notes}.")?;
    }
    Ok(Outcome::Fine)
}

/// Prints a list as lines of text or as JSON.
fn list<W: Write, T: Serialize>(
    out: &mut W,
    format: OutputFormat,
    found: &[T],
    print: impl Fn(&mut W, &T) -> io::Result<()>,
) -> io::Result<Outcome> {
    match format {
        OutputFormat::Text => found.iter().try_for_each(|found| print(out, found))?,
        OutputFormat::Json => writeln!(out, "{}", json(found)?)?,
    }
    Ok(Outcome::Fine)
}

pub(super) fn print(out: &mut impl Write, term: &TermRecord) -> io::Result<()> {
    let (bold, dim) = (Style::new().bold(), Style::new().dimmed());
    let TermRecord { headword, aliases, path, line, .. } = term;
    let aliases: String = aliases.iter().map(|alias| format!(", {alias}")).collect();
    let (headword, aliases, path) = (shown(headword), shown(&aliases), shown(path));
    writeln!(out, "{bold}{headword}{bold:#}{aliases} {dim}{path}:{line}{dim:#}")
}

fn undefined_names(notes: &Notes) -> Vec<Undefined> {
    // The first definition with a name may be in a note that the command is not about.
    let mut here = HashMap::new();
    for found in notes.documents().flat_map(|document| counts(&notes.workspace, document)) {
        here.entry(found.name.clone()).or_insert(found);
    }
    let found = undefined(&notes.workspace).into_iter().filter_map(|found| {
        let first =
            Some(&found).filter(|it| notes.has(it.note)).or_else(|| here.get(&found.name))?;
        let document = notes.workspace.document(first.note)?;
        Some(Undefined {
            path: notes::path(document),
            line: notes::line_col(&document.note.text, first.range.start()).0,
            name: found.name.clone(),
            definitions: found.definitions,
        })
    });
    found.collect()
}

fn print_undefined(out: &mut impl Write, found: &Undefined) -> io::Result<()> {
    let (bold, dim) = (Style::new().bold(), Style::new().dimmed());
    let Undefined { name, definitions, path, line } = found;
    let (name, path) = (shown(name), shown(path));
    let definitions = counted(*definitions, "definition");
    writeln!(out, "{bold}{name}{bold:#} in {definitions} {dim}{path}:{line}{dim:#}")
}

fn ambiguous_names(notes: &Notes) -> Vec<Ambiguous> {
    let found = ambiguous(&notes.workspace).into_iter();
    let found = found.filter(|found| found.terms.iter().any(|it| notes.has(it.target.note)));
    let found = found.map(|found| Ambiguous {
        name: found.name,
        terms: found.terms.into_iter().filter_map(|it| TermRecord::new(notes, it)).collect(),
    });
    found.collect()
}

fn print_ambiguous(out: &mut impl Write, found: &Ambiguous) -> io::Result<()> {
    let bold = Style::new().bold();
    writeln!(out, "{bold}{}{bold:#}", shown(&found.name))?;
    for term in &found.terms {
        write!(out, "  ")?;
        print(out, term)?;
    }
    Ok(())
}
