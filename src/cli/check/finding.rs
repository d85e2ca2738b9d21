//! A diagnostic as the command line prints it.

use schemars::JsonSchema;
use serde::Serialize;

use crate::cli::notes::{self, Notes};
use crate::features::diagnostics::{Diagnostic, diagnostics, invalid_settings};
use crate::text::Text;
use crate::workspace::config::Level;

/// A diagnostic in the JSON output. Lines and columns are from 1. Columns count characters.
#[derive(JsonSchema, Serialize)]
pub(in crate::cli) struct CheckResult {
    pub(in crate::cli) path: String,
    pub(super) line: u32,
    pub(super) column: u32,
    pub(super) end_line: u32,
    pub(super) end_column: u32,
    pub(super) code: &'static str,
    #[schemars(with = "&'static str")]
    pub(super) level: Level,
    pub(super) message: String,
}

/// All diagnostics of the settings and the notes, by file.
pub(in crate::cli) fn findings(notes: &Notes) -> Vec<CheckResult> {
    let mut found = Vec::new();
    for file in notes.settings_files() {
        let here = invalid_settings(file).into_iter();
        found.extend(here.map(|found| finding(notes::display(&file.path), &file.text, found)));
    }
    for document in notes.documents() {
        let here = diagnostics(&notes.workspace, document.id).into_iter();
        found.extend(here.map(|found| finding(notes::path(document), &document.note.text, found)));
    }
    found
}

fn finding(path: String, text: &Text, found: Diagnostic) -> CheckResult {
    let (line, column) = notes::line_col(text, found.range.start());
    let (end_line, end_column) = notes::line_col(text, found.range.end());
    CheckResult {
        path,
        line,
        column,
        end_line,
        end_column,
        code: found.code,
        level: found.level,
        message: found.message,
    }
}

/// The diagnostics in groups of one file each.
pub(super) fn by_file(found: &[CheckResult]) -> impl Iterator<Item = (&str, &[CheckResult])> {
    found.chunk_by(|a, b| a.path == b.path).map(|group| (group[0].path.as_str(), group))
}

/// The name of a level in messages.
pub(super) fn level_name(level: Level) -> &'static str {
    match level {
        Level::Error => "error",
        Level::Warning => "warning",
        Level::Information => "information",
        Level::Hint | Level::Off => "hint",
    }
}

/// A path with slashes on every system, for other programs.
pub(super) fn portable(path: &str) -> String {
    if cfg!(windows) { path.replace('\\', "/") } else { path.to_owned() }
}
