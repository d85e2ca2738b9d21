//! A diagnostic as the command line prints it.

use std::collections::HashSet;

use schemars::JsonSchema;
use serde::Serialize;
use text_size::TextRange;

use crate::cli::notes::{self, Notes};
use crate::features::code_actions::fixable;
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
    /// Whether `--fix` can fix it.
    pub(super) fixable: bool,
}

/// All diagnostics of the settings and the notes, by file.
pub(in crate::cli) fn findings(notes: &Notes) -> Vec<CheckResult> {
    let mut found = Vec::new();
    for file in notes.settings_files() {
        let here = invalid_settings(file).into_iter();
        found.extend(here.map(|it| finding(notes::display(&file.path), &file.text, it, false)));
    }
    for document in notes.documents() {
        let here = diagnostics(&notes.workspace, document.id);
        let fixable: HashSet<_> =
            fixable(&notes.workspace, document, &here).iter().map(place).collect();
        let here = here.into_iter().map(|found| {
            let is_fixable = fixable.contains(&place(&found));
            finding(notes::path(document), &document.note.text, found, is_fixable)
        });
        found.extend(here);
    }
    found
}

/// The rule and the range, which no two diagnostics of a note share.
fn place(found: &Diagnostic) -> (&'static str, TextRange) {
    (found.code, found.range)
}

fn finding(path: String, text: &Text, found: Diagnostic, fixable: bool) -> CheckResult {
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
        fixable,
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
