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
use crate::features::terms::{define, suggestions};

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
    let found = define(&notes.workspace, &name).into_iter();
    let found = found.filter(|entry| notes.has(entry.target.note));
    let found: Vec<_> = found.filter_map(|entry| TermRecord::new(&notes, entry)).collect();
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
        undefined(&notes, &name);
        return Ok(Outcome::Findings);
    }
    Ok(Outcome::Fine)
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
