//! `headword outline`: the headings, terms, empty sections and tags of a note.

use std::collections::HashMap;
use std::io::{self, Write};
use std::path::PathBuf;

use anstyle::Style;
use clap::Args;
use schemars::JsonSchema;
use serde::Serialize;
use text_size::TextRange;

use crate::cli::arguments::OutputFormat;
use crate::cli::notes::{self, Notes};
use crate::cli::outcome::Outcome;
use crate::cli::terminal::{json_line, shown, stdout};
use crate::features::definition_card::DefinitionCard;
use crate::features::document_symbols::{OutlineItem, OutlineKind, document_symbols};
use crate::note::plural::counted;
use crate::note::section::SectionStatus;
use crate::workspace::Declaration;
use crate::workspace::document::Document;

#[derive(Args)]
pub(super) struct OutlineOptions {
    /// Notes to print.
    #[arg(required = true)]
    files: Vec<PathBuf>,
    /// Output format. JSON has one line per note.
    #[arg(long, value_enum, default_value_t)]
    format: OutputFormat,
}

/// A note in the JSON output. Lines and columns are from 1. Columns count characters.
#[derive(JsonSchema, Serialize)]
pub(super) struct Outline {
    path: String,
    title: String,
    tags: Vec<String>,
    inline_tags: Vec<String>,
    categories: Vec<String>,
    headings: Vec<OutlineHeading>,
    terms: Vec<OutlineTerm>,
    gaps: Vec<OutlineGap>,
}

#[derive(JsonSchema, Serialize)]
struct OutlineHeading {
    name: String,
    level: u8,
    line: u32,
    kind: &'static str,
}

#[derive(JsonSchema, Serialize)]
struct OutlineTerm {
    headword: String,
    aliases: Vec<String>,
    style: &'static str,
    line: u32,
    definition: String,
    definition_range: Range,
}

#[derive(JsonSchema, Serialize)]
struct Range {
    line: u32,
    column: u32,
    end_line: u32,
    end_column: u32,
}

#[derive(JsonSchema, Serialize)]
struct OutlineGap {
    name: String,
    level: u8,
    line: u32,
    state: &'static str,
}

pub(super) fn run(options: &OutlineOptions) -> io::Result<Outcome> {
    let notes = notes::read(&options.files)?;
    let mut out = stdout();
    for document in notes.documents() {
        let outline = outline(&notes, document);
        match options.format {
            OutputFormat::Text => print(&mut out, &outline)?,
            OutputFormat::Json => writeln!(out, "{}", json_line(&outline)?)?,
        }
    }
    Ok(Outcome::Fine)
}

pub(super) fn outline(notes: &Notes, document: &Document) -> Outline {
    let note = &document.note;
    let line = |offset| notes::line_col(&document.note.text, offset).0;
    let mut kinds = HashMap::new();
    flatten(&document_symbols(&notes.workspace, document.id), &mut kinds);
    let headings = note.sections.iter().map(|section| OutlineHeading {
        name: section.heading.name.clone(),
        level: section.heading.level,
        line: line(section.heading.range.start()),
        kind: kinds.get(&section.range).map_or("section", |kind| kind.name()),
    });
    let gaps =
        note.sections.iter().filter(|section| section.state.is_gap()).map(|section| OutlineGap {
            name: section.heading.name.clone(),
            level: section.heading.level,
            line: line(section.heading.range.start()),
            state: if section.state == SectionStatus::Deferred { "parked" } else { "empty" },
        });
    let terms = note.terms.iter().filter(|term| !notes.workspace.is_rejected(term));
    let texts = |tags: &[crate::note::front_matter::TextValue]| {
        tags.iter().map(|tag| tag.text.clone()).collect()
    };
    Outline {
        path: notes::path(document),
        title: document.title(),
        tags: texts(note.tags()),
        inline_tags: note.inline_tags.iter().map(|tag| tag.text.clone()).collect(),
        categories: texts(note.categories()),
        headings: headings.collect(),
        terms: terms.map(|term| self::term(document, term)).collect(),
        gaps: gaps.collect(),
    }
}

fn term(document: &Document, term: &crate::note::term::Term) -> OutlineTerm {
    let entry = DefinitionCard::new(Declaration { document, term });
    let (line, column) = notes::line_col(&document.note.text, term.definition.range.start());
    let (end_line, end_column) = notes::line_col(&document.note.text, term.definition.range.end());
    OutlineTerm {
        definition: entry.plain_definition(),
        headword: entry.headword,
        aliases: entry.aliases,
        style: entry.style.name(),
        line: notes::line_col(&document.note.text, term.name_range.start()).0,
        definition_range: Range { line, column, end_line, end_column },
    }
}

/// Collects the kinds of all items of an outline by their ranges.
fn flatten(items: &[OutlineItem], kinds: &mut HashMap<TextRange, OutlineKind>) {
    for item in items {
        if item.kind != OutlineKind::Note {
            kinds.insert(item.range, item.kind);
        }
        flatten(&item.children, kinds);
    }
}

fn print(out: &mut impl Write, outline: &Outline) -> io::Result<()> {
    let (bold, dim) = (Style::new().bold(), Style::new().dimmed());
    writeln!(out, "{bold}{}{bold:#} {dim}{}{dim:#}", shown(&outline.title), shown(&outline.path))?;
    let lists = [
        ("categories", &outline.categories),
        ("tags", &outline.tags),
        ("inline tags", &outline.inline_tags),
    ];
    for (name, tags) in lists.iter().filter(|(_, tags)| !tags.is_empty()) {
        writeln!(out, "{dim}{name}:{dim:#} {}", shown(&tags.join(", ")))?;
    }
    for heading in &outline.headings {
        let indent = "  ".repeat(heading.level.saturating_sub(1).into());
        let name = if heading.name.is_empty() { "(no name)" } else { &heading.name };
        let (line, kind) = (heading.line, heading.kind);
        writeln!(out, "{dim}{line:>5}{dim:#}  {indent}{} {dim}{kind}{dim:#}", shown(name))?;
    }
    let counts = [
        counted(outline.headings.len(), "heading"),
        counted(outline.terms.len(), "term"),
        counted(outline.gaps.len(), "gap"),
    ];
    writeln!(out, "{}", counts.join(", "))
}
