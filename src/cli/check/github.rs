//! The output of `headword check` for GitHub Actions: annotations of the changed lines.

use std::io::{self, Write};

use crate::cli::check::finding::CheckResult;
use crate::cli::notes::portable;
use crate::cli::terminal::shown;
use crate::workspace::config::Level;

/// Prints a workflow command for each diagnostic.
pub(super) fn print(out: &mut impl Write, found: &[CheckResult]) -> io::Result<()> {
    for it in found {
        let command = match it.level {
            Level::Error => "error",
            Level::Warning => "warning",
            Level::Information | Level::Hint | Level::Off => "notice",
        };
        let file = property(&portable(&it.path));
        // GitHub takes columns only for a range inside one line.
        let columns = (it.line == it.end_line)
            .then(|| format!(",col={},endColumn={}", it.column, it.end_column));
        let (line, end_line, columns) = (it.line, it.end_line, columns.unwrap_or_default());
        let (code, message) = (it.code, data(&it.message));
        writeln!(
            out,
            "::{command} file={file},line={line},endLine={end_line}{columns},title={code}::{message}"
        )?;
    }
    Ok(())
}

/// The text of a command. A control character is escaped as for a terminal.
fn data(text: &str) -> String {
    shown(text).replace('%', "%25")
}

/// A value before the text of a command.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
