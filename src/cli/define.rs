//! `headword define`: the definition of a term.

use std::io::{self, Write};
use std::path::PathBuf;

use anstyle::Style;
use clap::Args;

use crate::cli::arguments::OutputFormat;
use crate::cli::notes::{self, Notes};
use crate::cli::outcome::Outcome;
use crate::cli::terminal::{json, print_error, shown, shown_lines, stdout};
use crate::cli::terms::TermRecord;
use crate::features::resolved_gap::GapInfo;
use crate::features::terms::{define, gaps, suggestions};
use crate::note::plural::counted;
use crate::note::section::SectionStatus;

#[derive(Args)]
pub(super) struct DefineOptions {
    /// Name of the term, in any letter case, singular or plural. Several words need no quotes.
    #[arg(required = true)]
    term: Vec<String>,
    /// Files or folders to search [default: the vault around the current directory]
    #[arg(long = "in", value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// Output format.
    #[arg(long, value_enum, default_value_t)]
    format: OutputFormat,
}

pub(super) fn run(options: &DefineOptions) -> io::Result<Outcome> {
    let notes = notes::read_vault(&options.paths)?;
    let name = options.term.join(" ");
    let found = definitions(&notes, &name);
    let mut out = stdout();
    if options.format == OutputFormat::Json {
        writeln!(out, "{}", json(&found)?)?;
    } else {
        let (bold, dim) = (Style::new().bold(), Style::new().dimmed());
        for term in &found {
            let (headword, place) = (shown(&term.headword), shown(&term.place.join(" › ")));
            let (path, line) = (shown(&term.path), term.line);
            writeln!(out, "{bold}{headword}{bold:#}")?;
            if !term.aliases.is_empty() {
                writeln!(out, "{dim}also {}{dim:#}", shown(&term.aliases.join(", ")))?;
            }
            writeln!(out, "{}", shown_lines(&term.definition))?;
            writeln!(out, "{dim}{place} ({path}:{line}){dim:#}\n")?;
        }
    }
    if found.is_empty() {
        let gaps = gaps(&notes.workspace, &name);
        for gap in gaps.iter().filter(|_| options.format == OutputFormat::Text) {
            print_gap(&mut out, &notes, gap)?;
        }
        if gaps.is_empty() || options.format == OutputFormat::Json {
            undefined(&notes, &name);
        }
        return Ok(Outcome::Findings);
    }
    Ok(Outcome::Fine)
}

/// Returns all definitions of a name.
pub(super) fn definitions(notes: &Notes, name: &str) -> Vec<TermRecord> {
    let found = define(&notes.workspace, name).into_iter();
    let found = found.filter(|entry| notes.has(entry.target.note));
    found.filter_map(|entry| TermRecord::new(notes, entry)).collect()
}

/// Prints a name whose section is still empty, and the place to write.
fn print_gap(out: &mut impl Write, notes: &Notes, gap: &GapInfo) -> io::Result<()> {
    let Some(document) = notes.workspace.document(gap.target.note) else { return Ok(()) };
    let (bold, dim) = (Style::new().bold(), Style::new().dimmed());
    let state = if gap.state == SectionStatus::Deferred { "left for later" } else { "still empty" };
    let wanted = match gap.notes {
        0 => String::new(),
        count => format!(", mentioned in {}", counted(count, "note")),
    };
    let (name, place) = (shown(&gap.name), shown(&gap.target.place()));
    let path = shown(&notes::path(document));
    let line = notes::line_col(&document.note.text, gap.target.name_range.start()).0;
    writeln!(out, "{bold}{name}{bold:#}\n{state}{wanted}\n{dim}{place} ({path}:{line}){dim:#}\n")
}

/// Reports on stderr that no note defines a name, with suggestions.
pub(super) fn undefined(notes: &Notes, name: &str) {
    let known = suggestions(&notes.workspace, name);
    let known: Vec<_> = known.iter().map(|known| format!("“{}”", shown(known))).collect();
    let guess = match &known[..] {
        [] => String::new(),
        [known] => format!(" Did you mean {known}?"),
        [first @ .., last] => format!(" Did you mean {} or {last}?", first.join(", ")),
    };
    print_error(&format!("No note here defines “{}”.{guess}", shown(name)));
}
