//! `headword define`: the definition of a term.

use std::collections::HashSet;
use std::io::{self, Write};
use std::path::PathBuf;

use anstyle::Style;
use clap::Args;

use crate::cli::arguments::OutputFormat;
use crate::cli::filter::{NoteFilter, StyleFilter};
use crate::cli::notes::{self, Notes};
use crate::cli::outcome::Outcome;
use crate::cli::terminal::{json, print_error, shown, shown_lines, stdout};
use crate::cli::terms::{self, TermRecord};
use crate::features::definition_card::DefinitionCard;
use crate::features::resolved_gap::GapInfo;
use crate::features::terms::{define, gaps, gaps_with, suggestions, terms_with};
use crate::note::plural::counted;
use crate::note::section::SectionStatus;
use crate::note::words::fold;
use crate::workspace::Workspace;

#[derive(Args)]
pub(super) struct DefineOptions {
    /// Name of the term, in any letter case, singular or plural. Several words need no quotes. If no
    /// term has this name, terms and gaps with these beginnings of words are found.
    #[arg(required = true)]
    term: Vec<String>,
    /// Files or folders to search [default: the vault around the current directory]
    #[arg(long = "in", value_name = "PATH")]
    paths: Vec<PathBuf>,
    #[command(flatten)]
    filter: NoteFilter,
    #[command(flatten)]
    styles: StyleFilter,
    /// Output format.
    #[arg(long, value_enum, default_value_t)]
    format: OutputFormat,
}

/// The terms and the gaps that a name finds.
struct Found {
    terms: Vec<TermRecord>,
    gaps: Vec<GapInfo>,
}

pub(super) fn run(options: &DefineOptions) -> io::Result<Outcome> {
    let mut notes = notes::read_vault(&options.paths)?;
    options.filter.apply(&mut notes);
    let name = options.term.join(" ");
    let mut found = found(&notes, options, define, gaps, &name);
    if found.count() == 0 {
        found = self::found(&notes, options, terms_with, gaps_with, &name);
    }
    let mut out = stdout();
    let is_text = options.format == OutputFormat::Text;
    if !is_text {
        writeln!(out, "{}", json(&found.terms)?)?;
    } else if found.count() > 1 {
        print_list(&mut out, &notes, &found, &name)?;
    } else {
        found.terms.iter().try_for_each(|term| print_term(&mut out, term))?;
        // A gap is not a definition.
        let gaps = found.gaps.iter().filter(|_| found.terms.is_empty());
        gaps.into_iter().try_for_each(|gap| print_gap(&mut out, &notes, gap))?;
    }
    if found.terms.is_empty() && (found.gaps.is_empty() || !is_text) {
        undefined(&notes, &name);
    }
    let is_defined = !found.terms.is_empty() && found.count() == 1;
    Ok(if is_defined { Outcome::Fine } else { Outcome::Findings })
}

/// Looks a name up in the notes of the command.
fn found(
    notes: &Notes,
    options: &DefineOptions,
    terms: fn(&Workspace, &str) -> Vec<DefinitionCard>,
    gaps: fn(&Workspace, &str) -> Vec<GapInfo>,
    name: &str,
) -> Found {
    let is_wanted = |it: &DefinitionCard| notes.has(it.target.note) && options.styles.has(it.style);
    let terms = terms(&notes.workspace, name).into_iter().filter(is_wanted);
    let gaps = gaps(&notes.workspace, name).into_iter().filter(|it| notes.has(it.target.note));
    Found {
        terms: terms.filter_map(|it| TermRecord::new(notes, it)).collect(),
        gaps: gaps.collect(),
    }
}

impl Found {
    /// The number of different names.
    fn count(&self) -> usize {
        let terms = self.terms.iter().map(|term| term.headword.as_str());
        let gaps = self.gaps.iter().map(|gap| gap.name.as_str());
        terms.chain(gaps).map(fold).collect::<HashSet<_>>().len()
    }
}

/// Prints a term with its definition.
fn print_term(out: &mut impl Write, term: &TermRecord) -> io::Result<()> {
    let (bold, dim) = (Style::new().bold(), Style::new().dimmed());
    let (headword, place) = (shown(&term.headword), shown(&term.place.join(" › ")));
    let (path, line) = (shown(&term.path), term.line);
    writeln!(out, "{bold}{headword}{bold:#}")?;
    if !term.aliases.is_empty() {
        writeln!(out, "{dim}also {}{dim:#}", shown(&term.aliases.join(", ")))?;
    }
    writeln!(out, "{}", shown_lines(&term.definition))?;
    writeln!(out, "{dim}{place} ({path}:{line}){dim:#}\n")
}

/// Prints the names that fit, if there are several.
fn print_list(out: &mut impl Write, notes: &Notes, found: &Found, name: &str) -> io::Result<()> {
    found.terms.iter().try_for_each(|term| terms::print(out, term))?;
    let (bold, dim) = (Style::new().bold(), Style::new().dimmed());
    for gap in &found.gaps {
        let Some((path, line)) = place(notes, gap) else { continue };
        let (name, state) = (shown(&gap.name), state(gap));
        writeln!(out, "{bold}{name}{bold:#} ({state}) {dim}{path}:{line}{dim:#}")?;
    }
    let count = counted(found.count(), "name");
    writeln!(out, "{count} fit “{}”. Give more of the name.", shown(name))
}

/// Returns all definitions of a name.
pub(super) fn definitions(notes: &Notes, name: &str) -> Vec<TermRecord> {
    let found = define(&notes.workspace, name).into_iter();
    let found = found.filter(|entry| notes.has(entry.target.note));
    found.filter_map(|entry| TermRecord::new(notes, entry)).collect()
}

/// Prints a name whose section is still empty, and the place to write.
fn print_gap(out: &mut impl Write, notes: &Notes, gap: &GapInfo) -> io::Result<()> {
    let Some((path, line)) = place(notes, gap) else { return Ok(()) };
    let (bold, dim) = (Style::new().bold(), Style::new().dimmed());
    let wanted = gap.notes.mentioned().map_or_else(String::new, |it| format!(", {it}"));
    let (name, place, state) = (shown(&gap.name), shown(&gap.target.place()), state(gap));
    writeln!(out, "{bold}{name}{bold:#}\n{state}{wanted}\n{dim}{place} ({path}:{line}){dim:#}\n")
}

/// The path and the line of the place to write. The line is from 1.
fn place(notes: &Notes, gap: &GapInfo) -> Option<(String, u32)> {
    let document = notes.workspace.document(gap.target.note)?;
    let line = notes::line_col(&document.note.text, gap.target.name_range.start()).0;
    Some((shown(&notes::path(document)), line))
}

fn state(gap: &GapInfo) -> &'static str {
    if gap.state == SectionStatus::Deferred { "left for later" } else { "still empty" }
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
