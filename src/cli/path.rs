//! `headword path`: what to read before a term, and in which order to read a topic.

use std::io::{self, Write};
use std::path::PathBuf;

use anstyle::Style;
use clap::Args;
use schemars::JsonSchema;
use serde::Serialize;

use crate::cli::arguments::OutputFormat;
use crate::cli::define::undefined;
use crate::cli::filter::TermFilter;
use crate::cli::notes::{self, Notes};
use crate::cli::outcome::Outcome;
use crate::cli::terminal::{json, print_error, shown, stdout};
use crate::features::glossary::{Glossary, GlossaryEntry, Mentioned};
use crate::features::reading_order::{ReadingStep, order, reading_order};
use crate::note::plural::counted;
use crate::note::words::fold;

#[derive(Args)]
#[command(group = clap::ArgGroup::new("goal").required(true).multiple(true))]
pub(super) struct PathOptions {
    /// Name of the term, in any letter case, singular or plural. Several words need no quotes.
    #[arg(group = "goal")]
    term: Vec<String>,
    /// Print the order in which to read the terms of this topic: a note, a section or a folder.
    #[arg(long, value_name = "TOPIC", group = "goal", conflicts_with = "term")]
    topic: Option<String>,
    /// Follow at most N mentions.
    #[arg(long, value_name = "N", conflicts_with = "topic")]
    depth: Option<usize>,
    #[command(flatten)]
    filter: TermFilter,
    /// Files or folders to search [default: the vault around the current directory]
    #[arg(long = "in", value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// Output format.
    #[arg(long, value_enum, default_value_t)]
    format: OutputFormat,
}

/// A step in the JSON output: one term, or several that need each other.
#[derive(JsonSchema, Serialize)]
pub(super) struct StepRecord {
    is_circle: bool,
    terms: Vec<StepTerm>,
}

/// A term of a step. Lines are from 1.
#[derive(JsonSchema, Serialize)]
struct StepTerm {
    headword: String,
    path: String,
    line: u32,
    /// The headwords of the terms that the definition mentions.
    needs: Vec<String>,
    /// The names in the definition that have no text yet.
    gaps: Vec<String>,
}

pub(super) fn run(options: &PathOptions) -> io::Result<Outcome> {
    let notes = notes::read_vault(&options.paths)?;
    let glossary = Glossary::new(&notes.workspace);
    let keeps = options.filter.entries(&notes);
    let mut mentioned = glossary.mentioned();
    for (entry, found) in glossary.entries.iter().zip(&mut mentioned) {
        found.retain(|to| match to {
            Mentioned::Entry(to) => keeps(&glossary.entries[*to]) && keeps(entry),
            Mentioned::Gap(_) => true,
        });
    }
    let entries = glossary.entries.iter().enumerate().filter(|(_, entry)| keeps(entry));
    let steps = if let Some(topic) = &options.topic {
        let of_topic = entries.filter(|(_, entry)| is_in(entry, topic));
        order(&mentioned, &of_topic.map(|(index, _)| index).collect())
    } else {
        let name = options.term.join(" ");
        let found = glossary.named(&notes.workspace, &name);
        let goals = found.into_iter().filter_map(|to| match to {
            Mentioned::Entry(index) if keeps(&glossary.entries[index]) => Some(index),
            _ => None,
        });
        let goals: Vec<_> = goals.collect();
        if goals.is_empty() {
            undefined(&notes, &name);
            return Ok(Outcome::Findings);
        }
        reading_order(&mentioned, &goals, options.depth.unwrap_or(usize::MAX))
    };
    if steps.is_empty() {
        print_error("No term fits. `headword outline` lists the sections of a note.");
        return Ok(Outcome::Findings);
    }
    let records: Vec<_> = steps.iter().map(|step| record(&glossary, &mentioned, step)).collect();
    let mut out = stdout();
    if options.format == OutputFormat::Json {
        writeln!(out, "{}", json(&records)?)?;
    } else {
        print(&mut out, &records)?;
    }
    Ok(Outcome::Fine)
}

/// Whether an entry is in a topic with this name, in any letter case.
fn is_in(entry: &GlossaryEntry<'_>, topic: &str) -> bool {
    let wanted = fold(topic.trim()).into_owned();
    let whole = fold(&entry.topic.join(" › ")).into_owned();
    entry.topic.iter().any(|name| fold(name) == wanted)
        || whole == wanted
        || whole.starts_with(&format!("{wanted} › "))
}

/// Returns what to read before the term with a name, at most `depth` mentions away.
pub(super) fn steps_to(notes: &Notes, name: &str, depth: usize) -> Vec<StepRecord> {
    let glossary = Glossary::new(&notes.workspace);
    let mentioned = glossary.mentioned();
    let found = glossary.named(&notes.workspace, name).into_iter();
    let goals = found.filter_map(|to| match to {
        Mentioned::Entry(index) => Some(index),
        Mentioned::Gap(_) => None,
    });
    let steps = reading_order(&mentioned, &goals.collect::<Vec<_>>(), depth);
    steps.iter().map(|step| record(&glossary, &mentioned, step)).collect()
}

fn record(glossary: &Glossary<'_>, mentioned: &[Vec<Mentioned>], step: &ReadingStep) -> StepRecord {
    let term = |index: &usize| {
        let entry = &glossary.entries[*index];
        let document = entry.declaration.document;
        let (mut needs, mut gaps) = (Vec::new(), Vec::new());
        for to in &mentioned[*index] {
            match to {
                Mentioned::Entry(to) => needs.push(glossary.entries[*to].headword().to_owned()),
                Mentioned::Gap(to) => gaps.push(glossary.gaps[*to].name.clone()),
            }
        }
        let start = entry.declaration.term.name_range.start();
        StepTerm {
            headword: entry.headword().to_owned(),
            path: notes::path(document),
            line: notes::line_col(&document.note.text, start).0,
            needs,
            gaps,
        }
    };
    StepRecord { is_circle: step.len() > 1, terms: step.iter().map(term).collect() }
}

fn print(out: &mut impl Write, steps: &[StepRecord]) -> io::Result<()> {
    let (bold, dim) = (Style::new().bold(), Style::new().dimmed());
    let width = steps.len().to_string().len();
    for (number, step) in (1..).zip(steps) {
        if step.is_circle {
            let terms = counted(step.terms.len(), "term");
            writeln!(out, "{number:>width$}. {dim}a circle: {terms} that need each other{dim:#}")?;
        }
        for term in &step.terms {
            let lead = if step.is_circle {
                format!("{:width$}  - ", "")
            } else {
                format!("{number:>width$}. ")
            };
            let (headword, path) = (shown(&term.headword), shown(&term.path));
            let gaps = match &term.gaps[..] {
                [] => String::new(),
                gaps => format!(" (not written yet: {})", shown(&gaps.join(", "))),
            };
            let line = term.line;
            writeln!(out, "{lead}{bold}{headword}{bold:#} {dim}{path}:{line}{dim:#}{gaps}")?;
        }
    }
    let count = steps.iter().map(|step| step.terms.len()).sum();
    let circles = steps.iter().filter(|step| step.is_circle).count();
    let circles =
        if circles == 0 { String::new() } else { format!(", {}", counted(circles, "circle")) };
    writeln!(out, "{}{circles}.", counted(count, "term"))
}
