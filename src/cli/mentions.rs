//! `headword mentions`: the mentions of a term.

use std::io::{self, Write};
use std::path::PathBuf;

use anstyle::Style;
use clap::Args;
use schemars::JsonSchema;
use serde::Serialize;

use crate::cli::arguments::OutputFormat;
use crate::cli::define::undefined;
use crate::cli::filter::NoteFilter;
use crate::cli::notes::{self, Notes};
use crate::cli::outcome::Outcome;
use crate::cli::terminal::{json, shown, stdout};
use crate::features::terms::{define, gaps, mentions};
use crate::note::plural::counted;
use crate::text::LineCol;
use crate::workspace::document::Document;
use crate::workspace::mention::Mention;

#[derive(Args)]
pub(super) struct MentionsOptions {
    /// Any name of the term. Several words need no quotes.
    #[arg(required = true)]
    term: Vec<String>,
    /// Files or folders to search [default: the vault around the current directory]
    #[arg(long = "in", value_name = "PATH")]
    paths: Vec<PathBuf>,
    #[command(flatten)]
    filter: NoteFilter,
    /// Output format.
    #[arg(long, value_enum, default_value_t)]
    format: OutputFormat,
}

/// A mention in the JSON output. Lines and columns are from 1. Columns count characters.
#[derive(JsonSchema, Serialize)]
pub(super) struct MentionRow {
    path: String,
    line: u32,
    column: u32,
    end_line: u32,
    end_column: u32,
    /// The mention as written.
    text: String,
    /// Whether it is in the text of a link.
    in_link: bool,
    /// The text before and after it on its lines.
    before: String,
    after: String,
}

pub(super) fn run(options: &MentionsOptions) -> io::Result<Outcome> {
    let mut notes = notes::read_vault(&options.paths)?;
    options.filter.apply(&mut notes);
    let name = options.term.join(" ");
    let found = rows(&notes, &name);
    let mut out = stdout();
    if options.format == OutputFormat::Json {
        writeln!(out, "{}", json(&found)?)?;
    } else {
        let (bold, dim) = (Style::new().bold(), Style::new().dimmed());
        for MentionRow { path, line, column, text, before, after, .. } in &found {
            let (path, text) = (shown(path), shown(text));
            let (before, after) = (shown(before), shown(after));
            writeln!(
                out,
                "{dim}{path}:{line}:{column}:{dim:#} {before}{bold}{text}{bold:#}{after}"
            )?;
        }
    }
    let is_known = || {
        let workspace = &notes.workspace;
        !define(workspace, &name).is_empty() || !gaps(workspace, &name).is_empty()
    };
    if found.is_empty() && !is_known() {
        undefined(&notes, &name);
        return Ok(Outcome::Findings);
    }
    if options.format == OutputFormat::Text {
        let count = counted(found.len(), "mention");
        writeln!(out, "{count} of “{}” in {}.", shown(&name), counted(notes.ids.len(), "note"))?;
    }
    Ok(Outcome::Fine)
}

/// Returns all mentions of a name.
pub(super) fn rows(notes: &Notes, name: &str) -> Vec<MentionRow> {
    mentions(&notes.workspace, name)
        .into_iter()
        .filter(|(document, _)| notes.has(document.id))
        .flat_map(|(document, mentions)| {
            mentions.into_iter().map(move |mention| row(document, &mention))
        })
        .collect()
}

fn row(document: &Document, mention: &Mention) -> MentionRow {
    let text = &document.note.text;
    let (start, end) = (mention.range.start(), mention.range.end());
    let (line, column) = notes::line_col(&document.note.text, start);
    let (end_line, end_column) = notes::line_col(&document.note.text, end);
    let at = |line: u32| text.offset(LineCol { line, col: 0 }, crate::text::Encoding::Utf8);
    let slice = |from, to| text.slice(text_size::TextRange::new(from, to)).to_owned();
    MentionRow {
        path: notes::path(document),
        line,
        column,
        end_line,
        end_column,
        text: one_line(&slice(start, end)),
        in_link: mention.in_link,
        before: slice(at(line - 1), start).trim_start().to_owned(),
        after: slice(end, at(end_line).max(end)).trim_end().to_owned(),
    }
}

/// Collapses white space, because a mention may contain a line end.
fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
